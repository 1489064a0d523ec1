//! An import brings what has changed in the files, and never writes over what staff have edited.

use booking::catalogue::PlannedCentre;
use booking::{Catalogue, CentreId, ServiceId};
use catalogue::{Diff, SELECT_CENTRES, SELECT_SERVICES, Stored, Verdict};
use serde_json::{Value, json};
use tests::City;

async fn compare(city: &City, files: &Catalogue) -> Diff {
    let services = Value::Array(city.rows(SELECT_SERVICES).await);
    let centres = Value::Array(city.rows(SELECT_CENTRES).await);
    let stored = Stored {
        services: serde_json::from_value(services).expect("services"),
        centres: serde_json::from_value(centres).expect("centres"),
    };
    Diff::of(files, &stored)
}

async fn import(city: &City, files: &Catalogue) -> Diff {
    let diff = compare(city, files).await;
    city.script(&diff.script()).await;
    diff
}

/// Harburg's plan version and when it closes first, and the name of the passport.
async fn seen(city: &City) -> (i64, i64, Value) {
    let plan = "FROM centre WHERE id = 'harburg'";
    let closes = format!("SELECT plan ->> '$.opening_hours[0].closes' {plan}");
    let name = "SELECT definition ->> '$.name.de' AS name FROM service WHERE id = 'reisepass'";
    (
        city.number(&format!("SELECT plan_version {plan}")).await,
        city.number(&closes).await,
        city.rows(name).await[0]["name"].clone(),
    )
}

fn centre<'a>(files: &'a mut Catalogue, id: &str) -> &'a mut PlannedCentre {
    let id = CentreId::from(id);
    let mut centres = files.centres.iter_mut();
    centres.find(|planned| planned.centre.id == id).expect("a centre")
}

fn close_harburg_at(files: &mut Catalogue, unit: u16) {
    centre(files, "harburg").plan.opening_hours[0].closes = unit;
}

fn rename_passport(files: &mut Catalogue, name: &str) {
    let passport = ServiceId::from("reisepass");
    let mut services = files.services.iter_mut();
    let service = services
        .find(|service| service.id == passport)
        .expect("passports");
    service.name.de = name.to_owned();
}

/// As an editing page would.
async fn staff_close_harburg_at(city: &City, unit: u16) {
    city.script(&format!(
        "UPDATE centre SET plan = json_set(plan, '$.opening_hours[0].closes', {unit}), \
         plan_version = plan_version + 1 WHERE id = 'harburg';"
    ))
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_second_import_has_nothing_to_do() {
    let city = City::open().await;
    let diff = compare(&city, &tests::catalogue()).await;
    assert!(diff.is_done(), "{diff}");
}

#[tokio::test(flavor = "multi_thread")]
async fn changed_files_change_their_rows_and_a_changed_plan_counts_on() {
    let city = City::open().await;
    let mut files = tests::catalogue();
    rename_passport(&mut files, "Pass");
    assert_eq!(import(&city, &files).await.count(Verdict::Updated), 1);
    assert_eq!(seen(&city).await, (1, 228, json!("Pass")));
    close_harburg_at(&mut files, 216);
    assert_eq!(import(&city, &files).await.count(Verdict::Updated), 1);
    assert_eq!(seen(&city).await, (2, 216, json!("Pass")));
    assert!(compare(&city, &files).await.is_done());
    let citizen = city.citizen();
    let query = "service=reisepass:1&centre=harburg&from=2026-12-07&days=1&limit=500";
    let slots = citizen.slots(query).await;
    let last = slots.last().expect("slots")["ends_at"].clone();
    assert_eq!(last, "2026-12-07T18:00:00+01:00", "the city goes by the new plan");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_centre_that_closes_by_import_offers_nothing_from_then_on_not_even_on_days_in_use() {
    let city = City::open().await;
    let citizen = city.citizen();
    let query = "service=reisepass:1&centre=harburg&from=2026-12-07&days=1&limit=500";
    let passport = [("reisepass", 1)];
    let before = citizen.slots(query).await;
    citizen.reserve(&passport, &before[0]).await;
    let wish = citizen.wish(&passport, &before[9]).await;

    let mut files = tests::catalogue();
    let harburg = centre(&mut files, "harburg");
    harburg.centre.valid_to = chrono::NaiveDate::from_ymd_opt(2026, 12, 5);
    assert_eq!(import(&city, &files).await.count(Verdict::Updated), 1);
    assert_eq!(seen(&city).await.0, 2);
    // Also by an isolate that has not yet read the catalogue again.
    let refused = citizen.try_reserve(&wish).await;
    assert_eq!((refused.status, refused.problem()), (409, "centre-closed"));
    let overview = "/api/v1/slots?service=reisepass:1&from=2026-12-07&days=1&limit=500";
    for path in [overview.to_owned(), format!("/api/v1/slots?{query}")] {
        let answer = citizen.get(&path).await;
        let slots = answer.json["slots"].as_array().cloned().unwrap_or_default();
        assert!(slots.iter().all(|slot| slot["centre"] != "harburg"), "{path}");
    }
    let earlier = query.replace("12-07", "12-01");
    assert!(!citizen.slots(&earlier).await.is_empty(), "open until then");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_staff_have_edited_stays_until_the_files_say_the_same() {
    let city = City::open().await;
    let mut files = tests::catalogue();
    staff_close_harburg_at(&city, 204).await;
    let silent = import(&city, &files).await;
    assert!(silent.is_done(), "the files have nothing new to say: {silent}");

    close_harburg_at(&mut files, 216);
    rename_passport(&mut files, "Pass");
    let kept = import(&city, &files).await;
    assert_eq!((kept.count(Verdict::Kept), kept.count(Verdict::Updated)), (1, 1));
    assert!(
        kept.to_string()
            .contains("opening_hours[0].closes: 17:00 → 18:00"),
        "{kept}"
    );
    assert_eq!(seen(&city).await, (2, 204, json!("Pass")));

    close_harburg_at(&mut files, 204);
    import(&city, &files).await;
    assert_eq!(
        seen(&city).await,
        (2, 204, json!("Pass")),
        "the same plan is no new one"
    );
    close_harburg_at(&mut files, 192);
    import(&city, &files).await;
    assert_eq!(
        seen(&city).await,
        (3, 192, json!("Pass")),
        "nobody's edit any more"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_no_longer_in_the_files_stays_for_its_appointments() {
    let city = City::open().await;
    let mut files = tests::catalogue();
    files
        .services
        .retain(|service| service.id.as_str() != "fischereischein");
    let diff = import(&city, &files).await;
    assert_eq!(diff.count(Verdict::Gone), 1);
    let left = "SELECT count(*) FROM service WHERE id = 'fischereischein'";
    assert_eq!(city.number(left).await, 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_edit_between_comparing_and_writing_takes_the_whole_import_back() {
    let city = City::open().await;
    let mut files = tests::catalogue();
    close_harburg_at(&mut files, 216);
    rename_passport(&mut files, "Pass");
    let diff = compare(&city, &files).await;
    staff_close_harburg_at(&city, 204).await;
    let why = city.refused(&diff.script()).await;
    assert!(why.contains("catalogue_changed"), "{why}");
    assert_eq!(seen(&city).await, (2, 204, json!("Reisepass beantragen")));
}
