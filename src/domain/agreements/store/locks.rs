//! Locks on agreements, which come before those on spaces. SQLite's transactions already write one at a time.

use chrono::NaiveDate;
#[cfg(feature = "postgres")]
use diesel::prelude::*;

use crate::base::db::Conn;
#[cfg(feature = "postgres")]
use crate::base::db::schema::agreement;
use crate::base::error::Result;
#[cfg(feature = "postgres")]
use crate::domain::agreements::AgreementState;
use crate::domain::agreements::{AgreementId, TroupeId};

/// Locks an agreement until the transaction ends; the first lock of all. SQLite writes one at a time anyway.
pub fn lock(conn: &mut Conn, id: AgreementId) -> Result<()> {
    match conn {
        Conn::Sqlite(_) => {}
        #[cfg(feature = "postgres")]
        Conn::Postgres(postgres) => {
            agreement::table
                .filter(agreement::id.eq(id))
                .select(agreement::id)
                .for_update()
                .first::<AgreementId>(postgres)?;
        }
    }
    #[cfg(not(feature = "postgres"))]
    let _ = id;
    Ok(())
}

/// [`lock`] for several, without waiting: false when somebody else has one of them.
pub fn try_lock(conn: &mut Conn, ids: &[AgreementId]) -> Result<bool> {
    #[cfg(not(feature = "postgres"))]
    let _ = ids;
    match conn {
        Conn::Sqlite(_) => Ok(true),
        #[cfg(feature = "postgres")]
        Conn::Postgres(postgres) => {
            let locked = agreement::table
                .filter(agreement::id.eq_any(ids))
                .select(agreement::id)
                .for_update()
                .skip_locked()
                .load::<AgreementId>(postgres)?;
            Ok(locked.len() == ids.len())
        }
    }
}

/// What [`lock_valid_on`] locked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Locked {
    /// Everything, as SQLite does: what is read now holds until the end.
    All,
    /// The agreement that was valid, if there was one. By now another may be.
    Only(Option<AgreementId>),
}

impl Locked {
    /// The agreement that is valid now is among what was locked; otherwise it began or ended while this waited.
    pub fn holds(self, valid: Option<AgreementId>) -> bool {
        self == Self::All || self == Self::Only(valid)
    }
}

/// [`lock`] for the agreement of [`valid_on`], without reading it: what is read before a lock is stale.
pub fn lock_valid_on(conn: &mut Conn, troupe: TroupeId, day: NaiveDate) -> Result<Locked> {
    #[cfg(not(feature = "postgres"))]
    let _ = (troupe, day);
    match conn {
        Conn::Sqlite(_) => Ok(Locked::All),
        #[cfg(feature = "postgres")]
        Conn::Postgres(postgres) => {
            let valid = agreement::table
                .filter(agreement::troupe_id.eq(troupe).and(agreement::state.eq(AgreementState::Active)))
                .filter(agreement::starts_on.le(day).and(agreement::ends_on.ge(day)))
                .order(agreement::starts_on.desc())
                .select(agreement::id)
                .for_update();
            Ok(Locked::Only(valid.first(postgres).optional()?))
        }
    }
}
