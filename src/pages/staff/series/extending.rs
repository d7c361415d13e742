//! `/staff/{centre}/series/extending?agreement={successor}`: what the standing series of the agreement that it renews
//! would be under it; each is confirmed by itself.

use actix_web::http::StatusCode;
use actix_web::{HttpResponse, web};
use maud::{Markup, html};

use super::super::here::{Here, Waiting, page as answer, to};
use crate::base::error::{Error, Result};
use crate::base::web::State;
use crate::base::web::form::{Fields, Query};
use crate::domain::agreements::{self, AgreementId};
use crate::domain::bookings::series::creating::{Created, create};
use crate::domain::bookings::series::extending::{Extension, preview, wanted};
use crate::domain::bookings::series::{SeriesId, store};
use crate::pages::parts::door::{Approver, Desk};
use crate::pages::parts::series::one;
use crate::pages::parts::series::plan::{all_choices, list, summary};
use crate::pages::parts::{Button, StaffTab, Tone, Width, crumbs, empty, hidden, notice, remark};

pub(super) fn routes(config: &mut web::ServiceConfig) {
    config
        .route("/staff/{centre}/series/extending", web::get().to(show))
        .route("/staff/{centre}/series/extending", web::post().to(extend));
}

async fn show(door: Desk, query: Query, state: web::Data<State>) -> Result<HttpResponse> {
    let here = Here::desk(door, &state);
    let successor = query.0.get("agreement").parse().map(AgreementId).map_err(|_| Error::NotFound)?;
    page(&here, &state, successor, html! {}, StatusCode::OK).await
}

async fn page(
    here: &Here,
    state: &State,
    successor: AgreementId,
    news: Markup,
    status: StatusCode,
) -> Result<HttpResponse> {
    let who = here.clone();
    let (all, waiting) = state
        .db
        .read(move |conn| Ok((preview(conn, who.acting(), successor)?, Waiting::read(conn, who.centre.id)?)))
        .await?;
    let lang = here.lang();
    let title = lang.pick("按新协议接着约", "Go on under the new agreement");
    let agreement = here.href(&format!("/agreements/{successor}"));
    let body = html! {
        (crumbs(lang.pick("位置", "Where"), &[(&agreement, lang.pick("协议", "Agreement"))], title))
        (news)
        h1 { (title) }
        p { (lang.pick("旧协议里还在进行的系列，按新协议会是这样。不会自动接着约，一个一个确认。", "This is what the standing series of the old agreement would be under the new one. Nothing goes on by itself: confirm each.")) }
        @if all.is_empty() {
            (empty("calendar", lang.pick("旧协议没有进行中的系列", "The old agreement has no standing series"), html! {}))
        }
        @for one in &all { (item(here, one, successor)) }
    };
    let frame = here.frame(Some(StaffTab::Agreements), waiting);
    Ok(answer(status, frame.page(title, Width::Normal, body)))
}

fn item(here: &Here, one: &Extension, successor: AgreementId) -> Markup {
    let (lang, today) = (here.lang(), here.today());
    html! {
        section.flow {
            h2 { (one::title(lang, &one.series, &one.room)) }
            @match (&one.done, &one.plan) {
                (Some(done), _) => p {
                    (lang.pick("已经接着约了。", "It goes on already. "))
                    a href=(here.href(&format!("/series/{}", done.id))) { (lang.pick("看新的系列", "See the new series")) }
                },
                (None, Some(plan)) if !plan.dates.is_empty() => form.flow method="post" action=(here.href("/series/extending")) {
                    (hidden("agreement", &successor.to_string())) (hidden("series", &one.series.id.to_string()))
                    (hidden("seen", &plan.fingerprint()))
                    (summary(lang, plan, today))
                    details { summary { (lang.pick("看每一次", "See every date")) } (list(lang, plan, today)) }
                    @if here.decides() {
                        p { (Button::submit(&lang.pick(format!("接着约这{}次", plan.chosen()), format!("Go on with these {}", plan.chosen())))) }
                    }
                },
                _ => (remark(Tone::Amber, lang.pick("按新协议现在一次也约不了。", "No date can be booked under the new agreement for now."))),
            }
        }
    }
}

async fn extend(door: Approver, fields: Fields, state: web::Data<State>) -> Result<HttpResponse> {
    let here = Here::approver(door, &state);
    let named = |name: &str| {
        fields.get(name).parse::<i64>().map_err(|_| Error::BadRequest(format!("no {name} is named")))
    };
    let (successor, series) = (AgreementId(named("agreement")?), SeriesId(named("series")?));
    let (who, choices, seen) = (here.clone(), all_choices(&fields), fields.get("seen").to_owned());
    let created = state
        .db
        .write_again(move |conn| {
            let agreement = agreements::store::agreement(conn, who.centre.id, successor)?;
            let old = store::series(conn, who.centre.id, series)?;
            if agreement.predecessor != Some(old.agreement_id) {
                return Err(Error::NotFound);
            }
            let wish = wanted(&old, &agreement, who.today())?;
            create(conn, who.acting(), &wish, &choices, &seen)
        })
        .await?;
    let lang = here.lang();
    let (title, why) = match created {
        Created::Done(series) | Created::Repeated(series) => {
            state.outbox.notify_one();
            return Ok(to(&here.href(&format!("/series/{}?done=asked", series.id))));
        }
        Created::Changed(_) => (
            lang.pick("还没约上：单子变了", "Not booked yet: the list has changed"),
            lang.pick("这是新的单子，看好了再确认。", "This is the new list. Look at it and confirm."),
        ),
        Created::Nothing(_) => (
            lang.pick("还没约上：一次也没选", "Not booked: every date is left out"),
            lang.pick("请至少选一次。", "Please choose one date at least."),
        ),
        Created::NoAgreement => (
            lang.pick("还不能接着约", "It cannot go on yet"),
            lang.pick(
                "新协议还没有生效。先让它生效。",
                "The new agreement is not active yet. Activate it first.",
            ),
        ),
    };
    let news = notice(Tone::Amber, title, html! { p { (why) } });
    page(&here, &state, successor, news, StatusCode::CONFLICT).await
}
