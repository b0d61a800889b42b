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
import { checkWireValues } from "../../../wire-values.js";
import { commits, PLAIN_BEGIN } from "../../transactions.js";
import { boundColumn, type IntervalMaker, outType } from "./binds.js";
import { ResultSetCursor } from "./cursor.js";
import { outRows } from "./out-rows.js";
import type { ExecuteOptions, OracledbBind, OracledbConnection, OracledbPackage, OracledbResult } from "./package.js";
import { SESSION_SETTINGS } from "./session-settings.js";
import { fetchTypes } from "./values.js";

type WireSet = readonly WireValue[];
type Row = readonly unknown[];

/** What is done with the package's connection from outside. */
export interface OracledbOwner {
  /** Ends it, or gives it back. @param broken it can't be used again */
  close(broken: boolean): unknown;
}

/** Statements of which the package gives the rows of each set; of PL/SQL it does not. */
const COUNTED = /^\s*(?:UPDATE|DELETE|MERGE|INSERT)\b/i;
const BEGINS = /^SET\s+TRANSACTION\b/i;
/** From here on there is a type JSON. */
const JSON_TYPE = 21;

function rowsOf(rows: unknown): readonly Row[] {
  // the marked place: with OUT_FORMAT_ARRAY rows are arrays
  return rows as readonly Row[];
}

/** A connection of the package `oracledb`. */
export class OracledbDriverConnection implements DriverConnection {
  readonly typedParameters = true;
  readonly server: ServerFacts;
  readonly #fetchTypes: ExecuteOptions["fetchTypeHandler"];
  readonly #interval: IntervalMaker;
  readonly #nativeJson: boolean;
  #running: Promise<unknown> | null = null;
  #open = false;
  #closed = false;

  /** Makes a connection ready. @throws what the package throws */
  static async open(client: OracledbConnection, oracledb: OracledbPackage, owner: OracledbOwner): Promise<OracledbDriverConnection> {
    const connection = new OracledbDriverConnection(client, oracledb, owner);
    try {
      for (const text of SESSION_SETTINGS) await connection.control(text);
      return connection;
    } catch (error) {
      await connection.close();
      throw error;
    }
  }

  private constructor(
    private readonly client: OracledbConnection,
    private readonly oracledb: OracledbPackage,
    private readonly owner: OracledbOwner,
  ) {
    const version = client.oracleServerVersionString;
    this.server = { product: "oracle", version };
    this.#nativeJson = Number.parseInt(version, 10) >= JSON_TYPE;
    this.#fetchTypes = fetchTypes(oracledb);
    this.#interval = (parts) => new oracledb.IntervalDS(parts);
  }

  get lost(): boolean {
    return !this.#closed && !this.client.isHealthy();
  }

  /** @throws DriverError where nothing can be sent any more */
  #checkOpen(): void {
    checkSendable(this.#closed, this.lost);
  }

  async #sent<T>(send: () => Promise<T>): Promise<T> {
    this.#checkOpen();
    const running = send();
    this.#running = running;
    try {
      return await running;
    } finally {
      this.#running = null;
    }
  }

  // --- parameters --------------------------------------------------------------------------------------------------------------

  #name(parameters: DriverParameters | undefined, index: number): string {
    const name = parameters?.[index]?.name ?? null;
    if (name === null)
      throw new DriverError("programming", `oracledb binds parameters by name: the dialect needs a paramStyle such as "named".`);
    return name;
  }

  /** What is bound for all sets, and the values of each. */
  #bound(
    sets: readonly WireSet[],
    parameters: DriverParameters = [],
  ): { readonly binds: Record<string, OracledbBind>; readonly rows: Record<string, unknown>[] } {
    const binds: Record<string, OracledbBind> = {};
    const rows: Record<string, unknown>[] = sets.map(() => ({}));
    const { BIND_IN, BIND_OUT } = this.oracledb;
    (sets[0] ?? []).forEach((_, index) => {
      const name = this.#name(parameters, index);
      const parameter = parameters[index];
      if (parameter === undefined) return;
      if (parameter.out) {
        const { type, maxSize } = outType(parameter.type, this.#nativeJson);
        binds[name] = { dir: BIND_OUT, type: this.oracledb[`DB_TYPE_${type}`], ...(maxSize !== undefined && { maxSize }) };
        return;
      }
      const column = boundColumn(
        parameter.type,
        sets.map((values) => values[index] ?? null),
        this.#interval,
      );
      const { type, maxSize } = column;
      binds[name] = { dir: BIND_IN, type: this.oracledb[`DB_TYPE_${type}`], ...(maxSize !== undefined && { maxSize }) };
      column.values.forEach((value, at) => {
        const row = rows[at];
        if (row) row[name] = value;
      });
    });
    return { binds, rows };
  }

  #options(resultSet: boolean): ExecuteOptions {
    return { autoCommit: !this.#open, outFormat: this.oracledb.OUT_FORMAT_ARRAY, fetchTypeHandler: this.#fetchTypes, resultSet };
  }

  async #execute(sql: string, values: WireSet, parameters: DriverParameters | undefined, resultSet = false): Promise<OracledbResult> {
    const { binds, rows } = this.#bound([values], parameters);
    const [row = {}] = rows;
    const valued = Object.entries(binds).map(([name, bind]) => [name, name in row ? { ...bind, val: row[name] } : bind] as const);
    try {
      return await this.#sent(() => this.client.execute(sql, Object.fromEntries(valued), this.#options(resultSet)));
    } finally {
      // DDL commits before it begins, even where it fails then
      if (this.#open && commits(sql)) this.#open = !this.lost && this.client.transactionInProgress;
    }
  }

  async #result({ rows, metaData, rowsAffected = 0, outBinds }: OracledbResult, parameters: DriverParameters = []): Promise<DriverResult> {
    const columns = metaData?.map(({ name }) => name) ?? [];
    if (outBinds !== undefined) {
      const returned = await outRows(outBinds, parameters, this.#nativeJson);
      return { rows: returned, columns: [], rowCount: rowsAffected, lastInsertId: null };
    }
    if (rows === undefined) return { rows: null, columns: [], rowCount: rowsAffected, lastInsertId: null };
    const read = rowsOf(rows);
    return { rows: read, columns, rowCount: read.length, lastInsertId: null };
  }

  // --- statements --------------------------------------------------------------------------------------------------------------

  /** A text without values; those that begin and end transactions are the package's own calls. */
  async control(sql: string): Promise<DriverResult> {
    const nothing: DriverResult = { rows: null, columns: [], rowCount: 0, lastInsertId: null };
    switch (sql) {
      case PLAIN_BEGIN: // a transaction begins with its first statement
        this.#checkOpen();
        this.#open = true;
        return nothing;
      case "COMMIT":
      case "ROLLBACK":
        await this.#sent(() => (sql === "COMMIT" ? this.client.commit() : this.client.rollback()));
        this.#open = false;
        return nothing;
      default:
        return this.query(sql, []);
    }
  }

  async query(sql: string, values: WireSet, parameters?: DriverParameters): Promise<DriverResult> {
    checkWireValues(values);
    const wasOpen = this.#open;
    // what begins a transaction must not be committed
    if (BEGINS.test(sql)) this.#open = true;
    try {
      return await this.#result(await this.#execute(sql, values, parameters), parameters);
    } catch (error) {
      if (BEGINS.test(sql)) this.#open = wasOpen;
      throw error;
    }
  }

  queryMany(sql: string, sets: readonly WireSet[], parameters?: DriverParameters): Promise<DriverResult> {
    return this.#many(sql, sets, parameters, COUNTED.test(sql));
  }

  batch(sql: string, sets: readonly WireSet[], parameters?: DriverParameters): Promise<DriverResult> {
    return this.#many(sql, sets, parameters, false);
  }

  async #many(sql: string, sets: readonly WireSet[], parameters: DriverParameters | undefined, counted: boolean): Promise<DriverResult> {
    for (const values of sets) checkWireValues(values);
    const { binds, rows } = this.#bound(sets, parameters);
    const options = { autoCommit: !this.#open, bindDefs: binds, ...(counted && { dmlRowCounts: true }) };
    const result = await this.#sent(() => this.client.executeMany(sql, rows, options));
    return { ...(await this.#result(result, parameters)), rowCounts: result.dmlRowCounts ?? null };
  }

  async stream(sql: string, values: WireSet, _writes?: boolean, parameters?: DriverParameters): Promise<DriverCursor> {
    checkWireValues(values);
    const { resultSet, metaData = [] } = await this.#execute(sql, values, parameters, true);
    if (resultSet)
      return new ResultSetCursor(
        metaData.map(({ name }) => name),
        async (size) => rowsOf(await this.#sent(() => resultSet.getRows(size))),
        async () => {
          if (!this.#closed && !this.lost) await resultSet.close();
        },
      );
    throw new DriverError("programming", "Only a query can be streamed: what RETURNING gives comes at once.");
  }

  ping(): Promise<void> {
    return this.#sent(() => this.client.ping());
  }

  limit(milliseconds: number | null): void {
    this.client.callTimeout = Math.ceil(milliseconds ?? 0);
  }

  /** What ran has stopped, or ended by itself, when nothing runs any more. */
  async cancel(): Promise<void> {
    const running = this.#running;
    if (running === null) return;
    await this.client.break();
    await Promise.allSettled([running]);
  }

  transactionState(): TransactionState {
    return this.#open && !this.#closed && !this.lost ? "open" : "none";
  }

  async close(): Promise<void> {
    if (this.#closed) return;
    const broken = this.lost || this.#running !== null;
    this.#closed = true;
    try {
      await this.owner.close(broken);
    } catch {
      // it was gone already
    }
  }
}
