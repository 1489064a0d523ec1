//! The rules as properties: whatever the day, the wishes and the clock, these hold.
//!
//! Each is tried 2,000 times, with `PROVE` set 100,000 times (`cargo xtask prove`), and as often as `PROPTEST_CASES`
//! says where that is set (`cargo xtask mutants`). A failure prints the smallest case that still fails; it becomes a
//! promise of its own in `tests/rules`, which tells its story better than a stored seed.

mod properties {
    #[expect(dead_code, reason = "the rules use more of it")]
    #[path = "../rules/city.rs"]
    mod city;
    mod random;
    mod town;

    mod applicants;
    mod brake;
    mod calendar;
    mod cancelling;
    mod cities;
    mod claims;
    mod counters;
    mod deadlines;
    mod fitting;
    mod horizon;
    mod invitations;
    mod mails;
    mod moving;
    mod offers;
    mod plans;
    mod rebuilt_days;
    mod shares;
    mod states;
    mod stored_text;
    mod thin;
    mod time;
    mod units;
    mod wishes;
}
