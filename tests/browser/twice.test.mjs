// The same report again, and a corrected text of it.
import assert from "node:assert/strict";
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { House, assign, folder, go, newest, signHere, squeezed } from "./lib/house.mjs";
import { SAMPLE, Server } from "./lib/server.mjs";

const house = await House.open();

async function handIn(page, file) {
  await house.visit(page, "/reports/new");
  await page.getByLabel("选择文件").setInputFiles(file);
  await go(page, page.getByRole("button", { name: "预览" }));
  await page.getByRole("heading", { name: "预览" }).waitFor();
}

house.walk("the same report a second time changes nothing", { signed: true }, async (page) => {
  const before = await house.server.json("/healthz");
  await handIn(page, SAMPLE);
  assert.match(await page.locator("#main").innerText(), /已经收入，没有任何变化/);
  assert.equal(await page.locator("form[action='/reports/new/apply']").count(), 0);
  await house.visit(page, "/reports/new");
  await page.locator("summary", { hasText: "或粘贴全文" }).click();
  await page.locator("textarea[name=text]").fill(await readFile(SAMPLE, "utf8"));
  await go(page, page.getByRole("button", { name: "预览" }));
  await page.getByText("已经收入，没有任何变化").waitFor();
  assert.deepEqual(await house.server.json("/healthz"), before);
});

house.walk("a corrected text shows what changed, and owners go with the reworded words", {}, async (page) => {
  const changes = [
    ["组织送戏下乡500场", "组织送戏下乡600场"],
    ["新增护理型养老床位1200张、普惠托位2000个", "新增护理型养老床位1500张、普惠托位2000个"],
  ];
  const text = await readFile(SAMPLE, "utf8");
  const corrected = changes.reduce((now, [old, fresh]) => {
    assert.equal(now.split(old).length, 2, `“${old}” stands in the sample once`);
    return now.replace(old, fresh);
  }, text);
  const path = join(await folder(), "云泽市2026年政府工作报告（修订稿）.txt");
  await writeFile(path, corrected);

  const chosen = await house.server.commitment("组织送戏下乡");
  await house.visit(page, `/commitments/${chosen.id}`);
  await signHere(page, house);
  await go(page, page.getByRole("button", { name: "确认是承诺" }));
  await assign(page, "市文化广电和旅游局");

  const all = (await house.server.commitments()).length;
  const entries = await house.server.entries();
  await handIn(page, path);
  const main = squeezed(await page.locator("#main").innerText());
  assert.match(main, /修订稿/);
  const counts = squeezed(await page.locator(".tally").last().innerText());
  assert.equal(counts, `${all - 2} 不变 2 改写 0 新增 0 减少`);
  assert.deepEqual(await page.locator(".diff del").allInnerTexts(), changes.map(([old]) => old));
  assert.deepEqual(await page.locator(".diff ins").allInnerTexts(), changes.map(([, fresh]) => fresh));
  assert.equal(await house.server.entries(), entries, "a preview writes nothing");

  await go(page, page.locator("form[action='/reports/new/apply']").getByRole("button"));
  await page.locator("article").getByText("组织送戏下乡600场").waitFor();
  const now = await house.server.commitment("组织送戏下乡600场");
  assert.deepEqual([now.id, now.lead, now.status], [chosen.id, "市文化广电和旅游局", "read"], "it keeps its owner and is to be confirmed again");
  assert.equal((await house.server.commitments()).length, all);
  await house.visit(page, `/commitments/${chosen.id}`);
  assert.ok((await newest(page)).includes("500场"), await newest(page));

  // The old text, handed in once more by mistake, is told what it would change back.
  await handIn(page, SAMPLE);
  assert.match(squeezed(await page.locator(".tally").last().innerText()), / 2 改写 /);
});

house.walk("a server that is started with a report that it has says so and changes nothing", {}, async () => {
  const data = await folder();
  const first = await Server.start({ data, report: SAMPLE });
  const before = await first.json("/healthz");
  await first.stop();
  const second = await Server.start({ data, report: SAMPLE });
  assert.match(second.said.join("\n"), /没有变化[^]*nothing changed/);
  assert.deepEqual(await second.json("/healthz"), before);
  await second.stop();
});
