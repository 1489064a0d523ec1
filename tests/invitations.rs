//! Foreigners' matters: only with a code from a letter, only at the office that wrote it (rule 10).

use reqwest::Method;
use serde_json::{Value, json};
use tests::{Answer, Citizen, City, Guards, OPERATOR_KEY};

/// The first service by invitation, and an office that has it.
struct Office {
    service: String,
    centre: String,
    other_centre: String,
}

async fn office(citizen: &Citizen<'_>) -> Office {
    let catalogue = citizen.get("/api/v1/catalogue").await.json;
    let services = catalogue["services"].as_array().expect("services");
    let service = services.iter().find(|service| service["place"] == "invitation");
    let service = service.expect("a service by invitation")["id"].clone();
    let centres = catalogue["centres"].as_array().expect("centres").iter();
    let serving: Vec<String> = centres
        .filter(|centre| {
            centre["services"]
                .as_array()
                .expect("services")
                .contains(&service)
        })
        .map(|centre| centre["id"].as_str().expect("an id").to_owned())
        .collect();
    Office {
        service: service.as_str().expect("an id").to_owned(),
        centre: serving[0].clone(),
        other_centre: serving[1].clone(),
    }
}

async fn issue(citizen: &Citizen<'_>, key: &str, body: Value) -> Answer {
    let bearer = format!("Bearer {OPERATOR_KEY}");
    let headers = [
        ("authorization", bearer.as_str()),
        ("content-type", "application/json"),
        ("idempotency-key", key),
    ];
    citizen
        .send(
            Method::POST,
            "/api/v1/operator/invitations",
            &headers,
            Some(&body.to_string()),
        )
        .await
}

async fn codes(citizen: &Citizen<'_>, office: &Office, count: u32) -> Vec<String> {
    let body = json!({
        "centre": office.centre, "service": office.service, "last_day": "2026-12-31", "count": count,
    });
    let answer = issue(citizen, "letters-of-november", body).await;
    assert_eq!(answer.status, 201, "{answer:?}");
    assert_eq!(answer.json["valid_until"], "2027-01-01T00:00:00+01:00");
    let codes = answer.json["codes"].as_array().expect("codes").iter();
    codes
        .map(|code| code.as_str().expect("text").to_owned())
        .collect()
}

impl Office {
    fn wish(&self) -> Vec<(&str, u32)> {
        vec![(self.service.as_str(), 1)]
    }

    async fn slot(&self, citizen: &Citizen<'_>, centre: &str, nth: usize) -> Value {
        citizen
            .slots(&format!(
                "service={}&centre={centre}&from=2026-12-01&limit=200",
                self.service
            ))
            .await[nth]
            .clone()
    }

    async fn try_reserve(&self, citizen: &Citizen<'_>, slot: &Value, code: Option<&str>) -> Answer {
        let mut body = citizen.wish(&self.wish(), slot).await;
        body["invitation"] = code.into();
        citizen.try_reserve(&body).await
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_code_opens_one_service_at_one_office() {
    let city = City::open().await;
    let citizen = city.citizen();
    let office = office(&citizen).await;
    let code = codes(&citizen, &office, 1).await.remove(0);
    let here = office.slot(&citizen, &office.centre, 0).await;
    let elsewhere = office.slot(&citizen, &office.other_centre, 0).await;
    let typed = code.to_uppercase().replace('-', " ");
    for (slot, given, status, problem) in [
        (&here, None, 403, "invitation-required"),
        (&here, Some("0000-0000-0000"), 403, "invitation-invalid"),
        (&here, Some("0000"), 422, "invalid"),
        (&elsewhere, Some(code.as_str()), 403, "invitation-invalid"),
        (&here, Some(typed.as_str()), 201, ""),
    ] {
        let answer = office.try_reserve(&citizen, slot, given).await;
        assert_eq!((answer.status, answer.problem()), (status, problem), "{answer:?}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_code_says_where_and_what_for_until_its_last_day() {
    let city = City::open().await;
    let citizen = city.citizen();
    let office = office(&citizen).await;
    let code = codes(&citizen, &office, 1).await.remove(0);
    let look = || citizen.post("/api/v1/invitations", json!({ "code": code }));
    city.set_clock("2026-12-31T23:59:30+01:00").await;
    let answer = look().await;
    assert_eq!(
        answer.json,
        json!({ "centre": office.centre, "service": office.service, "valid_until": "2027-01-01T00:00:00+01:00" })
    );
    city.set_clock("2027-01-01T00:00:00+01:00").await;
    let answer = look().await;
    assert_eq!((answer.status, answer.problem()), (403, "invitation-invalid"));
}

#[tokio::test(flavor = "multi_thread")]
async fn an_invitation_has_one_living_appointment() {
    let city = City::open().await;
    let citizen = city.citizen();
    let office = office(&citizen).await;
    let code = codes(&citizen, &office, 1).await.remove(0);
    let (one, other) = (
        office.slot(&citizen, &office.centre, 0).await,
        office.slot(&citizen, &office.centre, 30).await,
    );
    let first = office.try_reserve(&citizen, &one, Some(&code)).await;
    assert_eq!(first.status, 201, "{first:?}");
    let second = office.try_reserve(&citizen, &other, Some(&code)).await;
    assert_eq!((second.status, second.problem()), (409, "invitation-used"));

    // Another time instead of the first one is no second appointment.
    let mut body = citizen.wish(&office.wish(), &other).await;
    body["invitation"] = code.as_str().into();
    body["replaces"] = json!({ "id": first.json["id"], "secret": first.json["secret"] });
    let moved = citizen.try_reserve(&body).await;
    assert_eq!(moved.status, 201, "{moved:?}");

    // A reservation that has lapsed leaves the code as it was.
    city.pass(16 * 60).await;
    let again = office.try_reserve(&citizen, &one, Some(&code)).await;
    assert_eq!(again.status, 201, "{again:?}");
}

/// Eight at once with one code, on eight days: no day's version stands between them. How many get a reservation.
async fn rush(city: &City) -> usize {
    let citizen = city.citizen();
    let office = office(&citizen).await;
    let code = codes(&citizen, &office, 1).await.remove(0);
    let mut bodies = Vec::new();
    for day in 1..=14 {
        let query = format!(
            "service={}&centre={}&from=2026-12-{day:02}&days=1&limit=1",
            office.service, office.centre
        );
        if let Some(slot) = citizen.slots(&query).await.first() {
            let mut body = citizen.wish(&office.wish(), slot).await;
            body["invitation"] = code.as_str().into();
            bodies.push(body);
        }
    }
    assert!(bodies.len() >= 8, "{} days", bodies.len());
    let mut tries = tokio::task::JoinSet::new();
    for (number, body) in bodies.iter().enumerate() {
        let request = city.http.post(format!("{}/api/v1/appointments", city.base));
        let request = request
            .header("idempotency-key", format!("code-{number}"))
            .json(body);
        tries.spawn(async move { request.send().await.expect("the city answers").status().as_u16() });
    }
    let statuses = tries.join_all().await;
    assert!(
        statuses.iter().all(|status| [201, 409].contains(status)),
        "{statuses:?}"
    );
    statuses.iter().filter(|status| **status == 201).count()
}

#[tokio::test(flavor = "multi_thread")]
async fn many_at_once_with_one_code_make_one() {
    assert_eq!(rush(&City::open().await).await, 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn without_guards_one_code_makes_several() {
    let winners = rush(&City::open().await.with(Guards::Dropped).await).await;
    assert!(winners > 1, "the race is no race: {winners}");
}

/// A hold made with a code; its activation token.
async fn held(
    city: &City,
    citizen: &Citizen<'_>,
    office: &Office,
    slot: &Value,
    code: &str,
) -> (String, String) {
    let answer = office.try_reserve(citizen, slot, Some(code)).await;
    assert_eq!(answer.status, 201, "{answer:?}");
    let id = answer.json["id"].as_str().expect("an id").to_owned();
    let secret = answer.json["secret"].as_str().expect("text");
    let form = json!({ "name": "Erika Mustermann", "email": citizen.email, "phone": null, "language": "de" });
    let path = format!("/api/v1/appointments/{id}/applicant");
    let answer = citizen.ask(Method::PUT, &path, secret, Some(form)).await;
    assert_eq!(answer.status, 202, "{answer:?}");
    let token = city.inbox.nth(&citizen.email, 1).await.token();
    city.until_mails_are_settled().await;
    (id, token)
}

#[tokio::test(flavor = "multi_thread")]
async fn a_late_press_books_no_second_appointment_for_one_code() {
    let city = City::open().await;
    let citizen = city.citizen();
    let office = office(&citizen).await;
    let code = codes(&citizen, &office, 2).await.remove(0);
    let (one, other) = (
        office.slot(&citizen, &office.centre, 60).await,
        office.slot(&citizen, &office.centre, 90).await,
    );
    let (_, late) = held(&city, &citizen, &office, &one, &code).await;
    city.pass(2 * 3600 + 600).await;
    let neighbour = city.citizen();
    let (_, token) = held(&city, &neighbour, &office, &other, &code).await;
    let slot = json!({ "centre": one["centre"], "starts_at": one["starts_at"] });
    let press = json!({ "token": late, "slot": slot });
    let answer = citizen.post("/api/v1/activations", press.clone()).await;
    assert_eq!(
        (answer.status, answer.problem()),
        (409, "invitation-used"),
        "{answer:?}"
    );
    let answer = neighbour
        .post("/api/v1/activations", json!({ "token": token }))
        .await;
    assert_eq!(answer.status, 200, "{answer:?}");

    // With its code still its own, a late press books.
    let code = codes(&citizen, &office, 2).await.remove(1);
    let third = city.citizen();
    let (_, late) = held(&city, &third, &office, &one, &code).await;
    city.pass(2 * 3600 + 600).await;
    let answer = third
        .post("/api/v1/activations", json!({ "token": late, "slot": slot }))
        .await;
    assert_eq!(answer.status, 200, "{answer:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn an_undone_cancellation_makes_no_second_appointment_for_one_code() {
    let city = City::open().await;
    let citizen = city.citizen();
    let office = office(&citizen).await;
    let code = codes(&citizen, &office, 1).await.remove(0);
    let slot = office.slot(&citizen, &office.centre, 60).await;
    let (id, token) = held(&city, &citizen, &office, &slot, &code).await;
    let answer = citizen
        .post("/api/v1/activations", json!({ "token": token }))
        .await;
    assert_eq!(answer.status, 200, "{answer:?}");
    let manage = city.inbox.nth(&citizen.email, 2).await.token();
    let path = format!("/api/v1/appointments/{id}");
    let (cancel, undo) = (path.clone(), format!("{path}/undo"));
    for used_again in [false, true] {
        let answer = citizen.ask(Method::DELETE, &cancel, &manage, None).await;
        assert_eq!(answer.status, 204, "{answer:?}");
        if used_again {
            let other = office.slot(&citizen, &office.centre, 90).await;
            let answer = office.try_reserve(&city.citizen(), &other, Some(&code)).await;
            assert_eq!(answer.status, 201, "{answer:?}");
        }
        let answer = citizen.ask(Method::POST, &undo, &manage, None).await;
        let expected = if used_again {
            (409, "invitation-used")
        } else {
            (200, "")
        };
        assert_eq!((answer.status, answer.problem()), expected, "{answer:?}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_booked_appointment_moves_within_its_office_only() {
    let city = City::open().await;
    let citizen = city.citizen();
    let office = office(&citizen).await;
    let code = codes(&citizen, &office, 1).await.remove(0);
    let slot = office.slot(&citizen, &office.centre, 60).await;
    let answer = office.try_reserve(&citizen, &slot, Some(&code)).await;
    let (id, secret) = (
        answer.json["id"].as_str().expect("an id"),
        answer.json["secret"].as_str().expect("text"),
    );
    let form = json!({ "name": "Erika Mustermann", "email": citizen.email, "phone": null, "language": "de" });
    let path = format!("/api/v1/appointments/{id}/applicant");
    assert_eq!(
        citizen.ask(Method::PUT, &path, secret, Some(form)).await.status,
        202
    );
    let letter = city.inbox.nth(&citizen.email, 1).await;
    assert_eq!(
        citizen
            .post("/api/v1/activations", json!({ "token": letter.token() }))
            .await
            .status,
        200
    );
    let token = city.inbox.nth(&citizen.email, 2).await.token();
    let used = office
        .try_reserve(
            &citizen,
            &office.slot(&citizen, &office.centre, 0).await,
            Some(&code),
        )
        .await;
    assert_eq!((used.status, used.problem()), (409, "invitation-used"));

    let path = format!("/api/v1/appointments/{id}/move");
    let elsewhere = office.slot(&citizen, &office.other_centre, 90).await;
    let answer = citizen.ask(Method::POST, &path, &token, Some(elsewhere)).await;
    assert_eq!((answer.status, answer.problem()), (403, "invitation-invalid"));
    let here = office.slot(&citizen, &office.centre, 90).await;
    let answer = citizen.ask(Method::POST, &path, &token, Some(here)).await;
    assert_eq!(answer.status, 200, "{answer:?}");

    // Cancelled, the code is good again.
    let cancelled = citizen
        .ask(
            Method::DELETE,
            &format!("/api/v1/appointments/{id}"),
            &token,
            None,
        )
        .await;
    assert_eq!(cancelled.status, 204);
    let again = office
        .try_reserve(
            &citizen,
            &office.slot(&citizen, &office.centre, 3).await,
            Some(&code),
        )
        .await;
    assert_eq!(again.status, 201, "{again:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn other_appointments_do_not_become_one_by_moving() {
    let city = City::open().await;
    let citizen = city.citizen();
    let office = office(&citizen).await;
    let slots = citizen.slots("service=personalausweis:1&centre=harburg").await;
    let (held, token) = citizen.book(&[("personalausweis", 1)], &slots[40]).await;
    let mut body = office.slot(&citizen, &office.centre, 60).await;
    body["services"] = json!([{ "id": office.service, "quantity": 1 }]);
    let path = format!("/api/v1/appointments/{}/move", held.reserved.id);
    let answer = citizen.ask(Method::POST, &path, &token, Some(body)).await;
    assert_eq!(
        (answer.status, answer.problem()),
        (403, "invitation-required"),
        "{answer:?}"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_service_of_one_office_is_not_looked_for_everywhere() {
    let city = City::open().await;
    let citizen = city.citizen();
    let office = office(&citizen).await;
    for service in [office.service.as_str(), "ausweis-abholung"] {
        let answer = citizen.get(&format!("/api/v1/slots?service={service}")).await;
        assert_eq!((answer.status, answer.problem()), (422, "invalid"), "{service}");
        assert_eq!(answer.json["errors"][0]["field"], "centre");
    }
    // Nor are times of other offices offered instead of one that is taken.
    let code = codes(&citizen, &office, 1).await.remove(0);
    let slot = office.slot(&citizen, &office.centre, 0).await;
    city.script(&format!(
        "UPDATE centre SET plan = json_set(plan, '$.counters', json('[]')), plan_version = 9 WHERE id = '{}'",
        office.centre
    ))
    .await;
    city.pass(60).await;
    let answer = office.try_reserve(&citizen, &slot, Some(&code)).await;
    assert_eq!(
        (answer.status, &answer.json["alternatives"]),
        (409, &json!([])),
        "{answer:?}"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn codes_are_issued_once_kept_as_hashes_and_named_when_wrong() {
    let city = City::open().await;
    let citizen = city.citizen();
    let office = office(&citizen).await;
    let issued = codes(&citizen, &office, 20).await;
    assert_eq!(
        issued,
        codes(&citizen, &office, 20).await,
        "the same request tells the same codes"
    );
    assert_eq!(city.number("SELECT count(*) FROM invitation").await, 20);
    let everything = city.everything().await;
    for code in &issued {
        assert!(!everything.contains(code.as_str()), "{code} is stored");
    }
    let good =
        json!({ "centre": office.centre, "service": office.service, "last_day": "2026-12-31", "count": 1 });
    for (field, value) in [
        ("centre", json!("nowhere")),
        ("centre", json!("harburg")),
        ("service", json!("personalausweis")),
        ("last_day", json!("31.12.2026")),
        ("last_day", json!("2026-11-23")),
        ("count", json!(0)),
        ("count", json!(501)),
    ] {
        let mut body = good.clone();
        body[field] = value;
        let answer = issue(&citizen, "wrong", body).await;
        assert_eq!(
            (answer.status, &answer.json["errors"][0]["field"]),
            (422, &json!(field)),
            "{answer:?}"
        );
    }
    let stranger = citizen.post("/api/v1/operator/invitations", good).await;
    assert_eq!(stranger.status, 401);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_invitation_is_forgotten_after_its_last_day_and_after_its_visit() {
    let city = City::open().await;
    let citizen = city.citizen();
    let office = office(&citizen).await;
    let code = codes(&citizen, &office, 2).await.remove(0);
    let slot = office.slot(&citizen, &office.centre, 60).await;
    let answer = office.try_reserve(&citizen, &slot, Some(&code)).await;
    let id = answer.json["id"].as_str().expect("an id");
    city.script(&format!(
        "UPDATE appointment SET status = 'booked', delete_at = 1796000000 WHERE id = '{id}'"
    ))
    .await;
    city.set_clock("2026-12-01T09:00:00+01:00").await;
    city.tick().await;
    assert_eq!(
        city.number("SELECT count(*) FROM invitation").await,
        1,
        "the visit is over: the code is used up"
    );
    city.set_clock("2027-01-01T00:00:00+01:00").await;
    city.tick().await;
    assert_eq!(city.number("SELECT count(*) FROM invitation").await, 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn without_script_the_code_is_typed_beside_the_times_and_never_stands_in_an_address() {
    let city = City::open().await;
    let citizen = city.citizen();
    let office = office(&citizen).await;
    let code = codes(&citizen, &office, 1).await.remove(0);
    let slot = office.slot(&citizen, &office.centre, 0).await;
    let service = &office.service;
    let day = slot["starts_at"]
        .as_str()
        .expect("a time")
        .get(..10)
        .expect("a date");
    let address = format!("/buchen?service={service}:1&centre={}&day={day}", office.centre);
    let page = citizen.open(&address).await;
    city.pass(6).await;
    let without = page.then(" Uhr").await;
    assert_eq!(without.answer.status, 403, "{}", without.answer.text);
    city.pass(6).await;
    let press = without.press(" Uhr").with("invitation", &code);
    assert_eq!(press.address(), "/buchen");
    let details = press.send().await;
    assert_eq!(details.heading(), "Ihre Angaben", "{}", details.answer.text);
}
