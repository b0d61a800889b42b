/** How a connection is opened: what the package's own config has. */
export type MysqlConfig = Readonly<Record<string, unknown>>;

/** Options of either driver. */
export interface MysqlDriverOptions {
  /**
   * How many prepared statements a connection keeps, 256 by default; `false` for none, as it must be behind a proxy that
   * gives each transaction another connection.
   */
  readonly preparedStatements?: number | boolean;
  /** The most bytes of one statement, where that shall be less than the server's `max_allowed_packet`: a proxy may take less. */
  readonly maxAllowedPacket?: number;
}
