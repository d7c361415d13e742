//! The rule of a series as a form that reads like a sentence: 从…起，每周二、四，上午9点到11点，到…为止.

use chrono::{Datelike, NaiveDate, Weekday};
use maud::{Markup, html};

use crate::base::lang::{Lang, dates};
use crate::base::time::{DaySpan, Minute, read_date};
use crate::base::tokens::random_token;
use crate::base::web::form::{Errors, Fields, Reader};
use crate::domain::agreements::TroupeId;
use crate::domain::bookings::MOST_PEOPLE;
use crate::domain::bookings::series::Wanted;
use crate::domain::bookings::series::recurrence::{End, Holidays, MOST_WEEKS, Nth, Recurrence, Rule};
use crate::domain::days::weekdays::{of_word as weekday_of, word as weekday_word};
use crate::domain::rooms::{Catalogue, Room, RoomId};
use crate::pages::parts::{Choice, Field, hidden};

/// Longer keys are nobody's form.
const LONGEST_KEY: usize = 100;
const LONGEST_PURPOSE: usize = 200;
/// More dates than any series has.
const MOST_COUNT: i32 = 400;

/// From Monday on.
pub const WEEK: [Weekday; 7] =
    [Weekday::Mon, Weekday::Tue, Weekday::Wed, Weekday::Thu, Weekday::Fri, Weekday::Sat, Weekday::Sun];

/// Names of all fields that make the wish; the plan carries them along.
pub const NAMES: [&str; 19] = [
    "troupe",
    "room",
    "rule",
    "weekday",
    "every",
    "day",
    "nth",
    "nth_weekday",
    "lunar_month",
    "lunar_day",
    "starts",
    "end",
    "until",
    "count",
    "holidays",
    "from",
    "to",
    "size",
    "purpose",
];

/// What a form begins with: links say which room, day and times; the rest is what most people mean.
pub fn settled(mut fields: Fields, today: NaiveDate, size: i32) -> Fields {
    let mut unless = |name: &str, value: String| {
        if fields.get(name).is_empty() {
            fields.set(name, value);
        }
    };
    unless("rule", "weekly".to_owned());
    unless("every", "1".to_owned());
    unless("end", "until".to_owned());
    unless("holidays", Holidays::Skip.word().to_owned());
    unless("size", size.to_string());
    unless("nth", Nth::First.word().to_owned());
    let date = read_date(fields.get("date")).filter(|date| *date >= today);
    if fields.get("starts").is_empty() {
        fields.set("starts", date.unwrap_or(today).to_string());
    }
    if !fields.has("weekday") {
        let first = read_date(fields.get("starts")).unwrap_or(today);
        fields.set("weekday", weekday_word(first.weekday()));
    }
    keyed(fields)
}

/// With a key, which a link may lack.
pub fn keyed(mut fields: Fields) -> Fields {
    let key = fields.get("request_key");
    if key.is_empty() || key.len() > LONGEST_KEY || key.chars().any(char::is_control) {
        fields.set("request_key", random_token());
    }
    fields
}

/// The wish, or what is to be changed.
pub fn read(
    fields: &Fields,
    lang: Lang,
    today: NaiveDate,
    troupe: TroupeId,
    on_behalf: bool,
) -> Result<Wanted, Errors> {
    let mut reader = Reader::new(fields, lang);
    let starts_on = reader.date_typed("starts", today).and_then(|starts| match starts < today {
        false => Some(starts),
        true => reader.complain(
            "starts",
            lang.pick("这天已经过了，请选今天或以后。", "That day is past: choose today or later."),
        ),
    });
    let recurrence = recurrence(&mut reader, fields, lang, today, starts_on);
    let room = reader.id("room", lang.pick("请选哪间。", "Choose the room."));
    let part = part(&mut reader, lang);
    let size = reader.number("size", 1, MOST_PEOPLE);
    let ask = lang.pick("请写来做什么，例如“排练”。", "Please say what for, such as “rehearsal”.");
    let purpose = reader.text("purpose", LONGEST_PURPOSE, ask);
    reader.finish()?;
    let (Some(recurrence), Some(room), Some(part)) = (recurrence, room, part) else {
        return Err(Errors::default());
    };
    let (Some(size), Some(purpose)) = (size, purpose) else { return Err(Errors::default()) };
    Ok(Wanted {
        troupe,
        room: RoomId(room),
        recurrence,
        part,
        size,
        purpose,
        request_key: fields.get("request_key").to_owned(),
        on_behalf,
        extends: None,
    })
}

/// The rule with its ends, from a first day that was read before.
pub fn recurrence(
    reader: &mut Reader,
    fields: &Fields,
    lang: Lang,
    today: NaiveDate,
    starts_on: Option<NaiveDate>,
) -> Option<Recurrence> {
    let rule = rule(reader, fields, lang);
    let end = end(reader, fields, lang, today, starts_on);
    let holidays = reader.one_of(
        "holidays",
        Holidays::from_word,
        lang.pick("请选放假时来不来。", "Choose what public holidays do."),
    );
    Some(Recurrence { rule: rule?, starts_on: starts_on?, end: end?, holidays: holidays? })
}

/// From when to when on each day.
pub fn part(reader: &mut Reader, lang: Lang) -> Option<DaySpan> {
    let (from, to) = (reader.minute("from")?, reader.minute("to")?);
    DaySpan::new(from, to).or_else(|| {
        reader.complain(
            "to",
            lang.pick("结束要比开始晚。请改一下。", "The end must be after the start. Please change it."),
        )
    })
}

fn rule(reader: &mut Reader, fields: &Fields, lang: Lang) -> Option<Rule> {
    match fields.get("rule") {
        "daily" => Some(Rule::Daily),
        "school_days" => Some(Rule::SchoolDays),
        "working_days" => Some(Rule::WorkingDays),
        "weekly" => {
            let weekdays: Vec<Weekday> = WEEK
                .into_iter()
                .filter(|day| fields.all("weekday").any(|word| weekday_of(word) == Some(*day)))
                .collect();
            let every = reader.number("every", 1, i32::from(MOST_WEEKS))?;
            if weekdays.is_empty() {
                return reader.complain("weekday", lang.pick("请选星期几。", "Choose the weekdays."));
            }
            Some(Rule::Weekly { every: u16::try_from(every).ok()?, weekdays })
        }
        "monthly_date" => {
            let day = reader.number("day", 1, 31)?;
            Some(Rule::MonthlyByDate { day: u8::try_from(day).ok()? })
        }
        "monthly_weekday" => {
            let ask = lang.pick("请选第几个星期几。", "Choose which weekday of the month.");
            let nth = reader.one_of("nth", Nth::from_word, ask)?;
            let weekday = reader.one_of("nth_weekday", weekday_of, ask)?;
            Some(Rule::MonthlyByWeekday { nth, weekday })
        }
        "lunar" => {
            let (month, day) = (reader.number("lunar_month", 1, 12), reader.number("lunar_day", 1, 30));
            Some(Rule::LunarYearly { month: u8::try_from(month?).ok()?, day: u8::try_from(day?).ok()? })
        }
        _ => reader.complain("rule", lang.pick("请选多久一次。", "Choose how often.")),
    }
}

fn end(
    reader: &mut Reader,
    fields: &Fields,
    lang: Lang,
    today: NaiveDate,
    starts: Option<NaiveDate>,
) -> Option<End> {
    if fields.get("end") == "count" {
        let count = reader.number("count", 1, MOST_COUNT)?;
        return Some(End::Count(u16::try_from(count).ok()?));
    }
    if fields.get("until").is_empty() {
        // To the agreement's end: the plan says which day that is.
        return NaiveDate::from_ymd_opt(today.year() + 10, 12, 31).map(End::Until);
    }
    let until = reader.date_typed("until", today)?;
    if starts.is_some_and(|starts| until < starts) {
        let ask = lang.pick("最后一天要比第一天晚。", "The last day comes after the first.");
        return reader.complain("until", ask);
    }
    Some(End::Until(until))
}

/// The fields; `rooms` are those to choose from.
pub fn inputs(
    lang: Lang,
    today: NaiveDate,
    fields: &Fields,
    errors: &Errors,
    rooms: &[&Room],
    catalogue: &Catalogue,
) -> Markup {
    let field = |name: &'static str, label: &'static str| {
        Field::new(name, label).value(fields.get(name)).error(errors.of(name))
    };
    let (first, last, step) = hours(catalogue);
    let rooms: Vec<Choice> =
        rooms.iter().map(|one| Choice::new(one.id.to_string(), one.name_in(lang))).collect();
    html! {
        div.card.flow {
            (field("room", lang.pick("哪间？", "Which room?")).select(&rooms))
            div.pair {
                (field("from", lang.pick("几点开始？", "From?")).time(lang, first, last, step))
                (field("to", lang.pick("几点结束？", "Until?")).time(lang, first, last, step))
            }
        }
        div.card.flow {
            (field("starts", lang.pick("从哪天起？", "From which day?")).date_typed(lang, today))
            (how_often(lang, fields, errors))
            (field("holidays", lang.pick("法定节假日呢？", "On public holidays?")).radios(&[
                Choice::new("skip", lang.pick("不来", "We do not come")),
                Choice::new("keep", lang.pick("照常来", "We come as usual")),
            ]))
        }
        div.card.flow {
            (until_when(lang, today, fields, errors, lang.pick("不填就到协议结束。", "Left empty: to the end of the agreement.")))
        }
        div.card.flow {
            (field("purpose", lang.pick("来做什么？", "What for?"))
                .help(lang.pick("只有中心的工作人员看得到。", "Only the staff of the centre see this.")).required().text())
            (field("size", lang.pick("多少人？", "How many people?")).stepper(lang, 1, MOST_PEOPLE.into()))
        }
        (hidden("request_key", fields.get("request_key")))
    }
}

/// Which dates recur.
pub fn how_often(lang: Lang, fields: &Fields, errors: &Errors) -> Markup {
    let rule = fields.get("rule");
    let option = |word: &str, zh: &str, en: &str, more: Markup| {
        html! {
            div.flow {
                label.tick {
                    input type="radio" name="rule" value=(word) checked[rule == word]
                        id=[(word == "weekly").then_some("rule")];
                    span { (lang.pick(zh, en)) }
                }
                (more)
            }
        }
    };
    let weekdays: Vec<Choice> = WEEK
        .into_iter()
        .map(|day| {
            let on = fields.all("weekday").any(|word| weekday_of(word) == Some(day));
            Choice::new(weekday_word(day), dates::weekday_short(lang, day)).on(on)
        })
        .collect();
    let every: Vec<Choice> = (1..=8)
        .map(|weeks| {
            let words = match weeks {
                1 => lang.pick("每周", "every week").to_owned(),
                2 => lang.pick("隔周（每两周）", "every two weeks").to_owned(),
                more => lang.pick(format!("每{more}周"), format!("every {more} weeks")),
            };
            Choice::new(weeks.to_string(), words)
        })
        .collect();
    let days: Vec<Choice> = (1..=31)
        .map(|day| Choice::new(day.to_string(), lang.pick(format!("{day}日"), day.to_string())))
        .collect();
    let nth: Vec<Choice> = Nth::ALL.iter().map(|nth| Choice::new(nth.word(), nth.name(lang))).collect();
    let of_week: Vec<Choice> =
        WEEK.into_iter().map(|day| Choice::new(weekday_word(day), dates::weekday(lang, day))).collect();
    let months: Vec<Choice> =
        (1..=12).map(|month| Choice::new(month.to_string(), lunar_month(lang, month))).collect();
    let lunar_days: Vec<Choice> =
        (1..=30).map(|day| Choice::new(day.to_string(), lunar_day(lang, day))).collect();
    let hide = |name: &'static str, label: &'static str| {
        Field::new(name, label).value(fields.get(name)).error(errors.of(name))
    };
    let weekday_label = lang.pick("星期几？", "On which weekdays?");
    html! {
        fieldset.flow {
            legend { (lang.pick("多久一次？", "How often?")) }
            @if let Some(error) = errors.of("rule") { p.err { (error) } }
            (option("weekly", "按星期", "By the week", html! {
                (Field::new("weekday", weekday_label).error(errors.of("weekday")).checks(&weekdays))
                (hide("every", lang.pick("每几周？", "Every how many weeks?")).select(&every))
            }))
            details open[!matches!(rule, "weekly" | "")] {
                summary { (lang.pick("别的：每天、每月、农历……", "Other: daily, monthly, lunar…")) }
                div.card.flow {
                    (option("daily", "每天", "Every day", html! {}))
                    (option("working_days", "每个工作日（补班也算）", "Every working day", html! {}))
                    (option("school_days", "每个上学日", "Every school day", html! {}))
                    (option("monthly_weekday", "每月第几个星期几", "A weekday of every month", html! {
                        div.pair {
                            (hide("nth", lang.pick("第几个", "Which")).select(&nth))
                            (hide("nth_weekday", lang.pick("星期几", "Weekday")).select(&of_week))
                        }
                    }))
                    (option("monthly_date", "每月的一天", "A date of every month", html! {
                        (hide("day", lang.pick("几日？", "Which day?"))
                            .help(lang.pick("没有这一天的月份跳过。", "A month without that day is skipped.")).select(&days))
                    }))
                    (option("lunar", "每年农历的一天", "A lunar date every year", html! {
                        div.pair {
                            (hide("lunar_month", lang.pick("农历几月", "Lunar month")).select(&months))
                            (hide("lunar_day", lang.pick("初几", "Lunar day")).select(&lunar_days))
                        }
                    }))
                }
            }
        }
    }
}

/// When it ends; `empty` says what no last day means.
pub fn until_when(lang: Lang, today: NaiveDate, fields: &Fields, errors: &Errors, empty: &str) -> Markup {
    let end = fields.get("end");
    html! {
        fieldset.flow {
            legend { (lang.pick("到什么时候？", "Until when?")) }
            div.pair {
                div {
                    label.tick {
                        input type="radio" name="end" value="until" checked[end != "count"];
                        span { (lang.pick("到一天为止", "Until a day")) }
                    }
                    (Field::new("until", lang.pick("最后一天", "Last day")).value(fields.get("until")).error(errors.of("until"))
                        .help(empty).date_too(lang, today))
                }
                div {
                    label.tick {
                        input type="radio" name="end" value="count" checked[end == "count"];
                        span { (lang.pick("满几次为止", "For a number of times")) }
                    }
                    (Field::new("count", lang.pick("几次？", "How many times?")).value(fields.get("count"))
                        .error(errors.of("count")).number())
                }
            }
        }
    }
}

/// 五月 / 5th month.
fn lunar_month(lang: Lang, month: u8) -> String {
    const NAMES: [&str; 12] =
        ["正月", "二月", "三月", "四月", "五月", "六月", "七月", "八月", "九月", "十月", "冬月", "腊月"];
    let zh = NAMES.get(usize::from(month) - 1).copied().unwrap_or_default();
    lang.pick(zh.to_owned(), month.to_string())
}

/// 初五, 三十 / 5.
fn lunar_day(lang: Lang, day: u8) -> String {
    let words = crate::domain::days::lunar_words(lang, 1, day);
    match lang {
        Lang::Zh => words.trim_start_matches("正月").to_owned(),
        Lang::En => day.to_string(),
    }
}

/// From the first opening to the last closing of any room, and the finest grain.
pub fn hours(catalogue: &Catalogue) -> (Minute, Minute, i32) {
    let weekly = || catalogue.hours.weekly.iter().map(|one| one.span);
    let first = weekly().map(|span| span.from()).min().unwrap_or(Minute::hm(8, 0));
    let last = weekly().map(|span| span.to()).max().unwrap_or(Minute::hm(22, 0));
    let grain = catalogue.rooms.iter().map(|room| room.grain_minutes).filter(|grain| *grain > 0);
    (first, last, grain.min().unwrap_or(30).clamp(15, 60))
}

/// All that was typed, to be sent along.
pub fn carried(fields: &Fields) -> Markup {
    html! {
        @for name in NAMES { @for value in fields.all(name) { (hidden(name, value)) } }
        (hidden("request_key", fields.get("request_key")))
    }
}
