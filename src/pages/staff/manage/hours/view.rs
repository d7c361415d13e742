//! The page of opening hours.

use maud::{Markup, html};

use super::super::week;
use super::{Sent, pattern};
use crate::base::lang::{Lang, dates};
use crate::base::web::form::{Errors, Fields};
use crate::domain::centres::either;
use crate::domain::disruptions::Hit;
use crate::domain::occupancy::Taker;
use crate::domain::people::Role;
use crate::domain::rooms::{Hours, Room, RoomId, SpecialDay};
use crate::pages::parts::Sheet;
use crate::pages::parts::done;
use crate::pages::parts::{Button, Frame, Tone, Width, hidden, notice, plain_list, say};
use crate::pages::staff::here::Here;

pub struct HoursPage<'a> {
    pub frame: &'a Frame,
    pub here: &'a Here,
    pub whose: Option<RoomId>,
    pub rooms: &'a [Room],
    pub hours: &'a Hours,
    pub sent: &'a Sent,
    pub query: &'a Fields,
}

impl HoursPage<'_> {
    pub fn render(&self) -> Markup {
        let lang = self.here.lang();
        let errors = Sheet { lang, fields: &Fields::default(), errors: &self.sent.errors }.summary();
        let title = lang.pick("开放时间", "Opening hours");
        let writes = self.here.role >= Role::Manager;
        let main = html! {
            (errors)
            (done(lang, self.query))
            div.row.apart {
                h1 { (title) }
                p { (Button::link(&self.here.href("/days"), lang.pick("节假日和学期", "Holidays and terms")).icon("calendar")) }
            }
            (self.hits())
            (self.choose())
            section.card.flow #week {
                h2 { (self.name(self.whose)) }
                (self.week_in_words())
                @if writes { (self.week_form()) }
            }
            h2 { (lang.pick("不一样的日子", "Dates that differ")) }
            (self.days(writes))
            @if writes { (self.day_form()) }
        };
        self.frame.page(title, Width::Tight, main)
    }

    /// 全中心, or the room's name.
    fn name(&self, whose: Option<RoomId>) -> String {
        let lang = self.here.lang();
        let room = whose.and_then(|id| self.rooms.iter().find(|room| room.id == id));
        room.map_or(lang.pick("全中心", "Whole centre"), |room| room.name_in(lang)).to_owned()
    }

    fn hits(&self) -> Markup {
        let lang = self.here.lang();
        let number = self.sent.hits.len();
        if number == 0 {
            return html! {};
        }
        let heading = lang.pick(
            format!("还没有改：会碰到{number}个已定的安排"),
            format!("Not changed yet: {number} would be hit"),
        );
        let way = self.here.href(&format!("/disruptions/new?{}", self.sent.way));
        notice(
            Tone::Amber,
            heading,
            html! {
                p { (lang.pick("先看给每个预约什么备选，再一起改。", "First see what each would be offered; then change it all together.")) }
                (hit_lines(self.here, self.rooms, &self.sent.hits))
                p { (Button::link(&way, lang.pick("看影响谁，再改", "See whom it hits")).main().icon_after("right")) }
            },
        )
    }

    fn choose(&self) -> Markup {
        let lang = self.here.lang();
        let own = |id| self.hours.weekly.iter().any(|span| span.room == Some(id));
        html! {
            nav aria-label=(lang.pick("看谁的开放时间", "Whose hours")) {
                p.row {
                    (self.whose_link(None, false))
                    @for room in self.rooms { (self.whose_link(Some(room.id), own(room.id))) }
                }
            }
        }
    }

    fn whose_link(&self, whose: Option<RoomId>, own: bool) -> Markup {
        let lang = self.here.lang();
        let href = match whose {
            Some(room) => self.here.href(&format!("/hours?room={room}")),
            None => self.here.href("/hours"),
        };
        html! {
            a.btn href=(href) aria-current=[(self.whose == whose).then_some("page")] {
                (self.name(whose))
                @if own { (lang.pick("（另定）", " (own)")) }
            }
        }
    }

    fn week_in_words(&self) -> Markup {
        let lang = self.here.lang();
        let own = pattern(self.hours, self.whose);
        let follows = own.is_empty() && self.whose.is_some();
        let week = if follows { pattern(self.hours, None) } else { own };
        html! {
            @if follows { p { (lang.pick("跟全中心一样：", "As the whole centre:")) } }
            @if week.is_empty() { p { (lang.pick("还没有写开放时间，谁也订不了。", "No hours yet: nothing can be booked.")) } }
            (say::week(lang, &week))
        }
    }

    fn week_form(&self) -> Markup {
        let lang = self.here.lang();
        let mut fields = Fields::default();
        week::fill(&mut fields, lang, &pattern(self.hours, self.whose));
        let none = Errors::default();
        let (fields, errors) = match &self.sent.week {
            Some(typed) => (typed, &self.sent.errors),
            None => (&fields, &none),
        };
        let sheet = Sheet { lang, fields, errors };
        let own = !pattern(self.hours, self.whose).is_empty();
        html! {
            details open[self.sent.week.is_some() || (self.whose.is_none() && !own)] {
                summary { (lang.pick("改每周的时间", "Change the week")) }
                form.flow method="post" action=(self.here.href("/hours")) {
                    (self.room_field())
                    p.quiet { (week::help(lang, lang.pick("不写就是不开。", "Leave a day empty when it is closed."))) }
                    (week::fields(&sheet))
                    p.row {
                        (Button::submit(lang.pick("保存每周的时间", "Save the week")).main())
                        @if self.whose.is_some() && own {
                            (Button::submit(lang.pick("跟全中心一样", "Follow the centre")).value("follow", "1"))
                        }
                    }
                }
            }
        }
    }

    fn room_field(&self) -> Markup {
        html! { @if let Some(room) = self.whose { (hidden("room", &room.to_string())) } }
    }

    fn days(&self, writes: bool) -> Markup {
        let lang = self.here.lang();
        let listed = |day: &&SpecialDay| self.whose.is_none() || day.room.is_none() || day.room == self.whose;
        let days: Vec<Markup> =
            self.hours.special.iter().filter(listed).map(|day| self.day(day, writes)).collect();
        if days.is_empty() {
            return html! { p.quiet { (lang.pick("以后没有不一样的日子。", "No dates that differ are to come.")) } };
        }
        plain_list(&days)
    }

    fn day(&self, day: &SpecialDay, writes: bool) -> Markup {
        let lang = self.here.lang();
        let date = dates::date(lang, day.date, self.here.today());
        let spans = if day.spans.is_empty() {
            lang.pick("不开放", "Closed").to_owned()
        } else {
            dates::spans_of_day(lang, &day.spans)
        };
        html! {
            div.row.apart {
                div {
                    strong { (date) } " " (spans)
                    p.quiet { (self.name(day.room)) (lang.pick("：", ": ")) (day.reason_in(lang)) }
                }
                @if writes {
                    form method="post" action=(self.here.href("/hours/days/removal")) {
                        @if let Some(room) = day.room { (hidden("room", &room.to_string())) }
                        (hidden("date", &day.date.to_string()))
                        (Button::submit(lang.pick("去掉", "Remove")).of(&date))
                    }
                }
            }
        }
    }

    fn day_form(&self) -> Markup {
        let lang = self.here.lang();
        let (fields, errors) = (Fields::default(), Errors::default());
        let (fields, errors) = match &self.sent.day {
            Some(typed) => (typed, &self.sent.errors),
            None => (&fields, &errors),
        };
        let sheet = Sheet { lang, fields, errors };
        let name = self.name(self.whose);
        html! {
            section.card.flow {
                h2 { (lang.pick(format!("{name}：加一个不一样的日子"), format!("{name}: add a date that differs"))) }
                form.flow method="post" action=(self.here.href("/hours/days")) {
                    (self.room_field())
                    (sheet.field("date", lang.pick("哪一天", "Date")).date_typed(lang, self.here.today()))
                    (sheet.field("spans", lang.pick("这天几点开", "Open that day"))
                        .help(lang.pick("例如 9:00–12:00，14:00–17:30。不写就是全天不开放。", "Such as 9:00–12:00, 14:00–17:30. Leave empty when it is closed all day.")).text())
                    (sheet.both("reason", "reason_en", lang.pick("原因，居民会看到", "Reason, which residents read"), false))
                    p { (Button::submit(lang.pick("加上这一天", "Add this date"))) }
                }
            }
        }
    }
}

/// So many of what stands in the way are named.
const LISTED: usize = 20;

/// What stands in the way of a change, each a link to where it can be cancelled or moved.
pub fn hits_list(here: &Here, rooms: &[Room], hits: &[Hit]) -> Markup {
    if hits.is_empty() {
        return html! {};
    }
    let lang = here.lang();
    let number = hits.len();
    let heading =
        lang.pick(format!("没有改：会碰到{number}个已定的安排"), format!("Not changed: {number} in the way"));
    notice(
        Tone::Brick,
        heading,
        html! {
            p { (lang.pick("请先取消或挪开它们，再来改。", "Cancel or move them first, then change this.")) }
            (hit_lines(here, rooms, hits))
        },
    )
}

/// What a change would hit, each a link.
pub fn hit_lines(here: &Here, rooms: &[Room], hits: &[Hit]) -> Markup {
    let lang = here.lang();
    let more = hits.len().saturating_sub(LISTED);
    html! {
        ul {
            @for hit in hits.iter().take(LISTED) { li { (hit_line(here, lang, rooms, hit)) } }
            @if more > 0 { li { (lang.pick(format!("还有{more}个"), format!("and {more} more"))) } }
        }
    }
}

fn hit_line(here: &Here, lang: Lang, rooms: &[Room], hit: &Hit) -> Markup {
    let href = match (hit.what, hit.activity) {
        (Taker::Booking(id), _) => here.href(&format!("/bookings/{id}")),
        (Taker::Session(_) | Taker::Alternative(_), Some(activity)) => {
            here.href(&format!("/activities/{activity}"))
        }
        (Taker::Session(_) | Taker::Alternative(_), None) => here.href("/activities"),
    };
    let room = rooms.iter().find(|room| room.id == hit.room).map_or("", |room| room.name_in(lang));
    html! {
        a href=(href) { (either(lang, &hit.name, &hit.name_en)) }
        (lang.pick("，", ", ")) (say::span(lang, hit.span, here.today())) (lang.pick("，", ", ")) (room)
    }
}
