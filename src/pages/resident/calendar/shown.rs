//! Which part of the calendar is looked at, and in which view.

use chrono::{Datelike, NaiveDate};

use super::super::here::{Here, later};
use super::super::sift::Sift;
use crate::base::lang::dates;
use crate::base::time::{first_of_month, monday_of, next_month, read_date};
use crate::base::web::form::Query;

/// How far from today the pager leads, in years: programs that follow every link come to an end.
const YEARS: i32 = 2;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum View {
    List,
    Week,
    Month,
    Poster,
}

impl View {
    fn word(self) -> &'static str {
        match self {
            Self::List => "list",
            Self::Week => "week",
            Self::Month => "month",
            Self::Poster => "poster",
        }
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Shown {
    pub view: View,
    /// The first day of the month.
    pub month: NaiveDate,
    /// The Monday of the week.
    pub week: NaiveDate,
    /// The first day in the list.
    pub from: NaiveDate,
}

impl Shown {
    /// What cannot be read, or lies far off, is this month and this week.
    pub fn read(query: &Query, today: NaiveDate) -> Self {
        let near = |date: &NaiveDate| (date.year() - today.year()).abs() <= YEARS;
        let view = match query.0.get("view") {
            "week" => View::Week,
            "month" => View::Month,
            "poster" => View::Poster,
            _ => View::List,
        };
        let asked = read_date(query.0.get("week")).map(monday_of).filter(near);
        let this_month =
            first_of_month(asked.map_or(today, |monday| monday.max(today.min(later(monday, 6)))));
        let month = format!("{}-01", query.0.get("month"));
        let month = read_date(&month).filter(near).unwrap_or(this_month);
        let usual = if month == first_of_month(today) { today } else { month };
        let within = |date: &NaiveDate| *date >= month && *date < next_month(month);
        let from = read_date(query.0.get("from")).filter(within).unwrap_or(usual);
        Self { view, month, week: asked.unwrap_or_else(|| monday_of(from)), from }
    }

    /// The first day of what is shown.
    pub fn first(self) -> NaiveDate {
        if self.view == View::Week { self.week } else { self.month }
    }

    /// The first day after it.
    pub fn end(self) -> NaiveDate {
        if self.view == View::Week { later(self.week, 7) } else { next_month(self.month) }
    }

    /// The days read: of a table also those of the neighbouring months in its first and last week.
    pub fn reach(self, sift: &Sift) -> (NaiveDate, NaiveDate) {
        let end = self.end();
        match (self.view, sift.date) {
            (View::List, Some(date)) => (date, later(date, 1)),
            (View::List, None) => (self.from, end),
            (View::Week, _) => (self.week, end),
            (View::Month | View::Poster, _) => {
                (monday_of(self.month), later(monday_of(end.pred_opt().unwrap_or(end)), 7))
            }
        }
    }

    /// 2026年11月, 11月23日–29日, or the one day that is wanted.
    pub fn name(self, here: &Here, sift: &Sift) -> String {
        let (lang, today) = (here.lang(), here.today());
        match (self.view, sift.date) {
            (View::Week, _) => dates::days(lang, self.week, later(self.week, 6), today),
            (View::List, Some(date)) => dates::day_and_date(lang, date, today),
            _ => dates::month(lang, self.month),
        }
    }

    /// As fields of an address; what is usual is not said.
    pub fn fields(self) -> Vec<(&'static str, String)> {
        let mut fields = Vec::new();
        if self.view != View::List {
            fields.push(("view", self.view.word().to_owned()));
        }
        match self.view {
            View::Week => fields.push(("week", self.week.to_string())),
            _ => fields.push(("month", self.month.format("%Y-%m").to_string())),
        }
        fields
    }

    pub fn href(self, here: &Here, sift: &Sift) -> String {
        let fields = self.fields();
        let fields: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (*name, value.as_str())).collect();
        sift.href(&here.href("/calendar"), &fields)
    }

    /// The week or month before, and its name on a button.
    pub fn before(self, here: &Here) -> Option<(Self, String)> {
        let first = self.first();
        self.at(first.pred_opt().unwrap_or(first), here)
    }

    /// The one after.
    pub fn after(self, here: &Here) -> Option<(Self, String)> {
        self.at(self.end(), here)
    }

    fn at(self, date: NaiveDate, here: &Here) -> Option<(Self, String)> {
        let (lang, today) = (here.lang(), here.today());
        let week = monday_of(date);
        let month = first_of_month(date);
        let name = match self.view {
            View::Week => match (week - monday_of(today)).num_days() {
                0 => lang.pick("本周", "This week").to_owned(),
                7 => lang.pick("下周", "Next week").to_owned(),
                -7 => lang.pick("上周", "Last week").to_owned(),
                _ => dates::days(lang, week, later(week, 6), today),
            },
            _ => dates::month_name(lang, month).to_owned(),
        };
        let near = (date.year() - today.year()).abs() <= YEARS;
        near.then_some((Self { week, month, from: month, ..self }, name))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::web::form::Fields;

    fn on(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn shown(query: &[(&str, &str)]) -> Shown {
        let mut fields = Fields::default();
        for (name, value) in query {
            fields.set(name, *value);
        }
        Shown::read(&Query(fields), on("2026-11-21"))
    }

    fn reach(query: &[(&str, &str)]) -> (NaiveDate, NaiveDate) {
        shown(query).reach(&Sift::default())
    }

    #[test]
    fn the_list_of_this_month_begins_today_and_of_another_with_its_first_day() {
        assert_eq!(reach(&[]), (on("2026-11-21"), on("2026-12-01")));
        assert_eq!(reach(&[("month", "2026-12")]), (on("2026-12-01"), on("2027-01-01")));
        let earlier = [("month", "2026-11"), ("from", "2026-11-01")];
        assert_eq!(reach(&earlier), (on("2026-11-01"), on("2026-12-01")));
        assert_eq!(reach(&[("view", "month")]), (on("2026-10-26"), on("2026-12-07")));
        assert_eq!(reach(&[("view", "poster")]), (on("2026-10-26"), on("2026-12-07")));
    }

    #[test]
    fn a_week_is_this_one_or_the_one_asked_for() {
        assert_eq!(reach(&[("view", "week")]), (on("2026-11-16"), on("2026-11-23")));
        let asked = [("view", "week"), ("week", "2026-12-02")];
        assert_eq!(reach(&asked), (on("2026-11-30"), on("2026-12-07")));
        assert_eq!(shown(&asked).month, on("2026-11-01"), "the month it begins in");
        let other = [("view", "week"), ("month", "2027-01")];
        assert_eq!(reach(&other), (on("2026-12-28"), on("2027-01-04")));
    }

    #[test]
    fn one_day_is_that_day_whatever_the_month() {
        let sift = Sift { date: Some(on("2026-12-24")), ..Sift::default() };
        assert_eq!(shown(&[]).reach(&sift), (on("2026-12-24"), on("2026-12-25")));
    }

    #[test]
    fn a_time_that_cannot_be_read_or_lies_far_off_is_now() {
        for month in ["", "2026-13", "nonsense", "9999-01", "-1-01"] {
            assert_eq!(shown(&[("month", month)]).month, on("2026-11-01"), "{month}");
        }
        for week in ["2026-13-01", "9999-01-01", "x"] {
            assert_eq!(shown(&[("week", week)]).week, on("2026-11-16"), "{week}");
        }
    }
}
