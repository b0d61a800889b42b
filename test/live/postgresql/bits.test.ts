import { arrayOf, DataError, insert, integer, MetaData, select } from "athanor";
import { bit, bitVarying } from "athanor/postgresql";
import { expect, test } from "vitest";
import { onEveryDatabase } from "../support/databases.js";
import { rejectedWith } from "../support/recorded.js";

const metadata = new MetaData();
const flags = metadata.table("flag", {
  id: integer().primaryKey(),
  three: bit(3).notNull(),
  many: bitVarying(8),
  list: arrayOf(bit(2)),
});

onEveryDatabase(({ engine }) => {
  test("bits come back as they were, one by one and among many", async () => {
    const conn = await engine().connect();
    await metadata.createAll(conn);
    await conn.execute(insert(flags), { three: "101", many: "", list: ["01", "10"] });
    await conn.execute(insert(flags), [{ three: "000", many: "00000001" }, { three: "111" }]);
    const found = await conn.execute(select(flags).orderBy(flags.c.id));
    expect(found.tuples()).toEqual([
      [1, "101", "", ["01", "10"]],
      [2, "000", "00000001", null],
      [3, "111", null, null],
    ]);
    expect(await conn.scalars(select(flags.c.id).where(flags.c.three.eq("111")))).toEqual([3]);
    await conn.close();
  });

  test("too many or too few are refused, not cut or filled up", async () => {
    const conn = await engine({ isolationLevel: "AUTOCOMMIT" }).connect();
    await metadata.createAll(conn);
    for (const bad of [{ three: "1010" }, { three: "10" }, { three: "101", many: "101010101" }]) {
      await rejectedWith(DataError, conn.execute(insert(flags), bad));
      await rejectedWith(DataError, conn.execute(insert(flags), [{ three: "101" }, bad]));
    }
    expect(await conn.scalars(select(flags.c.id))).toEqual([]);
    await conn.close();
  });
}, "postgresql");
