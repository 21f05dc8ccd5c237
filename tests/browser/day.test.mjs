// A clerk's, an inspector's, a citizen's and a supervisor's day: what they do with records by
// the pages alone becomes facts, and the facts colour the report.
import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { readFile, readdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import test from "node:test";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
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

const INVESTMENT = "年度完成投资650亿元以上";
const CLEAN_WATER = "城市建成区黑臭水体动态清零";
const BRIDGE = "望澜大桥6月底前建成投用";
const STATION = "加快云泽东站站房改造";
const CHECK_LOG = fileURLToPath(new URL("../../verify/check_log.py", import.meta.url));

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

house.walk("a month is reported once", { signed: CLERK }, async (page) => {
  await house.visit(page, road);
  await act(page, "月度报告", { "月份": LAST_MONTH, "当月完成投资": paced(4), "形象进度": "60" });
  await act(page, "月度报告", { "月份": LAST_MONTH, "当月完成投资": "1亿", "形象进度": "61" });
  assert.match(await refusal(page), /这个月已经报告过/);
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

/** The light of the commitment with these words: as its card and the interface tell it. */
async function light(page, words) {
  const { id, light: key } = await house.server.commitment(words);
  await house.visit(page, "/");
  return [key, squeezed(await page.locator(`#k-${id} .tags b`).first().innerText())];
}

/** Confirms the measure that the program proposes for what a commitment's section asks. */
async function confirm(page, words, section, measure) {
  const { id } = await house.server.commitment(words);
  await house.visit(page, `/commitments/${id}`);
  const proposal = page.locator(`#${section} ul.proposals li`).filter({ hasText: measure });
  await go(page, proposal.getByRole("button", { name: "确认" }));
}

/** Follows a figure from its commitment to its facts, an entry and that entry's proof, which
 * is checked by the script for auditors; gives the words of the line of the fact. */
async function evidence(page, words, section, fact) {
  const { id } = await house.server.commitment(words);
  await house.visit(page, `/commitments/${id}`);
  await page.locator(`#${section}`).getByRole("link", { name: /条依据/ }).click();
  await page.waitForURL("**/measures/**");
  const row = page.locator("table.facts-of tbody tr").filter({ hasText: fact });
  const said = squeezed(await row.innerText());
  const number = squeezed(await row.locator("td.log a").first().innerText()).slice(1);
  await go(page, row.locator("td.log a").first());
  assert.equal(new URL(page.url()).pathname, `/log/${number}`);
  assert.match(await page.locator("h1").innerText(), new RegExp(`第 ${number} 条`));
  const proof = join(work, `${number}.tlog-proof`);
  await writeFile(proof, await (await fetch(`${house.server.origin}/log/${number}/proof`)).text());
  const key = (await (await fetch(`${house.server.origin}/log/key`)).text()).trim();
  await promisify(execFile)("python3", ["-B", CHECK_LOG, "--key", key, "--proof", proof]);
  return said;
}

house.walk("the supervisor confirms what the program proposes, and figures colour the report", { signed: SUPERVISOR }, async (page) => {
  assert.deepEqual(await light(page, INVESTMENT), ["grey", "无事实依据"]);
  await confirm(page, INVESTMENT, "n1", "重点项目完成投资");
  assert.equal((await light(page, INVESTMENT))[0], "green");
  assert.match(await evidence(page, INVESTMENT, "n1", ROAD), new RegExp(LAST_MONTH));
  await confirm(page, CLEAN_WATER, "done", "未销号黑臭水体数");
  // What was found today must be gone, and still has its time.
  assert.equal((await light(page, CLEAN_WATER))[0], "yellow");
  assert.match(await evidence(page, CLEAN_WATER, "done", WATER), /黑臭水体/);
});

house.walk("a correction moves the light at once, and both numbers stay", { signed: CLERK }, async (page) => {
  await house.visit(page, road);
  await act(page, "更正月报", { "月份": LAST_MONTH, "更正后的完成投资": paced(-4), "更正理由": "一笔款项退回" });
  assert.equal((await light(page, INVESTMENT))[0], "yellow");
  const { id } = await house.server.commitment(INVESTMENT);
  await house.visit(page, `/commitments/${id}/figures/1`);
  const row = page.locator("table.facts-of tbody tr").filter({ hasText: ROAD });
  const amount = (words) => String(Number(words.replace("亿", "")) * 100_000_000);
  assert.equal(await row.locator("td.value b").innerText(), `${paced(-4)}元`);
  assert.equal(await row.locator("td.value del").innerText(), `${paced(4)}元`);
  // The entry that said the old number is one click away, too.
  await go(page, row.locator("td.value del a"));
  assert.ok((await page.locator("#main").innerText()).includes(amount(paced(4))));
});

house.walk("what is under way is green, what is overdue is red, what nothing speaks of is grey", { signed: CLERK }, async (page) => {
  await house.visit(page, "/work");
  const station = await opened(page, "申报入库", {
    "项目名称": "云泽东站站房改造", "项目代码": "2601-990101-04-01-223344", "级别": "市级", "责任单位": "云泽市住房和城乡建设局",
    "建设地点": "泽南区", "总投资": "9亿",
  });
  await house.enter(page.context(), INSPECTOR);
  await house.visit(page, station);
  await act(page, "审核入库");
  await house.enter(page.context(), SUPERVISOR);
  const { id } = await house.server.commitment(STATION);
  await house.visit(page, `/commitments/${id}`);
  const asked = page.locator("#done");
  await asked.locator("summary", { hasText: "另选口径" }).click();
  const form = asked.locator("form").filter({ has: page.locator("select[name=measure]") });
  await form.locator("select[name=measure]").selectOption("projects-finished");
  await form.locator("input[name=record]").fill(station.replace("/systems/", "").replace("/records/", "/"));
  await go(page, form.getByRole("button", { name: "对应", exact: true }));
  assert.equal((await light(page, STATION))[0], "green");
  await house.visit(page, station);
  assert.match(squeezed(await page.locator("section.stated").innerText()), /项目入库 1个/);

  // A day that only the program read accuses nobody; once it is confirmed, it is overdue.
  const bridge = await house.server.commitment(BRIDGE);
  if (bridge.due < day(0)) {
    assert.equal((await light(page, BRIDGE))[0], "grey");
    await house.visit(page, `/commitments/${bridge.id}`);
    await go(page, page.getByRole("button", { name: "确认是承诺" }));
    assert.equal((await light(page, BRIDGE))[0], "red");
  }
  await confirm(page, "岭原数控机床、市中心医院泽南院区等48个项目竣工", "n1", "竣工重点项目数");
  assert.equal((await light(page, "岭原数控机床、市中心医院泽南院区等48个项目竣工"))[0], "grey");
  const lights = new Set((await house.server.commitments()).map((one) => one.light));
  for (const one of ["green", "yellow", "red", "grey"]) assert.ok(lights.has(one), `the report has no ${one} light`);
  for (const one of ["green", "yellow", "red", "grey"]) assert.ok(await page.locator(`.card svg.mark.${one}`).count() > 0, `no card is ${one}`);
});

house.walk("a deputy and an auditor see all this and can change nothing", {}, async (page) => {
  const { id, version } = await house.server.commitment(INVESTMENT);
  for (const user of ["gao-ming", "song-ping"]) {
    await house.enter(page.context(), user);
    for (const [path, words] of [[road, ROAD], [water, WATER], [`/commitments/${id}`, INVESTMENT]]) {
      assert.equal(await house.visit(page, path), 200);
      assert.ok((await page.locator("#main").innerText()).includes(words), `${user} sees ${path}`);
      const forms = await page.locator("#main form[method=post]").evaluateAll((all) => all.map((one) => one.outerHTML.slice(0, 160)));
      // Anybody may object while a notice runs, and nothing else.
      assert.deepEqual(forms.filter((one) => !one.includes("clearance")), [], `${user} is offered a change at ${path}`);
    }
    const before = await house.server.entries();
    for (const [path, fields] of [
      [road, { do: "withdraw", "f.reason": "x" }], [road, { do: "revoke-start", "f.reason": "x" }], [water, { do: "close" }],
      [`/commitments/${id}`, { do: "assign", seen: version, lead: "市水利局" }],
      [`/commitments/${id}`, { do: "unbind", seen: version, to: "0", measure: "investment-made", why: "x" }],
    ]) assert.equal(await house.server.post(path, fields, user), 403, `${user}: ${fields.do}`);
    assert.equal(await house.server.entries(), before);
  }
});

test("what is not declared for a role is refused, whatever is sent, and writes nothing", async () => {
  const { paths } = await house.server.json("/api/openapi.json");
  const by = await declared();
  const users = (await readFile(join(house.data, "passwords.txt"), "utf8")).split("\n").map((line) => line.split("\t")[0]).filter(Boolean);
  const may = await posts();
  const records = { "key-projects": road, "dynamic-lists": water };
  for (const user of users) await house.server.session(user);
  const before = await house.server.entries();
  let refused = 0;
  for (const path of Object.keys(paths)) {
    const [, system, taken, action] = path.match(/^\/api\/systems\/([^/]+)\/(records\/\{record\}\/)?actions\/(.+)$/) ?? [];
    // What is done to a record needs one; other systems have none yet.
    if (!action || (taken && !records[system])) continue;
    const roles = by.get(`${system}.${action}`);
    assert.ok(roles, `${system}.${action} is in no declaration`);
    for (const user of [CITIZEN, ...users]) {
      if (roles.includes("public") || roles.some((role) => (may.get(user) ?? []).includes(role))) continue;
      const to = taken ? records[system] : `/systems/${system}/new/${action}`;
      const status = await house.server.post(to, { do: action, "f.reason": "x" }, user);
      assert.equal(status, 403, `${user} sends ${system}.${action}`);
      refused += 1;
    }
  }
  assert.ok(refused > 300, `only ${refused} were tried`);
  assert.equal(await house.server.entries(), before);
  await house.server.checkTree();
});

/** The roles of each action, as the declarations say in plain text. */
async function declared() {
  const found = new Map();
  const folder = fileURLToPath(new URL("../../systems", import.meta.url));
  for (const system of await readdir(folder)) {
    const text = await readFile(join(folder, system, "system.toml"), "utf8").catch(() => "");
    for (const [, action, rest] of text.matchAll(/^\[actions\.([\w-]+)\]\n((?:(?!^\[).*\n)*)/gm)) {
      found.set(`${system}.${action}`, JSON.parse(rest.match(/^by\s*=\s*(\[.*\])/m)[1]));
    }
    for (const [, notice, rest] of text.matchAll(/^\[notices\.([\w-]+)\]\n((?:(?!^\[).*\n)*)/gm)) {
      found.set(`${system}.${notice}-object`, ["public"]);
      found.set(`${system}.${notice}-answer`, JSON.parse(rest.match(/^answered_by\s*=\s*(\[.*\])/m)[1]));
    }
  }
  return found;
}

/** The roles of each user of the sample city, as its folder says in plain text. */
async function posts() {
  const text = await readFile(fileURLToPath(new URL("../../cities/yunze/users.toml", import.meta.url)), "utf8");
  const users = [...text.matchAll(/^\[([\w-]+)\]\n((?:(?!^\[).*\n)*)/gm)];
  return new Map(users.map(([, user, rest]) => [user, [...rest.matchAll(/role = "([\w-]+)"/g)].map(([, role]) => role)]));
}
