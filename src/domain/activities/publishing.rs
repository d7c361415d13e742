//! Staff publish an activity: from then on residents see it.
//!
//! | | |
//! |---|---|
//! | from → to | draft → published |
//! | locks | none; the row itself says whether it still was a draft |
//! | checks | it is of this centre |
//! | rows | the activity, history |
//! | letters | none: nobody is registered before |

use diesel::prelude::*;

use super::{ActivityId, ActivityState, store};
use crate::base::db::Conn;
use crate::base::db::schema::activity;
use crate::base::error::Result;
use crate::domain::people::Acting;

/// What came of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Published {
    Done,
    /// It was no draft any more.
    Was(ActivityState),
}

/// Publishes a draft.
pub fn publish(conn: &mut Conn, acting: Acting, id: ActivityId) -> Result<Published> {
    let seen = store::activity(conn, acting.centre.id, id)?;
    let draft = activity::table.filter(activity::id.eq(id).and(activity::state.eq(ActivityState::Draft)));
    let changed = crate::query!(
        conn,
        diesel::update(draft).set(activity::state.eq(ActivityState::Published)).execute(conn)
    )?;
    if changed == 0 {
        return Ok(Published::Was(match seen.state {
            ActivityState::Draft => ActivityState::Published,
            state => state,
        }));
    }
    acting.note(conn, "activity", id.0, "published", None)?;
    Ok(Published::Done)
}
