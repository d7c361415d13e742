//! `/my/series/{id}/change`: another time or room from a date on; what would happen to each date, then the act.

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use actix_web::web::{self, Data, Path, ServiceConfig};
use maud::html;

use super::super::{At, html as answer, see_other};
use super::one::{self, Known, known};
use crate::base::error::{Error, Result};
use crate::base::tokens::random_token;
use crate::base::web::State;
use crate::base::web::form::{Errors, Fields, Query};
use crate::domain::bookings::Acting;
use crate::domain::bookings::cancelling::Canceller;
use crate::domain::bookings::series::changing::{Changed, Changing, change, preview};
use crate::domain::bookings::series::granting::withdraw;
use crate::domain::bookings::series::{SeriesChangeId, store};
use crate::domain::rooms;
use crate::pages::parts::door::Leader;
use crate::pages::parts::series::one::nothing;
use crate::pages::parts::series::{change as parts, change_view, one as view};
use crate::pages::parts::{Tab, Width, crumbs};

pub fn routes(config: &mut ServiceConfig) {
    config
        .route("/my/series/{id}/change", web::get().to(form))
        .route("/my/series/{id}/changes", web::post().to(send))
        .route("/my/series/{id}/changes/{wish}/withdrawal", web::post().to(take_back));
}

/// The form; with `preview` in the query also what would happen.
async fn form(state: Data<State>, leader: Leader, id: Path<String>, query: Query) -> Result<HttpResponse> {
    let (at, known) = known(&state, &leader, &id).await?;
    let fields = parts::settled(query.0, &known.series, random_token());
    if !fields.has("preview") {
        return page(&state, &leader, &at, &known, &fields, Errors::default(), None, false).await;
    }
    let wish = match parts::read(&fields, leader.visitor.lang(), &known.series, Canceller::Troupe) {
        Ok(wish) => wish,
        Err(errors) => return page(&state, &leader, &at, &known, &fields, errors, None, false).await,
    };
    let (here, person, series) = (at.clone(), Some(leader.person.id), known.series.id);
    let scope = parts::scope(&fields);
    let plan = state
        .db
        .read(move |conn| {
            let acting = Acting { centre: &here.centre, person, now: here.now };
            preview(conn, acting, series, scope, &wish)
        })
        .await?;
    page(&state, &leader, &at, &known, &fields, Errors::default(), Some(plan), false).await
}

async fn send(state: Data<State>, leader: Leader, id: Path<String>, fields: Fields) -> Result<HttpResponse> {
    let (at, known) = known(&state, &leader, &id).await?;
    let wish = match parts::read(&fields, leader.visitor.lang(), &known.series, Canceller::Troupe) {
        Ok(wish) => wish,
        Err(errors) => return page(&state, &leader, &at, &known, &fields, errors, None, false).await,
    };
    let (here, person, series) = (at.clone(), Some(leader.person.id), known.series.id);
    let (scope, seen) = (parts::scope(&fields), fields.get("seen").to_owned());
    let changed = state
        .db
        .write_again(move |conn| {
            let acting = Acting { centre: &here.centre, person, now: here.now };
            change(conn, acting, series, scope, &wish, &seen)
        })
        .await?;
    match changed {
        Changed::Done(series, plan) | Changed::Repeated(series, plan) => {
            state.outbox.notify_one();
            let done = parts::done(&plan);
            Ok(see_other(&format!("/my/series/{}?done={done}", series.id)))
        }
        Changed::Differs(plan) | Changed::Nothing(plan) => {
            page(&state, &leader, &at, &known, &fields, Errors::default(), Some(*plan), true).await
        }
    }
}

/// Takes back what staff are to decide about.
async fn take_back(state: Data<State>, leader: Leader, path: Path<(String, i64)>) -> Result<HttpResponse> {
    let (id, wish) = path.into_inner();
    let (at, known) = known(&state, &leader, &id).await?;
    let (here, person, series) = (at.clone(), Some(leader.person.id), known.series.id);
    let wish = SeriesChangeId(wish);
    let gone = state
        .db
        .write_again(move |conn| {
            let acting = Acting { centre: &here.centre, person, now: here.now };
            // It may belong to a series that goes on from this one by now.
            let of = store::wishes::wish(conn, here.centre.id, wish)?.series_id;
            if store::series(conn, here.centre.id, of)?.troupe_id != here.troupe_id() {
                return Err(Error::NotFound);
            }
            withdraw(conn, acting, wish)
        })
        .await?;
    if gone.done.is_empty() {
        return Ok(one::page(&leader, &at, &known, nothing(leader.visitor.lang()), StatusCode::CONFLICT));
    }
    Ok(see_other(&format!("/my/series/{series}?done=withdrawn")))
}

#[expect(clippy::too_many_arguments, reason = "all that a page shows")]
async fn page(
    state: &State,
    leader: &Leader,
    at: &At,
    known: &Known,
    fields: &Fields,
    errors: Errors,
    plan: Option<Changing>,
    late: bool,
) -> Result<HttpResponse> {
    let (lang, centre, today) = (leader.visitor.lang(), at.centre.id, at.centre.zone.today(at.now));
    let catalogue = state.db.read(move |conn| rooms::store::catalogue(conn, centre, today, today)).await?;
    let status = match (errors.is_empty(), late) {
        (false, _) => StatusCode::UNPROCESSABLE_ENTITY,
        (true, true) => StatusCode::CONFLICT,
        (true, false) => StatusCode::OK,
    };
    let mut frame = at.frame(leader, Tab::Mine);
    let here = format!("/my/series/{}", known.series.id);
    frame.path.clone_from(&here);
    let title = lang.pick("改时间或场地", "Change time or room");
    let now = at.centre.zone.wall(at.now);
    let view = change_view::View {
        lang,
        here: &here,
        series: &known.series,
        one: &|id| format!("/my/bookings/{id}/change"),
        fields,
        errors: &errors,
        catalogue: &catalogue,
        dates: &known.dates,
        now,
        plan: plan.as_ref(),
        late,
        by: Canceller::Troupe,
    };
    Ok(answer(
        status,
        frame.page(
            title,
            Width::Normal,
            html! {
                (crumbs(lang.pick("位置", "Way"), &[(&here, &view::title(lang, &known.series, &known.room))], title))
                (view.render(title))
            },
        ),
    ))
}
