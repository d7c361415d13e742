//! `/staff/{centre}/faults`: anybody of the staff reports what broke: which room, what, until when at least.

use actix_web::http::StatusCode;
use actix_web::{HttpResponse, web};
use maud::{Markup, html};

use super::super::here::{Here, Waiting, page as answer, to};
use crate::base::error::Result;
use crate::base::time::{Minute, Wall};
use crate::base::web::State;
use crate::base::web::form::{Errors, Fields, Query, Reader};
use crate::domain::disruptions::Cause;
use crate::domain::disruptions::reporting::{Fault, report as do_report};
use crate::domain::people::Role;
use crate::domain::rooms::{self, Room, RoomId};
use crate::pages::parts::door::Desk;
use crate::pages::parts::{Button, Choice, Sheet, StaffTab, Width, crumbs};

/// Characters it may take to say what broke.
const LONGEST: usize = 200;

pub(super) async fn page(door: Desk, query: Query, state: web::Data<State>) -> Result<HttpResponse> {
    let here = Here::desk(door, &state);
    let mut fields = query.0;
    if !fields.has("until_date") {
        fields.set("until_date", here.today().to_string());
        fields.set("until_time", Minute::DAY_END.iso());
    }
    show(&here, &state, &fields, &Errors::default()).await
}

/// Those who may close rooms see at once whom it hits; for the others it is written down, and they are told.
pub(super) async fn report(door: Desk, fields: Fields, state: web::Data<State>) -> Result<HttpResponse> {
    let here = Here::desk(door, &state);
    let lang = here.lang();
    let mut reader = Reader::new(&fields, lang);
    let room = reader.id("room", lang.pick("请选哪间。", "Choose the room.")).map(RoomId);
    let what = reader.text("reason", LONGEST, lang.pick("请写什么坏了。", "Write what broke."));
    let date = reader.date_typed("until_date", here.today());
    let minute = reader.minute("until_time");
    let read = reader.finish();
    let (Ok(()), Some(room), Some(what), Some(date), Some(minute)) = (&read, room, what, date, minute) else {
        return show(&here, &state, &fields, &read.err().unwrap_or_default()).await;
    };
    if here.role >= Role::Approver {
        let mut query = Fields::of([("cause", Cause::Fault.word()), ("preview", "1"), ("reason", &what)]);
        query.set("room", room.to_string());
        query.set("until_date", date.to_string());
        query.set("until_time", minute.iso());
        return Ok(to(&here.href(&format!("/disruptions/new?{}", query.query()))));
    }
    let (who, fault) = (here.clone(), Fault { room, what, until: Wall::at(date, minute) });
    state.db.write(move |conn| do_report(conn, &who.acting(), &fault)).await?;
    state.outbox.notify_one();
    Ok(to(&here.href("/disruptions?done=reported")))
}

async fn show(here: &Here, state: &State, fields: &Fields, errors: &Errors) -> Result<HttpResponse> {
    let (centre, today) = (here.centre.id, here.today());
    let (rooms, waiting) = state
        .db
        .read(move |conn| {
            Ok((rooms::store::catalogue(conn, centre, today, today)?.rooms, Waiting::read(conn, centre)?))
        })
        .await?;
    let status = if errors.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    let title = here.lang().pick("报告故障", "Report a fault");
    let frame = here.frame(Some(StaffTab::Timetable), waiting);
    Ok(answer(status, frame.page(title, Width::Tight, view(here, &rooms, fields, errors, title))))
}

fn view(here: &Here, rooms: &[Room], fields: &Fields, errors: &Errors, title: &str) -> Markup {
    let (lang, today) = (here.lang(), here.today());
    let sheet = Sheet { lang, fields, errors };
    let choices: Vec<Choice> = std::iter::once(Choice::new("", lang.pick("请选", "Choose")))
        .chain(rooms.iter().map(|room| Choice::new(room.id.to_string(), room.name_in(lang))))
        .collect();
    let then = match here.role >= Role::Approver {
        true => lang.pick("下一步看影响谁，再停用。", "Next you see whom it hits, and close the room."),
        false => lang.pick("能停用的同事马上会收到通知。", "Those who can close the room are told at once."),
    };
    html! {
        (crumbs(lang.pick("位置", "Where"), &[(&here.href("/disruptions"), lang.pick("停用和让出", "Closures"))], title))
        (sheet.summary())
        h1 { (title) }
        form.card.flow method="post" action=(here.href("/faults")) {
            (sheet.field("room", lang.pick("哪间？", "Which room?")).required().select(&choices))
            (sheet.field("reason", lang.pick("什么坏了？", "What broke?")).help(lang.pick("例如：跳闸，没有电", "For example: a fuse has blown, no power")).required().text())
            div.pair {
                (sheet.field("until_date", lang.pick("至少到哪天用不了？", "Until which day at least?")).required().date_typed(lang, today))
                (sheet.field("until_time", lang.pick("几点？", "What time?")).time(lang, Minute::MIDNIGHT, Minute::DAY_END, 30))
            }
            p.quiet { (then) }
            p { (Button::submit(lang.pick("报告", "Report it")).main()) }
        }
    }
}
