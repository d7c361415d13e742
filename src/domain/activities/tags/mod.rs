//! Words a centre sorts its activities by, such as 微课堂. One that is retired stays on the activities that have it.

pub mod editing;
pub mod store;

use diesel::prelude::*;

use crate::base::db::schema::tag;
use crate::base::lang::Lang;
use crate::domain::centres::{CentreId, either};

crate::id! {
    /// A word that a centre sorts its activities by.
    TagId;
}

/// A tag; `position` gives the order in which a centre's are named.
#[derive(Debug, Clone, PartialEq, Eq, Queryable, Selectable, Identifiable)]
#[diesel(table_name = tag)]
pub struct Tag {
    pub id: TagId,
    pub centre_id: CentreId,
    pub position: i32,
    pub name: String,
    pub name_en: String,
    /// False once it is no longer given to activities.
    pub active: bool,
}

impl Tag {
    pub fn name_in(&self, lang: Lang) -> &str {
        either(lang, &self.name, &self.name_en)
    }
}
