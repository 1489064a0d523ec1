// Time as the city counts it, on devices that count otherwise.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { advance, city, comeBack, launch, toDetails, toTimes, widget } from "../city/browser.mjs";

let browser;
before(async () => {
  browser = await launch();
});
after(() => browser?.close());

/** A page on a device whose calendar is off by so many hours and can be made to jump, as it does after a sleep. */
async function elsewhere(hours, timezoneId) {
  const context = await browser.newContext({ locale: "de-DE", timezoneId });
  const page = await context.newPage();
  page.setDefaultTimeout(15_000);
  await page.addInitScript((hours) => {
    const real = Date.now;
    let off = hours * 3_600_000;
    const now = () => real() + off;
    window.Date = class extends Date {
      constructor(...given) {
        super(...(given.length ? given : [now()]));
      }
      static now = now;
    };
    window.sleep = (minutes) => (off += minutes * 60_000);
  }, hours);
  await page.goto(city.host);
  return page;
}

/** The seconds that the countdown shows. */
async function left(termin) {
  const [, minutes, seconds] = (await termin.getByRole("timer").textContent()).match(/(\d+):(\d\d)/);
  return 60 * minutes + Number(seconds);
}

for (const [where, hours, zone] of [
  ["three hours ahead", 3, "Europe/Berlin"],
  ["three hours behind", -3, "Europe/Berlin"],
  ["in New York", 0, "America/New_York"],
]) {
  test(`the countdown and every clock time are the city's on a device ${where}`, async () => {
    const page = await elsewhere(hours, zone);
    const termin = await widget(page);
    await toTimes(termin);
    const answer = page.waitForResponse((one) => one.url().endsWith("/appointments") && one.request().method() === "POST");
    const time = await termin.locator("button.time").first().textContent();
    await termin.locator("button.time").first().click();
    const reserved = await (await answer).json();
    await termin.locator(".kept").waitFor();
    const seconds = await left(termin);
    assert.ok(seconds > 880 && seconds <= 900, `${seconds} s of 15 min are left`);
    const until = Number(reserved.reserved_until.slice(11, 13)) + reserved.reserved_until.slice(13, 16);
    await termin.getByText(`Für Sie reserviert bis ${until} Uhr.`).waitFor();
    assert.ok((await termin.locator(".summary").textContent()).includes(`${Number(time.slice(0, 2))}${time.slice(2)} Uhr`));
    await termin.getByRole("button", { name: "Eingaben löschen" }).click();
  });
}

test("after a sleep in which the monotonic clock stood still, the city's time is asked for", async () => {
  const page = await elsewhere(0, "Europe/Berlin");
  const termin = await widget(page);
  await toDetails(termin);
  await advance(13 * 60);
  await page.evaluate(() => window.sleep(13));
  await termin.getByRole("button", { name: "Mehr Zeit" }).waitFor();
  const seconds = await left(termin);
  assert.ok(seconds <= 120, `${seconds} s are left of two minutes`);
  await termin.getByLabel("Vor- und Nachname").fill("Ada Lovelace");
  await advance(30 * 60);
  await page.evaluate(() => window.sleep(30));
  await termin.getByRole("heading", { name: "Die Zeit zum Ausfüllen ist abgelaufen" }).waitFor();
  assert.equal(await termin.getByLabel("Vor- und Nachname").inputValue(), "Ada Lovelace");
});

test("a tab seen again asks for the city's time, whatever its clocks say", async () => {
  const page = await elsewhere(0, "Europe/Berlin");
  const termin = await widget(page);
  await toDetails(termin);
  await advance(30 * 60);
  await comeBack(page);
  await termin.getByRole("heading", { name: "Die Zeit zum Ausfüllen ist abgelaufen" }).waitFor();
});
