/** A text that is prepared on the server. */
export interface NamedStatement {
  /** Ours, or the one that the package has given it. */
  name: string;
  /** The server has taken it. */
  known: boolean;
}

const DEFAULT_SIZE = 256;
/** How many texts are remembered as seen once, for each that may be prepared. */
const SEEN_FACTOR = 4;

/**
 * Which texts have a prepared statement on one connection: those that are used for the second time, the least recently
 * used dropped first. A name is never used twice, so that it can't mean another statement than was thought.
 */
export class StatementNames {
  readonly #size: number;
  readonly #seen = new Set<string>();
  readonly #named = new Map<string, NamedStatement>();
  #dropped: string[] = [];
  #count = 0;

  /** @param size how many statements are kept; 0, or false, for none */
  constructor(size: number | boolean = DEFAULT_SIZE) {
    this.#size = typeof size === "number" ? size : size ? DEFAULT_SIZE : 0;
  }

  /** Whether none are kept at all. */
  get isOff(): boolean {
    return this.#size === 0;
  }

  /** The statement for a text; undefined where it is to be sent without a name. */
  use(sql: string): NamedStatement | undefined {
    if (this.#size === 0) return undefined;
    let statement = this.#named.get(sql);
    if (statement) this.#named.delete(sql);
    else if (this.#seen.delete(sql)) statement = { name: `athanor_${++this.#count}`, known: false };
    else return this.#remember(sql);
    this.#named.set(sql, statement);
    this.#dropOldest();
    return statement;
  }

  #remember(sql: string): undefined {
    this.#seen.add(sql);
    if (this.#seen.size <= this.#size * SEEN_FACTOR) return;
    for (const oldest of this.#seen) {
      this.#seen.delete(oldest);
      return;
    }
  }

  #dropOldest(): void {
    if (this.#named.size <= this.#size) return;
    for (const oldest of this.#named.keys()) {
      this.forget(oldest);
      return;
    }
  }

  /** Takes the text's statement out, since it can't be used again. */
  forget(sql: string): void {
    const statement = this.#named.get(sql);
    this.#named.delete(sql);
    if (statement?.known) this.#dropped.push(statement.name);
  }

  /** The package has prepared the statement under a name of its own. */
  renamed(statement: NamedStatement, name: string): void {
    if (statement.known && statement.name !== name) this.#dropped.push(statement.name);
    statement.name = name;
    statement.known = true;
  }

  /** The names that the server may forget, each told once. */
  takeDropped(): readonly string[] {
    const dropped = this.#dropped;
    if (dropped.length > 0) this.#dropped = [];
    return dropped;
  }

  /** How many statements have a name. */
  get count(): number {
    return this.#named.size;
  }
}

const namesByClient = new WeakMap<object, StatementNames>();

/** The statements that are prepared on a client of the user's: it may come back as another connection of ours. */
export function namesOf(client: object, size: number | boolean | undefined): StatementNames {
  if (size === false || size === 0) return new StatementNames(false);
  let names = namesByClient.get(client);
  if (!names) {
    names = new StatementNames(size);
    namesByClient.set(client, names);
  }
  return names;
}
