//! Posts from other sites are refused; no form needs a hidden token.
//!
//! Browsers say where a request comes from: `Sec-Fetch-Site` where the connection is safe, `Origin` or
//! `Referer` elsewhere. A request with a bearer token is no browser's: other sites cannot add that header.

use actix_web::body::{BoxBody, EitherBody, MessageBody};
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::http::Method;
use actix_web::http::header::{self, HeaderMap, HeaderName};
use actix_web::middleware::Next;
use actix_web::{ResponseError, web};
use url::Url;

use super::State;
use super::headers::is_key;
use crate::base::error::Error;

const SEC_FETCH_SITE: HeaderName = HeaderName::from_static("sec-fetch-site");

/// Where a request comes from, as far as its headers tell.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum From {
    /// A page of ours, or the person themselves.
    Here,
    Elsewhere,
    /// A page that does not say where it is. Ours do not when their address is a key (`no-referrer`) and
    /// the connection is not safe; sandboxed frames of other sites do not either.
    Hidden,
}

/// The middleware.
pub async fn refuse<B: MessageBody>(
    request: ServiceRequest,
    next: Next<B>,
) -> Result<ServiceResponse<EitherBody<B, BoxBody>>, actix_web::Error> {
    let allowed = is_harmless(request.method()) || has_token(request.headers()) || is_nobodys(&request) || {
        let public = request.app_data::<web::Data<State>>().map(|state| state.public_url.as_str());
        match origin(request.headers(), public.unwrap_or_default()) {
            From::Here => true,
            From::Hidden => is_key(request.path()),
            From::Elsewhere => false,
        }
    };
    if allowed {
        return Ok(next.call(request).await?.map_into_left_body());
    }
    Ok(request.into_response(Error::CrossSite.error_response()).map_into_right_body())
}

/// Where a request with these headers comes from.
pub fn origin(headers: &HeaderMap, public_url: &str) -> From {
    let text = |name: &HeaderName| headers.get(name).and_then(|value| value.to_str().ok());
    if let Some(site) = text(&SEC_FETCH_SITE) {
        return if matches!(site, "same-origin" | "none") { From::Here } else { From::Elsewhere };
    }
    let source = match text(&header::ORIGIN) {
        Some("null") => return From::Hidden,
        Some(origin) => origin,
        None => match text(&header::REFERER) {
            Some(referer) => referer,
            None => return From::Elsewhere,
        },
    };
    let Ok(source) = Url::parse(source) else { return From::Elsewhere };
    let public = Url::parse(public_url).is_ok_and(|public| public.origin() == source.origin());
    let host = text(&header::HOST).is_some_and(|host| is_host(&source, host));
    if source.has_host() && (public || host) { From::Here } else { From::Elsewhere }
}

/// Whether a page's address has this `Host`, whichever of the two spells the default port out.
fn is_host(source: &Url, host: &str) -> bool {
    let there = Url::parse(&format!("{}://{host}", source.scheme()));
    there.is_ok_and(|there| there.origin() == source.origin())
}

/// A program without a token and without cookies has no rights that another site could use: it is told to
/// bring a token.
fn is_nobodys(request: &ServiceRequest) -> bool {
    request.path().starts_with("/api/") && !request.headers().contains_key(header::COOKIE)
}

fn is_harmless(method: &Method) -> bool {
    matches!(*method, Method::GET | Method::HEAD | Method::OPTIONS)
}

fn has_token(headers: &HeaderMap) -> bool {
    let value = headers.get(header::AUTHORIZATION).and_then(|value| value.to_str().ok());
    value.and_then(|value| value.get(..7)).is_some_and(|scheme| scheme.eq_ignore_ascii_case("bearer "))
}

#[cfg(test)]
mod tests {
    use super::*;
    use actix_web::test::TestRequest;

    fn from(headers: &[(&str, &str)]) -> From {
        let request =
            headers.iter().fold(TestRequest::post(), |request, header| request.insert_header(*header));
        origin(request.to_http_request().headers(), "https://linli.example")
    }

    #[test]
    fn a_browser_that_tells_is_believed() {
        assert_eq!(from(&[("sec-fetch-site", "same-origin")]), From::Here);
        assert_eq!(from(&[("sec-fetch-site", "none")]), From::Here);
        assert_eq!(from(&[("sec-fetch-site", "same-site")]), From::Elsewhere);
        assert_eq!(
            from(&[("sec-fetch-site", "cross-site"), ("origin", "https://linli.example")]),
            From::Elsewhere
        );
    }

    #[test]
    fn without_it_the_origin_is_the_public_address_or_the_host() {
        assert_eq!(from(&[("origin", "https://linli.example")]), From::Here);
        assert_eq!(from(&[("origin", "https://linli.example:443")]), From::Here);
        assert_eq!(from(&[("origin", "http://10.0.0.5:8080"), ("host", "10.0.0.5:8080")]), From::Here);
        assert_eq!(from(&[("origin", "https://evil.example"), ("host", "linli.example")]), From::Elsewhere);
        assert_eq!(from(&[("origin", "https://linli.example.evil.example")]), From::Elsewhere);
        assert_eq!(from(&[("origin", "null")]), From::Hidden);
    }

    #[test]
    fn without_that_the_referring_page_counts_and_without_any_nothing_is_allowed() {
        assert_eq!(from(&[("referer", "https://linli.example/my?x=1")]), From::Here);
        assert_eq!(from(&[("referer", "https://evil.example/linli.example")]), From::Elsewhere);
        assert_eq!(from(&[]), From::Elsewhere);
    }
}
