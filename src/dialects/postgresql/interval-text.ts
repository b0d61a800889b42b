import { type Duration, parseDuration } from "../../sqltypes/index.js";

/** A number with its unit, `+3 days`; years and months, `1-2`; a time, `-04:05:06.7`; or a bare number, which counts days. */
const PART = /([+-]?)(?:(\d+)-(\d+)|(\d+):(\d+):([\d.]+)|([\d.]+)(?: (y|mon|d|h|min|s)[a-z]*)?)/g;

const LETTERS: Readonly<Record<string, { readonly part: string; readonly isTime: boolean }>> = {
  y: { part: "Y", isTime: false },
  mon: { part: "M", isTime: false },
  d: { part: "D", isTime: false },
  h: { part: "H", isTime: true },
  min: { part: "M", isTime: true },
  s: { part: "S", isTime: true },
};

/** What a session that writes `postgres`, `postgres_verbose` or `sql_standard` says, as ISO 8601. */
function isoText(text: string): string {
  let date = "";
  let time = "";
  // in sql_standard a sign before the days holds for the time behind them
  let carried = "";
  for (const [, own = "", years, months, hours, minutes, seconds, count = "", unit] of text.matchAll(PART)) {
    const sign = own === "" ? carried : own;
    if (years !== undefined) date += `${sign}${years}Y${sign}${months}M`;
    else if (hours !== undefined) time += `${sign}${hours}H${sign}${minutes}M${sign}${seconds}S`;
    else {
      if (unit === undefined) carried = own;
      const letter = LETTERS[unit ?? "d"];
      if (letter?.isTime) time += `${sign}${count}${letter.part}`;
      else date += `${sign}${count}${letter?.part}`;
    }
  }
  return `${text.endsWith(" ago") ? "-" : ""}P${date}${time === "" ? "" : `T${time}`}`;
}

/**
 * Reads an interval, whatever the session's `intervalstyle`: behind a proxy it is not ours to set.
 *
 * @throws ValueRefusedError for other text, such as `infinity`
 */
export function parseInterval(wire: unknown): Duration {
  const isOther = typeof wire === "string" && /\d/.test(wire) && !wire.includes("P");
  return parseDuration(isOther ? isoText(wire) : wire);
}
