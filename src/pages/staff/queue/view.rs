//! The queue as markup.

use maud::{Markup, html};

use super::Queue;
use crate::base::lang::{Lang, dates, words};
use crate::domain::bookings::cases::Case;
use crate::domain::bookings::changing::ChangeRequest;
use crate::domain::bookings::series::{Asked, ChangeAsked};
use crate::domain::bookings::words as rules;
use crate::domain::bookings::{Booked, State};
use crate::domain::rooms::Room;
use crate::pages::parts::noise::noise;
use crate::pages::parts::series::one::title as series_title;
use crate::pages::parts::{
    Button, Field, StateBadge, Tone, empty, hero, hidden, nb, notice, remark, say, state_with, tile,
};
use crate::pages::staff::attendance::tasks;
use crate::pages::staff::booking::{held, line};
use crate::pages::staff::disruptions::displaced_before;
use crate::pages::staff::here::Here;
use crate::pages::staff::losers;
use crate::pages::staff::manage::days::missing_remark;
use crate::pages::staff::{calls, said};

pub(super) fn title(here: &Here, queue: &Queue) -> String {
    let (number, calls) = (queue.waiting.to_do(), queue.waiting.calls);
    match (here.lang(), number) {
        (Lang::Zh, 0) if calls > 0 => format!("有{calls}个电话要打"),
        (Lang::En, 0) if calls > 0 => words::count(calls, "call to make", "calls to make"),
        (Lang::Zh, 0) => "今天没有待办".into(),
        (Lang::Zh, _) => format!("有{number}件待办"),
        (Lang::En, 0) => "Nothing to do".into(),
        (Lang::En, _) => format!("{} to do", words::count(number, "thing", "things")),
    }
}

pub(super) fn queue(here: &Here, queue: &Queue) -> Markup {
    let lang = here.lang();
    html! {
        h1 { (title(here, queue)) }
        (summary(here, queue))
        @if let Some(done) = &queue.done && done.booking.state != State::Requested { (just_decided(here, done)) }
        @if queue.phoned { (remark(Tone::Jade, lang.pick("记下了，电话打过了。", "Noted: the call was made."))) }
        @if let Some(year) = queue.missing_year { (missing_remark(here, year)) }
        div.split {
            div.flow {
                h2 { (lang.pick("待审核", "To decide")) }
                @if !here.decides() && !queue.cases.is_empty() { (who_decides(lang, &queue.deciders)) }
                @for one in &queue.series { (series_card(here, one)) }
                @for case in &queue.cases { (card(here, queue, case)) }
                @if queue.is_settled() { (nothing(here)) }
                @if !queue.changes.is_empty() || !queue.series_changes.is_empty() {
                    h2 { (lang.pick("想更改", "Changes to decide")) }
                    @for one in &queue.series_changes { (series_changing(here, one)) }
                    @for (booked, wish, room) in &queue.changes { (changing(here, booked, wish, room)) }
                }
                @if !queue.registrations.is_empty() {
                    h2 { (lang.pick("报名要看的", "Registrations to look at")) }
                    @for (activity, number) in &queue.registrations {
                        @let href = here.href(&format!("/activities/{}/registrations", activity.id));
                        p.row.apart {
                            a href=(href) { (activity.title_in(lang)) }
                            (state_with(lang, &StateBadge::Requested, &words::people(lang, *number)))
                        }
                    }
                }
            }
            div.flow {
                (tasks(here, &queue.attendance))
                h2 { (lang.pick("要打的电话", "Calls to make")) }
                @for call in &queue.calls { (calls::small(here, call)) }
                @if queue.calls.is_empty() {
                    p.quiet { (lang.pick("没有要打的电话。", "No calls to make.")) }
                } @else {
                    p { (Button::link(&here.href("/calls"), lang.pick("看要说的话", "What to say")).icon_after("right")) }
                }
                h2 { (lang.pick("替队伍预约", "Book for a troupe")) }
                p.quiet { (lang.pick("有人到前台或打电话来约，就在这里替他们约。", "When somebody comes to the desk or calls, book for them here.")) }
                p { (Button::link(&here.href("/bookings/new"), lang.pick("代办预约", "Book for them")).icon("plus")) }
                p { a href=(here.href("/series/new")) { (lang.pick("定期都来的，约一个系列", "Every week? Book a series")) } }
                p { a href=(here.href("/series")) { (lang.pick("看所有系列预约", "All series")) } }
                p { a href=(here.href("/unmet")) { (lang.pick("看哪些愿望没有满足", "Which wishes were not met")) } }
            }
        }
    }
}

fn summary(here: &Here, queue: &Queue) -> Markup {
    let lang = here.lang();
    let Some(oldest) = queue.cases.first() else { return html! {} };
    let (number, calls, unsettled) = (queue.waiting.queue, queue.waiting.calls, queue.waiting.attendance);
    let waited = dates::waited(lang, here.now.since(oldest.booked.booking.requested_at));
    html! {
        p.quiet {
            (nb(lang.pick(format!("{number}件待审核"), format!("{number} to decide")))) (lang.pick("，", ", "))
            (nb(lang.pick(format!("最早的已{waited}"), format!("the oldest {waited}"))))
            @if calls > 0 { (lang.pick("；", "; ")) (nb(lang.pick(format!("{calls}个电话要打"), words::count(calls, "call to make", "calls to make")))) }
            @if unsettled > 0 { (lang.pick("；", "; ")) (nb(lang.pick(format!("{unsettled}次人数待定"), words::count(unsettled, "count to settle", "counts to settle")))) }
        }
    }
}

fn just_decided(here: &Here, done: &Booked) -> Markup {
    let (lang, today) = (here.lang(), here.today());
    let tone = if done.booking.state == State::Approved { Tone::Jade } else { Tone::Indigo };
    let (name, state) = (done.troupe.name_in(lang), done.booking.state.name(lang));
    let Ok(span) = done.booking.span() else { return html! {} };
    let title = lang.pick(format!("{name}：{state}"), format!("{name}: {state}"));
    let href = here.href(&format!("/bookings/{}", done.booking.id));
    notice(
        tone,
        title,
        html! {
            p { (done.room.name_in(lang)) (lang.pick("，", ", ")) (say::span(lang, span, today)) (lang.pick("。", ".")) }
            p { a href=(href) { (lang.pick("看这次预约和发出的通知", "The booking and the letters about it")) } }
        },
    )
}

fn who_decides(lang: Lang, deciders: &[String]) -> Markup {
    let names = words::list(lang, deciders);
    let sentence = lang.pick(
        format!("由审批人决定：{names}。前台可以替队伍预约和取消。"),
        format!("Approvers decide: {names}. The front desk books and cancels for troupes."),
    );
    remark(Tone::Indigo, sentence)
}

fn nothing(here: &Here) -> Markup {
    let lang = here.lang();
    empty(
        "tea",
        lang.pick("没有等着审核的申请", "No request waits for a decision"),
        html! {
            p { (lang.pick("有新的申请，审批人会收到邮件。", "Approvers get an e-mail when one comes in.")) }
            p { (Button::link(&here.href("/timetable"), lang.pick("看今天的时间表", "Today’s timetable")).icon("grid")) }
        },
    )
}

/// A series as one item.
fn series_card(here: &Here, one: &Asked) -> Markup {
    let lang = here.lang();
    let href = here.href(&format!("/series/{}", one.series.id));
    let waited = dates::waited(lang, here.now.since(one.series.requested_at));
    html! {
        article.card.flow {
            div.row.apart {
                h3 { a href=(href) { (one.troupe.name_in(lang)) } }
                (state_with(lang, &StateBadge::Requested, &waited))
            }
            p { strong { (series_title(lang, &one.series, &one.room)) } }
            p { (one.series.purpose) (lang.pick("，", ", ")) (words::people(lang, one.series.size.into())) }
            p { (Button::link(&href, &lang.pick(format!("看这{}次，一起决定", one.dates), format!("Decide these {} dates", one.dates))).main()) }
        }
    }
}

fn card(here: &Here, queue: &Queue, case: &Case) -> Markup {
    let (lang, today) = (here.lang(), here.today());
    let Booked { booking, room, troupe } = &case.booked;
    let href = here.href(&format!("/bookings/{}", booking.id));
    let day = booking.starts_at.date();
    let waited = dates::waited(lang, here.now.since(booking.requested_at));
    let Ok(span) = booking.span() else { return html! {} };
    html! {
        article.card.flow #{ "b" (booking.id) } {
            div.row.apart {
                h3 { a href=(href) { (troupe.name_in(lang)) } }
                (state_with(lang, &StateBadge::Requested, &waited))
            }
            (hero(tile(lang, day, today, &crate::domain::days::label(lang, day)), html! {
                p.when { (nb(dates::span_times(lang, span))) }
                p { strong { (room.name_in(lang)) } (lang.pick("，", ", ")) (words::people(lang, booking.size.into()))
                    (lang.pick("，", ", ")) (booking.purpose) }
            }))
            (said::allowance(lang, case, today))
            (points(here, case))
            @if case.may_be_decided_by(here.person(), here.role) {
                (decision(here, case, &href))
                @if can_be_approved(case) { p.quiet { (said::told_after_approval(lang, case, queue.mailing)) } }
            } @else {
                (others_decide(lang, case, &queue.deciders, here.decides()))
                p.row { (Button::link(&href, lang.pick("看这份申请", "The request"))) (timetable_link(here, case)) }
            }
        }
    }
}

/// A series that should become another, as one item.
fn series_changing(here: &Here, one: &ChangeAsked) -> Markup {
    let lang = here.lang();
    let href = here.href(&format!("/series/{}", one.series.id));
    let oldest = one.dates.iter().map(|(_, wish)| wish.requested_at).min();
    let waited = oldest.map(|at| dates::waited(lang, here.now.since(at))).unwrap_or_default();
    html! {
        article.card.flow {
            div.row.apart {
                h3 { a href=(href) { (one.troupe.name_in(lang)) } }
                (state_with(lang, &StateBadge::Requested, &waited))
            }
            p { (lang.pick("系列：", "Series: ")) strong { (series_title(lang, &one.series, &one.rooms.0)) } }
            @if let Some((booked, wish)) = one.dates.first() && let (Ok(old), Ok(new)) = (booked.booking.span(), wish.span()) {
                p { (lang.pick("从 ", "From ")) (say::span(lang, old, here.today())) " " (booked.room.name_in(lang)) }
                p { (lang.pick("改成 ", "to ")) strong { (say::span(lang, new, here.today())) " " (one.rooms.1.name_in(lang)) }
                    @if one.dates.len() > 1 { (lang.pick(format!("，共{}次", one.dates.len()), format!(", {} dates in all", one.dates.len()))) } }
            }
            p.row { (Button::link(&href, &lang.pick(format!("看这{}次，一起决定", one.dates.len()), format!("Decide these {} dates", one.dates.len())))) }
        }
    }
}

/// A booking that stands and should become another.
fn changing(here: &Here, booked: &Booked, wish: &ChangeRequest, room: &Room) -> Markup {
    let (lang, today) = (here.lang(), here.today());
    let href = here.href(&format!("/bookings/{}", booked.booking.id));
    let waited = dates::waited(lang, here.now.since(wish.requested_at));
    let (Ok(old), Ok(new)) = (booked.booking.span(), wish.span()) else { return html! {} };
    let (before, after) = (booked.booking.size, wish.size);
    html! {
        article.card.flow {
            div.row.apart {
                h3 { a href=(href) { (booked.troupe.name_in(lang)) } }
                (state_with(lang, &StateBadge::Requested, &waited))
            }
            p { (lang.pick("从 ", "From ")) (say::span(lang, old, today)) " " (booked.room.name_in(lang)) }
            p { (lang.pick("改成 ", "to ")) strong { (say::span(lang, new, today)) " " (room.name_in(lang)) } }
            @if before != after { p { (lang.pick("人数 ", "People: ")) (before) " → " (after) } }
            p.row { (Button::link(&href, lang.pick("去决定", "Decide"))) }
        }
    }
}

/// What speaks against it, or for somebody else.
pub(in crate::pages::staff) fn points(here: &Here, case: &Case) -> Markup {
    let (lang, today) = (here.lang(), here.today());
    html! {
        @if let Some(exception) = said::exception(lang, case) {
            p {
                strong { (lang.pick("超出协议：", "Beyond the agreement: ")) } (exception)
                @if case.booked.booking.state == State::Requested { (lang.pick("。批准要写理由。", ". Approving takes a reason.")) } @else { (lang.pick("。", ".")) }
            }
        }
        (held(here, &case.booked))
        (line(here, &case.line))
        @if case.displaced > 0 {
            p { strong { (lang.pick("为中心让过：", "Gave way to the centre: ")) } (displaced_before(lang, case.displaced)) (lang.pick("。", ".")) }
        }
        @for one in &case.noise { @let (what, which) = noise(lang, one); p { strong { (what) } (which) } }
        @if !case.rivals.is_empty() {
            p {
                @let number = case.rivals.len();
                strong { (lang.pick(format!("还有{number}份申请想要这个时间："), format!("{} this time: ", words::count(number as i64, "other request wants", "other requests want")))) }
                @for (place, rival) in case.rivals.iter().enumerate() {
                    @if place > 0 { (lang.pick("、", ", ")) }
                    a href=(here.href(&format!("/bookings/{}", rival.booking.id))) { (rival.troupe.name_in(lang)) }
                    @if rival.booking.exception.is_none() && case.booked.booking.exception.is_some() {
                        (lang.pick("（在协议之内）", " (within its agreement)"))
                    }
                }
            }
        }
        @if !case.clashes.is_empty() {
            (notice(Tone::Brick, lang.pick("这个时间已经有人", "The time is taken"), html! {
                @for clash in &case.clashes { p { (rules::clash(lang, clash)) } }
                @if case.may_be_decided_by(here.person(), here.role) {
                    p { (lang.pick("不能再批准。可以不批准，并告诉对方别的时间。", "It cannot be approved. Refuse it, and name another time.")) }
                }
            }))
        }
        @if let Some(refusal) = &case.refusal {
            (notice(Tone::Brick, lang.pick("现在不能批准", "It cannot be approved now"), html! { p { (rules::refusal(lang, refusal, today)) } }))
        }
    }
}

fn decision(here: &Here, case: &Case, href: &str) -> Markup {
    let lang = here.lang();
    let booking = &case.booked.booking;
    let of = format!("{}{}", lang.pick("：", ": "), case.booked.troupe.name_in(lang));
    let version = booking.version.to_string();
    let refuse = format!("{href}#refuse");
    let reason = format!("reason-{}", booking.id);
    let exception = said::exception(lang, case).is_some();
    let can = can_be_approved(case);
    let approve = if exception {
        lang.pick("破例批准", "Approve as an exception")
    } else {
        lang.pick("批准", "Approve")
    };
    html! {
        form.flow method="post" action={ (href) "/approval" } {
            (hidden("version", &version)) (losers::shown(&case.rivals)) (hidden("from", "queue"))
            @if exception && can {
                (Field::new("reason", lang.pick("破例的理由", "Why the exception")).id(&reason)
                    .help(lang.pick("队伍会看到。", "The troupe reads it.")).required().text())
            }
            div.row {
                @if can { (Button::submit(approve).main().of(&of)) }
                (Button::link(&refuse, lang.pick("不批准…", "Refuse…")).of(&of))
                (timetable_link(here, case))
            }
        }
    }
}

fn can_be_approved(case: &Case) -> bool {
    case.clashes.is_empty() && case.refusal.is_none()
}

fn others_decide(lang: Lang, case: &Case, deciders: &[String], approver: bool) -> Markup {
    let own: Vec<&str> = case.own_approvers.iter().map(|(_, name)| name.as_str()).collect();
    let names = if own.is_empty() { words::list(lang, deciders) } else { words::list(lang, &own) };
    html! {
        // The front desk has read at the top who decides everywhere else.
        @if !own.is_empty() || approver {
            p.quiet { (lang.pick(format!("这间由{names}决定。"), format!("Requests for this room are decided by {names}."))) }
        }
    }
}

fn timetable_link(here: &Here, case: &Case) -> Markup {
    let lang = here.lang();
    let day = case.booked.booking.starts_at.date();
    let href = here.href(&format!("/timetable?date={day}"));
    html! { (Button::link(&href, lang.pick("看那天的时间表", "That day’s timetable"))) }
}
