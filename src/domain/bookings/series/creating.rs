//! A troupe asks for a series, as it was shown.
//!
//! | | |
//! |---|---|
//! | from | nothing |
//! | to | for each date: *approved* where the room is instant and the agreement covers it, *requested*, *waiting*, or an exception |
//! | locks | the agreement; then the spaces of all rooms in it by id |
//! | checks | the key was not used before; the plan is what was shown; every choice can be had |
//! | rows | series; an exception or a booking for each date; occupancies; history; rivals become *waiting* |
//! | letters | one to each leader with what is granted, asked for, in line and left out; one to those who decide; conflict notices to rivals |

use std::collections::HashMap;

use super::planning::plan;
use super::recurrence::End;
use super::rules::{Cut, Plan, Planned};
use super::{Choice, Choices, Exception, Series, SeriesId, Wanted, store, words};
use crate::base::db::{Conn, is_duplicate};
use crate::base::error::{Error, Result};
use crate::base::history::{self, HistoryId};
use crate::base::lang::Lang;
use crate::base::time::Span;
use crate::domain::agreements::{self, AgreementState, Gap, Troupe};
use crate::domain::bookings::acting::{deciders_of, leaders};
use crate::domain::bookings::letters::series::{
    About, STANDS, SeriesWords, counted, line, line_in_line, tell_deciders, tell_leaders,
};
use crate::domain::bookings::store::{self as bookings, NewBooking};
use crate::domain::bookings::{
    Acting, Booked, BookingId, Facts, Slot, State, Verdict, losing, running_out, waiting,
};
use crate::domain::occupancy::{self, Taker, Taking};
use crate::domain::people::contact::{Contact, Urgency};
use crate::domain::rooms::{self, Room};

/// What came of it.
#[derive(Debug, Clone)]
pub enum Created {
    Done(Series),
    /// This very wish was granted before.
    Repeated(Series),
    /// The list is not what was shown: this is what it is now. Nothing was written.
    Changed(Box<Plan>),
    /// Every date is left out, or there is none.
    Nothing(Box<Plan>),
    /// The troupe has no agreement in which a series could lie.
    NoAgreement,
}

/// Creates a series with these choices, if its plan is still the one whose fingerprint was `seen`.
pub fn create(
    conn: &mut Conn,
    acting: Acting,
    wanted: &Wanted,
    choices: &Choices,
    seen: &str,
) -> Result<Created> {
    let by = acting.by()?;
    let troupe = agreements::store::troupe(conn, acting.centre.id, wanted.troupe)?;
    if !troupe.active {
        return Err(Error::NotFound);
    }
    if let Some(before) = store::by_request_key(conn, by, &wanted.request_key)? {
        return Ok(Created::Repeated(before));
    }
    let Some(first) = plan(conn, acting, wanted, choices)? else { return Ok(Created::NoAgreement) };
    agreements::store::lock(conn, first.agreement.id)?;
    occupancy::lock_rooms(conn, &rooms_of(wanted, choices))?;
    let agreement = agreements::store::agreement(conn, acting.centre.id, first.agreement.id)?;
    // Another may have come first while this waited for the locks.
    if let Some(before) = store::by_request_key(conn, by, &wanted.request_key)? {
        return Ok(Created::Repeated(before));
    }
    if agreement.state != AgreementState::Active {
        return Ok(Created::NoAgreement);
    }
    for date in &first.dates {
        running_out::catch_up(conn, acting, Slot::of(&first.room, date.span))?;
    }
    let Some(now) = plan(conn, acting, wanted, choices)? else { return Ok(Created::NoAgreement) };
    if now.agreement.id != first.agreement.id {
        // The one that counts now is not locked.
        return Err(Error::Again);
    }
    if !is_as_shown(conn, acting, wanted, choices, seen, &now)? {
        return Ok(Created::Changed(Box::new(now)));
    }
    if now.chosen() == 0 {
        return Ok(Created::Nothing(Box::new(now)));
    }
    let id = match store::insert(conn, &acting, by, now.agreement.id, &as_far_as_it_goes(wanted, &now)) {
        Err(error) if is_duplicate(&error) => return Err(Error::Again),
        id => id?,
    };
    let series = store::series(conn, acting.centre.id, id)?;
    let written = write(conn, acting, &series, &troupe, &now)?;
    tell(conn, acting, &series, &troupe, &now.room, &written)?;
    losing::lose(conn, acting, &written.granted)?;
    Ok(Created::Done(series))
}

fn rooms_of(wanted: &Wanted, choices: &Choices) -> Vec<rooms::RoomId> {
    let mut rooms = vec![wanted.room];
    rooms.extend(choices.values().filter_map(|choice| match choice {
        Choice::Alternative { room, .. } => Some(*room),
        _ => None,
    }));
    rooms.sort();
    rooms.dedup();
    rooms
}

/// What is kept of the rule ends where the list ended: no page or letter may say that it goes on.
fn as_far_as_it_goes(wanted: &Wanted, plan: &Plan) -> Wanted {
    let mut kept = wanted.clone();
    let last = plan.dates.last().map(|date| date.occasion.date);
    match (plan.cut, last) {
        (Some(Cut::Agreement(day)), _) => kept.recurrence.end = End::Until(day),
        (Some(Cut::Long), Some(day)) => kept.recurrence.end = End::Until(day),
        _ => {}
    }
    kept
}

/// The person saw this list, or one that says the same of everything that is to be written; and every choice can
/// be had.
fn is_as_shown(
    conn: &mut Conn,
    acting: Acting,
    wanted: &Wanted,
    choices: &Choices,
    seen: &str,
    now: &Plan,
) -> Result<bool> {
    let kept = now
        .dates
        .iter()
        .all(|date| choices.get(&date.occasion.date).is_none_or(|choice| *choice == date.choice));
    let known = choices.keys().all(|date| now.dates.iter().any(|one| one.occasion.date == *date));
    if !kept || !known {
        return Ok(false);
    }
    if now.fingerprint() == seen {
        return Ok(true);
    }
    // Shown before anything was chosen: choosing changes the verdicts of what comes after.
    let proposed = plan(conn, acting, wanted, &Choices::new())?;
    Ok(proposed.is_some_and(|proposed| proposed.fingerprint() == seen && now.keeps(&proposed)))
}

/// What was written of a series.
#[derive(Debug, Clone, Default)]
pub(super) struct Written {
    pub granted: Vec<Booked>,
    pub asked: Vec<Booked>,
    pub in_line: Vec<Booked>,
}

fn write(conn: &mut Conn, acting: Acting, series: &Series, troupe: &Troupe, plan: &Plan) -> Result<Written> {
    let mut written = Written::default();
    for date in &plan.dates {
        let (room, span) = match date.choice {
            Choice::Skip => {
                let (kind, reason) = date.why_skipped();
                let exception = Exception { original_date: date.occasion.date, kind, reason };
                store::except(conn, series.id, &exception)?;
                continue;
            }
            Choice::Take | Choice::Wait => (&plan.room, date.span),
            Choice::Alternative { room, span } => {
                (plan.facts.catalogue.room(room).ok_or(Error::Again)?, span)
            }
        };
        let (state, gap) = becomes(&plan.facts, &written, series, room, span, date);
        let booked = book(conn, acting, series, troupe, (room, span), (state, gap), date)?;
        match state {
            State::Approved => written.granted.push(booked),
            State::Waiting => written.in_line.push(booked),
            _ => written.asked.push(booked),
        }
    }
    Ok(written)
}

/// The state that a date begins in. Its verdict stands; only an alternative's is asked for anew, and what a date in
/// line would be excepted from.
fn becomes(
    facts: &Facts,
    written: &Written,
    series: &Series,
    room: &Room,
    span: Span,
    date: &Planned,
) -> (State, Option<Gap>) {
    let of_verdict = |verdict: &Verdict| match verdict {
        Verdict::Granted => (State::Approved, None),
        Verdict::Reviewed(gap) => (State::Requested, *gap),
        Verdict::Taken(_) | Verdict::Refused(_) => (State::Waiting, None),
    };
    let judged_free = || {
        let mut free = facts.clone();
        free.taken.clear();
        let used = written.granted.iter().chain(&written.asked).filter_map(|one| one.booking.span().ok());
        let agreement = series.agreement_id;
        free.uses.extend(used.map(|span| crate::domain::bookings::Use { agreement, span, open: true }));
        of_verdict(&free.verdict(room, span, series.size))
    };
    match (date.choice, &date.verdict) {
        (Choice::Alternative { .. }, _) => judged_free(),
        (Choice::Wait, Verdict::Taken(_)) => (State::Waiting, judged_free().1),
        (_, verdict) => of_verdict(verdict),
    }
}

fn book(
    conn: &mut Conn,
    acting: Acting,
    series: &Series,
    troupe: &Troupe,
    (room, span): (&Room, Span),
    (state, exception): (State, Option<Gap>),
    date: &Planned,
) -> Result<Booked> {
    let new = NewBooking {
        centre_id: acting.centre.id,
        room_id: room.id,
        troupe_id: troupe.id,
        agreement_id: Some(series.agreement_id),
        starts_at: span.start(),
        ends_at: span.end(),
        turnaround_minutes: room.turnaround_minutes,
        purpose: series.purpose.clone(),
        size: series.size,
        state,
        exception,
        requested_by: acting.by()?,
        on_behalf: series.on_behalf,
        requested_at: acting.now,
        request_key: format!("series-{}-{}", series.id, date.occasion.date),
        decided_at: (state == State::Approved).then_some(acting.now),
        replaces: None,
        sequence: 0,
        version: 0,
    };
    let booking = bookings::insert(conn, new)?;
    let id = booking.id;
    store::put(conn, id, series.id, date.occasion.date)?;
    let booked = Booked { booking, room: room.clone(), troupe: troupe.clone() };
    let act = if state == State::Waiting { "waited" } else { "asked" };
    acting.record(conn, act, &booked.booking, state, None)?;
    if state == State::Approved {
        let spaces = rooms::store::spaces(conn, room.id)?;
        let taker = Taker::Booking(id);
        if let Taking::InTheWay(_) =
            occupancy::take(conn, &spaces, span, room.turnaround_minutes, taker, None, acting.now)?
        {
            return Err(Error::fault("a slot was taken between the check and the insert"));
        }
    }
    Ok(booked)
}

/// Writes one line of a series' history.
pub(super) fn record(
    conn: &mut Conn,
    acting: &Acting,
    series: SeriesId,
    act: &'static str,
    reason: Option<&str>,
) -> Result<HistoryId> {
    history::record(
        conn,
        &history::Entry {
            centre: Some(acting.centre.id.0),
            subject: "series",
            subject_id: series.0,
            act,
            from: None,
            to: None,
            person: acting.person.map(|person| person.0),
            reason,
            at: acting.now,
        },
    )
}

fn tell(
    conn: &mut Conn,
    acting: Acting,
    series: &Series,
    troupe: &Troupe,
    room: &Room,
    written: &Written,
) -> Result<()> {
    let cause = record(conn, &acting, series.id, "asked", None)?;
    let all = || written.granted.iter().chain(&written.asked).chain(&written.in_line);
    let named: Vec<BookingId> = all().map(|one| one.booking.id).collect();
    let about = About { series, room, troupe, named: &named };
    let places = waiting::places(conn, &acting, written.in_line.iter().map(|one| &one.booking))?;
    let people = leaders(conn, troupe.id)?;
    let files: Vec<_> = written.granted.iter().map(|one| (one, STANDS)).collect();
    let good = Urgency::GoodToHave;
    tell_leaders(conn, &acting, cause, &about, (&people, good), &files, |lang| {
        received(lang, &acting, series, written, &places)
    })?;
    if written.asked.is_empty() {
        return Ok(());
    }
    let mut deciders: Vec<Contact> = Vec::new();
    let mut asked_about: Vec<_> = written.asked.iter().map(|one| one.room.id).collect();
    asked_about.sort();
    asked_about.dedup();
    for room in asked_about {
        for one in deciders_of(conn, &acting, room)? {
            if !deciders.contains(&one) {
                deciders.push(one);
            }
        }
    }
    tell_deciders(conn, &acting, cause, &about, &deciders, |lang| {
        let lines = |list: &[Booked]| list.iter().map(|one| line(lang, &acting, series, one)).collect();
        let troupe = troupe.name_in(lang);
        SeriesWords {
            kind: "series_request",
            subject: lang
                .pick(format!("新申请：{troupe}的系列"), format!("New request: a series for {troupe}")),
            told: match lang {
                Lang::Zh => format!(
                    "{troupe}申请系列预约，有{}次要您决定。可以一起批，也可以一次一次批。",
                    written.asked.len()
                ),
                Lang::En => format!(
                    "{troupe} asks for a series; {} to decide, together or date by date.",
                    words::dates_count(lang, written.asked.len())
                ),
            },
            reason: None,
            lists: vec![(lang.pick("要审核", "To decide").to_owned(), lines(&written.asked))],
            instead: Vec::new(),
        }
    })
}

/// What the leaders read: exactly what stands, what is asked for, what is in line; what is left out is added to all.
fn received(
    lang: Lang,
    acting: &Acting,
    series: &Series,
    written: &Written,
    places: &HashMap<BookingId, usize>,
) -> SeriesWords {
    let lines = |list: &[Booked]| list.iter().map(|one| line(lang, acting, series, one)).collect::<Vec<_>>();
    let (granted, asked) = (lines(&written.granted), lines(&written.asked));
    let waits = |one: &Booked| line_in_line(lang, acting, series, one, places);
    let in_line: Vec<String> = written.in_line.iter().map(waits).collect();
    let told = match (granted.is_empty(), asked.is_empty() && in_line.is_empty(), lang) {
        (false, true, Lang::Zh) => "下面这些时间都定下来了，归您队用。哪一次来不了，请早点取消那一次。",
        (false, true, Lang::En) => {
            "The dates below are settled: the room is yours. If you cannot come once, please cancel that date early."
        }
        (false, false, Lang::Zh) => "一部分时间已经定下来，其余的还没有。请看下面每一次的情况。",
        (false, false, Lang::En) => {
            "Some dates are settled, others are not yet. Below is how each one stands."
        }
        (true, _, Lang::Zh) => "收到了。批准或轮到之前，这些时间还不能算定下来。结果会再告诉您。",
        (true, _, Lang::En) => {
            "We have your request. None of the dates is yours for sure yet; we will let you know."
        }
    };
    let titled = |zh: &str, en: &str, list: &[String]| counted(lang, (zh, en), list.len());
    SeriesWords {
        kind: "series_created",
        subject: lang.pick("系列预约", "Series").to_owned(),
        told: told.to_owned(),
        reason: None,
        lists: vec![
            (titled("已批准", "Approved", &granted), granted),
            (titled("待审核，工作人员会决定", "Staff will decide", &asked), asked),
            (titled("候补，时间空出来会先问您", "In line; if it frees up we ask you", &in_line), in_line),
        ],
        instead: Vec::new(),
    }
}
