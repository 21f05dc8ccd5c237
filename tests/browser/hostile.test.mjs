// A report, a name and a unit that try to run a script.
import test from "node:test";
import assert from "node:assert/strict";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { House, assign, bare, folder, go } from "./lib/house.mjs";

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
// A name has no brackets.
const NAME = `马"林'><img src=x onerror=top.x=5>`;
// In the field of supporting units white space and slashes part units; the lead is one.
const LEAD = `"'><img src=x onerror=alert(9)>局`;

const work = await folder();
const report = join(work, "报告.txt");
await writeFile(report, TEXT);
const house = await House.open({ report });

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

house.walk("a name and a unit with script in them are text in the list of users, the history, the table and the ledger", { signed: "he-yu" }, async (page) => {
  await house.visit(page, "/people");
  await page.getByLabel("账号").fill("ma-lin");
  await page.getByLabel("姓名").fill(NAME);
  await go(page, page.getByRole("button", { name: "新增用户" }));
  assert.ok((await page.getByRole("row").filter({ hasText: "ma-lin" }).innerText()).includes(NAME));
  for (const path of ["/people", "/people/ma-lin", "/log"]) {
    await house.visit(page, path);
    assert.deepEqual(await foreign(page), [], path);
  }
  const { id, text } = (await house.server.commitments()).at(-1);
  const [name, value] = (await house.cookie()).split(/=(.*)/s);
  await page.context().addCookies([{ name, value, domain: "127.0.0.1", path: "/" }]);
  await house.visit(page, `/commitments/${id}`);
  await page.locator("form#assign").getByLabel("理由").fill(SCRIPT);
  await assign(page, LEAD);
  const said = await page.locator(".history li").first().innerText();
  assert.ok(said.includes(LEAD) && said.includes(SCRIPT), said);
  const last = await house.server.entries() - 1;
  for (const path of [`/commitments/${id}`, "/commitments", "/", "/overview", "/log", `/log/${last}`, "/import"]) {
    await house.visit(page, path);
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

test("a change that comes from a page of another site is refused", async () => {
  const { server } = house;
  const [{ id, version }] = await server.commitments();
  const before = await server.entries();
  const body = new URLSearchParams({ do: "assign", seen: version, lead: "市水利局", "sign-user": "wang-fang", "sign-password": "x" });
  for (const headers of [{ origin: "https://evil.example" }, { "sec-fetch-site": "cross-site" }, { origin: "null" }]) {
    const answer = await fetch(`${server.origin}/commitments/${id}`, { method: "POST", body, headers, redirect: "manual" });
    assert.equal(answer.status, 403);
  }
  assert.equal(await server.entries(), before);
});

/** Elements that only the report's hostile words could have made. */
async function foreign(page) {
  return page.evaluate(() => {
    const own = [...document.querySelectorAll("script")].filter((one) => !one.src.startsWith(location.origin + "/assets/"));
    const strange = document.querySelectorAll("img, iframe, object, embed, base, [onerror], [onload], [onmouseover], [href^='javascript:'], style");
    return [...own, ...strange].map((one) => one.outerHTML.slice(0, 200));
  });
}
