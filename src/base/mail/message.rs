//! From a stored letter to a message (RFC 5322), the way mail programs take invitations (RFC 6047).

use lettre::Message;
use lettre::message::header::{ContentTransferEncoding, ContentType, Header, HeaderName, HeaderValue};
use lettre::message::{Attachment, Mailbox, MultiPart, SinglePart};

use super::links;
use super::queue::Claimed;
use crate::base::ical::{self, Site};
use crate::base::qr;
use crate::base::tokens::Tokens;

/// What every message of this installation has in common.
pub(super) struct Letterhead<'a> {
    pub from: &'a Mailbox,
    pub tokens: &'a Tokens,
    pub public_url: &'a str,
}

/// Builds the message; an error is about this letter (an address that is none) and stays one.
pub(super) fn build(letter: &Claimed, head: &Letterhead) -> Result<Message, String> {
    let address =
        letter.address.trim().parse().map_err(|_| format!("{:?} is no e-mail address", letter.address))?;
    let name = super::one_line(&letter.name);
    let builder = Message::builder()
        .date(letter.resent_at.unwrap_or(letter.created_at).utc().into())
        .message_id(Some(message_id(letter, head.from)))
        .from(head.from.clone())
        .to(Mailbox::new((!name.is_empty()).then_some(name), address))
        .subject(letter.subject.clone())
        .header(ContentLanguage(letter.lang.tag().into()))
        .header(AutoSubmitted("auto-generated".into()));
    let text = links::fill(&letter.body.text(letter.lang), head.tokens, head.public_url);
    let plain = MultiPart::alternative().singlepart(part(ContentType::TEXT_PLAIN, text));
    let alternative = with_html(letter, plain, head)?;
    let message = match &letter.calendar {
        Some(calendar) => builder.multipart(with_calendar(letter, alternative, calendar, head)?),
        None => builder.multipart(alternative),
    };
    message.map_err(|error| error.to_string())
}

/// The HTML, with the codes it shows beside it (RFC 2387): nothing is loaded from anywhere.
fn with_html(letter: &Claimed, plain: MultiPart, head: &Letterhead) -> Result<MultiPart, String> {
    let content_id = |number: usize| format!("code{number}.letter{}@{}", letter.id, head.from.email.domain());
    let html = letter.body.html(letter.lang, &letter.subject);
    let (html, codes) =
        links::fill_html(&html, head.tokens, head.public_url, |number| format!("cid:{}", content_id(number)));
    let html = part(ContentType::TEXT_HTML, html);
    if codes.is_empty() {
        return Ok(plain.singlepart(html));
    }
    let mut whole = MultiPart::related().singlepart(html);
    for (number, link) in (1..).zip(&codes) {
        let picture = qr::png(link).ok_or("a link is too long for a code")?;
        let name = format!("code{number}.png");
        let attached = Attachment::new_inline_with_name(content_id(number), name);
        whole = whole.singlepart(attached.body(picture, content_type("image/png")?));
    }
    Ok(plain.multipart(whole))
}

/// Outlook, Gmail and Apple act on the part within the alternative; QQ and older programs show only what is
/// attached. Of a letter about several events every object is a file of its own, for programs read the first
/// object of a file alone; the first event's stands within the alternative too.
fn with_calendar(
    letter: &Claimed,
    alternative: MultiPart,
    calendar: &str,
    head: &Letterhead,
) -> Result<MultiPart, String> {
    let site = Site {
        public_url: head.public_url,
        sender: head.from.email.as_ref(),
        installation: head.tokens.installation(),
    };
    let objects: Vec<String> = ical::objects(calendar).map(|one| ical::fill(one, &site)).collect();
    let mut alternative = alternative;
    let mut files = Vec::new();
    for (place, object) in objects.iter().enumerate() {
        let method = ical::method_of(object).or(letter.method).unwrap_or(ical::Method::Request);
        let inline = content_type(&format!("text/calendar; charset=utf-8; method={}", method.word()))?;
        let (name, kind) = match place {
            // The attachment is not text/calendar, or some would ask twice.
            0 => ("invite.ics".to_owned(), content_type("application/ics; name=\"invite.ics\"")?),
            _ => (format!("invite-{}.ics", place + 1), inline.clone()),
        };
        if place == 0 {
            alternative = alternative.singlepart(part(inline, object.clone()));
        }
        files.push(Attachment::new(name).body(object.clone().into_bytes(), kind));
    }
    let whole = MultiPart::mixed().multipart(alternative);
    Ok(files.into_iter().fold(whole, |whole, file| whole.singlepart(file)))
}

/// The same for every try of one letter, so that a repeated one is recognised; another for another send.
/// The moment keeps numbers apart that a restored or renewed database gives out again.
fn message_id(letter: &Claimed, from: &Mailbox) -> String {
    let made = letter.created_at.utc().timestamp();
    let again = letter.resent_at.map(|at| format!(".{}", at.utc().timestamp())).unwrap_or_default();
    format!("<linli.letter.{}.{made}{again}@{}>", letter.id, from.email.domain())
}

/// Base64 whatever it holds: nothing on the way can break its lines or their ends.
fn part(kind: ContentType, text: String) -> SinglePart {
    let text = text.replace("\r\n", "\n").replace('\n', "\r\n");
    SinglePart::builder().header(kind).header(ContentTransferEncoding::Base64).body(text)
}

fn content_type(text: &str) -> Result<ContentType, String> {
    ContentType::parse(text).map_err(|error| error.to_string())
}

macro_rules! header {
    ($(#[$doc:meta])* $name:ident = $text:literal) => {
        $(#[$doc])*
        #[derive(Debug, Clone)]
        struct $name(String);

        impl Header for $name {
            fn name() -> HeaderName {
                HeaderName::new_from_ascii_str($text)
            }

            fn parse(text: &str) -> Result<Self, Box<dyn std::error::Error + Send + Sync>> {
                Ok(Self(text.into()))
            }

            fn display(&self) -> HeaderValue {
                HeaderValue::new(Self::name(), self.0.clone())
            }
        }
    };
}
header! {
    /// RFC 3282.
    ContentLanguage = "Content-Language"
}
header! {
    /// Keeps absence notices from answering (RFC 3834 §5).
    AutoSubmitted = "Auto-Submitted"
}
