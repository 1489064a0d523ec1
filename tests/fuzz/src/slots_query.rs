//! The query of `GET /api/v1/slots`.

use booking::unit::LONGEST_VISIT;
use chrono::{Datelike, Days};
use edge::problem::{Kind, Problem};
use edge::request;
use edge::slots_query::{DAYS, MOST_SLOTS, SlotsQuery};
use form_urlencoded::Serializer;

use crate::city::{CATALOGUE, NOW};

/// See the crate.
pub fn check(input: &[u8]) -> bool {
    let Ok(text) = str::from_utf8(input) else {
        return false;
    };
    match SlotsQuery::read(text, NOW) {
        Ok(query) => {
            taken(&query);
            true
        }
        Err(problem) => {
            assert_eq!(problem.kind(), Kind::BadQuery);
            assert!(!problem.fields().is_empty(), "a fault is named");
            worded(&problem);
            let again = SlotsQuery::read(text, NOW).expect_err("it is refused again");
            assert_eq!(again.fields(), problem.fields());
            false
        }
    }
}

fn taken(query: &SlotsQuery) {
    assert!(!query.services.is_empty());
    assert!((1..=DAYS).contains(&query.days), "{} days", query.days);
    assert!((1..=MOST_SLOTS).contains(&query.limit), "{} slots", query.limit);
    assert!((1..=9999).contains(&query.from.year()), "{}", query.from);
    assert!(
        query
            .from
            .checked_add_days(Days::new(u64::from(query.days)))
            .is_some()
    );
    let again = SlotsQuery::read(&written(query), NOW).expect("what was taken is taken again");
    assert_eq!(format!("{again:?}"), format!("{query:?}"));
    match request::services(&CATALOGUE, &query.services) {
        Ok(wish) => {
            let units = CATALOGUE
                .units(&wish)
                .expect("a wish that was taken has a length");
            assert!((1..=LONGEST_VISIT).contains(&units));
        }
        Err(faults) => {
            assert!(!faults.is_empty());
            worded(&Problem::invalid(faults));
        }
    }
}

fn written(query: &SlotsQuery) -> String {
    let mut text = Serializer::new(String::new());
    for service in &query.services {
        text.append_pair("service", &format!("{}:{}", service.id, service.quantity));
    }
    if let Some(centre) = &query.centre {
        text.append_pair("centre", centre.as_str());
    }
    text.append_pair("from", &query.from.to_string());
    text.append_pair("days", &query.days.to_string());
    text.append_pair("limit", &query.limit.to_string());
    text.finish()
}

/// Every fault has its words, in every language, with nothing left to fill in.
pub(crate) fn worded(problem: &Problem) {
    for texts in texts::ALL {
        for fault in problem.fields() {
            let words = fault.words(texts);
            assert!(
                !words.is_empty() && !words.contains(['{', '}']),
                "{fault:?}: {words}"
            );
        }
    }
}
