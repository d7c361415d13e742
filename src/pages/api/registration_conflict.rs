//! Why a registration, a change of one or an answer is not taken: at the field that would have to be another, or
//! what has become of it meanwhile.

use actix_web::HttpResponse;

use super::problem::{Conflict, Decision, Invalid};
use crate::base::lang::Lang;
use crate::domain::registrations::changing::Changed;
use crate::domain::registrations::registering::Why;
use crate::domain::registrations::{Enrolled, RegistrationState};

/// Why there is no registration.
pub(super) fn refused(lang: Lang, why: Why) -> HttpResponse {
    match why {
        Why::WhichSession => Invalid::field(
            "session",
            lang.pick("每一场分开报名，请写是哪一场。", "One registers for each session: say for which."),
        ),
        Why::WholeCourse => Invalid::field(
            "session",
            lang.pick(
                "一次报名管全部场次，不用写哪一场。",
                "One registers for the whole course: leave it out.",
            ),
        ),
        Why::TooMany(limit) | Why::NeverFits(limit) => too_many(lang, limit),
        Why::NoGuardian => {
            Invalid::field("guardian", lang.pick("要写监护人的姓名。", "A guardian’s name is needed."))
        }
        Why::NoContact => Invalid::field(
            "phone",
            lang.pick("请写手机号或邮箱。", "A phone number or an e-mail address is needed."),
        ),
        Why::NotOpen(_) => Conflict::because(lang.pick("现在不能报名。", "Registration is not open.")),
        Why::Flooded => Conflict::because(lang.pick(
            "这个邮箱还有好几封信在等着发，请过一两个小时再报。",
            "Several letters are waiting for this address: try again in an hour or two.",
        )),
        Why::Already => Conflict::because(lang.pick(
            "用这个手机号或邮箱已经报过名了，请更改原来的报名。",
            "This number or address has registered for it: change that registration instead.",
        )),
        Why::KeyUsed => {
            Conflict::because(lang.pick("这个键已经用过了。", "The key belongs to another registration."))
        }
    }
}

/// Why a change was not made.
pub(super) fn not_changed(lang: Lang, why: &Changed) -> HttpResponse {
    match why {
        Changed::TooMany(limit) => too_many(lang, *limit),
        Changed::NoPlaces(left) => Conflict::because(
            &lang
                .pick(format!("名额不够，现在只能再加{left}人。"), format!("There is room for {left} more.")),
        ),
        Changed::AnswerFirst => Conflict::because(
            lang.pick("请先答复留着的名额。", "Answer what is offered before adding people."),
        ),
        Changed::Over(one) if one.registration.state.is_over() => late(lang, one),
        Changed::Over(_) | Changed::Done(_) | Changed::Already(_) => begun(lang),
    }
}

/// It was answered, decided or ended before: what it is now.
pub(super) fn late(lang: Lang, of: &Enrolled) -> HttpResponse {
    let registration = &of.registration;
    let detail = match registration.state {
        RegistrationState::Requested => lang.pick("工作人员还没有定。", "Staff have not decided yet."),
        RegistrationState::Confirmed => lang.pick("已经报上名了。", "It is confirmed already."),
        RegistrationState::Offered => {
            lang.pick("名额正留着，等答复。", "A place is kept for it and waits for an answer.")
        }
        RegistrationState::Waiting => {
            lang.pick("还在候补，没有留着的名额。", "It waits in line; nothing is offered.")
        }
        RegistrationState::Refused => lang.pick("工作人员没有同意这次报名。", "Staff have refused it."),
        RegistrationState::Cancelled => lang.pick("这次报名已经取消了。", "It has been cancelled."),
        RegistrationState::Lapsed => lang.pick(
            "这次报名已经过期：没有等到名额，或者没有按时答复。",
            "It has lapsed: no place came free, or nobody answered in time.",
        ),
    };
    let status = registration.state.word();
    let decision = Decision { status, by: None, at: Some(registration.changed_at.utc()) };
    Conflict::because_of(detail, decision)
}

/// All that it is for has begun.
pub(super) fn begun(lang: Lang) -> HttpResponse {
    Conflict::because(
        lang.pick(
            "已经开始了，不能再改或者取消。",
            "It has begun: it can no longer be changed or cancelled.",
        ),
    )
}

fn too_many(lang: Lang, limit: i32) -> HttpResponse {
    Invalid::field("party", lang.pick(format!("最多{limit}人。"), format!("At most {limit} people.")))
}
