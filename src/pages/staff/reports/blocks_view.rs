//! The blocks of a report: big figures, lengths beside words, tables, further results, and what it all means.

use maud::{Markup, html};

use super::tables::{further, name};
use super::view::Shown;
use crate::base::lang::{Lang, words as say};
use crate::domain::centres::either;
use crate::domain::reports::{By, Figures, Key, Row, words};
use crate::pages::parts::{Column, classes, nb, when};

/// The whole in big figures, each with what has to be known about it.
pub(super) fn figures(shown: &Shown, figures: &Figures) -> Markup {
    let lang = shown.lang;
    let Figures { sessions, people, share, drop_in, .. } = figures;
    let share = match share.percent() {
        Some(percent) => {
            lang.pick(format!("用了开放时间的{percent}%"), format!("{percent}% of the opening hours"))
        }
        None => String::new(),
    };
    html! {
        dl.figures {
            (figure(lang.pick("开展了", "Held"), &sessions.to_string(), lang.pick("场", ""), &lost(lang, figures)))
            (figure(
                lang.pick("来了", "Came"),
                &words::visits(lang, figures),
                if figures.visits().is_some() { lang.pick("人次", "visits") } else { "" },
                &words::coverage_of(lang, figures),
            ))
            (figure(
                lang.pick("有多少人", "How many people"),
                &words::people(lang, people),
                if people.total().is_some() { lang.pick("人", "") } else { "" },
                &words::people_note(lang, people),
            ))
            (figure(lang.pick("一共", "In all"), &hours(lang, figures.minutes), lang.pick("小时", "hours"), &share))
            @if drop_in.hours > 0 || drop_in.counted > 0 {
                (figure(
                    lang.pick("随到随用", "Dropped in"),
                    &if drop_in.counted == 0 { lang.pick("没数", "Not counted").to_owned() } else { drop_in.visits.to_string() },
                    if drop_in.counted == 0 { "" } else { lang.pick("人次", "visits") },
                    &counted(lang, drop_in.counted, drop_in.hours),
                ))
            }
        }
    }
}

/// 开放90个钟头，数了80个.
fn counted(lang: Lang, counted: u32, hours: u32) -> String {
    match (lang, counted) {
        (Lang::Zh, 0) => format!("开放{hours}个钟头，都没数"),
        (Lang::Zh, _) => format!("开放{hours}个钟头，数了{counted}个"),
        (Lang::En, _) => format!("{counted} of {hours} open hours counted"),
    }
}

fn figure(name: &str, number: &str, unit: &str, note: &str) -> Markup {
    html! {
        div {
            dt { (name) }
            dd.big { (number) @if !unit.is_empty() { small { (unit) } } }
            @if !note.is_empty() { dd { (note) } }
        }
    }
}

/// What was not held: 另有2场没人来，3场让出. Empty when there is none.
fn lost(lang: Lang, figures: &Figures) -> String {
    let Figures { no_shows, displaced, .. } = figures;
    let mut said = Vec::new();
    if *no_shows > 0 {
        said.push(
            lang.pick(format!("{no_shows}场没人来"), say::count((*no_shows).into(), "no-show", "no-shows")),
        );
    }
    if *displaced > 0 {
        said.push(lang.pick(format!("{displaced}场让出"), format!("{displaced} displaced")));
    }
    match said.is_empty() {
        true => String::new(),
        false => lang
            .pick(format!("另有{}", say::list(lang, &said)), format!("besides {}", say::list(lang, &said))),
    }
}

/// Whole hours where there are many.
fn hours(lang: Lang, minutes: i64) -> String {
    match i32::try_from(minutes) {
        Ok(minutes) if minutes < 6000 => say::hours_number(lang, minutes),
        _ => ((minutes + 30) / 60).to_string(),
    }
}

/// How often each part: as many as were reported drawn full, the rest open.
pub(super) fn bars(shown: &Shown, by: By, rows: &[Row]) -> Markup {
    let lang = shown.lang;
    let most = rows.iter().map(|row| row.figures.sessions).max().unwrap_or(0).max(1);
    let open = rows.iter().any(|row| row.figures.reported < row.figures.sessions);
    html! {
        ol.bars {
            @for row in rows {
                @let Figures { sessions, reported, .. } = &row.figures;
                li {
                    span { (name(lang, shown.report, by, row)) }
                    svg viewBox={ "0 0 " (most) " 1" } preserveAspectRatio="none" aria-hidden="true" {
                        rect width=(reported) height="1" {}
                        @if reported < sessions { rect.unknown x=(reported) width=(sessions - reported) height="1" {} }
                    }
                    strong { (lang.pick(format!("{sessions}次"), say::count((*sessions).into(), "time", "times"))) }
                }
            }
        }
        @if open {
            ul.legend {
                li { i {} (lang.pick("报了到场数", "reported")) }
                li { i.unknown {} (lang.pick("还没上报", "not reported")) }
            }
        }
    }
}

/// How full each room is.
pub(super) fn shares(shown: &Shown, rows: &[Row]) -> Markup {
    let lang = shown.lang;
    html! {
        ol.bars {
            @for row in rows {
                @if let (Some(percent), Key::Room(_)) = (row.figures.share.percent(), row.key) {
                    li {
                        span { (name(lang, shown.report, By::Room, row)) }
                        svg viewBox="0 0 100 1" preserveAspectRatio="none" aria-hidden="true" { rect width=(percent) height="1" {} }
                        strong { (lang.pick("用了", "")) (percent) "%" (lang.pick("", " used")) }
                    }
                }
            }
        }
    }
}

/// The parts with all their figures; the total beneath where the parts make it up.
pub(super) fn table(shown: &Shown, by: By, rows: &[Row], caption: &str, hidden: bool) -> Markup {
    let lang = shown.lang;
    let drop_in = rows.iter().any(|row| row.figures.drop_in.hours > 0);
    let lost = rows.iter().any(|row| row.figures.no_shows + row.figures.displaced > 0);
    let mut columns = vec![
        Column::text(super::tables::title(lang, by)),
        Column::number(lang.pick("场次", "Held")),
        Column::number(lang.pick("已上报", "Reported")),
        Column::number(lang.pick("人次", "Visits")),
        Column::number(lang.pick("人数", "People")),
        Column::number(lang.pick("小时", "Hours")),
        Column::number(lang.pick("用了开放时间", "Of open hours")),
    ];
    if lost {
        columns.push(Column::number(lang.pick("没人来", "No-shows")));
        columns.push(Column::number(lang.pick("让出", "Displaced")));
    }
    if drop_in {
        columns.push(Column::number(lang.pick("随到随用人次", "Dropped in")));
    }
    let sum = (by != By::Tag && rows.len() > 1).then(|| shown.report.figures());
    html! {
        table.sheet.stack[!shown.paper].dense tabindex=[shown.paper.then_some("0")] {
            caption class=[classes(&[when(hidden, "hide")])] { (caption) }
            thead { tr { @for column in &columns { th class=[classes(&[when(column.number, "n")])] scope="col" { (column.title) } } } }
            tbody {
                @for row in rows {
                    tr {
                        th scope="row" { (name(lang, shown.report, by, row)) }
                        (cells(lang, &columns, &row.figures, lost, drop_in))
                    }
                }
            }
            @if let Some(sum) = sum {
                tfoot { tr { th scope="row" { (lang.pick("合计", "Total")) } (cells(lang, &columns, sum, lost, drop_in)) } }
            }
        }
    }
}

fn cells(lang: Lang, columns: &[Column], figures: &Figures, lost: bool, drop_in: bool) -> Markup {
    let Figures { sessions, reported, minutes, people, share, .. } = figures;
    let or_none = |told: Markup| {
        if *sessions == 0 {
            html! { "–" }
        } else {
            told
        }
    };
    let short = words::basis_short(lang, people);
    let mut cells = vec![
        html! { (sessions) },
        or_none(nb(format!("{reported}/{sessions}"))),
        or_none(html! { (words::visits(lang, figures)) }),
        or_none(html! { (words::people(lang, people)) @if !short.is_empty() { small { (short) } } }),
        html! { (hours(lang, *minutes)) },
        html! { (words::share(lang, *share)) },
    ];
    if lost {
        cells.push(html! { (figures.no_shows) });
        cells.push(html! { (figures.displaced) });
    }
    if drop_in {
        cells.push(match (figures.drop_in.counted, figures.drop_in.hours) {
            (0, 0) => html! { "–" },
            (0, _) => html! { (lang.pick("没数", "Not counted")) },
            _ => html! { (figures.drop_in.visits) },
        });
    }
    html! {
        @for (column, cell) in columns.iter().skip(1).zip(cells) { td.n data-th=(column.title) { (cell) } }
    }
}

/// 招聘会：单位数25，岗位数767.
pub(super) fn results(shown: &Shown) -> Markup {
    let lang = shown.lang;
    html! {
        ul.card.plainlist {
            @for (title, title_en, results) in further(shown.report) {
                li {
                    strong { (either(lang, title, title_en)) }
                    (lang.pick("：", ": "))
                    @let said: Vec<String> = results.iter().map(|(name, value)| format!("{name} {value}")).collect();
                    (say::list(lang, &said))
                }
            }
        }
    }
}

/// What every figure means.
pub(super) fn definitions(lang: Lang) -> Markup {
    html! {
        dl.means { @for (term, means) in words::definitions(lang) { dt { (term) } dd { (means) } } }
    }
}
