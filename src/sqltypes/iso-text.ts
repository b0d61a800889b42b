// Dates and times as ISO text: checked against the calendar, never against the process's time zone.
import { refused } from "./refuse.js";

const DATE = /^(\d{4})-(\d\d)-(\d\d)$/;
const TIME = /^(\d\d):(\d\d):(\d\d)(?:\.(\d{1,6}))?$/;
const TIMESTAMP = /^(\d{4}-\d\d-\d\d)(?:[ T](\d\d:\d\d)(?::(\d\d)(?:\.(\d+))?)?\s*(Z|[+-]\d\d(?::?\d\d(?::?\d\d)?)?)?)?$/i;

const DAYS = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

/** Years that four digits can hold; `0000` is none in SQL. */
function isCalendarDate(text: string): boolean {
  const parts = DATE.exec(text);
  if (parts === null) return false;
  const [year, month, day] = [Number(parts[1]), Number(parts[2]), Number(parts[3])];
  const leap = month === 2 && year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
  return year >= 1 && day >= 1 && day <= (leap ? 29 : (DAYS[month - 1] ?? 0));
}

/**
 * A date as `YYYY-MM-DD`, checked.
 *
 * @throws ValueRefusedError for another form, and for a day that no calendar has
 * @since 0.1.0
 */
export function checkedDate(value: unknown): string {
  if (typeof value === "string" && isCalendarDate(value)) return value;
  const advice =
    value instanceof Date
      ? 'a Date is a point in time, whose day depends on the time zone: give "YYYY-MM-DD", such as value.toISOString().slice(0, 10) for the day in UTC'
      : 'give a day of the calendar as "YYYY-MM-DD", between 0001-01-01 and 9999-12-31';
  throw refused("date", value, advice);
}

/**
 * A time of day in the shortest of the forms `HH:MM:SS[.ffffff]`, checked.
 *
 * @throws ValueRefusedError for another form, and for a time that no clock shows
 * @since 0.1.0
 */
export function checkedTime(value: unknown): string {
  const parts = typeof value === "string" ? TIME.exec(value) : null;
  if (parts === null || Number(parts[1]) > 23 || Number(parts[2]) > 59 || Number(parts[3]) > 59) {
    throw refused("time", value, 'give a time of day as "HH:MM:SS", with up to six digits of a fraction: "23:59:59.999999"');
  }
  const fraction = (parts[4] ?? "").replace(/0+$/, "");
  return `${parts[1]}:${parts[2]}:${parts[3]}${fraction === "" ? "" : `.${fraction}`}`;
}

/** A time of day with its six digits: `04:05:06.000700`. */
export function longTime(time: string): string {
  const [clock = "", fraction = ""] = time.split(".");
  return `${clock}.${fraction.padEnd(6, "0")}`;
}

/**
 * A point in time, checked.
 *
 * @throws ValueRefusedError for anything but a valid Date in the years 1 to 9999
 * @since 0.1.0
 */
export function checkedTimestamp(value: unknown): Date {
  if (!(value instanceof Date)) throw refused("timestamp", value, "give a Date");
  const year = value.getUTCFullYear();
  if (Number.isNaN(year)) throw refused("timestamp", value, "give a valid Date, or null");
  if (year < 1 || year > 9999) throw refused("timestamp", value, "give a Date in the years 1 to 9999");
  return value;
}

/** A point in time in UTC as `YYYY-MM-DD HH:MM:SS.ffffff`. */
export function timestampText(value: Date): string {
  const iso = checkedTimestamp(value).toISOString();
  return `${iso.slice(0, 10)} ${iso.slice(11, 23)}000`;
}

/** The same, without a fraction where that is zero. */
export function shortTimestampText(value: Date): string {
  return timestampText(value).replace(/\.000000$/, "");
}

/**
 * A point in time from a database's text: with a blank or a `T`, with or without seconds, fraction and offset. Text
 * without an offset is UTC. Digits below the millisecond, which a Date can't hold, are cut off.
 *
 * @throws ValueRefusedError for text that is none of these
 * @since 0.1.0
 */
export function readTimestamp(wire: unknown): Date {
  if (wire instanceof Date && !Number.isNaN(wire.getTime())) return wire;
  const parts = typeof wire === "string" ? TIMESTAMP.exec(wire) : null;
  const [, date = "", clock = "00:00", seconds = "00", fraction = "", offset = "Z"] = parts ?? [];
  const instant = isCalendarDate(date) ? Date.parse(`${date}T${clock}:${seconds}.${fraction.padEnd(3, "0").slice(0, 3)}Z`) : Number.NaN;
  if (Number.isNaN(instant)) throw refused("timestamp", wire, "the column holds something that is no date and time");
  return new Date(instant - offsetMilliseconds(offset));
}

function offsetMilliseconds(offset: string): number {
  const [, sign, hours = "0", minutes = "0", seconds = "0"] = /^([+-])(\d\d):?(\d\d)?:?(\d\d)?$/.exec(offset) ?? [];
  const size = (Number(hours) * 60 + Number(minutes)) * 60 + Number(seconds);
  return (sign === "-" ? -size : size) * 1000;
}
