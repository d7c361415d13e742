//! Routes whose handlers are reached by a pointer.
//!
//! Actix builds a route's services out of its handler's type: for every handler the program then has all of that code
//! once more, beside the handler, and runs it when it starts. With hundreds of handlers a start touches the program
//! from end to end, and all of it stays in memory. Here a start touches the pointers only.

use std::rc::Rc;

use actix_web::dev::Payload;
use actix_web::{FromRequest, Handler, HttpRequest, HttpResponse, Responder, Route, web};
use futures_util::future::LocalBoxFuture;

/// Answers GET.
pub fn get() -> On {
    On(web::get())
}

/// Answers POST.
pub fn post() -> On {
    On(web::post())
}

/// A route that has no handler yet.
pub struct On(pub Route);

impl On {
    /// The handler: an async function of what it needs to know, as in actix.
    pub fn to<F, Args>(self, handler: F) -> Route
    where
        F: Handler<Args>,
        Args: FromRequest + 'static,
        F::Output: Responder + 'static,
    {
        self.by(Pointer(Rc::new(move |request, payload| Box::pin(answer(handler.clone(), request, payload)))))
    }

    fn by(self, handler: Pointer) -> Route {
        self.0.to(handler)
    }
}

type Answer = LocalBoxFuture<'static, HttpResponse>;

/// Some handler: all are one type.
#[derive(Clone)]
struct Pointer(Rc<dyn Fn(HttpRequest, Payload) -> Answer>);

impl Handler<(HttpRequest, web::Payload)> for Pointer {
    type Output = HttpResponse;
    type Future = Answer;

    fn call(&self, (request, payload): (HttpRequest, web::Payload)) -> Answer {
        (self.0)(request, payload.into_inner())
    }
}

async fn answer<F, Args>(handler: F, request: HttpRequest, mut payload: Payload) -> HttpResponse
where
    F: Handler<Args>,
    Args: FromRequest,
    F::Output: Responder,
{
    match Args::from_request(&request, &mut payload).await {
        Ok(args) => handler.call(args).await.respond_to(&request).map_into_boxed_body(),
        Err(error) => HttpResponse::from_error(error),
    }
}
