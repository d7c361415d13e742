//! The sheets as markup.

use std::collections::HashMap;

use chrono::{Days, Duration, NaiveDate};
use maud::{Markup, html};

use super::sheet::{Tried, Which};
use crate::base::lang::{Lang, dates, words as quantities};
use crate::base::time::Minute;
use crate::domain::attendance::sheet::Row;
use crate::domain::attendance::{Of, Report, words};
use crate::domain::people::PersonId;
use crate::domain::rooms::Room;
use crate::pages::parts::attendance::visits;
use crate::pages::parts::pager::{heading, pager};
use crate::pages::parts::{Button, Field, Tone, empty, error_summary, hidden, mark, notice, remark, say};
use crate::pages::staff::here::Here;

/// So far back a day can be chosen; who has its address sees any.
const AGO: Duration = Duration::days(42);

/// A sheet with all that it shows.
pub(super) struct Sheet<'a> {
    pub here: &'a Here,
    pub which: Which,
    pub date: NaiveDate,
    /// The day's rows, or each drop-in room's.
    pub parts: &'a [(Option<Room>, Vec<Row>)],
    pub authors: &'a HashMap<PersonId, String>,
    /// Days of which something is not reported.
    pub missing: &'a [(NaiveDate, usize)],
    pub tried: &'a Tried,
}

pub(super) fn sheet(sheet: &Sheet) -> Markup {
    let lang = sheet.here.lang();
    let rows = || sheet.parts.iter().flat_map(|(_, rows)| rows);
    let begun = rows().filter(|row| has_begun(sheet.here, row)).count();
    let title = match sheet.which {
        Which::Day => lang.pick("报到场人数", "How many came"),
        Which::Hours => lang.pick("随到随用的房间", "Drop-in rooms"),
    };
    let day = dates::day_and_date(lang, sheet.date, sheet.here.today());
    html! {
        (error_summary(lang, lang.pick("还没保存", "Not saved yet"), &problems(sheet)))
        (heading(html! { (title) }, &under(sheet, &day), days(sheet)))
        (said(sheet))
        @if begun == 0 && rows().count() == 0 {
            (empty("tea", lang.pick("这天没有要报的", "Nothing to report that day"), html! {
                p { (lang.pick("有预约或活动的日子，这里每一场一行。", "On days with bookings or activities each has a line here.")) }
            }))
        } @else {
            form.flow method="post" action=(sheet.here.href(sheet.which.path())) data-rows {
                // Enter in a number saves, and takes over no count of the door.
                button.hide type="submit" tabindex="-1" aria-hidden="true" { (lang.pick("保存填好的", "Save what is filled in")) }
                (hidden("date", &sheet.date.to_string()))
                @for (room, rows) in sheet.parts { (table(sheet, room.as_ref(), rows, &day)) }
                @if begun > 0 {
                    p { (Button::submit(lang.pick("保存填好的", "Save what is filled in")).main()) }
                    @if rows().any(|row| row.reported.visits().is_some()) {
                        p.quiet { (lang.pick("填错了行，把数清掉再保存，就回到“未上报”。", "A number in the wrong row: clear it and save, and it is “not reported” again.")) }
                    }
                    p.quiet { (lang.pick("空着的仍是“未上报”，不算进合计。真的没人来，请填0。", "What stays empty stays “not reported” and is in no total. If nobody came, enter 0.")) }
                }
            }
        }
        (ways(sheet))
    }
}

fn has_begun(here: &Here, row: &Row) -> bool {
    row.held.starts_at <= here.centre.zone.wall(here.now)
}

fn under(sheet: &Sheet, day: &str) -> String {
    let lang = sheet.here.lang();
    let rows = || sheet.parts.iter().flat_map(|(_, rows)| rows).filter(|row| has_begun(sheet.here, row));
    let (all, said) = (rows().count(), rows().filter(|row| row.reported.visits().is_some()).count());
    match (lang, sheet.which) {
        (Lang::Zh, Which::Day) => format!("{day}，已开始{all}场，报了{said}场。没报不等于没人来。"),
        (Lang::Zh, Which::Hours) => format!("{day}，已开始{all}个钟点，报了{said}个。没报不等于没人来。"),
        (Lang::En, _) => format!("{day}: {said} of {all} reported. Not reported is not nobody."),
    }
}

fn days(sheet: &Sheet) -> Markup {
    let (lang, today) = (sheet.here.lang(), sheet.here.today());
    let href = |date: NaiveDate| format!("{}?date={date}", sheet.here.href(sheet.which.path()));
    let named = |date: NaiveDate| (href(date), dates::day_short(lang, date, today));
    let before = sheet.date.checked_sub_days(Days::new(1)).map(named).unwrap_or_default();
    let after = sheet.date.succ_opt().filter(|next| *next <= today).map(named);
    let on = after.as_ref().map(|(href, words)| (href.as_str(), words.as_str()));
    let date = sheet.date.to_string();
    let any = html! {
        form.row.any method="get" action=(sheet.here.href(sheet.which.path())) {
            (Field::new("date", lang.pick("哪天", "Which day")).label_hidden().value(&date).day(lang, today - AGO, today, today))
            (Button::submit(lang.pick("看这天", "Show")))
        }
    };
    pager(lang.pick("换一天", "Another day"), Some((&before.0, &before.1)), on, any)
}

fn problems<'a>(sheet: &'a Sheet) -> Vec<(&'a str, &'a str)> {
    sheet.tried.errors.iter().map(|error| (error.field.as_str(), error.message.as_str())).collect()
}

/// What was saved, or why nothing was.
fn said(sheet: &Sheet) -> Markup {
    let lang = sheet.here.lang();
    html! {
        @match sheet.tried.saved {
            Some(0) => (remark(Tone::Indigo, lang.pick("没有新填的，什么都没有改。", "Nothing new was filled in; nothing changed."))),
            Some(number) => (remark(Tone::Jade, lang.pick(format!("存好了{number}行。"), format!("Saved {}.", quantities::count(number as i64, "row", "rows"))))),
            None => {},
        }
        @if !sheet.tried.meanwhile.is_empty() {
            (notice(Tone::Amber, lang.pick("您填的时候，有人也报了", "Somebody reported meanwhile"), html! {
                p { (lang.pick("下面标出的几行，两个数不一样。什么都还没有存：看一下，要用您填的数就再按一次保存。", "In the rows marked below two numbers differ. Nothing is saved yet: look, and press save again to use yours.")) }
            }))
        }
    }
}

fn table(sheet: &Sheet, room: Option<&Room>, rows: &[Row], day: &str) -> Markup {
    let lang = sheet.here.lang();
    let [what, when, now, number] = match lang {
        Lang::Zh => ["活动", "时间", "现在", "来了几人"],
        Lang::En => ["What", "When", "Now", "How many"],
    };
    let hourly = room.is_some();
    html! {
        @if let Some(room) = room { h2 { (room.name_in(lang)) } }
        @if rows.is_empty() {
            p.quiet { (lang.pick("这天不开放。", "Not open that day.")) }
        } @else {
            table.sheet.stack {
                caption.hide { (room.map_or(day, |room| room.name_in(lang))) }
                thead { tr {
                    @if !hourly { th scope="col" { (what) } }
                    th scope="col" { (when) } th scope="col" { (now) } th scope="col" { (number) }
                } }
                tbody { @for row in rows { (line(sheet, row, number, hourly)) } }
            }
        }
    }
}

fn line(sheet: &Sheet, row: &Row, column: &str, hourly: bool) -> Markup {
    let (here, lang) = (sheet.here, sheet.here.lang());
    let key = row.held.of.key();
    let times = dates::times(lang, row.held.starts_at.minute(), end_of(row));
    let name = row.held.name_in(lang);
    let label = format!("{name}{}{times}{}{column}", lang.pick(" ", ", "), lang.pick("", ": "));
    html! {
        tr {
            @if hourly {
                th scope="row" { (times) }
            } @else {
                th scope="row" { a href=(here.href(&format!("/attendance/{key}"))) { (name) } }
                td data-th=(lang.pick("时间", "When")) { span.nb { (times) } span.under { (row.held.place_in(lang)) } }
            }
            td data-th=(lang.pick("现在", "Now")) { (standing(sheet, row)) }
            td data-th=(column) {
                @if has_begun(here, row) { (field(sheet, row, &key, &label)) (counted(lang, row, &key)) }
                @else if hourly { span.quiet { (lang.pick("还没到", "Not yet")) } }
                @else { (Button::link(&here.href(&format!("/attendance/{key}/counter")), lang.pick("＋1 门口计数", "+1 at the door")).of(&label)) }
            }
        }
    }
}

fn end_of(row: &Row) -> Minute {
    let later = row.held.ends_at.date() > row.held.starts_at.date();
    if later { Minute::DAY_END } else { row.held.ends_at.minute() }
}

/// What is known: the number, whence, from whom, when; and what contradicts it.
fn standing(sheet: &Sheet, row: &Row) -> Markup {
    let (here, lang) = (sheet.here, sheet.here.lang());
    let waiting: Vec<&Report> = row.reported.waiting().collect();
    let now = here.centre.zone.wall(here.now);
    html! {
        @match row.reported.counting() {
            Some(report) => {
                (visits(lang, Some(report.visits)))
                span.under { (source(here, sheet.authors, report)) }
            },
            None if row.no_show => (mark("no", lang.pick("约了没来", "No-show"))),
            None if row.held.starts_at > now => (mark("zero", lang.pick("还没开始", "Not begun"))),
            None if row.held.ends_at > now => (mark("wait", lang.pick("正在进行", "Going on"))),
            None => (visits(lang, None)),
        }
        @for other in waiting {
            p { (mark("wait", &two_numbers(lang, row.reported.visits(), other.visits))) }
            span.under { (source(here, sheet.authors, other)) " "
                a href=(here.href(&format!("/attendance/{}", row.held.of.key()))) { (lang.pick("去选", "Choose")) } }
        }
    }
}

/// 两个数不一样：18和20.
pub(super) fn two_numbers(lang: Lang, counting: Option<i32>, other: i32) -> String {
    let one = words::visits(lang, counting);
    let other = words::visits(lang, Some(other));
    lang.pick(format!("两个数不一样：{one}，{other}"), format!("Two numbers differ: {one}, {other}"))
}

/// 队长的页面，陈秀兰，今天 上午8:10.
pub(super) fn source(here: &Here, authors: &HashMap<PersonId, String>, report: &Report) -> Markup {
    let lang = here.lang();
    let by = report.reported_by.and_then(|id| authors.get(&id));
    html! {
        (report.source.name(lang))
        @if let Some(by) = by { (lang.pick("，", ", ")) (by) }
        (lang.pick("，", ", ")) (say::moment(lang, here.centre.zone.wall(report.reported_at), here.today()))
    }
}

fn field(sheet: &Sheet, row: &Row, key: &str, label: &str) -> Markup {
    let lang = sheet.here.lang();
    let (id, was) = (format!("n-{key}"), row.reported.visits().map(|number| number.to_string()));
    let was = was.unwrap_or_default();
    let typed = if sheet.tried.fields.has(&id) { sheet.tried.fields.get(&id) } else { &was };
    let error = sheet.tried.errors.of(&id);
    let meanwhile = sheet.tried.meanwhile.get(&row.held.of);
    let wrong = error.is_some() || meanwhile.is_some();
    let described = wrong.then(|| format!("{id}-error"));
    let seen = row.reported.newest().map(|id| id.to_string()).unwrap_or_default();
    html! {
        div.field.wrong[wrong] {
            label.hide for=(id) { (label) }
            @if let Some(error) = error { p.err #{ (id) "-error" } { (error) } }
            @else if let Some(reported) = meanwhile {
                p.err #{ (id) "-error" } {
                    @let yours = if typed.is_empty() { lang.pick("空的", "nothing") } else { typed };
                    (lang.pick(
                        format!("刚有人报了{}，您填的是{yours}。", words::visits(lang, newest(&reported.0))),
                        format!("Somebody said {} just now; you wrote {yours}.", words::visits(lang, newest(&reported.0))),
                    ))
                }
            }
            input.short #(id) name=(id) type="text" inputmode="numeric" autocomplete="off" size="5"
                value=[Some(typed).filter(|typed| !typed.is_empty())]
                aria-invalid=[wrong.then_some("true")] aria-describedby=[described];
        }
        (hidden(&format!("seen-{key}"), &seen))
        // Saved once more, what is cleared is taken back, and the same number is said.
        @if !was.is_empty() && (meanwhile.is_none() || typed.is_empty()) { (hidden(&format!("was-{key}"), &was)) }
    }
}

/// 门口数到10位，就用10人次: where nobody confirmed another number.
fn counted(lang: Lang, row: &Row, key: &str) -> Markup {
    let confirmed = row.reported.counting().is_some_and(|report| !report.is_unconfirmed_count());
    let number = row.counted;
    html! {
        @if number > 0 && !confirmed {
            p { (lang.pick(format!("门口数到{number}位。"), format!("{number} counted at the door."))) }
            button.btn type="submit" name={ "door-" (key) } value=(number) {
                (lang.pick(format!("就用{number}人次"), format!("Use {number}")))
                span.hide { (lang.pick("：", ": ")) (row.held.name_in(lang)) }
            }
        }
    }
}

fn newest(reports: &[Report]) -> Option<i32> {
    reports.last().map(|report| report.visits)
}

fn ways(sheet: &Sheet) -> Markup {
    let (here, lang) = (sheet.here, sheet.here.lang());
    let other = match sheet.which {
        Which::Day => (Which::Hours, lang.pick("随到随用的房间，按钟点报", "Drop-in rooms, by the hour")),
        Which::Hours => (Which::Day, lang.pick("预约和活动", "Bookings and activities")),
    };
    let href = format!("{}?date={}", here.href(other.0.path()), sheet.date);
    let missing: Vec<&(NaiveDate, usize)> =
        sheet.missing.iter().filter(|(date, _)| *date != sheet.date).collect();
    html! {
        @if !missing.is_empty() && sheet.which == Which::Day {
            section.flow {
                h2 { (lang.pick("还有没报的日子", "Days with something missing")) }
                p.row {
                    @for (date, number) in missing {
                        @let words = dates::date(lang, *date, here.today());
                        @let words = lang.pick(format!("{words}，{number}场"), format!("{words}: {number}"));
                        (Button::link(&format!("{}?date={date}", here.href("/attendance")), &words))
                    }
                }
            }
        }
        p { a href=(href) { (other.1) } }
    }
}

/// What a row is about, where it is a booking.
pub(super) fn booking_href(here: &Here, of: Of) -> Option<String> {
    match of {
        Of::Booking(id) => Some(here.href(&format!("/bookings/{id}"))),
        Of::Session(_) | Of::Hour(..) => None,
    }
}
