// A report, a city's people and units, and what is typed into forms try to run a script.
import test from "node:test";
import assert from "node:assert/strict";
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { House, SUPERVISOR, assign, bare, folder, go, signHere } from "./lib/house.mjs";
import { writeCity } from "./lib/server.mjs";

const SCRIPT = "<script>alert(1)</script>";
const QUOTES = `"'><img src=x onerror=alert(2)><a href="javascript:alert(3)" onmouseover='alert(4)'>`;
const TEXT = `“${SCRIPT}”市政府工作报告
——2026年1月14日在云泽市第九届人民代表大会第五次会议上
${SCRIPT}市长　${QUOTES}

各位代表：

一、2026年重点工作${SCRIPT}

（一）聚力改革${QUOTES}

全年新建${SCRIPT}学校20所，改造${QUOTES}老旧小区126个。6月底前建成“${SCRIPT}”大桥，新增</textarea></title>${SCRIPT}普惠托位2000个。推进${QUOTES}项目建设，完成投资650亿元以上。全年新增停车泊位6000个。
`;
// A name has no round brackets: the ledger writes 姓名（单位）.
const NAME = `王"芳'><script src=//e.example>`;
const TYPED = `马"林'><img src=x onerror=top.x=5>`;
const UNIT = `市<img src=x onerror=alert(6)>局`;
// In the field of supporting units white space and slashes part units; the lead is one.
const LEAD = `"'><img src=x onerror=alert(9)>局`;

const work = await folder();
const report = join(work, "报告.txt");
await writeFile(report, TEXT);
// Whoever runs a city writes its people and units; a slip there must not run either.
const city = join(work, "city");
await writeCity(city);
await reworded(join(city, "users.toml"), '"王芳"', JSON.stringify(NAME));
await reworded(join(city, "units.toml"), '"云泽市政府督查室"', JSON.stringify(UNIT));
// Only units that the city has can lead.
await reworded(join(city, "units.toml"), '"云泽市财政局"', JSON.stringify(LEAD));
const house = await House.open({ report, city });

house.walk("a report with script and quotes in it is shown as text on every page", {}, async (page) => {
  await house.visit(page, "/");
  const article = bare(await page.locator("article").textContent());
  for (const words of [SCRIPT, QUOTES, `“${SCRIPT}”大桥`]) assert.ok(article.includes(bare(words)), words);
  const commitments = await house.server.commitments();
  assert.ok(commitments.some(({ text }) => text.includes("<script>") || text.includes("<img")), "no commitment holds hostile words");

  const paths = ["/", "/commitments", "/overview", "/import", "/reports/new", "/log", "/sign",
    `/?q=${encodeURIComponent(QUOTES)}`, `/commitments?q=${encodeURIComponent(SCRIPT)}&sort=${encodeURIComponent(QUOTES)}`,
    `/sign?back=${encodeURIComponent("javascript:alert(7)")}`];
  for (const { id } of commitments) paths.push(`/commitments/${id}`);
  for (let entry = await house.server.entries() - 1; entry >= 0; entry -= 1) paths.push(`/log/${entry}`);
  for (const path of paths) {
    for (const lang of ["zh", "en"]) {
      assert.equal(await house.visit(page, `${path}${path.includes("?") ? "&" : "?"}lang=${lang}`), 200, path);
      assert.deepEqual(await foreign(page), [], path);
    }
  }
});

house.walk("a name and units with script in them are text in the history, the table, the ledger and the list of users", {}, async (page) => {
  const { id, text } = (await house.server.commitments()).at(-1);
  await house.visit(page, `/commitments/${id}`);
  await signHere(page, house);
  await page.locator("form#assign").getByLabel("理由").fill(SCRIPT);
  await assign(page, LEAD);
  const said = await page.locator(".history li").first().innerText();
  assert.ok(said.includes(NAME) && said.includes(UNIT) && said.includes(SCRIPT), said);
  const last = await house.server.entries() - 1;
  for (const path of [`/commitments/${id}`, "/commitments", "/", "/overview", "/log", `/log/${last}`, "/import", "/me", "/work"]) {
    await house.visit(page, path);
    assert.deepEqual(await foreign(page), [], path);
  }
  // Also one that was typed into the form of a new user.
  await house.enter(page.context(), "he-yu");
  await house.visit(page, "/people");
  await page.getByLabel("账号").fill("ma-lin");
  await page.getByLabel("姓名").fill(TYPED);
  await go(page, page.getByRole("button", { name: "新增用户" }));
  assert.ok((await page.getByRole("row").filter({ hasText: "ma-lin" }).innerText()).includes(TYPED));
  assert.deepEqual(await foreign(page), []);
  await house.enter(page.context(), "song-ping");
  for (const [path, name] of [["/people", NAME], ["/people", TYPED], ["/people/wang-fang", NAME], ["/people/ma-lin", TYPED]]) {
    await house.visit(page, path);
    assert.ok((await page.locator("#main").innerText()).includes(name), path);
    assert.deepEqual(await foreign(page), [], path);
  }
  assert.equal((await house.server.commitment(text)).lead, LEAD);
});

house.walk("the name of a file is text in its preview and afterwards", { signed: true }, async (page) => {
  await house.visit(page, "/reports/new");
  await page.getByLabel("选择文件").setInputFiles({
    name: `"><img src=x onerror=alert(8)>'.txt`, mimeType: "text/plain", buffer: Buffer.from(TEXT.replace("126个", "136个")),
  });
  await go(page, page.getByRole("button", { name: "预览" }));
  await page.getByRole("heading", { name: "预览" }).waitFor();
  assert.deepEqual(await foreign(page), []);
  await go(page, page.locator("form[action='/reports/new/apply']").getByRole("button"));
  assert.ok((await page.locator("article").textContent()).includes("136个"));
  await house.visit(page, "/reports/new");
  assert.ok((await page.locator(".reports").innerText()).includes("onerror=alert(8)"));
  assert.deepEqual(await foreign(page), []);
});

house.walk("a script that got into a page would not run", { expected: [/Content Security Policy/, /status of 404/] }, async (page) => {
  await house.visit(page, "/");
  await page.evaluate(() => {
    const script = document.createElement("script");
    script.textContent = "globalThis.ran = true";
    document.body.append(script);
    const picture = document.createElement("img");
    picture.setAttribute("onerror", "globalThis.ran = true");
    picture.src = "/nothing.png";
    document.body.append(picture);
  });
  await page.waitForTimeout(300);
  assert.equal(await page.evaluate(() => globalThis.ran), undefined);
});

test("a change that comes from a page of another site is refused, also with the cookie of somebody who may", async () => {
  const { server } = house;
  const [{ id, version }] = await server.commitments();
  const cookie = await server.session(SUPERVISOR);
  const before = await server.entries();
  const signs = { "sign-user": SUPERVISOR, "sign-password": await server.password(SUPERVISOR) };
  const change = { do: "assign", seen: version, lead: "市水利局", supporting: "", leader: "", why: "" };
  const opens = { do: "tell", event: crypto.randomUUID(), "f.name": "沟渠", "f.kind": "black-water" };
  for (const headers of [{ origin: "https://evil.example" }, { "sec-fetch-site": "cross-site" }, { origin: "null" }]) {
    for (const [path, fields, own] of [
      [`/commitments/${id}`, change, { cookie }],
      [`/commitments/${id}`, { ...change, ...signs }, {}],
      ["/sign", signs, {}],
      ["/sign/out", {}, { cookie }],
      ["/systems/dynamic-lists/new/tell", opens, {}],
    ]) {
      const answer = await fetch(server.origin + path, { method: "POST", body: new URLSearchParams(fields), headers: { ...headers, ...own }, redirect: "manual" });
      assert.equal(answer.status, 403, path);
      assert.equal(answer.headers.get("set-cookie"), null, path);
    }
  }
  assert.equal(await server.entries(), before);
  assert.equal(await server.post(`/commitments/${id}`, change, SUPERVISOR), 303, "the same change from a page of ours is taken");
});

/** Writes other words into a file, in which the old ones stand. */
async function reworded(file, old, fresh) {
  const text = await readFile(file, "utf8");
  assert.ok(text.includes(old), `${old} stands in ${file}`);
  await writeFile(file, text.replaceAll(old, () => fresh));
}

/** Elements that only the report's hostile words could have made. */
async function foreign(page) {
  return page.evaluate(() => {
    const own = [...document.querySelectorAll("script")].filter((one) => !one.src.startsWith(location.origin + "/assets/"));
    const strange = document.querySelectorAll("img, iframe, object, embed, base, [onerror], [onload], [onmouseover], [href^='javascript:'], style");
    return [...own, ...strange].map((one) => one.outerHTML.slice(0, 200));
  });
}
