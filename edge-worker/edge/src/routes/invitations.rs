//! `POST /api/v1/invitations`: what a code opens. A POST, for a code has no place in an address; it changes nothing.

use axum::extract::State;
use axum::response::{IntoResponse, Response};
use booking::invitation::InvitationCode;

use crate::Edge;
use crate::body::Json;
use crate::clock::Clock;
use crate::field::{Fault, FieldProblem};
use crate::problem::{Kind, Problem};
use crate::store::invitations::find;
use crate::wire::{InvitationJson, InvitationRequest};

pub(super) async fn look_up(
    State(edge): State<Edge>,
    clock: Clock,
    Json { value, .. }: Json<InvitationRequest>,
) -> Result<Response, Problem> {
    let unreadable = || Problem::invalid(vec![FieldProblem::new("code", Fault::InvitationCode)]);
    let code = InvitationCode::parse(&value.code).ok_or_else(unreadable)?;
    let kept = find(&edge, code).await?.ok_or(Kind::InvitationInvalid)?;
    let invitation = kept.invitation;
    if invitation.valid_until <= clock.now() {
        return Err(Kind::InvitationInvalid.into());
    }
    let body = InvitationJson {
        centre: invitation.centre.to_string(),
        service: invitation.service.to_string(),
        valid_until: invitation.valid_until.to_rfc3339(),
    };
    Ok(axum::Json(body).into_response())
}
