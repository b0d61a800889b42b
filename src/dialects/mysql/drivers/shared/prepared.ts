import type { PackageStatement } from "./package.js";

const DEFAULT_SIZE = 256;
/** How many texts are remembered as seen once, for each that may be prepared. */
const SEEN_FACTOR = 4;
/** A text that is longer is not kept: pages of thousands of rows are seldom alike. */
const LONGEST_TEXT = 65_536;

/** What is to be done with a text: it is prepared already, is to be prepared now, or is sent as it is. */
export type Choice = PackageStatement | "prepare" | "plain";

/** The prepared statements of one connection: those of texts that are used for the second time, the least recently used closed first. */
export class PreparedStatements {
  #size: number;
  #isFull = false;
  readonly #seen = new Set<string>();
  readonly #kept = new Map<string, PackageStatement>();
  /** Texts that the server does not prepare. */
  readonly #refused = new Set<string>();

  /** @param size how many statements are kept; 0, or false, for none */
  constructor(size: number | boolean = DEFAULT_SIZE) {
    this.#size = typeof size === "number" ? size : size ? DEFAULT_SIZE : 0;
  }

  /** Whether one more can be prepared: statements are prepared at all, and the server has room. */
  get takesMore(): boolean {
    return this.#size > 0 && !this.#isFull;
  }

  choose(sql: string): Choice {
    if (this.#size === 0 || sql.length > LONGEST_TEXT || this.#refused.has(sql)) return "plain";
    const statement = this.#kept.get(sql);
    if (statement) {
      this.#kept.delete(sql);
      this.#kept.set(sql, statement);
      return statement;
    }
    if (this.#isFull) return "plain";
    if (this.#seen.delete(sql)) return "prepare";
    this.#remember(this.#seen, sql);
    return "plain";
  }

  /** What is to be done with a text that must not be sent as it is. */
  insist(sql: string): PackageStatement | "prepare" {
    return this.#kept.get(sql) ?? "prepare";
  }

  #remember(texts: Set<string>, sql: string): void {
    texts.add(sql);
    if (texts.size <= this.#size * SEEN_FACTOR) return;
    for (const oldest of texts) {
      texts.delete(oldest);
      return;
    }
  }

  keep(sql: string, statement: PackageStatement): void {
    this.#kept.set(sql, statement);
    if (this.#kept.size <= this.#size) return;
    for (const oldest of this.#kept.keys()) {
      this.forget(oldest);
      return;
    }
  }

  /** Closes the text's statement. */
  forget(sql: string): void {
    const statement = this.#kept.get(sql);
    this.#kept.delete(sql);
    statement?.close();
  }

  /** The text is never to be prepared again. */
  refuse(sql: string): void {
    this.#remember(this.#refused, sql);
  }

  /** The server has no room for more: what is kept stays, and no more is prepared. */
  stop(): void {
    this.#isFull = true;
    this.#size = this.#kept.size;
    this.#seen.clear();
  }

  /** How many statements are prepared. */
  get count(): number {
    return this.#kept.size;
  }
}
