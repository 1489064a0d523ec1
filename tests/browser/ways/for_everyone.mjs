// Every step in every shape a person may need it in: themes, forced colours, spaced text, 400 %, less motion, paper, and the
// tree that screen readers read.
import assert from "node:assert/strict";
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { after, before, test } from "node:test";
import { audit, cutOff, moving, space, unspace } from "../city/audit.mjs";
import { chooseCentre, chooseDay, city, findings, launch, open, screenshots, toSent, widget } from "../city/browser.mjs";
import { code, freshAddress, mail } from "../city/inbox.mjs";

const snapshots = new URL("../snapshots/", import.meta.url);

let browser;
before(async () => {
  browser = await launch();
});
after(() => browser?.close());

/** Goes the whole way and calls `look` with each step's name. */
async function walk(page, look) {
  const termin = await widget(page);
  const next = async (name) => termin.getByRole("button", { name }).first().click();
  await look("service");
  await next("Weiter");
  await termin.locator(".list button.choice, button.district").first().waitFor();
  await termin.getByText("Freie Zeiten werden geladen …").waitFor({ state: "detached" });
  await look("place");
  await chooseCentre(termin, "Harburg", "Harburg");
  await termin.locator(".calendar .list button.choice").nth(4).waitFor();
  await look("day");
  await chooseDay(termin, 4);
  await termin.locator("button.time").first().waitFor();
  await look("time");
  await termin.locator("button.time").first().click();
  await termin.locator(".kept").waitFor();
  await look("details");
  await next("Termin vormerken");
  await termin.locator("[data-notice]").waitFor();
  await look("faults");
  const address = freshAddress();
  await toSent(termin, address);
  const activation = await mail(address, "bestätigen");
  await termin.getByText(/Bestätigen Sie bis \d/).waitFor();
  await look("sent");
  await termin.getByLabel("Code mit sechs Ziffern").fill(code(activation));
  await next("Mit Code bestätigen");
  await termin.getByRole("heading", { name: "Ihr Termin ist gebucht" }).waitFor();
  await termin.getByText("Bitte bringen Sie mit").or(termin.getByText("Unterlagen")).first().waitFor();
  await look("done");
}

test("in every theme each text has 7:1 and 18 px, no line is long, and axe finds nothing", async () => {
  const page = await open(browser, city.host);
  // A colour on its way to the next theme's is neither.
  await page.emulateMedia({ reducedMotion: "reduce" });
  await walk(page, async (step) => {
    for (const theme of ["", "hamburg", "dark"]) {
      await page.evaluate((theme) => document.querySelector("hamburg-termin").setAttribute("theme", theme), theme);
      assert.deepEqual(await page.evaluate(audit), [], `${step}, theme "${theme}"`);
      assert.deepEqual(await findings(page), [], `${step}, theme "${theme}"`);
      if (theme) await page.screenshot({ path: `${screenshots}${step}-${theme}.png`, fullPage: true });
    }
    await page.evaluate(() => document.querySelector("hamburg-termin").removeAttribute("theme"));
  });
});

test("dark is a choice of the page, never of the device", async () => {
  const page = await open(browser, city.host);
  await page.emulateMedia({ colorScheme: "dark" });
  await widget(page);
  const back = await page.locator("hamburg-termin .frame").evaluate((frame) => getComputedStyle(frame).backgroundColor);
  assert.equal(back, "rgb(255, 255, 255)");
});

test("spaced text, 400 %, forced colours, less motion and paper lose nothing", async () => {
  const page = await open(browser, city.host);
  await walk(page, async (step) => {
    // 1280 by 1024 at 400 %.
    await page.setViewportSize({ width: 320, height: 256 });
    const wide = () => page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
    assert.ok((await wide()) <= 0, `${step} at 400 %`);
    assert.deepEqual(await page.evaluate(cutOff), [], `${step} at 400 %`);
    await page.evaluate(space);
    assert.ok((await wide()) <= 0, `${step}, text spaced`);
    assert.deepEqual(await page.evaluate(cutOff), [], `${step}, text spaced`);
    await page.evaluate(unspace);
    await page.setViewportSize({ width: 1280, height: 900 });
    await page.emulateMedia({ forcedColors: "active", reducedMotion: "reduce" });
    assert.deepEqual(await findings(page), [], `${step}, forced colours`);
    assert.deepEqual(await page.evaluate(moving), [], `${step}, less motion`);
    await page.screenshot({ path: `${screenshots}${step}-forced-colours.png`, fullPage: true });
    await page.emulateMedia({ forcedColors: "none", reducedMotion: "no-preference", media: "print" });
    await page.screenshot({ path: `${screenshots}${step}-print.png`, fullPage: true });
    const seen = await page.locator("hamburg-termin h2").isVisible();
    assert.ok(seen, `${step} on paper has its heading`);
    await page.emulateMedia({ media: "screen" });
  });
  const kept = page.locator("hamburg-termin .reference");
  await page.emulateMedia({ media: "print" });
  assert.ok(await kept.isVisible(), "the reference is on paper");
});

test("screen readers are told the same as in the snapshot of the journey", async () => {
  const page = await open(browser, city.host);
  const told = [];
  await walk(page, async (step) => {
    await page.evaluate(oneOfEach);
    told.push(`# ${step}\n${steady(await page.locator("hamburg-termin").ariaSnapshot())}`);
    await page.evaluate(allOfThem);
  });
  const file = new URL("journey.de.yml", snapshots);
  const now = `${told.join("\n\n")}\n`;
  if (process.env.UPDATE_SNAPSHOTS) {
    await mkdir(snapshots, { recursive: true });
    await writeFile(file, now);
  }
  assert.equal(now, await readFile(file, "utf8"), "if this is meant: UPDATE_SNAPSHOTS=1, and read what changed");
});

/** Runs in the page: leaves one of what there are more or fewer of on another day or at another hour. */
function oneOfEach() {
  const root = document.querySelector("hamburg-termin").shadowRoot;
  const leave = (all) => {
    const kept = all.find((one) => one.querySelector("button"));
    if (kept) for (const one of all) if (one !== kept) one.style.display = "none";
  };
  for (const list of root.querySelectorAll("ul.list, ul.times")) leave([...list.children]);
  for (const table of root.querySelectorAll("tbody")) {
    leave([...table.rows]);
    for (const row of table.rows) leave([...row.cells]);
  }
  for (const more of root.querySelectorAll(".soon, .times ~ h4, .times ~ .times")) more.style.display = "none";
}

/** Runs in the page: undoes [`oneOfEach`]. */
function allOfThem() {
  for (const one of document.querySelector("hamburg-termin").shadowRoot.querySelectorAll("[style]")) one.removeAttribute("style");
}

/** The tree without what is another on each day: numbers, days, months, centres, and the same once more. */
function steady(tree) {
  const word = (words) => new RegExp(`(?<!\\p{L})(?:${words})(?!\\p{L})`, "gu");
  const lines = tree
    .replaceAll(word("(?:Mon|Diens|Donners|Frei|Sams|Sonn)tag|Mittwoch"), "Tag")
    .replaceAll(word("Januar|Februar|März|April|Mai|Juni|Juli|August|September|Oktober|November|Dezember"), "Monat")
    .replaceAll(word("Mo|Di|Mi|Do|Fr|Sa|So"), "Tg")
    .replaceAll(/\bTermine? frei/g, "Termine frei")
    .replaceAll(/\S+@example\.org/g, "name@example.org")
    .replaceAll(/[A-Z0-9]{4}-[A-Z0-9]{4}/g, "K7TM-2Q9X")
    .replaceAll(/(?<!level=)(?<!\d)(?!115\b)\d+/g, "0")
    .replaceAll(/Hamburg Service vor Ort [^\n"]+/g, "Hamburg Service vor Ort")
    .split("\n");
  for (let length = 1; length <= 12; length += 1) {
    for (let at = length; at + length <= lines.length; ) {
      const same = lines.slice(at, at + length).every((line, of) => line === lines[at - length + of]);
      if (same) lines.splice(at, length);
      else at += 1;
    }
  }
  return lines.join("\n");
}
