//! The guard that makes the database itself refuse a second occupancy of a space.
//!
//! PostgreSQL: an exclusion constraint, made by a migration and verified here. SQLite: triggers, replaced
//! here at every start, because SQLite's recipe for changing a table drops them without a word.

use diesel::QueryableByName;
use diesel::connection::SimpleConnection;
use diesel::prelude::*;
use diesel::sql_types::BigInt;
#[cfg(feature = "postgres")]
use diesel::sql_types::Text;

use super::Conn;
use crate::base::error::{Error, Result};

/// The guard's name on both databases, for [`super::violates`].
pub const OCCUPANCY_GUARD: &str = "occupancy_taken_once";

const TRIGGERS: &str = include_str!("guard.sql");

/// The constraint as PostgreSQL tells it: one of the same name that excludes less is none.
#[cfg(feature = "postgres")]
const CONSTRAINT: &str = "EXCLUDE USING gist (int8range(space_id, space_id, '[]'::text) WITH &&, \
    tsrange(starts_at, ends_at, '[)'::text) WITH &&)";

#[derive(QueryableByName)]
struct Count {
    #[diesel(sql_type = BigInt)]
    count: i64,
}

/// Puts the guard in place and makes sure that it stands; without it nothing may be served.
pub fn install_guard(conn: &mut Conn) -> Result<()> {
    let (found, wanted) = match conn {
        Conn::Sqlite(sqlite) => {
            sqlite.batch_execute(TRIGGERS)?;
            let found = diesel::sql_query(
                "SELECT count(*) AS count FROM sqlite_master WHERE type = 'trigger' AND tbl_name = 'occupancy'
                 AND name IN ('occupancy_taken_once_insert', 'occupancy_taken_once_update')",
            )
            .get_result::<Count>(sqlite)?;
            (found.count, 2)
        }
        #[cfg(feature = "postgres")]
        Conn::Postgres(postgres) => {
            let found = diesel::sql_query(
                "SELECT count(*) AS count FROM pg_constraint
                 WHERE conname = 'occupancy_taken_once' AND contype = 'x' AND convalidated AND NOT condeferrable
                 AND conrelid = 'occupancy'::regclass AND pg_get_constraintdef(oid) = $1",
            )
            .bind::<Text, _>(CONSTRAINT)
            .get_result::<Count>(postgres)?;
            (found.count, 1)
        }
    };
    if found == wanted { Ok(()) } else { Err(Error::fault("the guard against double booking is missing")) }
}
