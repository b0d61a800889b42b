import { bindParam, insert, select, varchar } from "athanor";
import { insert as upsert } from "athanor/sqlite";
import { port } from "../schema.js";
import type { Traces } from "../trace.js";

/** SQLite's ON CONFLICT. */
export const conflictTraces: Traces = {
  "trace-conflict-nothing": async ({ run }) => {
    await run(insert(port), { code: "A", title: "a" });
    await run(upsert(port).values({ code: "A", title: "again" }).onConflictDoNothing());
    await run(upsert(port).values({ code: "A", title: "again" }).onConflictDoNothing().returning(port.c.code));
    await run(select(port));
  },
  "trace-conflict-update-returning": async ({ run }) => {
    await run(insert(port), { code: "A", title: "a" });
    const stmt = upsert(port).values({ code: "A", title: "b" });
    await run(
      stmt.onConflictDoUpdate({ indexElements: ["code"], set: { title: stmt.excluded.title } }).returning(port.c.code, port.c.title),
    );
    await run(select(port));
  },
  "trace-conflict-update-many": async ({ run }) => {
    await run(insert(port), { code: "A", title: "a" });
    const stmt = upsert(port).onConflictDoUpdate({ indexElements: ["code"], set: ({ title }) => ({ title }) });
    const returning = stmt.returning(port.c.code, port.c.title);
    await run(stmt, [
      { code: "A", title: "x" },
      { code: "B", title: "y" },
    ]);
    await run(returning, [
      { code: "A", title: "p" },
      { code: "C", title: "q" },
    ]);
    await run(returning.sortByParameterOrder(), [
      { code: "C", title: "r" },
      { code: "A", title: "s" },
    ]);
    await run(select(port));
  },
  "trace-conflict-update-bind-many": async ({ run }) => {
    const stmt = upsert(port).onConflictDoUpdate({ indexElements: ["code"], set: { title: bindParam("nt", varchar()) } });
    await run(insert(port), [
      { code: "A", title: "a" },
      { code: "B", title: "b" },
    ]);
    await run(stmt, [
      { code: "A", nt: "1" },
      { code: "B", nt: "2" },
    ]);
    await run(stmt.returning(port.c.code, port.c.title), [
      { code: "A", nt: "3" },
      { code: "B", nt: "4" },
    ]);
  },
};
