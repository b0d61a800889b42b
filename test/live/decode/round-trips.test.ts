import { insert, sql, update } from "athanor";
import fc from "fast-check";
import { expect, test } from "vitest";
import { metadata, stored, type Thing, thing, things } from "../../property/things.js";
import type { Target } from "../../servers/targets.js";
import { onEveryServer } from "../support/databases.js";

// Whatever a column may hold comes back as it was given; on SQLite the property tests try the same, and more often.

/** CHAR is filled up with blanks, which are not told from one's own. */
const filled = ({ fixed, ...others }: Thing): Thing => ({ ...others, fixed: fixed === null ? null : "'x\\".repeat(50).padEnd(200, "é") });

/** What a backend's types hold, where that is less than what is made up. */
const held: Readonly<Record<Target["backend"], (made: Thing) => Thing>> = {
  sqlite: (made) => made,
  postgresql: filled,
  mariadb: (made) =>
    filled({
      ...made,
      // FLOAT is written with six digits
      ratio: made.ratio === null ? null : (Math.round(made.ratio) % 1000) / 4 + 0,
      // MariaDB 10.11 refuses some UUIDs of version 8
      ident: made.ident?.replace(/^(.{14})8/, (_, start: string) => `${start}4`) ?? null,
    }),
};

onEveryServer(({ target, engine }) => {
  test("values of each type: in values(), as parameters, in many sets with and without RETURNING, by UPDATE", async () => {
    const conn = await engine({ isolationLevel: "AUTOCOMMIT" }).connect();
    await metadata.createAll(conn);
    const row = thing.map(held[target.backend]);
    await fc.assert(
      fc.asyncProperty(row, row, row, async (one, two, three) => {
        await conn.execute(sql.text("DELETE FROM things"));
        await conn.execute(insert(things).values(one));
        await conn.execute(insert(things), two);
        await conn.execute(insert(things), [three, one]);
        await conn.execute(insert(things).values([two, three]));
        const returned = (await conn.execute(insert(things).returning(things).sortByParameterOrder(), [one, two])).all();
        expect(returned.map(({ id: _, ...values }) => values)).toEqual([one, two]);
        expect(await stored(conn)).toEqual([one, two, three, one, two, three, one, two]);
        await conn.execute(update(things).values(two));
        expect(await stored(conn)).toEqual(Array.from({ length: 8 }, () => two));
      }),
      { numRuns: 60 },
    );
    await conn.close();
  });
});
