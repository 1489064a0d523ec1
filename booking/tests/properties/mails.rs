//! Whatever happens to mails, what one has printed holds.

use booking::deadline::hold_cap;
use booking::hold::{hold, resend};
use booking::mail::{Due, accepted, due, refused, too_late};
use booking::{Instant, NoticeKind};
use proptest::prelude::*;

use super::city::*;
use super::random::promised;

/// One step in the life of a hold and its mails.
#[derive(Clone, Copy, Debug)]
enum Step {
    /// So many seconds pass.
    Wait(i64),
    /// A sender takes the mail, if it is due, and renders it.
    Render,
    /// The mail system takes what was rendered, or what an earlier sender rendered.
    Accept {
        oldest: bool,
    },
    Refuse,
    /// The connection fails: the mail system has nothing.
    Fail,
    Resend,
    OtherAddress,
}

fn step() -> impl Strategy<Value = Step> {
    prop_oneof![
        4 => (1..2400_i64).prop_map(Step::Wait),
        4 => Just(Step::Render),
        3 => any::<bool>().prop_map(|oldest| Step::Accept { oldest }),
        1 => Just(Step::Refuse),
        1 => Just(Step::Fail),
        2 => Just(Step::Resend),
        1 => Just(Step::OtherAddress),
    ]
}

proptest! {
    #![proptest_config(promised())]

    #[test]
    fn no_deadline_is_ever_earlier_than_a_printed_one(
        before_start in 60..600_i64,
        steps in proptest::collection::vec(step(), 1..40),
    ) {
        let start = clock("18:00");
        let mut now = start.plus_minutes(-before_start);
        let mut way = Way::reserved("18:00", now).held(now);
        let cap = hold_cap(now, start);
        // Rendered and on their way out; delivered, as what they print.
        let mut out: Vec<(Instant, Instant)> = Vec::new();
        let mut delivered: Vec<Instant> = Vec::new();
        for step in steps {
            let generation = u32::from(way.appointment.progress.hold.as_ref().unwrap().generation);
            let Way { appointment, days } = way.clone();
            let change = match step {
                Step::Wait(seconds) => {
                    now = now.plus_seconds(seconds);
                    None
                }
                Step::Render => match due(&appointment, NoticeKind::Activation, generation, now) {
                    Due::Send { printed } => {
                        out.push((now, printed.unwrap()));
                        None
                    }
                    // Nothing of it is under way any more: senders hold a lease.
                    Due::TooLate if out.is_empty() => too_late(appointment, days, generation, now, &chance(1)),
                    Due::TooLate | Due::Drop => None,
                },
                Step::Accept { oldest } if !out.is_empty() => {
                    let (rendered_at, printed) = if oldest { out.remove(0) } else { out.pop().unwrap() };
                    let accepted_at = rendered_at.plus_seconds(now.since(rendered_at) / 2);
                    let change = accepted(appointment, days, generation, accepted_at, &chance(1));
                    if change.is_some() {
                        delivered.push(printed);
                    }
                    change
                }
                Step::Refuse if out.pop().is_some() => refused(appointment, days, generation, now, &chance(1)),
                Step::Fail => {
                    out.pop();
                    None
                }
                Step::Resend => {
                    let change = resend(appointment, days, now, &chance(1)).ok().flatten();
                    if change.is_some() {
                        out.clear();
                    }
                    change
                }
                Step::OtherAddress => {
                    let change = hold(appointment, days, OTHER_ADDRESS, now, &chance(1)).ok();
                    if change.is_some() {
                        // The links of the earlier address are dead, whatever they print.
                        out.clear();
                        delivered.clear();
                    }
                    change
                }
                Step::Accept { .. } | Step::Refuse => None,
            };
            if let Some(change) = change {
                way = Way::after(change);
            }
            for printed in &delivered {
                prop_assert!(*printed <= way.appointment.until, "{printed:?} was printed");
                prop_assert!(*printed <= cap);
                let last_moment = printed.plus_seconds(-1).max(now);
                if last_moment < *printed {
                    let Way { appointment, days } = way.clone();
                    prop_assert!(activated(appointment, days, last_moment).is_ok());
                }
            }
            prop_assert!(way.visit().until > way.appointment.until, "the claim outlasts the hold");
        }
    }
}
