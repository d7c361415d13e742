//! `/my/terms`: the house terms, and one press to accept them.

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use actix_web::web::{self, Data, ServiceConfig};
use maud::{Markup, html};

use super::{At, at, choose, html as answer, see_other};
use crate::base::db::Conn;
use crate::base::error::{Error, Result};
use crate::base::lang::dates;
use crate::base::web::State;
use crate::base::web::form::{Fields, Query};
use crate::domain::agreements::terms::accepting::accept;
use crate::domain::agreements::terms::{Acceptance, HouseTerms, TermsId, store};
use crate::domain::people::Acting;
use crate::pages::parts::door::Leader;
use crate::pages::parts::{Button, Frame, Tab, Tone, Width, crumbs, empty, hidden, remark};

pub fn routes(config: &mut ServiceConfig) {
    config.route("/my/terms", web::get().to(show)).route("/my/terms", web::post().to(accepted));
}

async fn show(state: Data<State>, leader: Leader, query: Query) -> Result<HttpResponse> {
    let Some(at) = at(&state, &leader, &query.0).await? else {
        return choose(&state, &leader, "/my/terms", Tab::Mine).await;
    };
    let (here, person) = (at.clone(), leader.person.id);
    let read = move |conn: &mut Conn| {
        let terms = store::on(conn, here.centre.id, here.centre.zone.today(here.now))?;
        Ok((terms, store::accepted_by(conn, here.centre.id, &[person])?))
    };
    let (terms, acceptances) = state.db.read(read).await?;
    let frame = at.frame(&leader, Tab::Mine);
    Ok(answer(StatusCode::OK, view(&frame, &at, terms.as_ref(), acceptances.first())))
}

async fn accepted(state: Data<State>, leader: Leader, fields: Fields) -> Result<HttpResponse> {
    let at = at(&state, &leader, &fields).await?.ok_or(Error::NotFound)?;
    let terms = fields.get("terms").parse().map(TermsId).map_err(|_| Error::NotFound)?;
    let (here, person) = (at.clone(), leader.person.id);
    let act = move |conn: &mut Conn| {
        let acting = Acting { centre: &here.centre, person: Some(person), now: here.now };
        accept(conn, &acting, terms, person)
    };
    state.db.write_again(act).await?;
    Ok(see_other(&format!("/my/terms?troupe={}", at.troupe.id)))
}

/// `latest`: the latest version this person accepted.
fn view(frame: &Frame, at: &At, terms: Option<&HouseTerms>, latest: Option<&Acceptance>) -> Markup {
    let lang = frame.look.lang;
    let title = lang.pick("使用须知", "House terms");
    let mine = format!("/my?troupe={}", at.troupe.id);
    let way = [(mine.as_str(), at.troupe.name_in(lang))];
    let body = match terms {
        None => empty(
            "paper",
            lang.pick("中心还没有写使用须知", "The centre has written no house terms yet"),
            html! { p { (Button::link(&mine, lang.pick("回到我的", "Back to mine")).main()) } },
        ),
        Some(terms) => one(frame, at, terms, latest.filter(|one| one.version >= terms.version)),
    };
    frame.page(
        title,
        Width::Tight,
        html! { (crumbs(lang.pick("位置", "Way"), &way, title)) h1 { (title) } (body) },
    )
}

fn one(frame: &Frame, at: &At, terms: &HouseTerms, accepted: Option<&Acceptance>) -> Markup {
    let lang = frame.look.lang;
    let (number, day) = (terms.version, dates::date_long(lang, terms.valid_from));
    let done = accepted.map(|one| {
        let day = dates::date_long(lang, at.centre.zone.wall(one.accepted_at).date());
        lang.pick(format!("您在{day}接受了这一版。"), format!("You accepted this version on {day}."))
    });
    html! {
        @if let Some(done) = &done { (remark(Tone::Jade, done)) }
        p.quiet { (lang.pick(format!("第{number}版，从{day}起"), format!("Version {number}, from {day}"))) }
        div.card.flow { @for line in terms.text_in(lang).lines().filter(|line| !line.trim().is_empty()) { p { (line) } } }
        @if done.is_none() {
            form.flow method="post" action="/my/terms" {
                (hidden("troupe", &at.troupe.id.to_string()))
                (hidden("terms", &terms.id.to_string()))
                p { (Button::submit(lang.pick("看过了，我接受", "I have read and accept them")).main().full()) }
            }
        }
    }
}
