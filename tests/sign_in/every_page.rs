//! What holds for every page: other sites, headers, errors, size, health.

use actix_web::http::StatusCode;
use actix_web::test::TestRequest;

use super::house::{House, PASSWORD};

async fn a_post_from_another_site_does_nothing(house: House) {
    house.person(Some("leader1@example.org"), None);
    let cookie = house.sign_in("leader1@example.org", PASSWORD).await.signed_in();
    for from in [("sec-fetch-site", "cross-site"), ("origin", "https://evil.example"), ("x-nothing", "said")]
    {
        let request = TestRequest::post().uri("/sign-out").insert_header(from).cookie(cookie.clone());
        assert_eq!(house.send(request).await.status, StatusCode::FORBIDDEN, "{from:?}");
    }
    assert_eq!(house.get("/my/account", Some(&cookie)).await.status, StatusCode::OK);
}

async fn the_look_is_remembered_and_the_way_back_is_ours(house: House) {
    let english = house.post("/look", &[("lang", "en"), ("back", "/sign-in?lang=zh")], None).await;
    assert_eq!(english.header("location"), "/sign-in");
    let cookie = english.cookie("look").unwrap();
    assert!(house.get("/sign-in", Some(&cookie)).await.body.contains("Phone number or e-mail"));
    let large =
        house.post("/look", &[("large", "1"), ("back", "https://evil.example/")], Some(&cookie)).await;
    assert_eq!((large.header("location"), large.cookie("look").unwrap().value()), ("/", "en.large"));
}

async fn every_answer_says_what_the_browser_must_not_do(house: House) {
    for path in ["/sign-in", "/nothing", "/health", "/my/account", "/api/v1/nothing"] {
        let answer = house.get(path, None).await;
        let policy = answer.header("content-security-policy");
        assert!(policy.starts_with("default-src 'none'") && !policy.contains("unsafe"), "{path}");
        assert_eq!(answer.header("x-content-type-options"), "nosniff", "{path}");
        assert_eq!(answer.header("referrer-policy"), "same-origin", "{path}");
        assert_eq!(answer.header("strict-transport-security"), "", "{path}");
    }
}

async fn an_error_is_a_page_for_people_and_a_problem_for_programs(house: House) {
    let page = house.get("/nothing?lang=en", None).await;
    assert_eq!(page.status, StatusCode::NOT_FOUND);
    assert!(page.body.contains("There is no room behind this door"));
    let problem = house.get("/api/v1/nothing", None).await;
    assert_eq!(
        (problem.status, problem.header("content-type")),
        (StatusCode::NOT_FOUND, "application/problem+json")
    );
    assert!(problem.body.contains("\"status\":404"), "{}", problem.body);
}

async fn a_form_that_is_too_large_is_refused(house: House) {
    let huge = "x".repeat(300 * 1024);
    let answer = house.post("/look", &[("back", &huge)], None).await;
    assert_eq!(answer.status, StatusCode::PAYLOAD_TOO_LARGE);
}

async fn health_tells_counts_and_nothing_about_people(house: House) {
    let answer = house.get("/health", None).await;
    assert_eq!(answer.status, StatusCode::OK);
    assert!(
        answer.body.contains("\"database\":\"ok\"") && answer.body.contains("\"waiting\":0"),
        "{}",
        answer.body
    );
}

on_both_databases! {
    crate::house::House::on;
    a_post_from_another_site_does_nothing
    the_look_is_remembered_and_the_way_back_is_ours
    every_answer_says_what_the_browser_must_not_do
    an_error_is_a_page_for_people_and_a_problem_for_programs
    a_form_that_is_too_large_is_refused
    health_tells_counts_and_nothing_about_people
}
