import { readdirSync, readlinkSync } from "node:fs";
import { setTimeout as wait } from "node:timers/promises";
import { type Connection, createEngine, deleteFrom, type Engine, type EngineOptions, sql } from "athanor";
import { expect } from "vitest";
import { placeOf } from "../../live/support/databases.js";
import type { ServerAddress } from "../../servers/servers.js";
import type { BackendState, Target } from "../../servers/targets.js";
import { add, entries, ids } from "./entries.js";
import { serverWords } from "./server-words.js";
import { type Watched, watched } from "./watched.js";

/** How long something that must come may take, in milliseconds. */
const PATIENCE = 10_000;

/** Waits until it is so. */
export async function until(what: string, isSo: () => boolean | Promise<boolean>): Promise<void> {
  const end = Date.now() + PATIENCE;
  while (!(await isSo())) {
    if (Date.now() > end) throw new Error(`Not so after ${PATIENCE} ms: ${what}.`);
    await wait(10);
  }
}

/** The part of a database's URL that says where. */
interface Where {
  readonly host: string;
  readonly port: number;
}

/** One database on which faults are caused. */
export class FaultPlace {
  readonly #place: ReturnType<typeof placeOf>;
  readonly #watched: Watched[] = [];
  readonly address: ServerAddress | null;

  constructor(
    readonly target: Target,
    state: BackendState,
  ) {
    this.#place = placeOf(target, state);
    this.address = state.state === "running" ? state.address : null;
  }

  make(): Promise<void> {
    return this.#place.make();
  }

  remove(): Promise<void> {
    return this.#place.remove();
  }

  /** Closes the engines of a test, and empties the database. */
  async clear(): Promise<void> {
    for (const { engine } of this.#watched.splice(0)) await engine.close();
    await this.#place.empty();
  }

  /** The database's URL, or that of somebody who stands before its server. */
  url(through?: Where): string {
    const url = this.#place.url();
    return through ? url.replace(/@[^/]*\//, `@${through.host}:${through.port}/`) : url;
  }

  /** The file of the database, where it is one. */
  get file(): string {
    return decodeURI(this.url().replace(/^[^/]*\/\/\//, ""));
  }

  get database(): string {
    return this.url().replace(/^.*\//, "");
  }

  /** An engine on the database. Closed after the test. */
  engine(options?: EngineOptions, through?: Where): Engine {
    return this.engineOn(this.url(through), options);
  }

  /** The same for a URL of one's own. */
  engineOn(url: string, options?: EngineOptions): Engine {
    const one = watched(url, options);
    this.#watched.push(one);
    return one.engine;
  }

  get words() {
    const { backend } = this.target;
    if (backend === "sqlite") throw new Error("SQLite has no server that could be asked.");
    return serverWords[backend];
  }

  /** Asks the server itself for a number, on a connection that is not one of those which are watched. */
  askServer(text: string): Promise<number> {
    return this.#onServer(async (conn) => Number(await conn.scalar(sql.text(text))));
  }

  /** Has the server do something, on such a connection too. */
  async tellServer(text: string): Promise<void> {
    await this.#onServer((conn) => conn.execute(sql.text(text)));
  }

  async #onServer<Told>(tell: (conn: Connection) => Promise<Told>): Promise<Told> {
    if (this.address === null) throw new Error("There is no server to ask.");
    const { host, port, user, database } = this.address;
    const engine = createEngine(`${this.target.name}://${user}@${host}:${port}/${database}`, { isolationLevel: "AUTOCOMMIT" });
    const conn = await engine.connect();
    try {
      return await tell(conn);
    } finally {
      await conn.close();
      await engine.close();
    }
  }

  /** Connections that the server has to the database; for a file, those that this process has open. */
  async connections(): Promise<number> {
    if (this.address !== null) return this.askServer(this.words.connections(this.database));
    const file = this.file;
    return readdirSync("/proc/self/fd").filter((name) => linkOf(`/proc/self/fd/${name}`).startsWith(file)).length;
  }

  /**
   * After each fault: the rows that were committed are there and no others, an engine that has seen the fault works again,
   * and no connection is left in anybody's hands, nor on the server once the engines are closed.
   */
  async survived(engine: Engine, committed: readonly number[]): Promise<void> {
    const mark = 1_000_000_001;
    const conn = await this.engine().connect();
    expect(await ids(conn)).toEqual(committed);
    await conn.close();
    await engine.begin((again) => add(again, mark));
    await engine.begin(async (again) => {
      expect(await ids(again)).toEqual([...committed, mark]);
      await again.execute(deleteFrom(entries).where(entries.c.id.eq(mark)));
    });
    for (const { inUse } of this.#watched) expect(inUse()).toBe(0);
    for (const { engine: one } of this.#watched) await one.close();
    await until("no connection is left", async () => (await this.connections()) === 0);
  }
}

function linkOf(path: string): string {
  try {
    return readlinkSync(path);
  } catch {
    // closed since the folder was read
    return "";
  }
}
