import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { PGlite } from "@electric-sql/pglite";
import {
  bigInteger,
  binary,
  createEngine,
  IntegrityError,
  insert,
  integer,
  json,
  MetaData,
  ProgrammingError,
  select,
  sql,
  TransactionAbortedError,
  text,
} from "athanor";
import { pglite, postgresql } from "athanor/postgresql";
import { expect, test } from "vitest";
import { rejectedWith } from "../support/recorded.js";

const metadata = new MetaData();
const notes = metadata.table("note", {
  id: integer().primaryKey(),
  body: text().notNull().unique(),
  big: bigInteger(),
  document: json().$type<unknown>(),
  bytes: binary(),
});
const first = { body: "a", big: 9223372036854775807n, document: ["x", { y: null }], bytes: new Uint8Array([0, 255]) };

// PGlite takes seconds and hundreds of megabytes to start: one smoke test, not the whole suite
test("PGlite runs: in a folder, which is there afterwards, and on a database that is handed in", { timeout: 180_000 }, async () => {
  const folder = mkdtempSync(join(tmpdir(), "athanor-pglite-"));
  const engine = createEngine(`pglite:///${encodeURI(join(folder, "data"))}`);
  const conn = await engine.connect();
  await metadata.createAll(conn);
  await conn.execute(insert(notes), first);
  const many = Array.from({ length: 250 }, (_, n) => ({ body: `n${n}` }));
  const returned = await conn.execute(insert(notes).returning(notes.c.id).sortByParameterOrder(), many);
  expect(returned.scalars()).toEqual(many.map((_, n) => n + 2));
  await conn.commit();
  expect((await conn.execute(select(notes).where(notes.c.id.eq(1)))).one()).toEqual({ id: 1, ...first });
  for (let n = 0; n < 3; n += 1) expect(await conn.scalar(select(notes.c.body).where(notes.c.id.eq(n + 2)))).toBe(`n${n}`);
  expect(await conn.scalar(sql.text("SELECT count(*) FROM pg_prepared_statements"))).toBeGreaterThan(0);
  let sum = 0;
  for await (const { id } of conn.stream(select(notes.c.id))) sum += id;
  expect(sum).toBe((251 * 252) / 2);
  expect(await rejectedWith(IntegrityError, conn.execute(insert(notes), { body: "a" }))).toMatchObject({
    condition: "uniqueViolation",
    table: "note",
    columns: ["body"],
  });
  await rejectedWith(TransactionAbortedError, conn.commit());
  expect(await rejectedWith(ProgrammingError, conn.execute(sql.text("SELEC 1")))).toMatchObject({ condition: "syntaxError" });
  await conn.close();
  await engine.close();

  const own = await PGlite.create(join(folder, "data"));
  const onOwn = createEngine({ dialect: postgresql(), driver: pglite(own) });
  expect(await onOwn.begin((each) => each.scalar(sql.text("SELECT count(*) FROM note")))).toBe(251);
  await onOwn.close();
  expect((await own.query("SELECT 3 AS n")).rows).toEqual([{ n: 3 }]);
  await own.close();
  rmSync(folder, { recursive: true, force: true });
  console.log("postgresql+pglite: ran its smoke test");
});
