//! Centres in the database.

use diesel::prelude::*;

use super::{Centre, CentreDetails, CentreId, is_slug};
use crate::base::db::Conn;
use crate::base::db::schema::{booking, centre, session};
use crate::base::error::{Error, Result};
use crate::base::time::{Instant, Zone};

#[derive(Queryable, Selectable)]
#[diesel(table_name = centre)]
struct Row {
    id: CentreId,
    slug: String,
    name: String,
    name_en: String,
    address: String,
    address_en: String,
    phone: String,
    area_m2: i32,
    intro: String,
    intro_en: String,
    time_zone: String,
}

impl TryFrom<Row> for Centre {
    type Error = Error;

    fn try_from(row: Row) -> Result<Self> {
        let zone = Zone::named(&row.time_zone)
            .ok_or_else(|| Error::fault(format_args!("centre {} has no known time zone", row.id)))?;
        Ok(Self {
            id: row.id,
            slug: row.slug,
            name: row.name,
            name_en: row.name_en,
            address: row.address,
            address_en: row.address_en,
            phone: row.phone,
            area_m2: row.area_m2,
            intro: row.intro,
            intro_en: row.intro_en,
            zone,
        })
    }
}

/// The centre with this word in its addresses.
pub fn by_slug(conn: &mut Conn, slug: &str) -> Result<Option<Centre>> {
    // PostgreSQL takes no text with a zero byte, and what comes here was typed into an address.
    if !is_slug(slug) {
        return Ok(None);
    }
    crate::query!(conn, centre::table.filter(centre::slug.eq(slug)).select(Row::as_select()).first(conn))
        .optional()?
        .map(Centre::try_from)
        .transpose()
}

/// The centre, which must exist: [`Error::NotFound`] otherwise.
pub fn by_id(conn: &mut Conn, id: CentreId) -> Result<Centre> {
    crate::query!(conn, centre::table.find(id).select(Row::as_select()).first(conn))?.try_into()
}

/// All centres, in the order they were added.
pub fn all(conn: &mut Conn) -> Result<Vec<Centre>> {
    crate::query!(conn, centre::table.order(centre::id).select(Row::as_select()).load(conn))?
        .into_iter()
        .map(Centre::try_from)
        .collect()
}

/// The centre of an installation that has just one.
pub fn only(conn: &mut Conn) -> Result<Option<Centre>> {
    let mut found =
        crate::query!(conn, centre::table.order(centre::id).limit(2).select(Row::as_select()).load(conn))?;
    match (found.pop(), found.pop()) {
        (Some(one), None) => Centre::try_from(one).map(Some),
        _ => Ok(None),
    }
}

/// Adds a centre. Its slug must be free ([`crate::base::db::is_duplicate`] tells).
pub fn insert(conn: &mut Conn, details: &CentreDetails, now: Instant) -> QueryResult<CentreId> {
    crate::query!(
        conn,
        diesel::insert_into(centre::table)
            .values((
                centre::slug.eq(&details.slug),
                centre::name.eq(&details.name),
                centre::name_en.eq(&details.name_en),
                centre::address.eq(&details.address),
                centre::address_en.eq(&details.address_en),
                centre::phone.eq(&details.phone),
                centre::area_m2.eq(details.area_m2),
                centre::intro.eq(&details.intro),
                centre::intro_en.eq(&details.intro_en),
                centre::time_zone.eq(details.zone.name()),
                centre::created_at.eq(now),
            ))
            .returning(centre::id)
            .get_result(conn)
    )
}

/// Changes everything of a centre but its number.
pub fn update(conn: &mut Conn, id: CentreId, details: &CentreDetails) -> QueryResult<()> {
    crate::query!(
        conn,
        diesel::update(centre::table.find(id))
            .set((
                centre::slug.eq(&details.slug),
                centre::name.eq(&details.name),
                centre::name_en.eq(&details.name_en),
                centre::address.eq(&details.address),
                centre::address_en.eq(&details.address_en),
                centre::phone.eq(&details.phone),
                centre::area_m2.eq(details.area_m2),
                centre::intro.eq(&details.intro),
                centre::intro_en.eq(&details.intro_en),
                centre::time_zone.eq(details.zone.name()),
            ))
            .execute(conn)
    )
    .map(drop)
}

/// True once anything of a centre has a time: a booking, or a session of an activity.
pub fn has_uses(conn: &mut Conn, id: CentreId) -> Result<bool> {
    let booked = booking::table.filter(booking::centre_id.eq(id)).select(booking::id).limit(1);
    if booked.first::<i64>(conn).optional()?.is_some() {
        return Ok(true);
    }
    let held = session::table.filter(session::centre_id.eq(id)).select(session::id).limit(1);
    Ok(held.first::<i64>(conn).optional()?.is_some())
}
