//! The letters of an act of the centre. Those about bookings are written where bookings' letters are.

use super::reporting::Fault;
use super::{Halt, Planned, What};
use crate::base::db::Conn;
use crate::base::error::Result;
use crate::base::history::HistoryId;
use crate::base::lang::{Lang, dates};
use crate::base::mail::{self, Draft, links};
use crate::domain::activities::Scheduled;
use crate::domain::bookings::letters as about_bookings;
use crate::domain::bookings::letters::{Notice, Taken};
use crate::domain::centres::either;
use crate::domain::people::contact::{Contact, Urgency, contacts};
use crate::domain::people::{Acting, PersonId};
use crate::domain::rooms::{self, Room};

/// To one leader: what was taken away, why, and what is held instead.
pub(super) fn displaced(
    conn: &mut Conn,
    acting: &Acting,
    cause: HistoryId,
    planned: &Planned,
    leader: &Contact,
    notices: &[&Notice],
) -> Result<()> {
    let happened = happened(conn, acting, leader.lang, &planned.what)?;
    let reason = either(leader.lang, &planned.reason, &planned.reason_en);
    about_bookings::displaced(conn, acting, cause, Taken { happened: &happened, reason }, leader, notices)
}

/// What the centre does, in a sentence to those whom it hits.
fn happened(conn: &mut Conn, acting: &Acting, lang: Lang, what: &What) -> Result<String> {
    let room = match what.room() {
        Some(room) => Some(rooms::store::room(conn, acting.centre.id, room)?),
        None => None,
    };
    let room = room.as_ref().map(|room| room.name_in(lang));
    let today = acting.centre.zone.today(acting.now);
    Ok(match (what, lang, room) {
        (What::OwnUse { .. }, Lang::Zh, Some(room)) => {
            format!("中心自己要用{room}，只好请您队让一让，对不起。")
        }
        (What::OwnUse { .. }, Lang::Zh, None) => "中心自己要用这间，只好请您队让一让，对不起。".into(),
        (What::OwnUse { .. }, Lang::En, room) => format!(
            "The centre needs {} itself and has to ask your troupe to give way. We are sorry.",
            room.unwrap_or("the room")
        ),
        (What::Close { fault: true, .. }, Lang::Zh, Some(room)) => format!("{room}出了故障，要停用，对不起。"),
        (What::Close { fault: true, .. }, Lang::Zh, None) => "中心出了故障，要闭馆，对不起。".into(),
        (What::Close { fault: true, .. }, Lang::En, room) => format!(
            "Something broke, and {} has to be closed. We are sorry.",
            room.unwrap_or("the centre")
        ),
        (What::Close { .. }, Lang::Zh, Some(room)) => format!("{room}要停用一段时间，对不起。"),
        (What::Close { .. }, Lang::Zh, None) => "中心要闭馆一段时间，对不起。".into(),
        (What::Close { .. }, Lang::En, room) => {
            format!("{} will be closed for a while. We are sorry.", room.unwrap_or("The centre"))
        }
        (What::Hours(change), lang, room) => {
            let whose = room.unwrap_or(lang.pick("中心", "the centre"));
            match (lang, change.date()) {
                (Lang::Zh, Some(date)) => {
                    format!("{whose}{}的开放时间变了，对不起。", dates::date(lang, date, today))
                }
                (Lang::Zh, None) => format!("{whose}每周的开放时间变了，对不起。"),
                (Lang::En, Some(date)) => format!(
                    "On {} the opening hours of {whose} are different. We are sorry.",
                    dates::date(lang, date, today)
                ),
                (Lang::En, None) => format!("The weekly opening hours of {whose} change. We are sorry."),
            }
        }
        (What::Agreement { halt: Halt::Suspend, .. }, ..) => lang
            .pick(
                "您队的场地免费使用协议暂停了，按它约的时间不再有效。暂停期间可以单次申请，都要工作人员审核；恢复时会再告诉您。",
                "Your troupe’s agreement is suspended, and what was booked under it no longer stands. Until it holds again you can ask for single dates, which staff decide about; we will tell you when it does.",
            )
            .into(),
        (What::Agreement { halt: Halt::End { last_day }, .. }, lang, _) => {
            let last = dates::date(lang, *last_day, today);
            match (lang, *last_day < today) {
                (Lang::Zh, true) => "您队的场地免费使用协议终止了，按它约的时间不再有效。以后可以单次申请，都要工作人员审核。".into(),
                (Lang::Zh, false) => format!(
                    "您队的场地免费使用协议提前终止，最后一天是{last}，这天以后按它约的时间不再有效；这天以前的不变。以后可以单次申请，都要工作人员审核。"
                ),
                (Lang::En, true) => "Your troupe’s agreement has ended, and what was booked under it no longer stands. From now on you can ask for single dates, which staff decide about.".into(),
                (Lang::En, false) => format!(
                    "Your troupe’s agreement ends early: its last day is {last}, and what was booked under it for later no longer stands. Until then nothing changes; afterwards you can ask for single dates, which staff decide about."
                ),
            }
        }
    })
}

/// Counts the calendar objects that [`displaced`] sent.
pub(super) fn count_calendars(conn: &mut Conn, notices: &[Notice]) -> Result<()> {
    about_bookings::count_calendars(conn, notices)
}

/// To whoever entered them: these sessions are cancelled.
pub(super) fn sessions_cancelled(
    conn: &mut Conn,
    acting: &Acting,
    cause: HistoryId,
    planned: &Planned,
    sessions: &[Scheduled],
) -> Result<()> {
    let mut by: Vec<PersonId> = sessions.iter().map(|one| one.activity.created_by).collect();
    by.sort();
    by.dedup();
    let today = acting.centre.zone.today(acting.now);
    for person in contacts(conn, &by)?.iter().filter(|one| Some(one.id) != acting.person) {
        let lang = person.lang;
        let theirs = sessions.iter().filter(|one| one.activity.created_by == person.id);
        let lines: Vec<String> = theirs
            .filter_map(|one| {
                let span = dates::span(lang, one.session.span().ok()?, today);
                let (title, place) = (one.activity.title_in(lang), one.place_in(lang));
                Some(lang.pick(format!("{span} {place}：{title}"), format!("{span}, {place}: {title}")))
            })
            .collect();
        let subject = match lang {
            Lang::Zh => format!("{}场活动取消了：{}", lines.len(), planned.what.cause().name(lang)),
            Lang::En => {
                format!("{} cancelled: {}", sessions_in_words(lines.len()), planned.what.cause().name(lang))
            }
        };
        let reason = either(lang, &planned.reason, &planned.reason_en);
        let told = lang.pick(
            "场地用不了了，下面这些场次已经取消。要改期，请到活动页面另排时间。",
            "The room cannot be used, so these dates are cancelled. To hold them another time, plan them anew on the activity’s page.",
        );
        let reason = lang.pick(format!("原因：{reason}"), format!("Why: {reason}"));
        let letter = Draft::new(subject)
            .from(acting.centre.name_in(lang))
            .line(told)
            .line(&reason)
            .line(lines.join("\n"))
            .button(
                lang.pick("去看活动", "See the activities"),
                links::page(format!("{}/activities", acting.centre.staff_href())),
            )
            .build("sessions_cancelled");
        let recipient = person.recipient(Urgency::MustKnow);
        mail::enqueue(conn, cause, Some(acting.centre.id.0), None, &recipient, &letter, acting.now)?;
    }
    Ok(())
}

fn sessions_in_words(number: usize) -> String {
    crate::base::lang::words::count(number as i64, "session", "sessions")
}

/// To those who may close rooms: something broke.
pub(super) fn fault(
    conn: &mut Conn,
    acting: &Acting,
    cause: HistoryId,
    room: &Room,
    fault: &Fault,
    people: &[Contact],
) -> Result<()> {
    let today = acting.centre.zone.today(acting.now);
    let query = url::form_urlencoded::Serializer::new(String::new())
        .append_pair("cause", "fault")
        .append_pair("room", &room.id.to_string())
        .append_pair("until_date", &fault.until.date().to_string())
        .append_pair("until_time", &fault.until.minute().iso())
        .append_pair("reason", &fault.what)
        .finish();
    let path = format!("{}/disruptions/new?{query}", acting.centre.staff_href());
    for person in people {
        let lang = person.lang;
        let (name, until) = (room.name_in(lang), dates::until_dated(lang, fault.until, today));
        let subject = match lang {
            Lang::Zh => format!("{name}出故障了：{}", fault.what),
            Lang::En => format!("Fault in {name}: {}", fault.what),
        };
        let told = match lang {
            Lang::Zh => {
                format!("有人报告：{name}，{}，至少到{until}用不了。请看会影响谁，再停用。", fault.what)
            }
            Lang::En => format!(
                "It was reported that {name} cannot be used until {until} at least: {}. Please look whom it hits, and close it.",
                fault.what
            ),
        };
        let letter = Draft::new(subject)
            .from(acting.centre.name_in(lang))
            .line(told)
            .button(lang.pick("看影响谁，停用", "See whom it hits, and close"), links::page(path.clone()))
            .build("fault");
        let recipient = person.recipient(Urgency::MustKnow);
        mail::enqueue(conn, cause, Some(acting.centre.id.0), None, &recipient, &letter, acting.now)?;
    }
    Ok(())
}
