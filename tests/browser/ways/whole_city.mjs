// What a whole city needs of the widget: finding one service among many, closed centres, invitations, a closed booking.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { chooseCentre, city, launch, look, open, openAs, toDetails, widget } from "../city/browser.mjs";
import { refuseOnce } from "../city/reservations.mjs";

let browser;
before(async () => {
  browser = await launch();
});
after(() => browser?.close());

/** The host page with these attributes on the element. */
const openWith = (attributes, changed) => openAs(browser, attributes, changed);

/** The catalogue's entry of this id. */
const entry = (list, id) => list.find((one) => one.id === id);

test("everyday words with slips of the finger find a service, and what finds nothing says what to do", async () => {
  const page = await openWith({});
  const termin = await widget(page);
  const search = termin.getByRole("searchbox", { name: "Leistung suchen" });
  const first = () => termin.locator(".service .name").first().textContent();
  for (const [typed, found] of [["Perso", "Personalausweis"], ["umzihen", "ummelden"], ["Fuehrungszeugnis", "Führungszeugnis"]]) {
    await search.fill(typed);
    await termin.getByText(found).first().waitFor();
    assert.match(await first(), new RegExp(found), typed);
  }
  assert.ok(await search.evaluate((field) => field.getRootNode().activeElement === field), "the field keeps the focus");
  await look(page, "1-service-search");
  await termin.locator(".service input").first().check();
  await search.fill("Wasserrohrbruch");
  await termin.locator(".told").waitFor();
  assert.equal(await termin.locator(".service").count(), 1, "what is chosen stays in sight");
  await look(page, "1-service-nothing");
  await search.fill("");
  await termin.getByRole("button", { name: /Alle \d+ Leistungen zeigen/ }).click();
  await look(page, "1-service-all");
});

test("a document that waits is only offered where it was applied for", async () => {
  const page = await openWith({ service: "ausweis-abholung" });
  const termin = await widget(page);
  await termin.getByRole("button", { name: "Weiter" }).click();
  await termin.getByText("wo Sie es beantragt haben").waitFor();
  assert.equal(await termin.locator(".earliest").count(), 0, "no appointment anywhere");
  await look(page, "2-place-pick-up");
  await chooseCentre(termin, "Harburg", "Harburg");
  await termin.getByRole("heading", { name: "An welchem Tag?" }).waitFor();
});

test("a centre that has closed is told in one sentence, and its successor chosen", async () => {
  const page = await openWith({ service: "personalausweis", centre: "eimsbuettel" }, ({ centres }) => {
    const closed = { id: "eimsbuettel", name: "Hamburg Service vor Ort Eimsbüttel", valid_to: "2025-12-01", successor: "eppendorf" };
    const known = entry(centres, "eimsbuettel") ?? centres[centres.push({ ...entry(centres, "eppendorf") }) - 1];
    Object.assign(known, closed);
  });
  const termin = await widget(page);
  await termin.getByRole("button", { name: "Weiter" }).click();
  await termin
    .getByText("Das Kundenzentrum Eimsbüttel ist seit dem 1. Dezember 2025 geschlossen. Termine gibt es jetzt in Eppendorf.")
    .waitFor();
  await termin.getByText("Hamburg Service vor Ort Eppendorf").waitFor();
  await look(page, "3-day-moved");
});

test("an invitation's code opens the times of its office, and a wrong one says so at the field", async () => {
  const invite = (catalogue) => {
    entry(catalogue.services, "personalausweis").place = "invitation";
    entry(catalogue.services, "personalausweis").alternative = "Online-Antrag im Serviceportal";
  };
  const page = await openWith({ service: "personalausweis" }, invite);
  const termin = await widget(page);
  await termin.getByRole("button", { name: "Weiter" }).click();
  const code = termin.getByRole("textbox", { name: "Einladungscode" });
  await code.waitFor();
  await look(page, "2-place-invitation");
  await termin.getByRole("button", { name: "Freie Tage zeigen" }).click();
  await termin.getByRole("link", { name: "Bitte tragen Sie den Code aus Ihrer Einladung ein." }).waitFor();
  await look(page, "2-place-invitation-fault");

  const sent = [];
  const answers = [
    { status: 404, json: { type: "/problems/not-found", detail: "Diesen Code gibt es nicht. Prüfen Sie die Einladung." } },
    { status: 200, json: { centre: "harburg", service: "personalausweis", valid_until: "2027-01-01T00:00:00+01:00" } },
  ];
  await page.route("**/api/v1/invitations", (route) => {
    sent.push(route.request().postDataJSON().code);
    const { status, json } = answers.shift();
    return route.fulfill({ status, json, headers: { "Access-Control-Allow-Origin": "*" } });
  });
  await code.fill("k7mq 2p");
  await termin.getByRole("button", { name: "Freie Tage zeigen" }).click();
  await termin.getByRole("link", { name: /Diesen Code gibt es nicht/ }).waitFor();
  await termin.getByRole("button", { name: "Freie Tage zeigen" }).click();
  await termin.getByRole("heading", { name: "An welchem Tag?" }).waitFor();
  assert.deepEqual(sent, ["k7mq 2p", "k7mq 2p"], "what was typed stays in the field");
});

test("a closed booking says why and until when, instead of the steps", async () => {
  const page = await openWith({ service: "personalausweis" }, (catalogue) => {
    catalogue.closed = { text: "Wegen Wartung können Sie bis 18 Uhr keine Termine buchen." };
  });
  const termin = page.locator("hamburg-termin");
  await termin.getByRole("heading", { name: "Buchung geschlossen" }).waitFor();
  await termin.getByText("bis 18 Uhr").waitFor();
  assert.equal(await termin.getByRole("button", { name: "Weiter" }).count(), 0);
  await look(page, "closed");
});

test("a booking closed in the middle loses nothing typed", async () => {
  const page = await open(browser, city.host);
  const termin = await widget(page);
  await toDetails(termin);
  await termin.getByLabel("Vor- und Nachname").fill("Ada Lovelace");
  await termin.getByRole("button", { name: "Andere Zeit wählen" }).click();
  await refuseOnce(page, 503, "booking-closed", () => ({ detail: "Wegen Wartung bis 18 Uhr." }));
  await termin.locator("button.time").last().click();
  await termin.getByRole("heading", { name: "Buchung geschlossen. Wegen Wartung bis 18 Uhr." }).waitFor();
  await termin.getByRole("button", { name: "Noch einmal versuchen" }).click();
  await termin.getByRole("heading", { name: "Ihre Angaben" }).waitFor();
  assert.equal(await termin.getByLabel("Vor- und Nachname").inputValue(), "Ada Lovelace");
});

test("beside the address stands what happens to it, with a link to more, and no box to tick", async () => {
  const page = await open(browser, city.host);
  const termin = await widget(page);
  await toDetails(termin);
  await termin.getByText("Artikel 6 Absatz 1 Buchstabe e DSGVO mit § 4 HmbDSG").waitFor();
  const { privacy_url: address } = await (await fetch(`${city.edge}/api/v1/catalogue`)).json();
  assert.equal(await termin.getByRole("link", { name: "Datenschutz" }).getAttribute("href"), address);
  const boxes = termin.getByRole("checkbox");
  assert.deepEqual(await boxes.evaluateAll((all) => all.map(({ id }) => id)), ["other"], "only whom it is for");
  await termin.getByRole("button", { name: "Eingaben löschen" }).click();
});

test("an English element loads its words, and only it does", async () => {
  const page = await browser.newPage();
  const asked = [];
  page.on("request", (request) => asked.push(new URL(request.url()).pathname));
  await page.goto(`${city.host}/`);
  await widget(page);
  assert.ok(!asked.includes("/v1/en.txt"));
  const english = await openWith({ lang: "en", service: "personalausweis" });
  await english.getByRole("heading", { name: "What would you like to do?" }).waitFor();
  await look(english, "1-service-english");
});
