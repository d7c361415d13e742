//! What was asked for, as typed and as understood.

use crate::base::lang::Lang;
use crate::base::time::{DaySpan, Minute, Span, Wall, read_date};
use crate::base::tokens::random_token;
use crate::base::web::form::{Errors, Fields, Reader};
use crate::domain::agreements::TroupeId;
use crate::domain::bookings::MOST_PEOPLE;
use crate::domain::bookings::asking::Ask;
use crate::domain::rooms::RoomId;

/// Longer keys are nobody's form.
const LONGEST_KEY: usize = 100;
const LONGEST_PURPOSE: usize = 200;

/// Links say `start` and `end`, the form's own fields `date`, `from` and `to`; afterwards there are only those,
/// and a key.
pub fn settled(mut fields: Fields) -> Fields {
    let wall = |name: &str, fields: &Fields| Wall::parse(fields.get(name));
    if let Some(start) = wall("start", &fields).filter(|_| fields.get("date").is_empty()) {
        fields.set("date", start.date().to_string());
        fields.set("from", start.minute().iso());
        if let Some(end) = wall("end", &fields) {
            let to = if end.date() > start.date() { Minute::DAY_END } else { end.minute() };
            fields.set("to", to.iso());
        }
    }
    let key = fields.get("request_key");
    if key.is_empty() || key.len() > LONGEST_KEY || key.chars().any(char::is_control) {
        fields.set("request_key", random_token());
    }
    fields
}

/// The span as far as it makes sense.
pub fn span(fields: &Fields) -> Option<Span> {
    let date = read_date(fields.get("date"))?;
    let part = DaySpan::new(Minute::parse(fields.get("from"))?, Minute::parse(fields.get("to"))?)?;
    Some(Span::on(date, part))
}

/// The wish, or what is to be changed.
pub fn read(fields: &Fields, troupe: TroupeId, room: RoomId, lang: Lang) -> Result<Ask, Errors> {
    let mut reader = Reader::new(fields, lang);
    let date = reader.date("date");
    let (from, to) = (reader.minute("from"), reader.minute("to"));
    let part = from.zip(to).and_then(|(from, to)| match DaySpan::new(from, to) {
        Some(part) => Some(part),
        None => reader.complain(
            "to",
            lang.pick("结束要比开始晚。请改一下。", "The end must be after the start. Please change it."),
        ),
    });
    let ask =
        lang.pick("请写来做什么，例如“扇子舞排练”。", "Please say what for, such as “fan dance practice”.");
    let purpose = reader.text("purpose", LONGEST_PURPOSE, ask);
    let size = reader.number("size", 1, MOST_PEOPLE);
    match (date, part, purpose, size) {
        (Some(date), Some(part), Some(purpose), Some(size)) if reader.errors.is_empty() => Ok(Ask {
            troupe,
            room,
            span: Span::on(date, part),
            purpose,
            size,
            request_key: fields.get("request_key").to_owned(),
            on_behalf: false,
            replaces: None,
        }),
        _ => Err(reader.errors),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fields(query: &str) -> Fields {
        settled(Fields::parse(query.as_bytes()).unwrap())
    }

    #[test]
    fn a_link_and_the_form_mean_the_same() {
        let link = fields("start=2026-11-27T22:00&end=2026-11-28T00:00");
        let form = fields("date=2026-11-27&from=22:00&to=24:00");
        assert!(span(&link).is_some() && span(&link) == span(&form));
    }

    #[test]
    fn a_key_is_kept_and_a_missing_one_is_made() {
        assert_eq!(fields("request_key=abc").get("request_key"), "abc");
        assert_eq!(fields("").get("request_key").len(), 43);
    }

    #[test]
    fn every_complaint_is_made_at_once() {
        let typed = fields("date=2026-11-27&from=11:00&to=9:00&purpose=&size=0");
        let errors = read(&typed, TroupeId(1), RoomId(1), Lang::Zh).unwrap_err();
        let names: Vec<&str> = errors.iter().map(|error| error.field.as_str()).collect();
        assert_eq!(names, ["to", "purpose", "size"]);
    }
}
