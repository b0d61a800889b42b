import { SqlType, type WireValue } from "./base.js";
import { durationText, epochText, parseDuration, parseEpochText } from "./duration.js";
import { quotedText } from "./string.js";

/**
 * A length of time, an ISO 8601 duration string such as `P1DT2H`. It is read back in canonical form: 26 hours are
 * `P1DT2H`. By default it is stored as the point in time that lies so far after 1970 began; databases with an interval
 * type of their own use that.
 *
 * @example `cast(x, interval())` gives `CAST(x AS DATETIME)`
 * @since 0.1.0
 */
export class IntervalType extends SqlType<string> {
  readonly kind = "interval";

  get structure(): string {
    return "interval";
  }

  ddl(): string {
    return "DATETIME";
  }

  toWire(value: string): WireValue {
    return epochText(parseDuration(value));
  }

  fromWire(wire: unknown): string {
    return durationText(typeof wire === "string" && /^[+-]?P/.test(wire) ? parseDuration(wire) : parseEpochText(wire));
  }

  override literal(value: string): string {
    return quotedText(epochText(parseDuration(value)));
  }
}
