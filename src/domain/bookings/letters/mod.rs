//! The letters about bookings: from a fact and a language to words, and into the outbox.
//!
//! A person without e-mail gets the same words as a script for staff to say on the telephone, or as a slip.

mod change;
mod displaced;
mod line;
mod news;
pub(super) mod series;
mod writing;

pub(super) use self::change::{change_asked, change_received, change_refused, changed, ended_early};
pub use self::displaced::{Notice, Taken};
pub(in crate::domain) use self::displaced::{count_calendars, displaced};
pub(super) use self::displaced::{exchanged, needs_none, unanswered};
pub(super) use self::line::{before_staff, declined, in_line, offer_expired, offered};
pub(super) use self::news::{News, tell};

use self::writing::{
    Words, exception_sentence, facts, greeting, lost_sentence, phone_greeting, post, see, send, short,
    spoken_if_phone,
};
use super::alternatives::Alternative;
use super::{AlternativeId, Booked, State, store};
use crate::base::db::Conn;
use crate::base::error::Result;
use crate::base::history::HistoryId;
use crate::base::lang::{Lang, dates};
use crate::base::mail::{Draft, links};
use crate::domain::agreements;
use crate::domain::people::Acting;
use crate::domain::people::contact::{Contact, Urgency};
use crate::domain::rooms;

/// A request that lost its slot, and what is offered instead.
#[derive(Debug, Clone)]
pub(super) struct Hit {
    pub booked: Booked,
    /// It lost against another request of its own troupe.
    pub to_its_own: bool,
    pub offered: Vec<(AlternativeId, Alternative)>,
}

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
    store::count_calendar(conn, booked.booking.id)
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
    store::count_calendar(conn, booked.booking.id)
}

/// To those who decide: somebody asks.
pub(super) fn new_request(
    conn: &mut Conn,
    acting: &Acting,
    cause: HistoryId,
    booked: &Booked,
    people: &[Contact],
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
        let letter = Draft::new(lang, subject)
            .from(acting.centre.name_in(lang))
            .line(match lang {
                Lang::Zh => format!("{troupe}申请用房，请决定。"),
                Lang::En => format!("{troupe} asks for a room. Please decide."),
            })
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

/// To one leader, about all requests of theirs that one act hit: what happened, why, and what can be had.
pub(super) fn conflict(
    conn: &mut Conn,
    acting: &Acting,
    cause: HistoryId,
    leader: &Contact,
    hits: &[Hit],
) -> Result<()> {
    let Some(first) = hits.first() else { return Ok(()) };
    let recipient = leader.recipient(Urgency::MustKnow);
    let lang = leader.lang;
    let subject = match lang {
        Lang::Zh => format!("时间冲突：{}，请换一个时间", short(lang, acting, &first.booked)),
        Lang::En => format!("Conflict: {}. Please choose another time", short(lang, acting, &first.booked)),
    };
    let mut draft = Draft::new(lang, subject).from(acting.centre.name_in(lang)).line(greeting(lang, leader));
    let mut spoken = vec![phone_greeting(lang, acting, leader)];
    for hit in hits {
        let lost = lost_sentence(lang, acting, hit);
        spoken.push(lost.clone());
        draft = draft.line(lost);
        for (id, alternative) in &hit.offered {
            let room = rooms::store::room(conn, acting.centre.id, alternative.room)?;
            let when = dates::span(lang, alternative.span, acting.centre.zone.today(acting.now));
            let title = format!("{when}{}{}", lang.pick("　", ", "), room.name_in(lang));
            let button = match alternative.needs_decision {
                true => lang.pick("申请这个", "Ask for this"),
                false => lang.pick("就要这个", "Take this"),
            };
            let about = match alternative.needs_decision {
                true => lang.pick("要工作人员审核", "staff will decide"),
                false => lang.pick("按了就定", "yours at once"),
            };
            let said = match alternative.needs_decision {
                true => about,
                false => lang.pick("马上就能定", "yours at once"),
            };
            spoken.push(format!("{title}{}{said}", lang.pick("，", ", ")));
            draft = draft.card(title, &[about], button, links::act("/a/", TAKE_ALTERNATIVE, id.0, 0));
        }
        if hit.offered.is_empty() {
            spoken.push(
                lang.pick(
                    "两周之内没有找到别的合适空当，您队继续候补。您看改到什么时候好？",
                    "We found nothing else that fits within two weeks; your troupe stays in line. When would suit you?",
                )
                .into(),
            );
            draft = draft.line(lang.pick(
                "两周之内没有找到别的合适空当。请打电话来，一起想办法。",
                "We found nothing else that fits within two weeks. Please call us, and we shall look for a way together.",
            ));
        }
    }
    if hits.iter().any(|hit| !hit.offered.is_empty()) {
        spoken.push(
            lang.pick(
                "您看哪个好？都不合适也可以继续候补。",
                "Which would you like? You may also stay in line.",
            )
            .into(),
        );
        draft = draft
            .line(lang.pick(
                "备选的时间没有替您保留，先按先得；不按就继续候补，原来的时间空出来会先给您。",
                "These are not kept for you: first come, first served. If you do nothing you stay in line for the first time.",
            ))
            .small(lang.pick("链接不用登录，请不要转发。", "The links need no sign-in; please do not pass them on."));
    }
    let letter = draft
        .link(see(lang).0, links::page(format!("/my/bookings/{}", first.booked.booking.id)))
        .small(acting.centre.call_us(lang))
        .build("conflict");
    let letter = spoken_if_phone(letter, &recipient, &spoken.join("\n"));
    send(conn, acting, cause, &first.booked, recipient, &letter)
}
