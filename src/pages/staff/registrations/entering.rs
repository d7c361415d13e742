//! Staff register somebody at the desk or on the telephone.

use actix_web::http::StatusCode;
use actix_web::{HttpResponse, web};
use maud::{Markup, html};

use super::list::{self, Read, targets};
use crate::base::error::{Error, Result};
use crate::base::lang::Lang;
use crate::base::tokens::random_token;
use crate::base::web::State;
use crate::base::web::form::{Errors, Fields, Query, Reader};
use crate::domain::activities::{ActivityId, RegistrationMode};
use crate::domain::registrations::registering::{self, Registered, Why};
use crate::pages::parts::door::Desk;
use crate::pages::parts::registration_form as form;
use crate::pages::parts::{
    Button, Choice, Sheet, StaffTab, Tone, Width, crumbs, error_summary, hidden, notice,
};
use crate::pages::staff::here::{Here, page as answer, to};

type Ids = web::Path<(String, i64)>;

pub(super) async fn page(
    door: Desk,
    path: Ids,
    query: Query,
    state: web::Data<State>,
) -> Result<HttpResponse> {
    let here = Here::desk(door, &state);
    let read = list::read(&here, &state, ActivityId(path.1)).await?;
    let mut fields = form::blank(&random_token());
    fields.set("session", query.0.get("session"));
    show(&here, &read, &fields, &Errors::default(), None)
}

pub(super) async fn enter(
    door: Desk,
    path: Ids,
    fields: Fields,
    state: web::Data<State>,
) -> Result<HttpResponse> {
    let here = Here::desk(door, &state);
    let read = list::read(&here, &state, ActivityId(path.1)).await?;
    let mut reader = Reader::new(&fields, here.lang());
    let wanted = form::read(&mut reader, &fields, here.lang(), &read.activity, true);
    let wanted = match reader.finish_with(wanted) {
        Ok(mut wanted) => {
            // They are written to in Chinese unless somebody says otherwise.
            wanted.lang = Lang::from_word(fields.get("lang")).unwrap_or(Lang::Zh);
            wanted
        }
        Err(errors) => return show(&here, &read, &fields, &errors, None),
    };
    let who = here.clone();
    let done = state.db.write_again(move |conn| registering::register(conn, who.acting(), &wanted)).await?;
    match done {
        Registered::Done(one) | Registered::Repeated(one) => {
            state.outbox.notify_one();
            Ok(to(&here.href(&format!("/registrations/{}?just=registered", one.id()))))
        }
        Registered::Refused(why) => show(&here, &read, &fields, &Errors::default(), Some(why)),
    }
}

fn show(
    here: &Here,
    read: &Read,
    fields: &Fields,
    errors: &Errors,
    why: Option<Why>,
) -> Result<HttpResponse> {
    if read.activity.registration == RegistrationMode::None {
        return Err(Error::NotFound);
    }
    let status = match (&why, errors.is_empty()) {
        (Some(_), _) => StatusCode::CONFLICT,
        (None, false) => StatusCode::UNPROCESSABLE_ENTITY,
        (None, true) => StatusCode::OK,
    };
    let title = here.lang().pick("替人报名", "Register somebody");
    let frame = here.frame(Some(StaffTab::Activities), read.waiting);
    Ok(answer(status, frame.page(title, Width::Tight, view(here, read, fields, errors, why))))
}

fn view(here: &Here, read: &Read, fields: &Fields, errors: &Errors, why: Option<Why>) -> Markup {
    let lang = here.lang();
    let sheet = Sheet { lang, fields, errors };
    let problems: Vec<(&str, &str)> =
        errors.iter().map(|error| (error.field.as_str(), error.message.as_str())).collect();
    let up = here.href(&format!("/activities/{}/registrations", read.activity.id));
    let title = read.activity.title_in(lang);
    let choices: Vec<Choice> = targets(here, read)
        .into_iter()
        .filter_map(|(target, when)| Some(Choice::new(target.session?.to_string(), when?)))
        .collect();
    html! {
        (crumbs(
            lang.pick("位置", "Where"),
            &[(&here.href("/activities"), lang.pick("活动", "Activities")), (&up, title)],
            lang.pick("替人报名", "Register somebody"),
        ))
        (error_summary(lang, lang.pick("还没报上名", "Not registered yet"), &problems))
        h1 { (lang.pick("替人报名：", "Register somebody: ")) (title) }
        @if let Some(why) = why { (refused(lang, why)) }
        form.card.flow method="post" action=(up) {
            (hidden("key", fields.get("key")))
            @if let [only] = choices.as_slice() { (hidden("session", &only.value)) }
            (form::fields(&sheet, &read.activity, &choices, true))
            (sheet.field("lang", lang.pick("通知用哪种语言？", "Which language are letters in?"))
                .value(Some(fields.get("lang")).filter(|word| !word.is_empty()).unwrap_or("zh"))
                .radios(&[Choice::new("zh", "中文"), Choice::new("en", "English")]))
            p { (Button::submit(lang.pick("替他报名", "Register them")).main()) }
            p.quiet { (lang.pick("名额满了就排进候补。", "Where all places are taken they are put in line.")) }
        }
    }
}

fn refused(lang: Lang, why: Why) -> Markup {
    let words = match why {
        Why::NotOpen(_) => lang.pick("已经结束，或者取消了。", "It is over, or cancelled.").to_owned(),
        Why::TooMany(limit) | Why::NeverFits(limit) => {
            lang.pick(format!("一共只有{limit}个名额。"), format!("There are {limit} places in all."))
        }
        Why::NoGuardian => lang.pick("要写监护人。", "A guardian is needed.").to_owned(),
        Why::WhichSession | Why::WholeCourse => {
            lang.pick("请选来哪一场。", "Choose which session.").to_owned()
        }
        Why::NoContact | Why::Already | Why::Flooded | Why::KeyUsed => lang
            .pick("这张表用过了，请重新打开一张。", "This form was used before: open a new one.")
            .to_owned(),
    };
    notice(Tone::Brick, lang.pick("没有报上", "Not registered"), html! { p { (words) } })
}
