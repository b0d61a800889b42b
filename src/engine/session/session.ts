import type { Compiled } from "../../compiler/compiled-statement.js";
import type { Dialect } from "../../dialects/base.js";
import {
  type Driver,
  type DriverConnection,
  type DriverParameters,
  type DriverResult,
  isSynchronous,
  type MaybePromise,
  type SyncDriverConnection,
  type WireValue,
} from "../../dialects/driver.js";
import { UnsupportedError } from "../../errors/index.js";
import type { Work } from "../../util/work.js";
import type { Events } from "../events.js";
import type { Limits } from "../limits.js";
import type { TraceOrigin } from "../tracing.js";
import { Atomic } from "./atomic.js";
import { type LimitedWork, limited } from "./limited.js";
import type { PagedWork } from "./paged-work.js";
import { Savepoints } from "./savepoints.js";
import { Sender, type SenderOptions, type ShownStatement } from "./sender.js";
import { SessionStream } from "./stream.js";
import { Streams } from "./streams.js";
import { SessionTransaction } from "./transaction.js";
import { WriterHold } from "./writer-hold.js";

/** What a session keeps to. */
export interface SessionOptions extends SenderOptions {
  /** What becomes of a transaction that was begun in text and is open when the connection is given back. */
  readonly resetOnReturn: "rollback" | "commit" | "nothing";
  /** What tracers are told. */
  readonly origin: TraceOrigin;
}

type WireSet = readonly WireValue[];

/** How a text is sent, where there is more to say. */
export interface SendingOptions {
  /** What the values are, for a driver that asks. */
  readonly parameters?: DriverParameters | undefined;
  /** What an error shall show as the statement, where that is another than the text. */
  readonly shown?: ShownStatement;
  /** At which use of the text on the connection it is to be prepared; the driver's choice, where it is left out. */
  readonly prepareAt?: number | undefined;
}

/** A text on its way to the driver, with its values. */
interface Outgoing {
  readonly sql: string;
  readonly sets: readonly WireSet[];
  /** It may change the database. */
  readonly writes: boolean;
  /** What an error shows as the statement. */
  readonly shown: ShownStatement;
}

/**
 * One driver connection while it is checked out: it runs texts, keeps the transaction, and believes the server about
 * it. Knows nothing of statements.
 */
export class Session {
  readonly writer: WriterHold;
  readonly sender: Sender;
  readonly streams: Streams;
  readonly transaction: SessionTransaction;
  readonly savepoints: Savepoints;
  readonly #atomic: Atomic;
  /** The connection, if it answers at once. */
  readonly #direct: SyncDriverConnection | null;

  constructor(
    readonly connection: DriverConnection,
    driver: Driver,
    readonly dialect: Dialect,
    private readonly options: SessionOptions,
    readonly events: Events,
  ) {
    this.writer = new WriterHold(connection.file, this, options.busyTimeout);
    this.sender = new Sender(connection, driver, options, this.writer);
    this.streams = new Streams(connection.sharedStreams ?? false);
    this.transaction = new SessionTransaction(this);
    this.savepoints = new Savepoints(this);
    this.#atomic = new Atomic(this);
    this.#direct = isSynchronous(connection) ? connection : null;
  }

  /** What tracers are told of it. */
  get origin(): TraceOrigin {
    return this.options.origin;
  }

  /** @throws InvalidRequestError while a stream is open, or after the server ended the transaction; the reason of a signal that was aborted */
  checkUsable(): void {
    this.sender.checkNotAborted();
    this.streams.checkFree();
    this.transaction.checkActive();
  }

  /**
   * Runs one text. `writes` says that it may change the database.
   * @throws InvalidRequestError while a stream is open, or after the server ended the transaction
   */
  query(
    sql: string,
    values: WireSet,
    writes: boolean,
    { parameters, shown = { sql, params: () => values }, prepareAt }: SendingOptions = {},
  ): Work<DriverResult> {
    return this.#sent({ sql, sets: [values], writes, shown }, () => this.connection.query(sql, values, parameters, prepareAt));
  }

  /**
   * The answer to one text, of a driver that answers at once, or sends at once: the answer that is still to come goes to
   * `answered`. Null where something else has to be waited for, or the text may have to be sent again. Whether a transaction has
   * to be open, the caller knows.
   * @throws what a query() throws
   */
  answer(compiled: Compiled, values: WireSet, writes: boolean, prepareAt: number | undefined): MaybePromise<DriverResult> | null {
    const { transaction, streams, connection } = this;
    if (streams.isInTheWay || streams.paged || this.sender.cancellation) return null;
    if (writes && this.writer.isMissing) return null;
    const direct = this.#direct;
    if (direct === null) return connection.pipelines ? this.#pipelined(compiled, values, prepareAt) : null;
    if (!streams.isEmpty || this.sender.isWaiting) return null;
    try {
      return direct.query(compiled.sql, values, undefined, undefined, compiled.givesOneRow);
    } catch (error) {
      return this.#unlessBusy(error, compiled, values);
    } finally {
      transaction.believeServer();
    }
  }

  #pipelined({ sql, parameters }: Compiled, values: WireSet, prepareAt: number | undefined): MaybePromise<DriverResult> {
    return this.sender.pipelined(() => this.connection.query(sql, values, parameters, prepareAt));
  }

  /** Null where it may be sent again. @throws the failure, as what it is */
  #unlessBusy(error: unknown, { sql }: Compiled, values: WireSet): null {
    if (this.sender.isBusy(error)) return null;
    throw this.sender.failed(error, { sql, params: () => values });
  }

  /** Runs one text for each set. @param firstRow the number of the first set */
  queryMany(sql: string, sets: readonly WireSet[], firstRow: number, parameters?: DriverParameters): Work<DriverResult> {
    const shown = { sql, params: () => sets, firstRow };
    return this.#sent({ sql, sets, writes: true, shown }, () => this.connection.queryMany(sql, sets, parameters));
  }

  /** Inserts all sets in one go, where the driver can. Not all or nothing by itself. */
  batch(sql: string, sets: readonly WireSet[], parameters: DriverParameters, shown: ShownStatement): Work<DriverResult> {
    const { connection } = this;
    const send = (): MaybePromise<DriverResult> => connection.batch?.(sql, sets, parameters) ?? connection.queryMany(sql, sets, parameters);
    return this.#sent({ sql, sets, writes: true, shown }, send);
  }

  /**
   * Sends a text that takes rows as text, and the rows.
   * @param pieces the rows, in pieces; from the start each time
   * @param sets the values of all rows, for those who listen
   */
  copyIn(sql: string, pieces: () => Iterable<string>, sets: () => readonly WireSet[], shown: ShownStatement): Work<DriverResult> {
    const outgoing = {
      sql,
      get sets() {
        return sets();
      },
      writes: true,
      shown,
    };
    return this.#sent(outgoing, () => {
      const { connection } = this;
      if (!connection.copyIn) throw new UnsupportedError("The connection can't take rows as text.");
      return connection.copyIn.send(sql, pieces());
    });
  }

  /** Sends it, with the file's writer where it writes; afterwards the server says what has become of the transaction. */
  *#sent<T>(outgoing: Outgoing, send: () => MaybePromise<T>): Work<T> {
    this.checkUsable();
    const borrowed = outgoing.writes && this.writer.isMissing ? yield* this.transaction.takeWriter() : null;
    try {
      this.#announce(outgoing);
      return yield* this.sender.sent(send, outgoing.shown);
    } finally {
      borrowed?.();
      this.transaction.believeServer();
    }
  }

  #announce({ sql, sets }: Outgoing): void {
    if (this.events.has("physical")) this.events.emit("physical", { sql, sets: this.options.hideParameters ? null : sets });
  }

  /** Opens a stream of rows; while it is open nothing else runs here. */
  *stream(sql: string, values: WireSet, writes: boolean, parameters?: DriverParameters): Work<SessionStream> {
    const outgoing = { sql, sets: [values], writes, shown: { sql, params: () => values } };
    this.checkUsable();
    if (!writes && this.connection.sessionPerTransaction && !this.transaction.isUnderWay)
      throw new UnsupportedError(
        "Without a transaction a stream needs a session of the server's that stays, which a connection without prepared statements does not count on: begin() first.",
      );
    const borrowed = writes ? yield* this.transaction.takeWriter() : null;
    const over = (): void => {
      borrowed?.();
      this.transaction.believeServer();
    };
    try {
      this.#announce(outgoing);
      const cursor = yield* this.sender.sent(() => this.connection.stream(sql, values, writes, parameters), outgoing.shown);
      const stream: SessionStream = new SessionStream(cursor, {
        failed: (error) => this.sender.failed(error, outgoing.shown),
        ended: () => {
          this.streams.delete(stream);
          over();
        },
      });
      this.streams.add(stream);
      return stream;
    } catch (error) {
      over();
      throw error;
    }
  }

  /**
   * The next rows of a stream, within limits. Where the stream's rows are on the wire until it ends, a timeout was told with its
   * statement; and one that was stopped is closed at once, since what comes next waits behind its rows.
   * @throws the signal's reason
   */
  nextRows(stream: SessionStream, size: number, { signal, timeout }: Limits): Work<readonly (readonly unknown[])[]> {
    const isOnWire = !this.connection.sharedStreams;
    const limits = { ...(signal && { signal }), ...(timeout !== undefined && !isOnWire && { timeout }) };
    const work = function* () {
      try {
        return yield* stream.next(size);
      } finally {
        if (signal?.aborted && isOnWire) yield* stream.close();
      }
    };
    return limited(this, limits, { work, writes: false });
  }

  /** Runs the work within limits. @throws the signal's reason; UnsupportedError for a timeout where the server has none */
  limited<T>(limits: Limits, work: LimitedWork<T>): Work<T> {
    return limited(this, limits, work);
  }

  /** Runs the work all or nothing: in a savepoint, or in a transaction of its own where none is open. Unseen by events. */
  atomically<T>(work: () => Work<T>): Work<T> {
    return this.#atomic.run(work, true);
  }

  /** Runs the work and undoes it: for what shall only be tried. */
  tentatively<T>(work: () => Work<T>): Work<T> {
    return this.#atomic.run(work, false);
  }

  /** Begins work that comes page by page, all or nothing. Until it is kept or undone, nothing else can run here. */
  paged(): Work<PagedWork> {
    return this.#atomic.paged();
  }

  /** Whether the connection is ready for the next who asks for one as it is. */
  get isReset(): boolean {
    return this.transaction.isReset;
  }

  /** Makes the connection ready for the next who asks for one. */
  reset(): Work<void> {
    return this.transaction.reset(this.options.resetOnReturn);
  }
}
