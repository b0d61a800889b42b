import type { DriverErrorFacts, SyncDriver, WireValue } from "../../driver.js";
import { DriverError, withFailedSet } from "../../driver-error.js";
import { SqliteConnection } from "./shared/connection.js";
import { asArrays, isPrivate, type PackageDatabase, type PackageStatement, type Row, type SqliteDriverOptions } from "./shared/package.js";
import { factsOfCode } from "./shared/result-codes.js";
import { isBlank } from "./shared/scan.js";

/** What the driver uses of a prepared statement of `node:sqlite`. */
export interface NodeSqliteStatement {
  readonly sourceSQL: string;
  columns(): readonly { readonly name: string }[];
  all(...values: WireValue[]): unknown;
  get(...values: WireValue[]): unknown;
  run(...values: WireValue[]): { readonly changes: number | bigint; readonly lastInsertRowid: number | bigint };
  iterate(...values: WireValue[]): unknown;
  setReturnArrays(enabled: boolean): void;
  setReadBigInts(enabled: boolean): void;
}

/** What the driver uses of a `DatabaseSync` of `node:sqlite`, so that an open one can be handed in. */
export interface NodeSqliteDatabase {
  readonly isOpen: boolean;
  readonly isTransaction: boolean;
  prepare(sql: string): NodeSqliteStatement;
  close(): void;
}

type DatabaseClass = new (path: string, options: { readonly readOnly: boolean }) => NodeSqliteDatabase;

const TOO_OLD = "The driver for node:sqlite needs Node 22.16, or 24 and newer";

/** A built-in module, asked for by name at run time: bundlers for browsers must not stumble over it. */
function databaseClass(): DatabaseClass {
  const found: DatabaseClass | undefined = process.getBuiltinModule?.("node:sqlite")?.DatabaseSync;
  if (found === undefined) throw new DriverError("interface", `${TOO_OLD}; this is ${process.version}, which has no node:sqlite.`);
  return found;
}

function opened(path: string, readOnly: boolean): NodeSqliteDatabase {
  return new (databaseClass())(path, { readOnly });
}

/** Node 22.5 to 22.15 have the module, but neither array rows nor the transaction's state; all came together. */
function checkFeatures(database: NodeSqliteDatabase): void {
  if (!("isTransaction" in database)) throw new DriverError("interface", `${TOO_OLD}; this is ${process.version}.`);
}

class NodeStatement implements PackageStatement {
  readonly returnsRows: boolean;

  constructor(readonly statement: NodeSqliteStatement) {
    statement.setReturnArrays(true);
    statement.setReadBigInts(true);
    this.returnsRows = statement.columns().length > 0;
  }

  columns(): string[] {
    return this.statement.columns().map((column) => column.name);
  }

  givesNoKey(): void {
    this.statement.setReadBigInts(false);
  }

  /** An array with one value is made as fast as the value alone could be. */
  givesOneColumn(): void {}

  all(values: readonly WireValue[]): readonly Row[] {
    return asArrays<readonly Row[]>(this.statement.all(...values));
  }

  first(values: readonly WireValue[]): Row | undefined {
    return asArrays<Row | undefined>(this.statement.get(...values));
  }

  run(values: readonly WireValue[]): { readonly changes: number | bigint; readonly lastInsertRowid: number | bigint } {
    return this.statement.run(...values);
  }

  iterate(values: readonly WireValue[]): Iterator<Row> {
    return asArrays<Iterator<Row>>(this.statement.iterate(...values));
  }
}

class NodeDatabase implements PackageDatabase {
  constructor(readonly database: NodeSqliteDatabase) {}

  prepare(sql: string): PackageStatement {
    let statement: NodeSqliteStatement;
    try {
      statement = this.database.prepare(sql);
    } catch (error) {
      if (error instanceof TypeError) throw new DriverError("programming", error.message, { cause: error });
      throw error;
    }
    // Node prepares the first statement of a text and forgets the others.
    if (!isBlank(sql.slice(statement.sourceSQL.length))) throw new DriverError("programming", "The text holds more than one statement.");
    return new NodeStatement(statement);
  }

  inTransaction(): boolean {
    return this.database.isOpen && this.database.isTransaction;
  }

  close(): void {
    this.database.close();
  }
}

function describeError(error: unknown): DriverErrorFacts | null {
  if (!(error instanceof Error)) return null;
  if (error instanceof DriverError) return withFailedSet(error, error.facts);
  if (!("code" in error)) return null;
  if (error.code === "ERR_SQLITE_ERROR" && "errcode" in error)
    return withFailedSet(error, factsOfCode(Number(error.errcode), error.message));
  // A database or statement that was closed or finalized under the connection, which only its owner can have done.
  if (error.code !== "ERR_INVALID_STATE" || !/database is not open|statement has been finalized/.test(error.message)) return null;
  return withFailedSet(error, {
    kind: "interface",
    code: "ERR_INVALID_STATE",
    busy: false,
    serializationFailure: false,
    disconnected: true,
  });
}

/**
 * The driver for SQLite in Node itself: nothing to install, Node 22.16 or newer.
 *
 * A connection to a path is opened with foreign keys enforced and without waiting for locks; an open `DatabaseSync` that
 * is handed in keeps its own settings, and stays open when the connection is closed.
 *
 * @param database a file's path, `":memory:"`, or an open `DatabaseSync`
 * @param options `readOnly` and the number of prepared statements to keep
 * @returns the driver; its `connect()` answers at once, and throws where Node is too old or the file can't be opened
 * @example `createEngine({ dialect: sqlite(), driver: nodeSqlite(database) })`
 * @since 0.1.0
 */
export function nodeSqlite(database: string | NodeSqliteDatabase, options: SqliteDriverOptions = {}): SyncDriver {
  return {
    name: "node-sqlite",
    embedded: true,
    synchronous: true,
    singleConnection: typeof database !== "string" || isPrivate(database),
    connect() {
      const own = typeof database === "string";
      const open = own ? opened(database, options.readOnly ?? false) : database;
      checkFeatures(open);
      return new SqliteConnection(new NodeDatabase(open), own, options);
    },
    describeError,
  };
}
