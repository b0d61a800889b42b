import type { Compiled } from "../compiler/compiled-statement.js";
import type { Dialect } from "../dialects/base.js";
import { InvalidRequestError } from "../errors/index.js";
import type { DmlKind } from "../nodes/dml.js";
import type { StatementNode } from "../nodes/statement.js";
import type { SlotSets } from "./slot-sets.js";
import { writes } from "./writes.js";

/** A text that is completed by its values is one text only where all sets have the same. @throws InvalidRequestError for sets that have not */
export function refuseLists(runs: readonly { readonly compiled: Compiled; readonly sets: SlotSets }[]): void {
  for (const { compiled, sets } of runs) {
    if (!compiled.isExpanding) continue;
    compiled.slots.forEach(({ expanding, literalExecute }, slot) => {
      if ((expanding || literalExecute) && !sets.isSame(slot))
        throw new InvalidRequestError("'literal_execute' or 'expanding' parameters can't be used with executemany()");
    });
  }
}

/** @throws InvalidRequestError for a statement whose rows can't be streamed, as there are none */
export function refuseWithoutRows({ dml, resultColumns }: Compiled): void {
  if (resultColumns === null || dml?.implicitReturning)
    throw new InvalidRequestError("stream() takes a statement that returns rows: this one has no returning().");
}

function hasReturning({ capabilities }: Dialect, kind: DmlKind): boolean {
  const { insertReturning, updateReturning, deleteReturning, merge } = capabilities;
  return {
    insert: insertReturning,
    update: updateReturning,
    delete: deleteReturning,
    merge: merge !== null && merge.returning !== "none",
  }[kind];
}

/** @throws InvalidRequestError for a statement that takes one set of parameters only */
export function refuseMany(dialect: Dialect, node: StatementNode, { dml, resultColumns }: Compiled): void {
  if (dml === null && !writes(node))
    throw new InvalidRequestError("A query takes one set of parameters: execute it once for each, or use IN.");
  if (dml === null || resultColumns === null) return;
  const { name, capabilities } = dialect;
  const isPutTogether = dml.kind === "insert" && capabilities.insertManyReturning;
  const isAllowed = capabilities.returningSetBySet || dml.implicitReturning;
  if (!hasReturning(dialect, dml.kind) || (!isAllowed && !isPutTogether)) {
    throw new InvalidRequestError(
      `Dialect ${name} with current server capabilities does not support ${dml.kind.toUpperCase()}..RETURNING when executemany is used`,
    );
  }
  if (!isAllowed && dml.bulk === null)
    throw new InvalidRequestError(
      'Statement does not have "insertmanyvalues" enabled, can\'t use INSERT..RETURNING with executemany in this case.',
    );
}
