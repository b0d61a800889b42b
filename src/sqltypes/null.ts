import { CompileError } from "../errors/index.js";
import { SqlType, type WireValue } from "./base.js";
import { plainBytes } from "./binary.js";
import { refused } from "./refuse.js";

/**
 * The type of what has none: NULL, an untyped column, a function that nobody described. Wire values pass as they are;
 * `writer()` and `literalWriter()` find the type of other values from the values themselves.
 *
 * @since 0.1.0
 */
export class NullType extends SqlType<unknown> {
  readonly kind = "null";

  get structure(): string {
    return "null";
  }

  /** @throws CompileError always: a column needs a type */
  ddl(): string {
    throw new CompileError("Can't generate DDL for NullType(); did you forget to specify a type on this Column?");
  }

  toWire(value: unknown): WireValue {
    if (typeof value === "string" || typeof value === "number" || typeof value === "bigint" || value instanceof Uint8Array) return value;
    throw refused("a value without a type", value, "say what type it is, as in literal(value, json())");
  }

  /** A whole number as a number where that is exact, else as the bigint. */
  fromWire(wire: unknown): unknown {
    if (typeof wire === "bigint") return Number.isSafeInteger(Number(wire)) ? Number(wire) : wire;
    return wire instanceof Uint8Array ? plainBytes(wire) : wire;
  }

  override literal(value: unknown): string {
    throw new CompileError(`No literal value renderer is available for literal value ${typeof value} with datatype NULL`);
  }
}

/** The one object of {@link NullType} that the library itself uses. */
export const nullType: NullType = new NullType();
