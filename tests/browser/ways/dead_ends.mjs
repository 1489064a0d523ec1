// Never a dead end: every row of "Screens where something is in the way" in docs/states.md, brought about and held to it.
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { after, before, test } from "node:test";
import { advance, city, comeBack, launch, leave, look, open, openAs, toDetails, toSent, toTimes, widget } from "../city/browser.mjs";
import { code, freshAddress, link, mail } from "../city/inbox.mjs";
import { isReservation, refuseOnce } from "../city/reservations.mjs";

let browser;
before(async () => {
  browser = await launch();
});
after(() => browser?.close());

/** The rows of the table, by their first column. */
const rows = await (async () => {
  const text = await readFile(new URL("../../../docs/states.md", import.meta.url), "utf8");
  const [, part] = text.split("## Screens where something is in the way");
  const cells = part.split("\n").filter((line) => line.startsWith("| ")).map((line) => line.slice(2, -2).split(" | "));
  return new Map(cells.slice(1).map(([screen, , said, focus, press, phone]) => [screen, { said, focus, press, phone }]));
})();

const cors = { "Access-Control-Allow-Origin": "*" };
const press = (termin, name) => termin.getByRole("button", { name }).first().click();

/** A page at the times of a day. */
async function atTimes() {
  const page = await open(browser, city.host);
  const termin = await widget(page);
  await toTimes(termin);
  return { page, termin };
}

/** A page at the form, and beyond. */
async function atDetails() {
  const page = await open(browser, city.host);
  const termin = await widget(page);
  await toDetails(termin);
  return { page, termin };
}

async function atSent() {
  const { page, termin } = await atDetails();
  const address = freshAddress();
  await toSent(termin, address);
  return { page, termin, address };
}

/** The next reservation of a page at the times is refused in this way. */
async function refused(status, name, more) {
  const { page, termin } = await atTimes();
  await refuseOnce(page, status, name, more);
  await termin.locator("button.time").first().click();
  return { page };
}

/** From now on the page hears this of its appointment. */
const stands = (page, change) =>
  page.route(/\/api\/v1\/appointments\/[^/]+$/, async (route) => {
    if (route.request().method() !== "GET") return route.fallback();
    const response = await route.fetch();
    return route.fulfill({ response, json: { ...(await response.json()), ...change } });
  });

const closedCentre = ({ centres }) => {
  const known = centres.find(({ id }) => id === "eimsbuettel") ?? centres[centres.push({ ...centres.find(({ id }) => id === "eppendorf") }) - 1];
  const closed = { id: "eimsbuettel", name: "Hamburg Service vor Ort Eimsbüttel", valid_to: "2025-12-01", successor: "eppendorf" };
  Object.assign(known, closed);
};

const ways = {
  "nothing found": async () => {
    const page = await open(browser, city.host);
    const termin = await widget(page);
    await termin.getByRole("searchbox").fill("Wasserrohrbruch");
    return { page };
  },
  "nothing free": async () => {
    const page = await openAs(browser, { service: "personalausweis", centre: "harburg" });
    await page.route("**/api/v1/availability", async (route) => {
      const response = await route.fetch();
      const json = await response.json();
      for (const centre of json.centres) for (const row of centre.rows) row.longest = row.longest.replaceAll(/./g, "0");
      await route.fulfill({ response, json });
    });
    await page.reload();
    await press(await widget(page), "Weiter");
    return { page };
  },
  "centre moved": async () => {
    const page = await openAs(browser, { service: "personalausweis", centre: "eimsbuettel" }, closedCentre);
    await press(await widget(page), "Weiter");
    return { page };
  },
  "centre closed meanwhile": () =>
    refused(409, "centre-closed", () => ({
      detail: "Eimsbüttel ist seit dem 1. Dezember 2025 geschlossen. Wählen Sie eine Zeit an einem anderen Standort.",
    })),
  "slot just taken": () =>
    refused(409, "slot-taken", ({ centre, starts_at }) => ({ alternatives: [{ centre, starts_at }] })),
  "reservation lapsed": async () => {
    const { page, termin } = await atDetails();
    await termin.getByLabel("Vor- und Nachname").fill("Ada Lovelace");
    await advance(16 * 60);
    await comeBack(page);
    await termin.locator("[data-notice]").waitFor();
    assert.equal(await termin.getByLabel("Vor- und Nachname").inputValue(), "Ada Lovelace", "nothing typed is lost");
    return { page };
  },
  "hold lapsed": async () => {
    const { page, address } = await atSent();
    await mail(address, "bestätigen");
    await advance(121 * 60);
    await comeBack(page);
    return { page };
  },
  offline: async () => {
    const { page, termin } = await atTimes();
    await page.route(isReservation, (route) => route.abort(), { times: 1 });
    await termin.locator("button.time").first().click();
    return { page };
  },
  "offline after loading again": async () => {
    const { page } = await atDetails();
    await page.route(/\/api\/v1\/appointments\/[^/]+$/, (route) => route.abort());
    await page.reload();
    return { page };
  },
  "too many": () => refused(429, "too-many-requests", () => ({ retry_after: 420, detail: "Versuchen Sie es um 14:32 Uhr wieder." })),
  "server at fault": () => refused(500, "internal", () => ({ detail: "Versuchen Sie es in einer Minute noch einmal." })),
  "server unreadable": async () => {
    const { page, termin } = await atTimes();
    await page.route(isReservation, (route) => route.fulfill({ status: 502, headers: cors, body: "Bad gateway" }), { times: 1 });
    await termin.locator("button.time").first().click();
    return { page };
  },
  "closed by the operator": async () => {
    const close = (catalogue) => (catalogue.closed = { text: "Wegen Wartung bis 18 Uhr." });
    return { page: await openAs(browser, { service: "personalausweis" }, close) };
  },
  "closed meanwhile": () => refused(503, "booking-closed", () => ({ detail: "Wegen Wartung bis 18 Uhr.", retry_after: 600 })),
  "catalogue changed": () => refused(422, "invalid", () => ({ errors: [{ field: "services[0].id", detail: "Diese Leistung gibt es nicht." }] })),
  "form incomplete": async () => {
    const { page, termin } = await atDetails();
    await press(termin, "Termin vormerken");
    return { page };
  },
  "code wrong": async () => {
    const { page, termin, address } = await atSent();
    const right = code(await mail(address, "bestätigen")).replace(" ", "");
    await termin.getByLabel("Code mit sechs Ziffern").fill(right === "000000" ? "111111" : "000000");
    await press(termin, "Mit Code bestätigen");
    return { page };
  },
  "address refused": async () => {
    const { page, termin } = await atDetails();
    await stands(page, { mail: "refused" });
    await toSent(termin, freshAddress());
    return { page };
  },
  "mail late": async () => {
    const { page, termin } = await atDetails();
    await stands(page, { mail: "queued" });
    await toSent(termin, freshAddress());
    await advance(61);
    await comeBack(page);
    return { page };
  },
  "link broken": async () => {
    const { address } = await atSent();
    return { page: await open(browser, link(await mail(address, "bestätigen")).slice(0, -3)) };
  },
  "already confirmed, page": async () => {
    const { address } = await atSent();
    const page = await open(browser, link(await mail(address, "bestätigen")));
    await press(page, "Termin jetzt bestätigen");
    await page.getByRole("heading", { name: "Ihr Termin steht fest" }).waitFor();
    await page.goto(link(await mail(address, "bestätigen")));
    return { page };
  },
  "already confirmed, widget": async () => {
    const { page, termin, address } = await atSent();
    const activation = await mail(address, "bestätigen");
    // The widget has not asked yet when the code is typed.
    await page.route(/\/api\/v1\/appointments\/[^/]+$/, (route) => (route.request().method() === "GET" ? route.abort() : route.fallback()));
    const letter = await open(browser, link(activation));
    await press(letter, "Termin jetzt bestätigen");
    await letter.getByRole("heading", { name: "Ihr Termin steht fest" }).waitFor();
    await page.unroute(/\/api\/v1\/appointments\/[^/]+$/);
    await termin.getByLabel("Code mit sechs Ziffern").fill(code(activation));
    await press(termin, "Mit Code bestätigen");
    return { page };
  },
  cancelled: async () => {
    const { page, termin, address } = await atSent();
    await termin.getByLabel("Code mit sechs Ziffern").fill(code(await mail(address, "bestätigen")));
    await press(termin, "Mit Code bestätigen");
    const letter = await open(browser, link(await mail(address, "steht fest")));
    await letter.getByRole("link", { name: "Termin absagen" }).click();
    await press(letter, "Ja, absagen");
    await letter.getByRole("heading", { name: "Ihr Termin ist abgesagt" }).waitFor();
    await comeBack(page);
    return { page };
  },
  past: async () => {
    const { page, termin, address } = await atSent();
    await termin.getByLabel("Code mit sechs Ziffern").fill(code(await mail(address, "bestätigen")));
    await press(termin, "Mit Code bestätigen");
    await termin.getByRole("heading", { name: "Ihr Termin ist gebucht" }).waitFor();
    await stands(page, { starts_at: "2026-01-02T08:00:00+01:00" });
    await comeBack(page);
    return { page };
  },
};

test("every row has its test, and every test its row", () => {
  assert.deepEqual(Object.keys(ways).sort(), [...rows.keys()].sort());
});

for (const [screen, way] of Object.entries(ways)) {
  test(`a way on: ${screen}`, async () => {
    const { said, focus, press: next, phone } = rows.get(screen);
    const { page } = await way();
    const root = (await page.locator("hamburg-termin").count()) ? page.locator("hamburg-termin") : page;
    await root.getByText(said).first().waitFor();
    const expected = focus === "notice" ? said.split(" ")[0] : focus;
    if (focus !== "page") await page.waitForFunction(hasFocus, { notice: focus === "notice", expected });
    const name = next.startsWith("the first time") ? /Uhr/ : next;
    const target = root.getByRole("button", { name }).or(root.getByRole("link", { name })).first();
    await target.waitFor();
    assert.ok(await target.isEnabled());
    assert.equal(await root.locator('a[href="tel:115"]').count() > 0, phone === "yes");
    await look(page, `way-on-${screen.replaceAll(/\W+/g, "-")}`);
    assert.deepEqual(page.faults ?? [], []);
    await leave(page);
  });
}

/** Runs in the page: whether the focus lies on the notice, or on what has this label or text. */
function hasFocus({ notice, expected }) {
  const root = document.querySelector("hamburg-termin").shadowRoot;
  const focus = root.activeElement;
  if (notice) return focus?.matches("[data-notice]");
  return [focus?.textContent, ...[...(focus?.labels ?? [])].map((label) => label.textContent)].includes(expected);
}
