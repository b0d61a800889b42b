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
  connect(): Promise<PackageConnection>;
}

/** The driver over connections of either package. */
export function mysqlDriver(name: string, { own, single, connect }: ConnectionOrigin, { preparedStatements }: MysqlDriverOptions): Driver {
  return {
    name,
    ...(single && { singleConnection: true }),
    describeError,
    async connect() {
      return MysqlConnection.open(await connect(), new PreparedStatements(preparedStatements), own);
    },
  };
}
