// A sheet as an office changes it: some cells of the first sheet typed over, the rest as it was.
// A spreadsheet library would write the whole file anew; here only the cells meant change.
import assert from "node:assert/strict";
import { strFromU8, strToU8, unzipSync, zipSync } from "fflate";

const SHEET = "xl/worksheets/sheet1.xml";
const NAMES = { amp: "&", lt: "<", gt: ">", quot: '"', apos: "'" };
const plain = (xml) => xml.replace(/&(\w+);/g, (whole, name) => NAMES[name] ?? whole);
const escaped = (text) => text.replace(/&/g, "&amp;").replace(/</g, "&lt;").replace(/>/g, "&gt;");

export class Sheet {
  /** @param {Uint8Array} bytes of an .xlsx file */
  constructor(bytes) {
    this.parts = unzipSync(bytes);
    this.xml = strFromU8(this.parts[SHEET]);
    const strings = strFromU8(this.parts["xl/sharedStrings.xml"]);
    this.strings = [...strings.matchAll(/<si>(.*?)<\/si>/gs)].map(([, inner]) =>
      plain([...inner.matchAll(/<t[^>]*>(.*?)<\/t>/gs)].map(([, text]) => text).join("")));
    this.columns = new Map();
    this.rows = new Map();
    for (const [, column, row, attributes, inner = ""] of this.xml.matchAll(/<c r="([A-Z]+)(\d+)"([^>]*?)(?:\/>|>(.*?)<\/c>)/gs)) {
      const [, value = ""] = inner.match(/<v>(.*?)<\/v>/s) ?? [];
      const text = attributes.includes('t="s"') ? this.strings[Number(value)] : plain(value);
      if (!this.rows.has(Number(row))) this.rows.set(Number(row), new Map());
      this.rows.get(Number(row)).set(column, text);
    }
    for (const cells of this.rows.values()) {
      if (![...cells.values()].includes("编号")) continue;
      cells.forEach((header, column) => this.columns.set(header, column));
      break;
    }
    assert.ok(this.columns.has("牵头单位"), "the sheet has no header of a plan");
  }

  /** What stands in a row under a header. */
  get(row, header) {
    return this.rows.get(row).get(this.columns.get(header)) ?? "";
  }

  /** The number, from 1, of the row in which the words stand under the header. */
  find(header, words) {
    const column = this.columns.get(header);
    const [row] = [...this.rows].find(([, cells]) => cells.get(column) === words) ?? [];
    assert.ok(row, `no row has “${words}” under ${header}`);
    return row;
  }

  /** Types words over what stands in a row under a header. */
  set(row, header, words) {
    const cell = new RegExp(`<c r="${this.columns.get(header)}${row}"([^>]*?)(?:/>|>.*?</c>)`, "s");
    assert.match(this.xml, cell);
    this.xml = this.xml.replace(cell, (whole, attributes) => {
      const style = attributes.match(/ s="\d+"/)?.[0] ?? "";
      return whole.replace(/^(<c r="[A-Z]+\d+").*$/s, (_, head) => `${head}${style} t="inlineStr"><is><t>${escaped(words)}</t></is></c>`);
    });
  }

  /** The file. */
  bytes() {
    return Buffer.from(zipSync({ ...this.parts, [SHEET]: strToU8(this.xml) }));
  }
}
