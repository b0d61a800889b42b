import type { Compiled, ParameterSet } from "../compiler/compiled-statement.js";
import type { Dialect, PreparedStatement } from "../dialects/base.js";
import type { DriverResult, WireValue } from "../dialects/driver.js";
import { DdlNode } from "../nodes/ddl.js";
import type { StatementNode } from "../nodes/statement.js";
import { isPromise, type MaybePromise } from "../util/work.js";
import type { ExecutionSettings } from "./execution.js";
import { isSet, keysOf, refuseUnknown } from "./parameters.js";
import { prepareAt } from "./prepare-at.js";
import { Result } from "./result.js";
import type { Session } from "./session/session.js";
import { isWatched } from "./watched.js";
import { writes } from "./writes.js";

const noParameters: ParameterSet = Object.freeze({});
const noKeys: readonly string[] = Object.freeze([]);

/** The statement prepared for these names, for the first time or for others than last. */
function prepared(dialect: Dialect, node: StatementNode, set: ParameterSet): PreparedStatement {
  const keys = keysOf(set);
  const takesColumns = keys.length > 0 || node.kind === "insert" || node.kind === "update";
  const found = dialect.prepare(node, takesColumns ? { columnKeys: keys.length === 0 ? noKeys : keys } : {});
  if (keys.length > 0) refuseUnknown(keys, found.compiled, null);
  return found;
}

/**
 * Executes what needs no waiting but for its answer, and of which nobody wants to hear: one set of parameters for a plain
 * statement, where nothing has to be begun before, on a driver that answers at once or sends at once. It does what an Execution
 * does, without the steps in between at which that could wait.
 *
 * @returns null for what takes the longer way, before anything was done
 * @throws the same errors
 */
export function executeStraight(
  dialect: Dialect,
  session: Session,
  node: StatementNode,
  settings: ExecutionSettings,
  parameters: unknown,
): MaybePromise<Result> | null {
  if (settings.schemaTranslateMap || node instanceof DdlNode || dialect.transactions.commits) return null;
  if (isWatched(session) || session.events.hears) return null;
  const set = parameters === undefined ? noParameters : isSet(parameters) ? parameters : null;
  if (set === null) return null;
  const statement = dialect.lastPrepared(node, set) ?? prepared(dialect, node, set);
  const { compiled, values } = statement;
  const slots = compiled.plainValues(set)?.slots(values, set);
  if (slots === undefined) return null;
  let wires: readonly WireValue[];
  try {
    wires = compiled.wireValues(slots);
  } catch {
    // the longer way says which value was refused
    return null;
  }
  const answer = session.answer(compiled, wires, writes(node), prepareAt(compiled, statement.wasExecuted));
  if (answer === null) return null;
  statement.wasExecuted = true;
  if (!isPromise(answer)) return resultOf(answer, compiled, slots, settings);
  return answer.then(
    (come) => {
      session.transaction.believeServer();
      return resultOf(come, compiled, slots, settings);
    },
    (error) => {
      const failure = session.sender.failed(error, { sql: compiled.sql, params: () => wires });
      session.transaction.believeServer();
      throw failure;
    },
  );
}

function resultOf(
  { rows, columns, rowCount, lastInsertId }: DriverResult,
  compiled: Compiled,
  slots: readonly unknown[],
  context: ExecutionSettings,
): Result {
  return new Result([{ rows, columns, rowCount, lastInsertId, compiled, sets: [slots], context }], false);
}
