//! Handing a message to the mail server, and understanding what it says.

use std::net::IpAddr;
use std::time::Duration;

use lettre::message::Mailbox;
use lettre::transport::smtp::Error as SmtpError;
use lettre::{AsyncSmtpTransport, AsyncTransport, Message, Tokio1Executor};
use secrecy::{ExposeSecret, SecretString};

use super::message::{Letterhead, build};
use super::queue::Claimed;
use super::{Draft, LetterId};
use crate::base::lang::Lang;
use crate::base::time::Instant;
use crate::base::tokens::Tokens;

/// How long one command may take; a server that checks for viruses may think for a while after the message.
const PATIENCE: Duration = Duration::from_secs(45);
/// How long all of it may take; shorter than the lease.
const DEADLINE: Duration = Duration::from_secs(100);
/// What is kept of a server's words.
const LONGEST_ANSWER: usize = 500;

/// Where letters go and whom they come from.
#[derive(Debug, Clone)]
pub struct Config {
    /// `smtps://user:password@host`, `smtp://user:password@host:587?tls=required`, `smtp://localhost:25`;
    /// `None`: letters stay waiting.
    pub smtp_url: Option<SecretString>,
    /// `邻里 <linli@example.org>`
    pub from: String,
    /// Links begin with it.
    pub public_url: String,
}

/// Sends messages to the configured server, and to no other. Every message has a connection of its own: one
/// that broke in the middle of a message is never used again.
pub struct Sender {
    transport: AsyncSmtpTransport<Tokio1Executor>,
    from: Mailbox,
    tokens: Tokens,
    public_url: String,
    deadline: Duration,
}

/// Why a letter was not taken.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Failure {
    /// The server has no time, or it is about this letter and may pass (4xx).
    ForNow(String),
    /// No server was reached, or it does not let us in: the next letter would fare no better.
    NoServer(String),
    /// It will never be taken (5xx).
    ForGood(String),
}

impl Config {
    /// The line at start-up; leaves out name and password.
    pub fn describe(&self) -> String {
        let Some(url) = &self.smtp_url else { return "no mail server; staff read the letters".into() };
        let Ok(url) = url::Url::parse(url.expose_secret()) else {
            return "a server whose URL is wrong".into();
        };
        let host = url.host_str().unwrap_or_default();
        let port = url.port().map(|port| format!(":{port}")).unwrap_or_default();
        let how = match (url.scheme(), url.query()) {
            ("smtps", _) => "TLS",
            (_, Some("tls=required")) => "STARTTLS",
            (_, Some("tls=opportunistic")) => "STARTTLS if the server offers it",
            _ => "not encrypted",
        };
        format!("{host}{port}, {how}, from {}", self.from)
    }
}

/// True for a password that would go over a network unencrypted.
fn gives_its_password_away(url: &str) -> bool {
    let Ok(url) = url::Url::parse(url) else { return false };
    let host = url.host_str().unwrap_or_default().trim_matches(['[', ']']);
    let here = host == "localhost" || host.parse().is_ok_and(|address: IpAddr| address.is_loopback());
    let encrypted = url.scheme() == "smtps" || url.query() == Some("tls=required");
    url.password().is_some() && !encrypted && !here
}

impl Sender {
    /// `Ok(None)` without a server; an error tells what is wrong with the configuration.
    pub fn new(config: &Config, tokens: Tokens) -> Result<Option<Self>, String> {
        let from = config.from.trim().parse();
        let from =
            from.map_err(|error| format!("the sender {:?} is no mail address: {error}", config.from))?;
        let Some(url) = &config.smtp_url else { return Ok(None) };
        if gives_its_password_away(url.expose_secret()) {
            return Err("the SMTP password would travel in the clear: use smtps://, or ?tls=required".into());
        }
        // The URL holds a password: of an error only the kind is told.
        let transport = AsyncSmtpTransport::<Tokio1Executor>::from_url(url.expose_secret())
            .map_err(|_| "the SMTP URL must be like smtps://user:password@host:465".to_owned())?
            .timeout(Some(PATIENCE))
            .build();
        let public_url = config.public_url.clone();
        Ok(Some(Self { transport, from, tokens, public_url, deadline: DEADLINE }))
    }

    /// For tests of servers that do not answer.
    pub fn with_deadline(mut self, deadline: Duration) -> Self {
        self.deadline = deadline;
        self
    }

    /// Builds and sends one letter.
    pub async fn send(&self, letter: &Claimed) -> Result<(), Failure> {
        let head = Letterhead { from: &self.from, tokens: &self.tokens, public_url: &self.public_url };
        let message = build(letter, &head).map_err(Failure::ForGood)?;
        self.hand_over(message).await.map(drop)
    }

    /// Returns the server's words.
    async fn hand_over(&self, message: Message) -> Result<String, Failure> {
        let ascii = message.envelope().to().iter().all(|to| AsRef::<str>::as_ref(to).is_ascii());
        match tokio::time::timeout(self.deadline, self.transport.send(message)).await {
            Ok(Ok(answer)) => Ok(trimmed(&answer.message().collect::<Vec<_>>().join(" "))),
            Ok(Err(error)) => Err(understand(&error, ascii)),
            Err(_) => {
                let seconds = self.deadline.as_secs();
                Err(Failure::NoServer(format!(
                    "邮件服务器 {seconds} 秒没有回答 (no answer from the mail server)"
                )))
            }
        }
    }
}

/// Sends a letter that says that sending works, to find out whether it does. The answer is the server's.
pub async fn send_test(config: &Config, to: &str, now: Instant) -> Result<String, String> {
    // The test letter's links lead nowhere secret: any key will do.
    let tokens = Tokens::new(crate::base::tokens::random_token().into());
    let Some(sender) = Sender::new(config, tokens)? else {
        return Err("no mail server is configured (LINLI_SMTP_URL)".into());
    };
    let letter = Draft::new("邻里测试邮件 Linli test letter")
        .line("收到这封邮件，说明邻里可以发信了。")
        .line("This letter arrived: Linli can send mail.")
        .button("打开邻里 Open Linli", super::links::page("/"))
        .build("test");
    let letter = Claimed {
        id: LetterId(0),
        tries: 1,
        kind: letter.kind.into(),
        name: String::new(),
        address: to.into(),
        lang: Lang::Zh,
        subject: letter.subject,
        body: letter.body,
        method: None,
        calendar: None,
        created_at: now,
        resent_at: None,
    };
    let head = Letterhead { from: &sender.from, tokens: &sender.tokens, public_url: &sender.public_url };
    match sender.hand_over(build(&letter, &head)?).await {
        Ok(answer) => Ok(answer),
        Err(Failure::ForNow(words) | Failure::NoServer(words) | Failure::ForGood(words)) => Err(words),
    }
}

fn understand(error: &SmtpError, ascii: bool) -> Failure {
    let code: Option<u16> = error.status().map(Into::into);
    let source = std::error::Error::source(error).map(ToString::to_string);
    match code {
        Some(code) => {
            let words = trimmed(&format!("{code} {}", source.unwrap_or_default()));
            match code {
                // It wants a password, or another one: our configuration, not this letter, is at fault.
                421 | 454 | 530 | 534 | 535 | 538 => Failure::NoServer(words),
                400..500 => Failure::ForNow(words),
                _ => Failure::ForGood(words),
            }
        }
        // Such an address needs SMTPUTF8, which this server does not know; it is this letter's trouble alone.
        None if error.is_client() && !ascii => Failure::ForGood(trimmed(&error.to_string())),
        None => {
            let words = source.unwrap_or_else(|| error.to_string());
            Failure::NoServer(trimmed(&format!("连不上邮件服务器 (cannot use the mail server): {words}")))
        }
    }
}

fn trimmed(words: &str) -> String {
    super::one_line(words).chars().take(LONGEST_ANSWER).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn described(url: &str) -> String {
        let smtp_url = (!url.is_empty()).then(|| SecretString::from(url));
        Config { smtp_url, from: "a@example.org".into(), public_url: String::new() }.describe()
    }

    #[test]
    fn the_line_at_start_up_tells_the_server_and_no_secret() {
        assert_eq!(described("smtps://me:hush@mail.example"), "mail.example, TLS, from a@example.org");
        assert_eq!(
            described("smtp://me:hush@mail.example:587?tls=required"),
            "mail.example:587, STARTTLS, from a@example.org"
        );
        assert_eq!(described("smtp://localhost:25"), "localhost:25, not encrypted, from a@example.org");
        assert_eq!(described(""), "no mail server; staff read the letters");
    }

    #[test]
    fn a_password_goes_over_a_network_encrypted_or_not_at_all() {
        for (url, told) in [
            ("smtp://me:hush@mail.example:587", true),
            ("smtp://me:hush@mail.example:587?tls=opportunistic", true),
            ("smtp://me:hush@mail.example:587?tls=required", false),
            ("smtps://me:hush@mail.example", false),
            ("smtp://mail.example:25", false),
            ("smtp://me:hush@127.0.0.1:2525", false),
        ] {
            let smtp_url = Some(SecretString::from(url));
            let config = Config { smtp_url, from: "a@example.org".into(), public_url: String::new() };
            assert_eq!(Sender::new(&config, Tokens::new("k".into())).is_err(), told, "{url}");
        }
    }

    #[test]
    fn a_configuration_is_never_printed_with_its_password() {
        let smtp_url = Some(SecretString::from("smtps://me:hush@mail.example"));
        let config = Config { smtp_url, from: "a@example.org".into(), public_url: String::new() };
        assert!(!format!("{config:?}").contains("hush"));
    }
}
