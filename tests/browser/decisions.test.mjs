// A decision model is opened, a case is picked, and the rule behind its result is found.
import assert from "node:assert/strict";
import { House, PHONE, go, sideways, squeezed } from "./lib/house.mjs";

const house = await House.open();
const MODEL = "/decisions/enterprise-policy/research-increment";

async function text(locator) {
  return squeezed(await locator.innerText());
}

for (const [where, options] of [["at a desk", {}], ["on a phone, without script", { ...PHONE, javaScriptEnabled: false }]]) {
  house.walk(`an example leads from its result to the rule that gave it, ${where}`, options, async (page) => {
    await house.visit(page, "/");
    await go(page, page.getByRole("navigation").getByRole("link", { name: "决策规则" }));
    assert.equal(await page.locator("a.model").count(), 8);
    await go(page, page.locator("a.model", { hasText: "研发费用增量奖补" }));
    assert.equal(await text(page.locator("h1")), "研发费用增量奖补");
    assert.equal(await page.locator(".result").count(), 0);

    await go(page, page.locator(".examples").getByRole("link", { name: "兑付单", exact: true }));
    const result = page.locator("#result");
    assert.match(await text(result), /意见\s*拟拨付/);
    assert.match(await text(result), /应付金额\s*200,000/);
    assert.match(await text(result.locator(".expected")), /^✓/);

    // The rule that decided is one link away, is lit, and says so in words.
    const link = result.locator("li", { hasText: "办理意见" }).first().locator("a.to-rule").first();
    const anchor = (await link.getAttribute("href")).slice(1);
    await link.click();
    await page.waitForURL(`**#${anchor}`);
    const rule = page.locator(`[id="${anchor}"]`);
    assert.match(await rule.getAttribute("class"), /fired/);
    assert.match(await rule.innerText(), /适用/);
    const box = await rule.boundingBox();
    assert.ok(box.y >= 0 && box.y < 900, "the rule is in view");
    assert.equal(await sideways(page), 0);
  });
}

house.walk("a case is typed in, lacks something, gets it, and is an address", { ...PHONE, javaScriptEnabled: false }, async (page) => {
  await house.visit(page, "/decisions/social-assistance/deadlines");
  await page.getByText("自己填一个案例").click();
  await page.getByLabel("问什么").selectOption("最迟办结日");
  await page.getByLabel("办理日期").fill("2026-01-20");
  await page.getByLabel("事项").selectOption("低保审核确认");
  await go(page, page.getByRole("button", { name: "看结果" }));
  assert.match(await text(page.locator(".said")), /不能确定，因为缺 ?“延长办理”/);
  await page.getByLabel("延长办理").selectOption({ label: "否" });
  await go(page, page.getByRole("button", { name: "看结果" }));
  assert.equal(await text(page.locator(".said")), "2026-03-09");
  const { pathname, search } = new URL(page.url());
  await house.visit(page, pathname + search);
  assert.equal(await text(page.locator(".said")), "2026-03-09");
  assert.equal(await sideways(page), 0);
});

house.walk("every row of a list is there without script", { ...PHONE, javaScriptEnabled: false }, async (page) => {
  await house.visit(page, "/decisions/social-assistance/tiers");
  await page.getByText("自己填一个案例").click();
  const rows = page.locator("[name^='i.收入清单.'][name$='.月金额']");
  const before = await rows.count();
  await rows.nth(0).fill("1894");
  await go(page, page.locator("button[value='i.收入清单']"));
  assert.ok(await rows.count() > before);
  assert.equal(await rows.nth(0).inputValue(), "1894");
});

house.walk("a diagram leads to its rules by keyboard", {}, async (page) => {
  await house.visit(page, MODEL);
  const node = page.locator(".drd a.decision").first();
  const anchor = await node.getAttribute("href");
  await node.focus();
  await page.keyboard.press("Enter");
  await page.waitForURL(`**${encodeURI(anchor)}`);
});
