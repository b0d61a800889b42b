import { type Connection, type Engine, insert, select, sql, update } from "athanor";
import { expectTypeOf, test } from "vitest";
import { conn, users } from "./support.js";

declare const engine: Engine;
declare const lines: AsyncIterable<{ name: string; fullname?: string | null }>;

test("a load gives the number of rows, or the rows that come back", async () => {
  expectTypeOf(engine.load(insert(users), lines)).toEqualTypeOf<Promise<number>>();
  expectTypeOf(conn.load(insert(users), [{ name: "x" }])).toEqualTypeOf<Promise<number>>();
  const returned = engine.load(insert(users).returning(users.c.id, users.c.name), lines);
  expectTypeOf(returned).toEqualTypeOf<AsyncIterable<{ id: number; name: string }>>();
  // @ts-expect-error its rows come one by one, and are no promise
  await (returned satisfies Promise<unknown>);
  for await (const { id } of conn.load(insert(users).returning(users.c.id), new Set([{ name: "x" }])))
    expectTypeOf(id).toEqualTypeOf<number>();
});

test("rows are what the statement needs", async () => {
  await engine.load(insert(users), [{ name: "x" }, { name: "y", fullname: null, tags: ["a"] }]);
  await engine.load(insert(users).values({ name: "x" }), [{}, { fullname: "y" }]);
  await engine.load(insert(users), lines, {
    onProgress: (rows) => expectTypeOf(rows).toEqualTypeOf<number>(),
    signal: AbortSignal.timeout(5),
  });
  // @ts-expect-error name is required
  await engine.load(insert(users), [{ fullname: "x" }]);
  // @ts-expect-error not a string
  await conn.load(insert(users), [{ name: 5 }]);
  // @ts-expect-error unknown column
  await conn.load(insert(users), [{ name: "x", nope: 1 }]);
  // @ts-expect-error one row is no list
  await engine.load(insert(users), { name: "x" });
  // @ts-expect-error the rows must be given
  await engine.load(insert(users));
  // @ts-expect-error no such option
  await engine.load(insert(users), lines, { onprogress: () => {} });
});

test("what is no INSERT is not loaded", async () => {
  // @ts-expect-error an UPDATE
  await engine.load(update(users).values({ name: "x" }), [{}]);
  // @ts-expect-error a query
  await conn.load(select(users), [{}]);
  // @ts-expect-error text
  await conn.load(sql.text("INSERT INTO t VALUES (1)"), [{}]);
});

test("a connection has it as its engine has", () => {
  expectTypeOf<Connection["load"]>().toEqualTypeOf<Engine["load"]>();
});
