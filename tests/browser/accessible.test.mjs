// Pages for everybody: checked by axe-core, and walked with the keyboard alone.
import assert from "node:assert/strict";
import axe from "axe-core";
import { DESKTOP, House, PHONE, until } from "./lib/house.mjs";

const house = await House.open();
const GRAVE = ["serious", "critical"];

/** What axe-core finds grave on the page as it stands, folds opened. */
async function violations(page) {
  await page.evaluate(() => document.querySelectorAll("details").forEach((one) => { one.open = true; }));
  await page.evaluate(axe.source);
  const { violations: found } = await page.evaluate(() => globalThis.axe.run(document, { resultTypes: ["violations"] }));
  return found
    .filter((one) => GRAVE.includes(one.impact))
    .map((one) => `${one.id} (${one.impact}) ×${one.nodes.length}: ${one.nodes.slice(0, 3).map((node) => node.html.slice(0, 160)).join(" | ")}`);
}

for (const [where, viewport] of [["at a desk", DESKTOP], ["on a phone", PHONE]]) {
  for (const [lang, language] of [["zh", "Chinese"], ["en", "English"]]) {
    house.walk(`axe-core finds nothing grave ${where} in ${language}`, { ...viewport, reducedMotion: "reduce", signed: "he-yu", expected: [/status of 404/] }, async (page) => {
      const { id } = await house.server.commitment("职工医保、居民医保政策范围内");
      const found = {};
      for (const path of ["/", "/?light=grey", "/commitments", `/commitments/${id}`, "/overview", "/forecasts", "/contradictions", "/measures/investment-made", "/decisions", "/decisions/social-assistance/tiers?case=1", "/decisions/enterprise-policy/research-increment?decision=%E5%85%91%E4%BB%98%E5%8D%95", "/import", "/reports/new", "/log", "/log/0", "/log/100", "/sign", "/me", "/people", "/people/li-jing", "/nowhere"]) {
        await house.visit(page, `${path}${path.includes("?") ? "&" : "?"}lang=${lang}`);
        assert.equal(await page.locator("html").getAttribute("lang"), lang === "zh" ? "zh-CN" : "en");
        const grave = await violations(page);
        if (grave.length > 0) found[path] = grave;
      }
      assert.deepEqual(found, {});
    });
  }
}

house.walk("the first Tab reaches the skip link, which leads past the navigation", {}, async (page) => {
  for (const path of ["/", "/commitments", "/overview", "/decisions", "/log"]) {
    await house.visit(page, path);
    await page.keyboard.press("Tab");
    const link = page.locator(":focus");
    assert.equal(await link.innerText(), "跳到正文", path);
    await until("the skip link is seen", async () => (await link.boundingBox()).y >= 0);
    await page.keyboard.press("Enter");
    await page.keyboard.press("Tab");
    assert.ok(await page.evaluate(() => document.querySelector("#main").contains(document.activeElement)), `${path}: the next Tab is in the text`);
  }
});

house.walk("j and k move between commitments, Enter opens the one that is lit", { reducedMotion: "reduce" }, async (page) => {
  await house.visit(page, "/");
  const lit = () => page.locator("article a.on").first().getAttribute("href", { timeout: 1000 }).catch(() => null);
  const order = (await house.server.commitments()).map(({ id }) => `/commitments/${id}`);
  await until("one is lit from the start", lit);
  const start = order.indexOf(await lit());
  for (const [key, step] of [["j", 1], ["j", 2], ["j", 3], ["k", 2], ["k", 1]]) {
    await page.keyboard.press(key);
    await until(`${key} leads to the commitment ${step} further`, async () => await lit() === order[start + step]);
    const box = await page.locator("article a.on").first().boundingBox();
    assert.ok(box.y >= 0 && box.y < 900, "what is lit is in view");
  }
  const here = await lit();
  await page.keyboard.press("Enter");
  await page.waitForURL(`**${here}`);
});

house.walk("the slash leads to the search, where j is a letter", {}, async (page) => {
  await house.visit(page, "/");
  await page.keyboard.press("/");
  await page.keyboard.type("j老旧小区");
  assert.equal(await page.getByRole("search").getByRole("searchbox").inputValue(), "j老旧小区");
  await page.keyboard.press("Escape");
  assert.equal(await page.evaluate(() => document.activeElement === document.body), true);
});

house.walk("whatever the keyboard reaches shows that it is reached", {}, async (page) => {
  const { id } = await house.server.commitment("新增学位1.5万个");
  for (const path of ["/", "/commitments", `/commitments/${id}`, "/import", "/sign"]) {
    await house.visit(page, path);
    const unseen = [];
    // The parts of a date field are stops of their own, which the browser marks itself.
    await page.evaluate(() => { globalThis.before = document.body; });
    for (let stop = 0; stop < 40; stop += 1) {
      await page.keyboard.press("Tab");
      const fault = await page.evaluate(() => {
        const one = document.activeElement;
        if (one === document.body || one === globalThis.before) return null;
        globalThis.before = one;
        const style = getComputedStyle(one);
        const ring = style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 1;
        const box = one.getBoundingClientRect();
        const seen = box.width > 0 && box.height > 0 && box.bottom > 0 && box.top < innerHeight;
        return ring && seen ? null : `${one.outerHTML.slice(0, 120)} ring ${ring} in view ${seen}`;
      });
      if (fault) unseen.push(fault);
    }
    assert.deepEqual(unseen, [], path);
  }
});
