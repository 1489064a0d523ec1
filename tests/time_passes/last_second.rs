//! The last second of the hour, with everybody at once: whoever presses, twice, and rivals who want the same time. One has it.

use std::sync::Arc;

use serde_json::{Value, json};
use tests::{Answer, City, Guards, Held, between, plus};
use tokio::task::JoinSet;

use super::{AT_SUEDERELBE, COPIES, STAYS_BACK, instant};

const RIVALS: usize = 8;
/// How often a machine may be too busy for one second, and a negative control may go well.
const LUCK: usize = 5;

/// A hold at the only counter that certifies, and until when it can be confirmed.
struct Contest {
    city: Arc<City>,
    slot: Value,
    held: Held,
    by: String,
}

/// How everybody fared.
struct Outcome {
    presses: Vec<Answer>,
    rivals: Vec<Answer>,
}

impl Outcome {
    fn winners(&self) -> usize {
        let pressed = usize::from(self.presses.iter().any(|answer| answer.status == 200));
        pressed + self.rivals.iter().filter(|answer| answer.status == 201).count()
    }
}

impl Contest {
    async fn in_city(city: City) -> Self {
        let city = Arc::new(city);
        let citizen = city.citizen();
        let slot = citizen.slots(AT_SUEDERELBE).await[0].clone();
        let held = citizen.hold(COPIES, &slot).await;
        let by = instant(&citizen.look(&held.reserved).await, "activate_by");
        drop(citizen);
        Self { city, slot, held, by }
    }

    /// Sets the clock so many seconds after the hour, and lets them all go: two presses with this body, and the rivals.
    async fn at(&self, seconds: i64, press: &Value) -> Outcome {
        let now = plus(&self.by, seconds);
        // Challenges are made at the time they are for.
        self.city.set_clock(&now).await;
        let mut getting_ready = JoinSet::new();
        for _ in 0..RIVALS {
            let (city, slot) = (self.city.clone(), self.slot.clone());
            getting_ready.spawn(async move { city.citizen().wish(COPIES, &slot).await });
        }
        let wishes = getting_ready.join_all().await;
        self.city.set_clock_sharp(&now).await;
        let mut pressing = JoinSet::new();
        for _ in 0..2 {
            let (city, press) = (self.city.clone(), press.clone());
            pressing.spawn(async move { city.citizen().post("/api/v1/activations", press).await });
        }
        let mut rivalling = JoinSet::new();
        for wish in wishes {
            let city = self.city.clone();
            rivalling.spawn(async move { city.citizen().try_reserve(&wish).await });
        }
        Outcome {
            presses: pressing.join_all().await,
            rivals: rivalling.join_all().await,
        }
    }

    fn press(&self) -> Value {
        json!({ "token": self.held.letter.token() })
    }

    /// A late press that chooses the time it had.
    fn choice(&self) -> Value {
        let slot = json!({ "centre": self.slot["centre"], "starts_at": self.slot["starts_at"] });
        json!({ "token": self.held.letter.token(), "slot": slot })
    }

    async fn holders(&self) -> usize {
        self.city.holders(&self.slot).await.len()
    }
}

fn all_refused(answers: &[Answer], expected: (u16, &str)) -> bool {
    answers
        .iter()
        .all(|answer| (answer.status, answer.problem()) == expected)
}

#[tokio::test(flavor = "multi_thread")]
async fn at_59_59_a_press_wins_over_all_rivals() {
    for _ in 0..LUCK {
        let contest = Contest::in_city(City::open().await).await;
        let outcome = contest.at(-1, &contest.press()).await;
        assert!(all_refused(&outcome.rivals, (409, "slot-taken")));
        if outcome.winners() == 0 && between(&contest.by, &contest.city.now().await) >= 0 {
            continue;
        }
        assert!(
            outcome.presses.iter().all(|answer| answer.status == 200),
            "{:?}",
            outcome.presses
        );
        assert_eq!(contest.holders().await, 1);
        assert!(contest.city.days_and_appointments_agree().await);
        return;
    }
    panic!("{LUCK} times the second was over before a press was answered");
}

#[tokio::test(flavor = "multi_thread")]
async fn at_60_00_and_60_01_a_press_is_late_and_the_time_is_its_own_for_another_minute() {
    for seconds in [0, 1] {
        let contest = Contest::in_city(City::open().await).await;
        let late = contest.at(seconds, &contest.press()).await;
        assert!(all_refused(&late.presses, (410, "lapsed")), "{:?}", late.presses);
        assert!(
            all_refused(&late.rivals, (409, "slot-taken")),
            "{:?}",
            late.rivals
        );
        assert_eq!(contest.holders().await, 0, "{seconds}");

        let chosen = contest.at(seconds, &contest.choice()).await;
        assert!(
            all_refused(&chosen.rivals, (409, "slot-taken")),
            "{:?}",
            chosen.rivals
        );
        assert!(
            chosen.presses.iter().all(|answer| answer.status == 200),
            "{:?}",
            chosen.presses
        );
        assert_eq!(contest.holders().await, 1, "{seconds}");
        assert!(contest.city.days_and_appointments_agree().await);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn once_the_time_is_free_for_all_a_late_choice_and_its_rivals_make_one_winner() {
    let contest = Contest::in_city(City::open().await).await;
    let outcome = contest.at(STAYS_BACK.1, &contest.choice()).await;
    assert_eq!(outcome.winners(), 1, "{:?} {:?}", outcome.presses, outcome.rivals);
    assert_eq!(contest.holders().await, 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn without_guards_the_same_contest_has_several_winners() {
    for _ in 0..LUCK {
        let contest = Contest::in_city(City::open().await.with(Guards::Dropped).await).await;
        if contest.at(STAYS_BACK.1, &contest.choice()).await.winners() > 1 {
            return;
        }
    }
    panic!("no race: {LUCK} times there was one winner");
}
