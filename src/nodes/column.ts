import type { SqlType } from "../sqltypes/base.js";
import { BindForm } from "./bind-form.js";
import type { GivenName } from "./converted-name.js";
import { declareFields, ExpressionNode, type Fields, type FromNode } from "./node.js";
import type { Sequence } from "./sequence.js";

/** What a context-aware default may look at: the other parameters of its row. */
export interface DefaultContext {
  /** The parameters of the row being written, by column key; defaults that ran before are among them. */
  readonly currentParameters: Readonly<Record<string, unknown>>;
}

/** A default that the client supplies, or a SQL expression that the statement carries. */
export type ColumnDefault =
  | { readonly kind: "scalar"; readonly value: unknown }
  | { readonly kind: "callable"; readonly make: (context: DefaultContext) => unknown }
  | { readonly kind: "sql"; readonly expression: ExpressionNode }
  | { readonly kind: "sequence"; readonly sequence: Sequence }
  | { readonly kind: "sentinel" };

/** A default that the server supplies; `expression` is null where the schema does not say which. */
export interface ServerDefault {
  readonly expression: string | ExpressionNode | null;
}

/** What `identity()` was given. */
export interface IdentityOptions {
  readonly always?: boolean;
  readonly start?: number;
  readonly increment?: number;
}

/** A column's reference to another: by name, or by a function that is called when the target is first needed. */
export interface ForeignKeyFacts {
  readonly target: string | (() => unknown);
  readonly onDelete: string | null;
  readonly onUpdate: string | null;
  readonly name: GivenName | null;
}

/** Everything that the schema says of a column, besides its name and type. */
export interface ColumnFacts {
  readonly primaryKey: boolean;
  readonly nullable: boolean;
  readonly autoincrement: boolean | "auto";
  readonly default: ColumnDefault | null;
  readonly onUpdate: ColumnDefault | null;
  readonly serverDefault: ServerDefault | null;
  readonly serverOnUpdate: ServerDefault | null;
  readonly identity: IdentityOptions | null;
  readonly computed: { readonly expression: string | ExpressionNode; readonly persisted: boolean | null } | null;
  readonly foreignKeys: readonly ForeignKeyFacts[];
  readonly unique: boolean;
  readonly index: boolean;
  readonly comment: string | null;
  readonly insertSentinel: boolean;
  /** Left out where a whole table is selected. */
  readonly hidden: boolean;
  /** Whether the name is always or never quoted; null leaves it to the dialect. */
  readonly quote: boolean | null;
}

/** The facts of a column that has none: of an alias, a subquery, a lightweight table. */
export const noFacts: ColumnFacts = {
  primaryKey: false,
  nullable: true,
  autoincrement: "auto",
  default: null,
  onUpdate: null,
  serverDefault: null,
  serverOnUpdate: null,
  identity: null,
  computed: null,
  foreignKeys: [],
  unique: false,
  index: false,
  comment: null,
  insertSentinel: false,
  hidden: false,
  quote: null,
};

const columnFields = declareFields<ColumnNode>({
  table: "owner",
  name: "fact",
  key: "fact",
  type: "type",
  facts: "aside",
  source: "aside",
  anonymous: "fact",
  bindForm: "aside",
});
/** A column of a table, an alias, a subquery or a CTE. A table's own stands for itself, as the table does; the others are what they are of. */
export class ColumnNode extends ExpressionNode {
  readonly kind = "column";
  readonly fields: Fields | null;
  override identity = 0;
  #bindForm: BindForm | null = null;

  constructor(
    /** Whose column it is; null for a free-standing one. */
    readonly table: FromNode | null,
    /** The name in SQL. */
    readonly name: string,
    /** The name in TypeScript: in values, parameters and rows. */
    readonly key: string,
    readonly type: SqlType<unknown>,
    readonly facts: ColumnFacts = noFacts,
    /** The column or expression of the selectable below that this one shows; null for a table's own. */
    readonly source: ExpressionNode | null = null,
    /** The name is only a base: the compiler numbers it, here and where `source` is labelled, alike. */
    readonly anonymous: boolean = false,
  ) {
    super();
    this.fields = table !== null && table.fields === null ? null : columnFields;
  }

  /** The form of a value that stands beside the column, and is one of its type: always the same. */
  get bindForm(): BindForm {
    return (this.#bindForm ??= new BindForm(null, this.key, this.type, undefined, this.fields === null));
  }
}

/** The column at the bottom: a table's own, where this is a column of an alias of it. */
export function baseColumn(column: ColumnNode): ColumnNode {
  let at = column;
  while (at.source instanceof ColumnNode) at = at.source;
  return at;
}
