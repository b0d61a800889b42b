// How MySQL and MariaDB name, take and give back what they have types of their own for. What is not here is as the types have it.
import { CompileError } from "../../errors/index.js";
import {
  adapterFor,
  BinaryType,
  BooleanType,
  CharType,
  checkedUuid,
  DoubleType,
  EnumType,
  FloatType,
  quotedText,
  type SqlType,
  TimestampType,
  TimeType,
  type TypeAdapter,
  type TypeAdapters,
  TypeDecorator,
  UuidType,
  VarcharType,
} from "../../sqltypes/index.js";

/** In what the types differ between the two databases and their settings. */
export interface TypeSettings {
  /** A backslash in a string stands for more than itself, unless sql_mode has NO_BACKSLASH_ESCAPES. */
  readonly backslashEscapes: boolean;
  /** There is a type UUID. */
  readonly nativeUuid: boolean;
}

/** A string as a literal, with its backslashes doubled where they would escape what follows. */
export function stringLiteral(text: string, backslashEscapes: boolean): string {
  return quotedText(backslashEscapes ? text.replaceAll("\\", "\\\\") : text);
}

/** A type's own literal, with its backslashes doubled likewise. */
function escaping(backslashEscapes: boolean): Pick<TypeAdapter, "literal"> {
  if (!backslashEscapes) return {};
  return { literal: (value, type) => type.literal(value).replaceAll("\\", "\\\\") };
}

function varcharName({ length }: VarcharType): string {
  if (length === undefined) throw new CompileError("VARCHAR needs a length on MySQL and MariaDB: give varchar(80), or take text().");
  return `VARCHAR(${length})`;
}

/** A FLOAT of 53 binary digits is what a number of JavaScript is; without a precision it would have 24. */
function floatName({ precision }: FloatType): string {
  return `FLOAT(${precision ?? 53})`;
}

/** The two databases' way with the types, by kind. */
export function mysqlTypes({ backslashEscapes, nativeUuid }: TypeSettings): TypeAdapters {
  const escaped = escaping(backslashEscapes);
  return {
    boolean: adapterFor(BooleanType, { ddl: () => "BOOL" }),
    float: adapterFor(FloatType, { ddl: floatName }),
    double: adapterFor(DoubleType, { ddl: () => "DOUBLE" }),
    varchar: { ...adapterFor(VarcharType, { ddl: varcharName }), ...escaped },
    char: escaped,
    text: escaped,
    json: escaped,
    enum: {
      ...adapterFor(EnumType, {
        ddl: ({ values }) => `ENUM(${values.map((value) => stringLiteral(value, backslashEscapes)).join(",")})`,
      }),
      ...escaped,
    },
    // a Date has milliseconds, which DATETIME alone would round away; its text is UTC, whatever the session's time zone is
    timestamp: adapterFor(TimestampType, {
      ddl: () => "DATETIME(6)",
      toWire: (value, type) => type.wireText(value),
      literal: (value, type) => `'${type.shortText(value)}'`,
    }),
    time: adapterFor(TimeType, { ddl: () => "TIME(6)" }),
    uuid: adapterFor(UuidType, nativeUuid ? { ddl: () => "UUID", toWire: checkedUuid } : {}),
    binary: adapterFor(BinaryType, { ddl: ({ length }) => (length === undefined ? "LONGBLOB" : `VARBINARY(${length})`) }),
  };
}

/** A type's name in CAST, which knows fewer types than DDL; null for a type that it does not know. */
export function castName(type: SqlType<unknown>, floats: boolean): string | null {
  if (type instanceof TypeDecorator) return castName(type.impl, floats);
  switch (type.kind) {
    case "integer":
    case "smallInteger":
    case "bigInteger":
      return type.ddl().endsWith(" UNSIGNED") ? "UNSIGNED INTEGER" : "SIGNED INTEGER";
    case "numeric":
      return type.ddl().replace("NUMERIC", "DECIMAL");
    case "varchar":
    case "char":
    case "text":
      return characters(type);
    case "timestamp":
    case "interval":
      return "DATETIME";
    case "date":
    case "time":
    case "json":
      return type.ddl();
    case "uuid":
      return "CHAR(32)";
    case "binary":
      return "BINARY";
    case "float":
    case "double":
      return floats ? type.ddl() : null;
    default:
      return null;
  }
}

function characters(type: SqlType<unknown>): string {
  const length = type instanceof VarcharType || type instanceof CharType ? type.length : undefined;
  return length === undefined ? "CHAR" : `CHAR(${length})`;
}
