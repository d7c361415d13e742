//! The picture of an activity, drawn anew from what was sent, so that no place and no camera stays in it.

pub mod keeping;
pub mod store;

use diesel::prelude::*;

use crate::base::db::schema::activity_picture;
use crate::domain::activities::ActivityId;

/// A picture without its content. Its address holds the digest, so that another picture has another address.
#[derive(Debug, Clone, PartialEq, Eq, Queryable, Selectable)]
#[diesel(table_name = activity_picture)]
pub struct Picture {
    pub activity_id: ActivityId,
    pub digest: String,
    pub width: i32,
    pub height: i32,
    /// What it shows, for those who do not see it.
    pub alt: String,
}

impl Picture {
    /// Where it is, below the centre's public address: `/activities/3/picture?v=…`.
    pub fn href(&self) -> String {
        format!("/activities/{}/picture?v={}", self.activity_id, self.digest)
    }
}
