//! What answers other than success look like (RFC 9457), with the members that programs act on.

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use chrono::{DateTime, NaiveDate, Utc};
use serde::Serialize;
use serde_json::{Value, json};
use utoipa::ToSchema;

use super::wire::{Alternative, Clash};
use crate::base::lang::Lang;
use crate::base::web::problem::Problem as Document;
use crate::domain::bookings::changing::{ChangeState, Settled};
use crate::domain::bookings::{self, Decided, Refusal, State, words};

/// A problem document (RFC 9457). `type` is `about:blank`, or where its schema is described.
#[derive(Debug, Serialize, ToSchema)]
pub struct Problem {
    #[schema(example = "about:blank")]
    pub r#type: String,
    #[schema(example = "Not Found")]
    pub title: String,
    #[schema(example = 404)]
    pub status: u16,
    /// What happened, in words.
    pub detail: Option<String>,
    /// Of a fault of the server: the number under which its log has the cause.
    pub number: Option<String>,
}

/// Somebody else has the room then.
#[derive(Debug, Serialize, ToSchema)]
pub struct Taken {
    pub r#type: String,
    pub title: String,
    pub status: u16,
    pub detail: String,
    /// What stands in the way.
    pub clashes: Vec<Clash>,
    /// At most three spans that would be granted now, the least demanding first; every one was checked.
    pub alternatives: Vec<Alternative>,
}

/// Fields that cannot be taken as they are, or that a rule forbids.
#[derive(Debug, Serialize, ToSchema)]
pub struct Invalid {
    pub r#type: String,
    pub title: String,
    pub status: u16,
    pub detail: String,
    pub errors: Vec<FieldProblem>,
    /// What would be granted instead, where a rule refused a booking.
    pub alternatives: Vec<Alternative>,
}

/// One field and what is wrong with it.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct FieldProblem {
    #[schema(example = "ends_at")]
    pub field: String,
    pub message: String,
}

/// The state of things does not allow it: decided before, begun, taken or shut meanwhile.
#[derive(Debug, Serialize, ToSchema)]
pub struct Conflict {
    pub r#type: String,
    pub title: String,
    pub status: u16,
    pub detail: String,
    /// What happened before, if that is the reason.
    pub decided: Option<Decision>,
    /// Who has the slot, if that is the reason.
    pub clashes: Vec<Clash>,
}

/// What was decided, by whom, when.
#[derive(Debug, Serialize, ToSchema)]
pub struct Decision {
    /// What it is now: the `status` of a booking, of a change or of a registration.
    #[schema(example = "cancelled")]
    pub status: &'static str,
    /// The name of the person; null when time decided, and of a registration. Who decided about a change is for staff
    /// to read.
    pub by: Option<String>,
    pub at: Option<DateTime<Utc>>,
}

impl FieldProblem {
    pub fn new(field: &str, message: impl Into<String>) -> Self {
        Self { field: field.to_owned(), message: message.into() }
    }
}

impl Invalid {
    /// 422
    pub fn response(errors: Vec<FieldProblem>, alternatives: Vec<Alternative>) -> HttpResponse {
        let detail: Vec<&str> = errors.iter().map(|error| error.message.as_str()).collect();
        kind(StatusCode::UNPROCESSABLE_ENTITY, "Invalid", &detail.join(" "))
            .with("errors", list(&errors))
            .with("alternatives", list(&alternatives))
            .response()
    }

    /// 422 about one field.
    pub fn field(field: &str, message: impl Into<String>) -> HttpResponse {
        Self::response(vec![FieldProblem::new(field, message)], Vec::new())
    }

    /// A booking that a rule forbids, at the field that would have to change.
    pub fn refused(
        lang: Lang,
        refusal: &Refusal,
        today: NaiveDate,
        alternatives: Vec<Alternative>,
    ) -> HttpResponse {
        let field = match refusal {
            Refusal::NotBookable => "room",
            Refusal::TooManyPeople { .. } => "size",
            Refusal::TooShort { .. } | Refusal::TooLong { .. } => "ends_at",
            Refusal::Past
            | Refusal::NoSuchTime
            | Refusal::TooFarAhead { .. }
            | Refusal::NotOpen { .. }
            | Refusal::OffGrain { .. } => "starts_at",
        };
        Self::response(vec![FieldProblem::new(field, words::refusal(lang, refusal, today))], alternatives)
    }
}

impl Taken {
    /// 409
    pub fn response(lang: Lang, clashes: &[bookings::Clash], alternatives: Vec<Alternative>) -> HttpResponse {
        kind(StatusCode::CONFLICT, "Taken", &said(lang, clashes))
            .with("clashes", list(&Clash::all(lang, clashes)))
            .with("alternatives", list(&alternatives))
            .response()
    }
}

impl Taken {
    /// 409 for a reason in words: nobody else has it.
    pub fn because(detail: &str) -> HttpResponse {
        kind(StatusCode::CONFLICT, "Taken", detail)
            .with("clashes", json!([]))
            .with("alternatives", json!([]))
            .response()
    }
}

impl Conflict {
    /// 409: the slot was given to somebody else meanwhile.
    pub fn taken(lang: Lang, clashes: &[bookings::Clash]) -> HttpResponse {
        let clashed = Clash::all(lang, clashes);
        Self::answer(&said(lang, clashes), Value::Null, list(&clashed))
    }

    /// 409: for a reason in words.
    pub fn because(detail: &str) -> HttpResponse {
        Self::answer(detail, Value::Null, json!([]))
    }

    /// 409: decided before, or changed since it was seen.
    pub fn decided(lang: Lang, decided: Decided) -> HttpResponse {
        let state = decided.state.name(lang);
        let by = decided.by.as_deref().unwrap_or_default();
        let detail = match (decided.state.is_open(), by.is_empty()) {
            (true, _) if decided.state == State::Waiting => lang
                .pick(
                    "它已转为候补：这个时间给了别的预约。",
                    "It waits in line: the slot went to another booking.",
                )
                .to_owned(),
            (true, _) => lang
                .pick(
                    "申请在您看过之后有变动，请重新读取。",
                    "The request changed since you saw it: read it anew.",
                )
                .to_owned(),
            (false, true) => lang.pick(format!("已经是“{state}”。"), format!("It is already: {state}.")),
            (false, false) => {
                lang.pick(format!("{by}已处理：{state}。"), format!("{by} was quicker. It is: {state}."))
            }
        };
        let status = decided.state.word();
        Self::because_of(&detail, Decision { status, by: decided.by, at: decided.at.map(|at| at.utc()) })
    }

    /// 409: a change was settled before, or its booking does not stand to be changed any more.
    pub fn settled(lang: Lang, settled: Settled) -> HttpResponse {
        if settled.state == ChangeState::Requested {
            return Self::because(lang.pick(
                "原来的预约已经开始，或者已经不在了，改不了了。",
                "The booking has begun or stands no more, and cannot be changed.",
            ));
        }
        let state = settled.state.name(lang);
        let detail = match &settled.by {
            Some(by) => lang.pick(
                format!("{by}已处理这个更改申请：{state}。"),
                format!("{by} has settled this change: {state}."),
            ),
            None => lang.pick(
                format!("这个更改申请已经处理过了：{state}。"),
                format!("This change was settled before: {state}."),
            ),
        };
        let (status, at) = (settled.state.word(), settled.at.map(|at| at.utc()));
        Self::because_of(&detail, Decision { status, by: settled.by, at })
    }

    /// 409: for a reason in words, with what was decided before.
    pub fn because_of(detail: &str, decision: Decision) -> HttpResponse {
        Self::answer(detail, serde_json::to_value(decision).unwrap_or_default(), json!([]))
    }

    fn answer(detail: &str, decided: Value, clashes: Value) -> HttpResponse {
        kind(StatusCode::CONFLICT, "Conflict", detail)
            .with("decided", decided)
            .with("clashes", clashes)
            .response()
    }
}

fn said(lang: Lang, clashes: &[bookings::Clash]) -> String {
    let words: Vec<String> = clashes.iter().map(|clash| words::clash(lang, clash)).collect();
    match lang {
        Lang::Zh => format!("这个时间已经有人用：{}。", words.join("；")),
        Lang::En => format!("The room is taken then: {}.", words.join("; ")),
    }
}

/// A problem of a kind of our own: its type is where the document describes its schema.
pub fn kind(status: StatusCode, schema: &str, detail: &str) -> Document {
    Document::new(status)
        .with("type", format!("/api/v1/openapi.json#/components/schemas/{schema}"))
        .detail(detail)
}

fn list<T: Serialize>(items: &[T]) -> Value {
    serde_json::to_value(items).unwrap_or_default()
}
