//! `/staff/{centre}/activities/{id}`: one activity; what is said of it, its dates, more dates, publishing.

use actix_web::http::StatusCode;
use actix_web::{HttpResponse, web};

use super::form::{self, When};
use super::inputs::Lists;
use super::plan::{self, Sent, Why};
use super::plan_view::Shown;
use super::trouble::{self, Trouble};
use super::{entering, one_view};
use crate::base::db::Conn;
use crate::base::error::Result;
use crate::base::time::Span;
use crate::base::web::State;
use crate::base::web::form::{Errors, Fields, Query, Reader};
use crate::domain::activities::doubles::Double;
use crate::domain::activities::pictures::{self, Picture};
use crate::domain::activities::planning::{Crowded, disturbances, is_loud};
use crate::domain::activities::publishing::{self, Published};
use crate::domain::activities::{self, Activity, ActivityId, ActivityState, Scheduled, Tag, tags};
use crate::domain::agreements::{self, Troupe};
use crate::domain::bookings::cases::Disturbance;
use crate::domain::registrations::editing::{Edited, edit};
use crate::domain::rooms::{self, Room};
use crate::pages::parts::door::{Approver, Desk};
use crate::pages::parts::{StaffTab, Width};
use crate::pages::staff::here::{Here, Waiting, page as answer, to};

type Path = web::Path<(String, i64)>;

/// What was typed into one of the page's forms.
#[derive(Default)]
pub(super) struct Tried {
    /// What is said of the activity; as it stands when nothing was typed.
    pub details: Option<Fields>,
    pub dates: Fields,
    /// About the picture.
    pub picture: Option<Fields>,
    pub errors: Errors,
    pub troubles: Vec<Trouble>,
    pub doubles: Vec<Double>,
    pub crowded: Option<Crowded>,
    /// People have registered: it is the state of things that forbids it.
    pub taken: bool,
}

pub(super) async fn page(
    door: Desk,
    path: Path,
    query: Query,
    state: web::Data<State>,
) -> Result<HttpResponse> {
    let here = Here::desk(door, &state);
    let just = query.0.get("just").to_owned();
    show(here, &state, ActivityId(path.1), &just, Tried::default()).await
}

pub(super) async fn change(
    door: Approver,
    path: Path,
    fields: Fields,
    state: web::Data<State>,
) -> Result<HttpResponse> {
    let (here, id) = (Here::approver(door, &state), ActivityId(path.1));
    let mut reader = Reader::new(&fields, here.lang());
    let details = form::details(&mut reader, &fields, here.lang(), here.today());
    let errors = reader.finish().err().unwrap_or_default();
    let Some(details) = details.filter(|_| errors.is_empty()) else {
        let tried = Tried { details: Some(fields), errors, ..Tried::default() };
        return show(here, &state, id, "", tried).await;
    };
    let (who, heed) = (here.clone(), form::heed(&fields));
    let edited = state.db.write_again(move |conn| edit(conn, who.acting(), id, &details, heed));
    let mut tried = Tried { details: Some(fields), ..Tried::default() };
    match edited.await? {
        Edited::Done => return Ok(to(&here.href(&format!("/activities/{id}?just=changed")))),
        Edited::Doubled(doubles) => tried.doubles = doubles,
        Edited::Refused(why) => {
            tried.errors.add(why.field(), why.words(here.lang()));
            tried.taken = true;
        }
        Edited::Crowded(crowded) => tried.crowded = Some(crowded),
    }
    show(here, &state, id, "", tried).await
}

pub(super) async fn publish(door: Approver, path: Path, state: web::Data<State>) -> Result<HttpResponse> {
    let (here, id) = (Here::approver(door, &state), ActivityId(path.1));
    let who = here.clone();
    let published = state.db.write(move |conn| publishing::publish(conn, who.acting(), id)).await?;
    let just = match published {
        Published::Done => "published",
        // Pressed twice: it is as was wanted.
        Published::Was(ActivityState::Published) => "published",
        Published::Was(_) => "gone",
    };
    Ok(to(&here.href(&format!("/activities/{id}?just={just}"))))
}

pub(super) async fn add(
    door: Approver,
    path: Path,
    fields: Fields,
    state: web::Data<State>,
) -> Result<HttpResponse> {
    let (here, id) = (Here::approver(door, &state), ActivityId(path.1));
    let mut reader = Reader::new(&fields, here.lang());
    let planned = form::planned(&mut reader, &fields, here.lang(), here.today());
    let errors = reader.finish().err().unwrap_or_default();
    let back = fields.has("back");
    let Some((venue, when)) = planned.filter(|_| errors.is_empty() && !back) else {
        return show(here, &state, id, "", Tried { dates: fields, errors, ..Tried::default() }).await;
    };
    let (who, sent, about) = (here.clone(), fields.clone(), (venue.clone(), when.clone()));
    let done = state.db.write_again(move |conn| {
        let (venue, when) = &about;
        let of = plan::more(conn, &who, id)?;
        let sent = plan::send(conn, &who, &of, venue, when, &sent)?;
        let troubles = match (&sent, when) {
            (Sent::Show(dates, Why::Nothing), When::Once(_)) => {
                trouble::look_up(conn, &who, venue, dates.problems())?
            }
            _ => Vec::new(),
        };
        Ok((sent, of, troubles))
    });
    match done.await? {
        (Sent::Done(id), ..) => Ok(to(&here.href(&format!("/activities/{id}?just=added")))),
        (Sent::Show(dates, _), _, troubles) if matches!(when, When::Once(_)) => {
            let (doubles, crowded) = (dates.doubles, dates.crowded);
            let tried = Tried { dates: fields, troubles, doubles, crowded, ..Tried::default() };
            show(here, &state, id, "", tried).await
        }
        (Sent::Show(dates, why), of, _) => {
            let action = here.href(&format!("/activities/{id}/sessions"));
            let (of, venue, when) = (&of, &venue, &when);
            let shown =
                Shown { here: &here, dates: &dates, why, of, venue, when, fields: &fields, action: &action };
            entering::plan_page(&here, &state, here.lang().pick("加场次", "More dates"), &shown).await
        }
    }
}

/// What is read for the page.
pub(super) struct Read {
    pub activity: Activity,
    pub sessions: Vec<Scheduled>,
    pub tags: Vec<Tag>,
    pub picture: Option<Picture>,
    pub noise: Vec<(Disturbance, Span, usize)>,
    pub rooms: Vec<Room>,
    pub lists: Lists,
    waiting: Waiting,
}

impl Read {
    pub fn troupe(&self) -> Option<&Troupe> {
        let id = self.activity.troupe_id?;
        self.lists.troupes.iter().find(|troupe| troupe.id == id)
    }
}

fn read(conn: &mut Conn, here: &Here, id: ActivityId) -> Result<Read> {
    let (centre, today) = (here.centre.id, here.today());
    let activity = activities::store::activity(conn, centre, id)?;
    let sessions = activities::store::sessions_of(conn, id)?;
    let troupes = agreements::store::troupes(conn, centre)?;
    let loud = is_loud(activity.kind, troupes.iter().find(|one| Some(one.id) == activity.troupe_id));
    Ok(Read {
        noise: noise(conn, here, &sessions, loud)?,
        tags: tags::store::of(conn, id)?,
        picture: pictures::store::of(conn, id)?,
        rooms: rooms::store::catalogue(conn, centre, today, today)?.rooms,
        lists: Lists { troupes, tags: tags::store::of_centre(conn, centre)? },
        waiting: Waiting::read(conn, centre)?,
        activity,
        sessions,
    })
}

/// Whom its sessions to come disturb, room by room.
fn noise(
    conn: &mut Conn,
    here: &Here,
    sessions: &[Scheduled],
    loud: bool,
) -> Result<Vec<(Disturbance, Span, usize)>> {
    let now = here.centre.zone.wall(here.now);
    let to_come =
        sessions.iter().filter(|one| one.session.ends_at > now && one.session.cancelled_at.is_none());
    let mut rooms: Vec<(&Room, Vec<Span>)> = Vec::new();
    for one in to_come {
        let (Some(room), Ok(span)) = (&one.room, one.session.span()) else { continue };
        match rooms.iter_mut().find(|(other, _)| other.id == room.id) {
            Some((_, spans)) => spans.push(span),
            None => rooms.push((room, vec![span])),
        }
    }
    let mut found = Vec::new();
    for (room, spans) in rooms {
        found.extend(disturbances(conn, here.acting(), room, loud, &spans)?);
    }
    Ok(found)
}

pub(super) async fn show(
    here: Here,
    state: &State,
    id: ActivityId,
    just: &str,
    tried: Tried,
) -> Result<HttpResponse> {
    let who = here.clone();
    let read = state.db.read(move |conn| read(conn, &who, id)).await?;
    let known = tried.doubles.is_empty() && tried.crowded.is_none();
    let status = match (tried.troubles.is_empty(), tried.errors.is_empty(), known) {
        (true, true, true) => StatusCode::OK,
        (true, false, _) if tried.taken => StatusCode::CONFLICT,
        (true, false, _) => StatusCode::UNPROCESSABLE_ENTITY,
        (true, true, false) => StatusCode::CONFLICT,
        (false, ..) => trouble::status(&tried.troubles),
    };
    let title = read.activity.title_in(here.lang()).to_owned();
    let frame = here.frame(Some(StaffTab::Activities), read.waiting);
    Ok(answer(status, frame.page(&title, Width::Tight, one_view::view(&here, &read, just, &tried))))
}
