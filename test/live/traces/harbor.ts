import { createEngine, type Engine, sql } from "athanor";
import { mariadb } from "athanor/mysql";
import { postgresql } from "athanor/postgresql";
import { backendOf } from "../../../src/engine/backends.js";
import { crate, dock, metadata } from "../../golden/schema.js";
import type { OpenDatabase, SeenStep } from "../../golden/trace.js";
import type { Target } from "../../servers/targets.js";
import type { Database } from "../support/databases.js";

// The harbour of the golden scenarios, on a server: made once, and emptied after each scenario as far as it was used.

/** A backend with a server. */
export type ServerBackend = Exclude<Target["backend"], "sqlite">;

const dialects = { postgresql, mariadb };

/** Lets keys refer to rows that are not there, as in the golden files. */
const withoutForeignKeys: Readonly<Record<ServerBackend, readonly string[]>> = {
  postgresql: [
    "ALTER TABLE voyage DROP CONSTRAINT voyage_captain_id_fkey, DROP CONSTRAINT voyage_port_code_fkey",
    "ALTER TABLE manifest DROP CONSTRAINT manifest_voyage_id_fkey",
    "ALTER TABLE node DROP CONSTRAINT node_parent_id_fkey",
  ],
  mariadb: [
    "ALTER TABLE voyage DROP FOREIGN KEY voyage_ibfk_1, DROP FOREIGN KEY voyage_ibfk_2",
    "ALTER TABLE manifest DROP FOREIGN KEY manifest_ibfk_1",
    "ALTER TABLE node DROP FOREIGN KEY node_ibfk_1",
  ],
};

/** Empties a table and lets its keys count from the start. */
const emptied: Readonly<Record<ServerBackend, (table: string) => readonly string[]>> = {
  postgresql: (table) => [`TRUNCATE "${table}" RESTART IDENTITY`, ...(table === "ticket" ? ["ALTER SEQUENCE ticket_seq RESTART"] : [])],
  mariadb: (table) => [`TRUNCATE \`${table}\``, ...(table === "ticket" ? ["ALTER SEQUENCE ticket_seq RESTART"] : [])],
};

/** All but what has a schema of its own, or types that only one database has. */
const tables = [...metadata.tables.values()].filter((table) => table !== dock && table !== crate);

async function run(engine: Engine, texts: readonly string[]): Promise<void> {
  const connection = await engine.connect();
  for (const text of texts) await connection.execute(sql.text(text));
  await connection.commit();
  await connection.close();
}

/** The harbour in a database of a server. */
export interface Harbor {
  make(): Promise<void>;
  readonly open: OpenDatabase;
  /** Empties the tables that the steps have used. */
  empty(steps: readonly SeenStep[]): Promise<void>;
}

export function harborIn({ target, url, engine }: Database): Harbor {
  const { backend } = target;
  if (backend === "sqlite") throw new Error("SQLite's scenarios are run with the golden tests.");
  return {
    async make() {
      const own = createEngine(url(), { isolationLevel: "AUTOCOMMIT" });
      const connection = await own.connect();
      await metadata.createAll(connection, { tables });
      await connection.close();
      await run(own, withoutForeignKeys[backend]);
      await own.close();
    },
    async open(options, lacks) {
      if (lacks === undefined) return engine(options);
      return createEngine({ dialect: dialects[backend](lacks), driver: backendOf(url(), options).driver }, options);
    },
    async empty(steps) {
      const texts = steps.flatMap(({ sent }) => sent.flatMap((each) => ("sql" in each ? [each.sql] : [])));
      const used = tables.filter(({ name }) => texts.some((text) => text.includes(name)));
      await run(
        engine({ isolationLevel: "AUTOCOMMIT" }),
        used.flatMap(({ name }) => emptied[backend](name)),
      );
    },
  };
}
