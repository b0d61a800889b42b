// Durations as ISO 8601 text, the form in which `interval` values live in JavaScript.
import { refused } from "./refuse.js";

/** Months are of no fixed length and stay apart; the rest is one exact number of microseconds. */
export interface Duration {
  readonly months: number;
  readonly microseconds: bigint;
}

const SECOND = 1_000_000n;
const MINUTE = 60n * SECOND;
const HOUR = 60n * MINUTE;
const DAY = 24n * HOUR;

const PART = "([+-]?\\d{1,9}(?:\\.\\d+)?)";
const SHAPE = new RegExp(
  `^([+-])?P(?=.)(?:${PART}Y)?(?:${PART}M)?(?:${PART}W)?(?:${PART}D)?(?:T(?=.)(?:${PART}H)?(?:${PART}M)?(?:${PART}S)?)?$`,
);

/** A whole number of months or years; a fraction of one has no length. */
function wholeNumber(part: string | undefined): number {
  const value = Number(part ?? 0);
  return Number.isInteger(value) ? value : Number.NaN;
}

/** A part in microseconds; null for one that is finer. */
function microsecondsOf(part: string | undefined, unit: bigint): bigint | null {
  if (part === undefined) return 0n;
  const [, sign = "", whole = "0", fraction = ""] = /^([+-]?)(\d+)(?:\.(\d+))?$/.exec(part) ?? [];
  const scaled = BigInt(whole + fraction) * unit;
  const divisor = 10n ** BigInt(fraction.length);
  if (scaled % divisor !== 0n) return null;
  return sign === "-" ? -scaled / divisor : scaled / divisor;
}

/**
 * Reads an ISO 8601 duration, with a sign before the whole or before single parts.
 *
 * @throws ValueRefusedError for other text, for fractions of a year or month, and for anything finer than a microsecond
 * @example `parseDuration("P1DT2H")` is 26 hours
 * @since 0.1.0
 */
export function parseDuration(value: unknown): Duration {
  const parts = typeof value === "string" ? SHAPE.exec(value) : null;
  if (parts === null) throw refused("interval", value, 'give an ISO 8601 duration, such as "P1DT2H30M" or "PT0.5S"');
  const [, sign, years, months, weeks, days, hours, minutes, seconds] = parts;
  const allMonths = wholeNumber(years) * 12 + wholeNumber(months);
  if (Number.isNaN(allMonths)) throw refused("interval", value, "give whole years and months");
  let microseconds = 0n;
  for (const [part, unit] of [
    [weeks, 7n * DAY],
    [days, DAY],
    [hours, HOUR],
    [minutes, MINUTE],
    [seconds, SECOND],
  ] as const) {
    const size = microsecondsOf(part, unit);
    if (size === null) throw refused("interval", value, "give at most six digits of a second's fraction");
    microseconds += size;
  }
  return sign === "-" ? { months: allMonths === 0 ? 0 : -allMonths, microseconds: -microseconds } : { months: allMonths, microseconds };
}

/** The parts of a duration, each with its sign, from the largest to the smallest. */
function partsOf({ months, microseconds }: Duration): { readonly day: [string, string][]; readonly clock: [string, string][] } {
  const sign = microseconds < 0n ? "-" : "";
  const size = microseconds < 0n ? -microseconds : microseconds;
  const signed = (value: bigint | string): string => (value === 0n ? "" : `${sign}${value}`);
  const fraction = String(size % SECOND)
    .padStart(6, "0")
    .replace(/0+$/, "");
  const second = (size % MINUTE) / SECOND;
  const monthSign = months < 0 ? "-" : "";
  const year = Math.trunc(Math.abs(months) / 12);
  return {
    day: [
      [year === 0 ? "" : `${monthSign}${year}`, "Y"],
      [months % 12 === 0 ? "" : `${months % 12}`, "M"],
      [signed(size / DAY), "D"],
    ],
    clock: [
      [signed((size % DAY) / HOUR), "H"],
      [signed((size % HOUR) / MINUTE), "M"],
      [signed(fraction === "" ? second : `${second}.${fraction}`), "S"],
    ],
  };
}

const joined = (parts: readonly [string, string][]): string =>
  parts
    .filter(([value]) => value !== "")
    .map((part) => part.join(""))
    .join("");

/**
 * A duration with a sign before each part, as PostgreSQL writes and reads it: `P-1DT-2H`.
 *
 * @since 0.1.0
 */
export function signedDurationText(duration: Duration): string {
  const { day, clock } = partsOf(duration);
  const time = joined(clock);
  const text = `P${joined(day)}${time === "" ? "" : `T${time}`}`;
  return text === "P" ? "PT0S" : text;
}

/**
 * A duration in its one canonical form: weeks as days, 24 hours as a day, 60 minutes as an hour, one sign before the
 * whole where all parts are negative.
 *
 * @example `durationText(parseDuration("PT26H"))` is `P1DT2H`
 * @since 0.1.0
 */
export function durationText(duration: Duration): string {
  const { months, microseconds } = duration;
  const negative = months <= 0 && microseconds <= 0n && (months < 0 || microseconds < 0n);
  return negative ? `-${signedDurationText({ months: -months, microseconds: -microseconds })}` : signedDurationText(duration);
}

/** Microseconds as seconds with at least one digit after the point: `86405.0`. */
export function secondsText(microseconds: bigint): string {
  const size = microseconds < 0n ? -microseconds : microseconds;
  const fraction = String(size % 1_000_000n)
    .padStart(6, "0")
    .replace(/(?<=\d)0+$/, "");
  return `${microseconds < 0n ? "-" : ""}${size / 1_000_000n}.${fraction}`;
}

/**
 * A duration as the point in time that lies so far after 1970 began: what databases without an interval type store.
 *
 * @throws ValueRefusedError for a duration with months or years, whose length is not fixed, and outside the years 1 to 9999
 * @example `epochText(parseDuration("PT3H"))` is `1970-01-01 03:00:00.000000`
 * @since 0.1.0
 */
export function epochText(duration: Duration): string {
  const text = durationText(duration);
  if (duration.months !== 0)
    throw refused("interval", text, "this database stores an exact length of time: give days, hours, minutes and seconds");
  const micros = ((duration.microseconds % SECOND) + SECOND) % SECOND;
  const milliseconds = (duration.microseconds - micros) / 1000n;
  const date = new Date(Number(milliseconds));
  const year = date.getUTCFullYear();
  if (!(year >= 1 && year <= 9999)) throw refused("interval", text, "counted from 1970 it must stay within the years 1 to 9999");
  const iso = date.toISOString();
  return `${iso.slice(0, 10)} ${iso.slice(11, 19)}.${String(micros).padStart(6, "0")}`;
}

/** Reads what `epochText` wrote. Throws ValueRefusedError for other text. */
export function parseEpochText(wire: unknown): Duration {
  const parts = typeof wire === "string" ? /^(\d{4}-\d\d-\d\d)[ T](\d\d:\d\d:\d\d)(?:\.(\d{1,6}))?$/.exec(wire) : null;
  const instant = parts === null ? Number.NaN : Date.parse(`${parts[1]}T${parts[2]}Z`);
  if (Number.isNaN(instant)) throw refused("interval", wire, "the column holds something that is no point in time counted from 1970");
  return { months: 0, microseconds: BigInt(instant) * 1000n + BigInt((parts?.[3] ?? "").padEnd(6, "0")) };
}
