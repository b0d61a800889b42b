// How SQL Server names, takes and gives back what it has types of its own for. What is not here is as the types have it.
import {
  adapterFor,
  BinaryType,
  BooleanType,
  CharType,
  checkedBoolean,
  checkedBytes,
  checkedUuid,
  DateType,
  DoubleType,
  EnumType,
  FloatType,
  hexDigits,
  IntervalType,
  JsonPathType,
  JsonType,
  jsonPathText,
  NamedTextType,
  quotedText,
  refused,
  TextType,
  TimestampType,
  TimeType,
  type TypeAdapter,
  type TypeAdapters,
  UuidType,
  VarcharType,
} from "../../sqltypes/index.js";
import { NamedTimestampType, NcharType, NvarcharType } from "./own-types.js";

/** In what the types differ between versions. */
export interface TypeSettings {
  /** There are types for days, times of day and points in time with all their digits: since 2008. */
  readonly preciseTimes: boolean;
}

/** What every code page has. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: all of ASCII is meant
const ASCII = /^[\x00-\x7f]*$/;

/** A type's own literal, with an N before it where the code page of the database may not have all of its characters. */
const nationalLiteral: Required<Pick<TypeAdapter, "literal">> = {
  literal: (value, type) => {
    const text = type.literal(value);
    return text.startsWith("'") && !ASCII.test(text) ? `N${text}` : text;
  },
};

/** A path into JSON; no array is counted from its end. */
function jsonPath(value: unknown): string {
  return jsonPathText(value, (index) => {
    throw refused("json path", index, "SQL Server counts from the start of an array: give an index that is not negative");
  });
}

const most = (length: number | undefined): number | "max" => length ?? "max";

function timestampName(type: TimestampType, preciseTimes: boolean): string {
  if (type instanceof NamedTimestampType) return type.name;
  if (!preciseTimes) return "DATETIME";
  return type.timezone ? "DATETIMEOFFSET" : "DATETIME2";
}

/** SQL Server's way with the types, by kind. */
export function mssqlTypes({ preciseTimes }: TypeSettings): TypeAdapters {
  return {
    float: adapterFor(FloatType, { ddl: ({ precision }) => (precision === undefined ? "FLOAT" : `FLOAT(${precision})`) }),
    double: adapterFor(DoubleType, { ddl: () => "DOUBLE PRECISION" }),
    boolean: adapterFor(BooleanType, { ddl: () => "BIT", literal: (value) => (checkedBoolean(value) ? "1" : "0") }),
    varchar: {
      ...adapterFor(VarcharType, { ddl: (type) => `${type instanceof NvarcharType ? "N" : ""}VARCHAR(${most(type.length)})` }),
      ...nationalLiteral,
    },
    char: { ...adapterFor(CharType, { ddl: (type) => (type instanceof NcharType ? `N${type.ddl()}` : type.ddl()) }), ...nationalLiteral },
    text: {
      ...adapterFor(TextType, { ddl: (type) => (type instanceof NamedTextType ? type.name : "VARCHAR(max)") }),
      ...nationalLiteral,
    },
    enum: {
      ...adapterFor(EnumType, { ddl: (type) => (type.values.every((value) => ASCII.test(value)) ? "" : "N") + type.ddl() }),
      ...nationalLiteral,
    },
    json: { ...adapterFor(JsonType, { ddl: () => "NVARCHAR(max)" }), ...nationalLiteral },
    jsonPath: adapterFor(JsonPathType, { toWire: jsonPath, literal: (value) => quotedText(jsonPath(value)) }),
    date: adapterFor(DateType, { ddl: () => (preciseTimes ? "DATE" : "DATETIME") }),
    time: adapterFor(TimeType, { ddl: () => (preciseTimes ? "TIME" : "DATETIME") }),
    timestamp: adapterFor(TimestampType, { ddl: (type) => timestampName(type, preciseTimes) }),
    interval: adapterFor(IntervalType, { ddl: () => (preciseTimes ? "DATETIME2" : "DATETIME") }),
    uuid: adapterFor(UuidType, {
      ddl: () => "UNIQUEIDENTIFIER",
      toWire: checkedUuid,
      literal: (value) => quotedText(checkedUuid(value)),
    }),
    binary: adapterFor(BinaryType, {
      ddl: ({ length }) => `VARBINARY(${most(length)})`,
      literal: (value) => `0x${hexDigits(checkedBytes(value))}`,
    }),
  };
}
