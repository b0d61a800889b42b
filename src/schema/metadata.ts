import { ArgumentError, InvalidRequestError } from "../errors/index.js";
import { type MaybePromise, run, runNow, type Work } from "../util/work.js";
import { createTables, dropTables, type SchemaOptions } from "./create-all.js";
import type { AnyDdlConnection, DdlConnection, SyncDdlConnection } from "./ddl-connection.js";
import type { Columns, Defs } from "./defs.js";
import type { TableCatalog } from "./foreign-keys.js";
import { type NamingConvention, standardNaming } from "./naming.js";
import { sortTables } from "./sort.js";
import { makeTable, type Table } from "./table.js";

/** What `metadata.table()` takes last. */
export interface TableOptions {
  readonly schema?: string;
  /** A comment on the table, where the database has such. */
  readonly comment?: string;
  /** Whether the name is always or never quoted in SQL; by default it is where it must be. */
  readonly quote?: boolean;
}

/** Any table, for those who only walk over them. */
export type AnyTable = Pick<Table<Defs, string>, "node" | "name" | "schema" | "fullName" | "comment" | "constraints" | "definition">;

/** Does the work as the connection does its own: with promises, or at once. */
function done(connection: AnyDdlConnection, work: Work<void>): MaybePromise<void> {
  if (!("synchronous" in connection)) return run(work);
  return runNow(work, () => new InvalidRequestError("A connection that is synchronous has given a promise."));
}

/** A collection of tables that refer to each other and are created together. */
export class MetaData implements TableCatalog {
  readonly #tables = new Map<string, AnyTable>();
  /** The schema of tables, and of names in foreign keys, that say none. */
  readonly schema: string | null;

  /** How constraints and indexes without a name are called. */
  readonly namingConvention: NamingConvention;

  /**
   * @param options `schema`: the schema of tables that name none; `namingConvention`: how constraints and indexes without a name are called
   * @example `new MetaData({ namingConvention: { uq: "uq_%(table_name)s_%(column_0_N_name)s", pk: "pk_%(table_name)s" } })`
   */
  constructor(options: { readonly schema?: string; readonly namingConvention?: NamingConvention } = {}) {
    this.schema = options.schema ?? null;
    this.namingConvention = { ...standardNaming, ...options.namingConvention };
  }

  /** The tables by full name, in the order in which they were declared. */
  get tables(): ReadonlyMap<string, AnyTable> {
    return this.#tables;
  }

  /**
   * A table: its name, its columns by key, and its constraints and indexes.
   * @example `metadata.table("address", { id: integer().primaryKey(), userId: integer("user_id").notNull() }, (c) => [unique(c.userId)])`
   * @throws ArgumentError where there is a table of that name
   * @since 0.1.0
   */
  // biome-ignore lint/suspicious/noExplicitAny: it alone keeps TypeScript from asking for the callback's type while it infers the table
  table<N extends string, D extends Defs>(name: N, columns: D, items?: (c: Columns<D, N>) => any, options: TableOptions = {}): Table<D, N> {
    const setting = { catalog: this, comment: options.comment ?? null, quote: options.quote ?? null };
    const made = makeTable(name, options.schema ?? this.schema, columns, items, setting);
    if (this.#tables.has(made.fullName)) throw new ArgumentError(`Table '${made.fullName}' is already defined for this MetaData instance.`);
    this.#tables.set(made.fullName, made);
    return made;
  }

  /**
   * The tables, each after those that it refers to; otherwise in the order in which they were declared. Foreign keys that
   * go in a circle, and references of a table to itself, are left out of account.
   * @throws NoReferenceError where a foreign key's target does not exist
   * @since 0.1.0
   */
  get sortedTables(): readonly AnyTable[] {
    const all = [...this.#tables.values()];
    const byNode = new Map(all.map((table) => [table.node, table]));
    const sorted = sortTables(
      all.map((table) => table.definition),
      () => true,
    );
    return sorted.tables.flatMap(({ table }) => byNode.get(table) ?? []);
  }

  /**
   * Creates the tables with their constraints and indexes, each after those that it refers to. What is there already stays as it is.
   * @param options `checkFirst: false` asks for nothing and fails on a table that is there; `tables` restricts it to these
   * @example `await metadata.createAll(conn)`
   * @throws NoReferenceError where a foreign key's target does not exist; then nothing has been created
   * @throws ArgumentError for a table that is not of this MetaData
   * @since 0.1.0
   */
  createAll(connection: DdlConnection, options?: SchemaOptions): Promise<void>;
  /** The same without promises. @since 0.1.0 */
  createAll(connection: SyncDdlConnection, options?: SchemaOptions): void;
  createAll(connection: AnyDdlConnection, options: SchemaOptions = {}): MaybePromise<void> {
    return done(connection, this.#created(connection, options));
  }

  *#created(connection: AnyDdlConnection, { tables, checkFirst = true }: SchemaOptions): Work<void> {
    yield* createTables(connection, this.#chosen(tables), checkFirst);
  }

  /**
   * Drops the tables with all their rows, each before those that it refers to. What is not there is passed over.
   * @param options `checkFirst: false` asks for nothing and fails on a table that is not there; `tables` restricts it to these
   * @example `await metadata.dropAll(conn)`
   * @throws InvalidRequestError where foreign keys go in a circle and have no names by which they could be dropped first
   * @throws ArgumentError for a table that is not of this MetaData
   * @since 0.1.0
   */
  dropAll(connection: DdlConnection, options?: SchemaOptions): Promise<void>;
  /** The same without promises. @since 0.1.0 */
  dropAll(connection: SyncDdlConnection, options?: SchemaOptions): void;
  dropAll(connection: AnyDdlConnection, options: SchemaOptions = {}): MaybePromise<void> {
    return done(connection, this.#dropped(connection, options));
  }

  *#dropped(connection: AnyDdlConnection, { tables, checkFirst = true }: SchemaOptions): Work<void> {
    const chosen = this.#chosen(tables);
    const kept = [...this.#tables.values()].filter((table) => !chosen.includes(table));
    yield* dropTables(connection, chosen, kept, checkFirst);
  }

  #chosen(tables: readonly AnyTable[] | undefined): readonly AnyTable[] {
    if (tables === undefined) return [...this.#tables.values()];
    for (const table of tables) {
      if (this.#tables.get(table.fullName) !== table)
        throw new ArgumentError(`Table '${table.fullName}' is not of this MetaData: declare it by metadata.table().`);
    }
    return tables;
  }
}
