//! The centre as it is shown to everyone, and whether its mail leaves.

use actix_web::{HttpResponse, web};
use maud::{Markup, html};

use super::framed;
use crate::base::error::{Error, Result};
use crate::base::web::State;
use crate::base::web::form::{Errors, Fields, Query, Reader};
use crate::domain::centres::CentreDetails;
use crate::domain::centres::editing::{CentreChange, change_centre};
use crate::domain::people::{Role, editing};
use crate::pages::parts::door::{Desk, Manager};
use crate::pages::parts::{Button, Frame, Sheet, StaffTab, Width, centre_form, done, facts};
use crate::pages::staff::here::{Here, page, to};

pub fn routes(config: &mut web::ServiceConfig) {
    config
        .route("/staff/{centre}/settings", web::get().to(show))
        .route("/staff/{centre}/settings", web::post().to(change))
        .route("/staff/{centre}/settings/test-mail", web::post().to(test_mail));
}

async fn show(desk: Desk, state: web::Data<State>, query: Query) -> Result<HttpResponse> {
    let here = Here::desk(desk, &state);
    let fields = centre_form::of(&here.centre);
    shown(&state, &here, &fields, &Errors::default(), &query.0).await
}

async fn change(manager: Manager, state: web::Data<State>, fields: Fields) -> Result<HttpResponse> {
    let here = Here::manager(manager, &state);
    let mut reader = Reader::new(&fields, here.lang());
    let texts = centre_form::read(&mut reader, here.lang());
    let read = reader.finish();
    let (Ok(()), Some(texts)) = (&read, texts) else {
        let errors = read.err().unwrap_or_default();
        return shown(&state, &here, &fields, &errors, &Fields::default()).await;
    };
    let details = CentreDetails { slug: here.centre.slug.clone(), zone: here.centre.zone, ..texts };
    let (id, person, now) = (here.centre.id, here.person.id.0, here.now);
    let done = state.db.write_again(move |conn| change_centre(conn, Some(person), id, &details, now)).await?;
    match done {
        CentreChange::Done(_) => Ok(to(&here.href("/settings?done=saved"))),
        CentreChange::SlugTaken | CentreChange::ZoneFixed => {
            Err(Error::fault("what a manager cannot change was changed"))
        }
    }
}

async fn test_mail(manager: Manager, state: web::Data<State>) -> Result<HttpResponse> {
    let here = Here::manager(manager, &state);
    if !state.mailing {
        return Err(Error::BadRequest("no mail server is configured".into()));
    }
    let by = here.clone();
    let sent = state.db.write_again(move |conn| editing::send_test(conn, &by.acting(), &by.person)).await?;
    if !sent {
        return Err(Error::BadRequest("there is no e-mail address to send to".into()));
    }
    state.outbox.notify_one();
    Ok(to(&here.href("/settings?done=mailed")))
}

async fn shown(
    state: &State,
    here: &Here,
    fields: &Fields,
    errors: &Errors,
    query: &Fields,
) -> Result<HttpResponse> {
    let frame = framed(state, here, StaffTab::Settings).await?;
    let sheet = Sheet { lang: here.lang(), fields, errors };
    let view = view(&frame, here, &sheet, state.mailing, query);
    Ok(page(super::status(!errors.is_empty()), view))
}

fn view(frame: &Frame, here: &Here, sheet: &Sheet, mailing: bool, query: &Fields) -> Markup {
    let lang = here.lang();
    let title = lang.pick("设置", "Settings");
    let zone = html! {
        (here.centre.zone.name())
        p.quiet { (lang.pick("预约的时间都按它写，有了预约就不能改；要改请找系统管理员。",
            "All bookings are written by it, so it stays once there are any. The operator can change it before.")) }
    };
    let main = html! {
        (sheet.summary())
        (done(lang, query))
        h1 { (title) }
        @if here.role >= Role::Manager {
            form.card.flow method="post" action=(here.href("/settings")) {
                h2 { (lang.pick("本中心", "This centre")) }
                (centre_form::fields(sheet))
                p { (Button::submit(lang.pick("保存设置", "Save the settings")).main()) }
            }
        } @else {
            (read_only(here))
        }
        (facts(&[
            (lang.pick("时区", "Time zone"), zone),
            (lang.pick("网址", "Address on the web"), html! { a href=(here.centre.href()) { (here.centre.href()) } }),
            (lang.pick("活动标签", "Tags of activities"), html! { a href=(here.href("/tags")) { (lang.pick("看标签", "See them")) } }),
        ]))
        @if here.role >= Role::Manager { (mail(here, mailing)) }
    };
    frame.page(title, Width::Tight, main)
}

fn read_only(here: &Here) -> Markup {
    let lang = here.lang();
    let centre = &here.centre;
    facts(&[
        (lang.pick("名称", "Name"), html! { (centre.name_in(lang)) }),
        (lang.pick("地址", "Address"), html! { (centre.address_in(lang)) }),
        (lang.pick("电话", "Phone"), html! { (centre.phone) }),
        (lang.pick("面积", "Area"), html! { (centre.area_m2) " m²" }),
        (lang.pick("介绍", "Introduction"), html! { (centre.intro_in(lang)) }),
    ])
}

fn mail(here: &Here, mailing: bool) -> Markup {
    let lang = here.lang();
    html! {
        section.card.flow {
            h2 { (lang.pick("邮件", "Mail")) }
            @match (mailing, &here.person.email) {
                (false, _) => p { (lang.pick("没有设置邮件服务器：通知不寄出，都在“邮件”页里能看。",
                    "No mail server is set: letters are not sent, and can be read on the page “Letters”.")) },
                (true, None) => p { (lang.pick("您没有邮箱，试不了。", "You have no e-mail address to try it with.")) },
                (true, Some(address)) => form method="post" action=(here.href("/settings/test-mail")) {
                    p { (lang.pick(format!("寄一封测试邮件到 {address}。"), format!("Send a test letter to {address}."))) }
                    p { (Button::submit(lang.pick("寄测试邮件", "Send a test letter")).icon("mail")) }
                },
            }
        }
    }
}
