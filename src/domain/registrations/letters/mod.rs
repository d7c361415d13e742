//! What people who registered are told, by one letter for each fact.
//!
//! The sentences stand in [`words`]; here is what all letters have in common: greeting, facts, the private link, the
//! calendar files.

mod files;
mod words;

use super::acting::{Acting, recipient, wall};
use super::cancelling::By;
use super::{Enrolled, RegistrationState as State, codes};
use crate::base::db::Conn;
use crate::base::error::Result;
use crate::base::history::HistoryId;
use crate::base::lang::{Lang, dates, words as quantities};
use crate::base::mail::{self, Draft};
use crate::base::time::Instant;
use crate::domain::activities::Scheduled;
use crate::domain::people::contact::Urgency;

/// Sessions that a letter names one by one.
const NAMED: usize = 12;

/// Letters that say how a registration stands: untrue as soon as it stands otherwise.
pub(super) const OF_STATES: [&str; 6] = [
    "registration_received",
    "registration_confirmed",
    "registration_waiting",
    "registration_offered",
    "registration_lacking",
    "registration_changed",
];

/// What happened.
#[derive(Debug, Clone, Copy)]
pub enum News<'a> {
    /// Staff will look at it.
    Received,
    Confirmed,
    /// In line; the first of it lacks so many places.
    Waiting {
        place: usize,
        lacking: Option<i32>,
    },
    Offered {
        until: Instant,
    },
    /// First in line, and some places are free, but too few.
    Lacking {
        free: i32,
        lacking: i32,
    },
    Changed {
        address: bool,
    },
    Cancelled {
        by: By,
    },
    /// They took what was offered, as they pressed or told staff.
    Accepted,
    /// They did not want what was offered, likewise.
    Declined,
    Refused,
    Lapsed {
        offer: bool,
    },
    Reminder {
        session: &'a Scheduled,
    },
    SessionsCancelled {
        sessions: &'a [&'a Scheduled],
        reason: Option<&'a str>,
    },
    SessionMoved {
        before: &'a Scheduled,
        after: &'a Scheduled,
    },
    /// To who waits for it: no date of the course is where it was.
    CourseMoved,
    /// The course has more dates.
    SessionsAdded {
        sessions: &'a [&'a Scheduled],
    },
    ActivityCancelled {
        sessions: &'a [&'a Scheduled],
        reason: Option<&'a str>,
    },
}

impl News<'_> {
    /// Its word in the outbox.
    fn kind(self) -> &'static str {
        match self {
            Self::Received => "registration_received",
            Self::Confirmed | Self::Accepted => "registration_confirmed",
            Self::Waiting { .. } => "registration_waiting",
            Self::Offered { .. } => "registration_offered",
            Self::Lacking { .. } => "registration_lacking",
            Self::Changed { .. } => "registration_changed",
            Self::Cancelled { .. } => "registration_cancelled",
            Self::Declined => "registration_declined",
            Self::Refused => "registration_refused",
            Self::Lapsed { .. } => "registration_lapsed",
            Self::Reminder { .. } => "registration_reminder",
            Self::SessionsCancelled { .. } => "registration_session_cancelled",
            Self::SessionMoved { .. } => "registration_session_moved",
            Self::CourseMoved => "registration_course_moved",
            Self::SessionsAdded { .. } => "registration_sessions_added",
            Self::ActivityCancelled { .. } => "registration_activity_cancelled",
        }
    }

    /// They come with it. On a slip of paper the page draws it.
    fn shows_code(self, of: &Enrolled) -> bool {
        let told = matches!(
            self,
            Self::Confirmed | Self::Accepted | Self::Reminder { .. } | Self::Changed { address: true }
        );
        told && of.registration.state == State::Confirmed && of.registration.email.is_some()
    }

    /// What the reader just did themselves need not be said on the telephone.
    fn urgency(self, acting: &Acting, of: &Enrolled) -> Urgency {
        let by_staff = acting.person.is_some();
        match self {
            Self::Received => Urgency::GoodToHave,
            // Registered at this moment, at the desk or on their own phone: the page says it.
            Self::Confirmed | Self::Waiting { .. } if of.registration.created_at == acting.now => {
                Urgency::GoodToHave
            }
            Self::Confirmed | Self::Waiting { .. } | Self::Changed { .. } if !by_staff => Urgency::GoodToHave,
            Self::Cancelled { by: By::Themselves } | Self::Accepted | Self::Declined => Urgency::GoodToHave,
            _ => Urgency::MustKnow,
        }
    }
}

/// Tells whoever registered; nobody where they were erased.
pub(super) fn tell(
    conn: &mut Conn,
    acting: &Acting,
    cause: HistoryId,
    of: &Enrolled,
    news: News,
) -> Result<()> {
    let Some(to) = recipient(&of.registration, news.urgency(acting, of)) else { return Ok(()) };
    let files = files::of(conn, acting, of, news)?;
    let mut draft = write(acting, of, news);
    for file in files {
        draft = draft.calendar(file);
    }
    let letter = draft.build(news.kind()).or_spoken(to.channel, &spoken(acting, of, news));
    mail::enqueue(conn, cause, Some(acting.centre.id.0), None, &to, &letter, acting.now)
}

fn write(acting: &Acting, of: &Enrolled, news: News) -> Draft {
    let lang = of.registration.lang;
    let words = words::of(lang, acting, of, news);
    let mut draft = Draft::new(&words.subject)
        .from(acting.centre.name_in(lang))
        .line(greeting(lang, &of.registration.name))
        .line(&words.told);
    for line in words.more {
        draft = draft.line(line);
    }
    draft = draft.facts(&facts(lang, acting, of, news));
    // Once everything has ended there is nothing left to do with it.
    if of.registration.state.is_over() {
        return draft.small(acting.centre.call_us(lang));
    }
    if of.registration.email.is_none() {
        // On paper there is no link to press.
        draft = draft.line(lang.pick(
            "要查看、更改或者取消：用您的手机号和报名时的六位号码，或者打电话、到中心来。",
            "To see, change or cancel it: use your phone number and the six digits you were given, or phone or visit us.",
        ));
    } else {
        draft = draft.button(words.button, codes::link(&of.registration)).small(lang.pick(
            "这个链接不用登录，谁拿到谁就能改，请不要转发。",
            "The link needs no sign-in: whoever has it can change this, so please do not pass it on.",
        ));
    }
    if news.shows_code(of) {
        draft = draft.code(
            lang.pick("到场码", "Your code for the door"),
            lang.pick("到了，给门口的工作人员扫一下。看不到图，用这个链接也一样；报名字也行。", "Show it to the staff at the door. Without the picture this link does the same, and so does your name."),
            codes::door(&of.registration),
        );
    }
    if of.registration.email.is_some()
        && matches!(news, News::Received | News::Confirmed | News::Accepted | News::Waiting { .. })
    {
        draft = draft.small(lang.pick(
            "不是您报的名？不用理会，或者打电话告诉我们。",
            "You did not register? Ignore this, or phone us.",
        ));
    }
    draft.small(acting.centre.call_us(lang))
}

/// What is said on the telephone.
fn spoken(acting: &Acting, of: &Enrolled, news: News) -> String {
    let lang = of.registration.lang;
    let words = words::of(lang, acting, of, news);
    let centre = acting.centre.name_in(lang);
    let name = &of.registration.name;
    let hello =
        lang.pick(format!("{name}，您好，这里是{centre}。"), format!("Hello {name}, this is {centre}."));
    let mut lines = vec![hello, words.subject, words.told];
    let offered = of.registration.state == State::Offered;
    if !offered {
        lines.extend(words.more);
    }
    let colon = lang.pick("：", ": ");
    let said = facts(lang, acting, of, news).into_iter().filter(|(_, value)| !value.is_empty());
    lines.extend(said.map(|(label, value)| format!("{label}{colon}{value}")));
    if offered {
        let ask = lang.pick(
            "您要不要这个名额？现在说一声，我马上替您办。",
            "Would you like the place? Tell me now and I will enter it at once.",
        );
        lines.push(ask.to_owned());
    }
    lines.join("\n")
}

fn facts(lang: Lang, acting: &Acting, of: &Enrolled, news: News) -> Vec<(&'static str, String)> {
    let (sessions, rest): (Vec<&Scheduled>, usize) = match news {
        News::Reminder { session } => (vec![session], 0),
        News::SessionMoved { after, .. } => (vec![after], 0),
        News::SessionsCancelled { sessions, .. }
        | News::SessionsAdded { sessions }
        | News::ActivityCancelled { sessions, .. } => named(sessions.iter().copied()),
        _ => named(of.to_come(wall(acting))),
    };
    let mut when: Vec<String> = sessions.iter().map(|one| said(lang, acting, one)).collect();
    if rest > 0 {
        when.push(lang.pick(format!("还有{rest}次"), format!("and {rest} more")));
    }
    let mut places: Vec<&str> = sessions.iter().map(|one| one.place_in(lang)).collect();
    places.dedup();
    let place = match places.as_slice() {
        [one] => (*one).to_owned(),
        // Each line names its own.
        _ => String::new(),
    };
    if place.is_empty() {
        for (line, one) in when.iter_mut().zip(&sessions) {
            line.push_str(&format!("{}{}", lang.pick(" ", ", "), one.place_in(lang)));
        }
    }
    vec![
        (lang.pick("活动", "Activity"), of.activity.title_in(lang).to_owned()),
        (lang.pick("时间", "When"), when.join("\n")),
        (lang.pick("地点", "Where"), place),
        (lang.pick("人数", "People"), quantities::people(lang, of.registration.party.into())),
    ]
}

fn named<'a>(all: impl Iterator<Item = &'a Scheduled>) -> (Vec<&'a Scheduled>, usize) {
    let all: Vec<&Scheduled> = all.collect();
    let rest = all.len().saturating_sub(NAMED);
    (all.into_iter().take(NAMED).collect(), rest)
}

/// 11月24日 星期二 上午9:00–11:00.
fn said(lang: Lang, acting: &Acting, one: &Scheduled) -> String {
    let today = acting.centre.zone.today(acting.now);
    one.session.span().map(|span| dates::span(lang, span, today)).unwrap_or_default()
}

fn greeting(lang: Lang, name: &str) -> String {
    lang.pick(format!("{name}，您好："), format!("Dear {name},"))
}
