// Pictures of HTML mails, light and dark, as wide as a mail gets and as narrow as a phone.
//
//   node xtask/mails.mjs FOLDER_OF_MAILS FOLDER_OF_PICTURES
//
// Every mail is looked at in every way: none is wider than its window, and axe finds every text readable. Pictures of all at 600 px; at 320 px
// of the two that matter most.

import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { pathToFileURL } from "node:url";

import { chromium } from "playwright-core";

const WIDTHS = [600, 320];
const NARROW = /^(activation|confirmed)\./;

const [mails, pictures] = process.argv.slice(2);
const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const args = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"];
const browser = await chromium.launch({ executablePath: process.env.CHROMIUM, args });

/** What is hard to read in the page, or has no language. */
async function findings(page) {
  await page.evaluate(axe);
  const rules = ["color-contrast", "link-in-text-block", "html-has-lang", "valid-lang", "link-name"];
  const { violations } = await page.evaluate((rules) => window.axe.run(document, { runOnly: rules }), rules);
  return violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(" ")}`);
}

for (const file of readdirSync(mails).sort()) {
  for (const colorScheme of ["light", "dark"]) {
    for (const width of WIDTHS) {
      const name = `${file.replace(/\.html$/, "")}.${colorScheme}${width === WIDTHS[0] ? "" : `.${width}`}`;
      const page = await browser.newPage({ viewport: { width, height: 800 }, colorScheme });
      const asked = [];
      page.on("request", (request) => asked.push(request.url()));
      await page.goto(pathToFileURL(join(mails, file)).href);
      assert.equal(asked.length, 1, `${name} loads ${asked.slice(1)}`);
      const wide = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
      assert.ok(wide <= 0, `${name} is ${wide} px too wide`);
      assert.deepEqual(await findings(page), [], `${name} is hard to read`);
      if (width === WIDTHS[0] || NARROW.test(file)) {
        await page.screenshot({ path: join(pictures, `${name}.jpeg`), fullPage: true, quality: 40 });
      }
      await page.close();
    }
  }
}
await browser.close();
