// A red light is pressed for: a reminder with its fields filled in, the unit's feedback with
// evidence, the conclusion; an application to close, drawn by the log and recomputed here;
// a request for data with the hours it took; and what the public pages make of all that.
import assert from "node:assert/strict";
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { House, PHONE, SUPERVISOR, folder, go, sideways, squeezed } from "./lib/house.mjs";
import { act, clocks, fill, opened, stage } from "./lib/record.mjs";
import { SAMPLE } from "./lib/server.mjs";

const NOW = new Date(Date.now() + 8 * 60 * 60 * 1000);
const YEAR = NOW.getUTCFullYear();
const day = (after) => new Date(NOW.getTime() + after * 24 * 60 * 60 * 1000).toISOString().slice(0, 10);
const MONTH = day(0).slice(0, 7);

const work = await folder();
const report = join(work, `云泽市${YEAR - 1}年政府工作报告.txt`);
await writeFile(report, (await readFile(SAMPLE, "utf8")).replaceAll("2026", String(YEAR - 1)));
const house = await House.open({ report });

const CLERK = "li-jing";
const BRIDGE = "望澜大桥6月底前建成投用";
const HOUSING = "云泽市住房和城乡建设局";
let bridge = "";
let order = "";
let closing = "";

/** A picture for people to look at, where YOUWEI_SHOTS names a folder. */
async function shot(page, name) {
  const into = process.env.YOUWEI_SHOTS;
  if (!into) return;
  await mkdir(into, { recursive: true });
  await page.screenshot({ path: join(into, `${name}.png`), fullPage: true });
}

house.walk("the bridge is confirmed, given to a unit, and red without a record", { signed: SUPERVISOR }, async (page) => {
  await house.visit(page, "/commitments?q=" + encodeURIComponent("望澜大桥"));
  await go(page, page.locator("table.list").getByRole("link", { name: BRIDGE }).first());
  bridge = new URL(page.url()).pathname;
  const assign = page.locator("form:has(input[type=text][name=lead])").first();
  await assign.locator("input[type=text][name=lead]").fill(HOUSING);
  await go(page, assign.getByRole("button").first());
  const confirm = page.locator("form:has(input[name=do][value=confirm])");
  await go(page, confirm.getByRole("button").first());
  assert.match(squeezed(await page.locator("aside.side").innerText()), /严重滞后/);
  assert.match(squeezed(await page.locator("#pressed").innerText()), /还没有人催办/);
  await shot(page, "red-light");
});

house.walk("from the red light the supervisor opens a reminder with its fields filled in", { signed: SUPERVISOR }, async (page) => {
  await house.visit(page, bridge);
  await go(page, page.locator("#pressed").getByRole("link", { name: "发提醒函" }));
  const form = page.locator("form.act");
  assert.match(squeezed(await form.innerText()), new RegExp(BRIDGE));
  assert.equal(await form.getByLabel("承办单位").inputValue(), HOUSING);
  assert.match(await form.getByLabel("督办要求").inputValue(), /请说明原因/);
  await shot(page, "reminder-form");
  await go(page, form.getByRole("button", { name: "发提醒函", exact: true }));
  order = new URL(page.url()).pathname;
  assert.equal(await stage(page), "提醒函已发");
  assert.match(squeezed(await page.locator("section.holds").innerText()), new RegExp(`督提〔${YEAR}〕1号`));
  assert.match((await clocks(page)).join(), /提醒函反馈/);

  await house.visit(page, bridge);
  assert.match(squeezed(await page.locator("#pressed").innerText()), new RegExp(`督提〔${YEAR}〕1号 提醒函已发.*起，限`));
  await shot(page, "pressed");
  await go(page, page.locator("#pressed").getByRole("link", { name: "发提醒函" }));
  await go(page, page.locator("form.act").getByRole("button", { name: "发提醒函", exact: true }));
  assert.match(squeezed(await page.locator("#main").innerText()), new RegExp(`不得重复督查.*督提〔${YEAR}〕1号`));
});

house.walk("the unit feeds back with evidence, and what is not enough is returned", { ...PHONE, signed: CLERK }, async (page) => {
  await house.visit(page, order);
  await act(page, "反馈办理情况", { "办理情况和下步措施": "已通车，补录竣工台账。" });
  assert.match(squeezed(await page.locator("#main").innerText()), /缺少证据/);
  await act(page, "反馈办理情况", { "办理情况和下步措施": "已通车，补录竣工台账。", "可查的台账编号": "key-projects/2026-00001" });
  assert.equal(await stage(page), "已反馈待认定");
  assert.equal(await sideways(page), 0);
});

house.walk("the office concludes and feeds the conclusion back; the clock for a review runs", { signed: SUPERVISOR }, async (page) => {
  await house.visit(page, order);
  await act(page, "作出督查结论", { "督查结论": "台账已补录，属实。" });
  await act(page, "送达结论");
  assert.equal(await stage(page), "结论已送达");
  assert.match((await clocks(page)).join(), /申请复核/);
  await shot(page, "order");
});

house.walk("an application to close waits for a number that nobody knows yet", { signed: CLERK }, async (page) => {
  await house.visit(page, bridge);
  await go(page, page.locator("#pressed").getByRole("link", { name: "申请销号" }));
  const form = page.locator("form.act");
  await fill(form, { "完成日期": day(-1), "完成情况": "大桥已通车。" });
  await form.getByLabel("佐证材料").setInputFiles({ name: "验收单.txt", mimeType: "text/plain", buffer: Buffer.from("验收合格") });
  await go(page, form.getByRole("button", { name: "申请销号", exact: true }));
  assert.equal(await stage(page), "已申请");
  assert.match(squeezed(await page.locator("section.sample").innerText()), /现在谁也算不出抽没抽中.*登记开奖号码/);
  await shot(page, "sample");
  closing = new URL(page.url()).pathname;
});

house.walk("the office cannot enter a drawing that was known already, nor one to come", { signed: SUPERVISOR }, async (page) => {
  await house.visit(page, closing);
  await act(page, "登记开奖号码", { "开奖日期": day(-1), "期号": "26001", "开奖号码": "38107" });
  assert.match(squeezed(await page.locator("#main").innerText()), /离申请太近/);
  await act(page, "登记开奖号码", { "开奖日期": day(2), "期号": "26003", "开奖号码": "38107" });
  assert.match(squeezed(await page.locator("#main").innerText()), /还没有开奖/);
});

house.walk("what the city holds is not asked for; the rest is, and the hours are counted", { signed: "chen-xia" }, async (page) => {
  await house.visit(page, "/systems/data-requests");
  const fields = {
    "要什么": "重点项目累计完成投资", "种类": "数据", "所属时期": `${YEAR}年5月`, "频次": "一次", "用途": "汇总", "法律或文件依据": "市政府办公室通知",
    "向谁要": HOUSING, "预计花费": "4", "期限": day(20),
  };
  await opened(page, "要数据或材料", fields);
  assert.match(squeezed(await page.locator("#main").innerText()), /已经有了，不必再要/);
  const form = page.locator("form.act");
  await fill(form, { "要什么": "各小区门禁密码锁型号" });
  await go(page, form.getByRole("button", { name: "要数据或材料", exact: true }));
  assert.equal(await stage(page), "待答复");
});

house.walk("the unit answers with a sentence and says how long it took", { signed: CLERK }, async (page) => {
  await house.visit(page, `/systems/data-requests/records/${YEAR}-00001`);
  await act(page, "答复", { "答复": "全市三种型号，见物业备案。", "实际花费": "3.5" });
  assert.equal(await stage(page), "已答复");
});

house.walk("the burden page shows the hours to everybody, and fits a phone", {}, async (page) => {
  await house.visit(page, `/burden?year=${YEAR}`);
  const said = squeezed(await page.locator("#main").innerText());
  assert.match(said, /3\.5 小时，答复要数单/);
  assert.match(said, new RegExp(HOUSING));
  assert.equal(await page.locator(".bars svg").count(), 1);
  await shot(page, "burden");
  await page.setViewportSize({ width: 390, height: 800 });
  assert.equal(await sideways(page), 0);
  await shot(page, "burden-phone");
});

house.walk("the month's bulletin is written from the facts", {}, async (page) => {
  await house.visit(page, "/bulletins");
  await go(page, page.getByRole("link", { name: `${YEAR}年${Number(MONTH.slice(5))}月` }).first());
  const said = squeezed(await page.locator("article").innerText());
  assert.match(said, /督 查 通 报/);
  assert.match(said, /本期发出 1 件（提醒函 1），收到反馈 1 次/);
  assert.match(said, new RegExp(`督提〔${YEAR}〕1号 ${HOUSING}`));
  assert.match(said, /本期申请销号 1 件/);
  assert.match(said, /本期要数要材料和填表共花/);
  await shot(page, "bulletin");
  await house.visit(page, `/bulletins/${MONTH}?lang=en`);
  assert.match(squeezed(await page.locator("article").innerText()), /Issued: 1 \(reminder 1\)/);
  await page.setViewportSize({ width: 390, height: 800 });
  assert.equal(await sideways(page), 0);
  assert.equal((await fetch(`${house.server.origin}/bulletins/2026-13`)).status, 404);
});
