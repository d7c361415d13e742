//! A mail server for tests: it keeps what it is given, and misbehaves as planned.

use std::collections::VecDeque;
use std::io::{BufRead, BufReader, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::Duration;

/// What happens on one connection; the worker opens one for each try.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Turn {
    Accept,
    /// 451 to RCPT.
    NotNow,
    /// 550 to RCPT, in two lines.
    NoSuchPerson,
    /// 530 to MAIL: it wants a password.
    WantsPassword,
    /// 554 after the message.
    RefusesContent,
    /// Never says a word.
    Hangs,
    /// Takes the message, keeps it, and is gone before it says so.
    GoneAfterData,
    /// Is gone within the message, and keeps nothing.
    GoneWithinData,
    /// Closes at once.
    Closes,
    /// Takes the message, after a while.
    Slow(Duration),
}

/// A message that was kept.
#[derive(Debug, Clone)]
pub struct Received {
    pub from: String,
    pub to: Vec<String>,
    pub data: Vec<u8>,
}

impl Received {
    /// A header's value, decoded.
    pub fn header(&self, name: &str) -> Option<String> {
        use mailparse::MailHeaderMap;
        self.parsed().headers.get_first_value(name)
    }

    pub fn parsed(&self) -> mailparse::ParsedMail<'_> {
        mailparse::parse_mail(&self.data).expect("a message that parses")
    }

    /// The first part of a type, such as `text/plain`, decoded.
    pub fn part(&self, kind: &str) -> Option<String> {
        let parsed = self.parsed();
        let part = parsed.parts().find(|part| part.ctype.mimetype == kind)?;
        Some(part.get_body().expect("a body that decodes"))
    }
}

#[derive(Debug, Default)]
struct Book {
    plan: VecDeque<Turn>,
    kept: Vec<Received>,
    connections: usize,
    open: usize,
    most_open: usize,
}

/// The server; it runs until the test ends.
#[derive(Debug, Clone)]
pub struct Smtp {
    address: SocketAddr,
    book: Arc<Mutex<Book>>,
}

impl Smtp {
    /// Listens on a free port and accepts everything.
    pub fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a free port");
        let smtp = Self { address: listener.local_addr().expect("an address"), book: Arc::default() };
        let book = smtp.book.clone();
        thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                let book = book.clone();
                thread::spawn(move || serve(stream, &book));
            }
        });
        smtp
    }

    /// What happens on the next connections; after those it accepts.
    pub fn plan(&self, turns: &[Turn]) -> &Self {
        self.book.lock().unwrap().plan.extend(turns);
        self
    }

    /// For `Config::smtp_url`.
    pub fn url(&self) -> String {
        format!("smtp://{}", self.address)
    }

    pub fn received(&self) -> Vec<Received> {
        self.book.lock().unwrap().kept.clone()
    }

    pub fn connections(&self) -> usize {
        self.book.lock().unwrap().connections
    }

    /// How many connections were open at one time.
    pub fn most_at_once(&self) -> usize {
        self.book.lock().unwrap().most_open
    }

    /// Waits, at most ten seconds, until so many messages have come.
    pub fn wait_for(&self, count: usize) -> Vec<Received> {
        for _ in 0..1000 {
            let received = self.received();
            if received.len() >= count {
                return received;
            }
            thread::sleep(Duration::from_millis(10));
        }
        panic!("{} of {count} messages came", self.received().len());
    }
}

fn serve(stream: TcpStream, book: &Mutex<Book>) {
    let turn = {
        let mut book = book.lock().unwrap();
        book.connections += 1;
        book.open += 1;
        book.most_open = book.most_open.max(book.open);
        book.plan.pop_front().unwrap_or(Turn::Accept)
    };
    // A client that goes away ends the conversation, and that is all.
    let _ = converse(stream, turn, book);
    book.lock().unwrap().open -= 1;
}

fn converse(stream: TcpStream, turn: Turn, book: &Mutex<Book>) -> std::io::Result<()> {
    let mut reader = BufReader::new(stream.try_clone()?);
    let mut writer = stream;
    match turn {
        Turn::Closes => return Ok(()),
        Turn::Hangs => {
            // Until the client has had enough.
            return reader.read_until(0, &mut Vec::new()).map(drop);
        }
        _ => {}
    }
    writer.write_all(b"220 test.example ready\r\n")?;
    let (mut from, mut to) = (String::new(), Vec::new());
    let mut line = String::new();
    loop {
        line.clear();
        if reader.read_line(&mut line)? == 0 {
            return Ok(());
        }
        let verb = line.get(..4).unwrap_or_default().to_ascii_uppercase();
        let answer: &[u8] = match verb.as_str() {
            "EHLO" => b"250-test.example\r\n250-8BITMIME\r\n250 SIZE 10000000\r\n",
            "MAIL" if turn == Turn::WantsPassword => b"530 5.7.0 Authentication required\r\n",
            "MAIL" => {
                from = address(&line);
                b"250 2.1.0 ok\r\n"
            }
            "RCPT" if turn == Turn::NotNow => b"451 4.7.1 Greylisted, come back later\r\n",
            "RCPT" if turn == Turn::NoSuchPerson => b"550-5.1.1 The mailbox\r\n550 5.1.1 does not exist\r\n",
            "RCPT" => {
                to.push(address(&line));
                b"250 2.1.5 ok\r\n"
            }
            "DATA" => {
                writer.write_all(b"354 go on\r\n")?;
                if turn == Turn::GoneWithinData {
                    reader.read_line(&mut line)?;
                    return Ok(());
                }
                let data = read_data(&mut reader)?;
                if turn == Turn::RefusesContent {
                    b"554 5.7.1 We do not like this letter\r\n"
                } else {
                    if let Turn::Slow(wait) = turn {
                        thread::sleep(wait);
                    }
                    let received = Received { from: from.clone(), to: std::mem::take(&mut to), data };
                    book.lock().unwrap().kept.push(received);
                    if turn == Turn::GoneAfterData {
                        return Ok(());
                    }
                    b"250 2.0.0 kept\r\n"
                }
            }
            "QUIT" => {
                writer.write_all(b"221 bye\r\n")?;
                return Ok(());
            }
            "RSET" | "NOOP" => b"250 ok\r\n",
            _ => b"502 5.5.2 unknown\r\n",
        };
        writer.write_all(answer)?;
    }
}

/// Up to the lonely dot, with doubled dots undone (RFC 5321 §4.5.2).
fn read_data(reader: &mut impl BufRead) -> std::io::Result<Vec<u8>> {
    let mut data = Vec::new();
    loop {
        let mut line = Vec::new();
        if reader.read_until(b'\n', &mut line)? == 0 {
            return Err(std::io::ErrorKind::UnexpectedEof.into());
        }
        if line == b".\r\n" {
            return Ok(data);
        }
        data.extend_from_slice(line.strip_prefix(b".").unwrap_or(&line));
    }
}

fn address(line: &str) -> String {
    let inner = line.split_once('<').and_then(|(_, rest)| rest.split_once('>'));
    inner.map(|(address, _)| address.to_owned()).unwrap_or_default()
}
