//! `GET /health`: for whoever watches over the machine. Counts and times, nothing about people.

use actix_web::{HttpResponse, web};
use diesel::prelude::*;
use serde_json::json;

use super::State;
use crate::base::db::Conn;
use crate::base::db::schema::letter;
use crate::base::error::Result;
use crate::base::mail;

pub fn routes(config: &mut web::ServiceConfig) {
    config.route("/health", web::get().to(health));
}

/// 200 with what works, 503 when the database does not answer.
async fn health(state: web::Data<State>) -> HttpResponse {
    let waiting = state.db.read(letters_waiting).await;
    let jobs: Vec<_> = state
        .jobs
        .iter()
        .flat_map(|board| board.reports())
        .map(|job| {
            json!({
                "name": job.name,
                "every_seconds": job.every,
                "last_run": job.last_run.map(|at| at.utc().to_rfc3339()),
                "failed": job.last_error.is_some(),
            })
        })
        .collect();
    match waiting {
        Ok(waiting) => {
            let letters = json!({ "waiting": waiting, "mail_server": state.mailing });
            HttpResponse::Ok().json(json!({ "database": "ok", "letters": letters, "jobs": jobs }))
        }
        Err(error) => {
            tracing::error!(%error, "the database does not answer");
            HttpResponse::ServiceUnavailable().json(json!({ "database": "no answer", "jobs": jobs }))
        }
    }
}

fn letters_waiting(conn: &mut Conn) -> Result<i64> {
    Ok(letter::table.filter(letter::state.eq(mail::State::Waiting)).count().get_result(conn)?)
}
