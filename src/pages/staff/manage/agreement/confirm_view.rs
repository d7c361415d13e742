//! What a change of an agreement that stands would mean, before it is made.

use maud::{Markup, html};

use super::super::hours::hit_lines;
use super::view::way_of;
use crate::base::web::form::Fields;
use crate::domain::agreements::Agreement;
use crate::domain::agreements::difference::Difference;
use crate::domain::disruptions::Hit;
use crate::domain::rooms::Room;
use crate::pages::parts::{Button, Frame, Tone, Width, facts, hidden, notice};
use crate::pages::staff::here::Here;

/// All that the page shows.
pub struct Confirm<'a> {
    pub frame: &'a Frame,
    pub here: &'a Here,
    pub agreement: &'a Agreement,
    pub differences: &'a [Difference],
    /// Booked, and not covered any more.
    pub hits: &'a [Hit],
    pub rooms: &'a [Room],
    /// What was sent; it is sent again.
    pub fields: &'a Fields,
}

impl Confirm<'_> {
    pub fn render(&self) -> Markup {
        let lang = self.here.lang();
        let title = lang.pick("这样改协议，对吗？", "Change the agreement like this?");
        let action = self.here.href(&format!("/agreements/{}", self.agreement.id));
        let count = self.hits.len();
        let line = |one: &'_ Difference| html! { del { (self.or_none(&one.before)) } " → " ins { (self.or_none(&one.after)) } };
        let lines: Vec<(&str, Markup)> = self.differences.iter().map(|one| (one.what, line(one))).collect();
        let main = html! {
            (way_of(self.here, self.agreement, title))
            h1 { (title) }
            (facts(&lines))
            @if count > 0 {
                (notice(Tone::Amber, lang.pick(format!("已经约好的{count}次不在新的范围里"), format!("Booked, and not covered by the new terms: {count}")), html! {
                    (hit_lines(self.here, self.rooms, self.hits))
                    p { (lang.pick("它们照样有效。不想留着的，请一次一次取消或让出。", "They stand all the same. What is not to stay has to be cancelled or displaced by itself.")) }
                }))
            } @else {
                p { (lang.pick("已经约好的都还在协议范围里。", "All that is booked is still covered.")) }
            }
            form.flow method="post" action=(action) {
                @for (name, value) in self.fields.pairs() { (hidden(name, value)) }
                (hidden("confirmed", "1"))
                p { (Button::submit(lang.pick("改协议，并写信告诉队长", "Change it and tell the leaders")).main().full()) }
            }
            p { (Button::link(&self.here.href(&format!("/agreements/{}/edit", self.agreement.id)), lang.pick("返回，不改", "Back, change nothing")).plain()) }
        };
        self.frame.page(title, Width::Tight, main)
    }

    fn or_none<'a>(&self, said: &'a str) -> &'a str {
        if said.is_empty() { self.here.lang().pick("没有", "none") } else { said }
    }
}
