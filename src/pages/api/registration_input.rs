//! What programs send to register and to change a registration, read into the domain's types; mistakes are told field by
//! field.

use serde::Deserialize;
use utoipa::ToSchema;

use super::problem::FieldProblem;
use crate::base::error::Result;
use crate::base::lang::Lang;
use crate::domain::activities::{ActivityId, SessionId};
use crate::domain::people::Login;
use crate::domain::registrations::Target;
use crate::domain::registrations::changing::Change;
use crate::domain::registrations::registering::Wanted;

const LONGEST_NAME: usize = 40;
const LONGEST_NOTE: usize = 300;

/// Who comes. At least one of `email` and `phone`; staff may leave both out for somebody at the desk.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewRegistration {
    /// The session, where one registers for each.
    pub session: Option<SessionId>,
    #[schema(max_length = 40)]
    pub name: String,
    pub email: Option<String>,
    pub phone: Option<String>,
    /// How many people, the one who registers among them; 1 if left out.
    #[schema(minimum = 1)]
    pub party: Option<i32>,
    /// Who agrees, where the activity asks for it.
    pub guardian: Option<String>,
    #[schema(max_length = 300)]
    pub note: Option<String>,
    /// Remind by e-mail the day before; yes if left out.
    pub reminded: Option<bool>,
    /// Chosen at random by the program; a second request with the same key and content returns the first result.
    #[schema(min_length = 8, max_length = 200)]
    pub request_key: String,
}

/// What is to be otherwise; what is left out stays.
#[derive(Debug, Clone, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct RegistrationChange {
    #[schema(minimum = 1)]
    pub party: Option<i32>,
    pub email: Option<String>,
    pub phone: Option<String>,
    #[schema(max_length = 300)]
    pub note: Option<String>,
    pub reminded: Option<bool>,
}

pub fn wanted(lang: Lang, id: ActivityId, body: NewRegistration) -> Result<Wanted, Vec<FieldProblem>> {
    let mut errors = Vec::new();
    let name = one_line(&body.name);
    if name.is_empty() || name.chars().count() > LONGEST_NAME {
        errors.push(FieldProblem::new(
            "name",
            lang.pick("请写姓名，最多40字。", "A name of at most 40 characters."),
        ));
    }
    let (email, phone) = reach(lang, body.email.as_deref(), body.phone.as_deref(), &mut errors);
    let party = body.party.unwrap_or(1);
    if party < 1 {
        errors.push(FieldProblem::new("party", lang.pick("至少1人。", "At least one.")));
    }
    let note = note(lang, body.note.as_deref(), &mut errors);
    let guardian = one_line(body.guardian.as_deref().unwrap_or_default());
    if guardian.chars().count() > LONGEST_NAME {
        errors.push(FieldProblem::new("guardian", lang.pick("最多40字。", "At most 40 characters.")));
    }
    let key = body.request_key.trim();
    if !(8..=200).contains(&key.chars().count()) {
        errors
            .push(FieldProblem::new("request_key", lang.pick("8到200个字符。", "From 8 to 200 characters.")));
    }
    if !errors.is_empty() {
        return Err(errors);
    }
    Ok(Wanted {
        target: Target { activity: id, session: body.session },
        name,
        email,
        phone,
        lang,
        party,
        guardian,
        note: note.unwrap_or_default(),
        reminded: body.reminded.unwrap_or(true),
        request_key: key.to_owned(),
    })
}

pub fn changes(lang: Lang, body: RegistrationChange) -> Result<Change, Vec<FieldProblem>> {
    let mut errors = Vec::new();
    let (email, phone) = reach(lang, body.email.as_deref(), body.phone.as_deref(), &mut errors);
    if body.party.is_some_and(|party| party < 1) {
        errors.push(FieldProblem::new("party", lang.pick("至少1人。", "At least one.")));
    }
    let note = note(lang, body.note.as_deref(), &mut errors);
    if !errors.is_empty() {
        return Err(errors);
    }
    Ok(Change { party: body.party, email, phone, note, reminded: body.reminded, ..Change::default() })
}

fn reach(
    lang: Lang,
    email: Option<&str>,
    phone: Option<&str>,
    errors: &mut Vec<FieldProblem>,
) -> (Option<String>, Option<String>) {
    let mut one = |field, typed: Option<&str>, read: fn(&str) -> Option<Login>, wrong| {
        let typed = typed.filter(|typed| !typed.trim().is_empty())?;
        let read = read(typed);
        if read.is_none() {
            errors.push(FieldProblem::new(field, wrong));
        }
        read.map(|login| login.as_str().to_owned())
    };
    let email = one("email", email, Login::email, lang.pick("这不像邮箱。", "This is no e-mail address."));
    let phone = one("phone", phone, Login::phone, lang.pick("这不像电话号码。", "This is no phone number."));
    (email, phone)
}

fn note(lang: Lang, typed: Option<&str>, errors: &mut Vec<FieldProblem>) -> Option<String> {
    let note = typed?.trim().to_owned();
    if note.chars().count() > LONGEST_NOTE {
        errors.push(FieldProblem::new("note", lang.pick("最多300字。", "At most 300 characters.")));
    }
    Some(note)
}

fn one_line(text: &str) -> String {
    text.split(|c: char| c.is_control() || c.is_whitespace())
        .filter(|word| !word.is_empty())
        .collect::<Vec<_>>()
        .join(" ")
}
