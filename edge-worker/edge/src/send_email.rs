//! What Cloudflare's `send_email` binding says of a mail that it has not taken.
//!
//! Codes: developers.cloudflare.com/email-service/api/send-emails/workers-api/#error-codes

use crate::mail::Delivery;

/// What they say of this recipient or this mail, for good.
const OF_THE_MAIL: [&str; 3] = [
    "E_RECIPIENT_SUPPRESSED",
    "E_VALIDATION_ERROR",
    "E_CONTENT_TOO_LARGE",
];
/// What they say of us, or of the moment, before anything has left.
const OF_US: [&str; 6] = [
    "E_RATE_LIMIT_EXCEEDED",
    "E_DAILY_LIMIT_EXCEEDED",
    "E_SENDER_NOT_VERIFIED",
    "E_SENDER_DOMAIN_NOT_AVAILABLE",
    "E_RECIPIENT_NOT_ALLOWED",
    "E_HEADER_NOT_ALLOWED",
];

/// Judges the `code` of an error; without one that we know, the mail may have left. The error's text stays out of the log, for it
/// may quote an address.
#[must_use]
pub fn verdict(code: Option<&str>) -> Delivery {
    let code = code.unwrap_or("no code");
    if OF_THE_MAIL.contains(&code) {
        Delivery::Refused(code.to_owned())
    } else if OF_US.contains(&code) {
        Delivery::Later(code.to_owned())
    } else if code.starts_with("E_") {
        Delivery::Unknown(code.to_owned())
    } else {
        Delivery::Unknown("an error without a code that we know".to_owned())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_wrong_with_a_mail_is_for_good_and_what_may_have_left_is_unknown() {
        for (code, expected) in [
            (
                Some("E_RECIPIENT_SUPPRESSED"),
                Delivery::Refused as fn(String) -> Delivery,
            ),
            (Some("E_CONTENT_TOO_LARGE"), Delivery::Refused),
            (Some("E_RATE_LIMIT_EXCEEDED"), Delivery::Later),
            (Some("E_SENDER_NOT_VERIFIED"), Delivery::Later),
            (Some("E_DELIVERY_FAILED"), Delivery::Unknown),
            (Some("E_INTERNAL_SERVER_ERROR"), Delivery::Unknown),
        ] {
            assert_eq!(verdict(code), expected(code.unwrap_or_default().to_owned()));
        }
        for code in [None, Some("email to anna@example.org not allowed")] {
            let Delivery::Unknown(reason) = verdict(code) else {
                panic!("{code:?} may have left")
            };
            assert!(!reason.contains('@'), "{reason}");
        }
    }
}
