import type { DriverConnection, DriverCursor, DriverResult, ServerFacts, TransactionState, WireValue } from "../../../driver.js";
import { DriverError, rememberFailedSet } from "../../../driver-error.js";
import { countedSets } from "../../../row-counts.js";
import { checkWireValues } from "../../../wire-values.js";
import { ReadRows, ServerCursor } from "./cursor.js";
import { isStaleStatement } from "./sqlstate.js";
import type { NamedStatement, StatementNames } from "./statement-names.js";

/** One statement, on its way to the package. */
export interface SentStatement {
  readonly sql: string;
  /** Null for a text without parameters, which nobody prepares. */
  readonly values: readonly WireValue[] | null;
  /** The prepared statement to use, or to make; undefined for none. */
  readonly statement?: NamedStatement | undefined;
}

/** How many sets of `queryMany` are on their way at once. */
const SETS_AT_ONCE = 500;
/** How many rows the first FETCH of a stream brings. */
const FIRST_PAGE = 500;

/** A connection to PostgreSQL, whatever package it is of: how statements are prepared, repeated and streamed. */
export abstract class PostgresqlConnection implements DriverConnection {
  readonly sharedStreams = true;
  /** The protocol counts them in 16 bits. */
  readonly maxParameters: number = 65_535;
  abstract readonly pipelines: boolean;
  #cursors = 0;

  abstract readonly serverVersion: number;

  get server(): ServerFacts {
    return { product: "postgresql", version: `${Math.floor(this.serverVersion / 10_000)}.${this.serverVersion % 10_000}` };
  }

  constructor(protected readonly names: StatementNames) {}

  /** Gives one statement to the package. */
  protected abstract send(sent: SentStatement): Promise<DriverResult>;
  /** An error may come before the server says what has become of the transaction: waits until it has. */
  protected abstract answered(): Promise<void>;
  /** Whether all that was sent has been answered. */
  protected abstract readonly isIdle: boolean;
  /** Why nothing can be sent any more; null where it can. */
  protected abstract readonly gone: "closed" | "lost" | null;
  /** A pool does not give it out again. */
  get lost(): boolean {
    return this.gone === "lost";
  }

  /** Who has prepared statements turned off may have a proxy that gives the session to others. */
  get sessionPerTransaction(): boolean {
    return this.names.isOff;
  }

  abstract transactionState(): TransactionState;
  abstract close(): Promise<void>;

  /** @throws DriverError where nothing can be sent any more */
  protected checkOpen(): void {
    if (this.gone === "closed") throw new DriverError("interface", "The connection is closed.", { disconnected: true });
    if (this.gone === "lost") throw new DriverError("operational", "The connection to the server is lost.", { disconnected: true });
  }

  /** What the protocol can't carry would fail there in words of its own, or for ever. @throws DriverError */
  #checkCount(values: readonly WireValue[] | null): void {
    if (values === null || values.length <= this.maxParameters) return;
    throw new DriverError(
      "operational",
      `The statement has ${values.length} parameters, and can have ${this.maxParameters}: give many rows as parameter sets, and lists as arrays.`,
    );
  }

  async #sent(sent: SentStatement): Promise<DriverResult> {
    this.checkOpen();
    this.#checkCount(sent.values);
    return await this.send(sent);
  }

  /** The same; an error comes when the transaction's state is known. */
  async #settled(sent: SentStatement): Promise<DriverResult> {
    try {
      return await this.#sent(sent);
    } catch (error) {
      await this.answered();
      throw error;
    }
  }

  /** A text without values, which nobody prepares. */
  control(sql: string): Promise<DriverResult> {
    return this.#settled({ sql, values: null });
  }

  async query(sql: string, values: readonly WireValue[]): Promise<DriverResult> {
    checkWireValues(values);
    const outside = this.transactionState() === "none";
    if (outside && this.isIdle) this.#deallocate();
    try {
      return await this.#execute(sql, values);
    } catch (error) {
      await this.answered();
      // outside of a transaction nothing is lost by sending it again; inside, the transaction has failed
      if (!isStaleStatement(error) || !outside || this.transactionState() !== "none") throw error;
      return await this.#execute(sql, values);
    }
  }

  async #execute(sql: string, values: readonly WireValue[]): Promise<DriverResult> {
    const statement = this.names.use(sql);
    try {
      const result = await this.#sent({ sql, values, statement });
      if (statement) statement.known = true;
      return result;
    } catch (error) {
      if (statement && (isStaleStatement(error) || !statement.known)) this.names.forget(sql);
      throw error;
    }
  }

  /** Lets the server forget statements, where an error would fail no transaction. */
  #deallocate(): void {
    // a name that a package has made up may begin with a digit
    for (const name of this.names.takeDropped())
      this.#sent({ sql: `DEALLOCATE "${name}"`, values: null }).catch(() => {
        // somebody else was faster: DISCARD ALL, or another server behind a proxy
      });
  }

  async queryMany(sql: string, sets: readonly (readonly WireValue[])[]): Promise<DriverResult> {
    const counts: number[] = [];
    // the first is prepared before the others are sent: a name must not be used before the server has taken it
    for (let start = 0, size = 1; start < sets.length; start += size, size = this.pipelines ? SETS_AT_ONCE : 1)
      counts.push(...(await this.#page(sql, sets.slice(start, start + size), start)));
    return countedSets(counts);
  }

  async #page(sql: string, sets: readonly (readonly WireValue[])[], first: number): Promise<readonly number[]> {
    const answers = await Promise.allSettled(sets.map((values) => this.query(sql, values)));
    return answers.map((answer, index) => {
      if (answer.status === "fulfilled") return answer.value.rowCount;
      rememberFailedSet(answer.reason, first + index);
      throw answer.reason;
    });
  }

  /** A cursor that the server keeps; it outlives its statement's own transaction where no other is open. For a statement that writes there is none. */
  async stream(sql: string, values: readonly WireValue[], writes = false): Promise<DriverCursor> {
    if (writes) {
      const { columns, rows } = await this.query(sql, values);
      if (rows === null) throw new DriverError("programming", "Only a statement that returns rows can be streamed.");
      return new ReadRows(columns, rows);
    }
    checkWireValues(values);
    // whether a transaction is open decides how the cursor is declared
    await this.answered();
    this.#cursors += 1;
    const name = `athanor_cursor_${this.#cursors}`;
    const held = this.transactionState() === "none";
    await this.#settled({ sql: `DECLARE ${name} NO SCROLL CURSOR ${held ? "WITH HOLD " : ""}FOR ${sql}`, values });
    const { rows, columns } = await this.control(`FETCH FORWARD ${FIRST_PAGE} FROM ${name}`);
    const canClose = () => this.gone === null && this.transactionState() === (held ? "none" : "open");
    return new ServerCursor({ control: (text) => this.control(text), canClose }, name, columns, rows ?? [], FIRST_PAGE);
  }

  /** How many prepared statements are kept. */
  get preparedStatements(): number {
    return this.names.count;
  }
}
