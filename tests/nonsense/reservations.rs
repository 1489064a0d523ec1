//! Reservations of what there is not, with keys and challenges that do not count.

use super::*;

type Spoil = fn(&mut Value);

/// One row for each value: where in the wish it is put, under which name, the problem, the fields named.
type Row = (
    &'static str,
    &'static str,
    Value,
    &'static str,
    &'static [&'static str],
);

fn rows<const N: usize>(
    (within, name): (&'static str, &'static str),
    (problem, fields): (&'static str, &'static [&'static str]),
    values: [Value; N],
) -> Vec<Row> {
    values.map(|value| (within, name, value, problem, fields)).into()
}

fn wishes() -> Vec<Row> {
    let service = |id: &str, quantity: u32| json!({ "id": id, "quantity": quantity });
    let at = ("", "starts_at");
    let nine: Vec<Value> = (0..9).map(|number| service(&number.to_string(), 1)).collect();
    let three_hours = [
        service("beglaubigung-dokumente", 25),
        service("l-20", 5),
        service("personalausweis", 2),
    ];
    [
        rows(
            ("", "services"),
            ("invalid", &["services"]),
            [
                json!([]),
                json!("reisepass"),
                json!({}),
                Value::Null,
                json!(nine),
                json!(three_hours),
            ],
        ),
        rows(
            ("/services/0", "id"),
            ("invalid", &["services[0].id"]),
            [
                json!("hundesteuer"),
                json!(""),
                json!("Reisepass"),
                json!("x".repeat(9_000)),
                json!(7),
            ],
        ),
        rows(
            ("", "services"),
            ("invalid", &["services[0].id"]),
            [
                json!([service("reisepass", 1), service("reisepass", 1)]),
                json!([{ "quantity": 1 }]),
            ],
        ),
        rows(
            ("/services/0", "quantity"),
            ("invalid", &["services[0].quantity"]),
            [
                json!(0),
                json!(26),
                json!(257),
                json!(-1),
                json!(1_000_000_000),
                json!(1e99),
                json!(1.5),
                json!("2"),
                json!(true),
                Value::Null,
            ],
        ),
        rows(
            ("", "services"),
            ("invalid", &["services[0].quantity"]),
            [json!([{ "id": "reisepass" }])],
        ),
        rows(
            ("/services/0", "price"),
            ("invalid", &["services[0].price"]),
            [json!(0)],
        ),
        rows(
            ("", "centre"),
            ("invalid", &["centre"]),
            [json!("atlantis"), json!(""), json!("Harburg"), json!(7)],
        ),
        // Past, off the grid, or no time.
        rows(
            at,
            ("invalid", &["starts_at"]),
            [
                json!("2026-11-23T09:00:00+01:00"),
                json!("0001-01-01T00:00:00Z"),
                json!("2026-12-01T09:07:00+01:00"),
                json!("2026-12-01T09:00:30+01:00"),
                json!("2026-12-01T09:00:00.5+01:00"),
                json!("2026-12-01T08:59:60+01:00"),
                json!("2026-12-01T09:00:00"),
                json!("2026-12-01"),
                json!("2026-02-30T09:00:00+01:00"),
                json!("übermorgen"),
                json!(""),
                json!(1_796_112_000),
            ],
        ),
        // Too far, too near, and Sunday, Christmas, night.
        rows(
            at,
            ("not-offered", &[]),
            [
                json!("9999-12-31T23:55:00+01:00"),
                json!("2027-03-01T09:00:00+01:00"),
                json!("2026-11-24T09:30:00+01:00"),
                json!("2026-12-06T09:00:00+01:00"),
                json!("2026-12-25T09:00:00+01:00"),
                json!("2026-12-01T03:00:00+01:00"),
            ],
        ),
        rows(("", "name"), ("invalid", &["name"]), [json!("Erika")]),
        rows(
            ("", "language"),
            ("invalid", &["language"]),
            [json!("tlh"), json!(""), json!(1)],
        ),
        rows(
            ("", "replaces"),
            ("invalid", &["replaces"]),
            [json!("it"), json!({ "id": "x", "secret": "y" })],
        ),
        rows(
            ("", "replaces"),
            ("invalid", &["replaces.secret"]),
            [json!({ "id": NOBODYS })],
        ),
        rows(
            ("", "replaces"),
            ("not-found", &[]),
            [json!({ "id": NOBODYS, "secret": "y" })],
        ),
        rows(
            ("", "challenge"),
            ("invalid", &["challenge"]),
            [json!(4), json!({}), json!("")],
        ),
    ]
    .concat()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_reservation_of_what_there_is_not() {
    let city = City::open().await;
    let citizen = city.citizen();
    let wish = good_wish(&citizen).await;
    for (within, name, value, problem, fields) in wishes() {
        let mut spoilt = wish.clone();
        let what = format!("{within} {name} {value:.60}");
        spoilt.pointer_mut(within).expect("a place")[name] = value;
        refused(&city, &what, &Ask::reserve("same-key", &spoilt), problem, fields).await;
    }
    for field in ["services", "centre", "starts_at"] {
        let mut spoilt = wish.clone();
        spoilt.as_object_mut().expect("an object").remove(field);
        invalid(&city, "missing", &Ask::reserve("same-key", &spoilt), field).await;
    }
    let mut spoilt = wish.clone();
    (
        spoilt["services"][0]["quantity"],
        spoilt["starts_at"],
        spoilt["language"],
    ) = (json!(0), json!("soon"), json!(""));
    let all = ["services[0].quantity", "starts_at", "language"];
    refused(
        &city,
        "all at once",
        &Ask::reserve("same-key", &spoilt),
        "invalid",
        &all,
    )
    .await;

    let sent = Ask::reserve("same-key", &wish).send(&city).await;
    assert_eq!(
        sent.status(),
        201,
        "neither the key nor the challenge was spent on nonsense"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_centre_that_does_not_serve_it() {
    let city = City::open().await;
    city.script(
        "UPDATE centre SET definition = replace(definition, '\"reisepass\",', '') WHERE id = 'harburg'",
    )
    .await;
    let citizen = city.citizen();
    // Asking reads the catalogue again.
    city.now().await;
    let mut wish = good_wish(&citizen).await;
    wish["services"] = json!([{ "id": "reisepass", "quantity": 1 }]);
    invalid(&city, "reserving", &Ask::reserve("key", &wish), "centre").await;
    invalid(
        &city,
        "looking",
        &Ask::get("/api/v1/slots?service=reisepass:1&centre=harburg"),
        "centre",
    )
    .await;
    assert!(
        citizen
            .slots("service=reisepass:1&limit=500")
            .await
            .iter()
            .all(|slot| slot["centre"] != "harburg")
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_key_that_is_none_or_somebody_elses() {
    let city = City::open().await;
    let citizen = city.citizen();
    let wish = good_wish(&citizen).await;
    let keyless = Ask::new(Method::POST, APPOINTMENTS).json(&wish);
    refused(&city, "no key", &keyless, "idempotency-key-missing", &[]).await;
    for (what, key) in [
        ("empty", String::new()),
        ("two words", "a b".to_owned()),
        ("300 characters", "k".repeat(300)),
    ] {
        refused(
            &city,
            what,
            &Ask::reserve(&key, &wish),
            "idempotency-key-missing",
            &[],
        )
        .await;
    }
    assert_eq!(Ask::reserve("mine", &wish).send(&city).await.status(), 201);
    let other = good_wish(&citizen).await;
    refused(
        &city,
        "another body",
        &Ask::reserve("mine", &other),
        "idempotency-key-reused",
        &[],
    )
    .await;
}

/// What is wrong with the solution, how it is spoilt, the problem, the field it names.
const SOLUTIONS: &[(&str, Spoil, &str, &[&str])] = &[
    (
        "wrong number",
        |solution| solution["number"] = json!(4_000),
        "challenge-invalid",
        &[],
    ),
    (
        "foreign signature",
        |solution| solution["signature"] = json!("0".repeat(64)),
        "challenge-invalid",
        &[],
    ),
    (
        "no signature",
        |solution| solution["signature"] = json!(""),
        "challenge-invalid",
        &[],
    ),
    (
        "another algorithm",
        |solution| solution["algorithm"] = json!("SHA-512"),
        "challenge-invalid",
        &[],
    ),
    (
        "later expiry",
        |solution| {
            let salt = solution["salt"]
                .as_str()
                .unwrap()
                .replace("expires=1", "expires=2");
            solution["salt"] = json!(salt);
        },
        "challenge-invalid",
        &[],
    ),
    (
        "no expiry",
        |solution| solution["salt"] = json!("00"),
        "challenge-invalid",
        &[],
    ),
    (
        "number as text",
        |solution| solution["number"] = json!("7"),
        "invalid",
        &["challenge"],
    ),
    (
        "negative number",
        |solution| solution["number"] = json!(-7),
        "invalid",
        &["challenge"],
    ),
    (
        "no object",
        |solution| *solution = json!([]),
        "invalid",
        &["challenge"],
    ),
    (
        "empty object",
        |solution| *solution = json!({}),
        "invalid",
        &["challenge"],
    ),
];

#[tokio::test(flavor = "multi_thread")]
async fn a_challenge_that_is_not_solved() {
    let city = City::open().await;
    let citizen = city.citizen();
    let wish = good_wish(&citizen).await;
    let with = |challenge: Value| {
        let mut spoilt = wish.clone();
        spoilt["challenge"] = challenge;
        Ask::reserve("key", &spoilt)
    };
    refused(&city, "null", &with(Value::Null), "challenge-required", &[]).await;
    let mut without = wish.clone();
    without.as_object_mut().unwrap().remove("challenge");
    refused(
        &city,
        "missing",
        &Ask::reserve("key", &without),
        "challenge-required",
        &[],
    )
    .await;
    for unreadable in ["", "not base64!", "bm90IEpTT04="] {
        invalid(&city, "unreadable", &with(json!(unreadable)), "challenge").await;
    }
    let solved = STANDARD.decode(wish["challenge"].as_str().unwrap()).unwrap();
    let solved: Value = serde_json::from_slice(&solved).unwrap();
    for (what, spoil, problem, fields) in SOLUTIONS {
        let mut spoilt = solved.clone();
        spoil(&mut spoilt);
        let ask = with(json!(STANDARD.encode(spoilt.to_string())));
        refused(&city, what, &ask, problem, fields).await;
    }
    assert_eq!(Ask::reserve("key", &wish).send(&city).await.status(), 201);
    refused(
        &city,
        "spent",
        &Ask::reserve("another-key", &wish),
        "challenge-spent",
        &[],
    )
    .await;

    let old = good_wish(&citizen).await;
    city.pass(2 * 60 * 60).await;
    refused(
        &city,
        "expired",
        &Ask::reserve("third-key", &old),
        "challenge-invalid",
        &[],
    )
    .await;
}
