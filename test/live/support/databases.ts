import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createEngine, createSyncEngine, type Engine, type EngineOptions, sql } from "athanor";
import { afterAll, afterEach, beforeAll, describe, inject, test } from "vitest";
import type { ServerAddress, ServerName } from "../../servers/servers.js";
import { type BackendState, type Target, targets } from "../../servers/targets.js";
import { promised } from "./promised.js";
import { tallied } from "./tallied.js";

/** A database of one backend, empty before each test, and a driver for it. */
export interface Database {
  readonly target: Target;
  /** The URL of the database. */
  url(): string;
  /** There is but one connection to it. */
  readonly alone: boolean;
  /** An engine on the database; closed after the test. */
  engine(options?: EngineOptions): Engine;
}

/** How a kind of database is made, emptied and removed. */
export interface Place {
  url(): string;
  /** There is but one connection to it. */
  readonly alone?: boolean;
  /** Opens an engine, where the URL would not lead there. */
  open?(options?: EngineOptions): Engine;
  make(): Promise<void>;
  empty(): Promise<void>;
  remove(): Promise<void>;
}

let count = 0;

/** A database in memory, which is another one for each engine. */
function memoryPlace(target: Target): Place {
  const nothing = async () => {};
  return { url: () => `${target.name}://`, alone: true, make: nothing, empty: nothing, remove: nothing };
}

function filePlace(target: Target): Place {
  const folder = mkdtempSync(join(tmpdir(), "athanor-live-"));
  return {
    url: () => `${target.name}:///${encodeURI(join(folder, `${count}.db`))}`,
    make: async () => {},
    empty: async () => void (count += 1),
    remove: async () => rmSync(folder, { recursive: true, force: true }),
  };
}

/** The statements that empty a database of a server, and that drop it; connections which a failed test has left are in nobody's way. */
const statements: Readonly<Record<ServerName, (name: string) => { readonly empty: readonly string[]; readonly drop: string }>> = {
  postgresql: (name) => ({
    empty: [
      "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()",
      "DROP SCHEMA public CASCADE",
      "CREATE SCHEMA public",
    ],
    drop: `DROP DATABASE ${name} WITH (FORCE)`,
  }),
  mariadb: (name) => ({
    empty: [
      "BEGIN NOT ATOMIC DECLARE CONTINUE HANDLER FOR 1094 BEGIN END; FOR other IN (SELECT id FROM information_schema.processlist WHERE db = DATABASE() AND id <> CONNECTION_ID()) DO KILL other.id; END FOR; END",
      `DROP DATABASE ${name}`,
      `CREATE DATABASE ${name}`,
    ],
    drop: `DROP DATABASE ${name}`,
  }),
};

function serverPlace(target: Target, backend: ServerName, { host, port, user, database }: ServerAddress): Place {
  const name = `athanor_${process.pid}_${++count}`;
  const urlOf = (of: string) => `${target.name}://${user}@${host}:${port}/${of}`;
  const run = async (of: string, texts: readonly string[]) => {
    const engine = createEngine(urlOf(of), { isolationLevel: "AUTOCOMMIT" });
    const conn = await engine.connect();
    for (const text of texts) await conn.execute(sql.text(text));
    await conn.close();
    await engine.close();
  };
  const { empty, drop } = statements[backend](name);
  return {
    url: () => urlOf(name),
    make: () => run(database, [`CREATE DATABASE ${name}`]),
    empty: () => run(name, empty),
    remove: () => run(database, [drop]),
  };
}

/** A place for the databases of a target whose backend is there. */
export function placeOf(target: Target, state: BackendState): Place {
  const { backend } = target;
  return state.state === "running" && backend !== "sqlite" ? serverPlace(target, backend, state.address) : filePlace(target);
}

/** Runs the tests in one place. @param isShared what a test leaves there is there for the next one */
function onDatabase(target: Target, place: Place, tests: (database: Database) => void, isShared = false): void {
  const engines: Engine[] = [];
  beforeAll(() => place.make());
  afterEach(async () => {
    for (const engine of engines.splice(0)) await engine.close();
    if (!isShared) await place.empty();
  });
  afterAll(() => place.remove());
  tests({
    target,
    url: place.url,
    alone: place.alone ?? false,
    engine: (options) => {
      const engine = place.open?.(options) ?? createEngine(place.url(), options);
      engines.push(engine);
      return engine;
    },
  });
}

/** Where the tests of this process run instead of everywhere. */
let only: { readonly target: Target; readonly place: Place } | null = null;

/** Lets the tests that are imported from now on run in one place only. */
export function runOnlyOn(target: Target, place: Place): void {
  only = { target, place };
}

/**
 * Runs the tests once for each target that runs here, SQLite's in a file and in memory.
 * @param about one backend, for tests that are about it
 */
export function onEveryDatabase(tests: (database: Database) => void, about?: Target["backend"]): void {
  if (only !== null) {
    const { target, place } = only;
    describe(target.name, () => {
      tallied(target.name);
      onDatabase(target, place, tests);
    });
    return;
  }
  const states = inject("backends");
  const missing = about === undefined ? undefined : states[about];
  if (missing?.state === "absent") test.skip(`${about} does not run here: ${missing.reason}`, () => {});
  for (const target of targets) {
    const { name, backend } = target;
    const state = states[backend];
    if (state === undefined || state.state === "absent" || (about !== undefined && backend !== about)) continue;
    describe(name, () => {
      tallied(name);
      if (state.state === "running" && backend !== "sqlite") {
        onDatabase(target, serverPlace(target, backend, state.address), tests);
      } else {
        describe("file", () => onDatabase(target, filePlace(target), tests));
        describe("memory", () => onDatabase(target, memoryPlace(target), tests));
      }
    });
  }
}

/** The same place, through the synchronous engine. */
function throughSync(place: Place): Place {
  return { ...place, open: (options) => promised(createSyncEngine(place.url(), options)) };
}

/** Runs the tests as {@link onEveryDatabase} does, and once more through SQLite's synchronous engine: for tests in which nobody waits for another. */
export function onEveryDoor(tests: (database: Database) => void): void {
  onEveryDatabase(tests);
  if (only !== null || inject("backends").sqlite?.state !== "embedded") return;
  for (const target of targets.filter(({ backend }) => backend === "sqlite")) {
    describe(`${target.name}, synchronous`, () => {
      tallied(target.name);
      describe("file", () => onDatabase(target, throughSync(filePlace(target)), tests));
      describe("memory", () => onDatabase(target, throughSync(memoryPlace(target)), tests));
    });
  }
}

/** Runs the tests once for each target with a server that runs here, in one database, which is not emptied: for many small tests with the same tables. */
export function onEveryServer(tests: (database: Database) => void): void {
  const states = inject("backends");
  for (const [backend, state] of Object.entries(states))
    if (state.state === "absent") test.skip(`${backend} does not run here: ${state.reason}`, () => {});
  for (const target of targets) {
    const { name, backend } = target;
    const state = states[backend];
    if (state?.state !== "running" || backend === "sqlite") continue;
    describe(name, () => {
      tallied(name);
      onDatabase(target, serverPlace(target, backend, state.address), tests, true);
    });
  }
}
