//! kill -9 of workerd in the midst of it all: what was acknowledged is there, nothing twice, nothing half, and whoever asks
//! again with the same key after a silence never has two.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use sha2::{Digest, Sha256};
use tests::{City, Event, History, stopwatch};
use tokio::task::JoinSet;

#[path = "crashes/client.rs"]
mod client;
#[path = "crashes/verdict.rs"]
mod verdict;

use client::{Client, Counts, Intention, Load};
use verdict::{Found, faults};

/// Tomorrow no share is kept any more.
const MORNING: &str = "2026-11-25T09:00:00+01:00";
const CLIENTS: usize = 12;
/// Kills of one city; then its times are used up.
const ROUNDS_OF_A_CITY: usize = 10;

fn rounds() -> usize {
    if std::env::var("PROVE").is_ok() { 50 } else { 3 }
}

/// A city whose times are tomorrow after ten, so that a time given up stays back.
async fn load() -> Arc<Load> {
    let city = City::open_at(MORNING).await;
    let query = "service=eid-pin:1&centre=hamburg-mitte&from=2026-11-26&days=1&limit=500";
    let mut slots = city.citizen().slots(query).await;
    slots.retain(|slot| slot["starts_at"].as_str() > Some("2026-11-26T10:00"));
    Arc::new(Load {
        city,
        slots,
        history: History::default(),
        enough: false.into(),
        counts: Counts::default(),
    })
}

/// Everybody at once, and workerd killed so often. Returns what each wanted, and the longest that the city was away.
async fn under_load(load: &Arc<Load>, kills: usize) -> (Vec<Intention>, Duration) {
    let mut clients = JoinSet::new();
    for number in 0..CLIENTS {
        clients.spawn(Client::new(load.clone(), number).go_on());
    }
    let mut away = Duration::ZERO;
    for kill in 0..kills {
        // Whenever: while the first reservations are made, in the middle, and again soon after.
        let moment = 400 + 137 * kill as u64 % 600;
        tokio::time::sleep(Duration::from_millis(moment)).await;
        let killed = stopwatch();
        load.city.kill().await;
        away = away.max(killed.elapsed());
    }
    tokio::time::sleep(Duration::from_millis(300)).await;
    load.enough.store(true, Ordering::Relaxed);
    (clients.join_all().await.concat(), away)
}

/// Lets the cron send what was missed, and look at the days.
async fn settle(city: &City) {
    let waiting =
        "SELECT count(*) FROM outbox WHERE status = 'queued' AND kind NOT IN ('reminder', 'lapsing')";
    for _ in 0..20 {
        city.tick().await;
        if city.number(waiting).await == 0 {
            return;
        }
        // A lease of the dead lapses.
        city.pass(125).await;
    }
    panic!("mails stay: {:?}", city.rows("SELECT * FROM outbox").await);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_acknowledged_survives_kill_9_and_nothing_is_there_twice_or_half() {
    if !City::on_workerd() {
        return;
    }
    let mut left = rounds();
    let total = Counts::default();
    let mut longest = Duration::ZERO;
    while left > 0 {
        let kills = left.min(ROUNDS_OF_A_CITY);
        left -= kills;
        let load = load().await;
        let (intentions, away) = under_load(&load, kills).await;
        settle(&load.city).await;
        let found = Found::in_city(&load.city).await;
        assert_eq!(faults(&intentions, &found), Vec::<String>::new());
        for slot in &load.slots {
            let called = load.history.moment();
            let seen = Event::Seen(load.city.holders(slot).await);
            load.history.answered(slot, called, seen);
        }
        assert_eq!(load.history.impossible(|_| 12), Vec::<String>::new());
        longest = longest.max(away);
        add(&total, &load.counts);
    }
    let [acknowledged, unknown, committed, given_up] = total.all().map(|count| count.load(Ordering::Relaxed));
    assert!(
        acknowledged > 5 * rounds() && unknown > 0,
        "nothing was under way: {acknowledged}, {unknown}"
    );
    tests::figure(&format!(
        "kill -9: {} kills, {acknowledged} acknowledged, {unknown} without an answer, {committed} of them done all \
         the same, {given_up} not asked for again, away for at most {:.1} s",
        rounds(),
        longest.as_secs_f32()
    ));
}

fn add(total: &Counts, counts: &Counts) {
    for (total, count) in total.all().into_iter().zip(counts.all()) {
        total.fetch_add(count.load(Ordering::Relaxed), Ordering::Relaxed);
    }
}

impl Counts {
    fn all(&self) -> [&AtomicUsize; 4] {
        [&self.acknowledged, &self.unknown, &self.committed, &self.given_up]
    }
}

/// What somebody breaks after everything was fine, and the fault that must be found.
const BREAKAGES: [(&str, &str); 4] = [
    ("DELETE FROM appointment WHERE id = '{id}'", "lost: "),
    (
        "UPDATE appointment SET status = 'held' WHERE id = '{id}'",
        "half: ",
    ),
    ("DELETE FROM day", "half: days"),
    (
        "UPDATE idempotency SET appointment = 'another' WHERE appointment = '{id}'",
        "twice: ",
    ),
];

#[tokio::test(flavor = "multi_thread")]
async fn the_judge_finds_what_is_lost_half_or_twice() {
    for (breakage, fault) in BREAKAGES {
        let load = load().await;
        let (intentions, _) = under_load(&load, 0).await;
        settle(&load.city).await;
        let found = Found::in_city(&load.city).await;
        assert_eq!(faults(&intentions, &found), Vec::<String>::new());
        let mut told = intentions.iter().filter_map(|intention| intention.told.as_ref());
        let (id, _) = told.find(|(_, status)| *status == "booked").expect("a booking");
        load.city.script(&breakage.replace("{id}", id)).await;
        let found = faults(&intentions, &Found::in_city(&load.city).await);
        assert!(
            found.iter().any(|found| found.starts_with(fault)),
            "{breakage}: {found:?}"
        );
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_judge_finds_who_has_two_for_asking_again_with_another_key() {
    let load = load().await;
    let citizen = load.city.citizen();
    for key in ["mine", "mine-once-more"] {
        let wish = citizen.wish(&[("eid-pin", 1)], &load.slots[0]).await;
        assert_eq!(citizen.try_reserve_as(key, &wish).await.status, 201);
    }
    let unheard = Intention {
        key: "mine".to_owned(),
        email: citizen.email.clone(),
        told: None,
    };
    let found = faults(&[unheard], &Found::in_city(&load.city).await);
    assert!(
        found.len() == 1 && found[0].starts_with("twice: nobody"),
        "{found:?}"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn the_judge_finds_a_booking_that_no_mail_or_two_mails_confirm() {
    let load = load().await;
    let citizen = load.city.citizen();
    let (held, _) = citizen.book(&[("eid-pin", 1)], &load.slots[0]).await;
    let mine = hex::encode(Sha256::digest("mine"));
    load.city
        .script(&format!("UPDATE idempotency SET key_hash = '{mine}'"))
        .await;
    let mut found = Found::in_city(&load.city).await;
    let booked = Intention {
        key: "mine".to_owned(),
        email: citizen.email.clone(),
        told: Some((held.reserved.id.clone(), "booked")),
    };
    assert_eq!(
        faults(std::slice::from_ref(&booked), &found),
        Vec::<String>::new()
    );
    let mut again = found.letters[1].clone();
    found.letters.push(again.clone());
    assert_eq!(
        faults(std::slice::from_ref(&booked), &found),
        Vec::<String>::new(),
        "the same once more"
    );
    "another".clone_into(&mut again.message_id);
    found.letters.push(again);
    let two = faults(std::slice::from_ref(&booked), &found);
    found.letters.truncate(1);
    let none = faults(&[booked], &found);
    assert!(
        two[0].starts_with("mail: 2") && none[0].starts_with("mail: 0"),
        "{two:?}, {none:?}"
    );
}
