//! Staff give an activity a picture, or take it away.
//!
//! | | |
//! |---|---|
//! | locks | none: the last one who gives one wins |
//! | checks | the activity is of this centre |
//! | rows | the picture, history |
//! | letters | none |

use sha2::{Digest, Sha256};

use super::store;
use crate::base::db::Conn;
use crate::base::error::Result;
use crate::base::picture::{self, Kind, Unreadable};
use crate::domain::activities::{self, ActivityId};
use crate::domain::people::Acting;

/// The longer side of what is kept, in pixels: a phone's or a card's picture, not a print.
const KEPT_SIDE: u32 = 1280;

/// A picture that can be kept: a JPEG.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Drawn {
    pub content: Vec<u8>,
    pub width: i32,
    pub height: i32,
    /// The start of its SHA-256, hexadecimal.
    pub digest: String,
}

/// Why a file cannot be a picture.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unfit {
    /// Neither JPEG nor PNG.
    OtherKind,
    /// HEIC, which we cannot draw.
    Heic,
    /// More pixels than we draw.
    TooManyPixels,
    Broken,
}

/// Draws a picture anew. Takes time and memory: not for a thread that serves.
pub fn draw(bytes: &[u8]) -> Result<Drawn, Unfit> {
    let other = if picture::is_heic(bytes) { Unfit::Heic } else { Unfit::OtherKind };
    let kind = picture::kind(bytes).filter(|kind| *kind != Kind::Pdf).ok_or(other)?;
    let drawn = picture::drawn_within(bytes, kind, KEPT_SIDE).map_err(|unreadable| match unreadable {
        Unreadable::TooLarge => Unfit::TooManyPixels,
        Unreadable::Broken => Unfit::Broken,
    })?;
    let side = |length: u32| i32::try_from(length).map_err(|_| Unfit::TooManyPixels);
    let digest = Sha256::digest(&drawn.jpeg);
    Ok(Drawn {
        width: side(drawn.width)?,
        height: side(drawn.height)?,
        digest: digest.iter().take(8).map(|byte| format!("{byte:02x}")).collect(),
        content: drawn.jpeg,
    })
}

/// Gives an activity its picture, in place of the one it had.
pub fn keep(conn: &mut Conn, acting: Acting, id: ActivityId, drawn: &Drawn, alt: &str) -> Result<()> {
    activities::store::activity(conn, acting.centre.id, id)?;
    store::put(conn, acting, id, drawn, alt)?;
    acting.note(conn, "activity", id.0, "picture_added", None).map(drop)
}

/// Takes an activity's picture away, if it has one.
pub fn take_away(conn: &mut Conn, acting: Acting, id: ActivityId) -> Result<()> {
    activities::store::activity(conn, acting.centre.id, id)?;
    if store::take(conn, id)? {
        acting.note(conn, "activity", id.0, "picture_removed", None)?;
    }
    Ok(())
}
