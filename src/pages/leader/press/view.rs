//! What a link in a letter that does one thing shows.

use maud::{Markup, html};

use super::super::shown;
use super::Behind;
use crate::base::lang::{Lang, dates, words as say_words};
use crate::domain::bookings::State;
use crate::domain::bookings::pressing::Press;
use crate::pages::parts::{Button, Frame, StateBadge, Tone, Width, notice, notice_first, remark, say, state};

pub struct PressPage<'a> {
    pub frame: &'a Frame,
    pub action: &'a str,
    pub press: Press,
    pub(super) behind: &'a Behind,
    /// It was pressed, and did nothing.
    pub late: bool,
}

impl PressPage<'_> {
    pub fn render(&self) -> Markup {
        let lang = self.frame.look.lang;
        let title = match (self.behind.lives, self.press) {
            (true, Press::Accept) => {
                lang.pick("这个时间给您队留着，要吗？", "Kept for your troupe: do you want it?")
            }
            (true, Press::Decline) => lang.pick("不要了，让给下一队？", "Pass it on to the next in line?"),
            (true, Press::GiveUp) => self.give_up_title(lang),
            (false, _) => self.standing(lang),
        };
        let main = if self.behind.lives { self.ask(lang, title) } else { self.over(lang, title) };
        self.frame.page(title, Width::Tight, main)
    }

    fn state(&self) -> State {
        self.behind.booked.booking.state
    }

    fn give_up_title(&self, lang: Lang) -> &'static str {
        match self.state() {
            State::Approved => lang.pick("取消这次预约？", "Cancel this booking?"),
            State::Offered => lang.pick("不要了，让给下一队？", "Pass it on to the next in line?"),
            _ => lang.pick("撤回这次申请？", "Withdraw this request?"),
        }
    }

    fn ask(&self, lang: Lang, title: &str) -> Markup {
        let words = match (self.press, self.state()) {
            (Press::Accept, _) => lang.pick("要，就这个时间", "Yes, we take it"),
            (Press::Decline, _) | (Press::GiveUp, State::Offered) => {
                lang.pick("不要了，让给下一队", "No, pass it on")
            }
            (Press::GiveUp, State::Approved) => lang.pick("取消这次预约", "Cancel this booking"),
            (Press::GiveUp, _) => lang.pick("撤回申请", "Withdraw the request"),
        };
        html! {
            h1 { (shown::clauses(title)) }
            form.card.flow method="post" action=(self.action) {
                (self.slot(lang))
                p { (Button::submit(words).main().full()) }
                p.quiet { (self.after(lang)) }
            }
            (self.call(lang))
        }
    }

    /// What a press would bring about.
    fn after(&self, lang: Lang) -> String {
        let booking = &self.behind.booked.booking;
        let zone = self.behind.centre.zone;
        let late = booking.starts_at.plus(-chrono::Duration::hours(24)) < zone.wall(self.behind.now);
        let minutes = booking.span().map_or(0, |span| span.minutes());
        match (self.press, booking.state) {
            (Press::Accept, _) => lang.pick("按下就定。", "It is yours as soon as you press.").into(),
            (Press::GiveUp, State::Approved) if late => {
                let length = say_words::length(lang, minutes);
                lang.pick(
                    format!("离开始不到24小时，取消了这{length}也算用掉。"),
                    format!("It starts within 24 hours: the {length} will count as used."),
                )
            }
            (Press::GiveUp, State::Approved) => lang
                .pick(
                    "取消后马上让给别的队，不扣小时。",
                    "Others can use it at once, and no hours are counted.",
                )
                .into(),
            _ => lang.pick("不扣小时。", "Nothing is counted.").into(),
        }
    }

    fn slot(&self, lang: Lang) -> Markup {
        let (booked, zone) = (&self.behind.booked, self.behind.centre.zone);
        let now = zone.wall(self.behind.now);
        let today = now.date();
        let badge = StateBadge::of(lang, zone, now, &booked.booking, None);
        let more = html! { p { (state(lang, &badge)) } };
        match booked.booking.span() {
            Ok(span) => shown::slot(lang, span, &booked.room, today, more),
            Err(_) => html! { (dates::date(lang, booked.booking.starts_at.date(), today)) (more) },
        }
    }

    fn standing(&self, lang: Lang) -> &'static str {
        match self.state() {
            State::Approved => lang.pick("定下来了", "It is yours"),
            State::Withdrawn => lang.pick("不要了，记下了", "Noted: no longer wanted"),
            State::Cancelled => lang.pick("已经取消", "Cancelled"),
            State::Lapsed => lang.pick("已经过期", "The time is over"),
            _ => lang.pick("这个链接不能用了", "This link does nothing any more"),
        }
    }

    /// The link was used, or has come to its end.
    fn over(&self, lang: Lang, title: &str) -> Markup {
        let tone = if self.state() == State::Approved { Tone::Jade } else { Tone::Amber };
        html! {
            (notice_first(tone, shown::clauses(title), html! {
                p { (lang.pick("现在的情况是这样：", "This is how it stands:")) }
            }))
            div.card { (self.slot(lang)) }
            @if self.late {
                (notice(Tone::Amber, lang.pick("刚才按的没有生效", "What you pressed changed nothing"), html! {
                    p { (lang.pick("链接只能用一次；情况变了，旧链接也不能用了。", "A link works once, and not after things have changed.")) }
                }))
            } @else {
                (remark(Tone::Indigo, lang.pick("要看详情或改主意，请登录，或打电话。", "To see more or to change your mind, sign in or call.")))
            }
            p.row.actions { (Button::link("/my", lang.pick("登录看我的预约", "Sign in to my bookings"))) }
            (self.call(lang))
        }
    }

    fn call(&self, lang: Lang) -> Markup {
        let phone = &self.behind.centre.phone;
        html! {
            @if !phone.is_empty() {
                p.quiet { (lang.pick("有事请打电话：", "Questions? Call:")) }
                p { (say::phone_button(phone)) }
            }
        }
    }
}
