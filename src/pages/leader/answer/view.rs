//! What a link in a conflict notice shows.

use chrono::NaiveDate;
use maud::{Markup, html};

use super::super::shown::{self, Way};
use super::Behind;
use crate::base::lang::{Lang, dates};
use crate::domain::bookings::alternatives::Alternative;
use crate::domain::bookings::{Booking, Clash, Refusal, State, words};
use crate::domain::centres::Centre;
use crate::domain::rooms::Room;
use crate::pages::parts::{
    Button, Frame, StateBadge, Tone, Width, hidden, nb, notice, notice_first, picks, say, state,
};

/// What brought the reader here.
pub enum Came {
    /// They opened the link.
    Fresh,
    /// They pressed, but the request was no longer open.
    Late,
    /// They pressed, but the slot had gone.
    Gone { clashes: Vec<Clash>, refusal: Option<Refusal> },
}

pub struct AnswerPage<'a> {
    pub frame: &'a Frame,
    pub centre: &'a Centre,
    pub action: &'a str,
    pub(super) behind: Behind,
    pub came: Came,
}

impl AnswerPage<'_> {
    pub fn render(&self) -> Markup {
        let lang = self.frame.look.lang;
        let open = self.behind.open;
        let title = match open {
            true => lang.pick("换一个时间", "Another time"),
            false => lang.pick("已经办好了", "Settled"),
        };
        self.frame.page(
            title,
            if self.behind.list.len() > 1 { Width::Normal } else { Width::Tight },
            match (open, &self.behind.taken) {
                (true, _) => self.choose(lang),
                (false, Some(new)) => self.taken(lang, new),
                (false, None) => self.over(lang),
            },
        )
    }

    fn today(&self) -> NaiveDate {
        self.behind.facts.now.date()
    }

    /// It is in line, whatever is answered; otherwise staff refused it.
    fn waits(&self) -> bool {
        self.behind.offered.hit.booking.state == State::Waiting
    }

    fn own_is_free(&self) -> bool {
        let offered = &self.behind.offered;
        self.behind.list.first().is_some_and(|one| one.room == offered.room.id && one.span == offered.span)
    }

    fn choose(&self, lang: Lang) -> Markup {
        let (mine, rest) = match (self.own_is_free(), self.behind.list.split_first()) {
            (true, Some((mine, rest))) => (Some(mine), rest),
            _ => (None, self.behind.list.as_slice()),
        };
        html! {
            @match mine {
                Some(mine) => (self.offer(lang, mine)),
                None => (self.gone(lang)),
            }
            @if !rest.is_empty() {
                h2 { @if mine.is_some() { (lang.pick("或者换成", "Or one of these")) } @else { (lang.pick("这些现在都空着", "These are free now")) } }
                (picks(&shown::alternatives(lang, &self.behind.facts, rest, mine.is_none(), |one| self.way(one))))
            }
            (self.none_will_do(lang))
        }
    }

    /// The room and time this link was made for.
    fn offer(&self, lang: Lang, mine: &Alternative) -> Markup {
        let (offered, today) = (&self.behind.offered, self.today());
        let day = dates::date_short(lang, offered.span.date(), today);
        let words = match mine.needs_decision {
            true => lang.pick(format!("申请换到{day}"), format!("Ask for {day} instead")),
            false => lang.pick(format!("换到{day}"), format!("Move to {day}")),
        };
        let after = match mine.needs_decision {
            true => lang.pick(
                "这间要工作人员审核，结果会告诉您。",
                "Staff decide about this room and will tell you.",
            ),
            false => lang.pick("按下就定。", "It is yours as soon as you press."),
        };
        html! {
            h1 { (lang.pick("换到这个时间，好吗？", "Would this do instead?")) }
            (self.lost(lang))
            form.card.flow method="post" action=(self.action) {
                (shown::slot(lang, offered.span, &offered.room, today, html! {
                    p.quiet { (shown::inside(lang, &offered.room, &self.behind.facts.catalogue)) }
                    p { (shown::verdict_mark(lang, mine.needs_decision)) }
                }))
                p { (Button::submit(&words).main().full()) }
                p.quiet { (after) }
            }
        }
    }

    fn lost(&self, lang: Lang) -> Markup {
        let hit = &self.behind.offered.hit;
        let lost = match self.waits() {
            true => lang.pick(" 已经批出去了，您队在候补。", " is taken; your troupe is in line."),
            false => lang.pick(" 没有批准。", " was not approved."),
        };
        html! {
            p {
                strong { (when(lang, &hit.booking, self.today())) " " (nb(hit.room.name_in(lang))) }
                (lost)
            }
        }
    }

    fn gone(&self, lang: Lang) -> Markup {
        let offered = &self.behind.offered;
        let (clashes, refusal): (&[Clash], _) = match &self.came {
            Came::Gone { clashes, refusal } => (clashes, refusal.as_ref()),
            _ => (&[], None),
        };
        html! {
            (notice_first(Tone::Brick, shown::clauses(lang.pick("差了一步，这个时间没有了", "That time has gone")), html! {
                p { strong { (say::span(lang, offered.span, self.today())) " " (offered.room.name_in(lang)) } }
                @for clash in clashes { p { (words::clash(lang, clash)) } }
                @if let Some(refusal) = refusal { p { (words::refusal(lang, refusal, self.today())) } }
                p { (lang.pick("您没有被扣小时。", "Nothing was counted against you.")) @if self.waits() { (lang.pick("候补还在。", " You are still in line.")) } }
            }))
        }
    }

    fn way(&self, one: &Alternative) -> Way {
        Way::Post(
            self.action.to_owned(),
            html! {
                (hidden("room", &one.room.to_string()))
                (hidden("start", &one.span.start().iso()))
                (hidden("end", &one.span.end().iso()))
            },
        )
    }

    fn none_will_do(&self, lang: Lang) -> Markup {
        html! {
            section.flow {
                h2 { (lang.pick("都不合适？", "None will do?")) }
                @if !self.centre.phone.is_empty() {
                    p { (say::phone_button(&self.centre.phone)) }
                }
                @if self.waits() {
                    p.quiet {
                        (lang.pick(
                            "不回答也可以：候补照样排着，那支队伍取消了就会重新考虑您队。",
                            "You need not answer: you stay in line, and come next if that troupe cancels.",
                        ))
                    }
                }
            }
        }
    }

    /// This link, or one shown beside it, was used.
    fn taken(&self, lang: Lang, new: &Booking) -> Markup {
        let settled = new.state == State::Approved;
        let title = match (settled, new.state) {
            (true, _) => lang.pick("换好了，定下来了", "Done: it is yours"),
            (false, State::Requested) => lang.pick("申请交上去了，等审核", "Sent: staff will decide"),
            _ => lang.pick("已经换过了", "This was answered before"),
        };
        let tone = if settled { Tone::Jade } else { Tone::Amber };
        let room: Option<&Room> = self.behind.facts.catalogue.room(new.room_id);
        html! {
            (notice_first(tone, shown::clauses(title), html! {
                @if new.state == State::Requested {
                    p { (lang.pick("批准之前还不能算定下来，结果会告诉您。", "Until it is approved it is not yours for sure. You will be told.")) }
                } @else if settled && self.behind.offered.hit.booking.state == State::Withdrawn {
                    p { (lang.pick("原来的申请不再排队。", "The earlier request no longer waits.")) }
                }
            }))
            div.card {
                @if let (Some(room), Ok(span)) = (room, new.span()) {
                    (shown::slot(lang, span, room, self.today(), html! { p { (state(lang, &self.badge(lang, new))) } }))
                } @else {
                    p { (when(lang, new, self.today())) " " (state(lang, &self.badge(lang, new))) }
                }
            }
            (self.further(lang))
        }
    }

    /// Nothing was taken by this link, and nothing waits any longer.
    fn over(&self, lang: Lang) -> Markup {
        let hit = &self.behind.offered.hit;
        let name = hit.booking.state.name(lang);
        let tone = if hit.booking.state == State::Approved { Tone::Jade } else { Tone::Amber };
        let title = match hit.booking.state {
            State::Approved => {
                lang.pick("不用换了：原来的时间批给您队了", "No need: the first time is yours after all")
            }
            State::Requested => lang.pick(
                "先不用换：原来的时间空出来了，正在审核",
                "No need yet: the first time is free again and being decided",
            ),
            _ => lang.pick("不用选了，已经有了结果", "This was settled before"),
        };
        html! {
            (notice_first(tone, shown::clauses(title), html! {
                p {
                    strong { (when(lang, &hit.booking, self.today())) " " (nb(hit.room.name_in(lang))) }
                    (lang.pick("，现在是：", ", now: ")) (name) (lang.pick("。", "."))
                }
            }))
            (self.further(lang))
        }
    }

    fn badge(&self, lang: Lang, booking: &Booking) -> StateBadge {
        StateBadge::of(lang, self.centre.zone, self.behind.facts.now, booking, None)
    }

    fn further(&self, lang: Lang) -> Markup {
        html! {
            @if matches!(self.came, Came::Late) {
                (notice(Tone::Amber, lang.pick("没有再换一次", "Nothing was changed again"), html! {
                    p { (lang.pick("一个请求只能换一次。", "A request can be answered once.")) }
                }))
            }
            p { (lang.pick("要看详情或取消，请登录。", "To see more or to cancel, please sign in.")) }
            p.row.actions {
                (Button::link("/my", lang.pick("登录看我的预约", "Sign in to my bookings")))
                @if !self.centre.phone.is_empty() { (say::phone_button(&self.centre.phone)) }
            }
        }
    }
}

fn when(lang: Lang, booking: &Booking, today: NaiveDate) -> Markup {
    match booking.span() {
        Ok(span) => say::span(lang, span, today),
        Err(_) => html! { (dates::date(lang, booking.starts_at.date(), today)) },
    }
}
