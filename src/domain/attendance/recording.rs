//! Staff record a use that nobody booked (补录), with how many came; the acts are those of
//! [`bookings`](crate::domain::bookings::recording) and of [`reporting`](super::reporting), as one.

use super::reporting::{self, Word};
use super::{Of, Source};
use crate::base::db::Conn;
use crate::base::error::Result;
use crate::domain::bookings::asking::Ask;
use crate::domain::bookings::recording::{self, Recorded};
use crate::domain::people::Acting;

/// Records a use; what came is known at once, so nobody is asked.
pub fn record(conn: &mut Conn, acting: Acting, past: &Ask, visits: i32) -> Result<Recorded> {
    let recorded = recording::record(conn, acting, past)?;
    if let Recorded::Done(booking) = &recorded {
        let (of, note) = (Of::Booking(booking.id), String::new());
        reporting::report(conn, acting, &Word { of, visits, source: Source::Sheet, note, seen: None })?;
    }
    Ok(recorded)
}
