//! The form by which somebody registers, with what can be wrong in it, and every way registration can stand.

use chrono::NaiveDate;
use linli::base::time::{Instant, Wall};
use linli::base::web::form::{Errors, Fields};
use linli::domain::activities::{Activity, ActivityId, ActivityKind, ActivityState, RegistrationMode};
use linli::domain::centres::CentreId;
use linli::domain::people::PersonId;
use linli::domain::registrations::rules::Joining;
use linli::pages::parts::registration_form as form;
use linli::pages::parts::{Button, Choice, Frame, Sheet, Width, error_summary, places};
use maud::{Markup, html};

fn camp() -> Activity {
    Activity {
        id: ActivityId(1),
        centre_id: CentreId(1),
        title: "冬令成长营".into(),
        title_en: "Winter camp".into(),
        kind: ActivityKind::Camp,
        audience: String::new(),
        audience_en: String::new(),
        intro: String::new(),
        intro_en: String::new(),
        created_by: PersonId(1),
        created_at: Instant::new(chrono::DateTime::UNIX_EPOCH),
        state: ActivityState::Published,
        troupe_id: None,
        partner: String::new(),
        partner_email: String::new(),
        partner_phone: String::new(),
        teacher: String::new(),
        class: String::new(),
        age_from: None,
        age_to: None,
        guardian: true,
        registration: RegistrationMode::Session,
        places: Some(20),
        party_limit: 5,
        registration_opens: None,
        registration_closes: None,
        reviewed: false,
    }
}

pub fn page(frame: &Frame, today: NaiveDate) -> Markup {
    let lang = frame.look.lang;
    let opens = Wall::new(today.and_hms_opt(9, 0, 0).unwrap());
    let all = [
        Joining::NotYet(opens),
        Joining::Closed(Some(opens)),
        Joining::Open(None),
        Joining::Open(Some(6)),
        Joining::Open(Some(1)),
        Joining::Line(0),
        Joining::Line(3),
    ];
    let fields =
        Fields::of([("name", "陈桂芳"), ("email", "chen at home"), ("party", "3"), ("reminded", "1")]);
    let mut errors = Errors::default();
    errors.add(
        "email",
        lang.pick("这不像邮箱，请看看有没有写错。", "This does not look like an e-mail address."),
    );
    let sheet = Sheet { lang, fields: &fields, errors: &errors };
    let sessions: Vec<Choice> = (1..4)
        .map(|day| {
            Choice::new(
                day.to_string(),
                lang.pick(format!("12月{day}日 上午9:00"), format!("{day} December, 9:00 am")),
            )
        })
        .collect();
    let problems: Vec<(&str, &str)> =
        errors.iter().map(|error| (error.field.as_str(), error.message.as_str())).collect();
    frame.page(
        lang.pick("报名", "Register"),
        Width::Tight,
        html! {
            (error_summary(lang, lang.pick("还没报上名", "Not registered yet"), &problems))
            h1 { (camp().title_in(lang)) }
            @for joining in all { p { @if let Some(mark) = places::left(lang, joining, today) { (mark) } } }
            form.card.flow method="post" action="/x" {
                (form::fields(&sheet, &camp(), &sessions, false))
                p { (Button::submit(lang.pick("我要参加", "Register me")).main().full()) }
            }
        },
    )
}
