import type { AnyPair, BindsGiven, FittingPairs, KnownColumns } from "../../dml/given.js";
import { Insert, insertNode } from "../../dml/insert.js";
import type { Inserted } from "../../dml/kinds.js";
import { InvalidRequestError } from "../../errors/index.js";
import type { AnyExpr, BindsIn } from "../../expression/index.js";
import type { Columns, Defs, DmlTarget, Settable } from "../../schema/index.js";
import { columnsOf } from "../../selectable/column.js";
import { insertedRow, OnDuplicateKeyNode, onDuplicateKey } from "./on-duplicate-key.js";

declare module "../../dml/kinds.js" {
  interface InsertKinds<D extends Defs, Tb extends string, Res, G, B> {
    mysql: MysqlInsert<D, Tb, Res, G, B>;
  }
}

/** What to set where the key is there already: an object by column key, or a Map by column. */
export type DuplicateSet<D extends Defs> = Settable<D> | ReadonlyMap<AnyExpr, unknown>;

/** An INSERT with the clause of MySQL and MariaDB. Immutable. */
export class MysqlInsert<D extends Defs, Tb extends string, out Res, G, out B> extends Insert<D, Tb, Res, G, B, "mysql"> {
  /** The columns of the row that was to be inserted: `VALUES(name)`, or `new.name` from MySQL 8.0.20 on. */
  get inserted(): Columns<D, "inserted"> {
    // the marked place: that the table has the columns of D is what the Insert's type says
    return columnsOf(insertedRow(this.node.table)) as Columns<D, "inserted">;
  }

  /**
   * Updates the row that is there already, of which a primary or unique key has these values. SET is written in the order
   * of the table's columns; both databases evaluate it from left to right, and a list of pairs is kept in its own order.
   *
   * @example `stmt.onDuplicateKeyUpdate({ name: stmt.inserted.name })` gives `… ON DUPLICATE KEY UPDATE name = VALUES(name)`
   * @throws ArgumentError for nothing to set, and for what is no column of the table
   * @throws InvalidRequestError for a second clause
   * @since 0.2.0
   */
  onDuplicateKeyUpdate<const V extends DuplicateSet<D>>(
    set: (V & KnownColumns<V, D>) | ((inserted: Columns<D, "inserted">) => V & KnownColumns<V, D>),
  ): MysqlInsert<D, Tb, Res, G, B | BindsGiven<V>>;
  onDuplicateKeyUpdate<const E extends readonly AnyPair<D, Tb>[]>(
    pairs: E & FittingPairs<E, D>,
  ): MysqlInsert<D, Tb, Res, G, B | BindsIn<E[number][1]>>;
  onDuplicateKeyUpdate(given: unknown): unknown {
    if (this.node.afterValues instanceof OnDuplicateKeyNode)
      throw new InvalidRequestError("This Insert construct already has an ON DUPLICATE KEY clause present");
    const set: unknown = typeof given === "function" ? given(this.inserted) : given;
    return this.next({ afterValues: onDuplicateKey(this.node.table, set) });
  }
}

/**
 * `INSERT INTO table`, with the clause of MySQL and MariaDB besides.
 * @example `insert(users).values({ id: 1, name: "a" }).onDuplicateKeyUpdate({ name: "a" })`
 * @throws ArgumentError for what is no table
 * @since 0.2.0
 */
export function insert<D extends Defs, N extends string>(into: DmlTarget<D, N>): MysqlInsert<D, N, Inserted<D>, never, never> {
  return new MysqlInsert(insertNode(into));
}
