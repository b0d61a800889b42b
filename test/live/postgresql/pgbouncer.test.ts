import { func, insert, integer, MetaData, OperationalError, select, sql, text, UnsupportedError } from "athanor";
import { expect, test } from "vitest";
import { hasPgbouncer } from "../../servers/pgbouncer.js";
import { behindPgbouncer } from "../support/behind-pgbouncer.js";
import { onEveryDatabase } from "../support/databases.js";
import { rejectedWith, rejection } from "../support/recorded.js";

const metadata = new MetaData();
const notes = metadata.table("note", { id: integer().primaryKey(), body: text().notNull() });
const sleep = (seconds: number) => select(func("pg_sleep")(seconds));

onEveryDatabase(({ engine, url }) => {
  test.runIf(hasPgbouncer)("behind a proxy in transaction mode, without prepared statements: 600 of 600 are good", async () => {
    await engine().begin((conn) => metadata.createAll(conn));
    const behind = await behindPgbouncer(url(), 5);
    const client = async (n: number): Promise<number> => {
      const conn = await behind.engine.connect();
      let good = 0;
      for (let round = 0; round < 50; round += 1) {
        const body = `${n} ${round}`;
        const done = await conn.execute(insert(notes).values({ body }));
        const { id } = done.insertedPrimaryKey ?? {};
        if ((await conn.scalar(select(notes.c.body).where(notes.c.id.eq(Number(id))))) === body) good += 1;
        await conn.commit();
      }
      await conn.close();
      return good;
    };
    const good = await Promise.all(Array.from({ length: 12 }, (_, n) => client(n)));
    expect(good.reduce((sum, each) => sum + each, 0)).toBe(600);
    await behind.end();
  });

  test.runIf(hasPgbouncer)(
    "loads get their rows copied, and one that fails leaves nothing in the way of those who share its connection",
    async () => {
      await engine().begin((conn) => metadata.createAll(conn));
      const behind = await behindPgbouncer(url(), 2);
      const load = (from: number, bad?: object) =>
        behind.engine.load(
          insert(notes),
          Array.from({ length: 12_000 }, (_, n) => ({ id: from + n, body: `${from + n}`, ...(n === 11_000 ? bad : {}) })),
        );
      const outcomes = await Promise.allSettled([
        load(0),
        load(100_000, { id: 100_000 }),
        load(200_000),
        Reflect.apply(load, null, [300_000, { body: 5 }]),
        load(400_000),
      ]);
      expect(outcomes).toMatchObject([
        { value: 12_000 },
        { reason: { condition: "uniqueViolation", row: 11_000 } },
        { value: 12_000 },
        { reason: { row: 11_000 } },
        { value: 12_000 },
      ]);
      expect(await engine().begin((conn) => conn.scalar(select(func.count()).selectFrom(notes)))).toBe(36_000);
      await behind.end();
    },
  );

  test.runIf(hasPgbouncer)("a cancel stops its own statement, and never a neighbour's on the same connection of the proxy", async () => {
    const behind = await behindPgbouncer(url(), 2, { isolationLevel: "AUTOCOMMIT" });
    let going = true;
    let hit = 0;
    const neighbour = async (): Promise<void> => {
      const conn = await behind.engine.connect();
      while (going) if ((await conn.execute(sleep(0.004)).catch((error: unknown) => error)) instanceof Error) hit += 1;
      await conn.close();
    };
    const neighbours = [neighbour(), neighbour(), neighbour()];
    const conn = await behind.engine.connect();
    const reason = new Error("enough");
    const stopped = async (seconds: number, after: number): Promise<boolean> => {
      const controller = new AbortController();
      setTimeout(() => controller.abort(reason), after);
      const outcome = await conn.execute(sleep(seconds).executionOptions({ signal: controller.signal })).catch((error: unknown) => error);
      if (outcome instanceof Error && outcome !== reason) throw outcome;
      return outcome === reason;
    };
    expect(await stopped(20, 60)).toBe(true);
    // some come in time, some just too late
    for (let round = 0; round < 25; round += 1) await stopped(0.01 * (1 + (round % 5)), 6 + 2 * (round % 11));
    going = false;
    await Promise.all(neighbours);
    await conn.close();
    expect(hit).toBe(0);
    expect(behind.engine.pool.statistics.invalidated).toBe(0);
    await behind.end();
  });

  test.runIf(hasPgbouncer)("nothing outlives its transaction: no timeout that others would have, and no cursor", async () => {
    const behind = await behindPgbouncer(url(), 1, { isolationLevel: "AUTOCOMMIT" });
    const conn = await behind.engine.connect();
    const shown = () => conn.scalar(sql.text("SHOW statement_timeout"));
    expect(await conn.scalar(select(func("current_setting")("statement_timeout")).executionOptions({ timeout: 12_000 }))).toBe("12s");
    expect(await shown()).toBe("0");
    const error = await rejectedWith(OperationalError, conn.execute(sleep(20).executionOptions({ timeout: 20 })));
    expect(error.condition).toBe("statementTimeout");
    expect(await shown()).toBe("0");
    const rows = sql.text("SELECT generate_series(1, 1500) AS n").columns({ n: integer() });
    const read = async () => {
      let count = 0;
      for await (const _ of conn.stream(rows)) count += 1;
      return count;
    };
    expect(await rejection(read())).toBeInstanceOf(UnsupportedError);
    await conn.begin(async () => expect(await read()).toBe(1500));
    conn.executionOptions({ readOnly: true });
    expect(await rejection(conn.scalar(sql.text("SELECT 1")))).toBeInstanceOf(UnsupportedError);
    await conn.close();
    await behind.end();
  });
}, "postgresql");
