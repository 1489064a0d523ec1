//! What the operator may do.

use crate::openapi::operation::Operation;
use crate::openapi::schemas::of;
use crate::wire::operator::{ClosingRequest, MailsJson, PausesJson, SwitchJson};
use crate::wire::{InvitationsRequest, IssuedJson};

/// The group these are shown in.
pub const TAG: &str = "For the operator";

/// Everything below `/operator`.
pub fn operations() -> Vec<Operation> {
    let get = |path, id, summary| Operation::new("get", path, id, summary).operators();
    let post = |path, id, summary| Operation::new("post", path, id, summary).operators();
    let put = |path, id, summary| Operation::new("put", path, id, summary).operators();
    let delete = |path, id, summary| Operation::new("delete", path, id, summary).operators();
    vec![
        get("/operator/closed", "readSwitch", "Whether citizens can book").answers(
            200,
            "The read-only switch.",
            of::<SwitchJson>,
        ),
        put("/operator/closed", "close", "Close the booking")
            .about("Nothing new is reserved; everything that exists goes on. Sent again it changes the text.")
            .reads(of::<ClosingRequest>)
            .answers(200, "Closed.", of::<SwitchJson>),
        delete("/operator/closed", "open", "Open the booking again")
            .answers_nothing(204, "Citizens can book."),
        post("/operator/invitations", "invite", "Codes for the letters of a foreigners' office")
            .about("Each is good for one living appointment, for one service at one office. They are told this once; the same request with the same key tells them again.")
            .idempotent_by_key()
            .reads(of::<InvitationsRequest>)
            .answers(201, "Issued.", of::<IssuedJson>),
        get("/operator/mails", "readMails", "Mails that wait, and those that nobody will get")
            .answers(200, "As they stand.", of::<MailsJson>),
        get(
            "/operator/pauses",
            "readPauses",
            "Centres that the invariant check has paused",
        )
        .answers(200, "The paused centres.", of::<PausesJson>),
        delete(
            "/operator/pauses/{centre}",
            "resume",
            "Let a paused centre sell again",
        )
        .answers_nothing(204, "It sells again."),
    ]
}
