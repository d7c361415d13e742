//! The link in the letter that asks how many came. GET shows, POST acts.

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use actix_web::web::{Data, Path};
use chrono::Duration;

use super::super::{html, see_other};
use super::view::{LinkPage, Said};
use crate::base::db::Conn;
use crate::base::error::{Error, Result};
use crate::base::time::Instant;
use crate::base::web::State;
use crate::base::web::form::{Fields, Reader};
use crate::domain::attendance::letters::REPORT_ATTENDANCE;
use crate::domain::attendance::reporting::{Filed, MOST, Word, report as file};
use crate::domain::attendance::store::{self, Ask};
use crate::domain::attendance::{AskId, Effect, Held, Report, Source};
use crate::domain::centres::{self, Centre};
use crate::domain::people::{Acting, PersonId};
use crate::pages::parts::Tabs;
use crate::pages::parts::door::Visitor;

/// So long after the first number the link puts it right.
const MENDING: Duration = Duration::hours(1);

/// What is behind a link.
struct Behind {
    centre: Centre,
    held: Held,
    /// What this person reported, oldest first.
    own: Vec<Report>,
}

impl Behind {
    /// It may be used: for a first number, and for an hour to put that one right.
    fn lives(&self, now: Instant) -> bool {
        self.own.first().is_none_or(|own| now.since(own.reported_at) < MENDING)
    }
}

fn verified(state: &State, token: &str) -> Result<(AskId, PersonId)> {
    let (ask, person) = state.tokens.verify(REPORT_ATTENDANCE, token).ok_or(Error::NotFound)?;
    Ok((AskId(ask), PersonId(person)))
}

fn behind(conn: &mut Conn, id: AskId, person: PersonId) -> Result<Behind> {
    let ask: Ask = store::ask(conn, id)?;
    let of = ask.of().ok_or(Error::NotFound)?;
    let at = store::centre_of(conn, of)?;
    let centre = centres::store::by_id(conn, at)?;
    let held = store::held(conn, centre.id, of)?;
    let mut own = store::of(conn, of)?;
    own.retain(|report| report.reported_by == Some(person));
    Ok(Behind { centre, held, own })
}

pub async fn show(state: Data<State>, visitor: Visitor, token: Path<String>) -> Result<HttpResponse> {
    page(&state, &visitor, &token, Said::Nothing, StatusCode::OK).await
}

pub async fn report(
    state: Data<State>,
    visitor: Visitor,
    token: Path<String>,
    fields: Fields,
) -> Result<HttpResponse> {
    let (ask, person) = verified(&state, &token)?;
    let mut reader = Reader::new(&fields, visitor.lang());
    let visits = reader.number("visits", 0, MOST);
    let visits = match reader.finish_with(visits) {
        Ok(visits) => visits,
        Err(errors) => {
            let message = errors.of("visits").unwrap_or_default().to_owned();
            let wrong = Said::Wrong { typed: fields.get("visits").to_owned(), message };
            return page(&state, &visitor, &token, wrong, StatusCode::UNPROCESSABLE_ENTITY).await;
        }
    };
    let now = state.now();
    let filed = state.db.write_again(move |conn| {
        let behind = behind(conn, ask, person)?;
        if !behind.lives(now) {
            return Ok(None);
        }
        let Behind { centre, held, .. } = behind;
        let acting = Acting { centre: &centre, person: Some(person), now };
        let word = Word { of: held.of, visits, source: Source::Link, note: String::new(), seen: None };
        file(conn, acting, &word).map(Some)
    });
    match filed.await? {
        Some(Filed::Done(_, Effect::Waits)) => {
            page(&state, &visitor, &token, Said::Differs, StatusCode::OK).await
        }
        Some(Filed::Done(..)) => Ok(see_other(&format!("/n/{token}"))),
        _ => page(&state, &visitor, &token, Said::Late, StatusCode::CONFLICT).await,
    }
}

async fn page(
    state: &State,
    visitor: &Visitor,
    token: &str,
    said: Said,
    status: StatusCode,
) -> Result<HttpResponse> {
    let (ask, person) = verified(state, token)?;
    let behind = state.db.read(move |conn| behind(conn, ask, person)).await?;
    // The page names nobody, and no switch on it sends the token anywhere.
    let nobody = Visitor { person: None, path: "/".to_owned(), ..visitor.clone() };
    let frame = nobody.frame(Some(&behind.centre), Tabs::None);
    let page = LinkPage {
        frame: &frame,
        action: &format!("/n/{token}"),
        held: &behind.held,
        today: behind.centre.zone.today(state.now()),
        phone: &behind.centre.phone,
        lives: behind.lives(state.now()),
        own: behind.own.last().map(|own| own.visits),
        said,
    };
    Ok(html(status, page.render()))
}
