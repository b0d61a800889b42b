// What the package reads, as athanor's types take it on every backend.
import { durationText } from "../../../../sqltypes/index.js";
import type { FetchType, IntervalParts, OracledbColumn, OracledbPackage, TypeName } from "./package.js";

type ValueReader = (value: unknown) => unknown;

const asItIs: ValueReader = (value) => value;
const two = (number: number): string => String(number).padStart(2, "0");

/** A time without zone, which the package puts on the process's own clock. */
function localText(date: Date): string {
  const day = `${String(date.getFullYear()).padStart(4, "0")}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
  const clock = `${two(date.getHours())}:${two(date.getMinutes())}:${two(date.getSeconds())}`;
  return `${day} ${clock}.${String(date.getMilliseconds()).padStart(3, "0")}`;
}

const dated =
  (write: (date: Date) => string): ValueReader =>
  (value) =>
    value instanceof Date ? write(value) : value;
const zoned = dated((date) => `${date.toISOString().slice(0, -1).replace("T", " ")}+00:00`);

/** A number in the package's text: whole numbers as such, others as text with a digit before the point. */
function decimal(value: unknown): unknown {
  if (typeof value !== "string") return value;
  if (!/^-?\d+$/.test(value)) return value.replace(/^(-?)\./, "$10.");
  const number = Number(value);
  return Number.isSafeInteger(number) ? number : BigInt(value);
}

function isInterval(value: unknown): value is IntervalParts {
  return typeof value === "object" && value !== null && "days" in value && "fseconds" in value;
}

function duration(value: unknown): unknown {
  if (!isInterval(value)) return value;
  const seconds = ((BigInt(value.days) * 24n + BigInt(value.hours)) * 60n + BigInt(value.minutes)) * 60n + BigInt(value.seconds);
  return durationText({ months: 0, microseconds: seconds * 1_000_000n + BigInt(Math.trunc(value.fseconds / 1000)) });
}

function months(value: unknown): unknown {
  if (typeof value !== "object" || value === null || !("years" in value && "months" in value)) return value;
  return durationText({ months: Number(value.years) * 12 + Number(value.months), microseconds: 0n });
}

const READERS: Readonly<Partial<Record<TypeName, ValueReader>>> = {
  NUMBER: decimal,
  DATE: dated(localText),
  TIMESTAMP: dated(localText),
  TIMESTAMP_TZ: zoned,
  TIMESTAMP_LTZ: zoned,
  INTERVAL_DS: duration,
  INTERVAL_YM: months,
  JSON: (value) => JSON.stringify(value),
};

/** As what columns are fetched that would otherwise lose something, or come as a handle. */
const FETCHED_AS: Readonly<Partial<Record<TypeName, TypeName>>> = { NUMBER: "VARCHAR", CLOB: "VARCHAR", NCLOB: "VARCHAR", BLOB: "RAW" };

/** How values of a type are read; never asked for null. */
function readerOf(type: TypeName): ValueReader {
  return READERS[type] ?? asItIs;
}

const FETCHED = [
  "NUMBER",
  "DATE",
  "TIMESTAMP",
  "TIMESTAMP_TZ",
  "TIMESTAMP_LTZ",
  "INTERVAL_DS",
  "INTERVAL_YM",
  "JSON",
  "CLOB",
  "NCLOB",
  "BLOB",
] as const satisfies readonly TypeName[];

/** How the columns of queries are fetched, so that nothing is lost. */
export function fetchTypes(oracledb: OracledbPackage): (column: OracledbColumn) => FetchType | undefined {
  const known = new Map<object | undefined, FetchType>(
    FETCHED.map((name) => {
      const read = readerOf(name);
      const converter = (value: unknown) => (value === null || value === undefined ? null : read(value));
      return [oracledb[`DB_TYPE_${name}`], { type: oracledb[`DB_TYPE_${FETCHED_AS[name] ?? name}`], converter }];
    }),
  );
  return ({ dbType }) => known.get(dbType);
}

/** A LOB that has been handed over, of which the content has to be asked for. */
function isLob(value: unknown): value is { getData(): Promise<unknown> } {
  return typeof value === "object" && value !== null && "getData" in value && typeof value.getData === "function";
}

/** A value that the database has put into a parameter. */
export async function outValue(type: TypeName, value: unknown): Promise<unknown> {
  if (value === null || value === undefined) return null;
  return readerOf(type)(isLob(value) ? await value.getData() : value);
}
