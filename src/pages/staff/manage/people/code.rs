//! A one-time code on paper, for somebody without e-mail.

use actix_web::http::StatusCode;
use actix_web::http::header::{CACHE_CONTROL, HeaderValue};
use actix_web::{HttpResponse, web};
use chrono::Duration;
use maud::{Markup, html};

use crate::base::error::{Error, Result};
use crate::base::lang::{dates, words};
use crate::base::web::State;
use crate::base::web::form::Fields;
use crate::domain::people::editing::{self, CodeMade, PersonChange};
use crate::domain::people::sign_in_key::CODE_DAYS;
use crate::domain::people::{Person, PersonId};
use crate::pages::parts::door::Desk;
use crate::pages::parts::person_form::refusal;
use crate::pages::parts::{Button, Frame, StaffTab, Width, crumbs};
use crate::pages::staff::here::{Here, page};
use crate::pages::staff::manage::framed;

/// Makes a code and shows it once; earlier ones open no more.
pub async fn print(
    desk: Desk,
    state: web::Data<State>,
    path: web::Path<(String, i64)>,
) -> Result<HttpResponse> {
    let here = Here::desk(desk, &state);
    let (id, by, tokens) = (PersonId(path.1), here.clone(), state.tokens.clone());
    let (person, made) = state
        .db
        .write(move |conn| {
            let acting = by.acting();
            let person = editing::of_centre(conn, &acting, id)?;
            Ok((person, editing::make_code(conn, &tokens, &acting, id)?))
        })
        .await?;
    let code = match made {
        CodeMade::Code(code) => code,
        CodeMade::Inactive => return Err(Error::BadRequest("the account is shut".into())),
        CodeMade::Shared => {
            let Err(errors) = refusal(here.lang(), PersonChange::Shared) else {
                return Err(Error::Forbidden);
            };
            return super::shown(&state, &here, id, Some((&Fields::default(), &errors)), &Fields::default())
                .await;
        }
    };
    let frame = framed(&state, &here, StaffTab::People).await?;
    let mut response = page(StatusCode::OK, slip(&frame, &here, &person, &code, &state.public_url));
    response.headers_mut().insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
    Ok(response)
}

fn slip(frame: &Frame, here: &Here, person: &Person, code: &str, public_url: &str) -> Markup {
    // The slip speaks its reader's language, the page around it that of the staff.
    let (lang, theirs) = (here.lang(), person.lang);
    let until = here.centre.zone.wall(here.now.plus(Duration::days(CODE_DAYS)));
    let until = dates::until(theirs, until, here.today());
    let title = lang.pick("登录码", "Sign-in code");
    let shown = match code.split_at_checked(code.len() / 2) {
        Some((first, second)) => format!("{first} {second}"),
        None => code.to_owned(),
    };
    let login = match (&person.phone, &person.email) {
        (Some(phone), _) => words::phone(phone),
        (None, email) => email.clone().unwrap_or_default(),
    };
    let main = html! {
        (crumbs(lang.pick("位置", "Where this is"), &[
            (&here.href("/people"), lang.pick("人员", "People")),
            (&here.href(&format!("/people/{}", person.id)), &person.name),
        ], title))
        h1 { (title) }
        section.card.flow lang=(theirs.tag()) {
            p { strong { (person.name) } }
            p { (theirs.pick("打开这个网址：", "Open this address:")) br; strong.nb { (public_url) "/sign-in/code" } }
            p { (theirs.pick("手机或邮箱填：", "Phone or e-mail:")) " " strong.nb { (login) } }
            p { (theirs.pick("登录码：", "Code:")) br; strong.code { (shown) } }
            p { (theirs.pick(format!("{until}前有效，只能用一次。"), format!("It opens once, until {until}."))) }
            p { (here.centre.name_in(theirs)) " " (words::phone(&here.centre.phone)) }
        }
        p.quiet { (lang.pick("登录码只在这一页显示一次。请用浏览器的打印，或抄给本人；以前打印的不再有效。",
            "The code is shown on this page alone. Print the page or copy it out; codes printed before no longer open.")) }
        p { (Button::link(&here.href(&format!("/people/{}", person.id)), lang.pick("好了", "Done"))) }
    };
    frame.page(title, Width::Tight, main)
}
