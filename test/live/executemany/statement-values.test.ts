import { bindList, bindParam, insert, integer, MetaData, select, text, update, varchar } from "athanor";
import { expect, test } from "vitest";
import { onEveryDoor } from "../support/backends.js";

const metadata = new MetaData();
const boats = metadata.table("boat", { id: integer().primaryKey(), name: varchar(20).notNull(), port: varchar(5), crew: integer() });
const ports = metadata.table("port", { code: varchar(5).primaryKey(), country: text() });

onEveryDoor(({ memory }) => {
  async function opened() {
    const conn = await memory().connect();
    await metadata.createAll(conn);
    await conn.execute(insert(ports), [
      { code: "BGO", country: "NO" },
      { code: "ARN", country: "SE" },
    ]);
    return conn;
  }

  test("values of a CTE may differ from set to set", async () => {
    const conn = await opened();
    const home = select(ports.c.code)
      .where(ports.c.country.eq(bindParam("country", text())))
      .cte("home");
    const statement = insert(boats)
      .values({ port: select(home.c.code).scalarSubquery() })
      .returning(boats.c.name, boats.c.port);
    const countries = ["NO", "SE", "SE"];
    const result = await conn.execute(
      statement,
      countries.map((country) => ({ name: `of ${country}`, country })),
    );
    expect(result.tuples()).toEqual([
      ["of NO", "BGO"],
      ["of SE", "ARN"],
      ["of SE", "ARN"],
    ]);
    await conn.close();
  });

  test("a list in the statement is the same for all sets; one for each set is refused", async () => {
    const conn = await opened();
    const names = ["a", "b", "c"];
    await conn.execute(
      insert(boats),
      names.map((name) => ({ name })),
    );
    const among = update(boats).where(boats.c.id.in([1, 3]), boats.c.name.eq(bindParam("was", varchar())));
    const counted = await conn.execute(
      among,
      names.map((was) => ({ was, crew: 5 })),
    );
    expect(counted.rowCount).toBe(2);
    const lists = update(boats).where(boats.c.id.in(bindList("ids", integer())));
    const sets = [
      { ids: [1], crew: 1 },
      { ids: [2], crew: 1 },
    ];
    await expect(conn.execute(lists, sets)).rejects.toThrow("can't be used with executemany()");
    await conn.close();
  });
});
