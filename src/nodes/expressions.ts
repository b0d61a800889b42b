import type { SqlType } from "../sqltypes/base.js";
import type { BindFacts, BindForm } from "./bind-form.js";
import { declareFields, ExpressionNode, type Fields, type Node, type Operator } from "./node.js";
import type { Sequence } from "./sequence.js";
import type { FrameNode } from "./windows.js";

/** The value of a bind parameter that has none yet. */
export const noValue: unique symbol = Symbol("no value");

const bindFields = declareFields<Bind>({
  form: "form",
  value: "value",
  name: "aside",
  base: "aside",
  type: "aside",
  required: "aside",
  expanding: "aside",
  literalExecute: "aside",
  callable: "aside",
});
/** A bind parameter: with an explicit name, or an anonymous one that is numbered after `base` when the text is written. */
export class Bind extends ExpressionNode implements BindFacts {
  readonly kind = "bind";
  readonly fields: Fields = bindFields;
  constructor(
    readonly form: BindForm,
    readonly value: unknown,
  ) {
    super();
  }

  get name(): string | null {
    return this.form.name;
  }
  get base(): string {
    return this.form.base;
  }
  get type(): SqlType<unknown> {
    return this.form.type;
  }
  get required(): boolean {
    return this.form.required;
  }
  get expanding(): boolean {
    return this.form.expanding;
  }
  get literalExecute(): boolean {
    return this.form.literalExecute;
  }
  get callable(): boolean {
    return this.form.callable;
  }
}

const binaryFields = declareFields<Binary>({
  left: "node",
  operator: "operator",
  right: "node",
  type: "type",
  modifier: "fact",
  negatable: "fact",
});
/** `left operator right`. */
export class Binary extends ExpressionNode {
  readonly kind = "binary";
  readonly fields: Fields = binaryFields;
  constructor(
    readonly left: ExpressionNode,
    readonly operator: Operator,
    readonly right: ExpressionNode,
    readonly type: SqlType<unknown>,
    /** LIKE's ESCAPE character, the flags of a regular expression, or the configuration of a text search. */
    readonly modifier: string | null = null,
    readonly negatable: boolean = true,
  ) {
    super();
  }
}

const unaryFields = declareFields<Unary>({ operator: "operator", operand: "node", type: "type", after: "fact" });
/** An operator before its operand (NOT, -, DISTINCT, EXISTS) or after it (DESC, NULLS LAST). */
export class Unary extends ExpressionNode {
  readonly kind = "unary";
  readonly fields: Fields = unaryFields;
  constructor(
    readonly operator: Operator,
    readonly operand: ExpressionNode,
    readonly type: SqlType<unknown>,
    readonly after: boolean = false,
  ) {
    super();
  }
}

const clauseListFields = declareFields<ClauseList>({ operator: "operator", clauses: "nodes", type: "type" });
/** Clauses joined by AND, OR or a comma. */
export class ClauseList extends ExpressionNode {
  readonly kind = "clauseList";
  readonly fields: Fields = clauseListFields;
  constructor(
    readonly operator: Operator,
    readonly clauses: readonly ExpressionNode[],
    readonly type: SqlType<unknown>,
  ) {
    super();
  }
}

const groupingFields = declareFields<Grouping>({ element: "node", type: "type" });
/** Parentheses. */
export class Grouping extends ExpressionNode {
  readonly kind = "grouping";
  readonly fields: Fields = groupingFields;
  constructor(
    readonly element: Node,
    readonly type: SqlType<unknown>,
  ) {
    super();
  }
}

const labelFields = declareFields<Label>({ name: "fact", element: "node", type: "type" });
/** `element AS name`. */
export class Label extends ExpressionNode {
  readonly kind = "label";
  readonly fields: Fields = labelFields;
  constructor(
    readonly name: string,
    readonly element: ExpressionNode,
    readonly type: SqlType<unknown>,
  ) {
    super();
  }
}

const constantFields = declareFields<Constant>({ constant: "fact", type: "type" });
/** NULL, true or false as SQL, not as a bind parameter. */
export class Constant extends ExpressionNode {
  readonly kind = "constant";
  readonly fields: Fields = constantFields;
  constructor(
    readonly constant: "null" | "true" | "false" | "default",
    readonly type: SqlType<unknown>,
  ) {
    super();
  }
}

const functionFields = declareFields<FunctionCall>({
  name: "fact",
  path: "facts",
  args: "nodes",
  type: "type",
  distinct: "fact",
  orderBy: "nodes",
});
/** A call of a SQL function. */
export class FunctionCall extends ExpressionNode {
  readonly kind = "function";
  readonly fields: Fields = functionFields;
  constructor(
    readonly name: string,
    readonly args: readonly ExpressionNode[],
    readonly type: SqlType<unknown>,
    /** The schema or package before the name. */
    readonly path: readonly string[] = [],
    readonly distinct: boolean = false,
    /** An ORDER BY inside the parentheses. */
    readonly orderBy: readonly ExpressionNode[] = [],
  ) {
    super();
  }
}

const filterFields = declareFields<Filtered>({ call: "node", criterion: "node", type: "type" });
/** `f(x) FILTER (WHERE criterion)`. */
export class Filtered extends ExpressionNode {
  readonly kind = "filtered";
  readonly fields: Fields = filterFields;
  constructor(
    readonly call: ExpressionNode,
    readonly criterion: ExpressionNode,
    readonly type: SqlType<unknown>,
  ) {
    super();
  }
}

const overFields = declareFields<Over>({ call: "node", partitionBy: "nodes", orderBy: "nodes", frame: "node", type: "type" });
/** `f(x) OVER (PARTITION BY … ORDER BY …)`. */
export class Over extends ExpressionNode {
  readonly kind = "over";
  readonly fields: Fields = overFields;
  constructor(
    readonly call: ExpressionNode,
    readonly partitionBy: readonly ExpressionNode[],
    readonly orderBy: readonly ExpressionNode[],
    readonly frame: FrameNode | null,
    readonly type: SqlType<unknown>,
  ) {
    super();
  }
}

const caseFields = declareFields<CaseNode>({ whens: "pairs", otherwise: "node", type: "type", subject: "node" });
/** `CASE WHEN … THEN … ELSE … END`; with a subject, `CASE subject WHEN value …`. */
export class CaseNode extends ExpressionNode {
  readonly kind = "case";
  readonly fields: Fields = caseFields;
  constructor(
    readonly whens: readonly (readonly [ExpressionNode, ExpressionNode])[],
    readonly otherwise: ExpressionNode | null,
    readonly type: SqlType<unknown>,
    readonly subject: ExpressionNode | null = null,
  ) {
    super();
  }
}

const castFields = declareFields<Cast>({ element: "node", type: "type", trying: "fact" });
/** `CAST(element AS type)`; `TRY_CAST` gives NULL where it can't be done. */
export class Cast extends ExpressionNode {
  readonly kind = "cast";
  readonly fields: Fields = castFields;
  constructor(
    readonly element: ExpressionNode,
    readonly type: SqlType<unknown>,
    readonly trying: boolean = false,
  ) {
    super();
  }
}

const typeCoerceFields = declareFields<TypeCoerce>({ element: "node", type: "type" });
/** Another type for the library; no text of its own. */
export class TypeCoerce extends ExpressionNode {
  readonly kind = "typeCoerce";
  readonly fields: Fields = typeCoerceFields;
  constructor(
    readonly element: ExpressionNode,
    readonly type: SqlType<unknown>,
  ) {
    super();
  }
}

const fragmentFields = declareFields<Fragment>({ parts: "facts", nodes: "nodes", type: "type" });
/** Text with nodes between its parts: the `sql` template, and `sql.text()`. */
export class Fragment extends ExpressionNode {
  readonly kind = "fragment";
  readonly fields: Fields = fragmentFields;
  constructor(
    readonly parts: readonly string[],
    readonly nodes: readonly Node[],
    readonly type: SqlType<unknown>,
  ) {
    super();
  }
}

const literalColumnFields = declareFields<LiteralColumn>({ name: "fact", type: "type" });
/** Text that stands where a column may, and is its own name. */
export class LiteralColumn extends ExpressionNode {
  readonly kind = "literalColumn";
  readonly fields: Fields = literalColumnFields;
  constructor(
    readonly name: string,
    readonly type: SqlType<unknown>,
  ) {
    super();
  }
}

const identifierFields = declareFields<Identifier>({ name: "fact", type: "type" });
/** A name to be quoted where it must be. */
export class Identifier extends ExpressionNode {
  readonly kind = "identifier";
  readonly fields: Fields = identifierFields;
  constructor(
    readonly name: string,
    readonly type: SqlType<unknown>,
  ) {
    super();
  }
}

const tupleFields = declareFields<TupleNode>({ elements: "nodes", type: "type" });
/** `(a, b)`. */
export class TupleNode extends ExpressionNode {
  readonly kind = "tuple";
  readonly fields: Fields = tupleFields;
  constructor(
    readonly elements: readonly ExpressionNode[],
    readonly type: SqlType<unknown>,
  ) {
    super();
  }
}

const scalarFields = declareFields<ScalarSubselect>({ select: "node", type: "type", implicit: "fact" });
/** A SELECT in parentheses that stands where a value may. */
export class ScalarSubselect extends ExpressionNode {
  readonly kind = "scalarSubselect";
  readonly fields: Fields = scalarFields;
  constructor(
    readonly select: Node,
    readonly type: SqlType<unknown>,
    /** Nobody has said that the SELECT is a value. */
    readonly implicit: boolean = false,
  ) {
    super();
  }
}

const nextValueFields = declareFields<NextValue>({ sequence: "aside", name: "fact", schema: "fact", type: "type" });
/** The next value of a sequence. */
export class NextValue extends ExpressionNode {
  readonly kind = "nextValue";
  /** The sequence's name with its schema. */
  readonly name: string;
  readonly schema: string | null;
  readonly fields: Fields = nextValueFields;
  constructor(
    readonly sequence: Sequence,
    readonly type: SqlType<unknown>,
  ) {
    super();
    this.schema = sequence.schema;
    this.name = sequence.schema === null ? sequence.name : `${sequence.schema}.${sequence.name}`;
  }
}

const extractFields = declareFields<Extract>({ field: "fact", element: "node", type: "type" });
/** `EXTRACT(field FROM element)`. */
export class Extract extends ExpressionNode {
  readonly kind = "extract";
  readonly fields: Fields = extractFields;
  constructor(
    readonly field: string,
    readonly element: ExpressionNode,
    readonly type: SqlType<unknown>,
  ) {
    super();
  }
}
