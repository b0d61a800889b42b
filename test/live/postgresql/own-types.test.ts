import {
  arrayOf,
  char,
  DataError,
  IntegrityError,
  insert,
  integer,
  MetaData,
  numeric,
  type StatementError,
  select,
  sql,
  text,
  typeDecorator,
  varchar,
} from "athanor";
import { daterange, int4range, jsonb, namedEnum } from "athanor/postgresql";
import { expect, test } from "vitest";
import { onEveryDatabase } from "../support/databases.js";
import { rejectedWith } from "../support/recorded.js";

// Types that only the database knows. Whichever way rows go in, what fits is stored as it was given, and what does not is refused.

/** A type of the database's that is known by its name, and whose values are text. */
const named = (ddl: string) => typeDecorator<string, string>({ name: ddl, impl: text(), ddl });
const bits = named("BIT(3)");
const someBits = named("BIT VARYING(3)");
const shortText = named("short_text");
const amount = named("amount");
const place = named("place");
const mood = () => namedEnum("mood", "sad", "happy");

const metadata = new MetaData();
const t = metadata.table("t", {
  id: integer().primaryKey(),
  bits: bits(),
  someBits: someBits(),
  shortText: shortText(),
  amount: amount(),
  place: place(),
  mood: mood(),
  span: int4range(),
  words: arrayOf(varchar(3)),
  letters: arrayOf(char(3)),
  amounts: arrayOf(numeric({ precision: 4, scale: 1 })),
  manyBits: arrayOf(bits()),
  domains: arrayOf(shortText()),
  moods: arrayOf(mood()),
  days: arrayOf(daterange()),
  places: arrayOf(place()),
  documents: arrayOf(jsonb()),
});

const good = {
  bits: "101",
  someBits: "1",
  shortText: "abc",
  amount: "123.4",
  place: '("a ""b"",",12)',
  mood: "sad",
  span: "[1,5)",
  words: ["abc", "", 'a"b'],
  letters: ["abc", "x\\y"],
  amounts: ["123.4", "-0.5"],
  manyBits: ["101", "000"],
  domains: ["abc", ""],
  moods: ["happy", "sad"],
  days: ["[2031-01-01,2031-02-01)", "empty"],
  places: ["(x,1)", '("y, z",)'],
  documents: [{ a: [1, "two"] }, [], "text", 5],
} satisfies typeof t.$insert;
const nothing = { bits: null };

/** What does not fit, with the class of the error. */
const bad: readonly (readonly [Partial<typeof t.$insert>, typeof DataError | typeof IntegrityError | typeof StatementError])[] = [
  [{ bits: "1011" }, DataError],
  [{ bits: "10" }, DataError],
  [{ someBits: "1011" }, DataError],
  [{ shortText: "abcd" }, DataError],
  [{ shortText: "no" }, IntegrityError],
  [{ amount: "1234.5" }, DataError],
  [{ place: "(abcdefghi,1)" }, DataError],
  [{ place: "(a,1,2)" }, DataError],
  [{ mood: "angry" as "sad" }, DataError],
  [{ span: "[5,1)" }, DataError],
  [{ words: ["ok", "abcd"] }, DataError],
  [{ letters: ["abcd"] }, DataError],
  [{ amounts: ["1234.5"] }, DataError],
  [{ manyBits: ["1011"] }, DataError],
  [{ domains: ["abcd"] }, DataError],
  [{ moods: ["sad", "angry" as "sad"] }, DataError],
  [{ days: ["[2031-02-01,2031-01-01)"] }, DataError],
  [{ places: ["(abcdefghi,1)"] }, DataError],
];

onEveryDatabase(({ engine }) => {
  const open = async () => {
    const conn = await engine({ isolationLevel: "AUTOCOMMIT" }).connect();
    for (const each of [
      "CREATE DOMAIN short_text AS varchar(3) CHECK (VALUE <> 'no')",
      "CREATE DOMAIN amount AS numeric(4, 1)",
      "CREATE TYPE place AS (street varchar(8), number integer)",
    ])
      await conn.execute(sql.text(each));
    await metadata.createAll(conn);
    return conn;
  };
  const sorted = insert(t).returning(t).sortByParameterOrder();

  test("what fits comes back as it was given: alone, among many, and where rows come back", async () => {
    const conn = await open();
    const absent = Object.fromEntries(Object.keys(good).map((key) => [key, null]));
    await conn.execute(insert(t), good);
    await conn.execute(insert(t), [good, nothing, good]);
    await conn.execute(insert(t).values([good, good]));
    const returned = (await conn.execute(sorted, [good, nothing])).all();
    const rows = [good, good, absent, good, good, good, good, absent].map((row, index) => ({ id: index + 1, ...row }));
    expect(returned).toEqual(rows.slice(-2));
    expect((await conn.execute(select(t).orderBy(t.c.id))).all()).toEqual(rows);
    await conn.close();
  });

  test.each(bad)("%j is refused, not cut, in each of these ways", async (set, kind) => {
    const conn = await open();
    for (const tried of [
      () => conn.execute(insert(t), set),
      () => conn.execute(insert(t).returning(t.c.id), set),
      () => conn.execute(insert(t), [set, set]),
      () => conn.execute(insert(t), [good, set]),
      () => conn.execute(insert(t).values([set, set])),
      () => conn.execute(sorted, [set, set]),
    ])
      await rejectedWith<Error>(kind, tried());
    expect(await conn.scalars(select(t.c.id))).toEqual([]);
    await conn.close();
  });
}, "postgresql");
