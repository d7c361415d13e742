//! Staff enter a month of courses in one go: row by row looked at together, and those chosen written, each with all
//! its dates, or with those that fit where that is wanted, or not at all.
//!
//! | | |
//! |---|---|
//! | from → to | nothing → a draft for each row, published where that is wanted |
//! | locks | the spaces of all rooms by id |
//! | checks | as [`super::scheduling`] plans, for every date of every row; and no row stands in the way of another, by room, teacher or class |
//! | rows | as there, for every row; none when one of them does not fit any more |
//! | letters | none |

use super::doubles::{self, Double, Heed, Who};
use super::planning::{self, Crowded, disturbances, problems};
use super::scheduling::{self, Planned, Planning, Scheduling};
use super::{ActivityDetails, ActivityId, Venue, publishing};
use crate::base::db::Conn;
use crate::base::error::{Error, Result};
use crate::base::time::Span;
use crate::domain::bookings::cases::Disturbance;
use crate::domain::occupancy;
use crate::domain::people::Acting;
use crate::domain::rooms::{self, Room, RoomId, SpaceId};

/// One course to be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    pub details: ActivityDetails,
    pub venue: Venue,
    pub spans: Vec<Span>,
    /// Staff know who would be in two places at once.
    pub heed: Heed,
    /// Dates that do not fit are left out; the others take place.
    pub skips: bool,
}

/// How a row looks beside what stands already and beside the rows before it.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Look {
    /// What would be written.
    pub spans: Vec<Span>,
    /// Dates that do not fit.
    pub problems: Vec<(Span, Scheduling)>,
    /// Dates at which another row, by its place in the list, has the room.
    pub rivals: Vec<(Span, usize)>,
    pub doubles: Vec<Double>,
    /// Dates at which another row has the teacher, the class or the desk.
    pub shared: Vec<(Span, usize)>,
    pub crowded: Option<Crowded>,
    /// Quiet and loud rooms beside each other, on how many dates, the first of them.
    pub noise: Vec<(Disturbance, Span, usize)>,
}

impl Look {
    /// All its dates can be written.
    pub fn fits(&self) -> bool {
        self.problems.is_empty() && self.rivals.is_empty()
    }

    /// How many of its dates fit.
    pub fn fitting(&self, all: &[Span]) -> usize {
        all.iter().filter(|span| !self.is_in_the_way(**span)).count()
    }

    fn is_in_the_way(&self, span: Span) -> bool {
        self.problems.iter().any(|(at, _)| *at == span) || self.rivals.iter().any(|(at, _)| *at == span)
    }

    /// Somebody would be in two places at once.
    pub fn is_doubled(&self) -> bool {
        !self.doubles.is_empty() || !self.shared.is_empty()
    }

    /// Staff are to say that they know of something.
    pub fn is_doubtful(&self) -> bool {
        self.is_doubled() || self.crowded.is_some()
    }

    /// Something of it takes place, and staff know what they are to know.
    pub fn may_be_written(&self, heed: Heed) -> bool {
        !self.spans.is_empty() && (heed == Heed::Known || !self.is_doubtful())
    }
}

/// What came of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Entered {
    Done(Vec<ActivityId>),
    /// Nothing was written: one row at least does not fit, or has not been said to be known.
    Not(Vec<Look>),
}

/// A row with what it would take.
struct Wanted<'a> {
    row: &'a Row,
    who: Who,
    room: Option<Room>,
    spaces: Vec<SpaceId>,
    /// What it would take, once it was looked at.
    spans: Vec<Span>,
}

impl Wanted<'_> {
    fn turnaround(&self) -> i32 {
        self.room.as_ref().map_or(0, |room| room.turnaround_minutes)
    }

    /// Dates of this row at which another one has a space of its room.
    fn rivals<'b>(&'b self, other: &'b Wanted) -> impl Iterator<Item = Span> + 'b {
        let shares = self.spaces.iter().any(|space| other.spaces.contains(space));
        let (mine, theirs) = (self.turnaround(), other.turnaround());
        let clashes = move |span: &&Span| {
            other
                .spans
                .iter()
                .any(|there| span.start() < there.end_with(theirs) && there.start() < span.end_with(mine))
        };
        self.spans.iter().filter(move |_| shares).filter(clashes).copied()
    }

    fn shared<'b>(&'b self, other: &'b Wanted) -> impl Iterator<Item = Span> + 'b {
        let same = |one: &str, two: &str| !one.is_empty() && one == two;
        let together = same(&self.who.teacher, &other.who.teacher)
            || same(&self.who.class, &other.who.class)
            || (self.who.desk && other.who.desk);
        let overlaps = |span: &&Span| other.spans.iter().any(|there| span.overlaps(*there));
        self.spans.iter().filter(move |_| together).filter(overlaps).copied()
    }
}

/// Looks at all rows together; nothing is written.
pub fn look(conn: &mut Conn, acting: Acting, rows: &[Row]) -> Result<Vec<Look>> {
    let mut wanted = Vec::with_capacity(rows.len());
    for row in rows {
        let (room, spaces) = match &row.venue {
            Venue::Room(id) => {
                let room = rooms::store::room(conn, acting.centre.id, *id)?;
                let spaces = rooms::store::spaces(conn, room.id)?;
                (Some(room), spaces)
            }
            Venue::Place(..) => (None, Vec::new()),
        };
        wanted.push(Wanted { row, who: Who::of(&row.details), room, spaces, spans: row.spans.clone() });
    }
    let mut looks = Vec::with_capacity(rows.len());
    let mut before: Vec<Wanted> = Vec::with_capacity(rows.len());
    for mut one in wanted {
        let others = || before.iter().enumerate();
        let mut look = Look {
            problems: problems(conn, acting, one.room.as_ref(), &one.row.spans, None)?,
            crowded: Crowded::of(one.row.details.admission.places, one.room.as_ref()),
            rivals: others().flat_map(|(at, other)| one.rivals(other).map(move |span| (span, at))).collect(),
            ..Look::default()
        };
        if one.row.skips {
            one.spans.retain(|span| !look.is_in_the_way(*span));
        }
        look.shared =
            others().flat_map(|(at, other)| one.shared(other).map(move |span| (span, at))).collect();
        if let Some(room) = &one.room {
            let details = &one.row.details;
            let loud = planning::loud(conn, acting.centre.id, details.kind, details.troupe())?;
            look.noise = disturbances(conn, acting, room, loud, &one.spans)?;
        }
        look.doubles = doubles::find(conn, acting.centre.id, &one.who, &one.spans, None, None)?;
        if one.row.skips || look.fits() {
            look.spans = one.spans.clone();
        }
        looks.push(look);
        before.push(one);
    }
    Ok(looks)
}

/// Enters all rows, or none.
pub fn enter(conn: &mut Conn, acting: Acting, rows: &[Row], publish: bool) -> Result<Entered> {
    let mut there: Vec<RoomId> = rows
        .iter()
        .filter_map(|row| match row.venue {
            Venue::Room(id) => Some(id),
            Venue::Place(..) => None,
        })
        .collect();
    there.sort();
    there.dedup();
    for room in &there {
        rooms::store::room(conn, acting.centre.id, *room)?;
    }
    occupancy::lock_rooms(conn, &there)?;
    let looks = look(conn, acting, rows)?;
    if looks.iter().zip(rows).any(|(look, row)| !look.may_be_written(row.heed)) {
        return Ok(Entered::Not(looks));
    }
    let mut entered = Vec::with_capacity(rows.len());
    for (row, look) in rows.iter().zip(&looks) {
        let planned = Planned::New(&row.details);
        match scheduling::plan(conn, acting, planned, &row.venue, &look.spans, Heed::Known)? {
            Planning::Done(id, _) => entered.push(id),
            _ => return Err(Error::fault("a row did not fit after it was looked at under the locks")),
        }
    }
    if publish {
        for id in &entered {
            publishing::publish(conn, acting, *id)?;
        }
    }
    Ok(Entered::Done(entered))
}
