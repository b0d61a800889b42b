import { keptStatements, TextUses } from "../../../text-uses.js";
import type { PackageStatement } from "./package.js";

/** How many texts are remembered as refused, for each that may be prepared. */
const REFUSED_FACTOR = 4;
/** A text that is longer is not kept: pages of thousands of rows are seldom alike. */
const LONGEST_TEXT = 65_536;

/** What is to be done with a text: it is prepared already, is to be prepared now, or is sent as it is. */
export type Choice = PackageStatement | "prepare" | "plain";

/** The prepared statements of one connection: those of texts that are used often enough, the least recently used closed first. */
export class PreparedStatements {
  #size: number;
  #isFull = false;
  readonly #uses: TextUses;
  readonly #kept = new Map<string, PackageStatement>();
  /** Texts that the server does not prepare. */
  readonly #refused = new Set<string>();

  /** @param size how many statements are kept; 0, or false, for none */
  constructor(size?: number | boolean) {
    this.#size = keptStatements(size);
    this.#uses = new TextUses(this.#size);
  }

  /** Whether one more can be prepared: statements are prepared at all, and the server has room. */
  get takesMore(): boolean {
    return this.#size > 0 && !this.#isFull;
  }

  /** What is to be done with a text that may be sent as it is. @param prepareAt at which use of the text it is prepared */
  choose(sql: string, prepareAt: number | undefined): Choice {
    if (this.#size === 0 || sql.length > LONGEST_TEXT || this.#refused.has(sql)) return "plain";
    const statement = this.#kept.get(sql);
    if (statement) {
      this.#kept.delete(sql);
      this.#kept.set(sql, statement);
      return statement;
    }
    if (this.#isFull) return "plain";
    return this.#uses.isDue(sql, prepareAt) ? "prepare" : "plain";
  }

  /** What is to be done with a text that must not be sent as it is. */
  insist(sql: string): PackageStatement | "prepare" {
    return this.#kept.get(sql) ?? "prepare";
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
    this.#refused.add(sql);
    if (this.#refused.size <= this.#size * REFUSED_FACTOR) return;
    for (const oldest of this.#refused) {
      this.#refused.delete(oldest);
      return;
    }
  }

  /** The server has no room for more: what is kept stays, and no more is prepared. */
  stop(): void {
    this.#isFull = true;
    this.#size = this.#kept.size;
    this.#uses.clear();
  }

  /** How many statements are prepared. */
  get count(): number {
    return this.#kept.size;
  }
}
