//! The two cookies: who is signed in, and how pages look.

use actix_web::HttpRequest;
use actix_web::cookie::time::Duration;
use actix_web::cookie::{Cookie, SameSite};

/// Browsers keep no cookie longer than 400 days. How long a sign-in lasts is decided by its row.
const KEPT: Duration = Duration::days(400);

/// The cookie's name. The prefix makes browsers refuse one set by another host or without TLS.
pub fn sign_in_name(secure: bool) -> &'static str {
    if secure { "__Host-linli" } else { "linli" }
}

/// The cookie that carries a sign-in's secret.
pub fn sign_in(secret: String, secure: bool) -> Cookie<'static> {
    kept(sign_in_name(secure), secret, secure)
}

/// Takes the sign-in cookie away.
pub fn no_sign_in(secure: bool) -> Cookie<'static> {
    let mut cookie = kept(sign_in_name(secure), String::new(), secure);
    cookie.make_removal();
    cookie
}

/// The secret that a request carries.
pub fn sign_in_secret(request: &HttpRequest, secure: bool) -> Option<String> {
    let cookie = request.cookie(sign_in_name(secure))?;
    (!cookie.value().is_empty()).then(|| cookie.value().to_owned())
}

/// The cookie that remembers language, type size and theme.
pub const LOOK: &str = "look";

pub fn look(words: String, secure: bool) -> Cookie<'static> {
    kept(LOOK, words, secure)
}

fn kept(name: &'static str, value: String, secure: bool) -> Cookie<'static> {
    Cookie::build(name, value)
        .path("/")
        .http_only(true)
        .same_site(SameSite::Lax)
        .secure(secure)
        .max_age(KEPT)
        .finish()
}
