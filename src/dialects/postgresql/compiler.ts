import type { Place } from "../../compiler/base.js";
import { type FunctionWriter, standardFunctions } from "../../compiler/functions.js";
import { CompileError } from "../../errors/index.js";
import type { ForUpdateNode, HintNode } from "../../nodes/clauses.js";
import type { ColumnNode } from "../../nodes/column.js";
import type { DeleteNode } from "../../nodes/dml.js";
import type { Binary, NextValue } from "../../nodes/expressions.js";
import { TableNode } from "../../nodes/froms.js";
import { JsonAccess } from "../../nodes/json.js";
import type { ExpressionNode, FromNode } from "../../nodes/node.js";
import { operators } from "../../nodes/operator.js";
import type { RegexpReplace } from "../../nodes/regular-expressions.js";
import type { LimitNode, SelectNode } from "../../nodes/select.js";
import type { Sequence } from "../../nodes/sequence.js";
import { bindCast, type SqlType, TypeDecorator, typeOn, VariantType } from "../../sqltypes/index.js";
import { OnConflictCompiler } from "../on-conflict-compiler.js";
import { sequenceName, serialName } from "./sequences.js";
import { postgresqlTypes } from "./types.js";
import { ownCastName } from "./uncut-names.js";

/** The types of columns: where placeholders are not cast, TEXT is told from VARCHAR. */
const columnTypes = { ...postgresqlTypes(true), text: { bindCast: () => "TEXT" } };

/** What the user calls a type, as a cast may have it. */
function ownName(type: SqlType<unknown>): string | null {
  if (type instanceof VariantType) return ownName(typeOn(type, "postgresql"));
  if (!(type instanceof TypeDecorator) || type.expressions.bind) return null;
  return type.ownDdl === undefined ? ownName(type.impl) : ownCastName(type.ownDdl);
}

const isOnly = ({ text }: HintNode): boolean => text.toUpperCase() === "ONLY";

/** The strength of a row lock. */
function lockOf({ read, keyShare }: ForUpdateNode): string {
  if (read) return keyShare ? " FOR KEY SHARE" : " FOR SHARE";
  return keyShare ? " FOR NO KEY UPDATE" : " FOR UPDATE";
}

/** Operators that PostgreSQL writes otherwise, by name. */
const OPERATORS: Readonly<Record<string, string>> = {
  bitXor: " # ",
  regexpMatch: " ~ ",
  notRegexpMatch: " !~ ",
  istartsWith: " ILIKE ",
  notIstartsWith: " NOT ILIKE ",
  iendsWith: " ILIKE ",
  notIendsWith: " NOT ILIKE ",
  icontains: " ILIKE ",
  notIcontains: " NOT ILIKE ",
};

/** Writes SQL for PostgreSQL. */
export class PostgresqlCompiler extends OnConflictCompiler {
  protected override ownFunctions(): Readonly<Record<string, FunctionWriter>> {
    return { ...standardFunctions, now: () => "now()" };
  }

  /** The one hint that PostgreSQL has stands before the table: without the tables that inherit from it. */
  override visitTable(table: TableNode, place: Place): string {
    if (this.currentHints.length === 0) return super.visitTable(table, place);
    const hints = place.asFrom ? this.currentHints.filter((hint) => hint.selectable === table && this.isForThis(hint.dialect)) : [];
    return `${hints.some(isOnly) ? "ONLY " : ""}${super.visitTable(table, place)}`;
  }

  protected override hintText(hint: HintNode): string {
    if (isOnly(hint)) return "";
    throw new CompileError(`Unrecognized hint: '${hint.text}'`);
  }

  override visitNextValue({ sequence }: NextValue): string {
    return `nextval(${this.literalText(sequenceName(this.translatedSchema(sequence.schema), sequence.name))})`;
  }

  protected override ilike(node: Binary, place: Place): string {
    return this.plainBinary(node, place);
  }

  protected override caselessPart(node: Binary, place: Place, before: string, after: string): string {
    return this.likePart(node, place, before, after);
  }

  protected override operatorText(node: Binary): string {
    return OPERATORS[node.operator.name] ?? super.operatorText(node);
  }

  /** `~`, `~*` for the flag `i`; other flags stand at the beginning of the pattern. */
  protected override regexpMatch(node: Binary, place: Place): string {
    const flags = node.modifier;
    if (flags === null) return this.plainBinary(node, place);
    const [left, right] = [this.process(node.left, place), this.process(node.right, place)];
    const word = node.operator === operators.regexpMatch ? "~" : "!~";
    return flags === "i" ? `${left} ${word}* ${right}` : `${left} ${word} CONCAT(${this.literalText(`(?${flags})`)}, ${right})`;
  }

  override visitRegexpReplace(node: RegexpReplace, place: Place): string {
    return this.regexpReplaceCall(node, place, node.flags === null ? [] : [this.literalText(node.flags)]);
  }

  protected override textMatch(node: Binary, place: Place): string {
    const config = node.modifier === null ? "" : `${this.literalText(node.modifier)}, `;
    return `${this.process(node.left, place)} @@ plainto_tsquery(${config}${this.process(node.right, place)})`;
  }

  protected override jsonDocument(node: JsonAccess, place: Place): string {
    return this.jsonOperation(node, node.isPath ? "#>" : "->", place);
  }

  protected override jsonValue(node: JsonAccess, place: Place): string {
    return this.jsonCast(this.jsonOperation(node, node.isPath ? "#>>" : "->>", place), node);
  }

  private jsonOperation(node: JsonAccess, operator: string, place: Place): string {
    return `(${this.process(node.document, place)} ${operator} ${this.process(node.path, place)})`;
  }

  /** JSONB is set by subscripts, a key or an index each: `doc['a']['b'] = …`. */
  override assignedText(expression: ExpressionNode): string {
    if (!(expression instanceof JsonAccess)) return super.assignedText(expression);
    if (expression.isPath || !expression.isDocument)
      throw new CompileError(
        "An UPDATE sets what a JSON document holds at one key: nest jsonPath(jsonPath(doc, 'a'), 'b') for more, as JSON.",
      );
    return `${this.assignedText(expression.document)}[${this.process(expression.path)}]`;
  }

  protected override limitText(limit: LimitNode, place: Place): string {
    if (limit.fetch) return this.fetchText(limit, limit.fetch, place);
    const limiting = limit.limit ? ` \n LIMIT ${this.process(limit.limit, place)}` : "";
    const offset = limit.offset ? `${limit.limit ? "" : "\n LIMIT ALL"} OFFSET ${this.process(limit.offset, place)}` : "";
    return limiting + offset;
  }

  /** Only a constant may stand here without parentheses, and a parameter that is cast is none. */
  protected override fetchText({ offset, percent, withTies }: LimitNode, fetch: ExpressionNode, place: Place): string {
    const skipped = offset ? `\n OFFSET (${this.process(offset, place)}) ROWS` : "";
    return `${skipped}\n FETCH FIRST (${this.process(fetch, place)})${percent ? " PERCENT" : ""} ROWS ${withTies ? "WITH TIES" : "ONLY"}`;
  }

  protected override forUpdateText({ forUpdate }: SelectNode): string {
    if (forUpdate === null) return "";
    return `${lockOf(forUpdate)}${this.lockedTables(forUpdate)}${forUpdate.nowait ? " NOWAIT" : ""}${forUpdate.skipLocked ? " SKIP LOCKED" : ""}`;
  }

  /** A type with a name of the user's takes a parameter as its own, and not as the text that it would else be. */
  protected override countedCellCast({ type }: ColumnNode): string {
    const name = ownName(type);
    return name === null ? "" : `::${name}`;
  }

  protected override countedCast({ type }: ColumnNode): string {
    return bindCast(type, this.dialect.types) || bindCast(type, columnTypes);
  }

  override countingSequence(column: ColumnNode): Sequence | null {
    const { table } = column;
    if (!(table instanceof TableNode) || table.autoincrement !== column) return null;
    return { name: serialName(table.name, column.name), schema: table.schema, start: null, increment: null };
  }

  protected override deleteUsing(_node: DeleteNode, extra: readonly FromNode[]): string {
    return ` USING ${this.list(extra, ", ", { asFrom: true })}`;
  }
}
