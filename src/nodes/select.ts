import type { ForUpdateNode } from "./clauses.js";
import { declareFields, type ExpressionNode, type Fields, type FromNode, Node } from "./node.js";
import { emptyStatement, type RowSource, rareClausesOf, type StatementData, StatementNode, statementRoles } from "./statement.js";

/** How columns of equal names are told apart. */
export type LabelStyle = "disambiguate" | "tableName" | "none";

const limitFields = declareFields<LimitNode>({ limit: "node", offset: "node", fetch: "node", percent: "fact", withTies: "fact" });
/** LIMIT, OFFSET and FETCH. */
export class LimitNode extends Node {
  readonly kind = "limit";
  readonly fields: Fields = limitFields;
  constructor(
    readonly limit: ExpressionNode | null,
    readonly offset: ExpressionNode | null,
    readonly fetch: ExpressionNode | null = null,
    readonly percent: boolean = false,
    readonly withTies: boolean = false,
  ) {
    super();
  }
}

export interface SelectData extends StatementData, RowSource {
  readonly froms: readonly FromNode[];
  readonly where: readonly ExpressionNode[];
  readonly groupBy: readonly ExpressionNode[];
  readonly having: readonly ExpressionNode[];
  readonly orderBy: readonly ExpressionNode[];
  readonly distinct: boolean;
  readonly distinctOn: readonly ExpressionNode[];
  readonly limit: LimitNode | null;
  readonly forUpdate: ForUpdateNode | null;
  /** The FROM elements that come from the enclosing statement; null leaves it to the compiler. */
  readonly correlate: readonly FromNode[] | null;
  readonly correlateExcept: readonly FromNode[] | null;
  readonly labelStyle: LabelStyle;
}

export const emptySelect: SelectData = {
  ...emptyStatement,
  columns: [],
  recordKeys: null,
  froms: [],
  where: [],
  groupBy: [],
  having: [],
  orderBy: [],
  distinct: false,
  distinctOn: [],
  limit: null,
  forUpdate: null,
  correlate: null,
  correlateExcept: null,
  labelStyle: "disambiguate",
};

const selectFields = declareFields<SelectNode>({
  ...statementRoles,
  columns: "nodes",
  recordKeys: "facts",
  froms: "nodes",
  where: "nodes",
  groupBy: "nodes",
  having: "nodes",
  orderBy: "nodes",
  distinct: "fact",
  distinctOn: "nodes",
  limit: "node",
  forUpdate: "node",
  correlate: "nodes",
  correlateExcept: "nodes",
  labelStyle: "fact",
});
/** `SELECT …`. */
export class SelectNode extends StatementNode implements SelectData {
  readonly kind = "select";
  readonly columns: readonly ExpressionNode[];
  readonly recordKeys: readonly string[] | null;
  readonly froms: readonly FromNode[];
  readonly where: readonly ExpressionNode[];
  readonly groupBy: readonly ExpressionNode[];
  readonly having: readonly ExpressionNode[];
  readonly orderBy: readonly ExpressionNode[];
  readonly distinct: boolean;
  readonly distinctOn: readonly ExpressionNode[];
  readonly limit: LimitNode | null;
  readonly forUpdate: ForUpdateNode | null;
  readonly correlate: readonly FromNode[] | null;
  readonly correlateExcept: readonly FromNode[] | null;
  readonly labelStyle: LabelStyle;
  readonly fields: Fields = selectFields;

  constructor(data: SelectData) {
    super(data instanceof SelectNode ? data.rare : rareClausesOf(data), data.executionOptions);
    this.columns = data.columns;
    this.recordKeys = data.recordKeys;
    this.froms = data.froms;
    this.where = data.where;
    this.groupBy = data.groupBy;
    this.having = data.having;
    this.orderBy = data.orderBy;
    this.distinct = data.distinct;
    this.distinctOn = data.distinctOn;
    this.limit = data.limit;
    this.forUpdate = data.forUpdate;
    this.correlate = data.correlate;
    this.correlateExcept = data.correlateExcept;
    this.labelStyle = data.labelStyle;
  }
}

/** How two SELECTs are put together. */
export type SetOperator = "UNION" | "UNION ALL" | "EXCEPT" | "EXCEPT ALL" | "INTERSECT" | "INTERSECT ALL";

/** A statement whose rows can stand in FROM, in IN, or as a value. */
export type QueryNode = SelectNode | CompoundNode | TextSelectNode;

export interface CompoundData extends StatementData {
  readonly operator: SetOperator;
  readonly selects: readonly QueryNode[];
  readonly orderBy: readonly ExpressionNode[];
  readonly groupBy: readonly ExpressionNode[];
  readonly limit: LimitNode | null;
}

const compoundFields = declareFields<CompoundNode>({
  ...statementRoles,
  operator: "fact",
  selects: "nodes",
  orderBy: "nodes",
  groupBy: "nodes",
  limit: "node",
});
/** `SELECT … UNION SELECT …`. */
export class CompoundNode extends StatementNode implements CompoundData {
  readonly kind = "compound";
  readonly operator: SetOperator;
  readonly selects: readonly QueryNode[];
  readonly orderBy: readonly ExpressionNode[];
  readonly groupBy: readonly ExpressionNode[];
  readonly limit: LimitNode | null;
  readonly fields: Fields = compoundFields;

  constructor(data: CompoundData) {
    super(data instanceof CompoundNode ? data.rare : rareClausesOf(data), data.executionOptions);
    this.operator = data.operator;
    this.selects = data.selects;
    this.orderBy = data.orderBy;
    this.groupBy = data.groupBy;
    this.limit = data.limit;
  }
}

export interface TextSelectData extends StatementData {
  readonly text: ExpressionNode;
  readonly columns: readonly ExpressionNode[];
}

const textSelectFields = declareFields<TextSelectNode>({ ...statementRoles, text: "node", columns: "nodes" });
/** Text whose columns the user has named: `sql.text("SELECT …").columns(…)`; without columns, any statement in text. */
export class TextSelectNode extends StatementNode {
  readonly kind = "textSelect";
  readonly fields: Fields = textSelectFields;
  readonly text: ExpressionNode;
  readonly columns: readonly ExpressionNode[];
  constructor(data: TextSelectData) {
    super(data instanceof TextSelectNode ? data.rare : rareClausesOf(data), data.executionOptions);
    this.text = data.text;
    this.columns = data.columns;
  }
}
