//! The letters about a booking that becomes another: a change asked for, granted, refused; an early end.

use super::writing::{Words, exception_sentence, facts, post, see, send, short, slot};
use crate::base::db::Conn;
use crate::base::error::Result;
use crate::base::history::HistoryId;
use crate::base::lang::{Lang, dates, words};
use crate::base::mail::{Draft, links};
use crate::base::time::Wall;
use crate::domain::agreements;
use crate::domain::agreements::Gap;
use crate::domain::bookings::changing::ChangeRequest;
use crate::domain::bookings::{Booked, store};
use crate::domain::people::Acting;
use crate::domain::people::contact::{Contact, Urgency};
use crate::domain::rooms::Room;

/// To the leaders: we have your wish; the booking stays what it is until it is granted.
pub(in crate::domain::bookings) fn change_received(
    conn: &mut Conn,
    acting: &Acting,
    cause: HistoryId,
    booked: &Booked,
    people: &[Contact],
    (room, asked): (&Room, &ChangeRequest),
) -> Result<()> {
    post(conn, acting, cause, booked, people, Urgency::GoodToHave, |lang| {
        let wish = wish(lang, acting, room, asked);
        let (subject, told) = match lang {
            Lang::Zh => (
                format!("更改申请收到：{}", short(lang, acting, booked)),
                format!("您队想改成：{wish}。工作人员会尽快决定。决定之前，原来的预约照样有效，写在下面。"),
            ),
            Lang::En => (
                format!("Change asked for: {}", short(lang, acting, booked)),
                format!(
                    "Your troupe would like: {wish}. Staff will decide soon. Until then the booking stands as it is, below."
                ),
            ),
        };
        Words { kind: "change_received", subject, told, reason: None, button: see(lang) }
    })
}

/// To the leaders: it is now this; calendars move it.
pub(in crate::domain::bookings) fn changed(
    conn: &mut Conn,
    acting: &Acting,
    cause: HistoryId,
    booked: &Booked,
    before: &Booked,
    people: &[Contact],
    urgency: Urgency,
) -> Result<()> {
    let reason = booked.booking.reason.as_deref();
    post(conn, acting, cause, booked, people, urgency, |lang| {
        let old = short(lang, acting, before);
        let size = words::people(lang, before.booking.size.into());
        let (subject, told) = match lang {
            Lang::Zh => (
                format!("已改成：{}", short(lang, acting, booked)),
                format!("预约改好了，下面是新的。原来的（{old}，{size}）已经让出。"),
            ),
            Lang::En => (
                format!("Changed to: {}", short(lang, acting, booked)),
                format!(
                    "The booking is changed; below is how it is now. What it was ({old}, {size}) is given up."
                ),
            ),
        };
        Words { kind: "changed", subject, told, reason, button: see(lang) }
    })?;
    store::count_calendar(conn, &booked.booking)
}

/// To the leaders: it stays what it was; refused with a reason, or nobody decided in time.
pub(in crate::domain::bookings) fn change_refused(
    conn: &mut Conn,
    acting: &Acting,
    cause: HistoryId,
    booked: &Booked,
    people: &[Contact],
    (room, asked): (&Room, &ChangeRequest),
    reason: Option<&str>,
) -> Result<()> {
    let lapsed = reason.is_none();
    post(conn, acting, cause, booked, people, Urgency::MustKnow, |lang| {
        let wish = wish(lang, acting, room, asked);
        let (subject, told) = match (lang, lapsed) {
            (Lang::Zh, false) => (
                format!("没有改成：{}", short(lang, acting, booked)),
                format!("对不起，没有同意改成：{wish}。原来的预约照样有效，写在下面。"),
            ),
            (Lang::Zh, true) => (
                format!("没有改成：{}", short(lang, acting, booked)),
                format!("到了时间还没有决定，没有改成：{wish}。原来的预约没有变，写在下面。"),
            ),
            (Lang::En, false) => (
                format!("Not changed: {}", short(lang, acting, booked)),
                format!("Sorry, this was not agreed: {wish}. The booking stands as it was, below."),
            ),
            (Lang::En, true) => (
                format!("Not changed: {}", short(lang, acting, booked)),
                format!(
                    "The time came before anybody decided, so it was not changed to: {wish}. The booking is as it was, below."
                ),
            ),
        };
        Words { kind: "change_refused", subject, told, reason, button: see(lang) }
    })
}

/// To those who decide: a troupe would like to change a booking.
pub(in crate::domain::bookings) fn change_asked(
    conn: &mut Conn,
    acting: &Acting,
    cause: HistoryId,
    booked: &Booked,
    people: &[Contact],
    (room, asked): (&Room, &ChangeRequest),
) -> Result<()> {
    let path = format!("{}/bookings/{}", acting.centre.staff_href(), booked.booking.id);
    let agreement = match booked.booking.agreement_id {
        Some(id) => Some(agreements::store::agreement(conn, acting.centre.id, id)?),
        None => None,
    };
    for person in people.iter().filter(|person| person.email.is_some()) {
        let lang = person.lang;
        let (troupe, wish) = (booked.troupe.name_in(lang), wish(lang, acting, room, asked));
        let exception = asked.exception.filter(|gap| Gap::is_exception(*gap));
        let subject = match lang {
            Lang::Zh => format!("更改申请：{troupe}，{}", short(lang, acting, booked)),
            Lang::En => format!("Change asked for: {troupe}, {}", short(lang, acting, booked)),
        };
        let letter = Draft::new(subject)
            .from(acting.centre.name_in(lang))
            .line(match lang {
                Lang::Zh => format!("{troupe}想把下面的预约改成：{wish}。请决定；决定之前原来的照样有效。"),
                Lang::En => format!(
                    "{troupe} would like to change the booking below to: {wish}. Please decide; until then it stands."
                ),
            })
            .facts(&facts(lang, acting, booked))
            .line(
                exception
                    .map(|gap| exception_sentence(lang, gap, agreement.as_ref(), booked))
                    .unwrap_or_default(),
            )
            .button(lang.pick("去审核", "Decide"), links::page(path.clone()))
            .build("change_asked");
        send(conn, acting, cause, booked, person.recipient(Urgency::GoodToHave), &letter)?;
    }
    Ok(())
}

/// To the leaders: it ended before its time, and what that means for the hours.
pub(in crate::domain::bookings) fn ended_early(
    conn: &mut Conn,
    acting: &Acting,
    cause: HistoryId,
    booked: &Booked,
    planned: Wall,
    people: &[Contact],
    urgency: Urgency,
) -> Result<()> {
    post(conn, acting, cause, booked, people, urgency, |lang| {
        let planned = dates::time(lang, planned.minute());
        let used = words::length(lang, booked.booking.span().map_or(0, |span| span.minutes()));
        let (subject, told) = match lang {
            Lang::Zh => (
                format!("提早结束：{}", short(lang, acting, booked)),
                format!("这次原定到{planned}，已经提早结束，只算用了{used}。剩下的时间别的队可以用了。"),
            ),
            Lang::En => (
                format!("Ended early: {}", short(lang, acting, booked)),
                format!(
                    "This was to last until {planned} and has ended early; {used} count as used. Others can have the rest."
                ),
            ),
        };
        Words { kind: "ended_early", subject, told, reason: None, button: see(lang) }
    })?;
    store::count_calendar(conn, &booked.booking)
}

/// 11月25日 星期三 上午9:00–11:00 排练厅，12人.
fn wish(lang: Lang, acting: &Acting, room: &Room, asked: &ChangeRequest) -> String {
    let slot = asked.span().map(|span| slot(lang, acting, span, room)).unwrap_or_default();
    format!("{slot}{}{}", lang.pick("，", ", "), words::people(lang, asked.size.into()))
}
