//! The fields by which somebody registers, for residents and for staff who do it for them.

use maud::{Markup, html};

use super::{Choice, Sheet};
use crate::base::lang::Lang;
use crate::base::web::form::{Fields, Reader};
use crate::domain::activities::{Activity, RegistrationMode, SessionId};
use crate::domain::people::Login;
use crate::domain::registrations::Target;
use crate::domain::registrations::changing::Change;
use crate::domain::registrations::registering::Wanted;

const LONGEST_NAME: usize = 40;
const LONGEST_NOTE: usize = 300;
/// Parties that are chosen by buttons; larger limits have a stepper.
const BUTTONS: i32 = 5;
/// The largest party that staff may enter.
const LARGEST: i32 = 200;

/// The fields of a registration for an activity; `sessions` in words, where one is to be chosen.
pub fn fields(sheet: &Sheet, activity: &Activity, sessions: &[Choice], staff: bool) -> Markup {
    let lang = sheet.lang;
    let one_is_enough = match staff {
        false => lang
            .pick("手机号和邮箱，填一个就行。", "A phone number or an e-mail address: one of them is enough."),
        true => lang.pick(
            "手机号和邮箱，填一个就行。都没有的只写姓名，请打印凭条给他；有变动没法通知他。",
            "One of them is enough. With neither, the name will do: print a slip for them; they cannot be told of changes.",
        ),
    };
    html! {
        @if sessions.len() > 1 {
            @let field = sheet.field("session", lang.pick("哪一次？", "Which one?")).required();
            (field.radios_folded(sessions, lang.pick("更晚的日子", "Later dates")))
        }
        (sheet.field("name", lang.pick("姓名", "Name")).required().autocomplete(if staff { "off" } else { "name" }).text())
        (sheet.field("phone", lang.pick("手机号", "Phone number")).help(one_is_enough).autocomplete(if staff { "off" } else { "tel" }).tel())
        (sheet.field("email", lang.pick("邮箱", "E-mail address"))
            .help(if staff { lang.pick("有变动会写信告诉他。", "Letters go there when something changes.") } else { lang.pick("有变动会写信告诉您。", "We write to it when something changes.") }).autocomplete(if staff { "off" } else { "email" }).email())
        (party(sheet, activity.party_limit, staff))
        @if activity.guardian {
            (sheet.field("guardian", lang.pick("哪位监护人同意了？", "Which guardian agrees?"))
                .help(lang.pick("孩子来，要写一位家长的姓名。", "A child comes with the consent of a parent: write their name.")).required().text())
        }
        (sheet.field("note", lang.pick("还有什么要说的？（可以不填）", "Anything else? (may stay empty)")).textarea())
        (reminded(sheet, staff))
    }
}

/// How many come.
pub fn party(sheet: &Sheet, limit: i32, staff: bool) -> Markup {
    let lang = sheet.lang;
    let field = sheet.field("party", lang.pick("一共几个人来？", "How many people in all?"));
    if staff || limit > BUTTONS {
        return field.stepper(lang, 1, i64::from(if staff { LARGEST } else { limit }));
    }
    if limit <= 1 {
        return html! { (super::hidden("party", "1")) };
    }
    let choices: Vec<Choice> = (1..=limit)
        .map(|number| Choice::new(number.to_string(), lang.pick(format!("{number}人"), number.to_string())))
        .collect();
    field.radios(&choices)
}

/// Whether to write or call the day before.
pub fn reminded(sheet: &Sheet, staff: bool) -> Markup {
    let words = match staff {
        false => sheet.lang.pick(
            "前一天提醒我（写信，没有邮箱就打电话）",
            "Remind me the day before (by e-mail, or else by phone)",
        ),
        true => sheet.lang.pick(
            "前一天提醒他（写信，没有邮箱就打电话）",
            "Remind them the day before (by e-mail, or else by phone)",
        ),
    };
    sheet.tick("reminded", words)
}

/// What the form begins with.
pub fn blank(key: &str) -> Fields {
    Fields::of([("party", "1"), ("reminded", "1"), ("key", key)])
}

/// Reads a registration; `None` after a complaint.
pub fn read(
    reader: &mut Reader,
    fields: &Fields,
    lang: Lang,
    activity: &Activity,
    staff: bool,
) -> Option<Wanted> {
    let session = match activity.registration {
        RegistrationMode::Session => {
            reader.id("session", lang.pick("请选哪一次。", "Choose which one.")).map(|id| Some(SessionId(id)))
        }
        _ => Some(None),
    };
    let name = reader.text("name", LONGEST_NAME, lang.pick("请写姓名。", "Write the name."));
    let reach = reach(reader, fields, lang);
    if reach == Some((None, None)) && !staff {
        let ask = lang.pick(
            "请写手机号或邮箱，不然没法告诉您变动。",
            "Write a phone number or an e-mail address, so that we can tell you of changes.",
        );
        reader.errors.add("phone", ask);
    }
    let most = if staff { LARGEST } else { activity.party_limit };
    let party = reader.number("party", 1, most);
    let guardian = match activity.guardian {
        true => reader.text(
            "guardian",
            LONGEST_NAME,
            lang.pick("请写监护人的姓名。", "Write the guardian’s name."),
        ),
        false => Some(String::new()),
    };
    let note = reader.optional("note", LONGEST_NOTE);
    let (email, phone) = reach?;
    Some(Wanted {
        target: Target { activity: activity.id, session: session? },
        name: name?,
        email,
        phone,
        lang,
        party: party?,
        guardian: guardian?,
        note: note?,
        reminded: fields.has("reminded"),
        request_key: fields.get("key").chars().take(200).collect(),
    })
}

/// E-mail and phone in one spelling; either may be missing. `None` after a complaint.
fn reach(reader: &mut Reader, fields: &Fields, lang: Lang) -> Option<(Option<String>, Option<String>)> {
    let mut one = |field: &str, read: fn(&str) -> Option<Login>, wrong: &str| match fields.get(field) {
        "" => Some(None),
        typed => match read(typed) {
            Some(login) => Some(Some(login.as_str().to_owned())),
            None => reader.complain(field, wrong),
        },
    };
    let email = one(
        "email",
        Login::email,
        lang.pick("这不像邮箱，请看看有没有写错。", "This does not look like an e-mail address: check it."),
    );
    let phone = one(
        "phone",
        Login::phone,
        lang.pick("这不像电话号码，请看看有没有写错。", "This does not look like a phone number: check it."),
    );
    Some((email?, phone?))
}

/// Reads a change: what is left empty stays as it is, but for the box that may be unticked.
pub fn read_change(
    reader: &mut Reader,
    fields: &Fields,
    lang: Lang,
    limit: i32,
    staff: bool,
) -> Option<Change> {
    let most = if staff { LARGEST } else { limit };
    let party =
        if fields.get("party").is_empty() { Some(None) } else { reader.number("party", 1, most).map(Some) };
    let name = reader.optional("name", LONGEST_NAME);
    let guardian = reader.optional("guardian", LONGEST_NAME);
    let note = reader.optional("note", LONGEST_NOTE);
    let (email, phone) = reach(reader, fields, lang)?;
    let some = |text: Option<String>| text.map(|text| Some(text).filter(|text| !text.trim().is_empty()));
    Some(Change {
        party: party?,
        name: some(name)?,
        email,
        phone,
        guardian: some(guardian)?,
        note: some(note)?,
        reminded: fields.has("settings").then(|| fields.has("reminded")),
    })
}

/// Fields for another address, empty: nobody's number is shown to whoever holds the link.
pub fn new_address(sheet: &Sheet) -> Markup {
    let lang = sheet.lang;
    html! {
        (sheet.field("phone", lang.pick("新的手机号", "New phone number")).tel())
        (sheet.field("email", lang.pick("新的邮箱", "New e-mail address")).email())
    }
}
