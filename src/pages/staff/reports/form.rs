//! Which days, and which part of the centre: read from the query, and asked for.

use chrono::{Months, NaiveDate};

use crate::base::lang::Lang;
use crate::base::web::form::{Errors, Fields, Reader};
use crate::domain::activities::TagId;
use crate::domain::agreements::{AgreementId, TroupeId};
use crate::domain::reports::{Choice, Filter, Kind, Period};
use crate::domain::rooms::RoomId;

/// What was asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Asked {
    pub choice: Choice,
    pub filter: Filter,
}

impl Asked {
    /// This year, everything.
    pub fn usual() -> Self {
        Self { choice: Choice::ThisYear, filter: Filter::default() }
    }
}

/// Dates that were written win over a period that was chosen.
pub(super) fn read(fields: &Fields, lang: Lang, today: NaiveDate) -> Result<Asked, Errors> {
    let mut reader = Reader::new(fields, lang);
    let own = ["from", "to"].iter().any(|name| !fields.get(name).is_empty());
    let choice =
        if own { own_days(&mut reader, fields, lang, today) } else { chosen(&mut reader, fields, lang) };
    let gone = lang.pick("请从列表里选。", "Choose one of the list.");
    let mut id = |name: &str| {
        if fields.get(name).is_empty() { None } else { reader.id(name, gone) }
    };
    let (troupe, room, tag) = (id("troupe"), id("room"), id("tag"));
    let kind = match fields.get("kind") {
        "" => None,
        _ => reader.one_of("kind", Kind::from_word, gone),
    };
    let agreement = match choice {
        Some(Choice::Year(id, _)) => Some(id),
        _ => None,
    };
    let filter =
        Filter { troupe: troupe.map(TroupeId), agreement, room: room.map(RoomId), kind, tag: tag.map(TagId) };
    reader.finish_with(choice.map(|choice| Asked { choice, filter }))
}

fn own_days(reader: &mut Reader, fields: &Fields, lang: Lang, today: NaiveDate) -> Option<Choice> {
    let (from, to) = (reader.date_typed("from", today), reader.date_typed("to", today));
    let (from, to) = (past(fields.get("from"), from?, today), past(fields.get("to"), to?, today));
    match Period::new(from, to) {
        Some(period) => Some(Choice::Own(period)),
        None if to < from => reader.complain(
            "to",
            lang.pick("结束的日期在开始之前，请改一个。", "It ends before it begins: change one of the two."),
        ),
        None => reader.complain(
            "to",
            lang.pick("一次最多看五年，请改短一点。", "At most five years at a time: make it shorter."),
        ),
    }
}

/// A date without its year is the next one elsewhere; of what was, it is the last one.
fn past(typed: &str, date: NaiveDate, today: NaiveDate) -> NaiveDate {
    let digits = |c: &char| c.is_ascii_digit();
    let bare = typed.chars().filter(digits).count() <= 4 && typed.chars().any(|c| digits(&c));
    let last_year = date.checked_sub_months(Months::new(12));
    if bare && date > today { last_year.unwrap_or(date) } else { date }
}

fn chosen(reader: &mut Reader, fields: &Fields, lang: Lang) -> Option<Choice> {
    let word = fields.get("period");
    let plain = Choice::PLAIN.into_iter().find(|choice| choice.word() == word);
    match plain.or_else(|| agreement_year(word)) {
        Some(choice) => Some(choice),
        None if word.is_empty() => Some(Choice::ThisYear),
        None => reader.complain("period", lang.pick("请选一段时间。", "Choose a period.")),
    }
}

/// `agreement-12-2`: the second year of the twelfth.
fn agreement_year(word: &str) -> Option<Choice> {
    let (id, year) = word.strip_prefix("agreement-")?.split_once('-')?;
    Some(Choice::Year(AgreementId(id.parse().ok()?), year.parse().ok()?))
}

/// A choice as the query says it.
pub(super) fn word(choice: Choice) -> String {
    match choice {
        Choice::Year(id, year) => format!("agreement-{id}-{year}"),
        plain => plain.word().to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read_from(query: &str) -> Result<Asked, Errors> {
        let fields = Fields::parse(query.as_bytes()).unwrap();
        read(&fields, Lang::Zh, "2026-11-24".parse().unwrap())
    }

    #[test]
    fn nothing_said_is_this_year_and_everything() {
        assert_eq!(read_from(""), Ok(Asked::usual()));
        assert_eq!(read_from("period=&from=&to=&troupe=&kind="), Ok(Asked::usual()));
    }

    #[test]
    fn dates_win_and_must_run_forwards() {
        let asked = read_from("period=month&from=2026-03-01&to=3月31日").unwrap();
        let days = Period::new("2026-03-01".parse().unwrap(), "2026-03-31".parse().unwrap());
        assert_eq!(asked.choice, Choice::Own(days.unwrap()));
        let asked = read_from("from=12月1日&to=3月1日").unwrap();
        let days = Period::new("2025-12-01".parse().unwrap(), "2026-03-01".parse().unwrap());
        assert_eq!(asked.choice, Choice::Own(days.unwrap()), "of what was");
        let errors = read_from("from=2026-03-02&to=2026-03-01").unwrap_err();
        assert_eq!(errors.of("to"), Some("结束的日期在开始之前，请改一个。"));
        assert!(read_from("from=2026-03-02").unwrap_err().of("to").is_some());
    }

    #[test]
    fn an_agreements_year_looks_at_that_agreement_alone() {
        let asked = read_from("period=agreement-12-2&room=3&kind=rehearsal").unwrap();
        assert_eq!(asked.choice, Choice::Year(AgreementId(12), 2));
        assert_eq!(asked.filter.agreement, Some(AgreementId(12)));
        assert_eq!((asked.filter.room, asked.filter.kind), (Some(RoomId(3)), Some(Kind::Rehearsal)));
        assert_eq!(word(asked.choice), "agreement-12-2");
        let errors = read_from("period=week&kind=party").unwrap_err();
        assert!(errors.of("period").is_some() && errors.of("kind").is_some());
    }
}
