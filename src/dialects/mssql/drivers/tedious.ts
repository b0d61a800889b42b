import type { Driver } from "../../driver.js";
import { installedPackage } from "../../package.js";
import { TediousDriverConnection } from "./shared/connection.js";
import { describeError } from "./shared/errors.js";
import type { TediousConfig, TediousConnection, TediousPackage } from "./shared/package.js";

export type { TediousConfig, TediousConnection } from "./shared/package.js";

const PACKAGE = "tedious";

/** The package, asked for by name at run time: it is optional, and bundlers must not stumble over its absence. */
async function load(): Promise<TediousPackage> {
  const found: { readonly default: TediousPackage } = await installedPackage(
    PACKAGE,
    20,
    () => import(/* @vite-ignore */ /* webpackIgnore: true */ PACKAGE),
  );
  return found.default;
}

/** How a connection is opened, whatever else its options say: nothing is lost, and the process's time zone does not matter. */
const OPENED = {
  useUTC: true,
  useColumnNames: false,
  rowCollectionOnDone: false,
  rowCollectionOnRequestCompletion: false,
  lowerCaseGuids: true,
};

function isConnection(given: object): given is TediousConnection {
  return "execSql" in given && "inTransaction" in given;
}

async function connected({ Connection }: TediousPackage, config: TediousConfig): Promise<TediousConnection> {
  const client = new Connection({ ...config, options: { ...config.options, ...OPENED } });
  // an error that comes while nobody waits is noted by who listens; without a listener it would end the process
  client.on("error", () => {});
  await new Promise<void>((resolve, reject) => client.connect((error) => (error ? reject(error) : resolve())));
  return client;
}

/**
 * The driver for SQL Server over the package `tedious`, 20.3 or newer. It has not been run against a server.
 *
 * Parameters are bound by the types of their columns. A decimal of more than 15 digits travels as text, and reading one is
 * refused: the package makes a double of it. Read it by `cast(column, varchar(40))`. A pool of the package's is none: the
 * engine's own pool keeps the connections.
 *
 * @param connection the config of a `Connection`, or an open one of the user's, which must have `useUTC` and not `useColumnNames`;
 *   it stays open when ours is closed
 * @returns the driver; its `connect()` rejects where the package is not installed, the server can't be reached, or a
 *   connection that was handed in would lose something
 * @example `createEngine({ dialect: mssql(), driver: tedious({ server: "localhost", authentication, options }) })`
 * @since 0.1.0
 */
export function tedious(connection: TediousConfig | TediousConnection): Driver {
  const shared = { name: PACKAGE, describeError };
  if (isConnection(connection)) {
    return {
      ...shared,
      singleConnection: true,
      connect: async () => TediousDriverConnection.open(connection, await load(), false),
    };
  }
  return {
    ...shared,
    async connect() {
      const tedious = await load();
      return TediousDriverConnection.open(await connected(tedious, connection), tedious, true);
    },
  };
}
