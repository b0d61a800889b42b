import { binary, date, double, type Engine, insert, integer, interval, MetaData, select, sql, timestamp } from "athanor";
import { Client } from "pg";
import { describe, expect, test } from "vitest";
import { hasPgbouncer } from "../../servers/pgbouncer.js";
import { behindPgbouncer } from "../support/behind-pgbouncer.js";
import { onEveryDatabase } from "../support/databases.js";

const metadata = new MetaData();
const samples = metadata.table("sample", {
  id: integer().primaryKey(),
  day: date(),
  at: timestamp({ timezone: true }),
  length: interval(),
  bytes: binary(),
  size: double(),
});
const lengths = ["PT0S", "-P1Y2M", "P1Y2M-2DT-19H-54M-54S", "-P3DT4H5M6.000007S", "P1M", "P-1M1D", "PT0.5S"];
const rows = lengths.map((length, id) => ({
  id,
  day: "2024-03-04",
  at: new Date("2024-03-04T05:06:07.008Z"),
  length,
  bytes: new Uint8Array([0, 92, 97, 255]),
  size: 0.1 + 0.2,
}));

/** What a server's administrator may have set, of each the most unlike what the types could take for granted. */
const odd = [
  ["datestyle", "SQL, DMY"],
  ["timezone", "America/New_York"],
  ["bytea_output", "escape"],
  ["extra_float_digits", "-3"],
] as const;

async function roundTrip(engine: Engine): Promise<void> {
  const conn = await engine.connect();
  await conn.execute(sql.text("DELETE FROM sample"));
  await conn.execute(insert(samples), rows);
  await conn.commit();
  expect((await conn.execute(select(samples).orderBy(samples.c.id))).all()).toEqual(rows);
  await conn.commit();
  await conn.close();
}

onEveryDatabase(({ engine, url }) => {
  describe.each(["postgres", "postgres_verbose", "sql_standard", "iso_8601"])("intervalstyle %s", (style) => {
    const prepared = async () => {
      const one = engine();
      await one.begin((conn) => metadata.createAll(conn));
      await one.begin(async (conn) => {
        const name = await conn.scalar(sql.text("SELECT current_database()"));
        for (const [setting, value] of [...odd, ["intervalstyle", style]] as const)
          await conn.execute(sql.text(`ALTER DATABASE ${name} SET ${setting} = '${value}'`));
      });
    };

    test("values come back as they were, whatever the database's settings", async () => {
      await prepared();
      await roundTrip(engine());
    });

    test.runIf(hasPgbouncer)("behind a proxy too, and nothing is set there that others would find", async () => {
      await prepared();
      const behind = await behindPgbouncer(url(), 2);
      // digits are no proxy's business: there the database's own setting counts
      const exact = engine();
      await exact.begin(async (conn) => {
        const name = await conn.scalar(sql.text("SELECT current_database()"));
        await conn.execute(sql.text(`ALTER DATABASE ${name} RESET extra_float_digits`));
      });
      const neighbour = new Client({ connectionString: behind.url.replace("+postgres", "").replace("+pg", "") });
      await neighbour.connect();
      for (let round = 0; round < 3; round += 1) {
        await roundTrip(behind.engine);
        for (const [setting, value] of [...odd.slice(0, 3), ["intervalstyle", style]] as const)
          expect((await neighbour.query(`SELECT current_setting('${setting}') AS value`)).rows).toEqual([{ value }]);
      }
      await neighbour.end();
      await behind.end();
    });
  });
}, "postgresql");
