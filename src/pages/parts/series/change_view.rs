//! The page on which a series is changed: the form, then what would become of each date, then the button that names
//! them.

use chrono::NaiveDate;
use maud::{Markup, html};

use super::change::{inputs, list, scope, scope_words};
use crate::base::lang::{Lang, dates};
use crate::base::time::Wall;
use crate::base::web::form::{Errors, Fields};
use crate::domain::bookings::cancelling::Canceller;
use crate::domain::bookings::series::changing::{Changing, Move};
use crate::domain::bookings::series::{Dated, Scope, Series};
use crate::domain::bookings::{BookingId, State};
use crate::domain::rooms::Catalogue;
use crate::pages::parts::{Button, Tone, error_summary, hidden, notice};

/// All that the page shows.
pub struct View<'a> {
    pub lang: Lang,
    /// Where the series is: `/my/series/3`.
    pub here: &'a str,
    pub series: &'a Series,
    /// Where one date alone is changed: the page of its booking.
    pub one: &'a dyn Fn(BookingId) -> String,
    pub fields: &'a Fields,
    pub errors: &'a Errors,
    pub catalogue: &'a Catalogue,
    pub dates: &'a [Dated],
    pub now: Wall,
    pub plan: Option<&'a Changing>,
    /// It was sent, and is not what was shown.
    pub late: bool,
    pub by: Canceller,
}

impl View<'_> {
    pub fn render(&self, title: &str) -> Markup {
        let lang = self.lang;
        let problems: Vec<_> =
            self.errors.iter().map(|error| (error.field.as_str(), error.message.as_str())).collect();
        html! {
            (error_summary(lang, lang.pick("还没改", "Not changed yet"), &problems))
            @if self.late {
                (notice(Tone::Amber, lang.pick("还没改：情况变了", "Not changed yet: something is different now"), html! {
                    p { (lang.pick("下面是现在的情况，看好了再按一次。", "Below is how it stands now. Look at it and press again.")) }
                }))
            }
            h1 { (title) }
            @if let Some(plan) = self.plan { (self.planned(plan)) }
            (self.form())
        }
    }

    fn planned(&self, plan: &Changing) -> Markup {
        let (lang, today) = (self.lang, self.now.date());
        let moving: Vec<NaiveDate> = plan.moving().map(now_on).collect();
        let asked: Vec<NaiveDate> = plan.asked().map(now_on).collect();
        let of = |dates: &[NaiveDate]| scope_words(lang, dates.first().copied(), dates.len(), today);
        let words = match (moving.is_empty(), asked.is_empty()) {
            (false, true) => lang.pick(format!("改{}", of(&moving)), format!("Change {}", of(&moving))),
            (true, false) => {
                lang.pick(format!("申请改{}", of(&asked)), format!("Ask to change {}", of(&asked)))
            }
            _ => lang.pick(
                format!("改{}，另外{}次申请改", of(&moving), asked.len()),
                format!("Change {}, and ask for {} more", of(&moving), asked.len()),
            ),
        };
        html! {
            h2 { (lang.pick("每一次会怎样", "What becomes of each date")) }
            @if plan.moves.is_empty() { p { (lang.pick("没有可以改的次。", "There is no date to change.")) } }
            (list(lang, plan, today))
            @if !asked.is_empty() {
                p { (lang.pick(
                    "要审核的，工作人员会一起决定；决定之前，原来的时间和场地一直留着。",
                    "Staff decide about those to be decided as one; until then the dates stand as they are.",
                )) }
            }
            @if !moving.is_empty() || !asked.is_empty() {
                form.flow method="post" action={ (self.here) "/changes" } {
                    @for name in ["room", "from", "to", "size", "purpose", "reason", "request_key", "scope", "date"] {
                        (hidden(name, self.fields.get(name)))
                    }
                    @for day in self.fields.all("weekday") { (hidden("weekday", day)) }
                    (hidden("seen", &plan.fingerprint()))
                    p { (Button::submit(&words).main().full()) }
                }
            }
            h2 { (lang.pick("或者再换一换", "Or try something else")) }
        }
    }

    fn form(&self) -> Markup {
        let lang = self.lang;
        html! {
            form.card.flow method="get" action={ (self.here) "/change" } {
                (hidden("preview", "1"))
                (self.from())
                (inputs(lang, self.fields, self.errors, self.catalogue, self.series, self.by))
                p { (Button::submit(lang.pick("看每一次行不行", "See every date")).weight(match self.plan {
                    None => crate::pages::parts::button::Weight::Main,
                    Some(_) => crate::pages::parts::button::Weight::Normal,
                })) }
            }
        }
    }

    /// From which date on.
    fn from(&self) -> Markup {
        let (lang, today) = (self.lang, self.now.date());
        let live: Vec<&Dated> = self.dates.iter().filter(|date| date.is_to_come(self.now)).collect();
        let chosen = match scope(self.fields) {
            Scope::Following(date) | Scope::One(date) => Some(date),
            Scope::All => live.first().map(|date| date.original),
        };
        html! {
            div.field {
                label for="from_date" { (lang.pick("从哪一次起？", "From which date on?")) }
                select #from_date name="date" {
                    @for day in &live {
                        option value=(day.original) selected[chosen == Some(day.original)] { (dates::date(lang, day.day(self.series), today)) }
                    }
                }
            }
            @if let Some((day, id)) = self.dates.iter().find_map(|date| {
                let booked = date.booked.as_ref()?;
                (Some(date.original) == chosen && booked.booking.state == State::Approved).then_some((date.day(self.series), booked.booking.id))
            }) {
                @let day = dates::date_short(lang, day, today);
                p { a href=((self.one)(id)) { (lang.pick(format!("只改{day}这1次，后面的不变"), format!("Change only {day}, and none after it"))) } }
            }
        }
    }
}

/// The day on which a date is before it moves.
fn now_on(one: &Move) -> NaiveDate {
    one.booked.booking.starts_at.date()
}
