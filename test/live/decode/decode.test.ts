import { bigInteger, boolean, date, enumOf, func, insert, MetaData, numeric, select, sql, time, timestamp, uuid, varchar } from "athanor";
import { expect, test } from "vitest";
import { onEveryDatabase } from "../support/databases.js";
import { all, first, metadata, nothing, second } from "./everything.js";

const trueOf = { sqlite: "1", postgresql: "true", mariadb: "1" };

onEveryDatabase(({ target, engine }) => {
  const open = async () => {
    const conn = await engine().connect();
    await metadata.createAll(conn);
    return conn;
  };

  test("a column's type is its value's type: after an INSERT of one row, and of many", async () => {
    const conn = await open();
    await conn.execute(insert(all), first);
    await conn.execute(insert(all), [second, { long: null }, first]);
    const rows = (await conn.execute(select(all).orderBy(all.c.id))).all();
    expect(rows).toEqual([
      { id: 1, ...first },
      { id: 2, ...second },
      { id: 3, ...nothing },
      { id: 4, ...first },
    ]);
    await conn.close();
  });

  test("written into the text of an INSERT instead of bound", async () => {
    const conn = await open();
    for (const statement of [insert(all).values(first), insert(all).values(second), insert(all).values({ long: null })]) {
      const { sql: written } = statement.compile({ dialect: conn.dialect, literalBinds: true });
      await conn.execute(sql.text(written.replaceAll(":", "\\:")));
    }
    const rows = (await conn.execute(select(all).orderBy(all.c.id))).all();
    expect(rows).toEqual([first, second, nothing].map((values, index) => ({ id: index + 1, ...values })));
    await conn.close();
  });

  test("in RETURNING of one row, and of many in order", async () => {
    const conn = await open();
    const one = (await conn.execute(insert(all).values(second).returning(all))).one();
    expect(one).toEqual({ id: 1, ...second });
    const many = (await conn.execute(insert(all).returning(all).sortByParameterOrder(), [first, second, nothing])).all();
    expect(many).toEqual([
      { id: 2, ...first },
      { id: 3, ...second },
      { id: 4, ...nothing },
    ]);
    await conn.close();
  });

  test("in returned defaults, of one row and of many", async () => {
    const conn = await engine().connect();
    const own = new MetaData();
    const made = own.table("made", {
      id: bigInteger().primaryKey().identity(),
      big: bigInteger().serverDefault("9007199254740993"),
      moment: timestamp().serverDefault("2031-04-05 06:07:08"),
      amount: numeric({ precision: 10, scale: 2 }).serverDefault("1.50"),
      day: date().serverDefault("2031-04-05"),
      hour: time().serverDefault("10:20:30"),
      yes: boolean().serverDefault(trueOf[target.backend]),
      mood: enumOf("sad", "ok").serverDefault("ok"),
      key: uuid().serverDefault("f47ac10b-58cc-4372-a567-0e02b2c3d479"),
      note: varchar(10),
    });
    await own.createAll(conn);
    const defaults = {
      big: 9007199254740993n,
      moment: new Date("2031-04-05T06:07:08Z"),
      amount: "1.50",
      day: "2031-04-05",
      hour: "10:20:30",
      yes: true,
      mood: "ok",
      key: "f47ac10b-58cc-4372-a567-0e02b2c3d479",
    };
    const one = await conn.execute(insert(made).values({ note: "a" }).returnDefaults());
    expect(one.returnedDefaults).toMatchObject({ id: 1n, ...defaults });
    expect(one.insertedPrimaryKey).toEqual({ id: 1n });
    const many = await conn.execute(insert(made).returnDefaults().sortByParameterOrder(), [{ note: "b" }, { note: "c" }]);
    expect(many.returnedDefaultsRows).toMatchObject([
      { id: 2n, ...defaults },
      { id: 3n, ...defaults },
    ]);
    expect(many.insertedPrimaryKeyRows).toEqual([{ id: 2n }, { id: 3n }]);
    await conn.close();
  });

  test("by comparison: what was stored is found by the same value", async () => {
    const conn = await open();
    await conn.execute(insert(all), [first, second]);
    const { c } = all;
    for (const criterion of [
      c.small.eq(first.small),
      c.big.eq(first.big),
      c.exact.eq(first.exact),
      c.plain.eq(first.plain),
      c.twice.eq(first.twice),
      c.yes.eq(true),
      c.short.eq(first.short),
      c.long.eq(first.long),
      c.day.eq(first.day),
      c.hour.eq(first.hour),
      c.moment.eq(first.moment),
      c.exactMoment.eq(first.exactMoment),
      c.zonedMoment.eq(first.zonedMoment),
      c.zoned.eq(first.zoned),
      c.span.eq(first.span),
      c.key.eq(first.key),
      c.mood.eq("happy"),
      c.bytes.eq(first.bytes),
      c.big.in([first.big, 5n]),
    ])
      expect(await conn.scalars(select(c.id).where(criterion))).toEqual([1]);
    await conn.close();
  });

  test("of functions and of text without types: numbers where they are exact", async () => {
    const conn = await open();
    await conn.execute(insert(all), [first, second]);
    expect(await conn.scalar(select(func.count()).selectFrom(all))).toBe(2);
    expect(await conn.scalar(select(func.max(all.c.big)))).toBe(first.big);
    expect((await conn.execute(sql.text("SELECT 9007199254740993 AS big, 5 AS small, -9223372036854775807 AS low"))).one()).toEqual({
      big: 9007199254740993n,
      small: 5,
      low: -9223372036854775807n,
    });
    await conn.close();
  });
});
