//! What an agreement says and what is used of it, alike for staff and for the troupe's leaders.

use chrono::{Duration, NaiveDate};
use maud::{Markup, html};

use super::{Allowance, Column, allowance, nb, say, table};
use crate::base::lang::{Lang, dates, words as quantities};
use crate::base::time::monday_of;
use crate::domain::agreements::{Agreement, AgreementState, Standing, words};
use crate::domain::bookings::loads::{Load, Loads};
use crate::domain::bookings::using::{Part, Used};
use crate::domain::rooms::Room;

/// The class of the mark that says where an agreement stands.
pub fn standing_class(standing: Standing) -> &'static str {
    match standing {
        Standing::Valid => "ok",
        Standing::Coming | Standing::Draft => "wait",
        Standing::Suspended => "no",
        Standing::Expired | Standing::Ended => "off",
    }
}

/// [`standing_class`] on a day: one that holds and ends within a month asks to be renewed.
pub fn standing_class_at(agreement: &Agreement, today: NaiveDate) -> &'static str {
    match agreement.standing(today) {
        Standing::Valid if (agreement.ends_on - today).num_days() <= SOON_DAYS => "wait",
        standing => standing_class(standing),
    }
}

/// Days within which an agreement is about to end.
const SOON_DAYS: i64 = 30;

/// 2026年1月10日到2026年12月31日, each date on one line.
pub fn period(lang: Lang, one: &Agreement) -> Markup {
    html! {
        (nb(dates::date_long(lang, one.starts_on))) (lang.pick("到", " to ")) (nb(dates::date_long(lang, one.ends_on)))
    }
}

/// Its terms as facts: period, rooms, times, allowance, duties, signing.
pub fn terms(lang: Lang, agreement: &Agreement, rooms: &[Room]) -> Vec<(&'static str, Markup)> {
    let rooms: Vec<&str> = (rooms.iter())
        .filter(|room| agreement.rooms.contains(&room.id))
        .map(|room| room.name_in(lang))
        .collect();
    let mut lines = vec![(lang.pick("有效", "Period"), period(lang, agreement))];
    if let Some(paper) = agreement.paper_ends_on {
        lines.push((lang.pick("原来到", "Was to end"), html! { (nb(dates::date_long(lang, paper))) }));
    }
    lines.push((lang.pick("场地", "Rooms"), html! { (quantities::list(lang, &rooms)) }));
    lines.push((lang.pick("时间", "Times"), say::week(lang, &words::pattern(&agreement.windows))));
    lines.push((lang.pick("额度", "Allowance"), html! { (words::limits(lang, &agreement.allowance)) }));
    let duties = agreement.words.duties_in(lang);
    if !duties.is_empty() {
        lines.push((
            lang.pick("队伍要做的", "Duties"),
            html! { @for line in duties.lines() { p { (line) } } },
        ));
    }
    if agreement.state != AgreementState::Draft {
        let day = dates::date_long(lang, agreement.signed_on);
        lines.push((lang.pick("签字", "Signed"), html! { (nb(day)) }));
    }
    for (what, signer) in [
        (lang.pick("甲方签字人", "Signs for the centre"), &agreement.words.signer_centre),
        (lang.pick("乙方签字人", "Signs for the troupe"), &agreement.words.signer_troupe),
    ] {
        if !signer.is_empty() {
            lines.push((what, html! { (signer) }));
        }
    }
    lines
}

/// 本周, 下周, 11月23日–29日这周.
pub fn week_name(lang: Lang, monday: NaiveDate, today: NaiveDate) -> String {
    match (monday - monday_of(today)).num_days() {
        0 => lang.pick("本周", "This week").to_owned(),
        7 => lang.pick("下周", "Next week").to_owned(),
        _ => {
            let days = dates::days(lang, monday, monday + Duration::days(6), today);
            lang.pick(format!("{days}这周"), days)
        }
    }
}

/// What a decision does to the weeks and months of an agreement: before it, and after it.
pub fn before_and_after(lang: Lang, agreement: &Agreement, loads: &Loads, today: NaiveDate) -> Markup {
    let of = &agreement.allowance;
    let bar = |name: String, limit: i32, load: &Load| {
        allowance(lang, &Allowance { name, limit, used: load.used, asked: load.asked, this: load.this })
    };
    let weeks: Vec<Markup> = (of.week_minutes.iter())
        .flat_map(|limit| loads.weeks.iter().map(|(day, load)| (*limit, day, load)))
        .map(|(limit, day, load)| bar(week_name(lang, *day, today), limit, load))
        .collect();
    let months: Vec<Markup> = (of.month_minutes.iter())
        .flat_map(|limit| loads.months.iter().map(|(day, load)| (*limit, day, load)))
        .map(|(limit, day, load)| bar(dates::month_name(lang, *day).to_owned(), limit, load))
        .collect();
    let many = weeks.len() > 2;
    html! {
        @if of.week_minutes.is_none() && of.month_minutes.is_none() {
            p.quiet { (lang.pick("协议不限时数", "The agreement sets no limit of hours")) }
        }
        @if !many { @for one in &weeks { (one) } }
        @for one in &months { (one) }
        @if many {
            details {
                summary { (lang.pick(format!("看每一周（{}周）", weeks.len()), format!("Week by week ({} weeks)", weeks.len()))) }
                div.flow { @for one in &weeks { (one) } }
            }
        }
    }
}

/// The bars of this week and month, what was used in the whole period, and month by month.
pub fn used(lang: Lang, agreement: &Agreement, used: &Used, today: NaiveDate) -> Markup {
    let of = &agreement.allowance;
    let month = dates::month_name(lang, today);
    let bars = [
        (lang.pick("本周", "This week"), of.week_minutes, used.week(today)),
        (month, of.month_minutes, used.month(today)),
    ];
    html! {
        div.card.flow {
            @for (name, limit, part) in bars { (bar(lang, name, limit, part)) }
            @if let Some(limit) = of.week_bookings {
                p.row.apart { strong { (lang.pick("本周次数", "Bookings this week")) } span { (used.week(today).bookings) " / " (limit) } }
            }
            p.quiet { (lang.pick("已批准和待审核的都算；中心让出的不算；开始前不到24小时取消的也算。", "Approved ones and those still to be decided count; those the centre took back do not; those cancelled less than 24 hours before do.")) }
        }
        h3 { (lang.pick("整个协议期", "The whole period")) }
        (totals(lang, used))
        @if !used.months.is_empty() { (months(lang, of.month_minutes, used)) }
        @if used.weeks.len() > 1 { (weeks(lang, of.week_minutes, used, today)) }
    }
}

fn bar(lang: Lang, name: &str, limit: Option<i32>, part: Part) -> Markup {
    match limit {
        Some(limit) => {
            let (used, asked) = (part.minutes - part.asked, part.asked);
            allowance(lang, &Allowance { name: name.to_owned(), limit, used, asked, this: 0 })
        }
        None => {
            html! { p.row.apart { strong { (name) } span { (quantities::hours(lang, part.minutes)) } } }
        }
    }
}

fn totals(lang: Lang, used: &Used) -> Markup {
    let times = |number: usize| {
        let number = i64::try_from(number).unwrap_or(i64::MAX);
        lang.pick(format!("{number}次"), quantities::count(number, "booking", "bookings"))
    };
    let held =
        html! { (times(used.held)) (lang.pick("，", ", ")) (quantities::hours(lang, used.held_minutes)) };
    let lines = [
        (lang.pick("已经用过", "Held"), held, true),
        (lang.pick("约好还没到", "Still to come"), html! { (times(used.coming)) }, true),
        (lang.pick("还没定下来", "Not decided yet"), html! { (times(used.open)) }, used.open > 0),
        (
            lang.pick("临时取消", "Cancelled late"),
            html! { (times(used.cancelled_late)) },
            used.cancelled_late > 0,
        ),
        (lang.pick("被中心让出", "Taken back by the centre"), html! { (times(used.displaced)) }, true),
    ];
    html! {
        dl.card.facts {
            @for (name, value, shown) in lines { @if shown { div { dt { (name) } dd { (value) } } } }
        }
    }
}

fn months(lang: Lang, limit: Option<i32>, used: &Used) -> Markup {
    let rows = used.months.iter().rev().map(|(first, part)| (dates::month(lang, *first), *part));
    parts(lang, lang.pick("按月看", "Month by month"), lang.pick("月份", "Month"), limit, rows.collect())
}

fn weeks(lang: Lang, limit: Option<i32>, used: &Used, today: NaiveDate) -> Markup {
    let rows = used.weeks.iter().rev().map(|(monday, part)| {
        let sunday = *monday + chrono::Duration::days(6);
        (dates::days(lang, *monday, sunday, today), *part)
    });
    parts(lang, lang.pick("按周看", "Week by week"), lang.pick("哪一周", "Week"), limit, rows.collect())
}

/// Used and allowed, the latest first, each with a bar; folded, for it may be long.
fn parts(lang: Lang, title: &str, which: &str, limit: Option<i32>, rows: Vec<(String, Part)>) -> Markup {
    let columns = [
        Column::text(which),
        Column::number(lang.pick("小时", "Hours")),
        Column::number(lang.pick("次数", "Bookings")),
        Column::text(lang.pick("额度", "Of the allowance")),
    ];
    let rows: Vec<Vec<Markup>> = (rows.into_iter())
        .map(|(name, part)| {
            vec![
                nb(name),
                html! { (quantities::hours_number(lang, part.minutes)) },
                html! { (part.bookings) },
                html! {
                    @match limit {
                        Some(limit) => {
                            meter min="0" max=(limit) high=(limit) value=(part.minutes.min(limit)) {}
                            " " (nb(format!("{} / {}", quantities::hours_number(lang, part.minutes), quantities::hours_number(lang, limit))))
                        },
                        None => (lang.pick("不限", "No limit")),
                    }
                },
            ]
        })
        .collect();
    html! { details { summary { (title) } (table(title, true, &columns, &rows)) } }
}
