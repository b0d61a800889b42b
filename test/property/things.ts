import {
  bigInteger,
  binary,
  boolean,
  type Connection,
  char,
  date,
  double,
  enumOf,
  float,
  integer,
  json,
  MetaData,
  numeric,
  select,
  smallInteger,
  text,
  time,
  timestamp,
  uuid,
  varchar,
} from "athanor";
import fc from "fast-check";

// Rows with a column of every type, made up by fast-check.

export const metadata = new MetaData();
export const things = metadata.table("things", {
  id: integer().primaryKey(),
  small: smallInteger(),
  whole: integer(),
  big: bigInteger(),
  exact: numeric({ precision: 15, scale: 4 }),
  exactText: numeric({ precision: 40, scale: 10, sqlite: "text" }),
  ratio: float(),
  wide: double(),
  flag: boolean(),
  short: varchar(200),
  fixed: char(200),
  long: text(),
  day: date(),
  clock: time(),
  made: timestamp(),
  madeText: timestamp({ mode: "string" }),
  madeZoned: timestamp({ mode: "string", timezone: true }),
  doc: json(),
  ident: uuid(),
  raw: binary(),
  level: enumOf("low", "mid", 'it\'s "high"'),
});

export type Thing = Omit<typeof things.$row, "id">;

/** Text that would do harm, were it ever written into a statement. */
const injection = fc.constantFrom(
  "'; DROP TABLE things --",
  "' OR '1'='1",
  '"; DROP TABLE things --',
  "\\'; DELETE FROM things; --",
  "?",
  ":name",
  "$1",
  "%s %(name)s %%",
  "__[POSTCOMPILE_short_1]",
  "/* */ --",
  "NULL",
  "0x00",
);
export const words = fc.oneof(
  injection,
  fc.string({ unit: "binary", maxLength: 20 }).filter((value) => !value.includes("\0")),
  fc.string({ unit: "grapheme", maxLength: 20 }).filter((value) => !value.includes("\0")),
);
const digits = (length: number) => fc.bigInt({ min: 0n, max: 10n ** BigInt(length) - 1n }).map(String);
/** A decimal with all places after the point. */
export const decimal = (before: number, after: number) =>
  fc
    .tuple(fc.boolean(), digits(before), digits(after))
    .map(([minus, whole, part]) => `${minus && /[1-9]/.test(whole + part) ? "-" : ""}${whole}.${part.padStart(after, "0")}`);
const moment = fc.date({ min: new Date("0001-01-02T00:00:00Z"), max: new Date("9999-12-30T23:59:59Z"), noInvalidDate: true });
const isoDay = moment.map((value) => value.toISOString().slice(0, 10));
const isoTime = moment.map((value) => value.toISOString().slice(11, 19));
/** To the microsecond, without zeros at the end of the fraction. */
const isoMoment = fc
  .tuple(isoDay, isoTime, digits(6))
  .map(([day, clock, part]) => `${day}T${clock}.${part.padStart(6, "0")}`.replace(/\.0{6}$|(?<=\.\d*[1-9])0+$/, ""));
const jsonText = fc.string({ unit: "binary", maxLength: 6 }).filter((value) => !value.includes("\0"));
/** SQLite has no negative zero. */
const real = fc.double({ noNaN: true, noDefaultInfinity: true }).map((value) => value + 0);
/** What JSON text holds: it has no negative zero. */
const jsonValue = fc.jsonValue({ maxDepth: 2, stringUnit: "grapheme" }).map((value): unknown => JSON.parse(JSON.stringify(value)));
const maybe = <T>(arbitrary: fc.Arbitrary<T>) => fc.option(arbitrary, { nil: null, freq: 6 });

export const thing: fc.Arbitrary<Thing> = fc.record({
  small: maybe(fc.integer({ min: -32768, max: 32767 })),
  whole: maybe(fc.integer()),
  big: maybe(fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n })),
  exact: maybe(decimal(11, 4)),
  exactText: maybe(decimal(30, 10)),
  ratio: maybe(real),
  wide: maybe(real),
  flag: maybe(fc.boolean()),
  short: maybe(words),
  fixed: maybe(words),
  long: maybe(words),
  day: maybe(isoDay),
  clock: maybe(isoTime),
  made: maybe(moment),
  madeText: maybe(isoMoment),
  madeZoned: maybe(isoMoment.map((value) => `${value}Z`)),
  doc: maybe(fc.dictionary(jsonText, jsonValue, { maxKeys: 3, noNullPrototype: true })),
  ident: maybe(fc.uuid()),
  raw: maybe(fc.uint8Array({ maxLength: 12 })),
  level: maybe(fc.constantFrom("low", "mid", 'it\'s "high"')),
});

/** All rows without their keys, as they were written. */
export async function stored(conn: Connection): Promise<readonly Thing[]> {
  const rows = await conn.execute(select(things).orderBy(things.c.id));
  return rows.all().map(({ id: _, ...row }) => row);
}
