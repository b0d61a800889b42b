// The text form of SQL arrays, as PostgreSQL reads and writes it: {1,NULL,"a b",{2}}.
import type { WireValue } from "./base.js";
import { refusedFor } from "./refuse.js";

const ESCAPED = /["\\]/;

/** One element: quoted wherever it might be taken for something else. */
function elementText(wire: WireValue): string {
  if (wire === null) return "NULL";
  if (typeof wire === "number" || typeof wire === "bigint") return String(wire);
  if (typeof wire !== "string") return `"\\\\x${Array.from(wire, (byte) => byte.toString(16).padStart(2, "0")).join("")}"`;
  return ESCAPED.test(wire) ? `"${wire.replace(/["\\]/g, "\\$&")}"` : `"${wire}"`;
}

/**
 * A list as array text; lists inside it become further dimensions.
 *
 * @param write makes a wire value of an element, null included
 * @param dimensions how deep at the most: a list further in is an element
 * @throws ValueRefusedError for a list with a hole or undefined in it
 * @since 0.1.0
 */
export function arrayText(
  values: readonly unknown[],
  write: (element: unknown) => WireValue,
  dimensions: number = Number.POSITIVE_INFINITY,
): string {
  const parts = Array.from(values, (element, index) => {
    if (element === undefined) throw refusedFor("array", `undefined at index ${index}`, "give null, or leave the element out");
    return dimensions > 1 && Array.isArray(element) ? arrayText(element, write, dimensions - 1) : elementText(write(element));
  });
  return `{${parts.join(",")}}`;
}

/** Values that are ready for the wire as array text of one dimension. */
export function wireArrayText(values: readonly WireValue[]): string {
  return `{${values.map(elementText).join(",")}}`;
}

const TOKEN = /\s*(?:([{},])|"((?:[^"\\]|\\[\s\S])*)"|([^{},"\s](?:[^{},"]*[^{},"\s])?))\s*/y;

/**
 * Array text as a list. A prefix with bounds, `[2:3]={…}`, is skipped.
 *
 * @param read makes a value of an element's text
 * @throws ValueRefusedError for text of another form
 * @since 0.1.0
 */
export function parseArrayText(text: string, read: (element: string) => unknown): unknown[] {
  const token = new RegExp(TOKEN);
  token.lastIndex = /^\s*(?:\[[^=]*=)?/.exec(text)?.[0].length ?? 0;
  const open: unknown[][] = [];
  let result: unknown[] | undefined;
  let known = true;
  while (known && token.lastIndex < text.length) {
    const [, mark, quoted, bare] = token.exec(text) ?? [];
    const inner = open.at(-1);
    if (mark === "{" && result === undefined) {
      open.push([]);
    } else if (inner === undefined) {
      known = false;
    } else if (mark === "}") {
      open.pop();
      const outer = open.at(-1);
      if (outer) outer.push(inner);
      else result = inner;
    } else if (quoted !== undefined) {
      inner.push(read(quoted.replace(/\\([\s\S])/g, "$1")));
    } else if (bare !== undefined) {
      inner.push(/^null$/i.test(bare) ? null : read(bare));
    } else {
      known = mark === ",";
    }
  }
  if (!known || result === undefined) throw refusedFor("array", "text of another form", "the column holds something that is no array");
  return result;
}
