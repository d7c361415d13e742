//! The doors: a handler says who may enter by what it takes as a parameter, and forgetting it does not compile.
//!
//! | parameter | who |
//! |---|---|
//! | [`Visitor`] | anybody |
//! | [`Member`] | anybody signed in |
//! | [`Leader`] | who leads a troupe, as leader or deputy |
//! | [`Desk`], [`Approver`], [`Manager`] | staff of the centre in the path, of at least that role |
//! | [`Operator`] | who looks after the installation |
//!
//! Not signed in: to the sign-in page and back. Staff of another centre: as if it did not exist (404).
//! Staff of the centre with a lower role: 403.

use std::future::Future;

use actix_web::dev::Payload;
use actix_web::http::Method;
use actix_web::http::header::{self, HeaderMap};
use actix_web::{FromRequest, HttpMessage, HttpRequest, web};
use futures_util::future::LocalBoxFuture;

use super::frame::{Brand, Frame, Look};
use super::look;
use super::tabs::{StaffTab, Tabs};
use crate::base::db::Conn;
use crate::base::error::{Error, Result};
use crate::base::lang::Lang;
use crate::base::tokens::Tokens;
use crate::base::web::{State, cookie, local};
use crate::domain::centres::{self, Centre};
use crate::domain::people::{self, LedTroupe, Person, Role, SignInId, api_token, sign_in};

/// Whoever asks, signed in or not.
#[derive(Debug, Clone)]
pub struct Visitor {
    pub look: Look,
    pub person: Option<Person>,
    /// The browser's sign-in; none for programs with a token.
    pub sign_in: Option<SignInId>,
    /// They work somewhere and lead no troupe.
    pub at_work: bool,
    /// The page they look at, with its query: where the look's switches lead back to.
    pub path: String,
}

impl Visitor {
    pub fn lang(&self) -> Lang {
        self.look.lang
    }

    /// The frame around a page.
    pub fn frame(&self, centre: Option<&Centre>, tabs: Tabs) -> Frame {
        let brand = centre.map(|centre| Brand {
            name: centre.name_in(self.look.lang).to_owned(),
            href: centre.href(),
            phone: centre.phone.clone(),
        });
        let signed_in = self.person.as_ref().map(|person| person.name.clone());
        let at_work = self.at_work && self.person.is_some();
        Frame {
            look: self.look,
            brand,
            tabs,
            path: self.path.clone(),
            signed_in,
            at_work,
            ..Frame::default()
        }
    }
}

/// Anybody signed in.
#[derive(Debug, Clone)]
pub struct Member {
    pub visitor: Visitor,
    pub person: Person,
}

/// Who leads at least one active troupe.
#[derive(Debug, Clone)]
pub struct Leader {
    pub visitor: Visitor,
    pub person: Person,
    /// Never empty.
    pub troupes: Vec<LedTroupe>,
}

impl Leader {
    /// The troupe of this number, which must be theirs.
    pub fn troupe(&self, id: i64) -> Result<&LedTroupe> {
        self.troupes.iter().find(|troupe| troupe.id == id).ok_or(Error::NotFound)
    }
}

/// Who looks after the installation.
#[derive(Debug, Clone)]
pub struct Operator {
    pub visitor: Visitor,
    pub person: Person,
}

macro_rules! staff_door {
    ($($(#[$doc:meta])* $name:ident;)*) => {$(
        $(#[$doc])*
        #[derive(Debug, Clone)]
        pub struct $name {
            pub visitor: Visitor,
            pub person: Person,
            pub centre: Centre,
            /// What they really are, which may be more than the door asks for.
            pub role: Role,
        }

        impl $name {
            /// The staff's frame of this centre, with the numbers of what waits.
            pub fn frame(&self, current: Option<StaffTab>, queue: i64, calls: i64) -> Frame {
                let base = self.centre.staff_href();
                self.visitor.frame(Some(&self.centre), Tabs::Staff { base, current, queue, calls })
            }
        }

        impl FromRequest for $name {
            type Error = Error;
            type Future = LocalBoxFuture<'static, Result<Self>>;

            fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
                entering(request, async |request| {
                    let (visitor, person, centre, role) = staff(&request, Role::$name).await?;
                    Ok(Self { visitor, person, centre, role })
                })
            }
        }
    )*};
}
staff_door! {
    /// Staff of the centre in the path.
    Desk;
    /// Staff of the centre in the path who decide.
    Approver;
    /// Staff of the centre in the path who keep agreements, rooms and people.
    Manager;
}

impl FromRequest for Visitor {
    type Error = Error;
    type Future = LocalBoxFuture<'static, Result<Self>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        entering(request, async |request| visitor(&request).await)
    }
}

impl FromRequest for Member {
    type Error = Error;
    type Future = LocalBoxFuture<'static, Result<Self>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        entering(request, async |request| {
            let (visitor, person) = signed_in(&request).await?;
            Ok(Self { visitor, person })
        })
    }
}

impl FromRequest for Leader {
    type Error = Error;
    type Future = LocalBoxFuture<'static, Result<Self>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        entering(request, async |request| {
            let led = |conn: &mut Conn, person: &Person| people::store::led_troupes(conn, person.id);
            let (visitor, troupes) = visitor_with(&request, led).await?;
            let person = visitor.person.clone().ok_or(Error::SignInFirst)?;
            if troupes.is_empty() { Err(Error::Forbidden) } else { Ok(Self { visitor, person, troupes }) }
        })
    }
}

impl FromRequest for Operator {
    type Error = Error;
    type Future = LocalBoxFuture<'static, Result<Self>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        entering(request, async |request| {
            let (visitor, person) = signed_in(&request).await?;
            if person.operator { Ok(Self { visitor, person }) } else { Err(Error::Forbidden) }
        })
    }
}

/// The centre of an installation that has just one: the sign-in page and the error pages carry its name.
pub async fn only_centre(state: &State) -> Result<Option<Centre>> {
    state.db.glance(centres::store::only).await
}

fn entering<T, F>(
    request: &HttpRequest,
    enter: impl FnOnce(HttpRequest) -> F,
) -> LocalBoxFuture<'static, Result<T>>
where
    F: Future<Output = Result<T>> + 'static,
{
    Box::pin(enter(request.clone()))
}

fn state(request: &HttpRequest) -> Result<web::Data<State>> {
    request.app_data::<web::Data<State>>().cloned().ok_or_else(|| Error::fault("the state is missing"))
}

async fn signed_in(request: &HttpRequest) -> Result<(Visitor, Person)> {
    let visitor = visitor(request).await?;
    let person = visitor.person.clone().ok_or(Error::SignInFirst)?;
    Ok((visitor, person))
}

async fn staff(request: &HttpRequest, least: Role) -> Result<(Visitor, Person, Centre, Role)> {
    let slug = request.match_info().get("centre").unwrap_or_default().to_owned();
    let works = move |conn: &mut Conn, person: &Person| {
        let Some(centre) = centres::store::by_slug(conn, &slug)? else { return Ok(None) };
        let role = people::store::role_in(conn, person.id, centre.id)?;
        Ok(role.map(|role| (centre, role)))
    };
    let (visitor, found) = visitor_with(request, works).await?;
    let person = visitor.person.clone().ok_or(Error::SignInFirst)?;
    let (centre, role) = found.ok_or(Error::NotFound)?;
    if role < least { Err(Error::Forbidden) } else { Ok((visitor, person, centre, role)) }
}

/// Who asks; found once for a request, however many parameters want to know.
async fn visitor(request: &HttpRequest) -> Result<Visitor> {
    match known(request) {
        Some(visitor) => Ok(visitor),
        None => Ok(visitor_with(request, |_, _| Ok(())).await?.0),
    }
}

fn known(request: &HttpRequest) -> Option<Visitor> {
    request.extensions().get::<Visitor>().cloned()
}

/// Who asks, and what `also` says about them, read together; its default when nobody is signed in.
pub async fn visitor_with<T: Default + Send + 'static>(
    request: &HttpRequest,
    also: impl FnOnce(&mut Conn, &Person) -> Result<T> + Send + 'static,
) -> Result<(Visitor, T)> {
    let state = state(request)?;
    if let Some(visitor) = known(request) {
        let found = match visitor.person.clone() {
            Some(person) => state.db.glance(move |conn| also(conn, &person)).await?,
            None => T::default(),
        };
        return Ok((visitor, found));
    }
    let (holder, found) = match Key::of(request, &state) {
        Some(key) => key.holder(&state, also).await?,
        None => (Holder::default(), T::default()),
    };
    let Holder { person, sign_in, at_work } = holder;
    let look = look::of(request, person.as_ref().map(|person| person.lang));
    let visitor = Visitor { look, person, sign_in, at_work, path: page_of(request) };
    request.extensions_mut().insert(visitor.clone());
    Ok((visitor, found))
}

/// Whose a request is.
#[derive(Default)]
struct Holder {
    person: Option<Person>,
    sign_in: Option<SignInId>,
    at_work: bool,
}

/// What a request carries to say whose it is.
enum Key {
    Token(String),
    Cookie(String),
}

impl Key {
    /// A request with a token is that token's: a cookie beside it counts for nothing.
    fn of(request: &HttpRequest, state: &State) -> Option<Self> {
        let cookie = || cookie::sign_in_secret(request, state.secure()).map(Self::Cookie);
        bearer(request.headers()).map(Self::Token).or_else(cookie)
    }

    async fn holder<T: Default + Send + 'static>(
        self,
        state: &State,
        also: impl FnOnce(&mut Conn, &Person) -> Result<T> + Send + 'static,
    ) -> Result<(Holder, T)> {
        let (tokens, now) = (state.tokens.clone(), state.now());
        let read = move |conn: &mut Conn| {
            let (person, signed_in) = match self {
                Self::Token(token) => (Some(token_holder(conn, &tokens, &token)?), None),
                Self::Cookie(secret) => {
                    let signed_in = sign_in::who(conn, &tokens, &secret, now)?;
                    (signed_in.as_ref().map(|one| one.person.clone()), signed_in)
                }
            };
            let found = person.as_ref().map(|person| also(conn, person)).transpose()?;
            Ok((person, signed_in, found.unwrap_or_default()))
        };
        let (person, signed_in, found) = state.db.glance(read).await?;
        let at_work = signed_in.as_ref().is_some_and(|one| one.at_work);
        let holder = Holder { person, sign_in: signed_in.as_ref().map(|one| one.id), at_work };
        if let Some(visit) = signed_in.filter(|one| one.stale) {
            state.db.write(move |conn| sign_in::touch(conn, &visit, now)).await?;
        }
        Ok((holder, found))
    }
}

fn token_holder(conn: &mut Conn, tokens: &Tokens, token: &str) -> Result<Person> {
    api_token::who(conn, tokens, token)?.ok_or(Error::SignInFirst)
}

fn bearer(headers: &HeaderMap) -> Option<String> {
    let value = headers.get(header::AUTHORIZATION)?.to_str().ok()?;
    let (scheme, token) = value.split_once(' ')?;
    scheme.eq_ignore_ascii_case("bearer").then(|| token.trim().to_owned())
}

/// The page that someone looks at. A form that comes back with its errors stands at an address that may only
/// be posted to: then it is the page the form was on.
fn page_of(request: &HttpRequest) -> String {
    let here = request.uri().path_and_query().map_or("/", |page| page.as_str());
    if matches!(*request.method(), Method::GET | Method::HEAD) {
        return here.to_owned();
    }
    let from = request.headers().get(header::REFERER).and_then(|value| value.to_str().ok());
    let path = from.and_then(|from| url::Url::parse(from).ok()).map(|from| match from.query() {
        Some(query) => format!("{}?{query}", from.path()),
        None => from.path().to_owned(),
    });
    local::path(path.as_deref()).unwrap_or(here).to_owned()
}

#[cfg(test)]
mod tests;
