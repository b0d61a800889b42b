import { bindParam, createEngine, deleteFrom, integer, MetaData } from "athanor";
import { expect, test } from "vitest";

const metadata = new MetaData();
const boat = metadata.table("boat", { id: integer().primaryKey() });
const statement = () => deleteFrom(boat).where(boat.c.id.eq(bindParam("k", integer())));
const loose = (set: object): { readonly k: number } => set as never;

test("a name that the statement does not know is refused each time, and a missing value before it", async () => {
  const engine = createEngine("sqlite://");
  await engine.begin(async (connection) => {
    await metadata.createAll(connection);
    const kept = statement();
    for (const _ of [1, 2])
      await expect(connection.execute(kept, loose({ k: 1, other: 2 }))).rejects.toThrow(
        "Unknown parameter 'other': the statement knows k.",
      );
    await expect(connection.execute(kept, loose({ other: 1 }))).rejects.toThrow("A value is required for bind parameter 'k'");
    await expect(connection.execute(kept, [{ k: 1 }, loose({ other: 1 })])).rejects.toThrow(
      "A value is required for bind parameter 'k', in parameter group 1",
    );
    expect((await connection.execute(kept, { k: 1 })).rowCount).toBe(0);
  });
  await engine.close();
});
