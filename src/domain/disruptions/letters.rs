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
use crate::domain::rooms::Room;

/// To one leader: what was taken away, why, and what is held instead.
pub(super) fn displaced(
    conn: &mut Conn,
    acting: &Acting,
    cause: HistoryId,
    planned: &Planned,
    leader: &Contact,
    notices: &[&Notice],
) -> Result<()> {
    let why = Taken {
        cause: planned.what.cause(),
        last_day: match planned.what {
            What::Agreement { halt: Halt::End { last_day }, .. } => Some(last_day),
            _ => None,
        },
        reason: either(leader.lang, &planned.reason, &planned.reason_en),
    };
    about_bookings::displaced(conn, acting, cause, why, leader, notices)
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
        let letter = Draft::new(lang, subject)
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
        let (name, until) = (room.name_in(lang), dates::moment_dated(lang, fault.until, today));
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
        let letter = Draft::new(lang, subject)
            .from(acting.centre.name_in(lang))
            .line(told)
            .button(lang.pick("看影响谁，停用", "See whom it hits, and close"), links::page(path.clone()))
            .build("fault");
        let recipient = person.recipient(Urgency::MustKnow);
        mail::enqueue(conn, cause, Some(acting.centre.id.0), None, &recipient, &letter, acting.now)?;
    }
    Ok(())
}
