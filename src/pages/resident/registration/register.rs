//! `/c/{centre}/activities/{id}/registration`: the form by which a resident registers.

use actix_web::http::StatusCode;
use actix_web::web::{Data, Path};
use actix_web::{HttpRequest, HttpResponse};
use maud::{Markup, html};

use super::{answer, see_other, words};
use crate::base::error::{Error, Result};
use crate::base::lang::dates;
use crate::base::tokens::random_token;
use crate::base::web::form::{Errors, Fields, Query, Reader};
use crate::base::web::{State, peer};
use crate::domain::activities::{self, Activity, ActivityId, RegistrationMode, Scheduled};
use crate::domain::people::throttle;
use crate::domain::registrations::acting::Acting;
use crate::domain::registrations::registering::{self, Registered};
use crate::domain::registrations::rules::{Joining, joining};
use crate::domain::registrations::store::PlacesLeft;
use crate::domain::registrations::{codes, store};
use crate::pages::parts::door::Visitor;
use crate::pages::parts::{
    Button, Choice, Sheet, Tab, Tabs, Tone, Width, error_summary, hidden, notice, places,
    registration_form as form, remark, say,
};
use crate::pages::resident::here::Here;

/// What is read for the page.
pub(super) struct Read {
    pub activity: Activity,
    /// Those to come.
    pub sessions: Vec<Scheduled>,
    pub places: PlacesLeft,
    /// How a course stands.
    pub course: Joining,
    pub keep_days: u32,
}

/// Why there is no registration.
enum No {
    Refused(registering::Why),
    /// Seconds to wait.
    Slow(u32),
}

pub async fn page(
    state: Data<State>,
    visitor: Visitor,
    path: Path<(String, i64)>,
    query: Query,
) -> Result<HttpResponse> {
    let (slug, id) = path.into_inner();
    let (here, read) = read(&state, visitor, &slug, ActivityId(id)).await?;
    let mut fields = form::blank(&random_token());
    fields.set("session", query.0.get("session"));
    show(&here, read, fields, Errors::default(), None)
}

pub async fn register(
    request: HttpRequest,
    state: Data<State>,
    visitor: Visitor,
    path: Path<(String, i64)>,
    fields: Fields,
) -> Result<HttpResponse> {
    let (slug, id) = path.into_inner();
    let (here, read) = read(&state, visitor, &slug, ActivityId(id)).await?;
    let fields = one_session(fields, &read);
    let mut reader = Reader::new(&fields, here.lang());
    let wanted = form::read(&mut reader, &fields, here.lang(), &read.activity, false);
    let wanted = match reader.finish_with(wanted) {
        Ok(wanted) => wanted,
        Err(errors) => return show(&here, read, fields, errors, None),
    };
    let (who, tokens, now) = (here.clone(), state.tokens.clone(), here.now);
    // Whoever is signed in is known; only strangers are slowed.
    let address = peer::address(&request, &state.trusted_proxies).filter(|_| here.visitor.person.is_none());
    let done = state.db.write_again(move |conn| {
        let most = registering::MOST_FROM_ONE_NETWORK;
        if let Some(seconds) = throttle::pace(conn, &tokens, "registration", address, most, now)? {
            return Ok(Err(No::Slow(seconds)));
        }
        let acting = Acting { centre: &who.centre, person: None, now };
        match registering::register(conn, acting, &wanted)? {
            Registered::Done(one) | Registered::Repeated(one) => Ok(Ok(one)),
            Registered::Refused(why) => Ok(Err(No::Refused(why))),
        }
    });
    match done.await? {
        Ok(one) => {
            state.outbox.notify_one();
            let token = codes::token(&state.tokens, &one.registration);
            Ok(see_other(&format!("{}{token}?new=1", codes::PREFIX)))
        }
        Err(no) => {
            // How it stands may have changed since: it is read again.
            let slug = here.centre.slug.clone();
            let (here, read) = self::read(&state, here.visitor, &slug, ActivityId(id)).await?;
            show(&here, read, fields, Errors::default(), Some(no))
        }
    }
}

async fn read(state: &State, visitor: Visitor, slug: &str, id: ActivityId) -> Result<(Here, Read)> {
    let keep_days = state.keep_days;
    let (here, read) = Here::reading(state, visitor, slug, move |conn, here| {
        let activity = activities::store::activity(conn, here.centre.id, id)?;
        let all = activities::store::sessions_of(conn, id)?;
        let places = store::places_left(conn, &[id])?;
        if !activity.is_published() || !all.iter().any(Scheduled::is_told) {
            return Err(Error::NotFound);
        }
        let acting = Acting { centre: &here.centre, person: None, now: here.now };
        let starts = registering::first_start(&activity, &all, &acting);
        let target = crate::domain::registrations::Target { activity: id, session: None };
        let course = joining(&activity, starts, places.of_target(target, activity.places), here.wall());
        let now = here.wall();
        let sessions = all
            .into_iter()
            .filter(|one| one.is_told() && one.session.cancelled_at.is_none() && one.session.starts_at > now)
            .collect();
        Ok(Read { activity, sessions, places, course, keep_days })
    })
    .await?;
    if read.activity.registration == RegistrationMode::None {
        return Err(Error::NotFound);
    }
    Ok((here, read))
}

/// How each session stands.
fn of_session(here: &Here, read: &Read, one: &Scheduled) -> Joining {
    let places = read.places.of(&read.activity, one.session.id).unwrap_or_default();
    joining(&read.activity, Some(one.session.starts_at), places, here.wall())
}

/// Where there is only one session, nobody need choose it.
fn one_session(mut fields: Fields, read: &Read) -> Fields {
    if let [one] = read.sessions.as_slice()
        && fields.get("session").is_empty()
    {
        fields.set("session", one.session.id.to_string());
    }
    fields
}

fn show(here: &Here, read: Read, fields: Fields, errors: Errors, no: Option<No>) -> Result<HttpResponse> {
    let status = match (&no, errors.is_empty()) {
        (Some(No::Slow(_)), _) => StatusCode::TOO_MANY_REQUESTS,
        (Some(No::Refused(_)), _) => StatusCode::CONFLICT,
        (None, false) => StatusCode::UNPROCESSABLE_ENTITY,
        (None, true) => StatusCode::OK,
    };
    let lang = here.lang();
    let title = lang.pick("报名", "Register");
    let tabs = Tabs::Public { base: here.centre.href(), current: Some(Tab::Calendar) };
    let mut frame = here.visitor.frame(Some(&here.centre), tabs);
    frame.path = here.href(&format!("/activities/{}/registration", read.activity.id));
    Ok(answer(status, frame.page(title, Width::Tight, view(here, &read, &fields, &errors, no))))
}

fn view(here: &Here, read: &Read, fields: &Fields, errors: &Errors, no: Option<No>) -> Markup {
    let (lang, today) = (here.lang(), here.today());
    let sheet = Sheet { lang, fields, errors };
    let problems: Vec<(&str, &str)> =
        errors.iter().map(|error| (error.field.as_str(), error.message.as_str())).collect();
    let activity = here.href(&format!("/activities/{}", read.activity.id));
    let per_session = read.activity.registration == RegistrationMode::Session;
    let chosen = read.sessions.iter().find(|one| one.session.id.to_string() == fields.get("session"));
    let chosen = chosen.or(match read.sessions.as_slice() {
        [one] => Some(one),
        _ => None,
    });
    let joining = match (per_session, chosen) {
        (true, Some(one)) => Some(of_session(here, read, one)),
        (true, None) => None,
        (false, _) => Some(read.course),
    };
    let choices: Vec<Choice> = match per_session {
        true => read.sessions.iter().map(|one| choice(here, read, one)).collect(),
        false => Vec::new(),
    };
    let open = joining.is_none_or(Joining::is_open) && !read.sessions.is_empty();
    html! {
        (error_summary(lang, lang.pick("还没报上名", "Not registered yet"), &problems))
        h1 { (read.activity.title_in(lang)) }
        @match &no {
            Some(No::Refused(why)) => (words::refused(lang, *why, today)),
            Some(No::Slow(seconds)) => (words::slow(lang, *seconds)),
            None => {}
        }
        @if let Some(joining) = joining && let Some(mark) = places::left(lang, joining, today) { p { (mark) } }
        @if per_session && let Some(span) = chosen.and_then(|one| one.session.span().ok()) { p { strong { (say::span(lang, span, today)) } } }
        @if !per_session && !read.sessions.is_empty() { (words::course(lang, &read.sessions, today)) }
        @if open {
            @if let Some(Joining::Line(line)) = joining { (words::line(lang, line)) }
            @if read.activity.reviewed {
                (remark(Tone::Indigo, lang.pick("这项活动要工作人员看过才算数，结果会告诉您。", "Staff look at each registration and tell you the result.")))
            }
            form.card.flow method="post" action={ (activity) "/registration" } {
                (hidden("key", fields.get("key")))
                @if per_session && choices.len() == 1 { (hidden("session", &choices.first().map_or_else(String::new, |one| one.value.clone()))) }
                (form::fields(&sheet, &read.activity, &choices, false))
                p { (Button::submit(match joining { Some(Joining::Line(_)) => lang.pick("排队候补", "Wait in line"), _ => lang.pick("我要参加", "Register me") }).main().full()) }
                p.quiet { (words::data(lang, read.keep_days)) }
            }
        } @else {
            (notice(Tone::Amber, lang.pick("现在不能报名", "You cannot register now"), html! {
                p { (lang.pick("有事请打电话问中心：", "Ask the centre: ")) (say::phone(&here.centre.phone)) }
            }))
        }
        p.row { (Button::link(&activity, lang.pick("回到活动", "Back to the activity")).icon("left")) }
        p.row { (Button::link(&here.href("/registration"), lang.pick("我报过名，要查看或取消", "I have registered: see or cancel")).plain()) }
    }
}

fn when(here: &Here, one: &Scheduled) -> String {
    let words = one.session.span().map(|span| dates::span(here.lang(), span, here.today()));
    words.unwrap_or_default()
}

fn choice(here: &Here, read: &Read, one: &Scheduled) -> Choice {
    let lang = here.lang();
    let words = places::left_words(lang, of_session(here, read, one), here.today());
    let words = words.map_or_else(String::new, |(_, words)| format!("{}{words}", lang.pick("，", ", ")));
    // Its times stay on one line.
    let when = when(here, one).replace('–', "\u{2060}–\u{2060}");
    Choice::new(one.session.id.to_string(), format!("{when}{words}"))
}
