//! The sample: two centres with invented people, made through the use cases, the same for a seed and a day.

mod attendance;
mod dice;
mod donggang;
mod lijing;
mod maker;
mod registrations;
mod series;

use std::net::SocketAddr;
use std::path::PathBuf;

use chrono::{Duration, NaiveDate, NaiveTime};
use diesel::prelude::*;

use self::dice::Dice;
use self::maker::Maker;
use crate::app::{self, Serving};
use crate::base::db::schema::{installation, letter};
use crate::base::db::{Conn, DatabaseUrl, Db, install_guard, migrate};
use crate::base::error::{Error, Result as Done};
use crate::base::lang::Lang;
use crate::base::mail;
use crate::base::secret;
use crate::base::time::{Clock, Instant, Zone};
use crate::base::tokens::Tokens;
use crate::base::web::State;
use crate::domain::centres::{self, CentreDetails};
use crate::domain::people::{self, NewPerson, PersonId, Role, password};

/// Everyone's password in the sample.
const PASSWORD: &str = "linli-demo";

/// What `linli demo` was asked for.
#[derive(Debug, Clone)]
pub struct Options {
    pub listen: SocketAddr,
    /// Its database is `linli.db` in this folder.
    pub data: PathBuf,
    pub seed: u64,
    /// The day it pretends to be; the real one when not given.
    pub today: Option<NaiveDate>,
}

/// Makes the sample data unless it is there, and serves it.
pub async fn run(options: Options) -> Result<(), String> {
    std::fs::create_dir_all(&options.data)
        .map_err(|error| format!("cannot make the folder {}: {error}", options.data.display()))?;
    let url = DatabaseUrl::Sqlite(options.data.join("linli.db"));
    let db = Db::open(&url, 4, true)?;
    let clock = clock(&options)?;
    let made = db.write_now(|conn| sample(conn, options.seed, clock.now()));
    let made = made.map_err(|error| format!("cannot make the sample: {error}"))?;
    let secret = secret::load_or_create(&options.data.join("secret"))?;
    let public_url = address(options.listen);
    let state = State::new(db, clock, Tokens::new(secret), &public_url);
    welcome(&options, &url, made);
    let mail = mail::Config { smtp_url: None, from: "linli@example.org".into(), public_url };
    app::run(state, Serving { listen: options.listen, workers: 2, mail }).await
}

/// The demo's clock: the machine's, or one that starts at half past eight on the wanted day.
fn clock(options: &Options) -> Result<Clock, String> {
    let Some(today) = options.today else { return Ok(Clock::system()) };
    let half_past_eight = NaiveTime::from_hms_opt(0, 30, 0).unwrap_or_default();
    Ok(Clock::running_from(today.and_time(half_past_eight).and_utc()))
}

/// Makes the sample in a new database; `false` when it is there already.
///
/// Refuses a database that holds something else.
pub fn sample(conn: &mut Conn, seed: u64, now: Instant) -> Done<bool> {
    migrate(conn)?;
    install_guard(conn)?;
    match installation::table.select(installation::demo).first::<bool>(conn).optional()? {
        Some(true) => return Ok(false),
        Some(false) => return Err(Error::fault("this database is not the demo's")),
        None => {}
    }
    if !centres::store::all(conn)?.is_empty() {
        return Err(Error::fault("this database is not the demo's"));
    }
    diesel::insert_into(installation::table)
        .values((installation::id.eq(1_i64), installation::demo.eq(true), installation::created_at.eq(now)))
        .execute(conn)?;
    make(conn, seed, now)?;
    Ok(true)
}

fn make(conn: &mut Conn, seed: u64, now: Instant) -> Done<()> {
    let password_hash = password::hash(PASSWORD)?;
    let zone = Zone::named("Asia/Shanghai").ok_or_else(|| Error::fault("the zone is missing"))?;
    let today = zone.today(now);
    let founded = now.plus(-Duration::days(330));
    let details =
        |slug: &str, names: (&str, &str), address: (&str, &str), phone: &str, area_m2| CentreDetails {
            slug: slug.into(),
            name: names.0.into(),
            name_en: names.1.into(),
            address: address.0.into(),
            address_en: address.1.into(),
            phone: phone.into(),
            area_m2,
            intro: "全部免费，欢迎来坐坐。".into(),
            intro_en: "Everything is free. Come in and sit down.".into(),
            zone,
        };
    let first = details(
        "donggang",
        ("东岗西路社区党群服务中心", "Donggang West Road Community Centre"),
        ("兰州市城关区东岗西路50号", "50 Donggang West Road, Chengguan, Lanzhou"),
        "0931-555 0100",
        300,
    );
    let second = details(
        "lijing",
        ("丽景街社区党群服务中心", "Lijing Street Community Centre"),
        ("吕梁市离石区丽景街8号", "8 Lijing Street, Lishi, Lüliang"),
        "0358-555 0200",
        800,
    );
    let operator =
        NewPerson { operator: true, ..staff("系统管理员", "operator@example.org", &password_hash) };
    people::store::insert(conn, &operator, founded)?;
    for (details, manager, make) in [
        (
            first,
            staff("张慧", "manager@example.org", &password_hash),
            donggang::make as fn(&mut Maker) -> Done<()>,
        ),
        (second, staff("冯涛", "manager2@example.org", &password_hash), lijing::make),
    ] {
        let id = centres::store::insert(conn, &details, founded)?;
        let centre = centres::store::by_id(conn, id)?;
        let manager: PersonId = people::store::insert(conn, &manager, founded)?;
        people::store::set_role(conn, manager, id, Some(Role::Manager))?;
        let dice = Dice::new(seed);
        let password_hash = &password_hash;
        let maker = &mut Maker { conn, centre: &centre, password_hash, today, now, founded, manager, dice };
        make(maker)?;
        attendance::make(maker, seed)?;
    }
    old_letters_were_sent(conn, now)
}

/// What the sample's past caused was sent then; only what is new today waits in its outbox.
fn old_letters_were_sent(conn: &mut Conn, now: Instant) -> Done<()> {
    let yesterday = now.plus(-Duration::hours(30));
    diesel::update(letter::table.filter(letter::state.eq(mail::State::Waiting)))
        .filter(letter::created_at.lt(yesterday))
        .set((
            letter::state.eq(mail::State::Sent),
            letter::attempts.eq(1),
            letter::settled_at.eq(letter::created_at.nullable()),
        ))
        .execute(conn)?;
    diesel::update(letter::table.filter(letter::state.eq(mail::State::ToPhone)))
        .filter(letter::created_at.lt(yesterday))
        .set((letter::state.eq(mail::State::Phoned), letter::settled_at.eq(letter::created_at.nullable())))
        .execute(conn)?;
    Ok(())
}

fn staff(name: &str, email: &str, password_hash: &str) -> NewPerson {
    NewPerson {
        name: name.to_owned(),
        email: Some(email.to_owned()),
        phone: None,
        password_hash: Some(password_hash.to_owned()),
        lang: Lang::Zh,
        operator: false,
    }
}

/// Where a browser on this machine finds it: one cannot go to "all addresses".
fn address(listen: SocketAddr) -> String {
    match listen.ip().is_unspecified() {
        true => format!("http://localhost:{}", listen.port()),
        false => format!("http://{listen}"),
    }
}

fn welcome(options: &Options, url: &DatabaseUrl, made: bool) {
    println!(
        "database     {url}, {}",
        if made { "made just now" } else { "made before: --seed changes nothing" }
    );
    println!("open         {}", address(options.listen));
    println!("sign in as   operator@example.org manager@example.org approver@example.org desk@example.org");
    println!("             leader1@example.org … leader6@example.org, or 13900000007 (no e-mail)");
    println!("password     {PASSWORD}");
    if !options.listen.ip().is_loopback() {
        println!("WARNING      everybody who reaches {} can sign in with this password", options.listen);
    }
}
