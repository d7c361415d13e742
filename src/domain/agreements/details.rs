//! What managers write about a troupe and its agreement.

use chrono::NaiveDate;

use super::{AgreementId, Allowance, PaperWords, TroupeId, TroupeKind, Window};
use crate::domain::rooms::RoomId;

/// All that is said about a troupe but its leaders.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TroupeDetails {
    pub name: String,
    pub name_en: String,
    pub kind: TroupeKind,
    pub size: i32,
    /// Named where others would read 已占用.
    pub named: bool,
    pub active: bool,
}

/// All that is said in an agreement.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AgreementDetails {
    pub troupe: TroupeId,
    pub number: String,
    pub signed_on: NaiveDate,
    pub starts_on: NaiveDate,
    /// The last day it holds.
    pub ends_on: NaiveDate,
    pub allowance: Allowance,
    pub words: PaperWords,
    /// The one it renews; of the same troupe.
    pub predecessor: Option<AgreementId>,
    pub rooms: Vec<RoomId>,
    pub windows: Vec<Window>,
}
