// The overview: tables that are charts where the library is there.
import assert from "node:assert/strict";
import { DESKTOP, House, PHONE, go, until } from "./lib/house.mjs";

const house = await House.open();
const LIBRARY = "**/echarts.js";

async function counts(page) {
  const rows = page.locator("[data-chart=kind] tbody tr");
  await rows.first().waitFor({ state: "attached" });
  return rows.evaluateAll((all) => all.map((row) => Number(row.querySelector("b").textContent)));
}

async function right(page) {
  const found = await counts(page);
  assert.equal(found.reduce((sum, one) => sum + one, 0), (await house.server.commitments()).length);
}

for (const [where, viewport] of [["at a desk", DESKTOP], ["on a phone", PHONE]]) {
  house.walk(`every table of the overview has its chart ${where} if the library was built in`, viewport, async (page) => {
    await house.visit(page, "/overview");
    await right(page);
    const figures = page.locator("figure[data-chart]");
    const count = await figures.count();
    assert.ok(count >= 4);
    if (await page.locator("script[src*=echarts]").count() === 0) {
      assert.equal(await figures.locator("svg").count(), 0);
      return;
    }
    await until("every figure has bars", () => figures.evaluateAll((all) =>
      all.every((figure) => figure.querySelectorAll(".canvas svg path").length > 3)));
    for (const figure of await figures.all()) {
      const [outer, inner] = [await figure.boundingBox(), await figure.locator(".canvas svg").boundingBox()];
      assert.ok(inner.width > 200 && inner.width <= outer.width + 1, `a chart of ${inner.width} px in ${outer.width} px`);
      assert.ok(inner.height >= 150);
    }
  });
}

house.walk("without the library the tables stand alone, and all is said in them", { expected: [/net::ERR_/] }, async (page) => {
  await page.route(LIBRARY, (route) => route.abort());
  await house.visit(page, "/overview");
  await right(page);
  assert.equal(await page.locator("figure[data-chart] svg:not(.mark)").count(), 0);
  for (const table of await page.locator("figure[data-chart] table").all()) assert.ok(await table.isVisible());
});

house.walk("a line of the overview leads to exactly its commitments", {}, async (page) => {
  await house.visit(page, "/overview");
  const row = page.locator("[data-chart=kind] tbody tr").first();
  const count = Number(await row.locator("b").innerText());
  await go(page, row.getByRole("link"));
  assert.match(page.url(), /\/commitments\?kind=/);
  assert.equal(await page.locator("#rows td.what").count(), count);
});

house.walk("a filter is answered at once with script and by its button without", {}, async (page) => {
  const expected = (await house.server.json("/api/commitments?kind=works")).count;
  await house.visit(page, "/commitments");
  await page.locator("#filters").getByLabel("类别").selectOption("works");
  await until("the rows are filtered", async () => await page.locator("#rows td.what").count() === expected);
  assert.match(page.url(), /kind=works/);

  const plain = await (await house.browser.newContext({ javaScriptEnabled: false })).newPage();
  await house.visit(plain, "/commitments");
  await plain.locator("#filters").getByLabel("类别").selectOption("works");
  await go(plain, plain.getByRole("button", { name: "筛选" }));
  assert.equal(await plain.locator("#rows td.what").count(), expected);
  await plain.context().close();
});
