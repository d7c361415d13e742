//! The page for an error, in the look of whoever met it.

use actix_web::{HttpMessage, HttpRequest};
use maud::Markup;

use crate::base::error::Error;
use crate::base::web::errors::Failure;
use crate::pages::parts::door::Visitor;
use crate::pages::parts::{Frame, Tabs, error_page, look};

/// Asks the database nothing: it may be what failed.
pub fn page(request: &HttpRequest, failure: &Failure) -> Markup {
    // What is refused while it is still being read may come before or after its sender is known.
    let unread = matches!(failure.error, Error::TooLong);
    // Cloned, for reading a cookie borrows the extensions again.
    let visitor = request.extensions().get::<Visitor>().filter(|_| !unread).cloned();
    let frame = match visitor {
        Some(visitor) => visitor.frame(None, Tabs::None),
        None => {
            let path = request.uri().path_and_query().map_or("/", |page| page.as_str()).to_owned();
            Frame { look: look::of(request, None), path, anybody: unread, ..Frame::default() }
        }
    };
    error_page(&frame, &failure.error, failure.number.as_deref().unwrap_or_default())
}
