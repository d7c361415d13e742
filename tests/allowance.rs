//! What an agreement has used and what it covers, against counts made by hand: bookings in all states, cancelled
//! late and early, over weeks and months.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing)]

use chrono::{Datelike, Duration, NaiveDate};
use linli::base::time::{DaySpan, Minute, Span, Wall, Zone};
use linli::domain::agreements::{
    Agreement, AgreementId, AgreementState, Allowance, Coverage, PaperWords, TroupeId, Usage, Window,
};
use linli::domain::bookings::using::{Part, Stay, Used};
use linli::domain::bookings::{Facts, State, Use};
use linli::domain::centres::CentreId;
use linli::domain::rooms::{Catalogue, RoomId};
use proptest::prelude::*;

/// A Tuesday.
const TUESDAY: NaiveDate = NaiveDate::from_ymd_opt(2026, 11, 24).unwrap();

/// Bookings in all states around 2026-11-24, some of them moved to their state some hours before or after their
/// start.
fn stays() -> impl Strategy<Value = Vec<(i64, i32, i32, usize, Option<i64>)>> {
    let stay = (-45i64..45, 0i32..92, 1i32..5, 0..State::ALL.len(), proptest::option::of(-60i64..30));
    proptest::collection::vec(stay, 0..40)
}

proptest! {
    /// A day is looked at on its own: every minute is asked whether it counts, in a week and a month counted by hand.
    #[test]
    fn what_an_agreement_has_used_is_what_a_slow_count_says(all in stays(), ask_day in -50i64..50, now_day in -50i64..50) {
        let zone = Zone::named("Asia/Shanghai").unwrap();
        let stays: Vec<Stay> = all
            .iter()
            .map(|&(day, quarter, length, state, hours)| {
                let from = quarter * 15;
                let part = DaySpan::new(Minute::new(from).unwrap(), Minute::new((from + length * 15).min(1440)).unwrap()).unwrap();
                let span = Span::on(TUESDAY + Duration::days(day), part);
                let start = zone.instant(span.start()).unwrap();
                Stay { span, state: State::ALL[state], decided_at: hours.map(|hours| start.plus(Duration::hours(hours))) }
            })
            .collect();
        let now = Wall::at(TUESDAY + Duration::days(now_day), Minute::hm(12, 0));
        let used = Used::of(&stays, zone, now);
        let day = TUESDAY + Duration::days(ask_day);
        // By hand: back to a Monday, seven days on; and every day of the year that has the same month.
        let mut monday = day;
        while monday.weekday() != chrono::Weekday::Mon {
            monday = monday.pred_opt().unwrap();
        }
        let week: Vec<NaiveDate> = monday.iter_days().take(7).collect();
        let (mut minutes, mut asked, mut bookings, mut month) = (0, 0, 0, 0);
        let (mut held, mut displaced) = (0, 0);
        for (stay, &(_, _, _, _, hours)) in stays.iter().zip(&all) {
            let late = hours.is_some_and(|hours| hours > -24);
            let counts = match stay.state.word() {
                "approved" | "requested" | "offered" => true,
                "cancelled" => late,
                _ => false,
            };
            let date = stay.span.date();
            let length = (stay.span.end().naive() - stay.span.start().naive()).num_minutes();
            if counts && week.contains(&date) {
                minutes += length;
                bookings += 1;
                asked += if matches!(stay.state.word(), "requested" | "offered") { length } else { 0 };
            }
            if counts && (date.year(), date.month()) == (day.year(), day.month()) {
                month += length;
            }
            held += usize::from(stay.state.word() == "approved" && stay.span.end() <= now);
            displaced += usize::from(stay.state.word() == "displaced");
        }
        let part = used.week(day);
        prop_assert_eq!((i64::from(part.minutes), i64::from(part.asked), part.bookings), (minutes, asked, bookings));
        prop_assert_eq!(i64::from(used.month(day).minutes), month);
        prop_assert_eq!((used.held, used.displaced), (held, displaced));
        // Nothing is lost between the weeks, the months and the whole.
        let sum = |parts: &std::collections::BTreeMap<NaiveDate, Part>| parts.values().map(|part| part.minutes).sum::<i32>();
        prop_assert_eq!(sum(&used.weeks), sum(&used.months));

        // What deciding reads agrees with what the page shows.
        let facts = Facts {
            catalogue: Catalogue::default(),
            taken: Default::default(),
            agreements: Vec::new(),
            uses: stays
                .iter()
                .filter(|stay| stay.counts(zone))
                .map(|stay| Use { agreement: AgreementId(1), span: stay.span, open: false })
                .collect(),
            now,
            zone,
        };
        let usage = facts.usage(AgreementId(1), day);
        prop_assert_eq!((usage.week_minutes, usage.week_bookings), (part.minutes, part.bookings));
        prop_assert_eq!(usage.month_minutes, used.month(day).minutes);
    }

    /// An agreement covers a session exactly while it is active, on the days of its period, and never when
    /// adding the session goes over a limit.
    #[test]
    fn only_an_active_agreement_covers_and_only_up_to_its_limits(
        state in 0..AgreementState::ALL.len(), day in -12i64..12, used in 0i32..400, used_month in 0i32..1500,
        bookings in 0i32..5, length in 1i32..9, limits in (proptest::option::of(60i32..400), proptest::option::of(60i32..1500), proptest::option::of(1i32..5)),
    ) {
        let agreement = Agreement {
            id: AgreementId(1),
            centre_id: CentreId(1),
            troupe_id: TroupeId(1),
            number: String::new(),
            signed_on: TUESDAY,
            starts_on: TUESDAY - Duration::days(7),
            ends_on: TUESDAY + Duration::days(7),
            paper_ends_on: None,
            state: AgreementState::ALL[state],
            allowance: Allowance { week_minutes: limits.0, month_minutes: limits.1, week_bookings: limits.2, longest_minutes: None },
            words: PaperWords::default(),
            predecessor: None,
            rooms: vec![RoomId(1)],
            windows: (1..=7).map(|weekday| Window { weekday, span: DaySpan::new(Minute::MIDNIGHT, Minute::DAY_END).unwrap() }).collect(),
        };
        let part = DaySpan::new(Minute::hm(9, 0), Minute::new(540 + length * 30).unwrap()).unwrap();
        let span = Span::on(TUESDAY + Duration::days(day), part);
        let minutes = length * 30;
        let usage = Usage { week_minutes: used, week_bookings: bookings, month_minutes: used_month };
        let covered = agreement.covers(RoomId(1), span, usage) == Coverage::Covered;
        let within = |limit: Option<i32>, wanted: i32| limit.is_none() || wanted <= limit.unwrap();
        let wanted = agreement.state.word() == "active"
            && (-7..=7).contains(&day)
            && within(limits.0, used + minutes)
            && within(limits.1, used_month + minutes)
            && within(limits.2, bookings + 1);
        prop_assert_eq!(covered, wanted);
    }
}
