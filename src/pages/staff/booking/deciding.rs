//! Approving, refusing, and cancelling for the troupe: from a form to the use case, and what came of it.

use actix_web::{HttpResponse, web};

use super::super::here::{Here, to};
use super::super::losers;
use super::{Answer, Form, show};
use crate::base::db::Conn;
use crate::base::error::{Error, Result};
use crate::base::lang::Lang;
use crate::base::web::State as App;
use crate::base::web::form::{Errors, Fields, Reader};
use crate::domain::bookings::approving::{self, Approved, Shown, approve as do_approve};
use crate::domain::bookings::cancelling::{Cancelled, Canceller, cancel as do_cancel};
use crate::domain::bookings::refusing::{RefusedBooking, refuse as do_refuse};
use crate::domain::bookings::{BookingId, store};
use crate::pages::parts::door::Desk;

/// Characters a reason may have.
pub(super) const LONGEST_REASON: usize = 500;

/// `POST …/approval`: version, and a reason where it is an exception.
pub(in crate::pages::staff) async fn approve(
    door: Desk,
    path: web::Path<(String, i64)>,
    fields: Fields,
    state: web::Data<App>,
) -> Result<HttpResponse> {
    let (here, id) = must_decide(door, &path, &state).await?;
    let mut reader = Reader::new(&fields, here.lang());
    let shown = Shown { version: version(&mut reader), losers: losers::read(&fields) };
    let reason = reader.optional("reason", LONGEST_REASON).filter(|reason| !reason.is_empty());
    if let Err(errors) = reader.finish() {
        return wrong(here, &state, id, fields, errors).await;
    }
    let who = here.clone();
    let approved = state
        .db
        .write_again(move |conn| do_approve(conn, who.acting(), id, &shown, reason.as_deref()))
        .await?;
    match approved {
        Approved::Done(_) => {
            state.outbox.notify_one();
            Ok(to(&way_on(&here, id, &fields)))
        }
        Approved::ReasonNeeded => {
            let mut errors = Errors::default();
            errors.add("reason", exception_reason(here.lang()));
            wrong(here, &state, id, fields, errors).await
        }
        Approved::AlreadyDecided(decided) => refused(here, &state, id, Answer::AlreadyDecided(decided)).await,
        Approved::MoreWouldLose => refused(here, &state, id, Answer::MoreWouldLose).await,
        Approved::Taken(clashes) => refused(here, &state, id, Answer::Taken(clashes)).await,
        Approved::Refused(why) => refused(here, &state, id, Answer::Refused(why)).await,
        Approved::TooLateToOffer => refused(here, &state, id, Answer::TooLateToOffer).await,
    }
}

/// `POST …/refusal`: version and reason.
pub(in crate::pages::staff) async fn refuse(
    door: Desk,
    path: web::Path<(String, i64)>,
    fields: Fields,
    state: web::Data<App>,
) -> Result<HttpResponse> {
    let (here, id) = must_decide(door, &path, &state).await?;
    let mut reader = Reader::new(&fields, here.lang());
    let version = version(&mut reader);
    let ask =
        here.lang().pick("请写不批准的理由，队伍会看到。", "Write why it is refused: the troupe reads it.");
    let reason = reader.text("why", LONGEST_REASON, ask);
    let reason = match reader.finish_with(reason) {
        Ok(reason) => reason,
        Err(errors) => return wrong(here, &state, id, fields, errors).await,
    };
    let who = here.clone();
    let done = state.db.write_again(move |conn| do_refuse(conn, who.acting(), id, version, &reason)).await?;
    match done {
        RefusedBooking::Done(_) => {
            state.outbox.notify_one();
            Ok(to(&here.href(&format!("?done={id}"))))
        }
        RefusedBooking::AlreadyDecided(decided) => {
            refused(here, &state, id, Answer::AlreadyDecided(decided)).await
        }
    }
}

/// `POST …/cancellation`: for the troupe (代办), with a reason.
pub(in crate::pages::staff) async fn cancel(
    door: Desk,
    path: web::Path<(String, i64)>,
    fields: Fields,
    state: web::Data<App>,
) -> Result<HttpResponse> {
    let (here, id) = (Here::desk(door, &state), BookingId(path.1));
    let mut reader = Reader::new(&fields, here.lang());
    let ask = here.lang().pick("请写谁让取消的、为什么。", "Write who wants it cancelled, and why.");
    let reason = reader.text("because", LONGEST_REASON, ask);
    let reason = match reader.finish_with(reason) {
        Ok(reason) => reason,
        Err(errors) => return wrong(here, &state, id, fields, errors).await,
    };
    let who = here.clone();
    let done = state
        .db
        .write_again(move |conn| do_cancel(conn, who.acting(), id, Canceller::Staff, Some(&reason)))
        .await?;
    match done {
        Cancelled::Done(_) => {
            state.outbox.notify_one();
            Ok(to(&here.href(&format!("/bookings/{id}?just=done"))))
        }
        Cancelled::AlreadyOver(decided) => refused(here, &state, id, Answer::AlreadyDecided(decided)).await,
        Cancelled::Begun => refused(here, &state, id, Answer::Begun).await,
    }
}

/// The version of the booking that the person saw. The form carries it; whoever leaves it out decides about
/// something they have not seen.
fn version(reader: &mut Reader) -> Option<i32> {
    reader.number("version", 0, i32::MAX)
}

/// Whoever decides about this booking's room: where a partner runs it, its approvers and not the centre's.
async fn must_decide(
    door: Desk,
    path: &web::Path<(String, i64)>,
    state: &web::Data<App>,
) -> Result<(Here, BookingId)> {
    let (here, id) = (Here::desk(door, state), BookingId(path.1));
    let who = here.clone();
    let read = move |conn: &mut Conn| {
        let booked = store::booked(conn, who.centre.id, id)?;
        approving::may_decide(conn, &who.acting(), &booked, who.role)
    };
    if state.db.read(read).await? { Ok((here, id)) } else { Err(Error::Forbidden) }
}

fn exception_reason(lang: Lang) -> &'static str {
    lang.pick(
        "这份申请超出协议，破例批准要写理由。",
        "This goes beyond the agreement: write why the exception is made.",
    )
}

/// Back to the queue for the next one, or to the booking where it was decided there.
fn way_on(here: &Here, id: BookingId, fields: &Fields) -> String {
    match fields.get("from") {
        "queue" => here.href(&format!("?done={id}")),
        _ => here.href(&format!("/bookings/{id}?just=done")),
    }
}

async fn wrong(
    here: Here,
    state: &App,
    id: BookingId,
    fields: Fields,
    errors: Errors,
) -> Result<HttpResponse> {
    show(here, state, id, Form { answer: Answer::Wrong, fields, errors, ..Form::default() }).await
}

async fn refused(here: Here, state: &App, id: BookingId, answer: Answer) -> Result<HttpResponse> {
    show(here, state, id, Form { answer, ..Form::default() }).await
}
