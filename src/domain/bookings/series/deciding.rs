//! Staff decide about a series, as one or date by date.
//!
//! | | |
//! |---|---|
//! | from | the *requested* dates of the series, or those chosen, each in the version that the approver saw |
//! | to | *approved* (*offered* where it waited in line); or *refused* |
//! | locks | the agreements of its dates by id; then the spaces of all their rooms by id |
//! | checks | those of [`approving`](super::super::approving), date by date; who may decide about each room |
//! | rows | bookings, occupancies, history; rivals become *waiting*; what clashes meanwhile stays as it is |
//! | letters | one to each leader with exactly what was granted and what was not; conflict notices to rivals |

use std::collections::HashMap;

use super::creating::record;
use super::{Dated, Series, SeriesId, store, words};
use crate::base::db::Conn;
use crate::base::error::Result;
use crate::base::lang::{Lang, dates};
use crate::domain::agreements;
use crate::domain::bookings::acting::leaders;
use crate::domain::bookings::alternatives::Offered;
use crate::domain::bookings::approving::{Approved, Granted, Shown, grant, may_decide};
use crate::domain::bookings::letters::series::{
    About, STANDS, SeriesWords, line, line_in_line, tell_leaders,
};
use crate::domain::bookings::store as bookings;
use crate::domain::bookings::{
    Acting, Booked, BookingId, Clash, Decided, Refusal, State, losing, offering, waiting,
    words as booking_words,
};
use crate::domain::occupancy::{self, Taker};
use crate::domain::people::Role;
use crate::domain::people::contact::Urgency;
use crate::domain::rooms;

/// A date to be decided, with the version that was seen.
pub type Seen = (BookingId, i32);

/// What is to be approved as it was shown; `None` for whatever there is now.
#[derive(Debug, Clone, Default)]
pub struct Chosen {
    pub dates: Option<Vec<Seen>>,
    /// The requests of others that would lose by it.
    pub losers: Option<Vec<BookingId>>,
}

/// Why a date stays as it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Left {
    /// Somebody decided before, or it changed since it was seen.
    AlreadyDecided(Decided),
    /// The agreement does not cover it: that takes a reason.
    ReasonNeeded,
    Taken(Vec<Clash>),
    /// It is past by now, or the room is shut then.
    Refused(Refusal),
    /// It waited in line and begins too soon to be offered.
    TooLate,
    /// A request that was not shown would lose by it.
    MoreWouldLose,
    /// Others decide about its room.
    NotYours,
}

/// What became of each date that was to be decided.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Outcome {
    pub granted: Vec<Booked>,
    /// They came from the line: their leaders are asked first, by a letter of their own.
    pub offered: Vec<Booked>,
    pub refused: Vec<Booked>,
    pub left: Vec<(Booked, Left)>,
    /// What can be had in place of the first dates refused.
    pub instead: Vec<(Booked, Offered)>,
}

/// For so many refused dates a letter says what can be had instead: more would hide what was decided.
const MOST_OFFERED: usize = 3;

/// Approves the dates chosen, or all that are requested; one by which more would lose than were shown stays.
pub fn approve(
    conn: &mut Conn,
    acting: Acting,
    id: SeriesId,
    chosen: &Chosen,
    reason: Option<&str>,
    role: Role,
) -> Result<Outcome> {
    let (series, dates) = locked(conn, &acting, id)?;
    let mut outcome = Outcome::default();
    for (booked, version) in to_decide(&dates, chosen.dates.as_deref()) {
        if !may_decide(conn, &acting, &booked, role)? {
            outcome.left.push((booked, Left::NotYours));
            continue;
        }
        let shown = Shown { version, losers: chosen.losers.clone() };
        let left = match grant(conn, acting, booked.booking.id, &shown, reason)? {
            Granted::Approved(approved, _) => {
                outcome.granted.push(*approved);
                continue;
            }
            Granted::Otherwise(Approved::Done(offered)) => {
                outcome.offered.push(*offered);
                continue;
            }
            Granted::Otherwise(Approved::AlreadyDecided(decided)) => Left::AlreadyDecided(decided),
            Granted::Otherwise(Approved::ReasonNeeded) => Left::ReasonNeeded,
            Granted::Otherwise(Approved::Taken(clashes)) => Left::Taken(clashes),
            Granted::Otherwise(Approved::Refused(refusal)) => Left::Refused(refusal),
            Granted::Otherwise(Approved::TooLateToOffer) => Left::TooLate,
            Granted::Otherwise(Approved::MoreWouldLose) => Left::MoreWouldLose,
        };
        outcome.left.push((booked, left));
    }
    if !outcome.granted.is_empty() {
        tell(conn, &acting, &series, "approved", reason, &outcome)?;
        losing::lose(conn, acting, &outcome.granted)?;
    }
    Ok(outcome)
}

/// Refuses the dates chosen, or all that are requested or in line.
pub fn refuse(
    conn: &mut Conn,
    acting: Acting,
    id: SeriesId,
    chosen: Option<&[Seen]>,
    reason: &str,
    role: Role,
) -> Result<Outcome> {
    let (series, dates) = locked(conn, &acting, id)?;
    let mut outcome = Outcome::default();
    for (booked, version) in to_decide(&dates, chosen) {
        let seen = bookings::booked(conn, acting.centre.id, booked.booking.id)?;
        if !may_decide(conn, &acting, &seen, role)? {
            outcome.left.push((seen, Left::NotYours));
        } else if !seen.booking.state.is_open()
            || version.is_some_and(|version| version != seen.booking.version)
        {
            let decided = bookings::decided(conn, &seen.booking)?;
            outcome.left.push((seen, Left::AlreadyDecided(decided)));
        } else {
            acting.record(conn, "refused", &seen.booking, State::Refused, Some(reason))?;
            outcome.refused.push(acting.move_to(conn, &seen, State::Refused, Some(reason))?);
            occupancy::free(conn, Taker::Booking(seen.booking.id))?;
        }
    }
    if outcome.refused.is_empty() {
        return Ok(outcome);
    }
    let freed = outcome.refused.iter().map(|one| one.booking.slot());
    offering::pass_on(conn, acting, &freed.collect::<Result<Vec<_>>>()?)?;
    // Afterwards, so that nothing is offered that the next in line has just got.
    for gone in outcome.refused.iter().take(MOST_OFFERED) {
        let offered = losing::offer_others(conn, &acting, gone, &outcome.refused)?;
        if !offered.is_empty() {
            outcome.instead.push((gone.clone(), offered));
        }
    }
    tell(conn, &acting, &series, "refused", Some(reason), &outcome)?;
    end_if_over(conn, &acting, &series)?;
    Ok(outcome)
}

/// A series, and its dates as they are under the locks of all of them.
pub(super) fn locked(conn: &mut Conn, acting: &Acting, id: SeriesId) -> Result<(Series, Vec<Dated>)> {
    let series = store::series(conn, acting.centre.id, id)?;
    let dates = store::dates(conn, id)?;
    lock_dates(conn, &series, &dates, &[])?;
    Ok((store::series(conn, acting.centre.id, id)?, store::dates(conn, id)?))
}

/// The agreements of some dates by id, then the spaces of their rooms and of some others by id.
pub(super) fn lock_dates(
    conn: &mut Conn,
    series: &Series,
    dates: &[Dated],
    more: &[rooms::RoomId],
) -> Result<()> {
    let live =
        || dates.iter().filter_map(|date| date.booked.as_ref()).filter(|one| !one.booking.state.is_over());
    let mut agreements: Vec<_> = live().filter_map(|one| one.booking.agreement_id).collect();
    agreements.push(series.agreement_id);
    agreements.sort();
    agreements.dedup();
    for agreement in agreements {
        agreements::store::lock(conn, agreement)?;
    }
    let mut rooms: Vec<_> = live().map(|one| one.booking.room_id).chain(more.iter().copied()).collect();
    rooms.push(series.room_id);
    rooms.sort();
    rooms.dedup();
    occupancy::lock_rooms(conn, &rooms).map(drop)
}

/// Nothing is to come of it any more: it has ended.
pub(super) fn end_if_over(conn: &mut Conn, acting: &Acting, series: &Series) -> Result<()> {
    let now = acting.centre.zone.wall(acting.now);
    let over = !store::dates(conn, series.id)?.iter().any(|date| date.is_to_come(now));
    if over && series.ended_at.is_none() { store::end(conn, series.id, acting.now) } else { Ok(()) }
}

fn to_decide(dates: &[Dated], chosen: Option<&[Seen]>) -> Vec<(Booked, Option<i32>)> {
    let booked = dates.iter().filter_map(|date| date.booked.as_ref());
    match chosen {
        None => booked
            .filter(|one| one.booking.state == State::Requested)
            .map(|one| (one.clone(), None))
            .collect(),
        Some(chosen) => booked
            .filter_map(|one| {
                let (_, version) = chosen.iter().find(|(id, _)| *id == one.booking.id)?;
                Some((one.clone(), Some(*version)))
            })
            .collect(),
    }
}

fn tell(
    conn: &mut Conn,
    acting: &Acting,
    series: &Series,
    act: &'static str,
    reason: Option<&str>,
    outcome: &Outcome,
) -> Result<()> {
    let cause = record(conn, acting, series.id, act, reason)?;
    let room = rooms::store::room(conn, acting.centre.id, series.room_id)?;
    let troupe = agreements::store::troupe(conn, acting.centre.id, series.troupe_id)?;
    let people = leaders(conn, troupe.id)?;
    // What is still open after this act, whether it was to be decided or not.
    let open: Vec<Booked> = store::dates(conn, series.id)?
        .into_iter()
        .filter_map(|date| date.booked)
        .filter(|one| one.booking.state.is_open())
        .collect();
    let all = outcome.granted.iter().chain(&outcome.offered).chain(&outcome.refused).chain(&open);
    let named: Vec<BookingId> = all.map(|one| one.booking.id).collect();
    let about = About { series, room: &room, troupe: &troupe, named: &named };
    let places = waiting::places(conn, acting, open.iter().map(|one| &one.booking))?;
    let files: Vec<_> = outcome.granted.iter().map(|one| (one, STANDS)).collect();
    tell_leaders(conn, acting, cause, &about, (&people, Urgency::MustKnow), &files, |lang| {
        decided(lang, acting, series, (act, reason), outcome, (&open, &places))
    })
}

fn decided(
    lang: Lang,
    acting: &Acting,
    series: &Series,
    (act, reason): (&'static str, Option<&str>),
    outcome: &Outcome,
    (open, places): (&[Booked], &HashMap<BookingId, usize>),
) -> SeriesWords {
    let lines = |list: &[Booked]| list.iter().map(|one| line(lang, acting, series, one)).collect::<Vec<_>>();
    let still = |one: &Booked| {
        let why = outcome.left.iter().find(|(left, _)| left.booking.id == one.booking.id);
        match why {
            Some((_, why)) => {
                let date = line(lang, acting, series, one);
                format!("{date}{}{}", lang.pick("：", ": "), left(lang, why, acting))
            }
            None => line_in_line(lang, acting, series, one, places),
        }
    };
    // In place of one refused date.
    let instead = |(one, offered): &(Booked, Offered)| {
        let date = line(lang, acting, series, one);
        let title =
            lang.pick(format!("{date}的，现在能换成："), format!("In place of {date}, these are free now:"));
        (title, offered.clone())
    };
    let approved = act == "approved";
    let told = match (approved, open.is_empty(), lang) {
        (true, true, Lang::Zh) => "下面这些时间批准了，归您队用。",
        (true, true, Lang::En) => "The dates below are approved: the room is yours.",
        (true, false, Lang::Zh) => "下面写着哪些批准了，哪些还没有定。还没有定的，请先不要当成已经约上。",
        (true, false, Lang::En) => {
            "Below is what is approved and what is still open. Please do not count on what is open."
        }
        (false, _, Lang::Zh) => "对不起，下面这些时间没有批准。可以换一个时间或房间再申请，也可以打电话问。",
        (false, _, Lang::En) => {
            "Sorry, the dates below were not approved. You can ask for another time or room, or call us."
        }
    };
    SeriesWords {
        kind: if approved { "series_approved" } else { "series_refused" },
        subject: subject(lang, approved, outcome, open.len() + outcome.offered.len()),
        told: told.to_owned(),
        reason: reason.map(str::to_owned),
        lists: vec![
            (lang.pick("已批准", "Approved").to_owned(), lines(&outcome.granted)),
            (
                lang.pick("请确认（另有一封信）", "Please answer (another letter asks)").to_owned(),
                lines(&outcome.offered),
            ),
            (lang.pick("未批准", "Refused").to_owned(), lines(&outcome.refused)),
            (lang.pick("还没有定", "Still open").to_owned(), open.iter().map(still).collect()),
        ],
        instead: outcome.instead.iter().map(instead).collect(),
    }
}

/// 已批准2次，还有1次没有定: no more than what was decided.
fn subject(lang: Lang, approved: bool, outcome: &Outcome, open: usize) -> String {
    let count = if approved { outcome.granted.len() } else { outcome.refused.len() };
    let dates = words::dates_count(lang, count);
    let done = match (approved, lang) {
        (true, Lang::Zh) => format!("已批准{dates}"),
        (true, Lang::En) => format!("{dates} approved"),
        (false, Lang::Zh) => format!("未批准{dates}"),
        (false, Lang::En) => format!("{dates} refused"),
    };
    match (open, lang) {
        (0, Lang::Zh) => done,
        (0, Lang::En) => dates::capital(&done),
        (open, Lang::Zh) => format!("{done}，还有{open}次没有定"),
        (open, Lang::En) => dates::capital(&format!("{done}, {open} still open")),
    }
}

/// Why a date was not decided.
pub fn left(lang: Lang, why: &Left, acting: &Acting) -> String {
    let today = acting.centre.zone.today(acting.now);
    match why {
        Left::AlreadyDecided(decided) => match lang {
            Lang::Zh => format!("已经变成“{}”", decided.state.name(lang)),
            Lang::En => format!("it is “{}” by now", decided.state.name(lang)),
        },
        Left::ReasonNeeded => lang
            .pick("超出协议，批准要写理由", "beyond the agreement; approving it takes a reason")
            .to_owned(),
        Left::Taken(clashes) => {
            let who: Vec<String> = clashes.iter().map(|one| booking_words::clash(lang, one)).collect();
            match lang {
                Lang::Zh => format!("时间冲突：{}", who.join("、")),
                Lang::En => format!("clashes with {}", who.join(", ")),
            }
        }
        Left::Refused(refusal) => booking_words::refusal(lang, refusal, today),
        Left::MoreWouldLose => {
            lang.pick("又有人申请了这个时间", "somebody else asked for it meanwhile").to_owned()
        }
        Left::TooLate => {
            lang.pick("离开始太近，来不及再问队里", "it begins too soon to ask the troupe").to_owned()
        }
        Left::NotYours => lang.pick("这间由别人审核", "others decide about this room").to_owned(),
    }
}

/// 11月24日 星期二, for lists on pages.
pub fn day(lang: Lang, acting: &Acting, booked: &Booked) -> String {
    dates::date(lang, booked.booking.starts_at.date(), acting.centre.zone.today(acting.now))
}
