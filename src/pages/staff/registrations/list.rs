//! Who registered for an activity: to be looked at, offered, registered, in line, gone; for each session apart.

use actix_web::http::StatusCode;
use actix_web::{HttpResponse, web};
use maud::{Markup, html};

use crate::base::error::Result;
use crate::base::lang::{Lang, dates, words};
use crate::base::web::State;
use crate::base::web::form::Query;
use crate::domain::activities::{self, Activity, ActivityId, RegistrationMode, Scheduled, SessionId};
use crate::domain::registrations::store::PlacesLeft;
use crate::domain::registrations::{
    Places, Registration, RegistrationState as Standing, Target, rules, store,
};
use crate::pages::parts::door::Desk;
use crate::pages::parts::{Button, Column, StaffTab, Tone, Width, crumbs, empty, places, remark, say, table};
use crate::pages::staff::here::{Here, Waiting, page as answer};

/// What is read for the page.
pub(super) struct Read {
    pub activity: Activity,
    pub sessions: Vec<Scheduled>,
    pub all: Vec<Registration>,
    pub places: PlacesLeft,
    pub waiting: Waiting,
}

pub(super) async fn page(
    door: Desk,
    path: web::Path<(String, i64)>,
    query: Query,
    state: web::Data<State>,
) -> Result<HttpResponse> {
    let here = Here::desk(door, &state);
    let read = read(&here, &state, ActivityId(path.1)).await?;
    let title = here.lang().pick("报名", "Registrations");
    let frame = here.frame(Some(StaffTab::Activities), read.waiting);
    Ok(answer(StatusCode::OK, frame.page(title, Width::Wide, view(&here, &read, query.0.get("just")))))
}

pub(super) async fn read(here: &Here, state: &State, id: ActivityId) -> Result<Read> {
    let centre = here.centre.id;
    state
        .db
        .read(move |conn| {
            let activity = activities::store::activity(conn, centre, id)?;
            Ok(Read {
                sessions: activities::store::sessions_of(conn, id)?,
                all: store::of_activity(conn, id)?,
                places: store::places_left(conn, &[id])?,
                activity,
                waiting: Waiting::read(conn, centre)?,
            })
        })
        .await
}

/// The targets that have something to say: the course, or each session to come and each with registrations.
pub(super) fn targets(here: &Here, read: &Read) -> Vec<(Target, Option<String>)> {
    let now = here.centre.zone.wall(here.now);
    let of = |session: Option<SessionId>| Target { activity: read.activity.id, session };
    let mut targets = Vec::new();
    let has = |target: Target| read.all.iter().any(|one| one.target() == target);
    if read.activity.registration == RegistrationMode::Course || has(of(None)) {
        targets.push((of(None), None));
    }
    for one in &read.sessions {
        let target = of(Some(one.session.id));
        let coming = one.session.ends_at > now && one.session.cancelled_at.is_none();
        if has(target) || (coming && read.activity.registration == RegistrationMode::Session) {
            let when = one.session.span().map(|span| dates::span(here.lang(), span, now.date()));
            targets.push((target, Some(when.unwrap_or_default())));
        }
    }
    targets
}

/// In the order in which a desk looks at them: to be decided, offered, registered, in line, gone.
pub(super) fn sorted(all: &[Registration], target: Target) -> Vec<(Registration, Option<usize>)> {
    let rank = |one: &Registration| match one.state {
        Standing::Requested => 0,
        Standing::Offered => 1,
        Standing::Confirmed => 2,
        Standing::Waiting => 3,
        _ => 4,
    };
    let mut own: Vec<Registration> = all.iter().filter(|one| one.target() == target).cloned().collect();
    own.sort_by_key(|one| (rank(one), if rank(one) == 3 { one.queued_at } else { None }, one.id));
    let mut line: Vec<Registration> =
        own.iter().filter(|one| one.state == Standing::Waiting).cloned().collect();
    rules::in_line(&mut line);
    let place = |one: &Registration| line.iter().position(|other| other.id == one.id).map(|ahead| ahead + 1);
    own.into_iter()
        .map(|one| {
            let place = place(&one);
            (one, place)
        })
        .collect()
}

fn view(here: &Here, read: &Read, just: &str) -> Markup {
    let lang = here.lang();
    let up = here.href(&format!("/activities/{}", read.activity.id));
    let base = format!("{up}/registrations");
    let title = read.activity.title_in(lang);
    let targets = targets(here, read);
    html! {
        (crumbs(
            lang.pick("位置", "Where"),
            &[(&here.href("/activities"), lang.pick("活动", "Activities")), (&up, title)],
            lang.pick("报名", "Registrations"),
        ))
        h1 { (title) (lang.pick("：报名", ": registrations")) }
        @if just == "ended" { (remark(Tone::Jade, lang.pick("整个活动取消了，报名的人都会知道。", "The activity is cancelled; everyone registered is being told."))) }
        @if just == "was" { (remark(Tone::Amber, lang.pick("它之前就取消了。", "It was cancelled before."))) }
        @if just == "erased" { (remark(Tone::Jade, lang.pick("资料删除了，人数还在。", "The data is erased; the counts stay."))) }
        p.row {
            @if read.activity.registration != RegistrationMode::None {
                (Button::link(&format!("{base}/new"), lang.pick("替人报名", "Register somebody")).main().icon("plus"))
            }
            (Button::link(&format!("{base}/names"), lang.pick("打印名单", "Print the list of names")).icon("print"))
        }
        @if targets.is_empty() {
            (empty("people", lang.pick("不用报名", "No registration"), html! {
                p { (lang.pick("这项活动直接来就行。要报名，请在活动里设置。", "One simply comes. To have people register, set it with the activity.")) }
            }))
        }
        @for (target, when) in &targets { (of_target(here, read, *target, when.as_deref())) }
    }
}

fn of_target(here: &Here, read: &Read, target: Target, when: Option<&str>) -> Markup {
    let lang = here.lang();
    let places = read.places.of_target(target, read.activity.places);
    let rows = sorted(&read.all, target);
    html! {
        section.flow {
            @if let Some(when) = when { h2 { (when) } } @else { h2 { (lang.pick("整个课程", "The whole course")) } }
            p {
                (counts(lang, places, people_in_line(&rows)))
                @if rows.is_empty() { (lang.pick("。还没有人报名。", ". Nobody has registered yet.")) }
            }
            @if !rows.is_empty() { (people(here, &rows, when.unwrap_or(lang.pick("报名的人", "Who registered")))) }
        }
    }
}

/// Those who would come with what is in line.
fn people_in_line(rows: &[(Registration, Option<usize>)]) -> i32 {
    let waiting = rows.iter().filter(|(one, _)| one.state == Standing::Waiting);
    waiting.map(|(one, _)| one.party).sum()
}

/// 20个名额，已占7个，候补1份（4人）.
fn counts(lang: Lang, places: Places, people: i32) -> String {
    let Places { limit, taken, line } = places;
    let limit = match (limit, lang) {
        (None, Lang::Zh) => "名额不限".to_owned(),
        (None, Lang::En) => "No limit".to_owned(),
        (Some(limit), Lang::Zh) => format!("{limit}个名额"),
        (Some(limit), Lang::En) => words::count(limit.into(), "place", "places"),
    };
    let line = match (line, lang) {
        (0, Lang::Zh) => "没有人候补".to_owned(),
        (0, Lang::En) => "nobody in line".to_owned(),
        (line, Lang::Zh) => format!("候补{line}份（{people}人）"),
        (line, Lang::En) => format!("{line} in line ({})", words::people(lang, people.into())),
    };
    lang.pick(format!("{limit}，已占{taken}个，{line}"), format!("{limit}, {taken} taken, {line}"))
}

fn people(here: &Here, rows: &[(Registration, Option<usize>)], caption: &str) -> Markup {
    let lang = here.lang();
    let now = here.centre.zone.wall(here.now);
    let columns = [
        Column::text(lang.pick("姓名", "Name")),
        Column::text(lang.pick("情况", "State")),
        Column::number(lang.pick("人数", "People")),
        Column::text(lang.pick("联系", "Contact")),
        Column::text(lang.pick("报名于", "Registered")),
    ];
    let rows: Vec<Vec<Markup>> = rows
        .iter()
        .map(|(one, place)| {
            vec![
                html! { a href=(here.href(&format!("/registrations/{}", one.id))) { (name(lang, one)) } },
                places::standing_at_desk(lang, one, *place, here.centre.zone, now),
                html! { (one.party) },
                contact(one),
                say::moment(lang, here.centre.zone.wall(one.created_at), now.date()),
            ]
        })
        .collect();
    table(caption, true, &columns, &rows)
}

/// The name, or that it was erased.
pub(super) fn name(lang: Lang, of: &Registration) -> String {
    match of.name.as_str() {
        "" => lang.pick("（资料已删除）", "(erased)").to_owned(),
        name => name.to_owned(),
    }
}

pub(super) fn contact(of: &Registration) -> Markup {
    html! {
        @if let Some(phone) = &of.phone { (say::phone(phone)) }
        @if of.phone.is_some() && of.email.is_some() { br; }
        @if let Some(email) = &of.email { (say::email(email)) }
    }
}
