// A person who is slower than the clock: warned, given more time, and never made to type twice.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { advance, chooseCentre, chooseDay, city, launch, look, open, toDetails, widget } from "../city/browser.mjs";
import { freshAddress } from "../city/inbox.mjs";
import { reservations } from "../city/reservations.mjs";

let browser;
before(async () => {
  browser = await launch();
});
after(() => browser?.close());

test("who needs more time gets it by a press, from the fourth time on with a challenge", async () => {
  const page = await open(browser, city.host);
  const termin = await widget(page);
  await toDetails(termin);
  await advance(13 * 60);
  for (let presses = 1; presses <= 5; presses += 1) {
    // Loaded again, the widget goes on where this tab was, by the server's clock.
    await page.reload();
    const more = termin.getByRole("button", { name: "Mehr Zeit" });
    await more.waitFor();
    if (presses === 1) await look(page, "5-details-warning");
    // The button leaves with the press; time may pass only once the city has heard of it.
    const heard = page.waitForResponse((answer) => {
      const prolongs = new URL(answer.url()).pathname.endsWith("/prolong");
      return prolongs && answer.request().method() === "POST" && answer.ok();
    });
    await more.click();
    await heard;
    await more.waitFor({ state: "detached" });
    await advance(10 * 60);
  }
  await termin.getByRole("button", { name: "Eingaben löschen" }).click();
  await termin.getByRole("heading", { name: "Was möchten Sie erledigen?" }).waitFor();
  assert.equal(await page.evaluate(() => sessionStorage.length), 0, "nothing is remembered after leaving");
});

test("who is too late keeps what was typed and reserves again by one press", async () => {
  const page = await open(browser, city.host);
  const termin = await widget(page);
  await toDetails(termin);
  await termin.getByLabel("Vor- und Nachname").fill("Ada Lovelace");
  await termin.getByLabel("E-Mail-Adresse").fill(freshAddress());
  await advance(16 * 60);
  await termin.getByRole("button", { name: "Termin vormerken" }).click();
  await termin.getByRole("heading", { name: "Die Zeit zum Ausfüllen ist abgelaufen" }).waitFor();
  await look(page, "5-details-lapsed");
  await termin.locator("[data-notice]").getByRole("button").first().click();
  await termin.locator(".kept").waitFor();
  assert.equal(await termin.getByLabel("Vor- und Nachname").inputValue(), "Ada Lovelace");
  await termin.getByRole("button", { name: "Termin vormerken" }).click();
  await termin.getByRole("heading", { name: "Noch ein Schritt: Termin per E-Mail bestätigen" }).waitFor();
  assert.deepEqual(page.faults, []);
});

test("a time that only one counter serves is kept back after a lapse, and free at once for its holder", async () => {
  const page = await open(browser, city.host);
  const termin = await widget(page);
  const sent = reservations(page);
  await termin.getByLabel("Personalausweis").first().click();
  await termin.getByRole("searchbox").fill("Kopien");
  await termin.getByLabel("Kopien amtlich beglaubigen").click();
  await termin.getByRole("button", { name: "Weiter" }).click();
  await chooseCentre(termin, "Harburg", "Süderelbe");
  await chooseDay(termin, 4);
  await termin.locator("button.time").first().click();
  await termin.getByLabel("Vor- und Nachname").fill("Ada Lovelace");
  await termin.getByLabel("E-Mail-Adresse").fill(freshAddress());
  await advance(15 * 60);
  await termin.getByRole("button", { name: "Termin vormerken" }).click();
  await termin.getByRole("heading", { name: "Die Zeit zum Ausfüllen ist abgelaufen" }).waitFor();
  const [{ starts_at, centre }] = sent;
  assert.ok(!(await starts(centre, starts_at)).includes(starts_at), "nobody else is offered the time");
  await termin.getByRole("button", { name: "Diese Zeit noch einmal reservieren" }).click();
  await termin.locator(".kept").waitFor();
  assert.deepEqual(
    sent.map((reservation) => reservation.starts_at),
    [starts_at, starts_at],
  );
  assert.ok(sent[1].replaces, "the lapsed time is named as the one to replace");
});

/** The starts offered to everyone for certified copies, on the day of `start`. */
async function starts(centre, start) {
  const query = `service=beglaubigung-dokumente:1&centre=${centre}&from=${start.slice(0, 10)}&days=1&limit=500`;
  const { slots } = await (await fetch(`${city.edge}/api/v1/slots?${query}`)).json();
  assert.ok(slots.length > 0, "other times are offered");
  return slots.map((slot) => slot.starts_at);
}
