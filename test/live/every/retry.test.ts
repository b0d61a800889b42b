import { type Connection, createEngine, type Engine, insert, integer, MetaData, OutcomeUnknownError, select, sql, update } from "athanor";
import { expect } from "vitest";
import { onEveryDatabase } from "../support/databases.js";
import { testExcept, testOnlyOn, withoutSecondConnection } from "../support/differences.js";
import { addNote, committed, notes, withNotes } from "../support/notes.js";
import { proxyTo } from "../support/proxy.js";
import { rejection } from "../support/recorded.js";

const change = (conn: Connection, id: number, body: string) => conn.execute(update(notes).where(notes.c.id.eq(id)).values({ body }));
const metadata = new MetaData();
const tally = metadata.table("tally", { id: integer().primaryKey().autoincrement(false), n: integer().notNull() });
const read = (conn: Connection, id: number) => conn.scalar(select(notes.c.body).where(notes.c.id.eq(id)));

onEveryDatabase((database) => {
  const { engine, target } = database;
  const two = withoutSecondConnection(database);
  const serverTest = testExcept(target, { ...two, sqlite: "locks of rows" });
  const [postgresTest, mariadbTest] = (["postgresql", "mariadb"] as const).map((backend) =>
    database.alone ? testExcept(target, two) : testOnlyOn(target, backend, "a failure of its own that transaction() repeats, or does not"),
  );

  /** Runs a transaction that another gets in the way of, at its first attempt only. */
  const disturbed = async (
    kept: Engine,
    options: { readonly isolationLevel?: string; readonly retry?: number },
    work: (conn: Connection, disturb: () => Promise<void>) => Promise<void>,
    disturbance: (other: Connection) => Promise<unknown>,
  ) => {
    const other = await kept.connect();
    let attempts = 0;
    const outcome = await kept
      .transaction((conn) => {
        attempts += 1;
        return work(conn, async () => void (attempts === 1 && (await disturbance(other))));
      }, options)
      .then(
        () => null,
        (error: unknown) => error,
      );
    await other.rollback();
    await other.close();
    return { attempts, outcome };
  };

  postgresTest?.("a serialization failure that COMMIT tells is repeated like any other", async () => {
    const kept = await withNotes(engine(), "a", "b");
    // each reads what the other writes: who commits last can't have run before or after the other
    const { attempts, outcome } = await disturbed(
      kept,
      { isolationLevel: "SERIALIZABLE" },
      async (conn, disturb) => {
        const [, seen] = [await read(conn, 1), await read(conn, 2)];
        await change(conn, 1, `after ${seen}`);
        await disturb();
      },
      async (other) => {
        other.executionOptions({ isolationLevel: "SERIALIZABLE" });
        const seen = await read(other, 1);
        await change(other, 2, `before ${seen}`);
        await other.commit();
      },
    );
    expect([attempts, outcome]).toEqual([2, null]);
    expect((await committed(kept)).sort()).toEqual(["after before a", "before a"]);
  });

  postgresTest?.("a lock that is waited for in vain is no reason to repeat", async () => {
    const kept = await withNotes(engine(), "a");
    const { attempts, outcome } = await disturbed(
      kept,
      { retry: 3 },
      async (conn, disturb) => {
        await conn.execute(sql.text("SET LOCAL lock_timeout = 50"));
        await disturb();
        await change(conn, 1, "mine");
      },
      (other) => change(other, 1, "theirs"),
    );
    expect(attempts).toBe(1);
    expect(outcome).toMatchObject({ condition: "lockTimeout", serializationFailure: false });
  });

  mariadbTest?.(
    "a lock that was waited for in vain (1205) is repeated, and a snapshot that is too old (1020): all that was done is undone before",
    async () => {
      const kept = engine();
      const setup = await kept.connect();
      await metadata.createAll(setup);
      await setup.execute(insert(tally), [
        { id: 1, n: 0 },
        { id: 2, n: 0 },
      ]);
      await setup.commit();
      const count = (conn: Connection, id: number, n: number) => conn.execute(update(tally).where(tally.c.id.eq(id)).values({ n }));
      const waits = await disturbed(
        kept,
        {},
        async (conn, disturb) => {
          await conn.execute(sql.text("SET innodb_lock_wait_timeout = 1"));
          await conn.execute(insert(tally).values({ id: 10, n: 1 }));
          await disturb();
          await count(conn, 1, 1);
        },
        async (other) => {
          await count(other, 1, 2);
          setTimeout(() => void other.commit(), 1_200);
        },
      );
      expect(waits).toEqual({ attempts: 2, outcome: null });
      const stale = await disturbed(
        kept,
        { isolationLevel: "REPEATABLE READ" },
        async (conn, disturb) => {
          await conn.execute(sql.text("SET innodb_snapshot_isolation = ON"));
          await conn.execute(insert(tally).values({ id: 11, n: 1 }));
          await conn.scalar(select(tally.c.n).where(tally.c.id.eq(2)));
          await disturb();
          await count(conn, 2, 1);
        },
        async (other) => {
          await count(other, 2, 2);
          await other.commit();
        },
      );
      expect(stale).toEqual({ attempts: 2, outcome: null });
      expect((await setup.execute(select(tally.c.id, tally.c.n).orderBy(tally.c.id))).tuples()).toEqual([
        [1, 1],
        [2, 1],
        [10, 1],
        [11, 1],
      ]);
      await setup.close();
    },
  );

  serverTest("an error of the statement's own is never repeated", async () => {
    const kept = await withNotes(engine(), "a");
    for (const [work, condition] of [
      [(conn: Connection): Promise<unknown> => addNote(conn, "a"), "uniqueViolation"],
      [(conn: Connection): Promise<unknown> => conn.execute(sql.text("SELECT * FROM nowhere")), "undefinedTable"],
    ] as const) {
      let attempts = 0;
      const error = await rejection(
        kept.transaction((conn) => {
          attempts += 1;
          return work(conn);
        }),
      );
      expect(error).toMatchObject({ condition });
      expect(attempts).toBe(1);
    }
  });

  serverTest("a COMMIT whose answer is lost: the outcome is unknown, and nothing is repeated", async () => {
    await withNotes(engine());
    const at = new URL(database.url().replace(/^[^:]*/, "http"));
    const proxy = await proxyTo(at.hostname, Number(at.port));
    const disturbedEngine = createEngine(database.url().replace(/:\d+\//, `:${proxy.port}/`));
    proxy.onRequest = (data) => (data.includes("COMMIT") ? "cut" : "pass");
    let runs = 0;
    const error = await rejection(
      disturbedEngine.transaction(
        async (conn) => {
          runs += 1;
          await addNote(conn, "perhaps");
        },
        { retry: 5 },
      ),
    );
    expect(error).toBeInstanceOf(OutcomeUnknownError);
    expect(error).toMatchObject({ connectionInvalidated: true, condition: "disconnect" });
    expect(runs).toBe(1);
    expect(disturbedEngine.pool.statistics).toMatchObject({ checkedOut: 0, idle: 0 });
    proxy.onRequest = () => "pass";
    expect([[], ["perhaps"]]).toContainEqual(await committed(disturbedEngine));
    await disturbedEngine.close();
    await proxy.close();
  });
});
