//! What somebody needs, read from the query; whatever is missing or senseless has a sensible beginning, so that
//! the page never answers a search with an error.

use chrono::{Datelike, Duration, NaiveDate};

use crate::base::time::{DaySpan, Minute, read_date};
use crate::base::web::form::Fields;
use crate::domain::agreements::Agreement;
use crate::domain::bookings::MOST_PEOPLE;
use crate::domain::bookings::finding::Need;
use crate::domain::rooms::Equipment;

/// How many days ahead the list of dates goes.
pub const LIST_DAYS: i64 = 60;
/// How many days have a button of their own.
pub const BUTTONS: usize = 4;
/// So far ahead a search that names no day looks for one that has something.
pub const LOOK_DAYS: i64 = 21;
/// A weekday means its next so many dates.
const WEEKS: i64 = 4;
/// Two hours: what most troupes book.
const USUAL_MINUTES: i32 = 120;

/// When: one date, or the next dates of a weekday (1 Monday to 7 Sunday).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Day {
    Date(NaiveDate),
    Weekday(u32),
}

/// A part of the day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Part {
    Morning,
    Afternoon,
    Evening,
}

/// The search as the form shows it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Wanted {
    pub day: Day,
    pub minutes: i32,
    pub size: i32,
    pub equipment: Vec<Equipment>,
    pub step_free: bool,
    pub part: Option<Part>,
}

impl Day {
    /// As the form's choices say it: `2026-11-24`, `w2`.
    pub fn word(self) -> String {
        match self {
            Self::Date(date) => date.to_string(),
            Self::Weekday(number) => format!("w{number}"),
        }
    }

    fn read(word: &str) -> Option<Self> {
        match word.strip_prefix('w') {
            Some(number) => number.parse().ok().filter(|number| (1..=7).contains(number)).map(Self::Weekday),
            None => read_date(word).map(Self::Date),
        }
    }

    pub fn dates(self, today: NaiveDate) -> Vec<NaiveDate> {
        match self {
            Self::Date(date) => vec![date],
            Self::Weekday(number) => {
                let ahead =
                    (i64::from(number) - i64::from(today.weekday().number_from_monday())).rem_euclid(7);
                (0..WEEKS).map(|week| today + Duration::days(ahead + 7 * week)).collect()
            }
        }
    }
}

impl Part {
    pub const ALL: [Self; 3] = [Self::Morning, Self::Afternoon, Self::Evening];

    pub fn word(self) -> &'static str {
        match self {
            Self::Morning => "morning",
            Self::Afternoon => "afternoon",
            Self::Evening => "evening",
        }
    }

    fn span(self) -> Option<DaySpan> {
        let (from, to) = match self {
            Self::Morning => (0, 12),
            Self::Afternoon => (12, 18),
            Self::Evening => (18, 24),
        };
        DaySpan::new(Minute::hm(from, 0), Minute::hm(to, 0))
    }
}

impl Wanted {
    /// Reads a search; `usual` is the day and `size` how many come if nobody says otherwise.
    pub fn read(fields: &Fields, today: NaiveDate, usual: NaiveDate, size: i32) -> Self {
        let number = |name: &str| fields.get(name).parse::<f64>().ok().filter(|number| number.is_finite());
        let minutes = number("hours").map(|hours| (hours * 60.0).round() as i32);
        let equipment =
            fields.all("need").chain(fields.all("equipment")).filter_map(Equipment::from_word).collect();
        Self {
            day: day(fields, today, usual),
            minutes: minutes.filter(|minutes| (15..=1440).contains(minutes)).unwrap_or(USUAL_MINUTES),
            size: number("size")
                .map(|size| size as i32)
                .filter(|size| (1..=MOST_PEOPLE).contains(size))
                .unwrap_or(size),
            equipment,
            step_free: fields.has("step_free"),
            part: Part::ALL.into_iter().find(|part| part.word() == fields.get("part")),
        }
    }

    pub fn need(&self, today: NaiveDate) -> Need {
        Need {
            days: self.day.dates(today),
            minutes: self.minutes,
            size: self.size,
            equipment: self.equipment.clone(),
            step_free: self.step_free,
            part: self.part.and_then(Part::span),
        }
    }
}

/// The days to begin with: the next on which an agreement gives the troupe a room; without one, just the next.
pub fn days(agreements: &[Agreement], today: NaiveDate) -> Vec<NaiveDate> {
    let next = |count| (1..=count).map(|ahead| today + Duration::days(ahead));
    let given = |day: &NaiveDate| {
        agreements
            .iter()
            .any(|one| (one.starts_on..=one.ends_on).contains(day) && !one.windows_on(*day).is_empty())
    };
    let days: Vec<NaiveDate> = next(LIST_DAYS).filter(given).collect();
    if days.is_empty() { next(BUTTONS as i64).collect() } else { days }
}

/// Whether somebody asked for a day at all.
pub fn says_a_day(fields: &Fields) -> bool {
    ["day", "date", "weekday"].iter().any(|name| !fields.get(name).is_empty())
}

/// Two fields say the day: buttons for the next few, and a list for the others. Without a script a press on one
/// does not clear the other; so the form says what the list showed (`listed`), and the one that changed counts.
fn day(fields: &Fields, today: NaiveDate, usual: NaiveDate) -> Day {
    let weekday = fields.get("weekday").parse().ok().filter(|number| (1..=7).contains(number));
    let listed = Day::read(fields.get("date")).filter(|_| fields.get("date") != fields.get("listed"));
    let pressed = Day::read(fields.get("day"));
    let day = weekday.map(Day::Weekday).or(listed).or(pressed).or_else(|| Day::read(fields.get("date")));
    match day {
        Some(Day::Date(date)) if date < today || date > today + Duration::days(400) => Day::Date(usual),
        Some(day) => day,
        None => Day::Date(usual),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const TODAY: NaiveDate = NaiveDate::from_ymd_opt(2026, 11, 24).unwrap();

    fn read(query: &str) -> Wanted {
        Wanted::read(&Fields::parse(query.as_bytes()).unwrap(), TODAY, TODAY.succ_opt().unwrap(), 24)
    }

    #[test]
    fn without_a_word_it_is_tomorrow_for_two_hours_and_the_whole_troupe() {
        let wanted = read("");
        assert_eq!(wanted.day.word(), "2026-11-25");
        assert_eq!((wanted.minutes, wanted.size), (120, 24));
    }

    #[test]
    fn the_field_that_was_changed_says_the_day() {
        assert_eq!(read("day=2026-11-26&date=&listed=").day.word(), "2026-11-26");
        assert_eq!(read("day=2026-11-26&date=2026-12-05&listed=").day.word(), "2026-12-05");
        assert_eq!(read("day=2026-11-26&date=2026-12-05&listed=2026-12-05").day.word(), "2026-11-26");
        assert_eq!(read("date=w2&listed=w2").day.word(), "w2");
    }

    #[test]
    fn a_weekday_means_its_next_four_dates_today_among_them() {
        let days: Vec<String> =
            read("weekday=2").day.dates(TODAY).iter().map(|day| day.to_string()).collect();
        assert_eq!(days, ["2026-11-24", "2026-12-01", "2026-12-08", "2026-12-15"]);
    }

    #[test]
    fn nonsense_finds_what_is_usual() {
        let wanted = read("day=1999-01-01&hours=NaN&size=-3&need=moon&part=noon");
        assert_eq!(wanted, read(""));
    }
}
