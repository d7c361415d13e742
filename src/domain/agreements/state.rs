//! Where an agreement stands.

use chrono::NaiveDate;

use super::Agreement;
use crate::base::lang::Lang;

crate::text_enum! {
    /// What was decided about an agreement; that its period is over follows from its dates.
    pub enum AgreementState {
        /// 草稿: drawn up, not in force.
        Draft = "draft",
        /// 生效: the troupe may book under it on the days of its period.
        Active = "active",
        /// 暂停: for now the troupe may not.
        Suspended = "suspended",
        /// 终止: ended before its period was over, or a draft that was given up.
        Ended = "ended",
    }
}

impl AgreementState {
    pub fn name(self, lang: Lang) -> &'static str {
        match self {
            Self::Draft => lang.pick("草稿", "Draft"),
            Self::Active => lang.pick("生效", "Active"),
            Self::Suspended => lang.pick("暂停", "Suspended"),
            Self::Ended => lang.pick("终止", "Ended"),
        }
    }

    /// Of these there may be one per troupe and day.
    pub fn stands(self) -> bool {
        matches!(self, Self::Active | Self::Suspended)
    }
}

/// Where an agreement stands on a day: its state and its dates together.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Standing {
    /// 生效中
    Valid,
    /// Active, and its first day is still to come.
    Coming,
    Suspended,
    Draft,
    /// 已到期: its last day is past.
    Expired,
    /// 已终止
    Ended,
}

impl Agreement {
    /// Where it stands on a day.
    pub fn standing(&self, today: NaiveDate) -> Standing {
        match self.state {
            AgreementState::Draft => Standing::Draft,
            AgreementState::Ended => Standing::Ended,
            _ if self.ends_on < today => Standing::Expired,
            AgreementState::Suspended => Standing::Suspended,
            AgreementState::Active if self.starts_on > today => Standing::Coming,
            AgreementState::Active => Standing::Valid,
        }
    }

    /// The day lies in its period, and it is active.
    pub fn holds_on(&self, day: NaiveDate) -> bool {
        self.state == AgreementState::Active && (self.starts_on..=self.ends_on).contains(&day)
    }
}
