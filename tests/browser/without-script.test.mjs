// Everything that is done to a commitment, on a phone, with scripts switched off.
import assert from "node:assert/strict";
import { ACTOR, DESKTOP, House, PHONE, go, newest, sideways, signHere, squeezed } from "./lib/house.mjs";

const house = await House.open();
const PLAIN = { ...PHONE, javaScriptEnabled: false };

/** Opens a folded form; a fold opens without script. */
async function open(page, what) {
  const form = page.locator(`form#${what}`);
  if (!(await form.isVisible())) await page.locator("details", { has: form }).locator("summary").click();
  return form;
}

async function status(page) {
  return squeezed(await page.locator("aside .tags").first().innerText());
}

house.walk("a commitment is opened from the text and confirmed", PLAIN, async (page) => {
  const words = "培育市级以上绿色工厂15家";
  await house.visit(page, "/");
  await go(page, page.locator("article").getByRole("link", { name: words }));
  await signHere(page, house);
  await go(page, page.getByRole("button", { name: "确认是承诺" }));
  assert.match(await newest(page), /确认为承诺/);
  assert.ok((await newest(page)).includes(ACTOR));
  assert.match(await status(page), /已确认/);
  assert.equal((await house.server.commitment(words)).status, "confirmed");
});

house.walk("a commitment is corrected, and a correction without a reason does not go out", { ...PLAIN, signed: true }, async (page) => {
  const words = "实施重点技术改造项目150项";
  const { id, version } = await house.server.commitment(words);
  await house.visit(page, `/commitments/${id}`);
  let form = await open(page, "correct");
  await form.getByLabel("任务分类").or(form.getByLabel("类别")).selectOption({ label: "重点工程" });
  await form.locator("[name=t0-value]").fill("160");
  await form.getByRole("button", { name: "更正" }).click();
  assert.equal((await house.server.commitment(words)).version, version, "the reason is needed");
  await form.getByLabel("理由（必填）").fill("人大审议时改为160项");
  await go(page, form.getByRole("button", { name: "更正" }));
  assert.ok((await newest(page)).includes("人大审议时改为160项"));
  const now = await house.server.commitment(words);
  assert.deepEqual([now.kind, now.targets[0].value], ["works", "160"]);
  assert.match(await page.locator(".history").innerText(), /量化指标 → 重点工程/);

  // What the server refuses is shown again as it was typed, in an open form.
  form = await open(page, "correct");
  await form.locator("[name=t0-value]").fill("许多");
  await form.getByLabel("理由（必填）").fill("试一试");
  await go(page, form.getByRole("button", { name: "更正" }));
  assert.match(await page.getByRole("alert").innerText(), /“许多”不是数/);
  assert.equal(await page.locator("form#correct [name=t0-value]").inputValue(), "许多");
  assert.ok(await page.locator("form#correct").isVisible());
});

house.walk("a commitment is split where it was ticked, and its parts are merged again", { ...PLAIN, signed: true }, async (page) => {
  const whole = await house.server.commitment("新增省级专精特新中小企业40家");
  assert.match(whole.text, /、/);
  await house.visit(page, `/commitments/${whole.id}`);
  const split = await open(page, "split");
  await split.getByLabel("在此断开").first().check();
  await go(page, split.getByRole("button", { name: "拆分" }));
  assert.match(await page.locator(".note").innerText(), /已拆分/);
  const [one, two] = await Promise.all(["新增省级专精特新中小企业40家", "规模以上服务业企业50家"].map((words) => house.server.commitment(words)));
  assert.notEqual(one.id, two.id);
  assert.deepEqual([one.targets.length, two.targets.length], [1, 1], "each target goes with its words");

  await go(page, page.locator(".note").getByRole("link", { name: one.id }));
  const merge = await open(page, "merge");
  await merge.getByLabel(two.text).check();
  await go(page, merge.getByRole("button", { name: "合并" }));
  const merged = await house.server.commitment("规模以上服务业企业50家");
  assert.equal(merged.id, one.id, "the first id stays");
  assert.deepEqual([merged.text, merged.targets.length], [whole.text, 2]);
  await house.visit(page, `/commitments/${two.id}`);
  assert.match(await page.locator(".note").innerText(), /已并入/);
});

house.walk("a commitment is rejected with a reason and restored", { ...PLAIN, signed: true }, async (page) => {
  const words = "签约只是起点";
  const { id } = await house.server.commitment(words);
  await house.visit(page, `/commitments/${id}`);
  const reject = await open(page, "reject");
  await reject.getByRole("button", { name: "不作为承诺" }).click();
  assert.equal((await house.server.commitment(words)).status, "read", "the reason is needed");
  await reject.getByLabel("理由（必填）").fill("只是口号");
  await go(page, reject.getByRole("button", { name: "不作为承诺" }));
  assert.ok((await newest(page)).includes("只是口号"));
  assert.match(await status(page), /不作为承诺/);
  assert.equal(await page.locator("form#assign").count(), 0, "what is no commitment gets no owner");

  const restore = page.locator("form#restore");
  await restore.getByLabel("理由（必填）").fill("督查室认为可以问责");
  await go(page, restore.getByRole("button", { name: "恢复" }));
  assert.ok((await newest(page)).includes("督查室认为可以问责"));
  assert.equal((await house.server.commitment(words)).status, "read");
});

house.walk("several rows are given a lead at once from the table", { ...PLAIN, ...DESKTOP, isMobile: false, hasTouch: false, signed: true }, async (page) => {
  await house.visit(page, "/commitments");
  const words = ["整治入河排污口260个", "完成营造林12万亩"];
  for (const one of words) {
    await page.getByRole("row").filter({ has: page.getByRole("link", { name: one }) }).getByRole("checkbox").check();
  }
  const bar = page.getByRole("region", { name: "对选中的各项" });
  await bar.locator("summary", { hasText: "指定单位" }).click();
  await bar.getByLabel("牵头单位").fill("市生态环境局");
  await go(page, bar.getByRole("button", { name: "指定单位" }));
  assert.equal(await page.getByRole("cell", { name: "市生态环境局", exact: true }).count(), 2);
  for (const one of words) assert.equal((await house.server.commitment(one)).lead, "市生态环境局");
});

for (const javaScriptEnabled of [true, false]) {
  for (const lang of ["zh", "en"]) {
    const name = `no page moves sideways on a phone, ${javaScriptEnabled ? "with" : "without"} script, in ${lang === "zh" ? "Chinese" : "English"}`;
    house.walk(name, { ...PHONE, javaScriptEnabled, signed: lang === "zh" }, async (page) => {
      const { id } = await house.server.commitment("职工医保、居民医保政策范围内");
      const wide = [];
      for (const path of ["/", "/commitments", `/commitments/${id}`, "/overview", "/forecasts", "/contradictions", "/import", "/reports/new", "/log", "/log/0", "/log/100", "/sign"]) {
        await house.visit(page, `${path}?lang=${lang}`);
        await page.evaluate(() => document.querySelectorAll("details").forEach((one) => { one.open = true; }));
        const over = await sideways(page);
        if (over > 0) wide.push(`${path} by ${over} px`);
      }
      assert.deepEqual(wide, []);
    });
  }
}
