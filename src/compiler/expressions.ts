import { CompileError, UnsupportedError } from "../errors/index.js";
import type { ColumnNode } from "../nodes/column.js";
import type {
  Binary,
  Bind,
  CaseNode,
  Cast,
  ClauseList,
  Constant,
  Extract,
  Fragment,
  FunctionCall,
  Grouping,
  Identifier,
  Label,
  LiteralColumn,
  NextValue,
  ScalarSubselect,
  TupleNode,
  TypeCoerce,
  Unary,
} from "../nodes/expressions.js";
import { AliasNode, CteNode, SubqueryNode, TableNode, ValuesNode } from "../nodes/froms.js";
import type { LabelReference } from "../nodes/label-reference.js";
import type { ExpressionNode, FromNode, Node } from "../nodes/node.js";
import { operators } from "../nodes/operator.js";
import type { Quantified } from "../nodes/quantified.js";
import { ReturnedRow } from "../nodes/returned-row.js";
import { TableSampleNode, TableValuedNode } from "../nodes/table-functions.js";
import { type SqlType, typeOn } from "../sqltypes/index.js";
import type { Place } from "./base.js";
import { firstForm } from "./ctes.js";
import { type FunctionParts, type FunctionWriter, standardFunctions } from "./functions.js";
import { MembershipCompiler } from "./membership.js";
import { translatedSchema } from "./translated-schema.js";

/** Whether the columns of a FROM element are those of a table, and not what the statement itself calls so. */
function isStored(from: ColumnNode["table"]): boolean {
  if (from instanceof AliasNode || from instanceof TableSampleNode) return isStored(from.element);
  return !(from instanceof SubqueryNode || from instanceof CteNode || from instanceof ValuesNode || from instanceof TableValuedNode);
}

/** Writes column expressions. A dialect overrides the methods in which it differs. */
export abstract class ExpressionCompiler extends MembershipCompiler {
  /** Functions that are written in a way of their own, by lower-case name. */
  protected ownFunctions(): Readonly<Record<string, FunctionWriter>> {
    return standardFunctions;
  }
  #functions: Readonly<Record<string, FunctionWriter>> | undefined;

  // --- names -------------------------------------------------------------------------------------------------------------------

  /** The name by which the statement refers to a FROM element. */
  fromName(from: FromNode): string {
    if (from instanceof TableNode) return this.tableName(from);
    if (from instanceof CteNode) return this.quoteGiven(this.cteName(from), "from");
    if (from instanceof SubqueryNode || from instanceof ValuesNode) return this.givenName(from, "anon");
    if (from instanceof AliasNode) return this.givenName(from, this.aliasBase(from));
    throw new CompileError(`A ${from.kind} has no name that a column could be written with.`);
  }

  /** The alias of an element of FROM, or the numbered name of one that has none. */
  protected givenName(from: FromNode & { readonly name: string | null }, base: string): string {
    return this.quoteGiven(from.name ?? this.anonymousName(from, base, "from"), "from");
  }

  /** An element of FROM with its alias. */
  protected underAlias(element: string, alias: string): string {
    return `${element} AS ${alias}`;
  }

  protected cteName(cte: CteNode): string {
    return cte.name ?? this.anonymousName(firstForm(cte), "anon", "from");
  }

  protected aliasBase(alias: { readonly element: FromNode }): string {
    const { element } = alias;
    return element instanceof TableNode || element instanceof CteNode ? (element.name ?? "anon") : "anon";
  }

  /** A table with its schema; a schema translate map may change that. */
  tableName(table: TableNode): string {
    const schema = this.translatedSchema(table.schema);
    const name = this.quote(table.name, table.quote);
    return schema === null ? name : `${this.quoteSchema(schema)}.${name}`;
  }

  protected translatedSchema(schema: string | null): string | null {
    return translatedSchema(schema, this.options.schemaTranslateMap, this.dialect.capabilities.defaultSchema);
  }

  columnName(column: ColumnNode): string {
    if (column.anonymous && column.source) return this.quoteGiven(this.anonymousName(column.source, column.name, "column"), "column");
    return isStored(column.table)
      ? this.quote(column.name, column.facts.quote)
      : this.quoteGiven(column.name, "column", column.facts.quote);
  }

  visitColumn(column: ColumnNode, place: Place): string {
    const name = this.columnName(column);
    if (column.table instanceof ReturnedRow) return `${this.returnedRow(column.table)}.${name}`;
    if (column.table === null || place.bareColumns || this.isUnnamed(column.table)) return name;
    return `${this.fromName(column.table)}.${name}`;
  }

  /** Set while RETURNING is written. */
  protected withinReturning = false;

  /** By which name RETURNING has the row before or after the change. @throws UnsupportedError where the database has none; CompileError elsewhere */
  protected returnedRow({ version }: ReturnedRow): string {
    const { name, capabilities } = this.dialect;
    if (capabilities.returnedRows === null)
      throw new UnsupportedError(
        `The '${name}' dialect with current database version settings can't return the ${version} row of a change (PostgreSQL from 18 on and SQL Server can).`,
      );
    if (!this.withinReturning)
      throw new CompileError(`The ${version} row of a change can only be named in returning(): use the columns of the table itself here.`);
    return capabilities.returnedRows[version];
  }

  visitReturnedRow(row: ReturnedRow): string {
    return this.returnedRow(row);
  }

  /** VALUES may stand in FROM without a name. */
  private isUnnamed(from: FromNode): boolean {
    return from instanceof ValuesNode && from.name === null;
  }

  visitLiteralColumn(node: LiteralColumn): string {
    return node.name;
  }

  visitIdentifier(node: Identifier): string {
    return this.quote(node.name);
  }

  visitLabel(label: Label, place: Place): string {
    if (place.withinColumns)
      return `${this.process(label.element, { ...place, withinColumns: false })}${operators.as.text}${this.quoteGiven(label.name, "column")}`;
    return this.process(label.element, place);
  }

  visitLabelReference(node: LabelReference): string {
    return this.quoteGiven(node.label.name, "column");
  }

  // --- values ------------------------------------------------------------------------------------------------------------------

  visitBind(node: Bind, place: Place): string {
    return this.bind(node, place);
  }

  visitConstant(node: Constant): string {
    switch (node.constant) {
      case "null":
        return "NULL";
      case "default":
        return "DEFAULT";
      default:
        return this.truth(node.constant === "true");
    }
  }

  protected truth(value: boolean): string {
    return this.dialect.capabilities.nativeBoolean ? String(value) : value ? "1" : "0";
  }

  visitFragment(node: Fragment, place: Place): string {
    let text = node.parts[0] ?? "";
    node.nodes.forEach((inner, index) => {
      text += this.fragmentPart(inner, place) + (node.parts[index + 1] ?? "");
    });
    return text;
  }

  /** A table in a fragment is its name; everything else is written as ever. */
  protected fragmentPart(inner: Node, place: Place): string {
    if (inner instanceof TableNode) return this.tableName(inner);
    if (inner instanceof AliasNode || inner instanceof CteNode) return this.fromName(inner);
    return this.process(inner, { ...place, withinColumns: false });
  }

  visitGrouping(node: Grouping, place: Place): string {
    return `(${this.process(node.element, { ...place, asFrom: false, withinColumns: false })})`;
  }

  visitTuple(node: TupleNode, place: Place): string {
    return `(${this.list(node.elements, ", ", place)})`;
  }

  visitClauseList(node: ClauseList, place: Place): string {
    return this.list(node.clauses, node.operator.text, place);
  }

  protected list(nodes: readonly Node[], separator: string, place: Place): string {
    return nodes
      .map((node) => this.process(node, place))
      .filter((text) => text !== "")
      .join(separator);
  }

  visitScalarSubselect(node: ScalarSubselect, place: Place): string {
    if (node.implicit)
      this.warn(
        "implicitly coercing SELECT object to scalar subquery; please use the .scalarSubquery() method to produce a scalar subquery.",
      );
    return `(${this.process(node.select, { literal: place.literal ?? false })})`;
  }

  visitQuantified(node: Quantified, place: Place): string {
    const element = this.process(node.element, place);
    return `${node.quantifier} ${node.element.kind === "scalarSubselect" ? element : `(${element})`}`;
  }

  visitCast(node: Cast, place: Place): string {
    if (node.trying && !this.dialect.capabilities.tryCast) throw this.unsupported("tryCast");
    return `${node.trying ? "TRY_CAST" : "CAST"}(${this.process(node.element, { ...place, withinColumns: false })} AS ${this.castTypeName(typeOn(node.type, this.dialect.name))})`;
  }

  /** A type's name in CAST, where it is another than in DDL. */
  protected castTypeName(type: SqlType<unknown>): string {
    return this.typeName(type);
  }

  visitTypeCoerce(node: TypeCoerce, place: Place): string {
    return this.process(node.element, place);
  }

  visitExtract(node: Extract, place: Place): string {
    return `EXTRACT(${node.field} FROM ${this.process(node.element, place)})`;
  }

  visitCase(node: CaseNode, place: Place): string {
    const inner = { ...place, withinColumns: false };
    const subject = node.subject ? `${this.process(node.subject, inner)} ` : "";
    const whens = node.whens.map(([condition, result]) => `WHEN ${this.process(condition, inner)} THEN ${this.process(result, inner)} `);
    const otherwise = node.otherwise ? `ELSE ${this.process(node.otherwise, inner)} ` : "";
    return `CASE ${subject}${whens.join("")}${otherwise}END`;
  }

  visitNextValue(node: NextValue): string {
    throw new UnsupportedError(
      `Dialect '${this.dialect.name}' does not support sequence increments.${node.name === "" ? " The sequence has no name." : ""}`,
    );
  }

  // --- functions ---------------------------------------------------------------------------------------------------------------

  visitFunction(node: FunctionCall, place: Place): string {
    const inner = { ...place, withinColumns: false };
    const parts: FunctionParts = {
      args: node.args.map((arg) => this.process(arg, inner)),
      distinct: node.distinct ? "DISTINCT " : "",
      orderBy: node.orderBy.length > 0 ? ` ORDER BY ${this.list(node.orderBy, ", ", inner)}` : "",
    };
    const args = parts.args.filter((text) => text !== "").join(", ");
    this.#functions ??= this.ownFunctions();
    const own = node.path.length === 0 ? this.#functions[node.name.toLowerCase()] : undefined;
    if (own) return own(node, args, parts);
    const name = [...node.path.map((part) => this.quote(part)), this.functionName(node.name)].join(".");
    return `${name}(${parts.distinct}${args}${parts.orderBy})`;
  }

  /** Function names are quoted only for signs that no name has: `coalesce` and `MAX` stay as they are. */
  protected functionName(name: string): string {
    return /^[A-Za-z_][A-Za-z0-9_$]*$/.test(name) ? name : this.quote(name);
  }

  // --- operators ---------------------------------------------------------------------------------------------------------------

  visitUnary(node: Unary, place: Place): string {
    const inner = { ...place, withinColumns: false };
    if (node.operator === operators.isTrue || node.operator === operators.isFalse) return this.booleanTest(node, inner);
    if (node.after) return this.process(node.operand, inner) + node.operator.text;
    return node.operator.text + this.process(node.operand, inner);
  }

  /** A boolean column by itself, as a criterion. */
  protected booleanTest(node: Unary, place: Place): string {
    const operand = this.process(node.operand, place);
    const isTrue = node.operator === operators.isTrue;
    if (this.dialect.capabilities.nativeBoolean) return isTrue ? operand : `NOT ${operand}`;
    return `${operand} = ${isTrue ? "1" : "0"}`;
  }

  visitBinary(node: Binary, place: Place): string {
    const inner = { ...place, withinColumns: false };
    switch (node.operator) {
      case operators.in:
      case operators.notIn:
        return this.membership(node, inner);
      case operators.ilike:
      case operators.notIlike:
        return this.ilike(node, inner);
      case operators.startsWith:
      case operators.notStartsWith:
        return this.likePart(node, inner, "", "'%'");
      case operators.endsWith:
      case operators.notEndsWith:
        return this.likePart(node, inner, "'%'", "");
      case operators.contains:
      case operators.notContains:
        return this.likePart(node, inner, "'%'", "'%'");
      case operators.istartsWith:
      case operators.notIstartsWith:
        return this.caselessPart(node, inner, "", "'%'");
      case operators.iendsWith:
      case operators.notIendsWith:
        return this.caselessPart(node, inner, "'%'", "");
      case operators.icontains:
      case operators.notIcontains:
        return this.caselessPart(node, inner, "'%'", "'%'");
      case operators.div:
        return this.division(node, inner);
      case operators.floorDiv:
        return this.floorDivision(node, inner);
      case operators.regexpMatch:
      case operators.notRegexpMatch:
        return this.regexpMatch(node, inner);
      case operators.match:
        return this.textMatch(node, inner);
      case operators.arrayContains:
      case operators.arrayContainedBy:
      case operators.arrayOverlaps:
        if (!this.dialect.capabilities.arrays) throw this.unsupported(node.operator.name);
        return this.plainBinary(node, inner);
      default:
        return this.plainBinary(node, inner);
    }
  }

  protected plainBinary(node: Binary, place: Place): string {
    return this.process(node.left, place) + this.operatorText(node) + this.process(node.right, place) + this.escapeClause(node);
  }

  /** An operator that is written otherwise on this dialect. */
  protected operatorText(node: Binary): string {
    return node.operator.text;
  }

  protected escapeClause(node: Binary): string {
    const isRegexp = node.operator === operators.regexpMatch || node.operator === operators.notRegexpMatch;
    return node.modifier === null || isRegexp ? "" : ` ESCAPE ${this.literalText(node.modifier)}`;
  }

  protected literalText(text: string): string {
    return `'${text.replaceAll("'", "''")}'`;
  }

  protected ilike(node: Binary, place: Place): string {
    const text = node.operator === operators.ilike ? operators.like.text : operators.notLike.text;
    return `lower(${this.process(node.left, place)})${text}lower(${this.process(node.right, place)})${this.escapeClause(node)}`;
  }

  /** A comparison with a regular expression, which every database writes in a way of its own. */
  protected regexpMatch(_node: Binary, _place: Place): string {
    throw new CompileError(`${this.dialect.name} dialect does not support regular expressions`);
  }

  /** Full-text search: `a MATCH b`, or what the database has for it. */
  protected textMatch(node: Binary, place: Place): string {
    return this.process(node.left, place) + node.operator.text + this.process(node.right, place);
  }

  protected likePart(node: Binary, place: Place, before: string, after: string): string {
    const parts = [before, this.process(node.right, place), after].filter((part) => part !== "");
    return this.process(node.left, place) + this.operatorText(node) + this.concatenated(parts) + this.escapeClause(node);
  }

  /** The same without regard to case. */
  protected caselessPart(node: Binary, place: Place, before: string, after: string): string {
    const parts = [before, `lower(${this.process(node.right, place)})`, after].filter((part) => part !== "");
    return `lower(${this.process(node.left, place)})${node.operator.text}${this.concatenated(parts)}${this.escapeClause(node)}`;
  }

  protected concatenated(parts: readonly string[]): string {
    return parts.join(" || ");
  }

  protected isInteger(node: ExpressionNode): boolean {
    return ["integer", "smallInteger", "bigInteger"].includes(node.type.kind);
  }

  /** True division: of integers it must not drop the fraction. */
  protected division(node: Binary, place: Place): string {
    const left = this.process(node.left, place);
    const right = this.process(node.right, place);
    if (!this.dialect.capabilities.integerDivisionFloors || !this.isInteger(node.right)) return `${left} / ${right}`;
    return `${left} / ${this.exactDivisor(right)}`;
  }

  protected exactDivisor(text: string): string {
    return `CAST(${text} AS NUMERIC)`;
  }

  protected floorDivision(node: Binary, place: Place): string {
    const division = `${this.process(node.left, place)} / ${this.process(node.right, place)}`;
    return this.dialect.capabilities.integerDivisionFloors && this.isInteger(node.right) && this.isInteger(node.left)
      ? division
      : `FLOOR(${division})`;
  }
}
