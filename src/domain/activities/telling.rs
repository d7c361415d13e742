//! What of an activity everybody may know. A draft is as if it did not exist, and so is what takes place in private
//! rooms alone.

use chrono::NaiveDate;

use super::listing;
use super::pictures::{self, Picture};
use super::{Activity, ActivityId, ActivityState, Scheduled, Tag, store, tags};
use crate::base::db::Conn;
use crate::base::error::{Error, Result};
use crate::base::lang::Lang;
use crate::base::time::Wall;
use crate::domain::agreements;
use crate::domain::centres::Centre;

/// An activity with all that its page says.
#[derive(Debug, Clone)]
pub struct Told {
    pub activity: Activity,
    /// Those that are not over, by start; cancelled ones among them.
    pub coming: Vec<Scheduled>,
    /// Those that are over, by start.
    pub over: Vec<Scheduled>,
    pub picture: Option<Picture>,
    pub tags: Vec<Tag>,
    /// The partner or the named troupe that holds it, in Chinese and English.
    pub organiser: Option<(String, String)>,
}

/// Reads it: six queries, whatever it has.
pub fn read(conn: &mut Conn, centre: &Centre, id: ActivityId, now: Wall) -> Result<Told> {
    let activity = store::activity(conn, centre.id, id)?;
    let told = match activity.state {
        ActivityState::Draft => false,
        ActivityState::Published => true,
        ActivityState::Cancelled => listing::store::was_published(conn, activity.id)?,
    };
    let all = store::sessions_of(conn, activity.id)?;
    let (hidden, shown): (Vec<Scheduled>, Vec<Scheduled>) = all.into_iter().partition(Scheduled::is_private);
    if !told || (shown.is_empty() && !hidden.is_empty()) {
        return Err(Error::NotFound);
    }
    let (coming, over): (Vec<Scheduled>, Vec<Scheduled>) =
        shown.into_iter().partition(|one| one.session.ends_at > now);
    let troupe = match activity.troupe_id {
        Some(id) => Some(agreements::store::troupe(conn, centre.id, id)?).filter(|troupe| troupe.named),
        None => None,
    };
    let organiser = match troupe {
        Some(troupe) => Some((troupe.name, troupe.name_en)),
        None => Some((activity.partner.clone(), String::new())).filter(|(name, _)| !name.is_empty()),
    };
    Ok(Told {
        over,
        picture: pictures::store::of(conn, activity.id)?,
        tags: tags::store::of(conn, activity.id)?,
        organiser,
        activity,
        coming,
    })
}

impl Told {
    /// The next one that takes place, or else the next one, cancelled as it is.
    pub fn next(&self) -> Option<&Scheduled> {
        let stands = |one: &&Scheduled| one.session.cancelled_at.is_none();
        self.coming.iter().find(stands).or_else(|| self.coming.first())
    }

    /// The day of the last one that is over.
    pub fn last(&self) -> Option<NaiveDate> {
        self.over.last().map(|one| one.session.starts_at.date())
    }

    /// All of them, by start.
    pub fn all(&self) -> Vec<&Scheduled> {
        self.over.iter().chain(&self.coming).collect()
    }

    pub fn is_cancelled(&self) -> bool {
        self.activity.state == ActivityState::Cancelled
    }

    /// 60岁以上居民（需要监护人同意）; ages where nobody wrote for whom it is; empty for everybody.
    pub fn for_whom(&self, lang: Lang) -> String {
        let activity = &self.activity;
        let audience = activity.audience_in(lang);
        let ages = ages(lang, activity.age_from, activity.age_to);
        let mut more: Vec<String> =
            ages.filter(|ages| !audience.contains(ages.as_str())).into_iter().collect();
        if activity.guardian {
            more.push(lang.pick("需要监护人同意", "with a guardian’s consent").to_owned());
        }
        let more = more.join(lang.pick("，", ", "));
        match (audience.is_empty(), more.is_empty()) {
            (_, true) => audience.to_owned(),
            (true, false) => more,
            (false, false) => lang.pick(format!("{audience}（{more}）"), format!("{audience} ({more})")),
        }
    }
}

/// 60岁以上, 6–12岁, 12岁以下.
fn ages(lang: Lang, from: Option<i32>, to: Option<i32>) -> Option<String> {
    match (from, to) {
        (None, None) => None,
        (Some(from), None) => Some(lang.pick(format!("{from}岁以上"), format!("aged {from} and over"))),
        (None, Some(to)) => Some(lang.pick(format!("{to}岁以下"), format!("up to {to} years"))),
        (Some(from), Some(to)) => Some(lang.pick(format!("{from}–{to}岁"), format!("aged {from} to {to}"))),
    }
}
