import { ArgumentError, InvalidRequestError, MultipleResultsFound, NoResultFound } from "../errors/index.js";
import type { RowFactory, WireRow } from "./row-factory.js";

type RowObject = Record<string, unknown>;
type Named = Readonly<Record<string, unknown>>;

/** What is known of an executed INSERT, UPDATE or DELETE. */
export interface DmlOutcome {
  readonly kind: "insert" | "update" | "delete";
  /** The parameters by name, a set for each row. Made when asked for. */
  readonly parameters: () => readonly Named[];
  readonly executemany: boolean;
  /** The keys of the inserted rows; null where they are not known. Made when asked for. */
  readonly keys: () => readonly Named[] | null;
  /** What returnDefaults() brought; null without. Made when asked for. */
  readonly defaults: () => readonly Named[] | null;
  readonly prefetch: readonly string[];
  readonly postfetch: readonly string[];
}

/** What a result is made of. */
export interface ResultData {
  readonly rowCount: number;
  readonly rows: readonly WireRow[] | null;
  readonly factory: RowFactory | null;
  readonly dml: DmlOutcome | null;
}

/** The result of one execution. Rows are made into objects when they are asked for, each once. */
export class Result implements Iterable<RowObject> {
  readonly rowCount: number;
  readonly #rows: readonly WireRow[] | null;
  readonly #factory: RowFactory | null;
  readonly #dml: DmlOutcome | null;
  #next = 0;
  #keys: readonly Named[] | null | undefined;
  #defaults: readonly Named[] | null | undefined;

  constructor(data: ResultData) {
    this.rowCount = data.rowCount;
    this.#rows = data.rows;
    this.#factory = data.factory;
    this.#dml = data.dml;
  }

  get returnsRows(): boolean {
    return this.#rows !== null;
  }

  // --- rows --------------------------------------------------------------------------------------------------------------------

  #take(): { readonly rows: readonly WireRow[]; readonly factory: RowFactory } {
    if (this.#rows === null || this.#factory === null)
      throw new InvalidRequestError("This result object does not return rows. The statement has no returning(), or is no query.");
    const rows = this.#next === 0 ? this.#rows : this.#rows.slice(this.#next);
    this.#next = this.#rows.length;
    return { rows, factory: this.#factory };
  }

  all(): RowObject[] {
    const { rows, factory } = this.#take();
    return rows.map((row) => factory.object(row));
  }

  tuples(): (readonly unknown[])[] {
    const { rows, factory } = this.#take();
    return rows.map((row) => factory.tuple(row));
  }

  first(): RowObject | null {
    const { rows, factory } = this.#take();
    return rows[0] ? factory.object(rows[0]) : null;
  }

  #only(): { readonly row: WireRow; readonly factory: RowFactory } | null {
    const { rows, factory } = this.#take();
    if (rows.length > 1) throw new MultipleResultsFound(`Multiple rows were found when exactly one was required: ${rows.length}.`);
    return rows[0] ? { row: rows[0], factory } : null;
  }

  one(): RowObject {
    const only = this.#only();
    if (only === null) throw new NoResultFound("No row was found when one was required");
    return only.factory.object(only.row);
  }

  oneOrNone(): RowObject | null {
    const only = this.#only();
    return only ? only.factory.object(only.row) : null;
  }

  scalar(): unknown {
    const { rows, factory } = this.#take();
    return rows[0] ? factory.tuple(rows[0])[0] : null;
  }

  scalars(): unknown[] {
    const { rows, factory } = this.#take();
    return rows.map((row) => factory.tuple(row)[0]);
  }

  scalarOne(): unknown {
    const only = this.#only();
    if (only === null) throw new NoResultFound("No row was found when one was required");
    return only.factory.tuple(only.row)[0];
  }

  keys(): readonly string[] {
    if (this.#factory === null) throw new InvalidRequestError("This result object does not return rows: it has no keys.");
    return this.#factory.keys;
  }

  *partitions(size: number): Iterable<RowObject[]> {
    if (!Number.isSafeInteger(size) || size < 1) throw new ArgumentError(`partitions() needs a whole number of at least 1, got ${size}.`);
    const { rows, factory } = this.#take();
    for (let start = 0; start < rows.length; start += size) yield rows.slice(start, start + size).map((row) => factory.object(row));
  }

  *[Symbol.iterator](): Iterator<RowObject> {
    const { rows, factory } = this.#take();
    for (const row of rows) yield factory.object(row);
  }

  // --- DML ---------------------------------------------------------------------------------------------------------------------

  get isInsert(): boolean {
    return this.#dml?.kind === "insert";
  }

  get #inserted(): DmlOutcome {
    if (this.#dml?.kind !== "insert") throw new InvalidRequestError("Statement is not an insert() expression construct.");
    return this.#dml;
  }

  get #updated(): DmlOutcome {
    if (this.#dml?.kind !== "update") throw new InvalidRequestError("Statement is not an update() expression construct.");
    return this.#dml;
  }

  get #written(): DmlOutcome {
    if (this.#dml === null || this.#dml.kind === "delete")
      throw new InvalidRequestError("Statement is not an insert() or update() expression construct.");
    return this.#dml;
  }

  get insertedPrimaryKeyRows(): readonly Named[] {
    const inserted = this.#inserted;
    if (this.returnsRows) throw new InvalidRequestError("Can't call insertedPrimaryKey when returning() is used.");
    const keys = (this.#keys ??= inserted.keys());
    if (keys === null) throw new InvalidRequestError("The primary keys of these rows are not known: use returning() or returnDefaults().");
    return keys;
  }

  get insertedPrimaryKey(): Named {
    if (this.#inserted.executemany)
      throw new InvalidRequestError(
        "This statement was an executemany call; if primary key returning is supported, please use .insertedPrimaryKeyRows.",
      );
    const key = this.insertedPrimaryKeyRows[0];
    if (key === undefined) throw new InvalidRequestError("No row was inserted: there is no primary key.");
    return key;
  }

  get returnedDefaultsRows(): readonly Named[] | null {
    return (this.#defaults ??= this.#dml?.defaults() ?? null);
  }

  get returnedDefaults(): Named | null {
    if (this.#dml?.executemany)
      throw new InvalidRequestError(
        "This statement was an executemany call; if return defaults is supported, please use .returnedDefaultsRows.",
      );
    return this.returnedDefaultsRows?.[0] ?? null;
  }

  lastInsertedParams(): Named | readonly Named[] {
    const { executemany, parameters } = this.#inserted;
    return executemany ? parameters() : (parameters()[0] ?? {});
  }

  lastUpdatedParams(): Named | readonly Named[] {
    const { executemany, parameters } = this.#updated;
    return executemany ? parameters() : (parameters()[0] ?? {});
  }

  prefetchCols(): readonly string[] {
    return this.#written.prefetch;
  }

  postfetchCols(): readonly string[] {
    return this.#written.postfetch;
  }

  lastRowHasDefaults(): boolean {
    return this.#dml !== null && this.#dml.postfetch.length > 0;
  }
}
