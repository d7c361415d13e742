//! What a calendar that is subscribed to says: the public sessions and bookings of a centre, a room, a troupe or a
//! kind, some time back and ahead. What was cancelled is said to be cancelled and does not vanish.

use chrono::Duration;

use super::leaving;
use super::listing::{self, Filter};
use super::{ActivityKind, Scheduled};
use crate::base::db::Conn;
use crate::base::error::{Error, Result};
use crate::base::lang::Lang;
use crate::base::time::{Instant, Minute, Span, Wall};
use crate::domain::agreements::{self, TroupeId};
pub use crate::domain::bookings::leaving::{AHEAD_DAYS, BACK_DAYS};
use crate::domain::bookings::store::{Whose, named};
use crate::domain::bookings::{self, Booked, State};
use crate::domain::centres::{Centre, either};
use crate::domain::rooms::{self, Access, Room, RoomId};

/// Which calendar.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Feed {
    /// All activities of a centre.
    Centre,
    /// What is in a room: activities, and bookings of troupes that chose to be named.
    Room(RoomId),
    /// A troupe that chose to be named: its bookings, and the activities it holds.
    Troupe(TroupeId),
    /// Activities of a kind.
    Kind(ActivityKind),
}

impl Feed {
    /// `centre`, `room-3`, `troupe-2`, `kind-lecture`: as it stands in addresses.
    pub fn word(self) -> String {
        match self {
            Self::Centre => "centre".to_owned(),
            Self::Room(id) => format!("room-{id}"),
            Self::Troupe(id) => format!("troupe-{id}"),
            Self::Kind(kind) => format!("kind-{}", kind.word()),
        }
    }

    /// `None` for what is no feed's word.
    pub fn from_word(word: &str) -> Option<Self> {
        let (what, which) = word.split_once('-').unwrap_or((word, ""));
        let id = || which.parse().ok().filter(|id: &i64| *id > 0 && id.to_string() == which);
        match what {
            "centre" if word == "centre" => Some(Self::Centre),
            "room" => id().map(|id| Self::Room(RoomId(id))),
            "troupe" => id().map(|id| Self::Troupe(TroupeId(id))),
            "kind" => ActivityKind::from_word(which).map(Self::Kind),
            _ => None,
        }
    }
}

/// A feed's name and what is in it, by start.
#[derive(Debug, Clone)]
pub struct Told {
    /// Beside the centre's name; empty for all of it.
    pub name: String,
    pub name_en: String,
    pub items: Vec<Item>,
}

impl Told {
    pub fn name_in(&self, lang: Lang) -> &str {
        either(lang, &self.name, &self.name_en)
    }
}

/// One session or booking.
#[derive(Debug, Clone)]
pub enum Item {
    Session(Box<Scheduled>),
    Booking(Box<Booked>),
}

/// Reads a feed; a private room, and a troupe that is not named, have none.
pub fn read(conn: &mut Conn, centre: &Centre, feed: Feed, now: Instant) -> Result<Told> {
    let today = centre.zone.today(now);
    let at = |days: i64| Wall::at(today + Duration::days(days), Minute::MIDNIGHT);
    let (from, to) = (at(-BACK_DAYS), at(AHEAD_DAYS));
    let mut filter = Filter::default();
    let (mut name, mut name_en) = (String::new(), String::new());
    let (mut whose, mut place) = (None, None);
    match feed {
        Feed::Centre => {}
        Feed::Room(id) => {
            let room = rooms::store::room(conn, centre.id, id)?;
            if !room.active || room.access == Access::Private {
                return Err(Error::NotFound);
            }
            filter.room = Some(id);
            whose = Some(Whose::Room(id));
            (name, name_en) = (room.name.clone(), room.name_en.clone());
            place = Some(room);
        }
        Feed::Troupe(id) => {
            let troupe = agreements::store::troupe(conn, centre.id, id)?;
            if !troupe.named {
                return Err(Error::NotFound);
            }
            filter.troupe = Some(id);
            whose = Some(Whose::Troupe(id));
            (name, name_en) = (troupe.name, troupe.name_en);
        }
        Feed::Kind(kind) => {
            filter.kind = Some(kind);
            (name, name_en) = (kind.name(Lang::Zh).to_owned(), kind.name(Lang::En).to_owned());
        }
    }
    let sessions = listing::store::told_since(conn, centre.id, &filter, from, to)?;
    let bookings = match whose {
        Some(whose) => told_bookings(conn, centre, whose, (from, to), now)?,
        None => Vec::new(),
    };
    // What left this calendar is cancelled in it, and where it was: in this room, or at no place that is told of.
    let mut gone = leaving::of_feed(conn, centre.id, feed, now)?;
    gone.retain(|one| sessions.iter().all(|there| there.session.id != one.session.id));
    for one in &mut gone {
        match &place {
            Some(room) => one.room = Some(room.clone()),
            None if one.room.as_ref().is_some_and(|room| room.access == Access::Private) => one.room = None,
            None => {}
        }
    }
    let mut items: Vec<Item> =
        sessions.into_iter().chain(gone).map(|one| Item::Session(Box::new(one))).collect();
    items.extend(bookings.into_iter().map(|one| Item::Booking(Box::new(one))));
    items.sort_by_key(|item| (item.starts_at(), item.uid()));
    Ok(Told { name, name_en, items })
}

/// The bookings that are in a calendar, and cancelled those that left it.
fn told_bookings(
    conn: &mut Conn,
    centre: &Centre,
    whose: Whose,
    (from, to): (Wall, Wall),
    now: Instant,
) -> Result<Vec<Booked>> {
    let mut told = named(conn, centre.id, whose, from, to)?;
    for gone in bookings::leaving::of_feed(conn, centre.id, whose, now)? {
        if told.iter().all(|there| there.booking.id != gone.booking.id) {
            told.push(gone);
        }
    }
    Ok(told)
}

impl Item {
    /// The same for ever: `session-42`, `booking-7`.
    pub fn uid(&self) -> String {
        match self {
            Self::Session(one) => format!("session-{}", one.session.id),
            Self::Booking(one) => format!("booking-{}", one.booking.id),
        }
    }

    /// The number of its last calendar object (RFC 5545 §3.8.7.4).
    pub fn sequence(&self) -> i32 {
        match self {
            Self::Session(one) => one.session.sequence,
            // The row counts the next one to be sent.
            Self::Booking(one) => (one.booking.sequence - 1).max(0),
        }
    }

    /// When it came to be as it is.
    pub fn changed_at(&self) -> Instant {
        match self {
            Self::Session(one) => one.session.changed_at,
            Self::Booking(one) => one.booking.decided_at.unwrap_or(one.booking.requested_at),
        }
    }

    pub fn starts_at(&self) -> Wall {
        match self {
            Self::Session(one) => one.session.starts_at,
            Self::Booking(one) => one.booking.starts_at,
        }
    }

    pub fn ends_at(&self) -> Wall {
        match self {
            Self::Session(one) => one.session.ends_at,
            Self::Booking(one) => one.booking.ends_at,
        }
    }

    pub fn span(&self) -> Result<Span> {
        Span::new(self.starts_at(), self.ends_at())
            .map_err(|error| Error::fault(format_args!("{}: {error}", self.uid())))
    }

    pub fn is_cancelled(&self) -> bool {
        match self {
            Self::Session(one) => one.session.cancelled_at.is_some(),
            Self::Booking(one) => one.booking.state != State::Approved,
        }
    }

    /// The activity's title, or the troupe's name and nothing of what it comes for; not even the name once it chose
    /// not to be named any more.
    pub fn title_in(&self, lang: Lang) -> &str {
        match self {
            Self::Session(one) => one.activity.title_in(lang),
            Self::Booking(one) if one.troupe.named => one.troupe.name_in(lang),
            Self::Booking(_) => lang.pick("已占用", "Taken"),
        }
    }

    /// The room's name, or the place's.
    pub fn place_in(&self, lang: Lang) -> &str {
        match self {
            Self::Session(one) => one.place_in(lang),
            Self::Booking(one) => one.room.name_in(lang),
        }
    }

    pub fn room(&self) -> Option<&Room> {
        match self {
            Self::Session(one) => one.room.as_ref(),
            Self::Booking(one) => Some(&one.room),
        }
    }

    /// What the activity is about; nothing of a booking.
    pub fn words_in(&self, lang: Lang) -> &str {
        match self {
            Self::Session(one) => one.activity.intro_in(lang),
            Self::Booking(_) => "",
        }
    }

    pub fn kind(&self) -> Option<ActivityKind> {
        match self {
            Self::Session(one) => Some(one.activity.kind),
            Self::Booking(_) => None,
        }
    }

    /// Its page below the centre's.
    pub fn path(&self) -> String {
        match self {
            Self::Session(one) => format!("/activities/{}", one.activity.id),
            Self::Booking(one) => format!("/rooms/{}?date={}", one.room.id, one.booking.starts_at.date()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_feed_is_found_again_by_its_word_and_by_no_other() {
        let feeds = [
            Feed::Centre,
            Feed::Room(RoomId(3)),
            Feed::Troupe(TroupeId(12)),
            Feed::Kind(ActivityKind::AfterSchool),
        ];
        for feed in feeds {
            assert_eq!(Feed::from_word(&feed.word()), Some(feed));
        }
        for word in
            ["", "centre-", "centre-1", "room", "room-", "room-0", "room-01", "room--1", "kind-x", "tag-1"]
        {
            assert_eq!(Feed::from_word(word), None, "{word}");
        }
    }
}
