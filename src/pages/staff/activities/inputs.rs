//! The fields of an activity: what it is and for whom, and in groups to open what else there is to say, who holds it and
//! how one gets a place.

use chrono::NaiveDate;
use maud::{Markup, html};

use crate::base::lang::Lang;
use crate::base::time::Minute;
use crate::base::web::form::{Errors, Fields};
use crate::domain::activities::{ActivityKind, RegistrationMode, Tag};
use crate::domain::agreements::Troupe;
use crate::pages::parts::{Choice, Field, tick};

/// What was typed and what is wrong with it.
#[derive(Clone, Copy)]
pub(super) struct Typed<'a> {
    pub lang: Lang,
    pub today: NaiveDate,
    pub fields: &'a Fields,
    pub errors: &'a Errors,
}

impl<'a> Typed<'a> {
    pub fn field(self, name: &'a str, label: &'a str) -> Field<'a> {
        Field::new(name, label).value(self.fields.get(name)).error(self.errors.of(name))
    }

    /// What the errors' box on top of the page leads to.
    pub fn problems(self) -> Vec<(&'a str, &'a str)> {
        self.errors.iter().map(|error| (error.field.as_str(), error.message.as_str())).collect()
    }

    /// A group is open when something in it was said or is wrong.
    pub fn said(self, names: &[&str]) -> bool {
        names.iter().any(|name| !self.fields.get(name).is_empty() || self.errors.of(name).is_some())
    }
}

/// What staff choose from.
#[derive(Debug, Clone, Default)]
pub(super) struct Lists {
    pub troupes: Vec<Troupe>,
    pub tags: Vec<Tag>,
}

/// What every activity needs: its name, its kind, for whom it is.
pub(super) fn first(typed: Typed) -> Markup {
    let lang = typed.lang;
    let none = Choice::new("", lang.pick("请选", "Choose"));
    let kinds: Vec<Choice> = std::iter::once(none)
        .chain(ActivityKind::ALL.iter().map(|kind| Choice::new(kind.word(), kind.name(lang))))
        .collect();
    html! {
        (typed.field("title", lang.pick("叫什么？", "What is it called?")).required().text())
        (typed.field("kind", lang.pick("哪一类？", "What kind?")).required().select(&kinds))
        (typed.field("audience", lang.pick("给谁办的？", "For whom?"))
            .help(lang.pick("例如：全体居民、60岁以上居民", "In Chinese, for example: 全体居民")).text())
    }
}

/// What else may be said of it, in groups to open; each says what it holds as it is, and is open where something in it
/// was said or is wrong.
pub(super) fn more(typed: Typed, lists: &Lists) -> Markup {
    let lang = typed.lang;
    html! {
        (about(typed, lists))
        (who(typed, &lists.troupes))
        (for_whom(typed))
        (admission(typed))
        details open[typed.said(&["title_en", "audience_en", "intro_en"])] {
            summary { (lang.pick("英文（不填就显示中文）", "In English (without it, the Chinese is shown)")) }
            div.card.flow {
                (typed.field("title_en", lang.pick("英文名称", "Title in English")).text())
                (typed.field("audience_en", lang.pick("英文：给谁办的", "For whom, in English")).text())
                (typed.field("intro_en", lang.pick("英文介绍", "About it, in English")).textarea())
            }
        }
    }
}

fn about(typed: Typed, lists: &Lists) -> Markup {
    let lang = typed.lang;
    html! {
        details open[typed.said(&["intro", "tag"])] {
            summary { (lang.pick("介绍、标签", "A few words about it, tags")) }
            div.card.flow {
                (typed.field("intro", lang.pick("说几句", "A few words about it"))
                    .help(lang.pick("讲什么、要带什么。", "What it is about, what to bring.")).textarea())
                (tags(typed, &lists.tags))
            }
        }
    }
}

/// Those in use, and those it has though they are retired.
pub(super) fn tags(typed: Typed, all: &[Tag]) -> Markup {
    let chosen = |tag: &Tag| typed.fields.all("tag").any(|id| id == tag.id.to_string());
    let choices: Vec<Choice> = all
        .iter()
        .filter(|tag| tag.active || chosen(tag))
        .map(|tag| Choice::new(tag.id.to_string(), tag.name_in(typed.lang)).on(chosen(tag)))
        .collect();
    html! {
        @if !choices.is_empty() {
            (Field::new("tag", typed.lang.pick("标签（可以多选，也可以不选）", "Tags, any of them")).checks(&choices))
        }
    }
}

fn who(typed: Typed, troupes: &[Troupe]) -> Markup {
    let lang = typed.lang;
    let organisers = [
        Choice::new("centre", lang.pick("中心", "The centre")),
        Choice::new("troupe", lang.pick("文艺队伍", "A troupe")),
        Choice::new("partner", lang.pick("合作单位", "A partner")),
    ];
    let value = match typed.fields.get("organiser") {
        "" => "centre",
        other => other,
    };
    let chosen = typed.fields.get("troupe");
    let named: Vec<Choice> = std::iter::once(Choice::new("", lang.pick("请选", "Choose")))
        .chain(
            troupes
                .iter()
                .filter(|troupe| troupe.active || troupe.id.to_string() == chosen)
                .map(|troupe| Choice::new(troupe.id.to_string(), troupe.name_in(lang))),
        )
        .collect();
    let open = value != "centre"
        || typed.said(&["teacher", "class", "troupe", "partner", "partner_email", "partner_phone"]);
    html! {
        details open[open] {
            summary { (lang.pick("谁办、谁讲（不填就是中心办）", "Who holds it, who teaches (without it, the centre does)")) }
            div.card.flow {
                (Field::new("organiser", lang.pick("谁办？", "Who holds it?")).value(value).radios(&organisers))
                (typed.field("troupe", lang.pick("哪个队伍？（队伍办才选）", "Which troupe? (if a troupe does)")).select(&named))
                (typed.field("partner", lang.pick("哪个单位？（合作单位办才填）", "Which partner? (if a partner does)")).text())
                div.pair {
                    (typed.field("partner_email", lang.pick("单位的邮箱", "The partner’s e-mail"))
                        .help(lang.pick("办完后写信问来了几位；居民看不到", "Asked how many came; residents do not see it")).email())
                    (typed.field("partner_phone", lang.pick("单位的电话", "The partner’s telephone"))
                        .help(lang.pick("没有邮箱就打电话问", "Called where there is no e-mail")).tel())
                }
                (typed.field("teacher", lang.pick("老师、主讲人", "Teacher or speaker"))
                    .help(lang.pick("同一位老师同时排在两个地方时会提醒。", "We warn you when the same name would be in two places at once.")).text())
                (typed.field("class", lang.pick("哪个班来上？", "Which class comes to it?"))
                    .help(lang.pick("例如：声乐班。一个班也不能同时在两个地方。", "Such as 声乐班: a class cannot be in two places either.")).text())
            }
        }
    }
}

pub(super) fn for_whom(typed: Typed) -> Markup {
    let lang = typed.lang;
    html! {
        details open[typed.said(&["age_from", "age_to", "guardian"])] {
            summary { (lang.pick("年龄、监护人（不填就不限）", "Ages, guardian’s consent (without it, no limit)")) }
            div.card.flow {
                div.pair {
                    (typed.field("age_from", lang.pick("从几岁？", "From which age?")).help(lang.pick("不填就不限", "Empty: no limit")).number())
                    (typed.field("age_to", lang.pick("到几岁？", "Up to which age?")).help(lang.pick("含这个岁数", "Included")).number())
                }
                (tick("guardian", "1", lang.pick("孩子报名要监护人同意", "Children need a guardian’s consent"), typed.fields.get("guardian") == "1"))
            }
        }
    }
}

pub(super) fn admission(typed: Typed) -> Markup {
    let lang = typed.lang;
    let modes: Vec<Choice> =
        RegistrationMode::ALL.iter().map(|mode| Choice::new(mode.word(), mode.name(lang))).collect();
    let value = match typed.fields.get("registration") {
        "" => RegistrationMode::None.word(),
        other => other,
    };
    let party = match typed.fields.get("party_limit") {
        "" => "5",
        other => other,
    };
    let moment = |date: &'static str, label: &'static str, empty: &'static str| {
        typed.field(date, label).help(empty).date_typed(lang, typed.today)
    };
    let time = |name: &'static str, label: &'static str| {
        typed.field(name, label).time(lang, Minute::hm(6, 0), Minute::DAY_END, 30)
    };
    let errors = ["registration", "party_limit", "opens_time", "closes_time"];
    let wrong = errors.iter().any(|name| typed.errors.of(name).is_some());
    let open = wrong || value != "none" || typed.said(&["places", "opens_date", "closes_date", "reviewed"]);
    html! {
        details open[open] {
            summary { (lang.pick("怎么报名（不填就不用报名）", "Registration (without it, one simply comes)")) }
            div.card.flow {
                (Field::new("registration", lang.pick("要报名吗？", "Does one register?"))
                    .value(value).error(typed.errors.of("registration")).radios_down(&modes))
                div.pair {
                    (typed.field("places", lang.pick("多少个名额？", "How many places?")).help(lang.pick("不填就不限", "Empty: no limit")).number())
                    (Field::new("party_limit", lang.pick("一次最多替几个人报？", "People in one registration"))
                        .value(party).error(typed.errors.of("party_limit")).stepper(lang, 1, 50))
                }
                div.pair {
                    (moment("opens_date", lang.pick("哪天开始报名？", "Opens on"), lang.pick("不填就是一发布就能报。", "Empty: once it is published. ")))
                    (time("opens_time", lang.pick("几点开始？", "At")))
                }
                div.pair {
                    (moment("closes_date", lang.pick("哪天截止？", "Closes on"), lang.pick("不填就到开始时截止。", "Empty: when it begins. ")))
                    (time("closes_time", lang.pick("几点截止？", "At")))
                }
                (tick("reviewed", "1", lang.pick("每个报名先由工作人员看过才算数", "Staff look at each registration before it counts"), typed.fields.get("reviewed") == "1"))
            }
        }
    }
}
