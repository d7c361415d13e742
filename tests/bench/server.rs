//! Applications called in this process, without a socket: the product's, and hand-written ones beside it.

use std::rc::Rc;
use std::time::{Duration, Instant};

use actix_http::Request;
use actix_web::body::MessageBody;
use actix_web::dev::{Service, ServiceResponse};
use actix_web::http::StatusCode;
use actix_web::test::{self, TestRequest};
use actix_web::web;
use futures_util::future::LocalBoxFuture;
use linli::app;
use linli::base::web::State;

use crate::data::Data;

type Answer = (StatusCode, web::Bytes);

/// Calls an application.
#[derive(Clone)]
pub struct Client(Rc<dyn Fn(Request) -> LocalBoxFuture<'static, Answer>>);

impl Client {
    pub fn new<B: MessageBody + 'static>(
        service: impl Service<Request, Response = ServiceResponse<B>, Error = actix_web::Error> + 'static,
    ) -> Self {
        let service = Rc::new(service);
        Self(Rc::new(move |request| {
            let service = service.clone();
            Box::pin(async move {
                let response = service.call(request).await.expect("an answer");
                let status = response.status();
                (status, test::read_body(response).await)
            })
        }))
    }

    /// The product on this data.
    pub async fn linli(data: &Data) -> Self {
        let state = State::new(data.db.clone(), data.clock.clone(), data.tokens.clone(), "http://localhost");
        Self::new(test::init_service(app::app(web::Data::new(state))).await)
    }

    pub async fn send(&self, request: TestRequest) -> Answer {
        (self.0)(request.to_request()).await
    }

    /// The page, which must be there.
    pub async fn page(&self, page: &Page) -> web::Bytes {
        let mut request = TestRequest::get().uri(&page.address);
        if let Some(cookie) = &page.cookie {
            request = request.insert_header(("Cookie", cookie.as_str()));
        }
        let (status, body) = self.send(request).await;
        assert_eq!(status, StatusCode::OK, "{}: {}", page.address, String::from_utf8_lossy(&body));
        body
    }

    /// How long it takes to get the page so many times, one after another.
    pub async fn time(&self, page: &Page, times: u64) -> Duration {
        let begin = Instant::now();
        for _ in 0..times {
            std::hint::black_box(self.page(page).await);
        }
        begin.elapsed()
    }
}

/// What is asked for, and by whom.
#[derive(Debug, Clone)]
pub struct Page {
    pub address: String,
    pub cookie: Option<String>,
}

impl Page {
    pub fn public(address: &str) -> Self {
        Self { address: address.into(), cookie: None }
    }
}
