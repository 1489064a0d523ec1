//! Fewer times to choose from, and still some in every hour.

use booking::thin::thinned;
use proptest::prelude::*;

use super::random::promised;

proptest! {
    #![proptest_config(promised())]

    #[test]
    fn every_hour_shows_its_quarters_or_else_its_first_time(times in proptest::collection::btree_set(0..288_u32, 0..60)) {
        let times: Vec<u32> = times.into_iter().map(|unit| unit * 5).collect();
        let shown: Vec<u32> = thinned(&times, |minute| *minute).into_iter().copied().collect();
        let mut expected = Vec::new();
        for hour in 0..24 {
            let of_hour: Vec<u32> = times.iter().copied().filter(|minute| minute / 60 == hour).collect();
            let quarters: Vec<u32> = of_hour.iter().copied().filter(|minute| [0, 15, 30, 45].contains(&(minute % 60))).collect();
            expected.extend(if quarters.is_empty() { of_hour.first().copied().into_iter().collect() } else { quarters });
        }
        prop_assert_eq!(shown, expected);
    }
}
