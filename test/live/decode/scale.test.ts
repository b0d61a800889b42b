import { DataError, insert, integer, MetaData, numeric, select, update } from "athanor";
import { expect, test } from "vitest";
import type { Target } from "../../servers/targets.js";
import { onEveryDatabase } from "../support/databases.js";
import { rejectedWith } from "../support/recorded.js";

const metadata = new MetaData();
const amounts = metadata.table("amount", { id: integer().primaryKey(), of: numeric({ precision: 6, scale: 2 }) });

/** More digits after the point than the column has: SQL's databases round them, halves away from zero, and SQLite keeps them. */
const kept: Readonly<Record<Target["backend"], readonly (readonly [string, string])[]>> = {
  sqlite: [
    ["0.125", "0.125"],
    ["-0.125", "-0.125"],
  ],
  postgresql: [
    ["0.125", "0.13"],
    ["-0.125", "-0.13"],
    ["0.004", "0.00"],
    ["9999.994", "9999.99"],
  ],
  mariadb: [
    ["0.125", "0.13"],
    ["-0.125", "-0.13"],
    ["0.004", "0.00"],
    ["9999.994", "9999.99"],
  ],
};

onEveryDatabase(({ target, engine }) => {
  test("digits after the point that the column has not are what the database makes of them: alone, among many, and where rows come back", async () => {
    const conn = await engine({ isolationLevel: "AUTOCOMMIT" }).connect();
    await metadata.createAll(conn);
    const pairs = kept[target.backend];
    const sets = pairs.map(([of]) => ({ of }));
    const stored = pairs.map(([, is]) => is);
    for (const set of sets) await conn.execute(insert(amounts), set);
    await conn.execute(insert(amounts), sets);
    await conn.execute(insert(amounts).values(sets));
    const { c } = amounts;
    expect((await conn.execute(insert(amounts).returning(c.of).sortByParameterOrder(), sets)).scalars()).toEqual(stored);
    for (const [index, set] of sets.entries()) {
      await conn.execute(insert(amounts).values({ of: null }));
      await conn.execute(update(amounts).where(c.of.isNull()).values(set));
      expect((await conn.execute(insert(amounts).values(set).returning(c.of))).scalars()).toEqual([stored[index]]);
    }
    const all = await conn.scalars(select(c.of).orderBy(c.id));
    expect(all).toEqual([...stored, ...stored, ...stored, ...stored, ...stored.flatMap((each) => [each, each])]);
    await conn.close();
  });

  test.skipIf(target.backend === "sqlite")("what is too much once it is rounded is refused in each of these ways", async () => {
    const conn = await engine({ isolationLevel: "AUTOCOMMIT" }).connect();
    await metadata.createAll(conn);
    const bad = { of: "9999.995" };
    const statement = insert(amounts).returning(amounts.c.of);
    for (const tried of [
      () => conn.execute(insert(amounts), bad),
      () => conn.execute(insert(amounts), [bad, bad]),
      () => conn.execute(insert(amounts).values([bad, bad])),
      () => conn.execute(statement, bad),
      () => conn.execute(statement.sortByParameterOrder(), [bad, bad]),
    ])
      await rejectedWith(DataError, tried());
    expect(await conn.scalars(select(amounts.c.of))).toEqual([]);
    await conn.close();
  });
});
