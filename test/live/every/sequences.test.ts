import { insert, integer, MetaData, Sequence, select, varchar } from "athanor";
import { expect } from "vitest";
import { onEveryDatabase } from "../support/databases.js";
import { testExcept } from "../support/differences.js";

const metadata = new MetaData();
const numbers = new Sequence("ticket_seq", { start: 100, increment: 5 });
const lots = new Sequence("lot_seq");
const tickets = metadata.table("ticket", {
  id: integer().primaryKey().sequence(numbers),
  lot: integer().sequence(lots),
  name: varchar(20).notNull(),
});

onEveryDatabase(({ engine, target }) => {
  const sequenceTest = testExcept(target, { sqlite: "sequences" });
  const open = async () => {
    const conn = await engine().connect();
    await metadata.createAll(conn);
    return conn;
  };

  sequenceTest("a key, and a column that is none, take their values from sequences: one row, many, and in order", async () => {
    const conn = await open();
    expect((await conn.execute(insert(tickets).values({ name: "a" }))).insertedPrimaryKey).toEqual({ id: 100 });
    const one = await conn.execute(insert(tickets).values({ name: "b" }).returning(tickets));
    expect(one.one()).toEqual({ id: 105, lot: 2, name: "b" });
    const sets = Array.from({ length: 30 }, (_, n) => ({ name: `n${(n * 7) % 30}` }));
    const many = await conn.execute(insert(tickets).returning(tickets.c.id, tickets.c.lot, tickets.c.name).sortByParameterOrder(), sets);
    // where the driver can't send them in one go, the keys of a page whose order nobody knows are lost
    const tuples = many.tuples();
    const [first] = tuples;
    const [key = 0, lot = 0] = first ?? [];
    expect([key >= 110 && key % 5, (lot ?? 0) >= 3]).toEqual([0, true]);
    expect(tuples).toEqual(sets.map(({ name }, n) => [key + 5 * n, (lot ?? 0) + n, name]));
    const without = await conn.execute(insert(tickets), [{ name: "y" }, { name: "z" }]);
    expect(without.rowCount).toBe(2);
    const keys = await conn.execute(insert(tickets).returnDefaults().sortByParameterOrder(), [{ name: "p" }, { name: "q" }]);
    const named = select(tickets.c.id)
      .where(tickets.c.name.in(["p", "q"]))
      .orderBy(tickets.c.name);
    expect(keys.insertedPrimaryKeyRows).toEqual((await conn.execute(named)).all());
    await conn.close();
  });

  sequenceTest("its next value is an expression like others; a value that is given is taken instead", async () => {
    const conn = await open();
    expect(await conn.scalar(select(numbers.nextValue()))).toBe(100);
    await conn.execute(insert(tickets).values({ id: numbers.nextValue(), lot: null, name: "by expression" }));
    expect((await conn.execute(insert(tickets).values({ id: 7, lot: 70, name: "given" }))).insertedPrimaryKey).toEqual({ id: 7 });
    expect((await conn.execute(select(tickets).orderBy(tickets.c.id))).all()).toEqual([
      { id: 7, lot: 70, name: "given" },
      { id: 105, lot: null, name: "by expression" },
    ]);
    await conn.close();
  });
});
