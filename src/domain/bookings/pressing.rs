//! The links in letters that take an offer, decline it, or give a booking up. Nobody signs in: the link is the
//! permission, and it dies with the state of the booking that it was made for.
//!
//! The acts are those of [`accepting`](super::accepting) and [`cancelling`](super::cancelling), done by whoever asked.

use super::accepting::{OfferAnswered, accept, decline};
use super::cancelling::{Cancelled, Canceller, cancel};
use super::letters::{ACCEPT_OFFER, DECLINE_OFFER, GIVE_UP};
use super::{Acting, Booking, BookingId, State, store};
use crate::base::db::Conn;
use crate::base::error::Result;
use crate::base::time::Instant;
use crate::domain::centres::{self, Centre};

/// What a link does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Press {
    Accept,
    Decline,
    GiveUp,
}

impl Press {
    /// What its token is signed for.
    pub fn purpose(self) -> &'static str {
        match self {
            Self::Accept => ACCEPT_OFFER,
            Self::Decline => DECLINE_OFFER,
            Self::GiveUp => GIVE_UP,
        }
    }

    /// True while the link can still do what it is for.
    pub fn lives(self, booking: &Booking, version: i32, centre: &Centre, now: Instant) -> bool {
        let offer = booking.state == State::Offered;
        booking.version == version
            && match self {
                Self::Accept | Self::Decline => offer && booking.offered_until > Some(now),
                Self::GiveUp => !booking.state.is_over() && booking.starts_at > centre.zone.wall(now),
            }
    }
}

/// Does what the link is for, once; false when it is dead. The act is that of whoever asked; where staff asked for the
/// troupe, nobody's name is known.
pub fn press(conn: &mut Conn, press: Press, id: BookingId, version: i32, now: Instant) -> Result<bool> {
    let seen = store::find(conn, id)?;
    let centre = centres::store::by_id(conn, seen.centre_id)?;
    let acting = Acting { centre: &centre, person: (!seen.on_behalf).then_some(seen.requested_by), now };
    let troupe = Canceller::Troupe;
    Ok(match press {
        Press::Accept => {
            matches!(accept(conn, acting, id, Some(version), troupe)?, OfferAnswered::Done(_))
        }
        Press::Decline => {
            matches!(decline(conn, acting, id, Some(version), troupe, None)?, OfferAnswered::Done(_))
        }
        Press::GiveUp => {
            seen.version == version && matches!(cancel(conn, acting, id, troupe, None)?, Cancelled::Done(_))
        }
    })
}
