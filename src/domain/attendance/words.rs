//! How numbers and their sources are said. Unknown and zero never read alike.

use super::Source;
use crate::base::lang::Lang;

impl Source {
    /// 队长报, in a sentence about a number.
    pub fn name(self, lang: Lang) -> &'static str {
        match self {
            Self::Link => lang.pick("邮件里的链接", "link in the letter"),
            Self::Page => lang.pick("队长的页面", "troupe’s page"),
            Self::Sheet => lang.pick("工作人员填写", "entered by staff"),
            Self::NameList => lang.pick("名单登记", "list of names"),
            Self::Counter => lang.pick("门口计数", "counter at the door"),
            Self::Door => lang.pick("门口数到的", "counted at the door"),
        }
    }
}

/// 26人次, 无人到场, 未上报.
pub fn visits(lang: Lang, visits: Option<i32>) -> String {
    match (visits, lang) {
        (None, _) => lang.pick("未上报", "Not reported").into(),
        (Some(0), _) => lang.pick("无人到场", "Nobody came").into(),
        (Some(number), Lang::Zh) => format!("{number}人次"),
        (Some(number), Lang::En) => format!("{number} came"),
    }
}
