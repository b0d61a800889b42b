import type { BindsGiven, KnownColumns } from "../../dml/given.js";
import { Insert, insertNode } from "../../dml/insert.js";
import type { Inserted } from "../../dml/kinds.js";
import type { Criterion } from "../../expression/index.js";
import { OnConflictNode } from "../../nodes/on-conflict.js";
import type { Columns, Defs, DmlTarget } from "../../schema/index.js";
import type { Dialect } from "../base.js";
import {
  type ConflictRules,
  type ConflictSet,
  type ConflictTarget,
  type ConflictUpdate,
  conflictNothing,
  conflictUpdate,
  excludedColumns,
} from "../on-conflict.js";
import { sqliteDialect } from "./dialect.js";

declare module "../../dml/kinds.js" {
  interface InsertKinds<D extends Defs, Tb extends string, Res, G, B> {
    sqlite: SqliteInsert<D, Tb, Res, G, B>;
  }
}

let own: Dialect | undefined;

/** An INSERT with SQLite's ON CONFLICT clauses. Immutable. */
export class SqliteInsert<D extends Defs, Tb extends string, out Res, G, out B> extends Insert<D, Tb, Res, G, B, "sqlite"> {
  /** The SQL text as SQLite has it, whose clauses no other dialect may know. */
  override toString(): string {
    return (own ??= sqliteDialect()).compile(this.node).sql;
  }

  /** The columns of the row that was to be inserted, for `set` and `where`. */
  get excluded(): Columns<D, "excluded"> {
    return excludedColumns(this.node.table);
  }

  /**
   * Leaves out a row that is there already: after a conflict with the index, or with any. Several clauses are tried in
   * the order in which they were given.
   *
   * @example `insert(users).values({ id: 1 }).onConflictDoNothing({ indexElements: ["id"] })` gives `INSERT INTO user_account (id) VALUES (?) ON CONFLICT (id) DO NOTHING`
   * @throws ArgumentError for an index element that is no column of the table
   * @since 0.1.0
   */
  onConflictDoNothing(target: ConflictTarget<D> = {}): SqliteInsert<D, Tb, Res, G, B> {
    return this.nextClauses({ afterValues: conflictNothing(this.node.table, target, this.#rules) });
  }

  /**
   * Updates the row that is there instead.
   *
   * @example `stmt.onConflictDoUpdate({ indexElements: ["id"], set: { name: stmt.excluded.name } })` gives `… ON CONFLICT (id) DO UPDATE SET name = excluded.name`
   * @throws ArgumentError for a SET without columns, or with others than the table's
   * @since 0.1.0
   */
  onConflictDoUpdate<const V extends ConflictSet<D>, W extends Criterion = never>(
    update: ConflictUpdate<D, V & KnownColumns<V, D>, W>,
  ): SqliteInsert<D, Tb, Res, G, B | BindsGiven<V> | W["$binds"]> {
    return this.nextClauses({ afterValues: conflictUpdate(this.node.table, update, this.#rules) });
  }

  get #rules(): ConflictRules {
    const { afterValues } = this.node;
    return { dialect: "sqlite", earlier: afterValues instanceof OnConflictNode ? afterValues : null, literalIndexWhere: true };
  }
}

/**
 * `INSERT INTO table`, with SQLite's own clauses besides.
 * @example `insert(users).values({ name: "a" }).onConflictDoNothing()`
 * @throws ArgumentError for what is no table
 * @since 0.1.0
 */
export function insert<D extends Defs, N extends string>(into: DmlTarget<D, N>): SqliteInsert<D, N, Inserted<D>, never, never> {
  return new SqliteInsert(insertNode(into));
}
