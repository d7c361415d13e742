//! A server process of one's own, programs that talk to it, and the rows they need.
#![allow(dead_code)]

use std::io::{BufRead, BufReader};
use std::net::SocketAddr;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use chrono::NaiveDate;
use diesel::prelude::*;
use linli::base::db::schema::{agreement, person, room, special_day};
use linli::base::db::{Conn, Db};
use linli::base::time::Clock;
use linli::base::tokens::Tokens;
use linli::domain::people::{PersonId, api_token};
use linli::domain::rooms::Mode;
use serde_json::{Value, json};

use super::support::database::TestDatabase;
use super::support::fixture;

const SECRET: &str = "a secret of forty-two characters for tests";

/// The compiled binary, serving a prepared database on a port of its own; killed when dropped.
pub struct Server {
    child: Child,
    pub address: SocketAddr,
}

impl Server {
    /// Returns once it listens.
    pub fn start(database: &TestDatabase, smtp: Option<&str>) -> Self {
        let smtp = smtp.map(|url| ("LINLI_SMTP_URL", url.to_owned()));
        Self::start_with(database, smtp.as_slice())
    }

    /// [`Server::start`] with more in its environment.
    pub fn start_with(database: &TestDatabase, environment: &[(&str, String)]) -> Self {
        let folder = database.folder.path();
        let secret = folder.join("secret");
        if !secret.exists() {
            std::fs::write(&secret, SECRET).unwrap();
        }
        let mut command = Command::new(env!("CARGO_BIN_EXE_linli"));
        // The environment of the tests holds keys that the settings would refuse.
        command.env_clear().current_dir(folder).arg("serve");
        command.envs([
            ("LINLI_DATABASE_URL", database.url.as_str()),
            ("LINLI_LISTEN", "127.0.0.1:0"),
            ("LINLI_SECRET_FILE", secret.to_str().unwrap()),
            ("LINLI_MAIL_FROM", "linli@example.org"),
            ("LINLI_LOG", "error"),
        ]);
        command.envs(environment.iter().map(|(name, value)| (name, value)));
        let mut child = command.stdout(Stdio::piped()).stdin(Stdio::null()).spawn().unwrap();
        let lines = BufReader::new(child.stdout.take().unwrap()).lines();
        let mut said = Vec::new();
        for line in lines.map_while(Result::ok) {
            if let Some((_, address)) = line.split_once("http://").filter(|_| line.starts_with("listening")) {
                return Self { child, address: address.parse().unwrap() };
            }
            said.push(line);
        }
        let _ = child.kill();
        panic!("the server did not start: {:?} {said:?}", child.wait());
    }

    /// `kill -9`, from whichever thread.
    pub fn kill_now(&self) {
        self.signal("KILL");
    }

    fn signal(&self, name: &str) {
        let id = self.child.id().to_string();
        let sent = Command::new("kill").args([&format!("-{name}"), &id]).status();
        assert!(sent.unwrap().success());
    }

    /// Asks it to end and says how long that took.
    pub fn terminate(mut self) -> Duration {
        let begun = Instant::now();
        self.signal("TERM");
        assert!(self.child.wait().unwrap().success());
        begun.elapsed()
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// A program that uses the JSON interface with somebody's token, over connections it keeps.
#[derive(Clone)]
pub struct Program {
    agent: ureq::Agent,
    base: String,
    bearer: String,
    /// The troupe it asks for.
    pub troupe: i64,
}

/// A status and a document; status 0 is no answer at all.
#[derive(Debug, Clone)]
pub struct Answer {
    pub status: u16,
    pub json: Value,
}

impl Program {
    pub fn new(server: &Server, caller: &Caller) -> Self {
        Self::at(&format!("http://{}", server.address), caller)
    }

    pub fn at(address: &str, caller: &Caller) -> Self {
        let config = ureq::Agent::config_builder()
            .http_status_as_error(false)
            .timeout_global(Some(Duration::from_secs(30)))
            .build();
        Self {
            agent: config.into(),
            base: format!("{address}/api/v1"),
            bearer: format!("Bearer {}", caller.token),
            troupe: caller.troupe,
        }
    }

    pub fn post(&self, path: &str, body: &Value) -> Answer {
        let request = self.agent.post(format!("{}{path}", self.base)).header("authorization", &self.bearer);
        answer(request.send_json(body))
    }

    pub fn get(&self, path: &str) -> Answer {
        let request = self.agent.get(format!("{}{path}", self.base)).header("authorization", &self.bearer);
        answer(request.call())
    }

    pub fn asks_for(&self, room: i64, date: NaiveDate, from: &str, to: &str, key: &str) -> Answer {
        self.asks(room, date, from, to, key, false)
    }

    /// Waits in line where somebody else has the room.
    pub fn waits_for(&self, room: i64, date: NaiveDate, from: &str, to: &str, key: &str) -> Answer {
        self.asks(room, date, from, to, key, true)
    }

    fn asks(&self, room: i64, date: NaiveDate, from: &str, to: &str, key: &str, wait: bool) -> Answer {
        self.post(
            "/bookings",
            &json!({
                "room": room, "troupe": self.troupe, "purpose": "排练", "size": 5, "request_key": key,
                "starts_at": format!("{date}T{from}"), "ends_at": format!("{date}T{to}"), "wait": wait,
            }),
        )
    }
}

fn answer(got: Result<ureq::http::Response<ureq::Body>, ureq::Error>) -> Answer {
    let Ok(mut response) = got else { return Answer { status: 0, json: Value::Null } };
    let status = response.status().as_u16();
    match response.body_mut().read_to_string() {
        Ok(text) => Answer { status, json: serde_json::from_str(&text).unwrap_or(Value::String(text)) },
        Err(_) => Answer { status: 0, json: Value::Null },
    }
}

impl Answer {
    #[track_caller]
    pub fn id(&self) -> i64 {
        self.json["id"].as_i64().unwrap_or_else(|| panic!("{self:?}"))
    }
}

/// Whoever a program acts for.
#[derive(Debug, Clone)]
pub struct Caller {
    pub token: String,
    pub troupe: i64,
}

/// The sample centre with its rooms all instant and agreements that hold today, whenever today is.
pub struct Stage {
    pub database: TestDatabase,
    pub db: Db,
    /// Three days on: nothing of it is past, whatever the hour.
    pub day: NaiveDate,
}

impl Stage {
    pub fn set(kind: super::support::Kind) -> Self {
        let database = TestDatabase::furnished(kind);
        let db = database.open(2);
        db.write_now(|conn| {
            diesel::update(room::table.filter(room::name_en.ne("Meeting room")))
                .set(room::mode.eq(Mode::Instant))
                .execute(conn)?;
            diesel::delete(special_day::table).execute(conn)?;
            Ok(())
        })
        .unwrap();
        let day = Clock::system().now().utc().date_naive() + chrono::Days::new(3);
        Self { database, db, day }
    }

    /// The fixture's agreements hold today, whenever today is.
    pub fn db_agreements_hold(&self) {
        let held = self.db.write_now(hold);
        held.unwrap();
    }

    pub fn room(&self, name: &str) -> i64 {
        let id = room::table.filter(room::name_en.eq(name)).select(room::id);
        self.db.read_now(|conn| Ok(id.first(conn)?)).unwrap()
    }

    /// So many troupes, each with a leader, an agreement without limits and a program.
    pub fn db_callers(&self, count: usize) -> Vec<Caller> {
        self.db
            .write_now(|conn| (0..count).map(|number| db_caller(conn, number)).collect::<Result<Vec<_>, _>>())
            .unwrap()
    }

    /// The program of somebody of the fixture.
    pub fn db_caller(&self, email: &str) -> Caller {
        let token = self.db.write_now(|conn| {
            let id = person::table.filter(person::email.eq(email)).select(person::id).first(conn)?;
            token_of(conn, PersonId(id))
        });
        Caller { token: token.unwrap(), troupe: 0 }
    }
}

fn db_caller(conn: &mut Conn, number: usize) -> linli::base::error::Result<Caller> {
    use linli::base::lang::Lang;
    use linli::domain::agreements::TroupeKind;
    use linli::domain::people::{NewPerson, store};
    let new = NewPerson {
        name: format!("队长{number}"),
        email: Some(format!("leader{number}@troupes.example.org")),
        phone: None,
        password_hash: None,
        lang: if number.is_multiple_of(2) { Lang::Zh } else { Lang::En },
        operator: false,
    };
    let leader = store::insert(conn, &new, fixture::made_at())?;
    let name = format!("第{number}队");
    let troupe = fixture::db_troupe(conn, 1, (&name, ""), TroupeKind::Other, 5, leader.0);
    let rooms: Vec<i64> = room::table.filter(room::centre_id.eq(1)).select(room::id).load(conn)?;
    let number = format!("测-{number}");
    let limits = fixture::Limits::default();
    fixture::db_agreement(conn, 1, troupe, &number, &rooms, &[(0, 1440)], limits);
    hold(conn)?;
    Ok(Caller { token: token_of(conn, leader)?, troupe })
}

fn token_of(conn: &mut Conn, person: PersonId) -> linli::base::error::Result<String> {
    let tokens = Tokens::new(SECRET.to_owned().into());
    api_token::create(conn, &tokens, person, "test", fixture::made_at())
}

/// Makes all agreements hold for a thousand years.
fn hold(conn: &mut Conn) -> linli::base::error::Result<()> {
    diesel::update(agreement::table)
        .set((
            agreement::starts_on.eq(NaiveDate::from_ymd_opt(2000, 1, 1).unwrap()),
            agreement::ends_on.eq(NaiveDate::from_ymd_opt(2999, 1, 1).unwrap()),
        ))
        .execute(conn)?;
    Ok(())
}
