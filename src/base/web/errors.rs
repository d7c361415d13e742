//! Dresses errors for whoever asked: a page for people, a problem document for programs, the sign-in page for
//! whoever is not signed in. The page itself is made by the pages; they hand a function in.

use actix_web::body::{BoxBody, EitherBody, MessageBody};
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::http::header::{self, HeaderMap, HeaderValue};
use actix_web::http::{Method, StatusCode};
use actix_web::middleware::Next;
use actix_web::{HttpRequest, HttpResponse};
use maud::Markup;

use super::local;
use super::problem::Problem;
use crate::base::error::Error;
use crate::base::tokens::random_digits;

/// What an error page has to say.
#[derive(Debug, Clone)]
pub struct Failure {
    pub status: StatusCode,
    pub error: Error,
    /// Of a fault of ours: the number under which the log knows the cause.
    pub number: Option<String>,
}

/// Makes the page for a failure.
pub type ErrorPage = fn(&HttpRequest, &Failure) -> Markup;

/// The middleware.
pub async fn dress<B: MessageBody>(
    page: ErrorPage,
    request: ServiceRequest,
    next: Next<B>,
) -> Result<ServiceResponse<EitherBody<B, BoxBody>>, actix_web::Error> {
    let response = next.call(request).await?;
    let Some(failure) = failure(&response) else { return Ok(response.map_into_left_body()) };
    let request = response.request().clone();
    let mut dressed = dressed(page, &request, &failure);
    let undressed = response.into_parts().1;
    for (name, value) in undressed.headers() {
        if name != header::CONTENT_TYPE && name != header::CONTENT_LENGTH {
            dressed.headers_mut().append(name.clone(), value.clone());
        }
    }
    hint(dressed.headers_mut(), &failure);
    Ok(ServiceResponse::new(request, dressed).map_into_right_body())
}

/// The error that a bare response carries, ours or one of the framework's.
fn failure<B>(response: &ServiceResponse<B>) -> Option<Failure> {
    let status = response.status();
    let ours = response.response().extensions().get::<Error>().cloned();
    let error = match ours {
        Some(error) => error,
        None if !status.is_client_error() && !status.is_server_error() => return None,
        // A handler's own page for an error has a type; the framework's bare ones have none, or an error.
        None if response.response().error().is_none()
            && response.headers().contains_key(header::CONTENT_TYPE) =>
        {
            return None;
        }
        None => bare(status, response.response().error().map(ToString::to_string)),
    };
    let number = matches!(error, Error::Fault(_)).then(|| random_digits(8));
    if let Some(number) = &number {
        let route = response.request().match_pattern().unwrap_or_default();
        tracing::error!(number, route, "{error}");
    }
    Some(Failure { status, error, number })
}

fn bare(status: StatusCode, cause: Option<String>) -> Error {
    let cause = cause.unwrap_or_else(|| status.canonical_reason().unwrap_or_default().to_owned());
    match status {
        StatusCode::NOT_FOUND => Error::NotFound,
        StatusCode::FORBIDDEN => Error::Forbidden,
        StatusCode::UNAUTHORIZED => Error::SignInFirst,
        StatusCode::TOO_MANY_REQUESTS => Error::TooMany { retry_after: 60 },
        StatusCode::SERVICE_UNAVAILABLE => Error::Busy,
        status if status.is_client_error() => Error::BadRequest(cause),
        _ => Error::Fault(cause),
    }
}

fn dressed(page: ErrorPage, request: &HttpRequest, failure: &Failure) -> HttpResponse {
    if request.path().starts_with("/api/") {
        return problem(failure);
    }
    if matches!(failure.error, Error::SignInFirst) && matches!(*request.method(), Method::GET | Method::HEAD)
    {
        let here = request.uri().path_and_query().map(|page| page.as_str());
        return HttpResponse::SeeOther()
            .insert_header((header::LOCATION, to_sign_in(local::path(here).unwrap_or("/"))))
            .finish();
    }
    HttpResponse::build(failure.status)
        .content_type("text/html; charset=utf-8")
        .body(page(request, failure).into_string())
}

/// The sign-in page that leads back to a path.
pub fn to_sign_in(back: &str) -> String {
    let back: String = url::form_urlencoded::byte_serialize(back.as_bytes()).collect();
    format!("/sign-in?back={back}")
}

fn problem(failure: &Failure) -> HttpResponse {
    let problem = Problem::new(failure.status);
    let problem = match (&failure.error, &failure.number) {
        (Error::Fault(_), Some(number)) => problem
            .detail("this is a fault of the server; its log has the cause")
            .with("number", number.clone()),
        (error, _) => problem.detail(&error.to_string()),
    };
    problem.response()
}

fn hint(headers: &mut HeaderMap, failure: &Failure) {
    match failure.error {
        Error::TooMany { retry_after } => {
            headers.insert(header::RETRY_AFTER, HeaderValue::from(retry_after));
        }
        Error::Busy => {
            headers.insert(header::RETRY_AFTER, HeaderValue::from(5_u32));
        }
        // RFC 9110 §11.6.1 wants it with every 401.
        Error::SignInFirst if failure.status == StatusCode::UNAUTHORIZED => {
            headers.insert(header::WWW_AUTHENTICATE, HeaderValue::from_static("Bearer"));
        }
        _ => {}
    }
}
