//! Dates and times as people say them.

use super::*;
use crate::base::time::DaySpan;

const ZH: Lang = Lang::Zh;
const EN: Lang = Lang::En;

fn on(year: i32, month: u32, day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(year, month, day).unwrap()
}

fn today() -> NaiveDate {
    on(2026, 11, 24)
}

fn m(hour: i32, minute: i32) -> Minute {
    Minute::hm(hour, minute)
}

#[test]
fn a_date_is_said_with_its_weekday() {
    assert_eq!(date(ZH, today(), today()), "11月24日 星期二");
    assert_eq!(date(EN, today(), today()), "Tuesday 24 November");
}

#[test]
fn a_date_of_another_year_says_its_year() {
    assert_eq!(date(ZH, on(2027, 1, 1), today()), "2027年1月1日 星期五");
    assert_eq!(date(EN, on(2027, 1, 1), today()), "Friday 1 January 2027");
}

#[test]
fn near_days_have_names() {
    assert_eq!(day(ZH, on(2026, 11, 25), today()), "明天");
    assert_eq!(day(ZH, on(2026, 11, 26), today()), "后天");
    assert_eq!(day(EN, on(2026, 11, 26), today()), "Thursday 26 November");
    assert_eq!(day_and_date(ZH, today(), today()), "今天 11月24日 星期二");
    assert_eq!(day_and_date(EN, today(), today()), "Today, Tuesday 24 November");
}

#[test]
fn a_time_says_its_part_of_the_day() {
    let said: Vec<_> = [m(0, 20), m(9, 0), m(12, 0), m(14, 30), m(19, 0), Minute::DAY_END]
        .map(|at| format!("{} {}", time(ZH, at), time(EN, at)))
        .into();
    assert_eq!(
        said,
        [
            "凌晨0:20 0:20 am",
            "上午9:00 9:00 am",
            "中午12:00 12 noon",
            "下午2:30 2:30 pm",
            "晚上7:00 7:00 pm",
            "夜里12:00 midnight"
        ]
    );
}

#[test]
fn a_span_says_the_part_of_the_day_once_where_that_is_clear() {
    assert_eq!(times(ZH, m(9, 0), m(11, 0)), "上午9:00–11:00");
    assert_eq!(times(ZH, m(8, 30), m(12, 0)), "上午8:30–12:00");
    assert_eq!(times(ZH, m(14, 30), m(16, 30)), "下午2:30–4:30");
    assert_eq!(times(ZH, m(16, 30), m(18, 30)), "下午4:30–6:30");
    assert_eq!(times(ZH, m(19, 0), m(21, 0)), "晚上7:00–9:00");
    assert_eq!(times(EN, m(9, 0), m(11, 0)), "9:00–11:00 am");
    assert_eq!(times(EN, m(19, 0), m(21, 0)), "7:00–9:00 pm");
}

#[test]
fn a_span_across_noon_or_into_the_night_says_both() {
    assert_eq!(times(ZH, m(10, 30), m(13, 0)), "上午10:30–下午1:00");
    assert_eq!(times(ZH, m(12, 0), m(14, 0)), "中午12:00–下午2:00");
    assert_eq!(times(ZH, m(17, 0), m(21, 0)), "下午5:00–晚上9:00");
    assert_eq!(times(ZH, m(22, 0), Minute::DAY_END), "晚上10:00–夜里12:00");
    assert_eq!(times(EN, m(10, 30), m(13, 0)), "10:30 am–1:00 pm");
    assert_eq!(times(EN, m(9, 0), m(12, 0)), "9:00 am–12 noon");
    assert_eq!(times(EN, m(22, 0), Minute::DAY_END), "10:00 pm–midnight");
}

#[test]
fn a_booking_is_said_in_one_breath() {
    let part = DaySpan::new(m(9, 0), m(11, 0)).unwrap();
    let booked = Span::on(today(), part);
    assert_eq!(span(ZH, booked, today()), "11月24日 星期二 上午9:00–11:00");
    assert_eq!(span(EN, booked, today()), "Tuesday 24 November, 9:00–11:00 am");
    assert_eq!(moment(ZH, Wall::at(today(), m(8, 10)), today()), "今天 上午8:10");
    let midnight = Wall::at(today().succ_opt().unwrap(), m(0, 0));
    assert_eq!(until(ZH, midnight, today()), "今天 夜里12:00");
    assert_eq!(until_dated(ZH, midnight, today()), "11月24日 星期二 夜里12:00");
    assert_eq!(until_dated(EN, midnight, today()), "midnight on Tuesday 24 November");
    assert_eq!(until(ZH, Wall::at(today(), m(8, 10)), today()), "今天 上午8:10");
}

#[test]
fn a_week_is_said_by_its_ends() {
    assert_eq!(days(ZH, on(2026, 11, 23), on(2026, 11, 29), today()), "11月23日–29日");
    assert_eq!(days(EN, on(2026, 11, 23), on(2026, 11, 29), today()), "23–29 November");
    assert_eq!(days(ZH, on(2026, 11, 30), on(2026, 12, 6), today()), "11月30日–12月6日");
    assert_eq!(days(EN, on(2026, 12, 28), on(2027, 1, 3), today()), "28 December – 3 January 2027");
}

#[test]
fn the_age_of_a_request_is_said_in_its_largest_unit() {
    assert_eq!(waited(ZH, Duration::minutes(20)), "等了不到1小时");
    assert_eq!(waited(ZH, Duration::hours(5)), "等了5小时");
    assert_eq!(waited(ZH, Duration::hours(50)), "等了2天");
    assert_eq!(waited(EN, Duration::hours(25)), "waiting 1 day");
    assert_eq!(ago(ZH, Duration::seconds(20)), "刚刚");
    assert_eq!(ago(EN, Duration::hours(3)), "3 hours ago");
}

#[test]
fn weekdays_of_the_database_have_names() {
    assert_eq!([1, 7].map(|number| weekday_number(ZH, number)), ["周一", "周日"]);
}
