// How soon the first step can be used on an old phone and a bad line, and what a press costs there.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { city, launch } from "../city/browser.mjs";
import { line } from "../city/line.mjs";
import { watch } from "../city/watch.mjs";

const LINE = { roundTrip: 150, rate: 200_000 };
const SLOWER_CPU = 4;
const RUNS = 5;
/** Milliseconds from navigation until the first step can be used, the connections being open. */
const WARM = 900;
/** The same from the host page's HTML on, the first connection to the Worker yet to be made. */
const COLD = 1_000;
/** Milliseconds within which a press is answered on the screen. */
const ANSWERED = 100;
/** The most bytes that a look at a centre costs. */
const CENTRE = 3_000;

let browser;
before(async () => {
  browser = await launch();
});
after(() => browser?.close());

const median = (numbers) => [...numbers].sort((a, b) => a - b)[Math.floor(numbers.length / 2)];

/** A page at the far end of a slow line, with the address of the host page; nothing is cached. Both go when the test ends. */
async function far(t, { preload }) {
  const way = line(LINE);
  const edge = await way.lay(city.edge);
  const hints = `<link rel="modulepreload" crossorigin href="${edge}/v1/termin.js"><link rel="preload" as="fetch" crossorigin href="${edge}/v1/termin_bg.wasm">`;
  const host = await way.lay(city.host, (text) => text.replaceAll(city.edge, edge).replace("<head>", preload ? `<head>${hints}` : "<head>"));
  const context = await browser.newContext({ ignoreHTTPSErrors: true, viewport: { width: 360, height: 740 }, locale: "de-DE" });
  const page = await context.newPage();
  page.setDefaultTimeout(30_000);
  const devtools = await context.newCDPSession(page);
  await devtools.send("Network.enable");
  await devtools.send("Network.setCacheDisabled", { cacheDisabled: true });
  await devtools.send("Emulation.setCPUThrottlingRate", { rate: SLOWER_CPU });
  await page.addInitScript(watch);
  await page.addInitScript(noteWhenUsable);
  t.after(async () => {
    await context.close();
    way.take();
  });
  return { page, host, devtools };
}

/** Runs in the page: notes in `window.usable` when the first step can be used, in milliseconds from navigation on. */
function noteWhenUsable() {
  document.addEventListener("termin:ready", () => {
    requestAnimationFrame(() => {
      window.usable = performance.now();
    });
  });
}

/** Opens the host page; milliseconds until the first step can be used, from navigation and from the page's HTML on. */
async function usable(page, host) {
  await page.goto(host, { waitUntil: "commit" });
  await page.waitForFunction(() => window.usable !== undefined);
  await page.getByRole("button", { name: "Weiter" }).waitFor();
  return page.evaluate(() => {
    const [{ responseEnd }] = performance.getEntriesByType("navigation");
    return { navigation: window.usable, html: window.usable - responseEnd };
  });
}

for (const preload of [false, true]) {
  const how = preload ? "with the two preload lines" : "with the snippet alone";

  test(`the first step can soon be used, ${how}`, async (t) => {
    const [cold, warm] = [[], []];
    for (let run = 0; run < RUNS; run += 1) {
      const { page, host } = await far(t, { preload });
      cold.push((await usable(page, host)).html);
      warm.push((await usable(page, host)).navigation);
      await page.close();
    }
    const [first, again] = [median(cold), median(warm)].map(Math.round);
    console.log(`speed: ${how}: ${again} ms from navigation on a warm connection, ${first} ms from the page's HTML on a cold one`);
    assert.ok(again <= WARM, `warm: ${again} ms`);
    assert.ok(first <= COLD, `cold: ${first} ms`);
  });
}

test("a press is answered at once, asks for next to nothing, and moves nothing", async (t) => {
  const { page, host, devtools } = await far(t, { preload: false });
  const asked = [];
  devtools.on("Network.requestWillBeSent", ({ requestId, request }) => asked.push({ requestId, path: new URL(request.url).pathname, bytes: 0 }));
  devtools.on("Network.loadingFinished", ({ requestId, encodedDataLength }) => {
    for (const one of asked) if (one.requestId === requestId) one.bytes = encodedDataLength;
  });
  await usable(page, host);
  await page.waitForLoadState("networkidle");
  const termin = page.locator("hamburg-termin");
  const during = async (presses) => {
    const before = asked.length;
    await presses();
    const missing = () => asked.slice(before).some(({ bytes }) => bytes === 0);
    do await page.waitForTimeout(200);
    while (missing());
    return asked.slice(before).filter(({ path }) => !path.endsWith("/challenges"));
  };

  const choosing = await during(async () => {
    await termin.getByLabel("Reisepass").first().check();
    await termin.locator("select").first().selectOption("2");
    await termin.getByLabel("Reisepass").first().uncheck();
    await termin.getByLabel("Leistung suchen").fill("Perso");
  });
  assert.deepEqual(choosing, [], "services and people change without a request");
  await during(async () => {
    await termin.getByRole("button", { name: "Weiter" }).click();
    await termin.locator("button.district").filter({ hasText: "Harburg" }).click();
  });
  const centre = await during(() => termin.locator(".list button.choice").filter({ hasText: "Rathausforum" }).click());
  const bytes = centre.reduce((sum, { bytes }) => sum + bytes, 0);
  assert.ok(centre.length <= 1 && bytes <= CENTRE, JSON.stringify(centre));
  const { slowest, moved } = await page.evaluate(() => window.watched);
  console.log(`speed: a centre not yet seen: ${centre.length} request, ${bytes} bytes; slowest answer ${slowest} ms; layout shift ${moved}`);
  assert.ok(slowest <= ANSWERED, `a press was answered after ${slowest} ms`);
  assert.equal(moved, 0);
});
