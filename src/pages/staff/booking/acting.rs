//! For the troupe (代办): answering an offer by telephone, ending early. From a form to the use case.

use actix_web::{HttpResponse, web};

use super::super::here::{Here, to};
use super::{Answer, Form, show};
use crate::base::db::Conn;
use crate::base::error::Result;
use crate::base::web::State as App;
use crate::base::web::form::Fields;
use crate::domain::bookings::accepting::{OfferAnswered, accept, decline};
use crate::domain::bookings::cancelling::Canceller;
use crate::domain::bookings::ending::{Ended, end_early};
use crate::domain::bookings::{Acting, BookingId};
use crate::pages::parts::door::Desk;

/// `POST …/acceptance`
pub(in crate::pages::staff) async fn acceptance(
    door: Desk,
    path: web::Path<(String, i64)>,
    fields: Fields,
    state: web::Data<App>,
) -> Result<HttpResponse> {
    let version = fields.get("version").parse().ok();
    let act = move |conn: &mut Conn, acting: Acting, id| accept(conn, acting, id, version, Canceller::Staff);
    answer(Here::desk(door, &state), &state, BookingId(path.1), act).await
}

/// `POST …/declining`
pub(in crate::pages::staff) async fn declining(
    door: Desk,
    path: web::Path<(String, i64)>,
    fields: Fields,
    state: web::Data<App>,
) -> Result<HttpResponse> {
    let version = fields.get("version").parse().ok();
    let act =
        move |conn: &mut Conn, acting: Acting, id| decline(conn, acting, id, version, Canceller::Staff, None);
    answer(Here::desk(door, &state), &state, BookingId(path.1), act).await
}

async fn answer(
    here: Here,
    state: &App,
    id: BookingId,
    act: impl Fn(&mut Conn, Acting, BookingId) -> Result<OfferAnswered> + Send + 'static,
) -> Result<HttpResponse> {
    let who = here.clone();
    let answered = state.db.write_again(move |conn| act(conn, who.acting(), id)).await?;
    state.outbox.notify_one();
    match answered {
        OfferAnswered::Done(_) => Ok(to(&here.href(&format!("/bookings/{id}?just=done")))),
        OfferAnswered::Over(decided) => {
            let answer = Answer::AlreadyDecided(decided);
            show(here, state, id, Form { answer, ..Form::default() }).await
        }
    }
}

/// `POST …/ending`
pub(in crate::pages::staff) async fn ending(
    door: Desk,
    path: web::Path<(String, i64)>,
    state: web::Data<App>,
) -> Result<HttpResponse> {
    let (here, id) = (Here::desk(door, &state), BookingId(path.1));
    let who = here.clone();
    let ended = state.db.write_again(move |conn| end_early(conn, who.acting(), id, Canceller::Staff)).await?;
    let answer = match ended {
        Ended::Done(_) => {
            state.outbox.notify_one();
            return Ok(to(&here.href(&format!("/bookings/{id}?just=done"))));
        }
        Ended::NotBegun => Answer::NotBegun,
        Ended::Over(decided) => Answer::AlreadyDecided(decided),
    };
    show(here, &state, id, Form { answer, ..Form::default() }).await
}
