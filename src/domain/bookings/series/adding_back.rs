//! A date of a series that was skipped or given up is added back.
//!
//! | | |
//! |---|---|
//! | from | an exception, or a date whose booking is *cancelled*, *withdrawn*, *refused* or *lapsed*, still to come |
//! | to | what [`asking`](super::super::asking) or [`waiting`](super::super::waiting) makes of it |
//! | locks | those of asking |
//! | checks | those of asking |
//! | rows | as asking; the booking stands for the date; the exception is gone; a series that had ended stands again |
//! | letters | as asking |

use chrono::NaiveDate;

use super::creating::record;
use super::deciding::lock_dates;
use super::{Choice, Series, SeriesId, store};
use crate::base::db::Conn;
use crate::base::error::Result;
use crate::base::time::Span;
use crate::domain::bookings::alternatives::Alternative;
use crate::domain::bookings::asking::{Ask, Asked, ask_as};
use crate::domain::bookings::store::by_request_key;
use crate::domain::bookings::waiting::{Waited, wait_as};
use crate::domain::bookings::{Acting, Booking, Clash, Refusal};

/// What came of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Added {
    /// Approved, requested or in line.
    Done(Booking),
    /// Something stands for the date, or it is past, or it is none of the series.
    NotMissing,
    Taken {
        clashes: Vec<Clash>,
        alternatives: Vec<Alternative>,
    },
    Refused {
        refusal: Refusal,
        alternatives: Vec<Alternative>,
    },
}

/// Adds one date back: as the series says, as an alternative, or in line. [`Choice::Skip`] adds nothing.
pub fn add_back(
    conn: &mut Conn,
    acting: Acting,
    id: SeriesId,
    original: NaiveDate,
    how: Choice,
    request_key: &str,
    on_behalf: bool,
) -> Result<Added> {
    let series = store::series(conn, acting.centre.id, id)?;
    let now = acting.centre.zone.wall(acting.now);
    if let Some(before) = by_request_key(conn, acting.by()?, request_key)? {
        return Ok(Added::Done(before));
    }
    let (room, span) = match how {
        Choice::Skip => return Ok(Added::NotMissing),
        Choice::Take | Choice::Wait => (series.room_id, Span::on(series.usual(original), series.part()?)),
        Choice::Alternative { room, span } => (room, span),
    };
    // Two who add the same date back at once would have it twice.
    let dates = store::dates(conn, id)?;
    lock_dates(conn, &series, &dates, &[room])?;
    let there = store::dates(conn, id)?.into_iter().find(|date| date.original == original);
    if !there.is_some_and(|date| date.can_come_back(&series, now)) {
        return Ok(Added::NotMissing);
    }
    let wish = Ask {
        troupe: series.troupe_id,
        room,
        span,
        purpose: series.purpose.clone(),
        size: series.size,
        request_key: request_key.to_owned(),
        on_behalf,
        replaces: None,
    };
    let booking = match how {
        Choice::Wait => match wait_as(conn, acting, &wish, Some(&series))? {
            Waited::InLine(booking, _) => booking,
            Waited::Already(_) | Waited::TooLate => return Ok(Added::NotMissing),
            Waited::Asked(asked) => match outcome(asked) {
                Ok(booking) => booking,
                Err(added) => return Ok(*added),
            },
        },
        _ => match outcome(ask_as(conn, acting, &wish, Some(&series))?) {
            Ok(booking) => booking,
            Err(added) => return Ok(*added),
        },
    };
    settle(conn, &acting, &series, original, &booking)?;
    Ok(Added::Done(booking))
}

fn outcome(asked: Asked) -> std::result::Result<Booking, Box<Added>> {
    match asked {
        Asked::Approved(booking) | Asked::Received(booking) | Asked::Repeated(booking) => Ok(booking),
        Asked::Taken { clashes, alternatives } => Err(Box::new(Added::Taken { clashes, alternatives })),
        Asked::Refused { refusal, alternatives } => Err(Box::new(Added::Refused { refusal, alternatives })),
    }
}

fn settle(
    conn: &mut Conn,
    acting: &Acting,
    series: &Series,
    original: NaiveDate,
    booking: &Booking,
) -> Result<()> {
    store::put(conn, booking.id, series.id, original)?;
    store::unexcept(conn, series.id, original)?;
    record(conn, acting, series.id, "added_back", Some(&original.to_string()))?;
    if series.ended_at.is_some() { store::reopen(conn, series.id) } else { Ok(()) }
}
