//! What the hand-written references share: one connection, one hop off the serving thread, a plain frame.

use std::sync::{Arc, Mutex};

use actix_web::{App, HttpResponse, test, web};
use diesel::SqliteConnection;
use maud::{DOCTYPE, Markup, html};

use crate::data::Data;
use crate::server::Client;

/// The references' whole state.
#[derive(Clone)]
pub struct Bare(Arc<Mutex<SqliteConnection>>);

impl Bare {
    /// Runs queries where blocking does no harm.
    pub async fn read<T: Send + 'static>(
        &self,
        work: impl FnOnce(&mut SqliteConnection) -> T + Send + 'static,
    ) -> T {
        let conn = self.0.clone();
        web::block(move || work(&mut conn.lock().expect("the connection"))).await.expect("the answer")
    }

    /// An application of these routes alone.
    pub async fn serving(data: &Data, routes: impl FnOnce(&mut web::ServiceConfig)) -> Client {
        let bare = Self(Arc::new(Mutex::new(data.bare())));
        Client::new(test::init_service(App::new().app_data(web::Data::new(bare)).configure(routes)).await)
    }
}

/// The centre's row.
pub type Centre = (i64, String, String);

/// A page with a head, the centre's name, four tabs and a foot.
pub fn page((id, name, phone): &Centre, title: &str, main: Markup) -> HttpResponse {
    let base = format!("/c/c{id}");
    let page = html! {
        (DOCTYPE)
        html lang="zh-CN" {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1";
                title { (title) " · " (name) }
                link rel="stylesheet" href="/assets/linli.css";
                link rel="icon" type="image/svg+xml" href="/assets/icons.svg";
                script src="/assets/linli.js" defer {}
            }
            body {
                a.skip href="#main" { "跳到正文" }
                header {
                    a.brand href=(base) { (name) }
                    nav { @for (path, words) in [("", "今天"), ("/calendar", "日历"), ("/rooms", "功能室")] {
                        a href={ (base) (path) } { svg.icon { use href="/assets/icons.svg#calendar" {} } (words) }
                    } }
                }
                main #main { (main) }
                footer { p { (name) } p { "电话 " a href={ "tel:" (phone) } { (phone) } } }
            }
        }
    };
    HttpResponse::Ok().content_type("text/html; charset=utf-8").body(page.into_string())
}
