//! The page of a refusal that no other page could show in place.

use axum::http::StatusCode;
use axum::response::Response;
use maud::html;

use crate::ask::Ask;
use crate::fault::Fault;
use crate::page::{Door, Sheet, refusal, show as frame, sign_and_return};
use crate::words as w;

/// The refusal, with the way back.
pub(crate) fn show(ask: &Ask, fault: &Fault) -> Response {
    let lang = ask.lang;
    let title = lang.pick("没有办成", "Not done");
    let body = html! {
        main #main.narrow {
            h1 { (title) }
            (refusal(ask, &fault.sentence))
            p.next {
                // Whoever may do it signs in and comes back here.
                @if ask.signed.is_none() && matches!(fault.status, StatusCode::FORBIDDEN) {
                    a.button.primary href=(sign_and_return(ask)) { (lang.say(w::SIGN)) }
                }
                a.button href=(ask.to("/")) { (lang.say(w::REPORT)) }
                a.button href=(ask.to("/commitments")) { (lang.say(w::COMMITMENTS)) }
            }
        }
    };
    let sheet = Sheet {
        status: fault.status,
        ..Sheet::new(title, Door::None, body)
    };
    frame(ask, &ask.state(), sheet)
}
