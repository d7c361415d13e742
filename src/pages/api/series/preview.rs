//! A series before it is made: every date with its verdict, and what could be had instead.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::base::lang::Lang;
use crate::domain::agreements::AgreementId;
use crate::domain::bookings::series::{Choice, Cut, Plan, words};
use crate::domain::bookings::{Verdict as Judged, words as say};
use crate::pages::api::wire::{Alternative, Clash, WallTime};

/// Every date of a series before it is made.
#[derive(Debug, Serialize, ToSchema)]
pub struct SeriesPreview {
    pub agreement: AgreementId,
    /// To be sent back as `seen`: what is made is what was shown.
    pub fingerprint: String,
    /// Why there are fewer dates than the rule names, in words.
    pub cut: Option<String>,
    /// What nobody has entered yet, such as the public holidays of a year that has dates, in words.
    pub warnings: Vec<String>,
    pub dates: Vec<PreviewDate>,
}

/// One date of a preview.
#[derive(Debug, Serialize, ToSchema)]
pub struct PreviewDate {
    pub date: NaiveDate,
    pub starts_at: WallTime,
    pub ends_at: WallTime,
    #[schema(inline)]
    pub verdict: Verdict,
    /// What stands behind it, and which public holiday it is, in words.
    pub message: Option<String>,
    pub clashes: Vec<Clash>,
    /// At most three spans that would be granted now instead; every one was checked.
    pub alternatives: Vec<Alternative>,
    #[schema(inline)]
    pub choice: Choosing,
}

/// Whether a date can be had.
#[derive(Debug, Clone, Copy, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Verdict {
    /// Approved at once.
    Fits,
    /// Staff decide.
    Reviewed,
    /// The agreement does not cover it, perhaps because its hours run out along the series.
    NotCovered,
    Taken,
    /// The room is shut, or another rule forbids it.
    Forbidden,
}

/// What is to become of a date.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Choosing {
    Take,
    Skip,
    /// One of the alternatives: the first, unless another is named.
    Alternative,
    /// In line where somebody else has the room; asked for as an exception where the agreement does not cover it.
    Wait,
}

impl SeriesPreview {
    pub fn of(lang: Lang, plan: &Plan, today: NaiveDate) -> Self {
        let dates = plan.dates.iter().map(|date| {
            let (verdict, message) = match &date.verdict {
                Judged::Granted => (Verdict::Fits, None),
                Judged::Reviewed(Some(gap)) if gap.is_exception() => {
                    let words = say::gap(lang, *gap, Some(&plan.agreement), date.span.date());
                    (Verdict::NotCovered, Some(words))
                }
                Judged::Reviewed(_) => (Verdict::Reviewed, None),
                Judged::Taken(_) => (Verdict::Taken, None),
                Judged::Refused(refusal) => (Verdict::Forbidden, Some(say::refusal(lang, refusal, today))),
            };
            let note = date.occasion.note.as_ref().map(|note| words::day_note(lang, note));
            let said: Vec<String> = note.into_iter().chain(message).collect();
            PreviewDate {
                date: date.occasion.date,
                starts_at: WallTime(date.span.start()),
                ends_at: WallTime(date.span.end()),
                verdict,
                message: (!said.is_empty()).then(|| said.join(lang.pick("", " "))),
                clashes: Clash::all(lang, &date.clashes),
                alternatives: Alternative::all(&date.alternatives),
                choice: match date.choice {
                    Choice::Take => Choosing::Take,
                    Choice::Skip => Choosing::Skip,
                    Choice::Alternative { .. } => Choosing::Alternative,
                    Choice::Wait => Choosing::Wait,
                },
            }
        });
        Self {
            agreement: plan.agreement.id,
            fingerprint: plan.fingerprint(),
            cut: plan.cut.map(|cut: Cut| words::cut(lang, cut, today)),
            warnings: words::warnings(lang, plan),
            dates: dates.collect(),
        }
    }
}
