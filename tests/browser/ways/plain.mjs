// The whole way with JavaScript switched off: every page looked at, at every width.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { advance, city, launch, look } from "../city/browser.mjs";
import { code, freshAddress, mail } from "../city/inbox.mjs";

let browser;
before(async () => {
  browser = await launch();
});
after(() => browser?.close());

/** A page that runs no script. */
async function withoutScript() {
  const context = await browser.newContext({ javaScriptEnabled: false, locale: "de-DE" });
  const page = await context.newPage();
  page.setDefaultTimeout(15_000);
  return page;
}

/** Looks at the same markup in a page with script, which audits need; the widget's own is left out. */
async function seen(page, name) {
  const body = (await page.content()).replace(/<script[^>]*><\/script>/, "");
  const twin = await browser.newPage({ locale: "de-DE" });
  await twin.route("**/seen", (route) => route.fulfill({ contentType: "text/html; charset=utf-8", body }));
  await twin.goto(`${city.edge}/seen`);
  await look(twin, name);
  const small = await twin.locator("main button, main select, main input:not([type=hidden])").evaluateAll((targets) =>
    targets.filter((target) => {
      const { width, height } = target.getBoundingClientRect();
      return Math.min(width, height) < 44;
    }).map((target) => target.outerHTML));
  assert.deepEqual(small, [], `${name} has small targets`);
  await twin.close();
}

const press = (page, name) => page.getByRole("button", { name }).first().click();
const heading = (page, name) => page.getByRole("heading", { name, level: 1 }).waitFor();

test("without script a person books by the code of the mail", async () => {
  const page = await withoutScript();
  const address = freshAddress();
  await page.goto(`${city.edge}/buchen`);
  await page.getByLabel("Reisepass", { exact: false }).first().selectOption({ index: 2 });
  await seen(page, "plain-1-wishes");
  await press(page, "Weiter");
  await heading(page, "Wo passt es Ihnen?");
  await page.getByRole("heading", { name: "Frühester Termin" }).waitFor();
  await page.getByLabel("Ihre Postleitzahl oder Ihr Bezirk").fill("21073");
  await page.keyboard.press("Enter");
  await page.getByText("etwa 1 km entfernt").first().waitFor();
  await seen(page, "plain-2-place");
  await press(page, "Freie Tage zeigen");
  await heading(page, "An welchem Tag?");
  await seen(page, "plain-3-days");
  await page.locator("button[name=day]").nth(4).click();
  await seen(page, "plain-4-times");
  await advance(6);
  await page.locator("button[name=slot]").first().click();
  await heading(page, "Ihre Angaben");
  await press(page, "Termin vormerken");
  await page.getByLabel("Ich buche für eine andere Person").check();
  await seen(page, "plain-5-details");
  await page.getByLabel("Vor- und Nachname dieser Person").fill("Ada Lovelace");
  await page.getByLabel("E-Mail-Adresse").fill(address);
  await page.keyboard.press("Enter");
  await heading(page, "Noch ein Schritt: Termin per E-Mail bestätigen");
  await seen(page, "plain-6-sent");
  assert.equal(new URL(page.url()).search, "", "nothing of the person stands in the address");
  await page.getByLabel("Code mit sechs Ziffern").fill(code(await mail(address, "bestätigen")));
  await page.keyboard.press("Enter");
  await heading(page, "Ihr Termin ist gebucht");
  await seen(page, "plain-7-done");
});

test("a press that comes too soon is asked for once more", async () => {
  const page = await withoutScript();
  await page.goto(`${city.edge}/buchen?service=reisepass:1&centre=`);
  await page.locator("button[name=day]").nth(6).click();
  await page.locator("button[name=slot]").last().click();
  await heading(page, "Noch ein Druck, dann ist die Zeit reserviert");
  await seen(page, "plain-8-again");
  await advance(6);
  await press(page, "Diese Zeit reservieren");
  await heading(page, "Ihre Angaben");
  await press(page, "Abbrechen");
  await page.getByText("Dieser Termin ist abgesagt").waitFor();
});
