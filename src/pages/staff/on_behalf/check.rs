//! What would come of a wish, looked at before it is sent.

use actix_web::HttpResponse;
use chrono::NaiveDate;
use maud::{Markup, html};

use super::{Here, Why, active_troupes, form, show};
use crate::base::error::Result;
use crate::base::lang::Lang;
use crate::base::web::State;
use crate::base::web::form::{Errors, Fields};
use crate::domain::agreements::{Agreement, Gap};
use crate::domain::bookings::alternatives::Wish;
use crate::domain::bookings::foreseeing::{facts_in_reach, foresee};
use crate::domain::bookings::loads::{Loads, loads};
use crate::domain::bookings::{Verdict, store as bookings, words};
use crate::domain::rooms;
use crate::pages::parts::agreement::before_and_after;
use crate::pages::parts::{Tone, notice, remark};

/// A wish that can be had, at once or if an approver agrees.
#[derive(Debug, Clone)]
pub struct Open {
    day: NaiveDate,
    /// What the agreement does not cover about it, where an approver decides.
    decision: Option<Option<Gap>>,
    /// How many others want the slot.
    rivals: usize,
    /// The agreement that holds that day, with what it has been used for without this and with it.
    agreement: Option<(Agreement, Loads)>,
}

/// The form again, with what would come of it.
pub async fn look(here: Here, state: &State, fields: Fields) -> Result<HttpResponse> {
    let (who, lang, typed) = (here.clone(), here.lang(), fields.clone());
    let looked = state
        .db
        .read(move |conn| {
            let centre = &who.centre;
            let slot = match form::slot(&typed, lang, &active_troupes(conn, centre.id)?) {
                Ok(slot) => slot,
                Err(errors) => return Ok(Err(errors)),
            };
            let (span, day) = (slot.span, slot.span.date());
            let room = rooms::store::room(conn, centre.id, slot.room)?;
            let facts = facts_in_reach(conn, centre, slot.troupe, &room, day, who.now)?;
            let seen = foresee(conn, &facts, Wish { room: &room, span, size: slot.size })?;
            let decision = match seen.verdict {
                Verdict::Taken(there) => {
                    let clashes = bookings::clashes_for_staff(conn, &there)?;
                    return Ok(Ok(Why::Taken(clashes, seen.alternatives)));
                }
                Verdict::Refused(refusal) => return Ok(Ok(Why::Refused(refusal, seen.alternatives))),
                Verdict::Granted => None,
                Verdict::Reviewed(gap) => Some(gap),
            };
            let agreement = facts.agreement_on(day).cloned();
            let agreement = agreement.map(|one| {
                let loads = loads(&facts.uses, one.id, &[span], &[]);
                (one, loads)
            });
            Ok(Ok(Why::Open(Box::new(Open { day, decision, rivals: seen.rivals.len(), agreement }))))
        })
        .await?;
    match looked {
        Ok(why) => show(here, state, fields, Errors::default(), why).await,
        Err(errors) => show(here, state, fields, errors, Why::Wrong).await,
    }
}

impl Open {
    pub fn view(&self, here: &Here) -> Markup {
        let lang = here.lang();
        html! {
            (self.verdict(lang))
            @if let Some((agreement, loads)) = &self.agreement {
                div.card.flow { (before_and_after(lang, agreement, loads, here.today())) }
            }
        }
    }

    fn verdict(&self, lang: Lang) -> Markup {
        let (title, body) = match self.decision {
            None => {
                let fits = "能约：协议之内，订了就定。";
                return remark(
                    Tone::Jade,
                    lang.pick(fits, "It fits: within the agreement, and confirmed at once."),
                );
            }
            Some(None) => (
                lang.pick(
                    "能申请：这间要审批人决定",
                    "It can be asked for: an approver decides about this room",
                ),
                lang.pick("在协议之内。", "It is within the agreement.").to_owned(),
            ),
            Some(Some(Gap::NoAgreement)) => (
                lang.pick("能申请：要审批人决定", "It can be asked for: an approver decides"),
                lang.pick(
                    "那天没有有效的协议，只能按次申请。",
                    "No agreement is in force that day: this date alone.",
                )
                .to_owned(),
            ),
            Some(Some(gap)) => {
                let why = words::gap(lang, gap, self.agreement.as_ref().map(|(one, _)| one), self.day);
                (
                    lang.pick("能申请：要审批人破例", "It can be asked for: it needs an exception"),
                    lang.pick(format!("{why}。批准要写理由。"), format!("{why}. Approving takes a reason.")),
                )
            }
        };
        notice(
            Tone::Amber,
            title,
            html! { p { (body) } @if self.rivals > 0 { p { (words::rivals(lang, self.rivals)) } } },
        )
    }
}
