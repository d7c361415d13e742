//! Errors for programs: problem documents (RFC 9457).

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use serde_json::{Map, Value, json};

/// A problem; `type` is left out, which means `about:blank`: the title is the status in words (§4.2.1).
#[derive(Debug, Clone)]
pub struct Problem {
    status: StatusCode,
    members: Map<String, Value>,
}

impl Problem {
    pub fn new(status: StatusCode) -> Self {
        let mut members = Map::new();
        members.insert("title".into(), json!(status.canonical_reason().unwrap_or("Error")));
        members.insert("status".into(), json!(status.as_u16()));
        Self { status, members }
    }

    /// What happened this time, for whoever reads the log of the program.
    pub fn detail(self, detail: &str) -> Self {
        self.with("detail", detail)
    }

    /// A member of our own (§3.2), such as `errors` or `clashes`.
    pub fn with(mut self, name: &str, value: impl Into<Value>) -> Self {
        self.members.insert(name.to_owned(), value.into());
        self
    }

    pub fn response(self) -> HttpResponse {
        HttpResponse::build(self.status)
            .content_type("application/problem+json")
            .body(Value::Object(self.members).to_string())
    }
}
