/** How a connection is opened: what the package's own config has. */
export type MysqlConfig = Readonly<Record<string, unknown>>;

/** Options of either driver. */
export interface MysqlDriverOptions {
  /**
   * How many prepared statements a connection keeps, 256 by default; `false` for none, as it must be behind a proxy that
   * gives each transaction another connection.
   */
  readonly preparedStatements?: number | boolean;
}
