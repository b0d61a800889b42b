import type { Place } from "../../compiler/base.js";
import { CompileError, UnsupportedError } from "../../errors/index.js";
import { booleanType, integerType, nullType } from "../../expression/common-types.js";
import { ColumnNode } from "../../nodes/column.js";
import type { DmlNode } from "../../nodes/dml.js";
import { Binary, Fragment, Label, LiteralColumn } from "../../nodes/expressions.js";
import { SubqueryNode } from "../../nodes/froms.js";
import type { JsonAccess } from "../../nodes/json.js";
import { shownColumns } from "../../nodes/labels.js";
import type { ExpressionNode, FromNode } from "../../nodes/node.js";
import { operators } from "../../nodes/operator.js";
import { CompoundNode, emptySelect, type LimitNode, SelectNode } from "../../nodes/select.js";
import { fromsOf, insideJoin } from "../../nodes/traverse.js";
import { Oracle12Compiler } from "./compiler-12.js";

const rowNumber = new LiteralColumn("ROWNUM", integerType);

/** The number of a row, where a SELECT hands it to the one around it. */
const passedNumber = new LiteralColumn("ora_rn", integerType);

const everything = new LiteralColumn("*", nullType);

/** The columns of a query, as a FROM element without a name shows them. */
function subqueryOf(query: SelectNode | CompoundNode, columns: readonly ExpressionNode[]): SubqueryNode {
  return new SubqueryNode(query, null, shownColumns(columns));
}

function firstColumns(query: SelectNode | CompoundNode): readonly ExpressionNode[] {
  if (query instanceof SelectNode) return query.columns;
  const [first] = query.selects;
  return first instanceof SelectNode || first instanceof CompoundNode ? firstColumns(first) : (first?.columns ?? []);
}

/** What gives no name by which the SELECT around it could take it. */
function isNameless(column: ExpressionNode): boolean {
  return column instanceof Fragment || (column instanceof LiteralColumn && column.name === everything.name);
}

/** Writes SQL for Oracle 11, where rows are counted by ROWNUM. */
export class Oracle11Compiler extends Oracle12Compiler {
  protected override rewritten(select: SelectNode, froms: readonly FromNode[]): SelectNode {
    super.rewritten(select, froms);
    if (select.limit === null) return select;
    this.refuseCorrelation(select, froms);
    return this.counting(new SelectNode({ ...select, limit: null, ctes: [] }), select, select.limit);
  }

  override visitCompound(node: CompoundNode, place: Place): string {
    if (node.limit === null) return super.visitCompound(node, place);
    return this.visitSelect(this.counting(new CompoundNode({ ...node, limit: null, ctes: [] }), node, node.limit), place);
  }

  /** `SELECT … FROM (query) WHERE ROWNUM <= limit`; what is skipped needs the number of the row from inside. */
  private counting(query: SelectNode | CompoundNode, { ctes }: SelectNode | CompoundNode, limit: LimitNode): SelectNode {
    const { offset, percent, withTies } = limit;
    if (percent || withTies) throw new UnsupportedError("Oracle 11 has neither PERCENT nor WITH TIES.");
    const count = limit.fetch ?? limit.limit;
    const selected = firstColumns(query);
    const nameless = selected.some(isNameless);
    if (nameless && offset !== null) throw new CompileError("Oracle 11 can't skip rows of a SELECT of * or of text: name its columns.");
    const inner = subqueryOf(query, selected);
    const columns = nameless ? [everything] : inner.columns;
    const first = (number: ExpressionNode): ExpressionNode => new Binary(rowNumber, operators.le, number, booleanType);
    if (offset === null)
      return new SelectNode({ ...emptySelect, ctes, columns, froms: [inner], where: count ? [first(this.counted(count))] : [] });
    const last = count && new Binary(this.counted(count), operators.add, this.counted(offset), integerType);
    const numbered = new SelectNode({
      ...emptySelect,
      columns: [...inner.columns, new Label("ora_rn", rowNumber, integerType)],
      where: last ? [first(last)] : [],
    });
    const outer = subqueryOf(numbered, inner.columns);
    return new SelectNode({
      ...emptySelect,
      ctes,
      columns: outer.columns,
      where: [new Binary(passedNumber, operators.gt, this.counted(offset), booleanType)],
    });
  }

  override visitJsonAccess(node: JsonAccess): string {
    throw this.unsupported(node.kind);
  }

  /** The query inside of the one that counts can't see what is around both. */
  private refuseCorrelation(select: SelectNode, froms: readonly FromNode[]): void {
    const own = new Set(froms.flatMap(insideJoin));
    const outer = [...select.columns, ...select.where].flatMap((part) => [...fromsOf(part)]).find((from) => !own.has(from));
    if (outer === undefined) return;
    throw new CompileError(
      `Oracle 11 can't limit a query that names the table of the one around it: take min() or max(), or row_number() in a subquery.`,
    );
  }

  protected override returningText(columns: readonly ExpressionNode[], node: DmlNode): string {
    if (node.kind === "update" && columns.some((column) => column instanceof ColumnNode && column.facts.computed !== null)) {
      this.warnings.push(
        "Computed columns don't work with Oracle Database UPDATE statements that use RETURNING; the value of the column *before* the UPDATE takes place is returned.   It is advised to not use RETURNING with an Oracle Database computed column.",
      );
    }
    return super.returningText(columns, node);
  }
}
