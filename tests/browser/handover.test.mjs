// A signed project of the rehearsed year becomes a key project: the form there knows what is
// known here, a person sends it, and the two are linked.
import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { after } from "node:test";
import { promisify } from "node:util";
import { House, PHONE, folder, go, sideways, squeezed } from "./lib/house.mjs";
import { launch } from "./lib/browser.mjs";
import { act, fill, stage } from "./lib/record.mjs";
import { Server } from "./lib/server.mjs";

const PROGRAM = process.env.YOUWEI ?? new URL("../../target/release/youwei", import.meta.url).pathname;
const data = await folder();
// What is registered by the middle of April waits to be filed.
await promisify(execFile)(PROGRAM, ["rehearse", "--year", "2026", "--through", "2026-04-15", "--data", data, "--json"], { maxBuffer: 1 << 24 });
const house = new House(data, await Server.start({ data, today: "2026-04-16" }));
after(() => house.close());
house.browser = await launch();

/** Tang Li brings in investors of the district, and looks after its key projects. */
const CLERK = "tang-li";
const INSPECTOR = "zhao-qiang";
const CODE = "2604-990101-04-01-990001";
let investment = "";
let work = "";

/** Whoever is signed in acts in another of their posts from now on. */
async function post(page, name) {
  await house.visit(page, "/me");
  const line = page.locator("main li").filter({ hasText: name });
  const change = line.getByRole("button", { name: "换到这个岗位" });
  if (await change.count()) await go(page, change);
}

/** What the page of a record says of a field. */
async function said(page, label) {
  const name = page.locator("dt", { hasText: new RegExp(`^${label}`) }).first();
  return squeezed(await name.locator("xpath=following-sibling::dd[1]").innerText());
}

const offers = (page) => page.locator(".handovers").getByRole("link", { name: "转入重点项目台账" });

house.walk("an investment project leads to the form of a key project once it is filed", { signed: CLERK }, async (page) => {
  await post(page, "招商经办人");
  await house.visit(page, "/systems/investment?stage=registered");
  const row = page.getByRole("row").filter({ hasText: "泽南区人民政府" }).first();
  await go(page, row.getByRole("link").first());
  investment = new URL(page.url()).pathname;
  assert.equal(await offers(page).count(), 0, "it is not filed yet");
  await act(page, "登记立项备案", { "项目代码": CODE });
  assert.equal(await stage(page), "已备案");
  assert.equal(await offers(page).count(), 0, "who brings investors in enters no key projects");

  await post(page, "项目经办人");
  await house.visit(page, investment);
  const [title, company] = [squeezed(await page.locator("h1").innerText()), await said(page, "项目公司统一社会信用代码")];
  await go(page, offers(page));
  const form = page.locator("form.act");
  const filled = (label) => form.getByLabel(new RegExp(`^\\s*${label}\\s*(必填|\\s)*$`)).inputValue();
  assert.ok(title.includes(await filled("项目名称")), title);
  assert.equal(await filled("项目代码"), CODE);
  assert.equal(await filled("建设单位（统一社会信用代码）"), company);
  assert.match(await filled("总投资"), /^\d{8,}$/);
  assert.equal(await filled("级别"), "", "what is not known is left to be chosen");
  await fill(form, { "级别": "县级", "领域": "制造业" });
  await go(page, form.getByRole("button", { name: "申报入库", exact: true }));
  work = new URL(page.url()).pathname;
  assert.match(work, /^\/systems\/key-projects\/records\/2026-\d+$/);
  assert.equal(await stage(page), "储备");
});

house.walk("it is admitted there as any other", { signed: INSPECTOR }, async (page) => {
  await house.visit(page, work);
  await act(page, "审核入库");
  assert.equal(await stage(page), "前期");
});

house.walk("linked back, it is not offered again, and each page leads to the other", { ...PHONE, signed: CLERK }, async (page) => {
  await post(page, "招商经办人");
  await house.visit(page, investment);
  await act(page, "关联重点项目", { "重点项目": work.split("/").pop() });
  assert.equal(await page.getByRole("alert").count(), 0);
  assert.equal(await page.locator("#main").locator(`a[href="${work}"]`).count() > 0, true);
  await post(page, "项目经办人");
  await house.visit(page, investment);
  assert.equal(await offers(page).count(), 0);
  assert.equal(await sideways(page), 0);
});
