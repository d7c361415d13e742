//! Who calls: anybody, or whoever the bearer token (or the browser's sign-in) says, with all that decides what
//! they may see and do.

use actix_web::dev::Payload;
use actix_web::http::header;
use actix_web::{FromRequest, HttpRequest};
use futures_util::future::LocalBoxFuture;

use crate::base::db::Conn;
use crate::base::error::{Error, Result};
use crate::base::lang::Lang;
use crate::base::time::Instant;
use crate::base::web::problem;
use crate::domain::agreements::{self, Troupe, TroupeId};
use crate::domain::bookings::{self, Booked, BookingId};
use crate::domain::centres::{self, Centre, CentreId};
use crate::domain::people::{self, Acting, Membership, Person, Role};
use crate::pages::parts::door::{Visitor, visitor_with};

/// Anybody. A token that is sent must be good, even where none is needed.
#[derive(Debug, Clone)]
pub struct Caller {
    pub person: Option<Person>,
    /// The language of messages: the header's, else the person's, else Chinese.
    pub lang: Lang,
}

/// Somebody known, with their roles and the troupes they lead.
#[derive(Debug, Clone)]
pub struct Known {
    pub person: Person,
    pub lang: Lang,
    pub memberships: Vec<Membership>,
    pub troupes: Vec<Troupe>,
}

impl FromRequest for Caller {
    type Error = Error;
    type Future = LocalBoxFuture<'static, Result<Self>>;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let visitor = Visitor::from_request(request, payload);
        let request = request.clone();
        Box::pin(async move {
            let visitor = visitor.await?;
            Ok(Self { lang: lang(&request, &visitor), person: visitor.person })
        })
    }
}

fn lang(request: &HttpRequest, visitor: &Visitor) -> Lang {
    let asked = request.headers().contains_key(header::ACCEPT_LANGUAGE);
    if asked { problem::lang(request) } else { visitor.lang() }
}

impl FromRequest for Known {
    type Error = Error;
    type Future = LocalBoxFuture<'static, Result<Self>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        let request = request.clone();
        Box::pin(async move {
            let (visitor, (memberships, troupes)) = visitor_with(&request, acts_for).await?;
            let lang = lang(&request, &visitor);
            let person = visitor.person.ok_or(Error::SignInFirst)?;
            Ok(Self { person, lang, memberships, troupes })
        })
    }
}

fn acts_for(conn: &mut Conn, person: &Person) -> Result<(Vec<Membership>, Vec<Troupe>)> {
    Ok((people::store::memberships(conn, person.id)?, agreements::store::led_by(conn, person.id)?))
}

impl Known {
    /// Reads what a person may act for.
    pub fn load(conn: &mut Conn, person: Person, lang: Lang) -> Result<Self> {
        let (memberships, troupes) = acts_for(conn, &person)?;
        Ok(Self { person, lang, memberships, troupes })
    }

    /// They act at a centre, now.
    pub fn acting<'a>(&self, centre: &'a Centre, now: Instant) -> Acting<'a> {
        Acting { centre, person: Some(self.person.id), now }
    }

    /// Their role at a centre, if they work there.
    pub fn role_in(&self, centre: CentreId) -> Option<Role> {
        self.memberships.iter().find(|one| one.centre == centre).map(|one| one.role)
    }

    /// True for the leader or a deputy of an active troupe.
    pub fn leads(&self, troupe: TroupeId) -> bool {
        self.troupes.iter().any(|one| one.id == troupe)
    }

    /// The troupe and its centre, if they lead it or work there: 404 otherwise.
    pub fn may_act_for(&self, conn: &mut Conn, troupe: TroupeId) -> Result<(Centre, Troupe)> {
        if let Some(led) = self.troupes.iter().find(|one| one.id == troupe) {
            return Ok((centres::store::by_id(conn, led.centre_id)?, led.clone()));
        }
        for work in &self.memberships {
            match agreements::store::troupe(conn, work.centre, troupe) {
                Ok(found) => return Ok((centres::store::by_id(conn, work.centre)?, found)),
                Err(Error::NotFound) => {}
                Err(error) => return Err(error),
            }
        }
        Err(Error::NotFound)
    }

    /// A booking that they may see, with its centre: one of their troupe's, or of where they work. 404 otherwise.
    pub fn may_see(&self, conn: &mut Conn, id: BookingId) -> Result<(Centre, Booked)> {
        let booking = bookings::store::find(conn, id)?;
        if !self.leads(booking.troupe_id) && self.role_in(booking.centre_id).is_none() {
            return Err(Error::NotFound);
        }
        let centre = centres::store::by_id(conn, booking.centre_id)?;
        let booked = bookings::store::booked(conn, centre.id, id)?;
        Ok((centre, booked))
    }
}
