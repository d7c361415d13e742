//! With a password or a printed code; how wrong tries are slowed.

use actix_web::http::StatusCode;
use chrono::Duration;
use linli::domain::centres;
use linli::domain::people::editing::{self, CodeMade};
use linli::domain::people::{self, Acting, Role};

use super::house::{House, PASSWORD};

async fn a_leader_signs_in_with_a_number_in_any_spelling_and_out_again(house: House) {
    house.person(None, Some("+8613900000007"));
    let cookie = house.sign_in("139 0000 0007", PASSWORD).await.signed_in();
    assert!(cookie.http_only().unwrap() && cookie.secure().is_none());
    assert_eq!(cookie.same_site(), Some(actix_web::cookie::SameSite::Lax));
    assert_eq!(house.get("/my/account", Some(&cookie)).await.status, StatusCode::OK);

    let out = house.post("/sign-out", &[], Some(&cookie)).await;
    assert_eq!(out.cookie("linli").unwrap().value(), "");
    let gone = house.get("/my/account", Some(&cookie)).await;
    assert_eq!(
        (gone.status, gone.header("location")),
        (StatusCode::SEE_OTHER, "/sign-in?back=%2Fmy%2Faccount")
    );
}

async fn signing_in_leads_back_to_the_page_and_never_to_another_site(house: House) {
    house.person(Some("leader1@example.org"), None);
    for (back, leads_to) in
        [("/my/find?date=2026-11-25", "/my/find?date=2026-11-25"), ("//evil.example", "/my/account")]
    {
        let fields = [("login", "Leader1@example.org"), ("password", PASSWORD), ("back", back)];
        let answer = house.post("/sign-in", &fields, None).await;
        assert_eq!(answer.header("location"), leads_to);
    }
}

async fn a_wrong_password_and_an_unknown_name_get_the_same_answer_and_keep_what_was_typed(house: House) {
    house.person(Some("leader1@example.org"), None);
    let wrong = house.sign_in("leader1@example.org", "linli-dem0").await;
    let unknown = house.sign_in("leader9@example.org", "linli-dem0").await;
    assert_eq!(
        (wrong.status, unknown.status),
        (StatusCode::UNPROCESSABLE_ENTITY, StatusCode::UNPROCESSABLE_ENTITY)
    );
    assert!(wrong.body.contains("value=\"leader1@example.org\"") && !wrong.body.contains("linli-dem0"));
    assert_eq!(wrong.body.replace("leader1", "leader9"), unknown.body);
}

async fn tries_are_slowed_and_the_account_is_never_locked(house: House) {
    house.person(Some("leader1@example.org"), None);
    for _ in 0..5 {
        assert_eq!(
            house.sign_in("leader1@example.org", "wrong").await.status,
            StatusCode::UNPROCESSABLE_ENTITY
        );
    }
    let slowed = house.sign_in("leader1@example.org", PASSWORD).await;
    assert_eq!((slowed.status, slowed.header("retry-after")), (StatusCode::TOO_MANY_REQUESTS, "2"));
    assert!(slowed.body.contains("请等2秒"));
    house.later(Duration::seconds(2));
    house.sign_in("leader1@example.org", PASSWORD).await.signed_in();
    // The right password strikes the failures off.
    assert_eq!(house.sign_in("leader1@example.org", "wrong").await.status, StatusCode::UNPROCESSABLE_ENTITY);
}

async fn thirty_failures_from_one_address_slow_that_address_for_every_account(house: House) {
    for n in 0..30 {
        let answer = house.sign_in(&format!("guess{n}@example.org"), "wrong").await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{n}");
    }
    let answer = house.sign_in("another@example.org", "wrong").await;
    assert_eq!((answer.status, answer.header("retry-after")), (StatusCode::TOO_MANY_REQUESTS, "900"));
}

async fn a_printed_code_signs_in_once_within_a_week(house: House) {
    let centre = house.centre("donggang");
    let desk = house.person(Some("desk@example.org"), None);
    let wang = house.person(None, Some("+8613900000007"));
    let (tokens, now) = (house.state.tokens.clone(), house.state.now());
    let issue = |issuer, who| {
        house.state.db.write_now(|conn| {
            let (person, role) = issuer;
            people::store::set_role(conn, person, centre, Some(role))?;
            let centre = centres::store::by_id(conn, centre)?;
            let acting = Acting { centre: &centre, person: Some(person), now };
            match editing::make_code(conn, &tokens, &acting, who)? {
                CodeMade::Code(code) => Ok(code),
                other => panic!("{other:?}"),
            }
        })
    };
    // Somebody of no concern to this centre.
    assert!(issue((desk, Role::Desk), wang).is_err());
    house.db(|conn| people::store::set_role(conn, wang, centre, Some(Role::Desk)));
    // A code is a way to act as its person: nobody prints one for their equals.
    assert!(issue((desk, Role::Desk), wang).is_err());
    let first = issue((desk, Role::Manager), wang).unwrap();
    let code = issue((desk, Role::Manager), wang).unwrap();
    let enter = async |code: &str| {
        house.post("/sign-in/code", &[("login", "13900000007"), ("code", code)], None).await
    };
    assert_eq!(enter(&first).await.status, StatusCode::UNPROCESSABLE_ENTITY);
    enter(&format!("{} {}", &code[..4], &code[4..])).await.signed_in();
    assert_eq!(enter(&code).await.status, StatusCode::UNPROCESSABLE_ENTITY);

    let code = issue((desk, Role::Manager), wang).unwrap();
    house.later(Duration::days(7));
    assert_eq!(enter(&code).await.status, StatusCode::UNPROCESSABLE_ENTITY);
}

on_both_databases! {
    crate::house::House::on;
    a_leader_signs_in_with_a_number_in_any_spelling_and_out_again
    signing_in_leads_back_to_the_page_and_never_to_another_site
    a_wrong_password_and_an_unknown_name_get_the_same_answer_and_keep_what_was_typed
    tries_are_slowed_and_the_account_is_never_locked
    thirty_failures_from_one_address_slow_that_address_for_every_account
    a_printed_code_signs_in_once_within_a_week
}
