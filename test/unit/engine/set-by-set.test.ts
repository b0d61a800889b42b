import { bindParam, createEngine, deleteFrom, insert, integer, MetaData, select, text, update } from "athanor";
import { sqlite } from "athanor/sqlite";
import { expect, test } from "vitest";
import { nodeSqlite } from "../../../src/dialects/sqlite/drivers/node-sqlite.js";

const metadata = new MetaData();
const boat = metadata.table("boat", { id: integer().primaryKey(), name: text() });
const k = bindParam("k", integer());
const statements = {
  update: update(boat).where(boat.c.id.eq(k)).values({ name: "x" }).returning(boat.c.id),
  delete: deleteFrom(boat).where(boat.c.id.eq(k)).returning(boat.c.id),
  values: insert(boat)
    .values([{ name: "a" }, { name: "b" }])
    .returning(boat.c.id),
  select: insert(boat).fromSelect(["name"], select(boat.c.name)).returning(boat.c.id),
};

async function within(returningSetBySet: boolean, work: (run: (statement: object, sets: object) => Promise<unknown>) => Promise<void>) {
  const engine = createEngine({ dialect: sqlite({ returningSetBySet }), driver: nodeSqlite(":memory:") });
  await engine.begin(async (connection) => {
    await metadata.createAll(connection);
    const loose = connection as unknown as { execute(statement: object, sets: object): Promise<{ all(): unknown }> };
    await work(async (statement, sets) => (await loose.execute(statement, sets)).all());
  });
  await engine.close();
}

test("the rows of each parameter set come back, whatever the statement", () =>
  within(true, async (run) => {
    expect(await run(statements.values, [{}, {}])).toEqual([{ id: 1 }, { id: 2 }, { id: 3 }, { id: 4 }]);
    expect(await run(statements.update, [{ k: 1 }, { k: 9 }, { k: 2 }])).toEqual([{ id: 1 }, { id: 2 }]);
    expect(await run(statements.delete, [{ k: 3 }, { k: 4 }])).toEqual([{ id: 3 }, { id: 4 }]);
    expect(await run(statements.select, [{}, {}])).toHaveLength(6);
  }));

test("where the dialect is told so, what would be a statement for each set is refused", () =>
  within(false, async (run) => {
    const one = "does not support UPDATE..RETURNING when executemany is used";
    await expect(run(statements.update, [{ k: 1 }, { k: 2 }])).rejects.toThrow(one);
    await expect(run(statements.delete, [{ k: 1 }, { k: 2 }])).rejects.toThrow("does not support DELETE..RETURNING");
    const together = 'Statement does not have "insertmanyvalues" enabled';
    await expect(run(statements.values, [{}, {}])).rejects.toThrow(together);
    await expect(run(statements.select, [{}, {}])).rejects.toThrow(together);
    expect(await run(insert(boat).returning(boat.c.id), [{ name: "a" }, { name: "b" }])).toEqual([{ id: 1 }, { id: 2 }]);
    expect(await run(statements.update, { k: 1 })).toEqual([{ id: 1 }]);
  }));
