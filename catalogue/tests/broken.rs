//! One slip in a sound catalogue, and the problem it is reported as.

use std::fs;
use std::path::{Path, PathBuf};

/// File, what is replaced there, by what, and the beginning of each problem reported.
type Case = (&'static str, &'static str, &'static str, &'static [&'static str]);

const PASS: &str = "services/pass.toml";
const SECRET: &str = "services/secret.toml";
const HAFEN: &str = "centres/hafen.toml";
const TITLE: &str = "services/titel.toml";
const SPEICHER: &str = "centres/speicher.toml";
const AMT: &str = "centres/amt.toml";
const CITY: &str = "city.toml";
const TURKISH: &str = "languages/tr.toml";

#[rustfmt::skip]
const CASES: &[Case] = &[
    // form
    (PASS, "place =", "palce =", &["services/pass.toml:6: unknown field `palce`"]),
    (PASS, "units = [3, 6]\n", "", &["services/pass.toml:1: missing field `units`"]),
    (PASS, "\"person\"", "\"dog\"", &["services/pass.toml:5: unknown variant `dog`"]),
    (PASS, "units = [3, 6]", "units = [3, 6", &["services/pass.toml:5: "]),
    (HAFEN, "mon = [\"09", "mo = [\"09", &["centres/hafen.toml:17: unknown field `mo`"]),
    (HAFEN, "numbers = [2]", "numbers = [300]", &["centres/hafen.toml:32: "]),
    // length of visits
    (PASS, "[3, 6]", "[]", &["services/pass.toml:4: no units"]),
    (PASS, "[3, 6]", "[0, 6]", &["services/pass.toml:4: a visit of 0 units"]),
    (PASS, "[3, 6]", "[3, 25]", &["services/pass.toml:4: a visit of 25 units"]),
    (PASS, "[3, 6]", "[6, 3]", &["services/pass.toml:4: units fall with the quantity"]),
    // lead time
    (CITY, "lead_minutes = 60", "lead_minutes = 59", &["city.toml:3: a lead time of 59 minutes"]),
    // names
    (PASS, "\"9908", "\"0", &["services/pass.toml:3: LeiKa key \"05001012000\" has not 14 digits"]),
    (SECRET, "\"l-1\"", "\"pass\"", &[
        "centres/hafen.toml:8: unknown service \"l-1\"",
        "city.toml:1: services names \"l-1\" twice, or no file has this id",
        "city.toml:1: services leaves out \"pass\"",
        "services/secret.toml:1: id \"pass\" and sensitive = true do not match",
        "services/secret.toml:1: id \"pass\" is taken by services/pass.toml",
    ]),
    (SECRET, "sensitive = true\n", "", &["services/secret.toml:1: id \"l-1\" and sensitive = false do not match"]),
    (HAFEN, "id = \"hafen\"", "id = \"Hafen City\"", &[
        "centres/hafen.toml:1: id \"Hafen City\" cannot stand in an address",
        "city.toml:2: centres names \"hafen\" twice, or no file has this id",
        "city.toml:2: centres leaves out \"Hafen City\"",
        "centres/speicher.toml:7: unknown successor \"hafen\"",
    ]),
    (HAFEN, "\"Altona\"", "\"Bremen\"", &["centres/hafen.toml:3: no district Bremen"]),
    (HAFEN, "\"22767\"", "\"2276\"", &["centres/hafen.toml:4: postcode \"2276\" has not five digits"]),
    (CITY, "\"pass\", ", "", &["city.toml:1: services leaves out \"pass\""]),
    // skills and counters
    (PASS, "skills = [\"ausweis\"]", "skills = [\"auswies\"]", &[
        "centres/hafen.toml:8: no counter can serve pass",
        "services/pass.toml:8: unknown skill \"auswies\"",
    ]),
    (HAFEN, "skills = [\"ausweis\", \"melde\"]", "skills = [\"ausweis\", \"melde\", \"a\", \"b\", \"c\"]", &[
        "centres/hafen.toml:7: a centre has 1 to 4 skills",
        "centres/hafen.toml:7: unknown skill \"a\"",
        "centres/hafen.toml:7: unknown skill \"b\"",
        "centres/hafen.toml:7: unknown skill \"c\"",
    ]),
    (HAFEN, "skills = [\"ausweis\"]", "skills = [\"melde\"]", &["centres/hafen.toml:8: no counter can serve pass"]),
    (HAFEN, "numbers = [1]\nskills = [\"ausweis\"]", "numbers = [1]\nskills = [\"ausweis\", \"siegel\"]", &[
        "centres/hafen.toml:37: counters with skill \"siegel\", which the centre does not name",
        "centres/hafen.toml:8: no counter can serve pass",
    ]),
    (HAFEN, "numbers = [1]", "numbers = [2]", &["centres/hafen.toml:36: counter 2 is there twice"]),
    (HAFEN, "counter = 2", "counter = 9", &["centres/hafen.toml:28: a closure of counter 9, which is not there"]),
    (HAFEN, "services = [\"pass\", \"l-1\"]", "services = [\"l-1\"]", &["services/pass.toml:1: no centre serves pass"]),
    // hours and dates
    (HAFEN, "13:00-16:00", "13:03-16:00", &["centres/hafen.toml:13: hours \"13:03-16:00\" are not two clock times on the 5-minute grid"]),
    (HAFEN, "13:00-16:00", "13 bis 16", &["centres/hafen.toml:13: hours \"13 bis 16\" are not two clock times"]),
    (HAFEN, "13:00-16:00", "16:00-13:00", &["centres/hafen.toml:13: hours \"16:00-13:00\" close before they open"]),
    (HAFEN, "13:00-16:00", "11:55-16:00", &["centres/hafen.toml:13: hours \"11:55-16:00\" overlap others of the same day"]),
    (HAFEN, "valid_from = \"2027-01-01\"", "valid_from = \"2026-12-28\"", &["centres/hafen.toml:17: hours \"09:00-15:00\" overlap"]),
    (HAFEN, "valid_until = \"2027-01-01\"", "valid_until = \"31.12.2026\"", &["centres/hafen.toml:12: \"31.12.2026\" is no date"]),
    (HAFEN, "2026-12-19", "2026-12-32", &["centres/hafen.toml:20: \"2026-12-32\" is no date"]),
    (HAFEN, "2026-12-28/2026-12-30", "2026-12-30/2026-12-28", &["centres/hafen.toml:26: \"2026-12-30/2026-12-28\" ends before it begins"]),
    (CITY, "\"Christmas Eve\"", "\"\"", &["city.toml:10: a closure without a reason"]),
    (HAFEN, "hours = [\"09:00-13:00\"]", "hours = []", &["centres/hafen.toml:19: a special opening without hours"]),
    (CITY, "reason =", "counter = 1\nreason =", &["city.toml:11: a closure of the whole city names a counter"]),
    (CITY, "\"printer\"", "\" \"", &["city.toml:7: skill ausweis has no meaning"]),
    // hours that do not come every week
    (SPEICHER, "[\"third\"]", "[\"third\", \"last\"]", &["centres/speicher.toml:22: hours \"10:00-14:00\" overlap others of the same day"]),
    (SPEICHER, "[\"third\"]", "[\"thrid\"]", &["centres/speicher.toml:21: unknown variant `thrid`"]),
    (SPEICHER, "[\"third\"]", "[]", &["centres/speicher.toml:21: weeks_of_month names no week"]),
    (SPEICHER, "[\"first\", \"last\"]", "[\"first\", \"first\"]", &["centres/speicher.toml:17: weeks_of_month names no week, or one twice"]),
    (SPEICHER, "2026-01-08", "2026-01-15", &["centres/speicher.toml:32: hours \"10:00-14:00\" overlap"]),
    (SPEICHER, "every_weeks = 2\ncounted_from = \"2026-01-08\"", "every_weeks = 3\ncounted_from = \"2026-01-08\"", &["centres/speicher.toml:32: hours \"10:00-14:00\" overlap"]),
    (SPEICHER, "every_weeks = 2", "every_weeks = 1", &["centres/speicher.toml:25: every_weeks is not between 2 and 12"]),
    (SPEICHER, "counted_from = \"2026-01-08\"\n", "", &["centres/speicher.toml:29: it is not clear in which weeks these hours hold"]),
    (SPEICHER, "counted_from = \"2026-01-08\"", "counted_from = \"8.1.2026\"", &["centres/speicher.toml:31: \"8.1.2026\" is no date"]),
    (SPEICHER, "weeks_of_month = [\"third\"]", "weeks_of_month = [\"third\"]\nevery_weeks = 2", &["centres/speicher.toml:20: it is not clear in which weeks"]),
    // beginning, end, successor
    (SPEICHER, "valid_to = \"2026-04-01\"", "valid_to = \"2020-01-01\"", &["centres/speicher.toml:6: the centre closes before it opens"]),
    (SPEICHER, "valid_to = \"2026-04-01\"", "valid_to = \"April\"", &["centres/speicher.toml:6: \"April\" is no date", "centres/speicher.toml:1: a centre without counters"]),
    (SPEICHER, "successor = \"hafen\"", "successor = \"hofen\"", &["centres/speicher.toml:7: unknown successor \"hofen\""]),
    (SPEICHER, "successor = \"hafen\"", "successor = \"speicher\"", &["centres/speicher.toml:7: the centre is its own successor"]),
    (HAFEN, "name = \"Hafen\"", "name = \"Hafen\"\nvalid_to = \"2027-01-01\"", &[
        "centres/hafen.toml:40: nothing says where valid_to comes from",
        "centres/speicher.toml:7: the successor hafen closes as well",
        "services/pass.toml:1: no centre serves pass",
        "services/secret.toml:1: no centre serves l-1",
    ]),
    (AMT, "name = \"Amt\"", "name = \"Amt\"\nsuccessor = \"hafen\"", &[
        "centres/amt.toml:18: nothing says where successor comes from",
        "centres/amt.toml:4: a successor, but no date from which it takes over",
    ]),
    // places, kinds, shares
    (SPEICHER, "lat = 53.5434, lon = 9.9682", "lat = 9.9682, lon = 53.5434", &["centres/speicher.toml:10: 9.9682, 53.5434 is not in Hamburg"]),
    (SPEICHER, "lat = 53.5434", "lat = 52.5434", &["centres/speicher.toml:10: 52.5434, 9.9682 is not in Hamburg"]),
    (HAFEN, "[\"pass\", \"l-1\"]", "[\"pass\", \"l-1\", \"l-2\"]", &["centres/hafen.toml:8: l-2 does not belong to a centre of this kind"]),
    (AMT, "\"foreigners\"", "\"residents\"", &["centres/amt.toml:2: no counter can serve pass", "services/titel.toml:1: no centre serves l-2"]),
    (AMT, "\"foreigners\"", "\"tourists\"", &["centres/amt.toml:2: unknown variant `tourists`"]),
    (AMT, "[[counters]]\nnumbers = [1]\nskills = [\"melde\"]\n", "", &["centres/amt.toml:1: a centre without counters", "services/titel.toml:1: no centre serves l-2"]),
    (SPEICHER, "phone_percent = 0", "phone_percent = 51", &["centres/speicher.toml:14: shares of 51 % together"]),
    (SPEICHER, "phone_percent = 0", "phone = 0", &["centres/speicher.toml:14: unknown field `phone`"]),
    (CITY, "horizon_days = 60", "horizon_days = 60\nshares = { phone_percent = 30, short_notice_percent = 21 }", &[
        "city.toml:16: nothing says where shares comes from",
        "city.toml:5: shares of 51 % together",
    ]),
    // other languages
    (TURKISH, "Alter Pass", "Neuer Pass", &["languages/tr.toml:7: no text of the catalogue reads \"Neuer Pass\""]),
    (TURKISH, "pass = [", "ausweis = [", &["languages/tr.toml:4: there is no service \"ausweis\""]),
    (TURKISH, "native_review = false\n", "", &["languages/tr.toml:1: missing field `native_review`"]),
    // origins
    (PASS, "units = { sources = [\"S1\"], verified = true }\n", "", &["services/pass.toml:15: nothing says where units comes from"]),
    (SECRET, "[provenance]\n", "[provenance]\nleika = { sources = [\"S1\"], verified = true }\n", &["services/secret.toml:11: origin of leika, which this file does not state"]),
    (SECRET, "skills = { sources = [\"project\"], verified = false }", "skills = { sources = [\"project\"], verified = true }", &["services/secret.toml:15: a decision of the project is marked as verified"]),
    (SECRET, "skills = { sources = [\"project\"]", "skills = { sources = [\"hearsay\"]", &["services/secret.toml:15: no such source: hearsay"]),
    (PASS, "cents = 7000\norigin = { sources = [\"S1\"], verified = true }", "cents = 7000\norigin = { sources = [\"S1\"], verified = false }", &["services/pass.toml:10: unverified amount for \"Gebühr\""]),
];

fn sound() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/sound")
}

/// A copy of the sound catalogue with one file changed.
fn with_change(name: &str, file: &str, change: impl Fn(String) -> Option<String>) -> PathBuf {
    let dir = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    for folder in ["services", "centres", "languages"] {
        fs::create_dir_all(dir.join(folder)).unwrap();
    }
    for copied in [CITY, PASS, SECRET, TITLE, HAFEN, SPEICHER, AMT, TURKISH] {
        let text = fs::read_to_string(sound().join(copied)).unwrap();
        let _ = fs::remove_file(dir.join(copied));
        if let Some(text) = if copied == file { change(text) } else { Some(text) } {
            fs::write(dir.join(copied), text).unwrap();
        }
    }
    dir
}

#[test]
fn each_slip_is_named_with_its_file_and_line() {
    let mut wrong = Vec::new();
    for (index, (file, from, to, expected)) in CASES.iter().enumerate() {
        let dir = with_change(&format!("slip-{index}"), file, |text| {
            assert!(text.contains(from), "{file} has no {from}");
            Some(text.replacen(from, to, 1))
        });
        let found: Vec<String> = match catalogue::read(&dir) {
            Ok(_) => Vec::new(),
            Err(problems) => problems.iter().map(ToString::to_string).collect(),
        };
        let mut missing: Vec<&str> = expected.to_vec();
        let mut surplus = found.clone();
        missing.retain(
            |start| match surplus.iter().position(|line| line.starts_with(start)) {
                Some(place) => {
                    surplus.remove(place);
                    false
                }
                None => true,
            },
        );
        if !missing.is_empty() || !surplus.is_empty() {
            wrong.push(format!(
                "{file}: {from} -> {to}\n  missing {missing:#?}\n  surplus {surplus:#?}"
            ));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn a_missing_file_is_named() {
    let dir = with_change("missing", CITY, |_| None);
    let problems = catalogue::read(&dir).unwrap_err();
    assert_eq!(problems.len(), 1);
    assert!(
        problems[0]
            .to_string()
            .starts_with("city.toml:1: cannot be read: ")
    );
}

#[test]
fn every_problem_says_what_to_do() {
    let dir = with_change("remedy", PASS, |text| Some(text.replace("[3, 6]", "[0]")));
    let problems = catalogue::read(&dir).unwrap_err();
    assert_eq!(
        problems[0].to_string(),
        "services/pass.toml:4: a visit of 0 units. A visit takes 1 to 24 units of 5 minutes: \
         end the table at the largest quantity that fits."
    );
}
