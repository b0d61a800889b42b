import type { PackageStatement } from "./package.js";
import type { ScannedStatement } from "./scan.js";

/** A prepared statement with what is known of its text. */
export interface CachedStatement extends ScannedStatement {
  readonly sql: string;
  readonly statement: PackageStatement;
  /** The names of the columns as last seen. */
  columns: readonly string[];
  /** In use: a stream may still read from it. */
  isBusy: boolean;
  /** In the cache, to be found by its text. */
  isKept: boolean;
  /** Used since the cache last looked for one to drop. */
  isRecent: boolean;
}

const DEFAULT_SIZE = 256;

/**
 * Prepared statements by text. Where there are too many, the first that was not used since the last look is dropped. One that is in
 * use is not given out again: a stream still reads from it.
 */
export class StatementCache {
  readonly #statements = new Map<string, CachedStatement>();
  /** The one that was found last, which is often the next one too. */
  #last: CachedStatement | undefined;

  constructor(readonly size: number = DEFAULT_SIZE) {}

  take(sql: string): CachedStatement | undefined {
    const last = this.#last;
    const found = last?.isKept && last.sql === sql ? last : this.#statements.get(sql);
    if (found === undefined || found.isBusy) return undefined;
    this.#last = found;
    found.isBusy = true;
    found.isRecent = true;
    return found;
  }

  give(statement: CachedStatement): void {
    statement.isBusy = false;
    if (statement.isKept || this.size === 0 || this.#statements.has(statement.sql)) return;
    statement.isKept = true;
    this.#statements.set(statement.sql, statement);
    if (this.#statements.size > this.size) this.#dropOne();
  }

  #dropOne(): void {
    for (const [sql, statement] of this.#statements) {
      this.#statements.delete(sql);
      if (!statement.isRecent) {
        statement.isKept = false;
        return;
      }
      // once more, behind the others
      statement.isRecent = false;
      this.#statements.set(sql, statement);
    }
  }

  clear(): void {
    for (const statement of this.#statements.values()) statement.isKept = false;
    this.#last = undefined;
    this.#statements.clear();
  }

  /** How many are kept and idle. */
  get count(): number {
    let count = 0;
    for (const statement of this.#statements.values()) if (!statement.isBusy) count += 1;
    return count;
  }
}
