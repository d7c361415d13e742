//! The list of names of a session: who registered, how many of their party are here, who did not come.

use std::collections::HashSet;

use actix_web::http::StatusCode;
use actix_web::{HttpResponse, web};
use maud::{Markup, html};

use super::one::subject;
use crate::base::error::{Error, Result};
use crate::base::lang::Lang;
use crate::base::web::State;
use crate::base::web::form::{Fields, Query, Reader};
use crate::domain::activities::SessionId;
use crate::domain::attendance::checking_in::{Expected, Pressed, arrive as tick, expected};
use crate::domain::attendance::{Arrival, Held, Of, no_shows, store};
use crate::domain::registrations::RegistrationId;
use crate::pages::parts::door::Desk;
use crate::pages::parts::{
    Button, Field, StaffTab, Tone, Width, crumbs, empty, hidden, mark, notice, remark,
};
use crate::pages::staff::here::{Here, Waiting, page as answer, to};

pub(super) async fn page(
    door: Desk,
    path: web::Path<(String, String)>,
    query: Query,
    state: web::Data<State>,
) -> Result<HttpResponse> {
    let just = query.0.get("just").to_owned();
    show(Here::desk(door, &state), &state, session(&path.1)?, &just, StatusCode::OK).await
}

fn session(key: &str) -> Result<SessionId> {
    match subject(key)? {
        Of::Session(id) => Ok(id),
        _ => Err(Error::NotFound),
    }
}

/// What the page shows.
struct Names {
    held: Held,
    expected: Vec<Expected>,
    absent: HashSet<RegistrationId>,
    counted: i32,
}

async fn show(
    here: Here,
    state: &State,
    id: SessionId,
    just: &str,
    status: StatusCode,
) -> Result<HttpResponse> {
    let centre = here.centre.id;
    let (names, waiting) = state
        .db
        .read(move |conn| {
            let absent = no_shows::of_session(conn, id)?.into_iter().filter_map(|one| one.registration_id);
            let names = Names {
                held: store::held(conn, centre, Of::Session(id))?,
                absent: absent.collect(),
                expected: expected(conn, centre, id)?,
                counted: store::counted(conn, Of::Session(id))?.people(),
            };
            Ok((names, Waiting::read(conn, centre)?))
        })
        .await?;
    let title = here.lang().pick("按名单登记", "List of names");
    let frame = here.frame(Some(StaffTab::Attendance), waiting);
    Ok(answer(status, frame.page(title, Width::Tight, view(&here, id, &names, title, just))))
}

fn view(here: &Here, id: SessionId, names: &Names, title: &str, just: &str) -> Markup {
    let lang = here.lang();
    let base = here.href(&format!("/attendance/{}", Of::Session(id).key()));
    let begun = names.held.starts_at <= here.centre.zone.wall(here.now);
    html! {
        (crumbs(lang.pick("位置", "Where"), &[(&base, names.held.name_in(lang))], title))
        h1 { (title) }
        p.quiet { (names.held.name_in(lang)) }
        @match just {
            "saved" => (remark(Tone::Jade, lang.pick("记下了。", "Noted."))),
            "early" => (notice(Tone::Amber, lang.pick("还早", "Too early"), html! { p { (lang.pick("开始前3小时才能登记。", "The door opens 3 hours before the start.")) } })),
            "number" => (notice(Tone::Brick, lang.pick("没有记下", "Not noted"), html! { p { (lang.pick("来了几位，请填0到这份报名的人数之间的数。", "Write a number from 0 to the size of the party.")) } })),
            _ => {},
        }
        p { (lang.pick(format!("门口一共数到{}位。", names.counted), format!("{} counted at the door in all.", names.counted))) }
        @if names.expected.is_empty() {
            (empty("people", lang.pick("没有人报名", "Nobody is registered"), html! {
                p { (lang.pick("不用报名的活动，用门口计数。", "Where one simply comes, use the counter.")) }
                p { (Button::link(&format!("{base}/counter"), lang.pick("＋1 门口计数", "+1 at the door"))) }
            }))
        } @else {
            h2.hide { (lang.pick("名单", "Names")) }
            ul.card.plainlist { @for one in &names.expected { li { (line(lang, &base, one, names.absent.contains(&one.registration), begun)) } } }
            @if begun && names.counted > 0 {
                form method="post" action={ (base) "/closing" } {
                    p { (Button::submit(&lang.pick(format!("登记完了，上报{}人次", names.counted), format!("Done: report {}", names.counted))).main()) }
                }
            }
        }
    }
}

fn line(lang: Lang, base: &str, one: &Expected, absent: bool, begun: bool) -> Markup {
    let (id, field) = (one.registration.to_string(), format!("people-{}", one.registration));
    let label = format!("{}{}", one.name, lang.pick("，来了几位", ", how many came"));
    let of = format!("{}{}", lang.pick("：", ": "), one.name);
    let people = if one.here > 0 { one.here } else { one.party }.to_string();
    html! {
        div.row.apart {
            span {
                strong { (one.name) } " " span.quiet { (crate::base::lang::words::people(lang, one.party.into())) } " "
                @if one.here > 0 { (mark("ok", &lang.pick(format!("到了{}位", one.here), format!("{} here", one.here)))) }
                @else if absent { (mark("no", lang.pick("没来", "Did not come"))) }
            }
            form.row method="post" action={ (base) "/arrivals" } {
                (hidden("registration", &id))
                @if one.party > 1 {
                    (Field::new("people", &label).label_hidden().id(&field).value(&people).stepper(lang, 0, one.party.into()))
                    (Button::submit(lang.pick("登记到场", "Here")).of(&of))
                } @else if one.here == 0 {
                    (hidden("people", "1"))
                    (Button::submit(lang.pick("登记到场", "Here")).of(&of))
                } @else {
                    (hidden("people", "0"))
                    (Button::submit(lang.pick("取消登记", "Take it back")).of(&of))
                }
            }
            @if begun && one.here == 0 {
                form.row method="post" action={ (base) "/no-show" } {
                    (hidden("registration", &id))
                    @if absent { (hidden("back", "1")) (Button::submit(lang.pick("不是没来，撤回", "Not so: take it back")).plain().of(&of)) }
                    @else { (Button::submit(lang.pick("记：没来", "Note: did not come")).plain().of(&of)) }
                }
            }
        }
    }
}

/// So many of a party are here.
pub(super) async fn arrive(
    door: Desk,
    path: web::Path<(String, String)>,
    fields: Fields,
    state: web::Data<State>,
) -> Result<HttpResponse> {
    let (here, id) = (Here::desk(door, &state), session(&path.1)?);
    let registration = fields.get("registration").parse().map(RegistrationId);
    let registration = registration.map_err(|_| Error::BadRequest("whose?".into()))?;
    let (who, lang) = (here.clone(), here.lang());
    let done = state.db.write_again(move |conn| {
        let all = expected(conn, who.centre.id, id)?;
        let one = all.iter().find(|one| one.registration == registration).ok_or(Error::NotFound)?;
        let mut reader = Reader::new(&fields, lang);
        match reader.number("people", 0, one.party) {
            Some(people) => tick(conn, who.acting(), id, registration, people, Arrival::NameList).map(Some),
            None => Ok(None),
        }
    });
    match done.await? {
        Some(Pressed::Counted(_)) => {
            Ok(to(&here.href(&format!("/attendance/{}/names?just=saved", Of::Session(id).key()))))
        }
        Some(Pressed::NotYet) => show(here, &state, id, "early", StatusCode::CONFLICT).await,
        None => show(here, &state, id, "number", StatusCode::UNPROCESSABLE_ENTITY).await,
    }
}
