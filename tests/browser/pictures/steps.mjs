// The pictures of docs/screenshots: each step narrow and wide, one dark, one from right to left. Run by: cargo xtask screenshots
import { mkdir, writeFile } from "node:fs/promises";
import { after, before, test } from "node:test";
import { chooseCentre, chooseDay, city, launch, openAs } from "../city/browser.mjs";
import { freshAddress, link, mail } from "../city/inbox.mjs";

const folder = new URL("../../../docs/screenshots/", import.meta.url);
const WIDTHS = [320, 1280];

let browser;
before(async () => {
  browser = await launch();
  await mkdir(folder, { recursive: true });
});
after(() => browser?.close());

/** Takes a picture of the widget, or of a whole page of the Worker, as WebP: a third of the size of PNG. */
async function take(page, name, widths = WIDTHS) {
  const cdp = await page.context().newCDPSession(page);
  for (const width of widths) {
    await page.setViewportSize({ width, height: 900 });
    const part = page.locator("hamburg-termin, body:not(:has(hamburg-termin))").first();
    const { x, y, width: wide, height } = await part.boundingBox();
    const clip = { x, y, width: wide, height, scale: 1 };
    const picture = await cdp.send("Page.captureScreenshot", { format: "webp", quality: 80, captureBeyondViewport: true, clip });
    await writeFile(new URL(`${name}-${width}.webp`, folder), Buffer.from(picture.data, "base64"));
  }
  await cdp.detach();
}

/** Goes the whole way in a language, and calls `look` with the name of each step. */
async function walk(attributes, look) {
  const page = await openAs(browser, { service: "personalausweis", ...attributes });
  const termin = page.locator("hamburg-termin");
  const address = freshAddress();
  await termin.locator(".service").first().waitFor();
  await look(page, "1-service");
  await termin.locator(".actions .primary").click();
  await termin.locator(".earliest .big").waitFor();
  await termin.locator("#near").fill("21073");
  await termin.locator(".list button.choice").nth(3).waitFor();
  await look(page, "2-place");
  await chooseCentre(termin, "Harburg", "Harburg");
  await termin.locator(".calendar .list button.choice").nth(4).waitFor();
  await look(page, "3-day");
  await chooseDay(termin, 4);
  await termin.locator("button.time").first().waitFor();
  await look(page, "4-time");
  await termin.locator("button.time").first().click();
  await termin.locator(".kept").waitFor();
  await termin.locator("#name").fill("Zoë Müller-Łukasiewicz");
  await termin.locator("#email").fill(address);
  await look(page, "5-details");
  await termin.locator("form .primary").click();
  const activation = await mail(address, "");
  await termin.locator(".card strong").first().waitFor();
  await look(page, "6-sent");
  const letter = await browser.newPage();
  await letter.goto(link(activation));
  await look(letter, "7-activate");
  await letter.locator("form .primary").first().click();
  await letter.locator(".reference").waitFor();
  await look(letter, "8-booked");
  await letter.locator("a.secondary").first().click();
  await letter.locator("h1").waitFor();
  await look(letter, "9-manage");
  await letter.close();
  await termin.locator(".booked").waitFor();
  await look(page, "10-done");
  await page.close();
}

test("each step at 320 and 1280 px", () =>
  walk({}, async (page, step) => {
    if (!/^(9|10)-/.test(step)) await take(page, step);
  }));

test("one dark", () =>
  walk({ theme: "dark" }, async (page, step) => {
    if (step === "2-place") await take(page, "dark", [1280]);
  }));

test("one from right to left", () =>
  walk({ lang: "ar" }, async (page, step) => {
    if (step === "3-day") await take(page, "arabic", [1280]);
  }));
