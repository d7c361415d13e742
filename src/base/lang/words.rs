//! Lengths, counts, phone numbers and lists in words.

use std::borrow::Cow;

use super::Lang;

/// A length of time: 2小时, 1.5小时, 45分钟, 1小时20分钟 / 2 hours, 1½ hours, 45 minutes.
pub fn length(lang: Lang, minutes: i32) -> String {
    let rest = minutes % 60;
    match (minutes / 60, rest) {
        (0, 1..) if rest != 30 => self::minutes(lang, rest),
        (_, 0 | 30) => hours(lang, minutes),
        (whole, _) => {
            let (hours, rest) = (hours(lang, whole * 60), self::minutes(lang, rest));
            lang.pick(format!("{hours}{rest}"), format!("{hours} {rest}"))
        }
    }
}

/// Hours, as allowances count them: 2小时, 0.5小时 / 2 hours, ½ hour; other fractions to one digit.
pub fn hours(lang: Lang, minutes: i32) -> String {
    let number = hours_number(lang, minutes);
    match lang {
        Lang::Zh => format!("{number}小时"),
        Lang::En if minutes > 0 && minutes <= 60 => format!("{number} hour"),
        Lang::En => format!("{number} hours"),
    }
}

/// The number alone: 2, 1.5 / 1½.
pub fn hours_number(lang: Lang, minutes: i32) -> String {
    match (minutes / 60, minutes % 60) {
        (whole, 0) => whole.to_string(),
        (0, 30) => lang.pick("0.5", "½").to_owned(),
        (whole, 30) => lang.pick(format!("{whole}.5"), format!("{whole}½")),
        _ => format!("{:.1}", f64::from(minutes) / 60.0),
    }
}

/// 15分钟 / 15 minutes.
pub fn minutes(lang: Lang, minutes: i32) -> String {
    lang.pick(format!("{minutes}分钟"), count(minutes.into(), "minute", "minutes"))
}

/// English alone needs it: 1 room, 3 rooms.
pub fn count(number: i64, one: &str, many: &str) -> String {
    format!("{number} {}", if number == 1 { one } else { many })
}

/// 20人 / 20 people.
pub fn people(lang: Lang, number: i64) -> String {
    lang.pick(format!("{number}人"), count(number, "person", "people"))
}

/// 二楼, 地下一层 / floor 2, basement; floors count from 1 at the ground.
pub fn floor(lang: Lang, floor: i32) -> String {
    const ZH: [&str; 10] = ["一", "二", "三", "四", "五", "六", "七", "八", "九", "十"];
    let number = |at: i32| {
        let name = usize::try_from(at - 1).ok().and_then(|at| ZH.get(at));
        name.map_or_else(|| Cow::Owned(at.to_string()), |name| Cow::Borrowed(*name))
    };
    match (lang, floor > 0) {
        (Lang::Zh, true) => [&*number(floor), "楼"].concat(),
        (Lang::Zh, false) => format!("地下{}层", number(1 - floor)),
        (Lang::En, true) => format!("floor {floor}"),
        (Lang::En, false) => "basement".to_owned(),
    }
}

/// A phone number in groups that can be read aloud: 139 0000 0007, 0931-555 0100; others as they are.
pub fn phone(number: &str) -> String {
    let bare = tel(number);
    let bare = bare.strip_prefix("+86").unwrap_or(&bare);
    let (area, rest) = match bare.as_bytes() {
        [b'1', ..] if bare.len() == 11 => (bare.get(..3), bare.get(3..)),
        [b'0', b'1' | b'2', ..] if (10..=11).contains(&bare.len()) => (bare.get(..3), bare.get(3..)),
        [b'0', ..] if (11..=12).contains(&bare.len()) => (bare.get(..4), bare.get(4..)),
        _ => return number.trim().to_owned(),
    };
    let (Some(area), Some(rest)) = (area, rest) else { return number.to_owned() };
    let dash = if area.starts_with('0') { "-" } else { " " };
    match (rest.get(..rest.len() - 4), rest.get(rest.len() - 4..)) {
        (Some(head), Some(tail)) => format!("{area}{dash}{head} {tail}"),
        _ => number.to_owned(),
    }
}

/// The digits of a phone number, for a `tel:` link.
pub fn tel(number: &str) -> String {
    number.chars().filter(|c| c.is_ascii_digit() || *c == '+').collect()
}

/// 音响、镜子、钢琴 / sound, mirrors and piano.
pub fn list<S: AsRef<str>>(lang: Lang, items: &[S]) -> String {
    let items: Vec<&str> = items.iter().map(AsRef::as_ref).collect();
    match (lang, items.as_slice()) {
        (Lang::Zh, items) => items.join("、"),
        (Lang::En, [head @ .., last]) if !head.is_empty() => format!("{} and {last}", head.join(", ")),
        (Lang::En, items) => items.concat(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const ZH: Lang = Lang::Zh;
    const EN: Lang = Lang::En;

    #[test]
    fn a_length_is_said_in_hours_and_minutes() {
        assert_eq!(
            [120, 90, 30, 45, 80].map(|m| length(ZH, m)),
            ["2小时", "1.5小时", "0.5小时", "45分钟", "1小时20分钟"]
        );
        assert_eq!(
            [60, 120, 90, 30, 45, 80].map(|m| length(EN, m)),
            ["1 hour", "2 hours", "1½ hours", "½ hour", "45 minutes", "1 hour 20 minutes"]
        );
    }

    #[test]
    fn no_hours_are_none() {
        assert_eq!((hours(ZH, 0), hours(EN, 0)), ("0小时".to_owned(), "0 hours".to_owned()));
    }

    #[test]
    fn phone_numbers_are_grouped_for_reading_aloud() {
        assert_eq!(phone("13900000007"), "139 0000 0007");
        assert_eq!(phone("+8613900000007"), "139 0000 0007");
        assert_eq!(phone("09315550100"), "0931-555 0100");
        assert_eq!(phone("010-55501000"), "010-5550 1000");
        assert_eq!(phone("+44 20 7946 0000"), "+44 20 7946 0000");
        assert_eq!(phone("110"), "110");
    }

    #[test]
    fn floors_count_from_the_ground() {
        assert_eq!([2, 11, 0].map(|at| floor(ZH, at)), ["二楼", "11楼", "地下一层"]);
        assert_eq!((floor(EN, 2), floor(EN, 0)), ("floor 2".to_owned(), "basement".to_owned()));
    }

    #[test]
    fn lists_read_as_sentences() {
        assert_eq!(list(ZH, &["音响", "镜子"]), "音响、镜子");
        assert_eq!(list(EN, &["sound", "mirrors", "a piano"]), "sound, mirrors and a piano");
        assert_eq!(list(EN, &["sound"]), "sound");
        assert_eq!(list::<&str>(EN, &[]), "");
    }
}
