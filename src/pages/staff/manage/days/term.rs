//! School terms and holidays: their list on the page of days, and the form of one.

use actix_web::{HttpResponse, web};
use maud::{Markup, html};

use super::super::{framed, status};
use super::{NAME, view};
use crate::base::error::Result;
use crate::base::lang::{dates, words};
use crate::base::web::State;
use crate::base::web::form::{Errors, Fields, Reader};
use crate::domain::days::editing::{self, TermDetails};
use crate::domain::days::{self, DayFacts, Term, TermId, TermKind};
use crate::pages::parts::door::Manager;
use crate::pages::parts::sheet::choices;
use crate::pages::parts::{Button, Frame, Sheet, StaffTab, Width, nb, plain_list};
use crate::pages::staff::here::{Here, page, to};

pub fn routes(config: &mut web::ServiceConfig) {
    config
        .route("/staff/{centre}/days/terms", web::post().to(add))
        .route("/staff/{centre}/days/terms/new", web::get().to(new))
        .route("/staff/{centre}/days/terms/{id}", web::get().to(show))
        .route("/staff/{centre}/days/terms/{id}", web::post().to(change))
        .route("/staff/{centre}/days/terms/{id}/removal", web::post().to(remove));
}

/// The longest a term may be, in days.
const LONGEST: i64 = 366;

async fn new(manager: Manager, state: web::Data<State>) -> Result<HttpResponse> {
    let here = Here::manager(manager, &state);
    shown(&state, &here, None, &Fields::of([("kind", "term")]), &Errors::default()).await
}

async fn add(manager: Manager, state: web::Data<State>, fields: Fields) -> Result<HttpResponse> {
    let here = Here::manager(manager, &state);
    let details = match read(&fields, &here) {
        Ok(details) => details,
        Err(errors) => return shown(&state, &here, None, &fields, &errors).await,
    };
    let by = here.clone();
    state.db.write(move |conn| editing::add_term(conn, &by.acting(), &details)).await?;
    Ok(to(&here.href("/days?done=added#terms")))
}

async fn show(
    manager: Manager,
    state: web::Data<State>,
    path: web::Path<(String, i64)>,
) -> Result<HttpResponse> {
    let here = Here::manager(manager, &state);
    let term = one(&state, &here, TermId(path.1)).await?;
    let fields = Fields::of([
        ("kind", term.kind.word()),
        ("name", &term.name),
        ("name_en", &term.name_en),
        ("starts_on", &term.starts_on.to_string()),
        ("ends_on", &term.ends_on.to_string()),
    ]);
    shown(&state, &here, Some(&term), &fields, &Errors::default()).await
}

async fn change(
    manager: Manager,
    state: web::Data<State>,
    path: web::Path<(String, i64)>,
    fields: Fields,
) -> Result<HttpResponse> {
    let here = Here::manager(manager, &state);
    let term = one(&state, &here, TermId(path.1)).await?;
    let details = match read(&fields, &here) {
        Ok(details) => details,
        Err(errors) => return shown(&state, &here, Some(&term), &fields, &errors).await,
    };
    let by = here.clone();
    state.db.write(move |conn| editing::change_term(conn, &by.acting(), term.id, &details)).await?;
    Ok(to(&here.href("/days?done=saved#terms")))
}

async fn remove(
    manager: Manager,
    state: web::Data<State>,
    path: web::Path<(String, i64)>,
) -> Result<HttpResponse> {
    let here = Here::manager(manager, &state);
    let (by, id) = (here.clone(), TermId(path.1));
    state.db.write(move |conn| editing::remove_term(conn, &by.acting(), id)).await?;
    Ok(to(&here.href("/days?done=removed#terms")))
}

async fn one(state: &State, here: &Here, id: TermId) -> Result<Term> {
    let centre = here.centre.id;
    state.db.read(move |conn| days::store::term(conn, centre, id)).await
}

fn read(fields: &Fields, here: &Here) -> Result<TermDetails, Errors> {
    let (lang, today) = (here.lang(), here.today());
    let mut reader = Reader::new(fields, lang);
    let ask = lang.pick("请选学期或放假。", "Choose term or holiday.");
    let kind = reader.one_of("kind", TermKind::from_word, ask);
    let ask = lang.pick("请写名字，例如 2026年秋季学期。", "Write a name such as Autumn term 2026.");
    let name = reader.text("name", NAME, ask);
    let name_en = reader.optional("name_en", 2 * NAME);
    let starts_on = reader.date_typed("starts_on", today);
    let ends_on = reader.date_typed("ends_on", today);
    if let (Some(first), Some(last)) = (starts_on, ends_on) {
        if last < first {
            let words = lang.pick(
                "最后一天在第一天之前，请改过来。",
                "The last day is before the first: change one of them.",
            );
            reader.errors.add("ends_on", words);
        } else if (last - first).num_days() >= LONGEST {
            let words = lang.pick("最长一年，请检查年份。", "At most a year: check the years.");
            reader.errors.add("ends_on", words);
        }
    }
    reader.finish()?;
    match (kind, name, name_en, starts_on, ends_on) {
        (Some(kind), Some(name), Some(name_en), Some(starts_on), Some(ends_on)) => {
            Ok(TermDetails { kind, name, name_en, starts_on, ends_on })
        }
        _ => Err(Errors::default()),
    }
}

async fn shown(
    state: &State,
    here: &Here,
    term: Option<&Term>,
    fields: &Fields,
    errors: &Errors,
) -> Result<HttpResponse> {
    let frame = framed(state, here, StaffTab::Hours).await?;
    let sheet = Sheet { lang: here.lang(), fields, errors };
    Ok(page(status(!errors.is_empty()), form(&frame, here, term, &sheet)))
}

fn form(frame: &Frame, here: &Here, term: Option<&Term>, sheet: &Sheet) -> Markup {
    let (lang, today) = (here.lang(), here.today());
    let title = match term {
        Some(term) => term.name_in(lang).to_owned(),
        None => lang.pick("加学期或学校假期", "Add a term or school holiday").to_owned(),
    };
    let action = match term {
        Some(term) => here.href(&format!("/days/terms/{}", term.id)),
        None => here.href("/days/terms"),
    };
    let kinds = choices(TermKind::ALL, TermKind::word, |kind| kind.name(lang));
    let days = here.href("/days");
    let main = html! {
        (view::way(here, &title, &[(&days, view::title(lang))]))
        (sheet.summary())
        h1 { (title) }
        form.card.flow method="post" action=(action) {
            (sheet.field("kind", lang.pick("是什么", "What it is"))
                .help(lang.pick("寒假、暑假不用写：不在学期里就不上学。学期中间的假写成“学校放假”。",
                    "Holidays between terms need no entry: outside a term there is no school. Enter days off within a term."))
                .radios(&kinds))
            (sheet.both("name", "name_en", lang.pick("名字", "Name"), false))
            (sheet.field("starts_on", lang.pick("第一天", "First day")).date_typed(lang, today))
            (sheet.field("ends_on", lang.pick("最后一天", "Last day")).date_too(lang, today))
            p { (Button::submit(lang.pick("保存", "Save")).main()) }
        }
        @if let Some(term) = term {
            form method="post" action={ (action) "/removal" } {
                p { (Button::submit(lang.pick("去掉", "Remove")).of(term.name_in(lang))) }
            }
        }
    };
    frame.page(&title, Width::Tight, main)
}

/// The list on the page of days.
pub fn section(here: &Here, facts: &DayFacts, year: i32, writes: bool) -> Markup {
    let lang = here.lang();
    let new = here.href("/days/terms/new");
    let lines: Vec<Markup> = facts.terms().iter().map(|term| line(here, facts, term, year, writes)).collect();
    html! {
        h2 #terms { (lang.pick("学期和学校假期", "Terms and school holidays")) }
        p.quiet { (lang.pick("“每个上学日”的系列照这里走：学期里的工作日，去掉学校放假。",
            "Series on school days go by these: working days within a term, without school holidays.")) }
        @if lines.is_empty() {
            p { (lang.pick(format!("{year}年还没有学期，“每个上学日”的系列排不出来。"), format!("No term touches {year}: no series on school days can be made."))) }
        } @else {
            (plain_list(&lines))
        }
        @if writes { p { (Button::link(&new, lang.pick("加学期或学校假期", "Add a term or school holiday")).icon("plus")) } }
    }
}

fn line(here: &Here, facts: &DayFacts, term: &Term, year: i32, writes: bool) -> Markup {
    let (lang, today) = (here.lang(), here.today());
    let school = term.starts_on.iter_days().take_while(|day| *day <= term.ends_on);
    let school = school.filter(|day| chrono::Datelike::year(day) == year && facts.is_school(*day)).count();
    let href = here.href(&format!("/days/terms/{}", term.id));
    html! {
        div.row.apart {
            div {
                strong { (term.name_in(lang)) }
                p.quiet {
                    (term.kind.name(lang)) (lang.pick("：", ": "))
                    (nb(dates::date(lang, term.starts_on, today))) (lang.pick(" 到 ", " to ")) (nb(dates::date(lang, term.ends_on, today)))
                    @if term.kind == TermKind::Term {
                        (lang.pick(format!("，{year}年上学{school}天"), format!("; {} of school in {year}", words::count(school as i64, "day", "days"))))
                    }
                }
            }
            @if writes { (Button::link(&href, lang.pick("改学期", "Change")).of(term.name_in(lang))) }
        }
    }
}
