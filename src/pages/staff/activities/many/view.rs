//! The table, and how its rows look together.

use maud::{Markup, html};

use super::Known;
use super::rows::{COLUMNS, LINES, Read, name};
use crate::base::lang::{Lang, dates};
use crate::base::time::{Minute, Span};
use crate::base::web::form::{Errors, Fields};
use crate::domain::activities::many::Look;
use crate::domain::activities::{ActivityKind, Venue};
use crate::domain::days::weekdays;
use crate::domain::rooms::Room;
use crate::pages::parts::{Button, Choice, Field, Tone, crumbs, error_summary, hidden, mark, notice, tick};
use crate::pages::staff::activities::inputs::{self, Typed};
use crate::pages::staff::activities::{plan_view, trouble};
use crate::pages::staff::here::Here;

const COMMON: [&str; 17] = [
    "kind",
    "first",
    "count",
    "audience",
    "audience_en",
    "age_from",
    "age_to",
    "guardian",
    "registration",
    "places",
    "party_limit",
    "opens_date",
    "opens_time",
    "closes_date",
    "closes_time",
    "reviewed",
    "tag",
];
/// Dates in the way that a row names.
const NAMED: usize = 3;

pub(super) fn title(lang: Lang) -> &'static str {
    lang.pick("一次排好几门课", "Many courses at once")
}

pub(super) fn form(here: &Here, known: &Known, fields: &Fields, errors: &Errors) -> Markup {
    let (lang, today) = (here.lang(), here.today());
    let (rooms, typed) = (known.rooms.as_slice(), Typed { lang, today, fields, errors });
    let problems: Vec<(&str, &str)> =
        errors.iter().map(|error| (error.field.as_str(), error.message.as_str())).collect();
    let kinds: Vec<Choice> =
        ActivityKind::ALL.iter().map(|kind| Choice::new(kind.word(), kind.name(lang))).collect();
    let field = |name: &'static str, label: &'static str| {
        Field::new(name, label).value(fields.get(name)).error(errors.of(name))
    };
    html! {
        (crumbs(lang.pick("位置", "Where"), &[(&here.href("/activities"), lang.pick("活动", "Activities"))], title(lang)))
        (error_summary(lang, lang.pick("还不能看", "Not ready yet"), &problems))
        h1 { (title(lang)) }
        p.quiet { (lang.pick("一行一门课，每周一次。先一起看有没有冲突，再选要存哪几门。", "A line for each course, once a week. First see all clashes together, then choose which to save.")) }
        form.flow method="post" action=(here.href("/activities/many")) {
            div.card.flow {
                (field("kind", lang.pick("都是哪一类？", "What kind are they?")).select(&kinds))
                div.pair {
                    (field("first", lang.pick("从哪天起？", "From which day?")).help(lang.pick("哪一行不同，写在那一行。", "Where a line differs, write it there. ")).date_typed(lang, today))
                    (field("count", lang.pick("上几次？", "How many times?")).number())
                }
                (inputs::tags(typed, &known.tags))
                (field("audience", lang.pick("都给谁办的？", "For whom are they?")).text())
                (inputs::for_whom(typed))
                (inputs::admission(typed))
            }
            details open[!fields.get("paste").is_empty()] {
                summary { (lang.pick("从表格软件里粘贴", "Paste from a spreadsheet")) }
                div.card.flow {
                    (field("paste", lang.pick("每行一门课", "A course in each line"))
                        .help(lang.pick("依次是：名称、老师、功能室、星期几、开始、结束、从哪天起、几次、几个名额。", "In this order: title, teacher, room, weekday, from, to, first day, times, places.")).textarea())
                    p { (Button::submit(lang.pick("填进下面的表", "Fill the table below")).value("fill", "1")) }
                }
            }
            ul.card.plainlist { @for line in 1..=LINES { li { (self::line(here, rooms, fields, errors, line)) } } }
            p { (Button::submit(lang.pick("看有没有冲突", "See all clashes")).main()) }
        }
    }
}

/// One line: open when it has something, or is the next to fill.
fn line(here: &Here, rooms: &[Room], fields: &Fields, errors: &Errors, line: usize) -> Markup {
    let (lang, today) = (here.lang(), here.today());
    let names: Vec<String> = COLUMNS.iter().map(|column| name(column, line)).collect();
    let [title, teacher, room, weekday, from, to, first, count, places] = names.as_slice() else {
        return html! {};
    };
    let chosen: Vec<Choice> = std::iter::once(Choice::new("", lang.pick("请选", "Choose")))
        .chain(rooms.iter().map(|room| Choice::new(room.id.to_string(), room.name_in(lang))))
        .collect();
    let days: Vec<Choice> = std::iter::once(Choice::new("", lang.pick("请选", "Choose")))
        .chain(weekdays::all().map(|day| Choice::new(weekdays::word(day), dates::weekday(lang, day))))
        .collect();
    let before = line == 1 || !fields.get(&name("title", line - 1)).is_empty();
    let wrong = names.iter().any(|name| errors.of(name).is_some());
    let said = fields.get(title);
    let heading = match said {
        "" => lang.pick(format!("第{line}门"), format!("Course {line}")),
        said => lang.pick(format!("第{line}门：{said}"), format!("Course {line}: {said}")),
    };
    let (early, late) = (Minute::hm(6, 0), Minute::hm(22, 0));
    html! {
        details open[before || wrong || !said.is_empty()] {
            summary { (heading) }
            div.flow {
                div.pair {
                    (Field::new(title, lang.pick("名称", "Title")).value(said).error(errors.of(title)).text())
                    (Field::new(teacher, lang.pick("老师", "Teacher")).value(fields.get(teacher)).error(errors.of(teacher)).text())
                }
                div.pair {
                    (Field::new(room, lang.pick("哪间？", "Room")).value(fields.get(room)).error(errors.of(room)).select(&chosen))
                    (Field::new(weekday, lang.pick("星期几？", "Weekday")).value(fields.get(weekday)).error(errors.of(weekday)).select(&days))
                }
                div.pair {
                    (Field::new(from, lang.pick("几点开始？", "From")).value(fields.get(from)).error(errors.of(from)).time(lang, early, late, 30))
                    (Field::new(to, lang.pick("几点结束？", "Until")).value(fields.get(to)).error(errors.of(to)).time(lang, early, late, 30))
                }
                div.pair {
                    (Field::new(first, lang.pick("从哪天起？（和上面不同才填）", "From which day, if another than above"))
                        .value(fields.get(first)).error(errors.of(first)).date_too(lang, today))
                    (Field::new(count, lang.pick("几次？（和上面不同才填）", "How many times, if another than above"))
                        .value(fields.get(count)).error(errors.of(count)).number())
                }
                (Field::new(places, lang.pick("几个名额？（和上面不同才填）", "How many places, if another number than above"))
                    .value(fields.get(places)).error(errors.of(places)).number())
            }
        }
    }
}

/// Every row with its verdict and whether it is to be saved.
pub(super) fn list(
    here: &Here,
    rooms: &[Room],
    fields: &Fields,
    read: &[Read],
    looks: &[Look],
    refused: bool,
) -> Markup {
    let lang = here.lang();
    let can_be_saved = |(one, look): (&Read, &Look)| look.fits() || look.fitting(&one.row.spans) > 0;
    let some = read.iter().zip(looks).any(can_be_saved);
    let good = looks.iter().filter(|look| look.fits() && !look.is_doubtful()).count();
    html! {
        (crumbs(lang.pick("位置", "Where"), &[(&here.href("/activities"), lang.pick("活动", "Activities"))], title(lang)))
        @if refused {
            (notice(Tone::Amber, lang.pick("还没保存", "Not saved yet"), html! {
                p { (lang.pick("选中的课里还有排不上的，或者老师会同时在两个地方。请去掉勾，或改好再看。", "Some of those chosen do not fit, or a teacher would be in two places at once. Leave them out, or change them and look again.")) }
            }))
        }
        h1 { (title(lang)) }
        p { (lang.pick(format!("{}门课，{good}门没有冲突。还没有保存。", read.len()), format!("{} courses, {good} without any clash. Nothing is saved yet.", read.len()))) }
        form.flow method="post" action=(here.href("/activities/many")) {
            (carried(fields))
            @for (one, look) in read.iter().zip(looks) { (row(here, rooms, fields, read, one, look)) }
            @let change = Button::submit(lang.pick("改表格", "Change the table")).value("back", "1");
            @if some {
                p.row {
                    (Button::submit(lang.pick("保存选中的并发布", "Save and publish those chosen")).main().value("save", "publish"))
                    (Button::submit(lang.pick("选中的先存草稿", "Save those chosen as drafts")).value("save", "draft"))
                }
                p { (change.plain()) }
            } @else { p { (change.main()) } }
        }
    }
}

fn row(here: &Here, rooms: &[Room], fields: &Fields, read: &[Read], one: &Read, look: &Look) -> Markup {
    let (lang, today) = (here.lang(), here.today());
    let (Some(first), Some(last)) = (one.row.spans.first(), one.row.spans.last()) else { return html! {} };
    let room = match &one.row.venue {
        Venue::Room(id) => {
            rooms.iter().find(|room| room.id == *id).map(|room| room.name_in(lang)).unwrap_or_default()
        }
        Venue::Place(zh, _) => zh,
    };
    let part = first.within_day();
    let count = one.row.spans.len();
    let verdict = match (look.fits(), look.is_doubtful()) {
        (true, false) => mark("ok", lang.pick("没有冲突", "No clash")),
        (true, true) if !look.is_doubled() => mark("wait", lang.pick("名额太多", "Too many places")),
        (true, true) => mark("wait", lang.pick("老师会同时在两个地方", "A teacher in two places")),
        (false, _) => mark("taken", lang.pick("排不上", "Does not fit")),
    };
    let usable = look.fits();
    html! {
        section.card.flow {
            div.row.apart { h2 { (one.row.details.title) } (verdict) }
            p {
                (dates::weekday(lang, chrono::Datelike::weekday(&first.date()))) " " (dates::times(lang, part.from(), part.to()))
                (lang.pick("，", ", ")) (room) (lang.pick("，", ", "))
                (dates::date_short(lang, first.date(), today)) (lang.pick("到", " to ")) (dates::date_short(lang, last.date(), today))
                (lang.pick(format!("，共{count}次"), format!(", {count} times")))
                @if !one.row.details.teacher.is_empty() { (lang.pick("，", ", ")) (one.row.details.teacher) }
            }
            @for (span, why) in look.problems.iter().take(NAMED) {
                p { strong { (dates::date(lang, span.date(), today)) (lang.pick("：", ": ")) } (trouble::why(lang, why, today)) }
            }
            @if look.problems.len() > NAMED { p { (more(lang, look.problems.len() - NAMED)) } }
            (others(lang, read, &look.rivals, lang.pick("那时也要用这间", "wants the room then too"), today))
            (others(lang, read, &look.shared, lang.pick("那时也由这位老师上", "has the same teacher then"), today))
            (plan_view::doubled(lang, &look.doubles, today))
            (plan_view::too_many(lang, look.crowded))
            (plan_view::disturbed(lang, &look.noise, today))
            @if usable {
                (tick(&name("use", one.line), "1", lang.pick("存这一门", "Save this one"), one.chosen))
                @if look.is_doubtful() {
                    (tick(&name("known", one.line), "1", lang.pick("知道了，就这样排", "I know: plan it all the same"), fields.get(&name("known", one.line)) == "1"))
                }
            } @else {
                @let (fitting, skip) = (look.fitting(&one.row.spans), name("skip", one.line));
                @if fitting > 0 {
                    @let words = lang.pick(format!("跳过排不上的{}次，存其余{fitting}次", count - fitting), format!("Leave out the {} that do not fit, and save the other {fitting}", count - fitting));
                    (tick(&skip, "1", &words, fields.get(&skip) == "1"))
                    @if look.is_doubtful() {
                        (tick(&name("known", one.line), "1", lang.pick("知道了，就这样排", "I know: plan it all the same"), fields.get(&name("known", one.line)) == "1"))
                    }
                    p.quiet { (lang.pick("不勾，这一门就不存。", "Unless ticked, it is not saved.")) }
                } @else {
                    p.quiet { (lang.pick("一次也排不上，这一门不存。改好再看。", "None of its dates fits, so it is left out. Change it and look again.")) }
                }
            }
        }
    }
}

fn more(lang: Lang, count: usize) -> String {
    lang.pick(format!("还有{count}次。"), format!("And {count} more."))
}

/// Other rows of the table in the way, each once.
fn others(
    lang: Lang,
    read: &[Read],
    found: &[(Span, usize)],
    what: &str,
    today: chrono::NaiveDate,
) -> Markup {
    let mut named: Vec<usize> = found.iter().map(|(_, at)| *at).collect();
    named.dedup();
    named.sort_unstable();
    named.dedup();
    html! {
        @for at in named {
            @let first = found.iter().find(|(_, other)| *other == at).map(|(span, _)| span.date());
            @let times = found.iter().filter(|(_, other)| *other == at).count();
            @if let (Some(other), Some(first)) = (read.get(at), first) {
                @let (title, day) = (&other.row.details.title, dates::date(lang, first, today));
                p { (lang.pick(format!("第{}门《{title}》{what}（{day}起{times}次）。", other.line), format!("Course {}, “{title}”, {what} ({times} dates from {day}).", other.line))) }
            }
        }
    }
}

fn carried(fields: &Fields) -> Markup {
    let kept = |name: &str| {
        COMMON.contains(&name)
            || COLUMNS
                .iter()
                .any(|column| name.strip_prefix(column).is_some_and(|rest| rest.starts_with('_')))
    };
    html! { @for (name, value) in fields.pairs().filter(|(name, value)| kept(name) && !value.is_empty()) { (hidden(name, value)) } }
}
