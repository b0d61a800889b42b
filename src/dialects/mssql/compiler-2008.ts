import type { Place } from "../../compiler/base.js";
import { CompileError } from "../../errors/index.js";
import { integerType } from "../../expression/common-types.js";
import { Binary, FunctionCall, Identifier, Label, Over } from "../../nodes/expressions.js";
import { SubqueryNode } from "../../nodes/froms.js";
import { shownColumns } from "../../nodes/labels.js";
import type { ExpressionNode, FromNode } from "../../nodes/node.js";
import { operators } from "../../nodes/operator.js";
import { emptySelect, type LimitNode, SelectNode } from "../../nodes/select.js";
import { BooleanType } from "../../sqltypes/index.js";
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

/** Writes SQL for SQL Server 2005 and 2008, which have no OFFSET. */
export class Mssql2008Compiler extends MssqlCompiler {
  /** A SELECT that skips rows selects them by their number. */
  protected override rewritten(select: SelectNode, froms: readonly FromNode[], place: Place): SelectNode {
    const checked = super.rewritten(select, froms, place);
    const { limit } = checked;
    if (limit === null || usesTop(limit)) return checked;
    if (select.distinct)
      throw new CompileError("SQL Server before 2012 can't skip rows of a SELECT DISTINCT: select from it as a subquery.");
    const number = new Over(new FunctionCall("ROW_NUMBER", [], integerType), [], select.orderBy, null, integerType);
    const counted = new SelectNode({
      ...select,
      columns: [...select.columns, new Label(ROW_NUMBER, number, integerType)],
      orderBy: [],
      limit: null,
      correlate: null,
      correlateExcept: froms,
    });
    const rows = new SubqueryNode(counted, null, shownColumns(select.columns));
    return new SelectNode({ ...emptySelect, columns: rows.columns, where: wanted(limit) });
  }

  protected override compoundLimit(): string {
    throw new CompileError("SQL Server before 2012 has no LIMIT for a UNION: select from it as a subquery, and limit that.");
  }
}
