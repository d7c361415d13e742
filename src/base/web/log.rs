//! One line in the log for each request, without personal data: the route's pattern instead of the address
//! (which may hold a token), no query, no name, no network address.

use std::time::Duration;

use actix_web::body::MessageBody;
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::http::StatusCode;
use actix_web::{Error, HttpMessage, HttpRequest};
use tokio::time::Instant;
use tracing::Span;
use tracing_actix_web::{RequestId, RootSpanBuilder};

fn id(request: &ServiceRequest) -> String {
    let id = request.extensions().get::<RequestId>().map(ToString::to_string).unwrap_or_default();
    id.get(..8).unwrap_or_default().to_owned()
}

/// The route's pattern, put together from what was found in the address: actix would look for it anew, by trying
/// every route there is. Of an address that leads nowhere nothing is said.
fn route(request: &HttpRequest, status: StatusCode) -> String {
    let found = request.match_info();
    if found.is_empty() && status == StatusCode::NOT_FOUND {
        return "-".into();
    }
    // Every route begins with a word of its own.
    let path = request.path();
    let first = path.char_indices().skip(1).find(|(_, c)| *c == '/').map_or(path.len(), |(at, _)| at);
    let (word, mut rest) = path.split_at(first);
    let mut route = word.to_owned();
    for (name, value) in found.iter() {
        let Some(at) = rest.match_indices('/').map(|(at, _)| at + 1).find(|at| begins(rest, *at, value))
        else {
            return "-".into();
        };
        route.push_str(rest.get(..at).unwrap_or_default());
        route.extend(["{", name, "}"]);
        rest = rest.get(at + value.len()..).unwrap_or_default();
    }
    route + rest
}

/// A whole step, or one that has an ending of its own (`{id}.ics`).
fn begins(path: &str, at: usize, value: &str) -> bool {
    path.get(at..).is_some_and(|rest| {
        rest.strip_prefix(value).is_some_and(|after| !after.starts_with(char::is_alphanumeric))
    })
}

/// What `TracingLogger` asks for its spans.
#[derive(Debug)]
pub struct Quiet;

#[derive(Clone, Copy)]
struct Started(Instant);

impl RootSpanBuilder for Quiet {
    fn on_request_start(request: &ServiceRequest) -> Span {
        request.extensions_mut().insert(Started(Instant::now()));
        tracing::info_span!("request", id = id(request), method = %request.method(), route = tracing::field::Empty)
    }

    fn on_request_end<B: MessageBody>(span: Span, outcome: &Result<ServiceResponse<B>, Error>) {
        let (status, took) = match outcome {
            Ok(response) => {
                let started = response.request().extensions().get::<Started>().copied();
                (response.status(), started.map_or(Duration::ZERO, |started| started.0.elapsed()))
            }
            Err(error) => (error.as_response_error().status_code(), Duration::ZERO),
        };
        if let Ok(response) = outcome
            && !span.is_disabled()
        {
            span.record("route", route(response.request(), status));
        }
        let ms = took.as_secs_f64() * 1000.0;
        tracing::info!(parent: &span, status = status.as_u16(), "{ms:.1} ms");
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use actix_web::test::{TestRequest, call_service, init_service};
    use actix_web::{App, HttpResponse, web};

    #[actix_web::test]
    async fn the_log_says_routes_and_no_addresses() {
        let mut app = App::new();
        for pattern in ["/", "/a/{token}", "/c/{centre}", "/c/{centre}/rooms/{room}", "/my/bookings/{id}.ics"]
        {
            app = app.route(pattern, web::get().to(HttpResponse::Ok));
        }
        let app = init_service(app).await;
        for (path, said) in [
            ("/", "/"),
            ("/a/secret", "/a/{token}"),
            ("/c/c", "/c/{centre}"),
            ("/c/hexi", "/c/{centre}"),
            ("/c/hexi/rooms/12", "/c/{centre}/rooms/{room}"),
            ("/my/bookings/7.ics", "/my/bookings/{id}.ics"),
            ("/nowhere/secret", "-"),
        ] {
            let response = call_service(&app, TestRequest::get().uri(path).to_request()).await;
            assert_eq!(route(response.request(), response.status()), said);
        }
    }
}
