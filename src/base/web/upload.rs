//! Files that come with a form, read whole and never more than is allowed.

use std::time::Duration;

use actix_multipart::{Multipart, MultipartError};
use actix_web::{FromRequest, HttpMessage, HttpRequest, web};
use futures_util::TryStreamExt;

use crate::base::error::{Error, Result};
use crate::base::web::form::{self, Fields};

/// Bytes that one file may have.
pub const LARGEST_FILE: usize = 10 * 1024 * 1024;
/// All files of one form together: they are held in memory.
pub const LARGEST_FORM: usize = 20 * 1024 * 1024;
const MOST_FILES: usize = 10;
/// The time that a form may take to arrive, over a bad line.
const SLOWEST: Duration = Duration::from_secs(180);

/// A file as it came; its name is whatever the sender says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct File {
    pub name: String,
    pub bytes: Vec<u8>,
}

/// The files of a form; its other fields are passed over. [`Error::TooLarge`] as soon as there is too much.
pub async fn files(form: Multipart) -> Result<Vec<File>> {
    files_and_fields(form).await.map(|(files, _)| files)
}

/// The files of a form, and what was typed beside them.
pub async fn files_and_fields(form: Multipart) -> Result<(Vec<File>, Fields)> {
    let read = tokio::time::timeout(SLOWEST, read(form)).await;
    read.map_err(|_| Error::BadRequest("the files took too long to arrive".into()))?
}

/// [`files_and_fields`] of a form that may have come without files.
pub async fn sent(request: &HttpRequest, payload: web::Payload) -> Result<(Vec<File>, Fields)> {
    if request.content_type().eq_ignore_ascii_case("multipart/form-data") {
        return files_and_fields(Multipart::new(request.headers(), payload)).await;
    }
    Ok((Vec::new(), Fields::from_request(request, &mut payload.into_inner()).await?))
}

async fn read(mut sent: Multipart) -> Result<(Vec<File>, Fields)> {
    let (mut files, mut fields) = (Vec::new(), Fields::default());
    let mut all = 0;
    while let Some(mut field) = sent.try_next().await.map_err(unread)? {
        let name = field.content_disposition().and_then(|said| said.get_filename()).map(str::to_owned);
        let mut bytes = Vec::new();
        while let Some(part) = field.try_next().await.map_err(unread)? {
            all += part.len();
            if bytes.len() + part.len() > LARGEST_FILE {
                return Err(too_large(LARGEST_FILE));
            }
            if all > LARGEST_FORM {
                return Err(too_large(LARGEST_FORM));
            }
            if name.is_some() || all <= form::LARGEST {
                bytes.extend_from_slice(&part);
            }
        }
        if name.is_none() {
            let called = field.name().unwrap_or_default().to_owned();
            fields.add(&called, String::from_utf8_lossy(&bytes));
        }
        // A browser sends a file without a name where none was chosen.
        if let Some(name) = name.filter(|name| !name.is_empty() || !bytes.is_empty()) {
            files.push(File { name: harmless(&name), bytes });
        }
        if files.len() > MOST_FILES {
            return Err(Error::BadRequest("too many files at once".into()));
        }
    }
    Ok((files, fields))
}

fn too_large(bytes: usize) -> Error {
    Error::TooLarge { megabytes: u32::try_from(bytes / (1024 * 1024)).unwrap_or(u32::MAX) }
}

fn unread(error: MultipartError) -> Error {
    Error::BadRequest(error.to_string())
}

/// Without folders, and without what a header or a page could stumble over.
fn harmless(name: &str) -> String {
    let last = name.rsplit(['/', '\\']).next().unwrap_or_default();
    last.chars().filter(|c| !c.is_control() && !matches!(c, '"' | '<' | '>' | ';')).take(80).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_no_way_out_of_a_folder_nor_of_a_header() {
        assert_eq!(harmless("C:\\papers\\协议.pdf"), "协议.pdf");
        assert_eq!(harmless("../../etc/passwd"), "passwd");
        assert_eq!(harmless("a\"; filename=b\r\n.pdf"), "a filename=b.pdf");
    }
}
