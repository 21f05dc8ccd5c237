// A rehearsed year, as a mayor sees it in November: five colours, as it stood in June, the
// target that was amended in September struck through, and the start that was faked.
import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { createHash } from "node:crypto";
import { mkdir } from "node:fs/promises";
import { after } from "node:test";
import { join } from "node:path";
import { promisify } from "node:util";
import { PHONE, House, folder, sideways, squeezed } from "./lib/house.mjs";
import { launch } from "./lib/browser.mjs";
import { Server } from "./lib/server.mjs";

const PROGRAM = process.env.YOUWEI ?? new URL("../../target/release/youwei", import.meta.url).pathname;
const data = await folder();
const lived = ["rehearse", "--year", "2026", "--through", "2026-11-19", "--data", data, "--json"];
const { stdout } = await promisify(execFile)(PROGRAM, lived, { maxBuffer: 1 << 24 });
const year = JSON.parse(stdout);
const house = new House(data, await Server.start({ data, today: "2026-11-20" }));
after(() => house.close());
house.browser = await launch();

/** A picture for people to look at, where YOUWEI_SHOTS names a folder. */
async function shot(page, name) {
  const into = process.env.YOUWEI_SHOTS;
  if (!into) return;
  await mkdir(into, { recursive: true });
  await page.screenshot({ path: join(into, `${name}.png`) });
}

house.walk("in November the report has all five lights, and says that it is a rehearsal", {}, async (page) => {
  await house.visit(page, "/");
  assert.match(squeezed(await page.locator(".rehearsal").innerText()), /演练.*2026-11-20/);
  for (const light of ["blue", "green", "yellow", "red", "grey"]) {
    assert.ok(year.lights[light] > 0, light);
    await house.visit(page, `/?light=${light}`);
    assert.ok(await page.locator("article, .card").count() > 0, light);
  }
  await house.visit(page, "/");
  await shot(page, "year-november");
});

house.walk("as of June the same report stands otherwise, and can only be looked at", {}, async (page) => {
  const counts = async (address) => {
    await house.visit(page, address);
    return squeezed(await page.locator(".strip, .counts, header + *").first().innerText());
  };
  // The first look at a past day folds the log up to it, which takes a program that was
  // built to be debugged longer than a page may.
  await (await fetch(`${house.server.origin}/?on=2026-06-30`)).text();
  const november = await counts("/");
  const june = await counts("/?on=2026-06-30");
  assert.notEqual(june, november);
  assert.match(squeezed(await page.locator("aside.past-day").innerText()), /6月30日|2026-06-30/);
  assert.equal(await page.locator("form[method=post]").count(), 0);
  await shot(page, "year-june");
});

house.walk("the target amended in September shows the old one struck through, and who approved", {}, async (page) => {
  await house.visit(page, "/commitments?q=" + encodeURIComponent("等48个项目竣工"));
  await page.locator("table.list").getByRole("link", { name: /48个项目竣工/ }).first().click();
  await page.waitForLoadState();
  assert.ok(await page.locator("del, s").count() > 0);
  const said = squeezed(await page.locator("main").innerText());
  assert.match(said, /云政会纪〔2026〕18号/);
  assert.match(said, /市政府常务会议/);
  await shot(page, "year-amended");
});

house.walk("the faked start was sent back, and its record says why", {}, async (page) => {
  await house.visit(page, "/systems/key-projects?q=" + encodeURIComponent("艾洛森"));
  await page.getByRole("link", { name: "艾洛森精密传动项目" }).first().click();
  await page.waitForLoadState();
  assert.match(squeezed(await page.locator("main").innerText()), /照片是西塬会展中心用过的/);
  await shot(page, "year-faked");
});

house.walk("the report of November fits a phone", PHONE, async (page) => {
  await house.visit(page, "/");
  assert.equal(await sideways(page), 0);
});

/** Where the slider lies, and what it says. */
const slider = (page) => page.getByRole("slider", { name: "看以前的样子" });

for (const [size, options] of [["a wide window", {}], ["a phone", PHONE]]) {
  house.walk(`with script a slider leads through the months on ${size}, held where it is`, options, async (page) => {
    await house.visit(page, "/");
    assert.equal(await slider(page).getAttribute("aria-valuetext"), "今天");
    const place = async () => (await slider(page).boundingBox()).y;
    const before = await place();
    await slider(page).focus();
    for (let months = 0; months < 5; months += 1) await page.keyboard.press("ArrowLeft");
    assert.equal(await slider(page).getAttribute("aria-valuetext"), "6月底 2026-06-30");
    await page.waitForURL(/on=2026-06-30/);
    await page.locator("aside.past-day").waitFor();
    assert.ok(Math.abs(await place() - before) < 2, `${before} → ${await place()}`);
    assert.equal(await page.evaluate(() => document.activeElement.type), "range");
    assert.match(squeezed(await page.locator(".strip").innerText()), /2026年6月30日/);
    assert.equal(await page.locator("nav.months a[aria-current]").innerText().then(squeezed).then((it) => /^6/.test(it)), true);
    await page.keyboard.press("End");
    await page.waitForURL((url) => !url.search.includes("on="));
    assert.equal(await page.locator("aside.past-day").count(), 0);
    assert.equal(await sideways(page), 0);
    await shot(page, options.isMobile ? "year-slider-phone" : "year-slider");
  });
}

house.walk("without script plain links lead through the months", { javaScriptEnabled: false }, async (page) => {
  await house.visit(page, "/");
  assert.equal(await page.locator("nav.months input").count(), 0);
  await page.locator("nav.months").getByRole("link", { name: "6月底" }).click();
  assert.match(page.url(), /on=2026-06-30/);
  assert.equal(await page.locator("nav.months a[aria-current]").innerText(), "6月底");
});

house.walk("last year's promises stand beside this year's, and what was dropped in silence is loud", {}, async (page) => {
  await house.visit(page, "/reports/compare");
  for (const fate of ["lowered", "dropped", "raised", "kept", "new"]) {
    assert.ok(await page.locator(`#${fate} + table tbody tr`).count() > 0, fate);
  }
  assert.match(squeezed(await page.locator(".loud").innerText()), /[1-9]\d* 项上年的承诺今年不再提/);
  assert.match(squeezed(await page.locator("#dropped + table").innerText()), /院士工作站.*没有下文/);
  await shot(page, "year-compared");
});

house.walk("the declared pace was amended in July: the old node is struck through, as loud as a lowering", {}, async (page) => {
  await house.visit(page, "/amendments");
  const put = page.locator("#postponed + ul .amendment.eases");
  assert.match(squeezed(await put.innerText()), /推迟 季度节点：三季度110个 → 三季度102个.*2026-07-20.*市政府常务会议/);
  await house.visit(page, "/commitments?q=" + encodeURIComponent("等126个项目开工"));
  await page.locator("table.list").getByRole("link", { name: /126个项目开工/ }).first().click();
  await page.waitForLoadState();
  assert.equal(await page.locator("dt", { hasText: "Q3" }).locator("xpath=following-sibling::dd[1]").innerText().then(squeezed), "110个 102个");
  await shot(page, "year-repaced");
});

house.walk("contradictions were explained in time, too late, and never", {}, async (page) => {
  const card = (words) => page.locator("section.contradiction", { hasText: words });
  await house.visit(page, "/contradictions?on=2026-06-30");
  assert.match(squeezed(await card("126个项目开工").innerText()), /逾期 \d+ 天才说明.*四个项目已领施工许可证/);
  await house.visit(page, "/contradictions?on=2026-07-31");
  assert.match(squeezed(await card("48个项目竣工").innerText()), /自报按6月底报表/);
  assert.doesNotMatch(squeezed(await card("48个项目竣工").innerText()), /逾期/);
  await house.visit(page, "/contradictions");
  assert.match(squeezed(await page.locator("#late + section").innerText()), /126个项目开工.*112个.*已逾期/);
  await shot(page, "year-contradictions");
});

house.walk("who signed in last, and when, stands in the list of users", { signed: "he-yu" }, async (page) => {
  await house.visit(page, "/people");
  assert.match(squeezed(await page.getByRole("row").filter({ hasText: "王芳" }).innerText()), /2026-11-1\d/);
});

house.walk("anybody recomputes whether an application was chosen, from the log and a number of the day after", {}, async (page) => {
  await house.visit(page, "/systems/task-closing/records/2026-00001");
  const drawn = page.locator("section.sample").first();
  assert.match(squeezed(await drawn.innerText()), /公开的号码 2026-\d\d-\d\d 体彩排列5 26\d{3} \d{5}/);
  await drawn.locator("summary").click();
  const [, words] = (await drawn.locator("pre").innerText()).match(/'([0-9a-f]{64} 2026-.* task-closing\/[0-9-]+)'/);
  const lot = Number.parseInt(createHash("sha256").update(words).digest("hex").slice(0, 8), 16);
  assert.match(squeezed(await drawn.innerText()), new RegExp(`签号 ${lot} ÷`));
  const chosen = lot / 2 ** 32 < 0.2;
  assert.match(await drawn.locator("h3").innerText(), chosen ? /抽查 *抽中/ : /未抽中/);
  await shot(page, "year-sample");
});
