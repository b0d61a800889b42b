import { ArgumentError } from "../errors/index.js";
import { described } from "../expression/coerce.js";
import { type CompiledText, type CompileOptions, compileNode, type StatementCompiler } from "../expression/compile-hook.js";
import { inspect } from "../expression/inspect.js";
import { type ClauseCall, treeOf } from "../nodes/clause-call.js";
import { HintNode, OptionsNode } from "../nodes/clauses.js";
import { compareNodes } from "../nodes/compare.js";
import type { Fragment } from "../nodes/expressions.js";
import { FromNode } from "../nodes/node.js";
import { type ClausesData, RareClauses } from "../nodes/rare-clauses.js";
import { draftOf, type ExecutionOptions, type OwnField, type StatementNode } from "../nodes/statement.js";
import { type AffixOptions, type AffixText, affixNode, dialectOption } from "./affix.js";

/** Anything that can be executed: Res is what it gives, P the parameters that it must be given. */
export interface Statement<out Res, in P> {
  readonly $result: Res;
  readonly $params: (params: P) => void;
  /** The tree; text that is executed by itself is a fragment. */
  readonly node: StatementNode | Fragment;
}

/** The first column of a tuple; unknown where the order of the columns is. */
export type FirstOf<T> = T extends readonly [infer V, ...unknown[]] ? V : unknown;

/** A result with rows: R one row as an object, T the same as a tuple. */
export interface Rows<out R, out T = readonly unknown[]> extends Iterable<R> {
  /** All remaining rows. */
  all(): R[];
  /** The first row, or null; the others are dropped. */
  first(): R | null;
  /** The only row. @throws NoResultFound, MultipleResultsFound */
  one(): R;
  /** The only row, or null. @throws MultipleResultsFound */
  oneOrNone(): R | null;
  /** All remaining rows as tuples. */
  tuples(): T[];
  /** The first column of the first row; null without rows. */
  scalar(): FirstOf<T> | null;
  /** The first column of all rows. */
  scalars(): FirstOf<T>[];
  /** The first column of the only row. @throws NoResultFound, MultipleResultsFound */
  scalarOne(): FirstOf<T>;
  /** The keys of a row. */
  keys(): readonly string[];
  /** Rows in lists of at most n. */
  partitions(n: number): Iterable<R[]>;
  readonly rowCount: number;
  /**
   * How many rows each parameter set touched, in the order of the sets; their sum is `rowCount`. Null where the database gives
   * the sum only, as of rows that were inserted many at a time, and of sets that came one by one from an iterable.
   * @example `const { rowCounts } = await conn.execute(update(users).where(byId), sets); // [1, 0, 1]`
   * @since 0.1.0
   */
  readonly rowCounts: readonly number[] | null;
  readonly returnsRows: true;
}

/** A result without rows. */
export interface Done<out Key = unknown> {
  /** The number of rows that the statement touched. */
  readonly rowCount: number;
  /**
   * How many rows each parameter set touched, in the order of the sets; their sum is `rowCount`. Null where the database gives
   * the sum only, as of rows that were inserted many at a time, and of sets that came one by one from an iterable.
   * @example `const { rowCounts } = await conn.execute(update(users).where(byId), sets); // [1, 0, 1]`
   * @since 0.1.0
   */
  readonly rowCounts: readonly number[] | null;
  /** The primary key of the inserted row, by column key. @throws InvalidRequestError where it is not known */
  readonly insertedPrimaryKey: Key;
  readonly insertedPrimaryKeyRows: readonly Key[];
  /** What `returnDefaults()` asked for; null without. */
  readonly returnedDefaults: Readonly<Record<string, unknown>> | null;
  readonly returnedDefaultsRows: readonly Readonly<Record<string, unknown>>[] | null;
  readonly returnsRows: false;
  readonly isInsert: boolean;
  /** The parameters of the inserted row, defaults included. */
  lastInsertedParams(): Readonly<Record<string, unknown>>;
  lastUpdatedParams(): Readonly<Record<string, unknown>>;
  /** Keys of columns whose default ran in the client. */
  prefetchCols(): readonly string[];
  /** Keys of columns whose value the database made and the client does not know. */
  postfetchCols(): readonly string[];
  /** Whether there are any of them. */
  lastRowHasDefaults(): boolean;
}

/** What `withHint` takes besides the text. */
export interface HintOptions {
  readonly dialect?: string;
  readonly selectable?: { readonly node: unknown };
}

/** The methods that every statement has, for the floor of SELECT and that of DML. */
export abstract class StatementBase<N extends StatementNode> {
  /**
   * What it is made of: a tree, or the call of a clause, from which the tree is made when somebody asks for it. Each class sets it by
   * itself: were it set here, in statements of all classes, the engine would have to look up where.
   */
  abstract readonly built: N | ClauseCall<N>;

  /** The tree. */
  get node(): N {
    return treeOf(this.built);
  }

  /** The same kind of statement with another tree; R is what it has become in the type system. */
  protected made<R = this>(built: N | ClauseCall<N>): R {
    // the marked place: each class of statements is made of its tree alone
    const { constructor } = this as { readonly constructor: unknown } as { readonly constructor: new (built: N | ClauseCall<N>) => R };
    return new constructor(built);
  }

  /** The same kind of statement with one thing changed. */
  protected next<R = this, K extends OwnField<N> = OwnField<N>>(name: K, value: N[K]): R {
    const draft = draftOf(this.node);
    draft[name] = value;
    return this.made(draft);
  }

  /** The same kind of statement with one of the rare clauses changed. */
  protected nextClauses<R = this>(changes: Partial<ClausesData>): R {
    const draft = draftOf(this.node);
    draft.rare = RareClauses.with(this.node.rare, changes);
    return this.made(draft);
  }

  /** What a hint is about where it does not say: nothing but the statement. */
  protected get hintTarget(): FromNode | null {
    return null;
  }

  /** Text after the statement's first word: `prefixWith("OR REPLACE", { dialect: "sqlite" })`. @throws ArgumentError for an unknown option @since 0.1.0 */
  prefixWith(text: AffixText, options?: AffixOptions): this {
    return this.nextClauses({ prefixes: [...this.node.prefixes, affixNode(text, options)] });
  }

  /** Text at the end of the statement. @throws ArgumentError for an unknown option @since 0.1.0 */
  suffixWith(text: AffixText, options?: AffixOptions): this {
    return this.nextClauses({ suffixes: [...this.node.suffixes, affixNode(text, options)] });
  }

  /** A hint for the optimizer, about one FROM element: `withHint("WITH (PAGLOCK)", { dialect: "mssql", selectable: users })`. @throws ArgumentError for an unknown option @since 0.1.0 */
  withHint(text: string, options?: HintOptions): this {
    const dialect = dialectOption(options, ["dialect", "selectable"]);
    const target = options?.selectable === undefined ? this.hintTarget : options.selectable.node;
    if (target !== null && !(target instanceof FromNode))
      throw new ArgumentError(`withHint: selectable must be a FROM clause, got ${described(options?.selectable)}.`);
    return this.nextClauses({ hints: [...this.node.hints, new HintNode(text, target, dialect)] });
  }

  /** Options for one dialect: `withDialectOptions({ mysql: { limit: 10 } })`. @throws ArgumentError for what is no object per dialect @since 0.1.0 */
  withDialectOptions(options: DialectOptions): this {
    const merged: Record<string, Readonly<Record<string, unknown>>> = { ...this.node.options?.byDialect };
    for (const [dialect, given] of Object.entries(options)) {
      if (typeof given !== "object" || given === null)
        throw new ArgumentError(`withDialectOptions takes an object per dialect, such as { mysql: { limit: 10 } }, got '${dialect}'.`);
      merged[dialect] = { ...merged[dialect], ...given };
    }
    return this.nextClauses({ options: new OptionsNode(merged) });
  }

  /** Options of the execution, such as `{ isolationLevel: "SERIALIZABLE" }`; later ones are added. @since 0.1.0 */
  executionOptions(options: ExecutionOptions): this {
    const draft = draftOf(this.node);
    draft.executionOptions = { ...this.node.executionOptions, ...options };
    return this.made(draft);
  }

  /** The execution options given so far. @since 0.1.0 */
  getExecutionOptions(): ExecutionOptions {
    return this.node.executionOptions;
  }

  /** The statement as SQL text with its parameters: `stmt.compile({ dialect: sqlite() }).sql`. @throws CompileError @since 0.1.0 */
  compile(options?: CompileOptions): CompiledText;
  compile<C extends CompiledText>(options: CompileOptions & { readonly dialect: StatementCompiler<C> }): C;
  compile(options: CompileOptions & { readonly dialect?: StatementCompiler } = {}): CompiledText {
    return compileNode(this.built, options);
  }

  /** Whether the other statement says the same, bound values included. @since 0.1.0 */
  compare(other: { readonly node: StatementNode }): boolean {
    return compareNodes(this.node, other.node);
  }

  /** The SQL text in the default dialect, with named parameters. */
  toString(): string {
    return compileNode(this.built).sql;
  }

  [inspect](): string {
    return this.toString();
  }
}

/** Options by dialect, one object each: `{ mysql: { limit: 10 } }`. */
export type DialectOptions = Readonly<Record<string, Readonly<Record<string, unknown>>>>;
