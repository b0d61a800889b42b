import type { DriverConnection, DriverCursor, DriverResult, TransactionState, WireValue } from "../../../driver.js";
import { DriverError, rememberFailedSet } from "../../../driver-error.js";
import { checkWireValues } from "../../../wire-values.js";
import { ReadRows, ServerCursor } from "./cursor.js";
import type { PgClient, PgQuery, PgResult } from "./pg-package.js";
import { textReader } from "./read-text.js";
import { SESSION_SETTINGS } from "./session-settings.js";
import type { StatementNames } from "./statement-names.js";

/** What is done from outside of the connection. */
export interface PgOwner {
  /** The client lives on when the connection is closed. */
  readonly keepsClient: boolean;
  /** Ends the client, or gives it back. @param broken it can't be used again */
  close(broken: boolean): unknown;
  /** Asks the server to stop what its process is doing. */
  cancel?(process: number): Promise<void>;
}

/** How many sets of `queryMany` are on their way at once. */
const SETS_AT_ONCE = 500;
/** How many rows the first FETCH of a stream brings. */
const FIRST_PAGE = 500;

const STATES: Readonly<Record<string, TransactionState>> = { I: "none", T: "open", E: "failed" };
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

function isStale(error: unknown): boolean {
  if (!(error instanceof Error) || !("code" in error)) return false;
  return error.code === "26000" || (error.code === "0A000" && "routine" in error && error.routine === "RevalidateCachedQuery");
}

/** A connection of the package `pg`. */
export class PgConnection implements DriverConnection {
  readonly sharedStreams = true;
  readonly pipelines: boolean;
  #lost = false;
  #closed = false;
  /** Whether all that was sent has been answered. */
  #idle = true;
  #cursors = 0;
  readonly #waiting = new Set<() => void>();

  /** Makes a client ready. @throws what the package throws */
  static async open(client: PgClient, names: StatementNames, owner: PgOwner): Promise<PgConnection> {
    try {
      const { rows } = asResult(await client.query({ text: SESSION_SETTINGS, rowMode: "array" }));
      const [process, version] = rows[0] ?? [];
      return new PgConnection(client, names, owner, Number(process), Number(version));
    } catch (error) {
      await owner.close(true);
      throw error;
    }
  }

  private constructor(
    private readonly client: PgClient,
    private readonly names: StatementNames,
    private readonly owner: PgOwner,
    private readonly process: number,
    readonly serverVersion: number,
  ) {
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

  /** An error comes before the server says what has become of the transaction: waits until it has. */
  async #answered(): Promise<void> {
    if (this.#idle || this.#lost) return;
    await new Promise<void>((resolve) => this.#waiting.add(resolve));
  }

  async #send(query: PgQuery): Promise<DriverResult> {
    if (this.#closed) throw new DriverError("interface", "The connection is closed.", { disconnected: true });
    this.#idle = false;
    return resultOf(asResult(await this.client.query(query)));
  }

  /** A text without values, which nobody prepares. */
  async control(sql: string): Promise<DriverResult> {
    try {
      return await this.#send({ text: sql, rowMode: "array", types });
    } catch (error) {
      await this.#answered();
      throw error;
    }
  }

  async query(sql: string, values: readonly WireValue[]): Promise<DriverResult> {
    checkWireValues(values);
    const outside = this.transactionState() === "none";
    if (outside && this.#idle) this.#deallocate();
    try {
      return await this.#execute(sql, values);
    } catch (error) {
      await this.#answered();
      // outside of a transaction nothing is lost by sending it again; inside, the transaction has failed
      if (!isStale(error) || !outside || this.transactionState() !== "none") throw error;
      return await this.#execute(sql, values);
    }
  }

  async #execute(sql: string, values: readonly WireValue[]): Promise<DriverResult> {
    const statement = this.names.use(sql);
    try {
      const result = await this.#send({
        text: sql,
        values: [...values],
        rowMode: "array",
        queryMode: "extended",
        types,
        ...(statement && { name: statement.name }),
      });
      if (statement) statement.known = true;
      return result;
    } catch (error) {
      if (statement && (isStale(error) || !statement.known)) this.names.forget(sql);
      throw error;
    }
  }

  /** Lets the server forget statements, where an error would fail no transaction. */
  #deallocate(): void {
    for (const name of this.names.takeDropped())
      this.#send({ text: `DEALLOCATE ${name}` }).catch(() => {
        // somebody else was faster: DISCARD ALL, or another server behind a proxy
      });
  }

  async queryMany(sql: string, sets: readonly (readonly WireValue[])[]): Promise<DriverResult> {
    let rowCount = 0;
    // the first is prepared before the others are sent: a name must not be used before the server has taken it
    for (let start = 0, size = 1; start < sets.length; start += size, size = this.pipelines ? SETS_AT_ONCE : 1)
      rowCount += await this.#page(sql, sets.slice(start, start + size), start);
    return { rows: null, columns: [], rowCount, lastInsertId: null };
  }

  async #page(sql: string, sets: readonly (readonly WireValue[])[], first: number): Promise<number> {
    const answers = await Promise.allSettled(sets.map((values) => this.query(sql, values)));
    let rowCount = 0;
    answers.forEach((answer, index) => {
      if (answer.status === "fulfilled") rowCount += answer.value.rowCount;
      else {
        rememberFailedSet(answer.reason, first + index);
        throw answer.reason;
      }
    });
    return rowCount;
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
    await this.#answered();
    this.#cursors += 1;
    const name = `athanor_cursor_${this.#cursors}`;
    const held = this.transactionState() === "none";
    try {
      await this.#send({
        text: `DECLARE ${name} NO SCROLL CURSOR ${held ? "WITH HOLD " : ""}FOR ${sql}`,
        values: [...values],
        queryMode: "extended",
      });
    } catch (error) {
      await this.#answered();
      throw error;
    }
    const { rows, columns } = await this.control(`FETCH FORWARD ${FIRST_PAGE} FROM ${name}`);
    const canClose = () => !this.#lost && !this.#closed && this.transactionState() === (held ? "none" : "open");
    return new ServerCursor({ control: (text) => this.control(text), canClose }, name, columns, rows ?? [], FIRST_PAGE);
  }

  transactionState(): TransactionState {
    if (this.#lost || this.#closed) return "none";
    return STATES[this.client.getTransactionStatus() ?? "I"] ?? "none";
  }

  async cancel(): Promise<void> {
    if (this.#idle || this.#lost || this.#closed) return;
    if (!this.owner.cancel)
      throw new DriverError("notSupported", "A client that was handed in can't be cancelled: nobody knows how to connect again.");
    await this.owner.cancel(this.process);
  }

  async close(): Promise<void> {
    if (this.#closed) return;
    this.#closed = true;
    this.client.off("drain", this.#onDrain);
    this.client.off("end", this.#onLoss);
    try {
      await this.owner.close(this.#lost);
    } catch {
      // it was gone already
    }
    // a client that ends may still have an error to tell, which has nobody to go to
    if (this.owner.keepsClient) this.client.off("error", this.#onLoss);
    this.#wake();
  }

  /** How many prepared statements are kept. */
  get preparedStatements(): number {
    return this.names.count;
  }
}
