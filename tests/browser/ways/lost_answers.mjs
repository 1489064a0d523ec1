// Answers that get lost and challenges that are refused: a browser never holds two times, and nobody is stuck.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { city, launch, open, toTimes, widget } from "../city/browser.mjs";
import { loseOnce, refuseOnce, reservations, statusOf } from "../city/reservations.mjs";

let browser;
before(async () => {
  browser = await launch();
});
after(() => browser?.close());

/** A page at the times of a day, and the reservations it will send. */
async function atTimes() {
  const page = await open(browser, city.host);
  const termin = await widget(page);
  await toTimes(termin);
  return { page, termin, sent: reservations(page) };
}

const details = (termin) => termin.getByRole("heading", { name: "Ihre Angaben" }).waitFor();

for (const [name, status] of [
  ["busy", 503],
  ["internal", 500],
]) {
  test(`after ${status} "${name}" one press sends the same request again`, async () => {
    const { page, termin, sent } = await atTimes();
    await refuseOnce(page, status, name);
    await termin.locator("button.time").first().click();
    await termin.getByRole("button", { name: "Noch einmal versuchen" }).click();
    await details(termin);
    assert.equal(sent.length, 2);
    assert.deepEqual(sent[1], sent[0], "same key, same body with the same challenge");
  });
}

test("who chooses another time after a lost answer never holds two", async () => {
  const { page, termin, sent } = await atTimes();
  await loseOnce(page);
  await termin.locator("button.time").first().click();
  await termin.getByRole("heading", { name: "Wir erreichen den Terminservice gerade nicht." }).waitFor();
  await termin.locator("button.time").last().click();
  await details(termin);
  assert.equal(sent.length, 3);
  const [lost, again, other] = sent;
  assert.deepEqual(again, lost, "the lost answer is asked for by the same request");
  assert.notEqual(other.starts_at, lost.starts_at);
  assert.equal(await statusOf(other.replaces), "cancelled", "the first time is given back");
});

for (const [name, status] of [
  ["challenge-spent", 409],
  ["challenge-invalid", 403],
]) {
  test(`after ${status} "${name}" a fresh challenge is solved and sent without a press`, async () => {
    const { page, termin, sent } = await atTimes();
    await refuseOnce(page, status, name);
    await termin.locator("button.time").first().click();
    await details(termin);
    assert.equal(sent.length, 2);
    assert.equal(sent[1].starts_at, sent[0].starts_at);
    assert.notEqual(sent[1].challenge, sent[0].challenge);
    assert.notEqual(sent[1].key, sent[0].key);
  });
}
