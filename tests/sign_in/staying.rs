//! How long a sign-in lasts, what ends it, and tokens beside it.

use actix_web::http::StatusCode;
use actix_web::test::TestRequest;
use chrono::Duration;
use linli::domain::people::{self, api_token};

use super::house::{House, PASSWORD};

async fn a_sign_in_lasts_as_long_as_somebody_comes(house: House) {
    house.person(Some("leader1@example.org"), None);
    let cookie = house.sign_in("leader1@example.org", PASSWORD).await.signed_in();
    for _ in 0..3 {
        house.later(Duration::days(80));
        assert_eq!(house.get("/my/account", Some(&cookie)).await.status, StatusCode::OK);
    }
    house.later(Duration::days(91));
    assert_eq!(house.get("/my/account", Some(&cookie)).await.status, StatusCode::SEE_OTHER);
}

async fn a_new_password_signs_every_other_device_out(house: House) {
    house.person(Some("leader1@example.org"), None);
    let here = house.sign_in("leader1@example.org", PASSWORD).await.signed_in();
    let there = house.sign_in("leader1@example.org", PASSWORD).await.signed_in();
    let wrong =
        house.post("/my/account/password", &[("old", "no"), ("new", "a new password")], Some(&here)).await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    let done = house
        .post("/my/account/password", &[("old", PASSWORD), ("new", "a new password")], Some(&here))
        .await;
    assert_eq!(done.header("location"), "/my/account?saved=password");
    assert_eq!(house.get("/my/account", Some(&here)).await.status, StatusCode::OK);
    assert_eq!(house.get("/my/account", Some(&there)).await.status, StatusCode::SEE_OTHER);
    house.sign_in("leader1@example.org", "a new password").await.signed_in();
}

async fn one_can_sign_ones_other_devices_out_and_nobody_elses(house: House) {
    house.person(Some("leader1@example.org"), None);
    house.person(Some("leader2@example.org"), None);
    let there = house.sign_in("leader1@example.org", PASSWORD).await.signed_in();
    let here = house.sign_in("leader1@example.org", PASSWORD).await.signed_in();
    let other = house.sign_in("leader2@example.org", PASSWORD).await.signed_in();
    let page = house.get("/my/account", Some(&here)).await.body;
    assert!(page.contains("这台设备") && page.contains("另一台设备"));
    let revoke = "/my/account/sign-ins/1/revocation";
    assert_eq!(house.post(revoke, &[], Some(&other)).await.status, StatusCode::NOT_FOUND);
    assert_eq!(house.post(revoke, &[], Some(&here)).await.status, StatusCode::SEE_OTHER);
    assert_eq!(house.get("/my/account", Some(&there)).await.status, StatusCode::SEE_OTHER);
}

async fn somebody_who_has_left_is_out_at_once(house: House) {
    let id = house.person(Some("leader1@example.org"), None);
    let cookie = house.sign_in("leader1@example.org", PASSWORD).await.signed_in();
    house.db(|conn| {
        let mut person = people::store::by_id(conn, id)?;
        person.active = false;
        Ok(people::store::update(conn, &person)?)
    });
    assert_eq!(house.get("/my/account", Some(&cookie)).await.status, StatusCode::SEE_OTHER);
    assert_eq!(house.sign_in("leader1@example.org", PASSWORD).await.status, StatusCode::UNPROCESSABLE_ENTITY);
}

async fn a_token_counts_instead_of_a_cookie_and_only_while_it_is_true(house: House) {
    let id = house.person(Some("leader1@example.org"), None);
    let (tokens, now) = (house.state.tokens.clone(), house.state.now());
    let token = house.db(|conn| api_token::create(conn, &tokens, id, "", now));
    let cookie = house.sign_in("leader1@example.org", PASSWORD).await.signed_in();
    let ask = |token: String| {
        TestRequest::get().uri("/my/account").insert_header(("authorization", format!("Bearer {token}")))
    };
    assert_eq!(house.send(ask(token)).await.status, StatusCode::OK);
    assert_eq!(house.send(ask("linli_no".into()).cookie(cookie)).await.status, StatusCode::SEE_OTHER);
}

on_both_databases! {
    crate::house::House::on;
    a_sign_in_lasts_as_long_as_somebody_comes
    a_new_password_signs_every_other_device_out
    one_can_sign_ones_other_devices_out_and_nobody_elses
    somebody_who_has_left_is_out_at_once
    a_token_counts_instead_of_a_cookie_and_only_while_it_is_true
}
