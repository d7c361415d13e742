//! What the centre took away: a room repaired some weeks ago, whose troupe took what was offered, and a floor that is
//! mended next week, whose troupes have not answered yet.

use chrono::{Duration, NaiveDate};

use super::super::maker::Maker;
use super::Rooms;
use crate::base::error::Result;
use crate::base::time::{Instant, Minute, Wall, monday_of};
use crate::domain::bookings::{answering, store};
use crate::domain::disruptions::{DisruptionId, Outcome, Planned, What, disrupting, planning};
use crate::domain::people::{Acting, PersonId};
use crate::domain::rooms::RoomId;

pub(super) fn make(maker: &mut Maker, rooms: &Rooms, approver: PersonId) -> Result<()> {
    let monday = monday_of(maker.today);
    let wednesday = monday + Duration::days(2 - 28);
    let before = maker.moment(wednesday - Duration::days(5), 15 * 60);
    let words = ("更换灯具", "New lamps are put in");
    if let Some(id) = closes(maker, approver, before, rooms.activity, (wednesday, wednesday), words, false)? {
        all_answered(maker, id, before)?;
    }
    let (first, last) = (monday + Duration::days(9), monday + Duration::days(12));
    let words = ("地板起翘，要修", "The floor has warped and is mended");
    let now = maker.now;
    closes(maker, approver, now, rooms.east, (first, last), words, true).map(drop)
}

/// Closes a room for some whole days.
fn closes(
    maker: &mut Maker,
    by: PersonId,
    now: Instant,
    room: RoomId,
    (first, last): (NaiveDate, NaiveDate),
    (reason, reason_en): (&str, &str),
    fault: bool,
) -> Result<Option<DisruptionId>> {
    let (from, to) = (Wall::at(first, Minute::MIDNIGHT), Wall::at(last, Minute::DAY_END));
    let what = What::Close { room: Some(room), from, to, fault };
    let planned = Planned { what, reason: reason.to_owned(), reason_en: reason_en.to_owned() };
    let acting = Acting { centre: maker.centre, person: Some(by), now };
    let seen = planning::plan(maker.conn, &acting, &planned)?.fingerprint();
    let key = format!("sample-closure-{room}");
    Ok(match disrupting::disrupt(maker.conn, &acting, &planned, &seen, &key)? {
        Outcome::Done(id) => Some(id),
        _ => None,
    })
}

/// Each leader pressed the first link an hour later.
fn all_answered(maker: &mut Maker, id: DisruptionId, at: Instant) -> Result<()> {
    let now = at.plus(Duration::hours(1)).min(maker.now);
    for hit in store::hit_by(maker.conn, maker.centre.id, id.0)? {
        let acting = Acting { centre: maker.centre, person: Some(hit.booking.requested_by), now };
        let offered = store::alternatives_of(maker.conn, &[hit.booking.id])?;
        if let Some(first) = offered.first() {
            answering::take(maker.conn, acting, first.id)?;
        }
    }
    Ok(())
}
