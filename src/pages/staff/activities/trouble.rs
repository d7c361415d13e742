//! Dates that do not fit: what is in the way, and when the room is free that day.

use actix_web::http::StatusCode;
use chrono::NaiveDate;
use maud::{Markup, html};

use super::form::DETAILS;

use crate::base::db::Conn;
use crate::base::error::Result;
use crate::base::lang::{Lang, dates};
use crate::base::time::{DaySpan, Span};
use crate::base::web::form::Fields;
use crate::domain::activities::scheduling::{Scheduling, Venue};
use crate::domain::activities::{ActivityId, SessionId};
use crate::domain::bookings::board::{self, What};
use crate::domain::bookings::{Refusal, words};
use crate::domain::disruptions::Cause;
use crate::pages::parts::{Button, Tone, hidden, notice, say};
use crate::pages::staff::disruptions::form::write_slot;
use crate::pages::staff::here::Here;

/// Dates for which the free times are looked up; a course of a year may clash on all of them.
const LOOKED_UP: usize = 3;

/// One date that does not fit.
#[derive(Debug, Clone)]
pub(super) struct Trouble {
    pub span: Span,
    why: Scheduling,
    /// When the room is free that day, where that was looked up.
    free: Option<Vec<DaySpan>>,
}

/// Looks up what would work.
pub(super) fn look_up(
    conn: &mut Conn,
    here: &Here,
    venue: &Venue,
    not_fitting: Vec<(Span, Scheduling)>,
) -> Result<Vec<Trouble>> {
    let mut troubles = Vec::new();
    for (place, (span, why)) in not_fitting.into_iter().enumerate() {
        let free = match venue {
            Venue::Room(room) if place < LOOKED_UP => {
                let date = span.date();
                let board = board::read(conn, &here.centre, date, date, here.now)?;
                board.catalogue.room(*room).map(|room| {
                    let day = board.day_of(room, date).into_iter();
                    day.filter(|piece| matches!(piece.what, What::Free)).map(|piece| piece.span).collect()
                })
            }
            _ => None,
        };
        troubles.push(Trouble { span, why, free });
    }
    Ok(troubles)
}

/// 409 when somebody has it, 422 when it is not open.
pub(super) fn status(troubles: &[Trouble]) -> StatusCode {
    match any_taken(troubles) {
        true => StatusCode::CONFLICT,
        false => StatusCode::UNPROCESSABLE_ENTITY,
    }
}

/// The box on top of the form; nothing without troubles.
pub(super) fn view(here: &Here, troubles: &[Trouble]) -> Markup {
    let lang = here.lang();
    let title = match (lang, troubles.len()) {
        (_, 0) => return html! {},
        (Lang::Zh, 1) => "还没排上：这个时间不行".to_owned(),
        (Lang::Zh, number) => format!("还没排上：有{number}天不行"),
        (Lang::En, 1) => "Not planned: that time does not work".to_owned(),
        (Lang::En, number) => format!("Not planned: {number} days do not work"),
    };
    notice(Tone::Brick, title, html! { @for one in troubles { (said(here, one)) } })
}

/// What the room is wanted for.
#[derive(Clone, Copy)]
pub(super) enum For<'a> {
    /// A new activity, as it was typed.
    New(&'a Fields),
    More(ActivityId),
    Move(SessionId),
}

/// The way to take the room for the centre where somebody else has it, on all dates at once.
pub(super) fn give_way(here: &Here, venue: &Venue, spans: &[Span], what: For) -> Markup {
    let lang = here.lang();
    let Venue::Room(room) = venue else { return html! {} };
    html! {
        form.flow method="post" action=(here.href("/disruptions/new")) {
            (hidden("cause", Cause::OwnUse.word()))
            (hidden("room", &room.to_string()))
            @match what {
                For::New(fields) => {
                    @for (name, value) in fields.pairs().filter(|(name, value)| DETAILS.contains(name) && !value.is_empty()) {
                        (hidden(name, value))
                    }
                },
                For::More(id) => (hidden("activity", &id.to_string())),
                For::Move(id) => (hidden("session", &id.to_string())),
            }
            @for span in spans { (hidden("slot", &write_slot(*span))) }
            p { (lang.pick("中心一定要用这个时间？先看要请谁让出来、给他们什么备选。", "Does the centre need this very time? First see who has to give way, and what they are offered.")) }
            p { (Button::submit(lang.pick("请队伍让出来…", "Ask them to give way…"))) }
        }
    }
}

/// True where somebody has one of the times.
pub(super) fn any_taken(troubles: &[Trouble]) -> bool {
    troubles.iter().any(|one| matches!(one.why, Scheduling::Taken(_)))
}

/// True where all that is in the way of some date are bookings: whoever has them can be asked to give way.
pub(super) fn may_give_way(troubles: &[Trouble]) -> bool {
    troubles.iter().any(|one| is_booked(&one.why))
}

/// Bookings alone are in the way; the centre's own session is moved on its own page.
pub(super) fn is_booked(problem: &Scheduling) -> bool {
    matches!(problem, Scheduling::Taken(clashes) if clashes.iter().all(|clash| clash.session.is_none()))
}

/// The way to each session of the centre's own that is in the way.
pub(super) fn sessions(here: &Here, problem: &Scheduling) -> Markup {
    let Scheduling::Taken(clashes) = problem else { return html! {} };
    let lang = here.lang();
    html! {
        @for (activity, session) in clashes.iter().filter_map(|clash| clash.session) {
            @let href = here.href(&format!("/activities/{activity}/sessions/{session}"));
            " " a href=(href) { (lang.pick("是中心自己的活动，去挪开它", "The centre’s own: move it")) }
        }
    }
}

/// What is in the way of one date.
pub(super) fn why(lang: Lang, problem: &Scheduling, today: NaiveDate) -> String {
    match problem {
        Scheduling::Taken(clashes) => {
            let words: Vec<String> = clashes.iter().map(|clash| words::clash(lang, clash)).collect();
            let there = words.join(lang.pick("；", "; "));
            lang.pick(format!("{there}。"), format!("{there}. "))
        }
        Scheduling::NotOpen(open) if open.is_empty() => {
            lang.pick("这天不开放，请换一天。", "It is closed that day; please choose another. ").to_owned()
        }
        Scheduling::NotOpen(open) => {
            let open = list(lang, open);
            lang.pick(
                format!("不全在开放时间里，这天开放{open}。"),
                format!("Not within the opening hours. Open that day: {open}. "),
            )
        }
        Scheduling::NoSuchTime => words::refusal(lang, &Refusal::NoSuchTime, today),
        Scheduling::Doubled(_) | Scheduling::Crowded(_) | Scheduling::Done(..) => String::new(),
    }
}

fn list(lang: Lang, spans: &[DaySpan]) -> String {
    let times: Vec<String> = spans.iter().map(|span| dates::times(lang, span.from(), span.to())).collect();
    times.join(lang.pick("、", ", "))
}

fn said(here: &Here, one: &Trouble) -> Markup {
    let lang = here.lang();
    html! {
        p {
            strong { (say::date(lang, one.span.date(), here.today())) } (lang.pick("：", ": "))
            (why(lang, &one.why, here.today()))
            (sessions(here, &one.why))
            @match &one.free {
                Some(free) if !free.is_empty() => { (lang.pick("这天空着的时间：", "Free that day: ")) (list(lang, free)) (lang.pick("。", ".")) },
                Some(_) => { (lang.pick("这间这天没有空的时间了。", "This room has nothing free that day.")) },
                None => {},
            }
        }
    }
}
