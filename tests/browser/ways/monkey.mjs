// A monkey presses whatever there is to press, at random, and finds no panic, no console error and no dead end.
//
//   MONKEY_PRESSES=1000 MONKEY_SEED=7 …    so many presses, chosen by this seed
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { advance, city, comeBack, launch, open, widget } from "../city/browser.mjs";

const PRESSES = Number(process.env.MONKEY_PRESSES ?? 150);
const SEED = Number(process.env.MONKEY_SEED ?? Math.floor(Math.random() * 2 ** 31));

/** What a turn may be, beside a press in the widget, and how many of a hundred are that. */
const DETOURS = [
  [4, "back", (page) => page.goBack()],
  [2, "forward", (page) => page.goForward()],
  [2, "reload", (page) => page.reload()],
  [1, "another tab", comeBack],
  [2, "minutes pass", (page, chance) => advance(60 * (1 + Math.floor(chance() * 20)))],
];

const TYPED = {
  name: ["Ada Lovelace", "", "  ", "Ştefan Ñuñez", "x".repeat(130)],
  email: ["", "ada", "MONKEY"],
  phone: ["", "040 1234567", "nein"],
  code: ["", "123456", "12345"],
  search: ["", "Perso", "umzihen", "Wasserrohrbruch"],
};

let browser;
before(async () => {
  browser = await launch();
});
after(() => browser?.close());

test(`${PRESSES} random presses, MONKEY_SEED=${SEED}`, { timeout: 60_000 + PRESSES * 2_000 }, async () => {
  const chance = dice(SEED);
  const page = await open(browser, city.host);
  page.on("console", (message) => {
    // A refusal by the city is no error of the page.
    const refusal = message.text().startsWith("Failed to load resource");
    if (message.type() === "error" && !refusal) page.faults.push(message.text());
  });
  await widget(page);
  const way = [];
  for (let turn = 0; turn < PRESSES; turn += 1) {
    const said = `MONKEY_SEED=${SEED}, press ${turn}, after:\n${way.slice(-15).join("\n")}`;
    if (!page.url().startsWith(city.host)) await page.goto(city.host);
    await settled(page, said);
    const targets = page.locator("hamburg-termin").locator("button:enabled, input, select, .faults a");
    const count = await targets.count();
    const [buttons, headings] = await page.locator("hamburg-termin").evaluate(({ shadowRoot }) => [
      [...shadowRoot.querySelectorAll("button:enabled")].filter((one) => one.checkVisibility()).length,
      [...shadowRoot.querySelectorAll("h2")].map((one) => one.textContent),
    ]);
    assert.ok(buttons > 0, `no way on from "${headings}". ${said}`);
    assert.equal(headings.filter(Boolean).length, 1, said);
    assert.deepEqual(page.faults, [], said);
    way.push(await act(page, targets.nth(Math.floor(chance() * count)), chance));
  }
});

/** One turn; says what it was. */
async function act(page, target, chance) {
  let drawn = chance() * 100;
  for (const [often, name, go] of DETOURS) {
    drawn -= often;
    if (drawn < 0) {
      await go(page, chance);
      return name;
    }
  }
  // What leaves in the same moment, by a tick or an answer, cannot be pressed: as for a person.
  const gone = () => {};
  const described = (one) => ({ tag: one.tagName, type: one.type, name: one.name, text: one.textContent.slice(0, 60) });
  const there = await target.evaluate(described, undefined, { timeout: 2_000 }).catch(gone);
  if (!there) return "presses what has just gone";
  const { tag, type, name, text } = there;
  if (tag === "SELECT") {
    const most = await target.locator("option").count();
    await target.selectOption({ index: Math.floor(chance() * most) }, { timeout: 2_000 }).catch(gone);
  } else if (TYPED[name] && type !== "checkbox") {
    const texts = TYPED[name];
    const typed = texts[Math.floor(chance() * texts.length)];
    const value = typed === "MONKEY" ? `monkey.${Math.floor(chance() * 1e9)}@example.org` : typed;
    await target.fill(value, { timeout: 2_000 }).catch(gone);
    return `types "${value.slice(0, 40)}" into ${name}`;
  } else {
    await target.click({ timeout: 2_000 }).catch(gone);
  }
  return `presses ${tag} "${text || name || type}"`;
}

/** Waits until nothing is under way that a person would wait for. */
async function settled(page, said) {
  const waiting = ["Einen Moment bitte …", "Ihre Zeit wird reserviert …", "Ihre Angaben werden übertragen …", "Freie Zeiten werden geladen …"];
  const idle = (waiting) => {
    const text = document.querySelector("hamburg-termin")?.shadowRoot?.textContent ?? waiting[0];
    return !waiting.some((one) => text.includes(one));
  };
  await page.waitForFunction(idle, waiting).catch(() => assert.fail(`it never comes to rest. ${said}`));
}

/** Numbers from 0 to 1 that follow from the seed (mulberry32). */
function dice(seed) {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
