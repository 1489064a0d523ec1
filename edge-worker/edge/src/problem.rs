//! Refusals as problem documents (RFC 9457), in the caller's language.
//!
//! A route returns a [`Problem`]; the middleware [`render`] words it, for programs as JSON and for people
//! on a page. Rejections of the framework (404, 405, …) become problems there too.

mod document;

use axum::extract::{Request, State};
use axum::http::{HeaderValue, StatusCode, header};
use axum::middleware::Next;
use axum::response::{Html, IntoResponse, Response};
use booking::invitation::Uninvited;
use booking::refusal::{Refusal, Scarce};
use booking::{Instant, State as Standing};
use texts::{Texts, fill};

use crate::Edge;
use crate::database::DatabaseError;
use crate::field::{Fault, FieldProblem};
use crate::language::{self, Reader};
use crate::pages::{self, Switch};
use crate::standing::Shut;
use crate::store::closed::ClosedText;
use crate::wire::SlotJson;

pub(crate) use document::Document;

/// Seconds after which a busy city is worth another try.
const BUSY_RETRY: u32 = 2;

/// Seconds after which it is worth asking whether the booking is open again.
const CLOSED_RETRY: u32 = 600;

/// Why a request is refused.
#[derive(Clone, Debug)]
pub struct Problem {
    kind: Kind,
    fields: Vec<FieldProblem>,
    alternatives: Option<Vec<SlotJson>>,
    retry_after: Option<u32>,
    tries_left: Option<u8>,
    closed: Option<Box<ClosedText>>,
    again_at: Option<Instant>,
    shut: Option<Box<Shut>>,
}

macro_rules! kinds {
    ($($(#[$doc:meta])* $kind:ident $name:literal $field:ident $status:ident;)*) => {
        /// The kinds of problems; the last part of `type` names them.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub enum Kind {
            $($(#[$doc])* $kind,)*
        }

        impl Kind {
            /// All of them.
            pub const ALL: &[Kind] = &[$(Kind::$kind,)*];

            /// As in the problem's `type`.
            #[must_use]
            pub const fn name(self) -> &'static str {
                match self { $(Self::$kind => $name,)* }
            }

            /// The status it is answered with.
            #[must_use]
            pub const fn status(self) -> StatusCode {
                match self { $(Self::$kind => StatusCode::$status,)* }
            }

            /// Its title and what to do next.
            #[must_use]
            pub const fn words(self, texts: &Texts) -> texts::Refusal {
                match self { $(Self::$kind => texts.problem.$field,)* }
            }
        }
    };
}

kinds! {
    /// The operator has closed the booking; existing links go on.
    BookingClosed "booking-closed" booking_closed SERVICE_UNAVAILABLE;
    /// The centre's days are being checked; alternatives elsewhere are named.
    CentrePaused "centre-paused" centre_paused CONFLICT;
    /// The centre is closed for good; its successor is named.
    CentreClosed "centre-closed" centre_closed CONFLICT;
    /// The centre opens later; its first date is named.
    CentreNotOpen "centre-not-open" centre_not_open CONFLICT;
    /// Somebody has this time; alternatives are named.
    SlotTaken "slot-taken" slot_taken CONFLICT;
    /// The reservation or hold is over.
    Lapsed "lapsed" lapsed GONE;
    /// Too near, too far, closed.
    NotOffered "not-offered" not_offered CONFLICT;
    /// Fields are wrong; each is named.
    Invalid "invalid" invalid UNPROCESSABLE_ENTITY;
    /// Not JSON.
    BadJson "bad-json" bad_json BAD_REQUEST;
    /// The query cannot be read.
    BadQuery "bad-query" bad_query BAD_REQUEST;
    /// Not `application/json`.
    UnsupportedMediaType "unsupported-media-type" unsupported_media_type UNSUPPORTED_MEDIA_TYPE;
    /// Over 64 kB.
    TooLarge "too-large" too_large PAYLOAD_TOO_LARGE;
    /// No such thing.
    NotFound "not-found" not_found NOT_FOUND;
    /// Not with this method.
    MethodNotAllowed "method-not-allowed" method_not_allowed METHOD_NOT_ALLOWED;
    /// A creating POST without its key.
    IdempotencyKeyMissing "idempotency-key-missing" idempotency_key_missing BAD_REQUEST;
    /// The key came with another body before.
    IdempotencyKeyReused "idempotency-key-reused" idempotency_key_reused UNPROCESSABLE_ENTITY;
    /// A solved challenge is needed.
    ChallengeRequired "challenge-required" challenge_required PRECONDITION_REQUIRED;
    /// The challenge is not ours, not solved, or too old.
    ChallengeInvalid "challenge-invalid" challenge_invalid FORBIDDEN;
    /// The challenge was spent before.
    ChallengeSpent "challenge-spent" challenge_spent CONFLICT;
    /// No token, or a wrong one.
    Unauthorised "unauthorised" unauthorised UNAUTHORIZED;
    /// For the operator, with the operator's key.
    OperatorOnly "operator-only" operator_only UNAUTHORIZED;
    /// The token does not open this.
    Forbidden "forbidden" forbidden FORBIDDEN;
    /// The service needs the code of an invitation.
    InvitationRequired "invitation-required" invitation_required FORBIDDEN;
    /// The code is unknown, over, or for another service or office.
    InvitationInvalid "invitation-invalid" invitation_invalid FORBIDDEN;
    /// The invitation has its appointment already.
    InvitationUsed "invitation-used" invitation_used CONFLICT;
    /// Not in this state.
    WrongState "wrong-state" wrong_state CONFLICT;
    /// Not the code of the mail.
    WrongCode "wrong-code" wrong_code FORBIDDEN;
    /// No tries left for the code.
    CodeSpent "code-spent" code_spent FORBIDDEN;
    /// Two mails need two minutes between them.
    TooSoon "too-soon" too_soon TOO_MANY_REQUESTS;
    /// Too little time would be left to confirm.
    TooLateForMail "too-late-for-mail" too_late_for_mail CONFLICT;
    /// The network, or all who come without script, have reserved too much for now.
    TooManyRequests "too-many-requests" too_many_requests TOO_MANY_REQUESTS;
    /// Used up.
    NoMore "no-more" no_more CONFLICT;
    /// Too many at once; nothing was stored.
    Busy "busy" busy SERVICE_UNAVAILABLE;
    /// Our fault.
    Internal "internal" internal INTERNAL_SERVER_ERROR;
}

impl From<Kind> for Problem {
    fn from(kind: Kind) -> Self {
        Self {
            kind,
            fields: Vec::new(),
            alternatives: None,
            retry_after: (kind == Kind::Busy).then_some(BUSY_RETRY),
            tries_left: None,
            closed: None,
            again_at: None,
            shut: None,
        }
    }
}

impl Problem {
    /// Which kind.
    #[must_use]
    pub fn kind(&self) -> Kind {
        self.kind
    }

    /// Fields that are wrong.
    #[must_use]
    pub fn fields(&self) -> &[FieldProblem] {
        &self.fields
    }

    /// Free times instead.
    #[must_use]
    pub fn alternatives(&self) -> &[SlotJson] {
        self.alternatives.as_deref().unwrap_or_default()
    }

    /// Seconds after which it is worth another try.
    #[must_use]
    pub fn retry_after(&self) -> Option<u32> {
        self.retry_after
    }

    /// Wrong fields of a body.
    #[must_use]
    pub fn invalid(fields: Vec<FieldProblem>) -> Self {
        Self {
            fields,
            ..Kind::Invalid.into()
        }
    }

    /// Wrong parameters of a query.
    #[must_use]
    pub fn bad_query(fields: Vec<FieldProblem>) -> Self {
        Self {
            fields,
            ..Kind::BadQuery.into()
        }
    }

    /// The operator has closed the booking, and says why.
    #[must_use]
    pub fn closed(text: ClosedText) -> Self {
        Self {
            closed: Some(Box::new(text)),
            retry_after: Some(CLOSED_RETRY),
            ..Kind::BookingClosed.into()
        }
    }

    /// What to do next; before it what the operator says, where that is why.
    #[must_use]
    pub fn detail(&self, texts: &Texts) -> String {
        let tries = self.tries_left.map_or("…".to_owned(), |left| left.to_string());
        let time = self.again_at.map_or("…".to_owned(), |at| {
            texts::date::time(&texts.date, at.wall().time())
        });
        let standing = self.shut.as_ref().map_or("…".to_owned(), |shut| shut.text(texts));
        let values = [
            ("tries_left", tries.as_str()),
            ("time", time.as_str()),
            ("standing", standing.as_str()),
        ];
        let detail = fill(self.kind.words(texts).detail, &values);
        match &self.closed {
            Some(text) => format!("{} {detail}", text.of(texts)),
            None => detail,
        }
    }

    /// The same at a centre that has no times.
    #[must_use]
    pub fn at(self, shut: Shut) -> Self {
        Self {
            shut: Some(Box::new(shut)),
            ..self
        }
    }

    /// The same with times that are free.
    #[must_use]
    pub fn with_alternatives(self, alternatives: Vec<SlotJson>) -> Self {
        Self {
            alternatives: Some(alternatives),
            ..self
        }
    }

    /// The same with the seconds after which it is worth another try.
    #[must_use]
    pub fn with_retry_after(self, seconds: u32) -> Self {
        Self {
            retry_after: Some(seconds),
            ..self
        }
    }

    /// The same with the codes that may still be tried.
    #[must_use]
    pub fn with_tries_left(self, left: u8) -> Self {
        Self {
            tries_left: Some(left),
            ..self
        }
    }

    /// Too many requests: when it goes on.
    #[must_use]
    pub fn too_many_requests(at: Instant, now: Instant) -> Self {
        Self {
            retry_after: u32::try_from(at.since(now)).ok(),
            again_at: Some(at),
            ..Kind::TooManyRequests.into()
        }
    }

    /// A refusal of the rules.
    #[must_use]
    pub fn refused(refusal: Refusal, now: Instant) -> Self {
        let kind = match refusal {
            Refusal::Taken => Kind::SlotTaken,
            Refusal::TooNear | Refusal::TooFar => Kind::NotOffered,
            Refusal::NotServed => Kind::Invalid,
            Refusal::Lapsed => Kind::Lapsed,
            Refusal::WrongState(Standing::Lapsed) => Kind::Lapsed,
            Refusal::WrongState(_) | Refusal::Started | Refusal::UndoOver => Kind::WrongState,
            Refusal::NeedsManageToken => Kind::Forbidden,
            Refusal::NoMore(Scarce::Prolongations | Scarce::Resends | Scarce::AddressChanges)
            | Refusal::LimitReached => Kind::NoMore,
            Refusal::ChallengeRequired => Kind::ChallengeRequired,
            Refusal::TooSoon { .. } => Kind::TooSoon,
            Refusal::TooLateForMail => Kind::TooLateForMail,
            Refusal::Uninvited(Uninvited::Required) => Kind::InvitationRequired,
            Refusal::Uninvited(Uninvited::NotForThis) => Kind::InvitationInvalid,
            Refusal::WrongCode { left: 0 } => Kind::CodeSpent,
            Refusal::WrongCode { .. } => Kind::WrongCode,
        };
        match refusal {
            Refusal::TooSoon { at } => {
                Self::from(kind).with_retry_after(u32::try_from(at.since(now)).unwrap_or(BUSY_RETRY))
            }
            Refusal::WrongCode { left } => Self::from(kind).with_tries_left(left),
            Refusal::NotServed => Self::invalid(vec![FieldProblem::new("centre", Fault::NotServed)]),
            _ => kind.into(),
        }
    }

    fn of_status(status: StatusCode) -> Option<Self> {
        let kind = match status {
            StatusCode::NOT_FOUND => Kind::NotFound,
            StatusCode::METHOD_NOT_ALLOWED => Kind::MethodNotAllowed,
            StatusCode::PAYLOAD_TOO_LARGE => Kind::TooLarge,
            StatusCode::UNSUPPORTED_MEDIA_TYPE => Kind::UnsupportedMediaType,
            StatusCode::BAD_REQUEST | StatusCode::UNPROCESSABLE_ENTITY => Kind::BadQuery,
            status if status.is_server_error() => Kind::Internal,
            _ => return None,
        };
        Some(kind.into())
    }
}

impl From<DatabaseError> for Problem {
    /// What the database says is for the log; it carries no parameters, so no personal data.
    fn from(error: DatabaseError) -> Self {
        tracing::error!(%error, "database");
        match error {
            DatabaseError::Unknown(_) => Kind::Busy.into(),
            _ => Kind::Internal.into(),
        }
    }
}

impl IntoResponse for Problem {
    fn into_response(self) -> Response {
        let mut response = self.kind.status().into_response();
        response.extensions_mut().insert(self);
        response
    }
}

/// Words every refusal that leaves the router.
pub async fn render(State(edge): State<Edge>, request: Request, next: Next) -> Response {
    let for_people = !request.uri().path().starts_with("/api/") && !request.uri().path().starts_with("/dev/");
    let (parts, body) = request.into_parts();
    let reader = Reader::of(&parts, &edge);
    let texts = if for_people {
        reader.texts
    } else {
        language::of_program(&parts.headers)
    };
    let asked_for = parts.method.is_safe();
    let request = Request::from_parts(parts, body);
    let mut response = if is_readable(request.uri().path()) {
        next.run(request).await
    } else {
        Problem::from(Kind::NotFound).into_response()
    };
    let status = response.status();
    if !status.is_client_error() && !status.is_server_error() {
        return response;
    }
    let kept = response.headers().get(header::ALLOW).cloned();
    let Some(problem) = response.extensions_mut().remove::<Problem>().or_else(|| {
        (response.headers().get(header::CONTENT_TYPE).is_none_or(is_plain))
            .then(|| Problem::of_status(status))
            .flatten()
    }) else {
        return response;
    };
    let mut worded = if for_people {
        let mut frame = reader.frame(&edge);
        if !asked_for {
            frame.switch = Switch::None;
        }
        (
            problem.kind.status(),
            [(header::CONTENT_SECURITY_POLICY, pages::PLAIN_POLICY)],
            Html(pages::problem(
                frame,
                problem.kind.words(texts).title,
                &problem.detail(texts),
            )),
        )
            .into_response()
    } else {
        Document::new(&problem, texts, &edge.settings.base_url).into_response()
    };
    let headers = worded.headers_mut();
    if let Some(allow) = kept {
        headers.insert(header::ALLOW, allow);
    }
    if problem.kind.status() == StatusCode::UNAUTHORIZED {
        let way = if for_people {
            "Basic realm=\"Betrieb\", charset=\"UTF-8\""
        } else {
            "Bearer"
        };
        headers.insert(header::WWW_AUTHENTICATE, HeaderValue::from_static(way));
    }
    if let Some(seconds) = problem.retry_after {
        headers.insert(header::RETRY_AFTER, HeaderValue::from(seconds.max(1)));
    }
    headers.insert(header::CONTENT_LANGUAGE, HeaderValue::from_static(texts.language));
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    worded
}

/// A path that is no UTF-8 leads nowhere.
fn is_readable(path: &str) -> bool {
    let mut parts = form_urlencoded::parse(path.as_bytes());
    parts.all(|(name, value)| !name.contains('\u{FFFD}') && !value.contains('\u{FFFD}'))
}

fn is_plain(value: &HeaderValue) -> bool {
    value.as_bytes().starts_with(b"text/plain")
}
