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

test("a browser that renders every link of both mails activates and cancels nothing", async () => {
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
});

/** Renders every link of a mail, and every link of ours on those pages, scripts running. */
async function renderAll({ text, html }) {
  const ours = (url) => url.startsWith(city.edge);
  const found = [text, html].flatMap((part) => part.match(/https?:\/\/[^\s"'<>]+/g) ?? []);
  const waiting = found.map((url) => url.replaceAll("&amp;", "&")).filter(ours);
  const seen = new Set();
  const page = await (await browser.newContext({ acceptDownloads: false })).newPage();
  while (waiting.length) {
    const url = waiting.pop();
    if (seen.has(url)) continue;
    seen.add(url);
    // A calendar file is a download, which ends the visit: a look all the same.
    const looked = await page.goto(url, { waitUntil: "networkidle" }).catch(() => null);
    if (looked) waiting.push(...(await page.$$eval("a[href]", (links) => links.map(({ href }) => href))).filter(ours));
  }
  assert.ok(seen.size > 0);
  return seen;
}

async function hold(address) {
  const api = `${city.edge}/api/v1`;
  const read = async (reply) => {
    assert.ok(reply.ok, `${reply.status} ${await reply.clone().text()}`);
    return reply.json();
  };
  const { slots } = await read(await fetch(`${api}/slots?service=reisepass:1&centre=harburg&limit=40`));
  const task = await read(await fetch(`${api}/challenge`));
  const solves = (number) => createHash("sha256").update(`${task.salt}${number}`).digest("hex") === task.challenge;
  const number = Array.from({ length: task.maxnumber + 1 }, (_, number) => number).find(solves);
  const { centre, starts_at } = slots.at(-1);
  const reserved = await read(
    await fetch(`${api}/appointments`, {
      method: "POST",
      headers: { "Content-Type": "application/json", "Idempotency-Key": randomUUID() },
      body: JSON.stringify({
        services: [{ id: "reisepass", quantity: 1 }],
        centre,
        starts_at,
        challenge: Buffer.from(JSON.stringify({ ...task, number })).toString("base64"),
      }),
    }),
  );
  await read(
    await fetch(`${api}/appointments/${reserved.id}/applicant`, {
      method: "PUT",
      headers: { "Content-Type": "application/json", Authorization: `Bearer ${reserved.secret}` },
      body: JSON.stringify({ name: "Ada Lovelace", email: address, language: "de" }),
    }),
  );
  return reserved;
}

async function stands({ id, secret }) {
  const reply = await fetch(`${city.edge}/api/v1/appointments/${id}`, { headers: { Authorization: `Bearer ${secret}` } });
  return (await reply.json()).status;
}
