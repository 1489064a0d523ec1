// One Chromium for a test file: pages of every width, audits, screenshots, and a record of every host asked.
import assert from "node:assert/strict";
import { mkdir, readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { chromium } from "playwright-core";

const axe = await readFile(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
/** Where pictures go. */
export const screenshots = new URL("../../../target/screenshots/", import.meta.url).pathname;

/** The widths at which each step is looked at. */
export const WIDTHS = [320, 768, 1280];

/** Smallest side of anything to press, in CSS pixels. */
const TARGET = 44;

/** The city under test, from the environment. */
export const city = {
  edge: needed("EDGE_URL"),
  host: needed("HOST_URL"),
  inbox: needed("INBOX_URL"),
};

function needed(name) {
  const value = process.env[name];
  if (!value) throw new Error(`${name} is not set. Run the browser tests by: cargo xtask test`);
  return value.replace(/\/$/, "");
}

/** Starts Debian's Chromium; it contacts nothing by itself. Closed, it leaves its pages first. */
export async function launch() {
  const browser = await chromium.launch({
    executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
    headless: true,
    args: [
      "--no-sandbox",
      "--disable-gpu",
      "--disable-quic",
      "--no-first-run",
      "--disable-background-networking",
      "--disable-component-update",
      "--disable-sync",
    ],
  });
  const close = browser.close.bind(browser);
  browser.close = async () => {
    await Promise.all(browser.contexts().flatMap((context) => context.pages()).map(leave));
    await close();
  };
  return browser;
}

/** Closes a page; what a test still changes on its way there is let go. */
export async function leave(page) {
  await page.unrouteAll({ behavior: "ignoreErrors" });
  await page.close();
}

/** Opens a page that notes each host it asks, each error it meets, and each event of the widget. */
export async function open(browser, url) {
  const page = await browser.newPage({ viewport: { width: 1280, height: 900 }, locale: "de-DE" });
  page.setDefaultTimeout(15_000);
  page.hosts = new Set();
  page.faults = [];
  page.on("request", (request) => page.hosts.add(new URL(request.url()).host));
  page.on("pageerror", (error) => page.faults.push(error.message));
  await page.addInitScript(() => {
    window.told = [];
    for (const name of ["ready", "step", "held", "booked", "error"]) {
      document.addEventListener(`termin:${name}`, () => window.told.push(name));
    }
  });
  await page.goto(url);
  return page;
}

/** Opens the host page with exactly these attributes on the element, and the catalogue as `changed` makes it. */
export async function openAs(browser, attributes, changed = () => {}) {
  const page = await browser.newPage({ viewport: { width: 1280, height: 900 }, locale: "de-DE" });
  page.setDefaultTimeout(15_000);
  await page.route("**/api/v1/catalogue?*", async (route) => {
    const response = await route.fetch();
    const catalogue = await response.json();
    changed(catalogue);
    await route.fulfill({ response, json: catalogue });
  });
  // As soon as the element is parsed, and so before the widget's module runs.
  await page.addInitScript((attributes) => {
    new MutationObserver((_, observer) => {
      const element = document.querySelector("hamburg-termin");
      if (!element) return;
      observer.disconnect();
      for (const name of element.getAttributeNames()) element.removeAttribute(name);
      for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
    }).observe(document, { childList: true, subtree: true });
  }, attributes);
  await page.goto(`${city.host}/`);
  return page;
}

/** The widget, once its first step is there. */
export async function widget(page) {
  const element = page.locator("hamburg-termin");
  await element.getByRole("heading", { name: "Was möchten Sie erledigen?" }).waitFor();
  return element;
}

/** Chooses a centre, if need be after unfolding its district. */
export async function chooseCentre(termin, district, centre) {
  await termin.locator(".list button.choice, button.district").first().waitFor();
  const folded = termin.locator("button.district[aria-expanded=false]").filter({ hasText: district });
  if (await folded.count()) await folded.first().click();
  const name = termin.page().locator("strong", { hasText: new RegExp(`^${centre}$`) });
  await termin.locator(".list button.choice").filter({ has: name }).click();
}

/** Chooses one of the days listed, the first being 0. */
export async function chooseDay(termin, nth, press = (day) => day.click()) {
  await press(termin.locator(".calendar .list button.choice").nth(nth));
}

/** Goes on to the times of a day in Harburg. */
export async function toTimes(termin) {
  await termin.getByRole("button", { name: "Weiter" }).click();
  await chooseCentre(termin, "Harburg", "Harburg");
  await chooseDay(termin, 4);
  await termin.locator("button.time").first().waitFor();
}

/** Goes on until a time is reserved. */
export async function toDetails(termin) {
  await toTimes(termin);
  await termin.locator("button.time").first().click();
  await termin.getByRole("heading", { name: "Ihre Angaben" }).waitFor();
}

/** Fills the form in and sends it, until the activation mail is on its way. */
export async function toSent(termin, address) {
  await termin.getByLabel("Vor- und Nachname").fill("Ada Lovelace");
  await termin.getByLabel("E-Mail-Adresse").fill(address);
  await termin.getByRole("button", { name: "Termin vormerken" }).click();
  await termin.getByRole("heading", { name: "Noch ein Schritt: Termin per E-Mail bestätigen" }).waitFor();
}

/** Moves the city's clock. */
export async function advance(seconds) {
  const body = JSON.stringify({ advance_seconds: seconds });
  const headers = { "Content-Type": "application/json" };
  const reply = await fetch(`${city.edge}/dev/clock`, { method: "POST", headers, body });
  assert.ok(reply.ok, `the clock does not move: ${reply.status}`);
}

/** Leaves the tab for another one, and comes back: what may be old is asked for again. */
export async function comeBack(page) {
  const see = (state) => page.evaluate((state) => {
    Object.defineProperty(document, "visibilityState", { value: state, configurable: true });
  }, state);
  await see("hidden");
  await page.waitForTimeout(1_500);
  await see("visible");
}

/** Looks at the page as it is, at every width: picture, no overflow, large targets, nothing that axe finds. */
export async function look(page, name) {
  await mkdir(screenshots, { recursive: true });
  for (const width of WIDTHS) {
    await page.setViewportSize({ width, height: 900 });
    await page.screenshot({ path: `${screenshots}${name}-${width}.png`, fullPage: true });
    const wide = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
    assert.ok(wide <= 0, `${name} at ${width} px is ${wide} px too wide`);
    assert.deepEqual(await page.evaluate(small, TARGET), [], `${name} at ${width} px has small targets`);
  }
  const main = await page.locator("hamburg-termin button.primary").count();
  assert.ok(main <= 1, `${name} has ${main} main buttons`);
  assert.deepEqual(await findings(page), [], `axe finds faults in ${name}`);
}

/** What axe finds in the page. */
export async function findings(page) {
  await page.evaluate(axe);
  const { violations } = await page.evaluate(() => window.axe.run(document));
  return violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ target }) => target.join(" ")).join(", ")}`);
}

/** Runs in the page: the widget's buttons and fields in sight with a side below `least`. */
function small(least) {
  const root = document.querySelector("hamburg-termin")?.shadowRoot;
  const targets = root?.querySelectorAll("button, select, input:not([type=checkbox])") ?? [];
  return [...targets]
    .filter((target) => target.checkVisibility({ visibilityProperty: true }))
    .filter((target) => {
      const { width, height } = target.getBoundingClientRect();
      return width < least || height < least;
    })
    .map((target) => target.textContent);
}
