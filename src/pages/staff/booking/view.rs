//! One booking as markup.

use maud::{Markup, html};

use super::super::losers;
use super::{Answer, Form, Shown, acts, displaced};
use crate::base::lang::{dates, words};
use crate::base::mail;
use crate::domain::bookings::words as rules;
use crate::domain::bookings::{Booked, State};
use crate::pages::parts::{
    Button, Field, StateBadge, Tone, crumbs, error_summary, facts, hero, hidden, history, nb, notice,
    plain_list, say, state, state_with, tile,
};
use crate::pages::staff::here::Here;
use crate::pages::staff::{letters, queue, said};

pub(super) fn title(here: &Here, shown: &Shown) -> String {
    let (lang, Booked { booking, room, troupe }) = (here.lang(), shown.booked());
    let day = dates::date_short(lang, booking.starts_at.date(), here.today());
    let (room, troupe) = (room.name_in(lang), troupe.name_in(lang));
    lang.pick(format!("{troupe}，{day}{room}"), format!("{troupe}, {room}, {day}"))
}

pub(super) fn booking(here: &Here, shown: &Shown, form: &Form, mailing: bool) -> Markup {
    let (lang, today) = (here.lang(), here.today());
    let Booked { booking, room, troupe } = shown.booked();
    let Ok(span) = booking.span() else { return html! {} };
    let zone = here.centre.zone;
    let badge = StateBadge::of(lang, zone, zone.wall(here.now), booking, shown.place).at_desk();
    let waited = dates::waited(lang, here.now.since(booking.requested_at));
    html! {
        (crumbs(lang.pick("位置", "Where"), &[(&here.href(""), lang.pick("待办", "To do"))], troupe.name_in(lang)))
        (problems(here, form))
        (answered(here, shown, &form.answer, mailing))
        div.row.apart {
            h1 { (troupe.name_in(lang)) }
            @if booking.state == State::Requested { (state_with(lang, &badge, &waited)) } @else { (state(lang, &badge)) }
        }
        div.split {
            div.flow {
                (hero(tile(lang, span.date(), today, &crate::domain::days::label(lang, span.date())), html! {
                    p.when { (nb(dates::span_times(lang, span))) }
                    p { strong { (room.name_in(lang)) } (lang.pick("，", ", ")) (words::people(lang, booking.size.into())) }
                    p { (booking.purpose) }
                }))
                @if booking.state.is_open() { (queue::points(here, &shown.case)) }
                (acts::offer(here, shown))
                (acts::asked_change(here, shown, form))
                @if booking.state == State::Requested { (decide(here, shown, form, mailing)) }
                @if booking.state == State::Waiting && shown.decided_by(here) { (refuse(here, shown, form)) }
                @if matches!(booking.state, State::Waiting | State::Refused) { (offered(here, shown)) }
                @if let Some(id) = shown.disruption { (displaced::section(here, shown, id)) }
                h2 { (lang.pick("这次预约", "This booking")) }
                (about(here, shown))
                (acts::end_early(here, shown))
                (acts::change(here, shown, form))
                (acts::cancel(here, shown, form))
                (displaced::way(here, shown))
            }
            div.flow {
                h2 { (lang.pick("经过", "What happened")) }
                (history(&said::happened(lang, shown.history.clone(), here.centre.zone, today)))
                h2 { (lang.pick("发出的通知", "Letters about it")) }
                (sent(here, shown, mailing))
            }
        }
    }
}

fn problems(here: &Here, form: &Form) -> Markup {
    let lang = here.lang();
    let problems: Vec<(&str, &str)> =
        form.errors.iter().map(|error| (error.field.as_str(), error.message.as_str())).collect();
    error_summary(lang, lang.pick("还没做完", "Not done yet"), &problems)
}

fn answered(here: &Here, shown: &Shown, answer: &Answer, mailing: bool) -> Markup {
    let (lang, today) = (here.lang(), here.today());
    let booking = &shown.booked().booking;
    match answer {
        Answer::Nothing | Answer::Wrong => html! {},
        Answer::Done => {
            let name = booking.state.name(lang);
            let tone = if booking.state == State::Approved { Tone::Jade } else { Tone::Indigo };
            notice(
                tone,
                name,
                html! { p { (lang.pick("下面写着通知了谁、怎么通知的。", "Below stands who is told, and how.")) } },
            )
        }
        Answer::Changed if shown.change.is_some() => notice(
            Tone::Indigo,
            lang.pick("更改申请记下了，等审批人决定", "The change is to be decided"),
            html! { p { (lang.pick("决定之前原来的照样有效。", "Until then the booking stands.")) } },
        ),
        Answer::Changed => notice(
            Tone::Jade,
            lang.pick("改好了", "Changed"),
            html! { p { (lang.pick("下面写着通知了谁、怎么通知的。", "Below stands who is told, and how.")) } },
        ),
        Answer::ChangePending => notice(
            Tone::Amber,
            lang.pick("没有改：已经有一个更改申请在审核", "Not changed: another change is being decided"),
            html! { p { (lang.pick("请先决定下面的那个。", "Decide the one below first.")) } },
        ),
        Answer::ChangeDecided(state) => notice(
            Tone::Amber,
            lang.pick("这个更改申请已经处理过了", "That change was settled before"),
            html! { p { (lang.pick("结果：", "It is: ")) (state.name(lang)) (lang.pick("。您刚才按的没有生效。", ". What you pressed changed nothing.")) } },
        ),
        Answer::NotChanged(clashes, refusal, alternatives) => notice(
            Tone::Brick,
            lang.pick("没有改：这样不行", "Not changed"),
            html! {
                @for clash in clashes { p { (rules::clash(lang, clash)) } }
                @if let Some(refusal) = refusal { p { (rules::refusal(lang, refusal, today)) } }
                p { (lang.pick("原来的预约没有变。", "The booking is as it was.")) }
                @if !alternatives.is_empty() {
                    p { (lang.pick("这些现在可以：", "These would do now:")) }
                    ul {
                        @for one in alternatives {
                            @if let Some(room) = shown.rooms.iter().find(|room| room.id == one.room) {
                                li { (say::span(lang, one.span, today)) " " (room.name_in(lang)) }
                            }
                        }
                    }
                }
            },
        ),
        Answer::NotBegun => notice(
            Tone::Brick,
            lang.pick("没有结束：还没有开始", "Not ended: it has not begun"),
            html! { p { (lang.pick("不来了可以替队伍取消。", "If they do not come, cancel it for the troupe.")) } },
        ),
        Answer::Asked => asked(here, shown, mailing),
        Answer::Repeated => notice(
            Tone::Indigo,
            lang.pick("这份申请已经有了", "This was asked before"),
            html! { p { (lang.pick("按了两次也只约一次，就是下面这份。", "Pressing twice books once: here it is.")) } },
        ),
        Answer::AlreadyDecided(decided) if decided.state == State::Requested => notice(
            Tone::Amber,
            lang.pick("这份申请刚有变动", "The request has changed meanwhile"),
            html! { p { (lang.pick("您刚才按的没有生效。请看清现在的情况，再决定一次。", "What you pressed changed nothing. See how it stands, and decide again.")) } },
        ),
        Answer::AlreadyDecided(decided) => notice(
            Tone::Amber,
            lang.pick("已经有人处理过了", "Somebody was quicker"),
            html! {
                p { (said::decided(lang, decided, here.centre.zone, today)) }
                p { (lang.pick("您刚才按的没有生效。下面是现在的情况。", "What you pressed changed nothing. Below is how it stands.")) }
            },
        ),
        Answer::Taken(clashes) => notice(
            Tone::Brick,
            lang.pick("没有批准：这个时间已经有人", "Not approved: the time is taken"),
            html! { @for clash in clashes { p { (rules::clash(lang, clash)) } } },
        ),
        Answer::Refused(why) => notice(
            Tone::Brick,
            lang.pick("没有批准", "Not approved"),
            html! { p { (rules::refusal(lang, why, today)) } },
        ),
        Answer::MoreWouldLose => notice(
            Tone::Amber,
            lang.pick("还没有批准", "Not approved yet"),
            html! { p { (rules::more_would_lose(lang)) } },
        ),
        Answer::TooLateToOffer => notice(
            Tone::Brick,
            lang.pick("没有批准：来不及确认了", "Not approved: too late to confirm"),
            html! { p { (rules::too_late_to_offer(lang)) } },
        ),
        Answer::Begun => notice(
            Tone::Brick,
            lang.pick("没有取消：已经开始了", "Not cancelled: it has begun"),
            html! { p { (lang.pick("开始以后不能取消。", "A booking cannot be cancelled once it has begun.")) } },
        ),
    }
}

fn asked(here: &Here, shown: &Shown, mailing: bool) -> Markup {
    let lang = here.lang();
    let slip = shown
        .letters
        .iter()
        .find(|letter| letters::can_be_slip(letter))
        .map(|letter| here.href(&format!("/letters/{}/slip", letter.id)));
    let (tone, title) = match shown.booked().booking.state {
        State::Approved => (Tone::Jade, lang.pick("约好了，已批准", "Booked and approved")),
        State::Waiting => (Tone::Amber, lang.pick("排进候补了，还没有约上", "In line: not booked yet")),
        _ => (Tone::Indigo, lang.pick("申请记下了，等审批人决定", "Received: an approver will decide")),
    };
    notice(
        tone,
        title,
        html! {
            @if let Some(slip) = slip {
                p { (lang.pick("队长没有邮箱，可以打印一张凭条给来人。", "The leader has no e-mail: print a slip for whoever came.")) }
                p { (Button::link(&slip, lang.pick("打印凭条", "Print a slip")).icon("print")) }
            } @else if mailing {
                p { (lang.pick("结果发到队长的邮箱。", "The leader is told by e-mail.")) }
            } @else {
                p { (lang.pick("没有设置邮件服务器，邮件发不出去，请打电话告诉队长。", "No mail server is set up, so no e-mail goes out: please call the leader.")) }
            }
        },
    )
}

fn decide(here: &Here, shown: &Shown, form: &Form, mailing: bool) -> Markup {
    let lang = here.lang();
    let case = &shown.case;
    let version = case.booked.booking.version.to_string();
    let href = here.href(&format!("/bookings/{}", case.booked.booking.id));
    if !shown.decided_by(here) {
        let own: Vec<&str> = case.own_approvers.iter().map(|(_, name)| name.as_str()).collect();
        let names = if own.is_empty() { words::list(lang, &shown.deciders) } else { words::list(lang, &own) };
        return html! { p.quiet { (lang.pick(format!("由{names}决定。"), format!("Decided by {names}."))) } };
    }
    let exception = said::exception(lang, case).is_some();
    let can = case.clashes.is_empty() && case.refusal.is_none();
    let approve = if exception {
        lang.pick("破例批准", "Approve as an exception")
    } else {
        lang.pick("批准", "Approve")
    };
    html! {
        @if can {
            form.card.flow method="post" action={ (href) "/approval" } {
                h2 { (approve) }
                (hidden("version", &version)) (losers::shown(&case.rivals))
                (said::allowance(lang, case, here.today()))
                (losers(here, shown))
                @if exception {
                    (Field::new("reason", lang.pick("破例的理由", "Why the exception")).value(form.fields.get("reason"))
                        .help(lang.pick("队伍会看到。", "The troupe reads it.")).error(form.errors.of("reason")).required().text())
                }
                p { (said::told_after_approval(lang, case, mailing)) }
                p { (Button::submit(approve).main()) }
            }
        }
        (refuse(here, shown, form))
    }
}

/// What waits for a decision or in line can be refused.
fn refuse(here: &Here, shown: &Shown, form: &Form) -> Markup {
    let lang = here.lang();
    let booking = &shown.booked().booking;
    let href = here.href(&format!("/bookings/{}/refusal", booking.id));
    html! {
        form.card.flow #refuse method="post" action=(href) {
            h2 { (lang.pick("不批准", "Refuse")) }
            (hidden("version", &booking.version.to_string()))
            (Field::new("why", lang.pick("理由", "Reason")).value(form.fields.get("why")).required()
                .help(lang.pick("队伍会看到，请写清楚。附近空着的时间会一起告诉他们。", "The troupe reads it: say clearly why. Times that are free nearby are named with it."))
                .error(form.errors.of("why")).textarea())
            p { (Button::submit(lang.pick("不批准，告诉队伍", "Refuse and tell the troupe"))) }
        }
    }
}

/// Named beforehand: who will lose the slot.
fn losers(here: &Here, shown: &Shown) -> Markup {
    let (lang, today) = (here.lang(), here.today());
    html! {
        @if !shown.case.rivals.is_empty() {
            p { strong { (lang.pick("批准以后，这些申请转为候补：", "Once approved, these will wait in line:")) } }
            ul {
                @for rival in &shown.case.rivals {
                    @if let Ok(span) = rival.booking.span() {
                        li {
                            a href=(here.href(&format!("/bookings/{}", rival.booking.id))) { (rival.troupe.name_in(lang)) }
                            (lang.pick("，", ", ")) (rival.room.name_in(lang)) (lang.pick("，", ", ")) (say::span(lang, span, today))
                        }
                    }
                }
            }
        }
    }
}

/// What the leader was offered instead, to be taken for one who calls.
fn offered(here: &Here, shown: &Shown) -> Markup {
    let lang = here.lang();
    html! {
        h2 { (lang.pick("给他们的备选方案", "Alternatives they were offered")) }
        @if let Some(new) = shown.replaced_by {
            p { (lang.pick("已经换成：", "Taken instead: ")) a href=(here.href(&format!("/bookings/{new}"))) { (lang.pick("看换成的那次", "the other booking")) } }
        } @else if shown.offered.is_empty() {
            p.quiet { (lang.pick("没有找到合适的备选方案。", "No alternative was found.")) }
        } @else {
            @for (one, room) in &shown.offered { (displaced::take_for_them(here, one, room)) }
        }
    }
}

fn about(here: &Here, shown: &Shown) -> Markup {
    let (lang, today) = (here.lang(), here.today());
    let Booked { booking, .. } = shown.booked();
    let when = say::moment(lang, here.centre.zone.wall(booking.requested_at), today);
    let by = if booking.on_behalf {
        lang.pick(format!("{}代办", shown.asked_by), format!("{} for the troupe", shown.asked_by))
    } else {
        shown.asked_by.clone()
    };
    let agreement = match &shown.case.agreement {
        Some(agreement) => {
            html! { a href=(here.href(&format!("/agreements/{}", agreement.id))) { (agreement.number) } }
        }
        None => html! { (lang.pick("没有", "none")) },
    };
    let mut pairs = vec![
        (lang.pick("谁申请", "Asked by"), html! { (by) (lang.pick("，", ", ")) (when) }),
        (lang.pick("协议", "Agreement"), agreement),
        (
            lang.pick("那天", "That day"),
            html! {
                a href=(here.href(&format!("/timetable?date={}", booking.starts_at.date()))) { (lang.pick("看时间表", "Timetable")) }
            },
        ),
    ];
    if let Some(series) = shown.series {
        let href = here.href(&format!("/series/{series}"));
        pairs.push((
            lang.pick("系列", "Series"),
            html! { a href=(href) { (lang.pick("系列预约中的一次，看整个系列", "one date of a series: see all of it")) } },
        ));
    }
    if booking.turnaround_minutes > 0 {
        pairs.push((
            lang.pick("用后整理", "Kept free after"),
            html! { (words::minutes(lang, booking.turnaround_minutes)) },
        ));
    }
    if let Some(gap) = booking.exception {
        let gap = rules::gap(lang, gap, shown.case.agreement.as_ref(), booking.starts_at.date());
        pairs.push((lang.pick("协议之外", "Not covered"), html! { (gap) }));
    }
    if let Some(id) = booking.replaces {
        let href = here.href(&format!("/bookings/{id}"));
        pairs.push((
            lang.pick("替代", "Instead of"),
            html! { a href=(href) { (lang.pick("原来那份申请", "the earlier request")) } },
        ));
    }
    let people: Vec<Markup> = shown
        .case
        .leaders
        .iter()
        .map(|leader| {
            html! {
                (leader.name) " "
                @if let Some(phone) = &leader.phone { (say::phone(phone)) }
                @else if let Some(email) = &leader.email { (say::email(email)) }
            }
        })
        .collect();
    if !people.is_empty() {
        pairs.push((
            lang.pick("队长", "Leaders"),
            html! { @for (place, one) in people.iter().enumerate() { @if place > 0 { br; } (one) } },
        ));
    }
    facts(&pairs)
}

fn sent(here: &Here, shown: &Shown, mailing: bool) -> Markup {
    let lang = here.lang();
    let waiting = shown.letters.iter().any(|letter| letter.state == mail::State::Waiting);
    let lines: Vec<Markup> = shown
        .letters
        .iter()
        .map(|letter| {
            html! {
                a href=(here.href(&format!("/letters/{}", letter.id))) {
                    (letter.name) (lang.pick("：", ": ")) (letter.subject) br; (letters::badge(lang, letter.state))
                }
            }
        })
        .collect();
    html! {
        @if lines.is_empty() { p.quiet { (lang.pick("没有发过通知。", "None yet.")) } } @else { (plain_list(&lines)) }
        @if !mailing && waiting { p.quiet { (lang.pick("没有设置邮件服务器，邮件只存在这里。", "No mail server is set up: letters stay here.")) } }
    }
}
