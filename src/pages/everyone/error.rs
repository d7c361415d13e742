//! The page for an error, in the look of whoever met it.

use actix_web::{HttpMessage, HttpRequest};
use maud::Markup;

use crate::base::web::errors::Failure;
use crate::pages::parts::door::Visitor;
use crate::pages::parts::{Frame, Tabs, error_page, look};

/// Asks the database nothing: it may be what failed.
pub fn page(request: &HttpRequest, failure: &Failure) -> Markup {
    // Cloned, for reading a cookie borrows the extensions again.
    let visitor = request.extensions().get::<Visitor>().cloned();
    let frame = match visitor {
        Some(visitor) => visitor.frame(None, Tabs::None),
        None => {
            let path = request.uri().path_and_query().map_or("/", |page| page.as_str()).to_owned();
            Frame { look: look::of(request, None), path, ..Frame::default() }
        }
    };
    error_page(&frame, &failure.error, failure.number.as_deref().unwrap_or_default())
}
