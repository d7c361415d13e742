//! What a private link shows.

use maud::{Markup, html};

use super::private::{Behind, Letter};
use crate::base::lang::{Lang, dates, words as quantities};
use crate::base::time::Wall;
use crate::base::web::form::{Errors, Fields};
use crate::domain::activities::Scheduled;
use crate::domain::centres::Centre;
use crate::domain::days;
use crate::domain::registrations::{Registration, RegistrationState as State, rules};
use crate::pages::parts::qr::qr;
use crate::pages::parts::registration_form as form;
use crate::pages::parts::{
    Button, Sheet, Tone, error_summary, facts, hero, hidden, notice, notice_first, places, plain_list,
    remark, say, tile_near,
};
use crate::pages::resident::said;

/// What brought the reader here.
#[derive(Debug, Clone, Copy)]
pub(super) enum Came {
    /// They opened the link.
    Fresh,
    /// They registered a moment ago.
    New,
    /// They changed something.
    Changed,
    /// They pressed, but it was too late.
    Late,
    TooMany(i32),
    /// So many places are left.
    NoPlaces(i32),
    /// An offer cannot grow.
    AnswerFirst,
}

pub(super) struct PrivatePage<'a> {
    pub behind: &'a Behind,
    pub action: &'a str,
    pub code: &'a str,
    /// Where the code for the door leads.
    pub door: &'a str,
    pub keep_days: u32,
    pub came: Came,
    pub fields: &'a Fields,
    pub errors: &'a Errors,
}

/// Sessions named one by one.
const NAMED: usize = 12;

impl PrivatePage<'_> {
    pub fn render(&self, lang: Lang) -> (String, Markup) {
        let behind = self.behind;
        let title = behind.enrolled.activity.title_in(lang).to_owned();
        let (of, now) = (self.registration(), self.now());
        let to_come: Vec<&Scheduled> = behind.enrolled.to_come(now).collect();
        let open = !of.state.is_over() && !to_come.is_empty();
        // Whoever has just registered, perhaps without e-mail, takes the number away with them.
        let new = matches!(self.came, Came::New);
        let problems: Vec<(&str, &str)> =
            self.errors.iter().map(|error| (error.field.as_str(), error.message.as_str())).collect();
        let main = html! {
            (error_summary(lang, lang.pick("还没改", "Not changed yet"), &problems))
            (self.head(lang, &to_come))
            (self.news(lang))
            @if open && new { (self.to_write_down(lang)) }
            (self.what(lang, &to_come))
            @if of.state == State::Offered && of.offered_until > Some(self.behind.now) { (self.offer(lang)) }
            @if of.state == State::Waiting { (self.line(lang)) }
            @if open && of.state == State::Confirmed { (self.at_the_door(lang)) }
            @if open && !new { (self.to_write_down(lang)) }
            @if open { (self.to_change(lang)) (self.to_cancel(lang)) }
            (self.to_erase(lang))
            p.row { (Button::link(&self.activity(), lang.pick("看这项活动", "See the activity")).icon("left")) }
            p.quiet { (lang.pick("有事请打电话：", "Questions? Call ")) (say::phone(&behind.centre.phone)) }
        };
        (title, main)
    }

    fn registration(&self) -> &Registration {
        &self.behind.enrolled.registration
    }

    fn activity(&self) -> String {
        format!("{}/activities/{}", self.behind.centre.href(), self.behind.enrolled.activity.id)
    }

    fn now(&self) -> Wall {
        self.behind.centre.zone.wall(self.behind.now)
    }

    /// What came of what they did last.
    fn news(&self, lang: Lang) -> Markup {
        let of = self.registration();
        let written = match (self.behind.letter, of.phone.is_some()) {
            (Some(letter), _) => self.letter(lang, letter),
            (None, true) => {
                lang.pick("有变动我们打电话告诉您。", "If something changes we will phone you.").to_owned()
            }
            (None, false) => String::new(),
        };
        let box_ = |tone, title: &'static str, more: String| notice(tone, title, html! { p { (more) } });
        match (self.came, of.state) {
            (Came::New, State::Confirmed) => {
                box_(Tone::Jade, lang.pick("报上名了", "You are registered"), written)
            }
            (Came::New, State::Requested) => box_(
                Tone::Amber,
                lang.pick("报名收到了，等工作人员看", "Received: staff will look at it"),
                lang.pick(
                    format!("结果会告诉您。{written}"),
                    format!("They will tell you the result. {written}"),
                ),
            ),
            (Came::New, State::Waiting) => {
                box_(Tone::Amber, lang.pick("排上候补了", "You are in line"), written)
            }
            (Came::Changed, _) => remark(Tone::Jade, lang.pick("改好了。", "Changed.")),
            (Came::Late, _) => box_(
                Tone::Brick,
                lang.pick("晚了一步", "Too late"),
                lang.pick(
                    "它已经不是刚才的样子了，现在是下面这样。",
                    "It is no longer as you saw it; this is how it stands now.",
                )
                .to_owned(),
            ),
            (Came::TooMany(limit), _) => box_(
                Tone::Brick,
                lang.pick("没有改：人数太多", "Not changed: too many people"),
                lang.pick(format!("最多{limit}人。"), format!("At most {limit}.")),
            ),
            (Came::NoPlaces(left), _) => box_(
                Tone::Brick,
                lang.pick("没有改：名额不够", "Not changed: not enough places"),
                lang.pick(
                    format!("现在只能再加{left}人。可以让其他人另外报名候补。"),
                    format!(
                        "There is room for {left} more. The others can register separately and wait in line."
                    ),
                ),
            ),
            (Came::AnswerFirst, _) => box_(
                Tone::Brick,
                lang.pick("没有改：请先答复", "Not changed: please answer first"),
                lang.pick(
                    "留给您的名额不能再加人；人数可以减少。",
                    "The places kept for you cannot become more; you can come with fewer.",
                )
                .to_owned(),
            ),
            (Came::Fresh | Came::New, _) => html! {},
        }
    }

    /// When the letter about it goes, or that it cannot.
    fn letter(&self, lang: Lang, letter: Letter) -> String {
        match letter {
            Letter::Sent => {
                lang.pick("信已经发到您的邮箱。", "We have written to your e-mail address.").to_owned()
            }
            Letter::Soon => lang
                .pick("信马上写给您，请看邮箱。", "A letter is on its way to your e-mail address.")
                .to_owned(),
            Letter::Due(due) => {
                let due = dates::moment(lang, self.behind.centre.zone.wall(due), self.now().date());
                lang.pick(
                    format!("信{due}左右发到您的邮箱。"),
                    format!("A letter goes to your e-mail address at about {due}."),
                )
            }
            Letter::Failed => lang
                .pick(
                    "信没有送到您的邮箱，请看看有没有写错，并记下下面的号码。",
                    "The letter did not arrive: check the address, and please write down the number below.",
                )
                .to_owned(),
            Letter::NoServer => lang
                .pick(
                    "中心的邮件暂时发不出去，请记下下面的号码。",
                    "The centre cannot send e-mail at the moment: please write down the number below.",
                )
                .to_owned(),
        }
    }

    /// What it is for.
    fn head(&self, lang: Lang, to_come: &[&Scheduled]) -> Markup {
        let (behind, today) = (self.behind, self.now().date());
        let activity = &behind.enrolled.activity;
        let shown = to_come.first().copied().or(behind.enrolled.sessions.first());
        html! {
            @match shown {
                Some(one) => {
                    @let (from, to) = (one.session.starts_at, one.session.ends_at);
                    (hero(tile_near(lang, from.date(), today, &days::label(lang, from.date())), html! {
                        h1 { (activity.title_in(lang)) }
                        p.when { (say::times(lang, from.minute(), said::end_minute(from, to))) }
                        p { (said::place(lang, one.place_in(lang), one.room.as_ref().map(|room| room.floor))) }
                    }))
                }
                None => h1 { (activity.title_in(lang)) },
            }
        }
    }

    /// How it stands.
    fn what(&self, lang: Lang, to_come: &[&Scheduled]) -> Markup {
        let (behind, of, now) = (self.behind, self.registration(), self.now());
        let mark = places::standing(lang, of, behind.place, behind.centre.zone, now);
        let lines: Vec<Markup> = to_come.iter().take(NAMED).map(|one| line(lang, one, now.date())).collect();
        let rest = to_come.len().saturating_sub(NAMED);
        html! {
            (facts(&[
                (lang.pick("情况", "State"), mark),
                (lang.pick("人数", "People"), html! { (quantities::people(lang, of.party.into())) }),
            ]))
            @if let Some(reason) = of.reason.as_deref().filter(|_| of.state.is_over()) {
                p { (lang.pick("工作人员的话：", "Staff say: ")) (reason) }
            }
            @if to_come.len() > 1 && !of.state.is_over() {
                section.flow {
                    h2 { (lang.pick("都有哪几次", "All meetings")) }
                    (plain_list(&lines))
                    @if rest > 0 { p.quiet { (lang.pick(format!("还有{rest}次"), format!("and {rest} more"))) } }
                }
            }
        }
    }

    fn offer(&self, lang: Lang) -> Markup {
        let of = self.registration();
        let until = of
            .offered_until
            .map(|until| dates::until(lang, self.behind.centre.zone.wall(until), self.now().date()));
        let until = until.unwrap_or_default();
        let party = of.party;
        let kept = match (lang, party) {
            (Lang::Zh, _) => format!("{party}个名额替您留到{until}。"),
            (Lang::En, 1) => format!("A place is kept for you until {until}."),
            (Lang::En, _) => format!("{party} places are kept for you until {until}."),
        };
        notice(
            Tone::Amber,
            lang.pick("轮到您了，要不要？", "It is your turn: do you want it?"),
            html! {
                p { (kept) }
                form method="post" action={ (self.action) "/acceptance" } {
                    p { (Button::submit(lang.pick("要，我来", "Yes, I am coming")).main().full()) }
                }
                form method="post" action={ (self.action) "/declining" } {
                    p { (Button::submit(lang.pick("不要了，让给下一位", "No, pass it on")).full()) }
                }
            },
        )
    }

    fn line(&self, lang: Lang) -> Markup {
        let (of, places) = (self.registration(), self.behind.places);
        let free = places.free().unwrap_or(0);
        let lacking = rules::lacking(places, of.party).filter(|_| self.behind.place == Some(1) && free > 0);
        html! {
            @match lacking {
                Some(lacking) => (notice(Tone::Amber, lang.pick(format!("还差{lacking}个名额"), format!("{lacking} more needed")), html! {
                    p { (lang.pick(
                        format!("您排在第1位，现在空着{free}个名额，不会给别人。减少到{free}人，马上就能定。"),
                        format!("You are first in line, and {free} are free and kept from others. With a party of {free} you can have them at once."),
                    )) }
                })),
                None => (remark(Tone::Indigo, lang.pick("轮到您就马上告诉您，名额先替您留着。", "When it is your turn we tell you at once and keep the place for you."))),
            }
        }
    }

    /// What they come back with: who has e-mail may lose the letter, or close the page before it comes.
    fn to_write_down(&self, lang: Lang) -> Markup {
        html! {
            section.card.flow {
                h2 { (lang.pick("请记下这个号码", "Write this number down")) }
                p.code { (spaced(self.code)) }
                p { (lang.pick("以后要查看、更改或取消，用手机号或邮箱和这个号码。", "To see, change or cancel it later, use your phone number or e-mail address and this number.")) }
                p { (Button::link(&format!("{}/slip", self.action), lang.pick("打印凭条", "Print a slip")).icon("print")) }
            }
        }
    }

    /// What the staff at the door scan.
    fn at_the_door(&self, lang: Lang) -> Markup {
        html! {
            section.card.flow {
                h2 { (lang.pick("到场码", "Your code for the door")) }
                p { (lang.pick("到了，给门口的工作人员扫一下。没有手机也没关系，报名字就行。", "Show it at the door. Without a telephone your name will do.")) }
                (qr(self.door, lang.pick("到场码", "Code for the door")))
            }
        }
    }

    fn to_change(&self, lang: Lang) -> Markup {
        let of = self.registration();
        let mut fields = self.fields.clone();
        if !fields.has("settings") {
            fields.set("party", of.party.to_string());
            if of.reminded {
                fields.set("reminded", "1");
            }
        }
        let sheet = Sheet { lang, fields: &fields, errors: self.errors };
        html! {
            section.flow {
                h2 { (lang.pick("更改", "Change it")) }
                form.card.flow method="post" action=(self.action) {
                    (hidden("settings", "1"))
                    p.quiet { (lang.pick("只填要改的；空着的都不变。", "Fill in only what changes; what you leave empty stays.")) }
                    (form::party(&sheet, self.behind.enrolled.activity.party_limit, false))
                    (form::new_address(&sheet))
                    (sheet.field("note", lang.pick("要说的话", "A note")).textarea())
                    (form::reminded(&sheet, false))
                    p { (Button::submit(lang.pick("就这样改", "Change it"))) }
                }
            }
        }
    }

    fn to_cancel(&self, lang: Lang) -> Markup {
        html! {
            section.flow {
                h2 { (lang.pick("来不了？", "Cannot come?")) }
                p { (Button::link(&format!("{}/cancellation", self.action), lang.pick("取消这次报名", "Cancel this registration"))) }
            }
        }
    }

    fn to_erase(&self, lang: Lang) -> Markup {
        html! {
            section.flow {
                h2 { (lang.pick("您的资料", "Your data")) }
                p { (super::words::data(lang, self.keep_days)) }
                p { (Button::link(&format!("{}/erasure", self.action), lang.pick("删除我的资料", "Erase my data"))) }
            }
        }
    }
}

/// After everything was erased.
pub(super) fn erased(lang: Lang, centre: &Centre) -> (&'static str, Markup) {
    let main = notice_first(
        Tone::Jade,
        lang.pick("资料删除了", "Your data is erased"),
        html! {
            p { (lang.pick("姓名、电话和邮箱都删除了，报名也取消了。", "Name, number and address are gone, and the registration with them.")) }
            p { (Button::link(&centre.href(), lang.pick("看看有什么活动", "See what is on")).main()) }
        },
    );
    (lang.pick("资料删除了", "Your data is erased"), main)
}

/// 382 914: read aloud in two groups.
pub(super) fn spaced(code: &str) -> String {
    match code.split_at_checked(3) {
        Some((first, second)) => format!("{first}\u{a0}{second}"),
        None => code.to_owned(),
    }
}

pub(super) fn line(lang: Lang, one: &Scheduled, today: chrono::NaiveDate) -> Markup {
    html! {
        @if let Ok(span) = one.session.span() { (say::span(lang, span, today)) }
        (lang.pick("，", ", ")) (one.place_in(lang))
    }
}
