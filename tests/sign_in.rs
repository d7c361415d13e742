//! Signing in and out, and what stands before every page, through HTTP.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing)]

use std::net::SocketAddr;

use actix_web::cookie::Cookie;
use actix_web::http::{StatusCode, header};
use actix_web::test::{TestRequest, call_service, init_service, read_body};
use actix_web::web::Data;
use chrono::{DateTime, Duration};
use linli::app;
use linli::base::db::{Conn, Db, install_guard, migrate, schema};
use linli::base::error::Result;
use linli::base::lang::Lang;
use linli::base::mail::links;
use linli::base::time::{Clock, Zone};
use linli::base::tokens::Tokens;
use linli::base::web::State;
use linli::domain::centres::{self, CentreDetails, CentreId};
use linli::domain::people::editing::{self, CodeMade};
use linli::domain::people::{self, Acting, NewPerson, PersonId, Role, api_token, password};

const URL: &str = "http://linli.example";
const PASSWORD: &str = "linli-demo";

struct House {
    state: Data<State>,
    _place: Place,
}

/// A database that goes when the test ends: a file, or a schema where `LINLI_TEST_POSTGRES` names a database.
enum Place {
    Sqlite(tempfile::TempDir),
    #[cfg(feature = "postgres")]
    Postgres {
        url: String,
        schema: String,
    },
}

impl Place {
    fn new() -> Self {
        #[cfg(feature = "postgres")]
        if let Ok(url) = std::env::var("LINLI_TEST_POSTGRES") {
            let schema = format!("sign_in_{}", linli::base::tokens::random_digits(12));
            execute(&url, &format!("CREATE SCHEMA {schema}"));
            return Self::Postgres { url, schema };
        }
        Self::Sqlite(tempfile::tempdir().unwrap())
    }

    fn url(&self) -> String {
        match self {
            Self::Sqlite(dir) => format!("sqlite:{}", dir.path().join("linli.db").display()),
            #[cfg(feature = "postgres")]
            Self::Postgres { url, schema } => {
                let joint = if url.contains('?') { '&' } else { '?' };
                format!("{url}{joint}options=-csearch_path%3D{schema}")
            }
        }
    }
}

#[cfg(feature = "postgres")]
impl Drop for Place {
    fn drop(&mut self) {
        if let Self::Postgres { url, schema } = self {
            execute(url, &format!("DROP SCHEMA {schema} CASCADE"));
        }
    }
}

#[cfg(feature = "postgres")]
fn execute(url: &str, statement: &str) {
    use diesel::Connection;
    use diesel::connection::SimpleConnection;
    diesel::PgConnection::establish(url).unwrap().batch_execute(statement).unwrap();
}

struct Answer {
    status: StatusCode,
    headers: header::HeaderMap,
    body: String,
}

impl House {
    fn new() -> Self {
        let place = Place::new();
        let db = Db::open(&place.url().parse().unwrap(), 2, true).unwrap();
        db.read_now(|conn| migrate(conn).and_then(|()| install_guard(conn))).unwrap();
        let clock =
            Clock::standing_at(DateTime::parse_from_rfc3339("2026-11-24T01:00:00Z").unwrap().to_utc());
        let mut state = State::new(db, clock, Tokens::new("for tests".to_owned().into()), URL);
        state.mailing = true;
        Self { state: Data::new(state), _place: place }
    }

    fn db<T>(&self, work: impl FnOnce(&mut Conn) -> Result<T>) -> T {
        self.state.db.write_now(work).unwrap()
    }

    fn centre(&self, slug: &str) -> CentreId {
        let details = CentreDetails {
            slug: slug.into(),
            name: "东岗西路社区党群服务中心".into(),
            name_en: "Donggang Centre".into(),
            address: String::new(),
            address_en: String::new(),
            phone: "09315550100".into(),
            area_m2: 300,
            intro: String::new(),
            intro_en: String::new(),
            zone: Zone::named("Asia/Shanghai").unwrap(),
        };
        let now = self.state.now();
        self.db(|conn| Ok(centres::store::insert(conn, &details, now)?))
    }

    fn person(&self, email: Option<&str>, phone: Option<&str>) -> PersonId {
        let new = NewPerson {
            name: "王秀兰".into(),
            email: email.map(str::to_owned),
            phone: phone.map(str::to_owned),
            password_hash: Some(password::hash(PASSWORD).unwrap()),
            lang: Lang::Zh,
            operator: false,
        };
        let now = self.state.now();
        self.db(|conn| Ok(people::store::insert(conn, &new, now)?))
    }

    fn later(&self, by: Duration) {
        self.state.clock.advance(by);
    }

    async fn send(&self, request: TestRequest) -> Answer {
        let service = init_service(app::app(self.state.clone())).await;
        let request = request.peer_addr("192.0.2.7:40000".parse::<SocketAddr>().unwrap()).to_request();
        let response = call_service(&service, request).await;
        let (status, headers) = (response.status(), response.headers().clone());
        let body = String::from_utf8(read_body(response).await.to_vec()).unwrap();
        Answer { status, headers, body }
    }

    async fn get(&self, path: &str, cookie: Option<&Cookie<'static>>) -> Answer {
        self.send(with(TestRequest::get().uri(path), cookie)).await
    }

    async fn post(&self, path: &str, fields: &[(&str, &str)], cookie: Option<&Cookie<'static>>) -> Answer {
        let request = with(TestRequest::post().uri(path), cookie);
        self.send(request.insert_header(("sec-fetch-site", "same-origin")).set_form(fields)).await
    }

    async fn sign_in(&self, login: &str, password: &str) -> Answer {
        self.post("/sign-in", &[("login", login), ("password", password)], None).await
    }

    /// The path of the link in the last letter, as its recipient gets it.
    fn link(&self) -> String {
        use diesel::prelude::*;
        let text: String = self.db(|conn| {
            Ok(schema::letter::table
                .order(schema::letter::id.desc())
                .select(schema::letter::body_text)
                .first(conn)?)
        });
        let text = links::fill(&text, &self.state.tokens, URL);
        let start = text.find("/sign-in/link/").unwrap();
        text[start..].split_whitespace().next().unwrap().to_owned()
    }

    fn letters(&self) -> i64 {
        use diesel::prelude::*;
        self.db(|conn| Ok(schema::letter::table.count().get_result(conn)?))
    }
}

fn with(request: TestRequest, cookie: Option<&Cookie<'static>>) -> TestRequest {
    match cookie {
        Some(cookie) => request.cookie(cookie.clone()),
        None => request,
    }
}

impl Answer {
    fn header(&self, name: &str) -> &str {
        self.headers.get(name).map_or("", |value| value.to_str().unwrap())
    }

    fn cookie(&self, name: &str) -> Option<Cookie<'static>> {
        self.headers
            .get_all("set-cookie")
            .map(|value| Cookie::parse(value.to_str().unwrap().to_owned()).unwrap())
            .find(|cookie| cookie.name() == name)
    }

    fn signed_in(&self) -> Cookie<'static> {
        assert_eq!(self.status, StatusCode::SEE_OTHER, "{}", self.body);
        self.cookie("linli").expect("a cookie")
    }
}

#[actix_web::test]
async fn a_leader_signs_in_with_a_number_in_any_spelling_and_out_again() {
    let house = House::new();
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

#[actix_web::test]
async fn signing_in_leads_back_to_the_page_and_never_to_another_site() {
    let house = House::new();
    house.person(Some("leader1@example.org"), None);
    for (back, leads_to) in
        [("/my/find?date=2026-11-25", "/my/find?date=2026-11-25"), ("//evil.example", "/my/account")]
    {
        let fields = [("login", "Leader1@example.org"), ("password", PASSWORD), ("back", back)];
        let answer = house.post("/sign-in", &fields, None).await;
        assert_eq!(answer.header("location"), leads_to);
    }
}

#[actix_web::test]
async fn a_wrong_password_and_an_unknown_name_get_the_same_answer_and_keep_what_was_typed() {
    let house = House::new();
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

#[actix_web::test]
async fn tries_are_slowed_and_the_account_is_never_locked() {
    let house = House::new();
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

#[actix_web::test]
async fn thirty_failures_from_one_address_slow_that_address_for_every_account() {
    let house = House::new();
    for n in 0..30 {
        let answer = house.sign_in(&format!("guess{n}@example.org"), "wrong").await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{n}");
    }
    let answer = house.sign_in("another@example.org", "wrong").await;
    assert_eq!((answer.status, answer.header("retry-after")), (StatusCode::TOO_MANY_REQUESTS, "900"));
}

#[actix_web::test]
async fn a_link_shows_a_button_signs_in_once_and_names_nobody() {
    let house = House::new();
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

#[actix_web::test]
async fn a_link_lapses_after_half_an_hour() {
    let house = House::new();
    house.person(Some("leader1@example.org"), None);
    house.post("/sign-in/link", &[("email", "leader1@example.org")], None).await;
    let link = house.link();
    house.later(Duration::minutes(30));
    assert_eq!(house.post(&link, &[], None).await.status, StatusCode::GONE);
}

#[actix_web::test]
async fn asking_for_a_link_does_not_tell_who_has_an_account_and_floods_nobody() {
    let house = House::new();
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

#[actix_web::test]
async fn a_stranger_cannot_make_my_browser_sign_in_with_their_link() {
    let house = House::new();
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

#[actix_web::test]
async fn a_printed_code_signs_in_once_within_a_week() {
    let house = House::new();
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

#[actix_web::test]
async fn a_sign_in_lasts_as_long_as_somebody_comes() {
    let house = House::new();
    house.person(Some("leader1@example.org"), None);
    let cookie = house.sign_in("leader1@example.org", PASSWORD).await.signed_in();
    for _ in 0..3 {
        house.later(Duration::days(80));
        assert_eq!(house.get("/my/account", Some(&cookie)).await.status, StatusCode::OK);
    }
    house.later(Duration::days(91));
    assert_eq!(house.get("/my/account", Some(&cookie)).await.status, StatusCode::SEE_OTHER);
}

#[actix_web::test]
async fn a_new_password_signs_every_other_device_out() {
    let house = House::new();
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

#[actix_web::test]
async fn one_can_sign_ones_other_devices_out_and_nobody_elses() {
    let house = House::new();
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

#[actix_web::test]
async fn somebody_who_has_left_is_out_at_once() {
    let house = House::new();
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

#[actix_web::test]
async fn a_post_from_another_site_does_nothing() {
    let house = House::new();
    house.person(Some("leader1@example.org"), None);
    let cookie = house.sign_in("leader1@example.org", PASSWORD).await.signed_in();
    for from in [("sec-fetch-site", "cross-site"), ("origin", "https://evil.example"), ("x-nothing", "said")]
    {
        let request = TestRequest::post().uri("/sign-out").insert_header(from).cookie(cookie.clone());
        assert_eq!(house.send(request).await.status, StatusCode::FORBIDDEN, "{from:?}");
    }
    assert_eq!(house.get("/my/account", Some(&cookie)).await.status, StatusCode::OK);
}

#[actix_web::test]
async fn a_token_counts_instead_of_a_cookie_and_only_while_it_is_true() {
    let house = House::new();
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

#[actix_web::test]
async fn the_look_is_remembered_and_the_way_back_is_ours() {
    let house = House::new();
    let english = house.post("/look", &[("lang", "en"), ("back", "/sign-in?lang=zh")], None).await;
    assert_eq!(english.header("location"), "/sign-in");
    let cookie = english.cookie("look").unwrap();
    assert!(house.get("/sign-in", Some(&cookie)).await.body.contains("Phone number or e-mail"));
    let large =
        house.post("/look", &[("large", "1"), ("back", "https://evil.example/")], Some(&cookie)).await;
    assert_eq!((large.header("location"), large.cookie("look").unwrap().value()), ("/", "en.large"));
}

#[actix_web::test]
async fn every_answer_says_what_the_browser_must_not_do() {
    let house = House::new();
    for path in ["/sign-in", "/nothing", "/health", "/my/account", "/api/v1/nothing"] {
        let answer = house.get(path, None).await;
        let policy = answer.header("content-security-policy");
        assert!(policy.starts_with("default-src 'none'") && !policy.contains("unsafe"), "{path}");
        assert_eq!(answer.header("x-content-type-options"), "nosniff", "{path}");
        assert_eq!(answer.header("referrer-policy"), "same-origin", "{path}");
        assert_eq!(answer.header("strict-transport-security"), "", "{path}");
    }
}

#[actix_web::test]
async fn an_error_is_a_page_for_people_and_a_problem_for_programs() {
    let house = House::new();
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

#[actix_web::test]
async fn a_form_that_is_too_large_is_refused() {
    let house = House::new();
    let huge = "x".repeat(300 * 1024);
    let answer = house.post("/look", &[("back", &huge)], None).await;
    assert_eq!(answer.status, StatusCode::PAYLOAD_TOO_LARGE);
}

#[actix_web::test]
async fn health_tells_counts_and_nothing_about_people() {
    let house = House::new();
    let answer = house.get("/health", None).await;
    assert_eq!(answer.status, StatusCode::OK);
    assert!(
        answer.body.contains("\"database\":\"ok\"") && answer.body.contains("\"waiting\":0"),
        "{}",
        answer.body
    );
}
