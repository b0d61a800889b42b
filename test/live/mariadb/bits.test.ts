import { DataError, insert, integer, MetaData, StatementError, select, sql } from "athanor";
import { bit } from "athanor/mysql";
import { expect, test } from "vitest";
import { onEveryDatabase } from "../support/databases.js";
import { rejectedWith } from "../support/recorded.js";

const metadata = new MetaData();
const flags = metadata.table("flag", { id: integer().primaryKey(), one: bit(), many: bit(12), most: bit(64) });

onEveryDatabase(({ engine }) => {
  test("bits are whole numbers, one by one and among many", async () => {
    const conn = await engine().connect();
    await metadata.createAll(conn);
    await conn.execute(insert(flags), { one: 1n, many: 4095n, most: 2n ** 63n - 1n });
    await conn.execute(insert(flags), [{ one: 0n, many: 1n, most: 0n }, { many: null }]);
    await conn.execute(sql.text("UPDATE flag SET most = b'1' << 63 WHERE id = 2"));
    const found = await conn.execute(select(flags).orderBy(flags.c.id));
    expect(found.tuples()).toEqual([
      [1, 1n, 4095n, 2n ** 63n - 1n],
      [2, 0n, 1n, 2n ** 63n],
      [3, null, null, null],
    ]);
    expect(await conn.scalars(select(flags.c.id).where(flags.c.many.eq(4095n)))).toEqual([1]);
    await rejectedWith(StatementError, conn.execute(insert(flags), { many: 4096n }));
    await rejectedWith(DataError, conn.execute(sql.text("INSERT INTO flag (many) VALUES (4096)")));
    await conn.close();
  });
}, "mariadb");
