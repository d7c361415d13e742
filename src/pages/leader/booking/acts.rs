//! What a leader can do about a booking, as sections of its page: one form each.

use maud::{Markup, html};

use super::view::{BookingPage, Over};
use crate::base::lang::{Lang, dates, words as say_words};
use crate::base::time::Span;
use crate::domain::bookings::State;
use crate::pages::leader::shown;
use crate::pages::parts::{Button, Field, Tone, hidden, notice, say};

impl BookingPage<'_> {
    /// An offer to be answered, with its end in words.
    pub(super) fn offer(&self, lang: Lang) -> Markup {
        let booking = &self.known.booked.booking;
        if booking.state != State::Offered {
            return html! {};
        }
        let (id, version) = (booking.id, booking.version.to_string());
        let until = booking.offered_until.map(|until| self.at.centre.zone.wall(until));
        let ended = until.is_some_and(|until| until <= self.known.facts.now);
        if ended {
            return notice(
                Tone::Amber,
                lang.pick("已经过了确认的时间", "The time to confirm is over"),
                html! { p { (lang.pick("没有等到确认，让给下一队了。", "It was not confirmed in time, and goes to the next in line.")) } },
            );
        }
        let until = until.map(|until| dates::until(lang, until, self.today())).unwrap_or_default();
        html! {
            (notice(Tone::Amber, lang.pick(format!("请在{until}前确认"), format!("Please confirm by {until}")), html! {
                p {
                    (lang.pick(
                        "您队候补的时间空出来了，先给您队留着。不确认，到时候就让给下一队，不扣小时。",
                        "The time your troupe was waiting for is free again and kept for you. If you do not confirm, the next in line has it; nothing is counted.",
                    ))
                }
                form.flow method="post" action={ "/my/bookings/" (id) "/acceptance" } {
                    (hidden("version", &version))
                    p { (Button::submit(lang.pick("要，就这个时间", "Yes, we take it")).main().full()) }
                    p { (Button::submit(lang.pick("不要了，让给下一队", "No, pass it on")).full().action(&format!("/my/bookings/{id}/declining"))) }
                }
            }))
        }
    }

    /// A change that is asked for, or the way to ask for one.
    pub(super) fn change(&self, lang: Lang) -> Markup {
        let booking = &self.known.booked.booking;
        if booking.state != State::Approved || self.begun() {
            return html! {};
        }
        let href = format!("/my/bookings/{}/change", booking.id);
        match &self.known.change {
            Some((wish, room)) => {
                let Ok(span) = wish.span() else { return html! {} };
                html! {
                    (notice(Tone::Amber, lang.pick("更改申请待审核", "A change is being decided"), html! {
                        p {
                            (lang.pick("想改成 ", "Wished: ")) strong { (say::span(lang, span, self.today())) " " (room.name_in(lang)) }
                            (lang.pick("，", ", ")) (say_words::people(lang, wish.size.into())) (lang.pick("。决定之前，原来的照样有效。", ". Until it is decided the booking stands."))
                        }
                        form method="post" action={ (href) "/withdrawal" } {
                            (Button::submit(lang.pick("撤回更改申请", "Take the change back")))
                        }
                    }))
                }
            }
            None => html! {
                p.row.actions { (Button::link(&href, lang.pick("改时间、场地或人数", "Change time, room or size"))) }
            },
        }
    }

    /// Ends a running booking.
    pub(super) fn end_early(&self, lang: Lang) -> Markup {
        let booking = &self.known.booked.booking;
        let running =
            booking.state == State::Approved && self.begun() && booking.ends_at > self.known.facts.now;
        if !running {
            return html! {};
        }
        let action = format!("/my/bookings/{}/ending", booking.id);
        html! {
            section.flow #end {
                h2 { (shown::clauses(lang.pick("用完了，要走了？", "Done already?"))) }
                form.card.flow method="post" action=(action) {
                    p {
                        (lang.pick(
                            "现在结束，只算用到现在的时间，剩下的别的队可以用。",
                            "Ending now counts only what you used; others can have the rest.",
                        ))
                    }
                    p { (Button::submit(lang.pick("现在结束", "End it now"))) }
                }
            }
        }
    }

    /// Gives it up.
    pub(super) fn cancel(&self, lang: Lang) -> Markup {
        let booking = &self.known.booked.booking;
        // An offer is declined where it is answered.
        if booking.state.is_over() || booking.state == State::Offered || self.begun() {
            return html! {};
        }
        let asked = booking.state.is_open();
        let title = match asked {
            true => lang.pick("撤回申请", "Withdraw the request"),
            false => lang.pick("取消这次预约", "Cancel this booking"),
        };
        let (typed, error) = match &self.over {
            Some(Over::Wrong { typed, message }) => (typed.as_str(), Some(message.as_str())),
            _ => ("", None),
        };
        let action = format!("/my/bookings/{}/cancellation", booking.id);
        let label = lang.pick("为什么？（可以不写）", "Why? (you may leave it empty)");
        html! {
            section.flow #cancel {
                h2 { (title) }
                form.card.flow method="post" action=(action) {
                    p { (self.cancel_note(lang, asked)) }
                    (Field::new("reason", label).value(typed).error(error).text())
                    p { (Button::submit(title)) }
                }
            }
        }
    }

    fn cancel_note(&self, lang: Lang, asked: bool) -> String {
        let booking = &self.known.booked.booking;
        let late = booking.starts_at.plus(-chrono::Duration::hours(24)) < self.known.facts.now;
        match (asked, late) {
            (true, _) => lang.pick("撤回不扣小时。", "Nothing is counted.").to_owned(),
            (false, false) => lang
                .pick(
                    "取消后马上让给别的队，不扣小时。",
                    "Others can use it at once, and no hours are counted.",
                )
                .to_owned(),
            (false, true) => {
                let length = say_words::length(lang, booking.span().map_or(0, Span::minutes));
                lang.pick(
                    format!("离开始不到24小时，取消了这{length}也算用掉。"),
                    format!("It starts within 24 hours: the {length} will count as used."),
                )
            }
        }
    }
}
