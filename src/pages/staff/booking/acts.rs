//! What staff can do about a booking that stands, as sections of its page.

use maud::{Markup, html};

use super::{Form, Opened, Shown};
use crate::base::lang::{dates, words};
use crate::base::time::Minute;
use crate::domain::bookings::MOST_PEOPLE;
use crate::domain::bookings::words as rules;
use crate::domain::bookings::{Booked, State};
use crate::pages::parts::agreement::before_and_after;
use crate::pages::parts::{Button, Choice, Field, Tone, hidden, notice, plain_list, say};
use crate::pages::staff::here::Here;

/// An offer: until when, and the answer somebody gives at the desk or by telephone.
pub(super) fn offer(here: &Here, shown: &Shown) -> Markup {
    let (lang, today) = (here.lang(), here.today());
    let booking = &shown.booked().booking;
    let (State::Offered, Some(until)) = (booking.state, booking.offered_until) else { return html! {} };
    let href = here.href(&format!("/bookings/{}", booking.id));
    let words = dates::until(lang, here.centre.zone.wall(until), today);
    let (declining, version) = (format!("{href}/declining"), booking.version.to_string());
    html! {
        (notice(Tone::Amber, lang.pick(format!("给队伍留到{words}"), format!("Kept for the troupe until {words}")), html! {
            p { (lang.pick("队伍来电话或来人说要不要，在这里替他们记下。不回答，到时候自动让给下一队。", "If the troupe calls or comes, enter their answer here. Without one the next in line has it then.")) }
            form.row method="post" action={ (href) "/acceptance" } {
                (hidden("version", &version))
                (Button::submit(lang.pick("替队伍说要", "They take it")))
                (Button::submit(lang.pick("替队伍谢绝", "They decline")).action(&declining))
            }
        }))
    }
}

/// Until when the slot is kept for a request from the line while staff decide.
pub(in crate::pages::staff) fn held(here: &Here, booked: &Booked) -> Markup {
    let (lang, today) = (here.lang(), here.today());
    let (State::Requested, Some(until)) = (booked.booking.state, booked.booking.offered_until) else {
        return html! {};
    };
    let until = dates::until(lang, here.centre.zone.wall(until), today);
    html! {
        p {
            strong { (lang.pick("从候补来的：", "From the line: ")) }
            (lang.pick(
                format!("时段空出来了，替它留到{until}。批准以后先请队伍确认，再算定下来。"),
                format!("the slot is free again and kept for it until {until}. Once approved, the troupe is asked to confirm."),
            ))
        }
    }
}

/// Those who stand in line before a request for the slot.
pub(in crate::pages::staff) fn line(here: &Here, line: &[Booked]) -> Markup {
    let (lang, today) = (here.lang(), here.today());
    let lines: Vec<Markup> = line
        .iter()
        .filter_map(|one| {
            let span = one.booking.span().ok()?;
            let href = here.href(&format!("/bookings/{}", one.booking.id));
            Some(html! {
                a href=(href) { (one.troupe.name_in(lang)) } (lang.pick("，", ", "))
                (one.room.name_in(lang)) (lang.pick("，", ", ")) (say::span(lang, span, today))
            })
        })
        .collect();
    html! {
        @if !lines.is_empty() {
            p { strong { (lang.pick("先来的还在候补：", "In line before it: ")) } }
            (plain_list(&lines))
        }
    }
}

/// A change that was asked for, with the forms that decide it.
pub(super) fn asked_change(here: &Here, shown: &Shown, form: &Form) -> Markup {
    let (lang, today) = (here.lang(), here.today());
    let Some((wish, room)) = &shown.change else { return html! {} };
    let Ok(span) = wish.span() else { return html! {} };
    let href = here.href(&format!("/bookings/{}/change", wish.booking_id));
    let (id, exception) = (wish.id.to_string(), wish.exception.filter(|gap| gap.is_exception()));
    html! {
        (notice(Tone::Amber, lang.pick("想更改，待审核", "A change to decide"), html! {
            p {
                (lang.pick("改成 ", "To ")) strong { (say::span(lang, span, today)) " " (room.name_in(lang)) }
                (lang.pick("，", ", ")) (words::people(lang, wish.size.into()))
                (lang.pick("。决定之前原来的照样有效。", ". Until it is decided the booking stands."))
            }
            @if let Some(gap) = exception {
                @let gap = rules::gap(lang, gap, shown.case.agreement.as_ref(), span.date());
                p { strong { (lang.pick("超出协议：", "Beyond the agreement: ")) } (gap) }
            }
            @if let Some((agreement, loads)) = &shown.change_loads { (before_and_after(lang, agreement, loads, today)) }
            @if wish.series_change_id.is_some() && let Some(series) = shown.series {
                p { a href=(here.href(&format!("/series/{series}"))) { (lang.pick("这是改整个系列的一部分，可以一起决定", "It is part of a change of the whole series: decide it as one")) } }
            }
            @if shown.decides_change {
                form.flow method="post" action={ (href) "/approval" } {
                    (hidden("change", &id))
                    @if exception.is_some() {
                        (Field::new("change_reason", lang.pick("破例的理由", "Why the exception")).required()
                            .value(form.fields.get("change_reason")).error(form.errors.of("change_reason")).text())
                    }
                    p { (Button::submit(lang.pick("同意更改", "Agree to the change")).main()) }
                }
                form.flow method="post" action={ (href) "/refusal" } {
                    (hidden("change", &id))
                    (Field::new("change_why", lang.pick("为什么不能改？", "Why not?")).required()
                        .help(lang.pick("队伍会看到。", "The troupe reads it."))
                        .value(form.fields.get("change_why")).error(form.errors.of("change_why")).text())
                    p { (Button::submit(lang.pick("不同意，原样保留", "Refuse; it stays as it is"))) }
                }
            } @else {
                p.quiet { (lang.pick("由审批人决定。", "Approvers decide.")) }
            }
        }))
    }
}

/// Moves it for the troupe.
pub(super) fn change(here: &Here, shown: &Shown, form: &Form) -> Markup {
    let lang = here.lang();
    let Booked { booking, room, .. } = shown.booked();
    let begun = booking.starts_at <= here.centre.zone.wall(here.now);
    let Ok(span) = booking.span() else { return html! {} };
    if booking.state != State::Approved || begun || shown.change.is_some() {
        return html! {};
    }
    let names = ["room", "date", "from", "to", "size"];
    let open = names.iter().any(|name| form.errors.of(name).is_some()) || form.fields.has("date");
    let open = open || form.open == Opened::Move;
    let part = span.within_day();
    let now = [
        booking.room_id.to_string(),
        span.date().to_string(),
        part.from().iso(),
        part.to().iso(),
        booking.size.to_string(),
    ];
    let value = |name: &str| {
        let typed = form.fields.get(name);
        let place = names.iter().position(|one| *one == name).and_then(|place| now.get(place));
        if typed.is_empty() { place.cloned().unwrap_or_default() } else { typed.to_owned() }
    };
    let rooms: Vec<Choice> =
        shown.rooms.iter().map(|one| Choice::new(one.id.to_string(), one.name_in(lang))).collect();
    let (today, step) = (here.today(), room.grain_minutes.clamp(5, 60));
    let last = today + chrono::Duration::days(room.ahead_days.into());
    let (first_time, last_time) = (Minute::hm(6, 0), Minute::DAY_END);
    html! {
        details.card #move open[open] {
            summary { (lang.pick("替队伍改时间、场地或人数…", "Move it for the troupe…")) }
            form.flow method="post" action=(here.href(&format!("/bookings/{}/changes", booking.id))) {
                (hidden("key", &shown.key))
                (Field::new("room", lang.pick("场地", "Room")).value(&value("room")).error(form.errors.of("room")).select(&rooms))
                (Field::new("date", lang.pick("日期", "Day")).value(&value("date")).error(form.errors.of("date")).day(lang, today, last, today))
                div.pair {
                    (Field::new("from", lang.pick("从", "From")).value(&value("from")).error(form.errors.of("from")).time(lang, first_time, last_time, step))
                    (Field::new("to", lang.pick("到", "To")).value(&value("to")).error(form.errors.of("to")).time(lang, first_time, last_time, step))
                }
                (Field::new("size", lang.pick("多少人？", "How many people?")).value(&value("size")).error(form.errors.of("size")).stepper(lang, 1, MOST_PEOPLE.into()))
                p.quiet { (lang.pick("协议之内、订了就定的场地马上改好；别的交审批人决定，决定之前原来的照样有效。队伍会收到通知。", "Within the agreement and in rooms confirmed at once it is changed now; approvers decide the rest, and until then it stands. The troupe is told.")) }
                p { (Button::submit(lang.pick("改成这样", "Change it to this"))) }
            }
        }
    }
}

/// Ends a running one.
pub(super) fn end_early(here: &Here, shown: &Shown) -> Markup {
    let lang = here.lang();
    let booking = &shown.booked().booking;
    let now = here.centre.zone.wall(here.now);
    if booking.state != State::Approved || booking.starts_at > now || booking.ends_at <= now {
        return html! {};
    }
    html! {
        form.card.flow method="post" action=(here.href(&format!("/bookings/{}/ending", booking.id))) {
            h2 { (lang.pick("提早结束", "End it early")) }
            p { (lang.pick("队伍已经走了？现在结束，只算用到现在，剩下的让别的队用。队伍会收到通知。", "Have they left? Ending now counts only what was used; others can have the rest. The troupe is told.")) }
            p { (Button::submit(lang.pick("现在结束", "End it now"))) }
        }
    }
}

fn may_cancel(here: &Here, shown: &Shown) -> bool {
    let booking = &shown.booked().booking;
    !booking.state.is_over()
        && booking.state != State::Offered
        && booking.starts_at > here.centre.zone.wall(here.now)
}

/// Gives it up for the troupe.
pub(super) fn cancel(here: &Here, shown: &Shown, form: &Form) -> Markup {
    let lang = here.lang();
    if !may_cancel(here, shown) {
        return html! {};
    }
    let booking = &shown.booked().booking;
    let words = if booking.state.occupies() {
        lang.pick("替队伍取消", "Cancel for the troupe")
    } else {
        lang.pick("替队伍撤回", "Withdraw for the troupe")
    };
    let wrong = form.errors.of("because");
    html! {
        details.card #cancel open[wrong.is_some() || form.open == Opened::Cancel] {
            summary { (words) "…" }
            form.flow method="post" action=(here.href(&format!("/bookings/{}/cancellation", booking.id))) {
                (Field::new("because", lang.pick("谁让取消的，为什么？", "Who wants it cancelled, and why?"))
                    .value(form.fields.get("because")).error(wrong).required()
                    .help(lang.pick("例如：王队长来电话，临时有演出。队伍会收到通知。", "For example: the leader called, they have a show. The troupe is told."))
                    .text())
                p { (Button::submit(words)) }
            }
        }
    }
}
