// node screenshots.mjs URL OUT_DIR: pictures of the main pages of a running server, as they
// stand on a desk (the window and the whole page) and on a phone, in both languages.
import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { DESKTOP, PHONE, launch } from "./lib/browser.mjs";

const [url, out] = process.argv.slice(2);
if (!url || !out) {
  console.error("用法 Usage: node screenshots.mjs http://127.0.0.1:8080 OUT_DIR");
  process.exit(2);
}

const answer = await fetch(new URL("/api/commitments", url));
if (!answer.ok) {
  console.error(`${url} 没有收入报告（${answer.status}）。 No report there.`);
  process.exit(2);
}
const { commitments } = await answer.json();
// One with an owner and several targets has most to show.
const worth = ({ lead, targets, due }) => (lead ? 4 : 0) + Math.min(targets.length, 2) + (due ? 1 : 0);
const best = commitments.reduce((one, other) => (worth(other) > worth(one) ? other : one));
// Of each system, the record with the most behind it: the one that changed most often.
const of = async (path) => (await fetch(new URL(path, url))).json();
const { records } = await of("/api/systems/key-projects/records");
const record = records.reduce((one, other) => (other.version > (one?.version ?? 0) ? other : one), null);
const PAGES = {
  systems: "/systems", projects: "/systems/key-projects", rules: "/systems/key-projects/about", measure: "/measures/investment-made",
  ...(record ? { record: `/systems/key-projects/records/${record.id}` } : {}),
  forecasts: "/forecasts", contradictions: "/contradictions",
  report: "/", table: "/commitments", commitment: `/commitments/${best.id}`, overview: "/overview", import: "/import", log: "/log",
  entry: "/log/7", decisions: "/decisions", decision: "/decisions/social-assistance/tiers?case=1",
};

await mkdir(out, { recursive: true });
const browser = await launch();
for (const lang of ["zh", "en"]) {
  for (const [device, options] of [["desktop", DESKTOP], ["phone", PHONE]]) {
    const context = await browser.newContext({ ...options, locale: lang === "zh" ? "zh-CN" : "en-GB", reducedMotion: "reduce" });
    const page = await context.newPage();
    for (const [name, path] of Object.entries(PAGES)) {
      const address = new URL(path, url);
      address.searchParams.set("lang", lang);
      await page.goto(address.href, { waitUntil: "networkidle" });
      await page.evaluate(() => document.fonts.ready);
      // Charts draw themselves after the page is there.
      if (await page.locator("script[src*=echarts]").count()) await page.locator(".canvas svg").first().waitFor();
      const file = (kind) => join(out, `${name}-${kind}-${lang}.png`);
      await page.screenshot({ path: file(device) });
      if (device === "desktop") await page.screenshot({ path: file("full"), fullPage: true });
      console.log(file(device));
    }
    await context.close();
  }
}
await browser.close();
