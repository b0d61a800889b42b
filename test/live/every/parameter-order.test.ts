import { bigInteger, func, IntegrityError, insert, integer, MetaData, Sequence, select, sql, text, uuid, varchar } from "athanor";
import { expect, test } from "vitest";
import { onEveryDatabase } from "../support/databases.js";
import { rejectedWith } from "../support/recorded.js";

const metadata = new MetaData();
const counted = metadata.table("counted", { id: integer().primaryKey(), name: text().notNull() });
const identified = metadata.table("identified", { id: integer().primaryKey().identity({ start: 100 }), name: text().notNull() });
const sequenced = metadata.table("sequenced", {
  id: integer()
    .primaryKey()
    .sequence(new Sequence("ticket_seq", { start: 50 })),
  name: text().notNull(),
});
const keyed = metadata.table("keyed", {
  id: uuid()
    .primaryKey()
    .default(() => crypto.randomUUID()),
  name: text().notNull(),
});
const composite = metadata.table("composite", { a: integer().primaryKey(), b: varchar(10).primaryKey(), name: text().notNull() });
const keyless = metadata.table("keyless", { name: text().notNull() });
const always = metadata.table("always", { id: bigInteger().primaryKey().identity({ always: true }), name: text().notNull() });
const marked = metadata.table("marked", { name: text().notNull(), mark: integer().insertSentinel() });
const unique = metadata.table("uniquely", { id: integer().primaryKey(), name: varchar(40).notNull().unique() });

const names = Array.from({ length: 1230 }, (_, n) => ({ name: `n${(n * 7919) % 1230}` }));
const inOrder = names.map((set) => set.name);

/** What makes a key in the database that does not count up. */
const madeKeys = {
  sqlite: sql.text("(lower(hex(randomblob(16))))"),
  postgresql: sql.text("gen_random_uuid()"),
  mariadb: sql.text("(replace(uuid(), '-', ''))"),
};

onEveryDatabase(({ target, engine }) => {
  const open = async () => {
    const conn = await engine().connect();
    await metadata.createAll(conn);
    await conn.commit();
    return conn;
  };

  test("rows and keys come back in the order of the parameter sets, whatever the key", async () => {
    const conn = await open();
    // tables of one form, whatever fills their keys
    for (const table of [counted, identified, sequenced] as unknown as (typeof counted)[]) {
      const rows = (await conn.execute(insert(table).returning(table.c.id, table.c.name).sortByParameterOrder(), names)).all();
      expect(rows.map((row) => row.name)).toEqual(inOrder);
      const ids = rows.map((row) => row.id);
      expect(ids).toEqual([...ids].sort((a, b) => a - b));
    }
    expect((await conn.execute(insert(keyed).returning(keyed.c.name).sortByParameterOrder(), names)).scalars()).toEqual(inOrder);
    expect((await conn.execute(insert(keyless).returning(keyless.c.name).sortByParameterOrder(), names.slice(0, 30))).scalars()).toEqual(
      inOrder.slice(0, 30),
    );
    const sets = names.map(({ name }, n) => ({ a: (n * 31) % 5, b: `b${n}`, name }));
    expect((await conn.execute(insert(composite).returning(composite).sortByParameterOrder(), sets)).all()).toEqual(sets);
    await conn.close();
  });

  test("of an identity that takes no keys from outside, as big integers", async () => {
    const conn = await open();
    const rows = (await conn.execute(insert(always).returning(always).sortByParameterOrder(), names)).all();
    expect(rows).toEqual(inOrder.map((name, n) => ({ id: BigInt(n + 1), name })));
    await conn.close();
  });

  test("of a sentinel column, which the rows show only where it is asked for", async () => {
    const conn = await open();
    const result = await conn.execute(insert(marked).returning(marked.c.name).sortByParameterOrder(), names);
    expect(result.keys()).toEqual(["name"]);
    expect(result.scalars()).toEqual(inOrder);
    await conn.close();
  });

  test("of a key that the database makes up", async () => {
    const own = new MetaData();
    const type = target.backend === "postgresql" ? uuid() : varchar(36);
    const made = own.table("made", { id: type.primaryKey().serverDefault(madeKeys[target.backend]), name: text().notNull() });
    const conn = await engine().connect();
    await own.createAll(conn);
    const few = names.slice(0, 150);
    const rows = (await conn.execute(insert(made).returning(made).sortByParameterOrder(), few)).all();
    expect(rows.map((row) => row.name)).toEqual(few.map((set) => set.name));
    const stored = new Map((await conn.execute(select(made))).all().map(({ id, name }) => [name, id]));
    for (const { id, name } of rows) expect([name, id]).toEqual([name, stored.get(name)]);
    await conn.close();
  });

  test("the keys of many rows without RETURNING being asked for", async () => {
    const conn = await open();
    const done = await conn.execute(insert(counted).returnDefaults(), names);
    expect(done.insertedPrimaryKeyRows).toEqual(names.map((_, n) => ({ id: n + 1 })));
    await conn.close();
  });

  test("without an order all rows come back, and the row count is told", async () => {
    const conn = await open();
    const result = await conn.execute(insert(counted).returning(counted.c.name), names);
    expect(result.scalars().sort()).toEqual([...inOrder].sort());
    expect((await conn.execute(insert(counted), names)).rowCount).toBe(names.length);
    expect(await conn.scalar(select(func.count()).selectFrom(counted))).toBe(2 * names.length);
    await conn.close();
  });

  test("many rows are all inserted or none, and the one that is in the way is named where that can be known", async () => {
    const conn = await open();
    const sets = [...names.slice(0, 40), { name: "n7919" }, { name: inOrder[3]! }, ...names.slice(40, 60)];
    await rejectedWith(IntegrityError, conn.execute(insert(unique), sets));
    await conn.rollback();
    expect(await conn.scalar(select(func.count()).selectFrom(unique))).toBe(0);
    await conn.rollback();

    conn.executionOptions({ isolationLevel: "AUTOCOMMIT" });
    const error = await rejectedWith(IntegrityError, conn.execute(insert(unique), sets));
    expect(error.row).toBe(41);
    expect(await conn.scalar(select(func.count()).selectFrom(unique))).toBe(0);
    await conn.close();
  });

  test("sets with different keys: what is absent is the column's default, and the order stays", async () => {
    const own = new MetaData();
    const person = own.table("person", { id: integer().primaryKey(), name: text().notNull().serverDefault("nobody"), age: integer() });
    const conn = await engine().connect();
    await own.createAll(conn);
    const rows = await conn.execute(insert(person).returning(person).sortByParameterOrder(), [
      { name: "a", age: 1 },
      { age: 2 },
      { name: "c" },
      { name: "d", age: null },
      { name: "e", age: 5 },
    ]);
    expect(rows.tuples()).toEqual([
      [1, "a", 1],
      [2, "nobody", 2],
      [3, "c", null],
      [4, "d", null],
      [5, "e", 5],
    ]);
    await conn.close();
  });
});
