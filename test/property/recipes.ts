import fc from "fast-check";

// A recipe is plain data from which the same statement can be built any number of times, with shared objects or without.
// Choices are numbers, taken modulo what there is to choose from: so any recipe can be changed anywhere and still be built.

export type SourceRecipe =
  | { readonly kind: "table"; readonly table: number }
  | { readonly kind: "alias"; readonly table: number; readonly name: string | null; readonly lateral: boolean }
  | {
      readonly kind: "subquery";
      readonly select: SelectRecipe;
      readonly name: string | null;
      readonly lateral: boolean;
      readonly renamed: boolean;
    }
  | {
      readonly kind: "cte";
      readonly select: SelectRecipe;
      readonly name: string | null;
      readonly materialized: boolean;
      readonly recursive: boolean;
    }
  | {
      readonly kind: "values";
      readonly types: readonly number[];
      readonly rows: number;
      readonly name: string | null;
      readonly literal: boolean;
    }
  | { readonly kind: "returned"; readonly statement: DmlRecipe; readonly name: string | null };

export type ExprRecipe =
  /** `anew`: of a FROM element like the one that the statement has, but another object. */
  | { readonly kind: "column"; readonly source: number; readonly column: number; readonly anew: boolean }
  | { readonly kind: "value"; readonly type: number; readonly isNull: boolean; readonly literalExecute: boolean }
  | { readonly kind: "bind"; readonly name: number; readonly type: number; readonly required: boolean; readonly callable: boolean }
  | { readonly kind: "constant"; readonly constant: number }
  | { readonly kind: "text"; readonly text: string; readonly form: number; readonly type: number }
  | {
      readonly kind: "binary";
      readonly operator: number;
      readonly left: ExprRecipe;
      readonly right: ExprRecipe;
      readonly escape: string | null;
    }
  | { readonly kind: "unary"; readonly operator: number; readonly of: ExprRecipe }
  | {
      readonly kind: "in";
      readonly left: ExprRecipe;
      readonly items: number;
      readonly negated: boolean;
      readonly tuple: boolean;
      readonly named: boolean;
    }
  | { readonly kind: "list"; readonly operator: number; readonly clauses: readonly ExprRecipe[] }
  | {
      readonly kind: "case";
      readonly whens: readonly { readonly when: ExprRecipe; readonly then: ExprRecipe }[];
      readonly otherwise: ExprRecipe | null;
    }
  | { readonly kind: "typed"; readonly form: number; readonly of: ExprRecipe; readonly type: number }
  | { readonly kind: "label"; readonly name: string; readonly of: ExprRecipe }
  | {
      readonly kind: "call";
      readonly name: number;
      readonly args: readonly ExprRecipe[];
      readonly distinct: boolean;
      readonly over: boolean;
    }
  | { readonly kind: "fragment"; readonly texts: readonly string[]; readonly nodes: readonly ExprRecipe[] }
  | { readonly kind: "subselect"; readonly select: SelectRecipe; readonly exists: boolean }
  /** One of a few objects that may stand in several places. */
  | { readonly kind: "shared"; readonly which: number; readonly of: ExprRecipe };

export interface SelectRecipe {
  readonly columns: readonly ExprRecipe[];
  readonly froms: readonly number[];
  readonly join: { readonly right: number; readonly on: ExprRecipe; readonly outer: boolean; readonly full: boolean } | null;
  readonly where: readonly ExprRecipe[];
  readonly groupBy: readonly ExprRecipe[];
  readonly orderBy: readonly ExprRecipe[];
  readonly distinct: boolean;
  readonly limit: boolean;
  readonly offset: boolean;
  readonly correlate: number | null;
  readonly extras: ExtrasRecipe;
}

/** What any statement may carry. */
export interface ExtrasRecipe {
  readonly prefix: { readonly text: string; readonly dialect: number } | null;
  readonly suffix: { readonly text: string; readonly dialect: number } | null;
  readonly hint: { readonly text: string; readonly dialect: number } | null;
  readonly option: { readonly name: string; readonly value: number; readonly listed: boolean } | null;
  readonly cte: number | null;
}

export interface CompoundRecipe {
  readonly kind: "compound";
  readonly operator: number;
  readonly selects: readonly SelectRecipe[];
  readonly limit: boolean;
}

/** A cell of VALUES or SET: absent, a value, or an expression. */
export type CellRecipe = { readonly value: number } | { readonly expression: ExprRecipe } | null;

export interface DmlRecipe {
  readonly kind: "insert" | "update" | "delete" | "merge";
  readonly table: number;
  readonly aliased: boolean;
  /** The first column that gets a value, and the cells of this and of those after it. */
  readonly first: number;
  readonly rows: readonly (readonly CellRecipe[])[];
  readonly select: SelectRecipe | null;
  readonly where: readonly ExprRecipe[];
  readonly returning: readonly ExprRecipe[];
  readonly ordered: boolean;
  readonly inline: boolean;
  readonly returnDefaults: boolean;
  readonly sorted: boolean;
  readonly includeDefaults: boolean;
  readonly extras: ExtrasRecipe;
}

export interface StatementRecipe {
  readonly sources: readonly SourceRecipe[];
  readonly statement: ({ readonly kind: "select" } & SelectRecipe) | CompoundRecipe | DmlRecipe;
}

const small = fc.nat({ max: 30 });
const name = fc.constantFrom("a", "b", "name", "Quoted Name", "anon_1", "crew_1", "name_1");
const maybeName = fc.option(name, { nil: null, freq: 2 });
const rarely = <T>(arbitrary: fc.Arbitrary<T>) => fc.option(arbitrary, { nil: null, freq: 1 });
const few = <T>(arbitrary: fc.Arbitrary<T>, max = 2) => fc.array(arbitrary, { maxLength: max });

const extras: fc.Arbitrary<ExtrasRecipe> = fc.record({
  prefix: rarely(fc.record({ text: name, dialect: small })),
  suffix: rarely(fc.record({ text: name, dialect: small })),
  hint: rarely(fc.record({ text: name, dialect: small })),
  option: rarely(fc.record({ name, value: small, listed: fc.boolean() })),
  cte: rarely(small),
});

const { select, source, dml } = fc.letrec<{
  expr: ExprRecipe;
  leaf: ExprRecipe;
  select: SelectRecipe;
  source: SourceRecipe;
  cell: CellRecipe;
  dml: DmlRecipe;
}>((tie) => {
  const inner = tie("expr");
  const kind = <K extends string>(of: K) => fc.constant(of);
  return {
    leaf: fc.oneof(
      { weight: 5, arbitrary: fc.record({ kind: kind("column"), source: small, column: small, anew: fc.boolean() }) },
      { weight: 3, arbitrary: fc.record({ kind: kind("value"), type: small, isNull: fc.boolean(), literalExecute: fc.boolean() }) },
      fc.record({ kind: kind("bind"), name: fc.nat({ max: 2 }), type: small, required: fc.boolean(), callable: fc.boolean() }),
      fc.record({ kind: kind("constant"), constant: small }),
      fc.record({ kind: kind("text"), text: name, form: small, type: small }),
    ),
    expr: fc.oneof(
      { depthSize: "small", withCrossShrink: true },
      { weight: 6, arbitrary: tie("leaf") },
      { weight: 3, arbitrary: fc.record({ kind: kind("shared"), which: fc.nat({ max: 2 }), of: inner }) },
      {
        weight: 3,
        arbitrary: fc.record({
          kind: kind("binary"),
          operator: small,
          left: inner,
          right: inner,
          escape: rarely(fc.constantFrom("/", "!")),
        }),
      },
      fc.record({ kind: kind("unary"), operator: small, of: inner }),
      fc.record({
        kind: kind("in"),
        left: inner,
        items: fc.nat({ max: 4 }),
        negated: fc.boolean(),
        tuple: fc.boolean(),
        named: fc.boolean(),
      }),
      fc.record({ kind: kind("list"), operator: small, clauses: few(inner, 3) }),
      // biome-ignore lint/suspicious/noThenProperty: the word of CASE; nothing awaits a recipe
      fc.record({ kind: kind("case"), whens: few(fc.record({ when: inner, then: inner })), otherwise: rarely(inner) }),
      fc.record({ kind: kind("typed"), form: small, of: inner, type: small }),
      { weight: 2, arbitrary: fc.record({ kind: kind("label"), name, of: inner }) },
      {
        weight: 2,
        arbitrary: fc.record({ kind: kind("call"), name: small, args: few(inner), distinct: fc.boolean(), over: fc.boolean() }),
      },
      fc.record({ kind: kind("fragment"), texts: few(name, 3), nodes: few(inner) }),
      fc.record({ kind: kind("subselect"), select: tie("select"), exists: fc.boolean() }),
    ),
    select: fc.record({
      columns: fc.array(inner, { minLength: 1, maxLength: 3 }),
      froms: few(small),
      join: rarely(fc.record({ right: small, on: inner, outer: fc.boolean(), full: fc.boolean() })),
      where: few(inner),
      groupBy: few(inner, 1),
      orderBy: few(inner, 1),
      distinct: fc.boolean(),
      limit: fc.boolean(),
      offset: fc.boolean(),
      correlate: rarely(small),
      extras,
    }),
    source: fc.oneof(
      { depthSize: "small" },
      fc.record({ kind: kind("table"), table: small }),
      fc.record({ kind: kind("alias"), table: small, name: maybeName, lateral: fc.boolean() }),
      fc.record({ kind: kind("subquery"), select: tie("select"), name: maybeName, lateral: fc.boolean(), renamed: fc.boolean() }),
      fc.record({ kind: kind("cte"), select: tie("select"), name: maybeName, materialized: fc.boolean(), recursive: fc.boolean() }),
      fc.record({
        kind: kind("values"),
        types: fc.array(small, { minLength: 1, maxLength: 2 }),
        rows: fc.nat({ max: 3 }),
        name: maybeName,
        literal: fc.boolean(),
      }),
      fc.record({ kind: kind("returned"), statement: tie("dml"), name: maybeName }),
    ),
    cell: fc.oneof(
      fc.record({ value: small }),
      fc.record({ value: small }),
      fc.record({ expression: inner }),
      fc.constant<CellRecipe>(null),
    ),
    dml: fc.record({
      kind: fc.constantFrom("insert", "update", "delete", "merge"),
      table: small,
      aliased: fc.boolean(),
      first: small,
      rows: fc.oneof(
        fc.constant<readonly (readonly CellRecipe[])[]>([]),
        fc.array(fc.array(tie("cell"), { minLength: 1, maxLength: 3 }), { minLength: 1, maxLength: 3 }),
      ),
      select: rarely(tie("select")),
      where: few(inner),
      returning: few(inner),
      ordered: fc.boolean(),
      inline: fc.boolean(),
      returnDefaults: fc.boolean(),
      sorted: fc.boolean(),
      includeDefaults: fc.boolean(),
      extras,
    }),
  };
});

/** Any statement. */
export const statementRecipe: fc.Arbitrary<StatementRecipe> = fc.record({
  sources: fc.array(source, { minLength: 1, maxLength: 3 }),
  statement: fc.oneof(
    { weight: 4, arbitrary: select.map((recipe) => ({ kind: "select" as const, ...recipe })) },
    fc.record({
      kind: fc.constant("compound" as const),
      operator: small,
      selects: fc.array(select, { minLength: 1, maxLength: 2 }),
      limit: fc.boolean(),
    }),
    { weight: 3, arbitrary: dml },
  ),
});
