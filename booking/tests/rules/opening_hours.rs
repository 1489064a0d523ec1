//! Opening hours that come back (rule 10), written as in the field: rules as OpenStreetMap's `opening_hours`
//! has them (`Tu[1,3] 08:00-16:00; PH off`), and every n weeks as iCalendar's RRULE has it. A clerk can check
//! each row against a calendar.

use booking::plan::{Closure, Occurrence, OpeningHours, Plan, Rhythm, SpecialOpening};
use booking::unit::{UNITS_A_DAY, Unit, clock};
use chrono::{Datelike, NaiveDate, Weekday};

use super::city::{BOTH, clock_span, date, weekday_hours};

const WORKDAYS: &str = "Mo-Fr 07:00-19:00; PH off";
const WITH_SATURDAYS: &str = "Mo-Fr 07:00-19:00; Sa 09:00-16:00; PH off";
const CLOSED_AT_CHRISTMAS: &str = "Mo-Fr 07:00-19:00; PH off; 2026-12-24 off; 2026-12-31 off";
const SECOND_THURSDAY: &str = "DTSTART=2026-11-05;FREQ=WEEKLY;INTERVAL=2;BYDAY=TH 09:00-17:00; PH off";
const THIRD_TUESDAY: &str = "DTSTART=2026-11-03;FREQ=WEEKLY;INTERVAL=3;BYDAY=TU 09:00-17:00; PH off";

/// Rules, a month, and the days of it that are open.
#[rustfmt::skip]
const MONTHS: &[(&str, &str, &str)] = &[
    ("Tu,Th 08:00-16:00; PH off", "2026-11", "3 5 10 12 17 19 24 26"),
    ("Mo,Tu,Th,Fr 08:00-15:00; PH off", "2026-12", "1 3 4 7 8 10 11 14 15 17 18 21 22 24 28 29 31"),
    // Mobile teams: certain weeks of the month.
    ("Tu[1,3] 08:00-16:00; PH off", "2026-11", "3 17"),
    ("Tu[1,3] 08:00-16:00; PH off", "2026-12", "1 15"),
    ("Tu[2,4] 08:00-16:00; PH off", "2026-12", "8 22"),
    ("Th[5] 08:00-16:00; PH off", "2026-11", ""),
    ("Th[5] 08:00-16:00; PH off", "2026-12", "31"),
    ("Fr[-1] 08:00-12:00; PH off", "2026-10", "30"),
    ("Fr[-1] 08:00-12:00; PH off", "2026-11", "27"),
    ("Fr[-1] 08:00-12:00; PH off", "2026-12", ""),
    ("Fr[-1] 08:00-12:00; PH off", "2027-02", "26"),
    ("Fr[1] 08:00-12:00; PH off", "2027-01", ""),
    ("Mo[-1] 08:00-12:00; PH off", "2028-02", "28"),
    ("Tu[-1] 08:00-12:00; PH off", "2028-02", "29"),
    // Every n weeks, through the end of a year of 53 weeks and over holidays, which move nothing.
    (SECOND_THURSDAY, "2026-10", ""),
    (SECOND_THURSDAY, "2026-11", "5 19"),
    (SECOND_THURSDAY, "2026-12", "3 17 31"),
    (SECOND_THURSDAY, "2027-01", "14 28"),
    (SECOND_THURSDAY, "2027-05", "20"),
    (THIRD_TUESDAY, "2026-11", "3 24"),
    (THIRD_TUESDAY, "2026-12", "15"),
    (THIRD_TUESDAY, "2027-01", "5 26"),
    // Saturdays, which holidays close as well.
    (WITH_SATURDAYS, "2026-10", "1 2 5 6 7 8 9 10 12 13 14 15 16 17 19 20 21 22 23 24 26 27 28 29 30"),
    (WITH_SATURDAYS, "2026-12", "1 2 3 4 5 7 8 9 10 11 12 14 15 16 17 18 19 21 22 23 24 28 29 30 31"),
    // The days before Christmas and New Year are workdays, until somebody closes them.
    (WORKDAYS, "2026-12", "1 2 3 4 7 8 9 10 11 14 15 16 17 18 21 22 23 24 28 29 30 31"),
    (CLOSED_AT_CHRISTMAS, "2026-12", "1 2 3 4 7 8 9 10 11 14 15 16 17 18 21 22 23 28 29 30"),
    // Easter, and the month of most holidays.
    (WORKDAYS, "2027-03", "1 2 3 4 5 8 9 10 11 12 15 16 17 18 19 22 23 24 25 30 31"),
    (WORKDAYS, "2027-05", "3 4 5 7 10 11 12 13 14 18 19 20 21 24 25 26 27 28 31"),
    // A beginning and an end in the middle of a month; the last date is still open.
    ("2026-04-01+ Mo-Fr 07:00-19:00; PH off", "2026-04", "1 2 7 8 9 10 13 14 15 16 17 20 21 22 23 24 27 28 29 30"),
    ("2026-11-09..2026-11-13 Mo-Fr 07:00-19:00; PH off", "2026-11", "9 10 11 12 13"),
];

/// Rules, a date, and when it is open.
#[rustfmt::skip]
const DATES: &[(&str, &str, &str)] = &[
    (WITH_SATURDAYS, "2026-12-04", "07:00-19:00"),
    (WITH_SATURDAYS, "2026-12-05", "09:00-16:00"),
    (WITH_SATURDAYS, "2026-12-06", ""),
    (WITH_SATURDAYS, "2026-10-03", ""),
    (WITH_SATURDAYS, "2026-10-31", ""),
    (WITH_SATURDAYS, "2026-12-26", ""),
    ("Mo,We 08:00-12:00,13:00-16:00; Tu 07:00-12:30; Th 13:30-19:00; Fr 08:00-13:00; PH off", "2026-12-02", "08:00-12:00 13:00-16:00"),
    ("Mo,We 08:00-12:00,13:00-16:00; Tu 07:00-12:30; Th 13:30-19:00; Fr 08:00-13:00; PH off", "2026-12-03", "13:30-19:00"),
    // A special opening stands above a holiday, and above the hours of its weekday.
    ("Mo-Fr 07:00-19:00; PH off; 2026-12-26 10:00-14:00", "2026-12-26", "10:00-14:00"),
    ("Mo-Fr 07:00-19:00; PH off; 2026-12-01 10:00-14:00", "2026-12-01", "10:00-14:00"),
    ("Mo-Fr 07:00-19:00; PH off; 2026-12-01 10:00-14:00", "2026-12-02", "07:00-19:00"),
    // A closure stands above all of them.
    ("Mo-Fr 07:00-19:00; PH off; 2026-12-01 10:00-14:00; 2026-12-01 off", "2026-12-01", ""),
    ("Mo-Fr 07:00-19:00; PH off; 2026-12-01 12:00-13:00 off", "2026-12-01", "07:00-12:00 13:00-19:00"),
    ("Mo-Fr 07:00-19:00; PH off; 2026-12-26 10:00-14:00; 2026-12-26 13:00-24:00 off", "2026-12-26", "10:00-13:00"),
    // Part of a month beside every week: both hold on a day that has both.
    ("Tu 08:00-12:00; Tu[1] 14:00-18:00; PH off", "2026-12-01", "08:00-12:00 14:00-18:00"),
    ("Tu 08:00-12:00; Tu[1] 14:00-18:00; PH off", "2026-12-08", "08:00-12:00"),
    // Clocks change at night. Easter Sunday is no holiday in Hamburg, Reformation Day is one.
    ("Su 00:00-06:00; PH off", "2027-03-28", "00:00-02:00 03:00-06:00"),
    ("Su 00:00-06:00; PH off", "2027-10-31", ""),
    ("Su 00:00-06:00; PH off; 2027-10-31 00:00-06:00", "2027-10-31", "00:00-02:00 03:00-06:00"),
    ("Su 00:00-06:00; PH off", "2028-10-29", "00:00-02:00 03:00-06:00"),
    ("Mo-Sa 07:00-19:00; PH off", "2027-10-30", "07:00-19:00"),
];

#[test]
fn each_month_opens_on_the_days_of_its_rules() {
    for (rules, month, expected) in MONTHS {
        let plan = plan(rules);
        let open: Vec<String> = date(&format!("{month}-01"))
            .iter_days()
            .take_while(|day| day.to_string().starts_with(month))
            .filter(|day| !plan.on(*day).counters.is_empty())
            .map(|day| day.day().to_string())
            .collect();
        assert_eq!(open.join(" "), *expected, "{rules} in {month}");
    }
}

#[test]
fn each_date_opens_at_the_hours_of_its_rules() {
    for (rules, day, expected) in DATES {
        assert_eq!(hours(&plan(rules), date(day)), *expected, "{rules} on {day}");
    }
}

/// Open workdays, and how many of them 24 and 31 December take.
const YEARS: [(i32, usize, usize, &str); 5] = [
    (2026, 254, 2, "04-05"),
    (2027, 256, 2, "03-28"),
    (2028, 251, 0, "04-16"),
    (2029, 251, 2, "04-01"),
    (2030, 251, 2, "04-21"),
];

#[test]
fn the_years_2026_to_2030_are_complete() {
    for (year, workdays, eves, easter) in YEARS {
        let closed = format!("{WORKDAYS}; {year}-12-24 off; {year}-12-31 off");
        let (plan, closed) = (plan(WORKDAYS), plan(&closed));
        let first = NaiveDate::from_ymd_opt(year, 1, 1).unwrap();
        let days: Vec<NaiveDate> = first.iter_days().take_while(|day| day.year() == year).collect();
        let count = |plan: &Plan| days.iter().filter(|day| !hours(plan, **day).is_empty()).count();
        assert_eq!(count(&plan), workdays, "{year}");
        assert_eq!(count(&closed), workdays - eves, "{year} without the eves");
        for day in days {
            let expected = if is_workday_by_hand(day, easter) {
                "07:00-19:00"
            } else {
                ""
            };
            assert_eq!(hours(&plan, day), expected, "{day}");
        }
    }
}

/// With nothing of the product and little of chrono: weekday by Sakamoto's table, holidays counted from a
/// published date of Easter Sunday.
fn is_workday_by_hand(day: NaiveDate, easter: &str) -> bool {
    const SHIFT: [i32; 12] = [0, 3, 2, 5, 0, 3, 5, 1, 4, 6, 2, 4];
    let (year, month) = (day.year(), day.month());
    let y = if month < 3 { year - 1 } else { year };
    let sunday_is_0 = (y + y / 4 - y / 100 + y / 400 + SHIFT[month as usize - 1] + day.day() as i32) % 7;
    let fixed = ["01-01", "05-01", "10-03", "10-31", "12-25", "12-26"];
    let (easter_month, easter_day) = easter.split_once('-').unwrap();
    let easter_ordinal = ordinal(year, easter_month.parse().unwrap(), easter_day.parse().unwrap());
    let after_easter = ordinal(year, month, day.day()) - easter_ordinal;
    (1..=5).contains(&sunday_is_0)
        && !fixed.contains(&&day.to_string()[5..])
        && ![-2, 1, 39, 50].contains(&after_easter)
}

/// The day's number in its year, from 1; right for 1901 to 2099.
fn ordinal(year: i32, month: u32, day: u32) -> i32 {
    const BEFORE: [i32; 12] = [0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334];
    BEFORE[month as usize - 1] + day as i32 + i32::from(month > 2 && year % 4 == 0)
}

#[test]
fn hours_every_n_weeks_come_back_on_either_side_of_their_anchor() {
    let hours = |weeks| OpeningHours {
        rhythm: Rhythm::EveryWeeks {
            weeks,
            anchor: date("2027-01-03"),
        },
        ..weekday_hours(Weekday::Thu, "09:00-17:00")
    };
    // The anchor is a Sunday of week 53: its week began on Monday, 28 December.
    for (weeks, applies, not) in [
        (1, "2027-01-07", "2027-01-08"),
        (2, "2026-12-31", "2027-01-07"),
        (2, "2026-12-17", "2026-12-24"),
        (4, "2027-01-28", "2027-01-14"),
        (7, "2027-02-18", "2027-01-07"),
        // Never, rather than always.
        (0, "", "2026-12-31"),
    ] {
        assert!(
            applies.is_empty() || hours(weeks).applies(date(applies)),
            "{weeks} {applies}"
        );
        assert!(!hours(weeks).applies(date(not)), "{weeks} {not}");
    }
}

#[test]
fn hours_meet_only_where_one_day_has_both() {
    for (a, b, meet) in [
        ("Tu 08:00-12:00", "Tu 08:00-12:00", true),
        ("Tu 08:00-12:00", "We 08:00-12:00", false),
        ("Tu[1] 08:00-12:00", "Tu[3] 08:00-12:00", false),
        ("Tu[4] 08:00-12:00", "Tu[-1] 08:00-12:00", true),
        ("Tu[5] 08:00-12:00", "Tu[-1] 08:00-12:00", true),
        ("Tu[3] 08:00-12:00", "Tu[-1] 08:00-12:00", false),
        ("Tu[1] 08:00-12:00", "Tu 08:00-12:00", true),
        ("2027-01-01+ Tu 08:00-12:00", "..2026-12-31 Tu 08:00-12:00", false),
        ("2026-12-29+ Tu 08:00-12:00", "..2026-12-31 Tu 08:00-12:00", true),
        // They overlap in time, but not on a Tuesday.
        ("2026-12-30+ Tu 08:00-12:00", "..2026-12-31 Tu 08:00-12:00", false),
        (
            "DTSTART=2026-11-03;FREQ=WEEKLY;INTERVAL=2;BYDAY=TU 08:00-12:00",
            "DTSTART=2026-11-10;FREQ=WEEKLY;INTERVAL=2;BYDAY=TU 08:00-12:00",
            false,
        ),
        (
            "DTSTART=2026-11-03;FREQ=WEEKLY;INTERVAL=2;BYDAY=TU 08:00-12:00",
            "DTSTART=2026-11-10;FREQ=WEEKLY;INTERVAL=3;BYDAY=TU 08:00-12:00",
            true,
        ),
        (
            "DTSTART=2026-11-03;FREQ=WEEKLY;INTERVAL=2;BYDAY=TU 08:00-12:00",
            "DTSTART=2026-11-10;FREQ=WEEKLY;INTERVAL=4;BYDAY=TU 08:00-12:00",
            false,
        ),
    ] {
        let (one, other) = (plan(a).opening_hours, plan(b).opening_hours);
        assert_eq!(one[0].meets(&other[0]), meet, "{a} / {b}");
        assert_eq!(other[0].meets(&one[0]), meet, "{b} / {a}");
    }
}

/// When the plan's only counter is open.
#[test]
fn hours_that_meet_once_in_decades_meet() {
    let every = |weeks, valid_until| OpeningHours {
        valid_until,
        rhythm: Rhythm::EveryWeeks {
            weeks,
            anchor: date("2026-12-01"),
        },
        ..weekday_hours(Weekday::Tue, "08:00-12:00")
    };
    // In 39 years they meet in the week of the anchor alone; the years are counted back from where the first ends.
    for until in ["2026-12-02", "2036-12-02"] {
        let (one, other) = (every(40, Some(date(until))), every(51, None));
        assert!(one.meets(&other) && other.meets(&one), "until {until}");
    }
}

fn hours(plan: &Plan, day: NaiveDate) -> String {
    let counters = plan.on(day).counters;
    let Some(open) = counters.first().map(|counter| counter.open) else {
        return String::new();
    };
    let starts =
        (0..UNITS_A_DAY).filter(|unit| open.contains(*unit) && (*unit == 0 || !open.contains(unit - 1)));
    let spans = starts.map(|start| format!("{}-{}", clock(start), clock(start + open.run_from(start))));
    spans.collect::<Vec<_>>().join(" ")
}

/// Reads rules into the plan of a centre with one counter.
fn plan(rules: &str) -> Plan {
    let mut plan = Plan {
        opening_hours: Vec::new(),
        ..super::city::plan(&[BOTH])
    };
    for rule in rules.split("; ") {
        let words: Vec<&str> = rule.split(' ').collect();
        match words[..] {
            ["PH", "off"] => {}
            [day, "off"] => plan.closures.push(closure(day, None)),
            [day, part, "off"] => plan.closures.push(closure(day, Some(clock_span(part)))),
            [day, times] if day.parse::<NaiveDate>().is_ok() => {
                let (opens, closes) = clock_span(times);
                plan.special_openings.push(SpecialOpening {
                    date: date(day),
                    opens,
                    closes,
                });
            }
            [rrule, times] if rrule.starts_with("DTSTART=") => {
                plan.opening_hours.push(every_weeks(rrule, times))
            }
            [days, times] => plan.opening_hours.extend(weekly("", days, times)),
            [valid, days, times] => plan.opening_hours.extend(weekly(valid, days, times)),
            _ => panic!("{rule}"),
        }
    }
    plan
}

fn closure(day: &str, part: Option<(Unit, Unit)>) -> Closure {
    let from = date(day);
    Closure {
        from,
        until: from.succ_opt().unwrap(),
        part,
        counter: None,
    }
}

/// `DTSTART=2026-11-05;FREQ=WEEKLY;INTERVAL=2;BYDAY=TH`
fn every_weeks(rrule: &str, times: &str) -> OpeningHours {
    let part = |name: &str| {
        let named = |part: &'_ &str| part.starts_with(name);
        let part = rrule.split(';').find(named).unwrap();
        &part[name.len() + 1..]
    };
    assert_eq!(part("FREQ"), "WEEKLY");
    let start = date(part("DTSTART"));
    OpeningHours {
        valid_from: Some(start),
        rhythm: Rhythm::EveryWeeks {
            weeks: part("INTERVAL").parse().unwrap(),
            anchor: start,
        },
        ..weekday_hours(weekday(part("BYDAY")), times)
    }
}

/// `2026-04-01+`, `2026-11-09..2026-11-13`, `..2026-12-31`; `Mo-Fr`, `Tu,Th`, `Tu[1,3]`, `Fr[-1]`; `08:00-12:00,13:00-16:00`.
fn weekly(valid: &str, days: &str, times: &str) -> Vec<OpeningHours> {
    let (from, last) = valid.split_once("..").unwrap_or((valid, ""));
    let from = from.trim_end_matches('+');
    let (days, rhythm) = match days.split_once('[') {
        None => (days, Rhythm::Weekly),
        Some((day, weeks)) => {
            let weeks = weeks.trim_end_matches(']').split(',');
            (day, Rhythm::OfMonth(weeks.map(occurrence).collect()))
        }
    };
    let spans = times.split(',');
    spans
        .flat_map(|times| {
            weekdays(days)
                .into_iter()
                .map(move |day| weekday_hours(day, times))
        })
        .map(|hours| OpeningHours {
            valid_from: (!from.is_empty()).then(|| date(from)),
            valid_until: (!last.is_empty()).then(|| date(last).succ_opt().unwrap()),
            rhythm: rhythm.clone(),
            ..hours
        })
        .collect()
}

fn weekdays(days: &str) -> Vec<Weekday> {
    match days.split_once('-') {
        None => days.split(',').map(weekday).collect(),
        Some((first, last)) => {
            let mut days = vec![weekday(first)];
            while days.last() != Some(&weekday(last)) {
                days.push(days[days.len() - 1].succ());
            }
            days
        }
    }
}

fn weekday(two_letters: &str) -> Weekday {
    match two_letters.to_ascii_lowercase().as_str() {
        "mo" => Weekday::Mon,
        "tu" => Weekday::Tue,
        "we" => Weekday::Wed,
        "th" => Weekday::Thu,
        "fr" => Weekday::Fri,
        "sa" => Weekday::Sat,
        "su" => Weekday::Sun,
        other => panic!("{other}"),
    }
}

fn occurrence(number: &str) -> Occurrence {
    match number {
        "1" => Occurrence::First,
        "2" => Occurrence::Second,
        "3" => Occurrence::Third,
        "4" => Occurrence::Fourth,
        "5" => Occurrence::Fifth,
        "-1" => Occurrence::Last,
        other => panic!("{other}"),
    }
}
