// How PostgreSQL names, takes and gives back what it has types of its own for. What is not here is as the types have it.
import {
  ArrayType,
  adapterFor,
  arrayLiteral,
  arrayText,
  BigIntegerType,
  BinaryType,
  BooleanType,
  booleanText,
  CharType,
  checkedArray,
  checkedBytes,
  checkedUuid,
  DateType,
  DoubleType,
  ddlName,
  durationText,
  EnumType,
  FloatType,
  hexDigits,
  IntegerType,
  IntervalType,
  JsonPathType,
  JsonType,
  literalWriter,
  NumericType,
  parseDuration,
  quotedText,
  SmallIntegerType,
  type SqlType,
  secondsText,
  signedDurationText,
  TextType,
  TimestampType,
  TimeType,
  type TypeAdapters,
  UuidType,
  VarcharType,
} from "../../sqltypes/index.js";
import { parseBytes } from "./bytes-text.js";
import { postgresqlName } from "./identifiers.js";
import { parseInterval } from "./interval-text.js";
import { BitStringType, TextualType } from "./own-types.js";
import { uncutName } from "./uncut-names.js";

const zone = (timezone: boolean): string => (timezone ? "WITH TIME ZONE" : "WITHOUT TIME ZONE");

/** A cast to `varchar(3)` would cut a longer value in silence, where the assignment to the column refuses it. */
const anyLength = (): string => "VARCHAR";

/** A cast to `bit(3)` cuts or fills up likewise. */
const ANY_BITS = "BIT VARYING";

/** The item's name without a length, for the same reason. */
function itemCast(item: SqlType<unknown>): string {
  return uncutName(ddlName(item, adapters));
}

/** A duration as an expression that is exact, months included. */
function intervalLiteral(value: unknown): string {
  const { months, microseconds } = parseDuration(value);
  const seconds = `secs=>${secondsText(microseconds)}`;
  return months === 0 ? `make_interval(${seconds})` : `make_interval(months=>${months}, ${seconds})`;
}

/** A JSON path as an array of texts: `{"a","0"}`. */
function pathArray(value: unknown): string {
  return arrayText(Array.isArray(value) ? value : [value], String);
}

/** The kinds whose literals have a type that makes ARRAY's type right. */
const PLAIN_ITEMS: ReadonlySet<string> = new Set([
  "text",
  "varchar",
  "char",
  "integer",
  "boolean",
  "binary",
  "interval",
  "textual",
  "bitString",
]);

/** An array as text, with its type where the items do not say it: strings of uuids would make an array of texts. */
function literalArray(value: unknown, { element, dimensions }: ArrayType<unknown>): string {
  const items = checkedArray(value);
  const text = arrayLiteral(items, literalWriter(element, adapters), dimensions);
  const isTyped = PLAIN_ITEMS.has(element.kind) && items.flat(Number.POSITIVE_INFINITY).some((item) => item !== null);
  return isTyped ? text : `${text}::${itemCast(element)}[]`;
}

/** PostgreSQL's way with the types, with a cast for each placeholder. */
const adapters: TypeAdapters = {
  integer: adapterFor(IntegerType, { bindCast: (type) => type.ddl() }),
  smallInteger: adapterFor(SmallIntegerType, { bindCast: (type) => type.ddl() }),
  bigInteger: adapterFor(BigIntegerType, { bindCast: (type) => type.ddl() }),
  numeric: adapterFor(NumericType, { bindCast: (type) => type.ddl() }),
  float: adapterFor(FloatType, {
    ddl: ({ precision }) => (precision === undefined ? "FLOAT" : `FLOAT(${precision})`),
    bindCast: () => "FLOAT",
  }),
  double: adapterFor(DoubleType, { ddl: () => "DOUBLE PRECISION", bindCast: () => "DOUBLE PRECISION" }),
  boolean: adapterFor(BooleanType, {
    toWire: booleanText,
    bindCast: (type) => type.ddl(),
  }),
  varchar: adapterFor(VarcharType, { bindCast: anyLength }),
  char: adapterFor(CharType, { bindCast: anyLength }),
  text: adapterFor(TextType, { bindCast: anyLength }),
  date: adapterFor(DateType, { bindCast: (type) => type.ddl() }),
  time: adapterFor(TimeType, { ddl: () => `TIME ${zone(false)}`, bindCast: () => `TIME ${zone(false)}` }),
  timestamp: adapterFor(TimestampType, {
    ddl: ({ timezone }) => `TIMESTAMP ${zone(timezone)}`,
    bindCast: ({ timezone }) => `TIMESTAMP ${zone(timezone)}`,
  }),
  interval: adapterFor(IntervalType, {
    ddl: () => "INTERVAL",
    toWire: (value) => signedDurationText(parseDuration(value)),
    fromWire: (wire) => durationText(parseInterval(wire)),
    literal: intervalLiteral,
    bindCast: () => "INTERVAL",
  }),
  json: adapterFor(JsonType, { bindCast: (type) => type.ddl() }),
  jsonPath: adapterFor(JsonPathType, {
    toWire: (value, type) => (type.form === "path" ? pathArray(value) : typeof value === "number" ? value : String(value)),
    literal: (value, type) => (type.form === "index" ? String(value) : quotedText(type.form === "path" ? pathArray(value) : String(value))),
    // the operator for a path says itself what it is
    bindCast: ({ form }) => ({ key: "TEXT", index: "INTEGER", path: undefined })[form],
  }),
  uuid: adapterFor(UuidType, {
    ddl: () => "UUID",
    toWire: checkedUuid,
    literal: (value) => quotedText(checkedUuid(value)),
    bindCast: () => "UUID",
  }),
  enum: adapterFor(EnumType, {
    ddl: (type) => (type.name === undefined ? type.ddl() : postgresqlName(type.name)),
    bindCast: (type) => (type.name === undefined ? "VARCHAR" : postgresqlName(type.name)),
  }),
  binary: adapterFor(BinaryType, {
    ddl: () => "BYTEA",
    // in the text of an array
    fromWire: (wire, type) => type.fromWire(typeof wire === "string" ? parseBytes(wire) : wire),
    literal: (value) => `'\\x${hexDigits(checkedBytes(value))}'::BYTEA`,
    bindCast: () => "BYTEA",
  }),
  array: adapterFor(ArrayType, { literal: literalArray, bindCast: (type) => `${itemCast(type.element)}[]` }),
  bitString: adapterFor(BitStringType, { bindCast: () => ANY_BITS }),
  textual: adapterFor(TextualType, { bindCast: (type) => type.ddl() }),
};

/**
 * PostgreSQL's way with the types, by kind.
 * @param casts the kinds whose placeholders are cast, `$1::VARCHAR`: all, none, or a list
 */
export function postgresqlTypes(casts: boolean | readonly string[]): TypeAdapters {
  if (casts === true) return adapters;
  const cast = new Set(casts === false ? [] : casts);
  return Object.fromEntries(
    Object.entries(adapters).map(([kind, { bindCast, ...adapter }]) => [
      kind,
      bindCast && cast.has(kind) ? { ...adapter, bindCast } : adapter,
    ]),
  );
}
