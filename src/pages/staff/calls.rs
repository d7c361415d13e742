//! `/staff/{centre}/calls`: people without e-mail, and people whose e-mail did not arrive; with what to say, and what
//! they can choose from while they are on the telephone.

use actix_web::http::StatusCode;
use actix_web::{HttpResponse, web};
use maud::{Markup, html};

use super::booking::take_for_them;
use super::here::{Here, Waiting, page as answer, to};
use super::said;
use crate::base::db::Conn;
use crate::base::error::Result;
use crate::base::lang::{Lang, dates};
use crate::base::mail::store::{self, Call, Phoning};
use crate::base::mail::{self, LetterId, links};
use crate::base::time::Instant;
use crate::base::web::State;
use crate::base::web::form::{Fields, Query};
use crate::domain::bookings;
use crate::domain::bookings::store::OfferedAlternative;
use crate::domain::people::PersonId;
use crate::domain::rooms::{self, Room};
use crate::pages::parts::door::Desk;
use crate::pages::parts::{Button, StaffTab, Tone, Width, empty, hidden, notice, remark, say};

pub(super) fn routes(config: &mut web::ServiceConfig) {
    config
        .route("/staff/{centre}/calls", web::get().to(page))
        .route("/staff/{centre}/calls/{id}/done", web::post().to(done));
}

async fn page(door: Desk, query: Query, state: web::Data<State>) -> Result<HttpResponse> {
    let here = Here::desk(door, &state);
    show(here, &state, query.0.has("phoned"), None).await
}

async fn done(
    door: Desk,
    path: web::Path<(String, i64)>,
    fields: Fields,
    state: web::Data<State>,
) -> Result<HttpResponse> {
    let here = Here::desk(door, &state);
    let (id, centre, by, now) = (LetterId(path.1), here.centre.id.0, here.person().0, here.now);
    match state.db.write(move |conn| store::mark_phoned(conn, centre, id, by, now)).await? {
        Phoning::Done if fields.get("from") == "queue" => Ok(to(&here.href("?phoned=1"))),
        Phoning::Done => Ok(to(&here.href("/calls?phoned=1"))),
        Phoning::Refused(was) => show(here, &state, false, Some(was)).await,
    }
}

/// What whoever calls reads out and can take for the leader, each with its room.
type ReadOut = Vec<(OfferedAlternative, Room)>;

fn to_make(conn: &mut Conn, here: &Here) -> Result<Vec<(Call, ReadOut)>> {
    let centre = here.centre.id;
    let calls = store::calls(conn, centre.0)?;
    let people: Vec<PersonId> = calls.iter().filter_map(|call| call.summary.person).map(PersonId).collect();
    let at: Vec<Instant> = calls.iter().map(|call| call.summary.created_at).collect();
    let told = bookings::store::alternatives_told(conn, centre, &people, &at, here.now)?;
    let rooms = rooms::store::rooms(conn, centre)?;
    let read_out = |call: &Call| -> ReadOut {
        let theirs = told.iter().filter(|(person, at, _)| {
            call.summary.person == Some(person.0) && call.summary.created_at == *at
        });
        let with_room = |one: &OfferedAlternative| {
            let room = rooms.iter().find(|room| room.id == one.room_id)?;
            Some((one.clone(), room.clone()))
        };
        theirs.filter_map(|(_, _, one)| with_room(one)).collect()
    };
    Ok(calls.into_iter().map(|call| (call.clone(), read_out(&call))).collect())
}

async fn show(
    here: Here,
    state: &State,
    phoned: bool,
    too_late: Option<mail::State>,
) -> Result<HttpResponse> {
    let who = here.clone();
    let (calls, waiting) =
        state.db.read(move |conn| Ok((to_make(conn, &who)?, Waiting::read(conn, who.centre.id)?))).await?;
    let lang = here.lang();
    let title = match (lang, calls.len()) {
        (Lang::Zh, 0) => "没有要打的电话".to_owned(),
        (Lang::Zh, number) => format!("要打{number}个电话"),
        (Lang::En, 0) => "No calls to make".to_owned(),
        (Lang::En, 1) => "One call to make".to_owned(),
        (Lang::En, number) => format!("{number} calls to make"),
    };
    let main = html! {
        h1 { (title) }
        @if phoned { (remark(Tone::Jade, lang.pick("记下了，电话打过了。", "Noted: the call was made."))) }
        @if let Some(was) = too_late { (no_longer(lang, was)) }
        @if calls.is_empty() {
            (empty("phone", lang.pick("都打过了", "All done"), html! {
                p { (lang.pick("没有邮箱的人，或者邮件没送到的人，会出现在这里。", "People without e-mail, or whose e-mail did not arrive, appear here.")) }
                p { (Button::link(&here.href(""), lang.pick("回到待办", "Back to what waits"))) }
            }))
        } @else {
            p.quiet { (lang.pick("没有邮箱的人，和邮件没送到的人。最早的在前。", "People without e-mail, and people whose e-mail did not arrive. The oldest first.")) }
        }
        @for (call, offered) in &calls { (full(&here, call, offered, &state.public_url)) }
    };
    let status = if too_late.is_some() { StatusCode::CONFLICT } else { StatusCode::OK };
    Ok(answer(status, here.frame(Some(StaffTab::Calls), waiting).page(&title, Width::Normal, main)))
}

fn no_longer(lang: Lang, was: mail::State) -> Markup {
    let why = match was {
        mail::State::Phoned => lang.pick("有人已经打过了。", "Somebody has made this call already."),
        mail::State::Overtaken => lang.pick(
            "后来情况变了，上面要说的话已经不对了。",
            "Something has changed since, and what was to be said is no longer true.",
        ),
        _ => lang.pick("它不再是要打的电话。", "It is no longer a call to make."),
    };
    notice(Tone::Amber, lang.pick("不用再打了", "Nothing left to do"), html! { p { (why) } })
}

/// A call in short, beside the queue.
pub(super) fn small(here: &Here, call: &Call) -> Markup {
    html! { article.card.flow { h3 { (call.summary.name) } (reach(here, call)) p { (call.summary.subject) } (tick(here, call, "queue")) } }
}

fn full(here: &Here, call: &Call, offered: &ReadOut, public_url: &str) -> Markup {
    let lang = here.lang();
    let summary = &call.summary;
    let slip = here.href(&format!("/letters/{}/slip", summary.id));
    let since = dates::ago(lang, here.now.since(summary.created_at));
    html! {
        article.card.flow #{ "c" (summary.id) } {
            h2 { (summary.name) }
            (reach(here, call))
            p.quiet {
                (since)
                @if let Some(booking) = summary.booking {
                    (lang.pick("，", ", "))
                    a href=(here.href(&format!("/bookings/{booking}"))) { (lang.pick("看这次预约", "the booking")) }
                }
                @if let Some(registration) = summary.registration {
                    (lang.pick("，", ", "))
                    a href=(here.href(&format!("/registrations/{registration}"))) { (lang.pick("看这次报名", "the registration")) }
                }
            }
            h3 { (lang.pick("要说的话", "What to say")) }
            blockquote.flow lang=(call.lang.tag()) { (said::paragraphs(&to_say(call, public_url))) }
            @for (one, room) in offered { (take_for_them(here, one, room)) }
            div.row { (tick(here, call, "calls")) (Button::link(&slip, lang.pick("打印成凭条", "Print as a slip")).icon("print")) }
        }
    }
}

/// What was written for the telephone, or of a letter that did not arrive all but its foot and what is to be pressed.
fn to_say(call: &Call, public_url: &str) -> String {
    let words = call.body.words(call.lang);
    let said: Vec<&str> = words.lines().filter(|line| !links::has_act(line)).collect();
    links::veil(&said.join("\n"), call.lang, public_url)
}

fn reach(here: &Here, call: &Call) -> Markup {
    let lang = here.lang();
    let summary = &call.summary;
    let phone = call.phone.as_deref().filter(|phone| !phone.is_empty());
    html! {
        @match phone {
            Some(phone) => p { (say::phone_button(phone)) },
            None => p { (lang.pick("没有电话号码。", "No phone number on record.")) },
        }
        @if summary.state == mail::State::Failed {
            p { strong { (lang.pick("邮件没送到，请问问新邮箱。", "The e-mail did not arrive: ask for a new address.")) }
                " " span.quiet { (summary.address) } }
        }
    }
}

fn tick(here: &Here, call: &Call, from: &str) -> Markup {
    let lang = here.lang();
    let of = format!("{}{}", lang.pick("：", ": "), call.summary.name);
    html! {
        form.row method="post" action=(here.href(&format!("/calls/{}/done", call.summary.id))) {
            (hidden("from", from))
            (Button::submit(lang.pick("打过了", "Call made")).icon("ok").of(&of))
        }
    }
}
