//! Who loses by an approval: a form that approves carries whom its page named, so that nobody else does.

use maud::Markup;

use crate::base::web::form::Fields;
use crate::domain::bookings::{Booked, BookingId};
use crate::pages::parts::hidden;

/// The field with the ids of the requests that were named as losing, apart by spaces.
const LOSERS: &str = "losers";

/// For a form that approves: who is named beside it.
pub fn shown<'a>(rivals: impl IntoIterator<Item = &'a Booked>) -> Markup {
    let ids: Vec<String> = rivals.into_iter().map(|rival| rival.booking.id.to_string()).collect();
    hidden(LOSERS, &ids.join(" "))
}

/// The requests that the person was told would lose, where a page told them.
pub fn read(fields: &Fields) -> Option<Vec<BookingId>> {
    let named = || fields.get(LOSERS).split(' ').filter_map(|id| id.parse().ok()).map(BookingId).collect();
    fields.has(LOSERS).then(named)
}
