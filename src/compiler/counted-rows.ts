import type { ColumnNode } from "../nodes/column.js";
import type { SetColumn } from "./compiled.js";
import type { Assignment } from "./values-resolution.js";

/** The rows of a bulk INSERT in three parts: what stands before, one row, and what stands after. */
export interface CountedRows {
  readonly before: string;
  readonly row: string;
  readonly after: string;
}

/** What gives a value its column's type. */
export interface CountedCasts {
  /** What stands after a parameter in VALUES. */
  listed(column: ColumnNode): string;
  /** What stands after a name in the SELECT. */
  selected(column: ColumnNode): string;
}

/** Whether a sequence fills this column: it must count while the rows are inserted, not where they are listed. */
function isCounted({ column, slot }: SetColumn): boolean {
  return slot === null && column.facts.default?.kind === "sequence";
}

/**
 * `SELECT p0, p1 FROM (VALUES (…), (…)) AS imp_sen(p0, p1, sen_counter) ORDER BY sen_counter`: databases that may insert
 * the rows of VALUES in any order keep this one, so that keys which count up tell the rows apart. Whoever puts the
 * statement together adds each row's number at its end.
 */
export function countedRows(assignments: readonly Assignment[], set: readonly SetColumn[], casts: CountedCasts): CountedRows {
  const cells = assignments.map(({ value }, index) => ({ value, name: `p${index}`, set: set[index] }));
  const listed = cells.filter((cell) => cell.set === undefined || !isCounted(cell.set));
  const selected = cells.map((cell) =>
    listed.includes(cell) ? cell.name + (cell.set ? casts.selected(cell.set.column) : "") : cell.value,
  );
  return {
    before: `SELECT ${selected.join(", ")} FROM (VALUES `,
    row: `(${listed.map(({ value, set }) => value + (set && set.slot !== null ? casts.listed(set.column) : "")).join(", ")})`,
    after: `) AS imp_sen(${[...listed.map(({ name }) => name), "sen_counter"].join(", ")}) ORDER BY sen_counter`,
  };
}
