//! A report to read, and to print: the published sentence first, then one idea a block.

use chrono::NaiveDate;
use maud::{Markup, html};

use super::blocks_view::{bars, definitions, figures, results, shares, table};
use super::chooser_view::Chooser;
use super::heat_view::{extremes, heat, legend};
use super::tables::{WORDS, called, further, only, title};
use crate::base::lang::Lang;
use crate::base::web::assets;
use crate::domain::reports::{By, Key, Public, Report, Row, words};
use crate::pages::parts::{Button, icon, say};

/// What is shown, to whom, when.
pub(super) struct Shown<'a> {
    pub report: &'a Report<'a>,
    pub lang: Lang,
    pub today: NaiveDate,
    /// Everything unfolded, for A4.
    pub paper: bool,
}

impl Shown<'_> {
    fn rows(&self, by: By) -> Vec<Row> {
        self.report.rows(by)
    }

    /// The parts worth a block: more than what belongs to nothing.
    fn parts(&self, by: By) -> Vec<Row> {
        let rows = self.rows(by);
        if rows.iter().any(|row| row.key != Key::Rest) { rows } else { Vec::new() }
    }
}

/// The page.
pub(super) fn page(shown: &Shown, chooser: &Chooser) -> Markup {
    let (lang, report) = (shown.lang, shown.report);
    let period = report.facts.period;
    let book = chooser.same("/tables.xlsx", None);
    let paper = chooser.same("/print", None);
    html! {
        div.row.apart {
            link rel="stylesheet" href=(assets::report_css());
            h1 { (words::period(lang, period, shown.today)) }
            p.row {
                (Button::link(&book, lang.pick("下载表格", "Download")).icon("grid"))
                (Button::link(&paper, lang.pick("打印", "Print")).icon("print"))
            }
        }
        (chooser.choosing())
        @if report.filter.is_all() { (sentences(shown, &report.public())) }
        @else { p { (lang.pick("只看：", "Only: ")) strong { (only(lang, report.facts, report.filter)) } } }
        h2 .hide { (lang.pick("总数", "In all")) }
        (figures(shown, report.figures()))
        (troupes(shown))
        (rooms(shown))
        (kinds(shown))
        (months(shown))
        (agreements(shown))
        (week(shown))
        @if !further(report).is_empty() {
            h2 { (lang.pick("其他成果", "Further results")) }
            (results(shown))
        }
        h2 { (lang.pick("放心用这些数", "What stands behind it")) }
        details {
            summary { (lang.pick("怎么算的", "How the figures are found")) }
            (definitions(lang))
        }
        p { (Button::link(&format!("{}/centres", chooser.base), lang.pick("各中心放在一起看", "Centres beside each other")).icon("grid")) }
        details {
            summary { (lang.pick("只要一张表（CSV）", "A single table (CSV)")) }
            ul.card.plainlist {
                @for word in WORDS {
                    li { a href=(chooser.same("/tables.csv", Some(("table", word)))) { (called(lang, word)) } }
                }
            }
        }
    }
}

/// The sentence that centres publish, rounded and exact, in both languages.
fn sentences(shown: &Shown, public: &Public) -> Markup {
    let (lang, other) = (shown.lang, shown.lang.other());
    html! {
        section.flow aria-labelledby="sentence" {
            h2.hide #sentence { (lang.pick("对外说的一句话", "The sentence to publish")) }
            blockquote { p.publish #said-rounded { (words::sentence(lang, public, false)) } }
            p.row { (copy(lang, "said-rounded", lang.pick("复制这句话", "Copy this sentence"))) }
            @let behind = words::behind(lang, public);
            @if !behind.is_empty() { p.quiet { (behind) } }
            details {
                summary { (lang.pick("准确数，和英文的", "Exact numbers, and in Chinese")) }
                div.flow {
                    (one_more(lang, lang, "said-exact", &words::sentence(lang, public, true)))
                    (one_more(lang, other, "said-other", &words::sentence(other, public, false)))
                    (one_more(lang, other, "said-other-exact", &words::sentence(other, public, true)))
                }
            }
        }
    }
}

fn one_more(lang: Lang, of: Lang, id: &str, sentence: &str) -> Markup {
    html! {
        blockquote lang=(of.tag()) { p.publish #(id) { (sentence) } }
        p.row { (copy(lang, id, lang.pick("复制", "Copy"))) }
    }
}

/// A button that appears where scripts run; without one, a press on the words marks them all.
fn copy(lang: Lang, id: &str, words: &str) -> Markup {
    html! {
        button.btn type="button" hidden data-copy=(id) data-copied=(lang.pick("已复制", "Copied")) {
            (icon("paper")) (words)
        }
    }
}

fn behind(summary: &str, table: Markup) -> Markup {
    html! { details { summary { (summary) } (table) } }
}

fn troupes(shown: &Shown) -> Markup {
    let lang = shown.lang;
    let rows = shown.parts(By::Troupe);
    html! {
        @if !rows.is_empty() {
            h2 { (lang.pick("各队开展了多少次", "How often each troupe met")) }
            div.card { (bars(shown, By::Troupe, &rows)) }
            (behind(
                lang.pick("看各队的人次、人数和时长", "Visits, people and hours of each troupe"),
                table(shown, By::Troupe, &rows, title(lang, By::Troupe), true),
            ))
        }
    }
}

fn rooms(shown: &Shown) -> Markup {
    let lang = shown.lang;
    let rows = shown.parts(By::Room);
    html! {
        @if !rows.is_empty() {
            h2 { (lang.pick("各功能室用得多不多", "How much each room was used")) }
            div.card { (shares(shown, &rows)) }
            (behind(
                lang.pick("看各功能室的场次、人次和时长", "Times, visits and hours of each room"),
                table(shown, By::Room, &rows, title(lang, By::Room), true),
            ))
        }
    }
}

fn kinds(shown: &Shown) -> Markup {
    let lang = shown.lang;
    let (kinds, tags) = (shown.parts(By::Kind), shown.parts(By::Tag));
    html! {
        @if !kinds.is_empty() {
            h2 { (lang.pick("都是些什么活动", "What kinds of activity")) }
            div.card { (bars(shown, By::Kind, &kinds)) }
            (behind(
                lang.pick("看各类活动的人次、人数和时长", "Visits, people and hours of each kind"),
                table(shown, By::Kind, &kinds, title(lang, By::Kind), true),
            ))
        }
        @if !tags.is_empty() {
            (behind(lang.pick("按标签看", "By tag"), table(shown, By::Tag, &tags, title(lang, By::Tag), true)))
        }
    }
}

fn months(shown: &Shown) -> Markup {
    let lang = shown.lang;
    let rows = shown.rows(By::Month);
    html! {
        @if rows.len() > 1 {
            h2 { (lang.pick("一个月一个月看", "Month by month")) }
            div.card { (bars(shown, By::Month, &rows)) }
            (behind(
                lang.pick("看各月的人次、人数和时长", "Visits, people and hours of each month"),
                table(shown, By::Month, &rows, title(lang, By::Month), true),
            ))
        }
    }
}

fn agreements(shown: &Shown) -> Markup {
    let lang = shown.lang;
    let rows = shown.parts(By::Agreement);
    html! {
        @if !rows.is_empty() {
            (behind(
                lang.pick("按协议和协议的年份看", "By agreement and its years"),
                table(shown, By::Agreement, &rows, title(lang, By::Agreement), true),
            ))
        }
    }
}

fn week(shown: &Shown) -> Markup {
    let (lang, report) = (shown.lang, shown.report);
    let all = report.heat(None);
    let rooms: Vec<_> = report.rooms().into_iter().filter(|room| room.is_bookable()).collect();
    html! {
        @if !all.hours().is_empty() {
            h2 { (lang.pick("什么时候最挤", "When it is full")) }
            p { (extremes(lang, &all)) }
            div.card { (heat(lang, legend(lang), &all)) }
            @if rooms.len() > 1 {
                details {
                    summary { (lang.pick("一间一间看", "Room by room")) }
                    div.flow {
                        @for room in rooms {
                            @let one = report.heat(Some(room.id));
                            h3 { (room.name_in(lang)) }
                            p { (extremes(lang, &one)) }
                            @if one.extremes().is_some() { div.card { (heat(lang, room.name_in(lang), &one)) } }
                        }
                    }
                }
            }
        }
    }
}

/// On paper, all of it.
pub(super) fn sheet(shown: &Shown) -> Markup {
    let (lang, report) = (shown.lang, shown.report);
    let public = report.public();
    let all = report.heat(None);
    html! {
        div {
            link rel="stylesheet" href=(assets::report_css());
            h1 { (words::period(lang, report.facts.period, shown.today)) (lang.pick("的统计", ": report")) }
        }
        @if report.filter.is_all() {
            p.big { (words::sentence(lang, &public, false)) }
            p { (words::sentence(lang, &public, true)) }
            p.quiet { (words::behind(lang, &public)) }
        } @else { p { (lang.pick("只看：", "Only: ")) strong { (only(lang, report.facts, report.filter)) } } }
        (figures(shown, report.figures()))
        @for by in [By::Troupe, By::Room, By::Kind, By::Tag, By::Month, By::Agreement] {
            @let rows = shown.parts(by);
            @if !rows.is_empty() && (by != By::Month || rows.len() > 1) {
                h2 { (title(lang, by)) }
                @match by {
                    By::Troupe | By::Month | By::Kind => (bars(shown, by, &rows)),
                    By::Room => (shares(shown, &rows)),
                    _ => {},
                }
                (table(shown, by, &rows, title(lang, by), true))
            }
        }
        @if !all.hours().is_empty() {
            h2 { (lang.pick("什么时候最挤", "When it is full")) }
            p { (extremes(lang, &all)) }
            (heat(lang, legend(lang), &all))
        }
        @if !further(report).is_empty() {
            h2 { (lang.pick("其他成果", "Further results")) }
            (results(shown))
        }
        h2 { (lang.pick("怎么算的", "How the figures are found")) }
        (definitions(lang))
        p.quiet { (lang.pick("打印于", "Printed on ")) (say::date(lang, shown.today, shown.today)) }
    }
}
