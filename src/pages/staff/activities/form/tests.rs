//! What is typed into the form, read and written back.

use super::*;
use crate::domain::bookings::series::recurrence::End;

fn typed<const N: usize>(more: [(&str, &str); N]) -> Fields {
    let mut fields = Fields::of([
        ("title", "剪纸"),
        ("kind", "lecture"),
        ("room", "3"),
        ("date", "2026-11-24"),
        ("from", "9:00"),
        ("to", "10:30"),
    ]);
    for (name, value) in more {
        fields.set(name, value);
    }
    fields
}

const TODAY: NaiveDate = NaiveDate::from_ymd_opt(2026, 11, 21).unwrap();

#[test]
fn a_weekly_course_recurs_on_its_weekdays_until_its_last_day() {
    let fields = typed([
        ("repeat", "1"),
        ("rule", "weekly"),
        ("every", "2"),
        ("weekday", "tue"),
        ("end", "count"),
        ("count", "8"),
        ("holidays", "skip"),
    ]);
    let entered = entered(&fields, Lang::Zh, TODAY).ok().unwrap();
    let When::Often(Pattern::Rule(recurrence), part) = entered.when else { panic!("no rule") };
    assert_eq!(recurrence.rule.stored(), "weekly 2 tue");
    assert_eq!((recurrence.end, part.from().iso().as_str()), (End::Count(8), "09:00"));
}

#[test]
fn what_is_missing_is_asked_for_at_its_field() {
    let fields = typed([
        ("title", ""),
        ("age_from", "60"),
        ("age_to", "6"),
        ("organiser", "partner"),
        ("room", "place"),
        ("date", "2026-11-20"),
        ("to", "8:00"),
        ("repeat", "1"),
    ]);
    let errors = entered(&fields, Lang::Zh, TODAY).err().unwrap();
    let named: Vec<&str> = errors.iter().map(|error| error.field.as_str()).collect();
    assert_eq!(named, ["title", "partner", "age_to", "place", "date", "to", "until", "rule", "holidays"]);
}

#[test]
fn an_activity_is_written_into_the_form_as_it_is_read() {
    let mut details = ActivityDetails::new(ActivityKind::Camp, "成长营");
    details.organiser = Organiser::Troupe(TroupeId(4));
    details.teacher = "王老师".into();
    (details.age_from, details.age_to, details.guardian) = (Some(7), Some(12), true);
    details.tags = vec![TagId(2), TagId(5)];
    details.admission = Admission {
        mode: RegistrationMode::Course,
        places: Some(20),
        party_limit: 2,
        opens: Wall::parse("2026-12-01T08:30"),
        closes: Wall::parse("2026-12-20T18:00"),
        reviewed: true,
    };
    for lang in [Lang::Zh, Lang::En] {
        let fields = fields_of(&details, lang, TODAY);
        let mut reader = Reader::new(&fields, lang);
        assert_eq!(super::details(&mut reader, &fields, lang, TODAY).as_ref(), Some(&details));
    }
}
