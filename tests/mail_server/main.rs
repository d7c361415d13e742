//! Letters by a real mail server, encrypted and with a password, and read back. It takes python3 with aiosmtpd, and
//! openssl for the server's certificate; `.ci/run` sees to both.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing)]

#[path = "../support/server.rs"]
mod server;
#[path = "../support/mod.rs"]
mod support;

use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Output, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use mailparse::MailHeaderMap;
use server::{Program, Server, Stage};
use support::Kind;

/// As a URL writes `linli` and `a p@ss/word`.
const KNOWN: &str = "linli:a%20p%40ss%2Fword";

/// How the server wants to be spoken to.
#[derive(Clone, Copy)]
enum Wants {
    StartTls,
    Tls,
}

struct MailServer {
    process: Child,
    folder: tempfile::TempDir,
    port: u16,
    wants: Wants,
}

impl MailServer {
    /// Returns once it listens; its certificate is for `localhost` and signed by nobody.
    fn start(wants: Wants) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let (certificate, key) = (folder.path().join("certificate.pem"), folder.path().join("key.pem"));
        let made = Command::new("openssl")
            .args(["req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=localhost"])
            .args([
                "-addext",
                "subjectAltName=DNS:localhost",
                "-addext",
                "basicConstraints=critical,CA:FALSE",
            ])
            .args(["-keyout".as_ref(), key.as_os_str(), "-out".as_ref(), certificate.as_os_str()])
            .stderr(Stdio::null())
            .status();
        assert!(made.unwrap().success(), "openssl made no certificate");
        let free = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
        let port = free.local_addr().unwrap().port();
        drop(free);
        let python = std::env::var_os("LINLI_PYTHON").unwrap_or("python3".into());
        let mut process = Command::new(python)
            .arg(Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/mail_server/server.py"))
            .arg(port.to_string())
            .args([&certificate, &key, folder.path()])
            .arg(match wants {
                Wants::StartTls => "starttls",
                Wants::Tls => "tls",
            })
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let mut said = String::new();
        BufReader::new(process.stdout.take().unwrap()).read_line(&mut said).unwrap();
        assert_eq!(said, "listening\n", "python3 with aiosmtpd did not start");
        Self { process, folder, port, wants }
    }

    fn url(&self, who: &str) -> String {
        match self.wants {
            Wants::StartTls => format!("smtp://{who}@localhost:{}?tls=required", self.port),
            Wants::Tls => format!("smtps://{who}@localhost:{}", self.port),
        }
    }

    fn certificate(&self) -> PathBuf {
        self.folder.path().join("certificate.pem")
    }

    /// The messages it has kept, once there are so many.
    fn kept(&self, count: usize) -> Vec<Vec<u8>> {
        let begun = Instant::now();
        loop {
            let kept: Vec<PathBuf> = std::fs::read_dir(self.folder.path())
                .unwrap()
                .map(|entry| entry.unwrap().path())
                .filter(|path| path.extension().is_some_and(|ending| ending == "eml"))
                .collect();
            if kept.len() >= count {
                return kept.iter().map(|path| std::fs::read(path).unwrap()).collect();
            }
            assert!(begun.elapsed() < Duration::from_secs(30), "only {} of {count} came", kept.len());
            thread::sleep(Duration::from_millis(50));
        }
    }
}

impl Drop for MailServer {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

/// `linli mail test`, trusting a certificate.
fn mail_test(url: &str, trusted: &Path) -> Output {
    let folder = tempfile::tempdir().unwrap();
    Command::new(env!("CARGO_BIN_EXE_linli"))
        .env_clear()
        .current_dir(folder.path())
        .args(["mail", "test", "leader1@example.org"])
        .env("LINLI_SMTP_URL", url)
        .env("LINLI_MAIL_FROM", "邻里 <linli@example.org>")
        .env("SSL_CERT_FILE", trusted)
        .output()
        .unwrap()
}

#[test]
#[ignore = "needs python3 with aiosmtpd, and openssl"]
fn a_booking_is_told_over_starttls_with_a_password_and_reads_back() {
    let mail = MailServer::start(Wants::StartTls);
    let stage = Stage::set(Kind::Sqlite);
    let callers = stage.db_callers(1);
    let certificate = mail.certificate();
    let env =
        [("LINLI_SMTP_URL", mail.url(KNOWN)), ("SSL_CERT_FILE", certificate.to_str().unwrap().to_owned())];
    let linli = Server::start_with(&stage.database, &env);
    let program = Program::new(&linli, &callers[0]);
    let booked = program.asks_for(stage.room("Studio"), stage.day, "09:00", "11:00", "by a real server");
    assert_eq!((booked.status, &booked.json["status"]), (201, &"approved".into()));

    let message = mail.kept(1).remove(0);
    let message = mailparse::parse_mail(&message).unwrap();
    let head = |name| message.headers.get_first_value(name).unwrap();
    assert!(head("To").contains("leader0@troupes.example.org"), "{}", head("To"));
    assert!(head("Subject").starts_with("已批准："), "{}", head("Subject"));
    let part = |kind: &str| {
        let found = message.parts().find(|part| part.ctype.mimetype == kind);
        found.unwrap_or_else(|| panic!("no {kind}")).get_body().unwrap()
    };
    assert!(part("text/plain").contains("这个时间归您队用"));
    assert!(part("text/html").contains("这个时间归您队用"));
    let calendar = part("text/calendar");
    assert!(calendar.contains("METHOD:REQUEST") && calendar.contains("BEGIN:VTIMEZONE"), "{calendar}");
}

#[test]
#[ignore = "needs python3 with aiosmtpd, and openssl"]
fn a_server_that_speaks_tls_from_the_first_word_takes_letters_too() {
    let mail = MailServer::start(Wants::Tls);
    let sent = mail_test(&mail.url(KNOWN), &mail.certificate());
    assert!(sent.status.success(), "{}", String::from_utf8_lossy(&sent.stderr));
    assert!(String::from_utf8_lossy(&sent.stdout).contains("Kept"));
    mail.kept(1);
}

#[test]
#[ignore = "needs python3 with aiosmtpd, and openssl"]
fn nothing_is_sent_to_a_server_that_cannot_show_who_it_is() {
    for wants in [Wants::StartTls, Wants::Tls] {
        let mail = MailServer::start(wants);
        let another = MailServer::start(wants);
        let sent = mail_test(&mail.url(KNOWN), &another.certificate());
        assert!(!sent.status.success());
        assert_eq!(mail.kept(0).len(), 0);
    }
}

#[test]
#[ignore = "needs python3 with aiosmtpd, and openssl"]
fn a_wrong_password_is_told_in_the_servers_own_words() {
    let mail = MailServer::start(Wants::StartTls);
    let sent = mail_test(&mail.url("linli:wrong"), &mail.certificate());
    let said = String::from_utf8_lossy(&sent.stderr);
    assert!(!sent.status.success() && said.contains("Authentication"), "{said}");
    assert_eq!(mail.kept(0).len(), 0);
}
