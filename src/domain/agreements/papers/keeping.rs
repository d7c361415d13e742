//! A manager keeps the signed paper of an agreement, or takes a file away again.
//!
//! | | |
//! |---|---|
//! | locks | the agreement |
//! | checks | the agreement is of this centre; no more files than anybody signs |
//! | rows | the files, history; a file taken away keeps its row and loses its content |
//! | letters | none |
//!
//! What is kept was looked at before: [`read`] knows a file by its first bytes and draws pictures anew.

use super::{Media, PaperId, store};
use crate::base::db::Conn;
use crate::base::error::{Error, Result};
use crate::base::lang::Lang;
use crate::base::picture::{self, Kind, Unreadable};
use crate::domain::agreements::{self, AgreementId};
use crate::domain::people::Acting;

/// Files that an agreement may have.
pub const MOST: usize = 20;

/// A file that can be kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sheet {
    pub name: String,
    pub media: Media,
    pub content: Vec<u8>,
}

/// Why a file cannot be kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unfit {
    /// Neither PDF nor JPEG nor PNG.
    OtherKind,
    /// HEIC, which we cannot draw.
    Heic,
    /// More pixels than we draw.
    TooManyPixels,
    Broken,
}

impl Unfit {
    /// In a sentence that names the file.
    pub fn said(self, lang: Lang, name: &str) -> String {
        match self {
            Self::OtherKind => lang.pick(
                format!("“{name}”不是PDF、JPEG或PNG。请换成PDF，或拍成照片。"),
                format!("“{name}” is no PDF, JPEG or PNG. Send a PDF or a photograph."),
            ),
            Self::Heic => lang.pick(
                format!("“{name}”是苹果手机的HEIC格式，打不开。请在手机上存成JPEG再传（设置 → 相机 → 格式 → 兼容性最佳），或者截一张屏。"),
                format!("“{name}” is HEIC, as iPhones take pictures, and cannot be opened. Save it as JPEG (Settings, Camera, Formats, Most Compatible) or take a screenshot, and send that."),
            ),
            Self::TooManyPixels => lang.pick(
                format!("“{name}”的像素太多（最多五千万）。请拍小一点。"),
                format!("“{name}” has too many pixels (at most 50 million). Send a smaller picture."),
            ),
            Self::Broken => lang.pick(
                format!("“{name}”打不开，可能传坏了。请再传一次，或换成PDF。"),
                format!("“{name}” cannot be opened; it may be damaged. Send it again, or as a PDF."),
            ),
        }
    }
}

/// What a file is, and what is kept of it. Takes time and memory: not for a thread that serves.
pub fn read(name: String, bytes: Vec<u8>) -> Result<Sheet, Unfit> {
    let other = if picture::is_heic(&bytes) { Unfit::Heic } else { Unfit::OtherKind };
    let kind = picture::kind(&bytes).ok_or(other)?;
    if kind == Kind::Pdf {
        return Ok(Sheet { name, media: Media::Pdf, content: bytes });
    }
    match picture::drawn_anew(&bytes, kind) {
        Ok(content) => Ok(Sheet { name, media: Media::Jpeg, content }),
        Err(Unreadable::TooLarge) => Err(Unfit::TooManyPixels),
        Err(Unreadable::Broken) => Err(Unfit::Broken),
    }
}

/// What came of keeping files.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Kept {
    Done(Vec<PaperId>),
    /// There would be more than [`MOST`]; nothing was written.
    TooMany,
}

/// Keeps files with an agreement, all of them or none.
pub fn keep(conn: &mut Conn, acting: &Acting, id: AgreementId, sheets: &[Sheet]) -> Result<Kept> {
    let by = acting.by()?;
    agreements::store::agreement(conn, acting.centre.id, id)?;
    agreements::store::lock(conn, id)?;
    let there = store::of(conn, id)?.iter().filter(|paper| paper.removed.is_none()).count();
    if there + sheets.len() > MOST {
        return Ok(Kept::TooMany);
    }
    let mut kept = Vec::with_capacity(sheets.len());
    for sheet in sheets {
        kept.push(store::insert(conn, id, &sheet.name, sheet.media, &sheet.content, by, acting.now)?);
        acting.note(conn, "agreement", id.0, "paper_added", Some(&sheet.name))?;
    }
    Ok(Kept::Done(kept))
}

/// Takes a file away. [`Error::NotFound`] when it is gone.
pub fn take_away(conn: &mut Conn, acting: &Acting, id: AgreementId, paper: PaperId) -> Result<()> {
    let by = acting.by()?;
    agreements::store::agreement(conn, acting.centre.id, id)?;
    agreements::store::lock(conn, id)?;
    let (name, ..) = store::content(conn, id, paper)?;
    if !store::remove(conn, id, paper, by, acting.now)? {
        return Err(Error::NotFound);
    }
    acting.note(conn, "agreement", id.0, "paper_removed", Some(&name)).map(drop)
}
