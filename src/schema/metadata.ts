import { ArgumentError } from "../errors/index.js";
import type { Columns, Defs } from "./defs.js";
import { makeTable, type Table } from "./table.js";

/** What `metadata.table()` takes last. */
export interface TableOptions {
  readonly schema?: string;
}

/** Any table, for those who only walk over them. */
export type AnyTable = Pick<Table<Defs, string>, "node" | "name" | "schema" | "fullName" | "constraints">;

/** A collection of tables that refer to each other and are created together. */
export class MetaData {
  readonly #tables = new Map<string, AnyTable>();
  readonly #schema: string | null;

  /** @param options `schema`: the schema of tables that name none */
  constructor(options: { readonly schema?: string } = {}) {
    this.#schema = options.schema ?? null;
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
    const made = makeTable(name, options.schema ?? this.#schema, columns, items);
    if (this.#tables.has(made.fullName)) throw new ArgumentError(`Table '${made.fullName}' is already defined for this MetaData instance.`);
    this.#tables.set(made.fullName, made);
    return made;
  }
}
