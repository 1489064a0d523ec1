//! Every event in every step: where it leads, and that there is a way on from there.

use super::*;
use Step::{Day, Details, Done, Gone, Place, Sent, Service, Time};

/// The steps as the columns of the table have them: nothing but what the event says changes.
const STAYS: [Step; 8] = STEPS;

/// A row for each event: which it is, an example, and the step it leads to from each of [`STEPS`]. An event without a row does
/// not compile.
macro_rules! table {
    ($($event:pat => $example:expr, $reached:expr;)*) => {
        fn table() -> Vec<(Event, [Step; 8])> {
            vec![$(($example, $reached)),*]
        }

        #[expect(dead_code, reason = "the compiler looks whether it is complete")]
        fn has_a_row(event: &Event) {
            match event {
                $($event => (),)*
            }
        }
    };
}

#[rustfmt::skip]
table! {
    // From:                                                                      Service  Place    Day      Time     Details  Sent     Done     Gone
    Event::Ticked(..) => Event::Ticked(1, true),                                  STAYS;
    Event::Quantity(..) => Event::Quantity(0, 2),                                 STAYS;
    Event::AllServices(_) => Event::AllServices(true),                            STAYS;
    // On the first step nothing is ticked yet, so that going on is refused.
    Event::Next => Event::Next,                                                   STAYS;
    Event::Anywhere => Event::Anywhere,                                          [Service, Day,     Day,     Time,    Details, Sent,    Done,    Gone];
    Event::District(_) => Event::District("Harburg".into()),                      STAYS;
    Event::Centre(_) => Event::Centre("suederelbe".into()),                      [Service, Day,     Day,     Time,    Details, Sent,    Done,    Gone];
    Event::Among(_) => Event::Among(vec!["harburg".into()]),                     [Service, Day,     Day,     Time,    Details, Sent,    Done,    Gone];
    Event::MoreDays => Event::MoreDays,                                           STAYS;
    Event::Month(_) => Event::Month(date_of("2026-12-01").unwrap()),              STAYS;
    Event::Key(..) => Event::Key(date_of("2026-12-01").unwrap(), Key::After),     STAYS;
    Event::Day(_) => Event::Day(date_of("2026-12-01").unwrap()),                 [Service, Place,   Time,    Time,    Details, Sent,    Done,    Gone];
    Event::AllTimes => Event::AllTimes,                                           STAYS;
    Event::Slot(_) => Event::Slot(slot("08:20")),                                 STAYS;
    Event::Typed(..) => Event::Typed(Field::Email, "grace@example.org".into()),   STAYS;
    Event::ForOther(_) => Event::ForOther(true),                                  STAYS;
    Event::Submit => Event::Submit,                                               STAYS;
    Event::MoreTime => Event::MoreTime,                                           STAYS;
    Event::Resend => Event::Resend,                                               STAYS;
    Event::Correct => Event::Correct,                                            [Service, Place,   Day,     Time,    Details, Details, Done,    Gone];
    Event::SubmitCode => Event::SubmitCode,                                       STAYS;
    Event::SubmitInvitation => Event::SubmitInvitation,                           STAYS;
    Event::Back => Event::Back,                                                  [Service, Service, Place,   Day,     Time,    Sent,    Done,    Gone];
    // More of it in `choices`.
    Event::Visit(_) => Event::Visit(Place),                                      [Service, Place,   Place,   Place,   Place,   Sent,    Done,    Gone];
    Event::Cancel => Event::Cancel,                                              [Service, Service, Service, Service, Service, Service, Done,    Gone];
    Event::Restart => Event::Restart,                                            [Service, Place,   Day,     Time,    Details, Sent,    Service, Service];
    Event::Clear => Event::Clear,                                                [Service; 8];
    Event::Again => Event::Again,                                                 STAYS;
    Event::Speak(_) => Event::Speak("en".into()),                                 STAYS;
    // Only a page just loaded has something to restore, and then it is on the first step.
    Event::Restored(_) => Event::Restored(String::new()),                         STAYS;
    Event::Remembered(..) => Event::Remembered(ticket(), String::new()),          STAYS;
    Event::Tick(..) => Event::Tick(1_000.0, true),                                STAYS;
    Event::Woke => Event::Woke,                                                   STAYS;
    Event::Catalogue(_) => Event::Catalogue(catalogue()),                         STAYS;
    Event::Spoken(_) => Event::Spoken(catalogue()),                               STAYS;
    Event::Requirements(_) => Event::Requirements(catalogue()),                   STAYS;
    Event::Invited(..) => Event::Invited("harburg".into(), "reisepass".into()),  [Service, Day,     Day,     Time,    Details, Sent,    Done,    Gone];
    Event::Availability(_) => Event::Availability(availability()),                STAYS;
    Event::Starts(_) => Event::Starts(starts("harburg")),                                  STAYS;
    Event::Postcodes(_) => Event::Postcodes(Vec::new()),                          STAYS;
    Event::Slots(..) => Event::Slots(String::new(), Vec::new()),                  STAYS;
    // A time that is reserved is shown, wherever the answer finds the person.
    Event::Reserved(_) => Event::Reserved(kept()),                               [Details; 8];
    Event::Prolonged(..) => Event::Prolonged(Moment::default(), 9),               STAYS;
    Event::Held => Event::Held,                                                  [Service, Place,   Day,     Time,    Sent,    Sent,    Done,    Gone];
    Event::Resent => Event::Resent,                                               STAYS;
    // More of it in `confirming` and `afterwards`.
    Event::Status(_) => status("booked"),                                        [Service, Place,   Day,     Time,    Done,    Done,    Done,    Done];
    // More of it below and in `unanswered`.
    Event::Refused(..) => Event::Refused(Command::LoadCatalogue, refusal("network")), STAYS;
}

#[test]
fn every_event_in_every_step_leads_where_the_table_says_and_there_is_a_way_on() {
    for (event, reached) in table() {
        for (from, to) in STEPS.into_iter().zip(reached) {
            let mut journey = at(from);
            let commands = journey.apply(event.clone());
            assert_eq!(journey.step, to, "{event:?} in {from:?}");
            let told = commands.contains(&Command::Tell("step"));
            assert_eq!(from != to, told, "{event:?} in {from:?}");
            assert!(leads_on(&journey), "{event:?} in {from:?} is a dead end");
        }
    }
}

/// Whether the step has what it shows, or a notice with a press in its place.
fn leads_on(journey: &Journey) -> bool {
    match journey.step {
        Service | Place | Day | Time | Gone => true,
        Details | Sent => journey.kept.is_some() || journey.notice.is_some(),
        Done => journey.kept.is_some(),
    }
}
