//! Staff change what is said of an activity. Where people may have registered, by `registrations::editing`.
//!
//! | | |
//! |---|---|
//! | from → to | draft or published → the same |
//! | locks | none |
//! | checks | it is of this centre and not cancelled; troupe and tags are the centre's own; its teacher and its class are not in two places at once, and its rooms hold as many as there are places, unless staff say that they know |
//! | rows | the activity, its tags, what a search finds it by, history |
//! | letters | none: who is registered reads the activity's page |

use super::doubles::{self, Double, Heed};
use super::planning::Crowded;
use super::{ActivityDetails, ActivityId, store, writing};
use crate::base::db::Conn;
use crate::base::error::Result;
use crate::domain::people::Acting;

/// What came of changing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Changed {
    Done,
    /// Nothing was written: somebody would be in two places at once.
    Doubled(Vec<Double>),
    /// Nothing was written: there would be more places than the smallest of its rooms has room for.
    Crowded(Crowded),
}

/// Says something else of an activity. [`crate::base::error::Error::NotFound`] once it is cancelled.
pub fn change(
    conn: &mut Conn,
    acting: Acting,
    id: ActivityId,
    details: &ActivityDetails,
    heed: Heed,
) -> Result<Changed> {
    if heed == Heed::Warn {
        let now = acting.centre.zone.wall(acting.now);
        let spans = store::spans_to_come(conn, id, now)?;
        let who = doubles::Who::of(details);
        let found = doubles::find(conn, acting.centre.id, &who, &spans, Some(id), None)?;
        if !found.is_empty() {
            return Ok(Changed::Doubled(found));
        }
        let to_come = store::sessions_of(conn, id)?.into_iter();
        let rooms = to_come.filter(|one| one.session.ends_at > now && one.session.cancelled_at.is_none());
        let smallest = rooms.filter_map(|one| one.room).min_by_key(|room| room.capacity);
        if let Some(crowded) = Crowded::of(details.admission.places, smallest.as_ref()) {
            return Ok(Changed::Crowded(crowded));
        }
    }
    writing::update(conn, acting, id, details)?;
    Ok(Changed::Done)
}
