// A clerk claims more than the facts of that day come to: the two stand side by side with who
// must explain it and by when; the unit explains; and a claim that holds ends it.
import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { mkdir } from "node:fs/promises";
import { after } from "node:test";
import { join } from "node:path";
import { promisify } from "node:util";
import { PHONE, House, SUPERVISOR, assign, folder, go, newest, sideways, squeezed } from "./lib/house.mjs";
import { launch } from "./lib/browser.mjs";
import { Server } from "./lib/server.mjs";

const PROGRAM = process.env.YOUWEI ?? new URL("../../target/release/youwei", import.meta.url).pathname;
const data = await folder();
// Three months of the sample's year give starts to be held against.
await promisify(execFile)(PROGRAM, ["rehearse", "--year", "2026", "--through", "2026-03-31", "--data", data, "--json"], { maxBuffer: 1 << 24 });
const house = new House(data, await Server.start({ data, today: "2026-04-01" }));
after(() => house.close());
house.browser = await launch();

const CLERK = "li-jing";
const HOUSING = "云泽市住房和城乡建设局";
const WHY = "把已经领证、还没有开工的也数进去了，正在逐个核对。";
const { id } = await house.server.commitment("等126个项目开工");
const its = `/commitments/${id}`;
const card = (page) => page.locator(".contradiction", { has: page.locator(`a[href*="${id}"]`) });

/** A picture for people to look at, where YOUWEI_SHOTS names a folder. */
async function shot(page, name) {
  const into = process.env.YOUWEI_SHOTS;
  if (!into) return;
  await mkdir(into, { recursive: true });
  await page.evaluate(() => scrollTo(0, 0));
  await page.screenshot({ path: join(into, `${name}.png`), fullPage: true });
}

/** Claims an amount as of a day by the form of the commitment's page. */
async function claim(page, value, on) {
  await house.visit(page, its);
  const fold = page.locator("details#claim");
  await fold.locator("summary").click();
  await fold.getByLabel("累计完成").fill(value);
  await fold.getByLabel("数截至哪一天").fill(on);
  await go(page, fold.getByRole("button", { name: "提交自报" }));
}

house.walk("the supervision office settles who leads", { signed: SUPERVISOR }, async (page) => {
  await house.visit(page, its);
  await assign(page, HOUSING);
  assert.match(await newest(page), new RegExp(HOUSING));
});

house.walk("a clerk claims more than the facts of that day, and the page says by how much", { signed: CLERK }, async (page) => {
  await claim(page, "60个", "2026-02-28");
  const said = squeezed(await page.locator("#n1").innerText());
  assert.match(said, /单位自报 60个 ?截至 2026-02-28 比当时的事实多 \d+个/);
  await shot(page, "claim");
});

house.walk("anybody sees both sides of one day, who must explain and by when", {}, async (page) => {
  await house.visit(page, "/contradictions");
  const said = squeezed(await card(page).innerText());
  assert.match(said, /单位自报 60个 截至 2026-02-28/);
  assert.match(said, /事实算出：.* \d+个 截至 2026-02-28/);
  assert.match(said, new RegExp(`由${HOUSING}说明，限 2026-04-\\d\\d 前`));
  assert.equal(await card(page).locator("form").count(), 0, "only the unit explains");
  await shot(page, "contradiction");
  // The side that was counted opens to the facts up to that day.
  await go(page, card(page).locator(".two a").nth(1));
  assert.match(page.url(), /day=2026-02-28/);
});

house.walk("it fits a phone", PHONE, async (page) => {
  await house.visit(page, "/contradictions");
  assert.equal(await sideways(page), 0);
  await shot(page, "contradiction-phone");
});

house.walk("the unit explains, and the explanation stands beside the two for everybody", { signed: CLERK }, async (page) => {
  await house.visit(page, "/contradictions");
  const fold = card(page).locator("details.tool");
  await fold.locator("summary").click();
  await fold.getByLabel("为什么不一致").fill(WHY);
  await go(page, fold.getByRole("button", { name: "提交说明" }));
  const explained = page.locator("#explained ~ .contradiction").filter({ hasText: WHY });
  assert.equal(await explained.count(), 1);
  assert.match(squeezed(await explained.innerText()), new RegExp(`${HOUSING}：${WHY}`));
  assert.equal(await explained.locator("form").count(), 0);
  await shot(page, "contradiction-explained");
});

house.walk("the explanation is read on a phone, by whoever is not signed in", PHONE, async (page) => {
  await house.visit(page, "/contradictions");
  assert.match(squeezed(await card(page).innerText()), new RegExp(WHY));
  assert.equal(await sideways(page), 0);
  await shot(page, "contradiction-explained-phone");
});

house.walk("a claim that holds ends it, though more was done since", { signed: CLERK }, async (page) => {
  await house.visit(page, "/contradictions");
  const [, counted] = squeezed(await card(page).locator(".two").innerText()).match(/事实算出：.*? (\d+)个/);
  await claim(page, counted, "2026-02-28");
  assert.match(squeezed(await page.locator("#n1").innerText()), /与当时的事实相符/);
  await house.visit(page, "/contradictions");
  assert.equal(await card(page).count(), 0);
});
