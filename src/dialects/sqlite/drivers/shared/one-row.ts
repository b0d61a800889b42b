import type { PackageDatabase, Row } from "./package.js";
import type { ScannedStatement } from "./scan.js";

/** Operations after which the next one comes. */
const STEPS: ReadonlySet<unknown> = new Set([
  ...["Transaction", "Halt", "Noop", "Explain", "OpenRead", "Rowid", "Column", "ResultRow", "Variable", "Integer", "Int64", "Real"],
  ...["String8", "Null", "Copy", "SCopy", "Affinity", "RealAffinity", "Cast", "Add", "Subtract", "Multiply", "Divide", "Concat"],
]);

/** Operations after which the next one comes, or another that they name. */
const JUMPS: ReadonlySet<unknown> = new Set([
  ...["Init", "Goto", "SeekRowid", "NotExists", "If", "IfNot", "IsNull", "NotNull", "Eq", "Ne", "Lt", "Le", "Gt", "Ge"],
]);

/** Whether the operation never leads back to one before it. The last one goes to where the work begins, once. */
function goesOn([, operation, , target]: Row, place: number, { length }: readonly Row[]): boolean {
  if (STEPS.has(operation)) return true;
  return JUMPS.has(operation) && (Number(target) > place || (operation === "Goto" && place === length - 1));
}

/**
 * Whether a query finds one row at most, whatever its values are: `SELECT … WHERE id = ?` does, by the table's own key. SQLite's
 * program for it says so: it gives a row at one place, and never comes back there. What looks rows up by an index is left out:
 * another process may drop that.
 */
export function findsOneRow(
  database: PackageDatabase,
  { sql, placeholders, changesRows, keepsTransaction }: ScannedStatement & { readonly sql: string },
): boolean {
  if (changesRows || !keepsTransaction) return false;
  const program = database.prepare(`EXPLAIN ${sql}`).all(new Array(placeholders).fill(null));
  return program.every(goesOn) && program.filter(([, operation]) => operation === "ResultRow").length === 1;
}
