import type { Compiled, ParameterSet } from "../compiler/compiled-statement.js";
import type { Dialect, PreparedStatement } from "../dialects/base.js";
import type { DriverResult, WireValue } from "../dialects/driver.js";
import { bareOf, type ClauseCall } from "../nodes/clause-call.js";
import { DdlNode } from "../nodes/ddl.js";
import type { StatementNode } from "../nodes/statement.js";
import { isPromise, type MaybePromise } from "../util/work.js";
import { optionsFor } from "./compile-options.js";
import type { ExecutionSettings } from "./execution.js";
import { isSet, keysOf, unknownAmong } from "./parameters.js";
import { prepareAt } from "./prepare-at.js";
import { Result } from "./result.js";
import type { Session } from "./session/session.js";
import { isWatched } from "./watched.js";
import { writes } from "./writes.js";

const noParameters: ParameterSet = Object.freeze({});
const noKeys: readonly string[] = Object.freeze([]);

/**
 * Executes what needs no waiting but for its answer, and of which nobody wants to hear: one set of parameters for a plain
 * statement, where nothing has to be begun before, on a driver that answers at once or sends at once. It does what an Execution
 * does, without the steps in between at which that could wait.
 */
export class StraightExecutions {
  constructor(
    private readonly dialect: Dialect,
    private readonly session: Session,
    private readonly settings: ExecutionSettings,
  ) {}

  /** Whether there can be any: not where options or the dialect ask for more than the statement itself. */
  static can(dialect: Dialect, settings: ExecutionSettings): boolean {
    return !settings.schemaTranslateMap && !dialect.transactions.commits;
  }

  /**
   * @returns null for what takes the longer way, before anything was done
   * @throws what an Execution throws
   */
  execute(built: StatementNode | ClauseCall, parameters: unknown): MaybePromise<Result> | null {
    const { session } = this;
    if (isWatched(session) || session.events.hears) return null;
    const set = parameters === undefined ? noParameters : isSet(parameters) ? parameters : null;
    if (set === null) return null;
    const last = this.dialect.lastPrepared(built);
    const statement = last?.compiled.plain?.takes(set) ? last : this.#prepared(built, set);
    const slots = statement?.compiled.plain?.slots(statement.values, set);
    if (!statement || !slots) return null;
    const { compiled } = statement;
    return this.#sent(statement, slots, (compiled.mayWrite ??= writes(bareOf(built))));
  }

  /** The statement prepared for the names of the set, for the first time or for others than last; null for what takes the longer way. */
  #prepared(built: StatementNode | ClauseCall, set: ParameterSet): PreparedStatement | null {
    if (built instanceof DdlNode) return null;
    const keys = set === noParameters ? noKeys : keysOf(set);
    const found = this.dialect.prepare(built, optionsFor(keys, bareOf(built)));
    // the longer way says what is wrong with them
    if (keys.length > 0 && unknownAmong(keys, found.compiled).length > 0) return null;
    found.compiled.plainValues(keys);
    return found;
  }

  #sent(statement: PreparedStatement, slots: readonly unknown[], writing: boolean): MaybePromise<Result> | null {
    const { session } = this;
    const { compiled } = statement;
    let wires: readonly WireValue[];
    try {
      wires = compiled.plain?.wires(slots) ?? [];
    } catch {
      // the longer way says which value was refused
      return null;
    }
    const answer = session.answer(compiled, wires, writing, prepareAt(compiled, statement.wasExecuted));
    if (answer === null) return null;
    statement.wasExecuted = true;
    return isPromise(answer) ? this.#awaited(answer, compiled, slots, wires) : this.#result(answer, compiled, slots);
  }

  /** Apart from what answers at once, for which no function is to be made. */
  #awaited(answer: Promise<DriverResult>, compiled: Compiled, slots: readonly unknown[], wires: readonly WireValue[]): Promise<Result> {
    const { session } = this;
    return answer.then(
      (come) => {
        session.transaction.believeServer();
        return this.#result(come, compiled, slots);
      },
      (error) => {
        const failure = session.sender.failed(error, { sql: compiled.sql, params: () => wires });
        session.transaction.believeServer();
        throw failure;
      },
    );
  }

  #result(answer: DriverResult, compiled: Compiled, slots: readonly unknown[]): Result {
    return new Result({ answer, compiled, sets: [slots], context: this.settings });
  }
}
