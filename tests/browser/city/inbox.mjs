// The inbox of the city under test.
import { setTimeout as pause } from "node:timers/promises";
import { city } from "./browser.mjs";

/** Longest wait for a mail: the next run of the cron and one lease. */
const PATIENCE_MS = 60_000;

/** The newest mail to `address` whose subject contains `subject`, if need be one that `suits`. */
export async function mail(address, subject, suits = () => true) {
  for (const until = Date.now() + PATIENCE_MS; Date.now() < until; await pause(250)) {
    const mails = await (await fetch(`${city.inbox}/email`)).json();
    const ours = mails.filter((one) => one.to.some((to) => to.address === address) && one.subject.includes(subject)).filter(suits);
    if (ours.length) return ours.at(-1);
  }
  throw new Error(`No mail to ${address} about "${subject}" within ${PATIENCE_MS / 1000} s.`);
}

/** The link to a page of the Worker in a mail. */
export function link({ text }) {
  const [found] = text.match(/https?:\/\/\S+\/t\/\S+/) ?? [];
  if (!found) throw new Error(`The mail has no link to a page of ours:\n${text}`);
  return found;
}

/** The six digits in a mail. */
export function code({ text }) {
  const [found] = text.match(/\b\d{3} \d{3}\b/) ?? [];
  if (!found) throw new Error(`The mail has no code:\n${text}`);
  return found;
}

/** An address nobody has used before. */
export function freshAddress() {
  return `ada.${crypto.randomUUID().slice(0, 8)}@example.org`;
}
