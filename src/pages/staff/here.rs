//! Who works where and when: what every page of the staff's door starts from.

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use actix_web::http::header::{self, ContentType};
use chrono::NaiveDate;
use maud::Markup;

use crate::base::db::Conn;
use crate::base::error::Result;
use crate::base::lang::Lang;
use crate::base::mail;
use crate::base::time::Instant;
use crate::base::web::State;
use crate::domain::attendance;
use crate::domain::bookings::{self, Acting};
use crate::domain::centres::{Centre, CentreId};
use crate::domain::people::{Person, PersonId, Role};
use crate::domain::registrations;
use crate::pages::parts::door::{Approver, Desk, Manager, Visitor};
use crate::pages::parts::{Frame, StaffTab, Tabs};

/// One of the staff at their centre, at one moment.
#[derive(Debug, Clone)]
pub struct Here {
    pub visitor: Visitor,
    pub person: Person,
    pub centre: Centre,
    pub role: Role,
    pub now: Instant,
}

/// What waits: the numbers beside 待办 and 电话.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Waiting {
    pub queue: i64,
    pub calls: i64,
    /// Numbers to choose between, and what nobody reported; they stand beside 待办, too.
    pub attendance: i64,
}

impl Waiting {
    pub fn read(conn: &mut Conn, centre: CentreId) -> Result<Self> {
        Ok(Self {
            queue: bookings::store::queue_length(conn, centre)?
                + bookings::changing::store::queue_length(conn, centre)?
                + registrations::store::reviews_waiting(conn, centre)?,
            calls: mail::store::calls_waiting(conn, centre.0)?,
            attendance: attendance::store::tasks(conn, centre)?,
        })
    }

    /// What 待办 counts: to be decided, looked at or settled. Calls are counted beside 电话.
    pub fn to_do(self) -> i64 {
        self.queue + self.attendance
    }
}

macro_rules! from_door {
    ($($name:ident $door:ident),*) => {
        impl Here {$(
            #[doc = concat!("Through the door of [`", stringify!($door), "`].")]
            pub fn $name(door: $door, state: &State) -> Self {
                let $door { visitor, person, centre, role } = door;
                Self { visitor, person, centre, role, now: state.now() }
            }
        )*}
    };
}
from_door!(desk Desk, approver Approver, manager Manager);

impl Here {
    pub fn lang(&self) -> Lang {
        self.visitor.lang()
    }

    /// The centre's date.
    pub fn today(&self) -> NaiveDate {
        self.centre.zone.today(self.now)
    }

    /// May decide requests, where the room has no approvers of its own.
    pub fn decides(&self) -> bool {
        self.role >= Role::Approver
    }

    /// `/staff/donggang` and what follows.
    pub fn href(&self, rest: &str) -> String {
        format!("{}{rest}", self.centre.staff_href())
    }

    pub fn acting(&self) -> Acting<'_> {
        Acting { centre: &self.centre, person: Some(self.person.id), now: self.now }
    }

    pub fn person(&self) -> PersonId {
        self.person.id
    }

    pub fn frame(&self, current: Option<StaffTab>, waiting: Waiting) -> Frame {
        let (queue, calls) = (waiting.to_do(), waiting.calls);
        let tabs = Tabs::Staff { base: self.centre.staff_href(), current, queue, calls };
        self.visitor.frame(Some(&self.centre), tabs)
    }
}

/// A page with a status of its own.
pub fn page(status: StatusCode, page: Markup) -> HttpResponse {
    HttpResponse::build(status).content_type(ContentType::html()).body(page.into_string())
}

/// After a post: to the page that shows what came of it.
pub fn to(path: &str) -> HttpResponse {
    HttpResponse::SeeOther().insert_header((header::LOCATION, path)).finish()
}
