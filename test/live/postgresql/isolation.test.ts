import { type Connection, insert, integer, MetaData, select, sql, text, update } from "athanor";
import { expect, test } from "vitest";
import { onEveryDatabase } from "../support/databases.js";

const metadata = new MetaData();
const counters = metadata.table("counter", { id: integer().primaryKey(), name: text().notNull(), n: integer().notNull() });

onEveryDatabase(({ engine }) => {
  const withCounters = async () => {
    const database = engine();
    await database.begin(async (conn) => {
      await metadata.createAll(conn);
      await conn.execute(insert(counters), [
        { name: "a", n: 0 },
        { name: "b", n: 0 },
      ]);
    });
    return database;
  };
  const setting = (conn: Connection, name: string) => conn.scalar(sql.text(`SHOW ${name}`));
  const read = (conn: Connection, id: number) => conn.scalar(select(counters.c.n).where(counters.c.id.eq(id)));
  const write = (conn: Connection, id: number, n: number) => conn.execute(update(counters).where(counters.c.id.eq(id)).values({ n }));

  test("the level is the transaction's: of a connection, of the engine, and gone with it", async () => {
    const database = await withCounters();
    const conn = await database.connect();
    expect(await setting(conn, "transaction_isolation")).toBe("read committed");
    await conn.rollback();
    conn.executionOptions({ isolationLevel: "REPEATABLE READ" });
    expect(await setting(conn, "transaction_isolation")).toBe("repeatable read");
    await conn.close();
    await database.transaction(async (tx) => expect(await setting(tx, "transaction_isolation")).toBe("serializable"), {
      isolationLevel: "serializable",
    });
    const next = await database.connect();
    expect(await setting(next, "transaction_isolation")).toBe("read committed");
    await next.close();
  });

  test("a transaction that only reads is refused writing by the server, with AUTOCOMMIT too, and the next one is not", async () => {
    const database = await withCounters();
    for (const isolationLevel of ["READ COMMITTED", "AUTOCOMMIT"]) {
      const conn = await database.connect();
      conn.executionOptions({ isolationLevel, readOnly: true });
      expect(await read(conn, 1)).toBe(0);
      await expect(write(conn, 1, 5)).rejects.toMatchObject({ code: "25006" });
      await conn.close();
    }
    await database.begin((conn) => write(conn, 1, 7));
    expect(await (await database.connect()).scalar(select(counters.c.n).where(counters.c.id.eq(1)))).toBe(7);
  });

  test("a serialization failure is repeated until it is none: no increment is lost", async () => {
    const database = await withCounters();
    const add = () =>
      database.transaction(async (tx) => void (await write(tx, 1, ((await read(tx, 1)) ?? 0) + 1)), {
        isolationLevel: "SERIALIZABLE",
        retry: 100,
      });
    await Promise.all(Array.from({ length: 12 }, add));
    const conn = await database.connect();
    expect(await read(conn, 1)).toBe(12);
    await conn.close();
  });
}, "postgresql");
