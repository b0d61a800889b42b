// What the package reads, as athanor's types take it on every backend.
import { DriverError } from "../../../driver-error.js";
import type { TediousCell, TediousMetadata } from "./package.js";

/** Makes a cell's value one that the types take; never called with null. */
type CellReader = (value: unknown) => unknown;

const asItIs: CellReader = (value) => value;

/** Below this number of units in its last place, a decimal that the package has read as a double has lost nothing. */
const EXACT_UNITS = 1e15;

/** The digits below the millisecond that the package keeps beside a Date: hundreds of nanoseconds, as text of four digits. */
function below(date: Date): string {
  const delta: unknown = Reflect.get(date, "nanosecondsDelta");
  return String(Math.round((typeof delta === "number" ? delta : 0) * 1e7)).padStart(4, "0");
}

/** A Date as text, with all its digits but zeros at the end that nobody asked for. */
function isoText(date: Date): string {
  return `${date.toISOString().slice(0, -1).replace("T", " ")}${below(date)}`;
}

const dated =
  (write: (date: Date) => string): CellReader =>
  (value) =>
    value instanceof Date ? write(value) : value;

function decimalReader({ colName }: TediousMetadata, scale: number): CellReader {
  return (value) => {
    if (typeof value !== "number") return value;
    if (Math.abs(value) * 10 ** scale < EXACT_UNITS) return value.toFixed(scale);
    throw new DriverError(
      "data",
      `Column '${colName}' holds a decimal of more than 15 digits, of which the package tedious keeps no more: read it as text, by cast(column, varchar(40)).`,
    );
  };
}

/** How the cells of a column are read. Times are cut to microseconds, which is what the types have. */
export function cellReader(column: TediousMetadata): CellReader {
  switch (column.type.name) {
    case "BigInt":
    case "IntN":
      return (value) => (typeof value === "string" ? BigInt(value) : value);
    case "Decimal":
    case "DecimalN":
    case "Numeric":
    case "NumericN":
      return decimalReader(column, column.scale ?? 0);
    case "Money":
    case "MoneyN":
    case "SmallMoney":
      return decimalReader(column, 4);
    case "Date":
      return dated((date) => isoText(date).slice(0, 10));
    case "Time":
      return dated((date) => isoText(date).slice(11, 26));
    case "DateTime":
    case "DateTimeN":
    case "DateTime2":
    case "SmallDateTime":
      return dated((date) => isoText(date).slice(0, 26));
    case "DateTimeOffset":
      return dated((date) => `${isoText(date).slice(0, 26)}+00:00`);
    default:
      return asItIs;
  }
}

/** How the rows of a result are read. */
export function rowReader(columns: readonly TediousMetadata[]): (cells: readonly TediousCell[]) => unknown[] {
  const readers = columns.map(cellReader);
  return (cells) => cells.map(({ value }, index) => (value === null ? null : (readers[index] ?? asItIs)(value)));
}
