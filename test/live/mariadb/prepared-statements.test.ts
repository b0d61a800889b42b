import { type Connection, insert, integer, MetaData, select, sql, varchar } from "athanor";
import { beforeEach, expect, test } from "vitest";
import { endOthers, onOwnServer } from "../support/own-server.js";

const metadata = new MetaData();
const entry = metadata.table("entry", { id: integer().primaryKey(), name: varchar(50) });

onOwnServer("mariadb", ({ engine }) => {
  const names = (conn: Connection): Promise<unknown[]> => conn.scalars(select(entry.c.name).orderBy(entry.c.id));
  const allow = async (count: number): Promise<void> => {
    const conn = await engine({ isolationLevel: "AUTOCOMMIT" }).connect();
    await conn.execute(sql.text(`SET GLOBAL max_prepared_stmt_count = ${count}`));
    await conn.close();
  };

  beforeEach(async () => {
    const conn = await engine({ isolationLevel: "AUTOCOMMIT" }).connect();
    await endOthers(conn);
    await conn.execute(sql.text("CREATE OR REPLACE TABLE entry (id INTEGER PRIMARY KEY AUTO_INCREMENT, name VARCHAR(50) UNIQUE)"));
    await conn.close();
    return () => allow(16_382);
  });

  test("where the server has no room for prepared statements (1461), all goes on without, many rows too", async () => {
    await allow(0);
    const conn = await engine().connect();
    for (const name of ["a", "b", "c"]) await conn.execute(insert(entry), { name });
    await conn.execute(
      insert(entry),
      ["d", "e"].map((name) => ({ name })),
    );
    const returned = await conn.execute(
      insert(entry).returning(entry.c.name).sortByParameterOrder(),
      ["f", "g", "h"].map((name) => ({ name })),
    );
    expect(returned.all()).toEqual([{ name: "f" }, { name: "g" }, { name: "h" }]);
    expect(await names(conn)).toEqual(["a", "b", "c", "d", "e", "f", "g", "h"]);
    await conn.commit();
    await conn.close();
  });

  test("a bulk INSERT is the first that has no room: its rows come back in order, and it is all or nothing", async () => {
    await allow(0);
    const conn = await engine().connect();
    const rows = (...list: string[]) => list.map((name) => ({ name }));
    const returned = await conn.execute(insert(entry).returning(entry.c.name).sortByParameterOrder(), rows("c", "a", "b"));
    expect(returned.all().map(({ name }) => name)).toEqual(["c", "a", "b"]);
    await expect(conn.execute(insert(entry), rows("x", "y", "a", "z"))).rejects.toMatchObject({ condition: "uniqueViolation", row: 2 });
    expect(await names(conn)).toEqual(["c", "a", "b"]);
    await conn.rollback();
    expect(await names(conn)).toEqual([]);
    await conn.close();
  });

  test("what was prepared while there was room goes on being used", async () => {
    const conn = await engine().connect();
    const one = select(entry.c.name).where(entry.c.id.eq(1));
    for (let n = 0; n < 3; n += 1) await conn.scalar(one);
    await allow(1);
    for (let n = 0; n < 3; n += 1) expect(await names(conn)).toEqual([]);
    for (let n = 0; n < 3; n += 1) expect(await conn.scalar(one)).toBeNull();
    await conn.close();
  });
});
