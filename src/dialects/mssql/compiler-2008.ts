import type { Place } from "../../compiler/base.js";
import { CompileError } from "../../errors/index.js";
import { integerType } from "../../expression/common-types.js";
import { Binary, FunctionCall, Identifier, Label, Over, TupleNode } from "../../nodes/expressions.js";
import { SubqueryNode } from "../../nodes/froms.js";
import { LabelReference } from "../../nodes/label-reference.js";
import { shownColumns } from "../../nodes/labels.js";
import type { ExpressionNode, FromNode } from "../../nodes/node.js";
import { operators } from "../../nodes/operator.js";
import { emptySelect, type LimitNode, SelectNode } from "../../nodes/select.js";
import { replaceNodes } from "../../nodes/traverse.js";
import { BooleanType, nullType } from "../../sqltypes/index.js";
import { MssqlCompiler } from "./compiler.js";
import { usesTop } from "./limit.js";

/** The column by which rows are skipped. */
const ROW_NUMBER = "mssql_rn";

const rowNumber = new Identifier(ROW_NUMBER, integerType);
const truth = new BooleanType();

/** The numbers of the rows to bring. */
function wanted({ offset, limit, fetch }: LimitNode): readonly ExpressionNode[] {
  const count = limit ?? fetch;
  if (offset === null) return [];
  const after = new Binary(rowNumber, operators.gt, offset, truth);
  if (count === null) return [after];
  const last = new Binary(count, operators.add, offset, integerType);
  return [after, new Binary(rowNumber, operators.le, last, truth)];
}

/** A sort key that names no label of the select list, which a window function does not see. */
function spelledOut(key: ExpressionNode): ExpressionNode {
  const { elements } = replaceNodes(new TupleNode([key], nullType), (node) => (node instanceof LabelReference ? node.label.element : null));
  return elements[0] ?? key;
}

/** Writes SQL for SQL Server 2005 and 2008, which have no OFFSET. */
export class Mssql2008Compiler extends MssqlCompiler {
  /** A SELECT that skips rows selects them by their number. */
  protected override rewritten(select: SelectNode, froms: readonly FromNode[], place: Place): SelectNode {
    const checked = super.rewritten(select, froms, place);
    const { limit } = checked;
    if (limit === null || usesTop(limit)) return checked;
    if (select.distinct)
      throw new CompileError("SQL Server before 2012 can't skip rows of a SELECT DISTINCT: select from it as a subquery.");
    const number = new Over(new FunctionCall("ROW_NUMBER", [], integerType), [], select.orderBy.map(spelledOut), null, integerType);
    const counted = new SelectNode({
      ...select,
      columns: [...select.columns, new Label(ROW_NUMBER, number, integerType)],
      orderBy: [],
      limit: null,
      hints: select.hints.filter(({ selectable }) => selectable !== null),
      suffixes: [],
      correlate: null,
      correlateExcept: froms,
    });
    const { columns } = new SubqueryNode(counted, null, shownColumns(select.columns));
    const hints = select.hints.filter(({ selectable }) => selectable === null);
    return new SelectNode({ ...emptySelect, columns, where: wanted(limit), hints, suffixes: select.suffixes });
  }

  protected override compoundLimit(): string {
    throw new CompileError("SQL Server before 2012 has no LIMIT for a UNION: select from it as a subquery, and limit that.");
  }
}
