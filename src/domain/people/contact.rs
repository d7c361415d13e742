//! How to reach a person: by e-mail, or, where there is none, by staff's telephone or a printed slip.

use diesel::prelude::*;

use super::{Login, NewPerson, PersonId, Role, store};
use crate::base::db::schema::{membership, person};
use crate::base::db::{Conn, again, among};
use crate::base::error::Result;
use crate::base::lang::Lang;
use crate::base::mail::{Channel, Reader, Recipient};
use crate::base::time::Instant;
use crate::domain::centres::CentreId;

/// What a letter needs to know of a person.
#[derive(Debug, Clone, PartialEq, Eq, Queryable, Selectable)]
#[diesel(table_name = person)]
pub struct Contact {
    pub id: PersonId,
    pub name: String,
    pub email: Option<String>,
    pub phone: Option<String>,
    pub lang: Lang,
}

/// Whether a letter changes what its reader must do. To someone without e-mail, one that does becomes a call
/// that staff make, and any other a slip to print.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Urgency {
    MustKnow,
    GoodToHave,
}

impl Contact {
    pub fn recipient(&self, urgency: Urgency) -> Recipient {
        let (channel, address) = match (&self.email, urgency) {
            (Some(email), _) => (Channel::Email, email.clone()),
            (None, Urgency::MustKnow) => (Channel::Phone, self.phone.clone().unwrap_or_default()),
            (None, Urgency::GoodToHave) => (Channel::Slip, self.phone.clone().unwrap_or_default()),
        };
        Recipient { reader: Reader::Person(self.id.0), lang: self.lang, channel, address }
    }
}

/// Active people among these, by id.
pub fn contacts(conn: &mut Conn, people: &[PersonId]) -> Result<Vec<Contact>> {
    if people.is_empty() {
        return Ok(Vec::new());
    }
    Ok(crate::query!(
        conn,
        person::table
            .filter(among(person::id, people.iter().map(|id| id.0)).and(person::active))
            .order(person::id)
            .select(Contact::as_select())
            .load(conn)
    )?)
}

/// Whoever is reached so; entered under this name where nobody is known by it yet.
pub fn reached_by(conn: &mut Conn, login: &Login, name: &str, now: Instant) -> Result<Contact> {
    let id = match store::by_login(conn, login)? {
        Some(person) => person.id,
        None => {
            let (email, phone) = match login {
                Login::Email(email) => (Some(email.clone()), None),
                Login::Phone(phone) => (None, Some(phone.clone())),
            };
            let name = name.to_owned();
            let new = NewPerson { name, email, phone, password_hash: None, lang: Lang::Zh, operator: false };
            store::insert(conn, &new, now).map_err(again)?
        }
    };
    Ok(crate::query!(conn, person::table.find(id).select(Contact::as_select()).first(conn))?)
}

/// Those who keep a centre's agreements, rooms and people.
pub fn managers(conn: &mut Conn, centre: CentreId) -> Result<Vec<Contact>> {
    in_role(conn, centre, Role::Manager)
}

/// Those who work at a centre in one role.
pub fn in_role(conn: &mut Conn, centre: CentreId, role: Role) -> Result<Vec<Contact>> {
    Ok(person::table
        .inner_join(membership::table)
        .filter(membership::centre_id.eq(centre).and(person::active))
        .filter(membership::role.eq(role))
        .order(person::id)
        .select(Contact::as_select())
        .load(conn)?)
}

/// Those of some people who work at a centre, whatever they do there.
pub fn working_at(conn: &mut Conn, centre: CentreId, among: &[PersonId]) -> Result<Vec<Contact>> {
    Ok(person::table
        .inner_join(membership::table)
        .filter(membership::centre_id.eq(centre).and(person::active))
        .filter(person::id.eq_any(among))
        .order(person::id)
        .select(Contact::as_select())
        .load(conn)?)
}

/// Those who decide about requests at a centre, where the room has no approvers of its own.
pub fn deciders(conn: &mut Conn, centre: CentreId) -> Result<Vec<Contact>> {
    Ok(crate::query!(
        conn,
        person::table
            .inner_join(membership::table)
            .filter(membership::centre_id.eq(centre).and(person::active))
            .filter(membership::role.eq_any([Role::Approver, Role::Manager]))
            .order(person::id)
            .select(Contact::as_select())
            .load(conn)
    )?)
}
