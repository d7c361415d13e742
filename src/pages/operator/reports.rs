//! `/operator/reports`: all centres beside each other. Numbers alone, and nobody's name.

use actix_web::http::header::ContentType;
use actix_web::{HttpResponse, web};
use maud::html;

use crate::base::db::Conn;
use crate::base::error::Result;
use crate::base::web::State;
use crate::base::web::form::Query;
use crate::domain::centres;
use crate::pages::parts::door::Operator;
use crate::pages::parts::report::centres::{Centres, title};
use crate::pages::parts::{Tabs, Width, crumbs};

async fn read(state: &State, query: Query) -> Result<Centres> {
    let now = state.now();
    let read = move |conn: &mut Conn| {
        let all = centres::store::all(conn)?;
        Centres::read(conn, all, &query.0, now)
    };
    state.db.read(read).await
}

pub async fn page(operator: Operator, state: web::Data<State>, query: Query) -> Result<HttpResponse> {
    let (told, lang) = (read(&state, query).await?, operator.visitor.lang());
    let way = [("/operator/centres", lang.pick("中心", "Centres"))];
    let main = html! {
        (crumbs(lang.pick("位置", "Where this is"), &way, title(lang)))
        (told.view(lang, "/operator/reports"))
    };
    let page = operator.visitor.frame(None, Tabs::None).page(title(lang), Width::Wide, main);
    Ok(HttpResponse::Ok().content_type(ContentType::html()).body(page.into_string()))
}

pub async fn workbook(operator: Operator, state: web::Data<State>, query: Query) -> Result<HttpResponse> {
    read(&state, query).await?.workbook(operator.visitor.lang())
}

pub async fn table(operator: Operator, state: web::Data<State>, query: Query) -> Result<HttpResponse> {
    Ok(read(&state, query).await?.csv(operator.visitor.lang()))
}
