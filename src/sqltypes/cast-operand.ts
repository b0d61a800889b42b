import { SqlType, type WireValue } from "./base.js";

/**
 * The type of a plain value in `CAST(value AS type)`: that type, and for a string, number, bigint or boolean that it does
 * not hold, the value's own. Such a value goes to the database as it is, since turning it into the type is what CAST is for.
 *
 * @example `cast("12", integer())` sends the text
 * @since 0.1.0
 */
export class CastOperandType<T> extends SqlType<T> {
  readonly kind = "castOperand";

  constructor(readonly target: SqlType<T>) {
    super();
  }

  get structure(): string {
    return `castOperand(${this.target.id})`;
  }

  ddl(): string {
    return this.target.ddl();
  }

  /** The value to write: of a boolean, 0 and 1 are false and true, for which a driver would take another type. */
  operand(value: unknown): unknown {
    return this.target.kind === "boolean" && (value === 0 || value === 1) ? value === 1 : value;
  }

  toWire(value: T): WireValue {
    return this.target.toWire(value);
  }

  fromWire(wire: unknown): T {
    return this.target.fromWire(wire);
  }

  override literal(value: T): string {
    return this.target.literal(value);
  }
}
