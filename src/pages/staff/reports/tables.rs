//! A report as plain tables, for the page and for files: every number, and a word where there is none.

use std::collections::BTreeMap;

use chrono::NaiveDate;

use crate::base::lang::{Lang, dates, words as say};
use crate::base::time::Minute;
use crate::domain::activities::ActivityId;
use crate::domain::days::weekdays;
use crate::domain::reports::{By, Facts, Fate, Filter, Report, Row, Use, words};
use crate::pages::parts::report::{Table, Value, columns, figure_cells, text};

/// The words of all tables, the whole first.
pub(super) const WORDS: [&str; 12] = [
    "summary",
    "troupe",
    "agreement",
    "room",
    "kind",
    "tag",
    "month",
    "sessions",
    "drop-in",
    "results",
    "week",
    "definitions",
];

/// All tables that have anything in them.
pub(super) fn tables(lang: Lang, report: &Report, today: NaiveDate) -> Vec<Table> {
    let tables = WORDS.iter().filter_map(|word| table(lang, report, today, word));
    tables.filter(|table| !table.rows.is_empty()).collect()
}

/// One table by its word.
pub(super) fn table(lang: Lang, report: &Report, today: NaiveDate, word: &str) -> Option<Table> {
    Some(match word {
        "summary" => whole(lang, report, today),
        "sessions" => uses(lang, report),
        "drop-in" => drop_in(lang, report),
        "results" => results(lang, report),
        "week" => week(lang, report),
        "definitions" => definitions(lang),
        _ => parts(lang, report, By::from_word(word)?),
    })
}

/// What a table is called.
pub(super) fn called(lang: Lang, word: &str) -> &'static str {
    match word {
        "summary" => lang.pick("概况", "Summary"),
        "sessions" => lang.pick("明细", "Each one"),
        "drop-in" => lang.pick("随到随用", "Drop-in"),
        "results" => lang.pick("其他成果", "Further results"),
        "week" => lang.pick("什么时候最挤", "When it is full"),
        "definitions" => lang.pick("怎么算的", "Definitions"),
        _ => By::from_word(word).map_or("", |by| title(lang, by)),
    }
}

fn definitions(lang: Lang) -> Table {
    Table {
        name: called(lang, "definitions"),
        columns: vec![lang.pick("项目", "Figure"), lang.pick("怎么算的", "How it is found")],
        rows: words::definitions(lang).iter().map(|(term, means)| vec![text(*term), text(*means)]).collect(),
    }
}

/// What the filter lets through, in words; empty for everything.
pub(super) fn only(lang: Lang, facts: &Facts, filter: Filter) -> String {
    let troupe = filter.troupe.and_then(|id| facts.troupe(id)).map(|one| one.name_in(lang).to_owned());
    let agreement = filter.agreement.and_then(|id| facts.contract(id)).map(|one| one.number.clone());
    let room = filter.room.and_then(|id| facts.catalogue.room(id)).map(|one| one.name_in(lang).to_owned());
    let kind = filter.kind.map(|kind| kind.name(lang).to_owned());
    let tag = filter.tag.and_then(|id| facts.tags.iter().find(|tag| tag.id == id));
    let tag = tag.map(|tag| tag.name_in(lang).to_owned());
    let said: Vec<String> = [troupe, agreement, room, kind, tag].into_iter().flatten().collect();
    say::list(lang, &said)
}

fn whole(lang: Lang, report: &Report, today: NaiveDate) -> Table {
    let (facts, figures, public) = (report.facts, report.figures(), report.public());
    let mut rows = vec![vec![
        text(lang.pick("时间", "Period")),
        text(words::days(lang, facts.period)),
        text(words::period(lang, facts.period, today)),
    ]];
    if report.filter.is_all() {
        for (name, exact) in [(lang.pick("约数", "Rounded"), false), (lang.pick("准确数", "Exact"), true)]
        {
            let sentence = words::sentence(lang, &public, exact);
            rows.push(vec![text(name), text(sentence), text(words::behind(lang, &public))]);
        }
    } else {
        let only = only(lang, facts, report.filter);
        rows.push(vec![text(lang.pick("只看", "Only")), text(only), text("")]);
    }
    let cells = figure_cells(lang, figures);
    rows.extend(
        columns(lang).into_iter().skip(1).zip(cells).map(|(name, value)| vec![text(name), value, text("")]),
    );
    Table {
        name: called(lang, "summary"),
        columns: vec![lang.pick("项目", "Figure"), lang.pick("数", "Number"), lang.pick("说明", "Remark")],
        rows,
    }
}

fn parts(lang: Lang, report: &Report, by: By) -> Table {
    let row = |row: Row| {
        let mut cells = vec![text(name(lang, report, by, &row))];
        cells.extend(figure_cells(lang, &row.figures));
        cells
    };
    let rows: Vec<Vec<Value>> = report.rows(by).into_iter().map(row).collect();
    Table { name: title(lang, by), columns: columns(lang), rows }
}

/// 各队 / By troupe.
pub(super) fn title(lang: Lang, by: By) -> &'static str {
    match by {
        By::Troupe => lang.pick("各队", "By troupe"),
        By::Agreement => lang.pick("各份协议", "By agreement"),
        By::Room => lang.pick("各功能室", "By room"),
        By::Kind => lang.pick("各类活动", "By kind"),
        By::Tag => lang.pick("各标签", "By tag"),
        By::Month => lang.pick("各月", "By month"),
    }
}

/// What a part is called; what belongs to none has a name by what it has not.
pub(super) fn name(lang: Lang, report: &Report, by: By, row: &Row) -> String {
    use crate::domain::reports::Key;
    match (row.key, by) {
        (Key::Rest, By::Troupe) => lang.pick("中心自己的活动", "The centre’s own activities").to_owned(),
        (Key::Rest, By::Agreement) => lang.pick("不在协议下的", "Under no agreement").to_owned(),
        (Key::Rest, By::Room) => lang.pick("室外", "Outdoors").to_owned(),
        (Key::Rest, By::Tag) => lang.pick("没有标签的", "Without a tag").to_owned(),
        (key, _) => words::key(lang, report.facts, key),
    }
}

/// Every use, one a row.
fn uses(lang: Lang, report: &Report) -> Table {
    let facts = report.facts;
    let row = |one: &&Use| {
        let part = one.span.within_day();
        let room = one.room.and_then(|id| facts.catalogue.room(id));
        let troupe = one.troupe.and_then(|id| facts.troupe(id));
        let about = one.activity.and_then(|id| facts.activities.get(&id));
        let fate = match one.fate {
            Fate::Held => lang.pick("开展了", "Held"),
            Fate::NoShow => lang.pick("没人来", "No-show"),
            Fate::Displaced => lang.pick("让出", "Displaced"),
        };
        let visits = match (one.fate, one.visits) {
            (Fate::Held, Some(visits)) => Value::Number(visits.into()),
            (Fate::Held, None) => text(lang.pick("未上报", "Not reported")),
            _ => text(""),
        };
        vec![
            Value::Date(one.span.date()),
            text(dates::clock(part.from())),
            text(dates::clock(part.to())),
            text(room.map_or(lang.pick("室外", "Outdoors"), |room| room.name_in(lang))),
            text(one.kind.name(lang)),
            text(about.map_or("", |about| about.title_in(lang))),
            text(troupe.map_or("", |troupe| troupe.name_in(lang))),
            text(fate),
            visits,
            Value::Minutes(one.span.minutes().into()),
        ]
    };
    Table {
        name: called(lang, "sessions"),
        columns: vec![
            lang.pick("日期", "Date"),
            lang.pick("开始", "From"),
            lang.pick("结束", "To"),
            lang.pick("功能室", "Room"),
            lang.pick("种类", "Kind"),
            lang.pick("活动", "Activity"),
            lang.pick("队伍", "Troupe"),
            lang.pick("结果", "What became of it"),
            lang.pick("人次", "Visits"),
            lang.pick("小时", "Hours"),
        ],
        rows: report.uses().iter().map(row).collect(),
    }
}

/// What was counted in drop-in rooms, hour by hour.
fn drop_in(lang: Lang, report: &Report) -> Table {
    let facts = report.facts;
    let filter = Filter { room: None, ..report.filter };
    let about = |room| filter.is_all() && report.filter.room.is_none_or(|only| only == room);
    let row = |count: &crate::domain::reports::Count| {
        let room = facts.catalogue.room(count.room);
        vec![
            Value::Date(count.at.date()),
            text(dates::clock(count.at.minute())),
            text(room.map_or("", |room| room.name_in(lang))),
            Value::Number(count.visits.into()),
        ]
    };
    Table {
        name: called(lang, "drop-in"),
        columns: vec![
            lang.pick("日期", "Date"),
            lang.pick("几点起", "Hour from"),
            lang.pick("功能室", "Room"),
            lang.pick("人次", "Visits"),
        ],
        rows: facts.counts.iter().filter(|count| about(count.room)).map(row).collect(),
    }
}

/// The activities of the report with further figures, by title: 招聘会, 单位数 25.
pub(super) fn further<'a>(report: &'a Report) -> Vec<(&'a str, &'a str, &'a BTreeMap<String, i64>)> {
    let held = report.uses().iter().filter(|one| one.fate == Fate::Held);
    let shown: BTreeMap<ActivityId, ()> = held.filter_map(|one| Some((one.activity?, ()))).collect();
    let activity = |id: &ActivityId| report.facts.activities.get(id);
    let abouts = shown.keys().filter_map(activity).filter(|about| !about.results.is_empty());
    abouts.map(|about| (about.title.as_str(), about.title_en.as_str(), &about.results)).collect()
}

fn results(lang: Lang, report: &Report) -> Table {
    let rows = further(report).into_iter().flat_map(|(title, title_en, results)| {
        let title = crate::domain::centres::either(lang, title, title_en).to_owned();
        let row = move |(name, value): (&String, &i64)| {
            vec![text(title.as_str()), text(name.as_str()), Value::Number(*value)]
        };
        results.iter().map(row).collect::<Vec<_>>()
    });
    Table {
        name: called(lang, "results"),
        columns: vec![lang.pick("活动", "Activity"), lang.pick("项目", "Figure"), lang.pick("数", "Number")],
        rows: rows.collect(),
    }
}

/// How full each room is, by weekday and hour.
fn week(lang: Lang, report: &Report) -> Table {
    let mut rows = Vec::new();
    for room in report.rooms().into_iter().filter(|room| room.is_bookable()) {
        let heat = report.heat(Some(room.id));
        for (number, weekday) in (0..).zip(weekdays::all()) {
            for hour in heat.hours() {
                let cell = heat.at(number, hour);
                let Some(percent) = cell.percent() else { continue };
                rows.push(vec![
                    text(room.name_in(lang)),
                    text(dates::weekday(lang, weekday)),
                    text(dates::clock(Minute::hm(hour, 0))),
                    Value::Percent(percent),
                ]);
            }
        }
    }
    Table {
        name: called(lang, "week"),
        columns: vec![
            lang.pick("功能室", "Room"),
            lang.pick("星期", "Weekday"),
            lang.pick("几点起", "Hour from"),
            lang.pick("用了开放时间", "Share of open hours"),
        ],
        rows,
    }
}
