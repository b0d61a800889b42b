import type { BindsGiven, KnownColumns } from "../../dml/given.js";
import { Insert, insertNode } from "../../dml/insert.js";
import type { Inserted } from "../../dml/kinds.js";
import { InvalidRequestError } from "../../errors/index.js";
import type { Criterion } from "../../expression/index.js";
import type { Columns, Defs, DmlTarget } from "../../schema/index.js";
import type { Dialect } from "../base.js";
import {
  type ConflictAction,
  type ConflictRules,
  type ConflictSet,
  conflictNothing,
  conflictUpdate,
  excludedColumns,
} from "../on-conflict.js";
import { type AnyConflict, type OneConflict, resolvedTarget } from "./conflict-target.js";
import { postgresqlDialect } from "./dialect.js";

declare module "../../dml/kinds.js" {
  interface InsertKinds<D extends Defs, Tb extends string, Res, G, B> {
    postgresql: PostgresqlInsert<D, Tb, Res, G, B>;
  }
}

const rules: ConflictRules = { dialect: "postgresql", earlier: null, literalIndexWhere: false };

let own: Dialect | undefined;

/** An INSERT with PostgreSQL's ON CONFLICT clause. Immutable. */
export class PostgresqlInsert<D extends Defs, Tb extends string, out Res, G, out B> extends Insert<D, Tb, Res, G, B, "postgresql"> {
  /** The SQL text as PostgreSQL has it, whose clauses no other dialect may know. */
  override toString(): string {
    return (own ??= postgresqlDialect()).compile(this.node).sql;
  }

  /** The columns of the row that was to be inserted, for `set` and `where`. */
  get excluded(): Columns<D, "excluded"> {
    return excludedColumns(this.node.table);
  }

  /**
   * Leaves out a row that is there already: after a conflict with the index or constraint, or with any.
   *
   * @example `insert(users).values({ id: 1 }).onConflictDoNothing({ constraint: "pk_user" })` gives `INSERT INTO user_account (id) VALUES ($1::INTEGER) ON CONFLICT ON CONSTRAINT pk_user DO NOTHING`
   * @throws ArgumentError for an index element that is no column of the table, and for index and constraint together
   * @throws InvalidRequestError where there is such a clause already
   * @since 0.1.0
   */
  onConflictDoNothing(target: AnyConflict<D> = {}): PostgresqlInsert<D, Tb, Res, G, B> {
    this.#checkFirst();
    return this.nextClauses({ afterValues: conflictNothing(this.node.table, resolvedTarget(target), rules) });
  }

  /**
   * Updates the row that is there instead.
   *
   * @example `stmt.onConflictDoUpdate({ indexElements: ["id"], set: { name: stmt.excluded.name } })` gives `… ON CONFLICT (id) DO UPDATE SET name = excluded.name`
   * @example `stmt.onConflictDoUpdate({ indexElements: ["id"], set: ({ id, ...others }) => others })` sets all columns but the key
   * @throws ArgumentError for a SET without columns or with another table's, and without an index or constraint
   * @throws InvalidRequestError where there is such a clause already
   * @since 0.1.0
   */
  onConflictDoUpdate<const V extends ConflictSet<D>, W extends Criterion = never>(
    update: OneConflict<D> & ConflictAction<D, V & KnownColumns<V, D>, W>,
  ): PostgresqlInsert<D, Tb, Res, G, B | BindsGiven<V> | W["$binds"]> {
    this.#checkFirst();
    return this.nextClauses({ afterValues: conflictUpdate(this.node.table, { ...update, ...resolvedTarget(update, "required") }, rules) });
  }

  #checkFirst(): void {
    if (this.node.afterValues) throw new InvalidRequestError("This Insert construct already has an ON CONFLICT clause established");
  }
}

/**
 * `INSERT INTO table`, with PostgreSQL's own clauses besides.
 * @example `insert(users).values({ name: "a" }).onConflictDoNothing()`
 * @throws ArgumentError for what is no table
 * @since 0.1.0
 */
export function insert<D extends Defs, N extends string>(into: DmlTarget<D, N>): PostgresqlInsert<D, N, Inserted<D>, never, never> {
  return new PostgresqlInsert(insertNode(into));
}
