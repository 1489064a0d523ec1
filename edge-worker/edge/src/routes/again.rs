//! `/meine-termine` and `POST /api/v1/mails`: all coming appointments of an address once more, by mail to that address. The
//! answer is the same for every address.

use axum::extract::{Form, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use booking::applicant::Email;
use serde::Deserialize;

use crate::Edge;
use crate::body::Json;
use crate::brake::Network;
use crate::clock::Clock;
use crate::events::again::again;
use crate::field::{Fault, FieldProblem};
use crate::language::Reader;
use crate::pages::plain::Typed;
use crate::pages::{self, PLAIN_POLICY};
use crate::problem::Problem;
use crate::routes::pages::page;
use crate::wire::AgainRequest;

/// What the form sends.
#[derive(Deserialize)]
pub(super) struct Press {
    #[serde(default)]
    email: String,
    /// Whether the page said already that the mail is on its way.
    #[serde(default)]
    sent: String,
    /// The language of the button pressed.
    #[serde(default)]
    switch: String,
}

pub(super) async fn show(State(edge): State<Edge>, reader: Reader) -> Response {
    page(
        PLAIN_POLICY,
        pages::lost_mail(reader.frame_of_form(&edge), &Typed::default()),
    )
}

pub(super) async fn press(
    State(edge): State<Edge>,
    clock: Clock,
    reader: Reader,
    network: Network,
    Form(Press { email, sent, switch }): Form<Press>,
) -> Result<Response, Problem> {
    let reader = reader.switched(&edge.settings.languages, &switch);
    let frame = reader.frame_of_form(&edge);
    match (switch.is_empty(), sent.is_empty()) {
        (false, false) => return Ok(page(PLAIN_POLICY, pages::lost_mail_sent(frame))),
        (false, true) => {
            let typed = Typed {
                value: email,
                fault: String::new(),
            };
            return Ok(page(PLAIN_POLICY, pages::lost_mail(frame, &typed)));
        }
        (true, _) => {}
    }
    let Ok(address) = Email::parse(&email) else {
        let typed = Typed {
            value: email,
            fault: frame.texts.field.email.to_owned(),
        };
        let form = page(PLAIN_POLICY, pages::lost_mail(frame, &typed));
        return Ok((StatusCode::UNPROCESSABLE_ENTITY, form).into_response());
    };
    again(&edge, &clock, &network, &address).await?;
    Ok(page(PLAIN_POLICY, pages::lost_mail_sent(frame)))
}

pub(super) async fn ask(
    State(edge): State<Edge>,
    clock: Clock,
    network: Network,
    Json { value, .. }: Json<AgainRequest>,
) -> Result<StatusCode, Problem> {
    let wrong = |_| Problem::invalid(vec![FieldProblem::new("email", Fault::Email)]);
    let email = Email::parse(&value.email).map_err(wrong)?;
    again(&edge, &clock, &network, &email).await?;
    Ok(StatusCode::ACCEPTED)
}
