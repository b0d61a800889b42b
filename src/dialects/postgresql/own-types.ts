// The types that only PostgreSQL has, and the functions by which columns get them.
import { ColumnDef } from "../../schema/index.js";
import {
  checkedLength,
  checkedText,
  EnumType,
  JsonType,
  quotedText,
  readText,
  refused,
  SqlType,
  type WireValue,
} from "../../sqltypes/index.js";

/** JSONB: JSON that is stored parsed, and can be searched and indexed. Other databases take it for JSON. */
export class JsonbType<T = unknown> extends JsonType<T> {
  override get structure(): string {
    return "jsonb";
  }

  override ddl(): string {
    return "JSONB";
  }
}

/** A type whose values live as the text that PostgreSQL reads and writes: addresses, ranges, search vectors. */
export class TextualType extends SqlType<string> {
  readonly kind = "textual";

  constructor(readonly name: string) {
    super();
  }

  get structure(): string {
    return `textual(${this.name})`;
  }

  ddl(): string {
    return this.name;
  }

  toWire(value: string): WireValue {
    return checkedText(this.name.toLowerCase(), value);
  }

  fromWire(wire: unknown): string {
    return readText(this.name.toLowerCase(), wire);
  }

  override literal(value: string): string {
    return `${quotedText(checkedText(this.name.toLowerCase(), value))}::${this.name}`;
  }
}

/** Zeros and ones, as the text of them. */
export class BitStringType extends SqlType<string> {
  readonly kind = "bitString";
  readonly length: number | undefined;

  constructor(
    readonly name: "BIT" | "BIT VARYING",
    length: number | undefined,
  ) {
    super();
    this.length = checkedLength(name === "BIT" ? "bit" : "bitVarying", length);
  }

  get structure(): string {
    return this.ddl().toLowerCase();
  }

  ddl(): string {
    return this.length === undefined ? this.name : `${this.name}(${this.length})`;
  }

  toWire(value: string): WireValue {
    if (typeof value === "string" && /^[01]*$/.test(value)) return value;
    throw refused(this.name.toLowerCase(), value, 'give zeros and ones as a string, such as "101"');
  }

  fromWire(wire: unknown): string {
    return readText(this.name.toLowerCase(), wire);
  }

  override literal(value: string): string {
    return `B'${this.toWire(value)}'`;
  }
}

function textual(type: string, name: string | undefined): ColumnDef<string> {
  return new ColumnDef(new TextualType(type), name ?? null);
}

/** JSONB: the parsed value; null is SQL NULL, and `json.null` the JSON value. @since 0.1.0 */
export function jsonb(name?: string): ColumnDef<unknown> {
  return new ColumnDef<unknown>(new JsonbType(), name ?? null);
}

/**
 * One of the given strings, of an enumeration that the database knows by its name: `CREATE TYPE level AS ENUM (…)`.
 * @throws ArgumentError without values
 * @since 0.1.0
 */
export function namedEnum<const V extends readonly string[]>(typeName: string, ...values: V): ColumnDef<V[number]> {
  return new ColumnDef<V[number]>(new EnumType(values, { name: typeName }), null);
}

function bitString(type: "BIT" | "BIT VARYING", nameOrLength: string | number | undefined, length: number | undefined): ColumnDef<string> {
  return typeof nameOrLength === "string"
    ? new ColumnDef(new BitStringType(type, length), nameOrLength)
    : new ColumnDef(new BitStringType(type, nameOrLength), null);
}

/** BIT: exactly so many zeros and ones, as a string, `"101"`; one without a length: `bit(3)`, `bit("flags", 3)`. @since 0.1.0 */
export function bit(nameOrLength?: string | number, length?: number): ColumnDef<string> {
  return bitString("BIT", nameOrLength, length);
}

/** BIT VARYING: zeros and ones, up to so many, as a string: `bitVarying(8)`, `bitVarying("flags", 8)`. @since 0.1.0 */
export function bitVarying(nameOrLength?: string | number, length?: number): ColumnDef<string> {
  return bitString("BIT VARYING", nameOrLength, length);
}

/** INET: the address of a host or a network, as text: `192.168.0.1/24`. @since 0.1.0 */
export function inet(name?: string): ColumnDef<string> {
  return textual("INET", name);
}

/** CIDR: the address of a network, as text. @since 0.1.0 */
export function cidr(name?: string): ColumnDef<string> {
  return textual("CIDR", name);
}

/** MACADDR: a hardware address, as text. @since 0.1.0 */
export function macaddr(name?: string): ColumnDef<string> {
  return textual("MACADDR", name);
}

/** TSVECTOR: a document prepared for full-text search. @since 0.1.0 */
export function tsvector(name?: string): ColumnDef<string> {
  return textual("TSVECTOR", name);
}

/** TSQUERY: a full-text query. @since 0.1.0 */
export function tsquery(name?: string): ColumnDef<string> {
  return textual("TSQUERY", name);
}

/** INT4RANGE, as text: `[1,10)`. @since 0.1.0 */
export function int4range(name?: string): ColumnDef<string> {
  return textual("INT4RANGE", name);
}

/** INT8RANGE, as text. @since 0.1.0 */
export function int8range(name?: string): ColumnDef<string> {
  return textual("INT8RANGE", name);
}

/** NUMRANGE, as text. @since 0.1.0 */
export function numrange(name?: string): ColumnDef<string> {
  return textual("NUMRANGE", name);
}

/** DATERANGE, as text. @since 0.1.0 */
export function daterange(name?: string): ColumnDef<string> {
  return textual("DATERANGE", name);
}

/** TSRANGE, a range of timestamps, as text. @since 0.1.0 */
export function tsrange(name?: string): ColumnDef<string> {
  return textual("TSRANGE", name);
}

/** TSTZRANGE, a range of timestamps with time zone, as text. @since 0.1.0 */
export function tstzrange(name?: string): ColumnDef<string> {
  return textual("TSTZRANGE", name);
}
