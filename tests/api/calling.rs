//! A program that calls, with or without somebody's token.

use actix_web::http::{Method, StatusCode, header};
use actix_web::test::{TestRequest, call_service, init_service, read_body};
use actix_web::web;
use linli::base::web::State;
use linli::domain::people::api_token;
use serde_json::Value;

use crate::schema;
use crate::support::TestApp;
use crate::support::app::PUBLIC_URL;
use crate::support::people::Someone;

/// An answer.
#[derive(Debug)]
pub struct Answer {
    pub status: StatusCode,
    pub headers: header::HeaderMap,
    pub body: Value,
}

impl Answer {
    /// The body, if the status is this.
    #[track_caller]
    pub fn is(self, status: u16) -> Value {
        assert_eq!(self.status.as_u16(), status, "{}", self.body);
        self.body
    }

    pub fn header(&self, name: &str) -> &str {
        self.headers.get(name).map_or("", |value| value.to_str().unwrap())
    }
}

/// A request to be made.
pub struct Call<'a> {
    app: &'a TestApp,
    method: Method,
    path: String,
    headers: Vec<(String, String)>,
    body: Option<String>,
}

pub fn get<'a>(app: &'a TestApp, path: &str) -> Call<'a> {
    Call::new(app, Method::GET, path)
}

pub fn post<'a>(app: &'a TestApp, path: &str, body: &Value) -> Call<'a> {
    Call::new(app, Method::POST, path).header("content-type", "application/json").text(&body.to_string())
}

impl<'a> Call<'a> {
    pub fn new(app: &'a TestApp, method: Method, path: &str) -> Self {
        Self { app, method, path: format!("/api/v1{path}"), headers: Vec::new(), body: None }
    }

    pub fn header(mut self, name: &str, value: &str) -> Self {
        self.headers.push((name.to_owned(), value.to_owned()));
        self
    }

    pub fn text(mut self, body: &str) -> Self {
        self.body = Some(body.to_owned());
        self
    }

    pub fn english(self) -> Self {
        self.header("accept-language", "en")
    }

    /// With a fresh token of this person.
    pub fn by(self, who: &Someone) -> Self {
        let app = self.app;
        let token = app.write(|conn| api_token::create(conn, &app.tokens, who.person.id, "test", app.now()));
        self.header("authorization", &format!("Bearer {token}"))
    }

    /// Makes the request; the answer is as the document says, or the test fails.
    #[track_caller]
    pub fn answer(self) -> Answer {
        let (method, path) = (self.method.clone(), self.path.clone());
        let answer = actix_web::rt::System::new().block_on(self.made());
        schema::holds(method.as_str(), &path, &answer);
        answer
    }

    async fn made(self) -> Answer {
        let Self { app, method, path, headers, body } = self;
        let state = State::new(app.db.clone(), app.clock.clone(), app.tokens.clone(), PUBLIC_URL);
        let service = init_service(linli::app::app(web::Data::new(state))).await;
        let mut request = TestRequest::with_uri(&path).method(method);
        for (name, value) in headers {
            request = request.insert_header((name, value));
        }
        let answer = call_service(&service, request.set_payload(body.unwrap_or_default()).to_request()).await;
        let (status, headers) = (answer.status(), answer.headers().clone());
        let body = read_body(answer).await;
        let body = if body.is_empty() { Value::Null } else { serde_json::from_slice(&body).unwrap() };
        Answer { status, headers, body }
    }
}
