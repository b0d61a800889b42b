import type {
  DriverConnection,
  DriverCursor,
  DriverParameters,
  DriverResult,
  ServerFacts,
  TransactionState,
  WireValue,
} from "../../../driver.js";
import { checkSendable, DriverError } from "../../../driver-error.js";
import { oneByOne } from "../../../one-by-one.js";
import { checkWireValues } from "../../../wire-values.js";
import { RequestCursor } from "./cursor.js";
import type { TediousConnection, TediousPackage } from "./package.js";
import { boundValue } from "./parameters.js";
import { SentRequest } from "./sent-request.js";
import { checkOptions, SESSION_SETTINGS, versionNumber } from "./session-settings.js";

type WireSet = readonly WireValue[];

/** A connection of the package `tedious`. */
export class TediousDriverConnection implements DriverConnection {
  readonly typedParameters = true;
  #server: ServerFacts = { product: "mssql", version: "" };
  #running: SentRequest | null = null;
  #limit: number | null = null;
  #lost = false;
  #closed = false;

  /** Makes a connection ready. @param own it was opened for us, and ends with ours @throws what the package throws; DriverError for one that would lose something */
  static async open(client: TediousConnection, tedious: TediousPackage, own: boolean): Promise<TediousDriverConnection> {
    const connection = new TediousDriverConnection(client, tedious, own);
    try {
      checkOptions(client);
      const { rows } = await connection.control(SESSION_SETTINGS);
      connection.#server = { product: "mssql", version: String(rows?.[0]?.[0]) };
      return connection;
    } catch (error) {
      await connection.close();
      throw error;
    }
  }

  private constructor(
    private readonly client: TediousConnection,
    private readonly tedious: TediousPackage,
    private readonly own: boolean,
  ) {
    client.on("error", this.#onLoss);
    client.on("end", this.#onLoss);
  }

  readonly #onLoss = (): void => {
    this.#lost = true;
  };

  get server(): ServerFacts {
    return this.#server;
  }

  get serverVersion(): number {
    return versionNumber(this.#server.version);
  }

  get lost(): boolean {
    return this.#lost || this.client.closed;
  }

  /** @throws DriverError where nothing can be sent any more */
  #checkOpen(): void {
    checkSendable(this.#closed, this.lost);
  }

  /** A text without values goes as it is: what it sets is for the session. One with values is a procedure's, and the server keeps its plan. */
  #send(sql: string, values: WireSet, parameters: DriverParameters | undefined, streams: boolean): SentRequest {
    this.#checkOpen();
    const sent = new SentRequest(this.tedious, sql, streams);
    const { request } = sent;
    values.forEach((value, index) => {
      const parameter = parameters?.[index];
      const name = parameter?.name ?? null;
      if (parameter === undefined || name === null)
        throw new DriverError("programming", `tedious binds parameters by name: the dialect needs a paramStyle such as "numeric_at".`);
      const { type, value: bound, options } = boundValue(parameter.type, value);
      request.addParameter(name, this.tedious.TYPES[type], bound, options);
    });
    // the package's own limit is 15 seconds
    request.setTimeout(this.#limit ?? 0);
    this.#running = sent;
    if (values.length === 0) this.client.execSqlBatch(request);
    else this.client.execSql(request);
    return sent;
  }

  async #answer(sql: string, values: WireSet, parameters?: DriverParameters): Promise<DriverResult> {
    const sent = this.#send(sql, values, parameters, false);
    const rowCount = await sent.done;
    const rows = sent.columns === null ? null : sent.rows;
    return { rows, columns: sent.columns ?? [], rowCount: rows?.length ?? rowCount, lastInsertId: null };
  }

  control(sql: string): Promise<DriverResult> {
    return this.#answer(sql, []);
  }

  async query(sql: string, values: WireSet, parameters?: DriverParameters): Promise<DriverResult> {
    checkWireValues(values);
    return this.#answer(sql, values, parameters);
  }

  queryMany(sql: string, sets: readonly WireSet[], parameters?: DriverParameters): Promise<DriverResult> {
    return oneByOne(sets, (values) => this.query(sql, values, parameters));
  }

  async stream(sql: string, values: WireSet, _writes?: boolean, parameters?: DriverParameters): Promise<DriverCursor> {
    checkWireValues(values);
    const sent = this.#send(sql, values, parameters, true);
    while (sent.columns === null && !sent.isOver) await sent.more();
    if (sent.columns !== null) return new RequestCursor(sent.columns, sent, () => this.client.cancel());
    await sent.done;
    throw new DriverError("programming", "Only a statement that returns rows can be streamed.");
  }

  limit(milliseconds: number | null): void {
    this.#limit = milliseconds;
  }

  /** The package waits for the server's word that it has stopped before anything else is sent. */
  async cancel(): Promise<void> {
    const running = this.#running;
    if (running === null || running.isOver) return;
    this.client.cancel();
    running.request.resume();
    await Promise.allSettled([running.done]);
  }

  transactionState(): TransactionState {
    return this.client.inTransaction && !this.lost && !this.#closed ? "open" : "none";
  }

  async close(): Promise<void> {
    if (this.#closed) return;
    this.#closed = true;
    if (this.own) this.client.close();
    else {
      this.client.off("error", this.#onLoss);
      this.client.off("end", this.#onLoss);
    }
  }
}
