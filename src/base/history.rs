//! What happened, by whom, when and why: rows that are only ever added.

use diesel::prelude::*;

use super::db::{Conn, schema};
use super::error::Result;
use super::time::Instant;

crate::id! {
    /// One line of history; the cause of the letters it made.
    HistoryId;
}

/// A line to be written.
#[derive(Debug, Clone, Copy)]
pub struct Entry<'a> {
    pub centre: Option<i64>,
    /// The concept, such as `booking`.
    pub subject: &'static str,
    pub subject_id: i64,
    /// What was done, such as `approved`.
    pub act: &'static str,
    pub from: Option<&'static str>,
    pub to: Option<&'static str>,
    /// Who did it; `None` when it happened by itself.
    pub person: Option<i64>,
    pub reason: Option<&'a str>,
    pub at: Instant,
}

/// A line as people read it.
#[derive(Debug, Clone, PartialEq, Eq, Queryable)]
pub struct Line {
    pub id: HistoryId,
    pub act: String,
    pub from: Option<String>,
    pub to: Option<String>,
    pub person_id: Option<i64>,
    pub person: Option<String>,
    pub reason: Option<String>,
    pub at: Instant,
}

/// Writes one line, in the transaction of the fact.
pub fn record(conn: &mut Conn, entry: &Entry) -> Result<HistoryId> {
    use schema::history::dsl as h;
    Ok(crate::query!(
        conn,
        diesel::insert_into(h::history)
            .values((
                h::centre_id.eq(entry.centre),
                h::subject.eq(entry.subject),
                h::subject_id.eq(entry.subject_id),
                h::act.eq(entry.act),
                h::from_state.eq(entry.from),
                h::to_state.eq(entry.to),
                h::person_id.eq(entry.person),
                h::reason.eq(entry.reason),
                h::at.eq(entry.at),
            ))
            .returning(h::id)
            .get_result(conn)
    )?)
}

/// All that happened to one thing, oldest first.
pub fn of(conn: &mut Conn, subject: &str, subject_id: i64) -> Result<Vec<Line>> {
    use schema::{history as h, person as p};
    Ok(crate::query!(
        conn,
        h::table
            .left_join(p::table)
            .filter(h::subject.eq(subject).and(h::subject_id.eq(subject_id)))
            .order(h::id)
            .select((
                h::id,
                h::act,
                h::from_state,
                h::to_state,
                h::person_id,
                p::name.nullable(),
                h::reason,
                h::at,
            ))
            .load(conn)
    )?)
}
