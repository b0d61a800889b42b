import { ArgumentError } from "../errors/index.js";
import { described, nodeOf } from "../expression/coerce.js";
import type { AnyExpr, Assignable, Expr } from "../expression/index.js";
import {
  type ColumnDefault,
  type ColumnFacts,
  type DefaultContext,
  type IdentityOptions,
  noFacts,
  type ServerDefault,
} from "../nodes/column.js";
import type { GivenName } from "../nodes/converted-name.js";
import { NextValue } from "../nodes/expressions.js";
import { ExpressionNode } from "../nodes/node.js";
import type { TextClause } from "../selectable/index.js";
import { type SqlType, type TypeLike, variantOf } from "../sqltypes/index.js";
import type { Sequence } from "./sequence.js";

/** "int" and "key": the database makes it when it is left out, if it is the only key and no foreign key; "auto": it does so anyway. */
export type Flag = "int" | "key" | "auto" | "notNull" | "default" | "generated" | "hidden";

/** What happens to a row whose referenced row goes or changes its key. */
export type ReferentialAction = "cascade" | "restrict" | "set null" | "set default" | "no action";
export interface ReferenceOptions {
  readonly onDelete?: ReferentialAction;
  readonly onUpdate?: ReferentialAction;
  readonly name?: GivenName;
}

/** A default: a value, a function, which may be asynchronous, or a SQL expression. */
export type DefaultOf<T> = T | ((context: DefaultContext) => T | PromiseLike<T>) | Expr<T | null, never, unknown> | TextClause<never>;

function expressionNode(value: unknown): ExpressionNode | null {
  const node = nodeOf(value);
  return node instanceof ExpressionNode ? node : null;
}

function clientDefault(value: unknown): ColumnDefault {
  if (value === undefined) throw new ArgumentError("A default of undefined is none: leave default() out.");
  const expression = expressionNode(value);
  if (expression instanceof NextValue) return { kind: "sequence", sequence: expression.sequence };
  if (expression) return { kind: "sql", expression };
  if (typeof value === "function") return { kind: "callable", make: (context) => Reflect.apply(value, undefined, [context]) };
  return { kind: "scalar", value };
}

function serverDefaultOf(value: unknown): ServerDefault {
  const expression = typeof value === "string" ? value : expressionNode(value);
  if (expression !== null) return { expression };
  throw new ArgumentError(`serverDefault() takes a string, which stands as a value, or a SQL expression; got ${described(value)}.`);
}

/**
 * A column's definition: a SQL type with what the schema says of the column. T is never null by itself; nullability,
 * key and defaults are the flags F. Immutable: each method gives a new one.
 */
export class ColumnDef<out T, F extends Flag = never> implements TypeLike<T> {
  declare readonly $t: T;
  declare readonly $read: "notNull" extends F ? T : T | null;
  declare readonly $need: "generated" extends F
    ? "never"
    : "notNull" extends F
      ? [F & ("auto" | "default")] extends [never]
        ? "int" | "key" extends F
          ? "key"
          : "required"
        : "optional"
      : "optional";
  declare readonly $set: "generated" extends F ? undefined : Assignable<"notNull" extends F ? T : T | null> | undefined;
  declare readonly $param: "generated" extends F ? undefined : "notNull" extends F ? T | undefined : T | null | undefined;
  declare readonly $flags: F;

  constructor(
    readonly sqlType: SqlType<T>,
    /** The name in SQL; null where it is the key. */
    readonly columnName: string | null,
    readonly facts: ColumnFacts = noFacts,
  ) {}

  #with<F2 extends Flag>(changes: Partial<ColumnFacts>): ColumnDef<T, F2> {
    return new ColumnDef(this.sqlType, this.columnName, { ...this.facts, ...changes });
  }

  /** NOT NULL: required on insert, unless there is a default. @since 0.1.0 */
  notNull(): ColumnDef<T, F | "notNull"> {
    return this.#with({ nullable: false });
  }

  /** NULL is a value too; for a column, what it is anyway, and for a bind parameter that may be null. @since 0.1.0 */
  nullable(): ColumnDef<T | null, Exclude<F, "notNull">> {
    return new ColumnDef<T | null, Exclude<F, "notNull">>(this.sqlType, this.columnName, { ...this.facts, nullable: true });
  }

  /** PRIMARY KEY; a single integer key is made by the database where it is left out. @since 0.1.0 */
  primaryKey(): ColumnDef<T, F | "key" | "notNull"> {
    return this.#with({ primaryKey: true, nullable: false });
  }

  /** UNIQUE. @since 0.1.0 */
  unique(): ColumnDef<T, F> {
    return this.#with({ unique: true });
  }

  /** An index of this column, named `ix_TABLE_COLUMN`. @since 0.1.0 */
  index(): ColumnDef<T, F> {
    return this.#with({ index: true });
  }

  /**
   * What the client writes where an INSERT leaves the column out: a value, a function called for each row (it may look
   * at the row's other parameters), or a SQL expression.
   * @since 0.1.0
   */
  default(value: DefaultOf<T>): ColumnDef<T, F | "default"> {
    return this.#with({ default: clientDefault(value) });
  }

  /** The same for an UPDATE that leaves the column out. @since 0.1.0 */
  onUpdate(value: DefaultOf<T>): ColumnDef<T, F> {
    return this.#with({ onUpdate: clientDefault(value) });
  }

  /** DEFAULT in the table: a string is a value, an expression is SQL. @since 0.1.0 */
  serverDefault(value: string | Expr<T | null, never, unknown> | TextClause<never>): ColumnDef<T, F | "default"> {
    return this.#with({ serverDefault: serverDefaultOf(value) });
  }

  /** The server changes this column on UPDATE, by a trigger say: its value is not known afterwards. @since 0.1.0 */
  serverOnUpdate(): ColumnDef<T, F> {
    return this.#with({ serverOnUpdate: { expression: null } });
  }

  /** `GENERATED BY DEFAULT AS IDENTITY`, where there is such a thing; with `always`, a statement never writes it. @since 0.1.0 */
  identity<const O extends IdentityOptions = Record<never, never>>(
    options?: O,
  ): ColumnDef<T, F | "notNull" | (O extends { readonly always: true } ? "generated" : "default")> {
    return this.#with({ identity: options ?? {}, nullable: false });
  }

  /** `GENERATED ALWAYS AS (expression)`: never written by a statement. @since 0.1.0 */
  computed(expression: AnyExpr | string, options: { readonly persisted?: boolean } = {}): ColumnDef<T, F | "generated"> {
    const node = typeof expression === "string" ? expression : expression.node;
    return this.#with({ computed: { expression: node, persisted: options.persisted ?? null } });
  }

  /** Takes its value from a sequence, where there are sequences. @since 0.1.0 */
  sequence(sequence: Sequence): ColumnDef<T, F | "default"> {
    return this.#with({ default: { kind: "sequence", sequence: sequence.facts } });
  }

  /** Whether the database counts this key up: `false` for a key that the client always gives. @since 0.1.0 */
  autoincrement<A extends boolean>(on: A): ColumnDef<T, A extends true ? F | "auto" : Exclude<F, "int" | "auto">> {
    return this.#with({ autoincrement: on });
  }

  /**
   * A foreign key: to a column by a function, so that tables may refer to each other and to themselves, or by its name
   * (`"user_account.id"`). The target is looked up when it is first needed.
   * @since 0.1.0
   */
  // biome-ignore lint/suspicious/noExplicitAny: it alone keeps TypeScript from asking for the arrow's return type while it infers the table
  references(target: string | (() => any), options: ReferenceOptions = {}): ColumnDef<T, Exclude<F, "int">> {
    const key = { target, onDelete: options.onDelete ?? null, onUpdate: options.onUpdate ?? null, name: options.name ?? null };
    return this.#with({ foreignKeys: [...this.facts.foreignKeys, key] });
  }

  /**
   * Another type on some dialects, by their names. The values are the same everywhere.
   * @example `text().withVariant(jsonText, "postgresql", "mysql")`
   * @throws ArgumentError for a dialect that has another type already
   * @since 0.1.0
   */
  withVariant(type: TypeLike<T>, ...dialects: readonly [string, ...string[]]): ColumnDef<T, F> {
    return new ColumnDef(variantOf<T>(this.sqlType, type.sqlType, dialects), this.columnName, this.facts);
  }

  /** A comment in the table. @since 0.1.0 */
  comment(text: string): ColumnDef<T, F> {
    return this.#with({ comment: text });
  }

  /**
   * The column by which rows of a bulk INSERT are told apart, where no key does. One that is no key and has no default is
   * there for nothing else, and `select(table)` leaves it out.
   * @since 0.1.0
   */
  insertSentinel(): ColumnDef<T, F | "default" | ([F & ("key" | "auto" | "default" | "generated")] extends [never] ? "hidden" : never)> {
    const { default: own, serverDefault, identity, computed, primaryKey, autoincrement } = this.facts;
    const hidden = !primaryKey && autoincrement !== true && [own, serverDefault, identity, computed].every((each) => each === null);
    return this.#with({ insertSentinel: true, hidden, default: own ?? { kind: "sentinel" } });
  }

  /** Whether the name is always or never quoted in SQL; by default it is where it must be. @since 0.1.0 */
  quoted(always: boolean): ColumnDef<T, F> {
    return this.#with({ quote: always });
  }

  /** The name in SQL, where it is not the key. @since 0.1.0 */
  named(name: string): ColumnDef<T, F> {
    return new ColumnDef(this.sqlType, name, this.facts);
  }

  /** A narrower type, for the compiler only: `json().$type<{ theme: string }>()`. @since 0.1.0 */
  $type<U extends T>(): ColumnDef<U, F> {
    // the marked place: the user says that the values are of this narrower type
    return new ColumnDef(this.sqlType as SqlType<unknown> as SqlType<U>, this.columnName, this.facts);
  }
}
