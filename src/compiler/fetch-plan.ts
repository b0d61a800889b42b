import { CompileError } from "../errors/index.js";
import type { ColumnNode } from "../nodes/column.js";
import { type DmlNode, InsertNode } from "../nodes/dml.js";
import type { TableNode } from "../nodes/froms.js";
import type { ExpressionNode } from "../nodes/node.js";
import type { Capabilities } from "./capabilities.js";

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

/**
 * What is fetched, and how. Most UPDATEs and DELETEs fetch nothing.
 * @throws CompileError for returning() with returnDefaults()
 */
export function fetchPlan(statement: DmlNode, table: TableNode | null, situation: Situation): FetchPlan {
  return statement.returnDefaults || statement instanceof InsertNode
    ? new FetchPlan(statement, table, situation)
    : (nothing ??= new FetchPlan(statement, table, situation));
}
let nothing: FetchPlan | undefined;

/** How a DML statement gets at what the database makes. */
export class FetchPlan {
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
  /** Whether RETURNING brings defaults. */
  readonly #returning: boolean;
  /** The columns whose defaults were asked for; null for all. */
  readonly #named: readonly ExpressionNode[] | null;

  /** @throws CompileError for returning() with returnDefaults() */
  constructor(statement: DmlNode, table: TableNode | null, { capabilities, executemany, topLevel }: Situation) {
    if (statement.returnDefaults && statement.columns.length > 0)
      throw new CompileError("Can't compile statement that includes returning() and returnDefaults() simultaneously");
    const inserted = statement instanceof InsertNode ? statement : null;
    this.needsKey = inserted !== null && needsKey(inserted, capabilities, executemany, topLevel);
    const lastInsertId = this.needsKey && capabilities.lastInsertId && table?.autoincrement !== null;
    const returnsKey =
      this.needsKey &&
      capabilities.insertReturning &&
      capabilities.implicitReturning &&
      (!lastInsertId || capabilities.preferReturning || statement.returnDefaults);
    this.lastInsertId = lastInsertId && !returnsKey;
    this.nullKeyCountsUp = inserted !== null && capabilities.nullKeyCountsUp && inserted.rows === null;
    this.sentinels =
      inserted !== null && table !== null && topLevel && executemany && isSorted(inserted, returnsKey, capabilities)
        ? sentinelColumns(table, capabilities)
        : [];
    this.#named = statement.returnDefaultsColumns;
    this.#returning =
      statement.returnDefaults && (inserted === null ? capabilities.implicitReturning && returnsOwn(statement, capabilities) : returnsKey);
    this.implicitReturning = returnsKey || this.#returning;
  }

  /** Whether RETURNING shall bring this column's default. */
  returnsDefault(column: ColumnNode): boolean {
    return this.#returning && (this.#named === null || this.#named.includes(column));
  }

  /** The same for an UPDATE that does not touch the column: only if it was named. */
  namesDefault(column: ColumnNode): boolean {
    return this.#named !== null && this.returnsDefault(column);
  }
}

function needsKey(statement: InsertNode, capabilities: Capabilities, executemany: boolean, topLevel: boolean): boolean {
  return (
    topLevel &&
    !statement.inline &&
    (!executemany || (capabilities.insertManyReturning && statement.returnDefaults)) &&
    statement.columns.length === 0 &&
    statement.rows === null
  );
}

/** Whether the rows of a bulk INSERT shall come back in the order of the parameter sets. */
function isSorted(statement: InsertNode, returnsKey: boolean, capabilities: Capabilities): boolean {
  const { sortByParameterOrder, returnDefaults, columns, supplementalColumns } = statement;
  const returns = (returnsKey && returnDefaults) || columns.length > 0 || supplementalColumns.length > 0;
  return sortByParameterOrder && returns && !capabilities.driverBulk && (capabilities.insertManyReturning || capabilities.bulkValues);
}
