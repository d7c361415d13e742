//! `POST /look`: language, type size and theme, remembered by this browser.

use actix_web::web::{self, Data, ServiceConfig};
use actix_web::{HttpRequest, HttpResponse};

use super::see_other;
use crate::base::lang::Lang;
use crate::base::web::form::Fields;
use crate::base::web::{State, cookie, local};
use crate::pages::parts::{Theme, look};

pub fn routes(config: &mut ServiceConfig) {
    config.route("/look", web::post().to(change));
}

/// Changes what the form names and goes back to the page it was on.
async fn change(request: HttpRequest, state: Data<State>, fields: Fields) -> HttpResponse {
    let mut kept = request.cookie(cookie::LOOK).map(|cookie| look::read(cookie.value())).unwrap_or_default();
    if let Some(lang) = Lang::from_word(fields.get("lang")) {
        kept.lang = Some(lang);
    }
    if fields.has("large") {
        kept.large = fields.get("large") == "1";
    }
    if fields.has("theme") {
        kept.theme = Theme::from_word(fields.get("theme"));
    }
    let back = without_lang(local::path(Some(fields.get("back"))).unwrap_or("/"));
    let mut response = see_other(&back);
    // A cookie that cannot be written costs the memory of the look, not the page.
    let _ = response.add_cookie(&cookie::look(look::words(kept), state.secure()));
    response
}

/// A language in the address would win over the one just chosen.
fn without_lang(path: &str) -> String {
    let Some((page, query)) = path.split_once('?') else { return path.to_owned() };
    let rest: Vec<_> =
        query.split('&').filter(|pair| !pair.starts_with("lang=") && !pair.is_empty()).collect();
    if rest.is_empty() { page.to_owned() } else { format!("{page}?{}", rest.join("&")) }
}

#[cfg(test)]
mod tests {
    use super::without_lang;

    #[test]
    fn the_way_back_does_not_undo_the_choice() {
        assert_eq!(without_lang("/c/a?lang=en"), "/c/a");
        assert_eq!(without_lang("/c/a?date=2026-11-24&lang=en"), "/c/a?date=2026-11-24");
        assert_eq!(without_lang("/c/a"), "/c/a");
    }
}
