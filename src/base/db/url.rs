//! Where the database is, chosen by the scheme of its URL.

use std::path::PathBuf;
use std::str::FromStr;

/// `sqlite:PATH` or `postgres://…`. Anything else is refused, so that a typing error never makes a new file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum DatabaseUrl {
    Sqlite(PathBuf),
    #[cfg(feature = "postgres")]
    Postgres(String),
}

impl FromStr for DatabaseUrl {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        if let Some(path) = text.strip_prefix("sqlite:") {
            let path = path.strip_prefix("//").unwrap_or(path);
            return match path {
                "" => Err("sqlite: needs a path, such as sqlite:/var/lib/linli/linli.db".into()),
                path => Ok(Self::Sqlite(path.into())),
            };
        }
        if text.starts_with("postgres://") || text.starts_with("postgresql://") {
            #[cfg(feature = "postgres")]
            return Ok(Self::Postgres(text.to_owned()));
            #[cfg(not(feature = "postgres"))]
            return Err("this linli was built without PostgreSQL; build it with --features postgres".into());
        }
        Err("the database URL must begin with sqlite: or postgres://".into())
    }
}

/// Shown at start-up; leaves out the password.
impl std::fmt::Display for DatabaseUrl {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Sqlite(path) => write!(f, "SQLite, {}", path.display()),
            #[cfg(feature = "postgres")]
            Self::Postgres(url) => match url::Url::parse(url) {
                Ok(url) => write!(f, "PostgreSQL, {}{}", url.host_str().unwrap_or("local"), url.path()),
                Err(_) => f.write_str("PostgreSQL"),
            },
        }
    }
}
