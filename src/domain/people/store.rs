//! People, their roles and the troupes they lead, in the database.

use diesel::prelude::*;

use super::{LedTroupe, Login, Membership, NewPerson, Person, PersonId, Role};
use crate::base::db::Conn;
use crate::base::db::schema::{membership, person, troupe, troupe_leader};
use crate::base::error::Result;
use crate::base::lang::Lang;
use crate::base::time::Instant;
use crate::domain::centres::CentreId;

/// Adds a person. E-mail and phone must be free ([`crate::base::db::is_duplicate`] tells).
pub fn insert(conn: &mut Conn, new: &NewPerson, now: Instant) -> QueryResult<PersonId> {
    crate::query!(
        conn,
        diesel::insert_into(person::table)
            .values((
                person::name.eq(&new.name),
                person::email.eq(new.email.as_deref()),
                person::phone.eq(new.phone.as_deref()),
                person::password_hash.eq(new.password_hash.as_deref()),
                person::lang.eq(new.lang),
                person::operator.eq(new.operator),
                person::active.eq(true),
                person::created_at.eq(now),
            ))
            .returning(person::id)
            .get_result(conn)
    )
}

/// Changes what is kept of a person. E-mail and phone must be free.
pub fn update(conn: &mut Conn, changed: &Person) -> QueryResult<()> {
    crate::query!(
        conn,
        diesel::update(person::table.find(changed.id))
            .set((
                person::name.eq(&changed.name),
                person::email.eq(changed.email.as_deref()),
                person::phone.eq(changed.phone.as_deref()),
                person::lang.eq(changed.lang),
                person::operator.eq(changed.operator),
                person::active.eq(changed.active),
            ))
            .execute(conn)
    )
    .map(drop)
}

/// The person, who must exist: [`crate::base::error::Error::NotFound`] otherwise.
pub fn by_id(conn: &mut Conn, id: PersonId) -> Result<Person> {
    Ok(crate::query!(conn, person::table.find(id).select(Person::as_select()).first(conn))?)
}

/// Whoever signs in with this name, active or not.
pub fn by_login(conn: &mut Conn, login: &Login) -> Result<Option<Person>> {
    let query = person::table.select(Person::as_select());
    Ok(match login {
        Login::Email(email) => query.filter(person::email.eq(email)).first(conn).optional()?,
        Login::Phone(phone) => query.filter(person::phone.eq(phone)).first(conn).optional()?,
    })
}

/// The hash of a person's password, if one was ever set.
pub fn password_hash(conn: &mut Conn, id: PersonId) -> Result<Option<String>> {
    Ok(crate::query!(conn, person::table.find(id).select(person::password_hash).first(conn))?)
}

pub fn set_password_hash(conn: &mut Conn, id: PersonId, hash: &str) -> Result<()> {
    crate::query!(
        conn,
        diesel::update(person::table.find(id)).set(person::password_hash.eq(hash)).execute(conn)
    )?;
    Ok(())
}

pub fn set_lang(conn: &mut Conn, id: PersonId, lang: Lang) -> Result<()> {
    crate::query!(conn, diesel::update(person::table.find(id)).set(person::lang.eq(lang)).execute(conn))?;
    Ok(())
}

/// A person's role at one centre.
pub fn role_in(conn: &mut Conn, id: PersonId, centre: CentreId) -> Result<Option<Role>> {
    Ok(crate::query!(conn, membership::table.find((id.0, centre.0)).select(membership::role).first(conn))
        .optional()?)
}

/// Where a person works, in the order of the centres.
pub fn memberships(conn: &mut Conn, id: PersonId) -> Result<Vec<Membership>> {
    let rows: Vec<(CentreId, Role)> = crate::query!(
        conn,
        membership::table
            .filter(membership::person_id.eq(id))
            .order(membership::centre_id)
            .select((membership::centre_id, membership::role))
            .load(conn)
    )?;
    Ok(rows.into_iter().map(|(centre, role)| Membership { centre, role }).collect())
}

/// The people who work at a centre and their roles, managers first.
pub fn staff_of(conn: &mut Conn, centre: CentreId) -> Result<Vec<(Person, Role)>> {
    let mut rows: Vec<(Person, Role)> = crate::query!(
        conn,
        membership::table
            .inner_join(person::table)
            .filter(membership::centre_id.eq(centre))
            .order(person::id)
            .select((Person::as_select(), membership::role))
            .load(conn)
    )?;
    rows.sort_by_key(|(_, role)| std::cmp::Reverse(*role));
    Ok(rows)
}

/// Gives a person this role at a centre, or none.
pub fn set_role(conn: &mut Conn, id: PersonId, centre: CentreId, role: Option<Role>) -> Result<()> {
    crate::query!(conn, diesel::delete(membership::table.find((id.0, centre.0))).execute(conn))?;
    if let Some(role) = role {
        crate::query!(
            conn,
            diesel::insert_into(membership::table)
                .values((
                    membership::person_id.eq(id),
                    membership::centre_id.eq(centre),
                    membership::role.eq(role),
                ))
                .execute(conn)
        )?;
    }
    Ok(())
}

/// The active troupes that a person leads, as leader or deputy.
pub fn led_troupes(conn: &mut Conn, id: PersonId) -> Result<Vec<LedTroupe>> {
    let rows: Vec<(i64, CentreId, String, String, bool)> = crate::query!(
        conn,
        troupe_leader::table
            .inner_join(troupe::table)
            .filter(troupe_leader::person_id.eq(id))
            .filter(troupe::active.eq(true))
            .order(troupe::id)
            .select((troupe::id, troupe::centre_id, troupe::name, troupe::name_en, troupe_leader::deputy))
            .load(conn)
    )?;
    let led = |(id, centre_id, name, name_en, deputy)| LedTroupe { id, centre_id, name, name_en, deputy };
    Ok(rows.into_iter().map(led).collect())
}

/// True for staff of a centre, and for whoever leads a troupe there.
pub fn belongs_to(conn: &mut Conn, id: PersonId, centre: CentreId) -> Result<bool> {
    Ok(centres_of(conn, id)?.contains(&centre))
}

/// True for who works or leads a troupe at another centre.
pub fn belongs_elsewhere(conn: &mut Conn, id: PersonId, centre: CentreId) -> Result<bool> {
    Ok(centres_of(conn, id)?.iter().any(|&other| other != centre))
}

fn centres_of(conn: &mut Conn, id: PersonId) -> Result<Vec<CentreId>> {
    let mut centres: Vec<CentreId> = crate::query!(
        conn,
        membership::table.filter(membership::person_id.eq(id)).select(membership::centre_id).load(conn)
    )?;
    let led: Vec<CentreId> = crate::query!(
        conn,
        troupe_leader::table
            .inner_join(troupe::table)
            .filter(troupe_leader::person_id.eq(id))
            .select(troupe::centre_id)
            .load(conn)
    )?;
    centres.extend(led);
    Ok(centres)
}

/// The leaders of a centre's troupes and what they lead, by person.
pub fn leaders_of(conn: &mut Conn, centre: CentreId) -> Result<Vec<(Person, LedTroupe)>> {
    type Row = (Person, i64, CentreId, String, String, bool);
    let rows: Vec<Row> = crate::query!(
        conn,
        troupe_leader::table
            .inner_join(troupe::table)
            .inner_join(person::table)
            .filter(troupe::centre_id.eq(centre))
            .order((person::id, troupe::id))
            .select((
                Person::as_select(),
                troupe::id,
                troupe::centre_id,
                troupe::name,
                troupe::name_en,
                troupe_leader::deputy,
            ))
            .load(conn)
    )?;
    let led = |(person, id, centre_id, name, name_en, deputy)| {
        (person, LedTroupe { id, centre_id, name, name_en, deputy })
    };
    Ok(rows.into_iter().map(led).collect())
}

/// Locks a centre's row until the transaction ends, for acts that must not cross each other. Rows that point
/// to it may be added meanwhile. SQLite writes one at a time anyway.
pub fn lock_centre(conn: &mut Conn, id: CentreId) -> Result<()> {
    match conn {
        Conn::Sqlite(_) => {}
        #[cfg(feature = "postgres")]
        Conn::Postgres(postgres) => {
            use crate::base::db::schema::centre;
            centre::table
                .filter(centre::id.eq(id))
                .select(centre::id)
                .for_no_key_update()
                .first::<CentreId>(postgres)?;
        }
    }
    #[cfg(not(feature = "postgres"))]
    let _ = id;
    Ok(())
}
