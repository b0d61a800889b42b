import type { ServerName } from "../../servers/servers.js";

/** What is asked of a server in its own words. */
export interface ServerWords {
  /** The number of the connection that asks. */
  readonly ownNumber: string;
  /** Ends another connection. */
  readonly terminate: (number: number) => string;
  /** How many connections a database has. */
  readonly connections: (database: string) => string;
  /** How many connections wait for a lock that another holds, or seem to. */
  readonly waiting: (database: string) => string;
}

/** The words of each server. */
export const serverWords: Readonly<Record<ServerName, ServerWords>> = {
  postgresql: {
    ownNumber: "SELECT pg_backend_pid()",
    terminate: (number) => `SELECT pg_terminate_backend(${number})`,
    connections: (database) => `SELECT count(*) FROM pg_stat_activity WHERE datname = '${database}'`,
    waiting: (database) => `SELECT count(*) FROM pg_stat_activity WHERE datname = '${database}' AND wait_event_type = 'Lock'`,
  },
  mariadb: {
    ownNumber: "SELECT CONNECTION_ID()",
    terminate: (number) => `KILL ${number}`,
    connections: (database) => `SELECT count(*) FROM information_schema.processlist WHERE db = '${database}'`,
    // innodb_trx would say it, but is renewed only after 100 ms in which nobody has read it
    waiting: (database) =>
      `SELECT count(*) FROM information_schema.processlist WHERE db = '${database}' AND command <> 'Sleep' AND time_ms > 300`,
  },
};
