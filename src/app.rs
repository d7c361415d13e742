//! Puts everything together: the routes of all doors, what stands before them, and the server.

mod routine;

use std::net::SocketAddr;
use std::time::Duration;

use actix_web::body::MessageBody;
use actix_web::dev::{ServerHandle, ServiceFactory, ServiceRequest, ServiceResponse};
use actix_web::middleware::{Compress, Next, NormalizePath, from_fn};
use actix_web::web::{self, ServiceConfig};
use actix_web::{App, HttpResponse, HttpServer};
use diesel::prelude::*;
use tokio::signal::unix::{SignalKind, signal};
use tracing_actix_web::TracingLogger;

use crate::base::config::Config;
use crate::base::db::{Conn, Db, install_guard, pending_migrations, schema};
use crate::base::error::{Error, Result};
use crate::base::jobs::Jobs;
use crate::base::mail;
use crate::base::secret;
use crate::base::time::Clock;
use crate::base::tokens::Tokens;
use crate::base::web::{State, assets, cross_site, errors, form, head, headers, health, log};
use crate::domain::activities::search;
use crate::pages;

/// Requests in hand have this long to end after SIGTERM; the jobs get what is left of [`DRAIN`].
const DRAIN_REQUESTS: Duration = Duration::from_secs(6);
/// From SIGTERM to the end.
const DRAIN: Duration = Duration::from_secs(9);
/// A client that is slower than this to say what it wants is let go.
const HEAD_TIME: Duration = Duration::from_secs(10);
const KEEP_ALIVE: Duration = Duration::from_secs(60);
/// Each may hold a connection to the database or wait for one.
const BLOCKING_THREADS: usize = 16;
const CONNECTIONS: usize = 1000;

/// The routes of every door.
pub fn configure(config: &mut ServiceConfig) {
    config
        .app_data(web::PayloadConfig::new(form::LARGEST))
        .app_data(web::JsonConfig::default().limit(form::LARGEST))
        .configure(assets::routes)
        .configure(health::routes)
        // Routes are tried one after another; this is one for all of `/api`.
        .configure(pages::api::routes)
        .configure(pages::everyone::routes)
        .configure(pages::resident::routes)
        .configure(pages::leader::routes)
        .configure(pages::staff::routes)
        .configure(pages::operator::routes)
        .default_service(web::to(nowhere));
}

/// The whole application, for the server and for tests.
pub fn app(
    state: web::Data<State>,
) -> App<
    impl ServiceFactory<
        ServiceRequest,
        Config = (),
        Response = ServiceResponse<impl MessageBody>,
        Error = actix_web::Error,
        InitError = (),
    >,
> {
    // The last one added is the first to see a request.
    App::new()
        .app_data(state)
        .configure(configure)
        .wrap(from_fn(cross_site::refuse))
        .wrap(from_fn(dress))
        .wrap(Compress::default())
        .wrap(from_fn(headers::add))
        .wrap(TracingLogger::<log::Quiet>::new())
        .wrap(NormalizePath::trim())
        .wrap(from_fn(head::as_get))
}

async fn dress<B: MessageBody + 'static>(
    request: ServiceRequest,
    next: Next<B>,
) -> Result<ServiceResponse<impl MessageBody>, actix_web::Error> {
    errors::dress(pages::everyone::error::page, request, next).await
}

async fn nowhere() -> Result<HttpResponse> {
    Err(Error::NotFound)
}

/// Where and how to serve.
#[derive(Debug, Clone)]
pub struct Serving {
    pub listen: SocketAddr,
    pub workers: usize,
    pub mail: mail::Config,
}

/// `linli serve`: checks everything, says what it uses, and serves until told to stop.
pub async fn serve(config: Config) -> Result<(), String> {
    let db = Db::open(&config.database_url, config.database_connections, false)?;
    db.write_now(|conn| Ok(ready(conn, false))).map_err(|error| error.to_string())??;
    let secret = secret::load_or_create(&config.secret_file)?;
    let mut state = State::new(db, Clock::system(), Tokens::new(secret), &config.public_url);
    state.trusted_proxies = config.trusted_proxies.clone();
    state.keep_days = config.keep_days;
    println!("database     {}", config.database_url);
    println!("secret       {}", config.secret_file.display());
    if !state.trusted_proxies.is_empty() {
        println!("proxies      {} trusted", state.trusted_proxies.len());
    }
    let mail =
        mail::Config { smtp_url: config.smtp_url, from: config.mail_from, public_url: config.public_url };
    run(state, Serving { listen: config.listen, workers: config.workers, mail }).await
}

/// Refuses to serve what is not safe to serve: an old schema, a missing guard, sample data with known passwords.
/// What a search finds activities by is written for those that are older than the search.
pub fn ready(conn: &mut Conn, demo: bool) -> Result<(), String> {
    if pending_migrations(conn).map_err(|error| error.to_string())? {
        return Err("the database has an older schema; run `linli migrate`".into());
    }
    install_guard(conn).map_err(|error| error.to_string())?;
    search::fill(conn).map_err(|error| error.to_string())?;
    if !demo && is_demo(conn).map_err(|error| error.to_string())? {
        return Err("this database holds the demo's sample data, whose passwords everybody knows".into());
    }
    Ok(())
}

fn is_demo(conn: &mut Conn) -> Result<bool> {
    use schema::installation;
    Ok(installation::table.select(installation::demo).first(conn).optional()?.unwrap_or(false))
}

/// Serves until SIGTERM or SIGINT, then drains: requests in hand end, the jobs finish their letter.
pub async fn run(mut state: State, serving: Serving) -> Result<(), String> {
    let mut jobs = Jobs::new(state.clock.clone());
    state.mailing = mail::worker::start(
        &mut jobs,
        state.db.clone(),
        state.clock.clone(),
        state.tokens.clone(),
        &serving.mail,
        state.outbox.clone(),
        state.now().utc().timestamp().unsigned_abs(),
    )?;
    routine::start(&mut jobs, &state);
    state.jobs = Some(jobs.board());
    println!("mail         {}", serving.mail.describe());
    println!("public URL   {}", state.public_url);
    let state = web::Data::new(state);
    let server = HttpServer::new(move || app(state.clone()))
        .workers(serving.workers)
        .worker_max_blocking_threads(BLOCKING_THREADS)
        .max_connections(CONNECTIONS)
        .client_request_timeout(HEAD_TIME)
        .keep_alive(KEEP_ALIVE)
        .shutdown_timeout(DRAIN_REQUESTS.as_secs())
        .disable_signals()
        .bind(serving.listen)
        .map_err(|error| format!("cannot listen on {}: {error}", serving.listen))?;
    for address in server.addrs() {
        println!("listening    http://{address}");
    }
    let server = server.run();
    let stopper = actix_web::rt::spawn(stop_when_told(server.handle()));
    let served = server.await.map_err(|error| error.to_string());
    stopper.abort();
    if !jobs.stop(DRAIN - DRAIN_REQUESTS).await {
        tracing::warn!("a job did not end in time; its letter will be sent again");
    }
    served
}

async fn stop_when_told(server: ServerHandle) {
    let (Ok(mut term), Ok(mut int)) = (signal(SignalKind::terminate()), signal(SignalKind::interrupt()))
    else {
        tracing::error!("cannot listen for signals");
        return;
    };
    tokio::select! {
        _ = term.recv() => {}
        _ = int.recv() => {}
    }
    tracing::info!("stopping");
    server.stop(true).await;
}
