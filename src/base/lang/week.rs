//! A week of spans in words.

use super::{Lang, dates};
use crate::base::time::DaySpan;

/// A week in words, equal days together: 周一到周五 上午8:30–12:00，下午2:00–5:30.
pub fn words(lang: Lang, week: &[(i32, DaySpan)]) -> Vec<String> {
    let said =
        |(days, spans): (String, Vec<DaySpan>)| format!("{days} {}", dates::spans_of_day(lang, &spans));
    lines(lang, week).into_iter().map(said).collect()
}

/// Equal days and their spans: 周一到周五.
pub fn lines(lang: Lang, week: &[(i32, DaySpan)]) -> Vec<(String, Vec<DaySpan>)> {
    let spans_of = |number: i32| -> Vec<DaySpan> {
        week.iter().filter(|(weekday, _)| *weekday == number).map(|(_, span)| *span).collect()
    };
    let mut lines = Vec::new();
    let mut first = 1;
    while first <= 7 {
        let spans = spans_of(first);
        let last = (first..=7).take_while(|&day| spans_of(day) == spans).last().unwrap_or(first);
        if !spans.is_empty() {
            let name = |number: i32| dates::weekday_number(lang, number as u8);
            let days = match last - first {
                0 => name(first).to_owned(),
                1 => lang.pick(
                    format!("{}、{}", name(first), name(last)),
                    format!("{} and {}", name(first), name(last)),
                ),
                _ => lang.pick(
                    format!("{}到{}", name(first), name(last)),
                    format!("{} to {}", name(first), name(last)),
                ),
            };
            lines.push((days, spans));
        }
        first = last + 1;
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::time::Minute;

    #[test]
    fn equal_days_are_said_together() {
        let span = |from, to| DaySpan::new(Minute::hm(from, 0), Minute::hm(to, 0)).unwrap();
        let mut week: Vec<(i32, DaySpan)> = (1..=5).map(|day| (day, span(9, 12))).collect();
        week.push((1, span(14, 17)));
        week.push((7, span(9, 12)));
        assert_eq!(
            words(Lang::Zh, &week),
            ["周一 上午9:00–12:00，下午2:00–5:00", "周二到周五 上午9:00–12:00", "周日 上午9:00–12:00"]
        );
    }
}
