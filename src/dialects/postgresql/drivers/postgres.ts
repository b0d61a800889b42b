import { ArgumentError } from "../../../errors/index.js";
import type { Driver } from "../../driver.js";
import { installedPackage } from "../../package.js";
import { LOSS, PostgresConnection } from "./shared/postgres-connection.js";
import { isInstance, type PostgresConfig, type PostgresSettings, type PostgresSql } from "./shared/postgres-package.js";
import { readAsHere } from "./shared/read-text.js";
import { errorDescriber } from "./shared/server-error.js";

export type { PostgresConfig, PostgresSql } from "./shared/postgres-package.js";

/** Options of the driver. */
export interface PostgresOptions {
  /**
   * How many prepared statements a connection keeps, 256 by default; `false` for none, as it must be behind a proxy that
   * gives each transaction another connection.
   */
  readonly preparedStatements?: number | boolean;
}

const PACKAGE = "postgres";

/** How long the server may take to say goodbye, in seconds. */
const PATIENCE = 5;
/** An instance for each connection, which lives as long: the pool is the engine's. */
const ONE_CONNECTION = { max: 1, fetch_types: false, idle_timeout: null, max_lifetime: null };

type PostgresPackage = (url: string | PostgresConfig | undefined, config?: PostgresConfig) => PostgresSql;

/** The package, asked for by name at run time: it is optional, and bundlers must not stumble over its absence. */
async function load(): Promise<PostgresPackage> {
  const found: { readonly default: PostgresPackage } = await installedPackage(
    PACKAGE,
    3,
    () => import(/* @vite-ignore */ /* webpackIgnore: true */ PACKAGE),
  );
  return found.default;
}

const describeError = errorDescriber({ table: "table_name", column: "column_name", constraint: "constraint_name" }, (_, code) =>
  LOSS.test(code ?? ""),
);

/** An instance that changes names or values on their way would change them for us too. */
function checkInstance(sql: PostgresSql): PostgresSettings {
  // the marked place: the package's types are not ours
  const settings = sql.options as PostgresSettings;
  const changed = (["column", "value", "row"] as const).find((part) => settings.transform[part].from !== undefined);
  if (changed !== undefined)
    throw new ArgumentError(
      `The instance of postgres transforms what it reads (transform.${changed}), so that columns could not be found by their names: hand in one without.`,
    );
  return settings;
}

/** What the package makes of a URL's host and database only where they are plain words. */
function partsOf(url: string): PostgresConfig {
  const { hostname, port, pathname } = new URL(url);
  const database = decodeURIComponent(pathname.slice(1));
  return {
    ...(database !== "" && { database }),
    ...(hostname.startsWith("[") && { host: [hostname.slice(1, -1)], port: [port === "" ? 5432 : Number(port)] }),
  };
}

/**
 * The driver for PostgreSQL over the package `postgres` (postgres.js), 3.4 or newer.
 *
 * Its connections are always set apart, with BEGIN and COMMIT of our own, and values travel as text both ways, so that
 * nothing is lost on the way: the package's own types and serializers, of an instance that is handed in too, see none
 * of them. An instance that is handed in stays open when the engine is closed.
 *
 * @param connection a URL, the package's options, or an instance of the user's
 * @param options the number of prepared statements to keep
 * @returns the driver; its `connect()` rejects where the package is not installed or the server can't be reached
 * @throws ArgumentError for an instance that transforms what it reads
 * @example `createEngine({ dialect: postgresql(), driver: postgres(sql) })`
 * @since 0.1.0
 */
export function postgres(connection: string | PostgresConfig | PostgresSql, options: PostgresOptions = {}): Driver {
  const { preparedStatements } = options;
  const shared = { name: "postgres", describeError };
  if (typeof connection !== "string" && isInstance(connection)) {
    const settings = checkInstance(connection);
    const owner = { preparedStatements, keepsInstance: true, readsAsHere: false, released: () => {} };
    return { ...shared, singleConnection: settings.max === 1, connect: () => PostgresConnection.open(connection, owner) };
  }
  const url = typeof connection === "string" ? connection : undefined;
  const config = typeof connection === "string" ? partsOf(connection) : connection;
  return {
    ...shared,
    async connect() {
      const instance = await load();
      const sql = instance(url, { onnotice: () => {}, ...config, ...ONE_CONNECTION });
      readAsHere(checkInstance(sql).parsers);
      return PostgresConnection.open(sql, {
        preparedStatements,
        keepsInstance: false,
        readsAsHere: true,
        released: (quiet) => sql.end({ timeout: quiet ? PATIENCE : 0 }),
      });
    },
  };
}
