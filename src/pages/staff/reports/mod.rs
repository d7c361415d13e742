//! `/staff/{centre}/reports`: what was held, how many came, how full the rooms are; to read, to print, as a workbook and
//! as single tables. `…/centres`: the same of every centre one works at, beside each other.

mod blocks_view;
mod centres;
mod chooser_view;
mod form;
mod heat_view;
mod tables;
mod view;

use actix_web::http::StatusCode;
use actix_web::{HttpResponse, web};

use self::form::Asked;
use super::here::{Here, Waiting, page as answer, to};
use crate::base::error::{Error, Result};
use crate::base::web::form::{Errors, Fields, Query};
use crate::base::web::{State, download};
use crate::domain::reports::{Choice, Contract, Facts, Report, store, words};
use crate::pages::parts::door::Desk;
use crate::pages::parts::report::{csv, xlsx};
use crate::pages::parts::{StaffTab, Width};

pub(super) fn routes(config: &mut web::ServiceConfig) {
    config
        .route("/staff/{centre}/reports", web::get().to(page))
        .route("/staff/{centre}/reports/centres", web::get().to(centres::page))
        .route("/staff/{centre}/reports/centres.xlsx", web::get().to(centres::workbook))
        .route("/staff/{centre}/reports/centres.csv", web::get().to(centres::table))
        .route("/staff/{centre}/reports/print", web::get().to(print))
        .route("/staff/{centre}/reports/tables.xlsx", web::get().to(workbook))
        .route("/staff/{centre}/reports/tables.csv", web::get().to(table));
}

/// What a page is made of.
struct Told {
    here: Here,
    fields: Fields,
    asked: Asked,
    errors: Errors,
    facts: Facts,
    waiting: Waiting,
}

async fn tell(door: Desk, state: &State, fields: Fields) -> Result<Told> {
    let here = Here::desk(door, state);
    let today = here.today();
    let (asked, errors) = match form::read(&fields, here.lang(), today) {
        Ok(asked) => (asked, Errors::default()),
        Err(errors) => (Asked::usual(), errors),
    };
    let (centre, now) = (here.centre.clone(), here.now);
    let (facts, waiting) = state
        .db
        .read(move |conn| {
            let contracts: Vec<Contract> = match asked.choice {
                Choice::Year(..) => store::contracts(conn, centre.id)?,
                _ => Vec::new(),
            };
            let period = asked.choice.period(today, &contracts).ok_or(Error::NotFound)?;
            let facts = store::facts(conn, &centre, period, now)?;
            Ok((facts, Waiting::read(conn, centre.id)?))
        })
        .await?;
    if !facts.knows(asked.filter) {
        return Err(Error::NotFound);
    }
    Ok(Told { here, fields, asked, errors, facts, waiting })
}

async fn page(door: Desk, state: web::Data<State>, Query(fields): Query) -> Result<HttpResponse> {
    let told = tell(door, &state, fields).await?;
    let (here, lang) = (&told.here, told.here.lang());
    let frame = here.frame(Some(StaffTab::Reports), told.waiting);
    let base = here.href("/reports");
    let chooser = chooser_view::Chooser {
        lang,
        today: here.today(),
        base: &base,
        fields: &told.fields,
        errors: &told.errors,
        asked: told.asked,
        facts: &told.facts,
    };
    let title = lang.pick("统计", "Reports");
    if !told.errors.is_empty() {
        let main = chooser.page_of_errors(title);
        return Ok(answer(StatusCode::UNPROCESSABLE_ENTITY, frame.page(title, Width::Wide, main)));
    }
    let report = told.report();
    let main =
        view::page(&view::Shown { report: &report, lang, today: here.today(), paper: false }, &chooser);
    Ok(answer(StatusCode::OK, frame.page(title, Width::Wide, main)))
}

impl Told {
    fn report(&self) -> Report<'_> {
        Report::of(&self.facts, self.asked.filter)
    }

    /// Where what is wrong with the query is said, if anything is.
    fn elsewhere(&self) -> Option<HttpResponse> {
        let page = || to(&format!("{}?{}", self.here.href("/reports"), self.fields.query()));
        (!self.errors.is_empty()).then(page)
    }
}

async fn print(door: Desk, state: web::Data<State>, Query(fields): Query) -> Result<HttpResponse> {
    let told = tell(door, &state, fields).await?;
    if let Some(elsewhere) = told.elsewhere() {
        return Ok(elsewhere);
    }
    let report = told.report();
    let (here, lang, today) = (&told.here, told.here.lang(), told.here.today());
    let mut frame = here.frame(Some(StaffTab::Reports), told.waiting);
    frame.path = frame.path.replacen("/reports/print", "/reports", 1);
    let title = words::period(lang, told.facts.period, today);
    let aside = words::days_so_far(lang, told.facts.period, today);
    let sheet = view::sheet(&view::Shown { report: &report, lang, today, paper: true });
    Ok(answer(StatusCode::OK, frame.paper(&title, &aside, sheet)))
}

async fn workbook(door: Desk, state: web::Data<State>, Query(fields): Query) -> Result<HttpResponse> {
    let told = tell(door, &state, fields).await?;
    if let Some(elsewhere) = told.elsewhere() {
        return Ok(elsewhere);
    }
    let (lang, today) = (told.here.lang(), told.here.today());
    let name = file_name(&told, "xlsx");
    let bytes = web::block(move || {
        let tables = tables::tables(lang, &told.report(), today);
        xlsx::xlsx(&tables, &words::days(lang, told.facts.period), today)
    });
    let bytes = bytes.await.map_err(Error::fault)??;
    const KIND: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
    Ok(download::file(&name, KIND, bytes, false))
}

async fn table(door: Desk, state: web::Data<State>, Query(fields): Query) -> Result<HttpResponse> {
    let told = tell(door, &state, fields).await?;
    if let Some(elsewhere) = told.elsewhere() {
        return Ok(elsewhere);
    }
    let word = Some(told.fields.get("table")).filter(|word| !word.is_empty()).unwrap_or("summary");
    let table = tables::table(told.here.lang(), &told.report(), told.here.today(), word);
    let table = table.ok_or(Error::NotFound)?;
    let name = file_name(&told, "csv").replacen('.', &format!(" {}.", table.name), 1);
    Ok(download::file(&name, "text/csv; charset=utf-8", csv::csv(&table), false))
}

/// 河西社区党群服务中心 2026-01-01 2026-12-31.xlsx
fn file_name(told: &Told, ending: &str) -> String {
    let (period, centre) = (told.facts.period, told.here.centre.name_in(told.here.lang()));
    format!("{} {} {}.{ending}", centre.replace(['.', '/'], " "), period.from, period.to)
}
