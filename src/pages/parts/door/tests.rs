//! Who gets through which door.

use actix_web::cookie::Cookie;
use actix_web::test::{TestRequest, call_service, init_service};
use actix_web::{App, HttpResponse, Responder};
use diesel::prelude::*;

use super::*;
use crate::base::db::{Db, migrate, schema};
use crate::base::time::{Clock, Zone};
use crate::base::tokens::Tokens;
use crate::domain::centres::{CentreDetails, CentreId};
use crate::domain::people::{NewPerson, PersonId};

struct House {
    state: web::Data<State>,
    centre: CentreId,
    _dir: tempfile::TempDir,
}

impl House {
    fn new() -> Self {
        let dir = tempfile::tempdir().unwrap();
        let url = format!("sqlite:{}/linli.db", dir.path().display()).parse().unwrap();
        let db = Db::open(&url, 1, true).unwrap();
        db.read_now(migrate).unwrap();
        let state =
            State::new(db, Clock::system(), Tokens::new("x".to_owned().into()), "http://linli.example");
        let mut house = Self { state: web::Data::new(state), centre: CentreId(0), _dir: dir };
        house.centre = house.centre("here");
        house
    }

    fn centre(&self, slug: &str) -> CentreId {
        let details = CentreDetails {
            slug: slug.into(),
            name: slug.into(),
            name_en: String::new(),
            address: String::new(),
            address_en: String::new(),
            phone: String::new(),
            area_m2: 0,
            intro: String::new(),
            intro_en: String::new(),
            zone: Zone::named("Asia/Shanghai").unwrap(),
        };
        let now = self.state.now();
        self.state.db.write_now(|conn| Ok(centres::store::insert(conn, &details, now)?)).unwrap()
    }

    fn person(&self, name: &str, operator: bool, at: Option<(CentreId, Role)>) -> (PersonId, String) {
        let email = Some(format!("{name}@example.org"));
        let new = NewPerson {
            name: name.into(),
            email,
            phone: None,
            password_hash: None,
            lang: Lang::Zh,
            operator,
        };
        let now = self.state.now();
        let enter = |conn: &mut crate::base::db::Conn| {
            let id = people::store::insert(conn, &new, now)?;
            if let Some((centre, role)) = at {
                people::store::set_role(conn, id, centre, Some(role))?;
            }
            Ok((id, sign_in::open(conn, &self.state.tokens, id, now)?))
        };
        self.state.db.write_now(enter).unwrap()
    }

    fn leads_a_troupe(&self, who: PersonId) {
        use schema::{troupe as t, troupe_leader as l};
        let now = self.state.now();
        let lead = |conn: &mut crate::base::db::Conn| {
            let row = (
                (t::centre_id.eq(self.centre), t::name.eq("舞蹈队"), t::name_en.eq(""), t::kind.eq("dance")),
                (t::size.eq(18), t::named.eq(true), t::active.eq(true), t::created_at.eq(now)),
            );
            let id: i64 = diesel::insert_into(t::table).values(row).returning(t::id).get_result(conn)?;
            let row = (l::troupe_id.eq(id), l::person_id.eq(who), l::deputy.eq(true));
            diesel::insert_into(l::table).values(row).execute(conn)?;
            Ok(())
        };
        self.state.db.write_now(lead).unwrap();
    }

    /// The statuses behind each door: signed in at all, leader, desk, approver, manager, operator.
    async fn doors(&self, secret: &str) -> [u16; 6] {
        async fn open<D>(_: D) -> impl Responder {
            HttpResponse::Ok()
        }
        let app = App::new()
            .app_data(self.state.clone())
            .route("/member", web::get().to(open::<Member>))
            .route("/leader", web::get().to(open::<Leader>))
            .route("/{centre}/desk", web::get().to(open::<Desk>))
            .route("/{centre}/approver", web::get().to(open::<Approver>))
            .route("/{centre}/manager", web::get().to(open::<Manager>))
            .route("/operator", web::get().to(open::<Operator>));
        let app = init_service(app).await;
        let mut statuses = [0; 6];
        let paths = ["/member", "/leader", "/here/desk", "/here/approver", "/here/manager", "/operator"];
        for (status, path) in statuses.iter_mut().zip(paths) {
            let cookie = Cookie::new("linli", secret.to_owned());
            let request = TestRequest::get().uri(path).cookie(cookie).to_request();
            *status = call_service(&app, request).await.status().as_u16();
        }
        statuses
    }
}

#[actix_web::test]
async fn each_door_lets_in_whom_it_is_for() {
    let house = House::new();
    let there = house.centre("there");
    let at = |role| Some((house.centre, role));
    let enter = |name, operator, at| house.person(name, operator, at).1;
    let (wang, leader) = house.person("leader", false, None);
    house.leads_a_troupe(wang);
    let table = [
        (String::new(), [401; 6]),
        ("nonsense".into(), [401; 6]),
        (leader, [200, 200, 404, 404, 404, 403]),
        (enter("desk", false, at(Role::Desk)), [200, 403, 200, 403, 403, 403]),
        (enter("approver", false, at(Role::Approver)), [200, 403, 200, 200, 403, 403]),
        (enter("manager", false, at(Role::Manager)), [200, 403, 200, 200, 200, 403]),
        (enter("elsewhere", false, Some((there, Role::Manager))), [200, 403, 404, 404, 404, 403]),
        (enter("operator", true, None), [200, 403, 404, 404, 404, 200]),
    ];
    for (secret, wanted) in table {
        assert_eq!(house.doors(&secret).await, wanted);
    }
}
