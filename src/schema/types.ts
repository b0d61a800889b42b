import { type AnyExpr, ColumnElement } from "../expression/index.js";
import { ExpressionNode } from "../nodes/node.js";
import {
  ArrayType,
  BigIntegerType,
  BinaryType,
  BooleanType,
  CharType,
  DateType,
  DoubleType,
  type EnumOptions,
  EnumType,
  FloatType,
  IntegerType,
  IntervalType,
  JsonType,
  jsonNull,
  NullType,
  type NumericOptions,
  NumericType,
  SmallIntegerType,
  TextType,
  type TimestampOptions,
  TimestampType,
  TimeType,
  TypeDecorator,
  type TypeDecoratorOptions,
  type TypeExpressions,
  type TypeLike,
  UuidType,
  VarcharType,
} from "../sqltypes/index.js";
import { ColumnDef } from "./column-def.js";

/** INTEGER: a number, whole and safe. @param name the column's name, where it is not the key @since 0.1.0 */
export function integer(name?: string): ColumnDef<number, "int"> {
  return new ColumnDef(new IntegerType(), name ?? null);
}

/** SMALLINT: a number. @since 0.1.0 */
export function smallInteger(name?: string): ColumnDef<number, "int"> {
  return new ColumnDef(new SmallIntegerType(), name ?? null);
}

/** BIGINT: a bigint. @since 0.1.0 */
export function bigInteger(name?: string): ColumnDef<bigint, "int"> {
  return new ColumnDef<bigint, "int">(new BigIntegerType<"bigint">(), name ?? null);
}

/** What `numeric()` takes. */
export interface NumericSettings {
  /** Digits in all. */
  readonly precision?: number;
  /** Digits after the point. */
  readonly scale?: number;
  /** `"number"` gives and takes numbers, where exactness does not matter. */
  readonly mode?: "string" | "number";
  /** SQLite has no exact decimal: `"text"` stores exactly there, and can't be compared. */
  readonly sqlite?: "real" | "text";
}

type NumericMode<O> = O extends { readonly mode: "number" } ? "number" : "string";

/** NUMERIC: an exact decimal, as a string. `numeric({ precision: 10, scale: 2 })`, `numeric("price", { mode: "number" })`. @since 0.1.0 */
export function numeric<const O extends NumericSettings = Record<never, never>>(
  nameOrOptions?: string | O,
  options?: O,
): ColumnDef<NumericMode<O> extends "number" ? number : string> {
  const name = typeof nameOrOptions === "string" ? nameOrOptions : null;
  const settings: NumericSettings = (typeof nameOrOptions === "string" ? options : nameOrOptions) ?? {};
  // the marked place: that the mode is the one in O's type is how O was inferred
  return new ColumnDef<NumericMode<O> extends "number" ? number : string>(
    new NumericType<NumericMode<O>>(settings as NumericOptions<NumericMode<O>>),
    name,
  );
}

/** FLOAT: a number. @since 0.1.0 */
export function float(name?: string): ColumnDef<number> {
  return new ColumnDef(new FloatType(), name ?? null);
}

/** DOUBLE PRECISION: a number. @since 0.1.0 */
export function double(name?: string): ColumnDef<number> {
  return new ColumnDef(new DoubleType(), name ?? null);
}

/** BOOLEAN. @since 0.1.0 */
export function boolean(name?: string): ColumnDef<boolean> {
  return new ColumnDef(new BooleanType(), name ?? null);
}

/** VARCHAR: `varchar(30)`, `varchar("first_name", 30)`. @since 0.1.0 */
export function varchar(nameOrLength?: string | number, length?: number): ColumnDef<string> {
  return typeof nameOrLength === "string"
    ? new ColumnDef(new VarcharType(length), nameOrLength)
    : new ColumnDef(new VarcharType(nameOrLength), null);
}

/** CHAR: `char(2)`, `char("country", 2)`. @since 0.1.0 */
export function char(nameOrLength?: string | number, length?: number): ColumnDef<string> {
  return typeof nameOrLength === "string"
    ? new ColumnDef(new CharType(length), nameOrLength)
    : new ColumnDef(new CharType(nameOrLength), null);
}

/** TEXT. @since 0.1.0 */
export function text(name?: string): ColumnDef<string> {
  return new ColumnDef(new TextType(), name ?? null);
}

/** DATE: an ISO string, `2031-04-05`. @since 0.1.0 */
export function date(name?: string): ColumnDef<string> {
  return new ColumnDef(new DateType(), name ?? null);
}

/** TIME: an ISO string, `10:20:30`. @since 0.1.0 */
export function time(name?: string): ColumnDef<string> {
  return new ColumnDef(new TimeType(), name ?? null);
}

/** What `timestamp()` takes. */
export interface TimestampSettings {
  /** The type that knows its offset from UTC, where there is one. */
  readonly timezone?: boolean;
  /** `"string"` gives and takes ISO text, exact to the microsecond; a Date has milliseconds. */
  readonly mode?: "date" | "string";
}

type ModeOfTimestamp<O> = O extends { readonly mode: "string" } ? "string" : "date";

/**
 * TIMESTAMP: a Date, in UTC; the process's time zone never matters. `timestamp({ mode: "string" })` is ISO text to the
 * microsecond, `2031-04-05T10:20:30.000001`; `timestamp({ timezone: true })` the type that knows its offset from UTC, where
 * there is one: its text ends in `Z`, and may be given with any offset. @since 0.1.0
 */
export function timestamp<const O extends TimestampSettings = Record<never, never>>(
  nameOrOptions?: string | O,
  options?: O,
): ColumnDef<ModeOfTimestamp<O> extends "string" ? string : Date> {
  const name = typeof nameOrOptions === "string" ? nameOrOptions : null;
  const settings: TimestampSettings = (typeof nameOrOptions === "string" ? options : nameOrOptions) ?? {};
  // the marked place: that the mode is the one in O's type is how O was inferred
  return new ColumnDef<ModeOfTimestamp<O> extends "string" ? string : Date>(
    new TimestampType<ModeOfTimestamp<O>>(settings as TimestampOptions<ModeOfTimestamp<O>>),
    name,
  );
}

/** INTERVAL: an ISO 8601 duration, `P1DT2H`. @since 0.1.0 */
export function interval(name?: string): ColumnDef<string> {
  return new ColumnDef(new IntervalType(), name ?? null);
}

function jsonColumn(name?: string): ColumnDef<unknown> {
  return new ColumnDef<unknown>(new JsonType(), name ?? null);
}

/** JSON: the parsed value; null is SQL NULL, and `json.null` the JSON value. Say what it holds with `$type<…>()`. @since 0.1.0 */
// the marked place: `json.null` fits every JSON column, whatever its values are said to be
export const json: typeof jsonColumn & { readonly null: never } = Object.assign(jsonColumn, { null: jsonNull as never });

/** What a type of your own is made of. */
export interface TypeDecoratorSettings<T, I> extends TypeDecoratorOptions<T, I> {
  /** What is written around each parameter of the type: `(value) => func.ST_GeomFromText(value, geometry())`. Plain values in it are written as text. */
  bindExpression?(value: ColumnElement<I>): AnyExpr;
  /** What is written around a column of the type where a statement reads it: in the list of the outermost SELECT, and in RETURNING. */
  columnExpression?(column: ColumnElement<I | null>): AnyExpr;
}

/** A function of expressions as one of what stands for them on the floor of the types. */
function ofExpressions<T>(make: ((expression: ColumnElement<T>) => AnyExpr) | undefined): TypeExpressions["bind"] {
  return make && ((inner) => (inner instanceof ExpressionNode ? make(new ColumnElement<T>(inner)) : inner));
}

/**
 * A type of your own over another: gives a function like `text()`.
 * @example `const colour = typeDecorator({ name: "colour", impl: text(), toDatabase: (c: Colour) => c.hex, fromDatabase: parseColour })`, then `colour("paint").notNull()`
 * @throws ArgumentError for an empty name
 * @since 0.1.0
 */
export function typeDecorator<T, I>(options: TypeDecoratorSettings<T, I>): (name?: string) => ColumnDef<T> {
  const { bindExpression, columnExpression } = options;
  const type = new TypeDecorator<T, I>(options, { bind: ofExpressions(bindExpression), column: ofExpressions(columnExpression) });
  return (name) => new ColumnDef(type, name ?? null);
}

/** UUID: a string. @since 0.1.0 */
export function uuid(name?: string): ColumnDef<string> {
  return new ColumnDef(new UuidType(), name ?? null);
}

/**
 * One of the given strings, and of that union in TypeScript. As a list they may be followed by options: the enumeration's name,
 * and whether other strings are left to the database.
 * @example `enumOf("low", "mid", "high")`, `enumOf(["low", "high"], { name: "level", validateStrings: false })`
 * @throws ArgumentError without values
 * @since 0.1.0
 */
export function enumOf<const V extends readonly string[]>(...values: V): ColumnDef<V[number]>;
export function enumOf<const V extends readonly string[]>(values: V, options?: EnumOptions): ColumnDef<V[number]>;
export function enumOf(...given: readonly string[] | readonly [readonly string[], EnumOptions?]): ColumnDef<string> {
  const [first, options] = given;
  return typeof first === "object"
    ? new ColumnDef(new EnumType(first, typeof options === "object" ? options : {}), null)
    : new ColumnDef(new EnumType(given.filter((value) => typeof value === "string")), null);
}

/** An array, on databases that have them. @since 0.1.0 */
export function arrayOf<T>(item: TypeLike<T>, name?: string): ColumnDef<T[]> {
  return new ColumnDef(new ArrayType(item), name ?? null);
}

/** BLOB, BYTEA: a Uint8Array. @since 0.1.0 */
export function binary(name?: string): ColumnDef<Uint8Array> {
  return new ColumnDef(new BinaryType(), name ?? null);
}

/** A column of a table that is known by name only: no type, values travel as they are. @since 0.1.0 */
export function column(name?: string): ColumnDef<unknown> {
  return new ColumnDef<unknown>(new NullType(), name ?? null);
}
