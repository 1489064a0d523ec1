// A person who changes their mind: another time, another address, another tab that was faster.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { advance, chooseCentre, chooseDay, city, launch, look, open, toDetails, toTimes, widget } from "../city/browser.mjs";
import { freshAddress, mail } from "../city/inbox.mjs";
import { isReservation, refuseOnce, statusOf } from "../city/reservations.mjs";

let browser;
before(async () => {
  browser = await launch();
});
after(() => browser?.close());

test("another time takes the place of the first, so that a browser never holds two", async () => {
  const page = await open(browser, city.host);
  const termin = await widget(page);
  await toDetails(termin);
  const first = await remembered(page);
  await termin.getByRole("button", { name: "Andere Zeit wählen" }).click();
  await termin.locator("button.time").last().click();
  await termin.getByRole("heading", { name: "Ihre Angaben" }).waitFor();
  assert.notEqual(await remembered(page), first);
  const [id, secret] = first.split(" ");
  assert.equal(await statusOf({ id, secret }), "cancelled");
});

test("a mistyped address is corrected, and the mail can be sent once more", async () => {
  const address = freshAddress();
  const page = await open(browser, city.host);
  const termin = await widget(page);
  await toDetails(termin);
  await termin.getByLabel("Vor- und Nachname").fill("Ada Lovelace");
  await termin.getByLabel("E-Mail-Adresse").fill(`wrong.${address}`);
  await termin.getByRole("button", { name: "Termin vormerken" }).click();
  await termin.getByRole("button", { name: "Adresse korrigieren" }).click();
  await termin.getByLabel("E-Mail-Adresse").fill(address);
  await termin.getByRole("button", { name: "E-Mail an diese Adresse senden" }).click();
  await termin.getByText(`an ${address}`).waitFor();
  const first = await mail(address, "bestätigen");
  await advance(125);
  await page.reload();
  await termin.getByRole("button", { name: "E-Mail noch einmal senden" }).click();
  await termin.getByText("Die E-Mail ist noch einmal unterwegs.").waitFor();
  const second = await mail(address, "bestätigen", (one) => one.id !== first.id);
  assert.ok(second);
});

test("for another person the name is theirs, and nothing of one's own is offered for it", async () => {
  const page = await open(browser, city.host);
  const termin = await widget(page);
  await toDetails(termin);
  const tokens = () => termin.locator("form input:not([type=checkbox])").evaluateAll((all) => all.map((one) => one.autocomplete));
  assert.deepEqual(await tokens(), ["name", "email", "tel"]);
  await termin.getByLabel("Vor- und Nachname").fill("Ada Lovelace");
  await termin.getByRole("checkbox", { name: "Ich buche für eine andere Person" }).check();
  await termin.getByLabel("Vor- und Nachname dieser Person").waitFor();
  assert.equal(await termin.getByLabel("Vor- und Nachname").inputValue(), "Ada Lovelace", "what was typed stays");
  assert.deepEqual(await tokens(), ["off", "email", "tel"]);
  await look(page, "5-details-other-person");
  await termin.getByRole("button", { name: "Eingaben löschen" }).click();
});

test("who was too slow is shown what is still free", async () => {
  const page = await open(browser, city.host);
  const termin = await widget(page);
  await toTimes(termin);
  await refuseOnce(page, 409, "slot-taken", ({ centre, starts_at }) => ({ alternatives: [{ centre, starts_at }] }));
  await termin.locator("button.time").first().click();
  await termin.getByRole("heading", { name: "Diese Zeit ist leider gerade vergeben" }).waitFor();
  await look(page, "4-time-taken");
  await termin.locator("[data-notice] button").first().click();
  await termin.getByRole("heading", { name: "Ihre Angaben" }).waitFor();
});

test("without a connection nothing is lost, and one press goes on", async () => {
  const page = await open(browser, city.host);
  const termin = await widget(page);
  await toTimes(termin);
  await page.route(isReservation, (route) => route.abort(), { times: 1 });
  await termin.locator("button.time").nth(1).click();
  await termin.getByRole("heading", { name: "Wir erreichen den Terminservice gerade nicht." }).waitFor();
  await termin.getByRole("button", { name: "Noch einmal versuchen" }).click();
  await termin.getByRole("heading", { name: "Ihre Angaben" }).waitFor();
});

test("anywhere on a day leads over a centre to its times, and back", async () => {
  const page = await open(browser, city.host);
  const termin = await widget(page);
  const asked = [];
  page.on("request", (request) => request.url().includes("/slots?days=1") && asked.push(request.url()));
  await termin.getByRole("button", { name: "Weiter" }).click();
  await termin.getByRole("button", { name: "Andere Tage, alle Standorte" }).click();
  // Tomorrow, which is no Saturday.
  await chooseDay(termin, 1);
  await termin.getByRole("heading", { name: "Wo an diesem Tag?" }).waitFor();
  await look(page, "4-time-anywhere");
  assert.equal(asked.length, 1, "one request for the whole city");
  await chooseCentre(termin, "Harburg", "Harburg");
  await termin.getByRole("heading", { name: "Nachmittag" }).waitFor();
  await termin.getByRole("button", { name: "Zurück" }).click();
  await termin.getByRole("heading", { name: "Wo an diesem Tag?" }).waitFor();
});

/** Id and secret of the appointment this tab holds. */
function remembered(page) {
  return page.evaluate(() => sessionStorage.getItem("hamburg-termin:0"));
}
