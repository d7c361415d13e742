//! Every date of a rule with its verdict, before anything is written; in as many queries for a year as for a week.

use std::collections::HashMap;
use std::hash::{DefaultHasher, Hash, Hasher};

use chrono::{Days, NaiveDate};

use super::doubles::{self, Double, Who};
use super::scheduling::Scheduling;
use super::{ActivityId, ActivityKind, Venue, store};
use crate::base::db::Conn;
use crate::base::error::Result;
use crate::base::lang::Lang;
use crate::base::time::{DaySpan, Span, Wall};
use crate::domain::agreements::{self, Troupe, TroupeId, TroupeKind};
use crate::domain::bookings::cases::{Disturbance, noise};
use crate::domain::bookings::series::recurrence::{MOST_OCCASIONS, Occasion, Recurrence};
use crate::domain::bookings::store::by_space;
use crate::domain::bookings::{self, Facts};
use crate::domain::centres::CentreId;
use crate::domain::days;
use crate::domain::occupancy::{self, Occupancy, Taker};
use crate::domain::people::Acting;
use crate::domain::rooms::{self, Noise, Room};

/// No rule reaches further from its first day: yearly ones have a few dates within it.
const LONGEST_DAYS: u64 = 5 * 366;

/// Which dates are wanted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Pattern {
    Rule(Recurrence),
    /// As far from each other as the sessions of another activity, from a first day on.
    Like(ActivityId, NaiveDate),
    Days(Vec<NaiveDate>),
}

/// What is to recur.
#[derive(Debug, Clone)]
pub struct Wish {
    pub venue: Venue,
    pub pattern: Pattern,
    pub part: DaySpan,
    pub who: Who,
    /// It makes music, or is held by those who do.
    pub loud: bool,
    /// How many may come, where that is limited.
    pub places: Option<i32>,
}

/// More people than the room has room for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Crowded {
    pub coming: Coming,
    pub capacity: i32,
}

/// How many would come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Coming {
    /// So many places are to be had.
    Places(i32),
    /// So many people have one.
    Registered(i32),
}

impl Crowded {
    /// `None` where everybody finds room, or nobody has said how many come.
    pub fn of(places: Option<i32>, room: Option<&Room>) -> Option<Self> {
        let (places, capacity) = (places?, room?.capacity);
        (places > capacity).then_some(Self { coming: Coming::Places(places), capacity })
    }

    /// `None` where all who registered find room.
    pub fn registered(people: i32, room: &Room) -> Option<Self> {
        let capacity = room.capacity;
        (people > capacity).then_some(Self { coming: Coming::Registered(people), capacity })
    }

    /// 名额40个，这间只坐得下12人。
    pub fn words(self, lang: Lang) -> String {
        let capacity = self.capacity;
        match (self.coming, lang) {
            (Coming::Places(places), Lang::Zh) => format!("名额{places}个，这间只坐得下{capacity}人。"),
            (Coming::Places(places), Lang::En) => {
                format!("There are {places} places, and the room holds {capacity}.")
            }
            (Coming::Registered(people), Lang::Zh) => {
                format!("已经有{people}人报上名，这间只坐得下{capacity}人。")
            }
            (Coming::Registered(people), Lang::En) => {
                format!("{people} people are registered, and the room holds {capacity}.")
            }
        }
    }
}

/// One date of a rule.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Date {
    pub occasion: Occasion,
    pub span: Span,
    /// Why it does not fit.
    pub problem: Option<Scheduling>,
    /// It is to take place.
    pub taken: bool,
}

/// Every date, and what staff should know of them.
#[derive(Debug, Clone)]
pub struct Dates {
    pub dates: Vec<Date>,
    pub room: Option<Room>,
    /// Those that are to take place at which a teacher or a class is elsewhere.
    pub doubles: Vec<Double>,
    pub crowded: Option<Crowded>,
    /// Quiet and loud rooms beside each other, on how many dates, the first of them.
    pub noise: Vec<(Disturbance, Span, usize)>,
    /// The rule has more dates than one may plan at once.
    pub long: bool,
    /// School days are asked for and no term is entered; holidays of these years are not known yet.
    pub lacks_terms: bool,
    pub unknown_years: Vec<i32>,
}

impl Dates {
    /// What is to take place.
    pub fn spans(&self) -> Vec<Span> {
        self.dates.iter().filter(|date| date.taken).map(|date| date.span).collect()
    }

    /// What does not fit, each with why.
    pub fn problems(&self) -> Vec<(Span, Scheduling)> {
        self.dates.iter().filter_map(|date| Some((date.span, date.problem.clone()?))).collect()
    }

    /// What the list says, in one number: every date, whether it fits, and who is elsewhere. Not a secret.
    pub fn fingerprint(&self) -> String {
        let mut hasher = DefaultHasher::new();
        self.room.as_ref().map(|room| room.id.0).hash(&mut hasher);
        for date in &self.dates {
            (date.span.start(), date.span.end(), date.occasion.skipped).hash(&mut hasher);
            date.problem.is_some().hash(&mut hasher);
        }
        format!("{:016x}", hasher.finish())
    }
}

/// True for what is heard next door: music by its kind, or by whoever holds it.
pub fn is_loud(kind: ActivityKind, troupe: Option<&Troupe>) -> bool {
    let music = |troupe: &Troupe| {
        matches!(troupe.kind, TroupeKind::Dance | TroupeKind::Choir | TroupeKind::Opera | TroupeKind::Rock)
    };
    kind == ActivityKind::Show || troupe.is_some_and(music)
}

/// [`is_loud`] of what a troupe may hold.
pub fn loud(conn: &mut Conn, centre: CentreId, kind: ActivityKind, troupe: Option<TroupeId>) -> Result<bool> {
    let troupe = troupe.map(|id| agreements::store::troupe(conn, centre, id)).transpose()?;
    Ok(is_loud(kind, troupe.as_ref()))
}

/// Every date of a wish. `choices` say of single ones whether they are to take place, whatever a holiday does.
pub fn dates(
    conn: &mut Conn,
    acting: Acting,
    wish: &Wish,
    choices: &HashMap<NaiveDate, bool>,
) -> Result<Dates> {
    let Named { occasions, lacks_terms, unknown_years } = named(conn, acting, &wish.pattern)?;
    let room = match &wish.venue {
        Venue::Room(id) => Some(rooms::store::room(conn, acting.centre.id, *id)?),
        Venue::Place(..) => None,
    };
    let spans: Vec<Span> = occasions.iter().map(|one| Span::on(one.date, wish.part)).collect();
    let mut problems: HashMap<NaiveDate, Scheduling> = problems(conn, acting, room.as_ref(), &spans, None)?
        .into_iter()
        .map(|(span, problem)| (span.date(), problem))
        .collect();
    let long = occasions.len() == MOST_OCCASIONS;
    let dates: Vec<Date> = occasions
        .into_iter()
        .zip(spans)
        .map(|(occasion, span)| {
            let problem = problems.remove(&occasion.date);
            let chosen = choices.get(&occasion.date).copied().unwrap_or(!occasion.skipped);
            Date { taken: chosen && problem.is_none(), occasion, span, problem }
        })
        .collect();
    let taken: Vec<Span> = dates.iter().filter(|date| date.taken).map(|date| date.span).collect();
    Ok(Dates {
        doubles: doubles::find(conn, acting.centre.id, &wish.who, &taken, None, None)?,
        noise: match &room {
            Some(room) => disturbances(conn, acting, room, wish.loud, &taken)?,
            None => Vec::new(),
        },
        crowded: Crowded::of(wish.places, room.as_ref()).filter(|_| !taken.is_empty()),
        long,
        lacks_terms,
        unknown_years,
        dates,
        room,
    })
}

/// The dates that a pattern names.
struct Named {
    occasions: Vec<Occasion>,
    lacks_terms: bool,
    unknown_years: Vec<i32>,
}

fn named(conn: &mut Conn, acting: Acting, pattern: &Pattern) -> Result<Named> {
    let plain = |dates: Vec<NaiveDate>| Named {
        occasions: dates.into_iter().map(|date| Occasion { date, note: None, skipped: false }).collect(),
        lacks_terms: false,
        unknown_years: Vec::new(),
    };
    let recurrence = match pattern {
        Pattern::Rule(recurrence) => recurrence,
        Pattern::Days(days) => return Ok(plain(distinct(days.clone()))),
        Pattern::Like(id, first) => {
            store::activity(conn, acting.centre.id, *id)?;
            let of_other = store::days_of(conn, *id)?;
            let Some(start) = of_other.first().copied() else { return Ok(plain(vec![*first])) };
            return Ok(plain(distinct(of_other.iter().map(|day| *first + (*day - start)).collect())));
        }
    };
    let first = recurrence.starts_on;
    let last = first.checked_add_days(Days::new(LONGEST_DAYS)).unwrap_or(first);
    let days = days::store::facts(conn, acting.centre.id, first, last)?;
    let occasions = recurrence.occasions(&days, last);
    let shown = occasions.last().map_or(first, |one| one.date);
    Ok(Named {
        occasions,
        lacks_terms: recurrence.lacks_terms(&days, shown),
        unknown_years: days.unknown_years(first, shown),
    })
}

fn distinct(mut days: Vec<NaiveDate>) -> Vec<NaiveDate> {
    days.sort();
    days.dedup();
    days.truncate(MOST_OCCASIONS);
    days
}

/// Which of some times do not fit, and why; what `own` holds is in nobody's way.
pub(super) fn problems(
    conn: &mut Conn,
    acting: Acting,
    room: Option<&Room>,
    spans: &[Span],
    own: Option<Taker>,
) -> Result<Vec<(Span, Scheduling)>> {
    let mut found = Vec::new();
    let (Some(first), Some(last)) =
        (spans.iter().map(|span| span.date()).min(), spans.iter().map(|span| span.date()).max())
    else {
        return Ok(found);
    };
    let (mut taken, hours): (Vec<Occupancy>, _) = match room {
        None => (Vec::new(), None),
        Some(room) => {
            let spaces = rooms::store::spaces(conn, room.id)?;
            let ends = |span: &Span| (span.start(), span.end_with(room.turnaround_minutes));
            let wanted: Vec<(Wall, Wall)> = spans.iter().map(ends).collect();
            let hours = rooms::store::hours(conn, acting.centre.id, first, last)?;
            (occupancy::stretches::taken_in(conn, &spaces, &wanted, acting.now)?, Some((room, hours)))
        }
    };
    taken.retain(|one| Some(one.taker) != own);
    for span in spans {
        if !acting.centre.zone.shows(*span) {
            found.push((*span, Scheduling::NoSuchTime));
            continue;
        }
        let Some((room, hours)) = &hours else { continue };
        let open = hours.open_on(room.id, span.date());
        if !open.iter().any(|open| open.contains(span.within_day())) {
            found.push((*span, Scheduling::NotOpen(open)));
            continue;
        }
        let there: Vec<Occupancy> = taken
            .iter()
            .filter(|one| one.is_in_the_way_of(*span, room.turnaround_minutes))
            .copied()
            .collect();
        if !there.is_empty() {
            found.push((*span, Scheduling::Taken(bookings::store::clashes_for_staff(conn, &there)?)));
        }
    }
    Ok(found)
}

/// Who would be disturbed, and by whom, over all dates.
pub fn disturbances(
    conn: &mut Conn,
    acting: Acting,
    room: &Room,
    loud: bool,
    spans: &[Span],
) -> Result<Vec<(Disturbance, Span, usize)>> {
    let (Some(first), Some(last)) = (spans.first(), spans.last()) else { return Ok(Vec::new()) };
    let heard = Room { noise: if loud { Noise::Loud } else { room.noise }, ..room.clone() };
    let catalogue = rooms::store::catalogue(conn, acting.centre.id, first.date(), last.date())?;
    let beside: Vec<_> =
        catalogue.neighbours_of(room.id).flat_map(|other| catalogue.spaces_of(other.id)).copied().collect();
    let wanted: Vec<(Wall, Wall)> = spans.iter().map(|span| (span.start(), span.end())).collect();
    let taken = by_space(occupancy::stretches::taken_in(conn, &beside, &wanted, acting.now)?);
    let (now, zone) = (acting.centre.zone.wall(acting.now), acting.centre.zone);
    let facts = Facts { catalogue, taken, agreements: Vec::new(), uses: Vec::new(), now, zone };
    let mut found: Vec<(Disturbance, Span, usize)> = Vec::new();
    for span in spans {
        for one in noise(&facts, &heard, *span) {
            match found.iter_mut().find(|(other, ..)| other.room().id == one.room().id) {
                Some(known) => known.2 += 1,
                None => found.push((one, *span, 1)),
            }
        }
    }
    Ok(found)
}
