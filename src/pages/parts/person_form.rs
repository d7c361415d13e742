//! The fields of a person: `name`, `email`, `phone`, `lang`.

use maud::{Markup, html};

use super::sheet::{Sheet, choices};
use crate::base::lang::Lang;
use crate::base::web::form::{Errors, Fields, Reader};
use crate::domain::people::editing::{PersonChange, PersonDetails};
use crate::domain::people::{Login, Person, PersonId};

/// The four fields.
pub fn fields(sheet: &Sheet) -> Markup {
    let lang = sheet.lang;
    let either = lang.pick("邮箱和手机至少填一样，用来登录。", "At least one of the two: it signs them in.");
    html! {
        (sheet.field("name", lang.pick("姓名", "Name")).autocomplete("off").text())
        (sheet.field("phone", lang.pick("手机", "Phone")).help(either).autocomplete("off").tel())
        (sheet.field("email", lang.pick("邮箱", "E-mail")).autocomplete("off").email())
        (sheet.field("lang", lang.pick("语言", "Language")).radios(&choices(Lang::ALL, Lang::word, Lang::name)))
    }
}

/// Nothing was written about anybody.
pub fn is_blank(typed: &Fields) -> bool {
    ["name", "phone", "email"].iter().all(|name| typed.get(name).is_empty())
}

/// The fields of a person who is known.
pub fn of(person: &Person) -> Fields {
    Fields::of([
        ("name", person.name.as_str()),
        ("phone", person.phone.as_deref().unwrap_or_default()),
        ("email", person.email.as_deref().unwrap_or_default()),
        ("lang", person.lang.word()),
    ])
}

/// Reads the four fields; `None` after a complaint.
pub fn read(reader: &mut Reader, lang: Lang) -> Option<PersonDetails> {
    let name = reader.text("name", 40, lang.pick("请写姓名。", "Write the name."));
    let phone = reader.optional("phone", 40);
    let email = reader.optional("email", 254);
    let spoken = reader.one_of("lang", Lang::from_word, lang.pick("请选语言。", "Choose the language."));
    let (phone, email) = (phone?, email?);
    if phone.is_empty() && email.is_empty() {
        return reader
            .complain("phone", lang.pick("请填手机或邮箱。", "Write a phone number or an e-mail address."));
    }
    let phone = match (phone.is_empty(), Login::phone(&phone)) {
        (true, _) => Some(None),
        (false, Some(login)) => Some(Some(login.as_str().to_owned())),
        (false, None) => reader.complain(
            "phone",
            lang.pick("这个号码不对，请再看一遍。", "This is no phone number: look again."),
        ),
    };
    let email = match (email.is_empty(), Login::email(&email)) {
        (true, _) => Some(None),
        (false, Some(login)) => Some(Some(login.as_str().to_owned())),
        (false, None) => reader.complain(
            "email",
            lang.pick("这个邮箱不对，请再看一遍。", "This is no e-mail address: look again."),
        ),
    };
    Some(PersonDetails { name: name?, email: email?, phone: phone?, lang: spoken? })
}

/// The e-mail belongs to one person and the phone to another.
pub fn two_people(lang: Lang) -> Errors {
    let mut errors = Errors::default();
    errors.add(
        "phone",
        lang.pick(
            "这个手机和这个邮箱是两个人的，请只填其中一样。",
            "This phone is one person’s and this e-mail another’s: write only one of them.",
        ),
    );
    errors
}

/// What a change came to: the person, or why not, at the field.
pub fn refusal(lang: Lang, change: PersonChange) -> Result<PersonId, Errors> {
    let (field, words) = match change {
        PersonChange::Done(id) => return Ok(id),
        PersonChange::TwoPeople => return Err(two_people(lang)),
        PersonChange::AlreadyHere(_) => (
            "phone",
            lang.pick(
                "这个人已经在本中心的名单里，请在名单里改。",
                "This person works here already: change them in the list.",
            ),
        ),
        PersonChange::EmailTaken => {
            ("email", lang.pick("这个邮箱是别人的。", "This e-mail address is somebody else’s."))
        }
        PersonChange::PhoneTaken => {
            ("phone", lang.pick("这个手机是别人的。", "This phone number is somebody else’s."))
        }
        PersonChange::Shared => (
            "name",
            lang.pick(
                "这个人也属于别的中心，这里只能改在本中心做什么。",
                "This person belongs to another centre too: only the role here can be changed.",
            ),
        ),
        PersonChange::LastManager => (
            "role",
            lang.pick(
                "这是最后一位管理员。请先让另一个人做管理员。",
                "This is the last manager. Make somebody else a manager first.",
            ),
        ),
    };
    let mut errors = Errors::default();
    errors.add(field, words);
    Err(errors)
}
