// Mail programs look at links before people do: some with a whole browser. Looking changes nothing.
import assert from "node:assert/strict";
import { createHash, randomUUID } from "node:crypto";
import { after, before, test } from "node:test";
import { city, launch } from "../city/browser.mjs";
import { freshAddress, link, mail } from "../city/inbox.mjs";

let browser;
before(async () => {
  browser = await launch();
});
after(() => browser?.close());

test("a browser that renders every link of every mail activates, moves and cancels nothing", async () => {
  const address = freshAddress();
  const held = await hold(address);

  const activation = await mail(address, "bestätigen");
  await renderAll(activation);
  assert.equal(await stands(held), "held");

  const page = await (await browser.newContext()).newPage();
  await page.goto(link(activation));
  await page.getByRole("button", { name: "Termin jetzt bestätigen" }).click();
  await page.getByRole("heading", { name: "Ihr Termin steht fest" }).waitFor();
  assert.equal(await stands(held), "booked", "the press works after all the looking");

  const confirmation = await mail(address, "steht fest");
  const seen = await renderAll(confirmation);
  assert.ok([...seen].some((url) => url.includes("absagen")), "the page that asks before cancelling was among them");
  assert.equal(await stands(held), "booked");

  const manage = link(confirmation).split("/t/")[1];
  const [, later] = (await slots()).reverse();
  await ask(`appointments/${held.id}/move`, "POST", manage, { centre: later.centre, starts_at: later.starts_at });
  await renderAll(await mail(address, "verschoben"));
  assert.equal((await look(held)).starts_at, later.starts_at);

  await ask("mails", "POST", undefined, { email: address });
  await renderAll(await mail(address, "kommenden Termine"));
  assert.equal(await stands(held), "booked");

  await ask(`appointments/${held.id}`, "DELETE", manage);
  await renderAll(await mail(address, "abgesagt"));
  await renderAll(confirmation);
  assert.equal(await stands(held), "cancelled", "nor is a cancellation taken back");
});

/** Pages that no token opens: to look once at them is enough. */
const open = new Set();

/** Renders every link of a mail, and every link of ours on those pages, scripts running. */
async function renderAll({ text, html }) {
  const ours = (url) => url.startsWith(city.edge);
  const found = [text, html].flatMap((part) => part.match(/https?:\/\/[^\s"'<>]+/g) ?? []);
  const waiting = found.map((url) => url.replaceAll("&amp;", "&")).filter(ours);
  assert.ok(waiting.length > 0);
  const seen = new Set();
  const page = await (await browser.newContext({ acceptDownloads: false })).newPage();
  while (waiting.length) {
    const url = waiting.pop();
    if (seen.has(url) || open.has(url)) continue;
    (url.includes("/t/") ? seen : open).add(url);
    // A calendar file is a download, which ends the visit: a look all the same.
    const looked = await page.goto(url, { waitUntil: "load" }).catch(() => null);
    if (looked) waiting.push(...(await page.$$eval("a[href]", (links) => links.map(({ href }) => href))).filter(ours));
  }
  return seen;
}

/** Asks the API, and wants a yes. */
async function ask(path, method, bearer, body, more = {}) {
  const headers = { "Content-Type": "application/json", ...(bearer && { Authorization: `Bearer ${bearer}` }), ...more };
  const reply = await fetch(`${city.edge}/api/v1/${path}`, { method, headers, body: body && JSON.stringify(body) });
  const text = await reply.text();
  assert.ok(reply.ok, `${path}: ${reply.status} ${text}`);
  return text && JSON.parse(text);
}

async function slots() {
  return (await ask("slots?service=reisepass:1&centre=harburg&limit=40", "GET")).slots;
}

async function hold(address) {
  const task = await ask("challenge", "GET");
  const solves = (number) => createHash("sha256").update(`${task.salt}${number}`).digest("hex") === task.challenge;
  const number = Array.from({ length: task.maxnumber + 1 }, (_, number) => number).find(solves);
  const { centre, starts_at } = (await slots()).at(-1);
  const challenge = Buffer.from(JSON.stringify({ ...task, number })).toString("base64");
  const wish = { services: [{ id: "reisepass", quantity: 1 }], centre, starts_at, challenge };
  const reserved = await ask("appointments", "POST", undefined, wish, { "Idempotency-Key": randomUUID() });
  const applicant = { name: "Ada Lovelace", email: address, language: "de" };
  await ask(`appointments/${reserved.id}/applicant`, "PUT", reserved.secret, applicant);
  return reserved;
}

async function look({ id, secret }) {
  return ask(`appointments/${id}`, "GET", secret);
}

async function stands(held) {
  return (await look(held)).status;
}
