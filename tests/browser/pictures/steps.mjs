// The pictures of docs/screenshots: each step narrow and wide, one dark, one from right to left. Run by: cargo xtask screenshots
import { mkdir, writeFile } from "node:fs/promises";
import { after, before, test } from "node:test";
import { launch } from "../city/browser.mjs";
import { walk } from "../city/walk.mjs";

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
    const picture = await cdp.send("Page.captureScreenshot", { format: "webp", quality: 40, captureBeyondViewport: true, clip });
    await writeFile(new URL(`${name}-${width}.webp`, folder), Buffer.from(picture.data, "base64"));
  }
  await cdp.detach();
}

test("each step at 320 and 1280 px", () =>
  walk(browser, {}, async (page, step) => {
    if (!/^(9|10)-/.test(step)) await take(page, step);
  }));

test("one dark", () =>
  walk(browser, { theme: "dark" }, async (page, step) => {
    if (step === "2-place") await take(page, "dark", [1280]);
  }));

test("one from right to left", () =>
  walk(browser, { lang: "ar" }, async (page, step) => {
    if (step === "3-day") await take(page, "arabic", [1280]);
  }));
