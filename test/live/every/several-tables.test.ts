import { type Connection, deleteFrom, exists, insert, integer, MetaData, select, update, varchar } from "athanor";
import { expect, test } from "vitest";
import { onEveryDatabase } from "../support/databases.js";
import { testExcept } from "../support/differences.js";

const metadata = new MetaData();
const ships = metadata.table("ship", { id: integer().primaryKey(), name: varchar(20).notNull(), speed: integer().notNull() });
const crew = metadata.table("crew", {
  id: integer().primaryKey(),
  name: varchar(20).notNull(),
  ship: integer(),
  chief: integer(),
  rating: integer().notNull(),
});

onEveryDatabase(({ engine, target }) => {
  const open = async (): Promise<Connection> => {
    const conn = await engine().connect();
    await metadata.createAll(conn);
    await conn.execute(insert(ships), [
      { id: 1, name: "swift", speed: 30 },
      { id: 2, name: "slow", speed: 3 },
    ]);
    await conn.execute(insert(crew), [
      { id: 1, name: "a", ship: 1, chief: null, rating: 1 },
      { id: 2, name: "b", ship: 2, chief: 1, rating: 2 },
      { id: 3, name: "c", ship: 1, chief: 1, rating: 3 },
      { id: 4, name: "d", ship: null, chief: 3, rating: 4 },
    ]);
    return conn;
  };
  const ratings = (conn: Connection) => conn.scalars(select(crew.c.rating).orderBy(crew.c.id));

  test("UPDATE by the columns of another table, and by its rows", async () => {
    const conn = await open();
    const done = await conn.execute(
      update(crew)
        .where(crew.c.ship.eq(ships.c.id))
        .values({ rating: ships.c.speed.add(crew.c.rating) }),
    );
    expect([done.rowCount, await ratings(conn)]).toEqual([3, [31, 5, 33, 4]]);
    const some = update(crew).where(crew.c.ship.eq(ships.c.id), ships.c.name.eq("slow")).values({ rating: 0 });
    expect([(await conn.execute(some)).rowCount, await ratings(conn)]).toEqual([1, [31, 0, 33, 4]]);
    await conn.close();
  });

  test("UPDATE by another row of the same table, and by a subquery", async () => {
    const conn = await open();
    const chiefs = crew.alias("chiefs");
    await conn.execute(
      update(crew)
        .where(crew.c.chief.eq(chiefs.c.id))
        .values({ rating: chiefs.c.rating.mul(10) }),
    );
    expect(await ratings(conn)).toEqual([1, 10, 10, 30]);
    const fast = select(ships.c.id, ships.c.speed).where(ships.c.speed.gt(10)).subquery("fast");
    await conn.execute(update(crew).where(crew.c.ship.eq(fast.c.id)).values({ rating: fast.c.speed }));
    expect(await ratings(conn)).toEqual([30, 10, 30, 30]);
    await conn.close();
  });

  testExcept(target, { mariadb: "UPDATE..RETURNING" })("what an UPDATE with another table has changed comes back", async () => {
    const conn = await open();
    const swift = update(crew)
      .where(crew.c.ship.eq(ships.c.id), ships.c.name.eq("swift"))
      .values({ rating: crew.c.rating.add(100) });
    const rows = (await conn.execute(swift.returning(crew.c.name, crew.c.rating))).all();
    expect(rows.toSorted((left, right) => left.rating - right.rating)).toEqual([
      { name: "a", rating: 101 },
      { name: "c", rating: 103 },
    ]);
    await conn.close();
  });

  testExcept(target, { sqlite: "DELETE with other tables" })("DELETE by the rows of another table, and of the same one", async () => {
    const conn = await open();
    const chiefs = crew.alias("chiefs");
    const ofChief = deleteFrom(crew).where(crew.c.chief.eq(chiefs.c.id), chiefs.c.name.eq("c"));
    expect([(await conn.execute(ofChief)).rowCount, await ratings(conn)]).toEqual([1, [1, 2, 3]]);
    const ofShip = deleteFrom(crew).using(ships).where(crew.c.ship.eq(ships.c.id), ships.c.name.eq("swift"));
    expect([(await conn.execute(ofShip)).rowCount, await ratings(conn)]).toEqual([2, [2]]);
    await conn.close();
  });

  test("UPDATE and DELETE by subqueries that look at the row", async () => {
    const conn = await open();
    const speed = select(ships.c.speed).where(ships.c.id.eq(crew.c.ship)).scalarSubquery();
    const withShip = exists(select(ships.c.id).where(ships.c.id.eq(crew.c.ship)));
    await conn.execute(update(crew).where(withShip).values({ rating: speed.$notNull() }));
    expect(await ratings(conn)).toEqual([30, 3, 30, 4]);
    expect((await conn.execute(deleteFrom(crew).where(crew.c.ship.in(select(ships.c.id).where(ships.c.speed.lt(10)))))).rowCount).toBe(1);
    expect(await ratings(conn)).toEqual([30, 30, 4]);
    await conn.close();
  });
});
