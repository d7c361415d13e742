//! What residents look for among the sessions: by kind, for whom, room, tag and troupe; and by words of a title.
//!
//! A list of some days is read whole and sifted ([`Filter::keeps`]), so that no filter costs a query of its own but
//! that of a tag. A search goes by an index of the characters of titles ([`store::find`]).

pub mod store;

use std::collections::HashSet;

use super::search::normalised;
use super::{ActivityId, ActivityKind, Announced, Scheduled, TagId};
use crate::base::lang::Lang;
use crate::domain::agreements::TroupeId;
use crate::domain::rooms::RoomId;

/// The last year of a child, and the first of somebody called 银龄.
const CHILD_UNTIL: i32 = 17;
const SENIOR_FROM: i32 = 60;

crate::text_enum! {
    /// For whom an activity is, as residents choose it.
    pub enum Audience {
        Children = "children",
        Adults = "adults",
        Seniors = "seniors",
        /// Without a limit of age.
        Everyone = "everyone",
    }
}

impl Audience {
    pub fn name(self, lang: Lang) -> &'static str {
        match self {
            Self::Children => lang.pick("儿童（18岁以下）", "Children (under 18)"),
            Self::Adults => lang.pick("成年人", "Adults"),
            Self::Seniors => lang.pick("老年人（60岁以上）", "Seniors (60 and over)"),
            Self::Everyone => lang.pick("不限年龄的", "Open to all ages"),
        }
    }

    /// Whether some of them may come to what is for these ages, both included.
    pub fn fits(self, from: Option<i32>, to: Option<i32>) -> bool {
        let (from_age, to_age) = (from.unwrap_or(0), to.unwrap_or(i32::MAX));
        match self {
            Self::Children => from_age <= CHILD_UNTIL,
            Self::Adults => from_age < SENIOR_FROM && to_age > CHILD_UNTIL,
            Self::Seniors => to_age >= SENIOR_FROM,
            Self::Everyone => from.is_none() && to.is_none(),
        }
    }
}

/// What is looked for; nothing said means all.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Filter {
    pub kind: Option<ActivityKind>,
    pub audience: Option<Audience>,
    pub room: Option<RoomId>,
    pub tag: Option<TagId>,
    /// The troupe that holds it.
    pub troupe: Option<TroupeId>,
}

/// What a filter asks about.
#[derive(Debug, Clone, Copy)]
pub struct Facts {
    pub activity: ActivityId,
    pub kind: ActivityKind,
    pub ages: (Option<i32>, Option<i32>),
    pub troupe: Option<TroupeId>,
    pub room: Option<RoomId>,
}

impl From<&Announced> for Facts {
    fn from(one: &Announced) -> Self {
        let activity = &one.activity;
        Self {
            activity: activity.id,
            kind: activity.kind,
            ages: (activity.age_from, activity.age_to),
            troupe: activity.troupe_id,
            room: one.session.room_id,
        }
    }
}

impl From<&Scheduled> for Facts {
    fn from(one: &Scheduled) -> Self {
        let activity = &one.activity;
        Self {
            activity: activity.id,
            kind: activity.kind,
            ages: (activity.age_from, activity.age_to),
            troupe: activity.troupe_id,
            room: one.session.room_id,
        }
    }
}

impl Filter {
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }

    /// `tagged` are the activities with the tag looked for.
    pub fn keeps(&self, one: impl Into<Facts>, tagged: &HashSet<ActivityId>) -> bool {
        let one = one.into();
        self.kind.is_none_or(|kind| kind == one.kind)
            && self.audience.is_none_or(|audience| audience.fits(one.ages.0, one.ages.1))
            && self.room.is_none_or(|room| one.room == Some(room))
            && self.troupe.is_none_or(|troupe| one.troupe == Some(troupe))
            && (self.tag.is_none() || tagged.contains(&one.activity))
    }
}

/// More words than this are not asked for.
const MOST_WORDS: usize = 6;

/// The words of a search as titles are searched in: each must stand in the title of one language.
pub fn words(query: &str) -> Vec<String> {
    query.split_whitespace().map(normalised).filter(|word| !word.is_empty()).take(MOST_WORDS).collect()
}

/// Whether a title has all the words.
pub fn matches(words: &[String], title: &str, title_en: &str) -> bool {
    if words.is_empty() {
        return true;
    }
    let (title, title_en) = (normalised(title), normalised(title_en));
    words.iter().all(|word| title.contains(word) || title_en.contains(word))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn children_adults_and_seniors_find_what_some_of_them_may_come_to() {
        use Audience::*;
        let fits =
            |from, to| Audience::ALL.iter().copied().filter(|one| one.fits(from, to)).collect::<Vec<_>>();
        assert_eq!(fits(None, None), [Children, Adults, Seniors, Everyone]);
        assert_eq!(fits(Some(60), None), [Seniors]);
        assert_eq!(fits(Some(6), Some(12)), [Children]);
        assert_eq!(fits(Some(55), None), [Adults, Seniors]);
        assert_eq!(fits(Some(18), Some(59)), [Adults]);
        assert_eq!(fits(None, Some(17)), [Children]);
    }

    #[test]
    fn a_filter_keeps_what_has_all_of_it() {
        let one = Facts {
            activity: ActivityId(7),
            kind: ActivityKind::Course,
            ages: (Some(60), None),
            troupe: None,
            room: Some(RoomId(3)),
        };
        let tagged = HashSet::from([ActivityId(7)]);
        let all = Filter {
            kind: Some(ActivityKind::Course),
            audience: Some(Audience::Seniors),
            room: Some(RoomId(3)),
            tag: Some(TagId(1)),
            troupe: None,
        };
        assert!(Filter::default().keeps(one, &HashSet::new()) && all.keeps(one, &tagged));
        assert!(!all.keeps(one, &HashSet::new()), "without the tag");
        assert!(!Filter { kind: Some(ActivityKind::Show), ..all }.keeps(one, &tagged));
        assert!(!Filter { room: Some(RoomId(4)), ..all }.keeps(one, &tagged));
        assert!(!Filter { troupe: Some(TroupeId(1)), ..all }.keeps(one, &tagged));
    }

    #[test]
    fn a_title_has_every_word_in_any_order_and_either_language() {
        let has = |query: &str| matches(&words(query), "太极拳兴趣班", "Taiji class");
        assert!(has("太极") && has("兴趣 太极") && has("CLASS") && has("taiji 兴趣") && has("拳"));
        assert!(!has("太极剑") && !has("太极 书法"));
        assert!(has(""), "nothing is asked for");
    }
}
