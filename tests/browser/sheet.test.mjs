// The division plan goes out as a sheet, is filled in elsewhere and comes back.
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { ACTOR, House, assign, go, newest, signIn, squeezed } from "./lib/house.mjs";
import { Sheet } from "./lib/sheet.mjs";

const house = await House.open();
const TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

async function exported(page) {
  await house.visit(page, "/import");
  const [download] = await Promise.all([
    page.waitForEvent("download"),
    page.getByRole("link", { name: "Excel 表" }).click(),
  ]);
  assert.match(download.suggestedFilename(), /云泽.*分工方案.*\.xlsx$/);
  return new Sheet(await readFile(await download.path()));
}

async function previewed(page, buffer) {
  await house.visit(page, "/import");
  await page.getByLabel("选择文件").setInputFiles({ name: "填好的方案.xlsx", mimeType: TYPE, buffer });
  await go(page, page.getByRole("button", { name: "预览" }));
}

/** The rows of the preview: number, outcome, words, what changes. */
async function rows(page) {
  await page.getByRole("heading", { name: "预览" }).waitFor();
  const found = await page.locator("#main table tbody tr").all();
  return Promise.all(found.map(async (row) => {
    const cells = (await row.locator("td").allInnerTexts()).map(squeezed);
    return { number: Number(cells[0]), outcome: cells[1], what: cells[2], why: cells[3] };
  }));
}

house.walk("a changed lead in the sheet is previewed row by row and written when it is applied", {}, async (page) => {
  const chosen = await house.server.commitment("更新老旧电梯150部");
  const second = await house.server.commitment("新开通国际班列线路2条");
  const sheet = await exported(page);
  const [row, next] = [chosen, second].map(({ id }) => sheet.find("编号", id));
  sheet.set(row, "牵头单位", "市住房和城乡建设局");
  sheet.set(row, "配合单位", "市市场监督管理局、市财政局");
  sheet.set(next, "完成时限", "9月底");

  // Nobody's file is looked at before they are known, so nobody chooses one before.
  await house.visit(page, "/import");
  assert.equal(await page.getByLabel("选择文件").count(), 0);
  await go(page, page.locator("#main").getByRole("link", { name: "登录" }));
  await signIn(page, house);
  assert.equal(new URL(page.url()).pathname, "/import");
  const entries = await house.server.entries();
  await previewed(page, sheet.bytes());
  const shown = (await rows(page)).sort((a, b) => a.number - b.number);
  assert.deepEqual(shown.map(({ number, outcome }) => [number, outcome]),
    [[row, "将写入"], [next, "将写入"]].sort((a, b) => a[0] - b[0]));
  const [first, other] = [row, next].map((number) => shown.find((one) => one.number === number));
  assert.equal(first.what, chosen.text);
  assert.match(first.why, /牵头单位：（无） → 市住房和城乡建设局/);
  assert.match(first.why, /配合单位：（无） → 市市场监督管理局、市财政局/);
  assert.match(other.why, /→ 2026-09-30/);
  assert.equal(await house.server.entries(), entries, "a preview writes nothing");

  await go(page, page.getByRole("button", { name: "确认写入" }));
  assert.match(await page.getByRole("status").innerText(), /已写入账本 \d+ 条/);
  assert.ok(await house.server.entries() > entries);

  await house.visit(page, `/commitments/${chosen.id}`);
  const said = await newest(page);
  assert.ok(said.includes(ACTOR) && said.includes(`分工方案表格第 ${row} 行`), said);
  const now = await house.server.commitment(chosen.text);
  assert.equal(now.lead, "市住房和城乡建设局");
  assert.deepEqual(now.supporting, ["市市场监督管理局", "市财政局"]);
  assert.equal((await house.server.commitment(second.text)).due, "2026-09-30");
});

house.walk("rows that are wrong are reported with number and reason, and the right ones are still taken", { signed: true }, async (page) => {
  const sheet = await exported(page);
  const row = async (words) => sheet.find("编号", (await house.server.commitment(words)).id);
  const late = await row("筹集人才公寓2000套");
  const two = await row("定向培养技能人才3000人");
  const stranger = await row("整治背街小巷80条");
  const right = await row("开工建设市图书馆新馆");
  sheet.set(late, "完成时限", "等条件成熟");
  sheet.set(two, "牵头单位", "市教育局、市财政局");
  sheet.set(stranger, "编号", "c0000000");
  sheet.set(stranger, "牵头单位", "市城市管理局");
  sheet.set(right, "牵头单位", "市文化广电和旅游局");

  await previewed(page, sheet.bytes());
  const shown = new Map((await rows(page)).map((one) => [one.number, one]));
  assert.deepEqual([...shown.keys()].sort((a, b) => a - b), [late, two, stranger, right].sort((a, b) => a - b));
  for (const [number, reason] of [
    [late, "完成时限“等条件成熟”看不懂"],
    [two, "牵头单位只能有一个"],
    [stranger, "台账中没有编号 c0000000"],
  ]) {
    assert.equal(shown.get(number).outcome, "看不懂");
    assert.ok(shown.get(number).why.includes(reason), shown.get(number).why);
  }
  assert.equal(shown.get(right).outcome, "将写入");

  await go(page, page.getByRole("button", { name: "确认写入" }));
  await page.getByRole("status").waitFor();
  assert.equal((await house.server.commitment("开工建设市图书馆新馆")).lead, "市文化广电和旅游局");
  for (const words of ["筹集人才公寓2000套", "定向培养技能人才3000人", "整治背街小巷80条"]) {
    const { version, lead, due } = await house.server.commitment(words);
    assert.deepEqual([version, lead, due], [1, null, null], words);
  }
});

house.walk("a sheet that is older than the account does not undo what was changed since", { signed: true }, async (page) => {
  const chosen = await house.server.commitment("新增再生水日生产能力2万吨");
  const sheet = await exported(page);
  const row = sheet.find("编号", chosen.id);
  await house.visit(page, `/commitments/${chosen.id}`);
  await assign(page, "市水利局");

  sheet.set(row, "牵头单位", "市生态环境局");
  await previewed(page, sheet.bytes());
  const [conflict, ...others] = await rows(page);
  assert.deepEqual(others, []);
  assert.deepEqual([conflict.number, conflict.outcome], [row, "有冲突"]);
  assert.ok(conflict.why.includes("表格是第 1 版，系统已是第 2 版") && conflict.why.includes(ACTOR), conflict.why);
  assert.equal(await page.getByRole("button", { name: "确认写入" }).count(), 0);
  assert.equal((await house.server.commitment(chosen.text)).lead, "市水利局");
});

house.walk("a file that is no sheet is refused with a sentence in both languages", { signed: true }, async (page) => {
  await previewed(page, Buffer.from("这不是表格"));
  const alert = page.getByRole("alert");
  await alert.waitFor();
  assert.equal(await alert.locator("p").count(), 2);
  assert.match(await alert.innerText(), /请/);
});
