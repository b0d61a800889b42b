import { CompileError, InvalidRequestError } from "../errors/index.js";
import { expressionOf } from "../expression/coerce.js";
import { criterion } from "../expression/grouping.js";
import type { ForUpdateNode } from "../nodes/clauses.js";
import { ColumnNode } from "../nodes/column.js";
import { Cast, Fragment, Label, LiteralColumn, TypeCoerce, Unary } from "../nodes/expressions.js";
import { type LabelledColumn, labelledColumns } from "../nodes/labels.js";
import type { ExpressionNode, FromNode, Node } from "../nodes/node.js";
import { operators } from "../nodes/operator.js";
import { CompoundNode, type LimitNode, SelectNode, type SetOperator, type TextSelectNode } from "../nodes/select.js";
import { WholeRow } from "../nodes/table-functions.js";
import { addFroms } from "../nodes/traverse.js";
import { TypeDecorator } from "../sqltypes/index.js";
import type { Enclosing, Place } from "./base.js";
import { covered, withoutJoined } from "./from-lists.js";
import { FromCompiler } from "./froms.js";
import { resultOf } from "./result-columns.js";

/** What the schema says of the quotes of a column's name, where the label is that name. */
function schemaQuoting(column: ExpressionNode, label: string): boolean | null {
  if (column instanceof ColumnNode) return column.name === label ? column.facts.quote : null;
  return column instanceof Cast || column instanceof TypeCoerce ? schemaQuoting(column.element, label) : null;
}

const noLabels: ReadonlySet<Node> = new Set();

/** Writes SELECTs. */
export abstract class SelectCompiler extends FromCompiler {
  // --- SELECT ------------------------------------------------------------------------------------------------------------------

  protected get isTopLevel(): boolean {
    return this.enclosing === null;
  }

  visitSelect(select: SelectNode, place: Place): string {
    const topLevel = this.isTopLevel;
    this.checkOptions(select);
    const named = this.selectFroms(select, place);
    const written = this.rewritten(select, named, place);
    const froms = written === select ? named : this.selectFroms(written, place);
    this.enter(covered(froms));
    const outerHints = this.currentHints;
    this.currentHints = written.hints;
    try {
      this.attachedCtes(written);
      if (topLevel) ({ resultColumns: this.resultColumns, shape: this.shape } = resultOf(select));
      const text = this.selectText(written, froms, place, topLevel);
      return topLevel || !place.embedded ? this.withClause(topLevel) + text : text;
    } finally {
      this.currentHints = outerHints;
      this.leave();
    }
  }

  /**
   * A SELECT that says the same with what the database has.
   * @param _froms what its FROM names
   */
  protected rewritten(select: SelectNode, _froms: readonly FromNode[], _place: Place): SelectNode {
    return select;
  }

  /** The FROM list: what is named, what the columns and criteria need, less what a join holds and what comes from outside. */
  protected selectFroms(select: SelectNode, place: Place): readonly FromNode[] {
    const needed: FromNode[] = [];
    for (const from of select.froms) if (!needed.includes(from)) needed.push(from);
    for (const column of select.columns) addFroms(column, needed);
    for (const criterion of select.where) addFroms(criterion, needed);
    const all = withoutJoined(needed);
    const outer = this.enclosing;
    return outer ? this.uncorrelated(select, all, outer, place) : all;
  }

  private uncorrelated(select: SelectNode, all: readonly FromNode[], outer: Enclosing, place: Place): readonly FromNode[] {
    const isFrom = place.asFrom === true && place.lateral !== true;
    const explicit = isFrom ? outer.all.filter((from) => !outer.own.includes(from)) : outer.all;
    const implicit = isFrom ? [] : outer.own;
    let froms = all;
    const { correlate, correlateExcept } = select;
    if (correlate !== null) froms = froms.filter((from) => !(explicit.includes(from) && correlate.includes(from)));
    if (correlateExcept !== null) froms = froms.filter((from) => !explicit.includes(from) || correlateExcept.includes(from));
    if (correlate === null && correlateExcept === null && froms.length > 1) {
      froms = froms.filter((from) => !implicit.includes(from));
      if (froms.length === 0)
        throw new InvalidRequestError(
          "Select statement returned no FROM clauses due to auto-correlation; specify correlate(<tables>) to control correlation manually.",
        );
    }
    return froms;
  }

  protected selectText(select: SelectNode, froms: readonly FromNode[], place: Place, topLevel: boolean): string {
    const inner: Place = { literal: place.literal ?? false };
    const labelled = labelledColumns(select.columns, true, select.labelStyle);
    // hints, DISTINCT ON and what dialects add stand before the columns, but are written after them: parameters are numbered in that order
    let columns = "";
    for (const each of labelled) columns += (columns === "" ? "" : ", ") + this.columnText(each, place, inner, topLevel);
    let text = `SELECT ${this.hintsOfTables(select)}${this.affixes(select.prefixes)}${this.distinctText(select, inner)}${this.extensions(select, "preColumns")}${columns}`;
    text += froms.length > 0 ? this.fromText(froms, inner) : this.defaultFrom(select);
    text += this.criterionText(" \nWHERE ", select.where, inner);
    if (select.groupBy.length > 0) text += ` GROUP BY ${this.list(select.groupBy, ", ", inner)}`;
    text += this.criterionText(" \nHAVING ", select.having, inner);
    if (select.orderBy.length > 0) text += ` ORDER BY ${this.sortKeys(select.orderBy, this.sortLabels(select), inner)}`;
    if (select.limit) text += this.limitText(select.limit, inner);
    if (select.forUpdate) text += this.forUpdateText(select);
    return text + this.statementHints(select) + this.suffixes(select.suffixes);
  }

  /** The labels of the select list that ORDER BY may name. */
  private sortLabels({ columns }: SelectNode): ReadonlySet<Node> {
    if (!this.dialect.capabilities.sortsByLabel || !columns.some((column) => column instanceof Label)) return noLabels;
    return new Set(columns.filter((column) => column instanceof Label));
  }

  /** What hints about tables are written after SELECT, with a blank after them; most databases have them elsewhere. */
  protected hintsOfTables(_select: SelectNode): string {
    return "";
  }

  private statementHints({ hints }: SelectNode): string {
    if (hints.length === 0) return "";
    const own = hints.filter((hint) => hint.selectable === null && this.isForThis(hint.dialect));
    return own.map((hint) => ` ${hint.text}`).join("");
  }

  /** What ORDER BY holds: a label of the select list stands by its name, also before DESC and the like. */
  protected sortKeys(keys: readonly ExpressionNode[], labels: ReadonlySet<Node>, place: Place): string {
    let text = "";
    for (const key of keys) text += (text === "" ? "" : ", ") + this.sortKey(key, labels, place);
    return text;
  }

  private sortKey(key: ExpressionNode, labels: ReadonlySet<Node>, place: Place): string {
    if (key instanceof Unary && key.after) return this.sortKey(key.operand, labels, place) + key.operator.text;
    return key instanceof Label && labels.has(key) ? this.quoteGiven(key.name, "column") : this.process(key, place);
  }

  protected fromText(froms: readonly FromNode[], place: Place): string {
    return ` \nFROM ${this.list(froms, ", ", { ...place, asFrom: true })}`;
  }

  /** What stands in for FROM where there is nothing to select from. */
  protected defaultFrom(_select: SelectNode): string {
    return "";
  }

  protected distinctText(select: SelectNode, place: Place): string {
    if (select.distinctOn.length > 0 && !this.dialect.capabilities.distinctOn)
      throw new CompileError(`The '${this.dialect.name}' dialect has no DISTINCT ON; leaving it out would give other rows.`);
    if (select.distinctOn.length > 0) return `DISTINCT ON (${this.list(select.distinctOn, ", ", place)}) `;
    return select.distinct ? "DISTINCT " : "";
  }

  /** `WHERE a AND b`; empty without criteria. */
  protected criterionText(word: string, criteria: readonly ExpressionNode[], place: Place): string {
    if (criteria.length === 0) return "";
    const one = criterion(criteria);
    const text = one === null ? "" : this.process(one, place);
    return text === "" ? "" : word + text;
  }

  protected limitText(limit: LimitNode, place: Place): string {
    if (limit.fetch) return this.fetchText(limit, limit.fetch, place);
    const limiting = limit.limit ? `\n LIMIT ${this.process(limit.limit, place)}` : "";
    const offset = limit.offset ? `${limit.limit ? "" : "\n LIMIT -1"} OFFSET ${this.process(limit.offset, place)}` : "";
    return limiting + offset;
  }

  /** `OFFSET n ROWS FETCH FIRST n ROWS ONLY`. */
  protected fetchText(limit: LimitNode, fetch: ExpressionNode, place: Place): string {
    const offset = limit.offset ? `\n OFFSET ${this.process(limit.offset, place)} ROWS` : "";
    const percent = limit.percent ? " PERCENT" : "";
    return `${offset}\n FETCH FIRST ${this.process(fetch, place)}${percent} ROWS ${limit.withTies ? "WITH TIES" : "ONLY"}`;
  }

  /** ` OF table, …` of a lock: the tables named, and those of columns named. */
  protected lockedTables({ of }: ForUpdateNode): string {
    const tables = new Set(of.map((each) => (each instanceof ColumnNode && each.table ? each.table : each)));
    return tables.size > 0 ? ` OF ${this.list([...tables], ", ", {})}` : "";
  }

  protected forUpdateText(_select: SelectNode): string {
    return " FOR UPDATE";
  }

  // --- select lists ------------------------------------------------------------------------------------------------------------

  /** A column of a select list, with the label that it needs there. */
  protected columnText({ column, required, fallback, repeated }: LabelledColumn, place: Place, inner: Place, topLevel: boolean): string {
    const read = this.readExpression(column);
    if (read) return this.aliased(read.expression, required === null ? this.readName(column, read.name) : this.labelName(required), inner);
    if (column instanceof Label) {
      if (required === null || required === column.name) return this.process(column, { ...inner, withinColumns: true });
      return this.aliased(column.element, this.labelName(required), inner);
    }
    if (required !== null) return this.aliased(column, this.labelName(required), inner);
    if (column instanceof ColumnNode) {
      const named = place.asFrom === true && !topLevel && column.table !== null;
      return named
        ? this.aliased(
            column,
            column.anonymous && column.source ? this.anonymousName(column.source, column.name, "column") : column.name,
            inner,
          )
        : this.process(column, inner);
    }
    if (column instanceof LiteralColumn || column instanceof Fragment || column instanceof WholeRow || fallback === null)
      return this.process(column, inner);
    if (column instanceof Unary && place.asFrom !== true && !repeated && !this.isLabelledUnary(column)) return this.process(column, inner);
    return this.aliased(column, this.labelName(fallback), inner);
  }

  /** The label of what a type reads by an expression: the column's own name, unless labels are not what tells columns of RETURNING apart. */
  private readName(column: ExpressionNode, name: string): string {
    const numbered = this.withinReturning && !this.dialect.capabilities.labelledReturning && !(column instanceof Label);
    return numbered ? this.anonymousName(column, name, "column") : name;
  }

  /** What the type of a column, labelled or not, writes around it where the outermost statement reads it, and its name; null for nothing. */
  protected readExpression(read: ExpressionNode): { readonly expression: ExpressionNode; readonly name: string } | null {
    const column = read instanceof Label ? read.element : read;
    const { type } = column;
    if (this.depth > 1 || !(column instanceof ColumnNode) || !(type instanceof TypeDecorator) || !type.expressions.column) return null;
    const expression = expressionOf(type.expressions.column(column));
    return expression && { expression, name: read instanceof Label ? read.name : column.name };
  }

  /** EXISTS, NOT, and what stands in parentheses after its operator have a label; `-x` has none. */
  private isLabelledUnary({ operator, operand }: Unary): boolean {
    return operator === operators.exists || operator === operators.not || operand.kind === "grouping";
  }

  private aliased(column: ExpressionNode, name: string, place: Place): string {
    const label = this.quoteGiven(name, "column", schemaQuoting(column, name));
    return `${this.process(column, place)} AS ${label}`;
  }

  // --- compounds and text ------------------------------------------------------------------------------------------------------

  visitCompound(node: CompoundNode, place: Place): string {
    const topLevel = this.isTopLevel;
    this.enter([]);
    try {
      this.attachedCtes(node);
      const selects = node.selects.map((select) => this.compoundMember(select, place)).join(` ${this.setOperator(node.operator)} `);
      if (topLevel) ({ resultColumns: this.resultColumns, shape: this.shape } = resultOf(this.firstSelect(node)));
      const text = [
        selects,
        node.groupBy.length > 0 ? ` GROUP BY ${this.list(node.groupBy, ", ", {})}` : "",
        node.orderBy.length > 0
          ? ` ORDER BY ${this.sortKeys(node.orderBy, new Set(this.firstSelect(node).columns), { bareColumns: true })}`
          : "",
        node.limit ? this.compoundLimit(node, node.limit) : "",
      ].join("");
      return this.withClause(topLevel, true) + text;
    } finally {
      this.leave();
    }
  }

  /** UNION, EXCEPT and the like, where a database calls them otherwise. */
  protected setOperator(operator: SetOperator): string {
    return operator;
  }

  /** LIMIT and OFFSET of a compound as a whole. */
  protected compoundLimit(_node: CompoundNode, limit: LimitNode): string {
    return this.limitText(limit, {});
  }

  protected compoundMember(select: Node, place: Place): string {
    const text = this.process(select, { asFrom: place.asFrom ?? false, embedded: true });
    return select instanceof CompoundNode || (select instanceof SelectNode && (select.orderBy.length > 0 || select.limit !== null))
      ? this.groupedMember(text)
      : text;
  }

  /** A member of a compound with an ORDER BY or LIMIT of its own. */
  protected groupedMember(text: string): string {
    return `(${text})`;
  }

  private firstSelect(node: CompoundNode): SelectNode | TextSelectNode {
    const first = node.selects[0];
    if (!first) throw new CompileError("A compound SELECT without SELECTs.");
    return first instanceof CompoundNode ? this.firstSelect(first) : first;
  }

  visitTextSelect(node: TextSelectNode): string {
    const topLevel = this.isTopLevel;
    this.enter([]);
    try {
      this.attachedCtes(node);
      if (topLevel) ({ resultColumns: this.resultColumns, shape: this.shape } = resultOf(node));
      const text = this.process(node.text);
      return this.withClause(topLevel) + text;
    } finally {
      this.leave();
    }
  }
}
