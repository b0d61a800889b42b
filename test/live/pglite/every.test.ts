import { readdirSync } from "node:fs";
import { PGlite } from "@electric-sql/pglite";
import { createEngine } from "athanor";
import { pglite, postgresql } from "athanor/postgresql";
import { afterAll, inject, test } from "vitest";
import { pgliteTarget } from "../../servers/targets.js";
import { runOnlyOn } from "../support/databases.js";

// PGlite takes seconds and hundreds of megabytes to start: one for all tests, which run here, in one process
const state = inject("backends").postgresql;
if (state?.state === "absent") test.skip(`postgresql+pglite does not run here: ${state.reason}`, () => {});
else {
  const database = await PGlite.create("memory://");
  const nothing = async () => {};
  runOnlyOn(pgliteTarget, {
    url: () => "postgresql+pglite://",
    alone: true,
    open({ preparedStatements, ...options } = {}) {
      const driver = pglite(database, preparedStatements === undefined ? {} : { preparedStatements });
      return createEngine({ dialect: postgresql(), driver }, options);
    },
    make: nothing,
    async empty() {
      await database.exec("ROLLBACK; DROP SCHEMA public CASCADE; CREATE SCHEMA public");
    },
    remove: nothing,
  });
  // that one is about what an engine makes of a URL, which here would start another database
  const names = readdirSync(new URL("../every", import.meta.url)).filter((name) => name !== "server-dialect.test.ts");
  for (const name of names) await import(`../every/${name.replace(/\.ts$/, "")}.ts`);
  afterAll(() => database.close());
}
