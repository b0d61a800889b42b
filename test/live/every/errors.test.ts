import {
  type Connection,
  check,
  type Engine,
  foreignKey,
  IntegrityError,
  insert,
  integer,
  MetaData,
  OperationalError,
  StatementError,
  select,
  sql,
  unique,
  update,
  varchar,
} from "athanor";
import { expect, test } from "vitest";
import { onEveryDatabase } from "../support/databases.js";
import { testExcept, withoutSecondConnection } from "../support/differences.js";
import { bodies, committed, notes, withNotes } from "../support/notes.js";
import { rejectedWith } from "../support/recorded.js";

const metadata = new MetaData();
const parents = metadata.table("parent", { a: integer().notNull(), b: varchar("b c", 5).notNull() }, (c) => [
  unique(c.a, c.b, { name: "uq_parent" }),
]);
const children = metadata.table("child", { id: integer().notNull(), a: integer(), b: varchar(5) }, (c) => [
  check(c.id.gt(0), { name: "positive" }),
  foreignKey([c.a, c.b], [parents.c.a, parents.c.b], { name: "fk_child" }),
]);

const NOTHING = { constraint: undefined, table: undefined, columns: undefined };

/** What is violated how, and what each server tells of it: all drivers hand on the same. */
const violations = [
  {
    condition: "uniqueViolation",
    text: "INSERT INTO parent VALUES (1, 'x')",
    told: {
      postgresql: { constraint: "uq_parent", table: "parent", columns: ["a", "b c"] },
      mariadb: { constraint: "uq_parent" },
      sqlite: { table: "parent", columns: ["a", "b c"] },
    },
  },
  {
    condition: "foreignKeyViolation",
    text: "INSERT INTO child VALUES (1, 2, 'y')",
    told: {
      postgresql: { constraint: "fk_child", table: "child", columns: ["a", "b"] },
      mariadb: { constraint: "fk_child", table: "child", columns: ["a", "b"] },
      sqlite: {},
    },
  },
  {
    condition: "notNullViolation",
    text: "INSERT INTO child (id) VALUES (NULL)",
    told: {
      postgresql: { table: "child", columns: ["id"] },
      mariadb: { columns: ["id"] },
      sqlite: { table: "child", columns: ["id"] },
    },
  },
  {
    condition: "notNullViolation",
    text: "INSERT INTO child (a) VALUES (1)",
    told: {
      postgresql: { table: "child", columns: ["id"] },
      mariadb: { columns: ["id"] },
      sqlite: { table: "child", columns: ["id"] },
    },
  },
  {
    condition: "checkViolation",
    text: "INSERT INTO child (id) VALUES (0)",
    told: {
      postgresql: { constraint: "positive", table: "child" },
      mariadb: { constraint: "positive", table: "child" },
      sqlite: { constraint: "positive" },
    },
  },
] as const;

/** What a server must be told so that a lock is not waited for long. */
const impatience = { postgresql: "SET lock_timeout = '30ms'", mariadb: "SET innodb_lock_wait_timeout = 1", sqlite: "SELECT 1" };

onEveryDatabase(({ engine, target, alone }) => {
  const two = withoutSecondConnection({ target, alone });

  const ready = async (): Promise<Engine> => {
    const database = engine();
    const conn = await database.connect();
    await metadata.createAll(conn);
    await conn.execute(insert(parents), { a: 1, b: "x" });
    await conn.commit();
    await conn.close();
    return database;
  };
  const failed = async (conn: Connection, text: string) => {
    const error = await rejectedWith(StatementError, conn.execute(sql.text(text)));
    await conn.rollback();
    return error;
  };
  const change = (conn: Connection, id: number, body: string) => conn.execute(update(notes).where(notes.c.id.eq(id)).values({ body }));
  const onTwo = async (
    work: (one: Connection, other: Connection) => Promise<void>,
    options: Parameters<Connection["executionOptions"]>[0] = {},
    first: Partial<Record<typeof target.backend, string>> = {},
  ): Promise<void> => {
    const database = await withNotes(engine({ busyTimeout: 30 }), "first", "second");
    const [one, other] = [await database.connect(), await database.connect()];
    for (const conn of [one, other]) {
      const text = first[target.backend];
      if (text !== undefined) await conn.execute(sql.text(text));
      await conn.commit();
      conn.executionOptions(options);
    }
    await work(one, other);
    for (const conn of [one, other]) await conn.close();
  };

  test("what was violated is told as data, as far as the server tells", async () => {
    const conn = await (await ready()).connect();
    for (const { text, condition, told } of violations) {
      const error = await failed(conn, text);
      expect(error).toBeInstanceOf(IntegrityError);
      expect(error).toMatchObject({
        condition,
        connectionInvalidated: false,
        serializationFailure: false,
        ...NOTHING,
        ...told[target.backend],
      });
    }
    expect((await conn.execute(select(children))).all()).toEqual([]);
    await conn.close();
  });

  test.each([
    ["syntaxError", "SELEC 1"],
    ["undefinedTable", "SELECT * FROM nowhere"],
    ["undefinedTable", "INSERT INTO nowhere VALUES (1)"],
    ["undefinedColumn", "SELECT z FROM parent"],
    ["undefinedColumn", "INSERT INTO parent (z) VALUES (1)"],
    ["undefinedColumn", "UPDATE parent SET z = 1"],
  ] as const)("%s: %s", async (condition, text) => {
    const conn = await (await ready()).connect();
    expect(await failed(conn, text)).toMatchObject({
      condition,
      statement: text,
      connectionInvalidated: false,
      serializationFailure: false,
    });
    await conn.close();
  });

  testExcept(target, two)("a lock that is waited for in vain", async () => {
    await onTwo(
      async (one, other) => {
        await change(one, 1, "one 1");
        const error = await rejectedWith(OperationalError, change(other, 1, "other 1"));
        expect(error).toMatchObject({ condition: "lockTimeout", connectionInvalidated: false });
        await other.rollback();
        await one.commit();
        await change(other, 1, "other 1");
      },
      {},
      impatience,
    );
  });

  testExcept(target, { ...two, sqlite: "a deadlock: there is one writer" })(
    "a deadlock ends the transaction of the one who lost it, and of nobody else",
    async () => {
      await onTwo(async (one, other) => {
        await change(one, 1, "one 1");
        await change(other, 2, "other 2");
        const outcomes = await Promise.allSettled([change(one, 2, "one 2"), change(other, 1, "other 1")]);
        const lost = outcomes.findIndex(({ status }) => status === "rejected");
        expect(outcomes.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
        expect(outcomes[lost]).toMatchObject({
          reason: { condition: "deadlock", serializationFailure: true, connectionInvalidated: false },
        });
        const [loser, winner] = lost === 0 ? [one, other] : [other, one];
        await expect(loser.execute(sql.text("SELECT 1"))).rejects.toThrow();
        await loser.rollback();
        await winner.commit();
        const kept = lost === 0 ? "other" : "one";
        expect(await bodies(loser)).toEqual([`${kept} 1`, `${kept} 2`]);
      });
    },
  );

  testExcept(target, two)("a row that somebody else has changed since it was read: a serialization failure", async () => {
    const level = target.backend === "sqlite" ? {} : { isolationLevel: "REPEATABLE READ" };
    const setup = await engine({ isolationLevel: "AUTOCOMMIT" }).connect();
    if (target.backend === "sqlite") await setup.execute(sql.text("PRAGMA journal_mode = WAL"));
    await setup.close();
    const first = { mariadb: "SET innodb_snapshot_isolation = ON" };
    await onTwo(
      async (one, other) => {
        await bodies(one);
        await change(other, 1, "other 1");
        await other.commit();
        const error = await rejectedWith(OperationalError, change(one, 1, "one 1"));
        expect(error).toMatchObject({ condition: "serializationFailure", serializationFailure: true, connectionInvalidated: false });
        await one.rollback();
        expect(await bodies(one)).toEqual(["other 1", "second"]);
      },
      level,
      first,
    );
  });

  testExcept(target, { ...two, sqlite: "a connection that somebody else ends" })(
    "a connection that was ended is lost, and the next one works",
    async () => {
      const id = { postgresql: "SELECT pg_backend_pid()", mariadb: "SELECT CONNECTION_ID()", sqlite: "" }[target.backend];
      const end = {
        postgresql: (of: unknown) => `SELECT pg_terminate_backend(${of})`,
        mariadb: (of: unknown) => `KILL ${of}`,
        sqlite: String,
      };
      const database = await withNotes(engine(), "first");
      const [conn, other] = [await database.connect(), await database.connect()];
      await other.execute(sql.text(end[target.backend](await conn.scalar(sql.text(id)))));
      const error = await rejectedWith(OperationalError, conn.execute(sql.text("SELECT 1")));
      expect(error).toMatchObject({ condition: "disconnect", connectionInvalidated: true, serializationFailure: false });
      await conn.close();
      await other.close();
      expect(await committed(database)).toEqual(["first"]);
    },
  );
});
