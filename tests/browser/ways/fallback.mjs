// The link between the tags is what there is until the widget is ready, and stays when it never is.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { advance, city, launch, open, widget } from "../city/browser.mjs";
import { freshAddress } from "../city/inbox.mjs";

let browser;
before(async () => {
  browser = await launch();
});
after(() => browser?.close());

test("without the wasm the link stays, and nothing on the page breaks", async () => {
  const page = await browser.newPage();
  await page.route("**/termin_bg.wasm", (route) => route.abort());
  const faults = [];
  page.on("pageerror", (error) => faults.push(error.message));
  await page.goto(city.host, { waitUntil: "networkidle" });
  assert.ok(await page.getByRole("link", { name: "Termin online buchen" }).isVisible());
  assert.deepEqual(faults, []);
});

test("a file of another build is taken by nobody", async () => {
  const page = await browser.newPage({ locale: "de-DE" });
  await page.route("**/termin_bg.wasm", async (route) => {
    const response = await route.fetch();
    const body = await response.body();
    body[body.length - 1] ^= 1;
    await route.fulfill({ response, body });
  });
  await page.goto(city.host, { waitUntil: "networkidle" });
  assert.ok(await page.getByRole("link", { name: "Termin online buchen" }).isVisible());
});

test("without the second file the first step works, and one press tries again and goes on", async () => {
  const page = await browser.newPage({ viewport: { width: 1280, height: 900 }, locale: "de-DE" });
  await page.route("**/termin_later.wasm", (route) => route.abort());
  await page.goto(city.host);
  const termin = await widget(page);
  await termin.getByLabel("Reisepass").first().check();
  await termin.getByLabel("Leistung suchen").fill("umziehen");
  await termin.getByRole("button", { name: "Weiter" }).click();
  const notice = termin.getByRole("heading", { name: "Wir erreichen den Terminservice gerade nicht." });
  await notice.waitFor();
  await page.waitForFunction(() => document.querySelector("hamburg-termin").shadowRoot.activeElement?.matches("[data-notice]"));
  await page.unroute("**/termin_later.wasm");
  await termin.getByRole("button", { name: "Noch einmal versuchen" }).click();
  await termin.getByRole("heading", { level: 2, name: "Wo passt es Ihnen?" }).waitFor();
  assert.equal(await termin.getByRole("heading", { name: "Wir erreichen" }).count(), 0);
});

/** Opens a page whose policy forbids wasm, here and on every page it leads to. */
async function withoutWasm(url) {
  const page = await browser.newPage({ locale: "de-DE" });
  page.setDefaultTimeout(15_000);
  page.faults = [];
  page.on("pageerror", (error) => page.faults.push(error.message));
  await page.route("**", async (route) => {
    if (route.request().resourceType() !== "document") return route.continue();
    const response = await route.fetch();
    const headers = response.headers();
    headers["content-security-policy"] = headers["content-security-policy"].replace("'wasm-unsafe-eval'", "");
    return route.fulfill({ response, headers });
  });
  await page.goto(url);
  return page;
}

test("where a policy forbids wasm the link leads through the same journey as plain pages", async () => {
  const page = await withoutWasm(city.host);
  await page.getByRole("link", { name: "Termin online buchen" }).click();
  await page.getByLabel("Personalausweis beantragen", { exact: true }).selectOption({ index: 1 });
  const press = (name) => page.getByRole("button", { name }).first().click();
  await press("Weiter");
  await page.getByRole("heading", { name: "Frühester Termin" }).waitFor();
  await advance(6);
  await press("Diesen Termin nehmen");
  await page.getByLabel("Vor- und Nachname").fill("Ada Lovelace");
  await page.getByLabel("E-Mail-Adresse").fill(freshAddress());
  await press("Termin vormerken");
  await page.getByRole("heading", { name: "Noch ein Schritt: Termin per E-Mail bestätigen" }).waitFor();
  assert.deepEqual(page.faults, []);
});

test("a widget taken off the page and put back starts again, beside a second one", async () => {
  const page = await open(browser, city.host);
  await widget(page);
  await page.evaluate(() => {
    const first = document.querySelector("hamburg-termin");
    const second = document.createElement("hamburg-termin");
    second.setAttribute("lang", "en");
    const place = first.parentElement;
    first.remove();
    place.append(first, second);
  });
  await page.getByRole("heading", { name: "Was möchten Sie erledigen?" }).waitFor();
  await page.getByRole("heading", { name: "What would you like to do?" }).waitFor();
  assert.deepEqual(page.faults, []);
});
