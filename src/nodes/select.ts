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

export interface SelectData extends StatementData {
  readonly columns: readonly ExpressionNode[];
  readonly froms: readonly FromNode[];
  readonly where: readonly ExpressionNode[];
  readonly orderBy: readonly ExpressionNode[];
  readonly limit: LimitNode | null;
}

export const emptySelect: SelectData = { ...emptyStatement, columns: [], froms: [], where: [], orderBy: [], limit: null };

const selectFields = declareFields<SelectNode>({
  ...statementRoles,
  columns: "nodes",
  froms: "nodes",
  where: "nodes",
  orderBy: "nodes",
  limit: "node",
  recordKeys: "aside",
  groupBy: "aside",
  having: "aside",
  distinct: "aside",
  distinctOn: "aside",
  forUpdate: "aside",
  correlate: "aside",
  correlateExcept: "aside",
  labelStyle: "aside",
});
/** `SELECT …`. */
export class SelectNode extends StatementNode implements SelectData, RowSource {
  readonly kind = "select";
  readonly columns: readonly ExpressionNode[];
  readonly froms: readonly FromNode[];
  readonly where: readonly ExpressionNode[];
  readonly orderBy: readonly ExpressionNode[];
  readonly limit: LimitNode | null;
  readonly fields: Fields = selectFields;

  constructor(data: SelectData) {
    super(data instanceof SelectNode ? data.rare : rareClausesOf(data), data.executionOptions);
    this.columns = data.columns;
    this.froms = data.froms;
    this.where = data.where;
    this.orderBy = data.orderBy;
    this.limit = data.limit;
  }

  get recordKeys(): readonly string[] | null {
    return this.rareClauses.recordKeys;
  }
  get groupBy(): readonly ExpressionNode[] {
    return this.rareClauses.groupBy;
  }
  get having(): readonly ExpressionNode[] {
    return this.rareClauses.having;
  }
  get distinct(): boolean {
    return this.rareClauses.distinct;
  }
  get distinctOn(): readonly ExpressionNode[] {
    return this.rareClauses.distinctOn;
  }
  get forUpdate(): ForUpdateNode | null {
    return this.rareClauses.forUpdate;
  }
  get correlate(): readonly FromNode[] | null {
    return this.rareClauses.correlate;
  }
  get correlateExcept(): readonly FromNode[] | null {
    return this.rareClauses.correlateExcept;
  }
  get labelStyle(): LabelStyle {
    return this.rareClauses.labelStyle;
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
  readonly limit: LimitNode | null;
}

const compoundFields = declareFields<CompoundNode>({
  ...statementRoles,
  operator: "fact",
  selects: "nodes",
  orderBy: "nodes",
  groupBy: "aside",
  limit: "node",
});
/** `SELECT … UNION SELECT …`. */
export class CompoundNode extends StatementNode implements CompoundData {
  readonly kind = "compound";
  readonly operator: SetOperator;
  readonly selects: readonly QueryNode[];
  readonly orderBy: readonly ExpressionNode[];
  readonly limit: LimitNode | null;
  readonly fields: Fields = compoundFields;

  constructor(data: CompoundData) {
    super(data instanceof CompoundNode ? data.rare : rareClausesOf(data), data.executionOptions);
    this.operator = data.operator;
    this.selects = data.selects;
    this.orderBy = data.orderBy;
    this.limit = data.limit;
  }

  get groupBy(): readonly ExpressionNode[] {
    return this.rareClauses.groupBy;
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
