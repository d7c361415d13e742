//! House terms (使用须知): what everybody who uses the rooms agrees to. A version is never changed; a new one
//! takes its place from a day on, and who accepted which is kept.

pub mod accepting;
pub mod publishing;
pub mod store;

use chrono::NaiveDate;
use diesel::prelude::*;

use crate::base::db::schema::house_terms;
use crate::base::lang::Lang;
use crate::base::time::Instant;
use crate::domain::centres::{CentreId, either};
use crate::domain::people::PersonId;

crate::id! {
    /// One version of a centre's house terms.
    TermsId;
}

/// One version.
#[derive(Debug, Clone, PartialEq, Eq, Queryable, Selectable)]
#[diesel(table_name = house_terms)]
pub struct HouseTerms {
    pub id: TermsId,
    pub centre_id: CentreId,
    /// From 1.
    pub version: i32,
    pub text: String,
    /// May be empty.
    pub text_en: String,
    pub valid_from: NaiveDate,
    pub written_by: PersonId,
    pub written_at: Instant,
}

impl HouseTerms {
    pub fn text_in(&self, lang: Lang) -> &str {
        either(lang, &self.text, &self.text_en)
    }
}

/// That a person accepted a version.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Acceptance {
    pub terms: TermsId,
    pub version: i32,
    pub person: PersonId,
    pub accepted_at: Instant,
    /// The name of the staff who recorded what was signed on paper (代办); `None` when the person pressed it.
    pub recorded_by: Option<String>,
}

/// The version that holds on a day, of a centre's versions: the last that is valid by then.
pub fn valid_on(versions: &[HouseTerms], day: NaiveDate) -> Option<&HouseTerms> {
    versions.iter().filter(|one| one.valid_from <= day).max_by_key(|one| (one.valid_from, one.version))
}
