//! What happens to the other requests for a slot when one is approved: they become *waiting* and are told.
//!
//! | | |
//! |---|---|
//! | from | *requested*, wanting a space of the slot at a time that overlaps it |
//! | to | *waiting* |
//! | locks | those of the act that approves; then those of [`offering`], for who waits behind them |
//! | rows | booking; history; up to three alternatives each |
//! | letters | one conflict notice to each leader, whatever the number of requests hit |

use chrono::Duration;

use super::acting::{Acting, leaders};
use super::alternatives::{Alternative, Offered, REACH_DAYS, Wish, elsewhere};
use super::letters::{self, Hit};
use super::store::{self, facts_of_centre};
use super::{Booked, State, offering};
use crate::base::db::Conn;
use crate::base::error::Result;
use crate::base::history::HistoryId;
use crate::base::time::Span;
use crate::domain::people::contact::Contact;
use crate::domain::rooms::Room;

/// Moves the rivals of bookings that were just approved to *waiting*.
pub(super) fn lose(conn: &mut Conn, acting: Acting, winners: &[Booked]) -> Result<()> {
    let mut told: Vec<(Contact, HistoryId, Vec<Hit>)> = Vec::new();
    let mut lost = Vec::new();
    for winner in winners {
        lost.extend(losers(conn, winner)?.into_iter().map(|rival| (winner, rival)));
    }
    let mut behind = Vec::new();
    for (winner, rival) in lost {
        // One that wanted two of the slots has lost already.
        let now = store::find(conn, rival.booking.id)?;
        if now.state != rival.booking.state {
            continue;
        }
        let cause = acting.record(conn, "outrun", &rival.booking, State::Waiting, None)?;
        let rival = acting.move_to(conn, &rival, State::Waiting, None)?;
        behind.push(rival.booking.slot()?);
        let offered = offer_instead(conn, &acting, &rival)?;
        for leader in leaders(conn, rival.booking.troupe_id)? {
            let to_its_own = rival.booking.troupe_id == winner.booking.troupe_id;
            let hit = Hit { booked: rival.clone(), to_its_own, offered: offered.clone() };
            match told.iter_mut().find(|(told, _, _)| told.id == leader.id) {
                Some((_, _, hits)) => hits.push(hit),
                None => told.push((leader, cause, vec![hit])),
            }
        }
    }
    for (leader, cause, hits) in told {
        letters::conflict(conn, &acting, cause, &leader, &hits)?;
    }
    // It was to be decided before those who wait behind it; what it wanted and the winner did not take may be theirs.
    offering::pass_on(conn, acting, &behind)
}

/// Those that approving a booking would make wait, oldest first.
pub(super) fn losers(conn: &mut Conn, winner: &Booked) -> Result<Vec<Booked>> {
    let rivals = store::rivals(conn, winner.booking.slot()?)?;
    Ok(rivals.into_iter().filter(|rival| rival.booking.id != winner.booking.id && loses(rival)).collect())
}

/// One that wants what another has, and that approving the other makes wait.
pub(super) fn loses(rival: &Booked) -> bool {
    rival.booking.state == State::Requested
}

/// Writes down what could be had instead of what a request wants, each checked now; nothing of it is held.
pub(super) fn offer_instead(conn: &mut Conn, acting: &Acting, hit: &Booked) -> Result<Offered> {
    offer_others(conn, acting, hit, &[])
}

/// [`offer_instead`] of several that are gone alike: none of them is offered in place of another.
pub(super) fn offer_others(
    conn: &mut Conn,
    acting: &Acting,
    hit: &Booked,
    gone: &[Booked],
) -> Result<Offered> {
    let mut offered = Vec::new();
    for alternative in offers(conn, acting, hit, gone)? {
        let id = store::insert_alternative(conn, hit.booking.id, &alternative, acting.now)?;
        offered.push((id, alternative));
    }
    Ok(offered)
}

fn offers(conn: &mut Conn, acting: &Acting, hit: &Booked, gone: &[Booked]) -> Result<Vec<Alternative>> {
    let (span, reach) = (hit.booking.span()?, Duration::days(REACH_DAYS));
    let today = acting.centre.zone.today(acting.now);
    let facts = facts_of_centre(
        conn,
        acting.centre,
        Some(hit.booking.troupe_id),
        (span.date() - reach).max(today),
        span.date() + reach,
        acting.now,
    )?;
    let may = |room: &Room, span: Span| {
        !gone.iter().any(|gone| gone.room.id == room.id && gone.booking.starts_at == span.start())
    };
    Ok(elsewhere(&facts, Wish { room: &hit.room, span, size: hit.booking.size }, &may))
}
