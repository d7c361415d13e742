//! Going on under the agreement that renews the one a series lies in: staff see what each standing series would be
//! and confirm; nothing is automatic. The act itself is [`creating`](super::creating).

use chrono::{Days, NaiveDate};

use super::planning::plan;
use super::recurrence::{End, Recurrence, Rule};
use super::rules::Plan;
use super::{Choices, Series, Wanted, store};
use crate::base::db::Conn;
use crate::base::error::Result;
use crate::base::time::monday_of;
use crate::domain::agreements::{self, Agreement, AgreementId};
use crate::domain::bookings::Acting;
use crate::domain::rooms::{self, Room};

/// One standing series and what it would be.
#[derive(Debug, Clone)]
pub struct Extension {
    pub series: Series,
    pub room: Room,
    pub wanted: Wanted,
    pub plan: Option<Plan>,
    /// What goes on from it already.
    pub done: Option<Series>,
}

/// Every standing series of the agreement that `successor` renews. Empty where it renews none.
pub fn preview(conn: &mut Conn, acting: Acting, successor: AgreementId) -> Result<Vec<Extension>> {
    let agreement = agreements::store::agreement(conn, acting.centre.id, successor)?;
    let Some(old) = agreement.predecessor else { return Ok(Vec::new()) };
    let standing = store::of_agreement(conn, old)?;
    let ids: Vec<_> = standing.iter().map(|series| series.id).collect();
    let mut done = store::successors(conn, &ids)?;
    let mut extensions = Vec::new();
    for series in standing {
        // A successor within the old agreement is a change of it, and is itself among the standing ones.
        let done = done.remove(&series.id).filter(|next| next.agreement_id == successor);
        let wanted = wanted(&series, &agreement, acting.centre.zone.today(acting.now))?;
        let plan = match done {
            None => plan(conn, acting, &wanted, &Choices::new())?,
            Some(_) => None,
        };
        let room = rooms::store::room(conn, acting.centre.id, series.room_id)?;
        extensions.push(Extension { series, room, wanted, plan, done });
    }
    Ok(extensions)
}

/// The wish that goes on from a series under a successor, until that ends. Its key allows it once.
pub fn wanted(series: &Series, successor: &Agreement, today: NaiveDate) -> Result<Wanted> {
    let mut recurrence = anchored(series.recurrence()?, successor.starts_on.max(today));
    recurrence.end = End::Until(successor.ends_on);
    Ok(Wanted {
        troupe: series.troupe_id,
        room: series.room_id,
        recurrence,
        part: series.part()?,
        size: series.size,
        purpose: series.purpose.clone(),
        request_key: format!("extend-{}-{}", series.id, successor.id),
        on_behalf: true,
        extends: Some((series.id, successor.id)),
    })
}

/// The same dates from `first` on: of every other week, the same weeks.
pub fn anchored(recurrence: Recurrence, first: NaiveDate) -> Recurrence {
    let every = match recurrence.rule {
        Rule::Weekly { every, .. } => i64::from(every.max(1)),
        _ => 1,
    };
    let weeks = (monday_of(first) - monday_of(recurrence.starts_on)).num_days() / 7;
    let starts_on = match weeks.rem_euclid(every) {
        0 => first.max(recurrence.starts_on),
        past => {
            let on = Days::new(7 * (every - past).unsigned_abs());
            monday_of(first).checked_add_days(on).unwrap_or(first)
        }
    };
    Recurrence { starts_on, ..recurrence }
}
