//! What the hand-written references share: one connection, one hop off the serving thread, a plain frame.

use std::sync::{Arc, Mutex};

use actix_web::{App, HttpResponse, test, web};
use chrono::{Datelike, NaiveDate};
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

/// The address of a page and who looks at it: what its frame says beside the centre.
pub struct Around<'a> {
    pub title: &'a str,
    /// With its query: the look's switches lead back to it.
    pub path: &'a str,
    pub signed_in: Option<&'a str>,
}

/// A page with all that the product's frame says: head, name, tabs, the look's switches, telephone, signing in.
pub fn page((id, name, phone): &Centre, around: Around, main: Markup) -> HttpResponse {
    let Around { title, path, signed_in } = around;
    let base = format!("/c/c{id}");
    let back = html! { input type="hidden" name="back" value=(path); };
    let icon =
        |name: &str| html! { svg.i aria-hidden="true" { use href={ "/assets/icons.svg#" (name) } {} } };
    let tabs = [
        (base.as_str(), "", "today", "今天"),
        (base.as_str(), "/calendar", "calendar", "日历"),
        ("/my/find", "", "find", "找场地"),
        ("/my", "", "me", "我的"),
    ];
    let page = html! {
        (DOCTYPE)
        html lang="zh-CN" {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1";
                title { (title) " · " (name) }
                meta name="description" content={ (name) (title) "。" };
                link rel="stylesheet" href="/assets/linli.css";
                link rel="icon" type="image/svg+xml" href="/assets/icons.svg";
                script src="/assets/linli.js" defer {}
            }
            body {
                a.skip href="#main" { "跳到正文" }
                header.top {
                    a.brand href=(base) { (icon("logo")) span { (name) } }
                    form method="post" action="/look" {
                        (back) button.btn type="submit" name="large" value="1" { "大字" }
                    }
                }
                nav.tabs aria-label="主要" { ul { @for (base, path, sign, words) in tabs {
                    li { a href={ (base) (path) } { (icon(sign)) (words) } }
                } } }
                main.flow #main tabindex="-1" { (main) }
                footer.foot #more {
                    p { "全部免费。电话 " a href={ "tel:" (phone) } { (phone) } }
                    div.row {
                        form.row method="post" action="/look" {
                            (back) button.btn type="submit" name="lang" value="en" lang="en" { "English" }
                        }
                        form.row method="post" action="/look" {
                            (back)
                            fieldset.joined {
                                legend.hide { "颜色" }
                                @for (theme, words) in [("auto", "随设备"), ("light", "浅色"), ("dark", "深色")] {
                                    button.btn type="submit" name="theme" value=(theme)
                                        aria-pressed=(if theme == "auto" { "true" } else { "false" }) { (words) }
                                }
                            }
                        }
                        @match signed_in {
                            Some(name) => form.row method="post" action="/sign-out" {
                                span { (name) } button.btn type="submit" { "退出登录" }
                            },
                            None => a.btn href={ "/sign-in?back=" (path) } { "登录" },
                        }
                    }
                }
            }
        }
    };
    HttpResponse::Ok().content_type("text/html; charset=utf-8").body(page.into_string())
}

/// A date as people read it.
pub fn words(date: NaiveDate) -> String {
    let weekday = ["一", "二", "三", "四", "五", "六", "日"][date.weekday().num_days_from_monday() as usize];
    format!("{}月{}日 星期{weekday}", date.month(), date.day())
}

/// A room's floor: 二楼.
pub fn floor(floor: i32) -> &'static str {
    ["", "一楼", "二楼", "三楼", "四楼"][floor as usize]
}

/// 9:00, with the part of the day before it.
pub fn said(minute: i32) -> String {
    let part = match minute {
        ..720 => "上午",
        720..1080 => "下午",
        _ => "晚上",
    };
    format!("{part}{}", twelve(minute))
}

/// 上午9:00–11:00.
pub fn times(from: i32, to: i32) -> String {
    match (from < 720) == (to <= 720) {
        true => format!("{}–{}", said(from), twelve(to)),
        false => format!("{}–{}", said(from), said(to)),
    }
}

fn twelve(minute: i32) -> String {
    format!("{}:{:02}", (minute / 60 + 11) % 12 + 1, minute % 60)
}
