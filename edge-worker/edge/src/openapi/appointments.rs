//! An appointment's life, from the reservation to moving and cancelling.

use crate::openapi::operation::{MANAGE, Operation, SECRET};
use crate::openapi::schemas::of;
use crate::problem::Kind;
use crate::wire::{
    ActivationRequest, AgainRequest, ApplicantRequest, AppointmentJson, BookedJson, CodeRequest, CreatedJson,
    MoveRequest, ProlongRequest, ReserveRequest, ReservedJson,
};

/// The group these are shown in.
pub const TAG: &str = "An appointment";

/// Every event of an appointment; `docs/states.md` says what each does in which state.
pub fn operations() -> Vec<Operation> {
    let get = |path, id, summary| Operation::new("get", path, id, summary);
    let post = |path, id, summary| Operation::new("post", path, id, summary);
    let put = |path, id, summary| Operation::new("put", path, id, summary);
    let delete = |path, id, summary| Operation::new("delete", path, id, summary);
    vec![
        post("/appointments", "reserve", "Reserve a time, with no personal data")
            .about("A time of `/slots` may be sent as it came. With `replaces` the reservation of the same browser is given up in the same step; a browser needs no two.")
            .idempotent_by_key()
            .reads(of::<ReserveRequest>)
            .answers(201, "Reserved until `reserved_until`.", of::<CreatedJson>)
            .refuses(&[
                Kind::BookingClosed,
                Kind::CentrePaused,
                Kind::InvitationRequired,
                Kind::InvitationInvalid,
                Kind::InvitationUsed,
                Kind::CentreClosed,
                Kind::CentreNotOpen,
                Kind::SlotTaken,
                Kind::NotOffered,
                Kind::ChallengeRequired,
                Kind::ChallengeInvalid,
                Kind::ChallengeSpent,
                Kind::TooManyRequests,
                // Of `replaces`: no such appointment, not its secret, already booked.
                Kind::NotFound,
                Kind::Unauthorised,
                Kind::WrongState,
            ]),
        get("/appointments/{id}", "look", "The appointment as it stands")
            .about("After the form, ask every few seconds until `mail` is no longer `queued`.")
            .bearer(&[SECRET, MANAGE])
            .answers(200, "The appointment.", of::<AppointmentJson>)
            .tagged()
            .refuses(&[Kind::Lapsed]),
        post("/appointments/{id}/prolong", "prolong", "Ten more minutes")
            .about("Ten times; from the fourth on with a solved challenge.")
            .bearer(&[SECRET])
            .may_read(of::<ProlongRequest>)
            .answers(200, "Reserved until `reserved_until`.", of::<ReservedJson>)
            .refuses(&[
                Kind::Lapsed,
                Kind::WrongState,
                Kind::NoMore,
                Kind::ChallengeRequired,
                Kind::ChallengeInvalid,
                Kind::ChallengeSpent,
            ]),
        put("/appointments/{id}/applicant", "apply", "Name the applicant; a mail goes out")
            .about("Sent again with the same address it changes nothing; another address gets a new mail and the old one's link dies, twice at most. An address over its limits gets the same answer, and a mail that explains.")
            .bearer(&[SECRET])
            .reads(of::<ApplicantRequest>)
            .answers(202, "Held, and the mail is under way.", of::<AppointmentJson>)
            .refuses(&[Kind::Lapsed, Kind::WrongState, Kind::NoMore, Kind::TooLateForMail]),
        post("/appointments/{id}/mail", "sendMailAgain", "Ask for the mail again")
            .about("Twice, two minutes apart. Links of earlier mails stay good.")
            .bearer(&[SECRET])
            .answers(202, "Held, and the mail is under way.", of::<AppointmentJson>)
            .refuses(&[Kind::Lapsed, Kind::WrongState, Kind::NoMore, Kind::TooSoon, Kind::TooLateForMail]),
        post("/appointments/{id}/activation", "activateByCode", "Confirm by the code of the mail")
            .about("Five tries an appointment; the mail's link works on.")
            .bearer(&[SECRET])
            .reads(of::<CodeRequest>)
            .answers(200, "Booked.", of::<BookedJson>)
            .refuses(&[Kind::Lapsed, Kind::WrongState, Kind::WrongCode, Kind::CodeSpent]),
        post("/activations", "activateByToken", "Confirm by the token of the mail's link")
            .about("Too late, it names the same time, if it is still free, and others; sent again with one of them as `slot` it books at once.")
            .reads(of::<ActivationRequest>)
            .answers(200, "Booked.", of::<BookedJson>)
            .refuses(&[
                Kind::NotFound,
                Kind::Lapsed,
                Kind::CentrePaused,
                Kind::InvitationInvalid,
                Kind::InvitationUsed,
                Kind::SlotTaken,
                Kind::NotOffered,
                Kind::WrongState,
                Kind::NoMore,
            ]),
        post("/mails", "sendAppointmentsAgain", "Send all coming appointments to an address once more")
            .about("The answer is the same for every address, whether it has appointments or not: only the mailbox learns. Three a day go to an address.")
            .reads(of::<AgainRequest>)
            .answers_nothing(202, "Where there are appointments, a mail is under way.")
            .refuses(&[Kind::Invalid, Kind::TooManyRequests]),
        delete("/appointments/{id}", "giveBack", "Leave or cancel")
            .about("With the secret until it is booked, with the manage token afterwards. What is over already is over: 204.")
            .bearer(&[SECRET, MANAGE])
            .answers_nothing(204, "Nothing is reserved, held or booked any more.")
            .refuses(&[Kind::Forbidden, Kind::WrongState]),
        post("/appointments/{id}/undo", "undo", "Take a cancellation back")
            .about("For five minutes, while the time is kept.")
            .bearer(&[MANAGE])
            .answers(200, "Booked again.", of::<AppointmentJson>)
            .refuses(&[
                Kind::Lapsed,
                Kind::WrongState,
                Kind::CentrePaused,
                Kind::SlotTaken,
                Kind::NoMore,
                Kind::InvitationUsed,
            ]),
        post("/appointments/{id}/move", "move", "Move, or change the services")
            .about("One step, same reference: nothing is given up before the new time is ours.")
            .bearer(&[MANAGE])
            .reads(of::<MoveRequest>)
            .answers(200, "Booked, then and there.", of::<AppointmentJson>)
            .refuses(&[
                Kind::Lapsed,
                Kind::CentrePaused,
                Kind::CentreClosed,
                Kind::CentreNotOpen,
                Kind::InvitationRequired,
                Kind::InvitationInvalid,
                Kind::SlotTaken,
                Kind::NotOffered,
                Kind::WrongState,
            ]),
    ]
}
