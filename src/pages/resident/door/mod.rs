//! `/c/{centre}/rooms/{room}/door`: a tablet at a room's door says what is on now, what comes next, and until when the
//! room is free. It asks again by itself; a script says when nobody answers, and keeps the last page for that time.

mod view;

use actix_web::http::header::{CACHE_CONTROL, HeaderValue};
use actix_web::web::{Data, Path};
use actix_web::{HttpRequest, HttpResponse};

use super::here::Here;
use crate::base::db::Conn;
use crate::base::error::{Error, Result};
use crate::base::lang::Lang;
use crate::base::time::{DaySpan, Minute};
use crate::base::web::{State, assets, unchanged};
use crate::domain::bookings::board::{self, Board, What};
use crate::domain::centres::either;
use crate::domain::rooms::{self, Access, Room, RoomId};
use crate::pages::parts::door::Visitor;

/// What the screen says.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Door {
    now: Now,
    /// What comes after, by start.
    next: Vec<Line>,
}

/// What is on at this minute.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Now {
    Used {
        by: Use,
        until: Minute,
        then: Option<Then>,
    },
    /// Free until then; to the end of the day's hours where nothing comes.
    Free {
        until: Minute,
        walk_in: bool,
    },
    /// Not open; a reason may be empty.
    Shut {
        reason: String,
        opens: Option<Minute>,
    },
}

/// What follows at once.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Then {
    FreeUntil(Minute),
    Used,
}

/// A piece of the day.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Line {
    span: DaySpan,
    by: Use,
}

/// Who has the room.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Use {
    /// An activity, or a troupe that chose to be named.
    Named(String),
    /// 占用
    Taken,
    Free,
    Closed(String),
}

pub async fn page(
    _request: HttpRequest,
    state: Data<State>,
    visitor: Visitor,
    path: Path<(String, i64)>,
) -> Result<HttpResponse> {
    let (slug, id) = path.into_inner();
    let read = move |conn: &mut Conn, here: &Here| {
        let room = rooms::store::room(conn, here.centre.id, RoomId(id))?;
        if !room.active {
            return Err(Error::NotFound);
        }
        let today = here.today();
        Ok((room, board::read_taken(conn, &here.centre, today, today, here.now)?))
    };
    let (here, (room, board)) = Here::reading(&state, visitor, &slug, read).await?;
    let door = door(here.lang(), &room, &board);
    let page = view::page(&here, &room, &door);
    Ok(HttpResponse::Ok().content_type(unchanged::HTML).body(page.into_string()))
}

/// `/c/{centre}/rooms/{room}/door.js`: the worker that keeps the page. It stands beside the page, because a worker
/// may look after no more than what lies beneath it.
pub async fn worker() -> HttpResponse {
    HttpResponse::Ok()
        .content_type("text/javascript; charset=utf-8")
        .insert_header((CACHE_CONTROL, HeaderValue::from_static("no-cache")))
        .body(assets::DOOR_WORKER)
}

fn door(lang: Lang, room: &Room, board: &Board) -> Door {
    let now = board.now.minute();
    let walk_in = room.access == Access::DropIn;
    let pieces: Vec<Line> = board
        .day_of(room, board.now.date())
        .into_iter()
        .filter_map(|piece| {
            let by = match piece.what {
                What::Free => Use::Free,
                What::Taken(entry) if entry.held => Use::Taken,
                What::Taken(entry) => {
                    entry.public_name(lang).map_or(Use::Taken, |name| Use::Named(name.to_owned()))
                }
                What::Closed(zh, en) => Use::Closed(either(lang, zh, en).to_owned()),
                What::Gone | What::Between => return None,
            };
            Some(Line { span: piece.span, by })
        })
        .collect();
    let open = board.catalogue.open_on(room.id, board.now.date());
    let (current, mut next): (Vec<Line>, Vec<Line>) =
        pieces.into_iter().filter(|piece| piece.span.to() > now).partition(|piece| piece.span.from() <= now);
    let used = current.iter().find(|one| matches!(one.by, Use::Named(_) | Use::Taken));
    let closed = current.iter().find_map(|one| match &one.by {
        Use::Closed(reason) => Some(reason.clone()),
        _ => None,
    });
    let opening = open.iter().find(|span| span.from() <= now && now < span.to());
    let first_used = next.iter().find(|one| one.by != Use::Free).map(|one| one.span.from());
    let now = match (used, closed, opening) {
        (Some(used), ..) => {
            Now::Used { by: used.by.clone(), until: used.span.to(), then: then(used.span.to(), &next, &open) }
        }
        (None, None, Some(opening)) => {
            Now::Free { until: first_used.unwrap_or(opening.to()).min(opening.to()), walk_in }
        }
        (None, reason, _) => Now::Shut {
            reason: reason.unwrap_or_default(),
            opens: open.iter().map(|span| span.from()).find(|from| *from > now),
        },
    };
    if let Now::Free { until, .. } = now {
        // That it is free until then is said already.
        next.retain(|one| one.by != Use::Free || one.span.from() >= until);
    }
    Door { now, next }
}

/// What follows a use that ends at a time: another that begins at once, or a free stretch, whose first minutes the
/// room may be kept for tidying.
fn then(end: Minute, next: &[Line], open: &[DaySpan]) -> Option<Then> {
    let within = open.iter().find(|span| span.from() <= end && end < span.to())?;
    let first = next.first().filter(|one| one.span.from() < within.to())?;
    match first.by {
        Use::Free => Some(Then::FreeUntil(first.span.to())),
        _ if first.span.from() == end => Some(Then::Used),
        _ => None,
    }
}
