//! API v1, route by route. Whoever adds a row describes it in `openapi`; a test names the rows that are not.

use axum::Router;
use axum::middleware::from_fn;

use crate::Edge;
use crate::routes::table::table;
use crate::routes::{
    again, appointments, availability, catalogue, challenge, description, invitations, open_to_every_page,
};

/// What every path begins with.
pub const PREFIX: &str = "/api/v1";

table! {
    get "/openapi.json" description::description;
    get "/catalogue" catalogue::catalogue;
    get "/availability" availability::city;
    get "/availability/{centre}" availability::centre;
    get "/slots" availability::slots;
    get "/challenge" challenge::challenge;
    post "/appointments" appointments::reserve;
    get "/appointments/{id}" appointments::show;
    delete "/appointments/{id}" appointments::cancel;
    post "/appointments/{id}/prolong" appointments::prolong;
    put "/appointments/{id}/applicant" appointments::applicant;
    post "/appointments/{id}/mail" appointments::resend;
    post "/appointments/{id}/activation" appointments::code;
    post "/appointments/{id}/undo" appointments::undo;
    post "/appointments/{id}/move" appointments::relocate;
    post "/invitations" invitations::look_up;
    post "/activations" appointments::activate;
    post "/mails" again::ask;
}

/// For pages of every origin.
pub(super) fn router() -> Router<Edge> {
    routed().layer(from_fn(open_to_every_page))
}
