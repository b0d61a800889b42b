import type { ParamsOf, Subselect } from "../expression/index.js";
import type { ClauseCall } from "../nodes/clause-call.js";
import { SubqueryNode } from "../nodes/froms.js";
import { shownColumns } from "../nodes/labels.js";
import type { TextSelectNode } from "../nodes/select.js";
import type { TypeLike } from "../sqltypes/index.js";
import { type Cte, type CteSettings, cteOf } from "./cte.js";
import { SubColumns } from "./from.js";
import { type Rows, type Statement, StatementBase } from "./statement.js";

/** The columns of a text, in its order: their keys and types; one that may be null is `nullable()`. */
export type TextColumns = Readonly<Record<string, TypeLike<unknown>>>;
export type TextRow<D extends TextColumns> = { -readonly [K in keyof D]: D[K]["$t"] };
type IsOne<K, All = K> = K extends unknown ? ([All] extends [K] ? true : false) : never;
export type TextTuple<D extends TextColumns> = IsOne<keyof D> extends true ? readonly [D[keyof D]["$t"]] : readonly unknown[];

/** A query in text whose columns are known: R its row, T the same as a tuple, B the named binds. */
export class TextSelect<out R, out T, out B>
  extends StatementBase<TextSelectNode>
  implements Statement<Rows<R, T>, ParamsOf<B>>, Subselect<T, B>
{
  declare readonly $result: Rows<R, T>;
  declare readonly $params: (params: ParamsOf<B>) => void;
  declare readonly $tuple: T;
  declare readonly $binds: B;

  constructor(readonly built: TextSelectNode | ClauseCall<TextSelectNode>) {
    super();
  }

  /** As a FROM element. @since 0.1.0 */
  subquery<S extends string = "anon_1">(name?: S): SubColumns<R, S, B> {
    return new SubColumns(new SubqueryNode(this.node, name ?? null, shownColumns(this.node.columns)));
  }

  /** As a CTE. @since 0.1.0 */
  cte<S extends string = "anon_1">(name?: S, options?: CteSettings): Cte<R, S, B> {
    return cteOf(this.node, shownColumns(this.node.columns), name, options);
  }
}
