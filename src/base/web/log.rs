//! One line in the log for each request, without personal data: the route's pattern instead of the address
//! (which may hold a token), no query, no name, no network address.

use std::time::Duration;

use actix_web::body::MessageBody;
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::{Error, HttpMessage};
use tokio::time::Instant;
use tracing::Span;
use tracing_actix_web::{RequestId, RootSpanBuilder};

fn id(request: &ServiceRequest) -> String {
    let id = request.extensions().get::<RequestId>().map(ToString::to_string).unwrap_or_default();
    id.get(..8).unwrap_or_default().to_owned()
}

fn route(request: &ServiceRequest) -> String {
    request.match_pattern().unwrap_or_else(|| "-".into())
}

/// What `TracingLogger` asks for its spans.
#[derive(Debug)]
pub struct Quiet;

#[derive(Clone, Copy)]
struct Started(Instant);

impl RootSpanBuilder for Quiet {
    fn on_request_start(request: &ServiceRequest) -> Span {
        request.extensions_mut().insert(Started(Instant::now()));
        // Looked up only where somebody logs it: the pattern is found by asking every route.
        tracing::info_span!("request", id = id(request), method = %request.method(), route = route(request))
    }

    fn on_request_end<B: MessageBody>(span: Span, outcome: &Result<ServiceResponse<B>, Error>) {
        let (status, took) = match outcome {
            Ok(response) => {
                let started = response.request().extensions().get::<Started>().copied();
                (response.status(), started.map_or(Duration::ZERO, |started| started.0.elapsed()))
            }
            Err(error) => (error.as_response_error().status_code(), Duration::ZERO),
        };
        let ms = took.as_secs_f64() * 1000.0;
        tracing::info!(parent: &span, status = status.as_u16(), "{ms:.1} ms");
    }
}
