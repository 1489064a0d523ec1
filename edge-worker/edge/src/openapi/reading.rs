//! What anybody may read: the catalogue, what is free, a challenge.

use serde_json::json;

use crate::challenge::Challenge;
use crate::openapi::operation::Operation;
use crate::openapi::schemas::of;
use crate::problem::Kind;
use crate::wire::{
    CatalogueJson, CentreAvailability, CityAvailability, InvitationJson, InvitationRequest, Slots,
};

/// The group these are shown in.
pub const TAG: &str = "Finding a time";

/// Everything that changes nothing and asks for nobody.
pub fn operations() -> Vec<Operation> {
    let get = |path, id, summary| Operation::new("get", path, id, summary);
    let anything = of::<serde_json::Map<String, serde_json::Value>>;
    let language = json!({ "enum": texts::ALL.map(|texts| texts.language), "default": "de" });
    let text = json!({ "type": "string" });
    vec![
        get("/openapi.json", "describe", "This document")
            .answers(200, "The description of this API (OpenAPI 3.1).", anything)
            .tagged(),
        get("/catalogue", "readCatalogue", "Services and centres")
            .query("lang", false, "The language of names and explanations.", language)
            .query("brief", false, "Only what choosing needs: without fees, documents, LeiKa keys, and how and where exactly a centre is.", json!({ "type": "boolean", "default": false }))
            .answers(200, "The catalogue.", of::<CatalogueJson>)
            .tagged(),
        get("/availability", "readCity", "Where in the city there is room, day by day")
            .answers(200, "For each centre and day the longest visit still possible.", of::<CityAvailability>)
            .tagged(),
        get("/availability/{centre}", "readCentre", "When a centre has room")
            .answers(200, "For each day and start the longest visit that may start there.", of::<CentreAvailability>)
            .tagged(),
        get("/slots", "findSlots", "Free times for a visit, earliest first")
            .query(
                "service",
                true,
                "A service and how often, `personalausweis:2`; `personalausweis` is once. Several: `service=…&service=…`.",
                json!({ "type": "array", "items": { "type": "string" }, "minItems": 1, "examples": [["personalausweis:2", "reisepass:1"]] }),
            )
            .query("centre", false, "Only this centre; anywhere if not given.", text)
            .query("from", false, "First day; today if not given.", json!({ "type": "string", "format": "date" }))
            .query("days", false, "Number of days from the first on.", json!({ "type": "integer", "minimum": 1, "maximum": 61, "default": 61 }))
            .query("limit", false, "Most times to be named.", json!({ "type": "integer", "minimum": 1, "maximum": 500, "default": 50 }))
            .answers(200, "Free times; none if there are none.", of::<Slots>)
            .tagged()
            .refuses(&[Kind::Invalid, Kind::CentreClosed, Kind::CentreNotOpen]),
        Operation::new("post", "/invitations", "readInvitation", "What the code of an invitation opens")
            .about("A POST, for a code has no place in an address; it changes nothing.")
            .reads(of::<InvitationRequest>)
            .answers(200, "One service at one centre.", of::<InvitationJson>)
            .refuses(&[Kind::InvitationInvalid]),
        get("/challenge", "drawChallenge", "A proof of work, for one reservation")
            .about("Valid for two hours. Solve it while the person reads: a refusal does not spend it, only a reservation does. A network that has reserved much gets harder ones; one that has become too easy is refused as `challenge-invalid`, and a new one goes through.")
            .answers(200, "The challenge.", of::<Challenge>)
            .refuses(&[Kind::TooManyRequests]),
    ]
}
