//! What a manager can do with an agreement, by where it stands, and the pages that ask why.

use chrono::NaiveDate;
use maud::{Markup, html};

use super::super::hours::hit_lines;
use super::view::way_of;
use crate::base::lang::{Lang, dates};
use crate::domain::agreements::{Agreement, AgreementState, Decided, Standing, Troupe, ending, words};
use crate::domain::disruptions::Hit;
use crate::domain::rooms::Room;
use crate::pages::parts::agreement::{period, standing_class_at};
use crate::pages::parts::{Button, Frame, Sheet, Tone, Width, mark, notice, remark, say};
use crate::pages::staff::here::Here;

/// The acts of the page of one agreement.
pub fn buttons(here: &Here, agreement: &Agreement, sheet: &Sheet) -> Markup {
    let lang = here.lang();
    let own = |rest: &str| here.href(&format!("/agreements/{}{rest}", agreement.id));
    let (to_edit, to_end, renew) = (own("/edit"), own("/end"), own("/renewal"));
    let edit = Button::link(&to_edit, lang.pick("改协议", "Change the agreement"));
    let end = Button::link(&to_end, lang.pick("提前结束…", "End it early…"));
    match agreement.standing(here.today()) {
        Standing::Draft => html! {
            form.card.flow method="post" action=(own("/activation")) {
                h2 { (lang.pick("签好了？", "Is it signed?")) }
                (sheet.field("signed_on", lang.pick("签字的日子", "Signed on")).date_typed(lang, here.today()))
                p { (Button::submit(lang.pick("让协议生效", "Put it into force")).main()) }
            }
            div.row {
                (edit)
                form method="post" action=(own("/discarding")) { (Button::submit(lang.pick("草稿作废", "Give up the draft")).plain()) }
            }
        },
        Standing::Valid | Standing::Coming => html! {
            div.row {
                (edit)
                (Button::link(&renew, lang.pick("续签", "Renew")))
                (Button::link(&own("/suspension"), lang.pick("暂停…", "Suspend…")))
                (end)
            }
        },
        Standing::Suspended => html! {
            form.card.flow method="post" action=(own("/resumption")) {
                h2 { (lang.pick("恢复", "Let it hold again")) }
                (sheet.field("reason", lang.pick("说明，队伍会看到，可以不填", "A word to the troupe, may stay empty")).text())
                p { (Button::submit(lang.pick("恢复协议", "Let the agreement hold again")).main()) }
            }
            div.row { (edit) (end) }
        },
        Standing::Expired => html! { div.row { (Button::link(&renew, lang.pick("续签", "Renew")).main()) } },
        Standing::Ended => html! {
            @if agreement.ends_on >= agreement.starts_on && agreement.state == AgreementState::Ended {
                div.row { (Button::link(&renew, lang.pick("再签一份", "Draw up a new one")).main()) }
            }
        },
    }
}

/// It was decided before: what happened, by whom.
pub fn too_late(here: &Here, decided: &Decided) -> Markup {
    let (lang, today) = (here.lang(), here.today());
    let by = decided.by.as_deref().unwrap_or_default();
    let state = if decided.state.stands() && decided.ends_on < today {
        lang.pick("已到期", "expired").to_owned()
    } else {
        decided.state.name(lang).to_owned()
    };
    notice(
        Tone::Amber,
        lang.pick("没有改：协议已经变了", "Nothing was changed: the agreement is no longer as it was"),
        html! {
            p {
                (lang.pick(format!("现在是：{state}"), format!("It is now: {state}")))
                @if let Some(at) = decided.at { (lang.pick("，", ", ")) (say::moment(lang, here.centre.zone.wall(at), today)) }
                @if !by.is_empty() { (lang.pick("，", ", ")) (by) }
                (lang.pick("。", "."))
            }
        },
    )
}

/// Suspending, or ending early.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Halt {
    Suspend,
    End,
}

/// The page that asks why, or says what is booked.
pub struct HaltPage<'a> {
    pub frame: &'a Frame,
    pub here: &'a Here,
    pub halt: Halt,
    pub agreement: &'a Agreement,
    pub troupe: &'a Troupe,
    pub rooms: &'a [Room],
    /// What is booked and would be hit.
    pub hits: &'a [Hit],
    /// The last day it was to have.
    pub last_day: Option<NaiveDate>,
    /// Somebody was first.
    pub decided: Option<&'a Decided>,
    pub sheet: Sheet<'a>,
}

impl HaltPage<'_> {
    pub fn render(&self) -> Markup {
        let lang = self.here.lang();
        let title = self.title(lang);
        let troupe = self.troupe.name_in(lang);
        let today = self.here.today();
        let main = html! {
            (way_of(self.here, self.agreement, title))
            (self.sheet.summary())
            @if let Some(decided) = self.decided { (too_late(self.here, decided)) }
            h1 { (title) }
            p { strong { (troupe) } " " span.quiet { (self.agreement.number) } }
            p { (period(lang, self.agreement)) " " (mark(standing_class_at(self.agreement, today), &words::standing(lang, self.agreement, today))) }
            @if self.decided.is_none() {
                @if self.halt == Halt::Suspend && !self.hits.is_empty() { (self.booked(lang)) }
                @else { (self.form(lang)) }
            }
        };
        self.frame.page(title, Width::Tight, main)
    }

    fn title(&self, lang: Lang) -> &'static str {
        match self.halt {
            Halt::Suspend => lang.pick("暂停协议", "Suspend an agreement"),
            Halt::End => lang.pick("提前结束协议", "End an agreement early"),
        }
    }

    fn form(&self, lang: Lang) -> Markup {
        let sheet = &self.sheet;
        let (word, button) = match self.halt {
            Halt::Suspend => ("suspension", lang.pick("暂停协议", "Suspend the agreement")),
            Halt::End => ("end", lang.pick("提前结束协议", "End the agreement early")),
        };
        let action = self.here.href(&format!("/agreements/{}/{word}", self.agreement.id));
        html! {
            @if !self.hits.is_empty() { (self.booked(lang)) }
            form.card.flow method="post" action=(action) {
                @if self.halt == Halt::End {
                    (sheet.field("last_day", lang.pick("最后一天（这天还算）", "Last day (it still counts)"))
                        .help(&self.possible(lang)).date_typed(lang, self.here.today()))
                } @else {
                    (remark(Tone::Indigo, lang.pick("这份协议没有以后的预约，可以直接暂停。", "Nothing is booked under this agreement: it can be suspended at once.")))
                }
                (sheet.field("reason", lang.pick("原因，队伍会看到", "Reason, which the troupe reads")).textarea())
                p { (Button::submit(button).main()) }
            }
        }
    }

    fn possible(&self, lang: Lang) -> String {
        let (earliest, latest) = ending::possible_ends(self.agreement, self.here.today());
        let (from, to) = (dates::date_long(lang, earliest), dates::date_long(lang, latest));
        lang.pick(
            format!("从{from}（昨天，就是马上终止）到{to}。"),
            format!("From {from} (yesterday: it ends at once) to {to}."),
        )
    }

    /// Bookings are hit: the way that offers each of them something else.
    fn booked(&self, lang: Lang) -> Markup {
        let number = self.hits.len();
        let mut href = format!("/disruptions/new?cause=agreement&agreement={}", self.agreement.id);
        if let Some(last_day) = self.last_day {
            href.push_str(&format!("&last_day={last_day}"));
        }
        let heading = match self.halt {
            Halt::Suspend => {
                lang.pick(format!("以后还有{number}个预约"), format!("{number} booked from now on"))
            }
            Halt::End => lang.pick(
                format!("还没结束：最后一天以后有{number}个预约"),
                format!("Not ended yet: {number} booked after that day"),
            ),
        };
        notice(
            Tone::Amber,
            heading,
            html! {
                p { (lang.pick("先看清会碰到哪些预约、给每个预约什么备选方案，再一起定下来。", "First see which bookings are hit and what each would be offered; then confirm all of it together.")) }
                (hit_lines(self.here, self.rooms, self.hits))
                p { (Button::link(&self.here.href(&href), lang.pick("去安排这些预约", "See to these bookings")).main().icon_after("right")) }
            },
        )
    }
}
