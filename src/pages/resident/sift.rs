//! What of all that is on a resident wants to see: read from the address, said in words with one press to drop each
//! part, and a plain form to change it. Every part keeps the others.

use chrono::NaiveDate;
use maud::{Markup, html};

use super::here::{Here, later};
use crate::base::db::Conn;
use crate::base::error::Result;
use crate::base::lang::{Lang, dates};
use crate::base::time::read_date;
use crate::base::web::form::Fields;
use crate::domain::activities::listing::{Audience, Filter};
use crate::domain::activities::{ActivityKind, Tag, TagId, tags};
use crate::domain::rooms::{self, Access, Room, RoomId};
use crate::pages::parts::{Button, Choice, Field, hidden, icon, tick};

/// Letters of a search that are read.
const LONGEST: usize = 60;
/// Days that one may choose from.
const DAYS: u64 = 35;

/// What is wanted; nothing said means all.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Sift {
    pub filter: Filter,
    /// Only what still has places, or needs none.
    pub free: bool,
    pub date: Option<NaiveDate>,
    /// Words of a title.
    pub query: String,
}

/// What the form offers.
#[derive(Debug, Clone, Default)]
pub struct Choices {
    pub rooms: Vec<Room>,
    pub tags: Vec<Tag>,
}

/// Rooms and tags of a centre: two queries.
pub fn choices(conn: &mut Conn, here: &Here) -> Result<Choices> {
    let mut rooms = rooms::store::rooms(conn, here.centre.id)?;
    rooms.retain(|room| room.active && room.access != Access::Private);
    let mut tags = tags::store::of_centre(conn, here.centre.id)?;
    tags.retain(|tag| tag.active);
    Ok(Choices { rooms, tags })
}

impl Sift {
    /// What cannot be read is as if it had not been said.
    pub fn read(fields: &Fields) -> Self {
        let id = |name| fields.get(name).parse::<i64>().ok().filter(|id| *id > 0);
        Self {
            filter: Filter {
                kind: ActivityKind::from_word(fields.get("kind")),
                audience: Audience::from_word(fields.get("for")),
                room: id("room").map(RoomId),
                tag: id("tag").map(TagId),
                troupe: None,
            },
            free: fields.get("free") == "1",
            date: read_date(fields.get("date")),
            query: fields.get("q").chars().take(LONGEST).collect(),
        }
    }

    /// As fields of an address, in the form's order.
    pub fn pairs(&self) -> Vec<(&'static str, String)> {
        let filter = &self.filter;
        let said = [
            ("q", Some(self.query.clone()).filter(|query| !query.is_empty())),
            ("kind", filter.kind.map(|kind| kind.word().to_owned())),
            ("for", filter.audience.map(|audience| audience.word().to_owned())),
            ("room", filter.room.map(|id| id.to_string())),
            ("tag", filter.tag.map(|id| id.to_string())),
            ("date", self.date.map(|date| date.to_string())),
            ("free", self.free.then(|| "1".to_owned())),
        ];
        said.into_iter().filter_map(|(name, value)| Some((name, value?))).collect()
    }

    /// True when everything is wanted.
    pub fn is_all(&self) -> bool {
        *self == Self::default()
    }

    /// Without its day: for views that show many.
    pub fn of_any_day(&self) -> Self {
        Self { date: None, ..self.clone() }
    }

    /// `page?kind=lecture&…` with more fields before.
    pub fn href(&self, page: &str, more: &[(&str, &str)]) -> String {
        address(page, more, self.pairs().iter().map(|(name, value)| (*name, value.as_str())))
    }

    /// The same without one part.
    fn without(&self, page: &str, more: &[(&str, &str)], dropped: &str) -> String {
        let pairs = self.pairs();
        let kept = pairs.iter().filter(|(name, _)| *name != dropped);
        address(page, more, kept.map(|(name, value)| (*name, value.as_str())))
    }

    /// Each part in words.
    fn words(&self, here: &Here, choices: &Choices) -> Vec<(&'static str, String)> {
        let lang = here.lang();
        let room =
            |id: RoomId| choices.rooms.iter().find(|room| room.id == id).map(|room| room.name_in(lang));
        let tag = |id: TagId| choices.tags.iter().find(|tag| tag.id == id).map(|tag| tag.name_in(lang));
        let gone = lang.pick("已经没有的一项", "something that is gone");
        let filter = &self.filter;
        let said = [
            (
                "q",
                Some(self.query.as_str())
                    .filter(|query| !query.is_empty())
                    .map(|query| lang.pick(format!("“{query}”"), format!("“{query}”"))),
            ),
            ("kind", filter.kind.map(|kind| kind.name(lang).to_owned())),
            ("for", filter.audience.map(|audience| audience.name(lang).to_owned())),
            ("room", filter.room.map(|id| room(id).unwrap_or(gone).to_owned())),
            ("tag", filter.tag.map(|id| tag(id).unwrap_or(gone).to_owned())),
            ("date", self.date.map(|date| dates::day(lang, date, here.today()))),
            ("free", self.free.then(|| lang.pick("还有名额", "places left").to_owned())),
        ];
        said.into_iter().filter_map(|(name, words)| Some((name, words?))).collect()
    }
}

fn address<'a>(
    page: &str,
    more: &[(&'a str, &'a str)],
    pairs: impl Iterator<Item = (&'a str, &'a str)>,
) -> String {
    let mut query = url::form_urlencoded::Serializer::new(String::new());
    query.extend_pairs(more.iter().copied().chain(pairs));
    match query.finish() {
        empty if empty.is_empty() => page.to_owned(),
        query => format!("{page}?{query}"),
    }
}

/// The field for words of a title. What else is wanted goes with it.
pub fn search_box(here: &Here, sift: &Sift) -> Markup {
    let lang = here.lang();
    html! {
        form.row.any method="get" action=(here.href("/activities")) role="search" {
            @for (name, value) in sift.pairs().iter().filter(|(name, _)| *name != "q") { (hidden(name, value)) }
            (Field::new("q", lang.pick("找活动，写名称里的几个字", "Find activities by words of their title")).value(&sift.query).text())
            (Button::submit(lang.pick("找", "Find")).icon("find"))
        }
    }
}

/// What is wanted, in words, and the form behind them. `page` is where it leads, `more` what else its address says.
pub fn sifting(here: &Here, page: &str, more: &[(&str, &str)], sift: &Sift, choices: &Choices) -> Markup {
    let lang = here.lang();
    let words = sift.words(here, choices);
    html! {
        @if !words.is_empty() {
            p.row {
                span { (lang.pick("只看：", "Only: ")) }
                @for (name, words) in &words {
                    a.btn href=(sift.without(page, more, name)) {
                        (words) (icon("no")) span.hide { (lang.pick("（去掉）", " (drop)")) }
                    }
                }
                @if words.len() > 1 { (Button::link(&address(page, more, [].into_iter()), lang.pick("看全部", "Show all")).plain()) }
            }
        }
        details {
            summary {
                @if words.is_empty() { (lang.pick("只看一部分：类型、适合谁、功能室…", "Show only some: kind, for whom, room …")) }
                @else { (lang.pick("再选一选", "Choose more")) }
            }
            form.card.flow method="get" action=(page) {
                @for (name, value) in more { (hidden(name, value)) }
                @if !sift.query.is_empty() { (hidden("q", &sift.query)) }
                (fields(here, sift, choices))
                p { (Button::submit(lang.pick("看这些", "Show these")).main()) }
            }
        }
    }
}

fn fields(here: &Here, sift: &Sift, choices: &Choices) -> Markup {
    let (lang, today) = (here.lang(), here.today());
    let all = |words: &str| Choice::new("", words);
    let kinds = ActivityKind::ALL.iter().map(|kind| Choice::new(kind.word(), kind.name(lang)));
    let audiences = Audience::ALL.iter().map(|one| Choice::new(one.word(), one.name(lang)));
    let rooms = choices.rooms.iter().map(|room| Choice::new(room.id.to_string(), room.name_in(lang)));
    let tags = choices.tags.iter().map(|tag| Choice::new(tag.id.to_string(), tag.name_in(lang)));
    let days = today.iter_days().take_while(|date| *date <= later(today, DAYS));
    let days = days.map(|date| Choice::new(date.to_string(), dates::day_and_date(lang, date, today)));
    let value = |name| {
        sift.pairs().into_iter().find(|(found, _)| *found == name).map_or(String::new(), |(_, value)| value)
    };
    let select = |name, label: &str, none: &str, choices: Vec<Choice>| {
        let all: Vec<Choice> = std::iter::once(all(none)).chain(choices).collect();
        Field::new(name, label).value(&value(name)).select(&all)
    };
    html! {
        div.pair {
            (select("kind", lang.pick("类型", "Kind"), lang.pick("所有类型", "All kinds"), kinds.collect()))
            (select("for", lang.pick("适合谁", "For whom"), lang.pick("所有人", "Anybody"), audiences.collect()))
            (select("room", lang.pick("在哪间", "Room"), lang.pick("所有地方", "Anywhere"), rooms.collect()))
            @if !choices.tags.is_empty() {
                (select("tag", lang.pick("标签", "Tag"), lang.pick("所有标签", "All tags"), tags.collect()))
            }
            (select("date", lang.pick("哪天", "Day"), lang.pick("每天", "Any day"), days.collect()))
        }
        (tick("free", "1", lang.pick("只看还有名额或不用报名的", "Only what has places left or needs no registration"), sift.free))
    }
}

/// 适合老年人 as a page's title may say it: the first part that is wanted, if any.
pub fn in_title(here: &Here, sift: &Sift, choices: &Choices) -> Option<String> {
    let words = sift.words(here, choices);
    (!words.is_empty()).then(|| {
        words.into_iter().map(|(_, words)| words).collect::<Vec<_>>().join(here.lang().pick("、", ", "))
    })
}

/// 共3场 and the like; `lang` alone decides.
pub fn counted(lang: Lang, number: usize) -> String {
    lang.pick(format!("共{number}场"), format!("{number} altogether"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_read_from_an_address_is_written_there_again() {
        let query = b"q=%E5%A4%AA%E6%9E%81&kind=course&for=seniors&room=3&tag=2&date=2026-11-24&free=1";
        let sift = Sift::read(&Fields::parse(query).unwrap());
        assert_eq!(sift.filter.audience, Some(Audience::Seniors));
        assert_eq!(
            sift.href("/c/a/calendar", &[]).as_bytes(),
            [b"/c/a/calendar?".as_slice(), query].concat()
        );
        let without = sift.without("/c/a/calendar", &[("view", "week")], "kind");
        assert!(without.starts_with("/c/a/calendar?view=week&q=") && !without.contains("kind"), "{without}");
        assert!(without.ends_with("&for=seniors&room=3&tag=2&date=2026-11-24&free=1"), "the others stay");
    }

    #[test]
    fn what_cannot_be_read_is_not_said() {
        let fields = Fields::parse(b"kind=dance&for=dogs&room=x&tag=-1&date=2026-13-01&free=2").unwrap();
        assert!(Sift::read(&fields).is_all());
        assert_eq!(Sift::default().href("/c/a/calendar", &[]), "/c/a/calendar");
    }
}
