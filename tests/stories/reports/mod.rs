//! What was held, how many came, how many people they are, and how full the rooms were.

mod counting;
mod publishing;
mod showing;

use diesel::prelude::*;
use linli::base::db::schema::*;
use linli::base::lang::Lang;
use linli::base::time::Instant;
use linli::domain::centres::Centre;
use linli::domain::reports::{self, By, Facts, Figures, Filter, Key, Period, Report, Share};

use crate::support::TestApp;
use crate::support::fixture::{self, wall};

/// Rows written as they would have come about over months.
pub struct Past<'a> {
    app: &'a TestApp,
    pub centre: Centre,
    by: i64,
}

impl<'a> Past<'a> {
    pub fn of(app: &'a TestApp) -> Self {
        Self { app, centre: app.centre("hexi"), by: app.manager().person.id.0 }
    }

    fn now(&self) -> Instant {
        fixture::made_at()
    }

    pub fn room(&self, name: &str) -> i64 {
        self.app.room(name).id.0
    }

    pub fn troupe(&self, name: &str) -> i64 {
        self.app
            .read(|conn| Ok(troupe::table.filter(troupe::name.eq(name)).select(troupe::id).first(conn)?))
    }

    /// A booking of a troupe; `state` is as the database has it.
    pub fn db_booking(
        &self,
        troupe: i64,
        room: i64,
        day: &str,
        (from, to): (&str, &str),
        state: &str,
    ) -> i64 {
        let at = |time: &str| wall(&format!("{day}T{time}"));
        self.app.write(|conn| {
            let under: Option<i64> = agreement::table
                .filter(agreement::troupe_id.eq(troupe))
                .select(agreement::id)
                .first(conn)
                .optional()?;
            Ok(diesel::insert_into(booking::table)
                .values((
                    (booking::centre_id.eq(self.centre.id), booking::room_id.eq(room)),
                    (booking::troupe_id.eq(troupe), booking::agreement_id.eq(under)),
                    (booking::starts_at.eq(at(from)), booking::ends_at.eq(at(to))),
                    (booking::turnaround_minutes.eq(15), booking::purpose.eq("排练"), booking::size.eq(10)),
                    (booking::state.eq(state), booking::requested_by.eq(self.by)),
                    (booking::on_behalf.eq(false), booking::requested_at.eq(self.now())),
                    booking::request_key.eq(linli::base::tokens::random_token()),
                    (booking::sequence.eq(0), booking::version.eq(1)),
                ))
                .returning(booking::id)
                .get_result(conn)?)
        })
    }

    /// A published activity.
    pub fn db_activity(&self, title: &str, kind: &str, registration: &str, troupe: Option<i64>) -> i64 {
        self.app.write(|conn| {
            Ok(diesel::insert_into(activity::table)
                .values((
                    (activity::centre_id.eq(self.centre.id), activity::title.eq(title)),
                    (activity::title_en.eq(""), activity::kind.eq(kind), activity::audience.eq("")),
                    (activity::audience_en.eq(""), activity::intro.eq(""), activity::intro_en.eq("")),
                    (activity::state.eq("published"), activity::registration.eq(registration)),
                    (activity::troupe_id.eq(troupe), activity::created_by.eq(self.by)),
                    activity::created_at.eq(self.now()),
                ))
                .returning(activity::id)
                .get_result(conn)?)
        })
    }

    pub fn db_session(
        &self,
        activity: i64,
        room: Option<i64>,
        day: &str,
        (from, to): (&str, &str),
        cancelled: bool,
    ) -> i64 {
        let at = |time: &str| wall(&format!("{day}T{time}"));
        self.app.write(|conn| {
            Ok(diesel::insert_into(session::table)
                .values((
                    (session::centre_id.eq(self.centre.id), session::activity_id.eq(activity)),
                    (session::room_id.eq(room), session::place.eq(""), session::place_en.eq("")),
                    (session::starts_at.eq(at(from)), session::ends_at.eq(at(to))),
                    (session::turnaround_minutes.eq(0), session::sequence.eq(0)),
                    (
                        session::changed_at.eq(self.now()),
                        session::cancelled_at.eq(cancelled.then(|| self.now())),
                    ),
                ))
                .returning(session::id)
                .get_result(conn)?)
        })
    }

    /// A report that counts, after one that it superseded and beside one that waits.
    pub fn db_report(&self, of: Of, at: &str, visits: i32) {
        let (booking, session, room) = match of {
            Of::Booking(id) => (Some(id), None, None),
            Of::Session(id) => (None, Some(id), None),
            Of::Hour(id) => (None, None, Some(id)),
        };
        use attendance_report as r;
        self.app.write(|conn| {
            let now = self.now();
            for (visits, confirmed, superseded) in
                [(visits + 7, Some(now), Some(now)), (visits, Some(now), None), (visits + 100, None, None)]
            {
                diesel::insert_into(r::table)
                    .values((
                        (r::centre_id.eq(self.centre.id), r::booking_id.eq(booking)),
                        (r::session_id.eq(session), r::room_id.eq(room), r::starts_at.eq(wall(at))),
                        (r::visits.eq(visits), r::source.eq("sheet"), r::note.eq("")),
                        (r::reported_by.eq(self.by), r::reported_at.eq(now)),
                        (r::confirmed_at.eq(confirmed), r::superseded_at.eq(superseded)),
                    ))
                    .execute(conn)?;
            }
            Ok(())
        });
    }

    pub fn db_no_show(&self, booking: i64, withdrawn: bool) {
        self.app.write(|conn| {
            diesel::insert_into(no_show::table)
                .values((
                    (no_show::booking_id.eq(booking), no_show::note.eq("")),
                    (no_show::confirmed_by.eq(self.by), no_show::confirmed_at.eq(self.now())),
                    no_show::withdrawn_at.eq(withdrawn.then(|| self.now())),
                ))
                .execute(conn)?;
            Ok(())
        });
    }

    fn db_registered(
        &self,
        activity: i64,
        session: Option<i64>,
        email: Option<&str>,
        party: i32,
        state: &str,
    ) {
        use registration as r;
        static NEXT: std::sync::atomic::AtomicU32 = std::sync::atomic::AtomicU32::new(0);
        let key = format!("r{}", NEXT.fetch_add(1, std::sync::atomic::Ordering::Relaxed));
        self.app.write(|conn| {
            diesel::insert_into(r::table)
                .values((
                    (r::centre_id.eq(self.centre.id), r::activity_id.eq(activity)),
                    (r::session_id.eq(session), r::name.eq("某某"), r::email.eq(email)),
                    (r::lang.eq(Lang::Zh), r::party.eq(party), r::state.eq(state)),
                    (r::guardian.eq(""), r::note.eq(""), r::request_key.eq(&key)),
                    (r::created_at.eq(self.now()), r::changed_at.eq(self.now())),
                    (r::sequence.eq(0), r::version.eq(1)),
                ))
                .execute(conn)?;
            Ok(())
        });
    }

    fn db_member(&self, troupe: i64, joined: &str, left: Option<&str>) {
        use troupe_member as m;
        let date = |text: &str| -> chrono::NaiveDate { text.parse().unwrap() };
        self.app.write(|conn| {
            diesel::insert_into(m::table)
                .values((
                    (m::troupe_id.eq(troupe), m::name.eq("队员"), m::joined_on.eq(date(joined))),
                    (m::left_on.eq(left.map(date)), m::added_by.eq(self.by), m::added_at.eq(self.now())),
                ))
                .execute(conn)?;
            Ok(())
        });
    }

    pub fn facts(&self, from: &str, to: &str) -> Facts {
        let period = Period::new(from.parse().unwrap(), to.parse().unwrap()).unwrap();
        self.app.read(|conn| reports::store::facts(conn, &self.centre, period, self.app.now()))
    }
}

#[derive(Clone, Copy)]
pub enum Of {
    Booking(i64),
    Session(i64),
    Hour(i64),
}

const MORNING: (&str, &str) = ("09:00", "11:00");
