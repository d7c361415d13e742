//! What every answer says to the browser, from the first page on.

use actix_web::body::MessageBody;
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::http::header::{self, HeaderMap, HeaderName, HeaderValue};
use actix_web::middleware::Next;
use actix_web::web;

use super::State;

/// No script, style, picture or form but our own; nobody frames us.
const POLICY: &str = "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' data:; \
                      connect-src 'self'; manifest-src 'self'; form-action 'self'; base-uri 'none'; \
                      frame-ancestors 'none'";

const ALWAYS: [(HeaderName, &str); 6] = [
    (header::CONTENT_SECURITY_POLICY, POLICY),
    (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
    (header::X_FRAME_OPTIONS, "DENY"),
    (
        HeaderName::from_static("permissions-policy"),
        "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
    ),
    (HeaderName::from_static("cross-origin-opener-policy"), "same-origin"),
    (HeaderName::from_static("cross-origin-resource-policy"), "same-origin"),
];

/// Pages whose address is itself a key: never stored, never told to another page.
const KEYS: [&str; 8] = ["/a/", "/o/", "/d/", "/r/", "/x/", "/n/", "/e/", "/sign-in/link/"];

/// True for a page whose address holds a token.
pub fn is_key(path: &str) -> bool {
    KEYS.iter().any(|prefix| path.starts_with(prefix))
}

/// The middleware. What a handler said itself stays, but for pages with a token.
pub async fn add<B: MessageBody>(
    request: ServiceRequest,
    next: Next<B>,
) -> Result<ServiceResponse<B>, actix_web::Error> {
    let secure = request.app_data::<web::Data<State>>().is_some_and(|state| state.secure());
    let key = is_key(request.path());
    let mut response = next.call(request).await?;
    let headers = response.headers_mut();
    for (name, value) in ALWAYS {
        default(headers, name, value);
    }
    if secure {
        default(headers, header::STRICT_TRANSPORT_SECURITY, "max-age=31536000");
    }
    if key {
        headers.insert(header::REFERRER_POLICY, HeaderValue::from_static("no-referrer"));
        headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    }
    default(headers, header::REFERRER_POLICY, "same-origin");
    // A page depends on who looks and how; it is asked for again, and shared caches keep out of it.
    default(headers, header::CACHE_CONTROL, "private, no-cache");
    Ok(response)
}

fn default(headers: &mut HeaderMap, name: HeaderName, value: &'static str) {
    if !headers.contains_key(&name) {
        headers.insert(name, HeaderValue::from_static(value));
    }
}
