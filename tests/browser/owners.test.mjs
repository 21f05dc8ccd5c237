// From the report's text to a commitment with owners.
import test from "node:test";
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { ACTOR, DESKTOP, House, PHONE, assign, bare, go, newest, sign, signHere, until } from "./lib/house.mjs";
import { SAMPLE } from "./lib/server.mjs";

const WORDS = "新增学位1.5万个";
const house = await House.open();

house.walk("the report stands on its page word for word", {}, async (page) => {
  assert.equal(await house.visit(page, "/"), 200);
  const set = await page.locator("article").evaluate((article) => {
    const copy = article.cloneNode(true);
    copy.querySelectorAll(".chip").forEach((chip) => chip.remove());
    return copy.textContent;
  });
  assert.equal(bare(set), bare(await readFile(SAMPLE, "utf8")));
});

for (const [where, viewport] of [["a desk", DESKTOP], ["a phone", PHONE]]) {
  house.walk(`a click on words of the text brings their card into view on ${where}`, viewport, async (page) => {
    const { id } = await house.server.commitment(WORDS);
    await house.visit(page, "/");
    const card = page.locator(`#k-${id}`);
    assert.equal(await whole(card), false, "the card is in view before it was asked for");
    await page.locator("article").getByRole("link", { name: WORDS }).click();
    await until("the card comes into view", () => whole(card));
    assert.equal(new URL(page.url()).pathname, "/", "the first click stays on the page");
  });
}

house.walk("a commitment gets its owners, and its history says who, when, old → new", {}, async (page) => {
  const { id } = await house.server.commitment(WORDS);
  await house.visit(page, "/");
  await page.locator("article").getByRole("link", { name: WORDS }).click();
  await go(page, page.locator(`#k-${id}`).getByRole("link", { name: "打开" }));
  assert.equal(new URL(page.url()).pathname, `/commitments/${id}`);

  await signHere(page, house);
  const entries = await house.server.entries();
  // Her session ends while she fills the form in.
  await page.context().clearCookies();
  await assign(page, "市教育局", "市财政局、市住房和城乡建设局");
  await page.getByText("这次修改要先登录").waitFor();
  assert.equal(await house.server.entries(), entries, "nothing is written before she is signed in");
  await sign(page, house);

  const said = await newest(page);
  assert.ok(said.includes(ACTOR), said);
  assert.ok(said.includes("牵头单位：（无） → 市教育局"), said);
  assert.ok(said.includes("配合单位：（无） → 市财政局、市住房和城乡建设局"), said);
  const time = await page.locator(".history li time").first().getAttribute("datetime");
  assert.ok(Math.abs(Date.now() - Date.parse(time)) < 5 * 60_000, `changed at ${time}`);

  // A second change names the old owner, and asks her to sign in no more.
  await page.locator("form#assign").getByLabel("理由").fill("按分工调整");
  await assign(page, "市发展和改革委员会");
  const later = await newest(page);
  assert.ok(later.includes("市教育局 → 市发展和改革委员会") && later.includes("按分工调整"), later);

  await go(page, page.locator(".history li").first().getByRole("link", { name: "账本第" }));
  await page.getByRole("heading", { name: /账本第 \d+ 条/ }).waitFor();
  assert.ok((await page.locator("#main").innerText()).includes("市发展和改革委员会"));

  await go(page, page.getByRole("navigation", { name: "主导航" }).getByRole("link", { name: "承诺台账" }));
  const row = page.getByRole("row").filter({ has: page.getByRole("link", { name: WORDS }) });
  const cells = await row.innerText();
  assert.ok(cells.includes("市发展和改革委员会") && cells.includes("市财政局、市住房和城乡建设局"), cells);
});

house.walk("a change that was made from an older page is refused and nothing of it is lost", { signed: true }, async (page) => {
  const { id } = await house.server.commitment("新改扩建学校32所");
  const other = await page.context().newPage();
  for (const one of [page, other]) await house.visit(one, `/commitments/${id}`);
  await assign(other, "市教育局");
  assert.ok((await newest(other)).includes("→ 市教育局"));
  await assign(page, "市财政局");
  await page.getByRole("alert").waitFor();
  assert.equal(await page.locator("form#assign").getByLabel("牵头单位").inputValue(), "市财政局", "what was typed is still there");
  assert.equal((await house.server.commitment("新改扩建学校32所")).lead, "市教育局");
});

test("a path that is no page is answered with the way back", async () => {
  const answer = await fetch(`${house.server.origin}/nowhere`, { headers: { accept: "text/html" } });
  assert.equal(answer.status, 404);
  const text = await answer.text();
  assert.ok(text.includes("没有这一页") && text.includes("There is no such page"));
});

/** Whether the head of a card lies inside the window and nothing covers it. */
async function whole(card) {
  return card.evaluate((one) => {
    const box = one.querySelector("h3").getBoundingClientRect();
    const [x, y] = [box.left + box.width / 2, box.top + box.height / 2];
    return box.width > 0 && box.top >= 0 && box.bottom <= innerHeight && one.contains(document.elementFromPoint(x, y));
  });
}
