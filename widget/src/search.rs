//! Finding a service by everyday words, slips of the finger forgiven.

use booking::spelling::words;

use crate::catalogue::Service;

/// What a word that matches nothing costs; whatever matches costs less.
const MISSED: usize = 9;

/// The places of the services that fit what was typed, best first; of equal ones in the catalogue's order.
///
/// A typed word fits where it begins a word, lies within one, or differs from its beginning by a slip or two. Only services
/// that fit as many of the typed words as any other does are found.
pub fn find(services: &[Service], typed: &str) -> Vec<usize> {
    let typed = words(typed);
    let costs: Vec<usize> = services.iter().map(|service| cost(service, &typed)).collect();
    let least = costs.iter().copied().min().unwrap_or(0) / MISSED;
    let mut found = Vec::new();
    if least < typed.len() {
        for wanted in least * MISSED..(least + 1) * MISSED {
            for (place, cost) in costs.iter().enumerate() {
                if *cost == wanted {
                    found.push(place);
                }
            }
        }
    }
    found
}

/// How badly a service fits: nine for each word missed, and little for each that fits less than exactly.
fn cost(service: &Service, typed: &[Vec<u8>]) -> usize {
    let mut known = words(&service.name);
    for synonym in &service.synonyms {
        known.extend(words(synonym));
    }
    let mut missed = 0;
    let mut inexact = 0;
    for word in typed {
        match known.iter().map(|known| distance(word, known)).min() {
            Some(distance) if distance < MISSED => inexact += distance,
            _ => missed += 1,
        }
    }
    missed * MISSED + inexact.min(MISSED - 1)
}

/// 0 for a beginning, 1 for a part, more for slips, [`MISSED`] for anything else.
fn distance(typed: &[u8], known: &[u8]) -> usize {
    if known.starts_with(typed) {
        return 0;
    }
    if typed.len() > 2 && known.windows(typed.len()).any(|part| part == typed) {
        return 1;
    }
    let forgiven = match typed.len() {
        0..4 => 0,
        4..8 => 1,
        _ => 2,
    };
    match slips(typed, known) {
        slips if slips <= forgiven => 1 + slips,
        _ => MISSED,
    }
}

/// The fewest letters to add, drop or exchange so that `typed` begins `known`; neighbours that have changed places count once.
fn slips(typed: &[u8], known: &[u8]) -> usize {
    // Row by row of the usual table: the beginnings of `known` across, those of `typed` down.
    let mut before: Vec<usize> = Vec::new();
    let mut above: Vec<usize> = (0..=known.len()).collect();
    for (down, letter) in typed.iter().enumerate() {
        let mut row = vec![down + 1];
        for (across, other) in known.iter().enumerate() {
            let at = |row: &[usize], place: usize| row.get(place).copied().unwrap_or(MISSED);
            let exchanged = at(&above, across) + usize::from(letter != other);
            let mut least = exchanged
                .min(at(&above, across + 1) + 1)
                .min(at(&row, across) + 1);
            if down > 0
                && across > 0
                && typed.get(down - 1) == Some(other)
                && known.get(across - 1) == Some(letter)
            {
                least = least.min(at(&before, across - 1) + 1);
            }
            row.push(least);
        }
        before = std::mem::replace(&mut above, row);
    }
    above.into_iter().min().unwrap_or(MISSED)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn services() -> Vec<Service> {
        let service = |name: &str, synonyms: &[&str]| Service {
            name: name.into(),
            synonyms: synonyms.iter().map(|&word| word.into()).collect(),
            ..Service::default()
        };
        vec![
            service("Personalausweis beantragen", &["Perso", "neuer Ausweis"]),
            service("Wohnsitz ummelden", &["umziehen", "Umzug", "neue Adresse"]),
            service("Führungszeugnis beantragen", &["police certificate"]),
            service("Führerschein umtauschen", &["Kartenführerschein"]),
            service("Reisepass beantragen", &["Pass"]),
        ]
    }

    #[test]
    fn everyday_words_find_their_service_first() {
        let cases: [(&str, &[usize]); 15] = [
            ("Perso", &[0]),
            ("PERSO ", &[0]),
            ("umziehen", &[1]),
            ("umzihen", &[1]),
            ("Umzug nach Hamburg", &[1]),
            ("Führerschein", &[3]),
            ("fuehrerschein", &[3]),
            ("furherschein", &[3]),
            ("schein", &[3]),
            ("Führ", &[2, 3]),
            ("ausweiss", &[0]),
            ("pass beantragen", &[4]),
            ("neue adresse", &[1]),
            ("Hundesteuer", &[]),
            ("x", &[]),
        ];
        for (typed, expected) in cases {
            assert_eq!(find(&services(), typed), expected, "{typed}");
        }
    }

    #[test]
    fn words_of_other_scripts_are_found_however_they_are_typed() {
        for (typed, known) in [
            ("kimlik karti", "Kimlik kartı"),
            ("IKAMET", "İkamet"),
            ("ikamet", "İKAMET"),
            ("prawo jazdy zolw", "żółw, Prawo jazdy"),
            ("ПАСПОРТ", "паспорт"),
            ("паспорт", "Загранпаспорт"),
            ("посвiдчення", "Посвідчення"),
            ("обовязок", "обов’язок"),
            ("هويه", "هوية"),
            ("جواز", "طلب جواز سفر"),
            ("اسبابکشی", "اسباب‌کشی"),
            ("گذرنامه", "گذرنامهٔ فوری"),
        ] {
            let service = Service {
                name: known.into(),
                ..Service::default()
            };
            // A Latin i in a Cyrillic word is a slip.
            assert_eq!(find(&[service], typed), [0], "{typed} {known}");
        }
    }

    #[test]
    fn nothing_typed_finds_nothing() {
        for typed in ["", "  ", "–"] {
            assert_eq!(find(&services(), typed), [0; 0], "{typed:?}");
        }
    }

    #[test]
    fn slips_are_counted_as_people_make_them() {
        for (typed, known, expected) in [
            ("pass", "pass", 0),
            ("pass", "passport", 0),
            ("pas", "pass", 0),
            ("psas", "pass", 1),
            ("pasz", "pass", 1),
            ("paass", "pass", 1),
            ("zzzz", "pass", 4),
        ] {
            assert_eq!(
                slips(typed.as_bytes(), known.as_bytes()),
                expected,
                "{typed} {known}"
            );
        }
    }
}
