//! Errors for programs: problem documents (RFC 9457).

use actix_web::http::{StatusCode, header};
use actix_web::{HttpRequest, HttpResponse};
use serde_json::{Map, Value, json};

use crate::base::error::Error;
use crate::base::lang::Lang;

/// The media type of problem documents.
pub const KIND: &str = "application/problem+json";

/// A problem. Its `type` is `about:blank` until it is given another: the title is the status in words (§4.2.1).
#[derive(Debug, Clone)]
pub struct Problem {
    status: StatusCode,
    members: Map<String, Value>,
}

impl Problem {
    pub fn new(status: StatusCode) -> Self {
        let mut members = Map::new();
        members.insert("type".into(), json!("about:blank"));
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
        HttpResponse::build(self.status).content_type(KIND).body(Value::Object(self.members).to_string())
    }
}

/// The language of a program's messages: the one it likes better (RFC 9110 §12.5.4), or Chinese.
pub fn lang(request: &HttpRequest) -> Lang {
    let header = request.headers().get(header::ACCEPT_LANGUAGE).and_then(|value| value.to_str().ok());
    let mut best = (Lang::Zh, 0.0);
    for wish in header.unwrap_or_default().split(',') {
        let (tag, weight) = wish.split_once(';').unwrap_or((wish, "q=1"));
        let weight: f32 = weight.trim().strip_prefix("q=").and_then(|q| q.parse().ok()).unwrap_or(0.0);
        let tag = tag.trim().to_ascii_lowercase();
        let known = tag.split('-').next().and_then(Lang::from_word);
        if let Some(lang) = known.filter(|_| weight > best.1) {
            best = (lang, weight);
        }
    }
    best.0
}

/// What an error means for whoever reads the program's log.
pub fn words(lang: Lang, error: &Error) -> String {
    match error {
        Error::NotFound => lang
            .pick("没有这一项，或您看不到它。", "There is no such thing, or none that you may see.")
            .into(),
        Error::Forbidden => lang.pick("您的权限不够做这件事。", "This is not yours to do.").into(),
        Error::SignInFirst => lang.pick("请带上有效的令牌。", "A valid bearer token is needed.").into(),
        Error::BadRequest(what) => match lang {
            Lang::Zh => format!("请求不合规范：{what}"),
            Lang::En => format!("This request is malformed: {what}"),
        },
        Error::TooLong => lang.pick("内容太大。", "The body is too large.").into(),
        Error::CrossSite => {
            lang.pick("这个请求来自别的网站。", "This request came from another site.").into()
        }
        Error::TooMany { retry_after } => match lang {
            Lang::Zh => format!("请求太多，请过{retry_after}秒再试。"),
            Lang::En => format!("Too many requests; try again in {retry_after} seconds."),
        },
        Error::TooLarge { megabytes } => match lang {
            Lang::Zh => format!("发来的内容太大，最多{megabytes} MB。"),
            Lang::En => format!("Too large: at most {megabytes} MB."),
        },
        Error::Again | Error::Busy => lang
            .pick("现在很忙，请稍后再试。什么也没有写下。", "Busy; try again soon. Nothing was written.")
            .into(),
        Error::Fault(_) => lang
            .pick(
                "服务器出了问题，原因在它的日志里。",
                "This is a fault of the server; its log has the cause.",
            )
            .into(),
    }
}

#[cfg(test)]
mod tests {
    use actix_web::test::TestRequest;

    use super::*;

    #[test]
    fn a_program_gets_the_language_it_likes_better_and_otherwise_chinese() {
        let of = |header: &str| {
            lang(&TestRequest::get().insert_header(("accept-language", header)).to_http_request())
        };
        assert_eq!(of("en-GB,en;q=0.9"), Lang::En);
        assert_eq!(of("de, en;q=0.5"), Lang::En);
        assert_eq!(of("en;q=0.3, zh-CN;q=0.8"), Lang::Zh);
        assert_eq!(of("fr"), Lang::Zh);
        assert_eq!(lang(&TestRequest::get().to_http_request()), Lang::Zh);
    }
}
