//! The application under test.

use std::sync::Mutex;

use chrono::Duration;
use diesel::prelude::*;
use linli::base::db::schema::{booking, letter, occupancy, person, registration};
use linli::base::db::{Conn, Db};
use linli::base::error::Result;
use linli::base::lang::Lang;
use linli::base::mail::{Body, Channel, LetterId, links};
use linli::base::time::{Clock, Instant};
use linli::base::tokens::Tokens;
use linli::domain::bookings::changing::ChangeId;
use linli::domain::bookings::changing::deciding as changing;
use linli::domain::bookings::{self, AlternativeId, Booking, BookingId, State};
use linli::domain::centres::{self, Centre};
use linli::domain::people::{self, Login, Person};
use linli::domain::rooms::{self, Room};

use super::database::{Kind, TestDatabase};
use super::fixture;
use super::people::Someone;

/// Saturday, 21 November 2026, 8:00 in Shanghai.
pub const NOW: &str = "2026-11-21T08:00:00+08:00";
pub const PUBLIC_URL: &str = "https://linli.example.org";

/// Two centres with their people, and a clock that stands.
pub struct TestApp {
    pub db: Db,
    pub clock: Clock,
    pub tokens: Tokens,
    pub database: TestDatabase,
    /// Letters up to this one were looked at.
    seen: Mutex<i64>,
}

/// A letter in the outbox, as its recipient will read it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Posted {
    pub id: LetterId,
    /// The recipient's login name up to the `@`, such as `leader`, or the phone number.
    pub to: String,
    pub kind: String,
    pub channel: Channel,
    pub subject: String,
    /// With real links.
    pub text: String,
    pub html: String,
    pub calendar: Option<String>,
    pub booking: Option<i64>,
}

impl TestApp {
    pub fn on(kind: Kind) -> Self {
        Self::with(TestDatabase::furnished(kind), fixture::moment(NOW))
    }

    /// As it is now, for something that is not to be felt here.
    pub fn copied(&self) -> Self {
        Self::with(self.database.copied(), self.now())
    }

    fn with(database: TestDatabase, now: Instant) -> Self {
        Self {
            db: database.open(4),
            clock: Clock::standing_at(now.utc()),
            tokens: Tokens::new("the secret of tests".to_owned().into()),
            database,
            seen: Mutex::new(0),
        }
    }

    pub fn now(&self) -> Instant {
        self.clock.now()
    }

    /// Moves the clock on.
    pub fn hours_pass(&self, hours: i64) {
        self.clock.advance(Duration::hours(hours));
    }

    pub fn read<T>(&self, work: impl FnOnce(&mut Conn) -> Result<T>) -> T {
        self.db.read_now(work).unwrap()
    }

    pub fn write<T>(&self, work: impl Fn(&mut Conn) -> Result<T>) -> T {
        self.db.write_again_now(work).unwrap()
    }

    /// 陈秀兰, who leads the dancers and has an agreement with limits.
    pub fn leader(&self) -> Someone<'_> {
        self.someone("leader@example.org", "hexi")
    }

    /// Wang Lin, who leads the choir, reads English and may do much.
    pub fn rival(&self) -> Someone<'_> {
        self.someone("rival@example.org", "hexi")
    }

    /// 孙德福, who leads a troupe without agreement and has no e-mail.
    pub fn phoned(&self) -> Someone<'_> {
        self.someone("13900000007", "hexi")
    }

    pub fn desk(&self) -> Someone<'_> {
        self.someone("desk@example.org", "hexi")
    }

    pub fn approver(&self) -> Someone<'_> {
        self.someone("approver@example.org", "hexi")
    }

    pub fn manager(&self) -> Someone<'_> {
        self.someone("manager@example.org", "hexi")
    }

    pub fn operator(&self) -> Someone<'_> {
        self.someone("operator@example.org", "hexi")
    }

    /// Who leads a troupe of the other centre.
    pub fn other_leader(&self) -> Someone<'_> {
        self.someone("leader@donghu.example.org", "donghu")
    }

    pub fn other_desk(&self) -> Someone<'_> {
        self.someone("desk@donghu.example.org", "donghu")
    }

    pub fn other_approver(&self) -> Someone<'_> {
        self.someone("approver@donghu.example.org", "donghu")
    }

    pub fn other_manager(&self) -> Someone<'_> {
        self.someone("manager@donghu.example.org", "donghu")
    }

    pub fn someone(&self, login: &str, centre: &str) -> Someone<'_> {
        let login = Login::parse(login).unwrap();
        let person = self.read(|conn| people::store::by_login(conn, &login)).unwrap();
        Someone { app: self, person, centre: self.centre(centre) }
    }

    pub fn person(&self, id: people::PersonId) -> Person {
        self.read(|conn| people::store::by_id(conn, id))
    }

    pub fn centre(&self, slug: &str) -> Centre {
        self.read(|conn| centres::store::by_slug(conn, slug)).unwrap()
    }

    /// A room of 河西 by its English name: `Studio`, `Meeting room`, `Hall`, `East hall`, `West hall` …
    pub fn room(&self, name: &str) -> Room {
        self.room_of("hexi", name)
    }

    pub fn room_of(&self, centre: &str, name: &str) -> Room {
        let (centre, today) = (self.centre(centre), self.centre(centre).zone.today(self.now()));
        let rooms = self.read(|conn| rooms::store::catalogue(conn, centre.id, today, today)).rooms;
        rooms.into_iter().find(|room| room.name_en == name).unwrap_or_else(|| panic!("no room {name}"))
    }

    pub fn booking(&self, id: BookingId) -> Booking {
        self.read(|conn| bookings::store::find(conn, id))
    }

    pub fn state(&self, id: BookingId) -> State {
        self.booking(id).state
    }

    /// How many bookings there are.
    pub fn bookings(&self) -> i64 {
        self.read(|conn| Ok(booking::table.count().get_result(conn)?))
    }

    /// The spans that are taken, by start: `09:00–11:15`, one for each space.
    pub fn taken(&self, date: &str) -> Vec<String> {
        let day: chrono::NaiveDate = date.parse().unwrap();
        type Row = (linli::base::time::Wall, linli::base::time::Wall);
        let rows: Vec<Row> = self.read(|conn| {
            Ok(occupancy::table
                .order((occupancy::starts_at, occupancy::space_id))
                .select((occupancy::starts_at, occupancy::ends_at))
                .load(conn)?)
        });
        let on_day = rows.into_iter().filter(|(from, _)| from.date() == day);
        on_day.map(|(from, to)| format!("{}–{}", from.minute().iso(), to.minute().iso())).collect()
    }

    /// Letters written since this was last asked, by recipient and kind.
    pub fn new_letters(&self) -> Vec<Posted> {
        type Row = (
            (i64, (Option<String>, Option<String>), (Option<String>, Option<String>), String, Channel),
            (String, Lang, Body, Option<String>, Option<i64>),
        );
        let mut seen = self.seen.lock().unwrap();
        let rows: Vec<Row> = self.read(|conn| {
            Ok(letter::table
                .left_join(person::table.on(letter::person_id.eq(person::id.nullable())))
                .left_join(registration::table.on(letter::registration_id.eq(registration::id.nullable())))
                .filter(letter::id.gt(*seen))
                .order(letter::id)
                .select((
                    (
                        letter::id,
                        (person::email.nullable(), registration::email.nullable()),
                        (person::phone.nullable(), registration::phone.nullable()),
                        letter::kind,
                        letter::channel,
                    ),
                    (letter::subject, letter::lang, letter::body, letter::calendar, letter::booking_id),
                ))
                .load(conn)?)
        });
        *seen = rows.last().map_or(*seen, |((id, ..), _)| *id);
        let fill = |text: &str| links::fill(text, &self.tokens, PUBLIC_URL);
        let mut letters: Vec<Posted> = rows
            .into_iter()
            .map(
                |(
                    (id, (email, guest), (phone, call), kind, channel),
                    (subject, lang, body, calendar, booking),
                )| Posted {
                    id: LetterId(id),
                    to: email.or(guest).map_or(phone.or(call).unwrap_or_default(), |email| {
                        email.replace("@example.org", "")
                    }),
                    kind,
                    channel,
                    text: fill(&body.text(lang)),
                    html: if channel == Channel::Phone {
                        String::new()
                    } else {
                        fill(&body.html(lang, &subject))
                    },
                    subject,
                    calendar: calendar.map(|file| fill(&file)),
                    booking,
                },
            )
            .collect();
        letters.sort_by(|a, b| (&a.to, &a.kind, a.id.0).cmp(&(&b.to, &b.kind, b.id.0)));
        letters
    }

    /// Exactly these were written since letters were last looked at: `leader: approved`, in alphabetical order.
    #[track_caller]
    pub fn wrote(&self, expected: &[&str]) -> Vec<Posted> {
        let letters = self.new_letters();
        let found: Vec<String> = letters.iter().map(|one| format!("{}: {}", one.to, one.kind)).collect();
        assert_eq!(found, expected, "letters");
        letters
    }

    /// A published activity of 河西 with one session, outside at the gate.
    pub fn db_activity(&self, title: &str, from: &str, to: &str) {
        use linli::base::db::schema::{activity, session};
        let (by, now) = (self.manager().person.id, fixture::made_at());
        self.write(|conn| {
            let id: i64 = diesel::insert_into(activity::table)
                .values((
                    (activity::centre_id.eq(1), activity::title.eq(title), activity::title_en.eq("")),
                    (
                        activity::kind.eq("lecture"),
                        activity::audience.eq("居民"),
                        activity::audience_en.eq(""),
                    ),
                    (
                        activity::intro.eq("请带剪刀。"),
                        activity::intro_en.eq(""),
                        activity::state.eq("published"),
                    ),
                    (activity::created_by.eq(by), activity::created_at.eq(now)),
                ))
                .returning(activity::id)
                .get_result(conn)?;
            diesel::insert_into(session::table)
                .values((
                    (session::centre_id.eq(1), session::activity_id.eq(id)),
                    (session::place.eq("小区东门"), session::place_en.eq("East gate")),
                    (session::starts_at.eq(fixture::wall(from)), session::ends_at.eq(fixture::wall(to))),
                    (session::turnaround_minutes.eq(0), session::sequence.eq(0), session::changed_at.eq(now)),
                ))
                .execute(conn)?;
            Ok(())
        });
    }

    /// Tells of agreements that end soon, as the job does.
    pub fn reminds(&self) -> usize {
        use linli::domain::agreements::reminding;
        let centre = self.centre("hexi");
        let due = self.read(|conn| reminding::due(conn, &centre, self.now()));
        due.iter().filter(|id| self.write(|conn| reminding::remind(conn, &centre, **id, self.now()))).count()
    }

    /// Asks how many came to what has ended, as the job does.
    pub fn asks_how_many_came(&self) -> usize {
        use linli::domain::attendance::asking;
        let centre = self.centre("hexi");
        let due = self.read(|conn| asking::due(conn, &centre, self.now()));
        due.iter().filter(|due| self.write(|conn| asking::ask(conn, &centre, **due, self.now()))).count()
    }

    /// Time acts, as the job does.
    pub fn requests_lapse(&self) -> usize {
        let centre = self.centre("hexi");
        let overdue = self.read(|conn| bookings::lapsing::overdue(conn, &centre, self.now()));
        let lapses =
            |id: &BookingId| self.write(|conn| bookings::lapsing::lapse(conn, &centre, *id, self.now()));
        let lapsed = overdue.iter().filter(|id| lapses(id)).count();
        let overdue = self.read(|conn| bookings::running_out::overdue(conn, &centre, self.now()));
        let ends = |id: &AlternativeId| {
            self.write(|conn| bookings::running_out::lapse(conn, &centre, *id, self.now()))
        };
        let lapsed = lapsed + overdue.iter().filter(|id| ends(id)).count();
        let due = self.read(|conn| bookings::unanswered::due(conn, &centre, self.now()));
        for one in due {
            assert!(
                self.write(|conn| bookings::unanswered::tell(conn, &centre, one, self.now())),
                "{one:?} is due"
            );
        }
        let overdue = self.read(|conn| changing::overdue(conn, &centre, self.now()));
        let lapses = |id: &ChangeId| self.write(|conn| changing::lapse(conn, &centre, *id, self.now()));
        lapsed + overdue.iter().filter(|id| lapses(id)).count()
    }
}
