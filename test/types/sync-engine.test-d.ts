import {
  createSyncEngine,
  type Done,
  deleteFrom,
  insert,
  type Rows,
  type SyncConnection,
  type SyncEngine,
  type SyncTransaction,
  select,
} from "athanor";
import { pg, postgresql } from "athanor/postgresql";
import { betterSqlite3, nodeSqlite, sqlite } from "athanor/sqlite";
import { expectTypeOf, test } from "vitest";
import { users } from "./support.js";

declare const engine: SyncEngine;
declare const conn: SyncConnection;
const name = select(users.c.name);

test("a synchronous engine takes drivers that answer at once", () => {
  expectTypeOf(createSyncEngine("sqlite:///app.db")).toEqualTypeOf<SyncEngine>();
  createSyncEngine(":memory:");
  createSyncEngine("sqlite+better-sqlite3:///app.db", { preparedStatements: 10 });
  createSyncEngine({ dialect: sqlite(), driver: nodeSqlite(":memory:") });
  createSyncEngine({ dialect: sqlite(), driver: betterSqlite3("app.db") });
  const url: string = process.env.DATABASE_URL ?? "";
  // what a text holds is only known when it runs
  createSyncEngine(url);

  // @ts-expect-error a server's driver does not answer at once
  createSyncEngine("postgresql://localhost/app");
  // @ts-expect-error nor does MariaDB's
  createSyncEngine("mariadb://localhost/app");
  // @ts-expect-error nor one that is handed in
  createSyncEngine({ dialect: postgresql(), driver: pg("postgresql://localhost/app") });
  // @ts-expect-error a path is no URL
  createSyncEngine("app.db");
});

test("results come without promises, and are those of a Connection", () => {
  expectTypeOf(conn.execute(name).all()).toEqualTypeOf<{ name: string }[]>();
  expectTypeOf(conn.scalar(name)).toEqualTypeOf<string | null>();
  expectTypeOf(conn.scalars(name)).toEqualTypeOf<string[]>();
  expectTypeOf(conn.execute(deleteFrom(users))).toEqualTypeOf<Done>();
  expectTypeOf(conn.execute(insert(users).values({ name: "a" }).returning(users.c.id))).toExtend<Rows<{ id: number }, unknown>>();
  for (const row of conn.stream(name)) expectTypeOf(row).toEqualTypeOf<{ name: string }>();
  expectTypeOf(conn.commit()).toEqualTypeOf<void>();
  expectTypeOf(conn.begin()).toEqualTypeOf<SyncTransaction>();
  expectTypeOf(conn.beginNested()).toEqualTypeOf<SyncTransaction>();

  // @ts-expect-error the parameters are checked as those of a Connection are
  conn.execute(insert(users), { nam: "a" });
  // @ts-expect-error a statement without rows has none to be streamed
  conn.stream(deleteFrom(users));
});

test("a callback is done when it returns", () => {
  expectTypeOf(engine.begin((inner) => inner.scalar(name))).toEqualTypeOf<string | null>();
  expectTypeOf(conn.begin(() => 5)).toEqualTypeOf<number>();
  expectTypeOf(conn.beginNested((inner) => inner.execute(name).all())).toEqualTypeOf<{ name: string }[]>();
  expectTypeOf(engine.transaction(() => "done", { retry: 3 })).toEqualTypeOf<string>();

  // @ts-expect-error nobody could wait for an async function
  engine.begin(async () => 5);
  // @ts-expect-error nor for a promise that comes back
  conn.begin(() => Promise.resolve(5));
  // @ts-expect-error nor where it only may
  conn.beginNested(() => (Math.random() > 0.5 ? 5 : Promise.resolve(5)));
  // @ts-expect-error nor can it be repeated
  engine.transaction(async () => "done");
});
