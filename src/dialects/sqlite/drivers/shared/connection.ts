import type { DriverParameters, DriverResult, ServerFacts, SyncDriverConnection, TransactionState, WireValue } from "../../../driver.js";
import { checkSendable, DriverError, rememberFailedSet } from "../../../driver-error.js";
import { countedSets } from "../../../row-counts.js";
import { SqliteCursor } from "./cursor.js";
import type { PackageDatabase, Row, SqliteDriverOptions } from "./package.js";
import { scanStatement } from "./scan.js";
import { type CachedStatement, StatementCache } from "./statement-cache.js";
import { checkValues } from "./values.js";

const NO_COLUMNS: readonly string[] = Object.freeze([]);

/** A connection to a SQLite database, in terms of what both packages have. Everything answers at once. */
export class SqliteConnection implements SyncDriverConnection {
  readonly synchronous = true;
  readonly file: string | null;
  readonly #database: PackageDatabase;
  readonly #ownsDatabase: boolean;
  readonly #cache: StatementCache;
  readonly #cursors = new Set<SqliteCursor>();
  #closed = false;
  /** The database's own answer to whether a transaction is open; null where it has to be asked. */
  #inTransaction: boolean | null = null;

  /** @param ownsDatabase whether closing the connection closes the database; not for one that the user made */
  constructor(database: PackageDatabase, ownsDatabase: boolean, options: SqliteDriverOptions) {
    this.#database = database;
    this.#ownsDatabase = ownsDatabase;
    this.#cache = new StatementCache(options.preparedStatements);
    try {
      if (ownsDatabase) this.#configure();
      this.file = this.#mainFile();
    } catch (error) {
      // Not a database, or not readable: nobody else could close what was opened for this connection.
      this.close();
      throw error;
    }
  }

  /** The library that the package brings. */
  get server(): ServerFacts {
    const [row] = this.#database.prepare("SELECT sqlite_version()").all([]);
    return { product: "sqlite", version: String(row?.[0]) };
  }

  query(sql: string, values: readonly WireValue[], _parameters?: DriverParameters, _prepareAt?: number, givesOneRow = false): DriverResult {
    const cached = this.#prepared(sql);
    try {
      checkValues(values, cached.placeholders);
      const result = cached.statement.returnsRows ? this.#rows(cached, values, givesOneRow) : this.#changes(cached, values);
      if (!cached.keepsTransaction) this.#inTransaction = null;
      return result;
    } catch (error) {
      this.#inTransaction = null;
      throw error;
    } finally {
      this.#release(cached);
    }
  }

  queryMany(sql: string, sets: readonly (readonly WireValue[])[]): DriverResult {
    const cached = this.#prepared(sql);
    const counts: number[] = [];
    let lastInsertId: DriverResult["lastInsertId"] = null;
    let index = 0;
    try {
      for (const values of sets) {
        checkValues(values, cached.placeholders);
        const result = this.#changes(cached, values);
        counts.push(result.rowCount);
        lastInsertId = result.lastInsertId ?? lastInsertId;
        index += 1;
      }
    } catch (error) {
      rememberFailedSet(error, index);
      this.#inTransaction = null;
      throw error;
    } finally {
      this.#release(cached);
    }
    if (!cached.keepsTransaction) this.#inTransaction = null;
    return { ...countedSets(counts), lastInsertId };
  }

  /** @throws DriverError for a statement that returns no rows; it is not executed then */
  stream(sql: string, values: readonly WireValue[]): SqliteCursor {
    const cached = this.#prepared(sql);
    try {
      checkValues(values, cached.placeholders);
      if (!cached.statement.returnsRows) throw new DriverError("programming", "Only a statement that returns rows can be streamed.");
      const rows = cached.statement.iterate(values);
      // Only the first step tells SQLite that another process has changed the schema.
      const first = rows.next();
      this.#refreshColumns(cached, first.done ? undefined : first.value);
      const cursor = new SqliteCursor(cached.columns, first, rows, (whole) => {
        this.#cursors.delete(cursor);
        this.#inTransaction = null;
        if (whole) this.#release(cached);
      });
      this.#cursors.add(cursor);
      return cursor;
    } catch (error) {
      this.#inTransaction = null;
      this.#release(cached);
      throw error;
    }
  }

  /** Nothing is running whenever somebody could call this. */
  async cancel(): Promise<void> {}

  transactionState(): TransactionState {
    if (this.#closed) return "none";
    // a database that was handed in may be used by its owner too
    const inTransaction = this.#ownsDatabase ? (this.#inTransaction ??= this.#database.inTransaction()) : this.#database.inTransaction();
    return inTransaction ? "open" : "none";
  }

  close(): void {
    if (this.#closed) return;
    for (const cursor of [...this.#cursors]) cursor.close();
    this.#closed = true;
    this.#cache.clear();
    if (this.#ownsDatabase) this.#database.close();
  }

  /** How many prepared statements are kept and idle. */
  get preparedStatements(): number {
    return this.#cache.count;
  }

  /** Waiting for a lock inside SQLite would block the event loop, and the writer who is to let go of it may be in this process. */
  #configure(): void {
    for (const pragma of ["PRAGMA busy_timeout = 0", "PRAGMA foreign_keys = ON"]) {
      const statement = this.#database.prepare(pragma);
      if (statement.returnsRows) statement.all([]);
      else statement.run([]);
    }
  }

  /** The absolute path as SQLite itself sees it, links resolved; null for a database in memory or a temporary one. */
  #mainFile(): string | null {
    const main = this.#database
      .prepare("PRAGMA database_list")
      .all([])
      .find((row) => row[1] === "main");
    const file = main?.[2];
    return typeof file === "string" && file !== "" ? file : null;
  }

  #prepared(sql: string): CachedStatement {
    checkSendable(this.#closed, false);
    const cached = this.#cache.take(sql);
    if (cached) return cached;
    // SQLite's own message is the better one where the text is wrong, so that it is asked first.
    const statement = this.#database.prepare(sql);
    const scanned = scanStatement(sql);
    // two bigints less are a tenth of what an UPDATE takes
    if (!statement.returnsRows && !scanned.inserts) statement.givesNoKey();
    const columns = statement.returnsRows ? statement.columns() : NO_COLUMNS;
    if (columns.length === 1 && !scanned.star) statement.givesOneColumn();
    return {
      ...scanned,
      sql,
      statement,
      columns,
      isBusy: true,
      isKept: false,
      isRecent: false,
    };
  }

  #release(cached: CachedStatement): void {
    if (this.#closed) return;
    if (cached.changesSchema) this.#cache.clear();
    else this.#cache.give(cached);
  }

  #rows(cached: CachedStatement, values: readonly WireValue[], givesOneRow: boolean): DriverResult {
    const rows = this.#canStop(givesOneRow) ? this.#firstRow(cached, values) : cached.statement.all(values);
    this.#refreshColumns(cached, rows[0]);
    return { rows, columns: cached.columns, rowCount: rows.length, lastInsertId: null };
  }

  #firstRow({ statement }: CachedStatement, values: readonly WireValue[]): readonly Row[] {
    const row = statement.first(values);
    return row === undefined ? [] : [row];
  }

  /**
   * Whether nothing is left to be done after the first row: to find that out by another step takes a tenth of what a statement takes.
   * Only the statement itself can say so: what a query finds, another process may change with the schema, between two of its uses.
   * Outside of a transaction, what was inserted is committed by the last step, and the packages do not tell where that fails.
   */
  #canStop(givesOneRow: boolean): boolean {
    return givesOneRow && this.transactionState() === "open";
  }

  /** SQLite prepares a statement again by itself where the schema has changed beneath it, by another process too. */
  #refreshColumns(cached: CachedStatement, row: Row | undefined): void {
    if (cached.star || (row !== undefined && row.length !== cached.columns.length)) cached.columns = cached.statement.columns();
  }

  #changes(cached: CachedStatement, values: readonly WireValue[]): DriverResult {
    const { changes, lastInsertRowid } = cached.statement.run(values);
    // Both figures are those of the last INSERT, UPDATE or DELETE, whatever statement has run since.
    const rowCount = cached.changesRows ? Number(changes) : 0;
    return { rows: null, columns: NO_COLUMNS, rowCount, lastInsertId: cached.inserts && rowCount > 0 ? lastInsertRowid : null };
  }
}
