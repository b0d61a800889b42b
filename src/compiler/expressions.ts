import { UnsupportedError } from "../errors/index.js";
import type {
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
} from "../nodes/expressions.js";
import { AliasNode, CteNode, TableNode } from "../nodes/froms.js";
import type { LabelReference } from "../nodes/label-reference.js";
import type { Node } from "../nodes/node.js";
import { operators } from "../nodes/operator.js";
import type { Quantified } from "../nodes/quantified.js";
import { type SqlType, typeOn } from "../sqltypes/index.js";
import { insideExpression, type Place } from "./base.js";
import { type FunctionParts, type FunctionWriter, standardFunctions } from "./functions.js";
import { OperatorCompiler } from "./operators.js";

/** What `ownFunctions()` gave, for each class of compilers. */
const functionsByClass = new WeakMap<object, Readonly<Record<string, FunctionWriter>>>();

/** Writes column expressions. A dialect overrides the methods in which it differs. */
export abstract class ExpressionCompiler extends OperatorCompiler {
  /** Functions that are written in a way of their own, by lower-case name. */
  protected ownFunctions(): Readonly<Record<string, FunctionWriter>> {
    return standardFunctions;
  }

  visitLiteralColumn(node: LiteralColumn): string {
    return node.name;
  }

  visitIdentifier(node: Identifier): string {
    return this.quote(node.name);
  }

  visitLabel(label: Label, place: Place): string {
    if (place.withinColumns)
      return `${this.process(label.element, insideExpression(place))}${operators.as.text}${this.quoteGiven(label.name, "column")}`;
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
    return this.process(inner, insideExpression(place));
  }

  visitGrouping(node: Grouping, place: Place): string {
    return `(${this.process(node.element, place.asFrom ? { ...place, asFrom: false, withinColumns: false } : insideExpression(place))})`;
  }

  visitTuple(node: TupleNode, place: Place): string {
    return `(${this.list(node.elements, ", ", place)})`;
  }

  visitClauseList(node: ClauseList, place: Place): string {
    return this.list(node.clauses, node.operator.text, place);
  }

  protected list(nodes: readonly Node[], separator: string, place: Place): string {
    let list = "";
    for (const node of nodes) {
      const text = this.process(node, place);
      if (text !== "") list += list === "" ? text : separator + text;
    }
    return list;
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
    return `${node.trying ? "TRY_CAST" : "CAST"}(${this.process(node.element, insideExpression(place))} AS ${this.castTypeName(typeOn(node.type, this.dialect.name))})`;
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
    const inner = insideExpression(place);
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
    const inner = insideExpression(place);
    const parts: FunctionParts = {
      args: node.args.map((arg) => this.process(arg, inner)),
      distinct: node.distinct ? "DISTINCT " : "",
      orderBy: node.orderBy.length > 0 ? ` ORDER BY ${this.list(node.orderBy, ", ", inner)}` : "",
    };
    const args = parts.args.filter((text) => text !== "").join(", ");
    const own = node.path.length === 0 ? this.#functions()[node.name.toLowerCase()] : undefined;
    if (own) return own(node, args, parts);
    const name = [...node.path.map((part) => this.quote(part)), this.functionName(node.name)].join(".");
    return `${name}(${parts.distinct}${args}${parts.orderBy})`;
  }

  #functions(): Readonly<Record<string, FunctionWriter>> {
    let functions = functionsByClass.get(this.constructor);
    if (functions === undefined) functionsByClass.set(this.constructor, (functions = this.ownFunctions()));
    return functions;
  }

  /** Function names are quoted only for signs that no name has: `coalesce` and `MAX` stay as they are. */
  protected functionName(name: string): string {
    return /^[A-Za-z_][A-Za-z0-9_$]*$/.test(name) ? name : this.quote(name);
  }
}
