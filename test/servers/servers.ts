import { startMariadb } from "./mariadb.js";
import { startPostgresql } from "./postgresql.js";

/** Where a server listens; its user needs no password. */
export interface ServerAddress {
  readonly host: string;
  readonly port: number;
  readonly user: string;
  /** A database that is always there. */
  readonly database: string;
}

/** A server that was started for the tests. */
export interface TestServer {
  readonly address: ServerAddress;
  end(): Promise<void>;
}

/** The databases that need a server, each with what starts one. */
export const servers = {
  postgresql: startPostgresql,
  mariadb: startMariadb,
} satisfies Record<string, () => Promise<TestServer>>;

export type ServerName = keyof typeof servers;
