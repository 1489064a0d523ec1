//! What people type finds the service they mean, in the real catalogue.

use std::path::Path;

use widget::catalogue::Service;
use widget::search::find;

#[test]
fn everyday_words_find_the_service_they_mean_first() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../catalogue");
    let city = catalogue::read(&folder).expect("the city's catalogue reads");
    let services: Vec<Service> = city
        .services
        .iter()
        .map(|service| Service {
            id: service.id.to_string(),
            name: service.name.de.clone(),
            synonyms: service.synonyms.clone(),
            ..Service::default()
        })
        .collect();
    for (typed, meant) in [
        ("Perso", "personalausweis"),
        ("perso verloren", "ausweis-verlust"),
        ("Ausweis abgelaufen", "personalausweis"),
        ("umziehen", "ummeldung"),
        ("umzihen", "ummeldung"),
        ("neue Adresse", "ummeldung"),
        ("zugezogen", "anmeldung"),
        ("Reisepas", "reisepass"),
        ("Führerschein", "fuehrerschein-umtausch"),
        ("fuhrerschein", "fuehrerschein-umtausch"),
        ("Führungszeugnis", "l-17"),
        ("Pass abholen", "ausweis-abholung"),
        ("Hund", "hund-anmelden"),
        ("angeln", "fischereischein"),
        ("driving licence", "fuehrerschein-umtausch"),
    ] {
        let found = find(&services, typed).first().map(|at| services[*at].id.as_str());
        assert_eq!(found, Some(meant), "{typed}");
    }
}
