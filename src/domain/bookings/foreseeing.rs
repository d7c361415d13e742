//! What would come of a wish if it were sent now. Reads only, and takes no locks: whoever sends it is told anew.

use chrono::{Duration, NaiveDate};

use super::alternatives::{Alternative, REACH_DAYS, Wish, alternatives};
use super::rules::{Facts, Verdict};
use super::store::{self, facts_of_centre};
use super::{Booked, Clash, Slot};
use crate::base::db::Conn;
use crate::base::error::Result;
use crate::base::time::Instant;
use crate::domain::agreements::TroupeId;
use crate::domain::centres::Centre;
use crate::domain::rooms::Room;

/// What would come of it.
#[derive(Debug, Clone)]
pub struct Foreseen {
    pub verdict: Verdict,
    /// What is in the way, where it is taken.
    pub clashes: Vec<Clash>,
    /// What could be had instead, where it is taken or refused.
    pub alternatives: Vec<Alternative>,
    /// Open requests for the slot, in the order of the line.
    pub rivals: Vec<Booked>,
}

/// The facts that a wish of a troupe on a day, and its alternatives, are judged by; on a day that is too near or too
/// far for any room, those of the nearest that is not.
pub fn facts_in_reach(
    conn: &mut Conn,
    centre: &Centre,
    troupe: TroupeId,
    room: &Room,
    day: NaiveDate,
    now: Instant,
) -> Result<Facts> {
    let (today, reach) = (centre.zone.today(now), Duration::days(REACH_DAYS));
    let day = day.clamp(today, today + Duration::days(room.ahead_days.into()) + reach);
    facts_of_centre(conn, centre, Some(troupe), (day - reach).max(today), day + reach, now)
}

/// Judges a wish by these facts.
pub fn foresee(conn: &mut Conn, facts: &Facts, wish: Wish) -> Result<Foreseen> {
    let verdict = facts.verdict(wish.room, wish.span, wish.size);
    let clashes = match &verdict {
        Verdict::Taken(in_the_way) => store::clashes(conn, in_the_way)?,
        _ => Vec::new(),
    };
    let alternatives = match &verdict {
        Verdict::Taken(_) | Verdict::Refused(_) => alternatives(facts, wish),
        Verdict::Granted | Verdict::Reviewed(_) => Vec::new(),
    };
    let rivals = store::rivals(conn, Slot::of(wish.room, wish.span))?;
    Ok(Foreseen { verdict, clashes, alternatives, rivals })
}
