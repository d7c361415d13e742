//! Whom it hits: what stands in the days concerned, and whether an act of the centre bites it.

use chrono::{Days, NaiveDate};

use super::hours::{LOOKED_AHEAD_DAYS, within};
use super::{Fate, Halt, Use, What, store};
use crate::base::db::Conn;
use crate::base::error::Result;
use crate::base::time::{Minute, Span, Wall};
use crate::domain::activities::Scheduled;
use crate::domain::bookings::{Booked, State, store as bookings};
use crate::domain::people::Acting;
use crate::domain::rooms::{self, Hours, RoomId};

/// What is to happen, with what is needed to say whom it hits.
pub(super) struct Bites<'a> {
    what: &'a What,
    /// The room and those that share a space with it; `None` is all.
    rooms: Option<Vec<RoomId>>,
    turnaround_minutes: i32,
    before: Hours,
    after: Hours,
    first: NaiveDate,
    last: NaiveDate,
}

/// What stands, in the days looked at.
pub(super) struct Standing {
    pub bookings: Vec<Booked>,
    pub sessions: Vec<Scheduled>,
}

impl<'a> Bites<'a> {
    pub fn read(conn: &mut Conn, acting: &Acting, what: &'a What) -> Result<Self> {
        let (centre, today) = (acting.centre.id, acting.centre.zone.today(acting.now));
        let ahead = today.checked_add_days(Days::new(LOOKED_AHEAD_DAYS)).unwrap_or(today);
        let (first, last) = match what {
            What::OwnUse { spans, .. } => {
                let days = || spans.iter().map(|span| span.date());
                (days().min().unwrap_or(today), days().max().unwrap_or(today))
            }
            What::Close { from, to, .. } => (from.date(), to.date()),
            What::Hours(_) | What::Agreement { halt: Halt::Suspend, .. } => (today, ahead),
            What::Agreement { halt: Halt::End { last_day }, .. } => {
                (last_day.checked_add_days(Days::new(1)).unwrap_or(*last_day), ahead)
            }
        };
        let (first, last) = (first.max(today), last.max(today).min(ahead));
        let mut bites = Self {
            what,
            rooms: None,
            turnaround_minutes: 0,
            before: Hours::default(),
            after: Hours::default(),
            first,
            last,
        };
        if let Some(room) = what.room() {
            let room = rooms::store::room(conn, centre, room)?;
            bites.turnaround_minutes = room.turnaround_minutes;
            let pairs = rooms::store::sharing_a_space(conn, &[room.id])?;
            bites.rooms = Some(pairs.into_iter().map(|(_, other)| other).collect());
        }
        if let What::Hours(change) = what {
            bites.before = rooms::store::hours(conn, centre, first, last)?;
            bites.after = change.after(&bites.before);
            // Hours are each room's own: those that share a space keep theirs.
            bites.rooms = change.whose().map(|room| vec![room]);
        }
        Ok(bites)
    }

    fn concerns(&self, room: RoomId) -> bool {
        self.rooms.as_ref().is_none_or(|rooms| rooms.contains(&room))
    }

    /// From when on it bites a use of a room with so much kept free after it, if it does.
    fn bitten_from(&self, room: RoomId, span: Span, turnaround_minutes: i32) -> Option<Wall> {
        if !self.concerns(room) {
            return None;
        }
        match self.what {
            What::OwnUse { spans, .. } => spans
                .iter()
                .filter(|own| own.start() < span.end_with(turnaround_minutes))
                .filter(|own| span.start() < own.end_with(self.turnaround_minutes))
                .map(|own| own.start())
                .min(),
            What::Close { from, to, .. } => (*from < span.end() && span.start() < *to).then_some(*from),
            What::Agreement { .. } => None,
            What::Hours(_) => {
                let (date, part) = (span.date(), span.within_day());
                if !within(&self.before, room, date, part) || within(&self.after, room, date, part) {
                    return None;
                }
                let open = self.after.open_on(room, date);
                let stays = open.iter().find(|open| open.from() <= part.from() && part.from() < open.to());
                Some(Wall::at(date, stays.map_or(part.from(), |open| open.to())))
            }
        }
    }

    /// What happens to a booking, if anything. One that is running ends where it is bitten, but not before now.
    pub fn fate(&self, one: &Booked, now: Wall) -> Option<Fate> {
        let booking = &one.booking;
        if let What::Agreement { id, .. } = self.what {
            let theirs = booking.agreement_id == Some(*id) && booking.starts_at > now;
            let past_the_end = booking.starts_at.date() >= self.first;
            return (theirs && past_the_end && booking.state.occupies()).then_some(Fate::Displaced);
        }
        let from = self.bitten_from(one.room.id, booking.span().ok()?, booking.turnaround_minutes)?;
        if booking.state == State::Requested {
            return Some(Fate::Unkept);
        }
        let minute = Wall::at(now.date(), now.minute());
        let at = from.max(minute);
        let running = booking.starts_at <= now && booking.starts_at < at;
        match running {
            // It is over before that: what is kept free after it gives way, and nobody notices.
            true if at >= booking.ends_at => None,
            true => Some(Fate::CutAt(at)),
            false => Some(Fate::Displaced),
        }
    }

    /// A session that has not begun is cancelled where the room is shut; the centre's own use moves none away.
    pub fn cancels(&self, one: &Scheduled, now: Wall) -> bool {
        if matches!(self.what, What::OwnUse { .. }) || one.session.starts_at <= now {
            return false;
        }
        let (Some(room), Ok(span)) = (&one.room, one.session.span()) else { return false };
        self.bitten_from(room.id, span, one.session.turnaround_minutes).is_some()
    }
}

impl Standing {
    pub fn read(conn: &mut Conn, acting: &Acting, bites: &Bites) -> Result<Self> {
        let now = acting.centre.zone.wall(acting.now);
        let from = Wall::at(bites.first, Minute::MIDNIGHT).max(now);
        let to = Wall::at(bites.last, Minute::DAY_END);
        let own = match bites.what {
            What::OwnUse { of: Use::Move(id), .. } => Some(*id),
            _ => None,
        };
        let mut sessions = store::sessions(conn, acting.centre.id, from, to)?;
        sessions.retain(|one| Some(one.session.id) != own);
        Ok(Self { bookings: bookings::standing(conn, acting.centre.id, from, to)?, sessions })
    }

    /// Bookings that were taken away before, and whose offers are not answered and lose something.
    pub fn whose_offers_go(&self, conn: &mut Conn, acting: &Acting, bites: &Bites) -> Result<Vec<Booked>> {
        let mut lost = Vec::new();
        for (held, turnaround) in store::held_in_centre(conn, acting.centre.id, acting.now)? {
            let Ok(span) = Span::new(held.starts_at, held.ends_at) else { continue };
            if bites.bitten_from(held.room_id, span, turnaround).is_some() {
                lost.push(held.booking_id);
            }
        }
        lost.sort();
        lost.dedup();
        if lost.is_empty() { Ok(Vec::new()) } else { bookings::booked_among(conn, acting.centre.id, &lost) }
    }
}
