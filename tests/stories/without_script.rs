//! Everything works by links and forms alone: what a browser without scripts would send is read from the page.

use linli::domain::bookings::State;
use scraper::{ElementRef, Html, Selector};

use crate::support::TestApp;
use crate::web::Page;

stories![
    a_room_is_found_and_asked_for_by_links_and_forms,
    a_clash_loses_nothing_typed_and_one_press_takes_an_alternative,
    what_is_wrong_is_said_at_the_field_and_nothing_typed_is_lost,
    a_date_may_be_typed_in_words_and_is_said_back,
    more_than_a_form_can_take_is_answered_with_what_to_do,
];

type Fields = Vec<(String, String)>;

fn a_room_is_found_and_asked_for_by_links_and_forms(app: &TestApp) {
    let leader = app.leader();
    let found = app.get("/my/find?day=2026-11-24&hours=2&size=20").by(&leader).go();
    assert_eq!(found.status, 200);
    let link = attribute(&found, "main a[href^='/my/bookings/new']", "href");
    let (action, fields) = form(&app.get(&link).by(&leader).go(), "/my/bookings");
    let asked = send(app, &leader, &action, &typed(fields, &[("purpose", "扇子舞")]));
    assert_eq!(asked.status, 303, "{}", asked.body);
    let address = asked.location.unwrap();
    let page = app.get(&address).by(&leader).go();
    assert!(page.body.contains("已批准") && page.body.contains("扇子舞"));
    // The way out is a form, too.
    let (action, fields) = form(&page, &format!("{address}/cancellation"));
    assert_eq!(send(app, &leader, &action, &fields).status, 303);
    assert!(app.get(&address).by(&leader).go().body.contains("已取消"));
    // The next search starts from how many came with them last.
    assert!(app.get("/my/find").by(&leader).go().text().contains("20人"));
}

fn a_clash_loses_nothing_typed_and_one_press_takes_an_alternative(app: &TestApp) {
    let studio = app.room("Studio");
    app.rival().asks_for(&studio, "2026-11-24T09:00", "2026-11-24T11:00").is(State::Approved);
    let leader = app.leader();
    let new =
        format!("/my/bookings/new?room={}&start=2026-11-24T09:00&end=2026-11-24T11:00&size=17", studio.id);
    let (action, fields) = form(&app.get(&new).by(&leader).go(), "/my/bookings");
    let fields = typed(fields, &[("purpose", "新年联欢")]);
    let clash = send(app, &leader, &action, &fields);
    assert_eq!(clash.status, 409);
    assert!(clash.body.contains("新年联欢"), "nothing typed is lost");
    let taken = app.bookings();
    let differs = |(_, offered): &(String, Fields)| {
        ["room", "date", "from"].iter().any(|name| value(offered, name) != value(&fields, name))
    };
    let mut alternatives: Vec<_> = forms(&clash, "/my/bookings").into_iter().filter(differs).collect();
    assert!((1..=3).contains(&alternatives.len()), "at most three others");
    let (action, offered) = alternatives.remove(0);
    assert_eq!((value(&offered, "purpose"), value(&offered, "size")), ("新年联欢", "17"));
    let pressed = send(app, &leader, &action, &offered);
    assert_eq!(pressed.status, 303, "{}", pressed.body);
    assert_eq!(app.bookings(), taken + 1);
}

fn what_is_wrong_is_said_at_the_field_and_nothing_typed_is_lost(app: &TestApp) {
    let leader = app.leader();
    let new = format!(
        "/my/bookings/new?room={}&start=2026-11-24T09:00&end=2026-11-24T11:00",
        app.room("Studio").id
    );
    let (action, fields) = form(&app.get(&new).by(&leader).go(), "/my/bookings");
    let wrong = send(app, &leader, &action, &typed(fields, &[("purpose", ""), ("size", "13")]));
    assert_eq!(wrong.status, 422);
    assert_eq!(attribute(&wrong, "[name=purpose]", "aria-invalid"), "true");
    assert_eq!(value(&form(&wrong, "/my/bookings").1, "size"), "13");
    assert_eq!(app.bookings(), 0);
}

pub fn send(app: &TestApp, who: &crate::support::people::Someone, action: &str, fields: &Fields) -> Page {
    let fields: Vec<(&str, &str)> =
        fields.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    app.post(action, &fields).by(who).go()
}

/// The first form that posts to an address, with what it would send.
pub fn form(page: &Page, action: &str) -> (String, Fields) {
    forms(page, action).into_iter().next().expect("the form")
}

fn forms(page: &Page, action: &str) -> Vec<(String, Fields)> {
    let html = Html::parse_document(&page.body);
    let all = select("form[method=post]");
    html.select(&all)
        .filter(|form| form.value().attr("action") == Some(action))
        .map(|form| (action.to_owned(), fields(form)))
        .collect()
}

/// What a browser would send of a form nobody touched.
fn fields(form: ElementRef) -> Fields {
    let mut fields = Fields::new();
    for field in form.select(&select("input[name], select[name], textarea[name]")) {
        let attribute = |name| field.value().attr(name).map(str::to_owned);
        let name = attribute("name").unwrap();
        let kind = attribute("type").unwrap_or_default();
        let value = match field.value().name() {
            "select" => {
                let chosen = field.select(&select("option[selected]")).next();
                let chosen = chosen.or_else(|| field.select(&select("option")).next());
                chosen.and_then(|option| option.value().attr("value").map(str::to_owned))
            }
            "textarea" => Some(field.text().collect()),
            _ if matches!(kind.as_str(), "radio" | "checkbox") && attribute("checked").is_none() => None,
            _ => Some(attribute("value").unwrap_or_default()),
        };
        fields.extend(value.map(|value| (name, value)));
    }
    fields
}

pub fn typed(mut fields: Fields, typed: &[(&str, &str)]) -> Fields {
    for (name, value) in typed {
        fields.retain(|(known, _)| known != name);
        fields.push(((*name).to_owned(), (*value).to_owned()));
    }
    fields
}

fn value<'a>(fields: &'a Fields, name: &str) -> &'a str {
    fields.iter().find(|(known, _)| known == name).map_or("", |(_, value)| value)
}

fn attribute(page: &Page, what: &str, name: &str) -> String {
    let html = Html::parse_document(&page.body);
    let found = html.select(&select(what)).next().unwrap_or_else(|| panic!("no {what} in {}", page.body));
    found.value().attr(name).unwrap().to_owned()
}

fn select(what: &str) -> Selector {
    Selector::parse(what).unwrap()
}

fn a_date_may_be_typed_in_words_and_is_said_back(app: &TestApp) {
    let approver = app.approver();
    let (action, fields) =
        form(&app.get("/staff/hexi/activities/new").by(&approver).go(), "/staff/hexi/activities");
    let studio = app.room("Studio").id.to_string();
    let fields =
        typed(fields, &[("title", "剪纸"), ("kind", "lecture"), ("room", &studio), ("date", "下周二")]);
    let wrong = send(app, &approver, &action, &typed(fields.clone(), &[("from", "10:00"), ("to", "09:00")]));
    assert_eq!(wrong.status, 422);
    assert!(wrong.body.contains(r#"value="下周二""#) && wrong.body.contains("= 11月24日 星期二"));
    let fields = typed(fields, &[("from", "09:00"), ("to", "10:00")]);
    let unclear = send(app, &approver, &action, &typed(fields.clone(), &[("date", "11月31日")]));
    assert!(unclear.status == 422 && unclear.body.contains("没有这一天"), "{}", unclear.body);
    let entered = send(app, &approver, &action, &fields);
    assert_eq!(entered.status, 303, "{}", entered.body);
    let page = app.get(&entered.location.unwrap()).by(&approver).go();
    assert!(page.body.contains("11月24日") && page.body.contains("剪纸"));
}

fn more_than_a_form_can_take_is_answered_with_what_to_do(app: &TestApp) {
    let long = "长".repeat(100 * 1024);
    let answer = app.post("/my/bookings", &[("purpose", &long)]).by(&app.leader()).go();
    assert_eq!(answer.status, 413);
    assert!(answer.kind.starts_with("text/html") && answer.body.contains("删短一些"), "{}", answer.body);
}
