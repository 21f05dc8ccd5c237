// How a citizen checks the ledger: reads what to do, takes a proof home, and has it checked there.
import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { mkdtemp, readFile, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { House, PHONE, assign, go, sideways } from "./lib/house.mjs";

const house = await House.open();
const run = promisify(execFile);
const PROGRAM = process.env.YOUWEI ?? fileURLToPath(new URL("../../target/release/youwei", import.meta.url));

/** Clicks a link that gives a file, and keeps it. */
async function taken(page, link, folder) {
  const [download] = await Promise.all([page.waitForEvent("download"), link.click()]);
  const file = join(folder, download.suggestedFilename());
  await download.saveAs(file);
  return file;
}

/** Runs a line of the page as it stands there, in a folder; what it said and its code. */
async function typed(line, folder) {
  const env = { ...process.env, PYTHONDONTWRITEBYTECODE: "1", YOUWEI: PROGRAM };
  // The program is not installed where tests run.
  const command = line.replace(/^youwei /, '"$YOUWEI" ');
  return run("sh", ["-c", command], { cwd: folder, env }).then(
    ({ stdout, stderr }) => ({ code: 0, said: stdout + stderr }),
    ({ code, stdout, stderr }) => ({ code, said: stdout + stderr }),
  );
}

for (const javaScriptEnabled of [true, false]) {
  house.walk(`what the page says to type does what it says, ${javaScriptEnabled ? "with" : "without"} script`, { javaScriptEnabled, acceptDownloads: true, signed: true }, async (page) => {
    const folder = await mkdtemp(join(tmpdir(), "youwei-citizen-"));
    const { id } = await house.server.commitment("培育市级以上绿色工厂15家");
    await house.visit(page, `/commitments/${id}`);
    await assign(page, javaScriptEnabled ? "市工信局" : "市工业和信息化局");
    const proof = await taken(page, page.locator(".history li").first().getByRole("link", { name: "证明此条" }), folder);
    assert.match(proof, /youwei-local-\d+\.tlog-proof$/);

    await house.visit(page, "/log");
    await taken(page, page.getByRole("link", { name: "check_log.py" }), folder);
    const lines = await page.locator("pre.command").allInnerTexts();
    assert.equal(lines.length, 4);
    for (const line of lines) {
      const { code, said } = await typed(line, folder);
      assert.equal(code, 0, `${line}\n${said}`);
    }
    // The slip that was kept shows nothing but additions after the next change.
    await house.visit(page, `/commitments/${id}`);
    await assign(page, "市财政局");
    const again = await typed(lines.at(-1), folder);
    assert.match(again.said, /只增未改/);

    // A proof in which a letter was changed is none.
    const text = await readFile(proof, "utf8");
    await writeFile(proof, text.replace(/^extra ...../m, "extra AAAAA"));
    for (const line of lines.slice(0, 2)) assert.equal((await typed(line, folder)).code, 1, line);
  });
}

house.walk("an entry shows its path to the root, and the way there and back", PHONE, async (page) => {
  const { id } = await house.server.commitment("新增学位1.5万个");
  await house.visit(page, `/commitments/${id}`);
  await go(page, page.locator(".history .entry a").first());
  const picture = page.getByRole("img", { name: /到根哈希的路/ });
  const box = await picture.boundingBox();
  assert.ok(box.width > 200 && box.width <= 390, `the picture is ${box.width} wide`);
  assert.ok(await picture.locator("circle.beside").count() >= 8, "some 300 entries make nine steps or so");
  assert.match(await picture.textContent(), /根哈希/);
  // Nothing written in it is cut off or lies on something else.
  const overlaps = await picture.evaluate((svg) => {
    const frame = svg.getBoundingClientRect();
    const boxes = [...svg.querySelectorAll("text")].map((one) => one.getBoundingClientRect());
    const out = boxes.filter((one) => one.left < frame.left - 1 || one.right > frame.right + 1 || one.top < frame.top - 1 || one.bottom > frame.bottom + 1);
    const meet = (a, b) => a.left < b.right && b.left < a.right && a.top < b.bottom - 2 && b.top < a.bottom - 2;
    return out.length + boxes.filter((a, at) => boxes.slice(at + 1).some((b) => meet(a, b))).length;
  });
  assert.equal(overlaps, 0);
  assert.equal(await sideways(page), 0);
  await go(page, page.getByRole("link", { name: "怎样核对" }));
  assert.equal(new URL(page.url()).pathname, "/log");
  assert.ok(await page.getByRole("heading", { name: "怎样核对，不必相信我们" }).isVisible());
});
