//! What the centre took away and keeps instead, as its link and the booking's own page show it.

use maud::{Markup, html};

use super::booking::instead;
use super::shown::{self, Way};
use crate::base::db::Conn;
use crate::base::error::Result;
use crate::base::lang::Lang;
use crate::base::time::{Instant, Span};
use crate::domain::bookings::alternatives::Alternative;
use crate::domain::bookings::store::{self, OfferedAlternative};
use crate::domain::bookings::{AlternativeId, Booked, Booking, Facts, State, exchanging};
use crate::domain::centres::Centre;
use crate::domain::disruptions::{self, DisruptionId};
use crate::pages::parts::{Button, hidden, picks, say};

/// A booking that was taken away, with what can be had instead.
pub struct Held {
    /// The booking taken instead, if one was.
    pub answer: Option<Booking>,
    /// What is held, and until when.
    pub kept: Vec<(OfferedAlternative, Instant)>,
    /// What would be granted now, where nothing is held any longer.
    pub free: Vec<(Option<AlternativeId>, Alternative)>,
    /// They said that they need none of it: nothing is left to answer.
    pub declined: bool,
    /// Something was held once.
    pub was_kept: bool,
    /// Why it was taken away, in Chinese and English.
    pub why: (String, String),
}

/// `None` for a booking that was not taken away.
pub fn load(conn: &mut Conn, facts: &Facts, hit: &Booked, now: Instant) -> Result<Option<Held>> {
    if hit.booking.state != State::Displaced {
        return Ok(None);
    }
    let answer = exchanging::answer_to(conn, hit.booking.id)?;
    let declined = answer.is_none() && store::declined(conn, hit.booking.id)?;
    let all = store::alternatives_of(conn, &[hit.booking.id])?;
    let was_kept = all.iter().any(|one| one.held_until.is_some());
    let mut kept: Vec<(OfferedAlternative, Instant)> = all
        .into_iter()
        .filter_map(|one| Some((one.clone(), one.held_until.filter(|until| *until > now)?)))
        .collect();
    kept.sort_by_key(|(one, _)| (one.starts_at, one.id.0));
    let past = hit.booking.ends_at.plus(chrono::Duration::days(14)) < facts.now;
    let free = match answer.is_none() && !declined && kept.is_empty() && !past {
        true => instead(conn, facts, hit)?,
        false => Vec::new(),
    };
    if answer.is_some() {
        kept.clear();
    }
    let why = match store::disruption_of(conn, hit.booking.id)? {
        Some(id) => {
            let act = disruptions::store::disruption(conn, hit.booking.centre_id, DisruptionId(id))?;
            (act.reason, act.reason_en)
        }
        None => (hit.booking.reason.clone().unwrap_or_default(), String::new()),
    };
    Ok(Some(Held { answer, kept, free, declined, was_kept, why }))
}

impl Held {
    /// Still to be answered.
    pub fn is_open(&self) -> bool {
        self.answer.is_none() && !(self.kept.is_empty() && self.free.is_empty())
    }

    /// What is kept or free as cards; `first` stands first and is the main one. `action` is where forms go.
    pub fn cards(
        &self,
        lang: Lang,
        centre: &Centre,
        facts: &Facts,
        hit: &Booked,
        first: Option<AlternativeId>,
        action: &str,
    ) -> Markup {
        if self.kept.is_empty() {
            let list: Vec<Alternative> = self.free.iter().map(|(_, one)| one.clone()).collect();
            let way = |one: &Alternative| {
                let id = self.free.iter().find(|(_, other)| other == one).and_then(|(id, _)| *id);
                Way::Post(action.to_owned(), sent(id, one))
            };
            return html! {
                @if !list.is_empty() {
                    h2 { (lang.pick("这些现在还空着", "These are still free")) }
                    (picks(&shown::alternatives(lang, facts, &list, true, way)))
                }
            };
        }
        let mut kept: Vec<&(OfferedAlternative, Instant)> = self.kept.iter().collect();
        kept.sort_by_key(|(one, _)| Some(one.id) != first);
        let list: Vec<Alternative> = kept
            .iter()
            .filter_map(|(one, _)| {
                let room = facts.catalogue.room(one.room_id)?;
                let span = Span::new(one.starts_at, one.ends_at).ok()?;
                let change = shown::change_from(&hit.booking, room, span);
                Some(Alternative { room: room.id, span, change, needs_decision: false })
            })
            .collect();
        let of = |one: &Alternative| {
            kept.iter().find(|(other, _)| other.room_id == one.room && other.starts_at == one.span.start())
        };
        let way =
            |one: &Alternative| Way::Post(action.to_owned(), sent(of(one).map(|(kept, _)| kept.id), one));
        let mut cards = shown::alternatives(lang, facts, &list, true, way);
        for (card, one) in cards.iter_mut().zip(&list) {
            if let Some((_, until)) = of(one) {
                let until = say::until(lang, centre.zone.wall(*until), facts.now.date());
                card.state =
                    Some(html! { strong { (lang.pick("给您留到", "Kept for you until ")) (until) } });
            }
        }
        html! {
            (picks(&cards))
            form.row method="post" action=(action) {
                (hidden("decline", "1"))
                (Button::submit(lang.pick("都不需要，让给别的队", "We need none of these")))
            }
        }
    }
}

fn sent(id: Option<AlternativeId>, one: &Alternative) -> Markup {
    html! {
        @match id {
            Some(id) => { (hidden("alternative", &id.to_string())) }
            None => {
                (hidden("room", &one.room.to_string()))
                (hidden("start", &one.span.start().iso()))
                (hidden("end", &one.span.end().iso()))
            }
        }
    }
}
