//! A brief catalogue is what choosing needs; the whole one says as well what to bring and what it costs.

use serde_json::Value;

use tests::City;

const LEFT_OUT: [(&str, &[&str]); 2] = [
    ("services", &["documents", "fees", "leika"]),
    ("centres", &["aliases", "coordinates", "payment", "skills"]),
];

#[tokio::test]
async fn a_brief_catalogue_leaves_out_what_nobody_chooses_by_and_nothing_else() {
    let city = City::open().await;
    let citizen = city.citizen();
    let mut whole = citizen.get("/api/v1/catalogue?lang=de").await.json;
    let brief = citizen.get("/api/v1/catalogue?lang=de&brief=true").await.json;
    for (list, left_out) in LEFT_OUT {
        for entry in whole[list].as_array_mut().expect("a list") {
            for name in left_out {
                let removed: Option<Value> = entry.as_object_mut().expect("an entry").remove(*name);
                assert!(removed.is_some(), "the whole catalogue lacks {name} in {list}");
            }
        }
    }
    assert_eq!(whole, brief);
}
