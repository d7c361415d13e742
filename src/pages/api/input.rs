//! What came with a request, read into types; what does not fit is answered field by field (422), in the
//! caller's language.

use actix_web::dev::Payload;
use actix_web::http::{StatusCode, header};
use actix_web::{FromRequest, HttpRequest, HttpResponse, ResponseError, web};
use futures_util::future::{LocalBoxFuture, Ready, ready};
use serde::de::DeserializeOwned;
use serde_json::{Map, Value};
use utoipa::PartialSchema;
use utoipa::openapi::RefOr;
use utoipa::openapi::schema::Schema;

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

impl<T: DeserializeOwned + PartialSchema + 'static> FromRequest for Body<T> {
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
            let mut found: Vec<FieldProblem> = Vec::new();
            for pair in &pairs {
                let alone = serde_html_form::to_string([pair]).unwrap_or_default();
                if let Err(error) = serde_html_form::from_str::<T>(&alone) {
                    found.extend(wrong(&error.to_string(), &pair.0, lang));
                }
            }
            Unreadable::Fields(or_as_told(found, &error.to_string(), lang))
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

fn from_object<T: DeserializeOwned + PartialSchema>(
    object: Map<String, Value>,
    lang: Lang,
) -> Result<T, Unreadable> {
    serde_json::from_value(Value::Object(object.clone())).map_err(|error| {
        let mut found: Vec<FieldProblem> = Vec::new();
        for name in required::<T>().iter().filter(|name| !object.contains_key(*name)) {
            found.push(FieldProblem::new(name, lang.pick("这一项要填。", "This is needed.")));
        }
        for (name, value) in object {
            let alone = Map::from_iter([(name.clone(), value)]);
            if let Err(error) = serde_json::from_value::<T>(Value::Object(alone)) {
                found.extend(wrong(&error.to_string(), &name, lang));
            }
        }
        Unreadable::Fields(or_as_told(found, &error.to_string(), lang))
    })
}

/// The fields that cannot be left out, by the schema that the document shows.
fn required<T: PartialSchema>() -> Vec<String> {
    match T::schema() {
        RefOr::T(Schema::Object(object)) => object.required,
        _ => Vec::new(),
    }
}

/// What is wrong with a field that came alone: serde stops at the first fault of a whole.
fn wrong(error: &str, name: &str, lang: Lang) -> Option<FieldProblem> {
    if error.contains("missing field") {
        return None;
    }
    let is_unknown = error.contains("unknown field");
    let message = if is_unknown {
        lang.pick("没有这一项。", "There is no such field.").to_owned()
    } else {
        would_fit(error, lang)
    };
    Some(FieldProblem::new(name, message))
}

/// A fault that no field showed alone, such as that of a field within a field.
fn or_as_told(found: Vec<FieldProblem>, error: &str, lang: Lang) -> Vec<FieldProblem> {
    if !found.is_empty() {
        return found;
    }
    let named = error.split('`').nth(1).unwrap_or_default();
    let message = match error.contains("missing field") {
        true => lang.pick("这一项要填。", "This is needed.").to_owned(),
        false => would_fit(error, lang),
    };
    vec![FieldProblem::new(named, message)]
}

/// From serde's words for a value that does not fit to ours for one that does.
fn would_fit(error: &str, lang: Lang) -> String {
    if let Some((_, choices)) = error.split_once("expected one of ").or_else(|| error.split_once("variant `"))
    {
        let choices: Vec<&str> = choices.split('`').skip(1).step_by(2).collect();
        if !choices.is_empty() {
            let all = choices.join(lang.pick("、", ", "));
            return lang.pick(format!("只能是：{all}。"), format!("It must be one of: {all}."));
        }
    }
    let expected = error.rsplit_once("expected ").map_or("", |(_, expected)| expected);
    let fits = match expected.split([' ', ',']).next().unwrap_or_default() {
        "i16" | "i32" | "i64" | "u8" | "u16" | "u32" | "u64" | "usize" => {
            lang.pick("要一个整数。", "It must be a whole number.")
        }
        "f64" => lang.pick("要一个数。", "It must be a number."),
        "a" if expected.starts_with("a string") => lang.pick("要一段文字。", "It must be a string."),
        "a" if expected.starts_with("a boolean") => {
            lang.pick("要 true 或 false。", "It must be true or false.")
        }
        "a" if expected.starts_with("a sequence") => lang.pick("要一个列表。", "It must be a list."),
        _ if error.contains("out of range") => lang.pick("没有这一天。", "There is no such day."),
        _ if error.contains("out of reach") => lang.pick(
            "太远了，请用2000年到2999年之间的日期。",
            "That is too far off: use a date from 2000 to 2999.",
        ),
        _ if error.contains("2026-11-24T09:00") => {
            lang.pick("请这样写：2026-11-24T09:00。", "Write it like 2026-11-24T09:00.")
        }
        _ if ["input", "date", "digit"].iter().any(|word| error.contains(word)) => lang.pick(
            "这里的值不对；日期请这样写：2026-11-24。",
            "This value does not fit; write a date like 2026-11-24, a number in digits.",
        ),
        _ => lang.pick("这里的值不对。", "This value does not fit."),
    };
    fits.to_owned()
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
