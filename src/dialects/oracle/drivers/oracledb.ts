import type { Driver } from "../../driver.js";
import { installedPackage } from "../../package.js";
import { OracledbDriverConnection } from "./shared/connection.js";
import { describeError } from "./shared/errors.js";
import type { OracledbConfig, OracledbConnection, OracledbPackage, OracledbPool } from "./shared/package.js";

export type { OracledbConfig, OracledbConnection, OracledbPool } from "./shared/package.js";

const PACKAGE = "oracledb";

/** The package, asked for by name at run time: it is optional, and bundlers must not stumble over its absence. */
async function load(): Promise<OracledbPackage> {
  const found: { readonly default: OracledbPackage } = await installedPackage(
    PACKAGE,
    26,
    () => import(/* @vite-ignore */ /* webpackIgnore: true */ PACKAGE),
  );
  return found.default;
}

function isPool(given: object): given is OracledbPool {
  return "getConnection" in given && "connectionsInUse" in given;
}

function isConnection(given: object): given is OracledbConnection {
  return "executeMany" in given;
}

/**
 * The driver for Oracle over the package `oracledb`, 26 or newer, in its thin mode, which needs no other software. It has not been
 * run against a server.
 *
 * Sessions are told to use UTC, and forms of numbers and times that are always the same; so is a connection or pool that is
 * handed in, which otherwise stays as it is, and open when the connection is closed. The package reads times to the
 * millisecond, and those without a zone by the process's own clock: in an hour that it leaves out in spring, they are
 * read an hour later; run the process in UTC where that matters.
 *
 * @param connection the config of `getConnection()`, an open connection of the package, or a pool of the user's
 * @returns the driver; its `connect()` rejects where the package is not installed or the server can't be reached
 * @example `createEngine({ dialect: oracle(), driver: oracledb({ user, password, connectString: "localhost/FREEPDB1" }) })`
 * @since 0.1.0
 */
export function oracledb(connection: OracledbConfig | OracledbConnection | OracledbPool): Driver {
  const shared = { name: PACKAGE, describeError };
  const ended = (client: OracledbConnection) => ({ close: (broken: boolean) => client.close({ drop: broken }) });
  if (isPool(connection)) {
    return {
      ...shared,
      pooled: true,
      async connect() {
        const client = await connection.getConnection();
        return OracledbDriverConnection.open(client, await load(), ended(client));
      },
    };
  }
  if (isConnection(connection)) {
    return {
      ...shared,
      singleConnection: true,
      connect: async () => OracledbDriverConnection.open(connection, await load(), { close: () => {} }),
    };
  }
  return {
    ...shared,
    async connect() {
      const oracledb = await load();
      const client = await oracledb.getConnection(connection);
      return OracledbDriverConnection.open(client, oracledb, ended(client));
    },
  };
}
