//! What came with a form: read field by field, with everything typed kept and every complaint collected, so
//! that the form can be shown again as it was left (422).

use std::time::Duration;

use actix_web::dev::Payload;
use actix_web::error::PayloadError;
use actix_web::{FromRequest, HttpRequest, web};
use chrono::NaiveDate;
use futures_util::future::LocalBoxFuture;

use crate::base::error::{Error, Result};
use crate::base::lang::{Lang, dates};
use crate::base::time::typed_date::{UnreadDate, read_typed_date};
use crate::base::time::{Minute, read_date};

/// Bytes a form may have.
pub const LARGEST: usize = 256 * 1024;
/// And the time it may take to arrive, over a bad line.
pub const SLOWEST: Duration = Duration::from_secs(60);

/// The fields as typed, in order; a name may come several times.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Fields(Vec<(String, String)>);

impl Fields {
    /// Reads a form's body or a query.
    pub fn parse(text: &[u8]) -> Result<Self> {
        serde_html_form::from_bytes(text).map(Self).map_err(|_| Error::BadRequest("this is no form".into()))
    }

    /// Fields given by hand: a form's first values.
    pub fn of<const N: usize>(pairs: [(&str, &str); N]) -> Self {
        Self(pairs.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect())
    }

    /// A field without the space around it; empty when it did not come.
    pub fn get(&self, name: &str) -> &str {
        self.raw(name).trim()
    }

    /// A field exactly as typed: for passwords.
    pub fn raw(&self, name: &str) -> &str {
        self.0.iter().find(|(found, _)| found == name).map_or("", |(_, value)| value)
    }

    /// All fields as they came, in order.
    pub fn pairs(&self) -> impl Iterator<Item = (&str, &str)> {
        self.0.iter().map(|(name, value)| (name.as_str(), value.as_str()))
    }

    /// Written as the query of an address.
    pub fn query(&self) -> String {
        let mut query = url::form_urlencoded::Serializer::new(String::new());
        query.extend_pairs(self.pairs());
        query.finish()
    }

    /// True when the field came, whatever was in it: a ticked box, a pressed button.
    pub fn has(&self, name: &str) -> bool {
        self.0.iter().any(|(found, _)| found == name)
    }

    /// All values of a field that may come several times.
    pub fn all<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a str> {
        self.0.iter().filter(move |(found, _)| found == name).map(|(_, value)| value.trim())
    }

    /// One more value of a field that may come several times.
    pub fn add(&mut self, name: &str, value: impl Into<String>) {
        self.0.push((name.to_owned(), value.into()));
    }

    pub fn set(&mut self, name: &str, value: impl Into<String>) {
        self.0.retain(|(found, _)| found != name);
        self.0.push((name.to_owned(), value.into()));
    }
}

impl FromRequest for Fields {
    type Error = Error;
    type Future = LocalBoxFuture<'static, Result<Self>>;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let body = web::Bytes::from_request(request, payload);
        Box::pin(async move {
            let body = tokio::time::timeout(SLOWEST, body).await;
            let body = body.map_err(|_| Error::BadRequest("the form took too long to arrive".into()))?;
            let body = body.map_err(|error| match error.as_error::<PayloadError>() {
                Some(PayloadError::Overflow) => Error::TooLong,
                _ => Error::BadRequest(error.to_string()),
            })?;
            Self::parse(&body)
        })
    }
}

/// The fields of the query: `?date=2026-11-24&people=18`.
#[derive(Debug, Clone, Default)]
pub struct Query(pub Fields);

impl FromRequest for Query {
    type Error = Error;
    type Future = std::future::Ready<Result<Self>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        std::future::ready(Fields::parse(request.query_string().as_bytes()).map(Self))
    }
}

/// A field and what is wrong with it, in words that say what to do.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct FieldError {
    pub field: String,
    pub message: String,
}

/// What is wrong with a form, in the order of its fields.
#[derive(Debug, Clone, Default, PartialEq, Eq, serde::Serialize)]
#[serde(transparent)]
pub struct Errors(Vec<FieldError>);

impl Errors {
    pub fn add(&mut self, field: &str, message: impl Into<String>) {
        self.0.push(FieldError { field: field.to_owned(), message: message.into() });
    }

    /// The first complaint about a field.
    pub fn of(&self, field: &str) -> Option<&str> {
        self.0.iter().find(|error| error.field == field).map(|error| error.message.as_str())
    }

    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    pub fn iter(&self) -> impl Iterator<Item = &FieldError> {
        self.0.iter()
    }
}

/// Reads typed values from fields and collects what is wrong. Each reader gives `None` after a complaint, so
/// that a handler reads all fields first and then looks whether [`Reader::finish`] has errors.
#[derive(Debug)]
pub struct Reader<'a> {
    fields: &'a Fields,
    lang: Lang,
    pub errors: Errors,
}

impl<'a> Reader<'a> {
    pub fn new(fields: &'a Fields, lang: Lang) -> Self {
        Self { fields, lang, errors: Errors::default() }
    }

    /// The errors, if there are any.
    pub fn finish(self) -> Result<(), Errors> {
        if self.errors.is_empty() { Ok(()) } else { Err(self.errors) }
    }

    /// The value read last, or what is wrong: no value comes without a complaint.
    pub fn finish_with<T>(self, value: Option<T>) -> Result<T, Errors> {
        match value {
            Some(value) if self.errors.is_empty() => Ok(value),
            _ => Err(self.errors),
        }
    }

    /// One line that must be there, of at most so many characters. `ask` says what to do: `请写队伍的名字。`
    pub fn text(&mut self, field: &str, longest: usize, ask: &str) -> Option<String> {
        let text = self.optional(field, longest)?.replace(['\n', '\r', '\t'], " ");
        if text.is_empty() { self.complain(field, ask) } else { Some(text) }
    }

    /// A text that may be empty and may have several lines.
    pub fn optional(&mut self, field: &str, longest: usize) -> Option<String> {
        let text = self.fields.get(field);
        if text.chars().any(|c| c.is_control() && !matches!(c, '\n' | '\r' | '\t')) {
            let message = self.lang.pick(
                "这里有看不见的字符，请重新输入。",
                "There are invisible characters here: type it again.",
            );
            return self.complain(field, message);
        }
        if text.chars().count() > longest {
            let message = self.lang.pick(
                format!("最多{longest}个字，请写短一点。"),
                format!("At most {longest} characters: make it shorter."),
            );
            return self.complain(field, message);
        }
        Some(text.replace("\r\n", "\n"))
    }

    /// A whole number from one to another; full-width digits are read too.
    pub fn number(&mut self, field: &str, least: i32, most: i32) -> Option<i32> {
        let text: String = self.fields.get(field).chars().map(narrow).collect();
        match text.parse().ok().filter(|number| (least..=most).contains(number)) {
            Some(number) => Some(number),
            None => {
                let message = self.lang.pick(
                    format!("请填{least}到{most}之间的数。"),
                    format!("Write a number from {least} to {most}."),
                );
                self.complain(field, message)
            }
        }
    }

    /// A number, or `Some(None)` when nothing was typed.
    pub fn number_or_none(&mut self, field: &str, least: i32, most: i32) -> Option<Option<i32>> {
        if self.fields.get(field).is_empty() { Some(None) } else { self.number(field, least, most).map(Some) }
    }

    /// A row's number in a hidden field or a choice.
    pub fn id(&mut self, field: &str, ask: &str) -> Option<i64> {
        match self.fields.get(field).parse().ok() {
            Some(id) => Some(id),
            None => self.complain(field, ask),
        }
    }

    /// A date in whatever form people type it; `today` says what 明天 means.
    pub fn date_typed(&mut self, field: &str, today: NaiveDate) -> Option<NaiveDate> {
        let unread = match date_typed(self.lang, self.fields.get(field), today) {
            Ok(date) => return Some(date),
            Err(unread) => unread,
        };
        let lang = self.lang;
        let message = match unread {
            UnreadDate::NoDate => {
                lang.pick("请填日期，例如 11月24日。", "Write a date such as 24 November.").to_owned()
            }
            UnreadDate::NoSuchDay => {
                lang.pick("没有这一天，请改日期。", "There is no such day: change the date.").to_owned()
            }
            UnreadDate::TwoWays { month_first, day_first } => {
                let (one, other) =
                    (dates::date(lang, day_first, today), dates::date(lang, month_first, today));
                lang.pick(
                    format!("是{one}还是{other}？请写清楚。"),
                    format!("Is it {one} or {other}? Write the month as a word."),
                )
            }
            UnreadDate::OtherWeekday(date) => {
                let date = dates::date(lang, date, today);
                lang.pick(
                    format!("那天是{date}，请改日期或星期。"),
                    format!("That day is {date}: change the date or the weekday."),
                )
            }
        };
        self.complain(field, message)
    }

    /// A date chosen from a list: `2026-11-24`.
    pub fn date(&mut self, field: &str) -> Option<NaiveDate> {
        let text: String = self.fields.get(field).chars().map(narrow).collect();
        match read_date(&text.replace(['/', '.'], "-")) {
            Some(date) => Some(date),
            None => self.complain(
                field,
                self.lang.pick("请填日期，例如 2026-11-24。", "Write a date such as 2026-11-24."),
            ),
        }
    }

    /// `9:00`
    pub fn minute(&mut self, field: &str) -> Option<Minute> {
        let text: String = self.fields.get(field).chars().map(narrow).collect();
        match Minute::parse(&text) {
            Some(minute) => Some(minute),
            None => {
                // The two that stand side by side must not say the same.
                let ask = match field {
                    "from" => {
                        self.lang.pick("请填几点开始，例如 9:00。", "Say when it begins, such as 9:00.")
                    }
                    "to" => self.lang.pick("请填几点结束，例如 11:00。", "Say when it ends, such as 11:00."),
                    _ => self.lang.pick("请填时间，例如 9:00。", "Write a time such as 9:00."),
                };
                self.complain(field, ask)
            }
        }
    }

    /// One of some words: `reader.one_of("kind", Kind::from_word, "请选一类。")`.
    pub fn one_of<T>(&mut self, field: &str, read: impl Fn(&str) -> Option<T>, ask: &str) -> Option<T> {
        match read(self.fields.get(field)) {
            Some(value) => Some(value),
            None => self.complain(field, ask),
        }
    }

    /// Notes a complaint and gives `None`.
    pub fn complain<T>(&mut self, field: &str, message: impl Into<String>) -> Option<T> {
        self.errors.add(field, message);
        None
    }
}

/// Reads a date as typed in a language; in Chinese the month comes first, always.
pub fn date_typed(lang: Lang, typed: &str, today: NaiveDate) -> Result<NaiveDate, UnreadDate> {
    match read_typed_date(typed, today) {
        Err(UnreadDate::TwoWays { month_first, .. }) if lang == Lang::Zh => Ok(month_first),
        read => read,
    }
}

/// Half-width digits and signs for what a Chinese keyboard types.
fn narrow(c: char) -> char {
    match c {
        '！'..='～' => char::from_u32(u32::from(c) - 0xFEE0).unwrap_or(c),
        c => c,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_typed_stays_and_names_may_come_twice() {
        let fields = Fields::parse("a=+1+&room=2&room=3&empty=&name=%E9%82%BB%E9%87%8C".as_bytes()).unwrap();
        assert_eq!((fields.get("a"), fields.raw("a"), fields.get("name")), ("1", " 1 ", "邻里"));
        assert_eq!(fields.all("room").collect::<Vec<_>>(), ["2", "3"]);
        assert!(fields.has("empty") && !fields.has("missing"));
        assert_eq!(fields.get("missing"), "");
    }

    #[test]
    fn all_complaints_are_collected_in_order() {
        let fields =
            Fields::of([("name", ""), ("size", "many"), ("date", "2026-13-01"), ("from", "９：３０")]);
        let mut reader = Reader::new(&fields, Lang::En);
        assert_eq!(reader.text("name", 40, "Write the name."), None);
        assert_eq!(reader.number("size", 1, 200), None);
        assert_eq!(reader.date("date"), None);
        assert_eq!(reader.minute("from"), Some(Minute::hm(9, 30)));
        let errors = reader.finish().unwrap_err();
        assert_eq!(
            errors.iter().map(|error| error.field.as_str()).collect::<Vec<_>>(),
            ["name", "size", "date"]
        );
        assert_eq!(errors.of("name"), Some("Write the name."));
    }

    #[test]
    fn numbers_are_read_as_people_type_them() {
        let fields = Fields::of([("size", " １８ "), ("hours", "")]);
        let mut reader = Reader::new(&fields, Lang::Zh);
        assert_eq!(reader.number("size", 1, 200), Some(18));
        assert_eq!(reader.number_or_none("hours", 1, 40), Some(None));
        assert_eq!(reader.number("size", 20, 200), None);
    }
}
