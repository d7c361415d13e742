//! `/r/{token}`: one's own registration. GET shows, POST acts; the page names nobody and shows no number.

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use actix_web::web::{Data, Path};

use super::private_question::Question;
use super::private_view::{Came, PrivatePage};
use super::{answer, see_other};
use crate::base::db::Conn;
use crate::base::error::{Error, Result};
use crate::base::mail;
use crate::base::time::Instant;
use crate::base::web::State;
use crate::base::web::form::{Errors, Fields, Query, Reader};
use crate::domain::centres::{self, Centre};
use crate::domain::registrations::acting::Acting;
use crate::domain::registrations::answering::{self, Answered};
use crate::domain::registrations::cancelling::{self, Cancelled};
use crate::domain::registrations::changing::{self, Change, Changed};
use crate::domain::registrations::{
    Enrolled, Places, RegistrationId, RegistrationState, codes, erasing, store,
};
use crate::pages::parts::door::Visitor;
use crate::pages::parts::{Tabs, Width, registration_form as form};

/// The registration behind a link.
pub(super) struct Behind {
    pub enrolled: Enrolled,
    pub centre: Centre,
    /// Its place in line, from 1.
    pub place: Option<usize>,
    pub places: Places,
    /// The last one to their e-mail address.
    pub letter: Option<Letter>,
    pub now: Instant,
}

/// What became of a letter so far.
#[derive(Debug, Clone, Copy)]
pub(super) enum Letter {
    Sent,
    Soon,
    /// Held back by the pace until then.
    Due(Instant),
    NoServer,
    /// The address does not take it.
    Failed,
}

pub async fn page(
    state: Data<State>,
    visitor: Visitor,
    token: Path<String>,
    query: Query,
) -> Result<HttpResponse> {
    let came = match (query.0.has("new"), query.0.has("changed")) {
        (true, _) => Came::New,
        (_, true) => Came::Changed,
        _ => Came::Fresh,
    };
    show(&state, &visitor, &token, came, Fields::default(), Errors::default()).await
}

pub async fn change(
    state: Data<State>,
    visitor: Visitor,
    token: Path<String>,
    fields: Fields,
) -> Result<HttpResponse> {
    let behind = behind(&state, &token).await?;
    let mut reader = Reader::new(&fields, visitor.lang());
    let limit = behind.enrolled.activity.party_limit;
    let wanted = form::read_change(&mut reader, &fields, visitor.lang(), limit, false);
    let wanted: Change = match reader.finish_with(wanted) {
        Ok(wanted) => wanted,
        Err(errors) => return show(&state, &visitor, &token, Came::Fresh, fields, errors).await,
    };
    let done =
        act(&state, &token, move |conn, acting, id| changing::change(conn, acting, id, &wanted)).await?;
    let came = match done {
        Changed::Done(one) | Changed::Already(one) => {
            // Another address makes another link.
            let token = codes::token(&state.tokens, &one.registration);
            return Ok(see_other(&format!("{}{token}?changed=1", codes::PREFIX)));
        }
        Changed::Over(_) => Came::Late,
        Changed::TooMany(limit) => Came::TooMany(limit),
        Changed::NoPlaces(left) => Came::NoPlaces(left),
        Changed::AnswerFirst => Came::AnswerFirst,
    };
    show(&state, &visitor, &token, came, fields, Errors::default()).await
}

pub async fn accept(state: Data<State>, visitor: Visitor, token: Path<String>) -> Result<HttpResponse> {
    let done = act(&state, &token, answering::accept).await?;
    answered(&state, &visitor, &token, matches!(done, Answered::Done(_))).await
}

pub async fn decline(state: Data<State>, visitor: Visitor, token: Path<String>) -> Result<HttpResponse> {
    let done = act(&state, &token, answering::decline).await?;
    answered(&state, &visitor, &token, matches!(done, Answered::Done(_))).await
}

pub async fn cancel(state: Data<State>, visitor: Visitor, token: Path<String>) -> Result<HttpResponse> {
    let done = act(&state, &token, |conn, acting, id| cancelling::cancel(conn, acting, id, None)).await?;
    answered(&state, &visitor, &token, matches!(done, Cancelled::Done(_))).await
}

/// Asks first: one press by mistake must not give a place away.
pub async fn ask_to_cancel(
    state: Data<State>,
    visitor: Visitor,
    token: Path<String>,
) -> Result<HttpResponse> {
    ask(&state, &visitor, &token, Question::Cancel).await
}

pub async fn ask_to_erase(state: Data<State>, visitor: Visitor, token: Path<String>) -> Result<HttpResponse> {
    ask(&state, &visitor, &token, Question::Erase).await
}

async fn ask(state: &State, visitor: &Visitor, token: &str, question: Question) -> Result<HttpResponse> {
    let behind = behind(state, token).await?;
    let action = format!("{}{token}", codes::PREFIX);
    let (title, main) = question.page(visitor.lang(), &behind, &action);
    let frame = nobody(visitor).frame(Some(&behind.centre), Tabs::None);
    Ok(answer(StatusCode::OK, frame.page(title, Width::Tight, main)))
}

/// Afterwards the link is dead: the answer is the page that says so.
pub async fn erase(state: Data<State>, visitor: Visitor, token: Path<String>) -> Result<HttpResponse> {
    let behind = behind(&state, &token).await?;
    act(&state, &token, erasing::erase).await?;
    let frame = nobody(&visitor).frame(Some(&behind.centre), Tabs::None);
    let (title, main) = super::private_view::erased(visitor.lang(), &behind.centre);
    Ok(answer(StatusCode::OK, frame.page(title, Width::Tight, main)))
}

async fn answered(state: &State, visitor: &Visitor, token: &str, done: bool) -> Result<HttpResponse> {
    if done {
        return Ok(see_other(&format!("{}{token}", codes::PREFIX)));
    }
    show(state, visitor, token, Came::Late, Fields::default(), Errors::default()).await
}

/// Runs an act for whoever holds the link.
async fn act<T: Send + 'static>(
    state: &State,
    token: &str,
    run: impl Fn(&mut Conn, Acting, RegistrationId) -> Result<T> + Send + 'static,
) -> Result<T> {
    let (id, version) = codes::verify(&state.tokens, token).ok_or(Error::NotFound)?;
    let now = state.now();
    let done = state
        .db
        .write_again(move |conn| {
            let seen = living(conn, id, version)?;
            let centre = centres::store::by_id(conn, seen.centre_id)?;
            run(conn, Acting { centre: &centre, person: None, now }, id)
        })
        .await?;
    state.outbox.notify_one();
    Ok(done)
}

/// A link is dead once its registration has another version.
fn living(
    conn: &mut Conn,
    id: RegistrationId,
    version: i64,
) -> Result<crate::domain::registrations::Registration> {
    let found = store::find(conn, id)?;
    if i64::from(found.version) == version { Ok(found) } else { Err(Error::NotFound) }
}

pub(super) async fn behind(state: &State, token: &str) -> Result<Behind> {
    let (id, version) = codes::verify(&state.tokens, token).ok_or(Error::NotFound)?;
    let (now, mailing) = (state.now(), state.mailing);
    state
        .db
        .read(move |conn| {
            let found = living(conn, id, version)?;
            let enrolled = store::enrolled(conn, id)?;
            let last = mail::store::last_of_registration(conn, id.0)?;
            let letter = last.map(|(state, due)| match state {
                mail::State::Sent => Letter::Sent,
                mail::State::Failed | mail::State::Overtaken => Letter::Failed,
                _ if !mailing => Letter::NoServer,
                _ if due > now => Letter::Due(due),
                _ => Letter::Soon,
            });
            let centre = centres::store::by_id(conn, found.centre_id)?;
            let target = found.target();
            let place = match found.state {
                RegistrationState::Waiting => {
                    let line = store::line(conn, target)?;
                    line.iter().position(|one| one.id == id).map(|ahead| ahead + 1)
                }
                _ => None,
            };
            let places = store::places(conn, target, enrolled.activity.places)?;
            Ok(Behind { enrolled, centre, place, places, letter, now })
        })
        .await
}

/// The page names nobody, and no switch on it sends the token anywhere.
pub(super) fn nobody(visitor: &Visitor) -> Visitor {
    Visitor { person: None, path: "/".to_owned(), ..visitor.clone() }
}

async fn show(
    state: &State,
    visitor: &Visitor,
    token: &str,
    came: Came,
    fields: Fields,
    errors: Errors,
) -> Result<HttpResponse> {
    let behind = behind(state, token).await?;
    let status = match (&came, errors.is_empty()) {
        (_, false) => StatusCode::UNPROCESSABLE_ENTITY,
        (Came::Late | Came::TooMany(_) | Came::NoPlaces(_) | Came::AnswerFirst, _) => StatusCode::CONFLICT,
        _ => StatusCode::OK,
    };
    let frame = nobody(visitor).frame(Some(&behind.centre), Tabs::None);
    let code = codes::code(&state.tokens, &behind.enrolled.registration);
    let of = &behind.enrolled.registration;
    let door = format!("{}{}", state.public_url, codes::door_path(&state.tokens, of));
    let action = format!("{}{token}", codes::PREFIX);
    let (behind, action, keep_days) = (&behind, &action, state.keep_days);
    let page = PrivatePage {
        behind,
        action,
        code: &code,
        door: &door,
        keep_days,
        came,
        fields: &fields,
        errors: &errors,
    };
    let (title, main) = page.render(visitor.lang());
    Ok(answer(status, frame.page(&title, Width::Tight, main)))
}
