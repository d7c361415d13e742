//! Changing a series for its troupe, and deciding about a change that was asked for.

use actix_web::http::StatusCode;
use actix_web::{HttpResponse, web};
use maud::html;

use super::super::here::{Here, page as answer, to};
use super::{Known, known, page, view};
use crate::base::error::Result;
use crate::base::tokens::random_token;
use crate::base::web::State;
use crate::base::web::form::{Errors, Fields, Query};
use crate::domain::bookings::cancelling::Canceller;
use crate::domain::bookings::series::changing::{Changed, Changing, change, preview};
use crate::domain::bookings::series::granting::{grant, refuse};
use crate::domain::bookings::series::{SeriesChangeId, SeriesId};
use crate::domain::rooms;
use crate::pages::parts::door::{Approver, Desk};
use crate::pages::parts::series::{change as change_parts, change_view, one as parts};
use crate::pages::parts::{StaffTab, Width, crumbs, error_summary};

pub(super) fn routes(config: &mut web::ServiceConfig) {
    config
        .route("/staff/{centre}/series/{id}/change", web::get().to(form))
        .route("/staff/{centre}/series/{id}/changes", web::post().to(send))
        .route("/staff/{centre}/series/{id}/changes/{wish}/decision", web::post().to(decide));
}

type Path = web::Path<(String, i64)>;

fn href(here: &Here, id: i64, rest: &str) -> String {
    here.href(&format!("/series/{id}{rest}"))
}

/// All that was wished, in one decision; who may is asked about the room it is to have.
async fn decide(
    door: Desk,
    path: web::Path<(String, i64, i64)>,
    fields: Fields,
    state: web::Data<State>,
) -> Result<HttpResponse> {
    let (here, id, wish) = (Here::desk(door, &state), path.1, SeriesChangeId(path.2));
    let lang = here.lang();
    let refusing = fields.get("decision") == "refuse";
    let (reason, why) = (fields.get("reason").trim().to_owned(), fields.get("why").trim().to_owned());
    if refusing && why.is_empty() || reason.chars().count() > 500 || why.chars().count() > 500 {
        let known = known(&here, &state, id).await?;
        let ask = lang.pick(
            "请写为什么不能改，队伍会看到（最多500字）。",
            "Write why not: the troupe reads it (500 characters at most).",
        );
        let field = format!("why-{wish}");
        let news = error_summary(lang, lang.pick("还没决定", "Not decided yet"), &[(&field, ask)]);
        return Ok(page(&here, &known, news, StatusCode::UNPROCESSABLE_ENTITY));
    }
    let who = here.clone();
    let decided = state
        .db
        .write_again(move |conn| match refusing {
            true => refuse(conn, who.acting(), wish, &why, who.role),
            false => {
                let reason = Some(reason.as_str()).filter(|reason| !reason.is_empty());
                grant(conn, who.acting(), wish, reason, who.role)
            }
        })
        .await?;
    state.outbox.notify_one();
    if decided.left.is_empty() && !decided.done.is_empty() {
        return Ok(to(&href(&here, decided.series.id.0, "?done=decided")));
    }
    let known = known(&here, &state, decided.series.id.0).await?;
    let status = if decided.done.is_empty() { StatusCode::CONFLICT } else { StatusCode::OK };
    let news = match decided.left.is_empty() {
        true => parts::nothing(lang),
        false => view::not_granted(&here, &decided),
    };
    Ok(page(&here, &known, news, status))
}

/// The form; with `preview` in the query also what would happen.
async fn form(door: Approver, path: Path, query: Query, state: web::Data<State>) -> Result<HttpResponse> {
    let (here, id) = (Here::approver(door, &state), path.1);
    let known = known(&here, &state, id).await?;
    let fields = change_parts::settled(query.0, &known.series, random_token());
    if !fields.has("preview") {
        return changing(&here, &state, &known, &fields, Errors::default(), None, false).await;
    }
    let wish = match change_parts::read(&fields, here.lang(), &known.series, Canceller::Staff) {
        Ok(wish) => wish,
        Err(errors) => return changing(&here, &state, &known, &fields, errors, None, false).await,
    };
    let (who, scope) = (here.clone(), change_parts::scope(&fields));
    let plan = state.db.read(move |conn| preview(conn, who.acting(), SeriesId(id), scope, &wish)).await?;
    changing(&here, &state, &known, &fields, Errors::default(), Some(plan), false).await
}

async fn send(door: Approver, path: Path, fields: Fields, state: web::Data<State>) -> Result<HttpResponse> {
    let (here, id) = (Here::approver(door, &state), path.1);
    let known = known(&here, &state, id).await?;
    let wish = match change_parts::read(&fields, here.lang(), &known.series, Canceller::Staff) {
        Ok(wish) => wish,
        Err(errors) => return changing(&here, &state, &known, &fields, errors, None, false).await,
    };
    let (who, scope, seen) = (here.clone(), change_parts::scope(&fields), fields.get("seen").to_owned());
    let changed = state
        .db
        .write_again(move |conn| change(conn, who.acting(), SeriesId(id), scope, &wish, &seen))
        .await?;
    match changed {
        Changed::Done(series, plan) | Changed::Repeated(series, plan) => {
            state.outbox.notify_one();
            Ok(to(&href(&here, series.id.0, &format!("?done={}", change_parts::done(&plan)))))
        }
        Changed::Differs(plan) | Changed::Nothing(plan) => {
            changing(&here, &state, &known, &fields, Errors::default(), Some(*plan), true).await
        }
    }
}

async fn changing(
    here: &Here,
    state: &State,
    known: &Known,
    fields: &Fields,
    errors: Errors,
    plan: Option<Changing>,
    late: bool,
) -> Result<HttpResponse> {
    let (lang, centre, today) = (here.lang(), here.centre.id, here.today());
    let catalogue = state.db.read(move |conn| rooms::store::catalogue(conn, centre, today, today)).await?;
    let status = match (errors.is_empty(), late) {
        (false, _) => StatusCode::UNPROCESSABLE_ENTITY,
        (true, true) => StatusCode::CONFLICT,
        (true, false) => StatusCode::OK,
    };
    let title = lang.pick("替队伍改时间或场地", "Change time or room for the troupe");
    let at = here.href(&format!("/series/{}", known.series.id));
    let view = change_view::View {
        lang,
        here: &at,
        series: &known.series,
        one: &|id| here.href(&format!("/bookings/{id}#move")),
        fields,
        errors: &errors,
        catalogue: &catalogue,
        dates: &known.dates,
        now: here.centre.zone.wall(here.now),
        plan: plan.as_ref(),
        late,
        by: Canceller::Staff,
    };
    let frame = here.frame(Some(StaffTab::Queue), known.waiting);
    let body = html! {
        (crumbs(lang.pick("位置", "Where"), &[(&at, &parts::title(lang, &known.series, &known.room))], title))
        (view.render(title))
    };
    Ok(answer(status, frame.page(title, Width::Normal, body)))
}
