import { rmSync } from "node:fs";
import { prepareMariadb } from "./mariadb.ts";
import { preparePostgresql } from "./postgresql.ts";
import { type RunningServer, type ServerCommand, startedServer } from "./process.ts";

/** Where a server listens; its user needs no password. */
export interface ServerAddress {
  readonly host: string;
  readonly port: number;
  readonly user: string;
  /** A database that is always there. */
  readonly database: string;
}

/** What is still there of the committed rows when the server is killed: perhaps nothing, or all. */
export type Durability = "none" | "process";

/** A server with an empty folder of data, to be started. */
export interface PreparedServer {
  readonly address: ServerAddress;
  readonly command: ServerCommand;
}

/** A server that was started for the tests. */
export interface TestServer {
  readonly address: ServerAddress;
  end(): Promise<void>;
}

/** A server that can be killed and started again on its data. */
export interface MortalServer extends TestServer {
  /** Kills it at once. */
  kill(): Promise<void>;
  /** Starts it again, at the same address. */
  restart(): Promise<void>;
}

/** The databases that need a server, each with what makes one ready to be started. */
const prepared = {
  postgresql: preparePostgresql,
  mariadb: prepareMariadb,
} satisfies Record<string, (durability: Durability) => Promise<PreparedServer>>;

export type ServerName = keyof typeof prepared;

/** Starts a server whose data nobody needs after a crash. */
export async function startServer(name: ServerName): Promise<TestServer> {
  const { address, command } = await prepared[name]("none");
  const { end } = await startedServer(command);
  return { address, end };
}

/** Starts a server that shall be killed: what it has committed is there when it is started again. */
export async function startMortalServer(name: ServerName): Promise<MortalServer> {
  const { address, command } = await prepared[name]("process");
  const start = () => startedServer({ ...command, keepsFolder: true });
  let running: RunningServer | null = await start();
  return {
    address,
    async kill() {
      await running?.kill();
      running = null;
    },
    async restart() {
      running = await start();
    },
    async end() {
      await running?.end();
      rmSync(command.folder, { recursive: true, force: true });
    },
  };
}
