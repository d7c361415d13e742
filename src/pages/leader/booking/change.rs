//! `/my/bookings/{id}/change`: another room, time or size for an approved booking, which stays until it is granted.

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use actix_web::web::{Data, Path};
use chrono::{Duration, NaiveDate};
use maud::{Markup, html};

use super::view::Over;
use super::{booked, too_late};
use crate::base::db::Conn;
use crate::base::error::{Error, Result};
use crate::base::lang::Lang;
use crate::base::time::{DaySpan, Minute, Span};
use crate::base::web::State;
use crate::base::web::form::{Errors, Fields, Query, Reader};
use crate::domain::bookings::MOST_PEOPLE;
use crate::domain::bookings::alternatives::{Alternative, Wish};
use crate::domain::bookings::changing::{Change, Changed, change, without};
use crate::domain::bookings::foreseeing::{Foreseen, facts_in_reach, foresee};
use crate::domain::bookings::{Acting, Booked, Facts, Verdict, words};
use crate::domain::rooms::{self, RoomId};
use crate::pages::leader::ask::form::{settled, span};
use crate::pages::leader::shown::{self, Left, Way};
use crate::pages::leader::{At, html as page_of, see_other};
use crate::pages::parts::door::Leader;
use crate::pages::parts::{
    Button, Choice, Field, Frame, Tab, Tone, Width, crumbs, error_summary, hidden, notice, picks, say,
};

/// The form, at first with what the booking is.
pub async fn show(
    state: Data<State>,
    leader: Leader,
    id: Path<String>,
    query: Query,
) -> Result<HttpResponse> {
    let (at, booked) = booked(&state, &leader, &id).await?;
    let fields = begun_with(settled(query.0), &booked)?;
    form(&state, &leader, at, booked, fields, Errors::default(), None).await
}

/// `POST …/changes`
pub async fn create(
    state: Data<State>,
    leader: Leader,
    id: Path<String>,
    fields: Fields,
) -> Result<HttpResponse> {
    let fields = settled(fields);
    let (at, booked) = booked(&state, &leader, &id).await?;
    let wish = match read(&fields, leader.visitor.lang()) {
        Ok(wish) => wish,
        Err(errors) => return form(&state, &leader, at, booked, fields, errors, None).await,
    };
    let (here, booking, person) = (at.clone(), booked.booking.id, Some(leader.person.id));
    let changed = state
        .db
        .write_again(move |conn| {
            let acting = Acting { centre: &here.centre, person, now: here.now };
            change(conn, acting, booking, &wish)
        })
        .await?;
    match changed {
        Changed::Granted(_) | Changed::Received(_) => {
            state.outbox.notify_one();
            Ok(see_other(&format!("/my/bookings/{booking}")))
        }
        Changed::Repeated(_) | Changed::Nothing => Ok(see_other(&format!("/my/bookings/{booking}"))),
        Changed::Pending(_) => too_late(&state, &leader, &id, Over::ChangePending).await,
        Changed::Begun => too_late(&state, &leader, &id, Over::Begun).await,
        Changed::Over(decided) => too_late(&state, &leader, &id, Over::Already(decided)).await,
        Changed::Taken { clashes, alternatives } => {
            let lang = leader.visitor.lang();
            let why: Vec<String> = clashes.iter().map(|clash| words::clash(lang, clash)).collect();
            form(&state, &leader, at, booked, fields, Errors::default(), Some((why, alternatives))).await
        }
        Changed::Refused { refusal, alternatives } => {
            let today = at.centre.zone.today(at.now);
            let why = vec![words::refusal(leader.visitor.lang(), &refusal, today)];
            form(&state, &leader, at, booked, fields, Errors::default(), Some((why, alternatives))).await
        }
    }
}

fn begun_with(mut fields: Fields, booked: &Booked) -> Result<Fields> {
    let part = booked.booking.span()?.within_day();
    let now = [
        ("room", booked.room.id.to_string()),
        ("date", booked.booking.starts_at.date().to_string()),
        ("from", part.from().iso()),
        ("to", part.to().iso()),
        ("size", booked.booking.size.to_string()),
    ];
    for (name, value) in now {
        if fields.get(name).is_empty() {
            fields.set(name, value);
        }
    }
    Ok(fields)
}

/// The wish, or what is to be changed.
fn read(fields: &Fields, lang: Lang) -> Result<Change, Errors> {
    let mut reader = Reader::new(fields, lang);
    let date = reader.date("date");
    let (from, to) = (reader.minute("from"), reader.minute("to"));
    let part = from.zip(to).and_then(|(from, to)| match DaySpan::new(from, to) {
        Some(part) => Some(part),
        None => reader.complain(
            "to",
            lang.pick("结束要比开始晚。请改一下。", "The end must be after the start. Please change it."),
        ),
    });
    let size = reader.number("size", 1, MOST_PEOPLE);
    let room = fields.get("room").parse().map(RoomId).ok();
    match (room, date, part, size) {
        (Some(room), Some(date), Some(part), Some(size)) if reader.errors.is_empty() => Ok(Change {
            room,
            span: Span::on(date, part),
            size,
            request_key: fields.get("request_key").to_owned(),
            on_behalf: false,
        }),
        _ => Err(reader.errors),
    }
}

/// Why it cannot be so, in words, and what could be.
type No = (Vec<String>, Vec<Alternative>);

async fn form(
    state: &State,
    leader: &Leader,
    at: At,
    booked: Booked,
    fields: Fields,
    errors: Errors,
    no: Option<No>,
) -> Result<HttpResponse> {
    let status = match (errors.is_empty(), &no) {
        (false, _) => StatusCode::UNPROCESSABLE_ENTITY,
        (true, Some(_)) => StatusCode::CONFLICT,
        (true, None) => StatusCode::OK,
    };
    let (here, seen, lang) = (at.clone(), booked.clone(), leader.visitor.lang());
    let wish = Typed {
        room: fields.get("room").parse().map_or(booked.room.id, RoomId),
        span: span(&fields),
        size: fields.get("size").parse().unwrap_or(booked.booking.size),
    };
    let looks = fields.has("check") && errors.is_empty() && no.is_none();
    let seen = state.db.read(move |conn| look(conn, &here, lang, &seen, wish, looks)).await?;
    let seen = Seen { no: seen.no.or(no), ..seen };
    let mut frame = at.frame(leader, Tab::Mine);
    frame.path = format!("/my/bookings/{}/change", booked.booking.id);
    let (booked, fields, errors) = (&booked, &fields, &errors);
    let page = ChangePage { frame: &frame, booked, fields, errors, seen };
    Ok(page_of(status, page.render()?))
}

/// The wish as far as it makes sense.
#[derive(Clone, Copy)]
struct Typed {
    room: RoomId,
    span: Option<Span>,
    size: i32,
}

/// What is known about a wish.
struct Seen {
    /// As if the booking were not there.
    facts: Facts,
    /// What would come of it, once that was asked.
    verdict: Option<Verdict>,
    no: Option<No>,
    /// The wished day, and what is left of the allowance then.
    day: NaiveDate,
    left: Left,
}

/// Reads what the page says; with `looks` also what would come of the wish.
fn look(conn: &mut Conn, at: &At, lang: Lang, booked: &Booked, wish: Typed, looks: bool) -> Result<Seen> {
    let room = rooms::store::room(conn, at.centre.id, wish.room)?;
    let day = wish.span.map_or_else(|| booked.booking.starts_at.date(), Span::date);
    let mut facts = facts_in_reach(conn, &at.centre, at.troupe_id(), &room, day, at.now)?;
    without(&mut facts, &booked.booking)?;
    let left = shown::left(&facts, lang, day, wish.span.map_or(0, Span::minutes));
    let Some(span) = wish.span.filter(|_| looks) else {
        return Ok(Seen { facts, verdict: None, no: None, day, left });
    };
    let Foreseen { verdict, clashes, alternatives, .. } =
        foresee(conn, &facts, Wish { room: &room, span, size: wish.size })?;
    let why = match &verdict {
        Verdict::Refused(refusal) => vec![words::refusal(lang, refusal, facts.now.date())],
        _ => clashes.iter().map(|clash| words::clash(lang, clash)).collect(),
    };
    let no = (!verdict.can_be_had()).then_some((why, alternatives));
    Ok(Seen { facts, verdict: Some(verdict), no, day, left })
}

struct ChangePage<'a> {
    frame: &'a Frame,
    booked: &'a Booked,
    fields: &'a Fields,
    errors: &'a Errors,
    seen: Seen,
}

impl ChangePage<'_> {
    fn render(&self) -> Result<Markup> {
        let lang = self.frame.look.lang;
        let today = self.seen.facts.now.date();
        let title = lang.pick("改时间、场地或人数", "Change time, room or size");
        let back = format!("/my/bookings/{}", self.booked.booking.id);
        let span = self.booked.booking.span().map_err(Error::fault)?;
        let problems: Vec<_> =
            self.errors.iter().map(|error| (error.field.as_str(), error.message.as_str())).collect();
        let way = crumbs(
            lang.pick("位置", "Way"),
            &[(&back, lang.pick("这次预约", "The booking"))],
            lang.pick("修改", "Change"),
        );
        Ok(self.frame.page(
            title,
            Width::Normal,
            html! {
                (way)
                (error_summary(lang, lang.pick("还没改", "Not changed yet"), &problems))
                h1 { (shown::clauses(title)) }
                p {
                    (lang.pick("现在是 ", "It is now ")) strong { (say::span(lang, span, today)) " " (self.booked.room.name_in(lang)) }
                    (lang.pick("。改成之前，原来的一直替您留着。", ". It stays yours until the change is granted."))
                }
                (self.not_so(lang))
                @if let Some(verdict) = &self.seen.verdict {
                    (shown::verdict(lang, verdict, &self.seen.left, self.seen.day, 0))
                }
                (self.form(lang))
            },
        ))
    }

    fn not_so(&self, lang: Lang) -> Markup {
        let Some((why, list)) = &self.seen.no else { return html! {} };
        let action = format!("/my/bookings/{}/changes", self.booked.booking.id);
        let way = |one: &Alternative| {
            let part = one.span.within_day();
            Way::Post(
                action.clone(),
                html! {
                    (hidden("room", &one.room.to_string()))
                    (hidden("date", &one.span.date().to_string()))
                    (hidden("from", &part.from().iso()))
                    (hidden("to", &part.to().iso()))
                    (hidden("size", self.fields.get("size")))
                    (hidden("request_key", self.fields.get("request_key")))
                },
            )
        };
        html! {
            (notice(Tone::Brick, lang.pick("这样改不了", "It cannot be so"), html! {
                @for line in why { p { (line) } }
                p { (lang.pick("原来的预约没有变。", "The booking is as it was.")) }
            }))
            @if !list.is_empty() {
                h2 { (lang.pick("可以改成这些", "It could be one of these")) }
                (picks(&shown::alternatives(lang, &self.seen.facts, list, false, way)))
                h2 { (lang.pick("或者自己改", "Or change it yourself")) }
            }
        }
    }

    fn form(&self, lang: Lang) -> Markup {
        let today = self.seen.facts.now.date();
        let room = &self.booked.room;
        let rooms: Vec<Choice> = self
            .seen
            .facts
            .catalogue
            .rooms
            .iter()
            .filter(|one| one.is_bookable() || one.id == room.id)
            .map(|one| Choice::new(one.id.to_string(), one.name_in(lang)))
            .collect();
        let (first, last) = (Minute::hm(6, 0), Minute::DAY_END);
        let step = room.grain_minutes.clamp(5, 60);
        let last_day = today + Duration::days(room.ahead_days.into());
        let field =
            |name, label| Field::new(name, label).value(self.fields.get(name)).error(self.errors.of(name));
        html! {
            form.card.flow method="post" action={ "/my/bookings/" (self.booked.booking.id) "/changes" } {
                (hidden("request_key", self.fields.get("request_key")))
                (field("room", lang.pick("场地", "Room")).select(&rooms))
                (field("date", lang.pick("日期", "Day")).day(lang, today, last_day, today))
                div.pair {
                    (field("from", lang.pick("从", "From")).time(lang, first, last, step))
                    (field("to", lang.pick("到", "To")).time(lang, first, last, step))
                }
                (field("size", lang.pick("多少人？", "How many people?")).stepper(lang, 1, 500))
                (shown::bars(lang, &self.seen.left, today))
                p.quiet {
                    (lang.pick(
                        "协议之内、订了就定的场地，按下就改好；别的由工作人员审核。",
                        "Within your agreement and in rooms confirmed at once it is changed as you press; staff decide about the rest.",
                    ))
                }
                p { (Button::submit(lang.pick("改成这样", "Change it to this")).main().full()) }
                p {
                    button.btn type="submit" name="check" value="1" formmethod="get" formnovalidate
                        formaction={ "/my/bookings/" (self.booked.booking.id) "/change" } {
                        (lang.pick("看看行不行", "See whether it is free"))
                    }
                }
            }
        }
    }
}
