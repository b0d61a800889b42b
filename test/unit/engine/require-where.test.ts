import { createEngine, deleteFrom, insert, integer, MetaData, MissingWhereError, select, sql, text, update } from "athanor";
import { expect, test } from "vitest";

const metadata = new MetaData();
const boat = metadata.table("boat", { id: integer().primaryKey(), name: text() });

const engine = createEngine("sqlite://", { requireWhere: true });

test("requireWhere refuses UPDATE and DELETE of every row, unless they say allRows()", async () => {
  await engine.begin(async (conn) => {
    await metadata.createAll(conn);
    await conn.execute(insert(boat), [{ name: "a" }, { name: "b" }]);
    await expect(conn.execute(update(boat).values({ name: "x" }))).rejects.toThrow(
      new MissingWhereError(
        "UPDATE of 'boat' has no WHERE and would change every row, which requireWhere refuses: add criteria by where(), or say allRows() if every row is meant.",
      ),
    );
    await expect(conn.execute(deleteFrom(boat))).rejects.toThrow("DELETE from 'boat' has no WHERE and would delete every row");
    await expect(conn.execute(deleteFrom(boat).where(sql.true))).rejects.toThrow(MissingWhereError);
    expect((await conn.execute(update(boat).values({ name: "x" }).where(boat.c.id.eq(1)))).rowCount).toBe(1);
    expect((await conn.execute(update(boat).values({ name: "y" }).allRows())).rowCount).toBe(2);
    expect((await conn.execute(deleteFrom(boat).allRows())).rowCount).toBe(2);
    await conn.execute(sql.text("DELETE FROM boat"));
  });
});

test("one in a CTE is refused too; a connection or a statement may say otherwise", async () => {
  const gone = deleteFrom(boat).returning(boat.c.id).cte("gone");
  const conn = await engine.connect();
  await expect(conn.execute(select(gone.c.id))).rejects.toThrow(MissingWhereError);
  await metadata.createAll(conn);
  expect((await conn.execute(deleteFrom(boat).executionOptions({ requireWhere: false }))).rowCount).toBe(0);
  await conn.close();
});
