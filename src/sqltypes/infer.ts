import { ArgumentError } from "../errors/index.js";
import type { SqlType } from "./base.js";
import { BinaryType } from "./binary.js";
import { BooleanType } from "./boolean.js";
import { TimestampType } from "./datetime.js";
import { FloatType } from "./float.js";
import { BigIntegerType, IntegerType } from "./integer.js";
import { nullType } from "./null.js";
import { shown } from "./refuse.js";
import { VarcharType } from "./string.js";

const integerType = new IntegerType();
/** For whole numbers that 32 bits don't hold: a database must not be told that they are INTEGER. */
const bigNumberType = new BigIntegerType({ mode: "number" });
const bigIntegerType = new BigIntegerType();
const floatType = new FloatType();
const stringType = new VarcharType();
const booleanType = new BooleanType();
const timestampType = new TimestampType();
const binaryType = new BinaryType();

/**
 * The SQL type of a plain value: 5 is an integer, 5.5 a float, 5n a bigint, a string a VARCHAR, a Date a timestamp.
 *
 * @throws ArgumentError for a value whose type can't be told from it, such as an object or an array
 * @example `literal(5.5)` is bound as FLOAT
 * @since 0.1.0
 */
export function inferType(value: unknown): SqlType<unknown> {
  switch (typeof value) {
    case "string":
      return stringType;
    case "number":
      if (!Number.isInteger(value)) return floatType;
      return value >= -(2 ** 31) && value < 2 ** 31 ? integerType : bigNumberType;
    case "bigint":
      return bigIntegerType;
    case "boolean":
      return booleanType;
    case "object":
      if (value === null) return nullType;
      if (value instanceof Date) return timestampType;
      if (value instanceof Uint8Array) return binaryType;
  }
  throw new ArgumentError(`${shown(value)} has no SQL type of its own: say which it is, as in literal(value, json()).`);
}
