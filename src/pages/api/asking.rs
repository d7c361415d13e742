//! The body of `POST /bookings`, checked before the use case sees it.

use serde::Deserialize;
use utoipa::ToSchema;

use super::problem::FieldProblem;
use super::wire::WallTime;
use crate::base::db::Conn;
use crate::base::error::{Error, Result};
use crate::base::lang::Lang;
use crate::base::time::{Span, SpanError};
use crate::base::tokens::random_token;
use crate::domain::agreements::TroupeId;
use crate::domain::bookings::MOST_PEOPLE;
use crate::domain::bookings::asking::Ask;
use crate::domain::centres::Centre;
use crate::domain::rooms::{self, RoomId};

const LONGEST_PURPOSE: usize = 200;
const LONGEST_KEY: usize = 100;

/// What is asked for.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewBooking {
    pub room: RoomId,
    /// One that one may act for; the room is of its centre.
    pub troupe: TroupeId,
    pub starts_at: WallTime,
    /// On the same day.
    pub ends_at: WallTime,
    #[schema(min_length = 1, max_length = 200, example = "排练")]
    pub purpose: String,
    /// How many people.
    #[schema(minimum = 1, maximum = 10000)]
    pub size: i32,
    /// Chosen by the program, new for every wish: a retry with it creates nothing. Without one every request is
    /// a new wish.
    #[schema(min_length = 1, max_length = 100)]
    pub request_key: Option<String>,
    /// Where somebody else has the room then: wait in line for it instead of being told so.
    pub wait: Option<bool>,
}

/// One whose fields are in order by themselves.
#[derive(Debug, Clone)]
pub struct Checked {
    pub room: RoomId,
    pub troupe: TroupeId,
    span: Span,
    purpose: String,
    size: i32,
    request_key: String,
    /// Wait in line where it is taken.
    pub wait: bool,
}

impl NewBooking {
    /// Checks all that needs no database.
    pub fn checked(self, lang: Lang) -> Result<Checked, Vec<FieldProblem>> {
        let mut errors = Vec::new();
        let purpose = self.purpose.trim().to_owned();
        if purpose.is_empty() {
            errors.push(FieldProblem::new("purpose", lang.pick("请写做什么用。", "Say what it is for.")));
        } else if purpose.chars().count() > LONGEST_PURPOSE {
            errors.push(FieldProblem::new("purpose", lang.pick("最多200个字。", "At most 200 characters.")));
        } else if purpose.chars().any(char::is_control) {
            errors.push(FieldProblem::new(
                "purpose",
                lang.pick("请写成一行，不要控制字符。", "Write one line, without control characters."),
            ));
        }
        if !(1..=MOST_PEOPLE).contains(&self.size) {
            errors.push(FieldProblem::new(
                "size",
                lang.pick("请填1到10000。", "Write a number from 1 to 10000."),
            ));
        }
        let request_key = checked_key(lang, self.request_key).unwrap_or_else(|error| {
            errors.push(error);
            String::new()
        });
        let span = Span::new(self.starts_at.0, self.ends_at.0).map_err(|error| {
            errors.push(FieldProblem::new("ends_at", wrong_span(lang, error)));
        });
        match span {
            Ok(span) if errors.is_empty() => {
                let Self { room, troupe, size, .. } = self;
                Ok(Checked {
                    room,
                    troupe,
                    span,
                    purpose,
                    size,
                    request_key,
                    wait: self.wait.unwrap_or(false),
                })
            }
            _ => Err(errors),
        }
    }
}

impl Checked {
    /// Checks what hangs on the centre: that its clocks show these times.
    pub fn at(&self, centre: &Centre, lang: Lang, on_behalf: bool) -> Result<Ask, FieldProblem> {
        for (field, wall) in [("starts_at", self.span.start()), ("ends_at", self.span.end())] {
            if centre.zone.instant(wall).is_none() {
                let message = lang
                    .pick("那天钟拨快，没有这个时刻。", "Clocks go forward that day: there is no such time.");
                return Err(FieldProblem::new(field, message));
            }
        }
        Ok(Ask {
            troupe: self.troupe,
            room: self.room,
            span: self.span,
            purpose: self.purpose.clone(),
            size: self.size,
            request_key: self.request_key.clone(),
            on_behalf,
            replaces: None,
        })
    }

    /// Says that the room is the trouble, where something was not found, if it is.
    pub fn not_found(&self, conn: &mut Conn, centre: &Centre, lang: Lang) -> Result<FieldProblem> {
        match rooms::store::room(conn, centre.id, self.room) {
            Ok(_) => Err(Error::NotFound),
            Err(Error::NotFound) => Ok(FieldProblem::new(
                "room",
                lang.pick("这个中心没有这间。", "This centre has no such room."),
            )),
            Err(error) => Err(error),
        }
    }
}

/// The key that a program chose, or a new one.
pub(super) fn checked_key(lang: Lang, key: Option<String>) -> Result<String, FieldProblem> {
    let key = key.unwrap_or_else(random_token);
    if key.is_empty() || key.len() > LONGEST_KEY || key.chars().any(char::is_control) {
        let words = lang.pick("请用1到100个字节的文字。", "Use a text of 1 to 100 bytes.");
        return Err(FieldProblem::new("request_key", words));
    }
    Ok(key)
}

pub(super) fn wrong_span(lang: Lang, error: SpanError) -> &'static str {
    match error {
        SpanError::Empty => lang.pick("结束要晚于开始。", "The end must be after the start."),
        SpanError::SeveralDays => lang.pick("一次预约要在同一天里。", "A booking lies within one day."),
    }
}
