import { ArgumentError, InvalidRequestError, MultipleResultsFound, NoResultFound } from "../errors/index.js";
import { type DmlOutcome, dmlOutcome, joined, type Part } from "./outcome.js";
import { type RowFactory, rowFactory, type WireRow } from "./row-factory.js";

type RowObject = Record<string, unknown>;
type Named = Readonly<Record<string, unknown>>;

function rowCountOf(parts: readonly Part[]): number {
  return parts.reduce((sum, { answer }) => sum + answer.rowCount, 0);
}

function rowsOf(parts: readonly Part[]): readonly WireRow[] {
  return parts.flatMap(({ answer }) => answer.rows ?? []);
}

/** The result of one execution. Rows are made into objects when they are asked for, each once. */
export class Result implements Iterable<RowObject> {
  readonly rowCount: number;
  readonly #part: Part;
  readonly #more: readonly Part[] | null;
  readonly #rows: readonly WireRow[] | null;
  #next = 0;
  #outcome: DmlOutcome | null | undefined;
  #keys: readonly Named[] | null | undefined;
  #defaults: readonly Named[] | null | undefined;

  /**
   * @param part what the compiled form gave
   * @param more of an executemany, what others gave: what they return has the same columns, unless it was not asked for
   */
  constructor(part: Part, more: readonly Part[] | null = null) {
    const { answer, compiled } = part;
    const isOne = more === null || more.length === 0;
    this.#part = part;
    this.#more = more;
    this.rowCount = isOne ? answer.rowCount : rowCountOf([part, ...more]);
    const returns = answer.rows !== null && !compiled.dml?.implicitReturning;
    this.#rows = !returns ? null : isOne ? answer.rows : rowsOf([part, ...more]);
  }

  get #parts(): readonly Part[] {
    return [this.#part, ...(this.#more ?? [])];
  }

  get returnsRows(): boolean {
    return this.#rows !== null;
  }

  get rowCounts(): readonly number[] | null {
    return this.#more ? joined(this.#parts.map(({ answer }) => answer.rowCounts ?? null)) : [this.rowCount];
  }

  // --- rows --------------------------------------------------------------------------------------------------------------------

  /** @throws InvalidRequestError where there are none */
  get #returned(): readonly WireRow[] {
    if (this.#rows !== null) return this.#rows;
    throw new InvalidRequestError("This result object does not return rows. The statement has no returning(), or is no query.");
  }

  get #factory(): RowFactory {
    const { compiled, answer, context } = this.#part;
    return rowFactory(compiled, answer.columns, context);
  }

  /** All rows that are left. */
  #rest(): readonly WireRow[] {
    const rows = this.#returned;
    const start = this.#next;
    this.#next = rows.length;
    return start === 0 ? rows : rows.slice(start);
  }

  all(): RowObject[] {
    const rows = this.#rest();
    const factory = this.#factory;
    return rows.map((row) => factory.object(row));
  }

  tuples(): (readonly unknown[])[] {
    const rows = this.#rest();
    const factory = this.#factory;
    return rows.map((row) => factory.tuple(row));
  }

  first(): RowObject | null {
    const [row] = this.#rest();
    return row ? this.#factory.object(row) : null;
  }

  /** The only row that is left; null without one. @throws MultipleResultsFound */
  #only(): WireRow | null {
    const rows = this.#rest();
    if (rows.length > 1) throw new MultipleResultsFound(`Multiple rows were found when exactly one was required: ${rows.length}.`);
    return rows[0] ?? null;
  }

  one(): RowObject {
    const row = this.#only();
    if (row === null) throw new NoResultFound("No row was found when one was required");
    return this.#factory.object(row);
  }

  oneOrNone(): RowObject | null {
    const row = this.#only();
    return row && this.#factory.object(row);
  }

  scalar(): unknown {
    const [row] = this.#rest();
    return row ? this.#factory.first(row) : null;
  }

  scalars(): unknown[] {
    const rows = this.#rest();
    const factory = this.#factory;
    return rows.map((row) => factory.first(row));
  }

  scalarOne(): unknown {
    const row = this.#only();
    if (row === null) throw new NoResultFound("No row was found when one was required");
    return this.#factory.first(row);
  }

  keys(): readonly string[] {
    return this.#returned && this.#factory.keys;
  }

  partitions(size: number): Iterable<RowObject[]> {
    if (!Number.isSafeInteger(size) || size < 1) throw new ArgumentError(`partitions() needs a whole number of at least 1, got ${size}.`);
    return this.#pages(size);
  }

  *#pages(size: number): Generator<RowObject[]> {
    for (let page = this.#page(size); page.length > 0; page = this.#page(size)) yield page;
  }

  #page(size: number): RowObject[] {
    const start = this.#next;
    const rows = this.#returned.slice(start, start + size);
    this.#next = start + rows.length;
    const factory = this.#factory;
    return rows.map((row) => factory.object(row));
  }

  *[Symbol.iterator](): Iterator<RowObject> {
    const rows = this.#returned;
    const factory = this.#factory;
    for (let row = rows[this.#next]; row; row = rows[this.#next]) {
      this.#next += 1;
      yield factory.object(row);
    }
  }

  // --- DML ---------------------------------------------------------------------------------------------------------------------

  /** Found out when asked for: most results are never asked. */
  get #dml(): DmlOutcome | null {
    if (this.#outcome === undefined) this.#outcome = dmlOutcome(this.#parts, this.#more !== null);
    return this.#outcome;
  }

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
    if (this.#dml === null || this.#dml.kind === "delete" || this.#dml.kind === "merge")
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
