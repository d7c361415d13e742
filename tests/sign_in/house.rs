//! A house with a door: the app on a database of its own, people to sign in, and the answers they get.

use std::net::SocketAddr;

use actix_web::cookie::Cookie;
use actix_web::http::{StatusCode, header};
use actix_web::test::{TestRequest, call_service, init_service, read_body};
use actix_web::web::Data;
use chrono::{DateTime, Duration};
use linli::app;
use linli::base::db::{Conn, install_guard, migrate, schema};
use linli::base::error::Result;
use linli::base::lang::Lang;
use linli::base::mail::{Body, links};
use linli::base::time::{Clock, Zone};
use linli::base::tokens::Tokens;
use linli::base::web::State;
use linli::domain::centres::{self, CentreDetails, CentreId};
use linli::domain::people::{self, NewPerson, PersonId, password};

use crate::database::{Kind, TestDatabase};

pub const URL: &str = "http://linli.example";
pub const PASSWORD: &str = "linli-demo";

pub struct House {
    pub state: Data<State>,
    _database: TestDatabase,
}

pub struct Answer {
    pub status: StatusCode,
    pub headers: header::HeaderMap,
    pub body: String,
}

impl House {
    pub fn on(kind: Kind) -> Self {
        let database = TestDatabase::bare(kind);
        let db = database.open(2);
        db.read_now(|conn| migrate(conn).and_then(|()| install_guard(conn))).unwrap();
        let clock =
            Clock::standing_at(DateTime::parse_from_rfc3339("2026-11-24T01:00:00Z").unwrap().to_utc());
        let mut state = State::new(db, clock, Tokens::new("for tests".to_owned().into()), URL);
        state.mailing = true;
        Self { state: Data::new(state), _database: database }
    }

    pub fn db<T>(&self, work: impl FnOnce(&mut Conn) -> Result<T>) -> T {
        self.state.db.write_now(work).unwrap()
    }

    pub fn centre(&self, slug: &str) -> CentreId {
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

    pub fn person(&self, email: Option<&str>, phone: Option<&str>) -> PersonId {
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

    pub fn later(&self, by: Duration) {
        self.state.clock.advance(by);
    }

    pub async fn send(&self, request: TestRequest) -> Answer {
        let service = init_service(app::app(self.state.clone())).await;
        let request = request.peer_addr("192.0.2.7:40000".parse::<SocketAddr>().unwrap()).to_request();
        let response = call_service(&service, request).await;
        let (status, headers) = (response.status(), response.headers().clone());
        let body = String::from_utf8(read_body(response).await.to_vec()).unwrap();
        Answer { status, headers, body }
    }

    pub async fn get(&self, path: &str, cookie: Option<&Cookie<'static>>) -> Answer {
        self.send(with(TestRequest::get().uri(path), cookie)).await
    }

    pub async fn post(
        &self,
        path: &str,
        fields: &[(&str, &str)],
        cookie: Option<&Cookie<'static>>,
    ) -> Answer {
        let request = with(TestRequest::post().uri(path), cookie);
        self.send(request.insert_header(("sec-fetch-site", "same-origin")).set_form(fields)).await
    }

    pub async fn sign_in(&self, login: &str, password: &str) -> Answer {
        self.post("/sign-in", &[("login", login), ("password", password)], None).await
    }

    /// The path of the link in the last letter, as its recipient gets it.
    pub fn link(&self) -> String {
        use diesel::prelude::*;
        let body: Body = self.db(|conn| {
            Ok(schema::letter::table
                .order(schema::letter::id.desc())
                .select(schema::letter::body)
                .first(conn)?)
        });
        let text = links::fill(&body.text(Lang::Zh), &self.state.tokens, URL);
        let start = text.find("/sign-in/link/").unwrap();
        text[start..].split_whitespace().next().unwrap().to_owned()
    }

    pub fn letters(&self) -> i64 {
        use diesel::prelude::*;
        self.db(|conn| Ok(schema::letter::table.count().get_result(conn)?))
    }
}

pub fn with(request: TestRequest, cookie: Option<&Cookie<'static>>) -> TestRequest {
    match cookie {
        Some(cookie) => request.cookie(cookie.clone()),
        None => request,
    }
}

impl Answer {
    pub fn header(&self, name: &str) -> &str {
        self.headers.get(name).map_or("", |value| value.to_str().unwrap())
    }

    pub fn cookie(&self, name: &str) -> Option<Cookie<'static>> {
        self.headers
            .get_all("set-cookie")
            .map(|value| Cookie::parse(value.to_str().unwrap().to_owned()).unwrap())
            .find(|cookie| cookie.name() == name)
    }

    pub fn signed_in(&self) -> Cookie<'static> {
        assert_eq!(self.status, StatusCode::SEE_OTHER, "{}", self.body);
        self.cookie("linli").expect("a cookie")
    }
}
