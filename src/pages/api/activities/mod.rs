//! `/activities`: what residents may come to: read by anybody once published, entered, changed and published by
//! approvers; their dates, by days or by a rule that is shown first.

pub mod acts;
pub mod courses;
mod dates;
pub mod picture;
pub mod tags;
mod wire;

use actix_web::{HttpResponse, web};
use serde::Deserialize;
use utoipa::{IntoParams, ToSchema};

use self::dates::{Checked, DatesInput, DatesPreview, Done};
use self::wire::{Activity, ActivityInput};
use super::caller::{Caller, Known};
use super::input::{Body, Params};
use super::problem::{Conflict, Invalid, Problem, Taken};
use crate::base::db::Conn;
use crate::base::error::{Error, Result};
use crate::base::web::State;
use crate::domain::activities::doubles::{Heed, Who};
use crate::domain::activities::listing::store::was_published;
use crate::domain::activities::publishing::{self, Published};
use crate::domain::activities::scheduling::{Planned, Scheduling};
use crate::domain::activities::{
    self as nouns, ActivityDetails, ActivityId, ActivityState, Organiser, pictures, store,
};
use crate::domain::centres::{self, Centre, CentreId};
use crate::domain::people::{self, Role};
use crate::domain::registrations::editing::{Edited, edit};

/// How many one list holds.
const LISTED: i64 = 100;

/// Which activities.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct Which {
    pub centre: CentreId,
    /// `draft`, `published` or `cancelled`; drafts are for staff. All that one may see if left out.
    #[param(inline)]
    pub state: Option<ActivityState>,
    /// Those entered before this one: the last of the page before.
    pub before: Option<ActivityId>,
}

/// An activity that is to be.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewActivity {
    pub centre: CentreId,
    pub activity: ActivityInput,
    pub dates: DatesInput,
    /// Published at once; a draft otherwise.
    #[serde(default)]
    pub publish: bool,
    /// Shows every date and writes nothing.
    #[serde(default)]
    pub dry_run: bool,
}

/// What is to be said of it from now on.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ActivityChange {
    pub activity: ActivityInput,
    /// A teacher or a class may be in two places at once.
    #[serde(default)]
    pub known: bool,
}

/// More dates.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct MoreDates {
    pub dates: DatesInput,
    /// Shows every date and writes nothing.
    #[serde(default)]
    pub dry_run: bool,
}

/// Activities of a centre, the newest first, at most 100; without their sessions.
#[utoipa::path(
    get, path = "/activities", operation_id = "list_activities", tag = "public",
    params(Which),
    responses(
        (status = OK, body = Vec<Activity>),
        (status = NOT_FOUND, body = Problem),
        (status = UNPROCESSABLE_ENTITY, body = Invalid),
    ),
    security((), ("bearer" = [])),
)]
pub async fn list(
    state: web::Data<State>,
    caller: Caller,
    Params(which): Params<Which>,
) -> Result<HttpResponse> {
    let found = state
        .db
        .read(move |conn| {
            let centre = centres::store::by_id(conn, which.centre)?;
            let staff = works_at(conn, &caller, centre.id)?;
            let may_see = |state: &ActivityState| staff || *state != ActivityState::Draft;
            let wanted = |state: &ActivityState| which.state.is_none_or(|wanted| wanted == *state);
            let states: Vec<ActivityState> =
                ActivityState::ALL.iter().copied().filter(|state| may_see(state) && wanted(state)).collect();
            let found = store::of_centre(conn, centre.id, &states, which.before, LISTED)?;
            let ids: Vec<ActivityId> = found.iter().map(|one| one.id).collect();
            let tags = nouns::tags::store::of_activities(conn, &ids)?;
            let pictures = pictures::store::of_activities(conn, &ids)?;
            let one = |activity: nouns::Activity| {
                let id = activity.id;
                let tags: &[nouns::Tag] = tags.get(&id).map_or(&[], Vec::as_slice);
                Activity::of(activity, &centre.slug, tags, pictures.get(&id), None)
            };
            Ok(found.into_iter().map(one).collect::<Vec<_>>())
        })
        .await?;
    Ok(HttpResponse::Ok().json(found))
}

/// One activity with its sessions; a draft for staff of its centre alone.
#[utoipa::path(
    get, path = "/activities/{id}", operation_id = "show_activity", tag = "public",
    params(("id" = ActivityId, Path)),
    responses((status = OK, body = Activity), (status = NOT_FOUND, body = Problem)),
    security((), ("bearer" = [])),
)]
pub async fn show(
    state: web::Data<State>,
    caller: Caller,
    id: web::Path<ActivityId>,
) -> Result<HttpResponse> {
    let id = id.into_inner();
    let found = state
        .db
        .read(move |conn| {
            let of = store::centre_of(conn, id)?;
            let centre = centres::store::by_id(conn, of)?;
            let activity = store::activity(conn, centre.id, id)?;
            let staff = works_at(conn, &caller, centre.id)?;
            if !staff && !activity.is_published() && !was_published(conn, id)? {
                return Err(Error::NotFound);
            }
            let mut shown = shown(conn, &centre, id)?;
            if !staff {
                // No calendar tells what happens in a private room.
                let told = store::sessions_of(conn, id)?;
                let told: Vec<_> =
                    told.iter().filter(|one| !one.is_private()).map(|one| one.session.id).collect();
                if let Some(sessions) = &mut shown.sessions {
                    sessions.retain(|one| told.contains(&one.id));
                }
            }
            Ok(shown)
        })
        .await?;
    Ok(HttpResponse::Ok().json(found))
}

/// Enters an activity with its dates, or shows them. For approvers.
#[utoipa::path(
    post, path = "/activities", operation_id = "enter_activity", tag = "staff",
    request_body = NewActivity,
    responses(
        (status = OK, description = "What would be", body = DatesPreview),
        (status = CREATED, body = Activity),
        (status = FORBIDDEN, description = "For approvers", body = Problem),
        (status = NOT_FOUND, body = Problem),
        (status = CONFLICT, description = "A date does not fit, somebody is in two places, or the list has changed", body = Taken),
        (status = UNPROCESSABLE_ENTITY, body = Invalid),
    ),
    security(("bearer" = [])),
)]
pub async fn create(
    state: web::Data<State>,
    known: Known,
    Body(body): Body<NewActivity>,
) -> Result<HttpResponse> {
    let (now, lang) = (state.now(), known.lang);
    must_approve(&known, body.centre)?;
    let (id, dry_run, publish) = (body.centre, body.dry_run, body.publish);
    let centre = state.db.read(move |conn| centres::store::by_id(conn, id)).await?;
    let today = centre.zone.today(now);
    let details = body.activity.checked(lang, "activity.");
    let (details, dates) = match (details, body.dates.checked(lang, today, "dates.")) {
        (Ok(details), Ok(dates)) => (details, dates),
        (details, dates) => {
            let all = details.err().into_iter().chain(dates.err()).flatten().collect();
            return Ok(Invalid::response(all, Vec::new()));
        }
    };
    let outcome = state
        .db
        .write_again(move |conn| {
            let acting = known.acting(&centre, now);
            let outcome = dates.run(conn, acting, Planned::New(&details), Who::of(&details), dry_run)?;
            let written = match &outcome {
                dates::Outcome::Written(id) => {
                    if publish {
                        publishing::publish(conn, acting, *id)?;
                    }
                    Some(shown(conn, &centre, *id)?)
                }
                _ => None,
            };
            Ok((outcome, written))
        })
        .await?;
    Ok(answer(outcome, |outcome| outcome.told(lang, today)))
}

/// Says something else of an activity. For approvers.
#[utoipa::path(
    post, path = "/activities/{id}", operation_id = "change_activity", tag = "staff",
    params(("id" = ActivityId, Path)),
    request_body = ActivityChange,
    responses(
        (status = OK, body = Activity),
        (status = FORBIDDEN, description = "For approvers", body = Problem),
        (status = NOT_FOUND, description = "Or it is cancelled", body = Problem),
        (status = CONFLICT, description = "Somebody would be in two places, or people have registered: more than there would be places, or in another way", body = Taken),
        (status = UNPROCESSABLE_ENTITY, body = Invalid),
    ),
    security(("bearer" = [])),
)]
pub async fn change(
    state: web::Data<State>,
    known: Known,
    id: web::Path<ActivityId>,
    Body(body): Body<ActivityChange>,
) -> Result<HttpResponse> {
    let (id, now, lang) = (id.into_inner(), state.now(), known.lang);
    let heed = if body.known { Heed::Known } else { Heed::Warn };
    let kept = (body.activity.partner_email.is_none(), body.activity.partner_phone.is_none());
    let details: ActivityDetails = match body.activity.checked(lang, "activity.") {
        Ok(details) => details,
        Err(errors) => return Ok(Invalid::response(errors, Vec::new())),
    };
    let (edited, activity, today) = state
        .db
        .write_again(move |conn| {
            let centre = approved(conn, &known, id)?;
            let (mut details, before) = (details.clone(), store::activity(conn, centre.id, id)?);
            if matches!(details.organiser, Organiser::Partner(_)) {
                if kept.0 {
                    details.partner_email = before.partner_email;
                }
                if kept.1 {
                    details.partner_phone = before.partner_phone;
                }
            }
            let edited = edit(conn, known.acting(&centre, now), id, &details, heed)?;
            Ok((edited, shown(conn, &centre, id)?, centre.zone.today(now)))
        })
        .await?;
    state.outbox.notify_one();
    Ok(match edited {
        Edited::Done => HttpResponse::Ok().json(activity),
        Edited::Doubled(found) => dates::refused(lang, &Scheduling::Doubled(found), today),
        Edited::Crowded(found) => dates::crowded(lang, found),
        Edited::Refused(why) => Taken::because(&why.words(lang)),
    })
}

/// Publishes a draft. For approvers; again, it changes nothing.
#[utoipa::path(
    post, path = "/activities/{id}/publication", operation_id = "publish_activity", tag = "staff",
    params(("id" = ActivityId, Path)),
    responses(
        (status = OK, body = Activity),
        (status = FORBIDDEN, description = "For approvers", body = Problem),
        (status = NOT_FOUND, body = Problem),
        (status = CONFLICT, description = "It is cancelled", body = Conflict),
    ),
    security(("bearer" = [])),
)]
pub async fn publication(
    state: web::Data<State>,
    known: Known,
    id: web::Path<ActivityId>,
) -> Result<HttpResponse> {
    let (id, now, lang) = (id.into_inner(), state.now(), known.lang);
    let (published, activity) = state
        .db
        .write_again(move |conn| {
            let centre = approved(conn, &known, id)?;
            let published = publishing::publish(conn, known.acting(&centre, now), id)?;
            Ok((published, shown(conn, &centre, id)?))
        })
        .await?;
    Ok(match published {
        Published::Was(ActivityState::Cancelled) => {
            Conflict::because(lang.pick("这个活动已经取消。", "The activity is cancelled."))
        }
        _ => HttpResponse::Ok().json(activity),
    })
}

/// More dates of an activity, or shows them. For approvers.
#[utoipa::path(
    post, path = "/activities/{id}/sessions", operation_id = "add_sessions", tag = "staff",
    params(("id" = ActivityId, Path)),
    request_body = MoreDates,
    responses(
        (status = OK, description = "What would be", body = DatesPreview),
        (status = CREATED, body = Activity),
        (status = FORBIDDEN, description = "For approvers", body = Problem),
        (status = NOT_FOUND, description = "Or it is cancelled", body = Problem),
        (status = CONFLICT, description = "A date does not fit, somebody is in two places, or the list has changed", body = Taken),
        (status = UNPROCESSABLE_ENTITY, body = Invalid),
    ),
    security(("bearer" = [])),
)]
pub async fn add(
    state: web::Data<State>,
    known: Known,
    id: web::Path<ActivityId>,
    Body(body): Body<MoreDates>,
) -> Result<HttpResponse> {
    let (id, now, lang) = (id.into_inner(), state.now(), known.lang);
    let (who, dry_run) = (known.clone(), body.dry_run);
    let centre = state.db.read(move |conn| approved(conn, &who, id)).await?;
    let today = centre.zone.today(now);
    let dates: Checked = match body.dates.checked(lang, today, "dates.") {
        Ok(dates) => dates,
        Err(errors) => return Ok(Invalid::response(errors, Vec::new())),
    };
    let outcome = state
        .db
        .write_again(move |conn| {
            let activity = store::activity(conn, centre.id, id)?;
            let acting = known.acting(&centre, now);
            let outcome = dates.run(conn, acting, Planned::More(id), Who::at(&activity), dry_run)?;
            let written = match &outcome {
                dates::Outcome::Written(id) => Some(shown(conn, &centre, *id)?),
                _ => None,
            };
            Ok((outcome, written))
        })
        .await?;
    Ok(answer(outcome, |outcome| outcome.told(lang, today)))
}

fn answer(
    (outcome, written): (dates::Outcome, Option<Activity>),
    told: impl FnOnce(dates::Outcome) -> Done,
) -> HttpResponse {
    match (told(outcome), written) {
        (Done::Preview(preview), _) => HttpResponse::Ok().json(preview),
        (Done::Not(answer), _) => *answer,
        (Done::Written, activity) => HttpResponse::Created().json(activity),
    }
}

/// An activity with all that is said of it.
fn shown(conn: &mut Conn, centre: &Centre, id: ActivityId) -> Result<Activity> {
    let activity = store::activity(conn, centre.id, id)?;
    let tags = nouns::tags::store::of(conn, id)?;
    let picture = pictures::store::of(conn, id)?;
    let sessions = store::sessions_of(conn, id)?;
    Ok(Activity::of(activity, &centre.slug, &tags, picture.as_ref(), Some(&sessions)))
}

fn works_at(conn: &mut Conn, caller: &Caller, centre: CentreId) -> Result<bool> {
    match &caller.person {
        Some(person) => Ok(people::store::role_in(conn, person.id, centre)?.is_some()),
        None => Ok(false),
    }
}

/// 404 for who does not work there, 403 for the front desk.
fn must_approve(known: &Known, centre: CentreId) -> Result<()> {
    match known.role_in(centre) {
        None => Err(Error::NotFound),
        Some(role) if role < Role::Approver => Err(Error::Forbidden),
        Some(_) => Ok(()),
    }
}

/// The centre of an activity that they may change.
fn approved(conn: &mut Conn, known: &Known, id: ActivityId) -> Result<Centre> {
    let centre = store::centre_of(conn, id)?;
    must_approve(known, centre)?;
    centres::store::by_id(conn, centre)
}
