//! The leader's home and the list of what has been.

use chrono::NaiveDate;
use maud::{Markup, html};

use super::super::At;
use super::super::shown::{self, Left};
use crate::base::lang::{Lang, dates, words};
use crate::domain::agreements::{Agreement, Standing};
use crate::domain::bookings::series::Series;
use crate::domain::bookings::{Booked, State};
use crate::domain::rooms::Room;
use crate::pages::parts::series::one::title as series_title;
use crate::pages::parts::{
    Button, Event, Frame, Tone, Width, crumbs, empty, events, icons, notice, plain_list, say, state,
};

pub struct HomePage<'a> {
    pub frame: &'a Frame,
    pub at: &'a At,
    pub person: &'a str,
    pub today: NaiveDate,
    /// What is to come, by start.
    pub rows: Vec<Row>,
    pub left: Left,
    /// The troupe's standing series.
    pub series: Vec<(Series, Room)>,
    pub own: Own,
    /// Of so many that ended nobody has said how many came.
    pub unreported: usize,
}

/// The agreement that matters now, and whether house terms wait to be accepted.
pub struct Own {
    pub agreement: Option<Agreement>,
    /// There is one that follows it.
    pub renewed: bool,
    pub unread: bool,
}

/// A booking with its place in line, and how many alternatives wait for an answer.
pub struct Row {
    pub booked: Booked,
    pub place: Option<usize>,
    pub offered: usize,
}

impl HomePage<'_> {
    pub fn render(&self) -> Markup {
        let lang = self.frame.look.lang;
        let name = self.at.troupe.name_in(lang);
        let next = self.rows.iter().find(|row| row.booked.booking.state == State::Approved);
        let rest: Vec<Event> = self
            .rows
            .iter()
            .filter(|row| next.is_none_or(|next| next.booked.booking.id != row.booked.booking.id))
            .map(|row| event(lang, self.at, &row.booked, row.place, self.today))
            .collect();
        let answers: Vec<&Row> = self.rows.iter().filter(|row| row.offered > 0).collect();
        let find = format!("/my/find?troupe={}", self.at.troupe.id);
        let button = Button::link(&find, lang.pick("找场地", "Find a room")).icon("find");
        self.frame.page(
            name,
            Width::Normal,
            html! {
                h1 { (name) }
                p.quiet {
                    (lang.pick(format!("{}，您好", self.person), format!("Hello, {}", self.person)))
                }
                @for row in &self.rows { (self.offer(lang, row)) }
                @for row in &answers { (self.answer(lang, row)) }
                (self.unreported(lang))
                @if self.own.unread { (self.unread(lang)) }
                @if let Some(agreement) = &self.own.agreement { (self.soon(lang, agreement)) }
                div.split {
                    div.flow {
                        h2 { (lang.pick("下一次", "Next")) }
                        @match next {
                            Some(row) => (self.next(lang, &row.booked)),
                            None => (empty("calendar", lang.pick("还没有定下来的预约", "Nothing is booked yet"), html! {
                                p { (lang.pick("告诉我哪天、多久、多少人，马上看到能用的场地。", "Say when, how long and how many, and see what is free.")) }
                            })),
                        }
                        p.row.actions { @if answers.is_empty() { (button.main()) } @else { (button) } }
                        @if !rest.is_empty() {
                            h2 { (lang.pick("往后的预约", "Coming up")) }
                            (events(&rest))
                        }
                    }
                    div.flow {
                        h2 { (lang.pick("还能用多少", "What is left")) }
                        (shown::bars(lang, &self.left, self.today))
                        h2 { (lang.pick("系列预约", "Series")) }
                        @for (series, room) in &self.series {
                            p { a href={ "/my/series/" (series.id) } { (series_title(lang, series, room)) } }
                        }
                        p { (Button::link(&format!("/my/series/new?troupe={}", self.at.troupe.id), lang.pick("定期都来，约一个系列", "Book a series"))) }
                        h2 { (lang.pick("还可以看", "See also")) }
                        (plain_list(&self.ways(lang)))
                    }
                }
            },
        )
    }

    /// What else there is to see, one line each.
    fn ways(&self, lang: Lang) -> Vec<Markup> {
        let troupe = self.at.troupe.id;
        let mut ways = Vec::new();
        if let Some(agreement) = &self.own.agreement {
            let href = format!("/my/agreements/{}", agreement.id);
            ways.push((href, lang.pick("协议和用量", "The agreement and its use")));
        }
        ways.extend([
            (format!("/my/bookings?troupe={troupe}"), lang.pick("以前的预约", "Past bookings")),
            (format!("/my/attendance?troupe={troupe}"), lang.pick("到场人数", "How many came")),
            (format!("/my/members?troupe={troupe}"), lang.pick("队员名单", "Members")),
        ]);
        if !self.at.only {
            ways.push(("/my".to_owned(), lang.pick("换一支队伍", "Another troupe")));
        }
        let account = lang.pick("我的账号：语言和密码", "My account: language and password");
        ways.push(("/my/account".to_owned(), account));
        ways.iter().map(|(href, words)| html! { a href=(href) { (words) } }).collect()
    }

    /// What ended and was not reported.
    fn unreported(&self, lang: Lang) -> Markup {
        let number = self.unreported;
        if number == 0 {
            return html! {};
        }
        let href = format!("/my/attendance?troupe={}", self.at.troupe.id);
        let title = lang
            .pick(format!("有{number}次没有报来了几位"), format!("{number} not reported: how many came?"));
        let words = lang.pick("去填一个数", "Enter the number");
        notice(Tone::Amber, title, html! { p { (Button::link(&href, words)) } })
    }

    fn unread(&self, lang: Lang) -> Markup {
        let href = format!("/my/terms?troupe={}", self.at.troupe.id);
        notice(
            Tone::Indigo,
            lang.pick("使用须知请您看一遍", "Please read the house terms"),
            html! {
                p { (lang.pick("看过以后按一下“我接受”。没按也能约场地。", "Then press “I accept”. You can book meanwhile.")) }
                p { (Button::link(&href, lang.pick("看使用须知", "Read the house terms"))) }
            },
        )
    }

    /// Suspended, or its end is near.
    fn soon(&self, lang: Lang, agreement: &Agreement) -> Markup {
        let left = (agreement.ends_on - self.today).num_days();
        let words = match agreement.standing(self.today) {
            Standing::Suspended => {
                lang.pick("协议暂停中，只能单次申请", "Your agreement is suspended").to_owned()
            }
            Standing::Valid if left <= 30 && !self.own.renewed => {
                let day = dates::date(lang, agreement.ends_on, self.today);
                lang.pick(format!("协议到{day}为止"), format!("Your agreement ends on {day}"))
            }
            _ => return html! {},
        };
        let href = format!("/my/agreements/{}", agreement.id);
        let see = Button::link(&href, lang.pick("看协议", "See the agreement"));
        notice(Tone::Amber, words, html! { p { (see) } })
    }

    fn answer(&self, lang: Lang, row: &Row) -> Markup {
        let Ok(span) = row.booked.booking.span() else { return html! {} };
        let (room, many) = (row.booked.room.name_in(lang), row.offered);
        let href = format!("/my/bookings/{}", row.booked.booking.id);
        let title = lang.pick("请您回答一件事", "Please answer");
        notice(
            Tone::Amber,
            title,
            html! {
                p {
                    strong { (say::span(lang, span, self.today)) " " (room) }
                    (lang.pick(" 批给了别的队，您队在候补。", " went to another troupe; yours is in line."))
                    (lang.pick(
                        format!("另外找到{many}个能用的时间。"),
                        format!(" We found {} that would do.", words::count(i64::try_from(many).unwrap_or(0), "other time", "other times")),
                    ))
                }
                p { (Button::link(&href, lang.pick("去选一个时间", "Choose a time")).main()) }
            },
        )
    }

    /// A slot that is kept until somebody says yes.
    fn offer(&self, lang: Lang, row: &Row) -> Markup {
        let Booked { booking, room, .. } = &row.booked;
        let (State::Offered, Some(until), Ok(span)) = (booking.state, booking.offered_until, booking.span())
        else {
            return html! {};
        };
        let until = dates::until(lang, self.at.centre.zone.wall(until), self.today);
        let href = format!("/my/bookings/{}", booking.id);
        notice(
            Tone::Amber,
            lang.pick(format!("请在{until}前确认"), format!("Please confirm by {until}")),
            html! {
                p {
                    strong { (say::span(lang, span, self.today)) " " (room.name_in(lang)) }
                    (lang.pick(" 空出来了，先给您队留着。", " is free again and kept for you."))
                }
                p { (Button::link(&href, lang.pick("要，还是不要？", "Take it or pass it on")).main()) }
            },
        )
    }

    fn next(&self, lang: Lang, booked: &Booked) -> Markup {
        let booking = &booked.booking;
        let Ok(span) = booking.span() else { return html! {} };
        let href = format!("/my/bookings/{}", booking.id);
        let cancel = format!("{href}#cancel");
        let begun = booking.starts_at <= self.at.centre.zone.wall(self.at.now);
        html! {
            div.card {
                (shown::slot(lang, span, &booked.room, self.today, html! {
                    p.quiet { (booking.purpose) }
                    p { (state(lang, &self.at.badge(lang, booking, None))) }
                }))
                p.row.actions {
                    (Button::link(&href, lang.pick("看详情", "Details")))
                    @if !begun { (Button::link(&cancel, lang.pick("取消这次预约", "Cancel this booking")).plain()) }
                }
            }
        }
    }
}

fn event(lang: Lang, at: &At, booked: &Booked, place: Option<usize>, today: NaiveDate) -> Event {
    let booking = &booked.booking;
    let badge = at.badge(lang, booking, place);
    let tone = match booking.state {
        State::Approved => Tone::Jade,
        State::Requested | State::Offered => Tone::Amber,
        State::Waiting => Tone::Indigo,
        State::Refused | State::Displaced => Tone::Brick,
        State::Withdrawn | State::Lapsed | State::Cancelled => Tone::Plain,
    };
    Event {
        icon: icons::room(booked.room.kind.word()),
        tone,
        when: booking.span().map_or_else(|_| html! {}, |span| shown::short(lang, span, today)),
        title: booked.room.name_in(lang).to_owned(),
        href: Some(format!("/my/bookings/{}", booking.id)),
        place: booking.purpose.clone(),
        state: Some(state(lang, &badge)),
        act: None,
    }
}

pub struct PastPage<'a> {
    pub frame: &'a Frame,
    pub at: &'a At,
    pub today: NaiveDate,
    /// The latest first.
    pub rows: Vec<Booked>,
}

impl PastPage<'_> {
    pub fn render(&self) -> Markup {
        let lang = self.frame.look.lang;
        let title = lang.pick("以前的预约", "Past bookings");
        let mine = format!("/my?troupe={}", self.at.troupe.id);
        let rows: Vec<Event> =
            self.rows.iter().map(|one| event(lang, self.at, one, None, self.today)).collect();
        self.frame.page(
            title,
            Width::Normal,
            html! {
                (crumbs(lang.pick("位置", "Way"), &[(&mine, self.at.troupe.name_in(lang))], title))
                h1 { (title) }
                @if rows.is_empty() {
                    (empty("calendar", lang.pick("还没有用过场地", "Nothing yet"), html! {
                        p { (Button::link("/my/find", lang.pick("找场地", "Find a room")).main()) }
                    }))
                } @else {
                    h2.hide { (lang.pick("由近到远", "The latest first")) }
                    (events(&rows))
                }
            },
        )
    }
}
