// The program under test: started on a free port over a data folder, stopped, killed.
import { execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";

const ROOT = fileURLToPath(new URL("../../../", import.meta.url));

/** The sample report that the project ships. */
export const SAMPLE = `${ROOT}samples/云泽市2026年政府工作报告.txt`;

const PROGRAM = process.env.YOUWEI ?? `${ROOT}target/release/youwei`;
const START_MS = 60_000;
const STOP_MS = 20_000;

const alive = new Set();
/** By data folder, for its servers one after another: the sessions of its users. */
const sessions = new Map();
process.on("exit", () => alive.forEach((child) => child.kill("SIGKILL")));

/** Writes the folder of the sample's city, to be changed by hand. */
export const writeCity = (dir) => promisify(execFile)(PROGRAM, ["init", dir]);

export class Server {
  /**
   * Starts `youwei serve` and waits for the address in its first lines.
   * @param {{data: string, report?: string, city?: string, today?: string}} given the data folder; a report
   *   to take in first; the folder of a city in place of the one in the program; the day of a
   *   rehearsal
   */
  static async start({ data, report, city, today }) {
    const more = [...(city ? ["--city", city] : []), ...(today ? ["--today", today] : []), ...(report ? [report] : [])];
    const child = spawn(PROGRAM, ["serve", "--data", data, "--port", "0", ...more], {
      stdio: ["ignore", "pipe", "pipe"],
    });
    alive.add(child);
    const ended = once(child, "exit").finally(() => alive.delete(child));
    ended.catch(() => {});
    let wrong = "";
    child.stderr.on("data", (bytes) => { wrong += bytes; });
    const said = [];
    const origin = await new Promise((found, failed) => {
      const late = setTimeout(() => failed(new Error(`${PROGRAM} named no address in ${START_MS} ms: ${said.join("\n")}`)), START_MS);
      const over = (why) => { clearTimeout(late); failed(new Error(`${PROGRAM} ${why}: ${said.join("\n")}${wrong}`)); };
      child.once("error", (error) => over(error.message));
      child.once("exit", (code, signal) => over(`ended with ${signal ?? code}`));
      createInterface({ input: child.stdout }).on("line", (line) => {
        said.push(line);
        const [address] = line.match(/http:\/\/[\d.]+:\d+/) ?? [];
        if (address) { clearTimeout(late); found(address); }
      });
    });
    return new Server({ child, ended, origin, said, data });
  }

  constructor(given) {
    Object.assign(this, given);
  }

  /** Asks it to stop, as Ctrl-C does; it must end by itself and without an error. */
  async stop() {
    if (!alive.has(this.child)) return;
    this.child.kill("SIGTERM");
    const late = setTimeout(() => this.child.kill("SIGKILL"), STOP_MS);
    const [code, signal] = await this.ended;
    clearTimeout(late);
    if (code !== 0) throw new Error(`the server was asked to stop and ended with ${signal ?? code}`);
  }

  /** kill -9. */
  async kill() {
    this.child.kill("SIGKILL");
    await this.ended;
  }

  /** The password of one of the city's first users, as the program wrote it down. */
  async password(user) {
    const lines = (await readFile(join(this.data, "passwords.txt"), "utf8")).split("\n");
    const [, password] = lines.map((line) => line.split("\t")).find(([id]) => id === user) ?? [];
    if (!password) throw new Error(`no password of ${user} was written`);
    return password;
  }

  /** The cookie of a user's session, NAME=VALUE. It is begun once; a restart does not end it. */
  async session(user) {
    const kept = sessions.get(this.data) ?? new Map();
    sessions.set(this.data, kept);
    if (!kept.has(user)) kept.set(user, this.signIn(user));
    return kept.get(user);
  }

  async signIn(user) {
    const body = new URLSearchParams({ "sign-user": user, "sign-password": await this.password(user), back: "/" });
    const answer = await fetch(`${this.origin}/sign`, { method: "POST", body, redirect: "manual" });
    const [cookie] = answer.headers.getSetCookie();
    if (answer.status !== 303 || !cookie) throw new Error(`${user} was not signed in: ${answer.status}`);
    return cookie.split(";")[0];
  }

  /**
   * Sends a form as a browser does; the status is that of the answer itself.
   * @param {string | null} user who is signed in, or nobody
   */
  async post(path, fields, user = null) {
    const headers = user ? { cookie: await this.session(user) } : {};
    const answer = await fetch(this.origin + path, { method: "POST", body: new URLSearchParams(fields), headers, redirect: "manual" });
    return answer.status;
  }

  async json(path) {
    const answer = await fetch(this.origin + path);
    if (!answer.ok) throw new Error(`${path}: ${answer.status}`);
    return answer.json();
  }

  /** All commitments, in the order of the text. */
  async commitments() {
    return (await this.json("/api/commitments")).commitments;
  }

  /** The one commitment whose words hold these. */
  async commitment(words) {
    const found = (await this.commitments()).filter((one) => one.text.includes(words));
    if (found.length !== 1) throw new Error(`${found.length} commitments hold “${words}”`);
    return found[0];
  }

  /** How many entries the ledger has. */
  async entries() {
    return (await this.json("/healthz")).entries;
  }

  /**
   * Computes the root of the tree from the bytes of every entry, as anyone may (RFC 6962,
   * 2.1), and throws where an entry does not give its hash or all do not give the root.
   */
  async checkTree() {
    const { entries, root } = await this.json("/healthz");
    const sha256 = (...parts) => parts.reduce((hash, part) => hash.update(part), createHash("sha256")).digest();
    const leaves = [];
    for (let index = 0; index < entries; index += 1) {
      const answer = await fetch(`${this.origin}/log/${index}.json`);
      const leaf = sha256(Buffer.from([0]), Buffer.from(await answer.arrayBuffer()));
      const told = answer.headers.get("youwei-entry-hash");
      if (told !== leaf.toString("hex")) throw new Error(`entry ${index} does not give its hash`);
      leaves.push(leaf);
    }
    const rootOf = (hashes) => {
      if (hashes.length < 2) return hashes[0] ?? sha256();
      const half = 2 ** Math.ceil(Math.log2(hashes.length) - 1);
      return sha256(Buffer.from([1]), rootOf(hashes.slice(0, half)), rootOf(hashes.slice(half)));
    };
    if (rootOf(leaves).toString("hex") !== root) throw new Error("the entries do not give the root hash");
  }
}
