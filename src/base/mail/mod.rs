//! The outbox: letters are written in the transaction of the fact that causes them and sent later.
//!
//! - A [`Letter`] is written when the fact happens; [`enqueue`] stores it, one row per recipient. The history
//!   entry that caused it and the recipient are a unique key, so a second pass writes nothing.
//! - The [`Worker`] claims letters with a lease, sends and marks them. Delivery is at least once:
//!   a crash between sending and marking repeats the letter with the same Message-ID, and never loses one.
//! - Letters of one booking to one person, and of one registration, go out in the order they were written: a
//!   `CANCEL` never overtakes its `REQUEST`.
//! - Links in stored letters are placeholders ([`links`]), filled in when the letter is sent.

mod body;
mod draft;
mod html;
pub mod links;
mod message;
mod overtaking;
pub mod pace;
pub mod queue;
mod readers;
pub mod retry;
pub mod sender;
pub mod store;
pub mod worker;

pub use body::Body;
pub use draft::Draft;
pub use overtaking::{About, overtake};
pub use sender::{Config, Sender, send_test};
pub use worker::Worker;

use diesel::prelude::*;

use super::db::{Conn, schema};
use super::error::Result;
use super::history::HistoryId;
pub use super::ical::Method;
use super::lang::Lang;
use super::time::Instant;

crate::id! {
    /// A row of the outbox.
    LetterId;
}

crate::text_enum! {
    /// How a letter reaches its recipient.
    pub enum Channel {
        Email = "email",
        /// Staff call and say it.
        Phone = "phone",
        /// Staff print it and hand it over.
        Slip = "slip",
    }
}

crate::text_enum! {
    /// Where a letter is on its way.
    pub enum State {
        /// E-mail to be sent, or to be tried again.
        Waiting = "waiting",
        Sent = "sent",
        /// E-mail given up; people called instead become `phoned`.
        Failed = "failed",
        ToPhone = "to_phone",
        Phoned = "phoned",
        /// To be phoned, until something made its words untrue.
        Overtaken = "overtaken",
        /// To be printed on demand; never changes.
        Slip = "slip",
    }
}

/// A letter as it was written; its links are placeholders.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Letter {
    pub kind: &'static str,
    pub subject: String,
    pub body: Body,
    pub calendar: Option<CalendarFile>,
}

impl Letter {
    /// On the telephone nobody reads out links: the words to say take the place of what was written.
    pub fn or_spoken(self, channel: Channel, words: &str) -> Self {
        match channel {
            Channel::Phone => Self { body: Body::spoken(words), calendar: None, ..self },
            Channel::Email | Channel::Slip => self,
        }
    }
}

/// A calendar object that mail programs act on (RFC 6047): made by [`super::ical::invitation`]; or several, one
/// after another, of which `method` is the first's.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CalendarFile {
    pub method: Method,
    pub body: String,
}

/// Whose letter it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reader {
    /// Somebody with an account.
    Person(i64),
    /// Somebody without one, known by what they registered for.
    Registration(i64),
}

/// Who a letter is for, and how it reaches them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Recipient {
    pub reader: Reader,
    pub lang: Lang,
    pub channel: Channel,
    /// An e-mail address or a phone number, by the channel.
    pub address: String,
}

/// Puts a letter into the outbox, in the transaction of its cause. A second pass with the same cause and
/// reader writes nothing.
///
/// Nobody has proved that an address without an account is theirs, so such letters are paced ([`pace`]).
pub fn enqueue(
    conn: &mut Conn,
    cause: HistoryId,
    centre: Option<i64>,
    booking: Option<i64>,
    to: &Recipient,
    letter: &Letter,
    now: Instant,
) -> Result<()> {
    use schema::letter::dsl as l;
    let (person, registration) = match to.reader {
        Reader::Person(id) => (Some(id), None),
        Reader::Registration(id) => (None, Some(id)),
    };
    let due = match (to.reader, to.channel) {
        (Reader::Registration(_), Channel::Email) => pace::due(conn, &to.address, now)?,
        _ => now,
    };
    let state = match to.channel {
        Channel::Email => State::Waiting,
        Channel::Phone => State::ToPhone,
        Channel::Slip => State::Slip,
    };
    crate::query!(
        conn,
        diesel::insert_into(l::letter)
            .values((
                (
                    l::centre_id.eq(centre),
                    l::history_id.eq(cause),
                    l::person_id.eq(person),
                    l::registration_id.eq(registration),
                    l::booking_id.eq(booking),
                ),
                (
                    l::kind.eq(letter.kind),
                    l::channel.eq(to.channel),
                    l::address.eq(&to.address),
                    l::lang.eq(to.lang),
                ),
                (l::subject.eq(one_line(&letter.subject)), l::body.eq(letter.body.stored()?)),
                l::calendar_method.eq(letter.calendar.as_ref().map(|file| file.method)),
                l::calendar.eq(letter.calendar.as_ref().map(|file| &file.body)),
                (l::state.eq(state), l::attempts.eq(0), l::due_at.eq(due), l::created_at.eq(now)),
            ))
            .on_conflict_do_nothing()
            .execute(conn)
    )?;
    Ok(())
}

/// Keeps which bookings an enqueued letter is about besides the one it was enqueued with: it is found by each.
pub fn also_about(conn: &mut Conn, cause: HistoryId, to: Reader, bookings: &[i64]) -> Result<()> {
    if bookings.is_empty() {
        return Ok(());
    }
    use schema::letter::dsl as l;
    use schema::letter_about::dsl as a;
    let letters = l::letter.filter(l::history_id.eq(cause)).select(l::id).into_boxed();
    let letter: i64 = match to {
        Reader::Person(id) => letters.filter(l::person_id.eq(id)).first(conn)?,
        Reader::Registration(id) => letters.filter(l::registration_id.eq(id)).first(conn)?,
    };
    let rows: Vec<_> =
        bookings.iter().map(|booking| (a::letter_id.eq(letter), a::booking_id.eq(*booking))).collect();
    crate::query!(
        conn,
        diesel::insert_into(a::letter_about).values(&rows).on_conflict_do_nothing().execute(conn)
    )?;
    Ok(())
}

/// A subject is one line, whatever someone typed into the name it carries.
fn one_line(text: &str) -> String {
    text.split(|c: char| c.is_control() || c.is_whitespace())
        .filter(|word| !word.is_empty())
        .collect::<Vec<_>>()
        .join(" ")
}
