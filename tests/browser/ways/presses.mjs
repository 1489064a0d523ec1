// How much a person has to do: presses and fields from the first step to the appointment, how fast each press is answered, and whether anything moves.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { chooseDay, city, launch, open, widget } from "../city/browser.mjs";
import { freshAddress, link, mail } from "../city/inbox.mjs";
import { watch } from "../city/watch.mjs";

/** Milliseconds within which a press is answered on the screen. */
const ANSWERED = 100;

let browser;
before(async () => {
  browser = await launch();
});
after(() => browser?.close());

/** Goes the way from a page that has chosen nothing; `choose` leads from the services to the form. */
async function way(name, choose, most) {
  const address = freshAddress();
  const page = await open(browser, city.host);
  const termin = await widget(page);
  // The page's own service is taken back: the count begins with nothing chosen.
  await termin.getByLabel("Personalausweis").first().uncheck();
  await page.evaluate(watch);
  const count = { presses: 0, fields: 0 };
  const press = async (locator) => {
    count.presses += 1;
    await locator.click();
  };
  const fill = async (locator, text) => {
    count.fields += 1;
    await locator.fill(text);
  };
  const button = (label, page = termin) => page.getByRole("button", { name: label, exact: true });

  await press(termin.getByLabel("Personalausweis").first());
  await press(button("Weiter"));
  await choose(termin, press, button);
  await termin.getByRole("heading", { name: "Ihre Angaben" }).waitFor();
  await fill(termin.getByLabel("Vor- und Nachname"), "Ada Lovelace");
  await fill(termin.getByLabel("E-Mail-Adresse"), address);
  await press(button("Termin vormerken"));
  const letter = await open(browser, link(await mail(address, "bestätigen")));
  await press(button("Termin jetzt bestätigen", letter));
  await termin.getByRole("heading", { name: "Ihr Termin ist gebucht" }).waitFor();

  const { slowest, moved } = await page.evaluate(() => window.watched);
  console.log(`journey: ${name}: ${count.presses} presses, ${count.fields} fields, slowest answer ${slowest} ms, layout shift ${moved}`);
  assert.ok(count.presses <= most && count.fields <= 2, `${name}: ${count.presses} presses, ${count.fields} fields`);
  assert.ok(slowest <= ANSWERED, `${name}: a press was answered after ${slowest} ms`);
  assert.equal(moved, 0, `${name}: something moved`);
}

test("the earliest time anywhere is five presses and two fields away", async () => {
  await way("earliest anywhere", (termin, press, button) => press(button("Diesen Termin nehmen")), 5);
});

test("a centre and a day of one's choice are eight presses and two fields away", async () => {
  const choose = async (termin, press) => {
    await press(termin.locator("button.district").filter({ hasText: "Harburg" }));
    await press(termin.locator(".list button.choice").filter({ hasText: "Rathausforum" }));
    await chooseDay(termin, 2, press);
    await press(termin.locator("button.time").first());
  };
  await way("centre and day", choose, 8);
});
