//! From what was typed to an activity and its dates.

use chrono::NaiveDate;

use crate::base::lang::{Lang, dates};
use crate::base::time::{DaySpan, Minute, Span, Wall};
use crate::base::web::form::{Errors, Fields, Reader};
use crate::domain::activities::doubles::Heed;
use crate::domain::activities::planning::Pattern;
use crate::domain::activities::{
    ActivityDetails, ActivityId, ActivityKind, Admission, Organiser, RegistrationMode, TagId, Venue,
};
use crate::domain::agreements::TroupeId;
use crate::domain::people::Login;
use crate::domain::rooms::RoomId;
use crate::pages::parts::series::form as series;

/// Names of the fields that say where and when; with those of [`DETAILS`] a plan carries them along.
pub(super) const DATES: [&str; 20] = [
    "room",
    "place",
    "place_en",
    "date",
    "from",
    "to",
    "repeat",
    "copy",
    "rule",
    "weekday",
    "every",
    "day",
    "nth",
    "nth_weekday",
    "lunar_month",
    "lunar_day",
    "end",
    "until",
    "count",
    "holidays",
];
/// The choice that stands for somewhere outside.
pub(super) const OUTSIDE: &str = "place";

/// Names of all fields that say what an activity is; whoever takes the room from others carries them along.
pub(in crate::pages::staff) const DETAILS: [&str; 28] = [
    "title",
    "title_en",
    "kind",
    "audience",
    "audience_en",
    "intro",
    "intro_en",
    "organiser",
    "troupe",
    "partner",
    "partner_email",
    "partner_phone",
    "teacher",
    "class",
    "age_from",
    "age_to",
    "guardian",
    "registration",
    "places",
    "party_limit",
    "opens_date",
    "opens_time",
    "closes_date",
    "closes_time",
    "reviewed",
    "tag",
    "publish",
    "known",
];

/// What the activity is.
pub(in crate::pages::staff) fn details(
    reader: &mut Reader,
    fields: &Fields,
    lang: Lang,
    today: NaiveDate,
) -> Option<ActivityDetails> {
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
    let organiser = organiser(reader, fields, lang);
    let (partner_email, partner_phone) = reached(reader, fields, lang);
    let teacher = reader.optional("teacher", 60);
    let class = reader.optional("class", 60);
    let ages = ages(reader, lang);
    let admission = admission(reader, fields, lang, today);
    let (age_from, age_to) = ages?;
    Some(ActivityDetails {
        title: title?,
        title_en: title_en?,
        kind: kind?,
        audience: audience?,
        audience_en: audience_en?,
        intro: intro?,
        intro_en: intro_en?,
        organiser: organiser?,
        teacher: teacher?,
        class: class?,
        age_from,
        age_to,
        guardian: fields.get("guardian") == "1",
        admission: admission?,
        tags: fields.all("tag").filter_map(|tag| tag.parse().ok().map(TagId)).collect(),
        partner_email: partner_email?,
        partner_phone: partner_phone?,
    })
}

/// How a partner is reached, in one spelling; nothing of anybody else.
fn reached(reader: &mut Reader, fields: &Fields, lang: Lang) -> (Option<String>, Option<String>) {
    if fields.get("organiser") != "partner" {
        return (Some(String::new()), Some(String::new()));
    }
    let mut read = |name: &str, parse: fn(&str) -> Option<Login>, ask: &str| match fields.get(name).trim() {
        "" => Some(String::new()),
        typed => match parse(typed) {
            Some(login) => Some(login.as_str().to_owned()),
            None => reader.complain(name, ask),
        },
    };
    let email = read(
        "partner_email",
        Login::email,
        lang.pick("这不像邮箱，请检查一下。", "That is no e-mail address: please check it."),
    );
    let phone = read(
        "partner_phone",
        Login::phone,
        lang.pick("这不像电话号码，请检查一下。", "That is no phone number: please check it."),
    );
    (email, phone)
}

fn organiser(reader: &mut Reader, fields: &Fields, lang: Lang) -> Option<Organiser> {
    match fields.get("organiser") {
        "troupe" => {
            let ask = lang.pick("请选哪个队伍办。", "Choose the troupe that holds it.");
            reader.id("troupe", ask).map(|id| Organiser::Troupe(TroupeId(id)))
        }
        "partner" => {
            let ask = lang.pick("请写合办单位的名称。", "Write the partner’s name.");
            reader.text("partner", 80, ask).map(Organiser::Partner)
        }
        _ => Some(Organiser::Centre),
    }
}

pub(super) fn ages(reader: &mut Reader, lang: Lang) -> Option<(Option<i32>, Option<i32>)> {
    let from = reader.number_or_none("age_from", 0, 120);
    let to = reader.number_or_none("age_to", 0, 120);
    let (from, to) = (from?, to?);
    if from.zip(to).is_some_and(|(from, to)| to < from) {
        let ask = lang.pick("到几岁不能比从几岁小。", "The oldest age is not below the youngest.");
        return reader.complain("age_to", ask);
    }
    Some((from, to))
}

pub(super) fn admission(
    reader: &mut Reader,
    fields: &Fields,
    lang: Lang,
    today: NaiveDate,
) -> Option<Admission> {
    let mode = RegistrationMode::from_word(fields.get("registration")).unwrap_or(RegistrationMode::None);
    let places = reader.number_or_none("places", 1, 5000);
    let party_limit = match fields.get("party_limit") {
        "" => Some(Admission::OPEN.party_limit),
        _ => reader.number("party_limit", 1, 50),
    };
    let opens = moment(reader, fields, today, "opens_date", "opens_time", Minute::MIDNIGHT);
    let closes = moment(reader, fields, today, "closes_date", "closes_time", Minute::hm(23, 59));
    let (opens, closes) = (opens?, closes?);
    if opens.zip(closes).is_some_and(|(opens, closes)| closes <= opens) {
        let ask = lang.pick("截止要晚于开始报名。", "Registration closes after it opens.");
        return reader.complain("closes_date", ask);
    }
    Some(Admission {
        mode,
        places: places?,
        party_limit: party_limit?,
        opens,
        closes,
        reviewed: fields.get("reviewed") == "1",
    })
}

/// A day and, where one is chosen, a time of it; `Some(None)` where no day was written.
fn moment(
    reader: &mut Reader,
    fields: &Fields,
    today: NaiveDate,
    date: &str,
    time: &str,
    otherwise: Minute,
) -> Option<Option<Wall>> {
    if fields.get(date).is_empty() {
        return Some(None);
    }
    let day = reader.date_typed(date, today);
    let minute = if fields.get(time).is_empty() { Some(otherwise) } else { reader.minute(time) };
    Some(Some(Wall::at(day?, minute?)))
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

/// How often it takes place.
#[derive(Debug, Clone)]
pub(super) enum When {
    Once(Span),
    /// On several dates, at this part of each.
    Often(Pattern, DaySpan),
}

/// Once, by the rule below it, or like the activity that was copied; the first day is `date` for all.
pub(super) fn when(reader: &mut Reader, fields: &Fields, lang: Lang, today: NaiveDate) -> Option<When> {
    let first = span(reader, lang, today);
    match (fields.get("repeat"), fields.get("copy").parse()) {
        ("1", _) => {}
        ("like", Ok(id)) => {
            let first = first?;
            let pattern = Pattern::Like(ActivityId(id), first.date());
            return Some(When::Often(pattern, first.within_day()));
        }
        _ => return first.map(When::Once),
    }
    if fields.get("end") != "count" && fields.get("until").is_empty() {
        let ask = lang.pick("请写最后一天，或者办几次。", "Write the last day, or how many times.");
        reader.errors.add("until", ask);
    }
    let recurrence = series::recurrence(reader, fields, lang, today, first.map(|span| span.date()));
    Some(When::Often(Pattern::Rule(recurrence?), first?.within_day()))
}

/// Everything the form for a new activity holds.
pub(super) struct Entered {
    pub details: ActivityDetails,
    pub venue: Venue,
    pub when: When,
}

pub(super) fn entered(fields: &Fields, lang: Lang, today: NaiveDate) -> Result<Entered, Errors> {
    let mut reader = Reader::new(fields, lang);
    let details = details(&mut reader, fields, lang, today);
    let planned = planned(&mut reader, fields, lang, today);
    reader.finish()?;
    match (details, planned) {
        (Some(details), Some((venue, when))) => Ok(Entered { details, venue, when }),
        _ => Err(Errors::default()),
    }
}

/// Where and when; complaints stand at their fields.
pub(super) fn planned(
    reader: &mut Reader,
    fields: &Fields,
    lang: Lang,
    today: NaiveDate,
) -> Option<(Venue, When)> {
    let venue = venue(reader, fields, lang);
    let when = when(reader, fields, lang, today);
    Some((venue?, when?))
}

/// Staff have read who would be in two places at once, and say that it is so.
pub(super) fn heed(fields: &Fields) -> Heed {
    if fields.get("known") == "1" { Heed::Known } else { Heed::Warn }
}

/// The fields of an activity as they stand, to begin a form with.
pub(super) fn fields_of(details: &ActivityDetails, lang: Lang, today: NaiveDate) -> Fields {
    let number = |number: Option<i32>| number.map(|number| number.to_string()).unwrap_or_default();
    let flag = |on: bool| if on { "1" } else { "" }.to_owned();
    let day = |at: Option<Wall>| at.map(|at| dates::date(lang, at.date(), today)).unwrap_or_default();
    let time = |at: Option<Wall>| at.map(|at| at.minute().iso()).unwrap_or_default();
    let (organiser, troupe, partner) = match &details.organiser {
        Organiser::Centre => ("centre", String::new(), String::new()),
        Organiser::Troupe(id) => ("troupe", id.to_string(), String::new()),
        Organiser::Partner(name) => ("partner", String::new(), name.clone()),
    };
    let admission = &details.admission;
    let mut fields = Fields::of([
        ("title", &details.title),
        ("title_en", &details.title_en),
        ("kind", details.kind.word()),
        ("audience", &details.audience),
        ("audience_en", &details.audience_en),
        ("intro", &details.intro),
        ("intro_en", &details.intro_en),
        ("organiser", organiser),
        ("troupe", &troupe),
        ("partner", &partner),
        ("partner_email", &details.partner_email),
        ("partner_phone", &details.partner_phone),
        ("teacher", &details.teacher),
        ("class", &details.class),
        ("age_from", &number(details.age_from)),
        ("age_to", &number(details.age_to)),
        ("guardian", &flag(details.guardian)),
        ("registration", admission.mode.word()),
        ("places", &number(admission.places)),
        ("party_limit", &admission.party_limit.to_string()),
        ("opens_date", &day(admission.opens)),
        ("opens_time", &time(admission.opens)),
        ("closes_date", &day(admission.closes)),
        ("closes_time", &time(admission.closes)),
        ("reviewed", &flag(admission.reviewed)),
    ]);
    for tag in &details.tags {
        fields.add("tag", tag.to_string());
    }
    fields
}

#[cfg(test)]
mod tests;
