import type { SqlType } from "../sqltypes/base.js";
import { type DmlData, DmlNode, dmlRoles, type ValueKey } from "./dml.js";
import { declareFields, ExpressionNode, type Fields, type FromNode, Node } from "./node.js";
import { rareClausesOf } from "./statement.js";

/** Which rows a clause is about: a pair of the source's and the target's, or one without a partner, of the source or of the target. */
export type MergeMatch = "matched" | "notMatched" | "notMatchedBySource";

const updateFields = declareFields<MergeUpdate>({ keys: "mixed", cells: "cells" });
/** `UPDATE SET …`. */
export class MergeUpdate extends Node {
  readonly kind = "mergeUpdate";
  readonly fields: Fields = updateFields;
  constructor(
    readonly keys: readonly ValueKey[],
    readonly cells: readonly unknown[],
  ) {
    super();
  }
}

const insertFields = declareFields<MergeInsert>({ names: "facts", cells: "cells" });
/** `INSERT (…) VALUES (…)`. */
export class MergeInsert extends Node {
  readonly kind = "mergeInsert";
  readonly fields: Fields = insertFields;
  constructor(
    readonly names: readonly string[],
    readonly cells: readonly unknown[],
  ) {
    super();
  }
}

const deleteFields = declareFields<MergeDelete>({});
/** `DELETE`. */
export class MergeDelete extends Node {
  readonly kind = "mergeDelete";
  readonly fields: Fields = deleteFields;
}

const nothingFields = declareFields<MergeNothing>({});
/** `DO NOTHING`. */
export class MergeNothing extends Node {
  readonly kind = "mergeNothing";
  readonly fields: Fields = nothingFields;
}

/** What a clause does with its rows. */
export type MergeActionNode = MergeUpdate | MergeInsert | MergeDelete | MergeNothing;

const clauseFields = declareFields<MergeClause>({ match: "fact", and: "nodes", action: "node" });
/** `WHEN MATCHED AND … THEN …`. The first clause that a row fits is the only one for it. */
export class MergeClause extends Node {
  readonly kind = "mergeClause";
  readonly fields: Fields = clauseFields;
  constructor(
    readonly match: MergeMatch,
    readonly and: readonly ExpressionNode[],
    readonly action: MergeActionNode,
  ) {
    super();
  }
}

export interface MergeData extends DmlData {
  readonly source: FromNode;
  readonly on: ExpressionNode;
  readonly clauses: readonly MergeClause[];
}

const mergeFields = declareFields<MergeNode>({ ...dmlRoles, source: "node", on: "node", clauses: "nodes" });
/** `MERGE INTO … USING … ON … WHEN …`. */
export class MergeNode extends DmlNode implements MergeData {
  readonly kind = "merge";
  readonly source: FromNode;
  readonly on: ExpressionNode;
  readonly clauses: readonly MergeClause[];
  readonly fields: Fields = mergeFields;

  constructor(data: MergeData) {
    super(data instanceof MergeNode ? data.rare : rareClausesOf(data), data.executionOptions, data.table, data.columns);
    this.source = data.source;
    this.on = data.on;
    this.clauses = data.clauses;
  }
}

const doneFields = declareFields<MergeDone>({ type: "type" });
/** What was done with a row: `merge_action()`, `$action`. */
export class MergeDone extends ExpressionNode {
  readonly kind = "mergeDone";
  readonly fields: Fields = doneFields;
  constructor(readonly type: SqlType<unknown>) {
    super();
  }
}
