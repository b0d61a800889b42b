import {
  type Connection,
  deleteFrom,
  integer,
  MetaData,
  OperationalError,
  insert as plainInsert,
  select,
  sql,
  update,
  varchar,
} from "athanor";
import { insert, limit } from "athanor/mysql";
import { expect, test } from "vitest";
import { onEveryDatabase } from "../support/databases.js";
import { rejectedWith } from "../support/recorded.js";

const metadata = new MetaData();
const crew = metadata.table("crew", {
  id: integer().primaryKey(),
  name: varchar(20).notNull().unique(),
  rating: integer(),
  ship: integer(),
});
const ship = metadata.table("ship", { id: integer().primaryKey(), name: varchar(20), crewed: integer() });

onEveryDatabase(({ engine }) => {
  const open = async (): Promise<Connection> => {
    const conn = await engine().connect();
    await metadata.createAll(conn);
    await conn.execute(plainInsert(ship), [
      { id: 1, name: "a", crewed: 0 },
      { id: 2, name: "b", crewed: 0 },
    ]);
    await conn.execute(
      plainInsert(crew),
      [5, 3, 4, 1, 2].map((rating, index) => ({ id: index + 1, name: `n${index + 1}`, rating, ship: 1 + (index % 2) })),
    );
    await conn.commit();
    return conn;
  };
  const ratings = (conn: Connection) => conn.scalars(select(crew.c.rating).orderBy(crew.c.id));

  test("ON DUPLICATE KEY UPDATE: many rows, by any unique key, with the row's own and the new values", async () => {
    const conn = await open();
    const statement = insert(crew);
    const upsert = statement.onDuplicateKeyUpdate({ rating: crew.c.rating.add(statement.inserted.rating) });
    await conn.execute(upsert, [
      { id: 1, name: "n1", rating: 10 },
      { id: 50, name: "n2", rating: 10 },
      { id: 6, name: "n6", rating: 10 },
    ]);
    expect(await ratings(conn)).toEqual([15, 13, 4, 1, 2, 10]);
    await conn.close();
  });

  test("UPDATE and DELETE of the first few", async () => {
    const conn = await open();
    const first = { mariadb: { orderBy: [crew.c.rating] } };
    const raised = await conn.execute(
      update(crew)
        .values({ rating: crew.c.rating.add(100) })
        .withDialectOptions(first)
        .ext(limit(2)),
    );
    expect([raised.rowCount, await ratings(conn)]).toEqual([2, [5, 3, 4, 101, 102]]);
    const gone = await conn.execute(deleteFrom(crew).withDialectOptions(first).ext(limit(3)));
    expect([gone.rowCount, await ratings(conn)]).toEqual([3, [101, 102]]);
    await conn.close();
  });

  test("UPDATE and DELETE with other tables; rows that are found count, changed or not", async () => {
    const conn = await open();
    const ofShip = (name: string) => update(crew).values({ rating: 9 }).where(crew.c.ship.eq(ship.c.id), ship.c.name.eq(name));
    expect((await conn.execute(ofShip("a"))).rowCount).toBe(3);
    expect((await conn.execute(ofShip("a"))).rowCount).toBe(3);
    expect(await ratings(conn)).toEqual([9, 3, 9, 1, 9]);
    expect((await conn.execute(deleteFrom(crew).where(crew.c.ship.eq(ship.c.id), ship.c.name.eq("b")))).rowCount).toBe(2);
    expect(await ratings(conn)).toEqual([9, 9, 9]);
    await conn.close();
  });

  test("a lock that is waited for in vain (1205) fails its statement alone, and can be repeated", async () => {
    const [one, two] = [await open(), await engine().connect()];
    await two.execute(sql.text("SET innodb_lock_wait_timeout = 1"));
    const change = (conn: Connection, id: number, rating: number) => conn.execute(update(crew).where(crew.c.id.eq(id)).values({ rating }));
    await change(two, 2, 20);
    await change(one, 1, 10);
    expect(await rejectedWith(OperationalError, change(two, 1, 30))).toMatchObject({
      condition: "lockTimeout",
      code: "1205",
      serializationFailure: true,
      connectionInvalidated: false,
    });
    await one.commit();
    await change(two, 1, 30);
    await two.commit();
    expect((await ratings(two)).slice(0, 2)).toEqual([30, 20]);
    await one.close();
    await two.close();
  });

  test("a long stream takes little memory, however slowly it is read", async () => {
    const conn = await engine().connect();
    const rows = sql.text("SELECT seq AS n, REPEAT('x', 1000) AS body FROM seq_1_to_200000");
    let most = 0;
    let count = 0;
    global.gc?.();
    const before = process.memoryUsage().rss;
    for await (const _ of conn.stream(rows)) {
      count += 1;
      if (count % 20_000 === 0) {
        await new Promise((resolve) => setTimeout(resolve, 20));
        most = Math.max(most, process.memoryUsage().rss - before);
      }
    }
    expect(count).toBe(200_000);
    // the rows are 200 MB
    expect(most).toBeLessThan(120_000_000);
    await conn.close();
  });
}, "mariadb");
