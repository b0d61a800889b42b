import type { Place } from "../../compiler/base.js";
import type { SlotRequest } from "../../compiler/slots.js";
import { UnsupportedError } from "../../errors/index.js";
import type { HintNode } from "../../nodes/clauses.js";
import type { DmlNode } from "../../nodes/dml.js";
import { FunctionCall } from "../../nodes/expressions.js";
import { AliasNode, TableNode } from "../../nodes/froms.js";
import type { ExpressionNode, FromNode, Node } from "../../nodes/node.js";
import type { LimitNode, SelectNode, SetOperator } from "../../nodes/select.js";
import type { TableSampleNode, TableValuedNode } from "../../nodes/table-functions.js";
import type { SqlType } from "../../sqltypes/index.js";
import { OracleExpressionCompiler } from "./expressions.js";
import { isOddParameter } from "./identifiers.js";

/** What Oracle calls the samples of the SQL standard. */
const SAMPLES: Readonly<Record<string, string>> = { bernoulli: "SAMPLE", system: "SAMPLE BLOCK" };

/** The columns by which a row of this element is locked. */
function lockedColumns(node: Node): readonly Node[] {
  const table = node instanceof AliasNode ? node.element : node;
  if (!(table instanceof TableNode)) return [node];
  const columns = node instanceof AliasNode ? node.columns : table.columns;
  const key = columns.filter((column) => column.facts.primaryKey);
  return key.length > 0 ? key : columns.slice(0, 1);
}

/** Writes SQL for Oracle 23 and later. */
export class OracleCompiler extends OracleExpressionCompiler {
  // --- names and parameters ----------------------------------------------------------------------------------------------------

  /** Quotes let any name stand, and those of its column are a parameter's too; but a list is spread into parameters whose names begin with its own. */
  protected override parameterName(request: SlotRequest): string {
    const { key } = request;
    const isSpread = (request.expanding ?? false) || (request.literalExecute ?? false);
    if (!isSpread && (request.quoted || isOddParameter(key))) return `"${key.replaceAll('"', "_")}"`;
    const name = super.parameterName(request);
    return /^[0-9_$]/.test(name) ? `D${name}` : name;
  }

  protected override underAlias(element: string, alias: string): string {
    return `${element} ${alias}`;
  }

  // --- SELECT ------------------------------------------------------------------------------------------------------------------

  protected override defaultFrom(_select: SelectNode): string {
    return " FROM DUAL";
  }

  protected override setOperator(operator: SetOperator): string {
    return operator === "EXCEPT" ? "MINUS" : operator;
  }

  override visitTableValued(node: TableValuedNode, place: Place): string {
    return place.asFrom
      ? `TABLE (${this.process(node.call, { literal: place.literal ?? false })}) ${this.fromName(node)}`
      : super.visitTableValued(node, place);
  }

  override visitTableSample(node: TableSampleNode, place: Place): string {
    if (!place.asFrom) return super.visitTableSample(node, place);
    const { sampling, seed } = node;
    const word = sampling instanceof FunctionCall ? SAMPLES[sampling.name.toLowerCase()] : undefined;
    if (!(sampling instanceof FunctionCall) || word === undefined)
      throw new UnsupportedError("Oracle samples a table by bernoulli() or system() alone.");
    const literal = place.literal ?? false;
    const share = this.list(
      sampling.args.map((each) => this.counted(each)),
      ", ",
      { literal },
    );
    const repeated = seed ? ` SEED (${this.process(this.counted(seed), { literal })})` : "";
    return this.underAlias(`${this.process(node.element, place)} ${word} (${share})${repeated}`, this.fromName(node));
  }

  /** Hints stand in one comment after SELECT, and name their tables themselves: `INDEX(%(name)s ix)`. */
  protected override hintsOfTables({ hints }: SelectNode): string {
    const texts = hints.flatMap((hint) =>
      hint.selectable !== null && this.isForThis(hint.dialect) ? [this.namedHint(hint, hint.selectable)] : [],
    );
    return texts.length > 0 ? `/*+ ${texts.join(" ")} */ ` : "";
  }

  private namedHint(hint: HintNode, from: FromNode): string {
    const name = from instanceof TableNode ? this.quote(from.name, from.quote) : this.fromName(from);
    return hint.text.replaceAll("%(name)s", name);
  }

  protected override rewritten(select: SelectNode, _froms: readonly FromNode[]): SelectNode {
    if (select.limit === null || select.forUpdate === null) return select;
    throw new UnsupportedError("Oracle can't lock the rows of a SELECT with a limit: select their keys, and lock those by another SELECT.");
  }

  protected override limitText(limit: LimitNode, place: Place): string {
    const { limit: most, fetch, offset } = limit;
    const count = fetch ?? most;
    for (const each of [offset, count]) if (each) this.counted(each);
    if (count) return this.fetchText(limit, count, place);
    return offset ? `\n OFFSET ${this.process(offset, place)} ROWS` : "";
  }

  /** The lock names columns of the tables that it is about. */
  protected override forUpdateText({ forUpdate }: SelectNode): string {
    if (forUpdate === null) return "";
    const { of, nowait, skipLocked } = forUpdate;
    const columns = of.length > 0 ? ` OF ${this.list(of.flatMap(lockedColumns), ", ", {})}` : "";
    return ` FOR UPDATE${columns}${nowait ? " NOWAIT" : ""}${skipLocked ? " SKIP LOCKED" : ""}`;
  }

  // --- RETURNING ---------------------------------------------------------------------------------------------------------------

  /** What is returned goes into out parameters, and has no labels. */
  protected override returningText(columns: readonly ExpressionNode[], _node: DmlNode): string {
    if (columns.length === 0) return "";
    const read = columns.map((column) => this.readExpression(column)?.expression ?? column);
    const returned = this.list(read, ", ", this.dialect.capabilities.bareReturning ? { bareColumns: true } : {});
    return ` RETURNING ${returned} INTO ${columns.map(({ type }, index) => this.outSlot(type, index)).join(", ")}`;
  }

  /** The placeholder of an out parameter. A name that a value has already gets a number of its own. */
  private outSlot(type: SqlType<unknown>, index: number): string {
    const name = `ret_${index}`;
    const taken = !this.isFree(name) && !this.slots.some(({ key, out }) => out && key === name);
    return this.slot({ key: taken ? this.numbered(name) : name, type, ordinal: -1, constant: null, out: true });
  }
}
