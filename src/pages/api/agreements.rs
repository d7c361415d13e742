//! `/agreements`: read, drawn up, changed; what has become of them is in `agreement_acts`.

use actix_web::HttpResponse;
use actix_web::web::{self, Json};
use serde::Deserialize;
use utoipa::IntoParams;

use super::agreement_wire::{Agreement, AgreementInput, AgreementLeader, AgreementUsage, WeeklyWindow};
use super::caller::Known;
use super::input::{Body, Params};
use super::problem::{Conflict, FieldProblem, Invalid, Problem};
use crate::base::db::Conn;
use crate::base::error::{Error, Result};
use crate::base::lang::{Lang, dates};
use crate::base::web::State;
use crate::domain::agreements::editing::{
    AgreementChange, AgreementDetails, Overlap, add_agreement, change_agreement,
};
use crate::domain::agreements::{
    self, AgreementId, AgreementState, Allowance, Decided, PaperWords, TroupeId, store,
    words as agreement_words,
};
use crate::domain::bookings::store::stays;
use crate::domain::bookings::using::Used;
use crate::domain::centres::{self, Centre, CentreId};
use crate::domain::people::Role;

/// Which agreements.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct WhichAgreements {
    /// Of this troupe alone.
    pub troupe: Option<TroupeId>,
}

/// The agreements of the troupes one leads, drafts left out, and those of the centres one works at.
#[utoipa::path(
    get, path = "/agreements", operation_id = "list_agreements", tag = "bookings",
    params(WhichAgreements),
    responses((status = OK, body = Vec<Agreement>), (status = UNPROCESSABLE_ENTITY, body = Invalid)),
    security(("bearer" = [])),
)]
pub async fn list(
    state: web::Data<State>,
    known: Known,
    Params(which): Params<WhichAgreements>,
) -> Result<Json<Vec<Agreement>>> {
    let read = move |conn: &mut Conn| {
        let mut all = Vec::new();
        for troupe in &known.troupes {
            all.extend(store::of_troupe(conn, troupe.id)?);
        }
        all.retain(|one| one.state != AgreementState::Draft);
        for work in &known.memberships {
            all.extend(store::agreements(conn, work.centre)?);
        }
        all.retain(|one| which.troupe.is_none_or(|troupe| troupe == one.troupe_id));
        all.sort_by_key(|one| one.id);
        all.dedup_by_key(|one| one.id);
        Ok(all.iter().map(Agreement::of).collect())
    };
    Ok(Json(state.db.read(read).await?))
}

/// One agreement.
#[utoipa::path(
    get, path = "/agreements/{id}", operation_id = "show_agreement", tag = "bookings",
    params(("id" = AgreementId, Path)),
    responses((status = OK, body = Agreement), (status = NOT_FOUND, body = Problem)),
    security(("bearer" = [])),
)]
pub async fn show(
    state: web::Data<State>,
    known: Known,
    id: web::Path<AgreementId>,
) -> Result<Json<Agreement>> {
    let id = id.into_inner();
    let read = move |conn: &mut Conn| Ok(Agreement::of(&visible(conn, &known, id)?.1));
    Ok(Json(state.db.read(read).await?))
}

/// Who leads its troupe: the leader first, then deputies.
#[utoipa::path(
    get, path = "/agreements/{id}/leaders", operation_id = "list_agreement_leaders", tag = "bookings",
    params(("id" = AgreementId, Path)),
    responses((status = OK, body = Vec<AgreementLeader>), (status = NOT_FOUND, body = Problem)),
    security(("bearer" = [])),
)]
pub async fn leaders(
    state: web::Data<State>,
    known: Known,
    id: web::Path<AgreementId>,
) -> Result<Json<Vec<AgreementLeader>>> {
    let id = id.into_inner();
    let read = move |conn: &mut Conn| {
        let troupe = visible(conn, &known, id)?.1.troupe_id;
        let named = store::leaders_by_name(conn, troupe)?;
        let leader = |(person, name, deputy)| AgreementLeader { person, name, deputy };
        Ok(named.into_iter().map(leader).collect())
    };
    Ok(Json(state.db.read(read).await?))
}

/// What is used of an agreement, week by week, month by month, and in all.
#[utoipa::path(
    get, path = "/agreements/{id}/usage", operation_id = "show_agreement_usage", tag = "bookings",
    params(("id" = AgreementId, Path)),
    responses((status = OK, body = AgreementUsage), (status = NOT_FOUND, body = Problem)),
    security(("bearer" = [])),
)]
pub async fn usage(
    state: web::Data<State>,
    known: Known,
    id: web::Path<AgreementId>,
) -> Result<Json<AgreementUsage>> {
    let (id, now) = (id.into_inner(), state.now());
    let read = move |conn: &mut Conn| {
        let (centre, _) = visible(conn, &known, id)?;
        let used = Used::of(&stays(conn, id)?, centre.zone, centre.zone.wall(now));
        Ok(AgreementUsage::of(&used))
    };
    Ok(Json(state.db.read(read).await?))
}

/// Draws up a draft; with a predecessor it renews that one. For managers of the centre.
#[utoipa::path(
    post, path = "/agreements", operation_id = "draw_up_agreement", tag = "staff",
    request_body = AgreementInput,
    responses(
        (status = CREATED, body = Agreement),
        (status = FORBIDDEN, description = "For managers", body = Problem),
        (status = NOT_FOUND, body = Problem),
        (status = UNPROCESSABLE_ENTITY, body = Invalid),
    ),
    security(("bearer" = [])),
)]
pub async fn create(
    state: web::Data<State>,
    known: Known,
    Body(body): Body<AgreementInput>,
) -> Result<HttpResponse> {
    let (now, lang) = (state.now(), known.lang);
    let details = match details(lang, body) {
        Ok(details) => details,
        Err(errors) => return Ok(Invalid::response(errors, Vec::new())),
    };
    let act = move |conn: &mut Conn| {
        let (centre, _) = known.may_act_for(conn, details.troupe)?;
        must_manage(&known, centre.id)?;
        let acting = known.acting(&centre, now);
        let change = add_agreement(conn, &acting, &details)?;
        finished(conn, &centre, change)
    };
    Ok(match state.db.write_again(act).await? {
        Ok(agreement) => HttpResponse::Created().json(agreement),
        Err(change) => refused(lang, change),
    })
}

/// Changes an agreement; its troupe, state and predecessor stay. For managers of the centre.
#[utoipa::path(
    post, path = "/agreements/{id}", operation_id = "change_agreement", tag = "staff",
    params(("id" = AgreementId, Path)),
    request_body = AgreementInput,
    responses(
        (status = OK, body = Agreement),
        (status = FORBIDDEN, description = "For managers", body = Problem),
        (status = NOT_FOUND, body = Problem),
        (status = CONFLICT, description = "It has ended", body = Conflict),
        (status = UNPROCESSABLE_ENTITY, body = Invalid),
    ),
    security(("bearer" = [])),
)]
pub async fn change(
    state: web::Data<State>,
    known: Known,
    id: web::Path<AgreementId>,
    Body(body): Body<AgreementInput>,
) -> Result<HttpResponse> {
    let (id, now, lang) = (id.into_inner(), state.now(), known.lang);
    let details = match details(lang, body) {
        Ok(details) => details,
        Err(errors) => return Ok(Invalid::response(errors, Vec::new())),
    };
    let act = move |conn: &mut Conn| {
        let (centre, before) = managed(conn, &known, id)?;
        let acting = known.acting(&centre, now);
        let details = AgreementDetails { signed_on: before.signed_on, ..details.clone() };
        let change = change_agreement(conn, &acting, id, &details)?;
        finished(conn, &centre, change)
    };
    Ok(match state.db.write_again(act).await? {
        Ok(agreement) => HttpResponse::Ok().json(agreement),
        Err(change) => refused(lang, change),
    })
}

/// An agreement that they may read, with its centre; 404 otherwise.
pub fn visible(conn: &mut Conn, known: &Known, id: AgreementId) -> Result<(Centre, agreements::Agreement)> {
    let agreement = store::find(conn, id)?;
    let leads = known.leads(agreement.troupe_id) && agreement.state != AgreementState::Draft;
    if !leads && known.role_in(agreement.centre_id).is_none() {
        return Err(Error::NotFound);
    }
    Ok((centres::store::by_id(conn, agreement.centre_id)?, agreement))
}

/// [`visible`] for who may also change it: 403 otherwise.
pub fn managed(conn: &mut Conn, known: &Known, id: AgreementId) -> Result<(Centre, agreements::Agreement)> {
    let (centre, agreement) = visible(conn, known, id)?;
    must_manage(known, centre.id)?;
    Ok((centre, agreement))
}

fn must_manage(known: &Known, centre: CentreId) -> Result<()> {
    if known.role_in(centre) == Some(Role::Manager) { Ok(()) } else { Err(Error::Forbidden) }
}

type Finished = Result<Agreement, AgreementChange>;

fn finished(conn: &mut Conn, centre: &Centre, change: AgreementChange) -> Result<Finished> {
    Ok(match change {
        AgreementChange::Done(id) => Ok(Agreement::of(&store::agreement(conn, centre.id, id)?)),
        other => Err(other),
    })
}

fn refused(lang: Lang, change: AgreementChange) -> HttpResponse {
    match change {
        AgreementChange::Done(id) => HttpResponse::Ok().json(id),
        AgreementChange::NumberTaken => Invalid::field(
            "number",
            lang.pick("另一份协议用了这个编号。", "Another agreement has this number."),
        ),
        AgreementChange::NoSuchPredecessor => Invalid::field("predecessor", no_such_predecessor(lang)),
        AgreementChange::Overlaps(other) => Invalid::field("starts_on", overlaps(lang, &other)),
        AgreementChange::EndsEarlier { ends_on } => {
            let day = dates::date_long(lang, ends_on);
            let words = lang.pick(
                format!("协议到{day}为止；提前结束请用 /end。"),
                format!("It holds until {day}; to end it early use /end."),
            );
            Invalid::field("ends_on", &words)
        }
        AgreementChange::SignedLater => Invalid::field("signed_on", agreement_words::signed_later(lang)),
        AgreementChange::Over(decided) => too_late(lang, &decided),
    }
}

fn no_such_predecessor(lang: Lang) -> &'static str {
    lang.pick("这支队没有这份协议，不能续签。", "The troupe has no such agreement to renew.")
}

/// Another agreement of the troupe stands on some of the days.
pub fn overlaps(lang: Lang, other: &Overlap) -> String {
    let (number, from, to) = (&other.number, other.starts_on, other.ends_on);
    lang.pick(
        format!("这支队已有协议 {number}，从{from}到{to}；同一天只能有一份。"),
        format!("The troupe has agreement {number} from {from} to {to}; only one may stand on a day."),
    )
}

/// Somebody was first.
pub fn too_late(lang: Lang, decided: &Decided) -> HttpResponse {
    let (state, by) = (decided.state.name(lang), decided.by.as_deref().unwrap_or_default());
    let words = match lang {
        Lang::Zh => format!("协议现在是：{state}，到{}为止。{by}", decided.ends_on),
        Lang::En => format!("The agreement is now: {state}, until {}. {by}", decided.ends_on),
    };
    Conflict::because(words.trim())
}

fn details(lang: Lang, body: AgreementInput) -> Result<AgreementDetails, Vec<FieldProblem>> {
    let mut errors = Vec::new();
    let number = body.number.trim().to_owned();
    if number.is_empty() || number.chars().count() > 60 {
        errors.push(FieldProblem::new("number", lang.pick("1到60个字。", "1 to 60 characters.")));
    }
    if body.ends_on < body.starts_on {
        let words = lang.pick("最后一天不能比第一天早。", "The last day cannot be before the first.");
        errors.push(FieldProblem::new("ends_on", words));
    }
    if body.rooms.is_empty() {
        errors.push(FieldProblem::new("rooms", lang.pick("至少一间。", "At least one room.")));
    }
    let windows: Option<Vec<agreements::Window>> = body.windows.iter().map(WeeklyWindow::read).collect();
    let windows = windows.filter(|windows| !windows.is_empty());
    if windows.is_none() {
        let words = lang.pick(
            "至少一段，写成 weekday 1–7、from 09:00、to 11:00。",
            "At least one: weekday 1–7, from 09:00, to 11:00.",
        );
        errors.push(FieldProblem::new("windows", words));
    }
    let limits = [
        ("week_minutes", body.week_minutes),
        ("month_minutes", body.month_minutes),
        ("week_bookings", body.week_bookings),
        ("longest_minutes", body.longest_minutes),
    ];
    for (field, limit) in limits {
        if limit.is_some_and(|limit| !(1..=60_000).contains(&limit)) {
            errors.push(FieldProblem::new(field, lang.pick("1到60000。", "From 1 to 60000.")));
        }
    }
    let texts = [("duties", &body.duties), ("duties_en", &body.duties_en)];
    for (field, text) in texts {
        if text.chars().count() > 2000 {
            errors.push(FieldProblem::new(field, lang.pick("最多2000字。", "At most 2000 characters.")));
        }
    }
    if !errors.is_empty() {
        return Err(errors);
    }
    Ok(AgreementDetails {
        troupe: body.troupe,
        number,
        signed_on: body.starts_on,
        starts_on: body.starts_on,
        ends_on: body.ends_on,
        allowance: Allowance {
            week_minutes: body.week_minutes,
            month_minutes: body.month_minutes,
            week_bookings: body.week_bookings,
            longest_minutes: body.longest_minutes,
        },
        words: PaperWords {
            duties: body.duties,
            duties_en: body.duties_en,
            signer_centre: body.signer_centre,
            signer_troupe: body.signer_troupe,
        },
        predecessor: body.predecessor,
        rooms: body.rooms,
        windows: windows.unwrap_or_default(),
    })
}
