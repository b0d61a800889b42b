import { DataError, func, insert, select } from "athanor";
import { expect } from "vitest";
import { onEveryDatabase } from "../support/databases.js";
import { testExcept } from "../support/differences.js";
import { rejectedWith } from "../support/recorded.js";
import { all, metadata } from "./everything.js";

/** Values that are too much for their columns, by what they are too much of. */
const tooMuch: readonly (readonly [string, Partial<typeof all.$insert>])[] = [
  ["letters for varchar(10)", { short: "elevenchars" }],
  ["letters for char(3)", { fixed: "abcd" }],
  ["digits before the point", { exact: "12345678901234.00" }],
  ["digits before the point, as a number", { counted: 1e10 }],
  ["for a small integer", { small: 32_768 }],
  ["for a big integer", { big: 2n ** 63n }],
  ["for a date", { day: "2031-02-30" }],
  ["for an enumeration", { mood: "furious" as "sad" }],
];

onEveryDatabase(({ target, engine }) => {
  const test = testExcept(target, { sqlite: "SQLite has no lengths and no precisions: what is too long is kept as it is" });

  test.each(tooMuch)("too much %s is refused, not cut: alone, among many, and where rows come back", async (_, bad) => {
    const conn = await engine({ isolationLevel: "AUTOCOMMIT" }).connect();
    await metadata.createAll(conn);
    const good = { long: "good" };
    const sorted = insert(all).returning(all.c.id).sortByParameterOrder();
    await rejectedWith(DataError, conn.execute(insert(all), bad));
    await rejectedWith(DataError, conn.execute(insert(all).values(bad).returning(all.c.id)));
    for (const sets of [
      [bad, bad],
      [good, bad, good],
    ]) {
      await rejectedWith(DataError, conn.execute(insert(all), sets));
      await rejectedWith(DataError, conn.execute(sorted, sets));
    }
    expect(await conn.scalar(select(func.count()).selectFrom(all))).toBe(0);
    await conn.close();
  });
});
