import type { DriverResult, TransactionState } from "../../../driver.js";
import { DriverError } from "../../../driver-error.js";
import { requestCancel } from "./cancel-request.js";
import { PostgresqlConnection, type SentStatement } from "./connection.js";
import { endpointOf, keyOf, type PgClient, type PgResult } from "./pg-package.js";
import { textReader } from "./read-text.js";
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

const types = { getTypeParser: textReader };

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

/** A connection of the package `pg`. */
export class PgConnection extends PostgresqlConnection {
  readonly pipelines: boolean;
  #lost = false;
  #closed = false;
  #idle = true;
  readonly #waiting = new Set<() => void>();

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
    this.pipelines = client.pipeline === true;
    client.on("drain", this.#onDrain);
    client.on("error", this.#onLoss);
    client.on("end", this.#onLoss);
  }

  readonly #onDrain = (): void => {
    this.#idle = true;
    this.#wake();
  };

  readonly #onLoss = (): void => {
    this.#lost = true;
    this.#wake();
  };

  #wake(): void {
    for (const wake of this.#waiting) wake();
    this.#waiting.clear();
  }

  protected get isIdle(): boolean {
    return this.#idle;
  }

  protected get gone(): "closed" | "lost" | null {
    if (this.#closed) return "closed";
    return this.#lost ? "lost" : null;
  }

  protected async answered(): Promise<void> {
    if (this.#idle || this.gone !== null) return;
    await new Promise<void>((resolve) => this.#waiting.add(resolve));
  }

  protected async send({ sql, values, statement }: SentStatement): Promise<DriverResult> {
    this.#idle = false;
    const result = await this.client.query({
      text: sql,
      rowMode: "array",
      types,
      ...(values !== null && { values: [...values], queryMode: "extended" }),
      ...(statement && { name: statement.name }),
    });
    return resultOf(asResult(result));
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
