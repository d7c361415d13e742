//! `/c/{centre}/registration`: back to one's registration by telephone number or e-mail address, and code.

use actix_web::http::StatusCode;
use actix_web::http::header::HeaderValue;
use actix_web::http::header::RETRY_AFTER;
use actix_web::web::{Data, Path};
use actix_web::{HttpRequest, HttpResponse};
use maud::{Markup, html};

use super::{answer, see_other};
use crate::base::error::Result;
use crate::base::web::form::{Errors, Fields, Reader};
use crate::base::web::{State, peer};
use crate::domain::people::Login;
use crate::domain::registrations::codes;
use crate::domain::registrations::looking_up::{self, Found};
use crate::pages::parts::door::Visitor;
use crate::pages::parts::{Button, Sheet, Tab, Tabs, Width, error_summary, say};
use crate::pages::resident::here::Here;

pub async fn page(state: Data<State>, visitor: Visitor, path: Path<String>) -> Result<HttpResponse> {
    let here = Here::at(&state, visitor, &path).await?;
    Ok(show(&here, StatusCode::OK, &Fields::default(), &Errors::default()))
}

pub async fn look_up(
    request: HttpRequest,
    state: Data<State>,
    visitor: Visitor,
    path: Path<String>,
    fields: Fields,
) -> Result<HttpResponse> {
    let here = Here::at(&state, visitor, &path).await?;
    let lang = here.lang();
    let mut reader = Reader::new(&fields, lang);
    let typed = fields.get("contact");
    let contact = match Login::phone(typed).or_else(|| Login::email(typed)) {
        Some(contact) => Some(contact.as_str().to_owned()),
        None => reader.complain(
            "contact",
            lang.pick(
                "请写报名时留的手机号或邮箱。",
                "Type the phone number or e-mail address you registered with.",
            ),
        ),
    };
    let code: String =
        fields.get("code").chars().filter_map(|c| c.to_digit(10)).map(|digit| digit.to_string()).collect();
    if code.len() != 6 {
        reader.errors.add("code", lang.pick("请写六位数字的号码。", "Type the number of six digits."));
    }
    let (Some(contact), true) = (contact, reader.errors.is_empty()) else {
        return Ok(show(&here, StatusCode::UNPROCESSABLE_ENTITY, &fields, &reader.errors));
    };
    let address = peer::address(&request, &state.trusted_proxies);
    let (tokens, centre, now) = (state.tokens.clone(), here.centre.id, here.now);
    let found = state
        .db
        .write(move |conn| looking_up::look_up(conn, &tokens, centre, (&contact, &code), address, now));
    let mut errors = Errors::default();
    match found.await? {
        Found::One(one) => {
            let token = codes::token(&state.tokens, &one);
            Ok(see_other(&format!("{}{token}", codes::PREFIX)))
        }
        Found::Nothing => {
            errors.add(
                "code",
                lang.pick(
                    "手机号（邮箱）和号码对不上，请再看看。",
                    "The two do not belong together: check them.",
                ),
            );
            Ok(show(&here, StatusCode::UNPROCESSABLE_ENTITY, &fields, &errors))
        }
        Found::Slow(seconds) => {
            errors.add(
                "code",
                lang.pick(
                    format!("试得太多了，请等{seconds}秒再试。"),
                    format!("Too many tries: wait {seconds} seconds."),
                ),
            );
            let mut response = show(&here, StatusCode::TOO_MANY_REQUESTS, &fields, &errors);
            response.headers_mut().insert(RETRY_AFTER, HeaderValue::from(seconds));
            Ok(response)
        }
    }
}

fn show(here: &Here, status: StatusCode, fields: &Fields, errors: &Errors) -> HttpResponse {
    let lang = here.lang();
    let tabs = Tabs::Public { base: here.centre.href(), current: Some(Tab::Calendar) };
    let mut frame = here.visitor.frame(Some(&here.centre), tabs);
    frame.path = here.href("/registration");
    let title = lang.pick("我的报名", "My registration");
    answer(status, frame.page(title, Width::Tight, view(here, title, fields, errors)))
}

fn view(here: &Here, title: &str, fields: &Fields, errors: &Errors) -> Markup {
    let lang = here.lang();
    let sheet = Sheet { lang, fields, errors };
    let problems: Vec<(&str, &str)> =
        errors.iter().map(|error| (error.field.as_str(), error.message.as_str())).collect();
    html! {
        (error_summary(lang, lang.pick("没找到", "Not found"), &problems))
        h1 { (title) }
        p { (lang.pick("报名以后给了您一个六位号码，用它在这里查。收到信的，也可以点信里的链接。", "You were given six digits when you registered: look it up with them. The link in our letter leads there too.")) }
        form.card.flow method="post" action=(here.href("/registration")) {
            (sheet.field("contact", lang.pick("报名时留的手机号或邮箱", "The phone number or e-mail address you registered with")).required().autocomplete("on").text())
            (sheet.field("code", lang.pick("记下的六位号码", "The six digits you wrote down")).required().autocomplete("one-time-code").number())
            p { (Button::submit(lang.pick("查看我的报名", "See my registration")).main().full()) }
        }
        p.quiet { (lang.pick("号码忘了？请打电话：", "Lost the number? Call ")) (say::phone(&here.centre.phone)) }
    }
}
