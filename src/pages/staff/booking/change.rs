//! Changing a booking for its troupe (代办), and deciding about a change that was asked for.

use actix_web::{HttpResponse, web};

use super::super::here::{Here, to};
use super::deciding::LONGEST_REASON;
use super::{Answer, Form, show};
use crate::base::db::Conn;
use crate::base::error::{Error, Result};
use crate::base::lang::Lang;
use crate::base::time::{DaySpan, Span};
use crate::base::tokens::random_token;
use crate::base::web::State as App;
use crate::base::web::form::{Errors, Fields, Reader};
use crate::domain::bookings::MOST_PEOPLE;
use crate::domain::bookings::changing::deciding::{ChangeDecided, grant as do_grant, refuse as do_refuse};
use crate::domain::bookings::changing::store::{find, of_booking};
use crate::domain::bookings::changing::{Change, ChangeId, Changed, change as do_change};
use crate::domain::bookings::{BookingId, approving, store};
use crate::domain::rooms::{self, RoomId};
use crate::pages::parts::door::Desk;

/// `POST …/changes`
pub(in crate::pages::staff) async fn create(
    door: Desk,
    path: web::Path<(String, i64)>,
    fields: Fields,
    state: web::Data<App>,
) -> Result<HttpResponse> {
    let (here, id) = (Here::desk(door, &state), BookingId(path.1));
    let wish = match read(&fields, here.lang()) {
        Ok(wish) => wish,
        Err(errors) => return wrong(here, &state, id, fields, errors).await,
    };
    let who = here.clone();
    let changed = state.db.write_again(move |conn| do_change(conn, who.acting(), id, &wish)).await?;
    let answer = match changed {
        Changed::Granted(_) | Changed::Received(_) | Changed::Repeated(_) => {
            state.outbox.notify_one();
            return Ok(to(&here.href(&format!("/bookings/{id}?just=changed"))));
        }
        Changed::Nothing => return Ok(to(&here.href(&format!("/bookings/{id}")))),
        Changed::Pending(_) => Answer::ChangePending,
        Changed::Begun => Answer::Begun,
        Changed::Over(decided) => Answer::AlreadyDecided(decided),
        Changed::Taken { clashes, alternatives } => Answer::NotChanged(clashes, None, alternatives),
        Changed::Refused { refusal, alternatives } => {
            Answer::NotChanged(Vec::new(), Some(refusal), alternatives)
        }
    };
    show(here, &state, id, Form { answer, fields, ..Form::default() }).await
}

fn read(fields: &Fields, lang: Lang) -> Result<Change, Errors> {
    let mut reader = Reader::new(fields, lang);
    let room = reader.id("room", lang.pick("请选哪间。", "Choose the room."));
    let date = reader.date("date");
    let (from, to) = (reader.minute("from"), reader.minute("to"));
    let part = from.zip(to).and_then(|(from, to)| {
        DaySpan::new(from, to).or_else(|| {
            let ask =
                lang.pick("结束要晚于开始，请改时间。", "The end comes after the start: change the times.");
            reader.complain("to", ask)
        })
    });
    let size = reader.number("size", 1, MOST_PEOPLE);
    reader.finish()?;
    let (Some(room), Some(date), Some(part), Some(size)) = (room, date, part, size) else {
        return Err(Errors::default());
    };
    let key = Some(fields.get("key")).filter(|key| !key.is_empty() && key.len() <= 100);
    Ok(Change {
        room: RoomId(room),
        span: Span::on(date, part),
        size,
        request_key: key.map_or_else(random_token, str::to_owned),
        on_behalf: true,
    })
}

/// `POST …/change/approval`: the change that was seen, and a reason where it is an exception.
pub(in crate::pages::staff) async fn approval(
    door: Desk,
    path: web::Path<(String, i64)>,
    fields: Fields,
    state: web::Data<App>,
) -> Result<HttpResponse> {
    let (here, id) = (Here::desk(door, &state), BookingId(path.1));
    let (who, seen) = (here.clone(), fields.get("change").parse().ok().map(ChangeId));
    let change = state.db.read(move |conn| to_decide(conn, &who, id, seen)).await?;
    let mut reader = Reader::new(&fields, here.lang());
    let reason = reader.optional("change_reason", LONGEST_REASON).filter(|reason| !reason.is_empty());
    if let Err(errors) = reader.finish() {
        return wrong(here, &state, id, fields, errors).await;
    }
    let who = here.clone();
    let decided =
        state.db.write_again(move |conn| do_grant(conn, who.acting(), change, reason.as_deref())).await?;
    came(here, &state, id, fields, decided).await
}

/// `POST …/change/refusal`
pub(in crate::pages::staff) async fn refusal(
    door: Desk,
    path: web::Path<(String, i64)>,
    fields: Fields,
    state: web::Data<App>,
) -> Result<HttpResponse> {
    let (here, id) = (Here::desk(door, &state), BookingId(path.1));
    let (who, seen) = (here.clone(), fields.get("change").parse().ok().map(ChangeId));
    let change = state.db.read(move |conn| to_decide(conn, &who, id, seen)).await?;
    let mut reader = Reader::new(&fields, here.lang());
    let ask = here.lang().pick("请写为什么不能改，队伍会看到。", "Write why not: the troupe reads it.");
    let reason = reader.text("change_why", LONGEST_REASON, ask);
    let reason = match (reader.finish(), reason) {
        (Ok(()), Some(reason)) => reason,
        (Err(errors), _) => return wrong(here, &state, id, fields, errors).await,
        (Ok(()), None) => return Err(Error::BadRequest("no reason".into())),
    };
    let who = here.clone();
    let decided = state.db.write_again(move |conn| do_refuse(conn, who.acting(), change, &reason)).await?;
    came(here, &state, id, fields, decided).await
}

/// The change request that the form is about, or the open one; only for who decides about its room.
fn to_decide(conn: &mut Conn, here: &Here, id: BookingId, seen: Option<ChangeId>) -> Result<ChangeId> {
    let asked = match seen {
        Some(seen) => find(conn, seen)?,
        // The latest one: it is open, or was decided meanwhile.
        None => of_booking(conn, id)?.pop().ok_or(Error::NotFound)?,
    };
    if asked.booking_id != id {
        return Err(Error::NotFound);
    }
    let mut booked = store::booked(conn, here.centre.id, id)?;
    booked.room = rooms::store::room(conn, here.centre.id, asked.room_id)?;
    match approving::may_decide(conn, &here.acting(), &booked, here.role)? {
        true => Ok(asked.id),
        false => Err(Error::Forbidden),
    }
}

async fn came(
    here: Here,
    state: &App,
    id: BookingId,
    fields: Fields,
    decided: ChangeDecided,
) -> Result<HttpResponse> {
    let answer = match decided {
        ChangeDecided::Done(_) => {
            state.outbox.notify_one();
            return Ok(to(&here.href(&format!("/bookings/{id}?just=done"))));
        }
        ChangeDecided::Already(asked) => Answer::ChangeDecided(asked.state),
        ChangeDecided::ReasonNeeded => {
            let mut errors = Errors::default();
            let words =
                here.lang().pick("超出协议，同意要写理由。", "It goes beyond the agreement: write a reason.");
            errors.add("change_reason", words);
            return wrong(here, state, id, fields, errors).await;
        }
        ChangeDecided::Taken(clashes) => Answer::NotChanged(clashes, None, Vec::new()),
        ChangeDecided::Refused(refusal) => Answer::NotChanged(Vec::new(), Some(refusal), Vec::new()),
    };
    show(here, state, id, Form { answer, ..Form::default() }).await
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
