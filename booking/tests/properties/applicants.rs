//! What people type into the form.

use booking::applicant::{Email, FieldError, Name, Phone};
use proptest::prelude::*;

use super::random::promised;

proptest! {
    #![proptest_config(promised())]

    #[test]
    fn a_name_is_kept_as_it_was_typed(name in r"[\p{L}\p{M} '’.-]{0,130}") {
        let typed = name.trim();
        let length = typed.chars().count();
        let expected = match () {
            () if length == 0 => Err(FieldError::Empty),
            () if length > 120 => Err(FieldError::TooLong),
            () if !typed.chars().any(char::is_alphabetic) => Err(FieldError::Malformed),
            () => Ok(typed.to_owned()),
        };
        prop_assert_eq!(Name::parse(&name).map(|name| name.as_str().to_owned()), expected);
    }

    #[test]
    fn no_name_breaks_a_line_or_turns_its_direction(
        name in r"[a-zé]{1,9}",
        place in any::<prop::sample::Index>(),
        sign in prop::sample::select(vec!['\n', '\r', '\0', '\u{7f}', '\u{85}', '\u{2028}', '\u{2029}', '\u{202a}', '\u{202e}', '\u{2066}', '\u{2069}', '\u{feff}']),
    ) {
        let mut letters: Vec<char> = name.chars().collect();
        letters.insert(1 + place.index(letters.len()).min(letters.len() - 1), sign);
        letters.push('z');
        let text: String = letters.into_iter().collect();
        prop_assert_eq!(Name::parse(&text).err(), Some(FieldError::NotPrintable));
    }

    #[test]
    fn the_usual_addresses_are_read_and_one_mailbox_is_one_address(
        local in "[A-Za-z0-9_]{1,12}(\\.[A-Za-z0-9]{1,5})?",
        tag in "(\\+[a-z0-9]{0,5})?",
        domain in "([A-Za-z0-9]([a-z0-9-]{0,8}[a-z0-9])?\\.){1,3}[a-z]{2,6}",
    ) {
        let email = Email::parse(&format!(" {local}{tag}@{domain} ")).unwrap();
        prop_assert_eq!(email.as_str(), format!("{local}{tag}@{domain}"));
        prop_assert_eq!(email.normalised(), format!("{local}@{domain}").to_lowercase());
    }

    #[test]
    fn whatever_is_read_as_an_address_fits_into_an_envelope(text in "[a-z+.@ -]{0,20}|.{0,40}|[a-z]{60,70}@[a-z]{60,66}\\.de") {
        let Ok(email) = Email::parse(&text) else { return Ok(()) };
        let email = email.as_str();
        let (local, domain) = email.rsplit_once('@').unwrap();
        prop_assert!(email.len() <= 254 && (1..=64).contains(&local.len()));
        prop_assert!(!email.contains([' ', '"', '<', '>', ',', ';', ':']) && !local.contains('@'));
        prop_assert!(!email.contains(|sign: char| sign.is_control() || sign.is_whitespace()));
        prop_assert!(domain.contains('.') && domain.split('.').all(|label| (1..=63).contains(&label.len())));
        prop_assert!(local.split('.').all(|atom| !atom.is_empty()));
    }

    #[test]
    fn a_phone_number_has_5_to_20_digits_and_the_usual_signs(text in "[0-9 +/().-]{0,30}|.{0,12}|[0-9 ]{30,50}") {
        let typed = text.trim();
        let digits = typed.bytes().filter(u8::is_ascii_digit).count();
        let usual = typed.chars().all(|sign| "0123456789 +-/().".contains(sign));
        let expected = match () {
            () if typed.is_empty() => Err(FieldError::Empty),
            () if !usual || !(5..=20).contains(&digits) || typed.len() > 40 => Err(FieldError::Malformed),
            () => Ok(typed.to_owned()),
        };
        prop_assert_eq!(Phone::parse(&text).map(|phone| phone.as_str().to_owned()), expected);
    }
}
