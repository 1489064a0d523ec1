//! The times that are named before anybody has to choose.

use super::*;
use booking::catalogue::Coordinates;

/// Three centres on Tuesday, 1 December 2026, 8:00, each with its own first starts: today, later, late, on a Saturday.
fn journey(first: [[&str; 4]; 3]) -> Journey {
    let centre = |id: &str, district: &str, lat| Centre {
        id: id.into(),
        district: district.into(),
        point: Some(Coordinates { lat, lon: 10_000_000 }),
        services: vec!["personalausweis".into()],
        ..Centre::default()
    };
    let centres = vec![
        centre("harburg", "Harburg", 53_460_000),
        centre("suederelbe", "Harburg", 53_470_000),
        centre("wandsbek", "Wandsbek", 53_570_000),
    ];
    let days = centres.iter().zip(first).map(|(centre, first)| CentreDays {
        centre: centre.id.clone(),
        rows: vec![Row {
            skills: vec!["ausweis".into()],
            longest: "o".into(),
            first: first.map(|text| FirstStarts::from_text(text).unwrap()),
        }],
        ..CentreDays::default()
    });
    let availability = Availability {
        from: date_of("2026-12-01"),
        written: Moment {
            text: "2026-12-01T08:00:00+01:00".into(),
            at: 1_000.0,
        },
        centres: days.collect(),
    };
    let mut journey = Journey::new(None);
    journey.apply(Event::Catalogue(Catalogue {
        centres,
        ..catalogue()
    }));
    journey.apply(Event::Availability(availability));
    journey.apply(Event::Ticked(0, true));
    journey.now = 1_000.0;
    journey
}

fn told(journey: &Journey) -> Vec<(Why, String, String)> {
    let answers = journey.answers().unwrap().into_iter();
    let told = answers.map(|answer| {
        (
            answer.why,
            answer.slot.centre,
            answer.slot.starts_at[..16].to_owned(),
        )
    });
    told.collect()
}

fn expected(answers: &[(Why, &str, &str)]) -> Vec<(Why, String, String)> {
    let answers = answers.iter();
    answers
        .map(|(why, centre, start)| (*why, (*centre).into(), (*start).into()))
        .collect()
}

const NOTHING: [&str; 4] = ["", "", "", ""];

#[test]
fn the_earliest_is_of_the_whole_city_and_each_other_time_is_named_once() {
    // Saturday is the fifth day: 4 × 288 + 108 = 1260, which is 0z0.
    let later = journey([NOTHING, ["", "0b8o", "", ""], ["", "0c0o", "0dco", "0z0o"]]);
    assert_eq!(
        told(&later),
        expected(&[
            (Why::Earliest, "suederelbe", "2026-12-02T09:40"),
            (Why::Late, "wandsbek", "2026-12-02T16:00"),
            (Why::Saturday, "wandsbek", "2026-12-05T09:00"),
        ])
    );
    // The earliest is late already: it is not named again.
    let late = journey([["", "0dco", "0dco", ""], NOTHING, NOTHING]);
    assert_eq!(
        told(&late),
        expected(&[(Why::Earliest, "harburg", "2026-12-02T16:00")])
    );
    assert_eq!(told(&journey([NOTHING; 3])), []);
    assert_eq!(at(Step::Place).answers().map(|answers| answers.len()), Some(1));
    assert_eq!(Journey::new(None).answers(), None);
}

#[test]
fn a_start_within_three_hours_is_told_in_minutes_and_the_earliest_from_tomorrow_stands_beside_it() {
    // 9:05, 11:00 and 11:05 today; 9:40 tomorrow.
    for (today, since, minutes) in [
        ("031o", 0.0, Some(65)),
        ("031o", 300.0, Some(60)),
        ("03oo", 0.0, Some(180)),
        ("03po", 0.0, None),
    ] {
        let mut journey = journey([[today, "0b8o", "", ""], NOTHING, NOTHING]);
        journey.now += since * 1_000.0;
        let answers = journey.answers().unwrap();
        assert_eq!(answers[0].starts_in, minutes, "{today}");
        let beside = answers
            .get(1)
            .map(|answer| (answer.why, answer.slot.starts_at[..16].to_owned()));
        let tomorrow = (Why::FromTomorrow, "2026-12-02T09:40".to_owned());
        assert_eq!(beside, minutes.map(|_| tomorrow), "{today}");
    }
}

#[test]
fn near_a_postcode_or_in_a_district_the_earliest_is_named_with_the_way() {
    let mut journey = journey([["", "0b8o", "", ""], ["", "0c0o", "", ""], ["", "0b0o", "", ""]]);
    let asked = journey.apply(Event::Typed(Field::Near, "2".into()));
    assert_eq!(asked, [Command::LoadPostcodes]);
    assert_eq!(
        journey.apply(Event::Typed(Field::Near, "21".into())),
        [],
        "asked for once"
    );
    journey.apply(Event::Postcodes(booking::near::read(
        "21073 53461000 10000000 Harburg\n22041 53569000 10000000 Wandsbek\n",
    )));
    assert_eq!(journey.nearby(), None);

    journey.apply(Event::Typed(Field::Near, "21073".into()));
    let serving = journey.catalogue.serving(&journey.wishes);
    let near: Vec<&str> = journey
        .near(&serving)
        .iter()
        .map(|centre| centre.id.as_str())
        .collect();
    assert_eq!(near, ["harburg", "suederelbe", "wandsbek"], "the nearest first");
    let answers = journey.answers().unwrap();
    let near = answers.iter().find(|answer| answer.why == Why::Near).unwrap();
    assert_eq!(
        (near.slot.centre.as_str(), near.metres),
        ("wandsbek", Some(12_121))
    );

    journey.apply(Event::Typed(Field::Near, "harb".into()));
    let answers = journey.answers().unwrap();
    let near = answers.iter().find(|answer| answer.why == Why::Near).unwrap();
    assert_eq!((near.slot.centre.as_str(), near.metres), ("harburg", None));
}

#[test]
fn postcodes_that_did_not_come_are_asked_for_again() {
    let mut journey = at(Step::Place);
    assert_eq!(
        journey.apply(Event::Typed(Field::Near, "2".into())),
        [Command::LoadPostcodes]
    );
    let quietly = journey.apply(Event::Refused(Command::LoadPostcodes, refusal("network")));
    assert_eq!((quietly, &journey.notice), (Vec::new(), &None));
    assert_eq!(
        journey.apply(Event::Typed(Field::Near, "21".into())),
        [Command::LoadPostcodes]
    );
}
