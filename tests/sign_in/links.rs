//! With a link from a letter.

use actix_web::http::StatusCode;
use actix_web::test::TestRequest;
use chrono::Duration;

use super::house::House;

async fn a_link_shows_a_button_signs_in_once_and_names_nobody(house: House) {
    house.person(Some("leader1@example.org"), None);
    let asked = house.post("/sign-in/link", &[("email", "leader1@example.org")], None).await;
    assert_eq!((asked.status, house.letters()), (StatusCode::SEE_OTHER, 1));

    let link = house.link();
    for _ in 0..2 {
        let page = house.get(&link, None).await;
        assert_eq!(page.status, StatusCode::OK);
        assert_eq!(
            (page.header("referrer-policy"), page.header("cache-control")),
            ("no-referrer", "no-store")
        );
        assert!(!page.body.contains("王秀兰") && !page.body.contains("leader1"));
    }
    let cookie = house.post(&link, &[], None).await.signed_in();
    assert_eq!(house.get("/my/account", Some(&cookie)).await.status, StatusCode::OK);
    assert_eq!(house.post(&link, &[], None).await.status, StatusCode::GONE);
    assert_eq!(house.get(&link, None).await.status, StatusCode::GONE);
}

async fn a_link_lapses_after_half_an_hour(house: House) {
    house.person(Some("leader1@example.org"), None);
    house.post("/sign-in/link", &[("email", "leader1@example.org")], None).await;
    let link = house.link();
    house.later(Duration::minutes(30));
    assert_eq!(house.post(&link, &[], None).await.status, StatusCode::GONE);
}

async fn asking_for_a_link_does_not_tell_who_has_an_account_and_floods_nobody(house: House) {
    house.person(Some("leader1@example.org"), None);
    let unknown = house.post("/sign-in/link", &[("email", "nobody@example.org")], None).await;
    assert_eq!(
        (unknown.status, unknown.header("location"), house.letters()),
        (StatusCode::SEE_OTHER, "/sign-in/link", 0)
    );
    for _ in 0..9 {
        let known = house.post("/sign-in/link", &[("email", "leader1@example.org")], None).await;
        assert_eq!((known.status, known.header("location")), (unknown.status, unknown.header("location")));
    }
    assert_eq!(house.letters(), 5);
}

async fn a_stranger_cannot_make_my_browser_sign_in_with_their_link(house: House) {
    house.person(Some("leader1@example.org"), None);
    house.post("/sign-in/link", &[("email", "leader1@example.org")], None).await;
    let link = house.link();
    // From a sandboxed frame of another site.
    let hidden = TestRequest::post().uri(&link).insert_header(("origin", "null"));
    assert_eq!(house.send(hidden).await.status, StatusCode::FORBIDDEN);
    // From our own page over a connection that is not safe: the page has set its cookie.
    let seen = house.get(&link, None).await.cookie("link-seen").unwrap();
    assert_eq!(seen.same_site(), Some(actix_web::cookie::SameSite::Strict));
    let own = TestRequest::post().uri(&link).insert_header(("origin", "null")).cookie(seen);
    house.send(own).await.signed_in();
}

on_both_databases! {
    crate::house::House::on;
    a_link_shows_a_button_signs_in_once_and_names_nobody
    a_link_lapses_after_half_an_hour
    asking_for_a_link_does_not_tell_who_has_an_account_and_floods_nobody
    a_stranger_cannot_make_my_browser_sign_in_with_their_link
}
