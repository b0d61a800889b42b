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
export function timestampText(value: unknown): string {
  const iso = checkedTimestamp(value).toISOString();
  return `${iso.slice(0, 10)} ${iso.slice(11, 23)}000`;
}

/** A checked point in time as text, with all that it has left out: `2031-04-05 00:00:00.000000`. */
export function longTimestamp(text: string): string {
  const [date = "", time = "00:00:00"] = text.split(" ");
  return `${date} ${longTime(time)}`;
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

/**
 * A point in time as text, checked: `YYYY-MM-DD` alone, or with a blank, the time of day and its digits below the second.
 *
 * @param timezone whether the value may have an offset from UTC; it is told in UTC then
 * @throws ValueRefusedError for another form, for more digits than microseconds, and for what no calendar or clock shows
 * @since 0.1.0
 */
export function checkedTimestampText(value: unknown, timezone: boolean): string {
  const parts = typeof value === "string" ? TIMESTAMP.exec(value) : null;
  const [, date = "", clock, seconds = "00", fraction = "", offset] = parts ?? [];
  if (!isCalendarDate(date) || !isClock(clock, seconds) || fraction.length > 6) {
    throw refused("timestamp", value, 'give a point in time as "YYYY-MM-DDTHH:MM:SS", with up to six digits of a fraction');
  }
  if (offset !== undefined && !timezone)
    throw refused("timestamp", value, "give it without an offset from UTC, or declare the column as timestamp({ timezone: true })");
  if (clock === undefined) return date;
  return shifted(`${date} ${clock}:${seconds}`, offset) + fractionText(fraction);
}

/**
 * The same from a database's text: ISO 8601, to the microsecond. What a database tells with an offset is told in UTC.
 *
 * @throws ValueRefusedError for text that is no date and time
 * @since 0.1.0
 */
export function readTimestampText(wire: unknown): string {
  const text = wire instanceof Date && !Number.isNaN(wire.getTime()) ? wire.toISOString() : wire;
  const parts = typeof text === "string" ? TIMESTAMP.exec(text) : null;
  const [, date = "", clock = "00:00", seconds = "00", fraction = "", offset] = parts ?? [];
  if (!isCalendarDate(date) || !isClock(clock, seconds))
    throw refused("timestamp", wire, "the column holds something that is no date and time");
  return shifted(`${date} ${clock}:${seconds}`, offset).replace(" ", "T") + fractionText(fraction.slice(0, 6));
}

const isClock = (clock = "00:00", seconds: string): boolean => /^([01]\d|2[0-3]):[0-5]\d:[0-5]\d$/.test(`${clock}:${seconds}`);

function fractionText(digits: string): string {
  const significant = digits.replace(/0+$/, "");
  return significant === "" ? "" : `.${significant}`;
}

/** A point in time, whose offset from UTC is taken off; of whole seconds, as every offset is. */
function shifted(text: string, offset = "Z"): string {
  const instant = new Date(Date.parse(`${text.replace(" ", "T")}Z`) - offsetMilliseconds(offset.toUpperCase()));
  return checkedTimestamp(instant).toISOString().slice(0, 19).replace("T", " ");
}

function offsetMilliseconds(offset: string): number {
  const [, sign, hours = "0", minutes = "0", seconds = "0"] = /^([+-])(\d\d):?(\d\d)?:?(\d\d)?$/.exec(offset) ?? [];
  const size = (Number(hours) * 60 + Number(minutes)) * 60 + Number(seconds);
  return (sign === "-" ? -size : size) * 1000;
}
