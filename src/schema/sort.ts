import type { ForeignKeyConstraintFacts, TableDefinition } from "../nodes/ddl.js";
import type { TableNode } from "../nodes/froms.js";

/** A foreign key and the table that has it. */
export interface OwnedForeignKey {
  readonly table: TableNode;
  readonly constraint: ForeignKeyConstraintFacts;
}

/** Tables, each after those that it refers to. */
export interface SortedTables {
  readonly tables: readonly TableDefinition[];
  /** Foreign keys that were left out of account, since they closed a circle. */
  readonly broken: readonly OwnedForeignKey[];
  /** Tables of circles that no foreign key could be left out of. */
  readonly unbroken: readonly TableDefinition[];
}

/** For each table the foreign keys that still hold it back. */
type Pending = Map<TableNode, { readonly definition: TableDefinition; keys: readonly ForeignKeyConstraintFacts[] }>;

/** References to the table itself, and to tables that are not in the list, hold nothing back. */
function pendingOf(definitions: readonly TableDefinition[]): Pending {
  const listed = new Set(definitions.map((each) => each.table));
  const pending: Pending = new Map();
  for (const definition of definitions) {
    const keys = definition.constraints.filter((each) => each.constraint === "foreignKey");
    pending.set(definition.table, { definition, keys: keys.filter((key) => key.target !== definition.table && listed.has(key.target)) });
  }
  return pending;
}

function reaches(pending: Pending, from: TableNode, to: TableNode): boolean {
  const seen = new Set([from]);
  for (const table of seen) {
    if (table === to) return true;
    for (const key of pending.get(table)?.keys ?? []) seen.add(key.target);
  }
  return false;
}

/** The foreign keys that are part of a circle. */
function circular(pending: Pending): readonly OwnedForeignKey[] {
  return [...pending].flatMap(([table, { keys }]) =>
    keys.filter((key) => reaches(pending, key.target, table)).map((constraint) => ({ table, constraint })),
  );
}

function keep(pending: Pending, holds: (key: ForeignKeyConstraintFacts) => boolean): void {
  for (const entry of pending.values()) entry.keys = entry.keys.filter(holds);
}

/**
 * Sorts tables so that each comes after those that it refers to; among equals the given order stays. Where foreign keys
 * go in a circle, those of them that `breakable` allows are left out of account and given back.
 */
export function sortTables(definitions: readonly TableDefinition[], breakable: (key: ForeignKeyConstraintFacts) => boolean): SortedTables {
  const pending = pendingOf(definitions);
  const tables: TableDefinition[] = [];
  const broken: OwnedForeignKey[] = [];
  const unbroken = new Set<TableNode>();
  while (pending.size > 0) {
    const ready = [...pending.values()].filter((entry) => entry.keys.length === 0).map((entry) => entry.definition);
    if (ready.length > 0) {
      tables.push(...ready);
      for (const { table } of ready) pending.delete(table);
      keep(pending, (key) => pending.has(key.target));
      continue;
    }
    const circles = circular(pending);
    const chosen = circles.filter(({ constraint }) => breakable(constraint));
    if (chosen.length > 0) broken.push(...chosen);
    else for (const { table } of circles) unbroken.add(table);
    const gone = new Set((chosen.length > 0 ? chosen : circles).map((each) => each.constraint));
    keep(pending, (key) => !gone.has(key));
  }
  return { tables, broken, unbroken: definitions.filter(({ table }) => unbroken.has(table)) };
}
