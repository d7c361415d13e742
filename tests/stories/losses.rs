//! Every cause by which a troupe loses its time, with everything that can come of it: what its leader is sent by
//! e-mail, and what staff say or print for one who has only a telephone, in both languages. A combination that cannot
//! occur stands in the same place with its reason. What carries it is among the [`letters`](crate::letters) too, with
//! its HTML and its calendar file in full.
//!
//! To accept changed words: `INSTA_UPDATE=always cargo test --test stories losses`.

use diesel::prelude::*;
use linli::base::db::schema::person;
use linli::base::lang::Lang;
use linli::base::time::{DaySpan, Minute};
use linli::domain::agreements::AgreementId;
use linli::domain::bookings::store::{OfferedAlternative, alternatives_of, held_for};
use linli::domain::bookings::{BookingId, State, answering, exchanging};
use linli::domain::disruptions::{Halt, HoursChange, Planned, What};
use linli::domain::rooms::{self, Room, SpecialDay};

use crate::disrupting;
use crate::support::fixture::wall;
use crate::support::people::Someone;
use crate::support::{Kind, Posted, TestApp};

/// What takes the time away, and why, as staff would write it.
const CAUSES: [(&str, &str, &str); 9] = [
    ("own_use", "街道消防演练", "A fire drill of the street"),
    ("room_closed", "墙面粉刷", "The walls are being painted"),
    ("centre_closed", "全楼检修电路", "Electrical works in the whole house"),
    ("fault", "跳闸停电", "A fuse has blown"),
    ("hours_of_every_week", "冬季开放时间", "Winter opening hours"),
    ("hours_of_a_day", "元旦放假", "New Year’s Day"),
    ("suspended", "两次没有打扫", "The room was left dirty twice"),
    ("ended", "两个月没有来活动", "Nobody came for two months"),
    ("another_request", "", ""),
];

/// What happens in a scene, or why it cannot.
type Happens = fn(&Scene) -> Result<(), &'static str>;

/// What can come of it.
const OUTCOMES: [(&str, Happens); 7] = [
    ("alternatives are offered", |scene| {
        scene.lose(scene.ask());
        Ok(())
    }),
    ("nothing is found", |scene| {
        let id = scene.ask();
        scene.nothing_else_is_free();
        scene.lose(id);
        Ok(())
    }),
    ("an alternative is taken", |scene| {
        let id = scene.ask();
        scene.lose(id);
        let first = scene.alternatives(id).remove(0);
        let (who, letters) = (scene.answers(), scene.app.new_letters());
        if scene.by_phone {
            scene.app.write(|conn| answering::take(conn, who.acting(), first.id));
        } else {
            let letter = letters.iter().find(|one| scene.is_theirs(one)).unwrap();
            scene.app.presses(letter.action_links()[0]).id();
        }
        Ok(())
    }),
    ("none of it is needed", |scene| {
        let id = scene.ask();
        scene.lose(id);
        scene.app.new_letters();
        match scene.cause {
            "another_request" if scene.by_phone => {
                scene.app.desk().cancels_for_the_troupe(id, "队长来电，不用了").id();
            }
            "another_request" => {
                scene.leader().cancels(id).id();
            }
            "suspended" | "ended" => return Err("nothing is kept, so nothing is given back"),
            _ => {
                let who = scene.answers();
                scene.app.write(|conn| exchanging::decline(conn, who.acting(), id));
            }
        }
        Ok(())
    }),
    ("nobody answers in time", |scene| {
        let id = scene.ask();
        scene.lose(id);
        scene.app.new_letters();
        match scene.cause {
            "suspended" | "ended" => return Err("nothing is kept, so no time runs out"),
            "another_request" => scene.app.hours_pass(73),
            _ => {
                let last = scene.alternatives(id).iter().filter_map(|one| one.held_until).max().unwrap();
                scene.app.clock.advance(last.since(scene.app.now()));
            }
        }
        assert!(scene.app.requests_lapse() > 0);
        Ok(())
    }),
    ("what was kept is lost too", |scene| {
        match scene.cause {
            "suspended" | "ended" => {
                return Err("what the centre keeps it has approved, whatever becomes of the agreement");
            }
            "another_request" => return Err("what is kept is nobody else’s to ask for"),
            _ => {}
        }
        let id = scene.ask();
        disrupting::done(&scene.app, &disrupting::power(&scene.app));
        scene.app.new_letters();
        let held = scene.alternatives(id);
        let other = held.iter().find(|one| one.room_id != scene.room().id).expect("another room is offered");
        let centre = scene.app.centre("hexi").id;
        let room = scene.app.read(|conn| rooms::store::room(conn, centre, other.room_id));
        scene.happens(&room, &other.starts_at.iso(), &other.ends_at.iso());
        Ok(())
    }),
    ("only a part of it is lost", |scene| {
        match scene.cause {
            "suspended" | "ended" => return Err("what has begun under an agreement ends as it was booked"),
            "another_request" => return Err("what is approved is not approved for another"),
            _ => {}
        }
        let studio = scene.app.room("Studio");
        scene.leader().asks_for(&studio, "2026-11-21T09:00", "2026-11-21T11:00").is(State::Approved);
        scene.app.hours_pass(2);
        scene.app.new_letters();
        scene.happens(&studio, "2026-11-21T10:00", "2026-11-21T11:00");
        Ok(())
    }),
];

const SLOT: (&str, &str) = ("2026-11-24T09:00", "2026-11-24T11:00");

struct Scene {
    app: TestApp,
    cause: &'static str,
    reason: (&'static str, &'static str),
    by_phone: bool,
}

impl Scene {
    fn new(
        (cause, reason, reason_en): (&'static str, &'static str, &'static str),
        lang: Lang,
        by_phone: bool,
    ) -> Self {
        let app = TestApp::on(Kind::Sqlite);
        app.write(|conn| {
            diesel::update(person::table).set(person::lang.eq(lang)).execute(conn)?;
            if by_phone {
                diesel::update(person::table.filter(person::email.eq("leader@example.org")))
                    .set((person::email.eq(None::<String>), person::phone.eq("+8613900000009")))
                    .execute(conn)?;
            }
            Ok(())
        });
        Self { app, cause, reason: (reason, reason_en), by_phone }
    }

    fn leader(&self) -> Someone<'_> {
        self.app.someone(if self.by_phone { "+8613900000009" } else { "leader@example.org" }, "hexi")
    }

    /// Who presses: the leader, or whoever has them on the telephone.
    fn answers(&self) -> Someone<'_> {
        if self.by_phone { self.app.desk() } else { self.leader() }
    }

    fn is_theirs(&self, letter: &Posted) -> bool {
        let to = if self.by_phone { "+8613900000009" } else { "leader" };
        letter.to == to
    }

    fn room(&self) -> Room {
        self.app.room(if self.cause == "another_request" { "Meeting room" } else { "Studio" })
    }

    fn ask(&self) -> BookingId {
        let id = self.leader().asks_for(&self.room(), SLOT.0, SLOT.1).id();
        self.app.new_letters();
        id
    }

    fn lose(&self, id: BookingId) {
        self.happens(&self.room(), SLOT.0, SLOT.1);
        let becomes = if self.cause == "another_request" { State::Waiting } else { State::Displaced };
        assert_eq!(self.app.state(id), becomes);
    }

    fn alternatives(&self, of: BookingId) -> Vec<OfferedAlternative> {
        let (held, all) =
            self.app.read(|conn| Ok((held_for(conn, &[of], self.app.now())?, alternatives_of(conn, &[of])?)));
        if held.is_empty() { all } else { held }
    }

    /// The cause takes a span of a room away.
    fn happens(&self, room: &Room, from: &str, to: &str) {
        let app = &self.app;
        if self.cause == "another_request" {
            let winner = app.rival().asks_for(room, from, to).id();
            app.new_letters();
            app.approver().approves(winner).id();
            return;
        }
        let (from_wall, to_wall) = (wall(from), wall(to));
        let close = |room, fault| What::Close { room, from: from_wall, to: to_wall, fault };
        let date = from_wall.date();
        let what = match self.cause {
            "own_use" => disrupting::own_use(app, &room.name_en, from, to).what,
            "room_closed" => close(Some(room.id), false),
            "centre_closed" => close(None, false),
            "fault" => close(Some(room.id), true),
            "hours_of_every_week" => {
                let shorter = chrono::Datelike::weekday(&date).number_from_monday() as i32;
                let spans = |day| open(if day == shorter { from_wall.minute() } else { Minute::DAY_END });
                let week =
                    (1..=7).flat_map(|day| spans(day).into_iter().map(move |span| (day, span))).collect();
                What::Hours(HoursChange::Week { whose: None, week })
            }
            "hours_of_a_day" => What::Hours(HoursChange::Day(SpecialDay {
                room: None,
                date,
                spans: if date.to_string() == "2026-11-21" { open(from_wall.minute()) } else { Vec::new() },
                reason: self.reason.0.into(),
                reason_en: self.reason.1.into(),
            })),
            "suspended" => What::Agreement { id: AgreementId(1), halt: Halt::Suspend },
            "ended" => {
                let last_day = "2026-11-23".parse().unwrap();
                What::Agreement { id: AgreementId(1), halt: Halt::End { last_day } }
            }
            other => panic!("{other}"),
        };
        let (reason, reason_en) = (self.reason.0.into(), self.reason.1.into());
        disrupting::done(app, &Planned { what, reason, reason_en });
    }

    fn nothing_else_is_free(&self) {
        self.nothing_is_free_but(&self.room(), SLOT.0, SLOT.1);
    }

    /// All is shut for weeks but one span of one room.
    fn nothing_is_free_but(&self, room: &Room, from: &str, to: &str) {
        let centre = self.app.centre("hexi").id;
        let day = wall(from).date();
        let all = self.app.read(|conn| rooms::store::catalogue(conn, centre, day, day));
        let mut shut = vec![(None, "2026-11-21T08:00", from), (None, to, "2027-01-20T00:00")];
        let sharing = all.sharing_a_space(room.id);
        let others = all.rooms.iter().filter(|other| !sharing.contains(&other.id));
        shut.extend(others.map(|other| (Some(other.id), from, to)));
        for (room, from, to) in shut {
            let what = What::Close { room, from: wall(from), to: wall(to), fault: false };
            disrupting::done(&self.app, &Planned { what, reason: "停用".into(), reason_en: "Closed".into() });
        }
    }
}

/// The usual hours of a day, but for those after a moment of its morning.
fn open(until: Minute) -> Vec<DaySpan> {
    [((8, 30), (12, 0)), ((14, 0), (17, 30)), ((19, 0), (21, 0))]
        .into_iter()
        .filter_map(|((h, m), (to_h, to_m))| {
            DaySpan::new(Minute::hm(h, m), Minute::hm(to_h, to_m).min(until))
        })
        .collect()
}

fn losses(cause: &str) {
    let cause = *CAUSES.iter().find(|one| one.0 == cause).unwrap();
    let mut shown = String::new();
    for (outcome, scene_of) in OUTCOMES {
        for lang in [Lang::Zh, Lang::En] {
            for by_phone in [false, true] {
                let scene = Scene::new(cause, lang, by_phone);
                let can_be = scene_of(&scene);
                let letters = scene.app.new_letters();
                let theirs: Vec<&Posted> = letters.iter().filter(|one| scene.is_theirs(one)).collect();
                if let Err(why) = can_be {
                    if (lang, by_phone) == (Lang::Zh, false) {
                        shown.push_str(&format!("======== {outcome}: cannot be, {why}\n\n"));
                    }
                    continue;
                }
                assert!(!theirs.is_empty(), "{} {outcome}: nobody was told: {letters:?}", cause.0);
                for letter in theirs {
                    let (channel, kind, lang) = (letter.channel.word(), &letter.kind, lang.word());
                    shown.push_str(&format!(
                        "======== {outcome}: {kind} by {channel}, {lang}\n{}\n\n{}\n",
                        letter.subject, letter.text
                    ));
                    let calendar = letter.calendar.as_deref().unwrap_or_default();
                    for line in
                        calendar.lines().filter(|line| line.starts_with("METHOD") || line.starts_with("UID"))
                    {
                        shown.push_str(&format!("-------- {line}\n"));
                    }
                    shown.push('\n');
                }
            }
        }
    }
    insta::with_settings!({ omit_expression => true, prepend_module_to_snapshot => false, snapshot_path => "snapshots/losses" }, {
        insta::assert_snapshot!(cause.0, shown);
    });
}

macro_rules! losses_by {
    ($($name:ident: $cause:literal,)*) => {
        $(#[test]
        fn $name() {
            losses($cause);
        })*

        #[test]
        fn every_cause_has_its_letters() {
            assert_eq!(CAUSES.map(|one| one.0), [$($cause),*]);
        }
    };
}

losses_by! {
    losses_by_the_centres_own_use: "own_use",
    losses_by_a_room_that_is_closed: "room_closed",
    losses_by_a_centre_that_is_closed: "centre_closed",
    losses_by_a_fault: "fault",
    losses_by_other_hours_of_every_week: "hours_of_every_week",
    losses_by_other_hours_of_a_day: "hours_of_a_day",
    losses_by_a_suspended_agreement: "suspended",
    losses_by_an_ended_agreement: "ended",
    losses_by_another_request: "another_request",
}
