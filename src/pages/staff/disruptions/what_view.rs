//! What happens: choosing the cause, and the form of each.

use maud::{Markup, html};

use super::Named;
use super::form::slot as read_slot;
use crate::base::lang::{Lang, dates, words};
use crate::base::time::Minute;
use crate::base::web::form::{Errors, Fields};
use crate::domain::disruptions::Cause;
use crate::domain::people::Role;
use crate::pages::parts::{Button, Choice, Sheet, crumbs, error_summary, hidden, plain_list, say};
use crate::pages::staff::activities::form::DETAILS;
use crate::pages::staff::here::Here;

pub fn choose_title(lang: Lang) -> &'static str {
    lang.pick("要停用或收回什么？", "What has to give way?")
}

pub fn title(lang: Lang, cause: Cause) -> &'static str {
    match cause {
        Cause::Closure => lang.pick("停用一间，或全中心闭馆", "Close a room, or the centre"),
        Cause::Fault => lang.pick("出了故障，停用", "Out of order"),
        Cause::OwnUse => lang.pick("中心要用，请队伍让出来", "The centre needs the room"),
        Cause::Hours => lang.pick("改开放时间", "Change the hours"),
        Cause::Agreement => lang.pick("协议暂停或终止", "Suspend or end an agreement"),
    }
}

/// Which it is: each a line that leads on, with the room kept if one is named.
pub fn choose(here: &Here, fields: &Fields) -> Markup {
    let lang = here.lang();
    let with_room = match fields.get("room") {
        "" => String::new(),
        room => format!("&room={room}"),
    };
    let to = |cause: Cause| here.href(&format!("/disruptions/new?cause={}{with_room}", cause.word()));
    let line = |href: String, what: &str, when: &str| {
        html! { a.titled href=(href) { strong { (what) } br; span.quiet { (when) } } }
    };
    let mut lines = vec![
        line(
            to(Cause::Fault),
            title(lang, Cause::Fault),
            lang.pick(
                "跳闸、漏水、门锁坏了：现在就用不了。",
                "A fuse, a leak, a broken lock: it cannot be used as of now.",
            ),
        ),
        line(
            to(Cause::Closure),
            title(lang, Cause::Closure),
            lang.pick(
                "检修、装修、放假：几天或几小时不开放。",
                "Repairs, works, a holiday: shut for hours or days.",
            ),
        ),
        line(
            to(Cause::OwnUse),
            title(lang, Cause::OwnUse),
            lang.pick(
                "中心自己的活动要用已经约出去的时间。",
                "An event of the centre needs a time that is booked.",
            ),
        ),
    ];
    if here.role >= Role::Manager {
        lines.push(line(
            here.href("/hours"),
            title(lang, Cause::Hours),
            lang.pick("每周的时间变了，或某一天不一样。", "The week changes, or a date differs."),
        ));
        lines.push(line(
            here.href("/agreements"),
            title(lang, Cause::Agreement),
            lang.pick("从那份协议的页面开始。", "Begin at the agreement’s own page."),
        ));
    }
    html! {
        (crumbs(lang.pick("位置", "Where"), &[(&here.href("/disruptions"), lang.pick("停用和让出", "Closures"))], lang.pick("新的", "New")))
        h1 { (choose_title(lang)) }
        p.quiet { (lang.pick("先看清影响哪些队、给每个队什么备选，再确认。确认以前什么都不会变。", "First see which troupes are hit and what each is offered. Nothing changes until you confirm.")) }
        (plain_list(&lines))
    }
}

pub fn form(here: &Here, named: &Named, cause: Cause, fields: &Fields, errors: &Errors) -> Markup {
    let lang = here.lang();
    let problems: Vec<(&str, &str)> =
        errors.iter().map(|error| (error.field.as_str(), error.message.as_str())).collect();
    let sheet = Sheet { lang, fields, errors };
    html! {
        (crumbs(
            lang.pick("位置", "Where"),
            &[(&here.href("/disruptions"), lang.pick("停用和让出", "Closures"))],
            title(lang, cause),
        ))
        (error_summary(lang, lang.pick("还看不了影响谁", "Cannot tell yet whom it hits"), &problems))
        h1 { (title(lang, cause)) }
        // What an activity is and its dates are too long for an address.
        form.card.flow method=(if cause == Cause::OwnUse { "post" } else { "get" }) action=(here.href("/disruptions/new")) {
            (hidden("cause", cause.word()))
            (hidden("preview", "1"))
            @match cause {
                Cause::Closure | Cause::Fault => { (closing(here, named, &sheet)) }
                Cause::OwnUse => { (own_use(here, named, &sheet)) }
                Cause::Hours => { (kept(fields, &["change", "room", "follow", "date", "spans", "d1", "d2", "d3", "d4", "d5", "d6", "d7"])) }
                Cause::Agreement => { (agreement(here, named, fields)) }
            }
            (sheet.both("reason", "reason_en", lang.pick("原因，队伍会看到", "Why; the troupes read it"), false))
            p.quiet { (lang.pick("下一步只是看，还不会通知任何人。", "The next step only shows; nobody is told yet.")) }
            p { (Button::submit(lang.pick("看影响谁", "See whom it hits")).main()) }
        }
    }
}

fn kept(fields: &Fields, names: &[&str]) -> Markup {
    html! { @for (name, value) in fields.pairs().filter(|(name, _)| names.contains(name)) { (hidden(name, value)) } }
}

fn rooms(lang: Lang, named: &Named, whole: bool) -> Vec<Choice> {
    let none = Choice::new("", lang.pick("请选", "Choose"));
    let all = whole.then(|| Choice::new("all", lang.pick("全中心", "The whole centre")));
    let rooms = named.catalogue.rooms.iter().filter(|room| room.active);
    std::iter::once(none)
        .chain(all)
        .chain(rooms.map(|room| Choice::new(room.id.to_string(), room.name_in(lang))))
        .collect()
}

fn closing(here: &Here, named: &Named, sheet: &Sheet) -> Markup {
    let (lang, today) = (here.lang(), here.today());
    let sharing = lang.pick(
        "和它共用空间的也会停用，例如停用东厅，多功能厅也用不了。",
        "Rooms that share its space are shut too: with the east hall the whole hall.",
    );
    let time = |name, label| sheet.field(name, label).time(lang, Minute::MIDNIGHT, Minute::DAY_END, 30);
    html! {
        (sheet.field("room", lang.pick("停用哪间？", "Which room?")).help(sharing).required().select(&rooms(lang, named, true)))
        div.pair {
            (sheet.field("from_date", lang.pick("从哪天起", "From which day")).required().date_typed(lang, today))
            (time("from_time", lang.pick("几点起", "From when")))
        }
        div.pair {
            (sheet.field("until_date", lang.pick("到哪天", "To which day")).required().date_too(lang, today))
            (time("until_time", lang.pick("几点止", "Until when")))
        }
    }
}

fn own_use(here: &Here, named: &Named, sheet: &Sheet) -> Markup {
    let (lang, today) = (here.lang(), here.today());
    let fields = sheet.fields;
    let slots: Vec<&str> = fields.all("slot").collect();
    let time = |name, label| sheet.field(name, label).time(lang, Minute::hm(6, 0), Minute::DAY_END, 30);
    html! {
        @if fields.get("activity").is_empty() && fields.get("session").is_empty() {
            (sheet.field("title", lang.pick("中心用来做什么？", "What does the centre need it for?"))
                .help(lang.pick("会作为一场活动排进时间表。", "It stands in the timetable as an activity.")).required().text())
            (kept(fields, DETAILS.get(1..).unwrap_or_default()))
        } @else { (kept(fields, &["activity", "session"])) }
        (sheet.field("room", lang.pick("哪间？", "Which room?")).required().select(&rooms(lang, named, false)))
        @if slots.is_empty() {
            (sheet.field("date", lang.pick("哪天？", "Which day?")).required().date_typed(lang, today))
            div.pair {
                (time("from", lang.pick("几点开始？", "From?")))
                (time("to", lang.pick("几点结束？", "Until?")))
            }
        } @else {
            @for slot in &slots { (hidden("slot", slot)) }
            p { (lang.pick(format!("共{}个时间：", slots.len()), format!("{}:", words::count(slots.len() as i64, "date", "dates")))) }
            ul { @for span in slots.iter().filter_map(|slot| read_slot(slot)) { li { (say::span(lang, span, today)) } } }
        }
    }
}

fn agreement(here: &Here, named: &Named, fields: &Fields) -> Markup {
    let (lang, today) = (here.lang(), here.today());
    let Some(agreement) = &named.agreement else {
        return html! { p { (lang.pick("请从协议页面进来。", "Please come here from the agreement’s page.")) } };
    };
    let ends = crate::base::time::read_date(fields.get("last_day"));
    html! {
        (hidden("agreement", &agreement.id.to_string()))
        (kept(fields, &["last_day"]))
        p {
            strong { (agreement.number) } (lang.pick("：", ": "))
            @match ends {
                Some(day) if day < today => { (lang.pick("马上终止", "ends at once")) }
                Some(day) => { (lang.pick("最后一天是", "its last day is ")) (dates::date(lang, day, today)) }
                None if !fields.get("last_day").is_empty() => { (lang.pick("最后一天是", "its last day is ")) (fields.get("last_day")) }
                None => { (lang.pick("从现在起暂停", "suspended from now on")) }
            }
        }
    }
}
