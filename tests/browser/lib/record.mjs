// The forms that a system's declaration makes, filled in by their labels as a person does.
import assert from "node:assert/strict";
import { go, squeezed } from "./house.mjs";

// A picture of one point; what is added makes each a file of its own.
const POINT = Buffer.from("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==", "base64");

/** A photograph with the day and place that are typed beside it. */
export const photo = (name, taken, [lon, lat] = ["114.510000", "38.020000"]) => ({ name, taken, lon, lat });

const escaped = (words) => words.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");

/** Fills in the fields of a form: label → what is typed or chosen, or a photograph. */
export async function fill(form, fields) {
  for (const [label, value] of Object.entries(fields)) {
    if (typeof value === "object") {
      const set = form.locator("fieldset", { has: form.page().locator("legend", { hasText: label }) }).first();
      await set.locator("input[type=file]").setInputFiles({ name: value.name, mimeType: "image/png", buffer: Buffer.concat([POINT, Buffer.from(value.name)]) });
      await set.getByLabel("拍摄日期").fill(value.taken);
      await set.getByLabel("经度").fill(value.lon);
      await set.getByLabel("纬度").fill(value.lat);
      continue;
    }
    const input = form.getByLabel(new RegExp(`^\\s*${escaped(label)}\\s*(必填|个人信息|\\s)*$`));
    if (await input.evaluate((one) => one.tagName) === "SELECT") await input.selectOption({ label: value });
    else await input.fill(value);
  }
}

/** Opens a record with the form that its system's page leads to; gives its address. */
export async function opened(page, name, fields) {
  await go(page, page.locator("#main").getByRole("link", { name, exact: true }));
  const form = page.locator("form.act");
  await fill(form, fields);
  await go(page, form.getByRole("button", { name, exact: true }));
  return new URL(page.url()).pathname;
}

/** The form of an action on the record whose page is open, unfolded. */
export async function unfolded(page, name) {
  const fold = page.locator("details.tool").filter({ has: page.locator("summary", { hasText: new RegExp(`^${escaped(name)}`) }) });
  assert.equal(await fold.count(), 1, `there is no form “${name}”: ${squeezed(await page.locator("#main").innerText())}`);
  if (!(await fold.evaluate((one) => one.open))) await fold.locator("summary").click();
  return fold.locator("form");
}

/** Takes an action on the record whose page is open. */
export async function act(page, name, fields = {}) {
  const form = await unfolded(page, name);
  await fill(form, fields);
  await go(page, form.getByRole("button", { name, exact: true }));
}

/** The names of the actions that are offered on the page. */
export const offered = async (page) => (await page.locator("#do details.tool summary").allInnerTexts()).map((one) => squeezed(one).replace(/ ?→.*/, ""));

/** The stage of the record whose page is open. */
export const stage = async (page) => squeezed(await page.locator(".stage-bar [aria-current=step]").innerText());

/** The time limits of the record whose page is open. */
export const clocks = async (page) => (await page.locator("aside .clocks li").allInnerTexts()).map(squeezed);
