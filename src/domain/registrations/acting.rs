//! What every act on a registration does: the lock, history, the step from state to state, and the address of its
//! letters.

use super::{Enrolled, Registration, RegistrationId, RegistrationState as State, letters, offering, store};
use crate::base::db::Conn;
use crate::base::error::{Error, Result};
use crate::base::history::{self, HistoryId};
use crate::base::mail::{self, About, Channel, Reader, Recipient};
use crate::base::time::{Instant, Wall};
use crate::domain::people::contact::Urgency;

pub use crate::domain::people::Acting;

/// What the centre's clock shows.
pub fn wall(acting: &Acting) -> Wall {
    acting.centre.zone.wall(acting.now)
}

/// The registration under its activity's lock, after time has ended what it ends: what was read before is stale.
pub(super) fn locked(conn: &mut Conn, acting: Acting, id: RegistrationId) -> Result<Enrolled> {
    let seen = store::of_centre(conn, acting.centre.id, id)?;
    store::lock(conn, seen.activity_id)?;
    offering::pass_on(conn, acting, seen.target())?;
    store::enrolled(conn, id)
}

/// Writes what happened to a registration.
pub(super) fn record(
    conn: &mut Conn,
    acting: &Acting,
    act: &'static str,
    seen: &Registration,
    to: State,
    reason: Option<&str>,
) -> Result<HistoryId> {
    history::record(
        conn,
        &history::Entry {
            centre: Some(acting.centre.id.0),
            subject: "registration",
            subject_id: seen.id.0,
            act,
            from: (act != "registered").then(|| seen.state.word()),
            to: Some(to.word()),
            person: acting.person.map(|person| person.0),
            reason,
            at: acting.now,
        },
    )
}

/// Moves a registration on from the state in which it was seen under the lock. What takes no place any more gives
/// its places back; what does, has them already.
pub(super) fn move_to(
    conn: &mut Conn,
    acting: &Acting,
    seen: &Enrolled,
    to: State,
    reason: Option<&str>,
    (queued_at, until): (Option<Instant>, Option<Instant>),
) -> Result<Enrolled> {
    let registration = &seen.registration;
    if !store::set_state(conn, registration, to, reason, (queued_at, until), acting.now)? {
        return Err(Error::Again);
    }
    overtake_calls(conn, acting, registration, to)?;
    if registration.state.is_seated() && !to.is_seated() {
        store::unseat(conn, registration.id, 0)?;
    }
    let mut moved = seen.clone();
    moved.registration.state = to;
    moved.registration.reason = reason.map(str::to_owned);
    moved.registration.queued_at = queued_at;
    moved.registration.offered_until = until;
    moved.registration.changed_at = acting.now;
    Ok(moved)
}

/// Calls that speak of how a registration stood need not be made any more; once it is over, none need.
pub(super) fn overtake_calls(conn: &mut Conn, acting: &Acting, of: &Registration, to: State) -> Result<()> {
    let kinds = (!to.is_over()).then_some(&letters::OF_STATES[..]);
    mail::overtake(conn, About::Registration(of.id.0), kinds, acting.now)
}

/// How a letter reaches whoever registered; nobody is left to write to once they are erased.
pub(super) fn recipient(of: &Registration, urgency: Urgency) -> Option<Recipient> {
    let (channel, address) = match (&of.email, &of.phone, urgency) {
        (Some(email), _, _) => (Channel::Email, email),
        (None, Some(phone), Urgency::MustKnow) => (Channel::Phone, phone),
        (None, Some(phone), Urgency::GoodToHave) => (Channel::Slip, phone),
        (None, None, _) => return None,
    };
    Some(Recipient {
        reader: Reader::Registration(of.id.0),
        lang: of.lang,
        channel,
        address: address.clone(),
    })
}
