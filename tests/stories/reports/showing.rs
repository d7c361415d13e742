//! The page, the workbook, CSV and paper.

use super::*;

stories![
    the_page_says_all_of_it,
    what_cannot_be_read_is_said_and_what_is_not_theirs_is_not_found,
    a_workbook_opens_in_another_program_and_reckons_nothing_out,
    a_table_comes_as_csv_that_can_be_read_back,
    all_of_it_prints,
    centres_stand_beside_each_other_for_those_who_work_there_and_for_operators,
    each_centre_has_its_own_figures_and_says_how_much_of_them_is_reported,
];

/// A year with something of everything.
fn filled(app: &TestApp) -> Past<'_> {
    let past = Past::of(app);
    let (dancers, singers) = (past.troupe("古文化舞蹈队"), past.troupe("红歌合唱团"));
    let (studio, east, reading) = (past.room("Studio"), past.room("East hall"), past.room("Reading room"));
    for (place, day) in
        ["2026-09-01", "2026-09-08", "2026-10-06", "2026-10-13", "2026-11-03"].iter().enumerate()
    {
        let id = past.db_booking(dancers, studio, day, MORNING, "approved");
        if place != 2 {
            past.db_report(Of::Booking(id), &format!("{day}T09:00"), 18 + place as i32);
        }
        past.db_booking(singers, east, day, ("14:00", "16:00"), "approved");
    }
    past.db_booking(singers, east, "2026-11-10", MORNING, "displaced");
    let missed = past.db_booking(singers, east, "2026-11-11", MORNING, "approved");
    past.db_no_show(missed, false);
    let fair = past.db_activity("招聘会", "job_fair", "none", None);
    let there = past.db_session(fair, None, "2026-10-20", MORNING, false);
    past.db_report(Of::Session(there), "2026-10-20T09:00", 230);
    past.db_report(Of::Hour(reading), "2026-10-06T09:00", 8);
    app.write(|conn| {
        diesel::insert_into(activity_result::table)
            .values((
                (activity_result::activity_id.eq(fair), activity_result::name.eq("=单位数")),
                (activity_result::value.eq(25), activity_result::reported_by.eq(past.by)),
                activity_result::reported_at.eq(past.now()),
            ))
            .execute(conn)?;
        diesel::update(troupe::table.find(singers))
            .set(troupe::name.eq("=HYPERLINK(\"x\")"))
            .execute(conn)?;
        Ok(())
    });
    past
}

fn the_page_says_all_of_it(app: &TestApp) {
    filled(app);
    let page = app.get("/staff/hexi/reports").by(&app.desk()).go();
    assert_eq!(page.status, 200);
    let text = page.text();
    for said in [
        "2026年，到今天",
        "辖区有2支文艺队伍签订场地免费使用协议，累计开展活动10次，共有60余人参加。",
        "10次里有4次报了到场数，合计80人次。64人：按队伍申报，合计，可能重复。",
        "11场中5场已上报",
        "另有1场没人来、1场让出",
        "另有1场没有名单，不知道有多少人",
        "怎么算的",
        "没上报的不当作0",
        "招聘会",
    ] {
        assert!(text.contains(said), "{said} is not in {text}");
    }
    let english = app.get("/staff/hexi/reports?period=month").by(&app.manager()).lang(Lang::En).go();
    assert!(english.text().contains("November 2026, so far"), "{}", english.text());
    let part = app.get("/staff/hexi/reports?kind=job_fair").by(&app.approver()).go();
    assert!(part.text().contains("1场全部已上报"), "{}", part.text());
}

fn what_cannot_be_read_is_said_and_what_is_not_theirs_is_not_found(app: &TestApp) {
    let desk = app.desk();
    let wrong = app
        .get("/staff/hexi/reports?from=3%E6%9C%885%E6%97%A5&to=3%E6%9C%881%E6%97%A5&troupe=1")
        .by(&desk)
        .go();
    assert_eq!(wrong.status, 422);
    assert!(wrong.text().contains("结束的日期在开始之前"), "{}", wrong.text());
    assert!(wrong.body.contains(r#"value="3月5日""#), "nothing typed is lost");
    let foreign = app.room_of("donghu", "Activity room").id;
    assert_eq!(app.get(&format!("/staff/hexi/reports?room={foreign}")).by(&desk).go().status, 404);
    assert_eq!(app.get("/staff/hexi/reports?troupe=999").by(&desk).go().status, 404);
    let file = app.get("/staff/hexi/reports/tables.csv?kind=party").by(&desk).go();
    assert_eq!(file.status, 303);
    assert_eq!(file.location.as_deref(), Some("/staff/hexi/reports?kind=party"));
    assert_eq!(app.get("/staff/hexi/reports/tables.csv?table=people").by(&desk).go().status, 404);
}

fn a_workbook_opens_in_another_program_and_reckons_nothing_out(app: &TestApp) {
    use calamine::{Data, Reader, Xlsx};
    filled(app);
    let page = app.get("/staff/hexi/reports/tables.xlsx").by(&app.desk()).go();
    assert_eq!(page.status, 200);
    assert_eq!(page.kind, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet");
    let mut book = Xlsx::new(std::io::Cursor::new(page.bytes)).unwrap();
    let sheets = book.sheet_names();
    assert_eq!(sheets[..3], ["概况", "各队", "各份协议"]);
    assert!(sheets.iter().any(|name| name == "明细") && sheets.iter().any(|name| name == "怎么算的"));
    for sheet in &sheets {
        let formulas = book.worksheet_formula(sheet).unwrap();
        assert!(formulas.used_cells().all(|(_, _, formula)| formula.is_empty()), "{sheet} has a formula");
    }
    let troupes = book.worksheet_range("各队").unwrap();
    let row = |name: &str| {
        let mut rows = troupes.rows().map(<[Data]>::to_vec);
        rows.find(|row| row[0] == Data::String(name.into())).unwrap()
    };
    let dancers = row("古文化舞蹈队");
    assert_eq!(dancers[1..5], [5.0, 4.0, 80.0, 24.0].map(Data::Float));
    assert_eq!(dancers[6], Data::Float(10.0), "hours");
    let singers = row("=HYPERLINK(\"x\")");
    assert_eq!(singers[3], Data::String("未上报".into()), "unknown is a word and no number");
    assert_eq!(singers[8..10], [1.0, 1.0].map(Data::Float), "no-show, displaced");
    let each = book.worksheet_range("明细").unwrap();
    assert_eq!(each.height(), 1 + 13);
}

fn a_table_comes_as_csv_that_can_be_read_back(app: &TestApp) {
    filled(app);
    let page = app.get("/staff/hexi/reports/tables.csv?table=troupe&period=year").by(&app.desk()).go();
    assert_eq!((page.status, page.kind.as_str()), (200, "text/csv; charset=utf-8"));
    let text = page.body.strip_prefix('\u{feff}').expect("the mark by which Excel knows UTF-8");
    let mut reader = csv::Reader::from_reader(text.as_bytes());
    assert_eq!(reader.headers().unwrap().get(0), Some("名称"));
    let rows: Vec<csv::StringRecord> = reader.records().map(Result::unwrap).collect();
    let names: Vec<&str> = rows.iter().map(|row| &row[0]).collect();
    assert_eq!(names, ["古文化舞蹈队", "'=HYPERLINK(\"x\")", "中心自己的活动"]);
    assert_eq!((&rows[0][1], &rows[0][3], &rows[1][3]), ("5", "80", "未上报"));
    let results = app.get("/staff/hexi/reports/tables.csv?table=results").by(&app.desk()).go();
    assert!(results.body.contains("招聘会,'=单位数,25\r\n"), "{}", results.body);
    let each = app.get("/staff/hexi/reports/tables.csv?table=sessions").by(&app.desk()).go();
    assert!(
        each.body.contains("2026-09-01,9:00,11:00,排练厅,队伍排练,,古文化舞蹈队,开展了,18,2\r\n"),
        "{}",
        each.body
    );
}

fn all_of_it_prints(app: &TestApp) {
    filled(app);
    let page = app.get("/staff/hexi/reports/print?period=year").by(&app.manager()).go();
    assert_eq!(page.status, 200);
    let text = page.text();
    for said in ["累计开展活动10次", "各队", "各功能室", "各月", "什么时候最挤", "怎么算的", "=HYPERLINK"]
    {
        assert!(text.contains(said), "{said}");
    }
    assert!(!page.body.contains("<details"), "nothing is folded away on paper");
    assert!(page.body.contains(r#"href="/staff/hexi/reports?period=year""#), "the way back");
}

fn centres_stand_beside_each_other_for_those_who_work_there_and_for_operators(app: &TestApp) {
    filled(app);
    let path = "/staff/hexi/reports/centres";
    let own = app.get(path).by(&app.desk()).go();
    let text = own.text();
    assert!(text.contains("河西社区党群服务中心") && !text.contains("东湖"), "{text}");
    let all = app.get("/operator/reports").by(&app.operator()).go().text();
    assert!(all.contains("河西社区党群服务中心") && all.contains("东湖社区党群服务中心"), "{all}");
    let csv = app.get("/operator/reports.csv?period=year").by(&app.operator()).go();
    let lines: Vec<&str> = csv.body.trim_start_matches('\u{feff}').trim_end().split("\r\n").collect();
    assert!(lines[0].starts_with("名称,场次,已上报,人次,人数"), "{}", csv.body);
    assert!(lines[1].starts_with("河西社区党群服务中心,11,5,"), "{}", csv.body);
    assert!(lines[2].starts_with("东湖社区党群服务中心,0,0,0,"), "{}", csv.body);
    let page = app.get(&format!("{path}.xlsx")).by(&app.desk()).go();
    let mut book: calamine::Xlsx<_> = calamine::Reader::new(std::io::Cursor::new(page.bytes)).unwrap();
    let sheet = calamine::Reader::worksheet_range(&mut book, "各中心").unwrap();
    assert_eq!((sheet.height(), sheet.get((1, 1)).unwrap().to_string()), (2, "11".to_owned()));
    assert_eq!(app.get("/operator/reports").by(&app.manager()).go().status, 403);
    assert_eq!(app.get(path).by(&app.other_manager()).go().status, 404);
}

/// October by hand: every figure as `domain.md` defines it.
fn each_centre_has_its_own_figures_and_says_how_much_of_them_is_reported(app: &TestApp) {
    let hexi = Past::of(app);
    let (dancers, singers) = (hexi.troupe("古文化舞蹈队"), hexi.troupe("红歌合唱团"));
    let (studio, east, reading) = (hexi.room("Studio"), hexi.room("East hall"), hexi.room("Reading room"));
    // Held, four times: eighteen came, nobody came, nobody said, and 230 at the gate.
    let came = hexi.db_booking(dancers, studio, "2026-10-06", MORNING, "approved");
    hexi.db_report(Of::Booking(came), "2026-10-06T09:00", 18);
    let nobody = hexi.db_booking(dancers, studio, "2026-10-13", MORNING, "approved");
    hexi.db_report(Of::Booking(nobody), "2026-10-13T09:00", 0);
    hexi.db_booking(singers, east, "2026-10-08", ("14:00", "16:00"), "approved");
    let fair = hexi.db_activity("招聘会", "job_fair", "none", None);
    let there = hexi.db_session(fair, None, "2026-10-20", ("14:00", "17:00"), false);
    hexi.db_report(Of::Session(there), "2026-10-20T14:00", 230);
    // Not held: given up, taken back, missed, cancelled, and in other months.
    hexi.db_booking(singers, east, "2026-10-14", MORNING, "cancelled");
    hexi.db_booking(singers, east, "2026-10-09", MORNING, "displaced");
    let missed = hexi.db_booking(singers, east, "2026-10-10", MORNING, "approved");
    hexi.db_no_show(missed, false);
    hexi.db_session(fair, None, "2026-10-21", MORNING, true);
    hexi.db_booking(dancers, studio, "2026-09-29", MORNING, "approved");
    hexi.db_booking(dancers, studio, "2026-11-03", MORNING, "approved");
    // Two hours counted in the reading room, one of them empty.
    hexi.db_report(Of::Hour(reading), "2026-10-06T09:00", 8);
    hexi.db_report(Of::Hour(reading), "2026-10-06T14:00", 0);
    // The other centre held two meetings and knows of nobody who came.
    let donghu = Past { centre: app.centre("donghu"), by: app.other_manager().person.id.0, ..Past::of(app) };
    let (opera, room) = (donghu.troupe("东湖戏迷协会"), app.room_of("donghu", "Activity room").id.0);
    donghu.db_booking(opera, room, "2026-10-05", ("08:00", "12:00"), "approved");
    donghu.db_booking(opera, room, "2026-10-12", ("08:00", "20:00"), "approved");

    let csv = app.get("/operator/reports.csv?period=last-month").by(&app.operator()).go();
    let mut reader = csv::Reader::from_reader(csv.body.trim_start_matches('\u{feff}').as_bytes());
    let heads: Vec<String> = reader.headers().unwrap().iter().map(str::to_owned).collect();
    let rows: Vec<csv::StringRecord> = reader.records().map(Result::unwrap).collect();
    let said = |centre: usize, head: &str| {
        let at = heads.iter().position(|one| one == head).unwrap_or_else(|| panic!("{head}: {heads:?}"));
        rows[centre][at].to_owned()
    };
    for (head, of_hexi, of_donghu) in [
        ("场次", "4", "2"),
        ("已上报", "3", "0"),
        // 18 + 0 + 230; and what is unknown is not nought.
        ("人次", "248", "未上报"),
        // Dancers 24 and singers 40, as declared; at the fair nobody registered. Opera 15.
        ("人数", "64", "15"),
        // 2 + 2 + 2 + 3; 4 + 12.
        ("小时", "9", "16"),
        // 6 of 31 × 9 × 5 hours are not nothing; 16 of 31 × 13 are 3.97 %.
        ("用了开放时间", "1%", "4%"),
        ("没人来", "1", "0"),
        ("让出", "1", "0"),
        ("随到随用人次", "8", "0"),
        ("数了几个钟头", "2", "0"),
        // Ten hours a day; the other has no such room.
        ("共开放几个钟头", "310", "0"),
        ("已上报中只有门口数的", "0", "0"),
    ] {
        assert_eq!((said(0, head).as_str(), said(1, head).as_str()), (of_hexi, of_donghu), "{head}");
    }
    assert!(said(0, "人数怎么来").contains("可能重复") && said(1, "人数怎么来").contains("申报"));
    let page = app.get("/operator/reports?period=last-month").by(&app.operator()).go().text();
    assert!(page.contains("248") && page.contains("未上报"), "{page}");
}
