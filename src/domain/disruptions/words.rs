//! What is said about an act of the centre that cannot be.

use chrono::NaiveDate;

use super::planning::Problem;
use crate::base::lang::{Lang, dates};
use crate::domain::activities::scheduling::Scheduling;
use crate::domain::bookings::{Refusal, words};

/// What is the matter: 做不了：已经过了.
pub fn what(lang: Lang, problem: &Problem) -> &'static str {
    match problem {
        Problem::Past => lang.pick("做不了：已经过了", "Cannot be: it is past"),
        Problem::NoSession(Scheduling::Taken(_)) => {
            lang.pick("做不了：那时有别的活动", "Cannot be: another activity is there")
        }
        Problem::NoSession(Scheduling::NotOpen(_)) => {
            lang.pick("做不了：那时不开放", "Cannot be: it is not open then")
        }
        Problem::NoSession(_) => lang.pick("做不了：没有这个时间", "Cannot be: there is no such time"),
        Problem::Agreement(_) => {
            lang.pick("做不了：协议现在不能这样停", "Cannot be: the agreement cannot stop like this now")
        }
    }
}

/// [`what`] and [`why`] as one text.
pub fn problem(lang: Lang, problem: &Problem, today: NaiveDate) -> String {
    let (what, why) = (what(lang, problem), why(lang, problem, today));
    match lang {
        Lang::Zh => format!("{what}。{}", why.concat()),
        Lang::En => format!("{what}. {}", why.join(" ")),
    }
}

/// Why it cannot be, and what to do about it: one sentence or more.
pub fn why(lang: Lang, problem: &Problem, today: NaiveDate) -> Vec<String> {
    match problem {
        Problem::Past => {
            vec![lang.pick("请选现在以后的时间。", "Choose a time that is still to come.").to_owned()]
        }
        Problem::NoSession(Scheduling::Taken(there)) => {
            let mut why: Vec<String> = there.iter().map(|clash| words::clash(lang, clash)).collect();
            why.push(
                lang.pick(
                    "请先到活动页面挪开它，或换一个时间。",
                    "Move it first on the activity’s page, or choose another time.",
                )
                .to_owned(),
            );
            why
        }
        Problem::NoSession(Scheduling::NotOpen(open)) => {
            vec![words::refusal(lang, &Refusal::NotOpen { open: open.clone(), reason: None }, today)]
        }
        Problem::NoSession(_) => vec![words::refusal(lang, &Refusal::NoSuchTime, today)],
        Problem::Agreement(decided) => {
            let (state, until) = (decided.state.name(lang), dates::date(lang, decided.ends_on, today));
            vec![lang.pick(
                format!("协议现在是：{state}，到{until}"),
                format!("The agreement is now: {state}, until {until}"),
            )]
        }
    }
}
