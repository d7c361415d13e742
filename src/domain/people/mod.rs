//! People with an account: leaders, staff and operators. Residents have none.
//!
//! A person signs in by e-mail address or phone number, and has at least one of them. What they may do
//! follows from their roles at centres, the troupes they lead, and whether they operate the installation.

mod acting;
pub mod api_token;
pub mod contact;
pub mod editing;
pub mod letters;
mod login;
pub mod password;
pub mod sign_in;
pub mod sign_in_key;
pub mod signing_in;
pub mod store;
pub mod throttle;

use diesel::prelude::*;

use super::centres::{CentreId, either};
use crate::base::db::schema::person;
use crate::base::lang::Lang;

pub use acting::Acting;
pub use login::Login;

crate::id! {
    /// A person's number.
    PersonId;
    /// A signed-in browser's number.
    SignInId;
    /// A one-time link's or code's number.
    SignInKeyId;
    /// An API token's number.
    ApiTokenId;
}

crate::text_enum! {
    /// What a person may do at one centre; each role includes those before it.
    pub enum Role {
        /// Books for others, sees everything of the centre.
        Desk = "desk",
        /// Decides requests, displaces, publishes.
        Approver = "approver",
        /// Keeps agreements, rooms, hours and people.
        Manager = "manager",
    }
}

impl Role {
    pub fn name(self, lang: Lang) -> &'static str {
        match self {
            Self::Desk => lang.pick("前台", "Front desk"),
            Self::Approver => lang.pick("审批人", "Approver"),
            Self::Manager => lang.pick("管理员", "Manager"),
        }
    }
}

/// Someone with an account.
#[derive(Debug, Clone, PartialEq, Eq, Queryable, Selectable)]
#[diesel(table_name = person)]
pub struct Person {
    pub id: PersonId,
    pub name: String,
    /// Lower case.
    pub email: Option<String>,
    /// Digits with the country's code: `+8613900000007`.
    pub phone: Option<String>,
    pub lang: Lang,
    /// Looks after the installation: centres and settings, not what happens in them.
    pub operator: bool,
    /// Somebody who has left cannot sign in.
    pub active: bool,
}

/// A person to be added. At least one of e-mail and phone is given.
#[derive(Debug, Clone)]
pub struct NewPerson {
    pub name: String,
    pub email: Option<String>,
    pub phone: Option<String>,
    pub password_hash: Option<String>,
    pub lang: Lang,
    pub operator: bool,
}

/// A person's role at a centre.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Membership {
    pub centre: CentreId,
    pub role: Role,
}

/// A troupe that a person leads, as far as the doors need to know it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LedTroupe {
    pub id: i64,
    pub centre_id: CentreId,
    pub name: String,
    pub name_en: String,
    /// Stands in for the leader; may do the same.
    pub deputy: bool,
}

impl LedTroupe {
    pub fn name_in(&self, lang: Lang) -> &str {
        either(lang, &self.name, &self.name_en)
    }
}
