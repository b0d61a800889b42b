import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createEngine, createSyncEngine, type Engine, type EngineOptions, sql } from "athanor";
import { afterAll, afterEach, describe, inject } from "vitest";
import { promised } from "./promised.js";
import { tallied } from "./tallied.js";

/** The drivers that the live suite runs on, as a URL names them. */
const drivers = ["node", "better-sqlite3"] as const;

/** One driver, with databases that are gone after the test. */
export interface Backend {
  readonly driver: (typeof drivers)[number];
  /** A path that nobody has used. */
  freshFile(): string;
  /** An engine on a file; closed after the test. */
  engineOn(file: string, options?: EngineOptions): Engine;
  /** An engine on a database in memory; closed after the test. */
  memory(options?: EngineOptions): Engine;
  /** A file whose readers don't hold up the writer. */
  walFile(): Promise<string>;
}

/** How an engine for a URL is made. */
type Door = (url: string, options: EngineOptions) => Engine;

const throughSync: Door = (url, options) => promised(createSyncEngine(url, options));

/** Runs the tests once for each driver of SQLite. */
export function onEveryDriver(tests: (backend: Backend) => void): void {
  onDrivers("sqlite+%s", createEngine, tests);
}

/** The same, and once more for each through the synchronous engine: for tests in which nobody waits for another. */
export function onEveryDoor(tests: (backend: Backend) => void): void {
  onEveryDriver(tests);
  onDrivers("sqlite+%s, synchronous", throughSync, tests);
}

function onDrivers(name: string, door: Door, tests: (backend: Backend) => void): void {
  describe.skipIf(inject("backends").sqlite?.state !== "embedded").each(drivers)(name, (driver) => {
    tallied(`sqlite+${driver}`);
    const folder = mkdtempSync(join(tmpdir(), "athanor-live-"));
    let files = 0;
    const engines: Engine[] = [];
    const opened = (url: string, options: EngineOptions = {}): Engine => {
      const engine = door(`sqlite+${driver}://${url}`, options);
      engines.push(engine);
      return engine;
    };
    const freshFile = () => join(folder, `${++files}.db`);
    const engineOn = (file: string, options?: EngineOptions) => opened(`/${encodeURI(file)}`, options);

    afterEach(async () => {
      for (const engine of engines.splice(0)) await engine.close();
    });
    afterAll(() => rmSync(folder, { recursive: true, force: true }));

    tests({
      driver,
      freshFile,
      engineOn,
      memory: (options) => opened("", options),
      async walFile() {
        const file = freshFile();
        const conn = await engineOn(file, { isolationLevel: "AUTOCOMMIT" }).connect();
        await conn.execute(sql.text("PRAGMA journal_mode = WAL"));
        await conn.close();
        return file;
      },
    });
  });
}

/** Runs the tests once for each driver on a file and once in memory. */
export function onEveryDatabase(tests: (backend: Backend & { engine(options?: EngineOptions): Engine }) => void): void {
  onEveryDriver((backend) => {
    describe("file", () => tests({ ...backend, engine: (options) => backend.engineOn(backend.freshFile(), options) }));
    describe("memory", () => tests({ ...backend, engine: backend.memory }));
  });
}
