//! What somebody wants makes one visit, or none (rule 9).

use booking::catalogue::{Centre, Chosen, PlannedCentre, Visit, WishError};
use booking::plan::Plan;
use booking::skill::SkillSet;
use booking::{Catalogue, Service};
use proptest::prelude::*;
use serde_json::json;

use super::city::*;
use super::random::promised;

/// Units by quantity of each service, and the skills it needs.
type Services = Vec<(Vec<u8>, Vec<usize>)>;

fn any_services() -> impl Strategy<Value = Services> {
    let skills = proptest::sample::subsequence(vec![0, 1, 2], 0..3);
    proptest::collection::vec((proptest::collection::vec(1..12_u8, 1..4), skills), 1..5)
}

fn catalogue(services: &Services) -> Catalogue {
    let service = |(number, (units, skills)): (usize, &(Vec<u8>, Vec<usize>))| {
        let skills: Vec<String> = skills.iter().map(|skill| format!("k-{skill}")).collect();
        serde_json::from_value(json!({
            "id": format!("s-{number}"), "name": { "de": "S" }, "units": units, "quantity_of": "person", "place": "any",
            "skills": skills, "sensitive": number == 0,
        }))
        .unwrap()
    };
    Catalogue {
        services: services.iter().enumerate().map(service).collect(),
        centres: Vec::new(),
    }
}

proptest! {
    #![proptest_config(promised())]

    #[test]
    fn a_visit_is_as_long_as_its_services_together_and_needs_all_their_skills(
        services in any_services(),
        wish in proptest::collection::vec((0..5_usize, 0..5_u8), 0..4),
        served in proptest::collection::vec(any::<bool>(), 5),
        skills in 0..4_usize,
    ) {
        let catalogue = catalogue(&services);
        let chosen: Vec<Chosen> = wish.iter().map(|(number, quantity)| Chosen { id: format!("s-{number}").into(), quantity: *quantity }).collect();
        let units = |(number, quantity): &(usize, u8)| services.get(*number)?.0.get(usize::from(*quantity).checked_sub(1)?).copied();
        let all: Option<Vec<u8>> = wish.iter().map(units).collect();
        let doubled = (1..wish.len()).any(|index| wish[..index].iter().any(|(number, _)| *number == wish[index].0));
        let sum = all.filter(|all| !all.is_empty() && !doubled).map(|all| all.iter().sum()).filter(|sum| *sum <= 24);
        prop_assert_eq!(catalogue.units(&chosen).ok(), sum);

        let centre = Centre {
            services: (0..5).filter(|number| served[*number]).map(|number| format!("s-{number}").as_str().into()).collect(),
            skills: ["k-0", "k-1", "k-2"][..skills].iter().map(|skill| (*skill).into()).collect(),
            ..centre()
        };
        let needed = wish.iter().filter_map(|(number, _)| services.get(*number)).flat_map(|(_, skills)| skills);
        let bits = needed.fold(0, |bits, skill| bits | 1 << skill);
        let had = wish.iter().all(|(number, _)| served[*number]) && bits < 1 << skills;
        let visit = sum.filter(|_| had).map(|units| Visit { units, skills: SkillSet::from_bits(bits) });
        prop_assert_eq!(catalogue.visit(&chosen, &centre).ok(), visit);
        prop_assert_eq!(centre.all_skills().bits(), (1 << skills) - 1);
        let sensitive = wish.iter().any(|(number, _)| *number == 0 || *number >= services.len());
        prop_assert_eq!(catalogue.is_sensitive(&chosen), sensitive);
    }

    #[test]
    fn what_is_named_is_found(services in any_services(), number in 0..6_usize) {
        let names = ["a", "b", "c"];
        let centre = |name: &str| PlannedCentre {
            centre: Centre { id: name.into(), ..centre() },
            plan: Plan::default(),
            plan_version: 1,
        };
        let catalogue = Catalogue { centres: names.map(centre).to_vec(), ..catalogue(&services) };
        let service = catalogue.service(&format!("s-{number}").into());
        prop_assert_eq!(service.map(|service| &service.units), services.get(number).map(|(units, _)| units));
        prop_assert_eq!(service.map(Service::max_quantity), services.get(number).map(|(units, _)| units.len()));
        let name = ["a", "b", "c", "d", "e", "f"][number];
        let found = catalogue.centre(&name.into()).map(|planned| planned.centre.id.as_str());
        prop_assert_eq!(found, names.contains(&name).then_some(name));
    }

    #[test]
    fn a_wish_that_makes_no_visit_says_why(services in any_services(), number in 0..5_usize, quantity in 0..5_u8) {
        let catalogue = catalogue(&services);
        let wish = |number: usize, quantity| Chosen { id: format!("s-{number}").into(), quantity };
        let id = wish(number, 1).id;
        let expected = match services.get(number) {
            None => Err(WishError::UnknownService(id.clone())),
            Some((units, _)) if quantity == 0 || usize::from(quantity) > units.len() => {
                Err(WishError::Quantity { id: id.clone(), max: units.len() })
            }
            Some((units, _)) => Ok(units[usize::from(quantity) - 1]),
        };
        prop_assert_eq!(catalogue.units(&[wish(number, quantity)]), expected);
        prop_assert_eq!(catalogue.units(&[]), Err(WishError::Nothing));
        if number < services.len() {
            prop_assert_eq!(catalogue.units(&[wish(number, 1), wish(number, 1)]), Err(WishError::Twice(id)));
        }
    }
}
