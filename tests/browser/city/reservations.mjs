// Reservations as they leave a page, and answers to them that the city would rarely give.
import { city } from "./browser.mjs";

/** Whether this is where a time is reserved. */
export function isReservation({ pathname }) {
  return pathname === "/api/v1/appointments";
}

/** Every reservation the page sends from now on: its key, its body as text, and what the body says. */
export function reservations(page) {
  const sent = [];
  page.on("request", (request) => {
    if (request.method() !== "POST" || !isReservation(new URL(request.url()))) return;
    const body = request.postData();
    sent.push({ key: request.headers()["idempotency-key"], body, ...JSON.parse(body) });
  });
  return sent;
}

/** Answers the page's next reservation by a problem, before the city sees it. */
export function refuseOnce(page, status, name, more = () => ({})) {
  const refuse = (route) =>
    route.fulfill({
      status,
      contentType: "application/problem+json",
      headers: { "Access-Control-Allow-Origin": "*" },
      body: JSON.stringify({ type: `${city.edge}/problems/${name}`, ...more(route.request().postDataJSON()) }),
    });
  return page.route(isReservation, refuse, { times: 1 });
}

/** Lets the city answer the page's next reservation, and loses the answer. */
export function loseOnce(page) {
  const lose = async (route) => {
    await route.fetch();
    await route.abort();
  };
  return page.route(isReservation, lose, { times: 1 });
}

/** How the appointment of a ticket stands. */
export async function statusOf({ id, secret }) {
  const headers = { Authorization: `Bearer ${secret}` };
  return (await (await fetch(`${city.edge}/api/v1/appointments/${id}`, { headers })).json()).status;
}
