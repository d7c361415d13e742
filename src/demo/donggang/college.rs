//! The seniors' college: twelve courses, each with its teacher and its class, once a week.

use chrono::Duration;

use super::Rooms;
use crate::base::error::Result;
use crate::demo::maker::{Both, Maker, Plan, Time, said, with_places};
use crate::domain::activities::{ActivityDetails, ActivityKind, RegistrationMode, TagId, Venue};
use crate::domain::rooms::RoomId;

/// Weeks before and after this one in which it meets.
const WEEKS: (i64, i64) = (8, 5);
/// Registration closes so many days from today.
const OPEN_DAYS: i64 = 60;

struct Course {
    title: Both,
    intro: Both,
    teacher: &'static str,
    class: &'static str,
    places: i32,
    room: RoomId,
    /// 1 Monday to 7 Sunday.
    weekday: i32,
    from: Time,
    to: Time,
}

/// Enters all twelve.
pub(super) fn make(maker: &mut Maker, rooms: &Rooms, tag: TagId) -> Result<()> {
    for course in courses(rooms) {
        let audience = ("中老年居民", "Older residents");
        let details = ActivityDetails {
            teacher: course.teacher.into(),
            class: course.class.into(),
            age_from: Some(55),
            admission: with_places(
                RegistrationMode::Course,
                course.places,
                maker.today + Duration::days(OPEN_DAYS),
            ),
            tags: vec![tag],
            ..said(ActivityKind::Course, course.title, audience, course.intro)
        };
        let plan = Plan {
            details,
            venue: Venue::Room(course.room),
            from: course.from,
            to: course.to,
            published: true,
        };
        maker.activity(&plan, &maker.weekdays_at_work(course.weekday, WEEKS.0, WEEKS.1))?;
    }
    Ok(())
}

fn courses(rooms: &Rooms) -> [Course; 12] {
    let Rooms { hall, east, west, rehearsal, meeting, activity, .. } = *rooms;
    let course = |title, intro, (teacher, class), places, room, (weekday, from, to)| Course {
        title,
        intro,
        teacher,
        class,
        places,
        room,
        weekday,
        from,
        to,
    };
    [
        course(
            ("太极拳兴趣班", "Taiji class"),
            (
                "从头教二十四式，随时可以来。穿宽松衣服和平底鞋。",
                "From the beginning; come whenever you like.",
            ),
            ("孙玉梅", "太极班"),
            30,
            east,
            (2, (9, 0), (10, 30)),
        ),
        course(
            ("声乐课", "Singing class"),
            ("老年大学声乐班。", "The seniors’ college’s singing class."),
            ("林雅琴", "声乐班"),
            40,
            hall,
            (4, (14, 30), (16, 0)),
        ),
        course(
            ("舞蹈课", "Dancing class"),
            ("民族舞基本步，零基础也能学。", "Folk dance from the first step."),
            ("赵桂英", "舞蹈班"),
            24,
            rehearsal,
            (1, (14, 30), (16, 0)),
        ),
        course(
            ("中医养生课", "Chinese medicine and health"),
            ("四季养生、穴位保健。", "Health through the seasons."),
            ("郑和平", "养生班"),
            20,
            meeting,
            (3, (14, 30), (16, 0)),
        ),
        course(
            ("朗诵课", "Reading aloud"),
            ("读诗读散文，练气息和吐字。", "Poems and prose, breath and diction."),
            ("罗静", "朗诵班"),
            18,
            meeting,
            (2, (9, 0), (10, 30)),
        ),
        course(
            ("书法课", "Calligraphy"),
            ("楷书入门，笔墨中心备好。", "Regular script; brush and ink are here."),
            ("刘国栋", "书法班"),
            14,
            activity,
            (1, (9, 0), (10, 30)),
        ),
        course(
            ("国画课", "Chinese painting"),
            ("写意花鸟，从竹子画起。", "Flowers and birds, beginning with bamboo."),
            ("董明远", "国画班"),
            14,
            activity,
            (4, (9, 0), (10, 30)),
        ),
        course(
            ("剪纸课", "Paper cutting"),
            ("带一把小剪刀，红纸这里有。", "Bring small scissors; red paper is here."),
            ("魏巧云", "剪纸班"),
            14,
            activity,
            (5, (9, 0), (10, 30)),
        ),
        course(
            ("智能手机入门", "Smartphones for beginners"),
            ("挂号、视频通话、防诈骗，一对一帮忙。", "Appointments, video calls, and how not to be cheated."),
            ("吴晓东", "手机班"),
            16,
            meeting,
            (1, (14, 30), (16, 0)),
        ),
        course(
            ("摄影课", "Photography"),
            ("手机也能拍好，每月外拍一次。", "A phone will do."),
            ("吴晓东", "摄影班"),
            16,
            meeting,
            (4, (14, 30), (16, 0)),
        ),
        course(
            ("民族乐器课", "Folk instruments"),
            ("二胡、笛子、葫芦丝，可以借琴。", "Erhu, flute and hulusi; we lend instruments."),
            ("韩立民", "乐器班"),
            16,
            west,
            (3, (9, 0), (10, 30)),
        ),
        course(
            ("保健操", "Exercises"),
            ("坐着站着都能做，慢慢来。", "Sitting or standing, without haste."),
            ("马淑芬", "保健操班"),
            30,
            east,
            (5, (9, 0), (10, 30)),
        ),
    ]
}
