import { type Connection, deleteFrom, func, insert, integer, MetaData, select, update, varchar } from "athanor";
import { expect, test } from "vitest";
import { onEveryDatabase } from "../support/databases.js";
import { testExcept, testOnlyOn } from "../support/differences.js";

const metadata = new MetaData();
const orders = metadata.table("orders", { id: integer().primaryKey(), region: varchar(20).notNull(), amount: integer().notNull() });
const archive = metadata.table("archive", {
  id: integer().primaryKey().autoincrement(false),
  region: varchar(20).notNull(),
  amount: integer().notNull(),
  year: integer().notNull().default(2026),
});

onEveryDatabase(({ engine, target }) => {
  const open = async (): Promise<Connection> => {
    const conn = await engine().connect();
    await metadata.createAll(conn);
    await conn.execute(insert(orders), [
      { id: 1, region: "north", amount: 10 },
      { id: 2, region: "south", amount: 1 },
      { id: 3, region: "north", amount: 20 },
      { id: 4, region: "south", amount: 2 },
    ]);
    return conn;
  };
  const ids = (conn: Connection) => conn.scalars(select(orders.c.id).orderBy(orders.c.id));
  const large = select(orders.c.region, func.sum(orders.c.amount).label("total")).groupBy(orders.c.region).cte("regional");
  const top = select(large.c.region).where(large.c.total.gt(10));
  const before = testExcept(target, { mariadb: "WITH before UPDATE and DELETE" });

  test("INSERT..SELECT of a CTE, with the defaults of the columns that it leaves out", async () => {
    const conn = await open();
    const small = select(orders).where(orders.c.amount.lt(5)).cte("small");
    const copied = insert(archive).fromSelect(["id", "region", "amount"], select(small.c.id, small.c.region, small.c.amount));
    expect((await conn.execute(copied)).rowCount).toBe(2);
    expect((await conn.execute(select(archive).orderBy(archive.c.id))).all()).toEqual([
      { id: 2, region: "south", amount: 1, year: 2026 },
      { id: 4, region: "south", amount: 2, year: 2026 },
    ]);
    await conn.close();
  });

  before("UPDATE and DELETE of what CTEs choose, one upon the other", async () => {
    const conn = await open();
    const raised = update(orders)
      .where(orders.c.region.in(top))
      .values({ amount: orders.c.amount.mul(2) });
    expect((await conn.execute(raised)).rowCount).toBe(2);
    expect(await conn.scalars(select(orders.c.amount).orderBy(orders.c.id))).toEqual([20, 1, 40, 2]);
    expect((await conn.execute(deleteFrom(orders).where(orders.c.region.in(top)))).rowCount).toBe(2);
    expect(await ids(conn)).toEqual([2, 4]);
    await conn.close();
  });

  before("a CTE that calls itself", async () => {
    const conn = await open();
    const numbers = select(orders.c.id.label("n")).where(orders.c.id.eq(1)).cte("numbers", { recursive: true });
    const upTo = numbers.unionAll(select(numbers.c.n.add(1)).where(numbers.c.n.lt(3)));
    await conn.execute(deleteFrom(orders).where(orders.c.id.in(select(upTo.c.n))));
    expect(await ids(conn)).toEqual([4]);
    await conn.close();
  });

  const changing = testOnlyOn(target, "postgresql", "CTEs that change rows");
  changing("what one statement deletes, another inserts; what it inserts, a query reads", async () => {
    const conn = await open();
    const moved = deleteFrom(orders).where(orders.c.amount.lt(5)).returning(orders.c.id, orders.c.region, orders.c.amount).cte("moved");
    const kept = insert(archive).fromSelect(["id", "region", "amount"], select(moved.c.id, moved.c.region, moved.c.amount));
    const told = await conn.execute(kept.returning(archive.c.id, archive.c.year));
    expect(told.all().toSorted((left, right) => left.id - right.id)).toEqual([
      { id: 2, year: 2026 },
      { id: 4, year: 2026 },
    ]);
    expect(await ids(conn)).toEqual([1, 3]);
    const added = insert(orders).values({ id: 9, region: "west", amount: 9 }).returning(orders.c.id, orders.c.amount).cte("added");
    expect((await conn.execute(select(added.c.id, added.c.amount.mul(2).label("twice")))).all()).toEqual([{ id: 9, twice: 18 }]);
    const changed = update(orders).where(orders.c.id.eq(9)).values({ amount: 1 }).cte("changed");
    expect(await conn.scalar(select(func.count()).selectFrom(orders).addCte(changed))).toBe(3);
    expect(await conn.scalar(select(orders.c.amount).where(orders.c.id.eq(9)))).toBe(1);
    await conn.close();
  });
});
