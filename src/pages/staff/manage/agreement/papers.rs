//! The paper of an agreement: to print, and as it was signed.

use actix_multipart::Multipart;
use actix_web::http::StatusCode;
use actix_web::{HttpResponse, web};
use maud::{Markup, html};

use super::view::way;
use super::{Sent, shown};
use crate::base::db::Conn;
use crate::base::error::{Error, Result};
use crate::base::web::form::{Errors, Fields};
use crate::base::web::{State, download, upload};
use crate::domain::agreements::papers::keeping::{self, Kept, Sheet};
use crate::domain::agreements::papers::{Media, Paper, PaperId, store as papers};
use crate::domain::agreements::{Agreement, AgreementId, store, terms};
use crate::domain::people::{self, PersonId};
use crate::domain::rooms;
use crate::pages::parts::contract::{Contract, contract};
use crate::pages::parts::door::{Desk, Manager};
use crate::pages::parts::{Button, Frame, Width};
use crate::pages::staff::here::{Here, page, to};

type Path = web::Path<(String, i64)>;
type PaperPath = web::Path<(String, i64, i64)>;

/// The sheet to sign and stamp.
pub async fn print(desk: Desk, state: web::Data<State>, path: Path) -> Result<HttpResponse> {
    let (here, id) = (Here::desk(desk, &state), AgreementId(path.1));
    let (centre, today) = (here.centre.id, here.today());
    let read = move |conn: &mut Conn| {
        let agreement = store::agreement(conn, centre, id)?;
        let troupe = store::troupe(conn, centre, agreement.troupe_id)?;
        let renews = agreement.predecessor.map(|old| store::agreement(conn, centre, old)).transpose()?;
        let led: Vec<PersonId> = store::leaders(conn, troupe.id)?.into_iter().map(|(id, _)| id).collect();
        let leaders = led.into_iter().map(|id| people::store::by_id(conn, id)).collect::<Result<Vec<_>>>()?;
        let terms = terms::store::of_paper(conn, &agreement, today)?;
        let rooms = rooms::store::catalogue(conn, centre, today, today)?.rooms;
        Ok((agreement, troupe, renews, leaders, terms, rooms))
    };
    let (agreement, troupe, renews, leaders, terms, rooms) = state.db.read(read).await?;
    let mut frame = here.frame(None, Default::default());
    frame.path = here.href(&format!("/agreements/{id}"));
    let sheet = Contract {
        centre: &here.centre,
        agreement: &agreement,
        troupe: &troupe,
        leaders: &leaders,
        rooms: &rooms,
        terms: terms.as_ref(),
        renews: renews.as_ref().map(|old| old.number.as_str()),
    };
    Ok(page(StatusCode::OK, contract(&frame, &sheet)))
}

/// Keeps what was signed. The door is passed before a byte of the files is read.
pub async fn keep(
    manager: Manager,
    state: web::Data<State>,
    path: Path,
    form: Multipart,
) -> Result<HttpResponse> {
    let (here, id) = (Here::manager(manager, &state), AgreementId(path.1));
    let centre = here.centre.id;
    state.db.read(move |conn| store::agreement(conn, centre, id)).await?;
    let files = upload::files(form).await?;
    let lang = here.lang();
    let mut sheets: Vec<Sheet> = Vec::with_capacity(files.len());
    for file in files {
        let name = file.name.clone();
        match state.heavy(move || keeping::read(file.name, file.bytes)).await? {
            Ok(sheet) => sheets.push(sheet),
            Err(unfit) => return again(&state, &here, id, unfit.said(lang, &name)).await,
        }
    }
    if sheets.is_empty() {
        let words = lang.pick("请先选文件：PDF，或照片。", "Choose the files first: a PDF, or photographs.");
        return again(&state, &here, id, words.to_owned()).await;
    }
    let by = here.clone();
    let kept = state.db.write(move |conn| keeping::keep(conn, &by.acting(), id, &sheets)).await?;
    match kept {
        Kept::Done(_) => Ok(to(&here.href(&format!("/agreements/{id}?done=added#papers")))),
        Kept::TooMany => {
            let most = keeping::MOST;
            let words = lang.pick(
                format!("一份协议最多存{most}个文件，请先删去不要的。"),
                format!("An agreement keeps at most {most} files: remove some first."),
            );
            again(&state, &here, id, words).await
        }
    }
}

async fn again(state: &State, here: &Here, id: AgreementId, words: String) -> Result<HttpResponse> {
    let mut errors = Errors::default();
    errors.add("files", words);
    shown(state, here, id, &Sent { errors, ..Sent::default() }, &Fields::default()).await
}

/// One file.
pub async fn show(desk: Desk, state: web::Data<State>, path: PaperPath) -> Result<HttpResponse> {
    let here = Here::desk(desk, &state);
    let (centre, id, paper) = (here.centre.id, AgreementId(path.1), PaperId(path.2));
    let read = move |conn: &mut Conn| {
        store::agreement(conn, centre, id)?;
        papers::content(conn, id, paper)
    };
    let (name, media, content) = state.db.read(read).await?;
    Ok(download::file(&name, media.word(), content, media == Media::Jpeg))
}

/// Asks before one is taken away.
pub async fn ask_to_remove(
    manager: Manager,
    state: web::Data<State>,
    path: PaperPath,
) -> Result<HttpResponse> {
    let here = Here::manager(manager, &state);
    let (centre, id, paper) = (here.centre.id, AgreementId(path.1), PaperId(path.2));
    let read = move |conn: &mut Conn| {
        let agreement = store::agreement(conn, centre, id)?;
        let papers = papers::of(conn, id)?;
        let there = papers.into_iter().find(|one| one.id == paper && one.removed.is_none());
        Ok((agreement, there.ok_or(Error::NotFound)?))
    };
    let (agreement, paper) = state.db.read(read).await?;
    let mut frame = here.frame(None, Default::default());
    frame.path = here.href(&format!("/agreements/{id}"));
    Ok(page(StatusCode::OK, removing(&frame, &here, &agreement, &paper)))
}

fn removing(frame: &Frame, here: &Here, agreement: &Agreement, paper: &Paper) -> Markup {
    let lang = here.lang();
    let title = lang.pick("删去这份签好的协议？", "Remove this signed paper?");
    let back = here.href(&format!("/agreements/{}#papers", agreement.id));
    let action = here.href(&format!("/agreements/{}/papers/{}/removal", agreement.id, paper.id));
    let main = html! {
        (way(here, title))
        h1 { (title) }
        p { strong { (paper.name) } (lang.pick("，协议 ", ", agreement ")) (agreement.number) }
        p { (lang.pick("删了就找不回来；谁在什么时候删的会记下来。", "It cannot be brought back. Who removed it, and when, is noted.")) }
        form.flow method="post" action=(action) {
            p { (Button::submit(lang.pick("删去这份文件", "Remove the file")).main().full()) }
        }
        p { (Button::link(&back, lang.pick("返回，不删", "Back, remove nothing")).plain()) }
    };
    frame.page(title, Width::Tight, main)
}

/// Takes one away.
pub async fn remove(manager: Manager, state: web::Data<State>, path: PaperPath) -> Result<HttpResponse> {
    let here = Here::manager(manager, &state);
    let (id, paper) = (AgreementId(path.1), PaperId(path.2));
    let by = here.clone();
    let gone = state.db.write(move |conn| keeping::take_away(conn, &by.acting(), id, paper)).await;
    match gone {
        // Pressed twice, or taken away by somebody else: it is gone, as was wanted.
        Ok(()) | Err(Error::NotFound) => Ok(to(&here.href(&format!("/agreements/{id}?done=removed#papers")))),
        Err(error) => Err(error),
    }
}
