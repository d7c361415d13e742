//! What is said about series.

use chrono::NaiveDate;

use super::recurrence::DayNote;
use super::{Cut, ExceptionKind, Plan, Series};
use crate::base::lang::{Lang, dates, words};
use crate::base::time::Span;
use crate::domain::agreements::Gap;
use crate::domain::bookings::{Booked, State};
use crate::domain::rooms::Room;

/// The reason of a date that is taken by another booking of the troupe itself.
pub(super) const OWN: &str = "own";

/// 每周二、四，自12月1日起，到2027年6月30日为止，法定节假日不来.
pub fn rule(lang: Lang, series: &Series, today: NaiveDate) -> String {
    series.recurrence().map(|one| one.words(lang, today)).unwrap_or_default()
}

/// 每周二 上午9:00–11:00 排练厅.
pub fn short(lang: Lang, series: &Series, room: &Room) -> String {
    let rule = series.recurrence().map(|one| one.rule.words(lang)).unwrap_or_default();
    let times = dates::times(lang, series.from_minute, series.to_minute);
    match lang {
        Lang::Zh => format!("{rule} {times} {}", room.name_in(lang)),
        Lang::En => format!("{rule}, {times}, {}", room.name_in(lang)),
    }
}

/// 12月1日 星期二 下午2:00–4:00 排练厅 → 12月2日 星期三 下午2:00–4:00 东厅.
pub fn wish(lang: Lang, old: &Booked, new: Span, room: &Room, today: NaiveDate) -> String {
    let from = old.booking.span().map(|span| dates::span(lang, span, today)).unwrap_or_default();
    let (was, now) = (old.room.name_in(lang), room.name_in(lang));
    format!("{from} {was} → {} {now}", dates::span(lang, new, today))
}

/// 候补第2位, 待审核.
pub fn open(lang: Lang, state: State, place: Option<usize>) -> String {
    match (place, lang) {
        (Some(place), Lang::Zh) => format!("候补第{place}位"),
        (Some(place), Lang::En) => format!("no. {place} in line"),
        (None, _) => state.name(lang).to_owned(),
    }
}

/// Why a date has no booking.
pub fn why(lang: Lang, kind: ExceptionKind, reason: &str) -> String {
    let of = |zh: &str, en: &str| lang.pick(zh, en).to_owned();
    match kind {
        ExceptionKind::Skipped => of("您选了这次不来", "you left it out"),
        ExceptionKind::Holiday if reason.is_empty() => of("法定节假日", "a public holiday"),
        ExceptionKind::Holiday => match lang {
            Lang::Zh => format!("{reason}放假"),
            Lang::En => format!("a public holiday ({reason})"),
        },
        ExceptionKind::OtherWeekday => {
            of("这天补班，算另一个星期几", "a make-up day that counts as another weekday")
        }
        ExceptionKind::Taken if reason == OWN => {
            of("这个时间您队自己已经约了", "your troupe itself has another booking then")
        }
        ExceptionKind::Taken => of("这个时间别人先占了", "somebody else had the room"),
        ExceptionKind::Closed if reason.is_empty() => of("那时不开放", "the room is closed then"),
        ExceptionKind::Closed => match lang {
            Lang::Zh => format!("那时不开放（{reason}）"),
            Lang::En => format!("the room is closed then ({reason})"),
        },
        ExceptionKind::NotCovered => not_covered(lang, Gap::from_word(reason)),
        ExceptionKind::Forbidden => of("这一次约不了", "it cannot be booked"),
    }
}

fn not_covered(lang: Lang, gap: Option<Gap>) -> String {
    match gap {
        Some(Gap::WeekHours) => lang.pick("那一周的小时数用完了", "the hours of that week are used up"),
        Some(Gap::MonthHours) => lang.pick("那个月的小时数用完了", "the hours of that month are used up"),
        Some(Gap::WeekBookings) => lang.pick("那一周的次数用完了", "the bookings of that week are used up"),
        _ => lang.pick("协议里没有这个时间", "the agreement does not cover it"),
    }
    .to_owned()
}

/// Why the list ends where it does.
pub fn cut(lang: Lang, cut: Cut, today: NaiveDate) -> String {
    match (cut, lang) {
        (Cut::Agreement(last), Lang::Zh) => {
            format!(
                "协议到{}为止，系列最晚也到这一天。续签以后可以接着约。",
                dates::date_short(lang, last, today)
            )
        }
        (Cut::Agreement(last), Lang::En) => format!(
            "The agreement ends on {}, and the series with it. Once it is renewed, the series can go on.",
            dates::date_short(lang, last, today)
        ),
        (Cut::Long, Lang::Zh) => {
            format!("一个系列最多{}次，只列到这里。", super::recurrence::MOST_OCCASIONS)
        }
        (Cut::Long, Lang::En) => {
            format!("A series has at most {} dates; the list ends there.", super::recurrence::MOST_OCCASIONS)
        }
    }
}

/// What is to be known about a plan as a whole: days of which nobody has said yet what they are.
pub fn warnings(lang: Lang, plan: &Plan) -> Vec<String> {
    let mut warnings = Vec::new();
    if plan.lacks_terms {
        let words = lang.pick(
            "工作人员还没有填学期，所以没有上学日。请先打电话问。",
            "No school term has been entered, so there are no school days. Please call us.",
        );
        warnings.push(words.to_owned());
    }
    if !plan.unknown_years.is_empty() {
        let years: Vec<String> = plan.unknown_years.iter().map(ToString::to_string).collect();
        let years = years.join(lang.pick("、", ", "));
        warnings.push(lang.pick(
            format!("{years}年的放假安排还没有公布或没有填，只跳过了法律定死的日子（元旦、除夕到初三、清明、五一两天、端午、中秋、国庆三天）。其余的到时可以取消。"),
            format!("The public holidays of {years} are not known yet: only the days that the law fixes were left out (New Year, Spring Festival from its eve to the third, Qingming, 1–2 May, Dragon Boat, Mid-Autumn, 1–3 October). You can cancel others later."),
        ));
    }
    warnings
}

/// What is special about a date of a series.
pub fn day_note(lang: Lang, note: &DayNote) -> String {
    match note {
        DayNote::Holiday(day) => lang.pick(
            format!("{}放假。", day.name_in(lang)),
            format!("A public holiday: {}.", day.name_in(lang)),
        ),
        DayNote::StandsFor(weekday) => lang.pick(
            format!("这天补班，按{}算。", dates::weekday(lang, *weekday)),
            format!("A make-up day that counts as a {}.", dates::weekday(lang, *weekday)),
        ),
        DayNote::Follows(weekday) => lang.pick(
            format!("这天补班，按{}算，所以跳过。", dates::weekday(lang, *weekday)),
            format!("A make-up day that counts as a {}, so it is left out.", dates::weekday(lang, *weekday)),
        ),
    }
}

/// 12次 / 12 dates.
pub fn dates_count(lang: Lang, count: usize) -> String {
    match (lang, count) {
        (Lang::Zh, count) => format!("{count}次"),
        (Lang::En, 1) => "1 date".to_owned(),
        (Lang::En, count) => format!("{count} dates"),
    }
}

/// Dates one after another, as far as they can be read in a line: 11月24日、12月1日 等14次.
pub fn some_dates(lang: Lang, all: &[NaiveDate], today: NaiveDate) -> String {
    const SHOWN: usize = 4;
    let shown: Vec<String> = all.iter().take(SHOWN).map(|day| dates::date_short(lang, *day, today)).collect();
    let shown: Vec<&str> = shown.iter().map(String::as_str).collect();
    match (all.len() > SHOWN, lang) {
        (false, Lang::Zh) => shown.join("、"),
        (false, Lang::En) => words::list(lang, &shown),
        (true, Lang::Zh) => format!("{}等{}次", shown.join("、"), all.len()),
        (true, Lang::En) => format!("{} and {} more", shown.join(", "), all.len() - SHOWN),
    }
}

/// What happened, for a series' history.
pub fn act(lang: Lang, act: &str) -> &'static str {
    match act {
        "asked" => lang.pick("提出系列预约", "asked for the series"),
        "approved" => lang.pick("批准", "approved"),
        "refused" => lang.pick("没有批准", "refused"),
        "cancelled" => lang.pick("取消", "cancelled"),
        "changed" => lang.pick("改了时间或场地", "changed time or room"),
        "change_asked" => lang.pick("申请改时间或场地", "asked for another time or room"),
        "change_refused" => lang.pick("没有同意更改", "did not agree to the change"),
        "split" => lang.pick("从这里起接着另一个系列", "goes on as another series"),
        "added_back" => lang.pick("把跳过的一次加了回来", "added a skipped date back"),
        _ => lang.pick("有变动", "changed"),
    }
}
