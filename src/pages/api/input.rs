//! What came with a request, read into types; what does not fit is answered field by field (422), in the
//! caller's language.

use actix_web::dev::Payload;
use actix_web::http::{StatusCode, header};
use actix_web::{FromRequest, HttpRequest, HttpResponse, ResponseError, web};
use futures_util::future::{LocalBoxFuture, Ready, ready};
use serde::de::DeserializeOwned;
use serde_json::{Map, Value};

use super::problem::{FieldProblem, Invalid};
use crate::base::error::Error;
use crate::base::lang::Lang;
use crate::base::web::form;
use crate::base::web::problem::{self, Problem};

/// A JSON body. None, or `null`, counts as `{}`.
#[derive(Debug)]
pub struct Body<T>(pub T);

/// The parameters of a query; unknown ones are refused like those of a body.
#[derive(Debug)]
pub struct Params<T>(pub T);

/// Why input was not taken.
#[derive(Debug)]
pub enum Unreadable {
    /// 413, 400: the connection or the framework says no.
    Ours(Error),
    TooLarge(Lang),
    /// 415
    NotJson(Lang),
    /// 400
    Syntax(Lang, String),
    /// 422
    Fields(Vec<FieldProblem>),
}

impl<T: DeserializeOwned + 'static> FromRequest for Body<T> {
    type Error = Unreadable;
    type Future = LocalBoxFuture<'static, Result<Self, Unreadable>>;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let lang = problem::lang(request);
        let json = is_json(request);
        let bytes = web::Bytes::from_request(request, payload);
        Box::pin(async move {
            let late = |_| Unreadable::Ours(Error::BadRequest("the body took too long to arrive".into()));
            let bytes = tokio::time::timeout(form::SLOWEST, bytes).await.map_err(late)?;
            let bytes = bytes.map_err(|error| too_large(&error, lang))?;
            if bytes.is_empty() {
                return from_object(Map::new(), lang).map(Self);
            }
            if !json {
                return Err(Unreadable::NotJson(lang));
            }
            match serde_json::from_slice(&bytes) {
                Ok(Value::Object(object)) => from_object(object, lang).map(Self),
                Ok(Value::Null) => from_object(Map::new(), lang).map(Self),
                Ok(_) => Err(Unreadable::Syntax(lang, "a JSON object is wanted".into())),
                Err(error) => Err(Unreadable::Syntax(lang, error.to_string())),
            }
        })
    }
}

impl<T: DeserializeOwned> FromRequest for Params<T> {
    type Error = Unreadable;
    type Future = Ready<Result<Self, Unreadable>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        let (query, lang) = (request.query_string(), problem::lang(request));
        ready(serde_html_form::from_str(query).map(Self).map_err(|error| {
            let pairs: Vec<(String, String)> = serde_html_form::from_str(query).unwrap_or_default();
            let guilty = pairs.iter().find(|pair| {
                let alone = serde_html_form::to_string([pair]).unwrap_or_default();
                serde_html_form::from_str::<T>(&alone).is_err_and(|error| !is_missing(&error.to_string()))
            });
            let field = guilty.map(|(name, _)| name.clone());
            Unreadable::Fields(vec![complaint(&error.to_string(), field, lang)])
        }))
    }
}

fn is_json(request: &HttpRequest) -> bool {
    let kind = request.headers().get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok());
    let essence = kind.and_then(|kind| kind.split(';').next()).unwrap_or_default().trim();
    essence.eq_ignore_ascii_case("application/json")
}

fn too_large(error: &actix_web::Error, lang: Lang) -> Unreadable {
    match error.as_response_error().status_code() {
        StatusCode::PAYLOAD_TOO_LARGE => Unreadable::TooLarge(lang),
        _ => Unreadable::Ours(Error::BadRequest(error.to_string())),
    }
}

fn from_object<T: DeserializeOwned>(object: Map<String, Value>, lang: Lang) -> Result<T, Unreadable> {
    serde_json::from_value(Value::Object(object.clone())).map_err(|error| {
        // serde names a field that is missing or unknown, but not one of the wrong type: alone it still is wrong.
        let guilty = object.into_iter().find(|(name, value)| {
            let alone = Map::from_iter([(name.clone(), value.clone())]);
            serde_json::from_value::<T>(Value::Object(alone))
                .is_err_and(|error| !is_missing(&error.to_string()))
        });
        Unreadable::Fields(vec![complaint(&error.to_string(), guilty.map(|(name, _)| name), lang)])
    })
}

fn is_missing(error: &str) -> bool {
    error.contains("missing field")
}

fn complaint(error: &str, guilty: Option<String>, lang: Lang) -> FieldProblem {
    let named = error.split('`').nth(1).unwrap_or_default().to_owned();
    if is_missing(error) {
        return FieldProblem::new(&named, lang.pick("这一项要填。", "This is needed."));
    }
    if error.contains("unknown field") {
        return FieldProblem::new(&named, lang.pick("没有这一项。", "There is no such field."));
    }
    let message = match lang {
        Lang::Zh => format!("这里的值不对（{error}）。"),
        Lang::En => format!("This value does not fit ({error})."),
    };
    FieldProblem::new(&guilty.unwrap_or_default(), message)
}

impl std::fmt::Display for Unreadable {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Ours(error) => error.fmt(f),
            Self::TooLarge(lang) => f.write_str(lang.pick("内容太大。", "The body is too large.")),
            Self::NotJson(lang) => {
                f.write_str(lang.pick("内容要是 application/json。", "The body must be application/json."))
            }
            Self::Syntax(lang, cause) => {
                write!(f, "{}{cause}", lang.pick("这不是合法的 JSON：", "This is no valid JSON: "))
            }
            Self::Fields(_) => f.write_str("fields"),
        }
    }
}

impl ResponseError for Unreadable {
    fn status_code(&self) -> StatusCode {
        match self {
            Self::Ours(error) => error.status_code(),
            Self::TooLarge(_) => StatusCode::PAYLOAD_TOO_LARGE,
            Self::NotJson(_) => StatusCode::UNSUPPORTED_MEDIA_TYPE,
            Self::Syntax(..) => StatusCode::BAD_REQUEST,
            Self::Fields(_) => StatusCode::UNPROCESSABLE_ENTITY,
        }
    }

    fn error_response(&self) -> HttpResponse {
        match self {
            Self::Ours(error) => error.error_response(),
            Self::Fields(errors) => Invalid::response(errors.clone(), Vec::new()),
            _ => Problem::new(self.status_code()).detail(&self.to_string()).response(),
        }
    }
}
