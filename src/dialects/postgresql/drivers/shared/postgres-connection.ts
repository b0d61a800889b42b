import type { CopyIn, DriverResult, TransactionState } from "../../../driver.js";
import { DriverError } from "../../../driver-error.js";
import { requestCancel } from "./cancel-request.js";
import { PostgresqlConnection, type SentStatement } from "./connection.js";
import { InstanceWatch } from "./instance-watch.js";
import { copied } from "./postgres-copy.js";
import { endpointOf, keyOf, type PostgresAnswer, type PostgresQuery, type PostgresReserved, type PostgresSql } from "./postgres-package.js";
import { textReader } from "./read-text.js";
import { isServerError } from "./server-error.js";
import { SESSION_SETTINGS } from "./session-settings.js";
import type { NamedStatement, StatementNames } from "./statement-names.js";
import { TransactionTracker } from "./transaction-tracker.js";
import { asText, checkNoCopy } from "./write-text.js";

/** What is done from outside of the connection. */
export interface PostgresOwner {
  readonly preparedStatements?: number | boolean | undefined;
  /** The instance lives on when the connection is closed, and gives it to others. */
  readonly keepsInstance: boolean;
  /** The instance reads values as this driver does; one of the user's has readers of its own. */
  readonly readsAsHere: boolean;
  /** The connection is not needed any more, or was never there. @param quiet all that was sent has been answered */
  released(quiet: boolean): unknown;
}

/** The server's type `unknown`: it finds the parameter's type out itself, and the package leaves the value as it is. */
const UNKNOWN = 705;
const EXTENDED = { simple: false, prepare: false };
/** The package lets its sockets hold back what is short: the end of a COPY waits 40 ms for the rows before it to be acknowledged. */
const FEWEST_COPIED = 10_000;
/** Without the package's own ways of preparing: the server asks for rows at once. */
const SIMPLE = { simple: true, prepare: false };
/** What the package gives for one statement. */
function asAnswer(answer: unknown): PostgresAnswer {
  // the marked place: the package's types are not ours
  return answer as PostgresAnswer;
}

function isLoss(error: unknown): boolean {
  return error instanceof Error && !isServerError(error) && ("syscall" in error || LOSS.test("code" in error ? String(error.code) : ""));
}

/** What the package says itself of a connection that is gone. */
export const LOSS = /^(CONNECTION_|CONNECT_TIMEOUT)/;

/** What has been read of a query, once it is answered. */
interface Reading {
  readonly sent: PromiseLike<unknown>;
  rows(answer: PostgresAnswer): readonly (readonly unknown[])[];
}

/** Rows whose values the instance reads: bytes of their own for each value would take a third of the time more. */
function readByInstance(query: PostgresQuery): Reading {
  // the marked place: what is asked for in this way is a list of rows
  return { sent: query.values(), rows: (answer) => answer as PostgresAnswer & (readonly unknown[])[] };
}

/** Rows as they came, read here: what the instance would make of them is the user's. */
function readHere(query: PostgresQuery): Reading {
  const rows: unknown[][] = [];
  let readers: ((text: string) => unknown)[] | undefined;
  const sent = query.raw().forEach((row, { columns }) => {
    readers ??= columns.map(({ type }) => textReader(type));
    rows.push(row.map((value, index) => (value === null ? null : (readers?.[index]?.(value.toString()) ?? null))));
  });
  return { sent, rows: () => rows };
}

/** A query that has not been answered. */
interface Running {
  /** What the package says. */
  readonly sent: PromiseLike<unknown>;
  /** The same, and no longer than there is a connection. */
  readonly answer: Promise<unknown>;
  readonly reject: (error: unknown) => void;
}

/** A connection of the package `postgres`, which is always set apart: its pool would give each statement to another. */
export class PostgresConnection extends PostgresqlConnection {
  readonly pipelines = true;
  /**
   * A prepared statement that the server can't use any more is repeated by the package itself; where several are on their way, it
   * mixes up their answers, and waits for ever.
   */
  readonly pipelinesStatements = false;
  /** The package refuses 65,534, though the protocol could carry two more. */
  override readonly maxParameters = 65_533;
  readonly #transaction = new TransactionTracker();
  readonly #running = new Set<Running>();
  #lost = false;
  #closed = false;
  /** The last of those that wait for a statement to be prepared: all others wait behind it. */
  #queue: Promise<void> | null = null;

  /** Sets a connection apart and makes it ready. @throws what the package throws */
  static async open(sql: PostgresSql, owner: PostgresOwner): Promise<PostgresConnection> {
    const watch = InstanceWatch.of(sql);
    try {
      // to set the very first connection apart would wait for ever (issue 751 of the package)
      if (!watch.settings.fetch_types) await sql.unsafe("SELECT 1", [], EXTENDED);
      const reserved = await sql.reserve();
      const rows: (readonly unknown[])[] = [];
      let first: PostgresQuery | undefined;
      const { connection } = await watch.whoRuns(SESSION_SETTINGS, (text) => {
        first = reserved.unsafe(text, [], EXTENDED);
        return first.raw().forEach((row) => void rows.push(row.map(String)));
      });
      const names = watch.namesOf(connection, owner.preparedStatements);
      const opened = new PostgresConnection(reserved, names, owner, Number(rows[0]?.[0]), async () => {
        const [endpoint, key] = [endpointOf(watch.settings), first ? keyOf(first) : null];
        if (endpoint === null || key === null)
          throw new DriverError("notSupported", "This connection can't be cancelled: it is not known where its server listens.");
        await requestCancel(endpoint, key);
      });
      opened.#unwatch = watch.onClose(connection, opened.#onLoss);
      return opened;
    } catch (error) {
      await owner.released(false);
      throw error;
    }
  }

  private constructor(
    private readonly reserved: PostgresReserved,
    names: StatementNames,
    private readonly owner: PostgresOwner,
    readonly serverVersion: number,
    private readonly requestCancel: () => Promise<void>,
  ) {
    super(names);
  }

  #unwatch = (): void => {};

  readonly #onLoss = (): void => {
    this.#lost = true;
    // the package tells those that it has sent; of those that wait in its queue it says nothing
    setImmediate(() => this.#fail("The connection to the server is lost."));
  };

  #fail(message: string): void {
    for (const { reject } of this.#running) reject(new DriverError("operational", message, { disconnected: true }));
  }

  protected get isIdle(): boolean {
    return this.#running.size === 0;
  }

  protected get gone(): "closed" | "lost" | null {
    if (this.#closed) return "closed";
    return this.#lost ? "lost" : null;
  }

  /** The package tells of an error when the answer has come to its end. */
  protected async stateKnown(): Promise<void> {}

  protected async answered(): Promise<void> {
    while (this.#running.size > 0) await Promise.allSettled(Array.from(this.#running, ({ answer }) => answer));
  }

  /** Waits for a query, and no longer than there is a connection. */
  async #answerOf(sent: PromiseLike<unknown>): Promise<PostgresAnswer> {
    let reject: Running["reject"] = () => {};
    const lost = new Promise<never>((_, refuse) => (reject = refuse));
    const answer = Promise.race([sent, lost]);
    const running = { sent, answer, reject };
    this.#running.add(running);
    try {
      return asAnswer(await answer);
    } catch (error) {
      if (isLoss(error)) this.#lost = true;
      throw error;
    } finally {
      this.#running.delete(running);
    }
  }

  protected async send({ sql, values, statement }: SentStatement): Promise<DriverResult> {
    checkNoCopy(sql);
    const parameters = (values ?? []).map((value) => this.reserved.typed(asText(value), UNKNOWN));
    try {
      if (this.#queue === null && (!statement || statement.known)) return await this.#run(sql, parameters, statement);
      return await this.#queued(sql, parameters, statement);
    } catch (error) {
      if (isServerError(error)) this.#transaction.failed(sql, error.code);
      throw error;
    }
  }

  /** Runs it behind those that wait already, prepared if it is to be. */
  async #queued(sql: string, parameters: unknown[], statement: NamedStatement | undefined): Promise<DriverResult> {
    const before = this.#queue;
    let handOn = (): void => {};
    const turn = new Promise<void>((resolve) => (handOn = resolve));
    this.#queue = turn;
    let answer: Promise<DriverResult>;
    try {
      await before;
      if (statement && !statement.known) await this.#prepare(sql, parameters, statement);
      answer = this.#run(sql, parameters, statement);
    } finally {
      handOn();
      if (this.#queue === turn) this.#queue = null;
    }
    return await answer;
  }

  /** The package prepares a text once, and would not notice that the server has forgotten it since: it is told to do it anew. */
  async #prepare(sql: string, parameters: unknown[], statement: NamedStatement): Promise<void> {
    this.checkOpen();
    const query = this.reserved.unsafe(sql, parameters, { simple: false, prepare: true });
    const answer: unknown = await this.#answerOf(query.describe());
    // the marked place: the package's types are not ours
    this.names.renamed(statement, (answer as { readonly name: string }).name);
  }

  async #run(sql: string, parameters: unknown[], statement: NamedStatement | undefined): Promise<DriverResult> {
    // it may have waited for another to be prepared
    this.checkOpen();
    const query = this.reserved.unsafe(sql, parameters, { simple: false, prepare: statement !== undefined });
    const reading = this.owner.readsAsHere ? readByInstance(query) : readHere(query);
    const answer = await this.#answerOf(reading.sent);
    const { command, count, columns, statement: used } = answer;
    // the package repeats a statement that the server could not use any more, under another name
    if (statement && used) this.names.renamed(statement, used.name);
    this.#transaction.succeeded(sql, command);
    return {
      rows: columns.length > 0 ? reading.rows(answer) : null,
      columns: columns.map(({ name }) => name),
      rowCount: count ?? 0,
      lastInsertId: null,
      command,
    };
  }

  readonly copyIn: CopyIn = { fewestRows: FEWEST_COPIED, send: (sql, pieces) => this.alone(() => this.#copy(sql, pieces)) };

  async #copy(sql: string, pieces: Iterable<string>): Promise<DriverResult> {
    try {
      const { command, count } = await this.#answerOf(copied(this.reserved.unsafe(sql, [], SIMPLE), pieces));
      this.#transaction.succeeded(sql, command);
      return { rows: null, columns: [], rowCount: count ?? 0, lastInsertId: null, command };
    } catch (error) {
      if (isServerError(error)) this.#transaction.failed(sql, error.code);
      throw error;
    }
  }

  transactionState(): TransactionState {
    return this.gone === null ? this.#transaction.state : "none";
  }

  async cancel(): Promise<void> {
    if (!this.isIdle && this.gone === null) await this.requestCancel();
  }

  async close(): Promise<void> {
    if (this.#closed) return;
    const quiet = this.isIdle && !this.#lost;
    const inTransaction = this.transactionState() !== "none";
    this.#closed = true;
    const sent = Array.from(this.#running, (running) => running.sent);
    this.#fail("The connection was closed before the server had answered.");
    try {
      if (this.owner.keepsInstance) {
        const released = this.#handBack(sent, inTransaction);
        if (quiet) await released;
      } else {
        this.#unwatch();
        // the package waits for ever for a connection that is set apart
        if (quiet) this.reserved.release();
        await this.owner.released(quiet);
      }
    } catch {
      // it was gone already
    }
  }

  /** Whoever gets the connection next must find neither our statements nor our transaction. */
  async #handBack(sent: readonly PromiseLike<unknown>[], inTransaction: boolean): Promise<void> {
    try {
      if (sent.length > 0 && !this.#lost) await Promise.allSettled([this.requestCancel(), ...sent]);
      if (!this.#lost && (inTransaction || sent.length > 0)) await this.#answerOf(this.reserved.unsafe("ROLLBACK", [], EXTENDED));
      if (!this.#lost) this.reserved.release();
    } catch {
      // it was gone already
    }
    this.#unwatch();
    await this.owner.released(sent.length === 0);
  }
}
