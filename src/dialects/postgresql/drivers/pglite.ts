import type { Driver } from "../../driver.js";
import { installedPackage } from "../../package.js";
import { PgliteConnection } from "./shared/pglite-connection.js";
import type { PgliteClient, PglitePackage } from "./shared/pglite-package.js";
import { errorDescriber } from "./shared/server-error.js";
import { namesOf } from "./shared/statement-names.js";

export type { PgliteClient } from "./shared/pglite-package.js";

/** Options of the driver. */
export interface PgliteOptions {
  /** How many prepared statements are kept, 256 by default; `false` for none. */
  readonly preparedStatements?: number | boolean;
}

const PACKAGE = "@electric-sql/pglite";

/** The package, asked for by name at run time: it is optional, and bundlers must not stumble over its absence. */
function load(): Promise<PglitePackage> {
  return installedPackage(PACKAGE, 0, () => import(/* @vite-ignore */ /* webpackIgnore: true */ PACKAGE));
}

const describeError = errorDescriber({ table: "table", column: "column", constraint: "constraint" }, ({ message }) =>
  /^PGlite is clos/.test(message),
);

/**
 * The driver for PGlite, PostgreSQL inside of the process, over the package `@electric-sql/pglite` 0.5.
 *
 * A database has one connection. One that is handed in stays open when the engine is closed; while a transaction of
 * ours is open there, what others run on it is part of that transaction.
 *
 * @param database a folder, `memory://`, or whatever else PGlite takes for one; or a database that the user has opened
 * @param options the number of prepared statements to keep
 * @returns the driver; its `connect()` rejects where the package is not installed
 * @example `createEngine({ dialect: postgresql(), driver: pglite("memory://") })`
 * @since 0.1.0
 */
export function pglite(database: string | PgliteClient, options: PgliteOptions = {}): Driver {
  return {
    name: "pglite",
    singleConnection: true,
    describeError,
    async connect() {
      const { PGlite, protocol } = await load();
      const isOurs = typeof database === "string";
      const client = isOurs ? await PGlite.create(database) : database;
      const close = (): unknown => (isOurs ? client.close() : undefined);
      return PgliteConnection.open(client, protocol, namesOf(client, options.preparedStatements), close);
    },
  };
}
