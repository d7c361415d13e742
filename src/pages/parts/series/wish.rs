//! A wish to change a series that waits for a decision: each date, from what to what.

use chrono::NaiveDate;
use maud::{Markup, html};

use crate::base::lang::{Lang, words};
use crate::domain::bookings::series::ChangeAsked;
use crate::pages::parts::say;

/// 想改2次，等工作人员决定.
pub fn heading(lang: Lang, asked: &ChangeAsked) -> String {
    let count = asked.dates.len();
    lang.pick(
        format!("想改{count}次，等工作人员决定"),
        format!("{} to be changed, if staff agree", words::count(count as i64, "date", "dates")),
    )
}

/// Each date with where it is to go; `bookings` is where a booking's page is.
pub fn dates(lang: Lang, asked: &ChangeAsked, bookings: &str, today: NaiveDate) -> Markup {
    let (_, new) = &asked.rooms;
    html! {
        ol.card.plainlist {
            @for (booked, wish) in &asked.dates {
                @if let (Ok(old), Ok(span)) = (booked.booking.span(), wish.span()) {
                    li.flow {
                        p {
                            (lang.pick("从 ", "From "))
                            a href={ (bookings) "/" (booked.booking.id) } { (say::span(lang, old, today)) }
                            " " (booked.room.name_in(lang))
                        }
                        p {
                            (lang.pick("改成 ", "to ")) strong { (say::span(lang, span, today)) " " (new.name_in(lang)) }
                            @if booked.booking.size != wish.size { (lang.pick("，", ", ")) (words::people(lang, wish.size.into())) }
                        }
                    }
                }
            }
        }
    }
}
