//! Settings: a TOML file, and `LINLI_…` in the environment before it. Unknown keys are refused, so that a
//! typing error never leaves a default in force without a word.

use std::fmt::Write as _;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};

use secrecy::{ExposeSecret, SecretString};
use serde::Deserialize;
use toml::{Table, Value};
use url::Url;

use super::db::DatabaseUrl;
use super::web::Network;

/// The file that is read when none is named, if it exists.
pub const FILE: &str = "linli.toml";
const PREFIX: &str = "LINLI_";
/// Names the file; the one variable that is no key.
const FILE_VARIABLE: &str = "LINLI_CONFIG";

/// All settings, checked. Passwords in URLs are never printed.
#[derive(Debug, Clone)]
pub struct Config {
    pub database_url: DatabaseUrl,
    pub database_connections: u32,
    pub listen: SocketAddr,
    pub workers: usize,
    /// Without a slash at the end.
    pub public_url: String,
    pub smtp_url: Option<SecretString>,
    pub mail_from: String,
    pub secret_file: PathBuf,
    pub trusted_proxies: Vec<Network>,
    /// Days after which personal data of people without an account goes.
    pub keep_days: u32,
    pub log: String,
}

/// As it is written; [`Config`] is what it means.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Written {
    database_url: Option<SecretString>,
    database_connections: Option<u32>,
    listen: Option<SocketAddr>,
    workers: Option<usize>,
    public_url: Option<String>,
    smtp_url: Option<SecretString>,
    mail_from: Option<String>,
    secret_file: Option<PathBuf>,
    trusted_proxies: Option<Vec<String>>,
    keep_days: Option<u32>,
    log: Option<String>,
}

struct Key {
    name: &'static str,
    kind: Kind,
    /// As TOML; `None` is left out of the example by a comment sign.
    default: Option<&'static str>,
    sample: &'static str,
    words: &'static [&'static str],
}

#[derive(PartialEq)]
enum Kind {
    Text,
    Number,
    List,
}

const KEYS: [Key; 11] = [
    Key {
        name: "database_url",
        kind: Kind::Text,
        default: Some("\"sqlite:linli.db\""),
        sample: "\"postgres://linli@localhost/linli\"",
        words: &[
            "Where everything is kept: sqlite:PATH, or postgres://USER:PASSWORD@HOST/NAME",
            "(a linli built with --features postgres). `linli migrate` makes it.",
        ],
    },
    Key {
        name: "database_connections",
        kind: Kind::Number,
        default: Some("4"),
        sample: "8",
        words: &["Connections open at once. Each takes up to 2 MB on SQLite."],
    },
    Key {
        name: "listen",
        kind: Kind::Text,
        default: Some("\"127.0.0.1:8080\""),
        sample: "\"0.0.0.0:8080\"",
        words: &["Where it listens. Put a web server with TLS before it."],
    },
    Key {
        name: "workers",
        kind: Kind::Number,
        default: Some("2"),
        sample: "4",
        words: &["Threads that serve."],
    },
    Key {
        name: "public_url",
        kind: Kind::Text,
        default: None,
        sample: "\"https://linli.example.org\"",
        words: &[
            "Where people reach it. Links in letters are built from it alone; with https, cookies are Secure.",
            "Without it: http:// and the listening address.",
        ],
    },
    Key {
        name: "smtp_url",
        kind: Kind::Text,
        default: None,
        sample: "\"smtps://USER:PASSWORD@mail.example.org\"",
        words: &[
            "The mail server: smtps://USER:PASSWORD@HOST (TLS), or smtp://USER:PASSWORD@HOST?tls=required",
            "(STARTTLS). Without it letters are written all the same, and staff read them on a page.",
        ],
    },
    Key {
        name: "mail_from",
        kind: Kind::Text,
        default: Some("\"邻里 Linli <linli@localhost>\""),
        sample: "\"邻里 <linli@example.org>\"",
        words: &["Whom letters come from."],
    },
    Key {
        name: "secret_file",
        kind: Kind::Text,
        default: Some("\"linli.secret\""),
        sample: "\"/var/lib/linli/secret\"",
        words: &[
            "A file with a random secret, made at the first start, readable by its owner alone. Who has it can",
            "make the links that letters carry. Several processes on one database share it.",
        ],
    },
    Key {
        name: "trusted_proxies",
        kind: Kind::List,
        default: Some("[]"),
        sample: "[\"127.0.0.1\", \"10.0.0.0/8\"]",
        words: &[
            "Web servers before it whose X-Forwarded-For is believed; in the environment with commas between.",
        ],
    },
    Key {
        name: "keep_days",
        kind: Kind::Number,
        default: Some("90"),
        sample: "30",
        words: &[
            "Names, numbers and addresses of people who registered without an account are erased so many days",
            "after the last session. Counts stay.",
        ],
    },
    Key {
        name: "log",
        kind: Kind::Text,
        default: Some("\"info\""),
        sample: "\"warn,linli=debug\"",
        words: &["What is logged: error, warn, info, debug, or by module."],
    },
];

impl Config {
    /// Reads the file (the one named, else by `LINLI_CONFIG`, else `linli.toml` if there is one) and the
    /// environment.
    pub fn load(file: Option<&Path>) -> Result<Self, String> {
        let named = file.map(Path::to_owned).or_else(|| std::env::var_os(FILE_VARIABLE).map(PathBuf::from));
        let text = match &named {
            Some(path) => Some(read(path)?),
            None if Path::new(FILE).exists() => Some(read(Path::new(FILE))?),
            None => None,
        };
        let environment = std::env::vars_os()
            .filter_map(|(name, value)| Some((name.into_string().ok()?, value.into_string().ok()?)))
            .filter(|(name, _)| name.starts_with(PREFIX) && name != FILE_VARIABLE);
        Self::parse(text.as_deref().unwrap_or_default(), environment)
    }

    /// Reads TOML text and variables; the variables win.
    pub fn parse(toml: &str, environment: impl Iterator<Item = (String, String)>) -> Result<Self, String> {
        // The parser's message would quote the line, which may hold a password.
        let mut table: Table = toml.parse().map_err(|error: toml::de::Error| {
            let line =
                error.span().map_or(0, |span| toml.get(..span.start).unwrap_or_default().lines().count());
            format!("the configuration, line {line}: {}", error.message())
        })?;
        for (variable, text) in environment {
            let name = variable.trim_start_matches(PREFIX).to_ascii_lowercase();
            let key = KEYS.iter().find(|key| key.name == name && variable.starts_with(PREFIX));
            let key = key.ok_or_else(|| format!("{variable} is no setting; see `linli config example`"))?;
            table.insert(name, value(key, &variable, text)?);
        }
        let known = |name: &String| KEYS.iter().any(|key| key.name == name);
        if let Some(unknown) = table.keys().find(|name| !known(name)) {
            return Err(format!("{unknown:?} is no setting; see `linli config example`"));
        }
        let written: Written = table
            .try_into()
            .map_err(|error: toml::de::Error| format!("the configuration: {}", error.message()))?;
        written.checked()
    }

    /// Every key with its meaning and default, as a file to start from.
    pub fn example() -> String {
        let mut text = String::from(
            "# Linli. Each key can also be given in the environment: LINLI_ and the key in capitals,\n\
             # which wins over this file.\n",
        );
        for key in &KEYS {
            text.push('\n');
            for line in key.words {
                let _ = writeln!(text, "# {line}");
            }
            let _ = writeln!(text, "# Environment: {PREFIX}{}", key.name.to_ascii_uppercase());
            let _ = match key.default {
                Some(default) => writeln!(text, "# Example: {}\n{} = {default}", key.sample, key.name),
                None => writeln!(text, "# {} = {}", key.name, key.sample),
            };
        }
        text
    }
}

impl Written {
    fn checked(self) -> Result<Config, String> {
        let listen = self.listen.unwrap_or_else(|| SocketAddr::from(([127, 0, 0, 1], 8080)));
        let database = self.database_url.unwrap_or_else(|| "sqlite:linli.db".into());
        let proxies = self.trusted_proxies.unwrap_or_default();
        Ok(Config {
            database_url: database
                .expose_secret()
                .parse()
                .map_err(|error| format!("database_url: {error}"))?,
            database_connections: within(
                "database_connections",
                self.database_connections.unwrap_or(4),
                1,
                100,
            )?,
            listen,
            workers: within("workers", self.workers.unwrap_or(2), 1, 64)?,
            public_url: match self.public_url {
                Some(url) => public_url(&url)?,
                None => format!("http://{listen}"),
            },
            // An empty variable switches mail off.
            smtp_url: self.smtp_url.filter(|url| !url.expose_secret().is_empty()),
            mail_from: self.mail_from.unwrap_or_else(|| "邻里 Linli <linli@localhost>".into()),
            secret_file: self.secret_file.unwrap_or_else(|| "linli.secret".into()),
            trusted_proxies: proxies
                .iter()
                .map(|text| text.parse().map_err(|error| format!("trusted_proxies: {error}")))
                .collect::<Result<_, _>>()?,
            keep_days: within("keep_days", self.keep_days.unwrap_or(90), 1, 3650)?,
            log: self.log.unwrap_or_else(|| "info".into()),
        })
    }
}

fn read(path: &Path) -> Result<String, String> {
    std::fs::read_to_string(path).map_err(|error| format!("cannot read {}: {error}", path.display()))
}

fn value(key: &Key, variable: &str, text: String) -> Result<Value, String> {
    Ok(match key.kind {
        Kind::Text => Value::String(text),
        Kind::Number => {
            Value::Integer(text.trim().parse().map_err(|_| format!("{variable} must be a whole number"))?)
        }
        Kind::List => {
            let parts = text.split(',').map(str::trim).filter(|part| !part.is_empty());
            Value::Array(parts.map(|part| Value::String(part.to_owned())).collect())
        }
    })
}

fn within<T: PartialOrd + std::fmt::Display>(name: &str, value: T, least: T, most: T) -> Result<T, String> {
    if value < least || value > most {
        return Err(format!("{name} must lie between {least} and {most}"));
    }
    Ok(value)
}

fn public_url(text: &str) -> Result<String, String> {
    let wrong = || format!("public_url: {text:?} is no address such as https://linli.example.org");
    let url = Url::parse(text).map_err(|_| wrong())?;
    let plain = matches!(url.scheme(), "http" | "https")
        && url.has_host()
        && url.path() == "/"
        && url.query().is_none()
        && url.username().is_empty();
    if plain { Ok(url.as_str().trim_end_matches('/').to_owned()) } else { Err(wrong()) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(toml: &str, environment: &[(&str, &str)]) -> Result<Config, String> {
        Config::parse(toml, environment.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())))
    }

    #[test]
    fn the_example_is_a_configuration_and_says_the_defaults() {
        let example = parse(&Config::example(), &[]).unwrap();
        assert_eq!(format!("{example:?}"), format!("{:?}", parse("", &[]).unwrap()));
        for key in &KEYS {
            let shown = format!("{} = {}", key.name, key.sample);
            assert!(parse(&shown, &[]).is_ok() || shown.contains("postgres://"), "{shown}");
        }
    }

    #[test]
    fn the_environment_wins_over_the_file() {
        let config = parse(
            "listen = \"0.0.0.0:80\"\nworkers = 3",
            &[("LINLI_LISTEN", "127.0.0.1:9000"), ("LINLI_TRUSTED_PROXIES", "127.0.0.1, 10.0.0.0/8")],
        )
        .unwrap();
        assert_eq!(config.listen.to_string(), "127.0.0.1:9000");
        assert_eq!((config.workers, config.trusted_proxies.len()), (3, 2));
        assert_eq!(config.public_url, "http://127.0.0.1:9000");
    }

    #[test]
    fn an_unknown_key_is_refused_and_named() {
        assert!(parse("lisen = \"x\"", &[]).unwrap_err().contains("lisen"));
        assert!(parse("", &[("LINLI_SMPT_URL", "x")]).unwrap_err().contains("LINLI_SMPT_URL"));
    }

    #[test]
    fn what_makes_no_sense_is_refused_without_telling_passwords() {
        for wrong in
            ["workers = 0", "public_url = \"linli.example\"", "database_url = \"linli.db\"", "listen = 1"]
        {
            assert!(parse(wrong, &[]).is_err(), "{wrong}");
        }
        let error = parse("smtp_url = \"smtps://a:hush@b\"\nworkers = x", &[]).unwrap_err();
        assert!(!error.contains("hush") && error.contains("line 2"), "{error}");
        let config = parse("smtp_url = \"smtps://a:hush@b\"", &[]).unwrap();
        assert!(!format!("{config:?}").contains("hush"));
    }
}
