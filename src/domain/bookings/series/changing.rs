//! A series gets another room, time, weekday, size or purpose from one of its dates on.
//!
//! Only what is as the series says moves along: a date that was moved, skipped or given up is an exception and stays
//! what it is. Each date is judged as if those that move had left their places. What cannot move stays where it is
//! and is listed. Where its weekdays are changed, its dates are still known by those that the rule named first.
//!
//! | | |
//! |---|---|
//! | from | *approved*, *requested* and *waiting* dates of the scope, where the series says, to come |
//! | to | there: *approved* where the room is instant and the agreement covers it, or staff move it; *requested* otherwise. What is *approved* and needs a decision stays, with a change request: staff decide about all of these as one ([`granting`](super::granting)) |
//! | locks | the agreements of its dates by id; then the spaces of all rooms, old and new, by id |
//! | checks | the plan is what was shown; [`Facts::verdict`] of each date |
//! | rows | bookings and occupancies moved, change requests with the wish they belong to; from a date within the series on, a successor that takes over the dates and exceptions from there, once one of them moves; history; those in line for what is free have their turn |
//! | letters | one to each leader with what moved, a calendar file for each, what is asked for, and what stayed; one to those who decide |

use chrono::NaiveDate;

use super::creating::record;
use super::deciding::{end_if_over, lock_dates};
use super::handing_over::hand_over;
pub use super::moves::why_stays;
pub use super::moves::{Becomes, Change, Changing, Move, Stays};
use super::moves::{Movable, is_usual, settled, stays};
use super::recurrence::Holidays;
use super::repeating::done_before;
use super::words::wish;
use super::{Dated, Scope, Series, SeriesId, store};
use crate::base::db::Conn;
use crate::base::error::{Error, Result};
use crate::base::history::HistoryId;
use crate::base::lang::Lang;
use crate::base::time::{Span, Wall};
use crate::domain::agreements;
use crate::domain::bookings::acting::{deciders_of, leaders};
use crate::domain::bookings::cancelling::Canceller;
use crate::domain::bookings::changing::{self, ChangeState, store as changes};
use crate::domain::bookings::letters::series::{
    About, STANDS, SeriesWords, line, line_in_line, tell_deciders, tell_leaders,
};
use crate::domain::bookings::store::{self as bookings, by_space, clashes, uses};
use crate::domain::bookings::{
    Acting, Booked, Booking, BookingId, Clash, Facts, State, leaving, losing, offering, waiting,
};
use crate::domain::days::{self, DayFacts};
use crate::domain::occupancy::{self, Occupancy, Taker, Taking};
use crate::domain::people::contact::Urgency;
use crate::domain::rooms::{self, Room};

/// What came of a change.
#[derive(Debug, Clone)]
pub enum Changed {
    /// The series that has the changed dates now: a successor, or the same.
    Done(Box<Series>, Box<Changing>),
    /// This very change was made before: the series that has its dates, and those to come as they are now.
    Repeated(Box<Series>, Box<Changing>),
    /// It is not what was shown: this is what it is now. Nothing was written.
    Differs(Box<Changing>),
    /// Nothing can move. Nothing was written.
    Nothing(Box<Changing>),
}

/// What a change would do, without doing it.
pub fn preview(
    conn: &mut Conn,
    acting: Acting,
    id: SeriesId,
    scope: Scope,
    change: &Change,
) -> Result<Changing> {
    let series = store::series(conn, acting.centre.id, id)?;
    let dates = store::dates(conn, id)?;
    plan(conn, &acting, &series, &dates, scope, change)
}

/// Changes a series, if what would happen is still what was shown.
pub fn change(
    conn: &mut Conn,
    acting: Acting,
    id: SeriesId,
    scope: Scope,
    change: &Change,
    seen: &str,
) -> Result<Changed> {
    let by = acting.by()?;
    let series = store::series(conn, acting.centre.id, id)?;
    let dates = store::dates(conn, id)?;
    lock_dates(conn, &series, &dates, &[change.room])?;
    if let Some((before, done)) = done_before(conn, &acting, by, scope, &change.request_key)? {
        return Ok(Changed::Repeated(Box::new(before), Box::new(done)));
    }
    let series = store::series(conn, acting.centre.id, id)?;
    let dates = store::dates(conn, id)?;
    let plan = plan(conn, &acting, &series, &dates, scope, change)?;
    if plan.fingerprint() != seen {
        return Ok(Changed::Differs(Box::new(plan)));
    }
    if plan.is_nothing() {
        return Ok(Changed::Nothing(Box::new(plan)));
    }
    // What only staff can allow has not happened yet: until one of the dates moves, the series is what it was.
    let moves = plan.moves_for_good();
    let now_on = match scope {
        Scope::One(_) => series.clone(),
        _ if !moves => series.clone(),
        _ => hand_over(conn, &acting, &series, &dates, scope, change)?,
    };
    let written = move_all(conn, acting, &plan, change)?;
    let settled = moves || matches!(scope, Scope::One(_));
    write_wish(conn, &acting, &now_on, &plan, change, settled)?;
    tell(conn, acting, &now_on, change, &plan, (&written, settled))?;
    let approved: Vec<Booked> =
        written.iter().filter(|one| one.booking.state == State::Approved).cloned().collect();
    losing::lose(conn, acting, &approved)?;
    let had = plan.moving().map(|one| &one.booked.booking).filter(|one| one.state == State::Approved);
    offering::pass_on(conn, acting, &had.map(Booking::slot).collect::<Result<Vec<_>>>()?)?;
    end_if_over(conn, &acting, &series)?;
    Ok(Changed::Done(Box::new(now_on), Box::new(plan)))
}

fn plan(
    conn: &mut Conn,
    acting: &Acting,
    series: &Series,
    dates: &[Dated],
    scope: Scope,
    change: &Change,
) -> Result<Changing> {
    if !change.suits(series) {
        return Err(Error::BadRequest("not as many weekdays as the series has".into()));
    }
    let room = rooms::store::room(conn, acting.centre.id, change.room)?;
    let now = acting.centre.zone.wall(acting.now);
    let scoped: Vec<&Dated> =
        dates.iter().filter(|date| scope.contains(date.original) && date.begins(series) > now).collect();
    let live: Vec<(NaiveDate, &Booked)> = scoped
        .iter()
        .filter(|date| date.is_to_come(now) && date.state() != Some(State::Offered))
        .filter_map(|date| Some((date.original, date.booked.as_ref()?)))
        .filter(|(original, booked)| is_usual(series, *original, booked))
        .collect();
    let untouched = scoped.len() - live.len();
    let spans: Vec<Span> = live.iter().map(|(original, _)| change.span(series, *original)).collect();
    let Some(facts) = facts(conn, acting, series, &room, &spans)? else {
        return Ok(Changing { room, moves: Vec::new(), untouched });
    };
    let ids: Vec<BookingId> = live.iter().map(|(_, booked)| booked.booking.id).collect();
    let pending = changes::open_among(conn, &ids)?;
    let known = known_days(conn, acting, &spans)?;
    let movable: Vec<Movable> = live
        .iter()
        .zip(&spans)
        .map(|((original, booked), span)| {
            let barred = if pending.iter().any(|one| one.booking_id == booked.booking.id) {
                Some(Stays::Pending)
            } else if span.date() == booked.booking.starts_at.date() {
                None
            } else if facts.agreement_on(span.date()).is_none_or(|one| one.id != series.agreement_id) {
                Some(Stays::OtherAgreement)
            } else {
                let holiday = known.holiday(span.date()).filter(|_| series.holidays == Holidays::Skip);
                holiday.map(|day| Stays::Holiday(day.name.clone()))
            };
            Movable { original: *original, booked, span: *span, barred }
        })
        .collect();
    let mut moves = settled(&facts, &room, &movable, change);
    name_clashes(conn, &mut moves)?;
    Ok(Changing { room, moves, untouched })
}

/// What the days are on which some spans lie.
fn known_days(conn: &mut Conn, acting: &Acting, spans: &[Span]) -> Result<DayFacts> {
    let days = || spans.iter().map(|span| span.date());
    let today = acting.centre.zone.today(acting.now);
    let (first, last) = (days().min().unwrap_or(today), days().max().unwrap_or(today));
    days::store::facts(conn, acting.centre.id, first, last)
}

fn facts(
    conn: &mut Conn,
    acting: &Acting,
    series: &Series,
    room: &Room,
    spans: &[Span],
) -> Result<Option<Facts>> {
    let (Some(first), Some(last)) =
        (spans.iter().map(|span| span.date()).min(), spans.iter().map(|span| span.date()).max())
    else {
        return Ok(None);
    };
    let catalogue = rooms::store::catalogue(conn, acting.centre.id, first, last)?;
    let wanted: Vec<(Wall, Wall)> =
        spans.iter().map(|span| (span.start(), span.end_with(room.turnaround_minutes))).collect();
    let taken = occupancy::stretches::taken_in(conn, catalogue.spaces_of(room.id), &wanted, acting.now)?;
    let agreements = agreements::store::valid_between(conn, series.troupe_id, first, last)?;
    let ids: Vec<_> = agreements.iter().map(|one| one.id).collect();
    let uses = uses(conn, &ids, first, last, acting.centre.zone)?;
    Ok(Some(Facts {
        catalogue,
        taken: by_space(taken),
        agreements,
        uses,
        now: acting.centre.zone.wall(acting.now),
        zone: acting.centre.zone,
    }))
}

/// Writes what was wished, by which a repeat of the act is known, and what of it staff are to decide: a change request
/// for each date.
fn write_wish(
    conn: &mut Conn,
    acting: &Acting,
    series: &Series,
    plan: &Changing,
    change: &Change,
    handed_over: bool,
) -> Result<()> {
    let asked = plan.asked().map(|one| one.original).min();
    let Some(first) = asked.or_else(|| plan.moving().map(|one| one.original).min()) else { return Ok(()) };
    let by = acting.by()?;
    let wish = store::wishes::insert(conn, by, series.id, first, change, handed_over)?;
    for one in plan.asked() {
        let (booking, Becomes::Asked(gap)) = (&one.booked.booking, &one.becomes) else { continue };
        let asked = changing::Change {
            room: change.room,
            span: one.span,
            size: change.size,
            request_key: format!("{}-{}", change.request_key, booking.id),
            on_behalf: change.by == Canceller::Staff,
        };
        let id = changes::insert(conn, acting, by, booking.id, &asked, ChangeState::Requested, *gap)?;
        changes::join(conn, id, wish)?;
        acting.record(conn, "change_asked", booking, booking.state, None)?;
    }
    Ok(())
}

/// First everything leaves its place, then everything takes its new one.
fn move_all(conn: &mut Conn, acting: Acting, plan: &Changing, change: &Change) -> Result<Vec<Booked>> {
    for one in plan.moving() {
        occupancy::free(conn, Taker::Booking(one.booked.booking.id))?;
    }
    let spaces = rooms::store::spaces(conn, plan.room.id)?;
    let mut written = Vec::new();
    for one in plan.moving() {
        let Becomes::Moved(state, gap) = one.becomes else { continue };
        acting.record(conn, "moved", &one.booked.booking, state, change.reason.as_deref())?;
        let reason = change.reason.as_deref();
        let mut moved = acting.move_to(conn, &one.booked, state, reason)?;
        moved.room = plan.room.clone();
        moved.booking.room_id = plan.room.id;
        moved.booking.starts_at = one.span.start();
        moved.booking.ends_at = one.span.end();
        moved.booking.turnaround_minutes = plan.room.turnaround_minutes;
        moved.booking.size = change.size;
        moved.booking.purpose.clone_from(&change.purpose);
        moved.booking.exception = gap;
        store::rebook(conn, &moved)?;
        if state == State::Approved {
            let (turnaround, taker) = (plan.room.turnaround_minutes, Taker::Booking(moved.booking.id));
            if let Taking::InTheWay(_) =
                occupancy::take(conn, &spaces, one.span, turnaround, taker, None, acting.now)?
            {
                return Err(Error::fault("a slot was taken between the check and the insert"));
            }
        }
        let moved = bookings::booked(conn, acting.centre.id, moved.booking.id)?;
        leaving::note(conn, &acting, &one.booked, &moved)?;
        written.push(moved);
    }
    Ok(written)
}

fn tell(
    conn: &mut Conn,
    acting: Acting,
    series: &Series,
    change: &Change,
    plan: &Changing,
    (written, settled): (&[Booked], bool),
) -> Result<()> {
    let stands = written.iter().any(|one| one.booking.state == State::Approved);
    let only_asked = !(settled && (stands || plan.asked().next().is_none())) || written.is_empty();
    let act = if only_asked { "change_asked" } else { "changed" };
    let cause: HistoryId = record(conn, &acting, series.id, act, change.reason.as_deref())?;
    let troupe = agreements::store::troupe(conn, acting.centre.id, series.troupe_id)?;
    // Where nothing has moved yet, the series is still where it was.
    let own = rooms::store::room(conn, acting.centre.id, series.room_id)?;
    let named: Vec<BookingId> = plan.moves.iter().map(|one| one.booked.booking.id).collect();
    let about = About { series, room: &own, troupe: &troupe, named: &named };
    let places = waiting::places(conn, &acting, written.iter().map(|one| &one.booking))?;
    let people = leaders(conn, troupe.id)?;
    let urgency = if change.by == Canceller::Staff { Urgency::MustKnow } else { Urgency::GoodToHave };
    let of = |state| written.iter().filter(|one| one.booking.state == state).collect::<Vec<&Booked>>();
    let (stand, asked, line_up) = (of(State::Approved), of(State::Requested), of(State::Waiting));
    let files: Vec<_> = stand.iter().map(|one| (*one, STANDS)).collect();
    let lines = |lang: Lang, list: &[&Booked]| -> Vec<String> {
        list.iter().map(|one| line(lang, &acting, series, one)).collect()
    };
    let today = acting.centre.zone.today(acting.now);
    let wished = |lang: Lang| -> Vec<String> {
        plan.asked().map(|one| wish(lang, &one.booked, one.span, &plan.room, today)).collect()
    };
    tell_leaders(conn, &acting, cause, &about, (&people, urgency), &files, |lang| {
        SeriesWords {
        kind: "series_changed",
        subject: match (only_asked, stands) {
            (true, _) => lang.pick("想改", "Change asked for"),
            (false, true) => lang.pick("已改", "Changed"),
            (false, false) => lang.pick("申请已改", "Request changed"),
        }
        .to_owned(),
        told: match only_asked {
            true => lang.pick(
                "下面是您队想改的。工作人员会一起决定；决定之前，原来的时间和地点照样有效。",
                "Below is what your troupe would like. Staff will decide about it as one; until then the dates stand as they are.",
            ),
            false => lang.pick(
                "从下面第一次起，时间和地点按新的来。单独改过、跳过或取消了的那些次不变。",
                "From the first date below on, time and room are as follows. Dates that were moved, left out or cancelled by themselves stay as they are.",
            ),
        }
        .to_owned(),
        reason: change.reason.clone(),
        lists: vec![
            (lang.pick("已改，定下来了", "Changed and settled").to_owned(), lines(lang, &stand)),
            (lang.pick("已改，等工作人员审核", "Changed; staff will decide").to_owned(), lines(lang, &asked)),
            (
                lang.pick("已改，还在候补", "Changed; still in line").to_owned(),
                line_up.iter().map(|one| line_in_line(lang, &acting, series, one, &places)).collect(),
            ),
            (lang.pick("想改，等工作人员决定，原来的先留着", "Asked for; kept as it is until staff decide").to_owned(), wished(lang)),
            (lang.pick("改不了，还是原来的时间和地点", "Could not be changed and stays").to_owned(), stays(lang, today, plan)),
        ],
        instead: Vec::new(),
    }
    })?;
    if asked.is_empty() && plan.asked().next().is_none() {
        return Ok(());
    }
    let deciders = deciders_of(conn, &acting, plan.room.id)?;
    tell_deciders(conn, &acting, cause, &about, &deciders, |lang| {
        SeriesWords {
        kind: "series_request",
        subject: match only_asked {
            true => lang.pick("想改的系列", "A series to change"),
            false => lang.pick("改了的系列", "A changed series"),
        }
        .to_owned(),
        told: match only_asked {
            true => lang.pick(
                "队伍想改下面这些，请一起决定；决定之前，原来的照样有效。",
                "The troupe would like the changes below. Please decide about them as one; until then the dates stand.",
            ),
            false => lang.pick(
                "一个系列改了时间或场地，请决定。",
                "A series has a new time or room. Please decide.",
            ),
        }
        .to_owned(),
        reason: None,
        lists: vec![
            (lang.pick("要审核", "To decide").to_owned(), lines(lang, &asked)),
            (lang.pick("想改", "To be changed").to_owned(), wished(lang)),
        ],
        instead: Vec::new(),
    }
    })
}

/// Who is in the way, asked for all dates at once.
fn name_clashes(conn: &mut Conn, moves: &mut [Move]) -> Result<()> {
    let all: Vec<Occupancy> = moves.iter().flat_map(|one| one.in_the_way.clone()).collect();
    if all.is_empty() {
        return Ok(());
    }
    let known = clashes(conn, &all)?;
    for one in moves {
        if let Becomes::Stays(Stays::Taken(there)) = &mut one.becomes {
            let is_there =
                |clash: &&Clash| one.in_the_way.iter().any(|taken| taken.starts_at == clash.starts_at);
            *there = known.iter().filter(is_there).cloned().collect();
        }
    }
    Ok(())
}
