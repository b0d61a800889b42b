import { CompileError } from "../errors/index.js";
import type { ColumnNode } from "../nodes/column.js";
import { type DmlNode, InsertNode } from "../nodes/dml.js";
import type { TableNode } from "../nodes/froms.js";
import type { Capabilities } from "./capabilities.js";

/** How a DML statement gets at what the database makes. */
export interface FetchPlan {
  /** The key of an inserted row shall be known afterwards. */
  readonly needsKey: boolean;
  /** The key comes from the driver. */
  readonly lastInsertId: boolean;
  /** RETURNING is added for keys and defaults. */
  readonly implicitReturning: boolean;
  /** NULL for the counting key counts up all the same. */
  readonly nullKeyCountsUp: boolean;
  /** The columns by which rows of a bulk INSERT are told apart: the client knows their values, or the database counts them up. */
  readonly sentinels: readonly ColumnNode[];
  /** Whether RETURNING shall bring this column's default. */
  returnsDefault(column: ColumnNode): boolean;
  /** The same for an UPDATE that does not touch the column: only if it was named. */
  namesDefault(column: ColumnNode): boolean;
}

interface Situation {
  readonly capabilities: Capabilities;
  readonly executemany: boolean;
  readonly topLevel: boolean;
}

function returnsOwn(statement: DmlNode, capabilities: Capabilities): boolean {
  switch (statement.kind) {
    case "update":
      return capabilities.updateReturning;
    case "delete":
      return capabilities.deleteReturning;
    default:
      return false;
  }
}

/** Whether a key that the database counts up is counted in the order of the rows. */
export function mayCount({ facts }: ColumnNode, { sequences, countingSequences }: Capabilities): boolean {
  return countingSequences || !sequences || facts.default?.kind !== "sequence";
}

/** Columns whose values come back unchanged, as the client sends them, or in order: a sentinel column, a key that the client makes or the database counts up. */
function sentinelColumns(table: TableNode, capabilities: Capabilities): readonly ColumnNode[] {
  const marked = table.columns.filter((column) => column.facts.insertSentinel);
  if (marked.length > 0) return marked;
  const known = table.primaryKey.every(
    ({ facts }) =>
      facts.serverDefault === null &&
      facts.identity === null &&
      facts.computed === null &&
      (facts.default === null || facts.default.kind === "callable" || facts.default.kind === "scalar"),
  );
  const { countedRows } = capabilities;
  if (table.autoincrement !== null)
    return countedRows === "none" || countedRows === "checked" || !mayCount(table.autoincrement, capabilities) ? [] : [table.autoincrement];
  return known ? table.primaryKey : [];
}

function insertPlan(
  statement: InsertNode,
  table: TableNode | null,
  { capabilities, executemany, topLevel }: Situation,
): Omit<FetchPlan, "returnsDefault" | "namesDefault"> {
  const needsKey =
    topLevel &&
    !statement.inline &&
    (!executemany || (capabilities.insertManyReturning && statement.returnDefaults)) &&
    statement.columns.length === 0 &&
    statement.rows === null;
  const lastInsertId = needsKey && capabilities.lastInsertId && table?.autoincrement !== null;
  const implicitReturning =
    needsKey &&
    capabilities.insertReturning &&
    capabilities.implicitReturning &&
    (!lastInsertId || capabilities.preferReturning || statement.returnDefaults);
  const explicit =
    (implicitReturning && statement.returnDefaults) || statement.columns.length > 0 || statement.supplementalColumns.length > 0;
  const inBulk = topLevel && executemany && !capabilities.driverBulk && (capabilities.insertManyReturning || capabilities.bulkValues);
  const sorted = inBulk && explicit && statement.sortByParameterOrder;
  return {
    needsKey,
    lastInsertId: lastInsertId && !implicitReturning,
    implicitReturning,
    nullKeyCountsUp: capabilities.nullKeyCountsUp && statement.rows === null,
    sentinels: sorted && table ? sentinelColumns(table, capabilities) : [],
  };
}

/** What is fetched, and how. @throws CompileError for returning() with returnDefaults() */
export function fetchPlan(statement: DmlNode, table: TableNode | null, situation: Situation): FetchPlan {
  if (statement.returnDefaults && statement.columns.length > 0)
    throw new CompileError("Can't compile statement that includes returning() and returnDefaults() simultaneously");
  const plan =
    statement instanceof InsertNode
      ? insertPlan(statement, table, situation)
      : { needsKey: false, lastInsertId: false, implicitReturning: false, nullKeyCountsUp: false, sentinels: [] };
  const returning =
    statement.returnDefaults &&
    (statement instanceof InsertNode
      ? plan.implicitReturning
      : situation.capabilities.implicitReturning && returnsOwn(statement, situation.capabilities));
  const named = statement.returnDefaultsColumns;
  const returnsDefault = (column: ColumnNode): boolean => returning && (named === null || named.includes(column));
  return {
    ...plan,
    implicitReturning: plan.implicitReturning || returning,
    returnsDefault,
    namesDefault: (column) => named !== null && returnsDefault(column),
  };
}
