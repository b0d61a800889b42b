import { ArgumentError, CompileError } from "../errors/index.js";
import type { HintNode, PrefixNode } from "../nodes/clauses.js";
import { Bind } from "../nodes/expressions.js";
import type { DistinctOn, DmlLimit, ExtensionPoint } from "../nodes/extensions.js";
import {
  type AliasNode,
  type CteNode,
  type FromFragment,
  type JoinNode,
  type SubqueryNode,
  type TableNode,
  ValuesNode,
} from "../nodes/froms.js";
import { type FromNode, Node } from "../nodes/node.js";
import type { ScalarValues } from "../nodes/scalar-values.js";
import type { StatementNode } from "../nodes/statement.js";
import { shown } from "../sqltypes/index.js";
import { inFrom, type Place } from "./base.js";
import { isKnownDialect } from "./known-dialects.js";
import { TableFunctionCompiler } from "./table-functions.js";

function shownCell(cell: unknown): string {
  if (cell instanceof Bind && cell.name === null) return shown(cell.value);
  return cell instanceof Node ? `a ${cell.kind} construct` : shown(cell);
}

/** Writes what stands in FROM, and CTEs. */
export abstract class FromCompiler extends TableFunctionCompiler {
  visitTable(table: TableNode, place: Place): string {
    return place.asFrom ? this.tableName(table) + this.tableHint(table) : this.tableName(table);
  }

  visitAlias(alias: AliasNode, place: Place): string {
    const name = this.fromName(alias);
    if (!place.asFrom) return name;
    return `${alias.lateral ? "LATERAL " : ""}${this.underAlias(this.process(alias.element, place), name)}${this.tableHint(alias)}`;
  }

  visitSubquery(subquery: SubqueryNode, place: Place): string {
    const name = this.fromName(subquery);
    if (!place.asFrom) return name;
    const inner = this.process(subquery.select, { asFrom: true, lateral: subquery.lateral, literal: place.literal ?? false });
    return `${subquery.lateral ? "LATERAL " : ""}${this.underAlias(`(${inner})`, name)}`;
  }

  visitJoin(join: JoinNode, place: Place): string {
    const right = this.process(join.right, place);
    const grouped = join.right.kind === "join" ? `(${right})` : right;
    return `${this.process(join.left, place)}${this.joinWord(join)}${grouped} ON ${this.process(join.on, { literal: place.literal ?? false })}`;
  }

  protected joinWord({ full, outer }: JoinNode): string {
    if (full) return " FULL OUTER JOIN ";
    return outer ? " LEFT OUTER JOIN " : " JOIN ";
  }

  visitFromFragment(node: FromFragment, place: Place): string {
    return this.process(node.fragment, place);
  }

  visitValues(values: ValuesNode, place: Place): string {
    const name = values.name === null ? null : this.fromName(values);
    const byItself = this.depth === 0;
    if (!place.asFrom && !byItself) return name ?? "";
    return (values.lateral ? "LATERAL " : "") + this.valuesElement(values, name, place);
  }

  /** VALUES as an element of FROM. */
  protected valuesElement(values: ValuesNode, name: string | null, place: Place): string {
    const rows = `(${this.valuesText(values, place)})`;
    return name === null
      ? rows
      : this.underAlias(rows, `${name} (${values.names.map((each) => this.quoteGiven(each, "column")).join(", ")})`);
  }

  /** `VALUES (…), (…)`. @throws CompileError without rows, ArgumentError for one that has not a cell for each column */
  protected valuesText(values: ValuesNode, place: Place): string {
    const rows = this.valuesRows(values, place).map((cells) => `(${cells.join(", ")})`);
    return `VALUES ${rows.join(", ")}`;
  }

  /** The text of each value, row by row. */
  protected valuesRows(values: ValuesNode, place: Place): readonly (readonly string[])[] {
    if (values.rows.length === 0)
      throw new CompileError(`VALUES ${values.name === null ? "" : `'${values.name}' `}has no rows: give it some by data().`);
    const literal = place.literal || values.literalBinds || this.options.literalBinds;
    return values.rows.map((row, rowIndex) => {
      if (row.length !== values.columns.length)
        throw new ArgumentError(`Wrong number of elements for ${values.columns.length}-tuple: [${row.map(shownCell).join(", ")}]`);
      return values.columns.map(({ type }, index) => {
        const cell = row[index];
        if (this.isNode(cell)) return this.process(cell, { literal: literal ?? false });
        if (literal) return this.literal(cell, type);
        const ordinal = this.ordinals.of(values, "rows", index, rowIndex);
        return this.slot({ key: this.numbered("param"), type, ordinal, constant: cell, unique: true });
      });
    });
  }

  visitScalarValues(node: ScalarValues, place: Place): string {
    return `(${this.valuesText(node.values, place)})`;
  }

  protected isNode(value: unknown): value is Node {
    return value instanceof Node;
  }

  /** The hint for a FROM element, where the statement being written has one; the last one stands. */
  protected tableHint(from: FromNode): string {
    if (this.currentHints.length === 0) return "";
    const hint = this.currentHints.findLast((each) => each.selectable === from && this.isForThis(each.dialect));
    return hint ? this.hintText(hint) : "";
  }

  /** How a hint stands after its table; most databases have none. */
  protected hintText(_hint: HintNode): string {
    return "";
  }

  protected isForThis(dialect: string | null): boolean {
    return dialect === null || dialect === "*" || dialect === this.dialect.name;
  }

  /** Prefixes or suffixes of this dialect, with a blank after the last. */
  protected affixes(prefixes: readonly PrefixNode[]): string {
    if (prefixes.length === 0) return "";
    const own = prefixes.filter((prefix) => this.isForThis(prefix.dialect)).map((prefix) => this.process(prefix.text));
    return own.length > 0 ? `${own.join(" ")} ` : "";
  }

  /** Suffixes of this dialect, with a blank before and after; a blank where all are other dialects'; nothing without any. */
  protected suffixes(suffixes: readonly PrefixNode[]): string {
    return suffixes.length > 0 ? ` ${this.affixes(suffixes)}` : "";
  }

  // --- what one dialect reads --------------------------------------------------------------------------------------------------

  /** The clauses that dialects have added to a statement there, with a blank after each. */
  protected extensions(node: StatementNode, point: ExtensionPoint): string {
    if (node.extensions.length === 0) return "";
    return node.extensions.map((each) => (each.points[node.kind] === point ? `${this.process(each)} ` : "")).join("");
  }

  visitDmlLimit(node: DmlLimit): string {
    if (!this.dialect.capabilities.dmlLimit) throw this.unsupported(node.kind);
    return `LIMIT ${this.process(node.limit)}`;
  }

  visitDistinctOn(node: DistinctOn): string {
    if (!this.dialect.capabilities.distinctOn) throw this.unsupported(node.kind);
    return `DISTINCT ON (${this.list(node.columns, ", ", {})})`;
  }

  /** Options of this dialect are those that it knows; those of others are theirs, if there are such. @throws ArgumentError for one that it does not know */
  protected checkOptions(node: StatementNode): void {
    if (node.options === null) return;
    for (const [dialect, options] of Object.entries(node.options.byDialect))
      if (!isKnownDialect(dialect))
        for (const name of Object.keys(options)) this.warn(`Can't validate option '${name}'; can't locate any dialect named '${dialect}'`);
    const known = this.dialect.statementOptions[node.kind] ?? [];
    const unknown = Object.keys(node.options.byDialect[this.dialect.name] ?? {}).find((name) => !known.includes(name));
    if (unknown === undefined) return;
    const others = known.length === 0 ? "it has none" : `it has ${known.join(", ")}`;
    throw new ArgumentError(`Option '${unknown}' is not accepted by dialect '${this.dialect.name}' for ${node.kind}: ${others}.`);
  }

  // --- CTEs --------------------------------------------------------------------------------------------------------------------

  visitCte(cte: CteNode, _place: Place, nestHere = false): string {
    const name = this.cteName(cte);
    if (this.ctes.meet(cte, name, this.depth, nestHere)) this.ctes.write(cte, this.cteText(cte, name));
    return this.quoteGiven(name, "from");
  }

  protected cteText(cte: CteNode, name: string): string {
    const { statement } = cte;
    const isValues = statement instanceof ValuesNode;
    const columns = cte.recursive || isValues ? `(${cte.columns.map((column) => this.columnName(column)).join(", ")})` : "";
    const materialized = cte.materialized === null ? "" : cte.materialized ? "MATERIALIZED " : "NOT MATERIALIZED ";
    const head = `${this.quoteGiven(name, "from")}${columns} AS ${materialized}${this.affixes(cte.prefixes)}`;
    const inner = isValues ? this.valuesText(statement, {}) : this.process(statement, inFrom);
    return `${head}\n(${inner})${this.suffixes(cte.suffixes)}`;
  }

  /**
   * `WITH …` with the line break after it, empty without CTEs: for the outermost statement all that were met, for an inner
   * one those that are nested in it, and with `following` those of the SELECT that it holds.
   */
  protected withClause(topLevel: boolean, following = false): string {
    if (!this.hasCtes) return "";
    const written = topLevel ? this.ctes.all() : this.ctes.take(this.depth, following);
    if (written.length === 0) return "";
    const { recursiveWord } = this.dialect.capabilities;
    const recursive = recursiveWord && written.some(({ cte }) => cte.recursive) ? "RECURSIVE " : "";
    return `WITH ${recursive}${written.map(({ text }) => text).join(", \n")}\n `;
  }

  /** Writes the CTEs that the statement carries. */
  protected attachedCtes(node: StatementNode): void {
    for (const { cte, nesting } of node.ctes) this.visitCte(cte, {}, nesting);
  }
}
