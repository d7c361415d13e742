//! A troupe's optional list of members: whom its distinct people are counted from.
//!
//! | act | from → to | checks | rows |
//! |---|---|---|---|
//! | add | nobody → on the list from a day on; who goes with that day has not gone | a name, not on the list already | the member, history |
//! | leave | on the list → until a day | not gone already, not before the day of joining | `left_on`, history |
//!
//! The leader and the centre's staff keep it and are alone in seeing names.

use std::collections::HashMap;

use chrono::NaiveDate;
use diesel::prelude::*;

use super::{Member, MemberId};
use crate::base::db::Conn;
use crate::base::db::schema::{troupe, troupe_member};
use crate::base::error::{Error, Result};
use crate::domain::agreements::TroupeId;
use crate::domain::centres::CentreId;
use crate::domain::people::Acting;

/// Letters that a name may have.
pub const LONGEST_NAME: usize = 40;

/// What came of adding names.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Added {
    pub names: Vec<String>,
    /// On the list already.
    pub known: Vec<String>,
}

/// Puts names on the list from a day on.
pub fn add(
    conn: &mut Conn,
    acting: Acting,
    troupe: TroupeId,
    names: &[String],
    from: NaiveDate,
) -> Result<Added> {
    let by = acting.by()?;
    let there: Vec<Member> = list(conn, troupe)?
        .into_iter()
        .filter(|member| member.left_on.is_none_or(|last| last >= from))
        .collect();
    let mut added = Added::default();
    for name in names {
        let known = there.iter().find(|member| member.name == *name);
        let stays = known.is_some_and(|member| member.left_on.is_none());
        if stays || added.names.contains(name) {
            added.known.push(name.clone());
            continue;
        }
        match known {
            Some(member) => stay(conn, member.id)?,
            None => crate::query!(
                conn,
                diesel::insert_into(troupe_member::table)
                    .values((
                        troupe_member::troupe_id.eq(troupe),
                        troupe_member::name.eq(name),
                        troupe_member::joined_on.eq(from),
                        troupe_member::added_by.eq(by),
                        troupe_member::added_at.eq(acting.now),
                    ))
                    .execute(conn)
                    .map(drop)
            )?,
        }
        added.names.push(name.clone());
    }
    if !added.names.is_empty() {
        acting.note(conn, "troupe", troupe.0, "members_added", Some(&added.names.len().to_string()))?;
    }
    Ok(added)
}

/// Takes back that somebody goes.
fn stay(conn: &mut Conn, id: MemberId) -> Result<()> {
    let gone = diesel::update(troupe_member::table.filter(troupe_member::id.eq(id)));
    crate::query!(conn, gone.set(troupe_member::left_on.eq(None::<NaiveDate>)).execute(conn))?;
    Ok(())
}

/// Somebody is a member until a day; false when they had gone before.
pub fn leave(
    conn: &mut Conn,
    acting: Acting,
    troupe: TroupeId,
    id: MemberId,
    last: NaiveDate,
) -> Result<bool> {
    let member = list(conn, troupe)?.into_iter().find(|member| member.id == id).ok_or(Error::NotFound)?;
    if member.left_on.is_some() {
        return Ok(false);
    }
    let last = last.max(member.joined_on);
    let changed = crate::query!(
        conn,
        diesel::update(
            troupe_member::table.filter(troupe_member::id.eq(id).and(troupe_member::left_on.is_null()))
        )
        .set(troupe_member::left_on.eq(last))
        .execute(conn)
    )?;
    if changed == 1 {
        acting.note(conn, "troupe", troupe.0, "member_left", None)?;
    }
    Ok(changed == 1)
}

/// All who ever were on the list, by joining.
pub fn list(conn: &mut Conn, troupe: TroupeId) -> Result<Vec<Member>> {
    Ok(crate::query!(
        conn,
        troupe_member::table
            .filter(troupe_member::troupe_id.eq(troupe))
            .order((troupe_member::joined_on, troupe_member::id))
            .select(Member::as_select())
            .load(conn)
    )?)
}

/// How many were members on some day from one to another, of each troupe of a centre that keeps a list.
pub fn counted(
    conn: &mut Conn,
    centre: CentreId,
    first: NaiveDate,
    last: NaiveDate,
) -> Result<HashMap<TroupeId, i64>> {
    let there: Vec<TroupeId> = crate::query!(
        conn,
        troupe_member::table
            .inner_join(troupe::table)
            .filter(troupe::centre_id.eq(centre).and(troupe_member::joined_on.le(last)))
            .filter(troupe_member::left_on.is_null().or(troupe_member::left_on.ge(first)))
            .select(troupe_member::troupe_id)
            .load(conn)
    )?;
    let mut counts = HashMap::new();
    for troupe in there {
        *counts.entry(troupe).or_insert(0) += 1;
    }
    Ok(counts)
}
