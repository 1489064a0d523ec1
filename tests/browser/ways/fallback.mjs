// The link between the tags is what there is until the widget is ready, and stays when it never is.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { city, launch, open, widget } from "../city/browser.mjs";

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
