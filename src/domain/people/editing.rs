//! The people of a centre: who works there, and whom its staff may change.
//!
//! | | |
//! |---|---|
//! | locks | the centre's row, wherever the last manager might go |
//! | checks | e-mail and phone belong to one person only; a person who also belongs elsewhere (or operates the installation) keeps everything but the role here; a centre that had a manager keeps one |
//! | rows | person, membership, sign-ins, codes, history |
//! | letters | none |

use super::sign_in_key::insert_code;
use super::{Acting, Login, NewPerson, Person, PersonId, Role, letters, sign_in, store};
use crate::base::db::{Conn, again};
use crate::base::error::{Error, Result};
use crate::base::lang::Lang;
use crate::base::mail::{self, Channel, Reader, Recipient};
use crate::base::tokens::Tokens;

/// What staff write about a person. At least one of e-mail and phone is given, both as [`Login`] reads them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PersonDetails {
    pub name: String,
    pub email: Option<String>,
    pub phone: Option<String>,
    pub lang: Lang,
}

/// A person found by e-mail or phone, or added.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Found {
    Added(PersonId),
    /// Had an account already; nothing about it was changed.
    Known(PersonId),
    /// The e-mail is one person's and the phone another's.
    TwoPeople,
}

/// What came of changing a person.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PersonChange {
    Done(PersonId),
    /// Works here already.
    AlreadyHere(PersonId),
    /// The e-mail is one person's and the phone another's.
    TwoPeople,
    EmailTaken,
    PhoneTaken,
    /// Belongs to another centre too, or operates the installation: only the role here may be changed.
    Shared,
    /// The centre would have no manager any more.
    LastManager,
}

/// Finds the person with this e-mail or phone, or adds one. [`Error::Again`] when somebody else did at the same
/// moment.
pub fn find_or_add(conn: &mut Conn, acting: &Acting, details: &PersonDetails) -> Result<Found> {
    let by_email = holder(conn, details.email.clone().map(Login::Email))?;
    let by_phone = holder(conn, details.phone.clone().map(Login::Phone))?;
    match (by_email, by_phone) {
        (Some(one), Some(other)) if one != other => Ok(Found::TwoPeople),
        (Some(known), _) | (_, Some(known)) => Ok(Found::Known(known)),
        (None, None) => {
            let new = NewPerson {
                name: details.name.clone(),
                email: details.email.clone(),
                phone: details.phone.clone(),
                password_hash: None,
                lang: details.lang,
                operator: false,
            };
            let id = store::insert(conn, &new, acting.now).map_err(again)?;
            acting.note(conn, "person", id.0, "added", None)?;
            Ok(Found::Added(id))
        }
    }
}

/// Adds somebody to a centre's staff; a new account where there is none with this e-mail or phone.
pub fn add_staff(
    conn: &mut Conn,
    acting: &Acting,
    details: &PersonDetails,
    role: Role,
) -> Result<PersonChange> {
    let id = match find_or_add(conn, acting, details)? {
        Found::TwoPeople => return Ok(PersonChange::TwoPeople),
        Found::Added(id) | Found::Known(id) => id,
    };
    if store::role_in(conn, id, acting.centre.id)?.is_some() {
        return Ok(PersonChange::AlreadyHere(id));
    }
    store::set_role(conn, id, acting.centre.id, Some(role))?;
    acting.note(conn, "person", id.0, "role_given", Some(role.word()))?;
    Ok(PersonChange::Done(id))
}

/// Gives a person of the centre another role, or none.
pub fn change_role(
    conn: &mut Conn,
    acting: &Acting,
    id: PersonId,
    role: Option<Role>,
) -> Result<PersonChange> {
    store::lock_centre(conn, acting.centre.id)?;
    of_centre(conn, acting, id)?;
    let before = store::role_in(conn, id, acting.centre.id)?;
    if before == role {
        return Ok(PersonChange::Done(id));
    }
    if role != Some(Role::Manager) && is_last_manager(conn, acting, id)? {
        return Ok(PersonChange::LastManager);
    }
    store::set_role(conn, id, acting.centre.id, role)?;
    acting.note(conn, "person", id.0, "role_given", Some(role.map_or("none", Role::word)))?;
    Ok(PersonChange::Done(id))
}

/// Changes name, e-mail, phone, language. Sign-ins stay.
pub fn change_person(
    conn: &mut Conn,
    acting: &Acting,
    id: PersonId,
    details: &PersonDetails,
) -> Result<PersonChange> {
    let person = match own(conn, acting, id)? {
        Ok(person) => person,
        Err(shared) => return Ok(shared),
    };
    let other = |found: Option<PersonId>| found.is_some_and(|found| found != id);
    if other(holder(conn, details.email.clone().map(Login::Email))?) {
        return Ok(PersonChange::EmailTaken);
    }
    if other(holder(conn, details.phone.clone().map(Login::Phone))?) {
        return Ok(PersonChange::PhoneTaken);
    }
    let changed = Person {
        name: details.name.clone(),
        email: details.email.clone(),
        phone: details.phone.clone(),
        lang: details.lang,
        ..person.clone()
    };
    if changed != person {
        store::update(conn, &changed).map_err(again)?;
        acting.note(conn, "person", id.0, "changed", None)?;
    }
    Ok(PersonChange::Done(id))
}

/// Lets a person sign in, or no longer: that ends every sign-in at once.
pub fn set_active(conn: &mut Conn, acting: &Acting, id: PersonId, active: bool) -> Result<PersonChange> {
    store::lock_centre(conn, acting.centre.id)?;
    let person = match own(conn, acting, id)? {
        Ok(person) => person,
        Err(shared) => return Ok(shared),
    };
    if !active && is_last_manager(conn, acting, id)? {
        return Ok(PersonChange::LastManager);
    }
    if person.active != active {
        store::update(conn, &Person { active, ..person })?;
        acting.note(conn, "person", id.0, if active { "let_in" } else { "shut_out" }, None)?;
    }
    if !active {
        sign_in::revoke_all(conn, id, None, acting.now)?;
    }
    Ok(PersonChange::Done(id))
}

/// Ends every sign-in of a person: a phone was lost.
pub fn revoke_sign_ins(conn: &mut Conn, acting: &Acting, id: PersonId) -> Result<PersonChange> {
    if let Err(shared) = own(conn, acting, id)? {
        return Ok(shared);
    }
    sign_in::revoke_all(conn, id, None, acting.now)?;
    acting.note(conn, "person", id.0, "signed_out", None)?;
    Ok(PersonChange::Done(id))
}

/// What came of making a code.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum CodeMade {
    /// The digits, which are kept nowhere.
    Code(String),
    /// Whoever holds the code could act elsewhere too.
    Shared,
    /// Has left: cannot sign in.
    Inactive,
}

/// Makes a one-time code to print ([`super::sign_in_key::CODE_DAYS`] days). All staff may for leaders; whoever
/// holds a colleague's code acts as the colleague, so theirs is the manager's to print, and nobody prints one for
/// their equals.
pub fn make_code(conn: &mut Conn, tokens: &Tokens, acting: &Acting, id: PersonId) -> Result<CodeMade> {
    let Ok(person) = own(conn, acting, id)? else { return Ok(CodeMade::Shared) };
    if !person.active {
        return Ok(CodeMade::Inactive);
    }
    let centre = acting.centre.id;
    let (theirs, own) = (store::role_in(conn, id, centre)?, store::role_in(conn, acting.by()?, centre)?);
    if theirs.is_some() && (own != Some(Role::Manager) || theirs >= own) {
        return Err(Error::Forbidden);
    }
    let code = insert_code(conn, tokens, id, acting.by()?, acting.now)?;
    acting.note(conn, "person", id.0, "code_printed", None)?;
    Ok(CodeMade::Code(code))
}

/// Sends somebody with e-mail a letter to try whether mail leaves; false without an address.
pub fn send_test(conn: &mut Conn, acting: &Acting, person: &Person) -> Result<bool> {
    let Some(address) = person.email.clone() else { return Ok(false) };
    let cause = acting.note(conn, "centre", acting.centre.id.0, "mail_tested", None)?;
    let to = Recipient {
        reader: Reader::Person(person.id.0),
        lang: person.lang,
        channel: Channel::Email,
        address,
    };
    let letter = letters::test(person, acting.centre);
    mail::enqueue(conn, cause, Some(acting.centre.id.0), None, &to, &letter, acting.now)?;
    Ok(true)
}

/// True when staff of this centre alone look after the person: no role and no troupe elsewhere, no operator.
pub fn is_own(conn: &mut Conn, acting: &Acting, person: &Person) -> Result<bool> {
    Ok(!person.operator && !store::belongs_elsewhere(conn, person.id, acting.centre.id)?)
}

/// The person, who must belong to the centre: [`Error::NotFound`] otherwise.
pub fn of_centre(conn: &mut Conn, acting: &Acting, id: PersonId) -> Result<Person> {
    if store::belongs_to(conn, id, acting.centre.id)? { store::by_id(conn, id) } else { Err(Error::NotFound) }
}

fn own(conn: &mut Conn, acting: &Acting, id: PersonId) -> Result<Result<Person, PersonChange>> {
    let person = of_centre(conn, acting, id)?;
    Ok(if is_own(conn, acting, &person)? { Ok(person) } else { Err(PersonChange::Shared) })
}

fn holder(conn: &mut Conn, login: Option<Login>) -> Result<Option<PersonId>> {
    let Some(login) = login else { return Ok(None) };
    Ok(store::by_login(conn, &login)?.map(|person| person.id))
}

fn is_last_manager(conn: &mut Conn, acting: &Acting, id: PersonId) -> Result<bool> {
    let staff = store::staff_of(conn, acting.centre.id)?;
    let managers = || staff.iter().filter(|(person, role)| *role == Role::Manager && person.active);
    Ok(managers().any(|(person, _)| person.id == id) && managers().count() == 1)
}
