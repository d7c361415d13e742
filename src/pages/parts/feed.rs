//! A calendar that is subscribed to, written for programs: iCalendar (RFC 5545), Atom (RFC 4287), JSON Feed 1.1.
//!
//! What is written depends on the rows alone and not on who asks or when, so that a program which holds it is told
//! so (304).

use chrono::Duration;
use maud::html;
use serde::Serialize;
use utoipa::ToSchema;

use crate::base::error::Result;
use crate::base::ical::{self, Site};
use crate::base::lang::{Lang, dates};
use crate::base::mail::links;
use crate::base::time::{Instant, Minute, Wall};
use crate::domain::activities::ActivityKind;
use crate::domain::activities::feeds::{Feed, Item, Told};
use crate::domain::centres::Centre;

/// Entries of Atom and JSON, which are for readers of news: what is still to come, some weeks ahead.
const ENTRIES: usize = 200;
const ENTRIES_DAYS: i64 = 45;

/// A feed with where it is.
pub struct Written<'a> {
    pub lang: Lang,
    pub centre: &'a Centre,
    pub feed: Feed,
    pub told: &'a Told,
    /// Without a slash at the end.
    pub public_url: &'a str,
    /// The installation's name.
    pub installation: &'a str,
    pub now: Instant,
}

/// A feed as JSON: JSON Feed 1.1 (jsonfeed.org/version/1.1).
#[derive(Debug, Serialize, ToSchema)]
pub struct JsonFeed {
    #[schema(example = "https://jsonfeed.org/version/1.1")]
    pub version: &'static str,
    pub title: String,
    pub home_page_url: String,
    pub feed_url: String,
    pub language: &'static str,
    pub items: Vec<JsonItem>,
}

/// One session or booking to come.
#[derive(Debug, Serialize, ToSchema)]
pub struct JsonItem {
    /// The same for ever, and that of the calendar file's event.
    #[schema(example = "session-42@linli.example.org")]
    pub id: String,
    pub url: String,
    /// Title, date and time in words.
    pub title: String,
    pub content_text: String,
    /// When it came to be as it is.
    pub date_modified: String,
    #[serde(rename = "_linli")]
    pub linli: JsonEvent,
}

/// What calendars need of it.
#[derive(Debug, Serialize, ToSchema)]
pub struct JsonEvent {
    /// By the centre's wall clock, without a zone.
    #[schema(example = "2026-11-24T09:00")]
    pub starts_at: String,
    pub ends_at: String,
    pub place: String,
    pub cancelled: bool,
    /// `null` for a booking.
    #[schema(inline)]
    pub kind: Option<ActivityKind>,
}

impl Written<'_> {
    /// 河西社区党群服务中心：排练厅.
    pub fn title(&self) -> String {
        let lang = self.lang;
        let centre = self.centre.name_in(lang);
        match self.told.name_in(lang) {
            "" => lang.pick(format!("{centre}活动"), format!("{centre}: what is on")),
            of => lang.pick(format!("{centre}：{of}"), format!("{centre}: {of}")),
        }
    }

    /// The whole: 90 days back, and what was cancelled is said to be.
    pub fn ics(&self) -> Result<String> {
        let events = self.told.items.iter().map(|item| self.event(item)).collect::<Result<Vec<_>>>()?;
        let site = Site { public_url: self.public_url, sender: "", installation: self.installation };
        let today = self.centre.zone.today(self.now);
        Ok(ical::feed(&self.title(), self.centre.zone, today, &events, &site))
    }

    fn event(&self, item: &Item) -> Result<ical::Event> {
        let lang = self.lang;
        let location = match item.room() {
            Some(room) => [room.name_in(lang), self.centre.name_in(lang), self.centre.address_in(lang)]
                .into_iter()
                .filter(|part| !part.is_empty())
                .collect::<Vec<_>>()
                .join(lang.pick("，", ", ")),
            None => item.place_in(lang).to_owned(),
        };
        Ok(ical::Event {
            uid: item.uid(),
            sequence: item.sequence(),
            stamp: item.changed_at(),
            span: item.span()?,
            zone: self.centre.zone,
            summary: item.title_in(lang).to_owned(),
            location,
            description: item.words_in(lang).to_owned(),
            organizer: None,
            attendee: None,
            cancelled: item.is_cancelled(),
            url: Some(links::page(format!("{}{}", self.centre.href(), item.path()))),
        })
    }

    /// What is to come, by start.
    fn coming(&self) -> impl Iterator<Item = &Item> {
        let now = self.centre.zone.wall(self.now);
        let last = now.plus(Duration::days(ENTRIES_DAYS));
        let near = move |item: &&Item| {
            item.ends_at() > Wall::at(now.date(), Minute::MIDNIGHT) && item.starts_at() < last
        };
        self.told.items.iter().filter(near).take(ENTRIES)
    }

    fn entry_title(&self, item: &Item) -> String {
        let lang = self.lang;
        let (from, to) = (item.starts_at(), item.ends_at());
        let end = if to.date() > from.date() { Minute::DAY_END } else { to.minute() };
        // With the year said only where it is not that of the change: a feed is read on any day.
        let date = dates::date(lang, from.date(), item.changed_at().utc().date_naive());
        let when = format!("{date} {}", dates::times(lang, from.minute(), end));
        let title = item.title_in(lang);
        let title = match item.is_cancelled() {
            true => lang.pick(format!("已取消：{title}"), format!("Cancelled: {title}")),
            false => title.to_owned(),
        };
        lang.pick(format!("{title}，{when}"), format!("{title}, {when}"))
    }

    fn entry_text(&self, item: &Item) -> String {
        let place = item.place_in(self.lang);
        match item.words_in(self.lang) {
            "" => place.to_owned(),
            words => format!("{place}\n{words}"),
        }
    }

    fn address(&self, path: &str) -> String {
        format!("{}{}{path}", self.public_url, self.centre.href())
    }

    /// `ending` is `ics`, `atom` or `json`.
    fn own_address(&self, ending: &str) -> String {
        let lang = self.lang.pick("", "?lang=en");
        self.address(&format!("/feeds/{}.{ending}{lang}", self.feed.word()))
    }

    fn id(&self, item: &Item) -> String {
        format!("{}@{}", item.uid(), self.installation)
    }

    /// News for readers of Atom.
    pub fn atom(&self) -> String {
        // Of the centre's first day where there is nothing: an Atom feed must say when it changed.
        let changed = self.told.items.iter().map(Item::changed_at).max();
        let changed = changed.map_or_else(|| "2000-01-01T00:00:00Z".to_owned(), rfc3339);
        let home = self.address("/calendar");
        let feed = html! {
            feed xmlns="http://www.w3.org/2005/Atom" xml:lang=(self.lang.tag()) {
                id { (self.own_address("atom")) }
                title { (plain(&self.title())) }
                updated { (changed) }
                author { name { (plain(self.centre.name_in(self.lang))) } }
                link rel="self" type="application/atom+xml" href=(self.own_address("atom")) {}
                link rel="alternate" type="text/html" href=(home) {}
                @for item in self.coming() {
                    entry {
                        id { "urn:linli:" (self.id(item)) }
                        title { (plain(&self.entry_title(item))) }
                        updated { (rfc3339(item.changed_at())) }
                        link rel="alternate" type="text/html" href=(self.address(&item.path())) {}
                        @if let Some(kind) = item.kind() { category term=(kind.word()) label=(kind.name(self.lang)) {} }
                        content type="text" { (plain(&self.entry_text(item))) }
                    }
                }
            }
        };
        format!("<?xml version=\"1.0\" encoding=\"utf-8\"?>\n{}", feed.into_string())
    }

    pub fn json(&self) -> JsonFeed {
        let item = |item: &Item| JsonItem {
            id: self.id(item),
            url: self.address(&item.path()),
            title: self.entry_title(item),
            content_text: self.entry_text(item),
            date_modified: rfc3339(item.changed_at()),
            linli: JsonEvent {
                starts_at: item.starts_at().iso(),
                ends_at: item.ends_at().iso(),
                place: item.place_in(self.lang).to_owned(),
                cancelled: item.is_cancelled(),
                kind: item.kind(),
            },
        };
        JsonFeed {
            version: "https://jsonfeed.org/version/1.1",
            title: self.title(),
            home_page_url: self.address("/calendar"),
            feed_url: self.own_address("json"),
            language: self.lang.tag(),
            items: self.coming().map(item).collect(),
        }
    }
}

fn rfc3339(at: Instant) -> String {
    at.utc().format("%Y-%m-%dT%H:%M:%SZ").to_string()
}

/// XML has no place for control characters (§2.2).
fn plain(text: &str) -> String {
    text.chars().filter(|c| !c.is_control() || *c == '\n').collect()
}
