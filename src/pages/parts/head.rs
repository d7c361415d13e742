//! What stands in a document's head, and what other programs show of a page that people share.

use maud::{Markup, html};

use crate::base::web::assets;

/// A page as others show it (Open Graph): full addresses, built from the public one.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Preview {
    pub url: String,
    pub image: String,
    /// Feeds of the same: media type and address.
    pub feeds: Vec<(&'static str, String)>,
}

pub(super) fn head(title: &str, name: &str, description: &str, preview: Option<&Preview>) -> Markup {
    html! {
        head {
            meta charset="utf-8";
            meta name="viewport" content="width=device-width, initial-scale=1";
            title { (title) @if title != name { " · " (name) } }
            @if !description.is_empty() { meta name="description" content=(description); }
            @if let Some(preview) = preview { (shared(title, name, description, preview)) }
            link rel="stylesheet" href=(assets::css());
            link rel="icon" type="image/svg+xml" href=(assets::icons());
            script src=(assets::js()) defer {}
        }
    }
}

fn shared(title: &str, name: &str, description: &str, preview: &Preview) -> Markup {
    html! {
        link rel="canonical" href=(preview.url);
        meta property="og:type" content="website";
        meta property="og:site_name" content=(name);
        meta property="og:title" content=(title);
        meta property="og:description" content=(description);
        meta property="og:url" content=(preview.url);
        meta property="og:image" content=(preview.image);
        @for (kind, href) in &preview.feeds { link rel="alternate" type=(kind) href=(href); }
    }
}
