//! What a search finds an activity by: every two characters that stand beside each other in its titles, and each
//! alone. A two-character word such as 太极 is one look into an index on both databases; longer words are looked up
//! by their pairs, and compared by whoever looks ([`normalised`]).

use std::collections::BTreeSet;

use diesel::dsl::{exists, not};
use diesel::prelude::*;

use super::ActivityId;
use crate::base::db::Conn;
use crate::base::db::schema::{activity, activity_gram};
use crate::base::error::Result;
use crate::domain::centres::CentreId;

/// A text as it is searched in: letters and digits alone, small, half width.
pub fn normalised(text: &str) -> String {
    text.chars().map(narrow).filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

/// Each character of a text as it is searched in, and every two beside each other.
pub fn grams(text: &str) -> BTreeSet<String> {
    let text: Vec<char> = normalised(text).chars().collect();
    let pairs = text.windows(2).map(|pair| pair.iter().collect());
    text.iter().map(char::to_string).chain(pairs).collect()
}

/// ｔａｉｊｉ as taiji.
fn narrow(c: char) -> char {
    match c {
        '！'..='～' => char::from_u32(u32::from(c) - 0xFEE0).unwrap_or(c),
        c => c,
    }
}

/// Writes an activity's grams anew. Titles without a letter have the empty one, which nobody looks up: it says that
/// they are done.
pub(super) fn index(conn: &mut Conn, centre: CentreId, id: ActivityId, titles: [&str; 2]) -> Result<()> {
    let mut found: BTreeSet<String> = titles.into_iter().flat_map(grams).collect();
    if found.is_empty() {
        found.insert(String::new());
    }
    let rows: Vec<_> = found
        .into_iter()
        .map(|gram| {
            (
                activity_gram::centre_id.eq(centre),
                activity_gram::gram.eq(gram),
                activity_gram::activity_id.eq(id),
            )
        })
        .collect();
    crate::query!(conn, {
        diesel::delete(activity_gram::table.filter(activity_gram::activity_id.eq(id))).execute(conn)?;
        // Another process that starts at the same moment may have come first.
        diesel::insert_into(activity_gram::table).values(rows).on_conflict_do_nothing().execute(conn)
    })?;
    Ok(())
}

/// Activities that are read at a time.
const BATCH: i64 = 500;

/// Writes the grams of activities that have none: of those that are older than the index. One query where there are
/// none. Returns how many were written.
pub fn fill(conn: &mut Conn) -> Result<usize> {
    let (mut last, mut written) = (ActivityId(0), 0);
    loop {
        let has = exists(activity_gram::table.filter(activity_gram::activity_id.eq(activity::id)));
        let rows: Vec<(ActivityId, CentreId, String, String)> = crate::query!(
            conn,
            activity::table
                .filter(activity::id.gt(last).and(not(has)))
                .order(activity::id)
                .limit(BATCH)
                .select((activity::id, activity::centre_id, activity::title, activity::title_en))
                .load(conn)
        )?;
        let Some((newest, ..)) = rows.last() else { return Ok(written) };
        last = *newest;
        for (id, centre, title, title_en) in &rows {
            index(conn, *centre, *id, [title, title_en])?;
        }
        written += rows.len();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_two_characters_are_found_whatever_stands_between_them() {
        let found: Vec<String> = grams("太极·拳").into_iter().collect();
        assert_eq!(found, ["太", "太极", "拳", "极", "极拳"]);
        assert!(grams("Taiji class").contains("ic"), "spaces do not part");
        assert_eq!(grams("ＴＡＩ ji"), grams("taiji"));
        assert!(grams("——！").is_empty());
    }
}
