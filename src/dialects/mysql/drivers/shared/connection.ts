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
import { batchColumns } from "./batch-columns.js";
import { StreamCursor } from "./cursor.js";
import { INTERRUPTED, isStale, NO_ROOM, NOT_PREPARABLE, TOO_LONG } from "./error-codes.js";
import { serverErrno } from "./errors.js";
import type { Answer, PackageConnection, PackageStatement } from "./package.js";
import { packetSize } from "./packet-size.js";
import type { PreparedStatements } from "./prepared.js";
import { openSession, type SessionFacts } from "./session-settings.js";

type WireSet = readonly WireValue[];

/** Does nothing, and is answered with the session's status. */
const STATUS_QUESTION = "DO 0";

/** Statements whose answer is rows and that may yet commit: those of administration, and procedures. */
const MAY_COMMIT = /^\s*(?:ANALYZE|CACHE|CALL|CHECK|EXECUTE|LOAD|OPTIMIZE|REPAIR)\b/i;

function resultOf({ rows, columns, rowCount, lastInsertId }: Answer): DriverResult {
  return { rows, columns, rowCount, lastInsertId };
}

/** How a connection is made ready. */
export interface OpenSettings {
  /** It was opened for us alone. */
  readonly own: boolean;
  /** The most bytes of one statement, where the user says so. */
  readonly maxAllowedPacket: number;
  /** Opens a second connection, by which the first is stopped; null where nobody can. */
  readonly another: (() => Promise<PackageConnection>) | null;
}

/** A connection of either package. */
export class MysqlConnection implements DriverConnection {
  readonly server: ServerFacts;
  readonly maxBytes: number;
  /** MariaDB's own, which needs a prepared statement. */
  batch?: (sql: string, sets: readonly WireSet[]) => Promise<DriverResult>;
  /** A cancel is on its way. */
  #stopping = false;
  #open = false;
  #lost = false;
  #closed = false;
  /** What ends the waiting for answers that may never come. */
  readonly #waiting = new Set<(reason: unknown) => void>();
  readonly #endListening: () => void;

  /** Makes a connection ready. @throws what the package throws; DriverError for one that would lose something */
  static async open(connection: PackageConnection, statements: PreparedStatements, settings: OpenSettings): Promise<MysqlConnection> {
    try {
      const facts = await openSession(connection, settings.own);
      return new MysqlConnection(connection, statements, settings, {
        ...facts,
        maxPacket: Math.min(facts.maxPacket, settings.maxAllowedPacket),
      });
    } catch (error) {
      await connection.close(settings.own);
      throw error;
    }
  }

  private constructor(
    private readonly connection: PackageConnection,
    private readonly statements: PreparedStatements,
    private readonly settings: OpenSettings,
    readonly facts: SessionFacts,
  ) {
    this.server = { product: facts.isMariadb ? "mariadb" : "mysql", version: facts.version };
    this.maxBytes = facts.maxPacket;
    const send = connection.batch;
    if (send && facts.isMariadb && statements.takesMore) this.batch = (sql, sets) => this.#batched(sql, sets, send);
    this.#endListening = connection.onLoss(() => (this.#lost = true));
  }

  #checkOpen(): void {
    // the packages disagree on what they do with a statement on a connection that is lost
    checkSendable(this.#closed, this.#lost);
  }

  /** The answer; with it, or after an error, what has become of the transaction. */
  async #answered(sql: string, send: () => Promise<Answer>): Promise<Answer> {
    try {
      const answer = await this.#untilClosed(send());
      if (answer.inTransaction !== null) this.#open = answer.inTransaction;
      else if (this.#open && MAY_COMMIT.test(sql)) await this.#askStatus();
      return answer;
    } catch (error) {
      await this.#askStatus();
      throw error;
    }
  }

  /** The answer, unless the connection is closed before: the packages then leave without a word who waits for it. */
  #untilClosed(answer: Promise<Answer>): Promise<Answer> {
    let stopWaiting: (reason: unknown) => void = () => {};
    const first = new Promise<Answer>((resolve, reject) => {
      stopWaiting = reject;
      answer.then(resolve, reject);
    });
    this.#waiting.add(stopWaiting);
    return first.finally(() => this.#waiting.delete(stopWaiting));
  }

  /**
   * By a second connection, which is waited for. A cancel that comes when the statement is over may wait for the next one:
   * so that is one of ours, which does nothing.
   */
  async cancel(): Promise<void> {
    const { another } = this.settings;
    if (another === null)
      throw new DriverError("notSupported", "A connection that was handed in can't be cancelled: nobody knows how to connect again.");
    this.#stopping = true;
    try {
      const killer = await another();
      try {
        await killer.query(`KILL QUERY ${this.facts.connectionId}`, []);
      } finally {
        await killer.close(false);
      }
      await this.#absorbed();
    } finally {
      this.#stopping = false;
    }
  }

  /** Asks for nothing, behind what runs; a cancel that comes too late hits that. */
  async #absorbed(): Promise<Answer> {
    try {
      return await this.connection.query(STATUS_QUESTION, []);
    } catch (error) {
      if (serverErrno(error) !== INTERRUPTED) throw error;
      return await this.connection.query(STATUS_QUESTION, []);
    }
  }

  /** @throws DriverError where what was begun in several statements is to stop between two of them */
  #checkNotStopped(): void {
    if (this.#stopping)
      throw new DriverError("operational", "The execution was cancelled.", { code: String(INTERRUPTED), condition: "statementTimeout" });
  }

  /** An error does not say what it has done to the transaction: a deadlock ends it, others don't. */
  async #askStatus(): Promise<void> {
    if (!this.#open || this.#lost || this.#closed) return;
    try {
      const { inTransaction } = await this.#absorbed();
      if (inTransaction !== null) this.#open = inTransaction;
    } catch {
      this.#lost = true;
    }
  }

  /** A text without values, which nobody prepares. */
  async control(sql: string): Promise<DriverResult> {
    this.#checkOpen();
    return resultOf(await this.#answered(sql, () => this.connection.query(sql, [])));
  }

  get lost(): boolean {
    return this.#lost;
  }

  /** A question that costs the server nothing. */
  ping(): Promise<DriverResult> {
    return this.control(STATUS_QUESTION);
  }

  async query(sql: string, values: WireSet, _parameters?: DriverParameters, prepareAt?: number): Promise<DriverResult> {
    checkWireValues(values);
    this.#checkOpen();
    return resultOf(await this.#answered(sql, () => this.#sent(sql, values, prepareAt)));
  }

  async #sent(sql: string, values: WireSet, prepareAt: number | undefined): Promise<Answer> {
    const choice = this.#mustPrepare(sql, values) ? this.statements.insist(sql) : this.statements.choose(sql, prepareAt);
    const statement = choice === "prepare" ? await this.#prepared(sql) : choice === "plain" ? null : choice;
    this.#checkNotStopped();
    if (!statement) return this.connection.query(sql, values);
    try {
      return await statement.execute(values);
    } catch (error) {
      const errno = serverErrno(error) ?? 0;
      if (!isStale(errno) && !this.#isRefused(errno, sql)) throw error;
      // the server did not know it, and so has done nothing
      this.statements.forget(sql);
      return this.connection.query(sql, values);
    }
  }

  /**
   * Whether a statement is too long as text, in which quotes are escaped and bytes are written as digits.
   * @throws DriverError for one that is too long however it is sent: the server would end the connection
   */
  #mustPrepare(sql: string, values: WireSet): boolean {
    const size = packetSize(sql, values, this.maxBytes);
    if (size === null || size.text <= this.maxBytes) return false;
    if (this.statements.takesMore && size.prepared <= this.maxBytes && Buffer.byteLength(sql) < this.maxBytes) return true;
    throw new DriverError(
      "data",
      `The statement with its values has up to ${Math.min(size.text, size.prepared)} bytes, and the server takes ${this.maxBytes} at once (max_allowed_packet): send less in one statement, or raise that.`,
      { code: String(TOO_LONG) },
    );
  }

  /** The statement prepared; null where the server won't: then it is sent as it is, which also tells what is wrong with it. */
  async #prepared(sql: string): Promise<PackageStatement | null> {
    try {
      const statement = await this.connection.prepare(sql);
      this.statements.keep(sql, statement);
      return statement;
    } catch (error) {
      const errno = serverErrno(error);
      if (errno === undefined || errno === INTERRUPTED) throw error;
      this.#isRefused(errno, sql);
      return null;
    }
  }

  /** Whether the server prepares no more, or never this text; one of the packages hears of it at the first execution. */
  #isRefused(errno: number, sql: string): boolean {
    if (errno === NO_ROOM) this.#stopPreparing();
    if (errno === NOT_PREPARABLE) this.statements.refuse(sql);
    return errno === NO_ROOM || errno === NOT_PREPARABLE;
  }

  /** The server has no room for one more, nor for that of a batch. */
  #stopPreparing(): void {
    this.statements.stop();
    delete this.batch;
  }

  queryMany(sql: string, sets: readonly WireSet[]): Promise<DriverResult> {
    return oneByOne(sets, (values) => this.query(sql, values));
  }

  async #batched(sql: string, sets: readonly WireSet[], send: NonNullable<PackageConnection["batch"]>): Promise<DriverResult> {
    for (const values of sets) checkWireValues(values);
    this.#checkOpen();
    try {
      return resultOf(await this.#answered(sql, () => send(sql, batchColumns(sets))));
    } catch (error) {
      if (serverErrno(error) !== NO_ROOM) throw error;
      // the server has not prepared it, and so has done nothing
      this.#stopPreparing();
      return await this.#oneByOne(sql, sets);
    }
  }

  async #oneByOne(sql: string, sets: readonly WireSet[]): Promise<DriverResult> {
    const rows: (readonly unknown[])[] = [];
    let returned: DriverResult["rows"] = null;
    let columns: readonly string[] = [];
    let rowCount = 0;
    for (const values of sets) {
      const result = await this.query(sql, values);
      rowCount += result.rowCount;
      columns = result.columns;
      if (result.rows === null) continue;
      returned = rows;
      for (const row of result.rows) rows.push(row);
    }
    return { rows: returned, columns, rowCount, lastInsertId: null };
  }

  async stream(sql: string, values: WireSet): Promise<DriverCursor> {
    checkWireValues(values);
    this.#checkOpen();
    const stream = this.connection.stream(sql, values);
    let columns: readonly string[] | null;
    try {
      columns = await stream.columns;
    } catch (error) {
      await this.#askStatus();
      throw error;
    }
    const cursor = new StreamCursor(stream, columns ?? [], () => this.#askStatus());
    if (columns !== null) return cursor;
    await cursor.close();
    throw new DriverError("programming", "Only a statement that returns rows can be streamed.");
  }

  transactionState(): TransactionState {
    return this.#open && !this.#lost && !this.#closed ? "open" : "none";
  }

  async close(): Promise<void> {
    if (this.#closed) return;
    this.#closed = true;
    try {
      // the packages would wait for what runs, which may never be answered
      const isBusy = this.#waiting.size > 0;
      const closed = new DriverError("operational", "The connection was closed before there was an answer.", { disconnected: true });
      for (const stopWaiting of this.#waiting) stopWaiting(closed);
      await this.connection.close(this.#lost || isBusy);
    } catch {
      // it was gone already
    }
    this.#endListening();
  }

  /** How many prepared statements are kept. */
  get preparedStatements(): number {
    return this.statements.count;
  }
}
