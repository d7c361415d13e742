//! The week by hours: how much of the open time was used, as a table that says it in numbers and words.

use maud::{Markup, html};

use crate::base::lang::{Lang, dates};
use crate::base::time::Minute;
use crate::domain::days::weekdays;
use crate::domain::reports::{Cell, Heat};
use crate::pages::parts::nb;

/// Hours are rows, so that a week fits on a phone.
pub(super) fn heat(lang: Lang, caption: &str, heat: &Heat) -> Markup {
    let hours = heat.hours();
    let most = heat.extremes().and_then(|((day, hour), _)| heat.at(day, hour).percent()).unwrap_or(0);
    html! {
        table.heat {
            caption { (caption) }
            thead {
                tr {
                    td { span.hide { (lang.pick("几点起", "From")) } }
                    @for weekday in weekdays::all() { th scope="col" { (dates::weekday_narrow(lang, weekday)) } }
                }
            }
            @for part in PARTS {
                @let within: Vec<i32> = hours.iter().copied().filter(|hour| part.contains(hour)).collect();
                @if !within.is_empty() {
                    tbody {
                        tr.part { th colspan="8" scope="rowgroup" { (part_name(lang, part.start)) } }
                        @for hour in within {
                            tr {
                                th scope="row" { (dates::clock(Minute::hm(hour, 0))) }
                                @for (number, weekday) in (0..).zip(weekdays::all()) {
                                    (cell(lang, dates::weekday_short(lang, weekday), heat.at(number, hour), most))
                                }
                            }
                        }
                    }
                }
            }
        }
    }
}

const PARTS: [std::ops::Range<i32>; 3] = [0..12, 12..18, 18..24];

fn part_name(lang: Lang, start: i32) -> &'static str {
    match start {
        0 => lang.pick("上午", "Morning"),
        12 => lang.pick("下午", "Afternoon"),
        _ => lang.pick("晚上", "Evening"),
    }
}

fn cell(lang: Lang, weekday: &str, cell: Cell, most: u32) -> Markup {
    match cell.percent() {
        None => html! { td.shut data-th=(weekday) { (lang.pick("关", "shut")) } },
        Some(percent) => html! {
            td class=(step(percent, most)) data-th=(weekday) {
                @match percent {
                    0 => (lang.pick("空", "0%")),
                    100 => (lang.pick("满", "full")),
                    _ => { (percent) span.of { "%" } },
                }
            }
        },
    }
}

/// The shade of a cell, in quarters of the busiest one: where all is quiet, the least quiet still stands out.
fn step(percent: u32, most: u32) -> &'static str {
    match (percent * 100).div_ceil(most.max(1)) {
        0 => "h0",
        1..=25 => "h1",
        26..=50 => "h2",
        51..=75 => "h3",
        _ => "h4",
    }
}

/// 星期二上午10:00最挤，用了90%的开放时间；星期日下午2:00最空，用了12%。
pub(super) fn extremes(lang: Lang, heat: &Heat) -> Markup {
    let Some((fullest, emptiest)) = heat.extremes() else {
        return html! { (lang.pick("这段时间里没有人用过。", "Nobody used anything in this period.")) };
    };
    let percent = |(weekday, hour): (u32, i32)| heat.at(weekday, hour).percent().unwrap_or(0);
    let when = |(weekday, hour): (u32, i32)| {
        let day = weekdays::all().nth(weekday as usize).map_or("", |day| dates::weekday(lang, day));
        let (from, to) = (Minute::hm(hour, 0), Minute::hm(hour + 1, 0));
        let times = dates::times(lang, from, to);
        html! { (nb(lang.pick(format!("{day}{times}"), format!("{day} {times}")))) }
    };
    let (most, least) = (percent(fullest), percent(emptiest));
    match lang {
        Lang::Zh => html! {
            (when(fullest)) "最挤，用了" (most) "%的开放时间"
            @if most != least { "；" (when(emptiest)) "最空，" @if least == 0 { "没人用" } @else { "用了" (least) "%" } }
            "。"
        },
        Lang::En => html! {
            (when(fullest)) " is the fullest, with " (most) "% of the open time used"
            @if most != least { "; " (when(emptiest)) " is the emptiest, with " (least) "%" }
            "."
        },
    }
}

/// What the steps mean.
pub(super) fn legend(lang: Lang) -> &'static str {
    lang.pick(
        "格子里是那个钟头用了开放时间的百分之几；颜色越深、边框越粗，越接近最挤的时候。“关”是不开门。",
        "A cell says how much of that hour’s open time was used; the darker and the bolder, the nearer to the fullest.",
    )
}
