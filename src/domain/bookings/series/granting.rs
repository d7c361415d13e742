//! What becomes of a wish to change a series: staff grant or refuse it as one, or the troupe takes it back. Date by
//! date it is decided as any [change](super::super::changing) is.
//!
//! | | grant | refuse | withdraw |
//! |---|---|---|---|
//! | from | the change requests of the wish that are *requested* | the same | the same |
//! | to | *granted*, each that can be | *refused* | *withdrawn* |
//! | locks | the agreements of the series' dates by id; then the spaces of their rooms and the wished one by id | the same | the same |
//! | checks | who may decide about the room; those of [`deciding`](super::super::changing::deciding), date by date | who may decide; there is a reason | |
//! | rows | bookings and occupancies swapped, change requests; the series becomes what was wished; history; rivals become *waiting*, the next in line have what is free | change requests, history | the same |
//! | letters | one to each leader with what changed, a calendar file for each, and what did not; conflict notices to rivals | one to each leader with the dates and the reason | none |

use super::creating::record;
use super::deciding::lock_dates;
use super::handing_over::take_over;
use super::words::{self, wish};
use super::{Series, SeriesChange, SeriesChangeId, store};
use crate::base::db::Conn;
use crate::base::error::{Error, Result};
use crate::base::lang::{Lang, dates};
use crate::domain::agreements;
use crate::domain::bookings::acting::leaders;
use crate::domain::bookings::approving::may_decide;
use crate::domain::bookings::changing::deciding::{ChangeDecided, Granted, swap};
use crate::domain::bookings::changing::granting::{Swapped, settle};
use crate::domain::bookings::changing::{ChangeRequest, ChangeState, store as changes};
use crate::domain::bookings::letters::series::{About, STANDS, SeriesWords, line, tell_leaders};
use crate::domain::bookings::{Acting, Booked, State, store as bookings, words as rules};
use crate::domain::people::Role;
use crate::domain::people::contact::Urgency;
use crate::domain::rooms::{self, Room};

/// What became of a wish.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WishDecided {
    /// The series that has its dates now.
    pub series: Series,
    /// What was granted, refused or withdrawn, as it is now.
    pub done: Vec<Booked>,
    /// What stays to be decided, with why.
    pub left: Vec<(Booked, ChangeDecided)>,
}

/// Staff grant a wish: each of its dates that can move does.
pub fn grant(
    conn: &mut Conn,
    acting: Acting,
    id: SeriesChangeId,
    reason: Option<&str>,
    role: Role,
) -> Result<WishDecided> {
    let (wish, room, open) = locked(conn, &acting, id)?;
    must_decide(conn, &acting, &room, &open, role)?;
    let (mut swapped, mut left): (Vec<Swapped>, _) = (Vec::new(), Vec::new());
    for asked in &open {
        match swap(conn, acting, asked.id, reason)? {
            Granted::Yes(one) => {
                bookings::set_purpose(conn, one.now.booking.id, &wish.purpose)?;
                swapped.push(*one);
            }
            Granted::Not(why) => {
                left.push((bookings::booked(conn, acting.centre.id, asked.booking_id)?, why));
            }
        }
    }
    if swapped.is_empty() {
        let series = store::series(conn, acting.centre.id, wish.series_id)?;
        return Ok(WishDecided { series, done: Vec::new(), left });
    }
    let series = take_over(conn, &acting, &wish)?;
    for one in &mut swapped {
        one.now = bookings::booked(conn, acting.centre.id, one.now.booking.id)?;
    }
    let done: Vec<Booked> = swapped.iter().map(|one| one.now.clone()).collect();
    tell(conn, &acting, &series, (&done, &left, &[]), reason, &room)?;
    settle(conn, acting, &swapped)?;
    Ok(WishDecided { series, done, left })
}

/// Staff refuse a wish: its dates stay what they are.
pub fn refuse(
    conn: &mut Conn,
    acting: Acting,
    id: SeriesChangeId,
    reason: &str,
    role: Role,
) -> Result<WishDecided> {
    let (wish, room, open) = locked(conn, &acting, id)?;
    must_decide(conn, &acting, &room, &open, role)?;
    let done = end(conn, &acting, &open, ChangeState::Refused, Some(reason))?;
    let series = store::series(conn, acting.centre.id, wish.series_id)?;
    if !done.is_empty() {
        tell(conn, &acting, &series, (&[], &[], &open), Some(reason), &room)?;
    }
    Ok(WishDecided { series, done, left: Vec::new() })
}

/// The troupe takes its wish back.
pub fn withdraw(conn: &mut Conn, acting: Acting, id: SeriesChangeId) -> Result<WishDecided> {
    let (wish, _, open) = locked(conn, &acting, id)?;
    let done = end(conn, &acting, &open, ChangeState::Withdrawn, None)?;
    let series = store::series(conn, acting.centre.id, wish.series_id)?;
    Ok(WishDecided { series, done, left: Vec::new() })
}

/// A wish, its room, and what is open of it, under the locks of both what is and what is wished.
fn locked(
    conn: &mut Conn,
    acting: &Acting,
    id: SeriesChangeId,
) -> Result<(SeriesChange, Room, Vec<ChangeRequest>)> {
    let wish = store::wishes::wish(conn, acting.centre.id, id)?;
    let series = store::series(conn, acting.centre.id, wish.series_id)?;
    let dates = store::dates(conn, series.id)?;
    lock_dates(conn, &series, &dates, &[wish.room_id])?;
    let now = store::wishes::wish(conn, acting.centre.id, id)?;
    if now != wish {
        return Err(Error::Again);
    }
    let room = rooms::store::room(conn, acting.centre.id, wish.room_id)?;
    Ok((wish, room, store::wishes::open(conn, id)?))
}

fn must_decide(
    conn: &mut Conn,
    acting: &Acting,
    room: &Room,
    open: &[ChangeRequest],
    role: Role,
) -> Result<()> {
    let Some(asked) = open.first() else { return Ok(()) };
    let booked = bookings::booked(conn, acting.centre.id, asked.booking_id)?;
    match may_decide(conn, acting, &Booked { room: room.clone(), ..booked }, role)? {
        true => Ok(()),
        false => Err(Error::Forbidden),
    }
}

fn end(
    conn: &mut Conn,
    acting: &Acting,
    open: &[ChangeRequest],
    to: ChangeState,
    reason: Option<&str>,
) -> Result<Vec<Booked>> {
    let act = if to == ChangeState::Refused { "change_refused" } else { "change_withdrawn" };
    let mut done = Vec::with_capacity(open.len());
    for asked in open {
        changes::settle(conn, acting, asked, to, reason)?;
        let booked = bookings::booked(conn, acting.centre.id, asked.booking_id)?;
        acting.record(conn, act, &booked.booking, State::Approved, reason)?;
        done.push(booked);
    }
    Ok(done)
}

/// What was granted; what stays to be decided; what was refused.
type Told<'a> = (&'a [Booked], &'a [(Booked, ChangeDecided)], &'a [ChangeRequest]);

fn tell(
    conn: &mut Conn,
    acting: &Acting,
    series: &Series,
    (granted, left, refused): Told,
    reason: Option<&str>,
    room: &Room,
) -> Result<()> {
    let act = if refused.is_empty() { "changed" } else { "change_refused" };
    let cause = record(conn, acting, series.id, act, reason)?;
    let troupe = agreements::store::troupe(conn, acting.centre.id, series.troupe_id)?;
    let own = rooms::store::room(conn, acting.centre.id, series.room_id)?;
    let ids: Vec<_> = refused.iter().map(|one| one.booking_id).collect();
    let of_left = left.iter().map(|(one, _)| one.booking.id);
    let named: Vec<_> = granted.iter().map(|one| one.booking.id).chain(of_left).chain(ids.clone()).collect();
    let about = About { series, room: &own, troupe: &troupe, named: &named };
    let people = leaders(conn, troupe.id)?;
    let kept = bookings::booked_all(conn, acting.centre.id, &ids)?;
    let today = acting.centre.zone.today(acting.now);
    let files: Vec<_> = granted.iter().map(|one| (one, STANDS)).collect();
    tell_leaders(conn, acting, cause, &about, (&people, Urgency::MustKnow), &files, |lang| {
        let lines = granted.iter().map(|one| line(lang, acting, series, one)).collect();
        let still = left.iter().map(|(one, why)| left_line(lang, acting, one, why)).collect();
        let not = refused.iter().filter_map(|asked| {
            let old = kept.iter().find(|one| one.booking.id == asked.booking_id)?;
            Some(wish(lang, old, asked.span().ok()?, room, today))
        });
        let (some, open) = (words::dates_count(lang, granted.len()), left.len());
        let none = words::dates_count(lang, refused.len());
        let (kind, subject, told) = match (refused.is_empty(), lang) {
            (true, Lang::Zh) if open == 0 => {
                ("series_changed", format!("已改{some}"), "您队想改的，工作人员同意了。下面写着哪些改了。")
            }
            (true, Lang::Zh) => (
                "series_changed",
                format!("已改{some}，还有{open}次没有改"),
                "您队想改的，工作人员同意了一部分。下面写着哪些改了，哪些还没有。",
            ),
            (true, Lang::En) if open == 0 => (
                "series_changed",
                format!("{some} changed"),
                "Staff agreed to the change. Below is what has changed.",
            ),
            (true, Lang::En) => (
                "series_changed",
                format!("{some} changed, {open} not yet"),
                "Staff agreed to part of the change. Below is what has changed and what has not.",
            ),
            (false, Lang::Zh) => (
                "series_change_refused",
                format!("没有改{none}"),
                "对不起，下面这些没有同意改。原来的时间和地点照样有效。",
            ),
            (false, Lang::En) => (
                "series_change_refused",
                format!("{none} not changed"),
                "Sorry, the changes below were not agreed. The dates stand as they were.",
            ),
        };
        SeriesWords {
            kind,
            subject: dates::capital(&subject),
            told: told.to_owned(),
            reason: reason.map(str::to_owned),
            lists: vec![
                (lang.pick("已改", "Changed").to_owned(), lines),
                (lang.pick("没有同意", "Not agreed").to_owned(), not.collect()),
                (
                    lang.pick("还没有改，原来的照样有效", "Not changed yet; stands as it was").to_owned(),
                    still,
                ),
            ],
            instead: Vec::new(),
        }
    })
}

/// 12月1日 星期二：时间冲突….
pub fn left_line(lang: Lang, acting: &Acting, booked: &Booked, why: &ChangeDecided) -> String {
    let today = acting.centre.zone.today(acting.now);
    let day = dates::date(lang, booked.booking.starts_at.date(), today);
    let why = match why {
        ChangeDecided::Done(_) => String::new(),
        ChangeDecided::Already(_) => {
            lang.pick("已经有人决定，或者取消了", "decided or cancelled meanwhile").to_owned()
        }
        ChangeDecided::ReasonNeeded => {
            lang.pick("超出协议，同意要写理由", "beyond the agreement; agreeing takes a reason").to_owned()
        }
        ChangeDecided::Taken(clashes) => {
            let who: Vec<String> = clashes.iter().map(|one| rules::clash(lang, one)).collect();
            who.join(lang.pick("、", ", "))
        }
        ChangeDecided::Refused(refusal) => rules::refusal(lang, refusal, today),
    };
    format!("{day}{}{why}", lang.pick("：", ": "))
}
