//! A troupe gives up one date of a series, that and all after it, or all that is to come; or staff do it for the
//! troupe (代办). What is past stays.
//!
//! | | |
//! |---|---|
//! | from | *requested*, *waiting* → *withdrawn*; *approved* → *cancelled*; an *offered* one is declined |
//! | locks | the agreements of its dates by id; then the spaces of all their rooms by id |
//! | checks | in the scope; not over; not begun |
//! | rows | bookings; occupancies freed; history; the next in line have their turn; a series without anything to come has ended |
//! | letters | one to each leader with every date that is gone, and a calendar file that takes each out |

use super::creating::record;
use super::deciding::{end_if_over, locked};
use super::{Scope, Series, SeriesId};
use crate::base::db::Conn;
use crate::base::error::Result;
use crate::base::lang::Lang;
use crate::domain::agreements;
use crate::domain::bookings::acting::leaders;
use crate::domain::bookings::cancelling::Canceller;
use crate::domain::bookings::letters::series::{About, GONE, SeriesWords, line, tell_leaders};
use crate::domain::bookings::{Acting, Booked, State, accepting, offering};
use crate::domain::occupancy::{self, Taker};
use crate::domain::people::contact::Urgency;
use crate::domain::rooms;

/// What was given up; empty when nothing in the scope was to come.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct GivenUp {
    pub cancelled: Vec<Booked>,
    pub withdrawn: Vec<Booked>,
}

impl GivenUp {
    pub fn is_empty(&self) -> bool {
        self.cancelled.is_empty() && self.withdrawn.is_empty()
    }

    pub fn len(&self) -> usize {
        self.cancelled.len() + self.withdrawn.len()
    }
}

/// Cancels what is to come in a scope.
pub fn cancel(
    conn: &mut Conn,
    acting: Acting,
    id: SeriesId,
    scope: Scope,
    by: Canceller,
    reason: Option<&str>,
) -> Result<GivenUp> {
    let (series, dates) = locked(conn, &acting, id)?;
    let now = acting.centre.zone.wall(acting.now);
    let mut gone = GivenUp::default();
    let to_go = dates.into_iter().filter(|date| scope.contains(date.original) && date.is_to_come(now));
    for booked in to_go.filter_map(|date| date.booked) {
        let to = match booked.booking.state {
            State::Offered => {
                // Its own letter says that the offer is declined.
                gone.withdrawn.push(accepting::give_back(conn, acting, &booked, by, reason)?);
                continue;
            }
            State::Approved => State::Cancelled,
            _ => State::Withdrawn,
        };
        acting.record(conn, "cancelled", &booked.booking, to, reason)?;
        let moved = acting.move_to(conn, &booked, to, reason)?;
        occupancy::free(conn, Taker::Booking(moved.booking.id))?;
        if to == State::Cancelled { gone.cancelled.push(moved) } else { gone.withdrawn.push(moved) }
    }
    if gone.is_empty() {
        return Ok(gone);
    }
    tell(conn, &acting, &series, by, reason, &gone)?;
    let freed = gone.cancelled.iter().chain(&gone.withdrawn).map(|one| one.booking.slot());
    offering::pass_on(conn, acting, &freed.collect::<Result<Vec<_>>>()?)?;
    end_if_over(conn, &acting, &series)?;
    Ok(gone)
}

fn tell(
    conn: &mut Conn,
    acting: &Acting,
    series: &Series,
    by: Canceller,
    reason: Option<&str>,
    gone: &GivenUp,
) -> Result<()> {
    let cause = record(conn, acting, series.id, "cancelled", reason)?;
    let room = rooms::store::room(conn, acting.centre.id, series.room_id)?;
    let troupe = agreements::store::troupe(conn, acting.centre.id, series.troupe_id)?;
    let named: Vec<_> = gone.cancelled.iter().chain(&gone.withdrawn).map(|one| one.booking.id).collect();
    let about = About { series, room: &room, troupe: &troupe, named: &named };
    let people = leaders(conn, troupe.id)?;
    let urgency = if by == Canceller::Staff { Urgency::MustKnow } else { Urgency::GoodToHave };
    let files: Vec<_> = gone.cancelled.iter().map(|one| (one, GONE)).collect();
    tell_leaders(conn, acting, cause, &about, (&people, urgency), &files, |lang| {
        let lines =
            |list: &[Booked]| list.iter().map(|one| line(lang, acting, series, one)).collect::<Vec<_>>();
        let told = match (by, lang) {
            (Canceller::Staff, Lang::Zh) => "工作人员替您队取消了下面这些时间。如果不对，请马上打电话。",
            (Canceller::Staff, Lang::En) => {
                "Staff cancelled the dates below for your troupe. If that is wrong, please call at once."
            }
            (Canceller::Troupe, Lang::Zh) => "下面这些时间已经取消，别的队可以用了。其余的不变。",
            (Canceller::Troupe, Lang::En) => {
                "The dates below are cancelled; others can use them now. All other dates stay."
            }
        };
        SeriesWords {
            kind: "series_cancelled",
            subject: lang.pick("已取消", "Cancelled").to_owned(),
            told: told.to_owned(),
            reason: reason.map(str::to_owned),
            lists: vec![
                (lang.pick("已取消", "Cancelled").to_owned(), lines(&gone.cancelled)),
                (lang.pick("申请已撤回", "Request withdrawn").to_owned(), lines(&gone.withdrawn)),
            ],
            instead: Vec::new(),
        }
    })
}
