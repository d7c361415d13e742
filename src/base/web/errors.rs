//! Dresses errors for whoever asked: a page for people, a problem document for programs, the sign-in page for
//! whoever is not signed in. The page itself is made by the pages; they hand a function in.

use std::panic::AssertUnwindSafe;

use actix_web::body::{BoxBody, EitherBody, MessageBody};
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::http::header::{self, HeaderMap, HeaderValue};
use actix_web::http::{Method, StatusCode};
use actix_web::middleware::Next;
use actix_web::{HttpRequest, HttpResponse};
use futures_util::FutureExt;
use maud::Markup;

use super::local;
use super::problem::{self, Problem};
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
    // A handler that panics costs its own request an answer of 500, without a page, and no other request.
    let response = AssertUnwindSafe(next.call(request)).catch_unwind().await;
    let response = response.unwrap_or_else(|_| Err(Error::fault("a handler panicked").into()))?;
    let Some(failure) = failure(&response) else { return Ok(response.map_into_left_body()) };
    let request = response.request().clone();
    let mut dressed = dressed(page, &request, &failure);
    let undressed = response.into_parts().1;
    for (name, value) in undressed.headers() {
        if name != header::CONTENT_TYPE && name != header::CONTENT_LENGTH {
            dressed.headers_mut().append(name.clone(), value.clone());
        }
    }
    let status = dressed.status();
    hint(dressed.headers_mut(), status, &failure);
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
        None if is_finished(response) => return None,
        None => bare(status, response.response().error().map(ToString::to_string)),
    };
    let number = matches!(error, Error::Fault(_)).then(|| random_digits(8));
    if let Some(number) = &number {
        let route = response.request().match_pattern().unwrap_or_default();
        tracing::error!(number, route, "{error}");
    }
    Some(Failure { status, error, number })
}

fn is_finished<B>(response: &ServiceResponse<B>) -> bool {
    match response.headers().get(header::CONTENT_TYPE) {
        Some(kind) => response.response().error().is_none() || kind.as_bytes() == problem::KIND.as_bytes(),
        None => false,
    }
}

fn bare(status: StatusCode, cause: Option<String>) -> Error {
    let cause = cause.unwrap_or_else(|| status.canonical_reason().unwrap_or_default().to_owned());
    match status {
        StatusCode::NOT_FOUND => Error::NotFound,
        StatusCode::FORBIDDEN => Error::Forbidden,
        StatusCode::UNAUTHORIZED => Error::SignInFirst,
        StatusCode::TOO_MANY_REQUESTS => Error::TooMany { retry_after: 60 },
        StatusCode::SERVICE_UNAVAILABLE => Error::Busy,
        StatusCode::PAYLOAD_TOO_LARGE => Error::TooLong,
        status if status.is_client_error() => Error::BadRequest(cause),
        _ => Error::Fault(cause),
    }
}

fn dressed(page: ErrorPage, request: &HttpRequest, failure: &Failure) -> HttpResponse {
    if request.path().starts_with("/api/") {
        return problem(request, failure);
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

fn problem(request: &HttpRequest, failure: &Failure) -> HttpResponse {
    let words = problem::words(problem::lang(request), &failure.error);
    let problem = Problem::new(failure.status).detail(&words);
    match &failure.number {
        Some(number) => problem.with("number", number.clone()).response(),
        None => problem.response(),
    }
}

fn hint(headers: &mut HeaderMap, status: StatusCode, failure: &Failure) {
    match failure.error {
        Error::TooMany { retry_after } => {
            headers.insert(header::RETRY_AFTER, HeaderValue::from(retry_after));
        }
        Error::Busy => {
            headers.insert(header::RETRY_AFTER, HeaderValue::from(5_u32));
        }
        // RFC 9110 §11.6.1 wants it with every 401.
        Error::SignInFirst if status == StatusCode::UNAUTHORIZED => {
            headers.insert(header::WWW_AUTHENTICATE, HeaderValue::from_static("Bearer"));
        }
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use actix_web::middleware::from_fn;
    use actix_web::test::{TestRequest, init_service};
    use actix_web::{App, web};
    use maud::html;

    use super::*;
    use crate::base::error::Result;

    fn words(_: &HttpRequest, failure: &Failure) -> Markup {
        html! { (failure.status.as_u16()) " " (failure.number.is_some()) }
    }

    async fn get(path: &str) -> (u16, String) {
        async fn broken() -> Result<HttpResponse> {
            Err(Error::fault("the cause, with a name in it"))
        }
        async fn busy() -> Result<HttpResponse> {
            Err(Error::Busy)
        }
        async fn panics() -> HttpResponse {
            panic!("on purpose")
        }
        let app = App::new()
            .route("/broken", web::get().to(broken))
            .route("/api/broken", web::get().to(broken))
            .route("/busy", web::get().to(busy))
            .route("/panics", web::get().to(panics))
            .wrap(from_fn(async |request, next: Next<BoxBody>| dress(words, request, next).await));
        let app = init_service(app).await;
        match actix_web::dev::Service::call(&app, TestRequest::get().uri(path).to_request()).await {
            Ok(answer) => {
                let status = answer.status().as_u16();
                let body = actix_web::test::read_body(answer).await;
                (status, String::from_utf8(body.to_vec()).unwrap())
            }
            Err(error) => (error.as_response_error().status_code().as_u16(), String::new()),
        }
    }

    #[actix_web::test]
    async fn a_fault_gets_a_number_and_keeps_its_cause_to_the_log() {
        assert_eq!(get("/broken").await, (500, "500 true".to_owned()));
        let (status, problem) = get("/api/broken").await;
        assert!(
            status == 500 && problem.contains("\"number\"") && !problem.contains("name in it"),
            "{problem}"
        );
        assert_eq!(get("/busy").await, (503, "503 false".to_owned()));
    }

    #[actix_web::test]
    async fn a_panic_is_an_answer_of_500() {
        assert_eq!(get("/panics").await.0, 500);
    }

    #[test]
    fn a_method_that_a_page_does_not_know_is_the_clients_mistake() {
        let error = bare(StatusCode::METHOD_NOT_ALLOWED, None);
        assert!(matches!(error, Error::BadRequest(what) if what == "Method Not Allowed"));
    }
}
