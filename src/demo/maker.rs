//! Short words for making a sample centre through the use cases.

use chrono::{Datelike, Duration, NaiveDate};

use super::dice::Dice;
use crate::base::db::Conn;
use crate::base::error::{Error, Result};
use crate::base::lang::Lang;
use crate::base::time::{DaySpan, Instant, Minute, Span, Wall, first_of_month};
use crate::domain::activities::publishing::publish;
use crate::domain::activities::scheduling::{self, ActivityDetails, Scheduling, Venue};
use crate::domain::activities::tags::editing::{Named, TagName};
use crate::domain::activities::{self, ActivityId, ActivityKind, Admission, RegistrationMode, TagId, tags};
use crate::domain::agreements::activating::activate;
use crate::domain::agreements::editing::{
    AgreementChange, AgreementDetails, TroupeDetails, add_agreement, add_troupe, set_leader,
};
use crate::domain::agreements::{AgreementId, Allowance, PaperWords, TroupeId, TroupeKind, Window};
use crate::domain::bookings::approving::{self, Shown};
use crate::domain::bookings::asking::{Ask, Asked, ask};
use crate::domain::bookings::{BookingId, cancelling, refusing};
use crate::domain::centres::Centre;
use crate::domain::days::editing::{TermDetails, add_term};
use crate::domain::days::{self, DayFacts, TermKind};
use crate::domain::disruptions::agreements::{Halted, suspend};
use crate::domain::disruptions::hours::set_week;
use crate::domain::people::{self, Acting, Login, NewPerson, PersonId, Role};
use crate::domain::rooms::RoomId;

/// Makes things at one centre.
pub struct Maker<'a> {
    pub conn: &'a mut Conn,
    pub centre: &'a Centre,
    /// The password of everyone, hashed once.
    pub password_hash: &'a str,
    pub today: NaiveDate,
    /// Nothing of the sample happens later.
    pub now: Instant,
    /// When everything that is set up was set up.
    pub founded: Instant,
    /// The manager, who enters what staff enter.
    pub manager: PersonId,
    pub dice: Dice,
}

/// A troupe with what its bookings are made of.
#[derive(Debug, Clone)]
pub struct Troupe {
    pub id: TroupeId,
    pub leader: PersonId,
    pub agreement: AgreementId,
    pub size: i32,
    /// What it does when it comes.
    pub purposes: &'static [&'static str],
    pub habits: Vec<Habit>,
}

/// A time of day as hours and minutes.
pub type Time = (i32, i32);

/// When a troupe comes every week: weekday from 1, from, to, and the room.
pub type Habit = (i32, Time, Time, RoomId);

/// A troupe to be, with its agreement.
pub struct TroupePlan<'a> {
    pub name: (&'a str, &'a str),
    pub kind: TroupeKind,
    /// How many come when it comes.
    pub size: i32,
    /// How many it declares that it has.
    pub declares: i32,
    /// Named in public.
    pub named: bool,
    pub leader: PersonId,
    pub number: &'a str,
    pub rooms: &'a [RoomId],
    pub week_hours: i32,
    /// The last day of its agreement, where it is not some years away.
    pub ends_on: Option<NaiveDate>,
    pub duties: (&'a str, &'a str),
    pub habits: Vec<Habit>,
    pub purposes: &'static [&'static str],
}

impl Maker<'_> {
    /// A person at this centre; without e-mail where there is none.
    pub fn person(&mut self, name: &str, email: &str, phone: &str, role: Option<Role>) -> Result<PersonId> {
        let login = |text: &str| Login::parse(text).map(|login| login.as_str().to_owned());
        let new = NewPerson {
            name: name.to_owned(),
            email: login(email),
            phone: login(phone),
            password_hash: Some(self.password_hash.to_owned()),
            lang: Lang::Zh,
            operator: false,
        };
        let id = people::store::insert(self.conn, &new, self.founded)?;
        if role.is_some() {
            people::store::set_role(self.conn, id, self.centre.id, role)?;
        }
        Ok(id)
    }

    /// The centre's or a room's week: weekdays, and spans as hours and minutes.
    pub fn week(
        &mut self,
        room: Option<RoomId>,
        days: &[i32],
        spans: &[(Time, Time)],
        more: &[(i32, DaySpan)],
    ) -> Result<()> {
        let mut week: Vec<(i32, DaySpan)> = more.to_vec();
        for day in days {
            week.extend(spans.iter().filter_map(|(from, to)| Some((*day, part(*from, *to)?))));
        }
        let acting = Acting { centre: self.centre, person: Some(self.manager), now: self.founded };
        set_week(self.conn, &acting, room, &week).map(drop)
    }

    /// A school term.
    pub fn term(&mut self, name: &str, name_en: &str, first: NaiveDate, last: NaiveDate) -> Result<()> {
        let acting = Acting { centre: self.centre, person: Some(self.manager), now: self.founded };
        let (kind, name, name_en) = (TermKind::Term, name.to_owned(), name_en.to_owned());
        add_term(self.conn, &acting, &TermDetails { kind, name, name_en, starts_on: first, ends_on: last })
            .map(drop)
    }

    /// A troupe with its leader and an agreement that covers its habits, with some room around them.
    pub fn troupe(&mut self, plan: TroupePlan) -> Result<Troupe> {
        let acting = Acting { centre: self.centre, person: Some(self.manager), now: self.founded };
        let details = TroupeDetails {
            name: plan.name.0.to_owned(),
            name_en: plan.name.1.to_owned(),
            kind: plan.kind,
            size: plan.declares,
            named: plan.named,
            active: true,
        };
        let id = add_troupe(self.conn, &acting, &details)?;
        set_leader(self.conn, &acting, id, plan.leader, Some(false))?;
        let starts_on = first_of_month(first_of_month(self.today) - Duration::days(300));
        let agreement = AgreementDetails {
            troupe: id,
            number: plan.number.to_owned(),
            signed_on: starts_on - Duration::days(6),
            starts_on,
            ends_on: plan.ends_on.unwrap_or(starts_on + Duration::days(729)),
            allowance: Allowance {
                week_minutes: Some(plan.week_hours * 60),
                month_minutes: Some(plan.week_hours * 5 * 60),
                week_bookings: Some(4),
                longest_minutes: Some(180),
            },
            rooms: plan.rooms.to_vec(),
            words: PaperWords {
                duties: plan.duties.0.to_owned(),
                duties_en: plan.duties.1.to_owned(),
                ..PaperWords::default()
            },
            predecessor: None,
            windows: windows(&plan.habits),
        };
        match add_agreement(self.conn, &acting, &agreement)? {
            AgreementChange::Done(agreement_id) => {
                activate(self.conn, &acting, agreement_id, agreement.signed_on)?;
                Ok(Troupe {
                    id,
                    leader: plan.leader,
                    agreement: agreement_id,
                    size: plan.size,
                    purposes: plan.purposes,
                    habits: plan.habits,
                })
            }
            other => Err(Error::fault(format_args!("the sample agreement {}: {other:?}", plan.number))),
        }
    }

    /// The manager suspends a troupe's agreement, now.
    pub fn suspends(&mut self, troupe: &Troupe, reason: &str) -> Result<()> {
        let acting = Acting { centre: self.centre, person: Some(self.manager), now: self.now };
        match suspend(self.conn, &acting, troupe.agreement, reason)? {
            Halted::Done(_) => Ok(()),
            Halted::Hits(hits) => Err(Error::fault(format_args!("the sample hits {} bookings", hits.len()))),
        }
    }

    /// Makes somebody a troupe's deputy.
    pub fn deputy(&mut self, troupe: &Troupe, person: PersonId) -> Result<()> {
        let acting = Acting { centre: self.centre, person: Some(self.manager), now: self.founded };
        set_leader(self.conn, &acting, troupe.id, person, Some(true))
    }

    /// A leader asks, some days before; `None` where the sample's own slot is taken or shut.
    pub fn asks(
        &mut self,
        troupe: &Troupe,
        room: RoomId,
        span: Span,
        days_before: i64,
        purpose: &str,
    ) -> Result<Option<BookingId>> {
        let asked_on = span.date() - Duration::days(days_before);
        let now = self.moment(asked_on.min(self.today), 8 * 60 + 30);
        let request_key = format!("sample-{}-{}-{}", troupe.id, room, span.start().iso());
        let wish = Ask {
            troupe: troupe.id,
            room,
            span,
            purpose: purpose.to_owned(),
            size: troupe.size,
            request_key,
            on_behalf: false,
            replaces: None,
        };
        let acting = Acting { centre: self.centre, person: Some(troupe.leader), now };
        Ok(match ask(self.conn, acting, &wish)? {
            Asked::Approved(booking) | Asked::Received(booking) => Some(booking.id),
            Asked::Repeated(_) | Asked::Taken { .. } | Asked::Refused { .. } => None,
        })
    }

    pub fn approves(
        &mut self,
        approver: PersonId,
        id: BookingId,
        on: NaiveDate,
        reason: Option<&str>,
    ) -> Result<()> {
        let acting = Acting { centre: self.centre, person: Some(approver), now: self.moment(on, 9 * 60) };
        approving::approve(self.conn, acting, id, &Shown::default(), reason).map(drop)
    }

    pub fn refuses(&mut self, approver: PersonId, id: BookingId, on: NaiveDate, reason: &str) -> Result<()> {
        let acting = Acting { centre: self.centre, person: Some(approver), now: self.moment(on, 9 * 60) };
        refusing::refuse(self.conn, acting, id, None, reason).map(drop)
    }

    pub fn cancels(&mut self, leader: PersonId, id: BookingId, on: NaiveDate, reason: &str) -> Result<()> {
        let acting = Acting { centre: self.centre, person: Some(leader), now: self.moment(on, 18 * 60) };
        cancelling::cancel(self.conn, acting, id, cancelling::Canceller::Troupe, Some(reason)).map(drop)
    }

    /// An activity with sessions on these days; those whose slot is taken or shut are left out.
    pub fn activity(&mut self, plan: &Plan, days: &[NaiveDate]) -> Result<Option<ActivityId>> {
        let acting = Acting { centre: self.centre, person: Some(self.manager), now: self.founded };
        let mut made: Option<ActivityId> = None;
        for day in days {
            let Some(part) = part(plan.from, plan.to) else { continue };
            let span = Span::on(*day, part);
            let outcome = match made {
                None => scheduling::add(self.conn, acting, &plan.details, &plan.venue, span)?,
                Some(id) => {
                    let activity = activities::store::activity(self.conn, self.centre.id, id)?;
                    scheduling::add_session(self.conn, acting, &activity, &plan.venue, span)?
                }
            };
            if let (Scheduling::Done(id, _), None) = (outcome, made) {
                made = Some(id);
                if plan.published {
                    publish(self.conn, acting, id)?;
                }
            }
        }
        Ok(made)
    }

    /// One more session of an activity, elsewhere or at another time.
    pub fn session(
        &mut self,
        id: ActivityId,
        venue: &Venue,
        day: NaiveDate,
        from: Time,
        to: Time,
    ) -> Result<()> {
        let acting = Acting { centre: self.centre, person: Some(self.manager), now: self.founded };
        let activity = activities::store::activity(self.conn, self.centre.id, id)?;
        match part(from, to) {
            Some(part) => {
                scheduling::add_session(self.conn, acting, &activity, venue, Span::on(day, part)).map(drop)
            }
            None => Ok(()),
        }
    }

    /// A word that the centre sorts its activities by.
    pub fn tag(&mut self, name: &str, name_en: &str) -> Result<TagId> {
        let acting = Acting { centre: self.centre, person: Some(self.manager), now: self.founded };
        let called = TagName { name: name.to_owned(), name_en: name_en.to_owned() };
        match tags::editing::add(self.conn, acting, &called)? {
            Named::Done(id) => Ok(id),
            Named::NameTaken => Err(Error::fault(format_args!("the sample has the tag {name} twice"))),
        }
    }

    /// The school days from so many days ago to so many ahead.
    pub fn school_days(&mut self, days_ago: i64, days_ahead: i64) -> Result<Vec<NaiveDate>> {
        let (first, last) = (self.today - Duration::days(days_ago), self.today + Duration::days(days_ahead));
        let facts = days::store::facts(self.conn, self.centre.id, first, last)?;
        Ok(first.iter_days().take_while(|day| *day <= last).filter(|day| facts.is_school(*day)).collect())
    }

    /// The days of a weekday (from 1) from so many weeks ago to so many ahead.
    pub fn weekdays(&self, weekday: i32, weeks_ago: i64, weeks_ahead: i64) -> Vec<NaiveDate> {
        let monday = crate::base::time::monday_of(self.today);
        (-weeks_ago..=weeks_ahead)
            .map(|week| monday + Duration::days(week * 7 + i64::from(weekday) - 1))
            .collect()
    }

    /// The same without public holidays.
    pub fn weekdays_at_work(&self, weekday: i32, weeks_ago: i64, weeks_ahead: i64) -> Vec<NaiveDate> {
        let mut days = self.weekdays(weekday, weeks_ago, weeks_ahead);
        days.retain(|day| !is_holiday(*day));
        days
    }

    /// A minute of a day by the centre's clock, or now where that is still to come.
    pub fn moment(&self, day: NaiveDate, minute: i32) -> Instant {
        let wall = Minute::new(minute).map(|minute| Wall::at(day, minute));
        wall.and_then(|wall| self.centre.zone.instant(wall)).unwrap_or(self.founded).min(self.now)
    }
}

/// A public holiday, on which the sample holds no course and no rehearsal.
pub fn is_holiday(day: NaiveDate) -> bool {
    DayFacts::published(day, day).holiday(day).is_some()
}

/// What is the same about all sessions of a sample activity.
#[derive(Debug, Clone)]
pub struct Plan {
    pub details: ActivityDetails,
    pub venue: Venue,
    pub from: Time,
    pub to: Time,
    pub published: bool,
}

/// Chinese and English.
pub type Both = (&'static str, &'static str);

/// What is said of an activity that one simply comes to.
pub fn said(kind: ActivityKind, title: Both, audience: Both, intro: Both) -> ActivityDetails {
    ActivityDetails {
        title_en: title.1.into(),
        audience: audience.0.into(),
        audience_en: audience.1.into(),
        intro: intro.0.into(),
        intro_en: intro.1.into(),
        ..ActivityDetails::new(kind, title.0)
    }
}

/// One registers, for the course or for each session, as long as it lasts.
pub fn with_places(mode: RegistrationMode, places: i32, until: NaiveDate) -> Admission {
    let closes = Some(Wall::at(until, Minute::hm(21, 0)));
    Admission { mode, places: Some(places), party_limit: 2, closes, ..Admission::OPEN }
}

/// A part of a day from hours and minutes.
pub fn part(from: Time, to: Time) -> Option<DaySpan> {
    DaySpan::new(Minute::hm(from.0, from.1), Minute::hm(to.0, to.1))
}

/// The agreed windows: the parts of the day in which a troupe has its habits, and weekend afternoons.
fn windows(habits: &[Habit]) -> Vec<Window> {
    let own = habits.iter().map(|(weekday, from, _, _)| match from.0 {
        0..=11 => (*weekday, (8, 30), (12, 0)),
        12..=17 => (*weekday, (14, 0), (17, 30)),
        _ => (*weekday, (19, 0), (21, 0)),
    });
    let mut windows: Vec<Window> = own
        .chain([(6, (14, 0), (17, 30)), (7, (14, 0), (17, 30))])
        .filter_map(|(weekday, from, to)| Some(Window { weekday, span: part(from, to)? }))
        .collect();
    windows.sort();
    windows.dedup();
    windows
}

/// 1 Monday to 7 Sunday.
pub fn weekday(day: NaiveDate) -> i32 {
    day.weekday().number_from_monday() as i32
}
