// A person books on another site's page, confirms in the mail, and cancels.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { chooseCentre, chooseDay, city, comeBack, launch, look, open, widget } from "../city/browser.mjs";
import { freshAddress, link, mail } from "../city/inbox.mjs";

let browser;
before(async () => {
  browser = await launch();
});
after(() => browser?.close());

test("from an article of a city portal to an appointment and back", async () => {
  const address = freshAddress();
  const page = await open(browser, city.host);
  const termin = await widget(page);
  const press = (name) => termin.getByRole("button", { name }).first().click();
  const heading = (name) => termin.getByRole("heading", { level: 2, name }).waitFor();

  assert.ok(await termin.getByLabel("Personalausweis").first().isChecked(), "the page's service is ticked");
  await look(page, "1-service");
  await press("Weiter");

  await heading("Wo passt es Ihnen?");
  await termin.getByRole("button", { name: "Diesen Termin nehmen" }).waitFor();
  await look(page, "2-place");
  await chooseCentre(termin, "Harburg", "Harburg");

  await heading("An welchem Tag?");
  await look(page, "3-day");
  await chooseDay(termin, 3);

  await heading("Um wie viel Uhr?");
  await termin.locator("button.time").first().waitFor();
  await look(page, "4-time");
  await termin.locator("button.time").first().click();

  await heading("Ihre Angaben");
  assert.equal(await focused(page), "Ihre Angaben", "the focus is on the new step's heading");
  await look(page, "5-details");
  await press("Termin vormerken");
  await termin.getByRole("heading", { name: "Bitte prüfen Sie Ihre Angaben" }).waitFor();
  await look(page, "5-details-faults");
  await termin.getByLabel("Vor- und Nachname").fill("Zoë Müller-Łukasiewicz");
  await termin.getByLabel("E-Mail-Adresse").fill(address);
  await press("Termin vormerken");

  await heading("Noch ein Schritt: Termin per E-Mail bestätigen");
  const activation = await mail(address, "bestätigen");
  await termin.getByText(/Bestätigen Sie bis \d/).waitFor();
  await look(page, "6-sent");

  const letter = await open(browser, link(activation));
  await letter.getByRole("button", { name: "Termin jetzt bestätigen" }).waitFor();
  await look(letter, "7-activate");
  await letter.reload();
  assert.equal(await stands(page), "held", "looking at the link changes nothing");
  await letter.getByRole("button", { name: "Termin jetzt bestätigen" }).click();
  await letter.getByRole("heading", { name: "Ihr Termin steht fest" }).waitFor();
  await look(letter, "8-booked");

  await heading("Ihr Termin ist gebucht");
  await look(page, "9-done");
  const reference = await termin.locator(".reference").textContent();
  assert.deepEqual(await page.evaluate(() => window.told), ["ready", "step", "step", "step", "step", "held", "step", "booked", "step"]);

  await page.reload();
  await heading("Ihr Termin ist gebucht");
  assert.equal(await termin.locator(".reference").textContent(), reference, "loaded again, the page shows it still");
  const kept = await page.evaluate(() => JSON.stringify({ ...sessionStorage, ...localStorage }));
  assert.ok(!/Müller|example/.test(kept + (await termin.textContent())), "without a name or an address");

  const confirmation = await mail(address, "steht fest");
  assert.ok(confirmation.text.includes(reference), "the mail and the page name the same reference");
  assert.ok(
    confirmation.attachments?.some(({ contentType }) => contentType.startsWith("text/calendar")),
    "the appointment can be put into a calendar",
  );

  await letter.goto(link(confirmation));
  await look(letter, "10-manage");
  await letter.getByRole("link", { name: "Termin absagen" }).click();
  await look(letter, "11-cancel");
  await letter.getByRole("button", { name: "Ja, absagen" }).click();
  await letter.getByRole("heading", { name: "Ihr Termin ist abgesagt" }).waitFor();
  await look(letter, "12-cancelled");
  await comeBack(page);
  await heading("Dieser Termin ist abgesagt");
  await look(page, "10-gone");
  await letter.getByRole("button", { name: "Rückgängig machen" }).click();
  await letter.getByRole("heading", { name: "Ihr Termin gilt wieder" }).waitFor();
  await comeBack(page);
  await heading("Ihr Termin ist gebucht");

  const known = [city.host, city.edge].map((url) => new URL(url).host);
  assert.deepEqual([...page.hosts].filter((host) => !known.includes(host)), [], "no third party is asked");
  assert.deepEqual([...letter.hosts].filter((host) => !known.includes(host)), [], "no third party is asked");
  assert.deepEqual([...page.faults, ...letter.faults], []);
});

/** The text of what has the focus inside the widget. */
function focused(page) {
  return page.waitForFunction(() => {
    const inside = document.querySelector("hamburg-termin").shadowRoot.activeElement;
    return inside?.textContent;
  }).then((handle) => handle.jsonValue());
}

/** The state of the appointment this tab holds, asked for as the widget asks. */
async function stands(page) {
  const [id, secret] = await page.evaluate(() => sessionStorage.getItem("hamburg-termin:0").split(" "));
  const reply = await fetch(`${city.edge}/api/v1/appointments/${id}`, { headers: { Authorization: `Bearer ${secret}` } });
  return (await reply.json()).status;
}
