//! What can go wrong, in one type. Its status is here; its page is made in `pages::parts::error`.

use std::fmt;

use actix_web::http::StatusCode;
use actix_web::{HttpResponse, ResponseError};
use diesel::result::DatabaseErrorKind;

/// `Result` with [`Error`].
pub type Result<T, E = Error> = std::result::Result<T, E>;

/// Things that should not happen every day. What does (a slot is taken) is an outcome of its use case.
#[derive(Debug, Clone)]
pub enum Error {
    /// There is no such thing, or nothing that this person may know of: 404.
    NotFound,
    /// Signed in, but this is not theirs to do: 403.
    Forbidden,
    /// Nobody is signed in: pages lead to the sign-in page, JSON answers 401.
    SignInFirst,
    /// A request that no page of ours sends: 400, with what is wrong with it.
    BadRequest(String),
    /// A form with more in it than any of ours has: 413.
    TooLong,
    /// A post that came from another site: 403.
    CrossSite,
    /// Too many tries: 429, with the seconds to wait.
    TooMany { retry_after: u32 },
    /// What was sent is larger than allowed: 413, with what is allowed.
    TooLarge { megabytes: u32 },
    /// Somebody wrote the same thing at the same moment: run the act anew. Never reaches a page.
    Again,
    /// Everything waits and the limit is reached: 503.
    Busy,
    /// A fault of ours: 500. The cause is for the log, never for the page.
    Fault(String),
}

impl Error {
    /// A fault of ours, with what was being done.
    pub fn fault(cause: impl fmt::Display) -> Self {
        Self::Fault(cause.to_string())
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NotFound => f.write_str("not found"),
            Self::Forbidden => f.write_str("not allowed"),
            Self::SignInFirst => f.write_str("not signed in"),
            Self::BadRequest(what) => write!(f, "bad request: {what}"),
            Self::TooLong => f.write_str("more than a form may have"),
            Self::CrossSite => f.write_str("a post from another site"),
            Self::TooMany { retry_after } => write!(f, "too many tries, wait {retry_after} s"),
            Self::TooLarge { megabytes } => write!(f, "larger than {megabytes} MB"),
            Self::Again => f.write_str("written at the same moment"),
            Self::Busy => f.write_str("busy"),
            Self::Fault(cause) => write!(f, "fault: {cause}"),
        }
    }
}

impl std::error::Error for Error {}

impl From<diesel::result::Error> for Error {
    fn from(error: diesel::result::Error) -> Self {
        match error {
            diesel::result::Error::NotFound => Self::NotFound,
            diesel::result::Error::DatabaseError(kind, info) if is_crossing(&kind, info.message()) => {
                Self::Again
            }
            diesel::result::Error::DatabaseError(_, info) if is_waiting(info.message()) => Self::Busy,
            other => Self::fault(format_args!("database: {other}")),
        }
    }
}

/// Two transactions waited for each other and the database ended this one: nothing of it was written.
/// (Diesel hands PostgreSQL's words on and not its code 40P01.)
fn is_crossing(kind: &DatabaseErrorKind, message: &str) -> bool {
    matches!(kind, DatabaseErrorKind::SerializationFailure) || message.contains("deadlock detected")
}

/// Somebody else held a lock until the time-out.
fn is_waiting(message: &str) -> bool {
    message.contains("lock timeout") || message.contains("database is locked")
}

impl From<diesel::r2d2::PoolError> for Error {
    fn from(_: diesel::r2d2::PoolError) -> Self {
        Self::Busy
    }
}

impl From<actix_web::error::BlockingError> for Error {
    fn from(_: actix_web::error::BlockingError) -> Self {
        Self::Busy
    }
}

impl ResponseError for Error {
    fn status_code(&self) -> StatusCode {
        match self {
            Self::NotFound => StatusCode::NOT_FOUND,
            Self::Forbidden | Self::CrossSite => StatusCode::FORBIDDEN,
            Self::SignInFirst => StatusCode::UNAUTHORIZED,
            Self::BadRequest(_) => StatusCode::BAD_REQUEST,
            Self::TooLong => StatusCode::PAYLOAD_TOO_LARGE,
            Self::TooMany { .. } => StatusCode::TOO_MANY_REQUESTS,
            Self::TooLarge { .. } => StatusCode::PAYLOAD_TOO_LARGE,
            Self::Busy | Self::Again => StatusCode::SERVICE_UNAVAILABLE,
            Self::Fault(_) => StatusCode::INTERNAL_SERVER_ERROR,
        }
    }

    /// A bare response that carries the error; the pages dress it for whoever asked.
    fn error_response(&self) -> HttpResponse {
        let mut response = HttpResponse::new(self.status_code());
        response.extensions_mut().insert(self.clone());
        response
    }
}
