//! Whom it hits and what each would be offered, before anything happens; and the button that does it.

use maud::{Markup, html};

use super::form::closed_days;
use super::{Named, of_what, what_view};
use chrono::NaiveDate;

use crate::base::lang::{Lang, dates, words};
use crate::base::time::{Minute, Wall};
use crate::base::tokens::random_token;
use crate::base::web::form::Fields;
use crate::domain::bookings::sharing_out::Offer;
use crate::domain::centres::either;
use crate::domain::disruptions::planning::Problem;
use crate::domain::disruptions::words::{what, why};
use crate::domain::disruptions::{Cause, Fate, Halt, HitBooking, Plan, Planned, Use, What};
use crate::domain::people::contact::Contact;
use crate::pages::parts::{Button, Tone, crumbs, facts, hidden, notice, plain_list, say};
use crate::pages::staff::here::Here;

pub struct PlanPage<'a> {
    pub here: &'a Here,
    pub(super) named: &'a Named,
    pub fields: &'a Fields,
    pub planned: &'a Planned,
    pub plan: &'a Plan,
    /// It is not what was seen before: it stands here instead of having happened.
    pub changed: bool,
    /// A mail server is set up.
    pub mailing: bool,
}

impl PlanPage<'_> {
    fn lang(&self) -> Lang {
        self.here.lang()
    }

    pub fn title(&self) -> String {
        let (lang, hits, troupes) = (self.lang(), self.hits(), self.plan.troupes().len());
        match (lang, hits) {
            (Lang::Zh, 0) => "没有预约受影响".to_owned(),
            (Lang::Zh, _) => format!("影响{hits}个预约，{troupes}支队伍"),
            (Lang::En, 0) => "No bookings are hit".to_owned(),
            (Lang::En, _) => format!(
                "{} of {} hit",
                words::count(hits, "booking", "bookings"),
                words::count(troupes as i64, "troupe", "troupes")
            ),
        }
    }

    fn hits(&self) -> i64 {
        self.plan.told_of().count() as i64
    }

    pub fn render(&self) -> Markup {
        let lang = self.lang();
        let up = self.here.href("/disruptions");
        let own = self.plan.cause == Cause::OwnUse;
        let query = if own { format!("cause={}", Cause::OwnUse.word()) } else { self.query() };
        let form = format!("{up}/new?{query}");
        html! {
            (crumbs(
                lang.pick("位置", "Where"),
                &[(&up, lang.pick("停用和让出", "Closures")), (&form, what_view::title(lang, self.plan.cause))],
                lang.pick("影响谁", "Whom it hits"),
            ))
            (self.news())
            h1 { (self.title()) }
            (facts(&self.about()))
            @if let Some(problem) = &self.plan.problem { (self.problem(problem)) }
            @for troupe in self.plan.troupes() {
                (self.troupe(self.plan.told_of().filter(|hit| hit.booked.troupe.id == troupe).collect()))
            }
            (self.sessions())
            (self.undecided())
            (self.confirm())
            @let again = lang.pick("改一改再看", "Change it and look again");
            @if own {
                // What an activity is and its dates are too long for an address.
                form method="post" action={ (up) "/new" } {
                    @for (name, value) in self.fields.pairs().filter(|(name, _)| kept(name)) { (hidden(name, value)) }
                    p { (Button::submit(again).plain()) }
                }
            } @else { p { (Button::link(&form, again).plain()) } }
        }
    }

    /// The form's fields without the preview's own.
    fn query(&self) -> String {
        let mut kept = Fields::default();
        for (name, value) in self.fields.pairs().filter(|(name, _)| self::kept(name)) {
            kept.add(name, value);
        }
        kept.query()
    }

    fn news(&self) -> Markup {
        let lang = self.lang();
        html! {
            @if self.changed {
                (notice(Tone::Amber, lang.pick("还没有做：情况刚变了", "Not done: things have changed"), html! {
                    p { (lang.pick("您看的时候有人约了、取消了或换了。下面是现在的情况，请再看一遍再确认。", "Somebody booked, cancelled or moved while you looked. Below is how it stands now; please look again and confirm.")) }
                }))
            }
        }
    }

    fn about(&self) -> Vec<(&'static str, Markup)> {
        let (lang, today) = (self.lang(), self.here.today());
        let of = html! { strong { (of_what(self.here, self.named, &self.planned.what)) } };
        let when = match &self.planned.what {
            What::Close { from, to, .. } => closed_span(lang, *from, *to, today),
            What::OwnUse { spans, .. } => html! {
                @for (place, span) in spans.iter().enumerate() { @if place > 0 { br; } (say::span(lang, *span, today)) }
            },
            What::Hours(_) => html! { (lang.pick("从现在起", "From now on")) },
            What::Agreement { halt: Halt::Suspend, .. } => {
                html! { (lang.pick("从现在起暂停", "Suspended from now on")) }
            }
            What::Agreement { halt: Halt::End { last_day }, .. } => html! {
                (lang.pick("最后一天：", "Last day: ")) (say::date(lang, *last_day, today))
            },
        };
        let reason = &self.planned.reason;
        let (cause, when_words) = (self.plan.cause.name(lang), lang.pick("什么时候", "When"));
        let why = (lang.pick("原因", "Why"), html! { (reason) });
        let What::OwnUse { of: used, .. } = &self.planned.what else {
            let what = html! { (cause) (lang.pick("：", ": ")) (of) };
            return vec![(lang.pick("什么事", "What"), what), (when_words, when), why];
        };
        let mut said = vec![(lang.pick("什么事", "What"), html! { (cause) })];
        if let Use::New { details, .. } = used {
            let title = either(lang, &details.title, &details.title_en);
            said.push((lang.pick("做什么", "For what"), html! { strong { (title) } }));
        }
        said.extend([(lang.pick("功能室", "Room"), of), (when_words, when), why]);
        said
    }

    fn problem(&self, problem: &Problem) -> Markup {
        let (lang, today) = (self.lang(), self.here.today());
        let title = what(lang, problem);
        notice(Tone::Brick, title, html! { @for sentence in why(lang, problem, today) { p { (sentence) } } })
    }

    /// One troupe's bookings, and how it is told.
    fn troupe(&self, hits: Vec<&HitBooking>) -> Markup {
        let lang = self.lang();
        let Some(first) = hits.first() else { return html! {} };
        let leaders = self.plan.leaders.get(&first.booked.troupe.id).map_or(&[][..], Vec::as_slice);
        html! {
            section.card.flow {
                div.row.apart {
                    h2 { (first.booked.troupe.name_in(lang)) }
                    @if first.displaced_before > 0 { span.quiet { (displaced_before(lang, first.displaced_before)) } }
                }
                p.quiet { (telling(lang, leaders, self.mailing)) }
                ul.flow { @for hit in hits { li { (self.hit(hit)) } } }
            }
        }
    }

    fn hit(&self, hit: &HitBooking) -> Markup {
        let (lang, today) = (self.lang(), self.here.today());
        let booking = &hit.booked.booking;
        let Ok(span) = booking.span() else { return html! {} };
        html! {
            p {
                a href=(self.here.href(&format!("/bookings/{}", booking.id))) { strong { (say::span(lang, span, today)) " " (hit.booked.room.name_in(lang)) } }
                (lang.pick("，", ", ")) (booking.purpose)
            }
            @match hit.fate {
                Fate::CutAt(at) => p { (lang.pick("正在用，提前到", "Running; it ends at ")) (dates::time(lang, at.minute())) (lang.pick("结束", "")) },
                Fate::OfferGone => p { (lang.pick("早先让出过；给它留的时间也用不了了，换成：", "Taken away before; what was kept for it goes too. Instead:")) },
                Fate::Displaced | Fate::Unkept => {},
            }
            @if !matches!(hit.fate, Fate::CutAt(_)) {
                @if hit.offers.is_empty() {
                    p { strong { (lang.pick("两周内没有合适的空当，要打电话商量。", "Nothing fits within two weeks: somebody has to call them.")) } }
                } @else {
                    (self.offers(&hit.offers))
                }
            }
        }
    }

    /// What each is offered, under one heading; until when it is kept is said once where it is the same for all.
    fn offers(&self, offers: &[Offer]) -> Markup {
        let (lang, today) = (self.lang(), self.here.today());
        let first = offers.first().and_then(|offer| offer.until);
        let alike = offers.iter().all(|offer| offer.until == first);
        let until = |offer: &Offer| {
            let until = offer.until.map(|until| self.here.centre.zone.wall(until));
            until.map(|until| dates::until(lang, until, today))
        };
        let heading = match (offers.first().filter(|_| alike).map(until), lang) {
            (Some(Some(until)), Lang::Zh) if offers.len() == 1 => format!("备选（留到{until}）："),
            (Some(Some(until)), Lang::Zh) => format!("备选（都留到{until}）："),
            (Some(Some(until)), Lang::En) => format!("Kept for them until {until}:"),
            (Some(None), Lang::Zh) => "备选（不留，申请后要审核）：".to_owned(),
            (Some(None), Lang::En) => "Alternatives, not kept; staff decide:".to_owned(),
            (None, _) => lang.pick("备选：", "Alternatives:").to_owned(),
        };
        html! {
            p.quiet { (heading) }
            ol.inset {
                @for offer in offers {
                    li {
                        (say::span(lang, offer.alternative.span, today)) " "
                        (self.plan.catalogue.room(offer.alternative.room).map_or("", |room| room.name_in(lang)))
                        @if !alike {
                            span.quiet {
                                @match until(offer) {
                                    Some(until) => { (lang.pick("，留到", ", kept until ")) (until) },
                                    None => { (lang.pick("，不留，申请后要审核", ", not kept; staff decide")) },
                                }
                            }
                        }
                    }
                }
            }
        }
    }

    fn sessions(&self) -> Markup {
        let (lang, today) = (self.lang(), self.here.today());
        if self.plan.sessions.is_empty() {
            return html! {};
        }
        let number = self.plan.sessions.len() as i64;
        let lines: Vec<Markup> = self
            .plan
            .sessions
            .iter()
            .filter_map(|one| {
                let span = one.session.span().ok()?;
                let href = self.here.href(&format!("/activities/{}", one.activity.id));
                Some(html! { a href=(href) { (one.activity.title_in(lang)) } p { (say::span(lang, span, today)) " " (one.place_in(lang)) } })
            })
            .collect();
        html! {
            h2 { (lang.pick(format!("{number}场活动会取消"), format!("{} cancelled", words::count(number, "session", "sessions")))) }
            p.quiet { (lang.pick("谁排的，谁会收到通知；要改期，请另排时间。", "Whoever entered them is told. To hold them another time, plan them anew.")) }
            (plain_list(&lines))
        }
    }

    /// Requests that came from the line and are before staff.
    fn undecided(&self) -> Markup {
        let lang = self.lang();
        let number = self.plan.bookings.iter().filter(|hit| hit.fate == Fate::Unkept).count();
        html! {
            @if number > 0 {
                p { (lang.pick(format!("另有{number}份待审核的申请，不再替它们留着；请在待办里答复。"), format!("{number} more requested: their slots are kept no longer. Please answer them among what waits."))) }
            }
        }
    }

    fn confirm(&self) -> Markup {
        let lang = self.lang();
        if self.plan.problem.is_some() {
            return html! {};
        }
        let words = self.button();
        html! {
            form.card.flow method="post" action=(self.here.href("/disruptions")) {
                @for (name, value) in self.fields.pairs().filter(|(name, _)| kept(name)) { (hidden(name, value)) }
                (hidden("seen", &self.plan.fingerprint()))
                (hidden("key", &random_token()))
                @if self.hits() > 0 {
                    p {
                        @if self.mailing { (lang.pick("确认以后，上面的备选会替各队留着，通知马上发出；没有邮箱的进入要打的电话。", "Once you confirm, what is offered above is kept, and everybody is told at once; those without e-mail come onto the list of calls.")) }
                        @else { (lang.pick("确认以后，上面的备选会替各队留着，通知写好存着。没有设置邮件服务器，邮件发不出去，要打电话或者打印。", "Once you confirm, what is offered above is kept, and the letters are written. No mail server is set up: phone them or print them.")) }
                    }
                }
                p { (Button::submit(&words).main()) }
            }
        }
    }

    /// Names the number: 确认：停用3天，11个预约改期并通知5支队伍.
    fn button(&self) -> String {
        let (lang, hits, troupes) = (self.lang(), self.hits(), self.plan.troupes().len() as i64);
        let what = match (&self.planned.what, lang) {
            (What::Close { from, to, .. }, Lang::Zh) => format!("停用{}天", closed_days(*from, *to)),
            (What::Close { from, to, .. }, Lang::En) => {
                format!("close for {}", words::count(closed_days(*from, *to), "day", "days"))
            }
            (What::OwnUse { .. }, _) => lang.pick("中心要用", "the centre takes the room").to_owned(),
            (What::Hours(_), _) => lang.pick("改开放时间", "change the hours").to_owned(),
            (What::Agreement { halt: Halt::Suspend, .. }, _) => {
                lang.pick("暂停协议", "suspend the agreement").to_owned()
            }
            (What::Agreement { .. }, _) => lang.pick("终止协议", "end the agreement").to_owned(),
        };
        match (lang, hits) {
            (Lang::Zh, 0) => format!("确认：{what}，没有预约受影响"),
            (Lang::Zh, _) => format!("确认：{what}，{hits}个预约改期并通知{troupes}支队伍"),
            (Lang::En, 0) => format!("Confirm: {what}, no bookings hit"),
            (Lang::En, _) => format!(
                "Confirm: {what}, move {} and tell {}",
                words::count(hits, "booking", "bookings"),
                words::count(troupes, "troupe", "troupes")
            ),
        }
    }
}

/// From when to when something is closed: whole days by their dates alone, others by the minute.
pub fn closed_span(lang: Lang, from: Wall, to: Wall, today: NaiveDate) -> Markup {
    let last = to.plus(-chrono::Duration::minutes(1)).date();
    let midnight = |at: Wall| at.minute() == Minute::MIDNIGHT;
    if midnight(from) && midnight(to) {
        return html! {
            (say::date(lang, from.date(), today))
            @if last > from.date() { (lang.pick(" 到 ", " to ")) (say::date(lang, last, today)) }
            (lang.pick("，全天", ", all day"))
        };
    }
    html! { (say::moment(lang, from, today)) (lang.pick(" 到 ", " to ")) (say::until(lang, to, today)) }
}

fn kept(name: &str) -> bool {
    !matches!(name, "preview" | "seen" | "key")
}

/// 一年内让出过3次.
pub fn displaced_before(lang: Lang, times: i64) -> String {
    lang.pick(
        format!("一年内让出过{times}次"),
        match times {
            1 => "gave way once within a year".to_owned(),
            more => format!("gave way {more} times within a year"),
        },
    )
}

fn telling(lang: Lang, leaders: &[Contact], mailing: bool) -> String {
    let ways: Vec<String> = leaders
        .iter()
        .map(|one| match (one.email.is_some() && mailing, lang) {
            (true, Lang::Zh) => format!("发邮件给{}", one.name),
            (true, Lang::En) => format!("an e-mail goes to {}", one.name),
            (false, Lang::Zh) => format!("要打电话给{}", one.name),
            (false, Lang::En) => format!("{} has to be called", one.name),
        })
        .collect();
    match ways.is_empty() {
        true => {
            lang.pick("没有登记队长，没有人会收到通知。", "No leader on record: nobody is told.").to_owned()
        }
        false => {
            lang.pick(format!("{}。", ways.join("，")), format!("{}.", dates::capital(&ways.join(", "))))
        }
    }
}
