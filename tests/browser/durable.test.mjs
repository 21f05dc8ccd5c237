// What was answered is there after a restart, and after the server was killed.
import test from "node:test";
import assert from "node:assert/strict";
import { ACTOR, House, SUPERVISOR, assign, newest } from "./lib/house.mjs";
import { SAMPLE } from "./lib/server.mjs";

const house = await House.open();
const WRITERS = ["市第三中学高铁新区校区", "新增护理型养老床位1200张", "望澜大桥6月底前建成投用"];
const ROUNDS = 6;
const KILLED_AFTER_MS = 700;

/** Sends a change as the form does. */
const send = (server, id, seen, leader) =>
  server.post(`/commitments/${id}`, { do: "assign", seen, lead: "市教育局", supporting: "", leader, why: "" }, SUPERVISOR);

house.walk("a change is found again after the server was stopped and started", { signed: true }, async (page) => {
  const { id } = await house.server.commitment("完成农村危房改造320户");
  await house.visit(page, `/commitments/${id}`);
  await assign(page, "市住房和城乡建设局");
  const before = [await house.server.commitments(), await house.server.json("/healthz")];

  await house.server.stop();
  await house.start(SAMPLE);
  assert.match(house.server.said.join("\n"), /没有变化/);
  assert.deepEqual([await house.server.commitments(), await house.server.json("/healthz")], before);
  await house.visit(page, `/commitments/${id}`);
  const said = await newest(page);
  assert.ok(said.includes(ACTOR) && said.includes("→ 市住房和城乡建设局"), said);
});

house.walk("a change that the browser was redirected for outlives kill -9", { signed: true }, async (page) => {
  const { id } = await house.server.commitment("改造农村户厕1.5万户");
  await house.visit(page, `/commitments/${id}`);
  // The answer to the form is the last thing that the server does.
  const killed = new Promise((done, failed) => {
    page.on("response", (response) => {
      if (response.request().method() !== "POST") return;
      house.server.kill().then(() => done(response.status()), failed);
    });
  });
  await page.locator("form#assign").getByLabel("牵头单位").fill("市农业农村局");
  await page.locator("form#assign").getByRole("button", { name: "指定单位" }).click();
  assert.equal(await killed, 303);
  await house.start();
  // The first page is still busy with the server that is gone.
  const later = await page.context().newPage();
  await house.visit(later, `/commitments/${id}`);
  assert.ok((await newest(later)).includes("→ 市农业农村局"));
});

test(`every answered change is there after kill -9 at a random moment, ${ROUNDS} times`, async (t) => {
  let answeredInAll = 0;
  for (let round = 1; round <= ROUNDS; round += 1) {
    const { server } = house;
    const after = Math.round(Math.random() * KILLED_AFTER_MS);
    const written = await Promise.all(WRITERS.map((words) => server.commitment(words)));
    const log = written.map(({ id, version }) => ({ id, seen: version, answered: [], asked: null }));
    let over = false;
    const writing = log.map(async (one, writer) => {
      for (let turn = 1; !over; turn += 1) {
        one.asked = `第${round}轮${writer + 1}号领导${turn}`;
        const status = await send(server, one.id, one.seen, one.asked).catch(() => null);
        if (status === null) return;
        assert.equal(status, 303, "a change of the newest version is taken");
        one.answered.push(one.asked);
        one.asked = null;
        one.seen += 1;
      }
    });
    await new Promise((soon) => setTimeout(soon, after));
    await server.kill();
    over = true;
    await Promise.all(writing);

    await house.start();
    for (const { id, answered, asked } of log) {
      const { commitment, history } = await house.server.json(`/api/commitments/${id}`);
      const told = JSON.stringify(history);
      for (const leader of answered) {
        const there = told.includes(`→ ${leader}"`) || told.includes(`→ ${leader}；`);
        assert.ok(there, `killed after ${after} ms: ${leader} was answered and is gone`);
      }
      // One that was sent and not answered may have been written; nothing else may.
      const possible = [answered.at(-1), asked].filter(Boolean);
      if (answered.length > 0) assert.ok(possible.includes(commitment.leader), `${commitment.leader} is none of ${possible}`);
    }
    const answered = log.reduce((sum, one) => sum + one.answered.length, 0);
    answeredInAll += answered;
    t.diagnostic(`killed after ${after} ms, ${answered} changes answered`);
  }
  assert.ok(answeredInAll > 0, "no change was answered before the server was killed, so nothing was tried");
  await house.server.checkTree();
});
