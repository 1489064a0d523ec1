//! Fewer times to choose from: starts lie five minutes apart, and a hundred buttons help nobody.

/// Of the times of one day at one centre, ascending, those on a quarter hour, and the first of an hour that has none.
///
/// `minute` says how many minutes after midnight one starts.
pub fn thinned<T>(times: &[T], minute: impl Fn(&T) -> u32) -> Vec<&T> {
    let mut few = Vec::new();
    for of_hour in times.chunk_by(|one, next| minute(one) / 60 == minute(next) / 60) {
        let shown = few.len();
        few.extend(of_hour.iter().filter(|time| minute(time).is_multiple_of(15)));
        if few.len() == shown {
            few.extend(of_hour.first());
        }
    }
    few
}

#[cfg(test)]
mod tests {
    use super::thinned;

    #[test]
    fn times_are_shown_by_quarter_hours_or_the_first_of_an_hour() {
        let table: [(&[u32], &[u32]); 6] = [
            (&[480, 485, 495, 500], &[480, 495]),
            (&[485, 495, 500, 510, 525, 535], &[495, 510, 525]),
            (&[485, 490, 590], &[485, 590]),
            (&[535, 545], &[535, 545]),
            (&[535, 540, 545], &[535, 540]),
            (&[], &[]),
        ];
        for (all, shown) in table {
            let few: Vec<u32> = thinned(all, |minute| *minute).into_iter().copied().collect();
            assert_eq!(few, shown, "{all:?}");
        }
    }
}
