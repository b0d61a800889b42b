import { CompileError, InvalidRequestError } from "../errors/index.js";
import type { CompileOptions } from "../expression/compile-hook.js";
import { grouped } from "../expression/grouping.js";
import type { ColumnDefault, ColumnNode, DefaultContext } from "../nodes/column.js";
import type { InsertNode, UpdateNode } from "../nodes/dml.js";
import { Bind } from "../nodes/expressions.js";
import { AliasNode, TableNode } from "../nodes/froms.js";
import { ExpressionNode, type FromNode, type Node } from "../nodes/node.js";
import type { Sequence } from "../nodes/sequence.js";
import type { SqlType } from "../sqltypes/index.js";
import { anywhere, type Place } from "./base.js";
import type { Capabilities, CompilerDialect } from "./capabilities.js";
import type { Prefetch, SetColumn } from "./compiled.js";
import { type FetchPlan, fetchPlan } from "./fetch-plan.js";
import type { Ordinals } from "./ordinals.js";
import type { SlotRequest } from "./slots.js";

/** What the resolution needs of the compiler that it works for: the compiler itself has it. */
export interface ValueWriter {
  readonly dialect: CompilerDialect;
  readonly options: CompileOptions;
  readonly ordinals: Ordinals;
  process(node: Node): string;
  columnName(column: ColumnNode): string;
  quote(name: string, always: boolean | null): string;
  /** An expression that an UPDATE sets: its columns stand without their table. */
  assignedText(expression: ExpressionNode): string;
  bind(node: Bind, place: Place, given: { readonly name?: string; readonly type?: SqlType<unknown>; readonly uncast?: boolean }): string;
  slot(request: SlotRequest): string;
  slotIn(text: string): number | null;
  numbered(base: string): string;
  /** Whether no bind parameter has this name yet. */
  isFree(name: string): boolean;
  literal(value: unknown, type: SqlType<unknown>): string;
  /** The text of all rows of VALUES but the first, where the cells of these columns, at these indexes, are values; null where they have to be written one by one. */
  plainRows(columns: readonly ColumnNode[], source: Node, indexes: readonly number[], rows: number): string | null;
  /** Keeps a bind's name for a column's value: another bind of that name is refused. */
  reserve(bind: Bind): void;
  /** The sequence by which the database itself counts a key up. */
  countingSequence(column: ColumnNode): Sequence | null;
  warn(message: string): void;
}

/** Where the values stand that are resolved. */
export interface ValuesPlace {
  /** The node that has the values: the statement, or a clause of a MERGE. */
  readonly source: Node;
  /** False inside of a CTE, and in a MERGE: binds are numbered there, since several statements or clauses share their names. */
  readonly topLevel: boolean;
  /** A clause of a MERGE: its values may name the source, and are for as many rows as that has. */
  readonly merging: boolean;
  /** The other tables of an UPDATE whose columns SET may name. */
  readonly otherTargets: readonly FromNode[];
}

/** What is written, with the text of its value. */
export interface Assignment {
  /** The column's text; of an expression that an UPDATE sets, the expression's. */
  readonly target: string;
  readonly value: string;
  /** The column that is given the value; null for such an expression, and where it is only named. */
  readonly column: ColumnNode | null;
  /** The slot of the value; null where it is a SQL expression. */
  readonly slot: number | null;
}

/** Whether each of them gives a value to a column, as nearly all do. */
function areColumns(assignments: readonly (Assignment | SetColumn)[]): assignments is readonly SetColumn[] {
  for (const { column } of assignments) if (column === null) return false;
  return true;
}

/** Those that give a value to a column. */
function columnsOf(assignments: readonly Assignment[]): readonly SetColumn[] {
  return areColumns(assignments) ? assignments : assignments.flatMap(({ column, slot }) => (column === null ? [] : [{ column, slot }]));
}

/** What SET has: `a=1, b=2`. */
export function settings(assignments: readonly Assignment[]): string {
  let text = "";
  for (const { target, value } of assignments) text += `${text === "" ? "" : ", "}${target}=${value}`;
  return text;
}

/** A default of the client inside of a SELECT: its slot is made when the SELECT is written. */
export interface SelectPrefetch extends Pick<Prefetch, "column" | "default"> {
  readonly bind: Bind;
}

/** What values resolution found: which columns are written with what, and what is fetched. */
export interface Resolved {
  readonly assignments: readonly Assignment[];
  /** The text of further rows of VALUES, each in parentheses and in the order of the assignments. */
  readonly furtherRows: readonly string[];
  /** Expressions that an INSERT..SELECT selects besides. */
  readonly selectAdditions: readonly ExpressionNode[];
  readonly set: readonly SetColumn[];
  readonly prefetch: readonly Prefetch[];
  /** Those defaults of the client which the SELECT of an INSERT selects. */
  readonly selectPrefetch: readonly SelectPrefetch[];
  readonly postfetch: readonly ColumnNode[];
  readonly implicitReturning: readonly ExpressionNode[];
  readonly lastInsertId: boolean;
  readonly sentinels: readonly ColumnNode[];
}

/** A value that the execution brings. */
export const fromExecution: unique symbol = Symbol("given at execution");

/** A value with its place among the values of the statement. */
export interface Given {
  readonly value: unknown;
  readonly ordinal: number;
}

/** The values of a statement and of its execution by column key; a key of both is the statement's. They are asked for in about the order in which they were given. */
export class GivenValues {
  #next = 0;
  #taken = 0;

  constructor(
    private readonly names: readonly string[],
    private readonly cells: readonly unknown[],
    private readonly columnKeys: readonly string[],
    private readonly ordinals: Ordinals,
    /** The node that has the values, and in which of its fields. */
    private readonly source: Node,
    private readonly field: string,
  ) {}

  /** Whether all values of the statement were taken, and the execution brings none. */
  get isEmpty(): boolean {
    return this.#taken === this.names.length && this.columnKeys.length === 0;
  }

  /** The value for a column; undefined where there is none. */
  take(key: string): Given | undefined {
    const { names } = this;
    const index = names[this.#next] === key ? this.#next : names.indexOf(key);
    if (index < 0) return this.columnKeys.includes(key) ? ofExecution : undefined;
    this.#next = index + 1;
    this.#taken += 1;
    return { value: this.cells[index], ordinal: this.ordinals.of(this.source, this.field, index) };
  }

  /** @throws CompileError where a value of the statement is none of these columns' */
  refuseOthers(columns: readonly ColumnNode[]): void {
    if (this.#taken === this.names.length) return;
    const left = this.names.filter((name) => name !== "" && !columns.some(({ key }) => key === name));
    if (left.length > 0) throw new CompileError(`Unconsumed column names: ${left.join(", ")}`);
  }
}

const none: readonly never[] = [];
const ofExecution: Given = { value: fromExecution, ordinal: -1 };

/** The table of an INSERT or UPDATE; null for what is no table. */
export function tableOf(target: FromNode): TableNode | null {
  if (target instanceof TableNode) return target;
  return target instanceof AliasNode && target.element instanceof TableNode ? target.element : null;
}

/** What a default is given that is made without its row. */
const noRow: DefaultContext = {
  get currentParameters(): never {
    throw new InvalidRequestError(
      "A default inside of a CTE or a MERGE can't see the other parameters of its row: give the value by values().",
    );
  },
};

type CallableDefault = Extract<ColumnDefault, { readonly kind: "callable" }>["make"];
const calls = new WeakMap<CallableDefault, () => unknown>();

/** The call of a default without a row: one function for each default, so that two compilations of it are alike. */
function callOf(make: CallableDefault): () => unknown {
  let call = calls.get(make);
  if (!call) {
    call = () => make(noRow);
    calls.set(make, call);
  }
  return call;
}

/** A default as the value of a slot: for a statement inside of a CTE. */
export function ownValue(made: ColumnDefault | null): Pick<SlotRequest, "constant" | "callable"> {
  if (made?.kind === "scalar") return { constant: made.value };
  return made?.kind === "callable" ? { constant: callOf(made.make), callable: true } : {};
}

/**
 * Which columns an INSERT or UPDATE writes, with which text: the statement's own values, else the execution's
 * parameters; then defaults of the client, SQL defaults, keys; and what has to be fetched afterwards. After
 * SQLAlchemy's `crud`. What is here serves both; what each does with a column stands in its own file.
 */
export abstract class ValuesResolution<N extends InsertNode | UpdateNode> implements Resolved {
  readonly assignments: Assignment[] = [];
  set: readonly SetColumn[] = none;
  // what few statements have is no list of its own until then
  prefetch: readonly Prefetch[] = none;
  selectPrefetch: readonly SelectPrefetch[] = none;
  postfetch: readonly ColumnNode[] = none;
  implicitReturning: readonly ExpressionNode[] = none;
  selectAdditions: readonly ExpressionNode[] = none;
  furtherRows: readonly string[] = none;
  lastInsertId = false;
  protected readonly capabilities: Capabilities;
  /** The parameter names that the execution brings; null where they are not known. */
  protected readonly columnKeys: readonly string[] | null;
  protected readonly executemany: boolean;
  /** Values are written into the text. */
  protected readonly literalBinds: boolean;
  protected readonly plan: FetchPlan;

  constructor(
    protected readonly statement: N,
    protected readonly table: TableNode | null,
    protected readonly writer: ValueWriter,
    protected readonly place: ValuesPlace,
  ) {
    const { options, dialect } = writer;
    const { topLevel } = place;
    this.capabilities = dialect.capabilities;
    this.columnKeys = topLevel && options.columnKeys ? options.columnKeys : null;
    this.executemany = topLevel && (options.executemany ?? false);
    this.literalBinds = options.literalBinds ?? false;
    this.plan = fetchPlan(statement, table, { capabilities: this.capabilities, executemany: this.executemany, topLevel });
  }

  resolve(): Resolved {
    if (this.columnKeys === null && !this.hasOwnValues()) this.everyColumn();
    else this.resolveColumns();
    this.set = columnsOf(this.assignments);
    this.furtherRows = this.writtenRows();
    return this;
  }

  get sentinels(): readonly ColumnNode[] {
    return this.plan.sentinels;
  }

  /** Whether the statement says what it writes. */
  protected abstract hasOwnValues(): boolean;

  /** Goes through the columns. */
  protected abstract resolveColumns(): void;

  /** Rows of VALUES after the first. */
  protected writtenRows(): readonly string[] {
    return none;
  }

  /** The default by which the client fills a column that was left out. */
  protected abstract clientDefault(column: ColumnNode): ColumnDefault | null;

  /** The statement's values and the execution's. */
  protected given(names: readonly string[], cells: readonly unknown[], field: string): GivenValues {
    return new GivenValues(names, cells, this.columnKeys ?? none, this.writer.ordinals, this.place.source, field);
  }

  protected ordinal(field: string, index: number, row = 0): number {
    return this.writer.ordinals.of(this.place.source, field, index, row);
  }

  /** A column that is set. */
  protected columnText(column: ColumnNode): string {
    return this.place.otherTargets.length > 0 ? this.writer.process(column) : this.writer.columnName(column);
  }

  /** Nothing is known of the values: every column is a parameter. */
  protected everyColumn(): void {
    for (const column of this.statement.table.columns) {
      if (column.facts.insertSentinel) continue;
      this.assign(
        column,
        this.valueSlot(column.key, column.type, { value: fromExecution, ordinal: -1 }, false, column.facts.quote === true),
      );
    }
  }

  protected cellText(column: ColumnNode, given: Given, name: string): string {
    const { value } = given;
    if (value instanceof Bind) return this.bindText(value, name, column.type);
    if (value instanceof ExpressionNode) return this.expressionText(value);
    return this.valueSlot(name, column.type, given, value !== fromExecution, column.facts.quote === true);
  }

  /** A bind parameter of the user's, given to a column. @param uncast the column's type is not written, where it has none of its own */
  protected bindText(bind: Bind, name: string, type: SqlType<unknown>, uncast = false): string {
    return this.writer.bind(bind, anywhere, this.place.topLevel ? { name, type, uncast } : { type, uncast });
  }

  protected valueSlot(name: string, type: SqlType<unknown>, given: Given, unique: boolean, quoted = false): string {
    const { value } = given;
    const required = value === fromExecution;
    if (!required) {
      if (this.literalBinds) return this.writer.literal(value, type);
    }
    if (!this.place.topLevel)
      return this.writer.slot({
        key: this.writer.numbered(this.place.merging ? name : "param"),
        type,
        ordinal: given.ordinal,
        constant: required ? null : value,
        required,
        unique: true,
      });
    return this.writer.slot({
      key: name,
      type,
      ordinal: given.ordinal,
      constant: required ? null : value,
      required,
      unique,
      crud: !unique,
      quoted,
    });
  }

  protected expressionText(expression: ExpressionNode): string {
    return this.writer.process(grouped(expression, null));
  }

  protected assign(column: ColumnNode, value: string): void {
    this.assignments.push({ target: this.columnText(column), value, column, slot: this.writer.slotIn(value) });
  }

  protected assignExpression(column: ColumnNode, expression: ExpressionNode): void {
    this.assign(column, this.expressionText(expression));
  }

  protected assignPrefetch(column: ColumnNode, name: string, row: number): void {
    this.assign(column, this.defaultSlot(column, name, row));
  }

  /** The slot of a default of the client. Before a statement only the outermost one's run: inside of a CTE the slot itself has the value. */
  protected defaultSlot(column: ColumnNode, name: string, row: number): string {
    const made = this.clientDefault(column);
    const { topLevel } = this.place;
    if (this.literalBinds && made?.kind === "scalar") return this.writer.literal(made.value, column.type);
    const own = topLevel ? {} : ownValue(made);
    if (this.place.merging)
      return this.writer.slot({ key: this.writer.numbered(name), type: column.type, ordinal: -1, unique: true, ...own });
    const key = topLevel || this.writer.isFree(name) ? name : this.writer.numbered("param");
    const text = this.writer.slot({ key, type: column.type, ordinal: -1, crud: true, ...own });
    const slot = this.writer.slotIn(text);
    if (topLevel && slot !== null && made !== null) this.prefetch = [...this.prefetch, { slot, column, default: made, row }];
    return text;
  }

  /** RETURNING brings it without the caller's asking. */
  protected returnImplicitly(expression: ExpressionNode): void {
    this.implicitReturning = [...this.implicitReturning, expression];
  }

  protected fetchAfterwards(column: ColumnNode): void {
    this.postfetch = [...this.postfetch, column];
  }

  protected addSupplemental(column: ColumnNode): void {
    const { supplementalColumns } = this.statement;
    if (supplementalColumns.length > 0 && supplementalColumns.includes(column) && !this.implicitReturning.includes(column))
      this.returnImplicitly(column);
  }

  protected addRemainingSupplemental(): void {
    for (const each of this.statement.supplementalColumns) if (!this.implicitReturning.includes(each)) this.returnImplicitly(each);
  }
}
