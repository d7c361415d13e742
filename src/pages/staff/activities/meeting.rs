//! `/staff/{centre}/activities/{id}/sessions/{id}`: one date is moved or cancelled.

use actix_web::http::StatusCode;
use actix_web::{HttpResponse, web};
use chrono::NaiveDate;
use maud::{Markup, html};

use super::inputs::Typed;
use super::trouble::{self, For, Trouble};
use super::{dates as places, form, plan_view};
use crate::base::db::Conn;
use crate::base::error::{Error, Result};
use crate::base::lang::{Lang, dates};
use crate::base::web::State;
use crate::base::web::form::{Errors, Fields, Reader};
use crate::domain::activities::doubles::Double;
use crate::domain::activities::planning::Crowded;
use crate::domain::activities::scheduling::Scheduling;
use crate::domain::activities::{self, Scheduled, SessionId};
use crate::domain::registrations::meetings;
use crate::domain::rooms::{self, Room};
use crate::pages::parts::door::Approver;
use crate::pages::parts::{Button, Field, StaffTab, Width, crumbs, error_summary, hero, say, tile_near};
use crate::pages::staff::here::{Here, Waiting, page as answer, to};

type Ids = web::Path<(String, i64, i64)>;

#[derive(Default)]
struct Tried {
    fields: Option<Fields>,
    errors: Errors,
    troubles: Vec<Trouble>,
    doubles: Vec<Double>,
    crowded: Option<Crowded>,
}

/// What came of moving.
enum Moved {
    Done,
    No(Vec<Trouble>),
    Doubled(Vec<Double>),
    Crowded(Crowded),
}

pub(super) async fn page(door: Approver, path: Ids, state: web::Data<State>) -> Result<HttpResponse> {
    show(Here::approver(door, &state), &state, &path, Tried::default()).await
}

pub(super) async fn move_it(
    door: Approver,
    path: Ids,
    fields: Fields,
    state: web::Data<State>,
) -> Result<HttpResponse> {
    let here = Here::approver(door, &state);
    let mut reader = Reader::new(&fields, here.lang());
    let venue = form::venue(&mut reader, &fields, here.lang());
    let span = form::span(&mut reader, here.lang(), here.today());
    let errors = reader.finish().err().unwrap_or_default();
    let (Some(venue), Some(span)) = (venue, span) else {
        return show(here, &state, &path, Tried { fields: Some(fields), errors, ..Tried::default() }).await;
    };
    let (who, activity, id) = (here.clone(), path.1, SessionId(path.2));
    let heed = form::heed(&fields);
    let moved = state.db.write_again(move |conn| {
        let seen = still_to_come(conn, &who, activity, id)?;
        match meetings::move_session(conn, who.acting(), &seen, &venue, (span, heed))? {
            Scheduling::Done(..) => Ok(Moved::Done),
            Scheduling::Doubled(doubles) => Ok(Moved::Doubled(doubles)),
            Scheduling::Crowded(crowded) => Ok(Moved::Crowded(crowded)),
            problem => trouble::look_up(conn, &who, &venue, vec![(span, problem)]).map(Moved::No),
        }
    });
    let tried = Tried { fields: Some(fields), ..Tried::default() };
    match moved.await? {
        Moved::Done => Ok(to(&here.href(&format!("/activities/{activity}?just=moved")))),
        Moved::No(troubles) => show(here, &state, &path, Tried { troubles, ..tried }).await,
        Moved::Doubled(doubles) => show(here, &state, &path, Tried { doubles, ..tried }).await,
        Moved::Crowded(found) => show(here, &state, &path, Tried { crowded: Some(found), ..tried }).await,
    }
}

pub(super) async fn cancel(
    door: Approver,
    path: Ids,
    fields: Fields,
    state: web::Data<State>,
) -> Result<HttpResponse> {
    let here = Here::approver(door, &state);
    let lang = here.lang();
    let mut reader = Reader::new(&fields, lang);
    let reason = reader.text("reason", 200, lang.pick("请写为什么取消。", "Write why it is cancelled."));
    let errors = reader.finish().err().unwrap_or_default();
    let Some(reason) = reason else {
        return show(here, &state, &path, Tried { errors, ..Tried::default() }).await;
    };
    let (who, activity, id) = (here.clone(), path.1, SessionId(path.2));
    let cancelled = state
        .db
        .write_again(move |conn| {
            still_to_come(conn, &who, activity, id)?;
            meetings::cancel_session(conn, who.acting(), id, Some(&reason))
        })
        .await?;
    let just = if cancelled { "cancelled" } else { "was" };
    Ok(to(&here.href(&format!("/activities/{activity}?just={just}"))))
}

async fn show(here: Here, state: &State, path: &Ids, tried: Tried) -> Result<HttpResponse> {
    let (centre, today) = (here.centre.id, here.today());
    let (who, activity, id) = (here.clone(), path.1, SessionId(path.2));
    let (one, rooms, waiting) = state
        .db
        .read(move |conn| {
            Ok((
                still_to_come(conn, &who, activity, id)?,
                rooms::store::catalogue(conn, centre, today, today)?.rooms,
                Waiting::read(conn, centre)?,
            ))
        })
        .await?;
    if one.session.cancelled_at.is_some() {
        return Ok(to(&here.href(&format!("/activities/{}?just=was", path.1))));
    }
    let known = tried.doubles.is_empty() && tried.crowded.is_none();
    let status = match (tried.troubles.is_empty(), tried.errors.is_empty(), known) {
        (true, true, true) => StatusCode::OK,
        (true, false, _) => StatusCode::UNPROCESSABLE_ENTITY,
        (true, true, false) => StatusCode::CONFLICT,
        (false, ..) => trouble::status(&tried.troubles),
    };
    let title = one.activity.title_in(here.lang()).to_owned();
    let frame = here.frame(Some(StaffTab::Activities), waiting);
    Ok(answer(status, frame.page(&title, Width::Tight, view(&here, &one, &rooms, &tried)?)))
}

/// A session of this activity that is not over; what is past stays as it was.
fn still_to_come(conn: &mut Conn, here: &Here, activity: i64, id: SessionId) -> Result<Scheduled> {
    let one = activities::store::session(conn, here.centre.id, id)?;
    let over = one.session.ends_at <= here.centre.zone.wall(here.now);
    if one.activity.id.0 != activity || over { Err(Error::NotFound) } else { Ok(one) }
}

fn view(here: &Here, one: &Scheduled, rooms: &[Room], tried: &Tried) -> Result<Markup> {
    let (lang, today) = (here.lang(), here.today());
    let span = one.session.span()?;
    let part = span.within_day();
    let standing = as_it_stands(lang, today, one)?;
    let typed =
        Typed { lang, today, fields: tried.fields.as_ref().unwrap_or(&standing), errors: &tried.errors };
    let up = here.href(&format!("/activities/{}", one.activity.id));
    let base = format!("{up}/sessions/{}", one.session.id);
    let title = one.activity.title_in(lang);
    Ok(html! {
        (crumbs(
            lang.pick("位置", "Where"),
            &[(&here.href("/activities"), lang.pick("活动", "Activities")), (&up, title)],
            lang.pick("更改、取消", "Move or cancel"),
        ))
        (error_summary(lang, lang.pick("还没保存", "Not saved yet"), &typed.problems()))
        (hero(tile_near(lang, span.date(), today, ""), html! {
            h1 { (title) }
            p.when { (say::times(lang, part.from(), part.to())) }
            p { (one.place_in(lang)) }
        }))
        (trouble::view(here, &tried.troubles))
        (give_way(here, one, tried))
        (plan_view::to_know(lang, &tried.doubles, tried.crowded, today, ("moving", typed.fields)))
        section.flow {
            h2 { (lang.pick("换时间或地点", "Move it")) }
            form.card.flow #moving method="post" action=(base) {
                (places::when_and_where(typed, rooms))
                p { (Button::submit(lang.pick("换到这里", "Move it")).main()) }
            }
        }
        section.flow {
            h2 { (lang.pick("取消这一场", "Cancel this date")) }
            form.card.flow method="post" action={ (base) "/cancellation" } {
                (Field::new("reason", lang.pick("为什么取消？", "Why is it cancelled?"))
                    .help(lang.pick("例如：老师生病", "For example: the teacher is ill"))
                    .error(tried.errors.of("reason")).required().text())
                p { (Button::submit(lang.pick("取消这一场", "Cancel this date"))) }
            }
        }
    })
}

/// Where others have the time it would move to.
fn give_way(here: &Here, one: &Scheduled, tried: &Tried) -> Markup {
    let Some(fields) = &tried.fields else { return html! {} };
    let mut reader = Reader::new(fields, here.lang());
    let venue = form::venue(&mut reader, fields, here.lang());
    let span = form::span(&mut reader, here.lang(), here.today());
    match (venue, span, trouble::may_give_way(&tried.troubles)) {
        (Some(venue), Some(span), true) => {
            trouble::give_way(here, &venue, &[span], For::Move(one.session.id))
        }
        _ => html! {},
    }
}

fn as_it_stands(lang: Lang, today: NaiveDate, one: &Scheduled) -> Result<Fields> {
    let span = one.session.span()?;
    let part = span.within_day();
    let room = one.room.as_ref().map_or_else(|| form::OUTSIDE.to_owned(), |room| room.id.to_string());
    Ok(Fields::of([
        ("room", &room),
        ("place", &one.session.place),
        ("place_en", &one.session.place_en),
        ("date", &dates::date(lang, span.date(), today)),
        ("from", &part.from().iso()),
        ("to", &part.to().iso()),
    ]))
}
