import { SqlType, type WireValue } from "./base.js";
import {
  checkedDate,
  checkedTime,
  checkedTimestampText,
  longTimestamp,
  readTimestamp,
  readTimestampText,
  timestampText,
} from "./iso-text.js";

/**
 * DATE: a day of the calendar, the string `YYYY-MM-DD`.
 *
 * @example `cast(x, date())` gives `CAST(x AS DATE)`
 * @since 0.1.0
 */
export class DateType extends SqlType<string> {
  readonly kind = "date";

  get structure(): string {
    return "date";
  }

  ddl(): string {
    return "DATE";
  }

  toWire(value: string): WireValue {
    return checkedDate(value);
  }

  fromWire(wire: unknown): string {
    // A driver or database without a type for days gives midnight.
    const day = typeof wire === "string" ? wire.replace(/[ T]00:00(:00(\.0+)?)?(Z|[+-]00(:?00)?)?$/, "") : wire;
    return checkedDate(day);
  }

  override literal(value: string): string {
    return `'${checkedDate(value)}'`;
  }
}

/**
 * TIME: a time of day, the string `HH:MM:SS[.ffffff]`.
 *
 * @example `cast(x, time())` gives `CAST(x AS TIME)`
 * @since 0.1.0
 */
export class TimeType extends SqlType<string> {
  readonly kind = "time";

  get structure(): string {
    return "time";
  }

  ddl(): string {
    return "TIME";
  }

  toWire(value: string): WireValue {
    return checkedTime(value);
  }

  fromWire(wire: unknown): string {
    return checkedTime(wire);
  }

  override literal(value: string): string {
    return `'${checkedTime(value)}'`;
  }
}

/** How the values of a `timestamp()` look in JavaScript. */
export type TimestampMode = "date" | "string";

/** Options of `timestamp()`. */
export interface TimestampOptions<M extends TimestampMode = TimestampMode> {
  /** Use the database's type that knows its offset from UTC, where it has one. */
  readonly timezone?: boolean | undefined;
  /** `"date"`, the default, gives and takes a Date, which has milliseconds; `"string"` ISO text, exact to the microsecond. */
  readonly mode?: M | undefined;
}

type TimestampValue<M extends TimestampMode> = M extends "string" ? string : Date;

/**
 * A point in time, a Date. It is written and read as UTC; the process's time zone never matters. With `{ mode: "string" }`
 * it is ISO text with up to six digits below the second: `2031-04-05T10:20:30.000001`, and with `{ timezone: true }` an
 * offset too: what is given is converted to UTC, what is read ends in `Z`.
 *
 * @example `cast(x, timestamp())` gives `CAST(x AS DATETIME)`
 * @since 0.1.0
 */
export class TimestampType<M extends TimestampMode = "date"> extends SqlType<TimestampValue<M>> {
  readonly kind = "timestamp";
  readonly timezone: boolean;
  readonly mode: TimestampMode;

  constructor(options: TimestampOptions<M> = {}) {
    super();
    this.timezone = options.timezone ?? false;
    this.mode = options.mode === "string" ? "string" : "date";
  }

  get structure(): string {
    const facts = [...(this.timezone ? ["timezone"] : []), ...(this.mode === "string" ? ["string"] : [])];
    return facts.length === 0 ? "timestamp" : `timestamp(${facts.join(",")})`;
  }

  ddl(): string {
    return "DATETIME";
  }

  /** A value in UTC as `YYYY-MM-DD HH:MM:SS.ffffff`. Throws ValueRefusedError for what is no point in time. */
  text(value: unknown): string {
    return this.mode === "string" ? longTimestamp(checkedTimestampText(value, this.timezone)) : timestampText(value);
  }

  /** The same, without a fraction where that is zero. */
  shortText(value: unknown): string {
    return this.text(value).replace(/\.000000$/, "");
  }

  /** The text that a driver takes, in UTC where there is a time zone: what was given as text is left as short as it was. */
  wireText(value: unknown): string {
    return this.mode === "string" && !this.timezone ? checkedTimestampText(value, false) : this.text(value);
  }

  toWire(value: TimestampValue<M>): WireValue {
    return this.wireText(value) + this.#offset;
  }

  fromWire(wire: unknown): TimestampValue<M> {
    const value = this.mode === "string" ? readTimestampText(wire) + (this.timezone ? "Z" : "") : readTimestamp(wire);
    // the marked place: `mode` decides both the value and M, which the compiler can't see together
    return value as TimestampValue<M>;
  }

  override literal(value: TimestampValue<M>): string {
    return `'${this.shortText(value)}${this.#offset}'`;
  }

  /** A type with a time zone takes text without an offset as the session's zone. */
  get #offset(): string {
    return this.timezone ? "+00:00" : "";
  }
}
