//! How pages look for someone: what the cookie remembers, what the person prefers, what the browser asks for.

use actix_web::HttpRequest;
use actix_web::http::header;

use super::frame::{Look, Theme};
use crate::base::lang::Lang;
use crate::base::web::cookie;

/// The language by `?lang=`, else the cookie, else the person, else the browser, else Chinese; size and
/// theme by the cookie.
pub fn of(request: &HttpRequest, person: Option<Lang>) -> Look {
    let kept = request.cookie(cookie::LOOK).map(|cookie| read(cookie.value())).unwrap_or_default();
    let asked = request.query_string().split('&').find_map(|pair| pair.strip_prefix("lang="));
    let lang = asked
        .and_then(Lang::from_word)
        .or(kept.lang)
        .or(person)
        .unwrap_or_else(|| accepted(request.headers().get(header::ACCEPT_LANGUAGE)));
    Look { lang, large: kept.large, theme: kept.theme }
}

/// What the look's cookie remembers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Kept {
    pub lang: Option<Lang>,
    pub large: bool,
    pub theme: Theme,
}

/// Reads the cookie, words with points between: `en.large.dark`. Unknown words are skipped.
pub fn read(cookie: &str) -> Kept {
    let mut kept = Kept::default();
    for word in cookie.split('.') {
        match word {
            "large" => kept.large = true,
            "light" => kept.theme = Theme::Light,
            "dark" => kept.theme = Theme::Dark,
            word => kept.lang = Lang::from_word(word).or(kept.lang),
        }
    }
    kept
}

/// The words that [`read`] reads.
pub fn words(kept: Kept) -> String {
    let theme = match kept.theme {
        Theme::Auto => None,
        Theme::Light => Some("light"),
        Theme::Dark => Some("dark"),
    };
    let words = [kept.lang.map(Lang::word), kept.large.then_some("large"), theme];
    words.into_iter().flatten().collect::<Vec<_>>().join(".")
}

/// English for a browser whose first wish it is; anybody else gets Chinese.
fn accepted(header: Option<&header::HeaderValue>) -> Lang {
    let first = header.and_then(|value| value.to_str().ok()).and_then(|value| value.split(',').next());
    let english = first.is_some_and(|first| first.trim().to_ascii_lowercase().starts_with("en"));
    if english { Lang::En } else { Lang::Zh }
}

#[cfg(test)]
mod tests {
    use super::*;
    use actix_web::cookie::Cookie;
    use actix_web::test::TestRequest;

    #[test]
    fn the_cookie_is_read_as_it_was_written() {
        let kept = Kept { lang: Some(Lang::En), large: true, theme: Theme::Dark };
        assert_eq!(words(kept), "en.large.dark");
        assert_eq!(read(&words(kept)), kept);
        assert_eq!(read("nonsense..x"), Kept::default());
        assert_eq!(words(Kept::default()), "");
    }

    #[test]
    fn the_language_is_the_one_asked_for_then_remembered_then_preferred() {
        let lang = |uri: &str, kept: &str, person, browser: &str| {
            let request = TestRequest::with_uri(uri)
                .cookie(Cookie::new("look", kept.to_owned()))
                .insert_header(("accept-language", browser))
                .to_http_request();
            of(&request, person).lang
        };
        assert_eq!(lang("/?lang=en", "zh", Some(Lang::Zh), "zh"), Lang::En);
        assert_eq!(lang("/", "en", Some(Lang::Zh), "zh"), Lang::En);
        assert_eq!(lang("/", "large", Some(Lang::En), "zh"), Lang::En);
        assert_eq!(lang("/", "", None, "en-GB,en;q=0.9"), Lang::En);
        assert_eq!(lang("/", "", None, "de,en;q=0.9"), Lang::Zh);
    }
}
