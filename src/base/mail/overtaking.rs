//! What staff were to say on the telephone, and is no longer so.

use diesel::prelude::*;

use super::State;
use crate::base::db::{Conn, schema};
use crate::base::error::Result;
use crate::base::time::Instant;

/// What a call is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum About {
    Booking(i64),
    Registration(i64),
}

/// Settles the calls still to be made about something, in the transaction of what makes their words untrue, and
/// before the letters of that are written. `kinds`: of these letters only.
pub fn overtake(conn: &mut Conn, about: About, kinds: Option<&[&str]>, now: Instant) -> Result<()> {
    use schema::letter::dsl as l;
    let open = l::letter.filter(l::state.eq_any([State::ToPhone, State::Failed]));
    let mut of = match about {
        About::Booking(id) => open.filter(l::booking_id.eq(id)).select(l::id).into_boxed(),
        About::Registration(id) => open.filter(l::registration_id.eq(id)).select(l::id).into_boxed(),
    };
    if let Some(kinds) = kinds {
        of = of.filter(l::kind.eq_any(kinds.iter().copied()));
    }
    let ids: Vec<super::LetterId> = of.load(conn)?;
    if !ids.is_empty() {
        let row = diesel::update(l::letter.filter(l::id.eq_any(ids)))
            .set((l::state.eq(State::Overtaken), l::settled_at.eq(now)));
        crate::query!(conn, row.execute(conn))?;
    }
    Ok(())
}
