//! From what was typed to an ask.

use crate::base::lang::{Lang, dates};
use crate::base::time::{DaySpan, Minute, Span};
use crate::base::tokens::random_token;
use crate::base::web::form::{Errors, Fields, Reader};
use crate::domain::agreements::{Troupe, TroupeId};
use crate::domain::bookings::asking::Ask;
use crate::domain::rooms::RoomId;

/// Reads the form; complaints stand at their fields. Without a number of people it is the troupe's own size.
pub(super) fn read(fields: &Fields, lang: Lang, troupes: &[Troupe]) -> Result<Ask, Errors> {
    let mut reader = Reader::new(fields, lang);
    let troupe = reader.id("troupe", lang.pick("请选哪个队伍。", "Choose the troupe."));
    let room = reader.id("room", lang.pick("请选哪间。", "Choose the room."));
    let date = reader.date("date");
    let from = minute(&mut reader, fields, "from", lang.pick("请选几点开始。", "Choose when it begins."));
    let to = minute(&mut reader, fields, "to", lang.pick("请选几点结束。", "Choose when it ends."));
    let size = reader.number_or_none("size", 1, 10_000);
    let purpose = reader.text("purpose", 200, lang.pick("请写来做什么。", "Write what it is for."));
    let troupe = troupe.and_then(|id| match troupes.iter().find(|one| one.id == TroupeId(id)) {
        Some(troupe) => Some(troupe),
        None => {
            reader.complain("troupe", lang.pick("没有这个队伍，请重选。", "No such troupe: choose again."))
        }
    });
    let part = match (from, to) {
        (Some(from), Some(to)) => DaySpan::new(from, to).or_else(|| {
            let ask =
                lang.pick("结束要晚于开始，请改时间。", "The end comes after the start: change the times.");
            reader.complain("to", ask)
        }),
        _ => None,
    };
    reader.finish()?;
    let (Some(troupe), Some(room), Some(date), Some(part), Some(size), Some(purpose)) =
        (troupe, room, date, part, size, purpose)
    else {
        return Err(Errors::default());
    };
    // A program that leaves the key out cannot repeat itself safely; people's forms carry one.
    let key = Some(fields.get("key")).filter(|key| !key.is_empty() && key.len() <= 100);
    let key = key.filter(|key| !key.chars().any(char::is_control));
    Ok(Ask {
        troupe: troupe.id,
        room: RoomId(room),
        span: Span::on(date, part),
        purpose,
        size: size.unwrap_or(troupe.size),
        // With what is asked for: another wish on the same form is not the first one repeated.
        request_key: key.map_or_else(random_token, |key| {
            format!("{key} {room} {date} {}", dates::clock_times(part.from(), part.to()))
        }),
        on_behalf: true,
        replaces: None,
    })
}

/// A time that is chosen and not typed.
fn minute(reader: &mut Reader, fields: &Fields, name: &str, ask: &str) -> Option<Minute> {
    if fields.get(name).is_empty() { reader.complain(name, ask) } else { reader.minute(name) }
}
