//! Weekdays by number, by word, and as people write them.

use chrono::Weekday;

/// From Monday: the word in the database, in forms and in JSON, and the sign in 星期一.
const WEEKDAYS: [(Weekday, &str, &str); 7] = [
    (Weekday::Mon, "mon", "一"),
    (Weekday::Tue, "tue", "二"),
    (Weekday::Wed, "wed", "三"),
    (Weekday::Thu, "thu", "四"),
    (Weekday::Fri, "fri", "五"),
    (Weekday::Sat, "sat", "六"),
    (Weekday::Sun, "sun", "日"),
];

/// All seven, from Monday.
pub fn all() -> impl Iterator<Item = Weekday> {
    WEEKDAYS.iter().map(|(day, _, _)| *day)
}

/// `tue`
pub fn word(weekday: Weekday) -> &'static str {
    WEEKDAYS.iter().find(|(day, _, _)| *day == weekday).map_or("", |(_, word, _)| word)
}

/// The weekday of a [`word`].
pub fn of_word(word: &str) -> Option<Weekday> {
    WEEKDAYS.iter().find(|(_, known, _)| *known == word).map(|(day, _, _)| *day)
}

/// 1 is Monday, as in every table.
pub fn number(weekday: Weekday) -> i32 {
    weekday.num_days_from_monday() as i32 + 1
}

/// The weekday of a [`number`].
pub fn of_number(number: i32) -> Option<Weekday> {
    all().find(|day| self::number(*day) == number)
}

/// 周五, 星期五, 礼拜五, 五, Fri, Friday, 5; 周天 is Sunday.
pub fn read(text: &str) -> Option<Weekday> {
    let text = text.trim().to_lowercase();
    if let Some(day) = text.parse().ok().and_then(of_number) {
        return Some(day);
    }
    let sign = ["星期", "礼拜", "周"].iter().find_map(|before| text.strip_prefix(before)).unwrap_or(&text);
    let sign = if sign == "天" { "日" } else { sign };
    let same = |day: Weekday| {
        word(day) == text
            || crate::base::lang::dates::weekday(crate::base::lang::Lang::En, day).to_lowercase() == text
    };
    WEEKDAYS.iter().find(|(day, _, known)| *known == sign || same(*day)).map(|(day, _, _)| *day)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_weekday_is_read_however_it_is_written() {
        for text in ["周五", "星期五", "礼拜五", "五", "Fri", "friday", " 5 "] {
            assert_eq!(read(text), Some(Weekday::Fri), "{text}");
        }
        assert_eq!(
            (read("周天"), read("星期日"), read("7")),
            (Some(Weekday::Sun), Some(Weekday::Sun), Some(Weekday::Sun))
        );
        for text in ["", "周", "八", "0", "8", "frid"] {
            assert_eq!(read(text), None, "{text}");
        }
    }

    #[test]
    fn words_and_numbers_lead_back() {
        for day in all() {
            assert_eq!((of_word(word(day)), of_number(number(day))), (Some(day), Some(day)));
        }
    }
}
