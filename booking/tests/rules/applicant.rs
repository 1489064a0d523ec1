//! Who comes: any name people have, addresses that mails can reach, and nothing that breaks a mail.

use booking::applicant::{Applicant, Email, FieldError, Name, Phone};

#[test]
fn names_of_any_script_stay_as_they_were_typed() {
    for name in [
        "Ayşe Öztürk",
        "Łukasz Žižka",
        "Ḩāfiz̧ Ĵëḿ M̂ C̈ D̂ Ḱ N̈ S̄ Z̈",
        "d’Artagnan-O’Neill",
        "Þórður Ægisson",
        "Nguyễn Thị Ánh",
        "Đorđe Ǆ ǅ ẞ ß ŉ",
        "Αθηνά Παπαδοπούλου",
        "Ольга Ґудзь",
        "محمد عبد الله",
        "שרה כהן",
        "王小明",
        "नेहा शर्मा",
        "J",
        "Maria (Mia) von der Heide, Dr. jur. 3.",
    ] {
        assert_eq!(Name::parse(name).unwrap().as_str(), name);
        assert_eq!(Name::parse(&format!("  {name}\t")).unwrap().as_str(), name);
    }
}

#[test]
fn names_that_would_break_a_mail_or_a_screen_are_refused() {
    for (name, why) in [
        ("", FieldError::Empty),
        (" \t ", FieldError::Empty),
        ("Anna\r\nBcc: all@example.org", FieldError::NotPrintable),
        ("Anna\nMeier", FieldError::NotPrintable),
        ("Anna\rMeier", FieldError::NotPrintable),
        ("Anna\0Meier", FieldError::NotPrintable),
        ("Anna\u{1b}[31m", FieldError::NotPrintable),
        ("Anna\u{7f}", FieldError::NotPrintable),
        ("Anna\u{85}Meier", FieldError::NotPrintable),
        ("Anna\u{2028}Meier", FieldError::NotPrintable),
        ("Anna\u{202E}reieM", FieldError::NotPrintable),
        ("\u{2066}Anna\u{2069}", FieldError::NotPrintable),
        ("Anna\u{FEFF}", FieldError::NotPrintable),
    ] {
        assert_eq!(Name::parse(name).err(), Some(why), "{name:?}");
    }
}

#[test]
fn a_name_has_120_characters_at_most_whatever_they_weigh() {
    for letter in ["a", "ß", "王"] {
        assert!(Name::parse(&letter.repeat(120)).is_ok());
        assert_eq!(Name::parse(&letter.repeat(121)).err(), Some(FieldError::TooLong));
    }
}

#[test]
fn addresses_of_the_usual_form_are_taken() {
    let longest = format!("{}@{}.de", "a".repeat(64), "b".repeat(63));
    for address in [
        "a@b.de",
        "anna.meier@hamburg.de",
        "anna+termin@mail.example.org",
        "o'neill@example.ie",
        "x_y-z@sub-domain.example.museum",
        "1@2.example.com",
        "post@xn--mller-kva.de",
        "jürgen@b.de",
        "post@müller.de",
        "用户@例子.中国",
        &longest,
    ] {
        assert_eq!(Email::parse(address).unwrap().as_str(), address);
    }
}

#[test]
fn addresses_that_are_none_are_refused() {
    let local = format!("{}@b.de", "a".repeat(65));
    let label = format!("a@{}.de", "b".repeat(64));
    for address in [
        "anna",
        "@b.de",
        "a@",
        "a@b",
        "a@@b.de",
        "a@b@c.de",
        "a b@c.de",
        "a@b c.de",
        ".a@b.de",
        "a.@b.de",
        "a..b@c.de",
        "a@.de",
        "a@b..de",
        "a@-b.de",
        "a@b-.de",
        "a@b.d",
        "a@b.de.",
        "a@127.0.0.1",
        "a@[127.0.0.1]",
        "\"a b\"@c.de",
        "a@b.de,c@d.de",
        "a@b.de\r\nBcc: c@d.de",
        "a\0@b.de",
        "<a@b.de>",
        "m\u{fc}\u{202e}ller@b.de",
        "a@mu\u{308}ller.de",
        "a@m\u{200b}.de",
        &local,
        &label,
    ] {
        assert_eq!(
            Email::parse(address).err(),
            Some(FieldError::Malformed),
            "{address:?}"
        );
    }
    let long = |bytes: usize| {
        format!(
            "a@{}{}e.de",
            "b.".repeat(60),
            "d".repeat(bytes - 126).replace("dddd", "dd.d")
        )
    };
    for (bytes, refused) in [(254, None), (255, Some(FieldError::TooLong))] {
        let address = long(bytes);
        assert_eq!(address.len(), bytes);
        assert_eq!(Email::parse(&address).err(), refused, "{address}");
    }
    assert_eq!(Email::parse(" ").err(), Some(FieldError::Empty));
}

#[test]
fn one_mailbox_counts_as_one_address() {
    for (address, counts_as) in [
        ("Anna@Hamburg.DE", "anna@hamburg.de"),
        ("anna+a@hamburg.de", "anna@hamburg.de"),
        ("anna+a+b@hamburg.de", "anna@hamburg.de"),
        ("+anna@hamburg.de", "+anna@hamburg.de"),
        ("an.na@hamburg.de", "an.na@hamburg.de"),
        ("JÜRGEN+a@MÜLLER.de", "jürgen@müller.de"),
    ] {
        assert_eq!(
            Email::parse(address).unwrap().normalised(),
            counts_as,
            "{address}"
        );
    }
}

#[test]
fn phone_numbers_are_digits_with_the_usual_signs() {
    for number in [
        "115",
        "+49 40 428 28-0",
        "040/42828-0",
        "(040) 42828.0",
        "00494042828",
    ] {
        let read = Phone::parse(number).map(|phone| phone.as_str().to_owned());
        let expected = if number == "115" {
            Err(FieldError::Malformed)
        } else {
            Ok(number.to_owned())
        };
        assert_eq!(read, expected, "{number}");
    }
    let spaced = |signs: usize| format!("12345{}6", " ".repeat(signs - 6));
    assert!(Phone::parse(&spaced(40)).is_ok());
    assert_eq!(Phone::parse(&spaced(41)).err(), Some(FieldError::Malformed));
    for number in [
        "1234",
        "040 abc",
        "+49\r\n40 428280",
        "123456789012345678901",
        "٠٤٠٤٢٨٢٨",
    ] {
        assert_eq!(
            Phone::parse(number).err(),
            Some(FieldError::Malformed),
            "{number}"
        );
    }
    assert_eq!(Phone::parse("  ").err(), Some(FieldError::Empty));
}

#[test]
fn an_applicant_in_a_log_says_nothing() {
    let applicant = Applicant {
        name: Name::parse("Anna Meier").unwrap(),
        email: Email::parse("anna@hamburg.de").unwrap(),
        phone: Phone::parse("040 42828-0").ok(),
    };
    assert_eq!(format!("{applicant:?}"), "Applicant(…)");
}
