import type { CopyIn, DriverResult, TransactionState } from "../../../driver.js";
import { DriverError } from "../../../driver-error.js";
import { requestCancel } from "./cancel-request.js";
import { PostgresqlConnection, type SentStatement } from "./connection.js";
import { copied, copyWay, type PgCopyWay } from "./pg-copy.js";
import { endpointOf, keyOf, type PgAnswer, type PgClient, type PgQuery, type PgResult } from "./pg-package.js";
import { type ArrayQueryClass, arrayQueryClass, queryClass, types } from "./pg-query.js";
import { SESSION_SETTINGS } from "./session-settings.js";
import type { StatementNames } from "./statement-names.js";
import { transactionStates } from "./transaction-states.js";

/** What is done from outside of the connection. */
export interface PgOwner {
  /** The client lives on when the connection is closed. */
  readonly keepsClient: boolean;
  /** Ends the client, or gives it back. @param broken it can't be used again, and what still runs on it is not waited for */
  close(broken: boolean): unknown;
}

/** For fewer rows, COPY's way there and back once more takes longer than it saves. */
const FEWEST_COPIED = 1000;

/** What the package gives for one statement; the texts that are sent hold no more than one. */
function asResult(result: unknown): PgResult {
  // the marked place: the package's types are not ours
  return result as PgResult;
}

function resultOf({ command, rowCount, fields, rows }: PgResult): DriverResult {
  const returnsRows = fields.length > 0;
  return {
    rows: returnsRows ? rows : null,
    columns: fields.map(({ name }) => name),
    rowCount: rowCount ?? 0,
    lastInsertId: null,
    command,
  };
}

/** The same for a client that takes no objects. */
function described({ sql, values, statement }: SentStatement): PgQuery {
  return {
    text: sql,
    rowMode: "array",
    types,
    ...(values !== null && { values, queryMode: "extended" }),
    ...(statement && { name: statement.name }),
  };
}

function wakeAll(waiting: Set<() => void>): void {
  // after each answer, and mostly nobody waits
  if (waiting.size === 0) return;
  for (const wake of waiting) wake();
  waiting.clear();
}

/** A connection of the package `pg`. */
export class PgConnection extends PostgresqlConnection {
  readonly pipelines: boolean;
  readonly pipelinesStatements: boolean;
  readonly copyIn?: CopyIn;
  /** The class of its queries; null for a client that takes no objects. */
  readonly #ArrayQuery: ArrayQueryClass | null;
  #lost = false;
  #closed = false;
  #idle = true;
  /** Those who wait until all is answered. */
  readonly #waiting = new Set<() => void>();
  /** Those who wait for the end of the next answer. */
  readonly #waitingForState = new Set<() => void>();

  /** Makes a client ready. @throws what the package throws */
  static async open(client: PgClient, names: StatementNames, owner: PgOwner): Promise<PgConnection> {
    try {
      const { rows } = asResult(await client.query({ text: SESSION_SETTINGS, rowMode: "array" }));
      return new PgConnection(client, names, owner, Number(rows[0]?.[0]));
    } catch (error) {
      await owner.close(true);
      throw error;
    }
  }

  private constructor(
    private readonly client: PgClient,
    names: StatementNames,
    private readonly owner: PgOwner,
    readonly serverVersion: number,
  ) {
    super(names);
    const Query = queryClass(client);
    this.#ArrayQuery = Query && arrayQueryClass(Query);
    const way = Query && copyWay(client, Query);
    if (way) this.copyIn = { fewestRows: FEWEST_COPIED, send: (sql, pieces) => this.alone(() => this.#copy(way, sql, pieces)) };
    this.pipelines = client.pipeline === true;
    this.pipelinesStatements = this.pipelines;
    client.on("drain", this.#onDrain);
    client.connection?.on?.("readyForQuery", this.#onReady);
    client.on("error", this.#onLoss);
    client.on("end", this.#onLoss);
  }

  readonly #onDrain = (): void => {
    this.#idle = true;
    this.#wake();
  };

  readonly #onReady = (): void => {
    wakeAll(this.#waitingForState);
  };

  readonly #onLoss = (): void => {
    this.#lost = true;
    this.#wake();
  };

  #wake(): void {
    wakeAll(this.#waitingForState);
    wakeAll(this.#waiting);
  }

  protected get isIdle(): boolean {
    return this.#idle;
  }

  protected get gone(): "closed" | "lost" | null {
    if (this.#closed) return "closed";
    return this.#lost ? "lost" : null;
  }

  protected async stateKnown(): Promise<void> {
    if (this.#idle || this.gone !== null) return;
    await new Promise<void>((resolve) => this.#waitingForState.add(resolve));
  }

  protected async answered(): Promise<void> {
    if (this.#idle || this.gone !== null) return;
    await new Promise<void>((resolve) => this.#waiting.add(resolve));
  }

  /** With a callback: the package's own promises would each take a trace of the stack. */
  protected send({ sql, values, statement }: SentStatement): Promise<DriverResult> {
    this.#idle = false;
    return new Promise((resolve, reject) => {
      const answered: PgAnswer = (error, result) => (error ? reject(error) : resolve(resultOf(asResult(result))));
      const ArrayQuery = this.#ArrayQuery;
      if (ArrayQuery) this.client.query(new ArrayQuery(sql, values, statement?.name, answered));
      else this.client.query(described({ sql, values, statement }), answered);
    });
  }

  async #copy(way: PgCopyWay, sql: string, pieces: Iterable<string>): Promise<DriverResult> {
    this.#idle = false;
    return resultOf(asResult(await copied(this.client, way, sql, pieces)));
  }

  /**
   * Keeps the text back until the end of the turn, so that it goes to the server in one packet with the statement behind it: a
   * packet of its own wakes the server, and then this process, once more, which is a quarter of a short transaction.
   */
  ahead(sql: string): Promise<DriverResult> {
    const stream = this.client.connection?.stream;
    stream?.cork?.();
    // what follows is sent by promises that are done by then
    queueMicrotask(() => process.nextTick(() => stream?.uncork?.()));
    return this.control(sql);
  }

  /** The simple protocol: an empty query is answered by every server and proxy. */
  ping(): Promise<unknown> {
    return this.control("");
  }

  transactionState(): TransactionState {
    if (this.gone !== null) return "none";
    return transactionStates[this.client.getTransactionStatus() ?? "I"] ?? "none";
  }

  async cancel(): Promise<void> {
    if (this.#idle || this.gone !== null) return;
    const [endpoint, key] = [endpointOf(this.client), keyOf(this.client)];
    if (endpoint === null || key === null)
      throw new DriverError("notSupported", "This client can't be cancelled: it does not tell how its connection could be found again.");
    await requestCancel(endpoint, key);
  }

  async close(): Promise<void> {
    if (this.#closed) return;
    this.#closed = true;
    this.client.off("drain", this.#onDrain);
    this.client.connection?.off?.("readyForQuery", this.#onReady);
    this.client.off("end", this.#onLoss);
    try {
      await this.owner.close(this.#lost || !this.#idle);
    } catch {
      // it was gone already
    }
    // a client that ends may still have an error to tell, which has nobody to go to
    if (this.owner.keepsClient) this.client.off("error", this.#onLoss);
    this.#wake();
  }
}
