//! Putting into force, suspending, resuming, ending, giving up: from a form to the act, and what came of it.

use actix_web::http::StatusCode;
use actix_web::{HttpResponse, web};
use chrono::NaiveDate;

use super::super::framed;
use super::acts_view::{Halt, HaltPage, too_late};
use super::{Sent, shown};
use crate::base::db::Conn;
use crate::base::error::{Error, Result};
use crate::base::lang::{Lang, dates};
use crate::base::web::State;
use crate::base::web::form::{Errors, Fields, Query, Reader};
use crate::domain::agreements::activating::{Activated, activate as do_activate};
use crate::domain::agreements::ending::{Ended, discard as do_discard};
use crate::domain::agreements::suspending::resume as do_resume;
use crate::domain::agreements::{AgreementId, Decided, Moved, store, words};
use crate::domain::disruptions::Hit;
use crate::domain::disruptions::agreements::{self as halting, Halted};
use crate::domain::rooms;
use crate::pages::parts::door::Manager;
use crate::pages::parts::{Sheet, StaffTab};
use crate::pages::staff::here::{Here, page, to};

/// Characters a reason may have.
const LONGEST_REASON: usize = 500;

type Path = web::Path<(String, i64)>;

pub async fn activate(
    manager: Manager,
    state: web::Data<State>,
    path: Path,
    fields: Fields,
) -> Result<HttpResponse> {
    let (here, id) = (Here::manager(manager, &state), AgreementId(path.1));
    let lang = here.lang();
    let mut reader = Reader::new(&fields, lang);
    let signed_on = reader.date_typed("signed_on", here.today());
    let signed_on = match (reader.finish(), signed_on) {
        (Ok(()), Some(day)) => day,
        (Err(errors), _) => return again(&state, &here, id, fields, errors).await,
        (Ok(()), None) => return Err(Error::BadRequest("no day".into())),
    };
    let by = here.clone();
    let done = state.db.write_again(move |conn| do_activate(conn, &by.acting(), id, signed_on)).await?;
    let mut errors = Errors::default();
    match done {
        Activated::Moved(moved) => return answer(&state, &here, id, moved).await,
        Activated::Overlaps(other) => {
            errors.add("signed_on", super::form::overlaps(lang, &other));
        }
        Activated::SignedLater => errors.add("signed_on", words::signed_later(lang)),
        Activated::PeriodOver { ends_on } => {
            let day = dates::date_long(lang, ends_on);
            errors.add(
                "signed_on",
                lang.pick(
                    format!("协议到{day}为止，已经过了。请先改协议的日期。"),
                    format!("Its last day, {day}, is past. Change the agreement’s dates first."),
                ),
            );
        }
    }
    again(&state, &here, id, fields, errors).await
}

pub async fn resume(
    manager: Manager,
    state: web::Data<State>,
    path: Path,
    fields: Fields,
) -> Result<HttpResponse> {
    let (here, id) = (Here::manager(manager, &state), AgreementId(path.1));
    let mut reader = Reader::new(&fields, here.lang());
    let reason = reader.optional("reason", LONGEST_REASON).filter(|reason| !reason.is_empty());
    if let Err(errors) = reader.finish() {
        return again(&state, &here, id, fields, errors).await;
    }
    let by = here.clone();
    let moved =
        state.db.write_again(move |conn| do_resume(conn, &by.acting(), id, reason.as_deref())).await?;
    answer(&state, &here, id, moved).await
}

pub async fn discard(manager: Manager, state: web::Data<State>, path: Path) -> Result<HttpResponse> {
    let (here, id) = (Here::manager(manager, &state), AgreementId(path.1));
    let by = here.clone();
    let moved = state.db.write_again(move |conn| do_discard(conn, &by.acting(), id, None)).await?;
    answer(&state, &here, id, moved).await
}

pub async fn suspend_page(manager: Manager, state: web::Data<State>, path: Path) -> Result<HttpResponse> {
    let (here, id) = (Here::manager(manager, &state), AgreementId(path.1));
    let by = here.clone();
    let hits = state.db.read(move |conn| halting::hit_by_suspending(conn, &by.acting(), id)).await?;
    halt_page(&state, &here, id, Halt::Suspend, Asked { hits, ..Asked::default() }).await
}

pub async fn suspend(
    manager: Manager,
    state: web::Data<State>,
    path: Path,
    fields: Fields,
) -> Result<HttpResponse> {
    let (here, id) = (Here::manager(manager, &state), AgreementId(path.1));
    let mut reader = Reader::new(&fields, here.lang());
    let reason = reason(&mut reader, here.lang());
    let reason = match (reader.finish(), reason) {
        (Ok(()), Some(reason)) => reason,
        (Err(errors), _) => {
            return halt_page(&state, &here, id, Halt::Suspend, Asked { fields, errors, ..Asked::default() })
                .await;
        }
        (Ok(()), None) => return Err(Error::BadRequest("no reason".into())),
    };
    let by = here.clone();
    let act = move |conn: &mut Conn| halting::suspend(conn, &by.acting(), id, &reason);
    let asked = match state.db.write_again(act).await? {
        Halted::Done(Moved::Done(..)) => return Ok(done(&state, &here, id)),
        Halted::Done(Moved::NotNow(decided)) => Asked { fields, decided: Some(decided), ..Asked::default() },
        Halted::Hits(hits) => Asked { fields, hits, conflict: true, ..Asked::default() },
    };
    halt_page(&state, &here, id, Halt::Suspend, asked).await
}

pub async fn end_page(
    manager: Manager,
    state: web::Data<State>,
    path: Path,
    query: Query,
) -> Result<HttpResponse> {
    let (here, id) = (Here::manager(manager, &state), AgreementId(path.1));
    let asked = Asked { fields: query.0, ..Asked::default() };
    halt_page(&state, &here, id, Halt::End, asked).await
}

pub async fn end(
    manager: Manager,
    state: web::Data<State>,
    path: Path,
    fields: Fields,
) -> Result<HttpResponse> {
    let (here, id) = (Here::manager(manager, &state), AgreementId(path.1));
    let lang = here.lang();
    let mut reader = Reader::new(&fields, lang);
    let (last_day, reason) = (reader.date_typed("last_day", here.today()), reason(&mut reader, lang));
    let (last_day, reason) = match (reader.finish(), last_day, reason) {
        (Ok(()), Some(last_day), Some(reason)) => (last_day, reason),
        (Err(errors), ..) => {
            return halt_page(&state, &here, id, Halt::End, Asked { fields, errors, ..Asked::default() })
                .await;
        }
        _ => return Err(Error::BadRequest("no day or no reason".into())),
    };
    let by = here.clone();
    let act = move |conn: &mut Conn| halting::end(conn, &by.acting(), id, last_day, &reason);
    let asked = match state.db.write_again(act).await? {
        Halted::Done(Ended::Moved(Moved::Done(..))) => return Ok(done(&state, &here, id)),
        Halted::Done(Ended::Moved(Moved::NotNow(decided))) => {
            Asked { fields, decided: Some(decided), ..Asked::default() }
        }
        Halted::Done(Ended::NoSuchEnd { earliest, latest }) => {
            Asked { fields, errors: no_such_end(lang, earliest, latest), ..Asked::default() }
        }
        Halted::Hits(hits) => {
            Asked { fields, hits, last_day: Some(last_day), conflict: true, ..Asked::default() }
        }
    };
    halt_page(&state, &here, id, Halt::End, asked).await
}

fn no_such_end(lang: Lang, earliest: NaiveDate, latest: NaiveDate) -> Errors {
    let (from, until) = (dates::date_long(lang, earliest), dates::date_long(lang, latest));
    let mut errors = Errors::default();
    errors.add(
        "last_day",
        lang.pick(
            format!("最后一天请填{from}到{until}之间的日子。"),
            format!("The last day must lie between {from} and {until}."),
        ),
    );
    errors
}

fn reason(reader: &mut Reader, lang: Lang) -> Option<String> {
    reader.text(
        "reason",
        LONGEST_REASON,
        lang.pick("请写原因，队伍会看到。", "Write why: the troupe reads it."),
    )
}

/// What was sent to suspend or end, and what came of it.
#[derive(Debug, Default)]
struct Asked {
    fields: Fields,
    errors: Errors,
    hits: Vec<Hit>,
    last_day: Option<NaiveDate>,
    decided: Option<Decided>,
    /// Refused because of what is booked.
    conflict: bool,
}

async fn halt_page(
    state: &State,
    here: &Here,
    id: AgreementId,
    halt: Halt,
    asked: Asked,
) -> Result<HttpResponse> {
    let (centre, today) = (here.centre.id, here.today());
    let read = move |conn: &mut Conn| {
        let agreement = store::agreement(conn, centre, id)?;
        let troupe = store::troupe(conn, centre, agreement.troupe_id)?;
        Ok((agreement, troupe, rooms::store::catalogue(conn, centre, today, today)?.rooms))
    };
    let (agreement, troupe, rooms) = state.db.read(read).await?;
    let frame = framed(state, here, StaffTab::Agreements).await?;
    let status = match asked.conflict || asked.decided.is_some() {
        true => StatusCode::CONFLICT,
        false => super::super::status(!asked.errors.is_empty()),
    };
    let shown = HaltPage {
        frame: &frame,
        here,
        halt,
        agreement: &agreement,
        troupe: &troupe,
        rooms: &rooms,
        hits: &asked.hits,
        last_day: asked.last_day,
        decided: asked.decided.as_ref(),
        sheet: Sheet { lang: here.lang(), fields: &asked.fields, errors: &asked.errors },
    };
    Ok(page(status, shown.render()))
}

fn done(state: &State, here: &Here, id: AgreementId) -> HttpResponse {
    state.outbox.notify_one();
    to(&here.href(&format!("/agreements/{id}?done=saved")))
}

async fn answer(state: &State, here: &Here, id: AgreementId, moved: Moved) -> Result<HttpResponse> {
    match moved {
        Moved::Done(..) => Ok(done(state, here, id)),
        Moved::NotNow(decided) => {
            let sent = Sent { conflict: Some(too_late(here, &decided)), ..Sent::default() };
            shown(state, here, id, &sent, &Fields::default()).await
        }
    }
}

/// The agreement's page with its form as it was left.
async fn again(
    state: &State,
    here: &Here,
    id: AgreementId,
    fields: Fields,
    errors: Errors,
) -> Result<HttpResponse> {
    shown(state, here, id, &Sent { fields: Some(fields), errors, conflict: None }, &Fields::default()).await
}
