//! The paper as signed: a PDF, or pictures of its pages, kept beside the agreement. What is taken away loses its
//! content and keeps its name, and who kept it and took it away.

pub mod keeping;
pub mod store;

use super::AgreementId;
use crate::base::lang::Lang;
use crate::base::time::Instant;

crate::id! {
    /// A kept file.
    PaperId;
}

crate::text_enum! {
    /// What a kept file is, as its media type.
    pub enum Media {
        Pdf = "application/pdf",
        /// Every picture is kept as one.
        Jpeg = "image/jpeg",
    }
}

impl Media {
    pub fn name(self, lang: Lang) -> &'static str {
        match self {
            Self::Pdf => "PDF",
            Self::Jpeg => lang.pick("图片", "Picture"),
        }
    }
}

/// A kept file without its content.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Paper {
    pub id: PaperId,
    pub agreement: AgreementId,
    pub name: String,
    pub media: Media,
    /// Bytes.
    pub size: i32,
    pub added_by: String,
    pub added_at: Instant,
    /// Who took it away, and when.
    pub removed: Option<(String, Instant)>,
}
