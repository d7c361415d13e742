//! The letters about bookings: from a fact and a language to words, and into the outbox.
//!
//! A person without e-mail gets the same words as a script for staff to say on the telephone, or as a slip.

mod change;
mod displaced;
mod instead;
mod line;
mod news;
pub(super) mod series;
mod writing;

pub(super) use self::change::{change_asked, change_received, change_refused, changed, ended_early};
pub use self::displaced::{Notice, Taken};
pub(in crate::domain) use self::displaced::{count_calendars, displaced};
pub(super) use self::displaced::{exchanged, needs_none, unanswered};
pub(super) use self::instead::{Hit, conflict, refused};
pub(super) use self::line::{before_staff, declined, in_line, offer_expired, offered};
pub(super) use self::news::{News, tell};

use self::line::freed;
use self::writing::{Words, exception_sentence, facts, post, see, send, short};
use super::{Booked, State, store};
use crate::base::db::Conn;
use crate::base::error::Result;
use crate::base::history::HistoryId;
use crate::base::lang::Lang;
use crate::base::mail::{Draft, links};
use crate::domain::agreements;
use crate::domain::people::Acting;
use crate::domain::people::contact::{Contact, Urgency};

/// The purpose of the tokens in an alternative's link.
pub const TAKE_ALTERNATIVE: &str = "alternative";
/// The purposes of the tokens that answer an offer, and that give up a booking or a request.
pub const ACCEPT_OFFER: &str = "accept";
pub const DECLINE_OFFER: &str = "decline";
pub const GIVE_UP: &str = "give_up";
/// All dates of a series, each with the link that gives it up.
pub const GIVE_UP_DATES: &str = "give_up_dates";

/// To the leaders: it is yours.
pub(super) fn approved(
    conn: &mut Conn,
    acting: &Acting,
    cause: HistoryId,
    booked: &Booked,
    people: &[Contact],
    urgency: Urgency,
) -> Result<()> {
    let reason = booked.booking.reason.as_deref();
    post(conn, acting, cause, booked, people, urgency, |lang| {
        let (what, told) = match lang {
            Lang::Zh => (
                format!("已批准：{}", short(lang, acting, booked)),
                "定下来了，这个时间归您队用。来不了请早点取消，让别的队能用。",
            ),
            Lang::En => (
                format!("Approved: {}", short(lang, acting, booked)),
                "It is settled: the room is yours. If you cannot come, please cancel early so that others can use it.",
            ),
        };
        Words { kind: "approved", subject: what, told: told.into(), reason, button: see(lang) }
    })?;
    store::count_calendar(conn, &booked.booking)
}

/// To the leaders: it is cancelled, and gone from calendars; or the request is taken back.
pub(super) fn cancelled(
    conn: &mut Conn,
    acting: &Acting,
    cause: HistoryId,
    booked: &Booked,
    people: &[Contact],
    urgency: Urgency,
) -> Result<()> {
    let reason = booked.booking.reason.as_deref();
    let by_staff = urgency == Urgency::MustKnow;
    let withdrawn = booked.booking.state == State::Withdrawn;
    post(conn, acting, cause, booked, people, urgency, |lang| {
        let told = match (withdrawn, by_staff) {
            (false, true) => lang.pick(
                "工作人员替您队取消了这次预约。如果不对，请马上打电话。",
                "Staff cancelled this booking for your troupe. If that is wrong, please call at once.",
            ),
            (false, false) => lang.pick(
                "这次预约已经取消，这个时间别的队可以用了。",
                "The booking is cancelled; others can use the time now.",
            ),
            (true, true) => lang.pick(
                "工作人员替您队撤回了这次申请。如果不对，请马上打电话。",
                "Staff withdrew this request for your troupe. If that is wrong, please call at once.",
            ),
            (true, false) => lang.pick(
                "这次申请已经撤回，不用再等结果了。",
                "The request is withdrawn; there is nothing more to wait for.",
            ),
        };
        let what = match withdrawn {
            true => lang.pick("已撤回：", "Withdrawn: "),
            false => lang.pick("已取消：", "Cancelled: "),
        };
        let subject = format!("{what}{}", short(lang, acting, booked));
        Words { kind: "cancelled", subject, told: told.into(), reason, button: see(lang) }
    })?;
    store::count_calendar(conn, &booked.booking)
}

/// To those who decide: somebody asks.
pub(super) fn new_request(
    conn: &mut Conn,
    acting: &Acting,
    cause: HistoryId,
    booked: &Booked,
    people: &[Contact],
) -> Result<()> {
    to_decide(conn, acting, cause, booked, people, |lang, troupe| {
        lang.pick(format!("{troupe}申请用房，请决定。"), format!("{troupe} asks for a room. Please decide."))
    })
}

/// To those who decide: a slot is free again, and this is the first in line for it.
pub(super) fn first_in_line(
    conn: &mut Conn,
    acting: &Acting,
    cause: HistoryId,
    booked: &Booked,
    people: &[Contact],
) -> Result<()> {
    to_decide(conn, acting, cause, booked, people, |lang, troupe| {
        freed(lang, acting, troupe, booked.booking.offered_until)
    })
}

fn to_decide(
    conn: &mut Conn,
    acting: &Acting,
    cause: HistoryId,
    booked: &Booked,
    people: &[Contact],
    told: impl Fn(Lang, &str) -> String,
) -> Result<()> {
    let booking = &booked.booking;
    let path = format!("{}/bookings/{}", acting.centre.staff_href(), booking.id);
    let agreement = match booking.agreement_id {
        Some(id) => Some(agreements::store::agreement(conn, acting.centre.id, id)?),
        None => None,
    };
    for person in people.iter().filter(|person| person.email.is_some()) {
        let lang = person.lang;
        let troupe = booked.troupe.name_in(lang);
        let exception = booking.exception.filter(|gap| gap.is_exception());
        let subject = match lang {
            Lang::Zh => format!("新申请：{troupe}，{}", short(lang, acting, booked)),
            Lang::En => format!("New request: {troupe}, {}", short(lang, acting, booked)),
        };
        let letter = Draft::new(subject)
            .from(acting.centre.name_in(lang))
            .line(told(lang, troupe))
            .facts(&facts(lang, acting, booked))
            .line(
                exception
                    .map(|gap| exception_sentence(lang, gap, agreement.as_ref(), booked))
                    .unwrap_or_default(),
            )
            .button(lang.pick("去审核", "Decide"), links::page(path.clone()))
            .build("new_request");
        send(conn, acting, cause, booked, person.recipient(Urgency::GoodToHave), &letter)?;
    }
    Ok(())
}
