import { insideExpression, type Place } from "../../compiler/base.js";
import { type FunctionWriter, standardFunctions } from "../../compiler/functions.js";
import { SqlCompiler } from "../../compiler/statements.js";
import { stringType } from "../../expression/common-types.js";
import { grouped } from "../../expression/grouping.js";
import type { ForUpdateNode, HintNode } from "../../nodes/clauses.js";
import type { ColumnNode } from "../../nodes/column.js";
import type { DeleteNode, InsertNode, UpdateNode } from "../../nodes/dml.js";
import { Binary, type Cast, type Extract, type NextValue } from "../../nodes/expressions.js";
import type { JoinNode } from "../../nodes/froms.js";
import type { JsonAccess } from "../../nodes/json.js";
import type { ExpressionNode, FromNode } from "../../nodes/node.js";
import { operators } from "../../nodes/operator.js";
import type { RegexpReplace } from "../../nodes/regular-expressions.js";
import type { LimitNode, SelectNode } from "../../nodes/select.js";
import { FloatType, type SqlType, typeOn } from "../../sqltypes/index.js";
import { dmlOptions } from "./dml-options.js";
import type { MatchAgainst } from "./match.js";
import { InsertedRow, type OnDuplicateKeyNode } from "./on-duplicate-key.js";
import { castName } from "./types.js";

/** A limit that no table reaches: OFFSET does not stand alone. */
const NO_LIMIT = "18446744073709551615";

/** The operands of a chain of `||`. */
function chained(node: ExpressionNode): readonly ExpressionNode[] {
  return node instanceof Binary && node.operator === operators.concat ? [...chained(node.left), ...chained(node.right)] : [node];
}

/** Writes SQL for MariaDB, and for MySQL before 8.0.20. */
export class MysqlCompiler extends SqlCompiler {
  protected override ownFunctions(): Readonly<Record<string, FunctionWriter>> {
    return {
      ...standardFunctions,
      now: () => "now()",
      sysdate: () => "SYSDATE()",
      random: (_call, args) => `rand(${args})`,
      aggregate_strings: (_call, _args, { args: [text, separator], distinct, orderBy }) =>
        `group_concat(${distinct}${text}${orderBy} SEPARATOR ${separator})`,
    };
  }

  // --- expressions -------------------------------------------------------------------------------------------------------------

  protected override truth(value: boolean): string {
    return String(value);
  }

  protected override literalText(text: string): string {
    return this.literal(text, stringType);
  }

  protected override plainBinary(node: Binary, place: Place): string {
    switch (node.operator) {
      case operators.concat:
        return this.concatenated(chained(node).map((part) => this.process(part, place)));
      case operators.isDistinctFrom:
        return `NOT (${this.nullSafeEqual(node, place)})`;
      case operators.isNotDistinctFrom:
        return this.nullSafeEqual(node, place);
      default:
        return super.plainBinary(node, place);
    }
  }

  /** MariaDB takes flags at the beginning of the pattern only. */
  protected override regexpMatch(node: Binary, place: Place): string {
    if (node.modifier === null) return this.plainBinary(node, place);
    return this.process(node.left, place) + node.operator.text + this.flagged(node.modifier, this.process(node.right, place));
  }

  private flagged(flags: string, pattern: string): string {
    return `CONCAT(${this.literalText(`(?${flags})`)}, ${pattern})`;
  }

  override visitRegexpReplace(node: RegexpReplace, place: Place): string {
    if (node.flags === null) return this.regexpReplaceCall(node, place);
    const inner = insideExpression(place);
    const [subject, pattern, replacement] = [node.subject, node.pattern, node.replacement].map((each) => this.process(each, inner));
    return `REGEXP_REPLACE(${subject}, ${this.flagged(node.flags, pattern ?? "")}, ${replacement})`;
  }

  protected override textMatch(node: Binary, place: Place): string {
    return `MATCH (${this.process(node.left, place)}) AGAINST (${this.process(node.right, place)} IN BOOLEAN MODE)`;
  }

  visitMatchAgainst({ columns, text, words }: MatchAgainst, place: Place): string {
    const inner = insideExpression(place);
    return `MATCH (${this.list(columns, ", ", inner)}) AGAINST (${this.process(text, inner)}${words})`;
  }

  protected override jsonDocument(node: JsonAccess, place: Place): string {
    return this.jsonFunction("JSON_EXTRACT", node, place);
  }

  /** JSON's null is no NULL here, and would be the text `null`. */
  protected override jsonValue(node: JsonAccess, place: Place): string {
    const found = this.jsonFunction("JSON_EXTRACT", node, place);
    return `CASE ${found} WHEN 'null' THEN NULL ${this.foundValue(node.type, found)} END`;
  }

  private foundValue(type: SqlType<unknown>, found: string): string {
    switch (type.kind) {
      case "integer":
        return `ELSE CAST(${found} AS SIGNED INTEGER)`;
      case "numeric":
        return `ELSE CAST(${found} AS ${castName(type, this.castsFloats) ?? "DECIMAL"})`;
      case "float":
        return `ELSE ${found}+0.0000000000000000000000`;
      case "boolean":
        return "WHEN true THEN true ELSE false";
      default:
        return `ELSE JSON_UNQUOTE(${found})`;
    }
  }

  private nullSafeEqual(node: Binary, place: Place): string {
    return `${this.process(node.left, place)} <=> ${this.process(node.right, place)}`;
  }

  /** `||` is OR here. */
  protected override concatenated(parts: readonly string[]): string {
    return parts.length > 1 ? `concat(${parts.join(", ")})` : (parts[0] ?? "");
  }

  /** CAST takes few types; one to another is left out, with a warning. */
  override visitCast(node: Cast, place: Place): string {
    if (node.trying) return super.visitCast(node, place);
    const inner = insideExpression(place);
    const own = typeOn(node.type, this.dialect.name);
    const name = castName(own, this.castsFloats);
    if (name !== null) return `CAST(${this.process(node.element, inner)} AS ${name})`;
    const type = own instanceof FloatType ? own.ddl() : this.typeName(own);
    this.warn(`Datatype ${type} does not support CAST on MySQL/MariaDb; the CAST will be skipped.`);
    return this.process(grouped(node.element, null), inner);
  }

  protected get castsFloats(): boolean {
    return false;
  }

  /** MariaDB's sequences, which MySQL's server refuses. */
  override visitNextValue({ sequence }: NextValue): string {
    const schema = this.translatedSchema(sequence.schema);
    const name = this.quote(sequence.name);
    return `nextval(${schema === null ? name : `${this.quote(schema)}.${name}`})`;
  }

  override visitExtract(node: Extract, place: Place): string {
    const field = node.field === "milliseconds" ? "millisecond" : node.field;
    return `EXTRACT(${field} FROM ${this.process(node.element, place)})`;
  }

  // --- SELECT ------------------------------------------------------------------------------------------------------------------

  protected override joinWord(join: JoinNode): string {
    return join.full || join.outer ? super.joinWord(join) : " INNER JOIN ";
  }

  protected override defaultFrom(select: SelectNode): string {
    return select.where.length > 0 ? " FROM DUAL" : "";
  }

  protected override hintText(hint: HintNode): string {
    return ` ${hint.text}`;
  }

  protected override limitText(limit: LimitNode, place: Place): string {
    if (limit.fetch) return super.limitText(limit, place);
    const offset = limit.offset ? `${this.process(limit.offset, place)}, ` : "";
    return ` \n LIMIT ${offset}${limit.limit ? this.process(limit.limit, place) : NO_LIMIT}`;
  }

  protected override forUpdateText({ forUpdate }: SelectNode): string {
    if (forUpdate === null) return "";
    return `${this.lockText(forUpdate)}${forUpdate.nowait ? " NOWAIT" : ""}${forUpdate.skipLocked ? " SKIP LOCKED" : ""}`;
  }

  /** The lock's strength, and its tables where they can be named. */
  protected lockText({ read }: ForUpdateNode): string {
    return read ? " LOCK IN SHARE MODE" : " FOR UPDATE";
  }

  // --- INSERT ------------------------------------------------------------------------------------------------------------------

  /** How the statement being written calls the row that was to be inserted; null where that has no name. */
  #insertedRow: string | null = null;

  /** Whether that row can be given a name. */
  protected get namesInsertedRow(): boolean {
    return false;
  }

  protected override afterValues(node: InsertNode): string {
    const outer = this.#insertedRow;
    const taken = "name" in node.table && String(node.table.name).toLowerCase() === "new";
    this.#insertedRow = this.namesInsertedRow && node.select === null ? (taken ? "new_1" : "new") : null;
    try {
      return super.afterValues(node);
    } finally {
      this.#insertedRow = outer;
    }
  }

  visitOnDuplicateKey(node: OnDuplicateKeyNode): string {
    const inserted = [node.inserted];
    this.enter(inserted, inserted);
    try {
      const set = node.set.map((column, index) => `${this.quote(column.name)} = ${this.clauseValue(node, column, index)}`);
      return `${this.#insertedRow === null ? "" : `AS ${this.#insertedRow} `}ON DUPLICATE KEY UPDATE ${set.join(", ")}`;
    } finally {
      this.leave();
    }
  }

  override visitColumn(column: ColumnNode, place: Place): string {
    if (!(column.table instanceof InsertedRow)) return super.visitColumn(column, place);
    const name = this.columnName(column);
    return this.#insertedRow === null ? `VALUES(${name})` : `${this.#insertedRow}.${name}`;
  }

  // --- UPDATE and DELETE -------------------------------------------------------------------------------------------------------

  protected override deleteTarget(node: DeleteNode, extra: readonly FromNode[]): string {
    return extra.length > 0 ? this.fromName(node.table) : super.deleteTarget(node, extra);
  }

  protected override deleteUsing(node: DeleteNode, extra: readonly FromNode[]): string {
    return ` USING ${this.list([node.table, ...extra], ", ", { asFrom: true })}`;
  }

  protected override afterCriteria({ options }: UpdateNode | DeleteNode): string {
    const own = dmlOptions(options?.byDialect[this.dialect.name]);
    const order = own.orderBy.length > 0 ? ` ORDER BY ${this.list(own.orderBy, ", ", {})}` : "";
    return own.limit === null ? order : `${order} LIMIT ${own.limit}`;
  }
}
