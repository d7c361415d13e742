//! What residents look for, in the database.

use std::collections::HashSet;
use std::sync::Arc;

use chrono::NaiveDate;
use diesel::dsl::{exists, not};
use diesel::prelude::*;

use super::{Filter, matches, words};
use crate::base::db::schema::{activity, activity_gram, activity_tag, history, room, session, tag};
use crate::base::db::{Conn, among};
use crate::base::error::Result;
use crate::base::time::{Minute, Wall};
use crate::domain::activities::search::grams;
use crate::domain::activities::store::ever_told;
use crate::domain::activities::{
    Activity, ActivityId, ActivityState, Announced, Meeting, Scheduled, Session, Title, Whereabouts,
};
use crate::domain::centres::CentreId;
use crate::domain::rooms::{Access, Room};

/// Activities that hold a pair of characters, up to which they are looked at one by one.
const FEW: usize = 1000;
/// Coming sessions that a search without a rare pair of characters walks through.
const WALKED: i64 = 3000;
/// The same when nothing is sifted.
const WALKED_ALL: i64 = 600;
/// Sessions of the activities found one by one.
const MEETINGS: i64 = 4000;
/// Activities found that have nothing to come any more.
pub const OVER: usize = 20;
/// The newest of those with a pair of characters that many hold, among which they are looked for.
const OVER_READ: i64 = 400;

/// The activities with the tag that a filter asks for; none, and no query, where it asks for none.
pub fn tagged(conn: &mut Conn, centre: CentreId, filter: &Filter) -> Result<HashSet<ActivityId>> {
    let Some(wanted) = filter.tag else { return Ok(HashSet::new()) };
    let ids: Vec<ActivityId> = crate::query!(
        conn,
        activity_tag::table
            .inner_join(tag::table.on(tag::id.eq(activity_tag::tag_id)))
            .filter(tag::id.eq(wanted).and(tag::centre_id.eq(centre)))
            .select(activity_tag::activity_id)
            .load(conn)
    )?;
    Ok(ids.into_iter().collect())
}

/// Sessions between two times that a filter keeps, by start.
pub fn between(
    conn: &mut Conn,
    centre: CentreId,
    filter: &Filter,
    from: Wall,
    to: Wall,
) -> Result<Vec<Announced>> {
    let tagged = tagged(conn, centre, filter)?;
    let mut found = crate::domain::activities::store::announced(conn, Some(centre), from, to)?;
    if !filter.is_empty() {
        found.retain(|one| filter.keeps(one, &tagged));
    }
    Ok(found)
}

/// Everything that residents were ever told of and that ends after a time: for feeds, which tell of what was
/// cancelled.
pub fn told_since(
    conn: &mut Conn,
    centre: CentreId,
    filter: &Filter,
    from: Wall,
    to: Wall,
) -> Result<Vec<Scheduled>> {
    let tagged = tagged(conn, centre, filter)?;
    let rows = crate::query!(
        conn,
        session::table
            .inner_join(activity::table)
            .left_join(room::table)
            .filter(session::centre_id.eq(centre))
            .filter(session::starts_at.ge(from).and(session::starts_at.lt(to)))
            .filter(ever_told!())
            .filter(room::id.is_null().or(room::access.ne(Access::Private)))
            .order((session::starts_at, session::id))
            .select((Session::as_select(), Activity::as_select(), Option::<Room>::as_select()))
            .load::<(Session, Activity, Option<Room>)>(conn)
    )?;
    let all = rows.into_iter().map(|(session, activity, room)| Scheduled { session, activity, room });
    Ok(all.filter(|one| filter.keeps(one, &tagged)).collect())
}

/// Whether residents ever saw an activity that is cancelled now.
pub fn was_published(conn: &mut Conn, id: ActivityId) -> Result<bool> {
    let entries = history::table
        .filter(history::subject.eq("activity").and(history::subject_id.eq(id)))
        .filter(history::act.eq("published"));
    Ok(crate::query!(conn, diesel::select(exists(entries)).get_result(conn))?)
}

/// What a search is for.
#[derive(Debug, Clone, Default)]
pub struct Search {
    pub filter: Filter,
    /// As typed; empty for everything.
    pub query: String,
    /// On this day alone.
    pub date: Option<NaiveDate>,
    /// From this day on, where an earlier search ended; from now on otherwise.
    pub from: Option<NaiveDate>,
}

/// What a search found.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Found {
    /// Of each activity its next session that takes place, the soonest first.
    pub coming: Vec<Announced>,
    /// Activities with the words that have no more to come; the newest first, [`OVER`] at most.
    pub over: Vec<Title>,
    /// What is to come was looked through until this day alone: [`Search::from`] goes on there.
    pub until: Option<NaiveDate>,
}

impl Found {
    /// The day on which there is more than so many that are shown: of the first beyond them, or where the search
    /// ended.
    pub fn goes_on(&self, shown: usize) -> Option<NaiveDate> {
        let day = |one: &Announced| one.session.starts_at.date();
        let first = self.coming.first().map(day);
        // A day with more than are shown would lead to itself.
        self.coming.get(shown).map(day).filter(|next| first < Some(*next)).or(self.until)
    }
}

/// Looks for activities by words of their titles. At most six queries, however many activities there are: a pair of
/// characters that few titles hold leads to these; without one, the coming sessions are walked through in their
/// order, so many at a time.
pub fn find(conn: &mut Conn, centre: CentreId, search: &Search, now: Wall) -> Result<Found> {
    let words = words(&search.query);
    if words.is_empty() && !search.query.trim().is_empty() {
        // Of nothing but marks, such as %: titles are searched by their letters and digits.
        return Ok(Found::default());
    }
    let tagged = tagged(conn, centre, &search.filter)?;
    let pairs: Vec<String> = words.iter().flat_map(|word| looked_up(word)).collect();
    let mut titles = None;
    // A longer word has rarer pairs; two of them are looked up, or the words themselves are checked.
    for pair in pairs.iter().take(2) {
        if let Some(few) = holding(conn, centre, pair)? {
            titles = Some(few);
            break;
        }
    }
    let day = |date| (Wall::at(date, Minute::MIDNIGHT).max(now), Wall::at(date, Minute::DAY_END));
    let (from, to) = match (search.date, search.from) {
        (Some(date), _) => day(date),
        (None, from) => (from.map_or(now, |from| day(from).0), now.plus(chrono::Duration::days(AHEAD_DAYS))),
    };
    let with_past = search.date.is_none() && search.from.is_none() && search.filter.is_empty();
    let (mut sessions, most, mut over) = match (titles, pairs.first()) {
        (Some(mut few), _) => {
            few.retain(|title| matches(&words, &title.title, &title.title_en));
            let ids: Vec<ActivityId> = few.iter().map(|title| title.id).collect();
            let sessions = of_these(conn, centre, &ids, from, to)?;
            // Whatever was not looked through may yet have something to come.
            let all = sessions.len() <= MEETINGS as usize;
            (sessions, MEETINGS, if all { few } else { Vec::new() })
        }
        (None, pair) => {
            let sifted = !words.is_empty() || !search.filter.is_empty();
            let most = if sifted { WALKED } else { WALKED_ALL };
            let over = match pair.filter(|_| with_past) {
                Some(pair) => past_with(conn, centre, pair, now)?,
                None => Vec::new(),
            };
            (walk(conn, centre, pair, from, to, most)?, most, over)
        }
    };
    let until = cut(&mut sessions, most);
    let mut seen = HashSet::new();
    let coming: Vec<Announced> = sessions
        .into_iter()
        .filter(|one| matches(&words, &one.activity.title, &one.activity.title_en))
        .filter(|one| search.filter.keeps(one, &tagged))
        .filter(|one| seen.insert(one.activity.id))
        .collect();
    over.retain(|one| !seen.contains(&one.id) && matches(&words, &one.title, &one.title_en));
    if !with_past {
        over.clear();
    }
    over.sort_by_key(|title| std::cmp::Reverse(title.id));
    over.truncate(OVER);
    Ok(Found { coming, over, until })
}

/// Of more sessions than may be looked through, those of whole days; the first day that was not looked through.
fn cut(sessions: &mut Vec<Announced>, most: i64) -> Option<NaiveDate> {
    let most = usize::try_from(most).unwrap_or(usize::MAX);
    let day = sessions.get(most).map(|one| one.session.starts_at.date())?;
    sessions.truncate(most);
    Some(day)
}

/// How far ahead a search looks.
const AHEAD_DAYS: i64 = 400;

/// What the index is asked for of a word, the longest first: pairs of characters, or the only one.
fn looked_up(word: &str) -> Vec<String> {
    let mut pairs: Vec<String> = grams(word).into_iter().collect();
    let longest = pairs.iter().map(|pair| pair.chars().count()).max().unwrap_or(0);
    pairs.retain(|pair| pair.chars().count() == longest);
    pairs
}

/// The published activities whose titles hold a pair of characters; `None` where they are many.
fn holding(conn: &mut Conn, centre: CentreId, pair: &str) -> Result<Option<Vec<Title>>> {
    let ids: Vec<ActivityId> = crate::query!(
        conn,
        activity_gram::table
            .filter(activity_gram::centre_id.eq(centre).and(activity_gram::gram.eq(pair)))
            .limit(FEW as i64 + 1)
            .select(activity_gram::activity_id)
            .load(conn)
    )?;
    if ids.len() > FEW {
        return Ok(None);
    }
    let titles = crate::query!(
        conn,
        activity::table
            .filter(
                among(activity::id, ids.iter().map(|id| id.0))
                    .and(activity::state.eq(ActivityState::Published))
            )
            .select(Title::as_select())
            .load(conn)
    )?;
    Ok(Some(titles))
}

type Row = (Meeting, Title, Option<Whereabouts>);

/// The sessions that take place and end within some time; one narrows it further.
macro_rules! coming {
    ($centre:expr, $from:expr, $to:expr, $most:expr) => {
        session::table
            .inner_join(activity::table)
            .left_join(room::table)
            .filter(session::centre_id.eq($centre).and(session::cancelled_at.is_null()))
            // By start, which the index has: nothing lasts longer than a day.
            .filter(session::starts_at.gt($from.plus(chrono::Duration::days(-1))))
            .filter(session::ends_at.gt($from).and(session::starts_at.lt($to)))
            .filter(activity::state.eq(ActivityState::Published))
            .filter(room::id.is_null().or(room::access.ne(Access::Private)))
            .order((session::starts_at, session::id))
            // One more says whether there are more.
            .limit($most + 1)
            .select((Meeting::as_select(), Title::as_select(), Option::<Whereabouts>::as_select()))
    };
}

fn of_these(
    conn: &mut Conn,
    centre: CentreId,
    ids: &[ActivityId],
    from: Wall,
    to: Wall,
) -> Result<Vec<Announced>> {
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    let rows: Vec<Row> = crate::query!(
        conn,
        coming!(centre, from, to, MEETINGS)
            .filter(among(session::activity_id, ids.iter().map(|id| id.0)))
            .load(conn)
    )?;
    Ok(rows.into_iter().map(announced).collect())
}

fn walk(
    conn: &mut Conn,
    centre: CentreId,
    pair: Option<&String>,
    from: Wall,
    to: Wall,
    most: i64,
) -> Result<Vec<Announced>> {
    let rows: Vec<Row> = match pair {
        Some(pair) => {
            let holds = || {
                exists(
                    activity_gram::table
                        .filter(activity_gram::centre_id.eq(centre).and(activity_gram::gram.eq(pair)))
                        .filter(activity_gram::activity_id.eq(session::activity_id)),
                )
            };
            crate::query!(conn, coming!(centre, from, to, most).filter(holds()).load(conn))
        }
        None => crate::query!(conn, coming!(centre, from, to, most).load(conn)),
    }?;
    Ok(rows.into_iter().map(announced).collect())
}

/// The newest published activities with a pair of characters that have nothing to come.
fn past_with(conn: &mut Conn, centre: CentreId, pair: &str, now: Wall) -> Result<Vec<Title>> {
    let to_come = || {
        exists(
            session::table
                .filter(session::activity_id.eq(activity::id).and(session::cancelled_at.is_null()))
                .filter(session::ends_at.gt(now)),
        )
    };
    Ok(crate::query!(
        conn,
        activity_gram::table
            .inner_join(activity::table)
            .filter(activity_gram::centre_id.eq(centre).and(activity_gram::gram.eq(pair)))
            .filter(activity::state.eq(ActivityState::Published).and(not(to_come())))
            .order(activity_gram::activity_id.desc())
            .limit(OVER_READ)
            .select(Title::as_select())
            .load(conn)
    )?)
}

fn announced((session, activity, room): Row) -> Announced {
    Announced { session, activity: Arc::new(activity), room: room.map(Arc::new) }
}
