//! `/staff/{centre}/bookings/past`: recording a use that nobody booked (补录), with how many came. Nobody is written
//! to.

use actix_web::http::StatusCode;
use actix_web::{HttpResponse, web};
use maud::{Markup, html};

use super::form;
use crate::base::db::Conn;
use crate::base::error::Result;
use crate::base::time::Minute;
use crate::base::tokens::random_token;
use crate::base::web::State;
use crate::base::web::form::{Errors, Fields, Query};
use crate::domain::agreements::{self, Troupe};
use crate::domain::attendance::recording::record as do_record;
use crate::domain::bookings::recording::Recorded;
use crate::domain::bookings::words;
use crate::domain::rooms::{self, Room};
use crate::pages::parts::door::Desk;
use crate::pages::parts::{Button, Choice, Sheet, StaffTab, Width, crumbs, hidden};
use crate::pages::staff::here::{Here, Waiting, page as answer, to};

/// What the form chooses from: rooms that are shut by now and troupes that are gone included.
struct Choices {
    troupes: Vec<Troupe>,
    rooms: Vec<Room>,
    waiting: Waiting,
}

impl Choices {
    fn read(conn: &mut Conn, here: &Here) -> Result<Self> {
        let today = here.today();
        Ok(Self {
            troupes: agreements::store::troupes(conn, here.centre.id)?,
            rooms: rooms::store::catalogue(conn, here.centre.id, today, today)?.rooms,
            waiting: Waiting::read(conn, here.centre.id)?,
        })
    }
}

pub(super) async fn page(door: Desk, query: Query, state: web::Data<State>) -> Result<HttpResponse> {
    let mut fields = query.0;
    fields.set("key", random_token());
    show(Here::desk(door, &state), &state, StatusCode::OK, &fields, &Errors::default()).await
}

pub(super) async fn record(door: Desk, fields: Fields, state: web::Data<State>) -> Result<HttpResponse> {
    let here = Here::desk(door, &state);
    let centre = here.centre.id;
    let troupes = state.db.read(move |conn| agreements::store::troupes(conn, centre)).await?;
    let (past, came) = match form::read_past(&fields, here.lang(), &troupes, here.today()) {
        Ok(read) => read,
        Err(errors) => return show(here, &state, StatusCode::UNPROCESSABLE_ENTITY, &fields, &errors).await,
    };
    let who = here.clone();
    let refused = match state.db.write_again(move |conn| do_record(conn, who.acting(), &past, came)).await? {
        Recorded::Done(booking) | Recorded::Repeated(booking) => {
            return Ok(to(&here.href(&format!("/bookings/{}?just=done", booking.id))));
        }
        refused => refused,
    };
    let mut errors = Errors::default();
    let field = if matches!(refused, Recorded::Taken(_)) { "from" } else { "date" };
    errors.add(field, words::not_recorded(here.lang(), &refused));
    show(here, &state, StatusCode::UNPROCESSABLE_ENTITY, &fields, &errors).await
}

async fn show(
    here: Here,
    state: &State,
    status: StatusCode,
    fields: &Fields,
    errors: &Errors,
) -> Result<HttpResponse> {
    let who = here.clone();
    let choices = state.db.read(move |conn| Choices::read(conn, &who)).await?;
    let title = here.lang().pick("补录一次使用", "Record a use that is over");
    let frame = here.frame(Some(StaffTab::Queue), choices.waiting);
    Ok(answer(status, frame.page(title, Width::Normal, view(&here, title, &choices, fields, errors))))
}

fn view(here: &Here, title: &str, choices: &Choices, fields: &Fields, errors: &Errors) -> Markup {
    let (lang, today) = (here.lang(), here.today());
    let sheet = Sheet { lang, fields, errors };
    let none = || std::iter::once(Choice::new("", lang.pick("请选", "Choose")));
    let troupes = choices.troupes.iter().map(|one| Choice::new(one.id.to_string(), one.name_in(lang)));
    let rooms = choices.rooms.iter().map(|one| Choice::new(one.id.to_string(), one.name_in(lang)));
    let time =
        |name, label| sheet.field(name, label).required().time(lang, Minute::hm(6, 0), Minute::DAY_END, 30);
    html! {
        (crumbs(lang.pick("位置", "Where"), &[(&here.href(""), lang.pick("待办", "To do"))], title))
        (sheet.summary())
        h1 { (title) }
        p { (lang.pick(
            "队伍来用过房间，当时没有预约的，记在这里，报表里就有了。不给任何人发通知。",
            "A troupe used a room without booking it: recorded here, it counts in the reports. Nobody is told.",
        )) }
        form.card.flow method="post" action=(here.href("/bookings/past")) {
            div.pair {
                (sheet.field("troupe", lang.pick("哪个队伍？", "Which troupe?")).required().select(&none().chain(troupes).collect::<Vec<_>>()))
                (sheet.field("room", lang.pick("用了哪间？", "Which room?")).required().select(&none().chain(rooms).collect::<Vec<_>>()))
            }
            (sheet.field("date", lang.pick("哪天？", "Which day?")).required().date_past(lang, today))
            div.pair {
                (time("from", lang.pick("几点开始？", "From?")))
                (time("to", lang.pick("几点结束？", "Until?")))
            }
            (sheet.field("purpose", lang.pick("做了什么？", "What was it for?")).help(lang.pick("例如：排练", "For example: rehearsal")).required().text())
            (sheet.field("came", lang.pick("来了多少人？", "How many came?"))
                .help(lang.pick("不知道的，先问问队长。", "Not known? Ask the leader first.")).required().number())
            (hidden("key", fields.get("key")))
            p.row { (Button::submit(lang.pick("补录下来", "Record it")).main()) }
        }
    }
}
