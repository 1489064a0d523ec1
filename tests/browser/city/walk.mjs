// The whole way in any language: found by what things are, not by what they are called.
import { chooseCentre, chooseDay, openAs } from "./browser.mjs";
import { freshAddress, link, mail } from "./inbox.mjs";

/** Goes the whole way with these attributes on the element, and calls `look` with the page and the name of each step. */
export async function walk(browser, attributes, look) {
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
  await termin.locator("#near").fill("");
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
