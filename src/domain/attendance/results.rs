//! Further figures of an activity, such as 单位数 25: the newest of a name counts, the others are its history.
//!
//! | | |
//! |---|---|
//! | from, to | no figure or another → this one |
//! | checks | an activity of the centre of which a session has begun |
//! | rows | the figure, `superseded_at` of the one before, history |

use diesel::prelude::*;

use super::Figure;
use crate::base::db::schema::{activity, activity_result};
use crate::base::db::{Conn, again};
use crate::base::error::{Error, Result};
use crate::domain::activities::{self, ActivityId};
use crate::domain::centres::CentreId;
use crate::domain::people::Acting;

/// Letters that a figure's name may have.
pub const LONGEST_NAME: usize = 40;
/// More than anything that a community centre counts.
pub const MOST: i32 = 99_999_999;

/// What came of a figure.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Recorded {
    /// It counts; so it did before where it was the same.
    Done,
    /// Nothing of the activity has begun.
    NotYet,
}

/// Writes a figure down.
pub fn record(conn: &mut Conn, acting: Acting, of: ActivityId, name: &str, value: i32) -> Result<Recorded> {
    let by = acting.by()?;
    activities::store::activity(conn, acting.centre.id, of)?;
    let now = acting.centre.zone.wall(acting.now);
    let sessions = activities::store::sessions_of(conn, of)?;
    let mut held = sessions.iter().filter(|one| one.session.cancelled_at.is_none());
    if !held.any(|one| one.session.starts_at <= now) {
        return Ok(Recorded::NotYet);
    }
    let value = i64::from(value);
    let before = counting(conn, of)?.into_iter().find(|figure| figure.name == name);
    if before.as_ref().is_some_and(|before| before.value == value) {
        return Ok(Recorded::Done);
    }
    if let Some(before) = before {
        let ended = crate::query!(
            conn,
            diesel::update(
                activity_result::table
                    .filter(activity_result::id.eq(before.id).and(activity_result::superseded_at.is_null()))
            )
            .set(activity_result::superseded_at.eq(acting.now))
            .execute(conn)
        )?;
        if ended != 1 {
            return Err(Error::Again);
        }
    }
    crate::query!(
        conn,
        diesel::insert_into(activity_result::table)
            .values((
                activity_result::activity_id.eq(of),
                activity_result::name.eq(name),
                activity_result::value.eq(value),
                activity_result::reported_by.eq(by),
                activity_result::reported_at.eq(acting.now),
            ))
            .execute(conn)
    )
    .map_err(again)?;
    acting.note(conn, "activity", of.0, "result", Some(&format!("{name} {value}")))?;
    Ok(Recorded::Done)
}

/// All figures of an activity ever written, oldest first.
pub fn of(conn: &mut Conn, id: ActivityId) -> Result<Vec<Figure>> {
    Ok(crate::query!(
        conn,
        activity_result::table
            .filter(activity_result::activity_id.eq(id))
            .order(activity_result::id)
            .select(Figure::as_select())
            .load(conn)
    )?)
}

/// Those that count.
pub fn counting(conn: &mut Conn, id: ActivityId) -> Result<Vec<Figure>> {
    let mut figures = of(conn, id)?;
    figures.retain(|figure| figure.superseded_at.is_none());
    Ok(figures)
}

/// Those that count of all activities of a centre, by activity.
pub fn of_centre(conn: &mut Conn, centre: CentreId) -> Result<Vec<Figure>> {
    Ok(crate::query!(
        conn,
        activity_result::table
            .inner_join(activity::table)
            .filter(activity::centre_id.eq(centre).and(activity_result::superseded_at.is_null()))
            .order((activity_result::activity_id, activity_result::id))
            .select(Figure::as_select())
            .load(conn)
    )?)
}
