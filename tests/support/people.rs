//! People under test, and what they do.

use std::sync::atomic::{AtomicU64, Ordering};

use linli::base::db::Conn;
use linli::base::error::Result;
use linli::base::lang::Lang;
use linli::base::time::Span;
use linli::domain::agreements;
use linli::domain::bookings::accepting::{self, OfferAnswered};
use linli::domain::bookings::alternatives::Alternative;
use linli::domain::bookings::answering::{self, Answered};
use linli::domain::bookings::approving::{self, Approved, Shown};
use linli::domain::bookings::asking::{self, Ask, Asked};
use linli::domain::bookings::cancelling::{self, Cancelled, Canceller};
use linli::domain::bookings::changing::deciding::ChangeDecided;
use linli::domain::bookings::changing::{self, Change, Changed};
use linli::domain::bookings::ending::{self, Ended};
use linli::domain::bookings::refusing::{self, RefusedBooking};
use linli::domain::bookings::waiting::{self, Waited};
use linli::domain::bookings::{Acting, AlternativeId, BookingId, State, words};
use linli::domain::centres::Centre;
use linli::domain::people::Person;
use linli::domain::rooms::Room;

use super::TestApp;
use super::fixture::wall;

/// A person with the centre they belong to.
#[derive(Clone)]
pub struct Someone<'a> {
    pub app: &'a TestApp,
    pub person: Person,
    pub centre: Centre,
}

/// What came of an act on a booking, as a page or program sees it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Reply {
    /// It is so now.
    Done(BookingId, State),
    /// This very thing was done before.
    Repeated(BookingId),
    /// Others have the slot: in words, and what would work.
    Taken(Vec<String>, Vec<Alternative>),
    /// A rule forbids it: in words, and what would work.
    Refused(String, Vec<Alternative>),
    /// It is decided already.
    Over(State),
}

impl Reply {
    /// The booking that was made or changed.
    #[track_caller]
    pub fn id(&self) -> BookingId {
        match self {
            Self::Done(id, _) | Self::Repeated(id) => *id,
            other => panic!("no booking came of it: {other:?}"),
        }
    }

    #[track_caller]
    pub fn is(&self, state: State) -> BookingId {
        match self {
            Self::Done(id, now) if *now == state => *id,
            other => panic!("not {state:?} but {other:?}"),
        }
    }

    /// It was refused in words that hold these.
    #[track_caller]
    pub fn refused(&self, words: &str) -> &[Alternative] {
        match self {
            Self::Refused(said, alternatives) if said.contains(words) => alternatives,
            other => panic!("not refused with “{words}” but {other:?}"),
        }
    }

    /// The slot is taken, and this was said about by whom.
    #[track_caller]
    pub fn taken(&self, by: &[&str]) -> &[Alternative] {
        match self {
            Self::Taken(said, alternatives) if said == by => alternatives,
            other => panic!("not taken by {by:?} but {other:?}"),
        }
    }
}

impl<'a> Someone<'a> {
    pub fn acting(&self) -> Acting<'_> {
        Acting { centre: &self.centre, person: Some(self.person.id), now: self.app.now() }
    }

    /// Asks for a room for twelve people, for the first troupe they lead.
    pub fn asks_for(&self, room: &Room, from: &str, to: &str) -> Reply {
        static KEYS: AtomicU64 = AtomicU64::new(0);
        let key = format!("key-{}", KEYS.fetch_add(1, Ordering::Relaxed));
        self.asks(room, from, to, 12, &key)
    }

    /// Asks with everything said.
    pub fn asks(&self, room: &Room, from: &str, to: &str, size: i32, request_key: &str) -> Reply {
        self.asks_exactly(&self.wish(room, from, to, size, request_key))
    }

    fn wish(&self, room: &Room, from: &str, to: &str, size: i32, request_key: &str) -> Ask {
        let troupe = self.app.read(|conn| agreements::store::led_by(conn, self.person.id)).remove(0);
        Ask {
            troupe: troupe.id,
            room: room.id,
            span: Span::new(wall(from), wall(to)).unwrap(),
            purpose: "排练".into(),
            size,
            request_key: request_key.into(),
            on_behalf: false,
            replaces: None,
        }
    }

    pub fn asks_exactly(&self, ask: &Ask) -> Reply {
        let asked = self.app.write(|conn| asking::ask(conn, self.acting(), ask));
        self.asked(asked)
    }

    /// Joins the line for a slot that is taken, for twelve people.
    pub fn waits_for(&self, room: &Room, from: &str, to: &str) -> Reply {
        static KEYS: AtomicU64 = AtomicU64::new(0);
        let key = format!("wait-{}", KEYS.fetch_add(1, Ordering::Relaxed));
        let ask = self.wish(room, from, to, 12, &key);
        match self.app.write(|conn| waiting::wait(conn, self.acting(), &ask)) {
            Waited::InLine(booking, _) => Reply::Done(booking.id, booking.state),
            Waited::Asked(asked) => self.asked(asked),
            Waited::Already(booking) => Reply::Over(booking.state),
            Waited::TooLate => Reply::Refused(words::too_late_to_wait(Lang::Zh).into(), Vec::new()),
        }
    }

    fn asked(&self, asked: Asked) -> Reply {
        let today = self.centre.zone.today(self.app.now());
        match asked {
            Asked::Approved(booking) | Asked::Received(booking) => Reply::Done(booking.id, booking.state),
            Asked::Repeated(booking) => Reply::Repeated(booking.id),
            Asked::Taken { clashes, alternatives } => Reply::Taken(
                clashes.iter().map(|clash| words::clash(Lang::Zh, clash)).collect(),
                alternatives,
            ),
            Asked::Refused { refusal, alternatives } => {
                Reply::Refused(words::refusal(Lang::Zh, &refusal, today), alternatives)
            }
        }
    }

    pub fn approves(&self, id: BookingId) -> Reply {
        self.approves_because(id, None)
    }

    pub fn approves_because(&self, id: BookingId, reason: Option<&str>) -> Reply {
        let version = self.app.booking(id).version;
        self.approves_as_seen(id, version, reason)
    }

    pub fn approves_as_seen(&self, id: BookingId, version: i32, reason: Option<&str>) -> Reply {
        let shown = Shown { version: Some(version), losers: None };
        let approved = self.app.write(|conn| approving::approve(conn, self.acting(), id, &shown, reason));
        let today = self.centre.zone.today(self.app.now());
        match approved {
            Approved::Done(booked) => Reply::Done(booked.booking.id, booked.booking.state),
            Approved::AlreadyDecided(decided) => Reply::Over(decided.state),
            Approved::MoreWouldLose => Reply::Refused("losers".into(), Vec::new()),
            Approved::ReasonNeeded => Reply::Refused("reason".into(), Vec::new()),
            Approved::Taken(clashes) => {
                Reply::Taken(clashes.iter().map(|clash| words::clash(Lang::Zh, clash)).collect(), Vec::new())
            }
            Approved::Refused(refusal) => {
                Reply::Refused(words::refusal(Lang::Zh, &refusal, today), Vec::new())
            }
            Approved::TooLateToOffer => Reply::Refused(words::too_late_to_offer(Lang::Zh).into(), Vec::new()),
        }
    }

    pub fn refuses(&self, id: BookingId, reason: &str) -> Reply {
        let refused = self.app.write(|conn| refusing::refuse(conn, self.acting(), id, None, reason));
        match refused {
            RefusedBooking::Done(booked) => Reply::Done(booked.booking.id, booked.booking.state),
            RefusedBooking::AlreadyDecided(decided) => Reply::Over(decided.state),
        }
    }

    /// Takes what the own troupe is offered.
    pub fn accepts(&self, id: BookingId) -> Reply {
        self.answered(id, |conn| accepting::accept(conn, self.acting(), id, None, Canceller::Troupe))
    }

    /// Lets the next in line have what the own troupe is offered.
    pub fn declines(&self, id: BookingId) -> Reply {
        self.answered(id, |conn| accepting::decline(conn, self.acting(), id, None, Canceller::Troupe, None))
    }

    fn answered(&self, id: BookingId, act: impl Fn(&mut Conn) -> Result<OfferAnswered>) -> Reply {
        match self.app.write(act) {
            OfferAnswered::Done(_) => Reply::Done(id, self.app.state(id)),
            OfferAnswered::Over(decided) => Reply::Over(decided.state),
        }
    }

    /// Asks to change a booking of the own troupe.
    pub fn changes(&self, id: BookingId, room: &Room, from: &str, to: &str, size: i32) -> Changed {
        static KEYS: AtomicU64 = AtomicU64::new(0);
        let wish = Change {
            room: room.id,
            span: Span::new(wall(from), wall(to)).unwrap(),
            size,
            request_key: format!("change-{}", KEYS.fetch_add(1, Ordering::Relaxed)),
            on_behalf: false,
        };
        self.app.write(|conn| changing::change(conn, self.acting(), id, &wish))
    }

    /// Grants what is wished of a booking.
    pub fn grants_change(&self, id: BookingId, reason: Option<&str>) -> ChangeDecided {
        let open = self.app.read(|conn| changing::store::open_of(conn, id)).expect("a change is asked for");
        self.app.write(|conn| changing::deciding::grant(conn, self.acting(), open.id, reason))
    }

    /// Refuses what is wished of a booking.
    pub fn refuses_change(&self, id: BookingId, reason: &str) -> ChangeDecided {
        let open = self.app.read(|conn| changing::store::open_of(conn, id)).expect("a change is asked for");
        self.app.write(|conn| changing::deciding::refuse(conn, self.acting(), open.id, reason))
    }

    /// Ends a running booking of the own troupe.
    pub fn ends_early(&self, id: BookingId) -> Ended {
        self.app.write(|conn| ending::end_early(conn, self.acting(), id, Canceller::Troupe))
    }

    /// Staff end it for the troupe.
    pub fn ends_early_for_the_troupe(&self, id: BookingId) -> Ended {
        self.app.write(|conn| ending::end_early(conn, self.acting(), id, Canceller::Staff))
    }

    /// Gives up a booking of the own troupe.
    pub fn cancels(&self, id: BookingId) -> Reply {
        self.cancelling(id, Canceller::Troupe, None)
    }

    /// Staff give it up for the troupe.
    pub fn cancels_for_the_troupe(&self, id: BookingId, reason: &str) -> Reply {
        self.cancelling(id, Canceller::Staff, Some(reason))
    }

    fn cancelling(&self, id: BookingId, by: Canceller, reason: Option<&str>) -> Reply {
        match self.app.write(|conn| cancelling::cancel(conn, self.acting(), id, by, reason)) {
            Cancelled::Done(booked) => Reply::Done(booked.booking.id, booked.booking.state),
            Cancelled::AlreadyOver(decided) => Reply::Over(decided.state),
            Cancelled::Begun => Reply::Refused("begun".into(), Vec::new()),
        }
    }
}

impl TestApp {
    /// Somebody presses a link `…/a/TOKEN` of a letter and confirms; no sign-in.
    pub fn presses(&self, link: &str) -> Reply {
        let token = link.rsplit('/').next().unwrap();
        let (id, _) = self.tokens.verify("alternative", token).expect("a link that we made");
        let id = AlternativeId(id);
        let offered = self.read(|conn| answering::offered(conn, id));
        let centre = self.centre("hexi");
        let acting =
            Acting { centre: &centre, person: Some(offered.hit.booking.requested_by), now: self.now() };
        let today = centre.zone.today(self.now());
        match self.write(|conn| answering::take(conn, acting, id)) {
            Answered::Done(booking) => Reply::Done(booking.id, booking.state),
            Answered::AlreadyOver(Some(booking)) => Reply::Repeated(booking.id),
            Answered::AlreadyOver(None) => Reply::Over(self.state(offered.hit.booking.id)),
            Answered::Gone { clashes, refusal, alternatives } => match refusal {
                Some(refusal) => Reply::Refused(words::refusal(Lang::Zh, &refusal, today), alternatives),
                None => Reply::Taken(
                    clashes.iter().map(|one| words::clash(Lang::Zh, one)).collect(),
                    alternatives,
                ),
            },
        }
    }
}

impl super::Posted {
    /// The path of the link that begins with `/o/`, `/d/` or `/x/`.
    #[track_caller]
    pub fn press_link(&self, prefix: &str) -> String {
        let link = self.text.split_whitespace().find(|word| word.contains(prefix));
        let link = link.unwrap_or_else(|| panic!("no {prefix} in {}", self.text));
        link[link.find(prefix).unwrap()..].to_owned()
    }

    /// The links in a letter that act without sign-in, in order.
    pub fn action_links(&self) -> Vec<&str> {
        let links = self.text.split_whitespace().filter(|word| word.contains("/a/"));
        links.map(|word| word.trim_matches(|c| matches!(c, '<' | '>' | '。'))).collect()
    }
}
