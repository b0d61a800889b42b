import type { Driver } from "../../../driver.js";
import { MysqlConnection } from "./connection.js";
import { describeError } from "./errors.js";
import type { MysqlDriverOptions } from "./options.js";
import type { PackageConnection } from "./package.js";
import { PreparedStatements } from "./prepared.js";

/** Where a driver's connections come from. */
export interface ConnectionOrigin {
  /** The connections are opened for us alone. */
  readonly own: boolean;
  /** There is only the one that was handed in. */
  readonly single: boolean;
  /** One more, while others are open; with `single`, always the same. */
  connect(): Promise<PackageConnection>;
}

/** The statements that are prepared on a connection of the user's: it may come back as another connection of ours. */
const statementsOf = new WeakMap<object, PreparedStatements>();

function statementsFor({ client }: PackageConnection, size: number | boolean | undefined): PreparedStatements {
  let statements = statementsOf.get(client);
  if (!statements) statementsOf.set(client, (statements = new PreparedStatements(size)));
  return statements;
}

/** The driver over connections of either package. */
export function mysqlDriver(name: string, { own, single, connect }: ConnectionOrigin, options: MysqlDriverOptions): Driver {
  const { preparedStatements, maxAllowedPacket = Number.POSITIVE_INFINITY } = options;
  return {
    name,
    ...(single && { singleConnection: true }),
    ...(!own && !single && { pooled: true }),
    describeError,
    async connect() {
      const connection = await connect();
      return MysqlConnection.open(connection, statementsFor(connection, preparedStatements), {
        own,
        maxAllowedPacket,
        // a connection that was handed in stays the only one: nobody knows how to connect again
        another: single ? null : connect,
      });
    },
  };
}
