import { InvalidRequestError } from "../errors/index.js";
import {
  AddConstraintNode,
  type ConstraintFacts,
  CreateSequenceNode,
  DeferForeignKeysNode,
  DropConstraintNode,
  DropSequenceNode,
  SetCommentNode,
  type TableDefinition,
} from "../nodes/ddl.js";
import type { Sequence } from "../nodes/sequence.js";
import { settled, type Work } from "../util/work.js";
import { CreateIndex, CreateTable, DdlStep, DropTable } from "./ddl.js";
import type { AnyDdlConnection } from "./ddl-connection.js";
import { createEnums, dropEnums } from "./enumerations.js";
import type { AnyTable } from "./metadata.js";
import { type OwnedForeignKey, sortTables } from "./sort.js";

/** What `createAll` and `dropAll` take. */
export interface SchemaOptions {
  /** Ask for each table whether it is there, and leave out what has nothing to do; true unless said otherwise. */
  readonly checkFirst?: boolean;
  /** Only these tables of the MetaData. */
  readonly tables?: readonly AnyTable[];
}

const forWriting = { writes: true };

function fullName(table: { readonly name: string; readonly schema: string | null }): string {
  return table.schema === null ? table.name : `${table.schema}.${table.name}`;
}

/** The tables whose being there is as wished; all of them, if nobody is to ask. */
function* tablesThere(connection: AnyDdlConnection, tables: readonly AnyTable[], wished: boolean, checkFirst: boolean): Work<AnyTable[]> {
  const found: AnyTable[] = [];
  for (const table of tables) {
    if (!checkFirst || (yield* settled(connection.hasTable(table.name, table.schema, forWriting))) === wished) found.push(table);
  }
  return found;
}

/** The sequences that the columns take their values from, each once. */
function sequencesOf(definitions: readonly TableDefinition[]): readonly Sequence[] {
  const byName = new Map<string, Sequence>();
  for (const { table } of definitions) {
    for (const { facts } of table.columns)
      if (facts.default?.kind === "sequence") byName.set(fullName(facts.default.sequence), facts.default.sequence);
  }
  return [...byName.values()];
}

function* sequencesThere(
  connection: AnyDdlConnection,
  definitions: readonly TableDefinition[],
  wished: boolean,
  checkFirst: boolean,
): Work<Sequence[]> {
  const found: Sequence[] = [];
  if (!connection.dialect.capabilities.sequences) return found;
  for (const sequence of sequencesOf(definitions)) {
    const there = checkFirst ? yield* settled(connection.hasSequence?.(sequence.name, sequence.schema, forWriting)) : wished;
    if (there === undefined || there === wished) found.push(sequence);
  }
  return found;
}

function* createComments(connection: AnyDdlConnection, { table, comment }: TableDefinition): Work<void> {
  if (!connection.dialect.ddl.commentStatements) return;
  if (comment !== null) yield* settled(connection.executeDdl(new DdlStep(new SetCommentNode(table, null, comment))));
  for (const column of table.columns) {
    if (column.facts.comment !== null)
      yield* settled(connection.executeDdl(new DdlStep(new SetCommentNode(table, column, column.facts.comment))));
  }
}

/** Creates the tables that are not there, each after those that it refers to, its indexes after it, and foreign keys that go in a circle last. */
export function* createTables(connection: AnyDdlConnection, tables: readonly AnyTable[], checkFirst: boolean): Work<void> {
  const missing = yield* tablesThere(connection, tables, false, checkFirst);
  const byNode = new Map(missing.map((table) => [table.node, table]));
  const sorted = sortTables(
    missing.map((table) => table.definition),
    () => true,
  );
  // Without ALTER TABLE they stay where they are: such a database looks for the table referred to when rows come, not before.
  const later: readonly OwnedForeignKey[] = connection.dialect.ddl.alterConstraints ? sorted.broken : [];
  const without: ReadonlySet<ConstraintFacts> = new Set(later.map((each) => each.constraint));
  yield* createEnums(connection, missing, checkFirst);
  for (const sequence of yield* sequencesThere(connection, sorted.tables, false, checkFirst))
    yield* settled(connection.executeDdl(new DdlStep(new CreateSequenceNode(sequence, false))));
  for (const definition of sorted.tables) {
    const table = byNode.get(definition.table);
    if (!table) continue;
    yield* settled(connection.executeDdl(new CreateTable(table, { without })));
    for (const { name } of definition.indexes) yield* settled(connection.executeDdl(new CreateIndex(table, name)));
    yield* createComments(connection, definition);
  }
  for (const { table, constraint } of later) yield* settled(connection.executeDdl(new DdlStep(new AddConstraintNode(table, constraint))));
}

function checkBreakable(unbroken: readonly TableDefinition[]): void {
  if (unbroken.length === 0) return;
  throw new InvalidRequestError(
    `Can't sort tables for DROP; an unresolvable foreign key dependency exists between tables: ${unbroken.map(({ table }) => fullName(table)).join(", ")}. Give the foreign keys that go in a circle names, so that they can be dropped first: references(…, { name: "fk_…" }).`,
  );
}

/** Drops the tables that are there, each before those that it refers to. @throws InvalidRequestError for a circle of foreign keys without names, where those must be dropped first */
export function* dropTables(
  connection: AnyDdlConnection,
  tables: readonly AnyTable[],
  kept: readonly AnyTable[],
  checkFirst: boolean,
): Work<void> {
  const { alterConstraints, deferForeignKeys } = connection.dialect.ddl;
  const there = yield* tablesThere(connection, tables, true, checkFirst);
  const byNode = new Map(there.map((table) => [table.node, table]));
  const sorted = sortTables(
    there.map((table) => table.definition),
    (key) => !alterConstraints || key.name !== null,
  );
  if (alterConstraints) {
    checkBreakable(sorted.unbroken);
    for (const { table, constraint } of sorted.broken)
      yield* settled(connection.executeDdl(new DdlStep(new DropConstraintNode(table, constraint))));
  } else if (sorted.broken.length > 0 && deferForeignKeys) {
    // Dropping a table deletes its rows first, which the other tables of the circle still refer to.
    yield* settled(connection.executeDdl(new DdlStep(new DeferForeignKeysNode())));
  }
  for (const { table } of sorted.tables.toReversed()) {
    const each = byNode.get(table);
    if (each) yield* settled(connection.executeDdl(new DropTable(each)));
  }
  for (const sequence of yield* sequencesThere(connection, sorted.tables, true, checkFirst))
    yield* settled(connection.executeDdl(new DdlStep(new DropSequenceNode(sequence, false))));
  yield* dropEnums(connection, tables, kept, checkFirst);
}
