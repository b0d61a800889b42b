import type { PackageStatement } from "./package.js";
import type { ScannedStatement } from "./scan.js";

/** A prepared statement with what is known of its text. */
export interface CachedStatement extends ScannedStatement {
  readonly sql: string;
  readonly statement: PackageStatement;
  /** The names of the columns as last seen. */
  columns: readonly string[];
}

const DEFAULT_SIZE = 256;

/**
 * Prepared statements by text, the least recently used dropped first. A statement is taken out while it is in use: one
 * that a stream still reads from must not be started again.
 */
export class StatementCache {
  readonly #idle = new Map<string, CachedStatement>();

  constructor(readonly size: number = DEFAULT_SIZE) {}

  take(sql: string): CachedStatement | undefined {
    const found = this.#idle.get(sql);
    if (found) this.#idle.delete(sql);
    return found;
  }

  give(statement: CachedStatement): void {
    if (this.size === 0) return;
    this.#idle.set(statement.sql, statement);
    if (this.#idle.size <= this.size) return;
    for (const oldest of this.#idle.keys()) {
      this.#idle.delete(oldest);
      return;
    }
  }

  clear(): void {
    this.#idle.clear();
  }

  get count(): number {
    return this.#idle.size;
  }
}
