//! One booking: its state big, what is true of it, what happened, what can be done.

use maud::{Markup, html};

use super::super::At;
use super::super::shown::{self, Way};
use super::Known;
use crate::base::lang::{Lang, dates, words as say_words};
use crate::base::time::Span;
use crate::domain::bookings::alternatives::Alternative;
use crate::domain::bookings::asking::exception_of;
use crate::domain::bookings::{AlternativeId, Booking, Clash, Decided, Refusal, State, words};
use crate::pages::parts::attendance::visits;
use crate::pages::parts::{
    Button, Frame, Happened, Tone, Width, crumbs, facts, hero, hidden, history, nb, notice, picks, say,
    state, tile,
};

/// Why an act could not be done.
pub enum Over {
    Already(Decided),
    Begun,
    /// It is to be ended early, but has not begun.
    NotBegun,
    /// Another change waits for a decision.
    ChangePending,
    Gone {
        clashes: Vec<Clash>,
        refusal: Option<Refusal>,
    },
    /// The reason typed is no good.
    Wrong {
        typed: String,
        message: String,
    },
}

pub struct BookingPage<'a> {
    pub frame: &'a Frame,
    pub at: &'a At,
    pub(super) known: Known,
    pub over: Option<Over>,
}

impl BookingPage<'_> {
    pub fn render(&self) -> Markup {
        let lang = self.frame.look.lang;
        let booked = &self.known.booked;
        let title = format!(
            "{} {}",
            booked.room.name_in(lang),
            dates::date_short(lang, booked.booking.starts_at.date(), self.today())
        );
        let mine = format!("/my?troupe={}", booked.troupe.id);
        let Ok(span) = booked.booking.span() else { return html! {} };
        self.frame.page(
            &title,
            Width::Normal,
            html! {
                (crumbs(lang.pick("位置", "Way"), &[(&mine, booked.troupe.name_in(lang))], lang.pick("一次预约", "One booking")))
                (self.over(lang))
                h1 { (shown::clauses(self.headline(lang))) }
                div.split {
                    div.flow {
                        div.card { (self.slot(lang, span)) }
                        (self.offer(lang))
                        (self.what_next(lang))
                        (self.held(lang))
                        (self.instead(lang))
                        (self.carry(lang))
                        (self.change(lang))
                        (self.end_early(lang))
                        (self.attendance(lang))
                        (self.cancel(lang))
                    }
                    div.flow {
                        h2 { (lang.pick("这次预约", "This booking")) }
                        (self.facts(lang))
                        h2 { (lang.pick("经过", "What happened")) }
                        (self.history(lang))
                    }
                }
            },
        )
    }

    pub(super) fn today(&self) -> chrono::NaiveDate {
        self.known.facts.now.date()
    }

    /// Who comes is counted at the door, or said afterwards.
    fn attendance(&self, lang: Lang) -> Markup {
        let booking = &self.known.booked.booking;
        let soon = booking.starts_at.plus(-chrono::Duration::hours(3)) <= self.known.facts.now;
        if booking.state != State::Approved || !soon {
            return html! {};
        }
        let counter = format!("/my/bookings/{}/counter", booking.id);
        let list = format!("/my/attendance?troupe={}", booking.troupe_id);
        html! {
            section.card.flow {
                h2 { (lang.pick("来了几位", "How many came")) }
                p.row {
                    @if !self.ended() { (Button::link(&counter, lang.pick("＋1 门口计数", "+1 at the door"))) }
                    @if let Some(came) = self.known.came {
                        (visits(lang, Some(came)))
                        (Button::link(&list, lang.pick("数不对？改人数", "Wrong? Change it")).plain())
                    } @else if self.begun() {
                        (Button::link(&list, lang.pick("填到场人数", "Say how many came")))
                    }
                }
            }
        }
    }

    pub(super) fn begun(&self) -> bool {
        self.known.booked.booking.starts_at <= self.known.facts.now
    }

    fn ended(&self) -> bool {
        self.known.booked.booking.ends_at <= self.known.facts.now
    }

    fn headline(&self, lang: Lang) -> &'static str {
        match self.known.booked.booking.state {
            State::Approved if self.begun() && !self.ended() => lang.pick("正在使用", "In use now"),
            State::Approved if self.ended() => lang.pick("这次已经结束", "This is over"),
            State::Approved => lang.pick("定下来了", "It is yours"),
            State::Requested => {
                lang.pick("申请收到了，等工作人员审核", "We have your request; staff will decide")
            }
            State::Waiting => {
                lang.pick("这个时段已经给出去了，您在候补", "The slot is taken; you are in line")
            }
            State::Offered => {
                lang.pick("这个时段给您留着，请确认", "The slot is kept for you: please confirm")
            }
            State::Refused => lang.pick("这次没有批准", "This was not approved"),
            State::Withdrawn => lang.pick("申请已经撤回", "The request was withdrawn"),
            State::Lapsed => lang.pick("到时间还没有定下来，已过期", "It was not settled in time"),
            State::Cancelled => lang.pick("这次预约取消了", "This booking was cancelled"),
            State::Displaced => lang.pick("这次时间让给了中心", "The centre needed the room"),
        }
    }

    fn slot(&self, lang: Lang, span: Span) -> Markup {
        let booked = &self.known.booked;
        let leaf = tile(lang, span.date(), self.today(), &shown::beneath(lang, span.date()));
        hero(
            leaf,
            html! {
                p { (state(lang, &self.at.badge(lang, &booked.booking, self.known.place))) }
                p.when {
                    @if let Some(name) = dates::day_name(lang, span.date(), self.today()) { (nb(dates::capital(name))) " " }
                    (nb(dates::span_times(lang, span)))
                }
                p { strong { (booked.room.name_in(lang)) } (lang.pick("，", ", ")) (shown::floor(lang, booked.room.floor)) }
            },
        )
    }

    /// Why an act could not be done.
    fn over(&self, lang: Lang) -> Markup {
        match &self.over {
            None | Some(Over::Wrong { .. }) => html! {},
            Some(Over::Begun) => notice(
                Tone::Brick,
                lang.pick("已经开始了，取消不了", "It has begun and cannot be cancelled"),
                html! { p { (lang.pick("用过的时间还不回来。要提早结束，请告诉前台。", "Time that has been used cannot be given back. To end early, please tell the front desk.")) } },
            ),
            Some(Over::NotBegun) => notice(
                Tone::Amber,
                lang.pick("还没有开始", "It has not begun"),
                html! { p { (lang.pick("还没有开始，不用提早结束；不来了可以取消。", "There is nothing to end yet. If you cannot come, cancel it.")) } },
            ),
            Some(Over::ChangePending) => notice(
                Tone::Amber,
                lang.pick("已经有一个更改申请在审核", "A change is being decided already"),
                html! { p { (lang.pick("一次预约同时只能有一个更改申请。要换一个，请先撤回下面的。", "One change at a time. To ask for another, take the one below back first.")) } },
            ),
            Some(Over::Already(decided)) => {
                let name = decided.state.name(lang);
                let when =
                    decided.at.map(|at| dates::moment(lang, self.at.centre.zone.wall(at), self.today()));
                let by = decided.by.as_deref();
                notice(
                    Tone::Amber,
                    lang.pick("已经有人处理过了", "This was settled before"),
                    html! {
                        p {
                            (lang.pick("现在是：", "It is now: ")) strong { (name) } (lang.pick("。", "."))
                            @if let Some(when) = when { " " (nb(when)) }
                            @if let Some(by) = by { (lang.pick("，由", ", by ")) (by) }
                        }
                    },
                )
            }
            Some(Over::Gone { clashes, refusal }) => notice(
                Tone::Brick,
                lang.pick("差了一步，那个时间没有了", "That time has just gone"),
                html! {
                    @for clash in clashes { p { (words::clash(lang, clash)) } }
                    @if let Some(refusal) = refusal { p { (words::refusal(lang, refusal, self.today())) } }
                    p { (lang.pick("下面是现在还能用的。您的候补还在。", "Below is what is free now. You are still in line.")) }
                },
            ),
        }
    }

    fn find(&self, lang: Lang, main: bool) -> Markup {
        let booking = &self.known.booked.booking;
        let find = format!("/my/find?troupe={}&size={}", booking.troupe_id, booking.size);
        let button = Button::link(&find, lang.pick("另找时间", "Find another time"));
        html! { p { (if main { button.main() } else { button }) } }
    }

    fn what_next(&self, lang: Lang) -> Markup {
        let booking = &self.known.booked.booking;
        let reason = booking.reason.as_deref().filter(|reason| !reason.is_empty());
        match booking.state {
            State::Requested => html! {
                @if let Some(until) = booking.offered_until {
                    @let until = dates::until(lang, self.at.centre.zone.wall(until), self.today());
                    p { (lang.pick(
                        format!("您队候补的时间空出来了，工作人员正在审核，最晚替您队留到{until}。同意以后还要请您确认。"),
                        format!("The time your troupe was waiting for is free again. Staff are deciding; it is kept for you until {until} at the latest. If they agree you will be asked to confirm."),
                    )) }
                }
                @if let Some(gap) = exception_of(booking) {
                    @let day = booking.starts_at.date();
                    @let gap = words::gap(lang, gap, self.known.facts.agreement_on(day), day);
                    p { (lang.pick(format!("超出协议：{gap}，要工作人员破例。"), format!("Beyond the agreement: {gap}. Staff must make an exception."))) }
                } @else {
                    p { (lang.pick("批准之前还不能算定下来。结果会告诉您。", "Until it is approved it is not yours for sure. You will be told.")) }
                }
            },
            State::Refused | State::Displaced => html! {
                @if let Some(reason) = reason { p { (lang.pick("原因：", "Reason: ")) (reason) } }
                @if let Some(new) = &self.known.answer { (taken_instead(lang, new)) }
                // What is kept or free is the first thing to look at, and what was taken instead settles it.
                @else if self.known.instead.is_empty()
                    && !self.known.held.as_ref().is_some_and(|held| held.answer.is_some() || !held.kept.is_empty()) {
                    (self.find(lang, true))
                }
            },
            State::Lapsed => self.find(lang, true),
            _ => html! {},
        }
    }

    /// What the centre keeps in place of what it took away.
    fn held(&self, lang: Lang) -> Markup {
        let Some(held) = &self.known.held else { return html! {} };
        let booked = &self.known.booked;
        let action = format!("/my/bookings/{}/alternative", booked.booking.id);
        html! {
            @if let Some(new) = &held.answer {
                (taken_instead(lang, new))
            } @else if held.declined {
                p { strong { (lang.pick("您说过都不要。", "You said you need none.")) } " "
                    (lang.pick("留的时间已经放开，不用再回答。", "What was kept is free for others; there is nothing left to answer.")) }
            } @else {
                @if !held.kept.is_empty() { h2 { (lang.pick("给您留着这些，选一个", "These are kept for you: choose one")) } }
                (held.cards(lang, &self.at.centre, &self.known.facts, booked, None, &action))
                @if !held.kept.is_empty() { (self.find(lang, false)) }
            }
        }
    }

    fn instead(&self, lang: Lang) -> Markup {
        let list: Vec<Alternative> = self.known.instead.iter().map(|(_, one)| one.clone()).collect();
        let action = format!("/my/bookings/{}/alternative", self.known.booked.booking.id);
        let number = |one: &Alternative| -> Option<AlternativeId> {
            self.known.instead.iter().find(|(_, other)| other == one).and_then(|(id, _)| *id)
        };
        let cards = shown::alternatives(lang, &self.known.facts, &list, true, |one| {
            Way::Post(action.clone(), choice_fields(number(one), one))
        });
        html! {
            @if !cards.is_empty() {
                h2 { (lang.pick("可以换成这些", "You could have one of these instead")) }
                (picks(&cards))
                @if self.known.booked.booking.state == State::Waiting {
                    p.quiet { (lang.pick("都不合适？什么也不用做，候补照样排着。", "None will do? Do nothing: you stay in line.")) }
                } @else { (self.find(lang, false)) }
            }
        }
    }

    /// What to take along: calendar file and slip.
    fn carry(&self, lang: Lang) -> Markup {
        let id = self.known.booked.booking.id;
        let (slip, ics) = (format!("/my/bookings/{id}/slip"), format!("/my/bookings/{id}.ics"));
        html! {
            @if self.known.booked.booking.state == State::Approved && !self.begun() {
                p.row.actions {
                    (Button::link(&ics, lang.pick("放进手机日历", "Add to calendar")).icon("calendar").main())
                    (Button::link(&slip, lang.pick("打印预约凭条", "Print a slip")).icon("print"))
                }
            }
        }
    }

    fn facts(&self, lang: Lang) -> Markup {
        let booked = &self.known.booked;
        let booking = &booked.booking;
        let span = booking.span().map_or_else(|_| html! {}, |span| shown::short(lang, span, self.today()));
        let phone = &self.at.centre.phone;
        let mut list = vec![
            (lang.pick("时间", "Time"), span),
            (lang.pick("场地", "Room"), html! { (booked.room.name_in(lang)) }),
            (lang.pick("队伍", "Troupe"), html! { (booked.troupe.name_in(lang)) }),
            (lang.pick("来做什么", "For"), html! { (booking.purpose) }),
            (lang.pick("多少人", "People"), html! { (say_words::people(lang, booking.size.into())) }),
        ];
        if let Some(series) = self.known.series {
            let words = lang.pick("系列预约中的一次，看整个系列", "one date of a series: see all of it");
            list.push((lang.pick("系列", "Series"), html! { a href={ "/my/series/" (series) } { (words) } }));
        }
        if let Some(old) = booking.replaces {
            let href = format!("/my/bookings/{old}");
            let words = lang.pick("原来的申请", "the earlier request");
            list.push((lang.pick("代替", "Instead of"), html! { a href=(href) { (words) } }));
        }
        if booking.on_behalf {
            list.push((
                lang.pick("谁办的", "Asked by"),
                html! { (lang.pick("工作人员代办", "staff, for the troupe")) },
            ));
        }
        if !phone.is_empty() {
            list.push((lang.pick("中心电话", "The centre"), say::phone(phone)));
        }
        facts(&list)
    }

    fn history(&self, lang: Lang) -> Markup {
        let lines: Vec<Happened> = self
            .known
            .lines
            .iter()
            .rev()
            .map(|line| Happened {
                when: say::moment(lang, self.at.centre.zone.wall(line.at), self.today()),
                what: html! {
                    @if let Some(person) = line.person.as_ref().filter(|_| !by_others(&line.act)) { (person) " " }
                    @if line.act == "asked" && line.to.as_deref() == Some(State::Approved.word()) {
                        (lang.pick("预约，订了就定", "booked; confirmed at once"))
                    } @else { (words::act(lang, &line.act)) }
                    @if let Some(count) = words::count(&line.act, line.reason.as_deref()) { (lang.pick("：", ": ")) (count) }
                },
                reason: line.reason.clone().filter(|_| words::count(&line.act, line.reason.as_deref()).is_none()).unwrap_or_default(),
            })
            .collect();
        history(&lines)
    }
}

/// True for what an act on another troupe's booking did to this one: that troupe's leader is not named here.
fn by_others(act: &str) -> bool {
    matches!(act, "outrun" | "freed" | "offered")
}

/// The hidden fields that say which alternative a press means.
pub fn choice_fields(id: Option<AlternativeId>, one: &Alternative) -> Markup {
    match id {
        Some(id) => hidden("alternative", &id.to_string()),
        None => html! {
            (hidden("room", &one.room.to_string()))
            (hidden("start", &one.span.start().iso()))
            (hidden("end", &one.span.end().iso()))
        },
    }
}

fn taken_instead(lang: Lang, new: &Booking) -> Markup {
    let href = format!("/my/bookings/{}", new.id);
    html! { p { (Button::link(&href, lang.pick("看换成的那次", "See what you have instead")).main()) } }
}
