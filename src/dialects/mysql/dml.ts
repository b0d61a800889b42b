import type { AnyPair, BindsGiven, FittingPairs, RowOrFunction } from "../../dml/given.js";
import { Insert, insertNode } from "../../dml/insert.js";
import type { Inserted } from "../../dml/kinds.js";
import { ArgumentError, InvalidRequestError } from "../../errors/index.js";
import type { AnyExpr, BindsIn } from "../../expression/index.js";
import type { Columns, Defs, DmlTarget, Settable } from "../../schema/index.js";
import { columnsOf } from "../../selectable/column.js";
import type { Dialect } from "../base.js";
import { mysqlDialect } from "./dialect.js";
import { insertedRow, mapOfPairs, OnDuplicateKeyNode, onDuplicateKey } from "./on-duplicate-key.js";

declare module "../../dml/kinds.js" {
  interface InsertKinds<D extends Defs, Tb extends string, Res, G, B> {
    mysql: MysqlInsert<D, Tb, Res, G, B>;
  }
}

let own: Dialect | undefined;

/** What to set where the key is there already: an object by column key, or a Map by column. */
export type DuplicateSet<D extends Defs> = Settable<D> | ReadonlyMap<AnyExpr, unknown>;

/** An INSERT with the clause of MySQL and MariaDB. Immutable. */
export class MysqlInsert<D extends Defs, Tb extends string, out Res, G, out B> extends Insert<D, Tb, Res, G, B, "mysql"> {
  /** The SQL text as MySQL has it, whose clause no other dialect may know. */
  override toString(): string {
    return (own ??= mysqlDialect()).compile(this.node).sql;
  }

  /** The columns of the row that was to be inserted: `VALUES(name)`, or `new.name` from MySQL 8.0.20 on. */
  get inserted(): Columns<D, "inserted"> {
    // the marked place: that the table has the columns of D is what the Insert's type says
    return columnsOf(insertedRow(this.node.table)) as Columns<D, "inserted">;
  }

  /**
   * Updates the row that is there already, of which a primary or unique key has these values. SET is written in the order
   * of the table's columns.
   *
   * @example `stmt.onDuplicateKeyUpdate({ name: stmt.inserted.name })` gives `… ON DUPLICATE KEY UPDATE name = VALUES(name)`
   * @throws ArgumentError for nothing to set, and for what is no column of the table
   * @throws InvalidRequestError for a second clause
   * @since 0.1.0
   */
  onDuplicateKeyUpdate<const V extends DuplicateSet<D>>(
    set: RowOrFunction<V, D, Columns<D, "inserted">>,
    ...more: readonly never[]
  ): MysqlInsert<D, Tb, Res, G, B | BindsGiven<V>> {
    if (more.length > 0)
      throw new ArgumentError("Only a single object or Map is accepted: put all columns into one, or take onDuplicateKeyUpdateOrdered().");
    return this.#onDuplicateKey(set instanceof Function ? set(this.inserted) : set, false);
  }

  /**
   * The same as pairs, written in this order: both databases evaluate SET from left to right.
   *
   * @example `stmt.onDuplicateKeyUpdateOrdered(["rating", 3], ["name", "b"])`
   * @throws ArgumentError for no pairs, and for what is no column of the table
   * @throws InvalidRequestError for a second clause
   * @since 0.1.0
   */
  onDuplicateKeyUpdateOrdered<const E extends readonly AnyPair<D, Tb>[]>(
    ...pairs: E & FittingPairs<E, D>
  ): MysqlInsert<D, Tb, Res, G, B | BindsIn<E[number][1]>> {
    return this.#onDuplicateKey(mapOfPairs(pairs, "onDuplicateKeyUpdateOrdered"), true);
  }

  #onDuplicateKey<R>(given: unknown, ordered: boolean): R {
    const { afterValues, table } = this.node;
    if (afterValues instanceof OnDuplicateKeyNode)
      throw new InvalidRequestError("This Insert construct already has an ON DUPLICATE KEY clause present");
    return this.nextClauses({ afterValues: onDuplicateKey(table, given, ordered) });
  }
}

/**
 * `INSERT INTO table`, with the clause of MySQL and MariaDB besides.
 * @example `insert(users).values({ id: 1, name: "a" }).onDuplicateKeyUpdate({ name: "a" })`
 * @throws ArgumentError for what is no table
 * @since 0.1.0
 */
export function insert<D extends Defs, N extends string>(into: DmlTarget<D, N>): MysqlInsert<D, N, Inserted<D>, never, never> {
  return new MysqlInsert(insertNode(into));
}
