import type { DriverResult, TransactionState } from "../../../driver.js";
import { PostgresqlConnection, type SentStatement } from "./connection.js";
import type { KnownMessage, PgliteClient, PgliteMessage, PgliteProtocol } from "./pglite-package.js";
import { textReader } from "./read-text.js";
import { SESSION_SETTINGS } from "./session-settings.js";
import type { StatementNames } from "./statement-names.js";
import { transactionStates } from "./transaction-states.js";
import { asText, checkNoCopy } from "./write-text.js";

/** `INSERT 0 5`, `CREATE TABLE`: what was done, and to how many rows. */
const COMMAND = /^(\D*?)(?: \d+)*?(?: (\d+))?$/;

function known(message: PgliteMessage): KnownMessage {
  // the marked place: the package's types are not ours
  return message as KnownMessage;
}

/** The only connection to a database of PGlite, which speaks PostgreSQL's own protocol. */
export class PgliteConnection extends PostgresqlConnection {
  readonly pipelines = false;
  #state: TransactionState = "none";
  #closed = false;
  #running = 0;

  /** Makes a database ready. @throws what the package throws */
  static async open(
    client: PgliteClient,
    protocol: PgliteProtocol,
    names: StatementNames,
    close: () => unknown,
  ): Promise<PgliteConnection> {
    const connection = new PgliteConnection(client, protocol, names, close);
    const { rows } = await connection.control(SESSION_SETTINGS);
    connection.#serverVersion = Number(rows?.[0]?.[0]);
    return connection;
  }

  #serverVersion = 0;

  private constructor(
    private readonly client: PgliteClient,
    private readonly protocol: PgliteProtocol,
    names: StatementNames,
    private readonly release: () => unknown,
  ) {
    super(names);
  }

  get serverVersion(): number {
    return this.#serverVersion;
  }

  protected get isIdle(): boolean {
    return this.#running === 0;
  }

  protected get gone(): "closed" | "lost" | null {
    if (this.#closed) return "closed";
    return this.client.closed ? "lost" : null;
  }

  /** The server's answer holds its state. */
  protected async stateKnown(): Promise<void> {}

  protected async answered(): Promise<void> {}

  protected async send({ sql, values, statement }: SentStatement): Promise<DriverResult> {
    checkNoCopy(sql);
    const { parse, bind, describe, execute, sync } = this.protocol.serialize;
    const name = statement?.name ?? "";
    const message = Buffer.concat([
      ...(statement?.known ? [] : [parse({ name, text: sql })]),
      bind({ statement: name, values: (values ?? []).map(asText) }),
      describe({ type: "P" }),
      execute(),
      sync(),
    ]);
    this.#running += 1;
    try {
      const options = { syncToFs: false, throwOnError: false };
      const messages = await this.client.runExclusive(() => this.client.execProtocolStream(message, options));
      return await this.#read(messages.map(known), () => statement && this.names.renamed(statement, name));
    } finally {
      this.#running -= 1;
    }
  }

  async #read(messages: readonly KnownMessage[], prepared: () => void): Promise<DriverResult> {
    let columns: readonly { readonly name: string; readonly dataTypeID: number }[] = [];
    let readers: ((text: string) => unknown)[] = [];
    let done = "";
    let failure: Error | undefined;
    const rows: unknown[][] = [];
    for (const message of messages) {
      switch (message.name) {
        case "parseComplete":
          prepared();
          break;
        case "rowDescription":
          columns = message.fields;
          readers = columns.map(({ dataTypeID }) => textReader(dataTypeID));
          break;
        case "dataRow":
          rows.push(message.fields.map((text, index) => (text === null ? null : (readers[index]?.(text) ?? null))));
          break;
        case "commandComplete":
          done = message.text;
          break;
        case "error":
          failure = message;
          break;
        case "readyForQuery":
          this.#state = transactionStates[message.status] ?? "none";
      }
    }
    if (failure) throw failure;
    // a folder, or a browser's store, is written when there is something to keep
    if (this.#state === "none") await this.client.syncToFs();
    const [, command = "", count] = COMMAND.exec(done) ?? [];
    return {
      rows: columns.length > 0 ? rows : null,
      columns: columns.map(({ name }) => name),
      rowCount: Number(count ?? 0),
      lastInsertId: null,
      command,
    };
  }

  transactionState(): TransactionState {
    return this.gone === null ? this.#state : "none";
  }

  async close(): Promise<void> {
    if (this.#closed) return;
    try {
      // whoever uses the database next must not find our transaction
      if (this.transactionState() !== "none") await this.control("ROLLBACK");
      this.#closed = true;
      await this.release();
    } catch {
      // it was gone already
    }
    this.#closed = true;
  }
}
