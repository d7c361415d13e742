//! Public pages that a browser has already: 304 in place of the same bytes once more.

use std::hash::BuildHasher;

use actix_web::http::header::{ETag, EntityTag, IfNoneMatch};
use actix_web::{HttpMessage, HttpRequest, HttpResponse};
use foldhash::quality::FixedState;

/// The content type of pages.
pub const HTML: &str = "text/html; charset=utf-8";

/// The body, or 304 when the browser holds it. The tag is the body's own hash, so it differs with whatever the
/// page depends on: data, day, language, look, and who looks. It is weak because the body may be compressed.
pub fn answer(request: &HttpRequest, content_type: &'static str, body: String) -> HttpResponse {
    let tag = EntityTag::new_weak(format!("{:016x}", FixedState::default().hash_one(&body)));
    let held = match request.get_header::<IfNoneMatch>() {
        Some(IfNoneMatch::Items(tags)) => tags.iter().any(|held| held.weak_eq(&tag)),
        // Whatever it is (RFC 9110 §13.1.2).
        Some(IfNoneMatch::Any) => true,
        None => false,
    };
    if held {
        return HttpResponse::NotModified().insert_header(ETag(tag)).finish();
    }
    HttpResponse::Ok().insert_header(ETag(tag)).content_type(content_type).body(body)
}

#[cfg(test)]
mod tests {
    use super::*;
    use actix_web::http::StatusCode;
    use actix_web::http::header::{self, HeaderValue};
    use actix_web::test::TestRequest;

    #[test]
    fn a_page_that_the_browser_holds_is_not_sent_again() {
        let first = answer(&TestRequest::get().to_http_request(), HTML, "今天".into());
        assert_eq!(first.status(), StatusCode::OK);
        let tag: HeaderValue = first.headers().get(header::ETAG).unwrap().clone();
        let again = TestRequest::get().insert_header((header::IF_NONE_MATCH, tag)).to_http_request();
        assert_eq!(answer(&again, HTML, "今天".into()).status(), StatusCode::NOT_MODIFIED);
        assert_eq!(answer(&again, HTML, "明天".into()).status(), StatusCode::OK);
        let any = TestRequest::get().insert_header((header::IF_NONE_MATCH, "*")).to_http_request();
        assert_eq!(answer(&any, HTML, "今天".into()).status(), StatusCode::NOT_MODIFIED);
    }
}
