import type { DriverErrorFacts, SyncDriver, WireValue } from "../../driver.js";
import { DriverError, withFailedSet } from "../../driver-error.js";
import { requiredPackage } from "../../package.js";
import { SqliteConnection } from "./shared/connection.js";
import { asArrays, isPrivate, type PackageDatabase, type PackageStatement, type Row, type SqliteDriverOptions } from "./shared/package.js";
import { factsOfName } from "./shared/result-codes.js";

/** What the driver uses of a prepared statement of better-sqlite3. */
export interface BetterSqlite3Statement {
  readonly reader: boolean;
  raw(enabled: boolean): unknown;
  pluck(enabled: boolean): unknown;
  safeIntegers(enabled: boolean): unknown;
  columns(): readonly { readonly name: string }[];
  all(...values: WireValue[]): unknown[];
  get(...values: WireValue[]): unknown;
  run(...values: WireValue[]): { readonly changes: number; readonly lastInsertRowid: number | bigint };
  iterate(...values: WireValue[]): Iterable<unknown>;
}

/** What the driver uses of a `Database` of better-sqlite3, so that an open one can be handed in. */
export interface BetterSqlite3Database {
  readonly inTransaction: boolean;
  prepare(sql: string): BetterSqlite3Statement;
  close(): unknown;
}

type DatabaseClass = new (path: string, options: { readonly readonly: boolean; readonly timeout: number }) => BetterSqlite3Database;

const PACKAGE = "better-sqlite3";
let loaded: DatabaseClass | undefined;

/**
 * The package, asked for by name at run time: it is optional, and bundlers must not stumble over its absence. Not by import(),
 * which would give a promise.
 */
function load(): DatabaseClass {
  return requiredPackage(PACKAGE, 13, () => process.getBuiltinModule("node:module").createRequire(import.meta.url)(PACKAGE));
}

function opened(database: DatabaseClass, path: string, readOnly: boolean): BetterSqlite3Database {
  try {
    return new database(path, { readonly: readOnly, timeout: 0 });
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    // The package looks at the path before SQLite does, and raises errors without a code.
    const noDirectory = error.message.includes("directory does not exist");
    throw new DriverError(noDirectory ? "operational" : "interface", error.message, {
      cause: error,
      ...(noDirectory && { code: "SQLITE_CANTOPEN" }),
    });
  }
}

function* rowsOfOne(values: Iterable<unknown>): Generator<Row> {
  for (const value of values) yield [value];
}

class BetterStatement implements PackageStatement {
  readonly returnsRows: boolean;
  /** The package gives values instead of rows. */
  #isPlucked = false;

  constructor(readonly statement: BetterSqlite3Statement) {
    statement.safeIntegers(true);
    this.returnsRows = statement.reader;
    if (this.returnsRows) statement.raw(true);
  }

  columns(): string[] {
    return this.statement.columns().map((column) => column.name);
  }

  givesNoKey(): void {
    this.statement.safeIntegers(false);
  }

  /** The package calls a function of its own for each row, which takes as long as inserting it: we make an array of one value ourselves. */
  givesOneColumn(): void {
    this.#isPlucked = true;
    this.statement.pluck(true);
  }

  all(values: readonly WireValue[]): readonly Row[] {
    const rows = this.statement.all(...values);
    return this.#isPlucked ? rows.map((value) => [value]) : asArrays<readonly Row[]>(rows);
  }

  first(values: readonly WireValue[]): Row | undefined {
    const row = this.statement.get(...values);
    if (!this.#isPlucked) return asArrays<Row | undefined>(row);
    return row === undefined ? undefined : [row];
  }

  run(values: readonly WireValue[]): { readonly changes: number | bigint; readonly lastInsertRowid: number | bigint } {
    return this.statement.run(...values);
  }

  iterate(values: readonly WireValue[]): Iterator<Row> {
    const rows = this.statement.iterate(...values);
    return this.#isPlucked ? rowsOfOne(rows) : asArrays<Iterator<Row>>(rows);
  }
}

class BetterDatabase implements PackageDatabase {
  constructor(readonly database: BetterSqlite3Database) {}

  prepare(sql: string): PackageStatement {
    try {
      return new BetterStatement(this.database.prepare(sql));
    } catch (error) {
      // No statement in the text, or more than one.
      if (error instanceof RangeError) throw new DriverError("programming", error.message, { cause: error });
      throw error;
    }
  }

  inTransaction(): boolean {
    return this.database.inTransaction;
  }

  close(): void {
    this.database.close();
  }
}

function describeError(error: unknown): DriverErrorFacts | null {
  if (!(error instanceof Error)) return null;
  if (error instanceof DriverError) return withFailedSet(error, error.facts);
  if (error.name === "SqliteError" && "code" in error && typeof error.code === "string")
    return withFailedSet(error, factsOfName(error.code, error.message));
  if (!(error instanceof TypeError)) return null;
  // The package's own refusals have no code; a TypeError of another text came out of a function that the user registered.
  const disconnected = error.message === "The database connection is not open";
  if (!disconnected && error.message !== "This database connection is busy executing a query") return null;
  return withFailedSet(error, { kind: "interface", code: undefined, busy: false, serializationFailure: false, disconnected });
}

/**
 * The driver for better-sqlite3, version 13 or newer.
 *
 * A connection to a path is opened with foreign keys enforced and without waiting for locks; an open `Database` that is
 * handed in keeps its own settings, and stays open when the connection is closed.
 *
 * @param database a file's path, `":memory:"`, or an open `Database`
 * @param options `readOnly` and the number of prepared statements to keep
 * @returns the driver; its first `connect()` loads the package; it throws where that is not installed or the file can't be
 *   opened
 * @example `createEngine({ dialect: sqlite(), driver: betterSqlite3(database) })`
 * @since 0.1.0
 */
export function betterSqlite3(database: string | BetterSqlite3Database, options: SqliteDriverOptions = {}): SyncDriver {
  const connection = (open: BetterSqlite3Database, own: boolean) => new SqliteConnection(new BetterDatabase(open), own, options);
  return {
    name: PACKAGE,
    embedded: true,
    synchronous: true,
    singleConnection: typeof database !== "string" || isPrivate(database),
    connect() {
      if (typeof database !== "string") return connection(database, false);
      loaded ??= load();
      return connection(opened(loaded, database, options.readOnly ?? false), true);
    },
    describeError,
  };
}
