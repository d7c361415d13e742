//! What is taken in many stretches at once: one short statement with the list as a value, each stretch a look into
//! the index. However far apart they lie, what is between them is not read.

use diesel::prelude::*;
use diesel::query_builder::{AstPass, Query, QueryFragment, QueryId};
use diesel::sql_types::{BigInt, Nullable, Text, Timestamp};
use diesel::sqlite::Sqlite;

use super::Occupancy;
use super::store::{LONGEST, Row, to_occupancy};
use crate::base::db::Conn;
use crate::base::error::Result;
use crate::base::time::{Instant, Wall};
use crate::domain::rooms::SpaceId;

/// A stretch of a space: which, from when, until when.
pub type Stretch = (SpaceId, Wall, Wall);

/// All that overlaps any of some spans in some spaces, by end, but holds that have expired.
pub fn taken_in(
    conn: &mut Conn,
    spaces: &[SpaceId],
    spans: &[(Wall, Wall)],
    now: Instant,
) -> Result<Vec<Occupancy>> {
    let each = |space: &SpaceId| {
        let space = *space;
        spans.iter().map(move |(from, to)| (space, *from, *to))
    };
    taken(conn, &spaces.iter().flat_map(each).collect::<Vec<_>>(), now)
}

/// All that overlaps any of some stretches, by end, but holds that have expired.
pub fn taken(conn: &mut Conn, stretches: &[Stretch], now: Instant) -> Result<Vec<Occupancy>> {
    let mut rows: Vec<Row> = match conn {
        Conn::Sqlite(sqlite) => Looks { stretches: listed(stretches), now }.load(sqlite)?,
        #[cfg(feature = "postgres")]
        Conn::Postgres(postgres) => {
            let mut columns = Columns::default();
            for (space, from, to) in stretches {
                columns.0.push(space.0);
                columns.1.push(*from);
                columns.2.push(*to);
                columns.3.push(to.plus(LONGEST));
            }
            Looks { stretches: columns, now }.load(postgres)?
        }
    };
    // One that lies in two stretches comes twice; no two overlap in one space.
    let which = |(space, starts_at, ends_at, ..): &Row| (*ends_at, *space, *starts_at);
    rows.sort_unstable_by_key(which);
    rows.dedup_by_key(|row| which(row));
    rows.into_iter().map(to_occupancy).collect()
}

/// The stretches as a list in JSON of texts: three times of 19 characters, then the space.
fn listed(stretches: &[Stretch]) -> String {
    let mut list = String::with_capacity(2 + 70 * stretches.len());
    for (space, from, to) in stretches {
        list.push_str(if list.is_empty() { "[\"" } else { "\",\"" });
        for time in [*from, *to, to.plus(LONGEST)] {
            list.push_str(&time.stored());
        }
        list.push_str(&space.to_string());
    }
    list.push_str(if list.is_empty() { "[]" } else { "\"]" });
    list
}

/// The statement, found again by its type however many stretches there are.
struct Looks<Stretches> {
    stretches: Stretches,
    now: Instant,
}

impl<Stretches: 'static> QueryId for Looks<Stretches> {
    type QueryId = Self;
    const HAS_STATIC_QUERY_ID: bool = true;
}

impl<Stretches> Query for Looks<Stretches> {
    type SqlType = (BigInt, Timestamp, Timestamp, Nullable<BigInt>, Nullable<BigInt>, Nullable<BigInt>);
}

impl<Stretches, C> RunQueryDsl<C> for Looks<Stretches> {}

const COLUMNS: &str =
    "SELECT o.space_id, o.starts_at, o.ends_at, o.booking_id, o.session_id, o.alternative_id FROM ";

/// `wanted` comes first, and each of its rows looks into the index on (space, end, start).
const LOOKS: &str = " CROSS JOIN occupancy AS o
    WHERE o.space_id = wanted.space_id AND o.ends_at > wanted.starts_at AND o.ends_at < wanted.latest
    AND o.starts_at < wanted.ends_at AND (o.held_until IS NULL OR o.held_until > ";

impl QueryFragment<Sqlite> for Looks<String> {
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, Sqlite>) -> QueryResult<()> {
        // Kept as rows, for otherwise the list is read anew for every comparison; and each stretch is one text, times
        // of 19 characters before the space, for SQLite is far quicker at cutting a text than at reading a list in a list.
        out.push_sql(
            "WITH wanted (space_id, starts_at, ends_at, latest) AS MATERIALIZED (
            SELECT CAST(substr(value, 58) AS INTEGER), substr(value, 1, 19), substr(value, 20, 19), substr(value, 39, 19)
            FROM json_each(",
        );
        out.push_bind_param::<Text, _>(&self.stretches)?;
        out.push_sql(")) ");
        out.push_sql(COLUMNS);
        out.push_sql("wanted");
        out.push_sql(LOOKS);
        out.push_bind_param::<Timestamp, _>(&self.now)?;
        out.push_sql(")");
        Ok(())
    }
}

/// Space, from, until, and the latest end that is looked at.
#[cfg(feature = "postgres")]
type Columns = (Vec<i64>, Vec<Wall>, Vec<Wall>, Vec<Wall>);

#[cfg(feature = "postgres")]
impl QueryFragment<diesel::pg::Pg> for Looks<Columns> {
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, diesel::pg::Pg>) -> QueryResult<()> {
        use diesel::sql_types::Array;

        let (spaces, from, to, latest) = &self.stretches;
        out.push_sql(COLUMNS);
        out.push_sql("unnest(");
        out.push_bind_param::<Array<BigInt>, _>(spaces)?;
        for times in [from, to, latest] {
            out.push_sql(", ");
            out.push_bind_param::<Array<Timestamp>, _>(times)?;
        }
        out.push_sql(") AS wanted (space_id, starts_at, ends_at, latest)");
        out.push_sql(LOOKS);
        out.push_bind_param::<Timestamp, _>(&self.now)?;
        out.push_sql(")");
        Ok(())
    }
}
