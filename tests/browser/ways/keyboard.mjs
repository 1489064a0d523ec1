// The whole way to the confirmation with the keyboard alone, and with the code instead of the link.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { city, launch, open, widget } from "../city/browser.mjs";
import { code, freshAddress, mail } from "../city/inbox.mjs";

let browser;
before(async () => {
  browser = await launch();
});
after(() => browser?.close());

test("everything can be reached, seen and pressed by keyboard", async () => {
  const address = freshAddress();
  const page = await open(browser, city.host);
  const termin = await widget(page);
  const heading = (name) => termin.getByRole("heading", { level: 2, name }).waitFor();

  await termin.getByLabel("Personalausweis").first().focus();
  await to(page, "Weiter");
  await page.keyboard.press("Enter");

  await heading("Wo passt es Ihnen?");
  await termin.getByRole("button", { name: "Diesen Termin nehmen" }).waitFor();
  await to(page, "Diesen Termin nehmen");
  await page.keyboard.press("Space");

  await heading("Ihre Angaben");
  await to(page, "", "name");
  await page.keyboard.type("Ada Lovelace");
  await to(page, "", "email");
  await page.keyboard.type(address);
  await page.keyboard.press("Enter");

  await heading("Noch ein Schritt: Termin per E-Mail bestätigen");
  const activation = await mail(address, "bestätigen");
  await to(page, "", "code");
  await page.keyboard.type(code(activation));
  await page.keyboard.press("Enter");
  await heading("Ihr Termin ist gebucht");
});

/** Presses Tab until the focus lies on this text or id, and sees that it shows. */
async function to(page, text, id = "") {
  for (let presses = 0; presses < 60; presses += 1) {
    await page.keyboard.press("Tab");
    const focus = await page.evaluate(() => {
      const inside = document.activeElement?.shadowRoot?.activeElement;
      if (!inside) return null;
      const { outlineStyle, outlineWidth } = getComputedStyle(inside);
      return { text: inside.textContent, id: inside.id, outline: `${outlineStyle} ${outlineWidth}` };
    });
    if (!focus) continue;
    assert.equal(focus.outline, "solid 3px", `the focus on "${focus.text || focus.id}" can be seen`);
    if (id ? focus.id === id : focus.text === text) return;
  }
  assert.fail(`"${text || id}" cannot be reached by Tab`);
}
