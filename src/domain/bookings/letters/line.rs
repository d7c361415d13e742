//! The letters about the line: a place in it, a slot that is free again, and what became of the offer.

use super::writing::{Words, post, see, short};
use crate::base::db::Conn;
use crate::base::error::Result;
use crate::base::history::HistoryId;
use crate::base::lang::{Lang, dates};
use crate::base::time::Instant;
use crate::domain::bookings::Booked;
use crate::domain::people::Acting;
use crate::domain::people::contact::{Contact, Urgency};

/// To the leaders: the slot is yours if you say so by then.
pub(in crate::domain::bookings) fn offered(
    conn: &mut Conn,
    acting: &Acting,
    cause: HistoryId,
    booked: &Booked,
    people: &[Contact],
) -> Result<()> {
    let reason = booked.booking.reason.as_deref();
    post(conn, acting, cause, booked, people, Urgency::MustKnow, |lang| {
        let until = until(lang, acting, booked.booking.offered_until);
        let (subject, told) = match lang {
            Lang::Zh => (
                format!("请在{until}前确认：{}", short(lang, acting, booked)),
                format!(
                    "您队候补的时间空出来了，先给您队留着，留到{until}。请在那之前确认要不要；不确认，到时候就让给下一队。"
                ),
            ),
            Lang::En => (
                format!("Please answer by {until}: {}", short(lang, acting, booked)),
                format!(
                    "The time your troupe was waiting for is free again. It is kept for you until {until}. Please say by then whether you want it; if we hear nothing, the next in line has it."
                ),
            ),
        };
        Words { kind: "offered", subject, told, reason, button: see(lang) }
    })
}

/// To the leaders: the slot is free again, and staff decide first.
pub(in crate::domain::bookings) fn before_staff(
    conn: &mut Conn,
    acting: &Acting,
    cause: HistoryId,
    booked: &Booked,
    people: &[Contact],
) -> Result<()> {
    post(conn, acting, cause, booked, people, Urgency::GoodToHave, |lang| {
        let held = booked.booking.offered_until.map(|until| self::until(lang, acting, Some(until)));
        let subject = match lang {
            Lang::Zh => format!("候补有消息了，待审核：{}", short(lang, acting, booked)),
            Lang::En => format!("Free again, staff decide: {}", short(lang, acting, booked)),
        };
        let told = match (lang, held) {
            (Lang::Zh, Some(until)) => format!(
                "您队候补的时间空出来了，工作人员正在审核，这段时间先替您队留着，最晚留到{until}。同意以后还要请您确认。现在不用做什么。"
            ),
            (Lang::Zh, None) => {
                "您队候补的时间空出来了。这次超出协议，要工作人员破例，决定之前不替您队留着。同意以后还要请您确认。现在不用做什么。".into()
            }
            (Lang::En, Some(until)) => format!(
                "The time your troupe was waiting for is free again. Staff are deciding; it is kept for you meanwhile, until {until} at the latest. If they agree we shall ask you to confirm. There is nothing to do now."
            ),
            (Lang::En, None) => "The time your troupe was waiting for is free again. It goes beyond your agreement, so staff must make an exception; it is not kept for you meanwhile. If they agree we shall ask you to confirm. There is nothing to do now.".into(),
        };
        Words { kind: "before_staff", subject, told, reason: None, button: see(lang) }
    })
}

/// To the leaders: nobody answered in time.
pub(in crate::domain::bookings) fn offer_expired(
    conn: &mut Conn,
    acting: &Acting,
    cause: HistoryId,
    booked: &Booked,
    people: &[Contact],
) -> Result<()> {
    post(conn, acting, cause, booked, people, Urgency::MustKnow, |lang| {
        let (subject, told) = match lang {
            Lang::Zh => (
                format!("没有等到确认：{}", short(lang, acting, booked)),
                "这个时间替您队留过，到时候没有等到确认，已经让给下一队。没有扣小时；还想用，可以另找时间。",
            ),
            Lang::En => (
                format!("Not confirmed in time: {}", short(lang, acting, booked)),
                "This time was kept for your troupe, but nobody confirmed it in time, so the next in line has it. Nothing was counted; if you still need a room, find another time.",
            ),
        };
        let button = (lang.pick("找别的时间", "Find another time").to_owned(), "/my/find".to_owned());
        Words { kind: "offer_expired", subject, told: told.into(), reason: None, button }
    })
}

/// To the leaders: you let the next in line have it.
pub(in crate::domain::bookings) fn declined(
    conn: &mut Conn,
    acting: &Acting,
    cause: HistoryId,
    booked: &Booked,
    people: &[Contact],
    urgency: Urgency,
) -> Result<()> {
    let reason = booked.booking.reason.as_deref();
    post(conn, acting, cause, booked, people, urgency, |lang| {
        let (subject, told) = match lang {
            Lang::Zh => (
                format!("已谢绝：{}", short(lang, acting, booked)),
                "记下了，这个时间您队不要了，让给下一队。没有扣小时。如果不对，请马上打电话。",
            ),
            Lang::En => (
                format!("Declined: {}", short(lang, acting, booked)),
                "Noted: your troupe does not need this time, and the next in line has it. Nothing was counted. If that is wrong, please call at once.",
            ),
        };
        Words { kind: "declined", subject, told: told.into(), reason, button: see(lang) }
    })
}

/// To the leaders: you are in line, at this place.
pub(in crate::domain::bookings) fn in_line(
    conn: &mut Conn,
    acting: &Acting,
    cause: HistoryId,
    booked: &Booked,
    people: &[Contact],
    place: usize,
) -> Result<()> {
    post(conn, acting, cause, booked, people, Urgency::GoodToHave, |lang| {
        let (subject, told) = match lang {
            Lang::Zh => (
                format!("候补第{place}位：{}", short(lang, acting, booked)),
                "这个时间别的队在用，您队排上了候补。空出来会按先后通知您，到时候请您确认；没有消息就是还没有空出来。".to_owned(),
            ),
            Lang::En => (
                format!("No. {place} in line: {}", short(lang, acting, booked)),
                "Somebody else has this time; your troupe is in line. When it is free we tell those in line in their order, and ask you to confirm. If you hear nothing, it is not free.".to_owned(),
            ),
        };
        Words { kind: "in_line", subject, told, reason: None, button: see(lang) }
    })
}

/// For those who decide: a slot is free again, who was first in line for it, and until when it is kept.
pub(super) fn freed(lang: Lang, acting: &Acting, troupe: &str, held: Option<Instant>) -> String {
    match (lang, held.map(|until| self::until(lang, acting, Some(until)))) {
        (Lang::Zh, Some(until)) => {
            format!(
                "这个时段空出来了，{troupe}候补排在最前，请决定。替他们留到{until}，到时候没有决定就不再保留。"
            )
        }
        (Lang::Zh, None) => {
            format!("这个时段空出来了，{troupe}候补排在最前，请决定。因为超出协议，决定之前不替他们留着。")
        }
        (Lang::En, Some(until)) => format!(
            "This time is free again, and {troupe} was first in line for it. Please decide. It is kept for them until {until}; if nobody has decided by then, it is kept no longer."
        ),
        (Lang::En, None) => format!(
            "This time is free again, and {troupe} was first in line for it. Please decide. It goes beyond their agreement, so it is not kept for them meanwhile."
        ),
    }
}

/// 11月22日 星期日 上午8:00: the end of an offer in words.
pub(super) fn until(lang: Lang, acting: &Acting, until: Option<Instant>) -> String {
    let zone = acting.centre.zone;
    let Some(until) = until.map(|until| zone.wall(until)) else { return String::new() };
    let (on, at) = dates::last_minute(until);
    let (date, time) = (dates::date(lang, on, zone.today(acting.now)), dates::time(lang, at));
    lang.pick(format!("{date} {time}"), format!("{date}, {time}"))
}
