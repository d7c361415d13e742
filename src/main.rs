//! The command line, nothing else.

use std::io::{BufRead, IsTerminal, Write};
use std::net::SocketAddr;
use std::path::PathBuf;
use std::process::{Command as Process, ExitCode, Stdio};

use chrono::NaiveDate;
use clap::{Args, Parser, Subcommand};
use linli::app;
use linli::base::config::Config;
use linli::base::db::{Conn, Db, install_guard, is_duplicate, migrate};
use linli::base::error::{Error, Result as Done};
use linli::base::lang::Lang;
use linli::base::time::{Clock, Instant, Zone};
use linli::base::tokens::Tokens;
use linli::base::{history, mail, secret};
use linli::demo;
use linli::domain::centres::editing::{CentreChange, add_centre as add_the_centre};
use linli::domain::centres::{self, CentreDetails};
use linli::domain::people::{
    self, Login, NewPerson, Person, PersonId, Role, api_token, password, signing_in,
};
use tracing_subscriber::EnvFilter;

/// Linli (邻里): rooms, free-use agreements, bookings and activities of community centres.
#[derive(Parser)]
#[command(name = "linli", version)]
struct Cli {
    /// The settings; without it LINLI_CONFIG, or linli.toml if there is one.
    #[arg(long, global = true, value_name = "FILE")]
    config: Option<PathBuf>,
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Serve a sample centre with invented people.
    Demo {
        #[arg(long, default_value = "127.0.0.1:8080")]
        listen: SocketAddr,
        /// The folder for its database.
        #[arg(long, default_value = "linli-demo")]
        data: PathBuf,
        #[arg(long, default_value_t = 1)]
        seed: u64,
        /// The day it pretends to be, such as 2026-11-24.
        #[arg(long)]
        today: Option<NaiveDate>,
    },
    /// Serve.
    Serve,
    /// Make the database, or bring it to this version.
    Migrate,
    /// Centres.
    #[command(subcommand)]
    Centre(CentreCommand),
    /// People with an account.
    #[command(subcommand)]
    User(UserCommand),
    /// Bearer tokens for the JSON interface.
    #[command(subcommand)]
    Token(TokenCommand),
    /// Letters.
    #[command(subcommand)]
    Mail(MailCommand),
    /// Settings.
    #[command(subcommand)]
    Config(ConfigCommand),
}

#[derive(Subcommand)]
enum CentreCommand {
    /// Add a centre; the rest of it is filled in on its pages.
    Add {
        /// Its word in addresses, such as west-lake.
        slug: String,
        /// Its name in Chinese.
        name: String,
        #[arg(long, default_value = "")]
        name_en: String,
        #[arg(long, default_value = "")]
        address: String,
        #[arg(long, default_value = "")]
        phone: String,
        #[arg(long, default_value_t = 0)]
        area_m2: i32,
        #[arg(long, default_value = "Asia/Shanghai")]
        time_zone: String,
    },
}

#[derive(Subcommand)]
enum UserCommand {
    /// Add a person.
    Add(NewUser),
    /// Set a person's password, read from the terminal or the first line of the input.
    Passwd { login: String },
}

#[derive(Args)]
struct NewUser {
    name: String,
    #[arg(long)]
    email: Option<String>,
    #[arg(long)]
    phone: Option<String>,
    /// desk, approver or manager; at which centre, says --centre.
    #[arg(long, requires = "centre")]
    role: Option<String>,
    /// A centre's word in addresses.
    #[arg(long, requires = "role")]
    centre: Option<String>,
    /// Looks after the installation.
    #[arg(long)]
    operator: bool,
    #[arg(long, default_value = "zh")]
    lang: String,
    /// Read a password from the terminal or the first line of the input.
    #[arg(long)]
    password: bool,
}

#[derive(Subcommand)]
enum TokenCommand {
    /// Make a token with the rights of a person, and print it.
    Create {
        #[arg(long)]
        login: String,
        /// What it is for.
        #[arg(long, default_value = "")]
        label: String,
    },
}

#[derive(Subcommand)]
enum MailCommand {
    /// Send a letter that says that sending works.
    Test { address: String },
}

#[derive(Subcommand)]
enum ConfigCommand {
    /// Print every setting with its meaning and default.
    Example,
}

fn main() -> ExitCode {
    let cli = Cli::parse();
    match run(cli) {
        Ok(()) => ExitCode::SUCCESS,
        Err(message) => {
            eprintln!("linli: {message}");
            ExitCode::FAILURE
        }
    }
}

fn run(cli: Cli) -> Result<(), String> {
    if let Command::Config(ConfigCommand::Example) = cli.command {
        // A closed pipe (`| head`) is no error.
        let _ = std::io::stdout().write_all(Config::example().as_bytes());
        return Ok(());
    }
    if let Command::Demo { listen, data, seed, today } = cli.command {
        log("info")?;
        return block(demo::run(demo::Options { listen, data, seed, today }));
    }
    let config = Config::load(cli.config.as_deref())?;
    log(&config.log)?;
    match cli.command {
        Command::Serve => block(app::serve(config)),
        Command::Migrate => migrated(&config),
        Command::Centre(CentreCommand::Add { slug, name, name_en, address, phone, area_m2, time_zone }) => {
            let zone = Zone::named(&time_zone).ok_or_else(|| format!("{time_zone:?} is no time zone"))?;
            let details = CentreDetails {
                slug,
                name,
                name_en,
                address,
                address_en: String::new(),
                phone,
                area_m2,
                intro: String::new(),
                intro_en: String::new(),
                zone,
            };
            add_centre(&config, details)
        }
        Command::User(UserCommand::Add(user)) => add_user(&config, user),
        Command::User(UserCommand::Passwd { login }) => set_password(&config, &login),
        Command::Token(TokenCommand::Create { login, label }) => create_token(&config, &login, &label),
        Command::Mail(MailCommand::Test { address }) => test_mail(config, &address),
        Command::Demo { .. } | Command::Config(_) => Ok(()),
    }
}

fn log(filter: &str) -> Result<(), String> {
    let filter = EnvFilter::try_new(filter).map_err(|error| format!("log: {error}"))?;
    let colours = std::io::stderr().is_terminal();
    tracing_subscriber::fmt().with_env_filter(filter).with_ansi(colours).with_writer(std::io::stderr).init();
    Ok(())
}

fn block(work: impl Future<Output = Result<(), String>>) -> Result<(), String> {
    actix_web::rt::System::new().block_on(work)
}

fn migrated(config: &Config) -> Result<(), String> {
    let db = Db::open(&config.database_url, 1, true)?;
    // SQLite's recipe for changing a table drops its triggers: the guard is put back at once.
    let done = db.read_now(|conn| migrate(conn).and_then(|()| install_guard(conn)));
    done.map_err(|error| error.to_string())?;
    println!("{} is up to date", config.database_url);
    Ok(())
}

fn add_centre(config: &Config, details: CentreDetails) -> Result<(), String> {
    if !centres::is_slug(&details.slug) {
        return Err(format!("{:?} may only hold small letters, digits and hyphens", details.slug));
    }
    let now = Clock::system().now();
    if write(config, |conn| add_the_centre(conn, None, &details, now))? == CentreChange::SlugTaken {
        return Err(format!("there is a centre {:?} already", details.slug));
    }
    println!("{} is at {}/c/{}", details.name, config.public_url, details.slug);
    Ok(())
}

fn add_user(config: &Config, user: NewUser) -> Result<(), String> {
    let read = |typed: Option<&str>, read: fn(&str) -> Option<Login>| match typed {
        Some(typed) => match read(typed) {
            Some(login) => Ok(Some(login.as_str().to_owned())),
            None => Err(format!("{typed:?} cannot be read")),
        },
        None => Ok(None),
    };
    let email = read(user.email.as_deref(), Login::email)?;
    let phone = read(user.phone.as_deref(), Login::phone)?;
    if email.is_none() && phone.is_none() {
        return Err("give --email or --phone: it is what the person signs in with".into());
    }
    let lang = Lang::from_word(&user.lang).ok_or("--lang is zh or en")?;
    let role = match user.role.as_deref() {
        Some(word) => Some(Role::from_word(word).ok_or("--role is desk, approver or manager")?),
        None => None,
    };
    let password_hash = if user.password { Some(read_password()?) } else { None };
    let new = NewPerson { name: user.name, email, phone, password_hash, lang, operator: user.operator };
    let now = Clock::system().now();
    let added = write(config, |conn| {
        let id = match people::store::insert(conn, &new, now) {
            Ok(id) => id,
            Err(error) if is_duplicate(&error) => {
                return Ok(Err("somebody has this e-mail address or phone number already".to_owned()));
            }
            Err(error) => return Err(error.into()),
        };
        remember(conn, id, "added", now)?;
        if let (Some(role), Some(slug)) = (role, user.centre.as_deref()) {
            let centre = centres::store::by_slug(conn, slug)?.ok_or(Error::NotFound)?;
            people::store::set_role(conn, id, centre.id, Some(role))?;
        }
        Ok(Ok(()))
    });
    added??;
    println!("added {}", new.name);
    Ok(())
}

fn set_password(config: &Config, login: &str) -> Result<(), String> {
    let login = Login::parse(login).ok_or("that is no e-mail address and no phone number")?;
    let hash = read_password()?;
    let now = Clock::system().now();
    write(config, |conn| {
        let person = holder(conn, &login)?;
        signing_in::change_password(conn, person.id, &hash, None, None, now)
    })?;
    println!("the password was changed; its owner was signed out everywhere");
    Ok(())
}

fn create_token(config: &Config, login: &str, label: &str) -> Result<(), String> {
    let login = Login::parse(login).ok_or("that is no e-mail address and no phone number")?;
    let tokens = Tokens::new(secret::load_or_create(&config.secret_file)?);
    let now = Clock::system().now();
    let token = write(config, |conn| {
        let person = holder(conn, &login)?;
        remember(conn, person.id, "token_made", now)?;
        api_token::create(conn, &tokens, person.id, label, now)
    })?;
    println!("{token}");
    Ok(())
}

fn test_mail(config: Config, address: &str) -> Result<(), String> {
    let now: Instant = Clock::system().now();
    let settings =
        mail::Config { smtp_url: config.smtp_url, from: config.mail_from, public_url: config.public_url };
    block(async {
        let answer = mail::send_test(&settings, address, now).await?;
        println!("the mail server took it: {answer}");
        Ok(())
    })
}

/// What the command line does to people is history as well; nobody signed it.
fn remember(conn: &mut Conn, about: PersonId, act: &'static str, at: Instant) -> Done<()> {
    let entry = history::Entry {
        centre: None,
        subject: "person",
        subject_id: about.0,
        act,
        from: None,
        to: None,
        person: None,
        reason: None,
        at,
    };
    history::record(conn, &entry).map(drop)
}

fn holder(conn: &mut Conn, login: &Login) -> Done<Person> {
    people::store::by_login(conn, login)?.ok_or(Error::NotFound)
}

fn write<T>(config: &Config, work: impl FnOnce(&mut Conn) -> Done<T>) -> Result<T, String> {
    let db = Db::open(&config.database_url, 1, false)?;
    db.write_now(work).map_err(|error| match error {
        Error::NotFound => "there is no such person or centre".to_owned(),
        error => error.to_string(),
    })
}

/// Reads a password, unseen on a terminal, and returns its hash.
fn read_password() -> Result<String, String> {
    let terminal = std::io::stdin().is_terminal();
    if terminal {
        eprint!("Password: ");
        echo(false);
    }
    let mut line = String::new();
    let read = std::io::stdin().lock().read_line(&mut line);
    if terminal {
        echo(true);
        eprintln!();
    }
    read.map_err(|error| error.to_string())?;
    let typed = line.trim_end_matches(['\r', '\n']);
    match password::complaint(typed, Lang::En) {
        Some(complaint) => Err(complaint),
        None => password::hash(typed).map_err(|error| error.to_string()),
    }
}

fn echo(on: bool) {
    let word = if on { "echo" } else { "-echo" };
    // Where there is no stty the password is seen; better than not being able to set one.
    let _ = Process::new("stty").arg(word).stdin(Stdio::inherit()).status();
}
