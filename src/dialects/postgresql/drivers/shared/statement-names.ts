import { keptStatements, TextUses } from "../../../text-uses.js";

/** A text that is prepared on the server. */
export interface NamedStatement {
  /** Ours, or the one that the package has given it. */
  name: string;
  /** It is on its way to the server. */
  sent: boolean;
  /** The server has taken it. */
  known: boolean;
}

/**
 * Which texts have a prepared statement on one connection: those that are used often enough, the least recently used
 * dropped first. A name is never used twice, so that it can't mean another statement than was thought.
 */
export class StatementNames {
  readonly #size: number;
  readonly #uses: TextUses;
  readonly #named = new Map<string, NamedStatement>();
  /** The text that was used last. */
  #newest: string | null = null;
  #dropped: string[] = [];
  #count = 0;

  /** @param size how many statements are kept; 0, or false, for none */
  constructor(size?: number | boolean) {
    this.#size = keptStatements(size);
    this.#uses = new TextUses(this.#size);
  }

  /** Whether none are kept at all. */
  get isOff(): boolean {
    return this.#size === 0;
  }

  /**
   * The statement for a text; undefined where it is to be sent without a name.
   * @param prepareAt at which use of the text it gets one
   */
  use(sql: string, prepareAt?: number): NamedStatement | undefined {
    if (this.#size === 0) return undefined;
    let statement = this.#named.get(sql);
    if (statement !== undefined && sql === this.#newest) return statement;
    if (statement) this.#named.delete(sql);
    else if (this.#uses.isDue(sql, prepareAt)) statement = { name: `athanor_${++this.#count}`, sent: false, known: false };
    else return undefined;
    this.#named.set(sql, statement);
    this.#newest = sql;
    this.#dropOldest();
    return statement;
  }

  #dropOldest(): void {
    if (this.#named.size <= this.#size) return;
    for (const oldest of this.#named.keys()) {
      this.#drop(oldest);
      return;
    }
  }

  /** Takes the text's statement out, since it can't be used again; another that it has got meanwhile stays. */
  forget(sql: string, statement: NamedStatement): void {
    if (this.#named.get(sql) === statement) this.#drop(sql);
  }

  #drop(sql: string): void {
    const statement = this.#named.get(sql);
    this.#named.delete(sql);
    if (sql === this.#newest) this.#newest = null;
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
