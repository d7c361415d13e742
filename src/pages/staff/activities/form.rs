//! From what was typed to an activity and its dates.

use chrono::{Days, NaiveDate};

use crate::base::lang::Lang;
use crate::base::time::{DaySpan, Span};
use crate::base::web::form::{Errors, Fields, Reader};
use crate::domain::activities::ActivityKind;
use crate::domain::activities::scheduling::{ActivityDetails, Venue};
use crate::domain::rooms::RoomId;

/// The choice that stands for somewhere outside.
pub(super) const OUTSIDE: &str = "place";
/// Weeks that a course may run in one go.
pub(super) const MOST_WEEKS: i32 = 52;

/// What the activity is.
pub(super) fn details(reader: &mut Reader, fields: &Fields, lang: Lang) -> Option<ActivityDetails> {
    let title = reader.text("title", 60, lang.pick("请写活动的名称。", "Write what the activity is called."));
    let title_en = reader.optional("title_en", 100);
    let kind = reader.one_of(
        "kind",
        ActivityKind::from_word,
        lang.pick("请选是哪一类活动。", "Choose what kind of activity it is."),
    );
    let audience = reader.optional("audience", 60);
    let audience_en = reader.optional("audience_en", 100);
    let intro = reader.optional("intro", 2000);
    let intro_en = reader.optional("intro_en", 3000);
    Some(ActivityDetails {
        title: title?,
        title_en: title_en?,
        kind: kind?,
        audience: audience?,
        audience_en: audience_en?,
        intro: intro?,
        intro_en: intro_en?,
        published: fields.get("published") == "1",
    })
}

/// Where it takes place.
pub(super) fn venue(reader: &mut Reader, fields: &Fields, lang: Lang) -> Option<Venue> {
    if fields.get("room") == OUTSIDE {
        let ask = lang
            .pick("请写在什么地方，例如：50号院门口。", "Write where it is, such as: the gate of No. 50.");
        let (zh, en) = (reader.text("place", 80, ask), reader.optional("place_en", 120));
        return Some(Venue::Place(zh?, en?));
    }
    let ask = lang.pick("请选在哪间功能室，或者选“别的地方”。", "Choose the room, or “somewhere else”.");
    reader.id("room", ask).map(|id| Venue::Room(RoomId(id)))
}

/// When the first one is. Not before today.
pub(super) fn span(reader: &mut Reader, lang: Lang, today: NaiveDate) -> Option<Span> {
    let date = reader.date_typed("date", today).and_then(|date| match date < today {
        true => reader.complain(
            "date",
            lang.pick("这天已经过了，请选今天或以后。", "That day is past: choose today or a later day."),
        ),
        false => Some(date),
    });
    let (from, to) = (reader.minute("from"), reader.minute("to"));
    let part = match (from, to) {
        (Some(from), Some(to)) => DaySpan::new(from, to).or_else(|| {
            reader.complain(
                "to",
                lang.pick("结束要晚于开始，请改时间。", "The end comes after the start: change the times."),
            )
        }),
        _ => None,
    };
    Some(Span::on(date?, part?))
}

/// The first date and the same weekday of the following weeks, without the days to leave out.
pub(super) fn weekly(reader: &mut Reader, fields: &Fields, first: Span) -> Option<Vec<Span>> {
    let weeks = match fields.get("weeks") {
        "" => Some(1),
        _ => reader.number("weeks", 1, MOST_WEEKS),
    }?;
    let skipped: Vec<NaiveDate> = fields.all("skip").filter_map(|date| date.parse().ok()).collect();
    let dates = (0..weeks)
        .filter_map(|week| first.date().checked_add_days(Days::new(7 * u64::from(week.unsigned_abs()))));
    Some(
        dates.filter(|date| !skipped.contains(date)).map(|date| Span::on(date, first.within_day())).collect(),
    )
}

/// Everything the form for a new activity holds.
pub(super) struct Entered {
    pub details: ActivityDetails,
    pub venue: Venue,
    pub spans: Vec<Span>,
}

pub(super) fn entered(fields: &Fields, lang: Lang, today: NaiveDate) -> Result<Entered, Errors> {
    let mut reader = Reader::new(fields, lang);
    let details = details(&mut reader, fields, lang);
    let planned = planned(&mut reader, fields, lang, today);
    reader.finish()?;
    match (details, planned) {
        (Some(details), Some((venue, spans))) => Ok(Entered { details, venue, spans }),
        _ => Err(Errors::default()),
    }
}

/// Where and when; complaints stand at their fields.
pub(super) fn planned(
    reader: &mut Reader,
    fields: &Fields,
    lang: Lang,
    today: NaiveDate,
) -> Option<(Venue, Vec<Span>)> {
    let venue = venue(reader, fields, lang);
    let spans = span(reader, lang, today).and_then(|first| weekly(reader, fields, first));
    Some((venue?, spans?))
}

/// The fields of an activity as they stand, to begin a form with.
pub(super) fn fields_of(details: &crate::domain::activities::Activity) -> Fields {
    Fields::of([
        ("title", &details.title),
        ("title_en", &details.title_en),
        ("kind", details.kind.word()),
        ("audience", &details.audience),
        ("audience_en", &details.audience_en),
        ("intro", &details.intro),
        ("intro_en", &details.intro_en),
        ("published", if details.is_published() { "1" } else { "0" }),
    ])
}

#[cfg(test)]
mod tests {
    use super::*;

    fn typed<const N: usize>(more: [(&str, &str); N]) -> Fields {
        let mut fields = Fields::of([
            ("title", "剪纸"),
            ("kind", "lecture"),
            ("room", "3"),
            ("date", "2026-11-24"),
            ("from", "9:00"),
            ("to", "10:30"),
            ("published", "1"),
        ]);
        for (name, value) in more {
            fields.set(name, value);
        }
        fields
    }

    const TODAY: NaiveDate = NaiveDate::from_ymd_opt(2026, 11, 21).unwrap();

    #[test]
    fn a_weekly_course_has_the_same_weekday_each_week_but_for_what_is_left_out() {
        let fields = typed([("weeks", "3"), ("skip", "2026-12-01")]);
        let entered = entered(&fields, Lang::Zh, TODAY).ok().unwrap();
        let dates: Vec<String> = entered.spans.iter().map(|span| span.date().to_string()).collect();
        assert_eq!(dates, ["2026-11-24", "2026-12-08"]);
        assert!(entered.details.published);
    }

    #[test]
    fn what_is_missing_is_asked_for_at_its_field() {
        let fields = typed([("title", ""), ("room", "place"), ("date", "2026-11-20"), ("to", "8:00")]);
        let errors = entered(&fields, Lang::Zh, TODAY).err().unwrap();
        let named: Vec<&str> = errors.iter().map(|error| error.field.as_str()).collect();
        assert_eq!(named, ["title", "place", "date", "to"]);
    }
}
