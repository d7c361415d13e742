//! From what was typed to an ask.

use chrono::NaiveDate;

use crate::base::lang::{Lang, dates};
use crate::base::time::{DaySpan, Minute, Span};
use crate::base::tokens::random_token;
use crate::base::web::form::{Errors, Fields, Reader};
use crate::domain::agreements::{Troupe, TroupeId};
use crate::domain::attendance::reporting::MOST;
use crate::domain::bookings::MOST_PEOPLE;
use crate::domain::bookings::asking::Ask;
use crate::domain::rooms::RoomId;

/// Which troupe wants which room when, and for how many.
pub(super) struct Slot {
    pub troupe: TroupeId,
    pub room: RoomId,
    pub span: Span,
    /// The troupe's own size unless another is given.
    pub size: i32,
}

/// Reads the form; complaints stand at their fields.
pub(super) fn read(fields: &Fields, lang: Lang, troupes: &[Troupe]) -> Result<Ask, Errors> {
    let mut reader = Reader::new(fields, lang);
    let slot = slot_in(&mut reader, fields, lang, troupes, |reader| reader.date("date"));
    let purpose = reader.text("purpose", 200, lang.pick("请写来做什么。", "Write what it is for."));
    reader.finish()?;
    let (Some(slot), Some(purpose)) = (slot, purpose) else { return Err(Errors::default()) };
    Ok(wish(fields, slot, purpose))
}

/// Reads the form of a use that is over, with how many came.
pub(super) fn read_past(
    fields: &Fields,
    lang: Lang,
    troupes: &[Troupe],
    today: NaiveDate,
) -> Result<(Ask, i32), Errors> {
    let mut reader = Reader::new(fields, lang);
    let slot = slot_in(&mut reader, fields, lang, troupes, |reader| reader.date_typed("date", today));
    let purpose = reader.text("purpose", 200, lang.pick("请写做了什么。", "Write what it was for."));
    let came = reader.number("came", 0, MOST);
    reader.finish()?;
    let (Some(slot), Some(purpose), Some(came)) = (slot, purpose, came) else {
        return Err(Errors::default());
    };
    Ok((Ask { size: came.clamp(1, MOST_PEOPLE), ..wish(fields, slot, purpose) }, came))
}

fn wish(fields: &Fields, slot: Slot, purpose: String) -> Ask {
    // A program that leaves the key out cannot repeat itself safely; people's forms carry one.
    let key = Some(fields.get("key")).filter(|key| !key.is_empty() && key.len() <= 100);
    let key = key.filter(|key| !key.chars().any(char::is_control));
    let part = slot.span.within_day();
    Ask {
        troupe: slot.troupe,
        room: slot.room,
        span: slot.span,
        purpose,
        size: slot.size,
        // With what is asked for: another wish on the same form is not the first one repeated.
        request_key: key.map_or_else(random_token, |key| {
            let times = dates::clock_times(part.from(), part.to());
            format!("{key} {} {} {times}", slot.room, slot.span.date())
        }),
        on_behalf: true,
        replaces: None,
    }
}

/// As much of the form as says whether it can be had.
pub(super) fn slot(fields: &Fields, lang: Lang, troupes: &[Troupe]) -> Result<Slot, Errors> {
    let mut reader = Reader::new(fields, lang);
    let slot = slot_in(&mut reader, fields, lang, troupes, |reader| reader.date("date"));
    reader.finish()?;
    slot.ok_or_else(Errors::default)
}

fn slot_in(
    reader: &mut Reader,
    fields: &Fields,
    lang: Lang,
    troupes: &[Troupe],
    date: impl FnOnce(&mut Reader) -> Option<NaiveDate>,
) -> Option<Slot> {
    let troupe = reader.id("troupe", lang.pick("请选哪个队伍。", "Choose the troupe."));
    let room = reader.id("room", lang.pick("请选哪间。", "Choose the room."));
    let date = date(reader);
    let from = minute(reader, fields, "from", lang.pick("请选几点开始。", "Choose when it begins."));
    let to = minute(reader, fields, "to", lang.pick("请选几点结束。", "Choose when it ends."));
    let size = reader.number_or_none("size", 1, MOST_PEOPLE);
    let troupe = troupe.and_then(|id| match troupes.iter().find(|one| one.id == TroupeId(id)) {
        Some(troupe) => Some(troupe),
        None => {
            reader.complain("troupe", lang.pick("没有这个队伍，请重选。", "No such troupe: choose again."))
        }
    });
    let part = from.zip(to).and_then(|(from, to)| {
        DaySpan::new(from, to).or_else(|| {
            let ask =
                lang.pick("结束要晚于开始，请改时间。", "The end comes after the start: change the times.");
            reader.complain("to", ask)
        })
    });
    let (troupe, room) = (troupe?, RoomId(room?));
    Some(Slot { troupe: troupe.id, room, span: Span::on(date?, part?), size: size?.unwrap_or(troupe.size) })
}

/// A time that is chosen and not typed.
fn minute(reader: &mut Reader, fields: &Fields, name: &str, ask: &str) -> Option<Minute> {
    if fields.get(name).is_empty() { reader.complain(name, ask) } else { reader.minute(name) }
}
