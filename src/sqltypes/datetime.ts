import { SqlType, type WireValue } from "./base.js";
import { checkedDate, checkedTime, readTimestamp, shortTimestampText, timestampText } from "./iso-text.js";

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

/** Options of `timestamp()`. */
export interface TimestampOptions {
  /** Use the database's type that knows its offset from UTC, where it has one. The value is a Date either way. */
  readonly timezone?: boolean | undefined;
}

/**
 * A point in time, a Date. It is written and read as UTC; the process's time zone never matters.
 *
 * @example `cast(x, timestamp())` gives `CAST(x AS DATETIME)`
 * @since 0.1.0
 */
export class TimestampType extends SqlType<Date> {
  readonly kind = "timestamp";
  readonly timezone: boolean;

  constructor(options: TimestampOptions = {}) {
    super();
    this.timezone = options.timezone ?? false;
  }

  get structure(): string {
    return this.timezone ? "timestamp(timezone)" : "timestamp";
  }

  ddl(): string {
    return "DATETIME";
  }

  toWire(value: Date): WireValue {
    return timestampText(value) + this.#offset;
  }

  fromWire(wire: unknown): Date {
    return readTimestamp(wire);
  }

  override literal(value: Date): string {
    return `'${shortTimestampText(value)}${this.#offset}'`;
  }

  /** A type with a time zone takes text without an offset as the session's zone. */
  get #offset(): string {
    return this.timezone ? "+00:00" : "";
  }
}
