// Back, forward and reload: one entry a step at an unchanged address, and nothing of a person in the browser's storage.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { city, launch, open, toDetails, toTimes, widget } from "../city/browser.mjs";
import { freshAddress } from "../city/inbox.mjs";

let browser;
before(async () => {
  browser = await launch();
});
after(() => browser?.close());

const heading = (termin, name) => termin.getByRole("heading", { level: 2, name }).waitFor();

/** What the page's history says of itself. */
const state = (page) => page.evaluate(() => ({ length: history.length, address: location.href, state: history.state }));

test("back and forward go through the steps, and whatever the host page keeps stays", async () => {
  const page = await open(browser, city.host);
  const termin = await widget(page);
  await page.evaluate(() => history.replaceState({ portal: "article" }, ""));
  const before = await state(page);
  await toDetails(termin);
  const details = await state(page);
  assert.equal(details.length - before.length, 4, "one entry a step");
  const steps = ["Um wie viel Uhr?", "An welchem Tag?", "Wo passt es Ihnen?"];
  for (const step of steps) {
    await page.goBack();
    await heading(termin, step);
  }
  for (const step of [...steps.reverse().slice(1), "Ihre Angaben"]) {
    await page.goForward();
    await heading(termin, step);
    const { address, state: kept } = await state(page);
    assert.equal(address, before.address, "the address never changes");
    assert.deepEqual(Object.keys(kept).sort(), ["hamburg-termin", "portal"], "only one key is ours");
  }
  await termin.locator(".kept").waitFor();
  assert.ok(!/secret|example/.test(JSON.stringify(details.state)));
});

test("our own way back goes back in the browser as well", async () => {
  const page = await open(browser, city.host);
  const termin = await widget(page);
  await toTimes(termin);
  const { length } = await state(page);
  await termin.getByRole("button", { name: "Zurück" }).click();
  await heading(termin, "An welchem Tag?");
  await page.waitForFunction(() => history.state["hamburg-termin"].ways[0].at(-1) === "day");
  await page.goForward();
  await heading(termin, "Um wie viel Uhr?");
  assert.equal((await state(page)).length, length);
});

test("what has been sent is not taken back by going back", async () => {
  const page = await open(browser, city.host);
  const termin = await widget(page);
  await toDetails(termin);
  await termin.getByLabel("Vor- und Nachname").fill("Ada Lovelace");
  await termin.getByLabel("E-Mail-Adresse").fill(freshAddress());
  await termin.getByRole("button", { name: "Termin vormerken" }).click();
  await heading(termin, "Noch ein Schritt: Termin per E-Mail bestätigen");
  for (let presses = 0; presses < 3; presses += 1) await page.goBack();
  await heading(termin, "Noch ein Schritt: Termin per E-Mail bestätigen");
  await page.reload();
  await heading(termin, "Noch ein Schritt: Termin per E-Mail bestätigen");
  for (let presses = 0; presses < 6 && page.url().startsWith("http"); presses += 1) await page.goBack();
  assert.equal(new URL(page.url()).protocol, "about:", "nobody is kept on the page");
});

test("a page loaded again comes back to the choice, and forgets it by one press", async () => {
  const page = await open(browser, city.host);
  const termin = await widget(page);
  await toTimes(termin);
  await page.reload();
  await heading(termin, "Um wie viel Uhr?");
  await termin.locator("button.time").first().click();
  await heading(termin, "Ihre Angaben");
  await termin.getByLabel("Vor- und Nachname").fill("Ada Lovelace");
  await termin.getByLabel("E-Mail-Adresse").fill("ada@example.org");
  const kept = await page.evaluate(() => Object.entries(sessionStorage));
  const [[, ticket], [, choices]] = kept.sort();
  assert.equal(kept.length, 2);
  assert.match(ticket, /^\S+ \S+ \d{4}-\d\d-\d\dT[\d:]+\+0[12]:00$/, "id, secret, deadline");
  assert.match(choices, /^personalausweis details service=personalausweis:1 harburg \d{4}-\d\d-\d\d$/);
  await page.reload();
  await heading(termin, "Ihre Angaben");
  assert.ok(await page.evaluate(() => document.activeElement === document.body), "loading takes the focus from nobody");
  assert.equal(await termin.getByLabel("Vor- und Nachname").inputValue(), "", "what was typed is not remembered");
  await termin.getByRole("button", { name: "Eingaben löschen" }).click();
  await heading(termin, "Was möchten Sie erledigen?");
  assert.equal(await page.evaluate(() => sessionStorage.length), 0);
  await page.reload();
  await widget(page);
});

test("without storage everything works but coming back after a reload", async () => {
  const page = await browser.newPage({ locale: "de-DE" });
  page.setDefaultTimeout(15_000);
  await page.addInitScript(() => {
    const refused = { get() { throw new DOMException("no storage here", "SecurityError"); } };
    for (const name of ["sessionStorage", "localStorage"]) Object.defineProperty(window, name, refused);
  });
  await page.goto(city.host);
  const termin = await widget(page);
  await toDetails(termin);
  await page.reload();
  await widget(page);
});

test("history can be left alone, and two widgets keep each its own", async () => {
  const page = await open(browser, city.host);
  await widget(page);
  await page.evaluate(() => {
    const first = document.querySelector("hamburg-termin");
    const place = first.parentElement;
    first.remove();
    const quiet = document.createElement("hamburg-termin");
    quiet.setAttribute("history", "off");
    const other = document.createElement("hamburg-termin");
    for (const element of [first, quiet, other]) element.setAttribute("service", "reisepass");
    place.append(first, quiet, other);
  });
  const [first, quiet, other] = [0, 1, 2].map((number) => page.locator("hamburg-termin").nth(number));
  const next = (termin) => termin.getByRole("button", { name: "Weiter" }).click();
  const { length } = await state(page);
  await next(quiet);
  await heading(quiet, "Wo passt es Ihnen?");
  assert.equal((await state(page)).length, length, "no entry of its own");
  await next(first);
  await heading(first, "Wo passt es Ihnen?");
  await next(other);
  await heading(other, "Wo passt es Ihnen?");
  await page.goBack();
  await heading(other, "Was möchten Sie erledigen?");
  await heading(first, "Wo passt es Ihnen?");
  await page.goBack();
  await heading(first, "Was möchten Sie erledigen?");
  await heading(quiet, "Wo passt es Ihnen?");
  assert.deepEqual(page.faults, []);
});
