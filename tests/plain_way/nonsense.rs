//! Nonsense in any field gets a page that says what to do, and changes nothing.

use tests::City;

use super::times;

#[tokio::test(flavor = "multi_thread")]
async fn nonsense_in_any_field_gets_a_page_that_says_what_to_do_and_changes_nothing() {
    let city = City::open().await;
    let citizen = city.citizen();
    let page = times(&citizen).await;
    city.pass(6).await;
    let looks = [
        ("/buchen?service=nothing", 422),
        ("/buchen?service=reisepass:99", 422),
        ("/buchen?service=reisepass:1&service=reisepass:2", 422),
        ("/buchen?service=reisepass&centre=atlantis", 422),
        ("/buchen?service=reisepass&day=yesterday", 200),
        ("/buchen?service=reisepass&day=1999-01-01", 200),
        ("/buchen?service=reisepass&from=99999-01-01", 200),
        ("/buchen?service=%FF%00&day=%22%3E%3Cscript%3E", 422),
        ("/buchen?do=reserve&slot=harburg", 200),
    ];
    let before = city.everything().await;
    for (path, status) in looks {
        let looked = citizen.open(path).await;
        assert_eq!(looked.answer.status, status, "{path}: {}", looked.answer.text);
        assert!(
            looked.says("115") && !looked.answer.text.contains("<script>"),
            "{path}"
        );
    }
    let presses: &[(&str, &str, u16)] = &[
        ("slot", "harburg", 422),
        ("slot", "atlantis 2026-12-01T09:00:00+01:00", 422),
        ("slot", "harburg 2026-12-01T09:01:00+01:00", 422),
        ("slot", "harburg 2019-12-01T09:00:00+01:00", 409),
        ("service", "nothing", 422),
        ("do", "hold", 404),
        ("do", "code", 404),
        ("do", "explode", 200),
    ];
    for (name, value, status) in presses {
        let mut press = page.press("9:00 Uhr");
        if *name == "slot" {
            press = press.without_button();
        }
        let answer = press.forged(name, value).send().await.answer;
        assert_eq!(answer.status, *status, "{name}={value}: {}", answer.text);
        assert_eq!(city.everything().await, before, "{name}={value}");
    }
    let json = citizen.post("/buchen", serde_json::json!({})).await;
    assert_eq!(json.status, 415);
}
