//! The timetable as people look at it: of some days, who has which room when, and what is asked for.
//!
//! Read in a bounded number of queries, however many rooms there are and whatever the days hold. A page that
//! anybody may see takes names from [`Entry::public_name`] alone and leaves [`Board::asked`] out.

mod closed;

use chrono::{Days, NaiveDate};

use super::{Booked, store};
use crate::base::db::Conn;
use crate::base::error::Result;
use crate::base::lang::Lang;
use crate::base::time::{DaySpan, Instant, Minute, Span, Wall};
use crate::domain::centres::{Centre, either};
use crate::domain::occupancy::Taker;
use crate::domain::rooms::{self, Catalogue, Room, RoomId};

/// Some days of a centre.
#[derive(Debug, Clone)]
pub struct Board {
    /// Without equipment and neighbours.
    pub catalogue: Catalogue,
    /// What takes rooms, by start.
    pub taken: Vec<Entry>,
    /// Requests to be decided, the oldest first; only staff see them.
    pub asked: Vec<Booked>,
    /// The centre's wall clock.
    pub now: Wall,
}

/// A booking or a session that takes a room.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    pub taker: Taker,
    /// The room it was made for; a hall also takes its halves.
    pub room: RoomId,
    /// Its use, without turnaround.
    pub span: Span,
    pub turnaround_minutes: i32,
    pub name: String,
    pub name_en: String,
    /// The troupe chose to be named, or the activity is published, and the room is not private.
    pub public: bool,
    /// Kept for somebody who has not answered yet.
    pub held: bool,
    /// The activity that a session belongs to.
    pub activity: Option<i64>,
    /// A session of an activity that is not published.
    pub draft: bool,
}

impl Entry {
    /// For staff.
    pub fn name_in(&self, lang: Lang) -> &str {
        either(lang, &self.name, &self.name_en)
    }

    /// For everybody: `None` reads 占用.
    pub fn public_name(&self, lang: Lang) -> Option<&str> {
        self.public.then(|| self.name_in(lang))
    }
}

/// A piece of a room's day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Stretch<'a> {
    pub span: DaySpan,
    pub what: What<'a>,
}

/// What a piece of a room's day is. What no piece covers is outside the opening hours.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum What<'a> {
    Free,
    /// Nobody has it, and it is past.
    Gone,
    /// Too short to be booked, or kept free between two uses.
    Between,
    Taken(&'a Entry),
    /// Usually open, but not on this date; the reason in Chinese and English, perhaps empty.
    Closed(&'a str, &'a str),
}

/// Reads the days from `from` to `to`, both included, as staff see them.
pub fn read(conn: &mut Conn, centre: &Centre, from: NaiveDate, to: NaiveDate, now: Instant) -> Result<Board> {
    let asked = store::requested_between(conn, centre.id, from, to)?;
    Ok(Board { asked, ..read_taken(conn, centre, from, to, now)? })
}

/// [`read`] without [`Board::asked`], for everybody.
pub fn read_taken(
    conn: &mut Conn,
    centre: &Centre,
    from: NaiveDate,
    to: NaiveDate,
    now: Instant,
) -> Result<Board> {
    let catalogue = rooms::store::plan(conn, centre.id, from, to)?;
    let start = Wall::at(from, Minute::MIDNIGHT);
    let end = Wall::at(to.checked_add_days(Days::new(1)).unwrap_or(to), Minute::MIDNIGHT);
    let mut taken = store::entries(conn, centre.id, &catalogue, start, end, now)?;
    taken.sort_by_key(|entry| (entry.span, entry.room));
    Ok(Board { catalogue, taken, asked: Vec::new(), now: centre.zone.wall(now) })
}

impl Board {
    /// What takes a space of a room on a day.
    pub fn taken_in(&self, room: RoomId, date: NaiveDate) -> impl Iterator<Item = &Entry> {
        let sharing = self.catalogue.sharing_a_space(room);
        self.taken.iter().filter(move |entry| entry.span.date() == date && sharing.contains(&entry.room))
    }

    /// Requests that want a space of a room on a day.
    pub fn asked_in(&self, room: RoomId, date: NaiveDate) -> impl Iterator<Item = &Booked> {
        let sharing = self.catalogue.sharing_a_space(room);
        self.asked
            .iter()
            .filter(move |one| sharing.contains(&one.room.id) && one.booking.starts_at.date() == date)
    }

    /// A room's day in pieces, by start; they do not overlap, but for uses outside the hours.
    pub fn day_of(&self, room: &Room, date: NaiveDate) -> Vec<Stretch<'_>> {
        let taken: Vec<&Entry> = self.taken_in(room.id, date).collect();
        let uses: Vec<DaySpan> = taken.iter().map(|entry| entry.span.within_day()).collect();
        // With what is kept free after each, and what this room keeps free before the next.
        let blocked: Vec<DaySpan> = taken
            .iter()
            .filter_map(|entry| {
                let span = entry.span.within_day();
                let from = span.from().get() - room.turnaround_minutes;
                let to = span.to().get() + entry.turnaround_minutes;
                DaySpan::new(Minute::new(from.max(0))?, Minute::new(to.min(Minute::DAY_END.get()))?)
            })
            .collect();
        let open = self.catalogue.open_on(room.id, date);
        let mut day: Vec<Stretch> = Vec::new();
        let mut free: Vec<DaySpan> = Vec::new();
        for span in open.iter().flat_map(|open| open.without(&blocked)) {
            let (gone, left) = self.split_at_now(span, date);
            let left = left.filter(|left| first_start(room, *left).is_some());
            day.extend(gone.map(|span| Stretch { span, what: What::Gone }));
            day.extend(left.map(|span| Stretch { span, what: What::Free }));
            free.extend(gone.into_iter().chain(left));
        }
        let not_free: Vec<DaySpan> = uses.iter().chain(&free).copied().collect();
        let between = open.iter().flat_map(|open| open.without(&not_free));
        day.extend(between.map(|span| Stretch { span, what: What::Between }));
        day.extend(self.closed(room, date));
        day.extend(
            taken
                .into_iter()
                .map(|entry| Stretch { span: entry.span.within_day(), what: What::Taken(entry) }),
        );
        day.sort_by_key(|stretch| stretch.span);
        day
    }

    fn split_at_now(&self, span: DaySpan, date: NaiveDate) -> (Option<DaySpan>, Option<DaySpan>) {
        let now = match date.cmp(&self.now.date()) {
            std::cmp::Ordering::Less => Minute::DAY_END,
            // The next quarter: nobody comes at 8:33.
            std::cmp::Ordering::Equal => {
                Minute::new((self.now.minute().get() + 14) / 15 * 15).unwrap_or(Minute::DAY_END)
            }
            std::cmp::Ordering::Greater => Minute::MIDNIGHT,
        };
        let cut = now.max(span.from()).min(span.to());
        (DaySpan::new(span.from(), cut), DaySpan::new(cut, span.to()))
    }
}

/// The first start on the room's grain from which its shortest booking fits into a piece.
pub fn first_start(room: &Room, free: DaySpan) -> Option<Minute> {
    let grain = room.grain_minutes.max(1);
    let start = (free.from().get() + grain - 1) / grain * grain;
    (start + room.shortest_minutes.max(1) <= free.to().get()).then(|| Minute::new(start))?
}

/// Minutes a booking has that begins with a press on a free span, where there is room for them.
const USUAL_MINUTES: i32 = 120;

/// What a press on a free piece begins with: from its first start for the usual length, as far as it goes.
pub fn usual_span(room: &Room, free: DaySpan) -> Option<DaySpan> {
    let from = first_start(room, free)?;
    let length = USUAL_MINUTES.clamp(room.shortest_minutes, room.longest_minutes.max(room.shortest_minutes));
    DaySpan::new(from, Minute::new((from.get() + length).min(free.to().get()))?)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::bookings::BookingId;
    use crate::domain::rooms::{Access, Hours, Mode, Noise, RoomKind, SpaceId, SpecialDay, WeeklySpan};

    const DAY: NaiveDate = NaiveDate::from_ymd_opt(2026, 11, 24).unwrap();

    fn room(id: i64) -> Room {
        Room {
            id: RoomId(id),
            centre_id: crate::domain::centres::CentreId(1),
            position: 0,
            name: "排练厅".into(),
            name_en: String::new(),
            kind: RoomKind::Rehearsal,
            access: Access::Bookable,
            mode: Mode::Instant,
            capacity: 40,
            area_m2: 80,
            floor: 1,
            noise: Noise::Loud,
            step_free: true,
            turnaround_minutes: 15,
            shortest_minutes: 30,
            longest_minutes: 240,
            grain_minutes: 30,
            ahead_days: 60,
            partner: String::new(),
            note: String::new(),
            note_en: String::new(),
            active: true,
        }
    }

    fn part(from: (i32, i32), to: (i32, i32)) -> DaySpan {
        DaySpan::new(Minute::hm(from.0, from.1), Minute::hm(to.0, to.1)).unwrap()
    }

    fn entry(room: i64, span: DaySpan) -> Entry {
        Entry {
            taker: Taker::Booking(BookingId(1)),
            room: RoomId(room),
            span: Span::on(DAY, span),
            turnaround_minutes: 15,
            name: "红歌协会".into(),
            name_en: String::new(),
            public: false,
            held: false,
            activity: None,
            draft: false,
        }
    }

    /// A hall (1) of two halves (2, 3), open 8:30–12:00 and 14:00–17:00.
    fn board(taken: Vec<Entry>, now: (i32, i32)) -> Board {
        let spans = [part((8, 30), (12, 0)), part((14, 0), (17, 0))];
        let weekly = spans.into_iter().map(|span| WeeklySpan { room: None, weekday: 2, span }).collect();
        let spaces = [(1, vec![1, 2]), (2, vec![1]), (3, vec![2])]
            .map(|(room, of)| (RoomId(room), of.into_iter().map(SpaceId).collect()));
        let catalogue = Catalogue {
            rooms: (1..=3).map(room).collect(),
            spaces: spaces.into(),
            hours: Hours { weekly, ..Hours::default() },
            ..Catalogue::default()
        };
        Board { catalogue, taken, asked: Vec::new(), now: Wall::at(DAY, Minute::hm(now.0, now.1)) }
    }

    fn words(board: &Board, id: i64) -> Vec<(DaySpan, &'static str)> {
        let word = |what| match what {
            What::Free => "free",
            What::Gone => "gone",
            What::Between => "between",
            What::Taken(_) => "taken",
            What::Closed(..) => "closed",
        };
        board.day_of(&room(id), DAY).into_iter().map(|piece| (piece.span, word(piece.what))).collect()
    }

    #[test]
    fn a_day_is_what_is_taken_what_is_free_and_what_lies_between() {
        let board = board(vec![entry(2, part((9, 0), (10, 30)))], (8, 0));
        let day = [
            (part((8, 30), (9, 0)), "between"),
            (part((9, 0), (10, 30)), "taken"),
            (part((10, 30), (10, 45)), "between"),
            (part((10, 45), (12, 0)), "free"),
            (part((14, 0), (17, 0)), "free"),
        ];
        assert_eq!(words(&board, 2), day);
        assert_eq!(words(&board, 1), day, "a half that is taken takes the hall");
        assert_eq!(words(&board, 3).len(), 2, "and leaves the other half");
    }

    #[test]
    fn what_is_past_is_not_free() {
        let day = [
            (part((8, 30), (12, 0)), "gone"),
            (part((14, 0), (15, 15)), "gone"),
            (part((15, 15), (17, 0)), "free"),
        ];
        assert_eq!(words(&board(vec![], (15, 10)), 1), day);
    }

    #[test]
    fn a_date_that_is_shut_says_why() {
        let mut board = board(vec![], (8, 0));
        let power = SpecialDay {
            room: None,
            date: DAY,
            spans: vec![],
            reason: "停电".into(),
            reason_en: String::new(),
        };
        board.catalogue.hours.special.push(power);
        assert_eq!(words(&board, 1).iter().map(|piece| piece.1).collect::<Vec<_>>(), ["closed", "closed"]);
    }
}
