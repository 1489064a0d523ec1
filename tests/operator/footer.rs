//! Every page of the Worker ends with what the law asks for, also where something went wrong.

use edge::problem::Kind;

use super::*;

const LINKS: &[&str] = &["Impressum", "Datenschutz", "Barrierefreiheit", "Einfache Sprache"];
const COPIES: &[(&str, u32)] = &[("beglaubigung-dokumente", 1)];
const SLOTS: &str = "service=beglaubigung-dokumente:1&centre=harburg&from=2026-12-01&days=1&limit=50";

#[tokio::test(flavor = "multi_thread")]
async fn every_page_has_the_legal_links() {
    let city = City::open().await;
    let citizen = city.citizen();
    let slots = citizen.slots(SLOTS).await;
    let held = citizen.hold(COPIES, &slots[0]).await;
    let (_, manage) = city.citizen().book(COPIES, &slots[9]).await;
    let late = city.citizen().hold(COPIES, &slots[18]).await;
    let mut pages = vec![
        citizen.get("/buchen").await,
        citizen.get("/barrierefreiheit").await,
        citizen.get("/nothing-here").await,
        citizen.get("/operator").await,
        citizen.get("/t/nobodys").await,
        citizen.press("/buchen", "").await,
        citizen.get(&held.letter.link()).await,
        citizen.press(&held.letter.link(), "do=nonsense").await,
        citizen.press(&held.letter.link(), "do=activate").await,
        citizen.get(&held.letter.link()).await,
        citizen.get(&format!("/t/{manage}")).await,
        citizen.get(&format!("/t/{manage}?absagen")).await,
        citizen.press(&format!("/t/{manage}"), "do=cancel").await,
        citizen.get(&format!("/t/{manage}")).await,
    ];
    for kind in Kind::ALL {
        pages.push(citizen.get(&format!("/problems/{}", kind.name())).await);
    }
    city.pass(3 * 3600).await;
    pages.push(citizen.get(&late.letter.link()).await);
    for page in pages {
        assert!(page.content_type.starts_with("text/html"), "{page:?}");
        let footer = page.text.split("<footer").nth(1).expect("a footer");
        for link in LINKS {
            assert!(footer.contains(&format!(">{link}</a>")), "{link}: {}", page.text);
        }
    }
    let barriers = citizen.get("/barrierefreiheit").await.text;
    for words in [
        "Erklärung zur Barrierefreiheit",
        "Eine Barriere melden",
        "Schlichtungsstelle",
    ] {
        assert!(barriers.contains(words), "{words}");
    }
}
