//! The two pages on which a series is asked for: the form, and the plan. `base` is where the door keeps its series.

use chrono::NaiveDate;
use maud::{Markup, html};

use super::{form, plan as parts};
use crate::base::lang::{Lang, dates};
use crate::base::web::form::{Errors, Fields};
use crate::domain::bookings::series::{Plan, Wanted};
use crate::domain::rooms::{Catalogue, Room};
use crate::pages::parts::{Button, Tone, empty, error_summary, hidden, nb, notice, say};

/// Why the plan is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Why {
    New,
    /// It is not what was shown before.
    Changed,
    /// Every date is left out.
    Nothing,
}

/// The form. `whom` are the fields that say for which troupe.
#[expect(clippy::too_many_arguments, reason = "all that a page shows")]
pub fn ask(
    lang: Lang,
    today: NaiveDate,
    base: &str,
    whom: Markup,
    fields: &Fields,
    errors: &Errors,
    catalogue: &Catalogue,
    no_agreement: bool,
) -> Markup {
    let problems: Vec<_> =
        errors.iter().map(|error| (error.field.as_str(), error.message.as_str())).collect();
    let rooms: Vec<&Room> = catalogue.rooms.iter().filter(|room| room.is_bookable()).collect();
    html! {
        (error_summary(lang, lang.pick("还不能看单子", "Not ready yet"), &problems))
        h1 { (title(lang)) }
        @if no_agreement { (without(lang)) }
        p.quiet { (lang.pick("先填好规律，下一步看每一次行不行，看好了再约定。", "Say the rule first. Next you see every date, and nothing is booked before you have.")) }
        form.flow method="get" action={ (base) "/plan" } {
            (whom)
            (form::inputs(lang, today, fields, errors, &rooms, catalogue))
            p { (Button::submit(lang.pick("看每一次行不行", "See every date")).main().full()) }
        }
    }
}

/// 定期都来.
pub fn title(lang: Lang) -> &'static str {
    lang.pick("定期都来", "Book a series")
}

fn without(lang: Lang) -> Markup {
    notice(
        Tone::Amber,
        lang.pick("没有有效的协议，约不了系列", "A series needs an agreement in force"),
        html! {
            p { (lang.pick("没有场地免费使用协议，只能一次一次申请，工作人员来定。", "Without one you can ask for single dates; staff decide about each.")) }
        },
    )
}

/// What a plan is called: 每周二上午9:00–11:00，排练厅.
pub fn plan_title(lang: Lang, wanted: &Wanted, plan: &Plan) -> String {
    let rule = dates::capital(&wanted.recurrence.rule.words(lang));
    let times = dates::times(lang, wanted.part.from(), wanted.part.to());
    match lang {
        Lang::Zh => format!("{rule}{times}，{}", plan.room.name_in(lang)),
        Lang::En => format!("{rule}, {times}, {}", plan.room.name_in(lang)),
    }
}

/// The plan; `base` also is where it is sent.
pub fn plan(
    lang: Lang,
    today: NaiveDate,
    base: &str,
    fields: &Fields,
    wanted: &Wanted,
    plan: &Plan,
    why: Why,
) -> Markup {
    let rule = dates::capital(&wanted.recurrence.rule.words(lang));
    let times = dates::times(lang, wanted.part.from(), wanted.part.to());
    let back = back(base, fields);
    html! {
        (news(lang, why))
        h1 { (rule) (nb(&times)) (lang.pick("，", ", ")) (plan.room.name_in(lang)) }
        @if plan.dates.is_empty() {
            (empty("calendar", lang.pick("一次也没有", "There is no date"), html! {
                p { (lang.pick("照这样的规律，在协议和能约的日子里没有一次。请改一改。", "The rule has no date within the agreement and the days that can be booked. Please change it.")) }
                p { (Button::link(&back, lang.pick("改规律", "Change the rule")).main()) }
            }))
        } @else {
            (reach(lang, plan, today))
            (parts::summary(lang, plan, today))
            form.flow method="post" action=(base) {
                (form::carried(fields))
                (hidden("seen", &plan.fingerprint()))
                (parts::list(lang, plan, today))
                p { (Button::submit(&send_words(lang, plan)).main().full()) }
                p.quiet { (lang.pick("约定时会再查一遍；要是有变化，先给您看新的单子。", "Everything is checked again when you send it; if anything has changed, you see the new list first.")) }
                p { (Button::link(&back, lang.pick("改规律", "Change the rule")).plain()) }
            }
        }
    }
}

fn reach(lang: Lang, plan: &Plan, today: NaiveDate) -> Markup {
    let (Some(first), Some(last)) = (plan.dates.first(), plan.dates.last()) else { return html! {} };
    let count = plan.dates.len();
    html! {
        p {
            (say::date(lang, first.span.date(), today)) (lang.pick("到", " to ")) (say::date(lang, last.span.date(), today))
            (lang.pick(format!("，共{count}次。"), format!(", {count} dates. ")))
            (lang.pick("还没有写下来，看好了再约定。", "Nothing is booked yet."))
        }
    }
}

/// The button names how many; choices made afterwards may change that.
fn send_words(lang: Lang, plan: &Plan) -> String {
    let count = plan.chosen();
    match (lang, count) {
        (Lang::Zh, 0) => "按上面选的约定".to_owned(),
        (Lang::Zh, count) => format!("就这样约（照单子是{count}次）"),
        (Lang::En, 0) => "Book what I chose".to_owned(),
        (Lang::En, count) => format!("Book it ({count} as listed)"),
    }
}

fn news(lang: Lang, why: Why) -> Markup {
    match why {
        Why::New => html! {},
        Why::Changed => notice(
            Tone::Amber,
            lang.pick("还没约上：单子变了", "Not booked yet: the list has changed"),
            html! { p { (lang.pick("您看的时候情况变了，或者换了时间以后别的次跟着变了。这是新的单子，您选的都留着。", "Something changed while you were looking, or one choice changed another date. This is the new list; your choices are kept.")) } },
        ),
        Why::Nothing => notice(
            Tone::Amber,
            lang.pick("还没约上：一次也没选", "Not booked: every date is left out"),
            html! { p { (lang.pick("请至少选一次，或者改规律。", "Please choose one date at least, or change the rule.")) } },
        ),
    }
}

/// Back to the form with all that was typed.
pub fn back(base: &str, fields: &Fields) -> String {
    let mut query = url::form_urlencoded::Serializer::new(String::new());
    for name in form::NAMES {
        for value in fields.all(name) {
            query.append_pair(name, value);
        }
    }
    format!("{base}/new?{}", query.finish())
}
