//! `/staff/{centre}`: what waits for a decision, the oldest first, and the calls to make.

mod view;

pub(super) use view::points;

use actix_web::http::StatusCode;
use actix_web::{HttpResponse, web};

use super::attendance::Tasks;
use super::here::{Here, Waiting, page as answer};
use crate::base::db::Conn;
use crate::base::error::Result;
use crate::base::mail::store::Call;
use crate::base::mail::{self};
use crate::base::web::State;
use crate::base::web::form::Query;
use crate::domain::activities::Activity;
use crate::domain::bookings::cases::{Case, cases};
use crate::domain::bookings::changing::{self, ChangeRequest};
use crate::domain::bookings::series::{Asked, ChangeAsked};
use crate::domain::bookings::{self, Booked, BookingId};
use crate::domain::days;
use crate::domain::people::contact::deciders;
use crate::domain::registrations;
use crate::domain::rooms::{self, Room};
use crate::pages::parts::door::Desk;
use crate::pages::parts::{StaffTab, Width};

/// Calls shown beside the queue; the rest is on the page of calls.
const CALLS: usize = 5;

/// All that the page shows.
pub(super) struct Queue {
    pub cases: Vec<Case>,
    /// Approved bookings that should become another, with the wish and its room.
    pub changes: Vec<(Booked, ChangeRequest, Room)>,
    /// Series with dates to be decided.
    pub series: Vec<Asked>,
    /// Changes of series, each one item.
    pub series_changes: Vec<ChangeAsked>,
    pub calls: Vec<Call>,
    /// About how many came.
    pub attendance: Tasks,
    pub waiting: Waiting,
    /// The request decided a moment ago.
    pub done: Option<Booked>,
    /// A call that was ticked off a moment ago.
    pub phoned: bool,
    /// The year whose public holidays somebody should enter.
    pub missing_year: Option<i32>,
    /// Activities with registrations to look at, and how many.
    pub registrations: Vec<(Activity, i64)>,
    /// The names of those who decide.
    pub deciders: Vec<String>,
    /// A mail server is set up.
    pub mailing: bool,
}

impl Queue {
    /// Nothing waits for a decision.
    pub fn is_settled(&self) -> bool {
        self.cases.is_empty()
            && self.changes.is_empty()
            && self.series.is_empty()
            && self.series_changes.is_empty()
            && self.registrations.is_empty()
    }
}

pub(super) async fn page(door: Desk, query: Query, state: web::Data<State>) -> Result<HttpResponse> {
    let here = Here::desk(door, &state);
    let done = query.0.get("done").parse().ok().map(BookingId);
    let phoned = query.0.has("phoned");
    let who = here.clone();
    let mailing = state.mailing;
    let queue = state.db.read(move |conn| Ok(Queue { mailing, ..read(conn, &who, done, phoned)? })).await?;
    let title = view::title(&here, &queue);
    let frame = here.frame(Some(StaffTab::Queue), queue.waiting);
    Ok(answer(StatusCode::OK, frame.page(&title, Width::Wide, view::queue(&here, &queue))))
}

fn read(conn: &mut Conn, here: &Here, done: Option<BookingId>, phoned: bool) -> Result<Queue> {
    let centre = &here.centre;
    let mut open = bookings::store::queue(conn, centre.id)?;
    // A series is one item, however many dates it has; each of its dates has its own page still.
    let ids: Vec<BookingId> = open.iter().map(|one| one.booking.id).collect();
    let of_series = bookings::series::store::of_bookings(conn, &ids)?;
    let series = bookings::series::store::asked(conn, centre.id, &open, &of_series)?;
    open.retain(|one| !of_series.contains_key(&one.booking.id));
    let done = match done {
        Some(id) => bookings::store::booked(conn, centre.id, id).ok(),
        None => None,
    };
    let mut calls = mail::store::calls(conn, centre.id.0)?;
    calls.truncate(CALLS);
    let mut wishes = changing::store::queue(conn, centre.id)?;
    let series_changes = bookings::series::store::wishes::asked(conn, centre.id, &wishes)?;
    wishes.retain(|wish| wish.series_change_id.is_none());
    let ids: Vec<BookingId> = wishes.iter().map(|wish| wish.booking_id).collect();
    let booked = bookings::store::booked_all(conn, centre.id, &ids)?;
    let rooms = rooms::store::rooms(conn, centre.id)?;
    let changes = wishes.into_iter().filter_map(|wish| {
        let booked = booked.iter().find(|one| one.booking.id == wish.booking_id)?;
        let room = rooms.iter().find(|room| room.id == wish.room_id)?;
        Some((booked.clone(), wish, room.clone()))
    });
    let changes = changes.collect();
    Ok(Queue {
        changes,
        cases: cases(conn, centre, open, here.now)?,
        series,
        series_changes,
        calls,
        attendance: Tasks::read(conn, centre.id)?,
        waiting: Waiting::read(conn, centre.id)?,
        missing_year: days::store::missing_year(conn, centre.id, here.today())?,
        registrations: registrations::store::to_review(conn, centre.id)?,
        done,
        phoned,
        deciders: deciders(conn, centre.id)?.into_iter().map(|one| one.name).collect(),
        mailing: false,
    })
}
