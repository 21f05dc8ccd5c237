// A server with its own data, a browser, and pages that are watched while they are walked.
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import assert from "node:assert/strict";
import { DESKTOP, launch } from "./browser.mjs";
import { SAMPLE, Server } from "./server.mjs";

const WAIT_MS = 15_000;

export { DESKTOP, PHONE } from "./browser.mjs";

/** Who may change the account of a report, and what the history calls her. */
export const SUPERVISOR = "wang-fang";
export const ACTOR = "王芳（云泽市政府督查室）";

/** A fresh folder that is removed when the tests of the file are done. */
export async function folder() {
  const made = await mkdtemp(join(tmpdir(), "youwei-browser-"));
  after(() => rm(made, { recursive: true, force: true }));
  return made;
}

export class House {
  /** Opens a house over a new data folder; everything is put away after the file's tests. */
  static async open({ report = SAMPLE, city } = {}) {
    const data = await folder();
    const house = new House(data, await Server.start({ data, report, city }));
    after(() => house.close());
    house.browser = await launch();
    return house;
  }

  constructor(data, server) {
    this.data = data;
    this.server = server;
    this.origins = new Set([server.origin]);
  }

  /** Starts the program again over the same data, as it was first or with another report. */
  async start(report) {
    this.server = await Server.start({ data: this.data, report });
    this.origins.add(this.server.origin);
  }

  async close() {
    await this.browser?.close();
    await this.server.stop();
  }

  /**
   * A test that walks pages. Besides what its steps say, every answer must carry the
   * policy against foreign scripts, nothing may be asked of another server, no dialog
   * may open, and the console stays free of errors.
   * @param {string} name a sentence
   * @param {object} options of the browser context, and `signed`: the id of the user who is
   *   signed in from the start, or true for the supervisor; `expected`: console errors that
   *   belong to the test
   * @param {(page: import("playwright-core").Page) => Promise<void>} steps
   */
  walk(name, { signed = false, expected = [], ...options }, steps) {
    test(name, async () => {
      const context = await this.browser.newContext({ ...DESKTOP, locale: "zh-CN", ...options });
      context.setDefaultTimeout(WAIT_MS);
      if (signed) await this.enter(context, signed === true ? SUPERVISOR : signed);
      const faults = this.watch(context, expected);
      try {
        await steps(await context.newPage());
      } finally {
        await context.close();
      }
      assert.deepEqual(faults, []);
    });
  }

  /** Signs a context in, with a session that is begun once for each user. */
  async enter(context, user) {
    const [name, ...value] = (await this.server.session(user)).split("=");
    await context.addCookies([{ name, value: value.join("="), domain: "127.0.0.1", path: "/", httpOnly: true, sameSite: "Lax" }]);
  }

  watch(context, expected) {
    const faults = [];
    context.on("request", (request) => {
      const url = new URL(request.url());
      if (!this.origins.has(url.origin) && url.protocol.startsWith("http")) faults.push(`asked elsewhere: ${url}`);
    });
    context.on("response", (response) => {
      const policy = response.headers()["content-security-policy"] ?? "";
      if (!/default-src 'none'/.test(policy) || /unsafe/.test(policy)) faults.push(`no policy: ${response.url()} “${policy}”`);
    });
    context.on("console", (message) => {
      const text = message.text();
      // A refusal is answered with its status, which the browser writes down too.
      const refusal = /^Failed to load resource: .* status of (401|409|422)/.test(text);
      if (message.type() !== "error" || refusal || expected.some((one) => one.test(text))) return;
      faults.push(`console: ${text} (${message.location().url})`);
    });
    context.on("weberror", (error) => faults.push(`script: ${error.error()}`));
    context.on("dialog", (dialog) => {
      faults.push(`dialog: ${dialog.message()}`);
      dialog.dismiss().catch(() => {});
    });
    return faults;
  }

  /** Goes to a path of the server and gives the answer's status. */
  async visit(page, path) {
    const answer = await page.goto(this.server.origin + path);
    return answer.status();
  }
}

/** Waits until a question is answered with yes. */
export async function until(what, question) {
  const end = Date.now() + WAIT_MS;
  for (;;) {
    if (await question()) return;
    if (Date.now() > end) assert.fail(`waited in vain: ${what}`);
    await new Promise((soon) => setTimeout(soon, 50));
  }
}

/** Clicks what leads to another page, or to the same page anew, and waits for that page. */
export async function go(page, link) {
  await Promise.all([page.waitForEvent("load"), link.click()]);
}

/** Signs in where it is asked for before a change, and sends the change along. */
export const sign = (page, house, user) => enter(page, house, "登录并提交", user);

/** Signs in where it is asked for and nothing can be sent along, as on `/sign` itself. */
export const signIn = (page, house, user) => enter(page, house, "登录", user);

/** Signs in by the line that stands on a commitment's page in the place of the forms. */
export async function signHere(page, house, user) {
  const here = page.url();
  assert.equal(await page.locator("#main form[method=post]").count(), 0, "no forms for whoever is not signed in");
  await go(page, page.locator(".sign-to-act").getByRole("link", { name: "登录" }));
  await signIn(page, house, user);
  assert.equal(page.url(), here);
}

async function enter(page, house, button, user = SUPERVISOR) {
  const main = page.locator("#main");
  await main.getByLabel("账号").fill(user);
  await main.getByLabel("口令").fill(await house.server.password(user));
  await go(page, main.getByRole("button", { name: button, exact: true }));
}

/** Gives the commitment whose page is open a lead, and supporting units if they are named. */
export async function assign(page, lead, supporting) {
  const form = page.locator("form#assign");
  await form.getByLabel("牵头单位").fill(lead);
  if (supporting !== undefined) await form.getByLabel("配合单位").fill(supporting);
  await go(page, form.getByRole("button", { name: "指定单位" }));
}

/** The newest line of a commitment's history, with single spaces. */
export async function newest(page) {
  return squeezed(await page.locator(".history li").first().innerText());
}

/** Words with single spaces. */
export const squeezed = (text) => text.replace(/\s+/g, " ").trim();

/** Words without any white space. */
export const bare = (text) => text.replace(/\s+/g, "");

/** How many pixels a page can be moved sideways. */
export async function sideways(page) {
  return page.evaluate(() => {
    const { scrollWidth, clientWidth } = document.documentElement;
    scrollTo(10_000, scrollY);
    const moved = scrollX;
    scrollTo(0, scrollY);
    return Math.max(scrollWidth - clientWidth, moved);
  });
}
