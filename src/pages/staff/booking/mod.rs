//! `/staff/{centre}/bookings/{id}`: everything about one booking, and what can be done with it.

mod acting;
mod acts;
mod change;
pub(in crate::pages::staff) mod deciding;
mod displaced;
mod view;

use actix_web::http::StatusCode;
use actix_web::{HttpResponse, web};

pub(super) use acts::{held, line};
pub(super) use displaced::take_for_them;

use super::here::{Here, Waiting, page as answer};
use crate::base::db::Conn;
use crate::base::error::{Error, Result};
use crate::base::history::{self, Line};
use crate::base::mail::store::{Summary, of_booking};
use crate::base::tokens::random_token;
use crate::base::web::State as App;
use crate::base::web::form::{Errors, Fields, Query};
use crate::domain::agreements::{self, Agreement};
use crate::domain::bookings::alternatives::Alternative;
use crate::domain::bookings::approving::may_decide;
use crate::domain::bookings::cases::{Case, cases, loads_of};
use crate::domain::bookings::changing::store::open_of;
use crate::domain::bookings::changing::{ChangeRequest, ChangeState};
use crate::domain::bookings::loads::Loads;
use crate::domain::bookings::series::SeriesId;
use crate::domain::bookings::series::store::of_booking as of_booking_in_series;
use crate::domain::bookings::store::{self, OfferedAlternative};
use crate::domain::bookings::{
    Booked, Booking, BookingId, Clash, Decided, Refusal, State, exchanging, place_in_line,
};
use crate::domain::people::contact::deciders;
use crate::domain::people::store as people;
use crate::domain::rooms::{self, Room};
use crate::pages::parts::door::Desk;
use crate::pages::parts::{StaffTab, Width};

pub(super) fn routes(config: &mut web::ServiceConfig) {
    config
        .route("/staff/{centre}/bookings/{id}", web::get().to(page))
        .route("/staff/{centre}/bookings/{id}/approval", web::post().to(deciding::approve))
        .route("/staff/{centre}/bookings/{id}/refusal", web::post().to(deciding::refuse))
        .route("/staff/{centre}/bookings/{id}/cancellation", web::post().to(deciding::cancel))
        .route("/staff/{centre}/bookings/{id}/acceptance", web::post().to(acting::acceptance))
        .route("/staff/{centre}/bookings/{id}/declining", web::post().to(acting::declining))
        .route("/staff/{centre}/bookings/{id}/ending", web::post().to(acting::ending))
        .route("/staff/{centre}/bookings/{id}/changes", web::post().to(change::create))
        .route("/staff/{centre}/bookings/{id}/change/approval", web::post().to(change::approval))
        .route("/staff/{centre}/bookings/{id}/change/refusal", web::post().to(change::refusal))
        .route("/staff/{centre}/bookings/{id}/alternative", web::post().to(displaced::answer));
}

/// All that the page shows.
pub(super) struct Shown {
    pub case: Case,
    pub history: Vec<Line>,
    pub letters: Vec<Summary>,
    /// What a waiting request was offered instead, with its rooms.
    pub offered: Vec<(OfferedAlternative, Room)>,
    pub asked_by: String,
    pub place: Option<usize>,
    pub deciders: Vec<String>,
    pub waiting: Waiting,
    /// The change of it that waits for a decision, and its room.
    pub change: Option<(ChangeRequest, Room)>,
    /// The person here may decide that.
    pub decides_change: bool,
    /// Where it could be moved.
    pub rooms: Vec<Room>,
    /// The key of a change that is made now.
    pub key: String,
    /// Where the centre took it away: by which act, and the booking taken instead.
    pub disruption: Option<i64>,
    pub replaced_by: Option<BookingId>,
    /// The series that it is a date of.
    pub series: Option<SeriesId>,
    /// What the change that waits would add to the agreement of its day.
    pub change_loads: Option<(Agreement, Loads)>,
}

/// What an act answered, said on top of the page.
#[derive(Debug, Clone, Default)]
pub(super) enum Answer {
    #[default]
    Nothing,
    /// It was asked for a moment ago (代办).
    Asked,
    /// That very thing was asked before.
    Repeated,
    /// It was decided, or taken back, a moment ago.
    Done,
    /// It was changed, or a change was asked for, a moment ago.
    Changed,
    ChangePending,
    ChangeDecided(ChangeState),
    /// It cannot become what was wished; what would work.
    NotChanged(Vec<Clash>, Option<Refusal>, Vec<Alternative>),
    NotBegun,
    AlreadyDecided(Decided),
    /// Somebody else asked for the slot since it was seen.
    MoreWouldLose,
    Taken(Vec<Clash>),
    Refused(Refusal),
    Begun,
    /// It waited in line, and begins too soon to be offered.
    TooLateToOffer,
    /// A field of a form is to be changed.
    Wrong,
}

impl Answer {
    fn status(&self) -> StatusCode {
        match self {
            Self::Nothing | Self::Asked | Self::Repeated | Self::Done | Self::Changed => StatusCode::OK,
            Self::AlreadyDecided(_)
            | Self::Taken(_)
            | Self::Refused(_)
            | Self::Begun
            | Self::TooLateToOffer
            | Self::MoreWouldLose
            | Self::ChangePending
            | Self::ChangeDecided(_)
            | Self::NotChanged(..)
            | Self::NotBegun => StatusCode::CONFLICT,
            Self::Wrong => StatusCode::UNPROCESSABLE_ENTITY,
        }
    }
}

/// What came back with a form that could not be done.
#[derive(Debug, Clone, Default)]
pub(super) struct Form {
    pub answer: Answer,
    pub fields: Fields,
    pub errors: Errors,
    /// What a link from the timetable comes for.
    pub open: Opened,
}

/// The form of the page that is to stand open.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) enum Opened {
    #[default]
    Nothing,
    Move,
    Cancel,
}

async fn page(
    door: Desk,
    path: web::Path<(String, i64)>,
    query: Query,
    state: web::Data<App>,
) -> Result<HttpResponse> {
    let here = Here::desk(door, &state);
    let answer = match query.0.get("just") {
        "asked" => Answer::Asked,
        "repeated" => Answer::Repeated,
        "done" => Answer::Done,
        "changed" => Answer::Changed,
        _ => Answer::Nothing,
    };
    let open = match query.0.get("open") {
        "move" => Opened::Move,
        "cancel" => Opened::Cancel,
        _ => Opened::Nothing,
    };
    show(here, &state, BookingId(path.1), Form { answer, open, ..Form::default() }).await
}

async fn show(here: Here, state: &App, id: BookingId, form: Form) -> Result<HttpResponse> {
    let who = here.clone();
    let shown = state.db.read(move |conn| read(conn, &who, id)).await?;
    let title = view::title(&here, &shown);
    let frame = here.frame(Some(StaffTab::Queue), shown.waiting);
    let page = frame.page(&title, Width::Wide, view::booking(&here, &shown, &form, state.mailing));
    Ok(answer(form.answer.status(), page))
}

fn read(conn: &mut Conn, here: &Here, id: BookingId) -> Result<Shown> {
    let centre = &here.centre;
    let booked = store::booked(conn, centre.id, id)?;
    let case = cases(conn, centre, vec![booked], here.now)?.pop().ok_or(Error::NotFound)?;
    let booking = &case.booked.booking;
    let mut offered = Vec::new();
    for alternative in store::alternatives_of(conn, &[id])? {
        let room = rooms::store::room(conn, centre.id, alternative.room_id)?;
        offered.push((alternative, room));
    }
    let place = match booking.state {
        State::Waiting => {
            let catalogue = rooms::store::plan(conn, centre.id, here.today(), here.today())?;
            let line = store::waiting(conn, centre.id, centre.zone.wall(here.now))?;
            Some(place_in_line(&catalogue, &line, booking))
        }
        _ => None,
    };
    let change = match open_of(conn, id)? {
        Some(wish) => {
            let room = rooms::store::room(conn, centre.id, wish.room_id)?;
            Some((wish, room))
        }
        None => None,
    };
    let decides_change = match &change {
        Some((_, room)) => {
            let there = Booked { room: room.clone(), ..case.booked.clone() };
            may_decide(conn, &here.acting(), &there, here.role)?
        }
        None => false,
    };
    let change_loads = match &change {
        Some((wish, _)) => change_loads(conn, here, booking, wish)?,
        None => None,
    };
    let mut rooms = rooms::store::rooms(conn, centre.id)?;
    rooms.retain(|room| room.is_bookable());
    Ok(Shown {
        change,
        decides_change,
        rooms,
        key: random_token(),
        history: history::of(conn, "booking", id.0)?,
        letters: of_booking(conn, centre.id.0, id.0)?,
        offered,
        asked_by: people::by_id(conn, booking.requested_by)?.name,
        place,
        deciders: deciders(conn, centre.id)?.into_iter().map(|one| one.name).collect(),
        waiting: Waiting::read(conn, centre.id)?,
        disruption: store::disruption_of(conn, id)?,
        series: of_booking_in_series(conn, id)?.map(|(series, _)| series),
        change_loads,
        replaced_by: match booking.state.may_be_replaced() {
            true => exchanging::answer_to(conn, id)?.map(|new| new.id),
            false => None,
        },
        case,
    })
}

fn change_loads(
    conn: &mut Conn,
    here: &Here,
    booking: &Booking,
    wish: &ChangeRequest,
) -> Result<Option<(Agreement, Loads)>> {
    let (old, new) = (booking.span()?, wish.span()?);
    let Some(agreement) = agreements::store::valid_on(conn, booking.troupe_id, new.date())? else {
        return Ok(None);
    };
    let loads = loads_of(conn, &here.centre, agreement.id, &[new], &[old])?;
    Ok(Some((agreement, loads)))
}

impl Shown {
    pub fn booked(&self) -> &Booked {
        &self.case.booked
    }

    /// Whether the person here may decide it, as far as their role and the room go.
    pub fn decided_by(&self, here: &Here) -> bool {
        self.case.may_be_decided_by(here.person(), here.role)
    }
}
