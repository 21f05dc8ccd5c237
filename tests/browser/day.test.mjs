// A clerk's, an inspector's, a citizen's and a supervisor's day: what they do with records by
// the pages alone becomes facts, and the facts colour the report.
import assert from "node:assert/strict";
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { DESKTOP, House, PHONE, SUPERVISOR, folder, go, sideways, squeezed, until } from "./lib/house.mjs";
import { act, clocks, fill, offered, opened, photo, stage, unfolded } from "./lib/record.mjs";
import { SAMPLE } from "./lib/server.mjs";

// Lights look at today, so the sample is read as this year's report.
const DAY = 24 * 60 * 60 * 1000;
const NOW = new Date(Date.now() + 8 * 60 * 60 * 1000);
const YEAR = NOW.getUTCFullYear();
const day = (before) => new Date(NOW.getTime() - before * DAY).toISOString().slice(0, 10);
const LAST_MONTH = new Date(Date.UTC(YEAR, NOW.getUTCMonth(), 0)).toISOString().slice(0, 7);
// How much of 650亿 is at the pace of today, in 亿: above it is green, a little below yellow.
const PASSED = (Date.UTC(YEAR, NOW.getUTCMonth(), NOW.getUTCDate()) - Date.UTC(YEAR - 1, 11, 31)) / (Date.UTC(YEAR, 11, 31) - Date.UTC(YEAR - 1, 11, 31));
const paced = (points) => `${Math.round(650 * (PASSED + points / 100))}亿`;

const work = await folder();
const report = join(work, `云泽市${YEAR}年政府工作报告.txt`);
await writeFile(report, (await readFile(SAMPLE, "utf8")).replaceAll("2026", String(YEAR)));
const house = await House.open({ report });

const CLERK = "li-jing";
const INSPECTOR = "zhao-qiang";
const LIST_CLERK = "chen-xia";
const LIST_INSPECTOR = "zhou-min";
const CITIZEN = null;

const ROAD = "云泽至西塬高速公路";
const WATER = "泽南区桥下沟";
const REPORTER = "路人甲";
const PHONE_NUMBER = "13800001234";
let road = "";
let water = "";

/** What is said to whoever was refused. */
const refusal = async (page) => squeezed((await page.getByRole("alert").allInnerTexts()).join(" "));

/** Reads an address as somebody, or as nobody, and gives the words of the answer. */
async function read(path, user) {
  const headers = user ? { cookie: await house.server.session(user) } : {};
  return (await fetch(house.server.origin + path, { headers })).text();
}

house.walk("a clerk proposes a project from the work list, and what was wrong is said and kept", { signed: CLERK }, async (page) => {
  await house.visit(page, "/work");
  await page.getByText("没有在计时的事项").waitFor();
  const fields = {
    "项目名称": ROAD, "项目代码": "2601-990101-04-01-123456", "级别": "市级", "领域": "基础设施",
    "责任单位": "云泽市住房和城乡建设局", "建设地点": "泽南区", "联系人及电话": "王五 13900005678", "总投资": "800亿",
    "计划开工": day(90), "计划竣工": day(120),
  };
  let address = await opened(page, "申报入库", fields);
  assert.match(await refusal(page), /计划竣工必须晚于计划开工/);
  assert.equal(await page.getByLabel("项目名称").inputValue(), ROAD, "what was typed is still there");
  const form = page.locator("form.act");
  await fill(form, { "计划竣工": `${YEAR + 2}-12-31` });
  await go(page, form.getByRole("button", { name: "申报入库", exact: true }));
  address = new URL(page.url()).pathname;
  assert.equal(address, `/systems/key-projects/records/${YEAR}-00001`);
  road = address;
  assert.equal(await stage(page), "储备");
  assert.match((await clocks(page)).join(), /入库审核/);
  assert.deepEqual(await offered(page), [], "whoever proposed does not admit");

  await house.visit(page, "/systems/key-projects");
  assert.match(squeezed(await page.getByRole("row").filter({ hasText: ROAD }).innerText()), /储备/);
});

house.walk("the inspector finds it by its time limit and admits it", { signed: INSPECTOR }, async (page) => {
  await house.visit(page, "/work");
  const line = page.getByRole("row").filter({ hasText: "入库审核" });
  await go(page, line.getByRole("link", { name: ROAD }));
  assert.deepEqual((await offered(page)).sort(), ["不予入库", "审核入库"].sort());
  await act(page, "审核入库");
  assert.equal(await stage(page), "前期");
  assert.match((await clocks(page)).join(), /入库审核.*办结于/);
});

house.walk("the clerk cannot apply for the start before there is a permit", { ...PHONE, signed: CLERK }, async (page) => {
  await house.visit(page, road);
  await act(page, "申请认定开工", { "开工日期": day(60) });
  assert.match(await refusal(page), /还没有登记施工许可证或开工批复/);
  await house.visit(page, road);
  await act(page, "登记手续", { "事项": "施工许可或开工批复", "文号": "泽建许18号", "日期": day(70) });
  await act(page, "申请认定开工", { "开工日期": day(60) });
  assert.equal(await stage(page), "开工核查");
  assert.equal(await sideways(page), 0);
});

house.walk("the start is confirmed by a permit and an independent sign, and by one of them alone it is not", { signed: INSPECTOR }, async (page) => {
  await house.visit(page, road);
  await act(page, "认定开工", { "开工日期": day(60), "施工许可证号": "泽建许18号" });
  assert.match(await refusal(page), /独立旁证/);
  assert.equal(await stage(page), "开工核查");
  let form = await unfolded(page, "认定开工");
  assert.equal(await form.getByLabel("施工许可证号").inputValue(), "泽建许18号");
  await fill(form, { "带时间和位置的现场照片": photo("旧照片.png", day(80)) });
  await go(page, form.getByRole("button", { name: "认定开工", exact: true }));
  assert.match(await refusal(page), /照片拍摄于开工日期之前/);
  form = await unfolded(page, "认定开工");
  await fill(form, { "带时间和位置的现场照片": photo("现场.png", day(50)) });
  await go(page, form.getByRole("button", { name: "认定开工", exact: true }));
  assert.equal(await stage(page), "在建");
  assert.match(squeezed(await page.locator("section.stated").innerText()), /项目开工 1个/);
  assert.match(squeezed(await page.locator("section.flags").innerText()), /旁证只有照片/);
});

house.walk("a month is reported once, and its correction keeps both numbers", { signed: CLERK }, async (page) => {
  await house.visit(page, road);
  await act(page, "月度报告", { "月份": LAST_MONTH, "当月完成投资": paced(4), "形象进度": "60" });
  await act(page, "月度报告", { "月份": LAST_MONTH, "当月完成投资": "1亿", "形象进度": "61" });
  assert.match(await refusal(page), /这个月已经报告过/);
  await house.visit(page, road);
  assert.ok(squeezed(await page.locator("dl.facts").first().innerText()).includes("累计完成投资"));
});

house.walk("a citizen reports foul water without signing in, and gets a number", PHONE, async (page) => {
  await house.visit(page, "/systems");
  await go(page, page.locator("#main").getByRole("link", { name: "动态清零台账" }).first());
  water = await opened(page, "群众反映", {
    "清单": "黑臭水体", "名称": WATER, "情况": "水面发黑，有臭味。", "所在地区": "泽南区", "发现日期": day(1),
    "反映人": REPORTER, "反映人电话": PHONE_NUMBER,
  });
  assert.equal(water, `/systems/dynamic-lists/records/${YEAR}-00001`);
  assert.equal(await stage(page), "已发现");
  assert.deepEqual(await offered(page), []);
  assert.equal(await sideways(page), 0);
});

house.walk("who reported it is shown to those who act on it and to nobody else", {}, async () => {
  const id = water.split("/").at(-1);
  const entries = await house.server.entries();
  const paths = [water, "/systems/dynamic-lists", `/api/systems/dynamic-lists/records/${id}`, "/api/systems/dynamic-lists/records",
    "/systems/dynamic-lists/export/records.csv", ...Array.from({ length: entries }, (_, at) => [`/log/${at}`, `/log/${at}.json`]).slice(-40).flat()];
  for (const user of [CITIZEN, CLERK, INSPECTOR, LIST_CLERK, "gao-ming", "song-ping", "he-yu", "xu-an"]) {
    for (const path of paths) {
      const words = await read(path, user);
      assert.ok(!words.includes(REPORTER) && !words.includes(PHONE_NUMBER), `${user} reads it at ${path}`);
    }
  }
  for (const user of [LIST_INSPECTOR, SUPERVISOR]) assert.ok((await read(water, user)).includes(PHONE_NUMBER), `${user} acts on it`);
});

house.walk("the list inspector confirms, the supervisor orders, the unit fixes; who fixed does not check", { signed: LIST_INSPECTOR }, async (page) => {
  await house.visit(page, "/work");
  await go(page, page.getByRole("row").filter({ hasText: WATER }).getByRole("link").first());
  await act(page, "确认", { "等级": "一般", "判定依据": "透明度小于25厘米" });
  assert.equal(await stage(page), "已确认");
  await house.enter(page.context(), SUPERVISOR);
  await house.visit(page, water);
  await act(page, "交办", { "责任单位": "云泽市城市管理综合行政执法局", "整改要求": "截污并清淤" });
  assert.equal(await stage(page), "整改中");
  await house.enter(page.context(), LIST_CLERK);
  await house.visit(page, water);
  await act(page, "报告整改完成", { "整改完成日期": day(0) });
  assert.match(await refusal(page), /整改报告或整改后照片/);
  const form = await unfolded(page, "报告整改完成");
  await fill(form, { "整改后照片": photo("整改后.png", day(0)) });
  await go(page, form.getByRole("button", { name: "报告整改完成", exact: true }));
  assert.equal(await stage(page), "待复查");
  assert.deepEqual(await offered(page), []);
  await house.enter(page.context(), LIST_INSPECTOR);
  await house.visit(page, water);
  await act(page, "复查合格", { "复查日期": day(0), "监测或检测报告编号": "监-0414" });
  assert.equal(await stage(page), "公示中");
  await act(page, "销号");
  assert.match(await refusal(page), /公示/);
  assert.equal(await stage(page), "公示中");
});
