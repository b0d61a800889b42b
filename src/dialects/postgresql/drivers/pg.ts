import type { Driver } from "../../driver.js";
import { installedPackage } from "../../package.js";
import { PgConnection } from "./shared/pg-connection.js";
import { isClient, isPool, type PgClient, type PgConfig, type PgPool, type PgPoolClient } from "./shared/pg-package.js";
import { errorDescriber } from "./shared/server-error.js";
import { namesOf, StatementNames } from "./shared/statement-names.js";

export type { PgClient, PgConfig, PgPool } from "./shared/pg-package.js";

/** Options of the driver. */
export interface PgOptions {
  /**
   * How many prepared statements a connection keeps, 256 by default; `false` for none, as it must be behind a proxy that
   * gives each transaction another connection.
   */
  readonly preparedStatements?: number | boolean;
}

const PACKAGE = "pg";

interface PgPackage {
  readonly Client: new (config: PgConfig) => PgClient;
}

/** The package, asked for by name at run time: it is optional, and bundlers must not stumble over its absence. */
async function load(): Promise<PgPackage> {
  const found: { readonly default: PgPackage } = await installedPackage(
    PACKAGE,
    8,
    () => import(/* @vite-ignore */ /* webpackIgnore: true */ PACKAGE),
  );
  return found.default;
}

/** What the package says itself of a connection that is gone. */
const LOSS = /^(Connection terminated|Client was closed|Client has encountered a connection error|timeout expired)/;

const describeError = errorDescriber({ table: "table", column: "column", constraint: "constraint" }, ({ message }) => LOSS.test(message));

/** Ends a client. The package waits for what is in its pipeline, unless the socket is gone. */
async function ended(client: PgClient, broken: boolean): Promise<void> {
  const end = client.end();
  if (broken) client.connection?.stream.destroy();
  await end;
}

/**
 * The driver for PostgreSQL over the package `pg`, 8.23 or newer.
 *
 * Connections of its own are pipelined: what is sent does not wait for the answer to what was sent before. Each is told
 * to write dates as ISO and times in UTC; so is a client or pool that is handed in, which otherwise stays as it is, and
 * open when the connection is closed.
 *
 * @param connection a URL as `pg` takes it, its config, or a connected `Client` or a `Pool` of the user's
 * @param options the number of prepared statements to keep
 * @returns the driver; its `connect()` rejects where the package is not installed or the server can't be reached
 * @example `createEngine({ dialect: postgresql(), driver: pg(pool) })`
 * @since 0.1.0
 */
export function pg(connection: string | PgConfig | PgClient | PgPool, options: PgOptions = {}): Driver {
  const { preparedStatements } = options;
  const shared = { name: "pg", describeError };
  if (typeof connection === "object" && isPool(connection)) {
    return {
      ...shared,
      pooled: true,
      async connect() {
        const client: PgPoolClient = await connection.connect();
        return PgConnection.open(client, namesOf(client, preparedStatements), {
          keepsClient: true,
          close: (broken) => client.release(broken),
        });
      },
    };
  }
  if (typeof connection === "object" && isClient(connection)) {
    const owner = { keepsClient: true, close: () => {} };
    return {
      ...shared,
      singleConnection: true,
      connect: () => PgConnection.open(connection, namesOf(connection, preparedStatements), owner),
    };
  }
  const config = typeof connection === "string" ? { connectionString: connection } : connection;
  return {
    ...shared,
    async connect() {
      const { Client } = await load();
      const client = new Client({ pipeline: true, ...config });
      await client.connect();
      return PgConnection.open(client, new StatementNames(preparedStatements), {
        keepsClient: false,
        close: (broken) => ended(client, broken),
      });
    },
  };
}
