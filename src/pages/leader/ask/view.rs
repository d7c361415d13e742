//! The page on which a wish is looked at before it is sent, and on which it comes back.

use chrono::{Duration, NaiveDate};
use maud::{Markup, html};

use super::super::At;
use super::super::shown::{self, Way};
use super::{Asking, No};
use crate::base::lang::{Lang, words as say_words};
use crate::base::time::Minute;
use crate::base::web::form::{Errors, Fields};
use crate::domain::bookings::alternatives::Alternative;
use crate::domain::bookings::{Verdict, words};
use crate::pages::parts::{
    Button, Choice, Field, Frame, Tone, Width, crumbs, error_summary, hidden, notice_first, picks, remark,
    say,
};

pub struct AskPage<'a> {
    pub frame: &'a Frame,
    pub at: &'a At,
    pub fields: &'a Fields,
    pub errors: &'a Errors,
    pub(super) asking: Asking,
    /// It was sent, and somebody was faster.
    pub late: bool,
}

impl AskPage<'_> {
    pub fn render(&self) -> Markup {
        let lang = self.frame.look.lang;
        let title = lang.pick("这样约，对吗？", "Is this right?");
        let find = self.find_href();
        let problems: Vec<_> =
            self.errors.iter().map(|error| (error.field.as_str(), error.message.as_str())).collect();
        let way = crumbs(
            lang.pick("位置", "Way"),
            &[(&find, lang.pick("找场地", "Find a room"))],
            lang.pick("确认预约", "Book"),
        );
        self.frame.page(
            title,
            Width::Normal,
            html! {
                (way)
                (error_summary(lang, lang.pick("还没约上", "Not booked yet"), &problems))
                @match &self.asking.no {
                    Some((no, alternatives)) => {
                        (self.refused(lang, no))
                        (self.instead(lang, alternatives))
                    }
                    None => {
                        h1 { (title) }
                        (self.wish(lang))
                    }
                }
                (self.form(lang))
                (self.weekly(lang))
            },
        )
    }

    /// The same every week.
    fn weekly(&self, lang: Lang) -> Markup {
        let get = |name| self.fields.get(name);
        let href = format!(
            "/my/series/new?troupe={}&room={}&date={}&from={}&to={}",
            self.at.troupe.id,
            self.asking.room.id,
            self.asking.span.map(|span| span.date().to_string()).unwrap_or_default(),
            get("from").replace(':', "%3A"),
            get("to").replace(':', "%3A"),
        );
        html! { p { a href=(href) { (lang.pick("每周都要？约一个系列", "Every week? Book a series")) } } }
    }

    fn today(&self) -> NaiveDate {
        self.asking.facts.now.date()
    }

    fn find_href(&self) -> String {
        let day = self.asking.span.map(|span| format!("&day={}", span.date())).unwrap_or_default();
        let hours = self.asking.span.map(|span| format!("&hours={}", f64::from(span.minutes()) / 60.0));
        let size = self.fields.get("size").parse::<i32>().map(|size| format!("&size={size}"));
        format!(
            "/my/find?troupe={}{day}{}{}",
            self.at.troupe.id,
            hours.unwrap_or_default(),
            size.unwrap_or_default()
        )
    }

    fn wish(&self, lang: Lang) -> Markup {
        let Some(span) = self.asking.span else { return html! {} };
        let find = self.find_href();
        let other = Button::link(&find, lang.pick("另找场地", "Find another"));
        html! {
            div.card {
                (shown::slot(lang, span, &self.asking.room, self.today(), html! {
                    p.quiet { (self.at.troupe.name_in(lang)) }
                    p { (other) }
                }))
            }
            @if let Some(verdict) = &self.asking.verdict {
                (shown::verdict(lang, verdict, &self.asking.left, span.date(), self.asking.rivals))
            }
            @if self.asking.own > 0 {
                (remark(Tone::Amber, lang.pick(
                    "您队已经为这个时段提过申请，不用再提一次。",
                    "Your troupe has asked for this slot already; there is no need to ask again.",
                )))
            }
        }
    }

    fn refused(&self, lang: Lang, no: &No) -> Markup {
        let today = self.today();
        let what = html! {
            @if let Some(span) = self.asking.span { strong { (say::span(lang, span, today)) " " (self.asking.room.name_in(lang)) } }
        };
        match no {
            No::Taken(clashes) => {
                let title = if self.late {
                    lang.pick("差了一步，这个时间被订走了", "Somebody was a moment faster")
                } else {
                    lang.pick("这个时间已经有人了", "That time is taken")
                };
                notice_first(
                    Tone::Brick,
                    shown::clauses(title),
                    html! {
                        p { (what) (lang.pick("，约不上了。", " cannot be had.")) }
                        @for clash in clashes { p { (words::clash(lang, clash)) } }
                        @if let Some(why) = self.asking.span.and_then(|span| words::turnaround(lang, span, self.asking.room.turnaround_minutes, clashes)) { p { (why) } }
                        @if self.late { p { (lang.pick("您没有被扣小时，填的内容都还在。", "Nothing was counted against you, and what you typed is still here.")) } }
                    },
                )
            }
            No::TooLateToWait => notice_first(
                Tone::Brick,
                lang.pick("候补来不及了", "Too late to wait in line"),
                html! { p { (what) } p { (words::too_late_to_wait(lang)) } },
            ),
            No::Refused(refusal) => notice_first(
                Tone::Brick,
                lang.pick("这样约不了", "This cannot be booked"),
                html! { p { (what) } p { (words::refusal(lang, refusal, today)) } },
            ),
        }
    }

    /// What would do, one press away; what was typed goes along.
    fn instead(&self, lang: Lang, list: &[Alternative]) -> Markup {
        let find = self.find_href();
        if list.is_empty() {
            return html! {
                p { (lang.pick("这前后没有找到协议之内又空着的时间。换个条件找找看。", "Near that time nothing is both free and within your agreement. Try another need.")) }
                p { (Button::link(&find, lang.pick("重新找", "Search again")).main()) }
            };
        }
        let way = |one: &Alternative| match self.fields.get("purpose").is_empty() {
            true => Way::Link(format!(
                "/my/bookings/new?troupe={}&room={}&start={}&end={}&size={}",
                self.at.troupe.id,
                one.room,
                one.span.start().iso(),
                one.span.end().iso(),
                self.fields.get("size").parse::<i32>().unwrap_or(1),
            )),
            false => Way::Post("/my/bookings".to_owned(), self.carried(one)),
        };
        let picked = shown::alternatives(lang, &self.asking.facts, list, true, way);
        html! {
            h2 { (lang.pick("这些现在都空着", "These are free now")) }
            (picks(&picked))
            p { (Button::link(&find, lang.pick("重新找", "Search again"))) }
        }
    }

    fn carried(&self, one: &Alternative) -> Markup {
        let part = one.span.within_day();
        html! {
            (hidden("room", &one.room.to_string()))
            (hidden("date", &one.span.date().to_string()))
            (hidden("from", &part.from().iso()))
            (hidden("to", &part.to().iso()))
            @for name in ["troupe", "purpose", "size", "request_key"] { (hidden(name, &self.kept(name))) }
        }
    }

    fn kept(&self, name: &str) -> String {
        match name {
            "troupe" => self.at.troupe.id.to_string(),
            name => self.fields.get(name).to_owned(),
        }
    }

    fn form(&self, lang: Lang) -> Markup {
        let blocked = self.asking.no.is_some();
        let granted = self.asking.verdict == Some(Verdict::Granted);
        let words = match (blocked, granted) {
            (true, _) => lang.pick("按改的再约一次", "Try again with these"),
            (false, true) => lang.pick("就这样约", "Book it"),
            (false, false) => lang.pick("提交申请", "Send the request"),
        };
        let submit = Button::submit(words).full();
        let help = lang.pick("只有中心的工作人员看得到。", "Only the staff of the centre see this.");
        let (size, purpose) = (self.fields.get("size"), self.fields.get("purpose"));
        html! {
            form.flow method="post" action="/my/bookings" {
                (hidden("troupe", &self.kept("troupe")))
                (hidden("request_key", &self.kept("request_key")))
                // Enter in a field presses a form's first button, which must be the one that sends.
                button.hide type="submit" tabindex="-1" aria-hidden="true" { (words) }
                (self.wait(lang))
                @if blocked { h2 { (lang.pick("或者自己改", "Or change it yourself")) } }
                (self.time(lang))
                (Field::new("purpose", lang.pick("来做什么？", "What for?")).help(help)
                    .value(purpose).error(self.errors.of("purpose")).required().text())
                (Field::new("size", lang.pick("多少人？", "How many people?"))
                    .value(size).error(self.errors.of("size")).stepper(lang, 1, 500))
                (shown::bars(lang, &self.asking.left, self.today()))
                p { @if blocked { (submit) } @else { (submit.main()) } }
                p.quiet {
                    (lang.pick(
                        "来不了，请至少提前一天取消，就不扣小时。",
                        "If you cannot come, cancel at least a day before and no hours are counted.",
                    ))
                }
            }
        }
    }

    /// The way into the line, for a slot that somebody has.
    fn wait(&self, lang: Lang) -> Markup {
        if !matches!(self.asking.no, Some((No::Taken(_), _))) {
            return html! {};
        }
        let before = match (lang, self.asking.rivals) {
            (Lang::Zh, 0) => "还没有别的队在等。".to_owned(),
            (Lang::Zh, many) => format!("前面已有{many}个申请。"),
            (Lang::En, 0) => "Nobody else is waiting yet.".to_owned(),
            (Lang::En, many) => {
                let many = i64::try_from(many).unwrap_or(0);
                format!("{} before you.", say_words::count(many, "request is", "requests are"))
            }
        };
        html! {
            h2 { (lang.pick("就要这个时间？可以排队等", "Only this time will do? Wait in line")) }
            p {
                (lang.pick(
                    "空出来会按先后通知您，替您留一天，到时候请您确认。等的时候不扣小时。",
                    "When it is free we tell those in line in their order and keep it for a day. Waiting counts nothing. ",
                ))
                (before)
            }
            p { (Button::submit(lang.pick("排队等这个时间", "Wait in line for this time")).value("wait", "1").full()) }
        }
    }

    /// Room, day and times; folded away while they are fine.
    fn time(&self, lang: Lang) -> Markup {
        let today = self.today();
        let room = &self.asking.room;
        let last = today + Duration::days(room.ahead_days.into());
        let wrong = ["date", "from", "to"].iter().any(|name| self.errors.of(name).is_some());
        let rooms: Vec<Choice> = self
            .asking
            .facts
            .catalogue
            .rooms
            .iter()
            .filter(|one| one.is_bookable() || one.id == room.id)
            .map(|one| Choice::new(one.id.to_string(), one.name_in(lang)))
            .collect();
        let (first_time, last_time) = (Minute::hm(6, 0), Minute::DAY_END);
        let step = room.grain_minutes.clamp(5, 60);
        let field =
            |name, label| Field::new(name, label).value(self.fields.get(name)).error(self.errors.of(name));
        html! {
            details open[wrong || self.asking.no.is_some()] {
                summary { (lang.pick("改日期、时间或场地", "Change the day, the time or the room")) }
                div.card.flow {
                    (Field::new("room", lang.pick("场地", "Room")).value(&room.id.to_string()).select(&rooms))
                    (field("date", lang.pick("日期", "Day")).day(lang, today, last, today))
                    div.pair {
                        (field("from", lang.pick("从", "From")).time(lang, first_time, last_time, step))
                        (field("to", lang.pick("到", "To")).time(lang, first_time, last_time, step))
                    }
                    p {
                        button.btn type="submit" formmethod="get" formaction="/my/bookings/new" formnovalidate {
                            (lang.pick("看看行不行", "See whether it is free"))
                        }
                    }
                }
            }
        }
    }
}
