//! `/staff/{centre}/activities/new` and the post that enters an activity with its dates; `?copy=3` begins with what
//! another one is.

use actix_web::http::StatusCode;
use actix_web::{HttpResponse, web};
use maud::{Markup, html};

use super::dates;
use super::form::{self, Entered, When};
use super::inputs::{self, Lists, Typed};
use super::plan::{self, Of, Sent, Why};
use super::plan_view::{self, Shown};
use super::trouble::{self, For, Trouble};
use crate::base::error::Result;
use crate::base::web::State;
use crate::base::web::form::{Errors, Fields, Query};
use crate::domain::activities::doubles::Double;
use crate::domain::activities::planning::Crowded;
use crate::domain::activities::{ActivityDetails, ActivityId, store, tags};
use crate::domain::agreements;
use crate::domain::rooms::{self, Room};
use crate::pages::parts::door::Approver;
use crate::pages::parts::{StaffTab, Width, crumbs, error_summary};
use crate::pages::staff::here::{Here, Waiting, page as answer, to};

pub(super) async fn page(door: Approver, query: Query, state: web::Data<State>) -> Result<HttpResponse> {
    let here = Here::approver(door, &state);
    let mut fields = query.0;
    if let Ok(id) = fields.get("copy").parse() {
        fields = copied(&here, &state, ActivityId(id)).await?;
    }
    show(here, &state, fields, Tried::default()).await
}

/// What was tried and why it was not done.
#[derive(Default)]
struct Tried {
    errors: Errors,
    troubles: Vec<Trouble>,
    doubles: Vec<Double>,
    crowded: Option<Crowded>,
}

pub(super) async fn enter(door: Approver, fields: Fields, state: web::Data<State>) -> Result<HttpResponse> {
    let here = Here::approver(door, &state);
    if fields.has("back") {
        return show(here, &state, fields, Tried::default()).await;
    }
    let Entered { details, venue, when } = match form::entered(&fields, here.lang(), here.today()) {
        Ok(entered) => entered,
        Err(errors) => return show(here, &state, fields, Tried { errors, ..Tried::default() }).await,
    };
    let of = Of::New { details: Box::new(details), publish: fields.get("publish") == "1" };
    let (who, sent, about) = (here.clone(), fields.clone(), (of.clone(), venue.clone(), when.clone()));
    let sent = state.db.write_again(move |conn| {
        let (of, venue, when) = &about;
        let sent = plan::send(conn, &who, of, venue, when, &sent)?;
        let troubles = match (&sent, when) {
            (Sent::Show(dates, Why::Nothing), When::Once(_)) => {
                trouble::look_up(conn, &who, venue, dates.problems())?
            }
            _ => Vec::new(),
        };
        Ok((sent, troubles))
    });
    match sent.await? {
        (Sent::Done(id), _) => Ok(to(&here.href(&format!("/activities/{id}?just=entered")))),
        (Sent::Show(dates, _), troubles) if matches!(when, When::Once(_)) => {
            let tried =
                Tried { troubles, doubles: dates.doubles, crowded: dates.crowded, ..Tried::default() };
            show(here, &state, fields, tried).await
        }
        (Sent::Show(dates, why), _) => {
            let action = here.href("/activities");
            let (of, venue, when) = (&of, &venue, &when);
            let shown =
                Shown { here: &here, dates: &dates, why, of, venue, when, fields: &fields, action: &action };
            plan_page(&here, &state, title(&here), &shown).await
        }
    }
}

/// The list of dates as a page.
pub(super) async fn plan_page(
    here: &Here,
    state: &State,
    up: &str,
    shown: &Shown<'_>,
) -> Result<HttpResponse> {
    let centre = here.centre.id;
    let waiting = state.db.read(move |conn| Waiting::read(conn, centre)).await?;
    let lang = here.lang();
    let frame = here.frame(Some(StaffTab::Activities), waiting);
    let body = html! {
        (crumbs(lang.pick("位置", "Where"), &[(&here.href("/activities"), lang.pick("活动", "Activities"))], up))
        (shown.render())
    };
    Ok(answer(shown.why.status(), frame.page(&shown.title(), Width::Normal, body)))
}

/// The form as another activity stands, with its first room and times.
async fn copied(here: &Here, state: &State, id: ActivityId) -> Result<Fields> {
    let centre = here.centre.id;
    let (activity, tags, sessions) = state
        .db
        .read(move |conn| {
            let activity = store::activity(conn, centre, id)?;
            Ok((activity, tags::store::of(conn, id)?, store::sessions_of(conn, id)?))
        })
        .await?;
    let tags = tags.into_iter().filter(|tag| tag.active).map(|tag| tag.id).collect();
    let mut details = ActivityDetails::of(&activity, tags);
    // Registration of another year opened and closed then.
    (details.admission.opens, details.admission.closes) = (None, None);
    let mut fields = form::fields_of(&details, here.lang(), here.today());
    fields.set("copy", id.to_string());
    let standing = sessions.iter().filter(|one| one.session.cancelled_at.is_none());
    fields.set("repeat", if standing.clone().count() > 1 { "like" } else { "0" });
    if let Some(first) = standing.clone().next() {
        let room = first.session.room_id.map_or_else(|| form::OUTSIDE.to_owned(), |room| room.to_string());
        fields.set("room", room);
        fields.set("place", &first.session.place);
        fields.set("place_en", &first.session.place_en);
        fields.set("from", first.session.starts_at.minute().iso());
        fields.set("to", first.session.ends_at.minute().iso());
    }
    Ok(fields)
}

fn title(here: &Here) -> &'static str {
    here.lang().pick("新活动", "New activity")
}

async fn show(here: Here, state: &State, fields: Fields, tried: Tried) -> Result<HttpResponse> {
    let fields = dates::settled(fields, here.today());
    let (centre, today) = (here.centre.id, here.today());
    let (rooms, lists, waiting) = state
        .db
        .read(move |conn| {
            let lists = Lists {
                troupes: agreements::store::troupes(conn, centre)?,
                tags: tags::store::of_centre(conn, centre)?,
            };
            let rooms = rooms::store::catalogue(conn, centre, today, today)?.rooms;
            Ok((rooms, lists, Waiting::read(conn, centre)?))
        })
        .await?;
    let known = tried.doubles.is_empty() && tried.crowded.is_none();
    let status = match (tried.troubles.is_empty(), tried.errors.is_empty(), known) {
        (true, true, true) => StatusCode::OK,
        (true, false, _) => StatusCode::UNPROCESSABLE_ENTITY,
        (true, true, false) => StatusCode::CONFLICT,
        (false, ..) => trouble::status(&tried.troubles),
    };
    let frame = here.frame(Some(StaffTab::Activities), waiting);
    let body = view(&here, &rooms, &lists, &fields, &tried);
    Ok(answer(status, frame.page(title(&here), Width::Tight, body)))
}

fn view(here: &Here, rooms: &[Room], lists: &Lists, fields: &Fields, tried: &Tried) -> Markup {
    let (lang, today) = (here.lang(), here.today());
    let typed = Typed { lang, today, fields, errors: &tried.errors };
    html! {
        (crumbs(lang.pick("位置", "Where"), &[(&here.href("/activities"), lang.pick("活动", "Activities"))], title(here)))
        (error_summary(lang, lang.pick("还没保存", "Not saved yet"), &typed.problems()))
        h1 { (title(here)) }
        (trouble::view(here, &tried.troubles))
        @if let (true, Ok(Entered { venue, when: When::Once(span), .. })) = (trouble::may_give_way(&tried.troubles), form::entered(fields, lang, today)) {
            (trouble::give_way(here, &venue, &[span], For::New(fields)))
        }
        (plan_view::to_know(lang, &tried.doubles, tried.crowded, today, ("activity", fields)))
        form.card.flow #activity method="post" action=(here.href("/activities")) {
            (inputs::first(typed))
            (dates::when_and_where(typed, rooms))
            (dates::how_often(typed))
            h2 { (lang.pick("还可以写的", "What else there is to say")) }
            (inputs::more(typed, lists))
            p { (plan_view::save_new(lang, None)) }
        }
    }
}
