import type {
  DriverConnection,
  DriverCursor,
  DriverParameters,
  DriverResult,
  ServerFacts,
  TransactionState,
  WireValue,
} from "../../../driver.js";
import { checkSendable, DriverError, rememberFailedSet } from "../../../driver-error.js";
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

/** One statement as it was asked for. */
interface AskedStatement {
  readonly sql: string;
  readonly values: readonly WireValue[];
  readonly prepareAt: number | undefined;
}

/** How many sets of `queryMany` are on their way at once. */
const SETS_AT_ONCE = 500;
/** How many rows the first FETCH of a stream brings. */
const FIRST_PAGE = 500;

function taken(statement: NamedStatement, result: DriverResult): DriverResult {
  statement.known = true;
  return result;
}

/** A connection to PostgreSQL, whatever package it is of: how statements are prepared, repeated and streamed. */
export abstract class PostgresqlConnection implements DriverConnection {
  readonly sharedStreams = true;
  /** The protocol counts them in 16 bits. */
  readonly maxParameters: number = 65_535;
  abstract readonly pipelines: boolean;
  #cursors = 0;
  /** The text that was sent last: another object whenever something else comes between. */
  #lastText: { readonly sql: string } | null = null;
  /** What is on its way must have nothing behind it. */
  #isAlone = false;

  abstract readonly serverVersion: number;

  get server(): ServerFacts {
    return { product: "postgresql", version: `${Math.floor(this.serverVersion / 10_000)}.${this.serverVersion % 10_000}` };
  }

  constructor(protected readonly names: StatementNames) {}

  /** Gives one statement to the package. */
  protected abstract send(sent: SentStatement): Promise<DriverResult>;
  /** An error may come before the server says what has become of the transaction: waits until it has. */
  protected abstract stateKnown(): Promise<void>;
  /** Waits until all that was sent has been answered. */
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
    checkSendable(this.gone === "closed", this.gone === "lost");
  }

  /** What the protocol can't carry would fail there in words of its own, or for ever. @throws DriverError */
  #checkCount(values: readonly WireValue[] | null): void {
    if (values === null || values.length <= this.maxParameters) return;
    throw new DriverError(
      "operational",
      `The statement has ${values.length} parameters, and can have ${this.maxParameters}: give many rows as parameter sets, and lists as arrays.`,
    );
  }

  /** @throws DriverError at once, for what can't be sent */
  #sent(sent: SentStatement): Promise<DriverResult> {
    this.checkOpen();
    if (this.#isAlone) throw new DriverError("programming", "The rows of a COPY are on their way: wait for its end.");
    this.#checkCount(sent.values);
    return this.send(sent);
  }

  /** A text without values, which nobody prepares; an error comes when the transaction's state is known. */
  control(sql: string): Promise<DriverResult> {
    return this.#settled({ sql, values: null });
  }

  async #settled(sent: SentStatement): Promise<DriverResult> {
    this.#lastText = null;
    try {
      return await this.#sent(sent);
    } catch (error) {
      await this.stateKnown();
      throw error;
    }
  }

  /** Sends what must have the connection to itself; an error comes when the transaction's state is known. */
  protected async alone(send: () => Promise<DriverResult>): Promise<DriverResult> {
    await this.answered();
    this.checkOpen();
    this.#lastText = null;
    this.#isAlone = true;
    try {
      return await send();
    } catch (error) {
      await this.stateKnown();
      throw error;
    } finally {
      this.#isAlone = false;
    }
  }

  /** Without an async function's steps in between: the statement is with the package when this returns. */
  query(sql: string, values: readonly WireValue[], _parameters?: DriverParameters, prepareAt?: number): Promise<DriverResult> {
    try {
      checkWireValues(values);
      const outside = this.transactionState() === "none";
      if (outside && this.isIdle) this.#deallocate();
      if (this.#lastText?.sql !== sql) this.#lastText = { sql };
      return this.#execute({ sql, values, prepareAt }, outside ? this.#lastText : null);
    } catch (error) {
      return Promise.reject(error);
    }
  }

  /** @param repeatable the text's place among those that were sent, where it may be sent again */
  #execute(asked: AskedStatement, repeatable: object | null): Promise<DriverResult> {
    const { sql, values, prepareAt } = asked;
    const statement = this.#statementFor(sql, prepareAt);
    return this.#sent({ sql, values, statement }).then(
      statement && !statement.known ? (result) => taken(statement, result) : undefined,
      (error) => this.#failed(error, asked, statement, repeatable),
    );
  }

  /** The prepared statement for the text. One that the server may still refuse is nobody else's yet. */
  #statementFor(sql: string, prepareAt: number | undefined): NamedStatement | undefined {
    const statement = this.names.use(sql, prepareAt);
    if (!statement || statement.known) return statement;
    if (statement.sent) return undefined;
    statement.sent = true;
    return statement;
  }

  /**
   * An error comes when the transaction's state is known. A prepared statement that does not fit any more is sent again where
   * nothing is lost by it: outside of a transaction, which would have failed, and with nothing else on the way behind it, which
   * would then have run before it.
   */
  async #failed(
    error: unknown,
    asked: AskedStatement,
    statement: NamedStatement | undefined,
    repeatable: object | null,
  ): Promise<DriverResult> {
    const isStale = isStaleStatement(error);
    if (statement && (isStale || !statement.known)) this.names.forget(asked.sql, statement);
    if (!isStale || repeatable === null) {
      await this.stateKnown();
      throw error;
    }
    await this.answered();
    if (repeatable !== this.#lastText || this.transactionState() !== "none") throw error;
    return await this.#execute(asked, null);
  }

  /** Lets the server forget statements, where an error would fail no transaction. */
  #deallocate(): void {
    // a name that a package has made up may begin with a digit
    // somebody else may have been faster: DISCARD ALL, or another server behind a proxy
    for (const name of this.names.takeDropped()) this.control(`DEALLOCATE "${name}"`).catch(() => {});
  }

  async queryMany(sql: string, sets: readonly (readonly WireValue[])[]): Promise<DriverResult> {
    const counts: number[] = [];
    // the first is prepared before the others are sent: a name must not be used before the server has taken it
    const prepareAt = sets.length > 1 ? 1 : undefined;
    for (let start = 0, size = 1; start < sets.length; start += size, size = this.pipelines ? SETS_AT_ONCE : 1)
      counts.push(...(await this.#page(sql, sets.slice(start, start + size), start, prepareAt)));
    return countedSets(counts);
  }

  async #page(
    sql: string,
    sets: readonly (readonly WireValue[])[],
    first: number,
    prepareAt: number | undefined,
  ): Promise<readonly number[]> {
    const answers = await Promise.allSettled(sets.map((values) => this.query(sql, values, undefined, prepareAt)));
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
