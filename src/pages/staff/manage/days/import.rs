//! A year of holidays and make-up days entered at once: pasted or in a file, looked at, then written.

use actix_web::http::StatusCode;
use actix_web::{HttpRequest, HttpResponse, web};
use chrono::Datelike;
use maud::{Markup, html};

use super::super::framed;
use super::{YEARS, facts_of, view, year_of};
use crate::base::error::Result;
use crate::base::lang::{Lang, dates, words};
use crate::base::web::form::{Errors, Fields, Query};
use crate::base::web::text_file::text;
use crate::base::web::{State, upload};
use crate::domain::days::importing::import_year;
use crate::domain::days::sheet::{self, YearSheet};
use crate::domain::days::words as said;
use crate::domain::days::{DayFacts, LegalKind, Stretch};
use crate::pages::parts::door::Manager;
use crate::pages::parts::{Button, Choice, Frame, Sheet, StaffTab, Tone, Width, hidden, plain_list, remark};
use crate::pages::staff::here::{Here, page, to};

/// Bytes of text that are carried through the preview.
const LONGEST: usize = 100 * 1024;

pub fn routes(config: &mut web::ServiceConfig) {
    config
        .route("/staff/{centre}/days/import", web::get().to(show))
        .route("/staff/{centre}/days/import", web::post().to(write))
        .route("/staff/{centre}/days/import/preview", web::post().to(preview));
}

async fn show(manager: Manager, state: web::Data<State>, query: Query) -> Result<HttpResponse> {
    let here = Here::manager(manager, &state);
    let year = year_of(query.0.get("year"), here.today()).to_string();
    let frame = framed(&state, &here, StaffTab::Hours).await?;
    let fields = Fields::of([("year", &year)]);
    Ok(page(StatusCode::OK, empty_form(&frame, &here, &fields, &Errors::default())))
}

/// What was pasted, or is in the file. The door is passed before a byte of it is read.
async fn preview(
    manager: Manager,
    state: web::Data<State>,
    request: HttpRequest,
    payload: web::Payload,
) -> Result<HttpResponse> {
    let here = Here::manager(manager, &state);
    let (files, mut fields) = upload::sent(&request, payload).await?;
    let year = year_of(fields.get("year"), here.today());
    let frame = framed(&state, &here, StaffTab::Hours).await?;
    if let Some(file) = files.into_iter().next() {
        match text(&file.bytes).filter(|text| text.len() <= LONGEST) {
            Some(text) => fields.set("text", text),
            None => {
                let errors = unread(here.lang(), &file.name);
                return Ok(page(
                    StatusCode::UNPROCESSABLE_ENTITY,
                    empty_form(&frame, &here, &fields, &errors),
                ));
            }
        }
    }
    match read(&fields, year, here.lang()) {
        Err(errors) => {
            Ok(page(StatusCode::UNPROCESSABLE_ENTITY, empty_form(&frame, &here, &fields, &errors)))
        }
        Ok(sheet) => {
            let before = facts_of(&state, &here, year).await?;
            Ok(page(StatusCode::OK, shown(&frame, &here, &fields, &sheet, &before)))
        }
    }
}

async fn write(manager: Manager, state: web::Data<State>, fields: Fields) -> Result<HttpResponse> {
    let here = Here::manager(manager, &state);
    let year = year_of(fields.get("year"), here.today());
    let sheet = match read(&fields, year, here.lang()) {
        Ok(sheet) => sheet,
        Err(errors) => {
            let frame = framed(&state, &here, StaffTab::Hours).await?;
            return Ok(page(StatusCode::UNPROCESSABLE_ENTITY, empty_form(&frame, &here, &fields, &errors)));
        }
    };
    let by = here.clone();
    let done = if sheet.is_a_year() { "saved" } else { "few" };
    state.db.write_again(move |conn| import_year(conn, &by.acting(), &sheet)).await?;
    Ok(to(&here.href(&format!("/days?year={year}&done={done}"))))
}

fn unread(lang: Lang, name: &str) -> Errors {
    let mut errors = Errors::default();
    errors.add(
        "file",
        lang.pick(
            format!("“{name}”读不出文字。请在表格软件里另存为CSV再传，或者把内容粘贴进来。"),
            format!("“{name}” cannot be read as text. Save it as CSV in the spreadsheet program, or paste what it says."),
        ),
    );
    errors
}

fn read(fields: &Fields, year: i32, lang: Lang) -> Result<YearSheet, Errors> {
    sheet::read(fields.raw("text"), year).map_err(|wrong| {
        let mut errors = Errors::default();
        for one in wrong {
            let what = said::trouble(lang, one.what, year);
            let (line, text) = (one.line, one.text);
            let words = match line {
                0 => what,
                _ => {
                    lang.pick(format!("第{line}行“{text}”：{what}"), format!("Line {line} “{text}”: {what}"))
                }
            };
            errors.add("text", words);
        }
        errors
    })
}

fn framed_page(frame: &Frame, here: &Here, title: &str, main: Markup) -> Markup {
    let days = here.href("/days");
    let main = html! {
        (view::way(here, title, &[(&days, view::title(here.lang()))]))
        (main)
    };
    frame.page(title, Width::Tight, main)
}

fn empty_form(frame: &Frame, here: &Here, fields: &Fields, errors: &Errors) -> Markup {
    let lang = here.lang();
    let sheet = Sheet { lang, fields, errors };
    let title = lang.pick("录入一年的放假安排", "Enter a year’s public holidays");
    let main = html! {
        (sheet.summary())
        h1 { (title) }
        p { (lang.pick("把国务院办公厅通知的全文粘贴进来就行，也可以一行写一个日子，或者传一个文件。下一步先看读得对不对，确认了才录入。",
            "Paste the whole notice of the State Council, write one date a line, or send a file. The next step shows what was read; nothing is written before you confirm it.")) }
        (form(here, &sheet))
    };
    framed_page(frame, here, title, main)
}

/// The text and the year, to be looked at.
fn form(here: &Here, sheet: &Sheet) -> Markup {
    let lang = here.lang();
    let this = here.today().year();
    let year = |year: i32| Choice::new(year.to_string(), lang.pick(format!("{year}年"), year.to_string()));
    let years: Vec<Choice> = (this - 1..=this + YEARS).map(year).collect();
    let lines = lang.pick(
        ["2027-01-01至2027-01-03，放假，元旦", "2027-01-10，补班，元旦，周五"],
        ["2027-01-01 – 2027-01-03, off, 元旦", "2027-01-10, work, 元旦, Friday"],
    );
    html! {
        form.card.flow method="post" action=(here.href("/days/import/preview")) enctype="multipart/form-data" {
            (sheet.field("year", lang.pick("哪一年", "Year")).radios(&years))
            (sheet.field("text", lang.pick("通知，或者一行一个日子", "The notice, or one date a line")).textarea())
            p.quiet {
                (lang.pick("一行这样写：日期，放假或补班，节日；补班日后面可以写按星期几，还可以写英文名。例如：",
                    "A line says date, off or work, holiday; then, if you like, the weekday a make-up day follows, and the English name. Such as:"))
                @for line in lines { br; (line) }
            }
            (sheet.field("file", lang.pick("或者传一个文件", "Or a file"))
                .help(lang.pick("文本或CSV，内容和上面一样；传了文件，上面就不用填。", "Plain text or CSV that says the same; with a file the box above may stay empty."))
                .files(".csv,.txt,text/csv,text/plain"))
            p { (Button::submit(lang.pick("看看读得对不对", "See what is read")).main()) }
        }
    }
}

fn shown(frame: &Frame, here: &Here, fields: &Fields, sheet: &YearSheet, before: &DayFacts) -> Markup {
    let (lang, today, year) = (here.lang(), here.today(), sheet.year);
    let mut facts = DayFacts::default();
    for entry in &sheet.entries {
        facts.set_legal(entry.date, entry.day.clone());
        if let Some(weekday) = entry.follows {
            facts.set_followed(entry.date, weekday);
        }
    }
    let stretches = facts.stretches();
    let count = |kind| stretches.iter().filter(|one| one.day.kind == kind).map(Stretch::days).sum::<i64>();
    let (off, work) = (count(LegalKind::Holiday), count(LegalKind::Workday));
    let days = |number| words::count(number, "day", "days");
    let lines: Vec<Markup> = stretches.iter().map(|one| line(lang, one, &facts, today)).collect();
    let title =
        lang.pick(format!("{year}年的放假安排，请核对"), format!("The holidays of {year}: please check"));
    let enter = lang.pick(
        format!("录入：放假{off}天，补班{work}天"),
        format!("Enter {} off and {} made up", days(off), days(work)),
    );
    let none = Errors::default();
    let main = html! {
        h1 { (title) }
        @if before.legal_days().next().is_some() {
            (remark(Tone::Amber, lang.pick(
                format!("{year}年已经有安排，录入后整年换成下面这些。"),
                format!("Something is entered for {year}: all of it is replaced by what stands here."),
            )))
        }
        (plain_list(&lines))
        @if !sheet.is_a_year() { (remark(Tone::Amber, said::too_few(lang, year))) }
        p.quiet { (lang.pick("已经约好的预约不会因此改变，以后新排的系列才照这个走。",
            "What is booked stays booked; series made from now on go by this.")) }
        form.row method="post" action=(here.href("/days/import")) {
            (hidden("year", &year.to_string()))
            (hidden("text", fields.raw("text")))
            (Button::submit(&enter).main())
        }
        details {
            summary { (lang.pick("不对，回去改", "Something is wrong: change the text")) }
            (form(here, &Sheet { lang, fields, errors: &none }))
        }
    };
    framed_page(frame, here, &title, main)
}

fn line(lang: Lang, one: &Stretch, facts: &DayFacts, today: chrono::NaiveDate) -> Markup {
    html! {
        (view::sign(lang, one.day.kind)) " "
        strong { (view::stretch_dates(lang, one, today)) }
        p.quiet {
            (said::legal(lang, &one.day))
            @if one.days() > 1 { (lang.pick(format!("，{}天", one.days()), format!(", {}", words::count(one.days(), "day", "days")))) }
            @if let Some(weekday) = facts.follows(one.first) {
                @let name = dates::weekday(lang, weekday);
                (lang.pick(format!("，按{name}"), format!(", as a {name}")))
            }
        }
    }
}
