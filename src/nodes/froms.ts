import type { SqlType } from "../sqltypes/base.js";
import type { PrefixNode } from "./clauses.js";
import { type ColumnFacts, ColumnNode, noFacts } from "./column.js";
import { declareFields, type ExpressionNode, type Fields, FromNode, type Node } from "./node.js";

/** What a table's column is made of. */
export interface ColumnSpec {
  readonly key: string;
  readonly name: string;
  readonly type: SqlType<unknown>;
  readonly facts: ColumnFacts;
}

/** A foreign key: columns and, in the same order, those that they refer to. */
export interface ReferencePairs {
  readonly columns: readonly ColumnNode[];
  readonly targets: readonly ColumnNode[];
}

/** Columns that are unique together. */
export interface UniqueColumns {
  readonly columns: readonly ColumnNode[];
  /** No two rows are equal in them: they are all there is to it, without a condition or an expression. */
  readonly identifies: boolean;
}

/** A table. It stands for itself. */
export class TableNode extends FromNode {
  readonly kind = "table";
  override identity = 0;
  readonly columns: readonly ColumnNode[];
  readonly byKey: ReadonlyMap<string, ColumnNode>;
  /** The columns of the primary key, in order. */
  readonly primaryKey: readonly ColumnNode[];
  /** The column whose value the database counts up; null if there is none. */
  readonly autoincrement: ColumnNode | null;
  /** The foreign keys with the columns that they refer to, as far as those are found: the schema says which, when it is asked first. */
  foreignKeys: () => readonly ReferencePairs[] = () => [];
  /** What is unique besides the primary key, as far as the schema says so. */
  uniques: () => readonly UniqueColumns[] = () => [];
  readonly fields = null;

  constructor(
    readonly name: string,
    readonly schema: string | null,
    specs: readonly ColumnSpec[],
    findAutoincrement: (columns: readonly ColumnNode[]) => ColumnNode | null,
    /** Whether the name is always or never quoted; null leaves it to the dialect. */
    readonly quote: boolean | null = null,
  ) {
    super();
    this.columns = specs.map((spec) => new ColumnNode(this, spec.name, spec.key, spec.type, spec.facts));
    this.byKey = new Map(this.columns.map((column) => [column.key, column]));
    this.primaryKey = this.columns.filter((column) => column.facts.primaryKey);
    this.autoincrement = findAutoincrement(this.columns);
  }
}

/** The columns by which a selectable shows those of another one. */
export function proxyColumns(owner: FromNode, shown: readonly ShownColumn[]): readonly ColumnNode[] {
  return shown.map(
    (column) =>
      new ColumnNode(
        owner,
        column.name,
        column.key,
        column.type,
        column.source instanceof ColumnNode ? column.source.facts : noFacts,
        column.source,
        column.anonymous,
      ),
  );
}

/** The columns of a FROM element as another one shows them. */
export function shownBy(element: FromNode): ShownColumn[] {
  return element.columns.map((column) => ({
    name: column.name,
    key: column.key,
    type: column.type,
    source: column,
    anonymous: column.anonymous,
  }));
}

const aliasFields = declareFields<AliasNode>({ element: "node", name: "fact", columns: "aside", lateral: "fact" });
/** `element AS name`; an anonymous one is numbered when the text is written. */
export class AliasNode extends FromNode {
  readonly kind = "alias";
  readonly columns: readonly ColumnNode[];
  readonly fields: Fields = aliasFields;
  constructor(
    readonly element: FromNode,
    readonly name: string | null,
    readonly lateral: boolean = false,
  ) {
    super();
    this.columns = proxyColumns(this, shownBy(element));
  }
}

/** A column that a SELECT or a RETURNING shows to the outside. */
export interface ShownColumn {
  readonly name: string;
  readonly key: string;
  readonly type: SqlType<unknown>;
  readonly source: ExpressionNode | null;
  /** The name is a base that the compiler numbers. */
  readonly anonymous: boolean;
}

const subqueryFields = declareFields<SubqueryNode>({ select: "node", name: "fact", columns: "aside", lateral: "fact" });
/** `(SELECT …) AS name`. */
export class SubqueryNode extends FromNode {
  readonly kind = "subquery";
  readonly columns: readonly ColumnNode[];
  readonly fields: Fields = subqueryFields;
  constructor(
    readonly select: Node,
    readonly name: string | null,
    shown: readonly ShownColumn[],
    readonly lateral: boolean = false,
  ) {
    super();
    this.columns = proxyColumns(this, shown);
  }
}

/** How a CTE is written. */
export interface CteOptions {
  readonly recursive: boolean;
  readonly nesting: boolean;
  readonly materialized: boolean | null;
}

/** Text before and after the parentheses of a CTE. */
export interface CteAffixes {
  readonly prefixes: readonly PrefixNode[];
  readonly suffixes: readonly PrefixNode[];
}

const cteFields = declareFields<CteNode>({
  statement: "node",
  name: "fact",
  columns: "aside",
  recursive: "fact",
  nesting: "fact",
  materialized: "fact",
  restates: "node",
  prefixes: "nodes",
  suffixes: "nodes",
});
/** `WITH name AS (…)`. */
export class CteNode extends FromNode implements CteAffixes {
  readonly kind = "cte";
  readonly columns: readonly ColumnNode[];
  readonly recursive: boolean;
  readonly nesting: boolean;
  readonly materialized: boolean | null;
  readonly prefixes: readonly PrefixNode[];
  readonly suffixes: readonly PrefixNode[];
  readonly fields: Fields = cteFields;
  constructor(
    readonly statement: Node,
    readonly name: string | null,
    shown: readonly ShownColumn[],
    options: CteOptions,
    /** The same CTE before its recursive half was added. */
    readonly restates: CteNode | null = null,
    affixes: CteAffixes = { prefixes: [], suffixes: [] },
  ) {
    super();
    this.prefixes = affixes.prefixes;
    this.suffixes = affixes.suffixes;
    this.recursive = options.recursive;
    this.nesting = options.nesting;
    this.materialized = options.materialized;
    this.columns = proxyColumns(this, shown);
  }
}

const joinFields = declareFields<JoinNode>({ left: "node", right: "node", on: "node", outer: "fact", full: "fact", columns: "aside" });
/** `left JOIN right ON on`. */
export class JoinNode extends FromNode {
  readonly kind = "join";
  get columns(): readonly ColumnNode[] {
    return [...this.left.columns, ...this.right.columns];
  }
  readonly fields: Fields = joinFields;
  constructor(
    readonly left: FromNode,
    readonly right: FromNode,
    readonly on: ExpressionNode,
    readonly outer: boolean,
    readonly full: boolean,
  ) {
    super();
  }
}

const valuesFields = declareFields<ValuesNode>({
  columns: "aside",
  names: "facts",
  types: "types",
  name: "fact",
  rows: "rows",
  literalBinds: "literals",
  lateral: "fact",
});
/** `(VALUES (…), (…)) AS name (columns)`; without a name `(VALUES …)`, and its columns stand without a table. */
export class ValuesNode extends FromNode {
  readonly kind = "values";
  readonly columns: readonly ColumnNode[];
  readonly names: readonly string[];
  readonly types: readonly SqlType<unknown>[];
  readonly fields: Fields = valuesFields;
  constructor(
    shown: readonly ShownColumn[],
    readonly name: string | null,
    readonly rows: readonly (readonly unknown[])[],
    readonly literalBinds: boolean = false,
    readonly lateral: boolean = false,
  ) {
    super();
    this.columns = proxyColumns(this, shown);
    this.names = shown.map((column) => column.name);
    this.types = shown.map((column) => column.type);
  }
}

const fromFragmentFields = declareFields<FromFragment>({ fragment: "node", columns: "aside" });
/** Text that stands in FROM. */
export class FromFragment extends FromNode {
  readonly kind = "fromFragment";
  get columns(): readonly ColumnNode[] {
    return [];
  }
  readonly fields: Fields = fromFragmentFields;
  constructor(readonly fragment: ExpressionNode) {
    super();
  }
}
