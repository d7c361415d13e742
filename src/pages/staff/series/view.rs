//! One series as staff see it: what is to be decided as one item, then its dates.

use maud::{Markup, html};

use super::Known;
use crate::base::lang::{Lang, dates};
use crate::domain::bookings::asking::exception_of;
use crate::domain::bookings::cases::Case;
use crate::domain::bookings::loads::Loads;
use crate::domain::bookings::series::deciding::{Left, Outcome, left};
use crate::domain::bookings::series::granting::{WishDecided, left_line};
use crate::domain::bookings::series::{ChangeAsked, words};
use crate::domain::bookings::words as rules;
use crate::pages::parts::agreement::before_and_after;
use crate::pages::parts::series::dates::List;
use crate::pages::parts::series::{one as parts, wish};
use crate::pages::parts::{Button, Field, Tone, crumbs, mark, notice, remark, tile_line};
use crate::pages::staff::here::Here;
use crate::pages::staff::losers;

pub(super) fn page(here: &Here, known: &Known, news: Markup, title: &str) -> Markup {
    let lang = here.lang();
    let href = here.href(&format!("/series/{}", known.series.id));
    let bookings = here.href("/bookings");
    let list = List {
        lang,
        series: &known.series,
        room: &known.room,
        dates: &known.dates,
        places: &known.places,
        zone: here.centre.zone,
        now: here.centre.zone.wall(here.now),
        bookings: &bookings,
        here: &href,
        may_change: here.decides(),
    };
    let all = here.href("/series");
    html! {
        (crumbs(lang.pick("位置", "Where"), &[(&here.href(""), lang.pick("待办", "To do")), (&all, lang.pick("系列预约", "Series"))], known.troupe.name_in(lang)))
        (news)
        h1 { (known.troupe.name_in(lang)) (lang.pick("：", ": ")) (title) }
        @if !known.cases.is_empty() { (decide(here, known, &href)) }
        @for (asked, loads, may) in &known.wishes { (decide_change(here, known, (asked, loads, *may), &href)) }
        (parts::body(&list))
    }
}

/// All that is to be decided in one form: everything, or the dates ticked.
fn decide(here: &Here, known: &Known, href: &str) -> Markup {
    let lang = here.lang();
    let count = known.cases.len();
    let can = known.cases.iter().filter(|case| can(case)).count();
    let excepted = known.cases.iter().any(|case| exception_of(&case.booked.booking).is_some());
    if !here.decides() {
        return remark(
            Tone::Indigo,
            lang.pick(format!("有{count}次等审批人决定。"), format!("{count} dates wait for an approver.")),
        );
    }
    html! {
        section.flow {
            h2 { (lang.pick(format!("要决定的{count}次"), format!("{} to decide", words::dates_count(lang, count)))) }
            form.flow method="post" action={ (href) "/decision" } {
                (losers::shown(known.cases.iter().flat_map(|case| &case.rivals)))
                ul.card.plainlist { @for case in &known.cases { li.flow { (row(here, case)) } } }
                div.card.flow {
                    (before_and_after(lang, &known.agreement, &known.loads, here.today()))
                    p.quiet { (lang.pick("按全部批准算。", "If all of them are approved.")) }
                }
                @if excepted {
                    (Field::new("reason", lang.pick("破例的理由", "Why the exception"))
                        .help(lang.pick("有超出协议的；不写就只批协议之内的。", "Some dates go beyond the agreement; without a reason only the others are approved.")).text())
                }
                (Field::new("why", lang.pick("不批准的理由（不批准时要写）", "Why not (needed to refuse)")).text())
                div.row {
                    (Button::submit(&lang.pick(format!("批准选中的（现在能批{can}次）"), format!("Approve what is ticked ({can} can be)"))).main().value("decision", "approve"))
                    (Button::submit(lang.pick("不批准选中的", "Refuse what is ticked")).value("decision", "refuse"))
                }
            }
        }
    }
}

/// A change of the series that waits for a decision, as one item; date by date on the pages of its bookings.
fn decide_change(
    here: &Here,
    known: &Known,
    (asked, loads, may): (&ChangeAsked, &Loads, bool),
    href: &str,
) -> Markup {
    let (lang, today) = (here.lang(), here.today());
    let count = asked.dates.len();
    let excepted = asked.dates.iter().any(|(_, wish)| wish.exception.is_some_and(|gap| gap.is_exception()));
    let why = format!("why-{}", asked.wish.id);
    let reason = format!("reason-{}", asked.wish.id);
    html! {
        section.flow {
            h2 { (wish::heading(lang, asked)) }
            (wish::dates(lang, asked, &here.href("/bookings"), today))
            div.card.flow { (before_and_after(lang, &known.agreement, loads, today)) }
            @if may {
                form.flow method="post" action={ (href) "/changes/" (asked.wish.id) "/decision" } {
                    @if excepted {
                        (Field::new("reason", lang.pick("破例的理由", "Why the exception")).id(&reason)
                            .help(lang.pick("有超出协议的；不写就只改协议之内的。", "Some go beyond the agreement; without a reason only the others are changed.")).text())
                    }
                    (Field::new("why", lang.pick("为什么不能改？（不同意时要写）", "Why not? (needed to refuse)")).id(&why).text())
                    div.row {
                        (Button::submit(&lang.pick(format!("同意改这{count}次"), format!("Agree to change {}", words::dates_count(lang, count)))).main().value("decision", "approve"))
                        (Button::submit(lang.pick("都不改", "Change none")).value("decision", "refuse"))
                    }
                    p.quiet { (lang.pick("要一次一次决定的，点那一次的时间。", "To decide date by date, follow its time.")) }
                }
            } @else {
                (remark(Tone::Indigo, lang.pick("由审批人决定。", "Approvers decide.")))
            }
        }
    }
}

/// What a decision about a change could not change.
pub(super) fn not_granted(here: &Here, decided: &WishDecided) -> Markup {
    let lang = here.lang();
    let done = decided.done.len();
    let title = match (done, lang) {
        (0, Lang::Zh) => "一次也没改".to_owned(),
        (0, Lang::En) => "Nothing was changed".to_owned(),
        (done, Lang::Zh) => format!("改了{done}次，其余的还等着决定"),
        (done, Lang::En) => format!("{done} changed; the others still wait for a decision"),
    };
    notice(
        Tone::Amber,
        title,
        html! { ul { @for (booked, why) in &decided.left { li { (left_line(lang, &here.acting(), booked, why)) } } } },
    )
}

fn can(case: &Case) -> bool {
    case.clashes.is_empty() && case.refusal.is_none()
}

fn row(here: &Here, case: &Case) -> Markup {
    let (lang, today) = (here.lang(), here.today());
    let booking = &case.booked.booking;
    let value = format!("{}:{}", booking.id, booking.version);
    let Ok(span) = booking.span() else { return html! {} };
    let exception =
        exception_of(booking).map(|gap| rules::gap(lang, gap, case.agreement.as_ref(), span.date()));
    html! {
        div.row.apart {
            label.tick {
                input type="checkbox" name="booking" value=(value) checked[can(case)];
                (tile_line(lang, span.date(), today, ""))
            }
            @if !case.clashes.is_empty() { (mark("taken", lang.pick("时间冲突", "Clash"))) }
            @else if exception.is_some() { (mark("wait", lang.pick("协议外", "Beyond the agreement"))) }
            @else { (mark("ok", lang.pick("能批", "Can be approved"))) }
        }
        p.quiet { (dates::span_times(lang, span)) " " (case.booked.room.name_in(lang)) }
        @for clash in &case.clashes { p { (rules::clash(lang, clash)) } }
        @if let Some(refusal) = &case.refusal { p { (rules::refusal(lang, refusal, today)) } }
        @if let Some(exception) = exception { p { (exception) } }
        @if !case.rivals.is_empty() {
            @let names: Vec<&str> = case.rivals.iter().map(|one| one.troupe.name_in(lang)).collect();
            p { (lang.pick(format!("批准后会转为候补、收到通知：{}", names.join("、")), format!("Approving it makes these wait, and tells them: {}", names.join(", ")))) }
        }
    }
}

/// What became of a decision, where not all of it was done.
pub(super) fn outcome(here: &Here, outcome: &Outcome) -> Markup {
    let lang = here.lang();
    let (granted, refused) = (outcome.granted.len() + outcome.offered.len(), outcome.refused.len());
    let title = match (granted, refused, lang) {
        (0, 0, Lang::Zh) => "一次也没决定".to_owned(),
        (0, 0, Lang::En) => "Nothing was decided".to_owned(),
        (0, refused, Lang::Zh) => format!("{refused}次没有批准，其余的还开着"),
        (0, refused, Lang::En) => format!("{refused} refused; the others stay open"),
        (granted, _, Lang::Zh) => format!("批准了{granted}次，其余的还开着"),
        (granted, _, Lang::En) => format!("{granted} approved; the others stay open"),
    };
    let line = |why: &Left| left(lang, why, &here.acting());
    notice(
        Tone::Amber,
        title,
        html! {
            ul {
                @for (booked, why) in &outcome.left {
                    li { (dates::date(lang, booked.booking.starts_at.date(), here.today())) (lang.pick("：", ": ")) (line(why)) }
                }
            }
        },
    )
}
