import { currentParameters } from "../compiler/client-defaults.js";
import type { Prefetch } from "../compiler/compiled.js";
import type { Compiled } from "../compiler/compiled-statement.js";
import { ArgumentError, InvalidRequestError } from "../errors/index.js";
import { integerType } from "../expression/common-types.js";
import { NextValue } from "../nodes/expressions.js";
import type { ExpressionNode } from "../nodes/node.js";
import { settled, type Work } from "../util/work.js";

/** How defaults get at their values. */
export interface DefaultSource {
  /** Fetches the value of a SQL default before the statement runs. */
  fetch(expression: ExpressionNode): Work<unknown>;
  /** Calls the user's function. */
  call<T>(make: () => T): T;
}

/** The error for a default that can't be waited for. */
function promiseGiven({ column }: Prefetch): ArgumentError {
  return new ArgumentError(
    `The default of column '${column.key}' gave a promise, which a synchronous engine can't wait for: give it a function that gives the value itself, or use createEngine().`,
  );
}

function* defaultValue(
  prefetch: Prefetch,
  compiled: Compiled,
  values: readonly unknown[],
  index: number,
  source: DefaultSource,
): Work<unknown> {
  const made = prefetch.default;
  switch (made.kind) {
    case "scalar":
      return made.value;
    case "callable":
      return yield* settled(
        source.call(() => made.make({ currentParameters: currentParameters(compiled, values, prefetch.row) })),
        () => promiseGiven(prefetch),
      );
    case "sql":
      return yield* source.fetch(made.expression);
    case "sentinel":
      return index;
    case "sequence":
      return yield* source.fetch(new NextValue(made.sequence, integerType));
  }
}

/**
 * Runs the defaults of one parameter set and puts them into their slots, in the order of the columns; a later default
 * sees the earlier ones.
 * @param index the number of the set
 */
export function* runDefaults(compiled: Compiled, values: unknown[], index: number, source: DefaultSource): Work<void> {
  for (const prefetch of compiled.dml?.prefetch ?? []) {
    const value = yield* defaultValue(prefetch, compiled, values, index, source);
    if (value === undefined)
      throw new InvalidRequestError(`The default of column '${prefetch.column.key}' gave undefined: it must give a value or null.`);
    values[prefetch.slot] = value;
  }
}
