import { BindForm, bindFacts } from "../../src/nodes/bind-form.js";
import { AttachedCte, HintNode, OptionsNode, PrefixNode } from "../../src/nodes/clauses.js";
import { ColumnNode } from "../../src/nodes/column.js";
import { absent, DeleteNode, emptyDml, InsertNode, UpdateNode } from "../../src/nodes/dml.js";
import * as nodes from "../../src/nodes/expressions.js";
import { AliasNode, CteNode, JoinNode, type ShownColumn, SubqueryNode, ValuesNode } from "../../src/nodes/froms.js";
import { shownColumns } from "../../src/nodes/labels.js";
import { MergeClause, MergeDelete, MergeInsert, MergeNode, MergeNothing, MergeUpdate } from "../../src/nodes/merge.js";
import type { ExpressionNode, FromNode } from "../../src/nodes/node.js";
import { customOperator, operators } from "../../src/nodes/operator.js";
import { CompoundNode, emptySelect, LimitNode, SelectNode, type SetOperator } from "../../src/nodes/select.js";
import type { StatementData, StatementNode } from "../../src/nodes/statement.js";
import {
  BigIntegerType,
  BinaryType,
  BooleanType,
  DateType,
  EnumType,
  FloatType,
  IntegerType,
  JsonType,
  NullType,
  NumericType,
  type SqlType,
  TextType,
  TimestampType,
  UuidType,
  VarcharType,
} from "../../src/sqltypes/index.js";
import { buoy, crew, dock, gadget, order, pulse, registry, sample, tag } from "../golden/schema.js";
import type {
  CellRecipe,
  CompoundRecipe,
  DmlRecipe,
  ExprRecipe,
  ExtrasRecipe,
  SelectRecipe,
  SourceRecipe,
  StatementRecipe,
} from "./recipes.js";

/** A value that is made at each execution. */
const clock = (): number => 5;

const tables = [crew, registry, tag, order, sample, dock, gadget, pulse, buoy].map((each) => each.node);
const dialects = [null, "sqlite", "default", "mysql"];
const constants = ["null", "true", "false", "default"] as const;
const binaries = [
  operators.eq,
  operators.ne,
  operators.lt,
  operators.is,
  operators.isDistinctFrom,
  operators.add,
  operators.mul,
  operators.div,
  operators.floorDiv,
  operators.concat,
  operators.like,
  operators.ilike,
  operators.contains,
  operators.between,
  operators.collate,
  customOperator("&&"),
  customOperator("&&", { precedence: 9, comparison: true }),
];
const unaries = [operators.not, operators.neg, operators.desc, operators.nullsLast, operators.isTrue, operators.distinct];
const calls = ["lower", "count", "coalesce", "now", "Mixed Case", "array_agg"];
const setOperators: readonly SetOperator[] = ["UNION", "UNION ALL", "EXCEPT", "INTERSECT"];

interface Typed {
  readonly type: () => SqlType<unknown>;
  readonly value: (count: number) => unknown;
}

/** A type with its values, made anew each time. */
const typed: readonly Typed[] = [
  { type: () => new IntegerType(), value: (count) => count },
  { type: () => new VarcharType(20), value: (count) => `'; DROP TABLE ${count} --` },
  { type: () => new VarcharType(30), value: (count) => `"${count}\\` },
  { type: () => new TextType(), value: (count) => `${count} :name ? $1 %s` },
  { type: () => new NullType(), value: (count) => count },
  { type: () => new BooleanType(), value: (count) => count % 2 === 0 },
  { type: () => new FloatType(), value: (count) => count / 4 },
  { type: () => new NumericType({ precision: 10, scale: 2 }), value: (count) => `${count}.25` },
  { type: () => new NumericType({ precision: 10, scale: 3 }), value: (count) => `${count}.125` },
  { type: () => new BigIntegerType(), value: (count) => BigInt(count) },
  { type: () => new DateType(), value: (count) => `2031-01-${String((count % 28) + 1).padStart(2, "0")}` },
  { type: () => new TimestampType(), value: (count) => new Date(count * 1000) },
  { type: () => new TimestampType({ timezone: true }), value: (count) => new Date(count * 1000) },
  { type: () => new JsonType(), value: (count) => ({ kind: "literalColumn", name: "1); --", walk: count, list: [count, null] }) },
  { type: () => new UuidType(), value: (count) => `00000000-0000-4000-8000-${String(count).padStart(12, "0")}` },
  { type: () => new BinaryType(), value: (count) => new Uint8Array([count % 256]) },
  { type: () => new EnumType(["low", "high"]), value: (count) => (count % 2 === 0 ? "low" : "high") },
  { type: () => new EnumType(["low", "high, low"]), value: () => "low" },
];

function pick<T>(items: readonly [T, ...T[]] | readonly T[], choice: number): T {
  const found = items[choice % items.length];
  if (found === undefined) throw new Error("nothing to choose from");
  return found;
}

/** Builds a recipe's statement. */
class Builder {
  readonly #sources: (FromNode | undefined)[] = [];
  readonly #shared = new Map<number, ExpressionNode>();
  #count: number;

  constructor(
    private readonly recipes: readonly SourceRecipe[],
    /** Whether what may stand in several places is one object, or alike ones. */
    private readonly sharing: boolean,
    firstValue: number,
  ) {
    this.#count = firstValue;
  }

  // --- FROM elements: each sees those before it ------------------------------------------------------------------------------------

  source(choice: number, below: number, anew = false): FromNode {
    if (below === 0) return crew.node;
    const index = choice % below;
    const known = this.#sources[index];
    if (known && !anew) return known;
    const made = this.#makeSource(pick(this.recipes, index), index);
    if (!anew) this.#sources[index] = made;
    return made;
  }

  #makeSource(recipe: SourceRecipe, below: number): FromNode {
    switch (recipe.kind) {
      case "table":
        return pick(tables, recipe.table);
      case "alias":
        return new AliasNode(pick(tables, recipe.table), recipe.name, recipe.lateral);
      case "subquery": {
        const select = this.select(recipe.select, below);
        const subquery = new SubqueryNode(select, recipe.name, shownColumns(select.columns), recipe.lateral);
        return recipe.renamed ? new AliasNode(subquery, "renamed") : subquery;
      }
      case "cte": {
        const select = this.select(recipe.select, below);
        const { recursive, materialized } = recipe;
        return new CteNode(select, recipe.name, shownColumns(select.columns), {
          recursive,
          nesting: false,
          materialized: materialized || null,
        });
      }
      case "values":
        return this.#values(recipe);
      case "returned": {
        const statement = this.dml(recipe.statement, below);
        const options = { recursive: false, nesting: false, materialized: null };
        return new CteNode(statement, recipe.name, shownColumns(statement.columns), options);
      }
    }
  }

  #values(recipe: SourceRecipe & { readonly kind: "values" }): ValuesNode {
    const shown = recipe.types.map((type, index): ShownColumn => {
      const key = `v${index}`;
      return { name: key, key, type: pick(typed, type).type(), source: null, anonymous: false };
    });
    const rows = Array.from({ length: recipe.rows }, () => recipe.types.map((type) => this.#value(type)));
    return new ValuesNode(shown, recipe.name, rows, recipe.literal);
  }

  #value(type: number): unknown {
    this.#count += 1;
    return pick(typed, type).value(this.#count);
  }

  // --- expressions -----------------------------------------------------------------------------------------------------------------

  all(recipes: readonly ExprRecipe[], below: number): readonly ExpressionNode[] {
    return recipes.map((recipe) => this.expr(recipe, below));
  }

  expr(recipe: ExprRecipe, below: number): ExpressionNode {
    const type = new IntegerType();
    const inner = (of: ExprRecipe) => this.expr(of, below);
    switch (recipe.kind) {
      case "column": {
        const { columns } = this.source(recipe.source, below, recipe.anew && !this.sharing);
        return columns.length === 0 ? new ColumnNode(null, "free", "free", type) : pick(columns, recipe.column);
      }
      case "value": {
        const value = recipe.isNull ? null : this.#value(recipe.type);
        return new nodes.Bind(
          new BindForm(null, "param", pick(typed, recipe.type).type(), bindFacts({ literalExecute: recipe.literalExecute })),
          value,
        );
      }
      case "bind": {
        const value = this.#value(recipe.type);
        const held = recipe.required ? nodes.noValue : recipe.callable ? clock : value;
        const name = `p${recipe.name}`;
        return new nodes.Bind(new BindForm(name, name, pick(typed, recipe.type).type(), bindFacts(recipe)), held);
      }
      case "constant":
        return new nodes.Constant(pick(constants, recipe.constant), type);
      case "text":
        return this.#text(recipe);
      case "binary": {
        const operator = pick(binaries, recipe.operator);
        return new nodes.Binary(inner(recipe.left), operator, inner(recipe.right), type, recipe.escape);
      }
      case "unary": {
        const operator = pick(unaries, recipe.operator);
        return new nodes.Unary(
          operator,
          inner(recipe.of),
          new BooleanType(),
          operator === operators.desc || operator === operators.nullsLast,
        );
      }
      case "in":
        return this.#membership(recipe, below);
      case "list":
        return new nodes.ClauseList(
          pick([operators.and, operators.or, operators.comma], recipe.operator),
          this.all(recipe.clauses, below),
          type,
        );
      case "case":
        return new nodes.CaseNode(
          recipe.whens.map(({ when, then }) => [inner(when), inner(then)] as const),
          recipe.otherwise && inner(recipe.otherwise),
          type,
        );
      case "typed": {
        const target = pick(typed, recipe.type).type();
        const element = inner(recipe.of);
        return pick(
          [() => new nodes.Cast(element, target), () => new nodes.TypeCoerce(element, target), () => new nodes.Grouping(element, target)],
          recipe.form,
        )();
      }
      case "label": {
        const element = inner(recipe.of);
        return new nodes.Label(recipe.name, element, element.type);
      }
      case "call": {
        const call = new nodes.FunctionCall(pick(calls, recipe.name), this.all(recipe.args, below), type, [], recipe.distinct);
        return recipe.over ? new nodes.Over(call, this.all(recipe.args, below), [], null, type) : call;
      }
      case "fragment": {
        const parts = ["(", ...recipe.texts, ")"].slice(0, recipe.nodes.length + 1);
        return new nodes.Fragment(parts, this.all(recipe.nodes, below), type);
      }
      case "subselect": {
        const select = new nodes.ScalarSubselect(this.select(recipe.select, below), type);
        return recipe.exists ? new nodes.Unary(operators.exists, select, new BooleanType()) : select;
      }
      case "shared":
        return this.#sharedExpr(recipe, below);
    }
  }

  #text({ text, form, type }: ExprRecipe & { readonly kind: "text" }): ExpressionNode {
    const of = pick(typed, type).type();
    const sequence = { name: text, schema: form % 2 === 0 ? null : "s", start: null, increment: null };
    return pick(
      [
        () => new nodes.LiteralColumn(text, of),
        () => new nodes.Identifier(text, of),
        () => new ColumnNode(null, text, text, of),
        () => new ColumnNode(null, "x", text, of),
        () => new nodes.NextValue(sequence, of),
        () => new nodes.Extract(pick(["year", "month"], form), new nodes.LiteralColumn(text, of), of),
      ],
      form,
    )();
  }

  #membership({ left, items, negated, tuple, named }: ExprRecipe & { readonly kind: "in" }, below: number): ExpressionNode {
    const subject = this.expr(left, below);
    const tupled = new nodes.TupleNode([subject, subject], subject.type);
    const values = Array.from({ length: items }, (_, index) => (tuple ? [this.#value(0), this.#value(index)] : this.#value(0)));
    const list = new nodes.Bind(new BindForm(named ? "items" : null, "param", new IntegerType(), bindFacts({ expanding: true })), values);
    return new nodes.Binary(tuple ? tupled : subject, negated ? operators.notIn : operators.in, list, new BooleanType());
  }

  #sharedExpr({ which, of }: ExprRecipe & { readonly kind: "shared" }, below: number): ExpressionNode {
    const known = this.#shared.get(which);
    if (known && this.sharing) return known;
    const made = this.expr(of, below);
    this.#shared.set(which, made);
    return made;
  }

  // --- statements ------------------------------------------------------------------------------------------------------------------

  #extras({ prefix, suffix, hint, option, cte }: ExtrasRecipe, about: FromNode | null, below: number): Partial<StatementData> {
    const affix = (of: { readonly text: string; readonly dialect: number } | null) =>
      of === null ? [] : [new PrefixNode(new nodes.LiteralColumn(of.text, new NullType()), pick(dialects, of.dialect))];
    const attached = cte === null ? null : this.source(cte, below);
    return {
      prefixes: affix(prefix),
      suffixes: affix(suffix),
      hints: hint === null ? [] : [new HintNode(hint.text, about, pick(dialects, hint.dialect))],
      options: option === null ? null : new OptionsNode({ mysql: { [option.name]: option.listed ? [option.value] : option.value } }),
      ctes: attached instanceof CteNode ? [new AttachedCte(attached, false)] : [],
    };
  }

  #limit(limit: boolean, offset: boolean): LimitNode | null {
    const number = () => new nodes.Bind(new BindForm(null, "param", new IntegerType()), this.#value(0));
    return limit || offset ? new LimitNode(limit ? number() : null, offset ? number() : null) : null;
  }

  select(recipe: SelectRecipe, below: number): SelectNode {
    const froms = [...new Set(recipe.froms.map((choice) => this.source(choice, below)))];
    const { join } = recipe;
    if (join)
      froms[0] = new JoinNode(froms[0] ?? crew.node, this.source(join.right, below), this.expr(join.on, below), join.outer, join.full);
    return new SelectNode({
      ...emptySelect,
      columns: this.all(recipe.columns, below),
      froms,
      where: this.all(recipe.where, below),
      groupBy: this.all(recipe.groupBy, below),
      orderBy: this.all(recipe.orderBy, below),
      distinct: recipe.distinct,
      limit: this.#limit(recipe.limit, recipe.offset),
      correlate: recipe.correlate === null ? null : [this.source(recipe.correlate, below)],
      ...this.#extras(recipe.extras, froms[0] ?? null, below),
    });
  }

  compound(recipe: CompoundRecipe, below: number): CompoundNode {
    return new CompoundNode({
      ...emptySelect,
      operator: pick(setOperators, recipe.operator),
      selects: recipe.selects.map((select) => this.select(select, below)),
      orderBy: [],
      groupBy: [],
      limit: this.#limit(recipe.limit, false),
    });
  }

  #cell(recipe: CellRecipe | undefined, column: ColumnNode, below: number, missing: unknown): unknown {
    if (recipe === null || recipe === undefined) return missing;
    if ("expression" in recipe) return this.expr(recipe.expression, below);
    const type = typed.findIndex((each) => each.type().kind === column.type.kind);
    return this.#value(Math.max(type, 0));
  }

  /** One clause for each row of values, of what comes in turn; and one that deletes. */
  #clauses(recipe: DmlRecipe, names: readonly string[], rows: readonly (readonly unknown[])[], and: readonly ExpressionNode[]) {
    const valued = rows.map((cells, index) =>
      (recipe.first + index) % 2 === 0
        ? new MergeClause("notMatched", index === 0 ? and : [], new MergeInsert(names, cells))
        : new MergeClause(recipe.sorted ? "matched" : "notMatchedBySource", index === 0 ? and : [], new MergeUpdate(names, cells)),
    );
    return [...valued, new MergeClause("matched", [], recipe.inline ? new MergeDelete() : new MergeNothing())];
  }

  dml(recipe: DmlRecipe, below: number): InsertNode | UpdateNode | DeleteNode | MergeNode {
    const target = pick(tables, recipe.table);
    const into = recipe.aliased && recipe.kind !== "insert" ? new AliasNode(target, "target") : target;
    const first = recipe.first % into.columns.length;
    const width = Math.max(0, ...recipe.rows.map((row) => row.length));
    const columns = into.columns.slice(first, first + width);
    const names = recipe.rows.length === 0 ? null : columns.map((column) => column.key);
    const rows = recipe.rows.map((row) =>
      columns.map((column, index) => this.#cell(row[index], column, below, recipe.rows.length > 1 ? absent : null)),
    );
    const shared = {
      ...emptyDml,
      table: into,
      columns: recipe.returnDefaults ? [] : this.all(recipe.returning, below),
      returnDefaults: recipe.returnDefaults,
      ...this.#extras(recipe.extras, into, below),
    };
    const where = this.all(recipe.where, below);
    if (recipe.kind === "merge") {
      const on = where[0] ?? new nodes.Constant("true", new BooleanType());
      const source = this.source(recipe.first, below);
      return new MergeNode({
        ...shared,
        returnDefaults: false,
        source,
        on,
        clauses: this.#clauses(recipe, names ?? [], rows, where.slice(1)),
      });
    }
    if (recipe.kind === "delete") return new DeleteNode({ ...shared, where, using: [], allRows: false });
    if (recipe.kind === "update") {
      const { ordered, inline } = recipe;
      return new UpdateNode({
        ...shared,
        keys: names,
        cells: rows[0] ?? null,
        byColumn: null,
        ordered,
        multiple: false,
        where,
        inline,
        allRows: false,
      });
    }
    const select = recipe.select && this.select(recipe.select, below);
    return new InsertNode({
      ...shared,
      names,
      cells: rows.length === 1 ? (rows[0] ?? null) : null,
      byColumn: null,
      rows: rows.length > 1 ? rows : null,
      mixed: false,
      select,
      includeDefaults: recipe.includeDefaults,
      inline: recipe.inline,
      sortByParameterOrder: recipe.sorted,
      afterValues: null,
    });
  }
}

/** Builds the statement of a recipe: always the same one, but for the values, which count up from the first. */
export function built({ sources, statement }: StatementRecipe, { sharing = true, firstValue = 0 } = {}): StatementNode {
  const builder = new Builder(sources, sharing, firstValue);
  const below = sources.length;
  if (statement.kind === "select") return builder.select(statement, below);
  return statement.kind === "compound" ? builder.compound(statement, below) : builder.dml(statement, below);
}
