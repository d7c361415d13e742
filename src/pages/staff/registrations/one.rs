//! One registration: who, how to reach them, what happened, and what staff may do about it.

use actix_web::http::StatusCode;
use actix_web::{HttpResponse, web};
use maud::{Markup, html};

use super::list::{contact, name};
use crate::base::error::Result;
use crate::base::history::{self, Line};
use crate::base::lang::{Lang, words};
use crate::base::web::State;
use crate::base::web::form::{Errors, Fields, Query};
use crate::domain::registrations::{
    Enrolled, Registration, RegistrationId, RegistrationState as Standing, store,
};
use crate::pages::parts::door::Desk;
use crate::pages::parts::{
    Button, Field, Happened, Sheet, StaffTab, Tone, Width, crumbs, error_summary, facts, hidden,
    history as happened, places, plain_list, registration_form as form, remark, say,
};
use crate::pages::staff::here::{Here, Waiting, page as answer};

struct Read {
    enrolled: Enrolled,
    place: Option<usize>,
    lines: Vec<Line>,
    waiting: Waiting,
}

pub(super) async fn page(
    door: Desk,
    path: web::Path<(String, i64)>,
    query: Query,
    state: web::Data<State>,
) -> Result<HttpResponse> {
    let here = Here::desk(door, &state);
    let just = query.0.get("just").to_owned();
    show(here, &state, RegistrationId(path.1), Told::Just(just), &Fields::default(), &Errors::default()).await
}

/// What is said on top.
pub(super) enum Told {
    /// What was just done, as the address says it.
    Just(String),
    /// It could not be done, and why.
    Refused(String),
}

pub(super) async fn show(
    here: Here,
    state: &State,
    id: RegistrationId,
    told: Told,
    fields: &Fields,
    errors: &Errors,
) -> Result<HttpResponse> {
    let centre = here.centre.id;
    let read = state.db.read(move |conn| {
        let registration = store::of_centre(conn, centre, id)?;
        let line = store::line(conn, registration.target())?;
        Ok(Read {
            place: line.iter().position(|one| one.id == id).map(|ahead| ahead + 1),
            enrolled: store::enrolled(conn, id)?,
            lines: history::of(conn, "registration", id.0)?,
            waiting: Waiting::read(conn, centre)?,
        })
    });
    let read = read.await?;
    let status = match (&told, errors.is_empty()) {
        (_, false) => StatusCode::UNPROCESSABLE_ENTITY,
        (Told::Refused(_), true) => StatusCode::CONFLICT,
        (Told::Just(_), true) => StatusCode::OK,
    };
    let title = name(here.lang(), &read.enrolled.registration);
    let frame = here.frame(Some(StaffTab::Activities), read.waiting);
    Ok(answer(status, frame.page(&title, Width::Tight, view(&here, &read, &told, fields, errors))))
}

fn view(here: &Here, read: &Read, told: &Told, fields: &Fields, errors: &Errors) -> Markup {
    let lang = here.lang();
    let (of, activity) = (&read.enrolled.registration, &read.enrolled.activity);
    let now = here.centre.zone.wall(here.now);
    let up = here.href(&format!("/activities/{}", activity.id));
    let list = format!("{up}/registrations");
    let problems: Vec<(&str, &str)> =
        errors.iter().map(|error| (error.field.as_str(), error.message.as_str())).collect();
    let to_come: Vec<Markup> = read
        .enrolled
        .to_come(now)
        .take(12)
        .filter_map(|one| Some(html! { (say::span(lang, one.session.span().ok()?, now.date())) (lang.pick("，", ", ")) (one.place_in(lang)) }))
        .collect();
    let open = !of.state.is_over() && !to_come.is_empty();
    html! {
        (crumbs(
            lang.pick("位置", "Where"),
            &[(&here.href("/activities"), lang.pick("活动", "Activities")), (&up, activity.title_in(lang)), (&list, lang.pick("报名", "Registrations"))],
            &name(lang, of),
        ))
        (error_summary(lang, lang.pick("还没办", "Not done yet"), &problems))
        div.row.apart { h1 { (name(lang, of)) } (places::standing_at_desk(lang, of, read.place, here.centre.zone, now)) }
        (said(lang, told, of, read.place))
        (about(lang, of))
        @if !to_come.is_empty() { (plain_list(&to_come)) }
        p.row { (Button::link(&here.href(&format!("/registrations/{}/slip", of.id)), lang.pick("打印凭条", "Print a slip")).icon("print")) }
        @if open { (acts(here, read, errors)) (change(here, read, fields, errors)) }
        section.flow {
            h2 { (lang.pick("经过", "What happened")) }
            (happened(&read.lines.iter().map(|line| said_line(here, line)).collect::<Vec<_>>()))
        }
        @if of.erased_at.is_none() {
            form.card.flow method="post" action=(here.href(&format!("/registrations/{}/erasure", of.id))) {
                p { (lang.pick("本人要求时，删除姓名和联系方式；人数留下。还没开始的报名一起取消。", "When they ask for it: name and contact are erased, the count stays. What has not begun is cancelled with it.")) }
                p { (Button::submit(lang.pick("删除资料", "Erase the data"))) }
            }
        }
    }
}

fn about(lang: Lang, of: &Registration) -> Markup {
    let mut pairs = vec![
        (lang.pick("联系", "Contact"), contact(of)),
        (lang.pick("人数", "People"), html! { (words::people(lang, of.party.into())) }),
    ];
    for (label, text) in
        [(lang.pick("监护人", "Guardian"), &of.guardian), (lang.pick("留言", "Note"), &of.note)]
    {
        if !text.is_empty() {
            pairs.push((label, html! { (text) }));
        }
    }
    facts(&pairs)
}

fn said(lang: Lang, told: &Told, of: &Registration, place: Option<usize>) -> Markup {
    if matches!(told, Told::Just(just) if just == "registered") && of.state == Standing::Waiting {
        let at = place
            .map_or_else(String::new, |place| lang.pick(format!("第{place}位"), format!(", No. {place}")));
        return remark(
            Tone::Amber,
            lang.pick(
                format!("名额已满，排在候补{at}，还没有报上。"),
                format!("All places are taken: in line{at}, and not registered yet."),
            ),
        );
    }
    let (tone, words) = match told {
        Told::Refused(why) => (Tone::Brick, why.as_str()),
        Told::Just(just) => (
            Tone::Jade,
            match just.as_str() {
                "registered" if of.state == Standing::Requested => lang.pick(
                    "登记好了，等工作人员看过才算数。",
                    "Entered: it counts once staff have looked at it.",
                ),
                "registered" => lang.pick("登记好了。", "Entered."),
                "changed" => lang.pick("改好了。", "Changed."),
                "confirmed" => lang.pick("办好了，通知已写好。", "Done; they are being told."),
                "refused" => lang.pick("没有通过，通知已写好。", "Refused; they are being told."),
                "cancelled" => {
                    lang.pick("取消了，名额给了下一位。", "Cancelled; the place goes to the next in line.")
                }
                "moved-up" => lang.pick("排到最前面了。", "Moved to the front of the line."),
                _ => return html! {},
            },
        ),
    };
    remark(tone, words)
}

/// What may be done, by state and by who looks.
fn acts(here: &Here, read: &Read, errors: &Errors) -> Markup {
    let lang = here.lang();
    let of = &read.enrolled.registration;
    let base = here.href(&format!("/registrations/{}", of.id));
    let decides = here.decides();
    let reason =
        |id| Field::new("reason", lang.pick("为什么？", "Why?")).id(id).error(errors.of("reason")).required();
    html! {
        @if of.state == Standing::Requested && decides {
            form.card.flow method="post" action={ (base) "/confirmation" } {
                p { (Button::submit(lang.pick("通过", "Confirm")).main()) }
                p.quiet { (lang.pick("名额不够时进候补。", "Put in line where there are not enough places.")) }
            }
        }
        @if of.state == Standing::Offered {
            form.card.flow method="post" action={ (base) "/acceptance" } {
                p { (Button::submit(lang.pick("对方说要", "They take it")).main()) }
                p { (Button::submit(lang.pick("对方说不要", "They decline")).action(&format!("{base}/declining"))) }
            }
        }
        @if of.state == Standing::Waiting && decides && read.place != Some(1) {
            form.card.flow method="post" action={ (base) "/moving-up" } {
                (reason("reason-up").text())
                p { (Button::submit(lang.pick("排到最前面", "Move to the front"))) }
            }
        }
        @if matches!(of.state, Standing::Requested | Standing::Waiting) && decides {
            form.card.flow method="post" action={ (base) "/refusal" } {
                (reason("reason").help(lang.pick("会告诉对方。", "They are told.")).text())
                p { (Button::submit(lang.pick("不通过", "Refuse"))) }
            }
        }
        form.card.flow method="post" action={ (base) "/cancellation" } {
            (Field::new("reason", lang.pick("为什么取消？（可以不填）", "Why is it cancelled? (may stay empty)")).id("reason-off").text())
            p { (Button::submit(lang.pick("替他取消", "Cancel for them"))) }
        }
    }
}

fn change(here: &Here, read: &Read, fields: &Fields, errors: &Errors) -> Markup {
    let lang = here.lang();
    let of = &read.enrolled.registration;
    let mut fields = fields.clone();
    if !fields.has("settings") {
        fields = Fields::of([
            ("name", &of.name),
            ("party", &of.party.to_string()),
            ("phone", of.phone.as_deref().unwrap_or_default()),
            ("email", of.email.as_deref().unwrap_or_default()),
            ("guardian", &of.guardian),
            ("note", &of.note),
        ]);
        if of.reminded {
            fields.set("reminded", "1");
        }
    }
    let sheet = Sheet { lang, fields: &fields, errors };
    html! {
        details.card {
            summary { (lang.pick("更改", "Change")) }
            form.flow method="post" action=(here.href(&format!("/registrations/{}", of.id))) {
                (hidden("settings", "1"))
                (sheet.field("name", lang.pick("姓名", "Name")).text())
                (sheet.field("phone", lang.pick("手机号", "Phone number")).tel())
                (sheet.field("email", lang.pick("邮箱", "E-mail address")).email())
                (form::party(&sheet, read.enrolled.activity.party_limit, true))
                @if read.enrolled.activity.guardian { (sheet.field("guardian", lang.pick("监护人", "Guardian")).text()) }
                (sheet.field("note", lang.pick("留言", "Note")).textarea())
                (form::reminded(&sheet, true))
                p { (Button::submit(lang.pick("保存", "Save"))) }
            }
        }
    }
}

fn said_line(here: &Here, line: &Line) -> Happened {
    let lang = here.lang();
    let what = match line.act.as_str() {
        "registered" => lang.pick("报名", "Registered"),
        "confirmed" => lang.pick("通过", "Confirmed"),
        "refused" => lang.pick("没有通过", "Refused"),
        "offered" => lang.pick("轮到，名额留着", "Offered a place"),
        "told_lacking" => lang.pick("告诉了还差几个名额", "Told how many places are missing"),
        "accepted" => lang.pick("说要", "Taken"),
        "declined" => lang.pick("说不要", "Declined"),
        "offer_ended" => lang.pick("过时没有答复", "No answer in time"),
        "lapsed" => lang.pick("没有等到", "No place came free"),
        "changed" => lang.pick("更改", "Changed"),
        "cancelled" => lang.pick("取消", "Cancelled"),
        "moved_up" => lang.pick("排到最前面", "Moved to the front"),
        "session_cancelled" => lang.pick("一场取消", "A date was cancelled"),
        "session_moved" => lang.pick("一场改了时间或地点", "A date was moved"),
        "course_moved" => lang.pick("所有场次都改了时间或地点", "All dates were moved"),
        "sessions_added" => lang.pick("加了场次", "Dates were added"),
        "activity_cancelled" => lang.pick("整个活动取消", "The activity was cancelled"),
        "reminded" => lang.pick("提醒了", "Reminded"),
        "erased" => lang.pick("资料删除", "Data erased"),
        other => other,
    };
    let who = line.person.as_deref();
    Happened {
        when: say::moment(lang, here.centre.zone.wall(line.at), here.today()),
        what: html! { (what) @if let Some(who) = who { (lang.pick("，", ", ")) (who) } },
        reason: line.reason.clone().unwrap_or_default(),
    }
}
