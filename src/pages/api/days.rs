//! From a day to a day, checked.

use chrono::{Datelike, Duration, NaiveDate};

use crate::base::lang::Lang;

/// The most days that one request may ask for.
const MOST: i64 = 62;
/// How many it gets that does not say.
const SOME: i64 = 7;

/// A field and what is wrong with it.
pub type Wrong = (&'static str, String);

/// The first and the last day, or what is wrong.
pub fn range(
    from: Option<NaiveDate>,
    to: Option<NaiveDate>,
    today: NaiveDate,
    lang: Lang,
) -> Result<(NaiveDate, NaiveDate), Wrong> {
    range_of(MOST, from, to, today, lang)
}

/// The same with so many days at most.
pub fn range_of(
    most: i64,
    from: Option<NaiveDate>,
    to: Option<NaiveDate>,
    today: NaiveDate,
    lang: Lang,
) -> Result<(NaiveDate, NaiveDate), Wrong> {
    let first = from.unwrap_or(today);
    let wrong = [("from", Some(first)), ("to", to)];
    if let Some(wrong) = wrong.into_iter().find_map(|(field, date)| out_of_reach(lang, field, date?)) {
        let (field, message) = wrong;
        return Err((field, message.to_owned()));
    }
    let last = to.unwrap_or(first + Duration::days(SOME - 1));
    if last < first {
        Err(("to", lang.pick("结束日期在开始日期之前。", "The last day is before the first.").to_owned()))
    } else if last - first >= Duration::days(most) {
        Err(("to", lang.pick(format!("一次最多查{most}天。"), format!("Ask for {most} days at most."))))
    } else {
        Ok((first, last))
    }
}

/// The field `name` and what is wrong with its date: dates of other times are typing errors, and the calendar ends
/// somewhere.
pub fn out_of_reach(lang: Lang, name: &'static str, date: NaiveDate) -> Option<(&'static str, &'static str)> {
    let message = lang.pick("请用2000年到2999年之间的日期。", "Use a date from 2000 to 2999.");
    (!(2000..=2999).contains(&date.year())).then_some((name, message))
}
