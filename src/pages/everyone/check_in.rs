//! `/e/{token}`: the code of a registration, opened by any phone's camera. Staff of the centre who are signed in on it
//! see how many come and let them in by one press; anybody else reads a friendly word and changes nothing.

use actix_web::http::StatusCode;
use actix_web::http::header::{self, ContentType};
use actix_web::{HttpResponse, web};
use maud::{Markup, html};

use crate::base::db::Conn;
use crate::base::error::{Error, Result};
use crate::base::lang::{Lang, words};
use crate::base::time::Instant;
use crate::base::web::State;
use crate::base::web::form::{Fields, Reader};
use crate::domain::activities::{Scheduled, SessionId};
use crate::domain::attendance::Arrival;
use crate::domain::attendance::checking_in::{self, Coming, Pressed, arrive};
use crate::domain::centres::{self, Centre};
use crate::domain::people::{self, Acting, PersonId};
use crate::domain::registrations::RegistrationId;
use crate::domain::registrations::codes::CHECK_IN;
use crate::pages::parts::door::Visitor;
use crate::pages::parts::{Button, Field, Tabs, Tone, Width, hidden, mark, notice_first, remark, say};

pub fn routes(config: &mut web::ServiceConfig) {
    config.route("/e/{token}", web::get().to(show)).route("/e/{token}", web::post().to(let_in));
}

/// What is behind a code, for whoever looks.
struct Behind {
    centre: Centre,
    coming: Coming,
    /// Its sessions of today, each with how many of the party are there.
    today: Vec<(Scheduled, i32)>,
    /// Whoever looks works at the centre.
    staff: bool,
}

fn verified(state: &State, token: &str) -> Result<(i64, i64)> {
    state.tokens.verify(CHECK_IN, token).ok_or(Error::NotFound)
}

fn behind(conn: &mut Conn, key: (i64, i64), who: Option<PersonId>, now: Instant) -> Result<Behind> {
    let coming = checking_in::coming(conn, RegistrationId(key.0))?;
    if i64::from(coming.version) != key.1 {
        return Err(Error::NotFound);
    }
    let centre = centres::store::by_id(conn, coming.centre)?;
    let staff = match who {
        Some(person) => people::store::role_in(conn, person, centre.id)?.is_some(),
        None => false,
    };
    let today = checking_in::today_of(conn, &centre, &coming, now)?;
    Ok(Behind { centre, coming, today, staff })
}

async fn show(state: web::Data<State>, visitor: Visitor, token: web::Path<String>) -> Result<HttpResponse> {
    page(&state, &visitor, &token, "", StatusCode::OK).await
}

async fn let_in(
    state: web::Data<State>,
    visitor: Visitor,
    token: web::Path<String>,
    fields: Fields,
) -> Result<HttpResponse> {
    let (key, now) = (verified(&state, &token)?, state.now());
    let person = visitor.person.as_ref().map(|person| person.id).ok_or(Error::SignInFirst)?;
    let session = fields.get("session").parse().ok().map(SessionId);
    let lang = visitor.lang();
    let done = state.db.write_again(move |conn| {
        let behind = behind(conn, key, Some(person), now)?;
        if !behind.staff {
            return Err(Error::NotFound);
        }
        let meant = behind.today.iter().map(|(one, _)| one.session.id).find(|id| Some(*id) == session);
        let Some(session) = meant.filter(|_| behind.coming.confirmed) else { return Ok(None) };
        let Some(people) = Reader::new(&fields, lang).number("people", 0, behind.coming.party) else {
            return Ok(None);
        };
        let acting = Acting { centre: &behind.centre, person: Some(person), now };
        arrive(conn, acting, session, behind.coming.registration, people, Arrival::Code).map(Some)
    });
    match done.await? {
        Some(Pressed::Counted(_)) => {
            Ok(HttpResponse::SeeOther().insert_header((header::LOCATION, format!("/e/{token}"))).finish())
        }
        Some(Pressed::NotYet) => page(&state, &visitor, &token, "early", StatusCode::CONFLICT).await,
        None => page(&state, &visitor, &token, "not", StatusCode::CONFLICT).await,
    }
}

async fn page(
    state: &State,
    visitor: &Visitor,
    token: &str,
    just: &str,
    status: StatusCode,
) -> Result<HttpResponse> {
    let (key, now) = (verified(state, token)?, state.now());
    let who = visitor.person.as_ref().map(|person| person.id);
    let behind = state.db.read(move |conn| behind(conn, key, who, now)).await?;
    // No switch on the page sends the token anywhere.
    let looking = Visitor { path: "/".to_owned(), ..visitor.clone() };
    let frame = looking.frame(Some(&behind.centre), Tabs::None);
    let lang = visitor.lang();
    let (title, main) = if behind.staff {
        (lang.pick("登记到场", "Check in"), for_staff(lang, &behind, token, just, now))
    } else {
        (lang.pick("欢迎您来", "Welcome"), for_anybody(lang, &behind, now))
    };
    let page = frame.page(title, Width::Tight, main);
    Ok(HttpResponse::build(status).content_type(ContentType::html()).body(page.into_string()))
}

/// 3位 · 登记到场: one press.
fn for_staff(lang: Lang, behind: &Behind, token: &str, just: &str, now: Instant) -> Markup {
    let coming = &behind.coming;
    let people = words::people(lang, coming.party.into());
    html! {
        h1 { (coming.name) " · " (people) }
        @match just {
            "early" => (remark(Tone::Amber, lang.pick("还早：开始前3小时才能登记。", "Too early: the door opens 3 hours before the start."))),
            "not" => (remark(Tone::Brick, lang.pick("没有登记上，请看一下再按。", "Not noted: look again and press."))),
            _ => {},
        }
        @if !coming.confirmed {
            (remark(Tone::Brick, lang.pick("这份报名现在没有名额（候补、未定或已取消）。", "This registration has no place now (waiting, undecided or cancelled).")))
        } @else if behind.today.is_empty() {
            (remark(Tone::Amber, lang.pick("今天没有它报名的场次。", "None of its sessions is today.")))
        }
        @if coming.confirmed {
            @for (one, here) in &behind.today {
                section.card.flow {
                    h2 { (one.activity.title_in(lang)) }
                    p { (when(lang, behind, one, now)) " " span.quiet { (one.place_in(lang)) } }
                    @if *here > 0 { p { (mark("ok", &lang.pick(format!("到了{here}位"), format!("{here} here")))) } }
                    form.flow method="post" action={ "/e/" (token) } {
                        (hidden("session", &one.session.id.to_string()))
                        @if coming.party > 1 {
                            @let id = format!("people-{}", one.session.id);
                            (Field::new("people", lang.pick("来了几位", "How many are here")).id(&id).value(&coming.party.to_string()).stepper(lang, 0, coming.party.into()))
                        } @else {
                            (hidden("people", if *here > 0 { "0" } else { "1" }))
                        }
                        @let words = if *here > 0 && coming.party == 1 { lang.pick("取消登记", "Take it back").to_owned() }
                            else if *here > 0 { lang.pick("改成这个数", "Correct it").to_owned() }
                            else { lang.pick(format!("{people} · 登记到场"), format!("{people}: check in")) };
                        @let button = Button::submit(&words).full();
                        p { @if *here > 0 { (button) } @else { (button.main()) } }
                    }
                    p { a href=(format!("{}/attendance/s{}/names", behind.centre.staff_href(), one.session.id)) { (lang.pick("看全部名单", "The list of names")) } }
                }
            }
        }
    }
}

fn when(lang: Lang, behind: &Behind, one: &Scheduled, now: Instant) -> Markup {
    match one.session.span() {
        Ok(span) => say::span(lang, span, behind.centre.zone.today(now)),
        Err(_) => html! {},
    }
}

/// Nobody's name, and nothing to press.
fn for_anybody(lang: Lang, behind: &Behind, now: Instant) -> Markup {
    html! {
        (notice_first(Tone::Jade, lang.pick("这是您的到场码", "This is your code for the door"), html! {
            p { (lang.pick("到了，把它给门口的工作人员扫一下就行，您自己不用按什么。", "Show it to the staff at the door, who scan it; there is nothing for you to press.")) }
        }))
        @for (one, _) in &behind.today {
            div.card {
                p.when { (when(lang, behind, one, now)) }
                p { (one.activity.title_in(lang)) }
                p.quiet { (one.place_in(lang)) }
            }
        }
        p.quiet { (lang.pick("您是工作人员？在这台设备上登录，再扫一次。", "You work here? Sign in on this device and scan again.")) }
        p { (Button::link("/sign-in", lang.pick("工作人员登录", "Staff sign in"))) }
        @if !behind.centre.phone.is_empty() { p { (say::phone_button(&behind.centre.phone)) } }
    }
}
