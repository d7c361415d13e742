//! Activities as they stand in JSON.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::base::lang::Lang;
use crate::domain::activities::pictures::Picture as Stored;
use crate::domain::activities::{
    self, ActivityDetails, ActivityId, ActivityKind, ActivityState, Admission, Organiser, RegistrationMode,
    Scheduled, SessionId, Tag, TagId,
};
use crate::domain::agreements::TroupeId;
use crate::domain::centres::CentreId;
use crate::domain::people::Login;
use crate::domain::rooms::RoomId;
use crate::pages::api::problem::FieldProblem;
use crate::pages::api::wire::WallTime;

/// An activity.
#[derive(Debug, Serialize, ToSchema)]
pub struct Activity {
    pub id: ActivityId,
    pub centre: CentreId,
    /// A draft is seen by staff alone.
    #[schema(inline)]
    pub state: ActivityState,
    pub title: String,
    /// Empty where nobody wrote one.
    pub title_en: String,
    #[schema(inline)]
    pub kind: ActivityKind,
    pub tags: Vec<TagId>,
    pub audience: String,
    pub audience_en: String,
    pub intro: String,
    pub intro_en: String,
    /// The troupe that holds it.
    pub troupe: Option<TroupeId>,
    /// The partner that holds it; the centre does where neither is named.
    pub partner: String,
    pub teacher: String,
    /// The class that comes to it as one.
    pub class: String,
    pub age_from: Option<i32>,
    pub age_to: Option<i32>,
    /// A guardian has to agree.
    pub guardian: bool,
    #[schema(inline)]
    pub registration: RegistrationMode,
    /// Of the course or of each session; null: no limit.
    pub places: Option<i32>,
    pub party_limit: i32,
    /// Null: as soon as it is published.
    pub registration_opens: Option<WallTime>,
    /// Null: when it begins.
    pub registration_closes: Option<WallTime>,
    /// Staff look at each registration before it counts.
    pub reviewed: bool,
    pub picture: Option<Picture>,
    /// By start; left out in lists.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sessions: Option<Vec<Meeting>>,
}

/// What an activity looks like.
#[derive(Debug, Serialize, ToSchema)]
pub struct Picture {
    /// Below the address of the server; a JPEG, of a published activity for anybody.
    pub href: String,
    pub width: i32,
    pub height: i32,
    /// What it shows, in words.
    pub alt: String,
}

/// One session of an activity.
#[derive(Debug, Serialize, ToSchema)]
pub struct Meeting {
    pub id: SessionId,
    pub room: Option<RoomId>,
    /// Where it is, when in no room.
    pub place: String,
    pub place_en: String,
    pub starts_at: WallTime,
    pub ends_at: WallTime,
    pub cancelled: bool,
}

/// What is said of an activity. What is left out is empty, none, or no.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ActivityInput {
    #[schema(min_length = 1, max_length = 60)]
    pub title: String,
    #[serde(default)]
    #[schema(max_length = 100)]
    pub title_en: String,
    #[schema(inline)]
    pub kind: ActivityKind,
    /// Of the centre.
    #[serde(default)]
    pub tags: Vec<TagId>,
    #[serde(default)]
    #[schema(max_length = 60)]
    pub audience: String,
    #[serde(default)]
    #[schema(max_length = 100)]
    pub audience_en: String,
    #[serde(default)]
    #[schema(max_length = 2000)]
    pub intro: String,
    #[serde(default)]
    #[schema(max_length = 3000)]
    pub intro_en: String,
    /// Either this or `partner`; neither: the centre holds it.
    pub troupe: Option<TroupeId>,
    #[serde(default)]
    #[schema(max_length = 80)]
    pub partner: String,
    /// How the partner is asked how many came; for staff, and in no answer. As it was if left out.
    #[schema(max_length = 100)]
    pub partner_email: Option<String>,
    #[schema(max_length = 30)]
    pub partner_phone: Option<String>,
    #[serde(default)]
    #[schema(max_length = 60)]
    pub teacher: String,
    #[serde(default)]
    #[schema(max_length = 60)]
    pub class: String,
    #[schema(minimum = 0, maximum = 120)]
    pub age_from: Option<i32>,
    #[schema(minimum = 0, maximum = 120)]
    pub age_to: Option<i32>,
    #[serde(default)]
    pub guardian: bool,
    /// `none` if left out.
    #[schema(inline)]
    pub registration: Option<RegistrationMode>,
    #[schema(minimum = 1, maximum = 5000)]
    pub places: Option<i32>,
    /// 5 if left out.
    #[schema(minimum = 1, maximum = 50)]
    pub party_limit: Option<i32>,
    pub registration_opens: Option<WallTime>,
    pub registration_closes: Option<WallTime>,
    #[serde(default)]
    pub reviewed: bool,
}

impl ActivityInput {
    /// Checks all that needs no database; complaints name the fields below `at`.
    pub fn checked(self, lang: Lang, at: &str) -> Result<ActivityDetails, Vec<FieldProblem>> {
        let mut errors = Vec::new();
        let mut wrong =
            |field: &str, message: String| errors.push(FieldProblem::new(&format!("{at}{field}"), message));
        let texts = [
            ("title", &self.title, 60),
            ("title_en", &self.title_en, 100),
            ("audience", &self.audience, 60),
            ("audience_en", &self.audience_en, 100),
            ("intro", &self.intro, 2000),
            ("intro_en", &self.intro_en, 3000),
            ("partner", &self.partner, 80),
            ("teacher", &self.teacher, 60),
            ("class", &self.class, 60),
        ];
        for (field, text, longest) in texts {
            let odd = |c: char| c.is_control() && !(field.starts_with("intro") && c == '\n');
            if text.chars().count() > longest || text.chars().any(odd) {
                wrong(
                    field,
                    lang.pick(format!("最多{longest}个字。"), format!("At most {longest} characters.")),
                );
            }
        }
        if self.title.trim().is_empty() {
            wrong("title", lang.pick("请写活动的名称。", "Write what the activity is called.").to_owned());
        }
        if self.troupe.is_some() && !self.partner.trim().is_empty() {
            wrong("partner", lang.pick("队伍和单位只能写一个。", "Either a troupe or a partner.").to_owned());
        }
        let numbers = [
            ("age_from", self.age_from, 0, 120),
            ("age_to", self.age_to, 0, 120),
            ("places", self.places, 1, 5000),
            ("party_limit", self.party_limit, 1, 50),
        ];
        for (field, number, least, most) in numbers {
            if number.is_some_and(|number| !(least..=most).contains(&number)) {
                wrong(field, lang.pick(format!("{least}到{most}。"), format!("From {least} to {most}.")));
            }
        }
        if self.age_from.zip(self.age_to).is_some_and(|(from, to)| to < from) {
            wrong("age_to", lang.pick("不能比age_from小。", "Not below age_from.").to_owned());
        }
        let (opens, closes) = (self.registration_opens, self.registration_closes);
        if opens.zip(closes).is_some_and(|(opens, closes)| closes.0 <= opens.0) {
            wrong("registration_closes", lang.pick("要晚于开始报名。", "Later than it opens.").to_owned());
        }
        let mut reached = |field: &str, typed: Option<String>, parse: fn(&str) -> Option<Login>| {
            let typed = typed.filter(|typed| !typed.trim().is_empty() && !self.partner.trim().is_empty());
            let Some(typed) = typed else { return String::new() };
            parse(&typed).map(|login| login.as_str().to_owned()).unwrap_or_else(|| {
                wrong(field, lang.pick("请检查一下。", "Please check it.").to_owned());
                String::new()
            })
        };
        let partner_email = reached("partner_email", self.partner_email, Login::email);
        let partner_phone = reached("partner_phone", self.partner_phone, Login::phone);
        if !errors.is_empty() {
            return Err(errors);
        }
        let partner = self.partner.trim().to_owned();
        let organiser = match self.troupe {
            Some(troupe) => Organiser::Troupe(troupe),
            None if partner.is_empty() => Organiser::Centre,
            None => Organiser::Partner(partner),
        };
        Ok(ActivityDetails {
            title: self.title.trim().to_owned(),
            title_en: self.title_en.trim().to_owned(),
            kind: self.kind,
            audience: self.audience,
            audience_en: self.audience_en,
            intro: self.intro,
            intro_en: self.intro_en,
            organiser,
            teacher: self.teacher,
            class: self.class,
            age_from: self.age_from,
            age_to: self.age_to,
            guardian: self.guardian,
            admission: Admission {
                mode: self.registration.unwrap_or(RegistrationMode::None),
                places: self.places,
                party_limit: self.party_limit.unwrap_or(Admission::OPEN.party_limit),
                opens: opens.map(|at| at.0),
                closes: closes.map(|at| at.0),
                reviewed: self.reviewed,
            },
            tags: self.tags,
            partner_email,
            partner_phone,
        })
    }
}

impl Activity {
    pub fn of(
        activity: activities::Activity,
        slug: &str,
        tags: &[Tag],
        picture: Option<&Stored>,
        sessions: Option<&[Scheduled]>,
    ) -> Self {
        Self {
            id: activity.id,
            centre: activity.centre_id,
            state: activity.state,
            title: activity.title,
            title_en: activity.title_en,
            kind: activity.kind,
            tags: tags.iter().map(|tag| tag.id).collect(),
            audience: activity.audience,
            audience_en: activity.audience_en,
            intro: activity.intro,
            intro_en: activity.intro_en,
            troupe: activity.troupe_id,
            partner: activity.partner,
            teacher: activity.teacher,
            class: activity.class,
            age_from: activity.age_from,
            age_to: activity.age_to,
            guardian: activity.guardian,
            registration: activity.registration,
            places: activity.places,
            party_limit: activity.party_limit,
            registration_opens: activity.registration_opens.map(WallTime),
            registration_closes: activity.registration_closes.map(WallTime),
            reviewed: activity.reviewed,
            picture: picture.map(|one| Picture {
                href: format!("/c/{slug}{}", one.href()),
                width: one.width,
                height: one.height,
                alt: one.alt.clone(),
            }),
            sessions: sessions.map(|all| all.iter().map(Meeting::of).collect()),
        }
    }
}

impl Meeting {
    fn of(one: &Scheduled) -> Self {
        let session = &one.session;
        Self {
            id: session.id,
            room: session.room_id,
            place: session.place.clone(),
            place_en: session.place_en.clone(),
            starts_at: WallTime(session.starts_at),
            ends_at: WallTime(session.ends_at),
            cancelled: session.cancelled_at.is_some(),
        }
    }
}
