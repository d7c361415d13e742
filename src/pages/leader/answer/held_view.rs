//! The link of an alternative that the centre keeps for what it took away.

use maud::{Markup, html};

use super::super::held::Held;
use super::super::shown;
use super::view::Came;
use crate::base::lang::{Lang, dates};
use crate::domain::bookings::answering::Offered;
use crate::domain::bookings::{Booking, Facts, State, words};
use crate::domain::centres::{Centre, either};
use crate::pages::parts::{Button, Frame, StateBadge, Tone, Width, nb, notice, notice_first, say, state};

pub struct HeldPage<'a> {
    pub frame: &'a Frame,
    pub centre: &'a Centre,
    pub action: &'a str,
    pub offered: &'a Offered,
    pub facts: &'a Facts,
    pub held: &'a Held,
    pub came: Came,
}

impl HeldPage<'_> {
    pub fn render(&self) -> Markup {
        let lang = self.frame.look.lang;
        let title = match self.held.is_open() {
            true => lang.pick("换一个时间", "Another time"),
            false => lang.pick("已经办好了", "Settled"),
        };
        let width = if self.held.is_open() { Width::Normal } else { Width::Tight };
        self.frame.page(
            title,
            width,
            match &self.held.answer {
                Some(new) => self.taken(lang, new),
                None if self.held.declined => self.declined(lang),
                None => self.choose(lang),
            },
        )
    }

    fn choose(&self, lang: Lang) -> Markup {
        let first = self.held.kept.iter().find(|(one, _)| {
            one.room_id == self.offered.room.id && one.starts_at == self.offered.span.start()
        });
        let heading = match (self.held.kept.is_empty(), self.held.free.is_empty()) {
            (false, _) => lang.pick("换成哪一个？", "Which would you like instead?"),
            (true, false) if self.held.was_kept => {
                lang.pick("留的时间过了，还可以选", "They are kept no longer, but you may still choose")
            }
            (true, false) => lang.pick("还可以选别的时间", "You may choose another time"),
            (true, true) => lang.pick("没有别的时间了", "Nothing else is free"),
        };
        html! {
            (self.gone(lang))
            h1 { (shown::clauses(heading)) }
            (self.lost(lang))
            @if !self.held.kept.is_empty() || !self.held.free.is_empty() { h2.hide { (lang.pick("可以选的", "What you can choose")) } }
            (self.held.cards(lang, self.centre, self.facts, &self.offered.hit, first.map(|(one, _)| one.id), self.action))
            section.flow {
                h2 { (lang.pick("都不合适？", "None will do?")) }
                @if !self.centre.phone.is_empty() { p { (say::phone_button(&self.centre.phone)) } }
                p.quiet { (lang.pick("打电话来，我们一起找时间。", "Call us and we will find a time together.")) }
            }
        }
    }

    /// They need none: this link and those beside it do nothing any more.
    fn declined(&self, lang: Lang) -> Markup {
        html! {
            @if matches!(self.came, Came::Late) {
                (notice(Tone::Amber, lang.pick("这次没有换", "Nothing was taken"), html! {
                    p { (lang.pick("说过都不要以后，链接就不能再用了。", "Once you said that you need none, the links do nothing any more.")) }
                }))
            }
            (notice_first(Tone::Jade, shown::clauses(lang.pick("您说过都不要", "You said you need none")), html! {
                p { (lang.pick("留的时间已经放开，别的队可以用了。不用再回答。", "What was kept is free for others now. There is nothing left to answer.")) }
            }))
            (self.lost(lang))
            p { (lang.pick("改主意了，请登录另找时间，或者打电话。", "Changed your mind? Sign in to find another time, or call us.")) }
            p.row.actions {
                (Button::link("/my/find", lang.pick("登录找时间", "Sign in to find a time")))
                @if !self.centre.phone.is_empty() { (say::phone_button(&self.centre.phone)) }
            }
        }
    }

    fn lost(&self, lang: Lang) -> Markup {
        let hit = &self.offered.hit;
        let when = match hit.booking.span() {
            Ok(span) => say::span(lang, span, self.facts.now.date()),
            Err(_) => html! {},
        };
        let reason = either(lang, &self.held.why.0, &self.held.why.1);
        html! {
            p {
                strong { (when) " " (nb(hit.room.name_in(lang))) }
                (lang.pick(" 用不了了，对不起。", " cannot be. We are sorry."))
                @if !reason.is_empty() { (lang.pick("原因：", " Why: ")) (reason) }
            }
        }
    }

    fn gone(&self, lang: Lang) -> Markup {
        let Came::Gone { clashes, refusal } = &self.came else { return html! {} };
        let today = self.facts.now.date();
        notice(
            Tone::Brick,
            lang.pick("差了一步，这个时间没有了", "That time has gone"),
            html! {
                p { strong { (say::span(lang, self.offered.span, today)) " " (self.offered.room.name_in(lang)) } }
                @for clash in clashes { p { (words::clash(lang, clash)) } }
                @if let Some(refusal) = refusal { p { (words::refusal(lang, refusal, today)) } }
            },
        )
    }

    fn taken(&self, lang: Lang, new: &Booking) -> Markup {
        let (title, tone) = match new.state {
            State::Approved => (lang.pick("换好了，定下来了", "Done: it is yours"), Tone::Jade),
            State::Requested => (lang.pick("申请交上去了，等审核", "Sent: staff will decide"), Tone::Amber),
            _ => (lang.pick("已经换过了", "This was answered before"), Tone::Amber),
        };
        let today = self.facts.now.date();
        let room = self.facts.catalogue.room(new.room_id);
        let badge = state(lang, &StateBadge::of(lang, self.centre.zone, self.facts.now, new, None));
        html! {
            (notice_first(tone, shown::clauses(title), html! {
                @if new.state == State::Approved {
                    p { (lang.pick("不用再批。给您留的别的时间已经放开。", "Nobody needs to approve it. The other times we kept are free again.")) }
                }
            }))
            div.card {
                @if let (Some(room), Ok(span)) = (room, new.span()) {
                    (shown::slot(lang, span, room, today, html! { p { (badge) } }))
                } @else {
                    p { (dates::date(lang, new.starts_at.date(), today)) " " (badge) }
                }
            }
            p { (lang.pick("要看详情或取消，请登录。", "To see more or to cancel, please sign in.")) }
            p.row.actions {
                (Button::link("/my", lang.pick("登录看我的预约", "Sign in to my bookings")))
                @if !self.centre.phone.is_empty() { (say::phone_button(&self.centre.phone)) }
            }
        }
    }
}
