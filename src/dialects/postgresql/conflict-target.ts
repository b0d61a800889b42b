import { ArgumentError } from "../../errors/index.js";
import { described } from "../../expression/coerce.js";
import { type AnyExpr, ColumnElement, type Criterion } from "../../expression/index.js";
import type { ExpressionNode } from "../../nodes/node.js";
import type { Defs, SchemaItem, Written } from "../../schema/index.js";
import type { ConflictTarget } from "../on-conflict.js";

/** A unique constraint: its name, or what `unique()`, `primaryKey()` and `index()` give. */
export type ConflictConstraint = string | SchemaItem;

/** The conflict with one constraint. */
interface WithConstraint {
  readonly constraint: ConflictConstraint;
  readonly indexElements?: undefined;
  readonly indexWhere?: undefined;
}

/** The conflict with one index. */
interface WithIndex<D extends Defs> {
  readonly constraint?: undefined;
  readonly indexElements: readonly (Written<D> | AnyExpr)[];
  /** The WHERE of a partial index. */
  readonly indexWhere?: Criterion;
}

/** The conflict that DO UPDATE is about: with one index or constraint. */
export type OneConflict<D extends Defs> = WithConstraint | WithIndex<D>;

/** The conflict that DO NOTHING is about: without either, any. */
export type AnyConflict<D extends Defs> = WithConstraint | (ConflictTarget<D> & { readonly constraint?: undefined });

/** The target as the clause has it: a constraint by its name, or an index by its elements. */
interface ResolvedTarget {
  readonly constraint: string | null;
  readonly indexElements: readonly unknown[];
  readonly indexWhere: unknown;
}

const expressions = (nodes: readonly ExpressionNode[]): readonly AnyExpr[] => nodes.map((node) => new ColumnElement(node));

/** A constraint whose name is not known yet, and an index, which ON CONSTRAINT does not know, are found by what they are of. */
function ofConstraint(given: ConflictConstraint): ResolvedTarget {
  if (typeof given === "string") return { constraint: given, indexElements: [], indexWhere: undefined };
  switch (given.item) {
    case "unique":
    case "primaryKey":
      return typeof given.name === "string"
        ? { constraint: given.name, indexElements: [], indexWhere: undefined }
        : { constraint: null, indexElements: expressions(given.columns), indexWhere: undefined };
    case "index":
      return {
        constraint: null,
        indexElements: expressions(given.expressions),
        indexWhere: given.where === null ? undefined : new ColumnElement(given.where),
      };
    default:
      throw new ArgumentError(
        `constraint: a name, or what unique(), primaryKey() or index() gives, was expected; got ${given.item ?? described(given)}.`,
      );
  }
}

/**
 * Index or constraint, as the clause has it.
 * @param need whether there must be one
 * @throws ArgumentError for both, and for neither where one is needed
 */
export function resolvedTarget<D extends Defs>(target: AnyConflict<D>, need?: "required"): ResolvedTarget {
  const { constraint, indexElements, indexWhere } = target;
  if (constraint !== undefined) {
    if (indexElements !== undefined) throw new ArgumentError("'constraint' and 'indexElements' are mutually exclusive");
    return ofConstraint(constraint);
  }
  if (need === "required" && indexElements === undefined)
    throw new ArgumentError("Either constraint or indexElements, but not both, must be specified unless DO NOTHING");
  return { constraint: null, indexElements: indexElements ?? [], indexWhere };
}
