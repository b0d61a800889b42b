import { StatementError } from "athanor";
import { translatedWarning } from "./python.js";
import { sameValue, shownValue } from "./same-value.js";
import type { SeenStep } from "./trace.js";
import { traceErrorMismatch, withoutStatement } from "./trace-error.js";
import type { Answered } from "./trace-result.js";
import type { ExpectedAnswer, ExpectedStep } from "./trace-step.js";
import type { Sent } from "./trace-watch.js";

/** What of a step is compared. */
export interface Comparison {
  /** Transactions, where the trace tells of them. */
  readonly events: boolean;
  /**
   * What was sent and written to the log to the letter, as on the database that the trace was recorded on; else only what
   * any database must answer.
   */
  readonly texts: boolean;
}

function valueMismatch(what: string, expected: unknown, actual: unknown, same = sameValue): string[] {
  return same(expected, actual)
    ? []
    : [`${what}: expected ${shownValue(expected)}\n${" ".repeat(what.length)}       got ${shownValue(actual)}`];
}

/** The same rows in any order. */
function sameRows(expected: unknown, actual: unknown): boolean {
  if (!Array.isArray(expected) || !Array.isArray(actual) || expected.length !== actual.length) return sameValue(expected, actual);
  const left = [...actual];
  return expected.every((row) => {
    const at = left.findIndex((each) => sameValue(row, each));
    if (at >= 0) left.splice(at, 1);
    return at >= 0;
  });
}

/** A message without the text of the statement, and without the dialect's name. */
function ofAnyDialect(message: string): string {
  return withoutStatement(message).replace(/^Dialect \w+ /, "The dialect ");
}

/** What the database itself says it says in its own words; but which set of parameters it was must be told. An empty message stands for any. */
function sameMeaning(wanted: string, error: Error): boolean {
  if (wanted === "") return true;
  if (!(error instanceof StatementError) || error.condition === undefined) return ofAnyDialect(error.message) === ofAnyDialect(wanted);
  const row = /\(parameter set (\d+)\)/.exec(wanted)?.[1];
  return row === undefined || error.row === Number(row);
}

class StepComparison {
  readonly #expected: ExpectedStep;
  readonly #actual: SeenStep;
  readonly #comparison: Comparison;

  constructor(expected: ExpectedStep, actual: SeenStep, comparison: Comparison) {
    this.#expected = expected;
    this.#actual = actual;
    this.#comparison = comparison;
  }

  mismatches(): string[] {
    const { what, log, warnings, value, error } = this.#expected;
    const actual = this.#actual;
    const { texts } = this.#comparison;
    const failure = error ? this.#error(error, actual.error) : actual.error === undefined ? null : `raised ${shownError(actual.error)}`;
    return [
      ...(failure === null ? [] : [failure]),
      ...valueMismatch("what", what, actual.what),
      ...valueMismatch("sent", this.#compared(this.#expected.sent), this.#compared(actual.sent)),
      ...(log === null || !texts ? [] : valueMismatch("log", log, actual.log)),
      ...valueMismatch("warnings", warnings.map(translatedWarning), actual.warnings),
      ...(value === undefined ? [] : valueMismatch("value", value, actual.value)),
      ...(failure === null ? this.#result() : []),
    ];
  }

  #compared(sent: readonly Sent[]): readonly Sent[] {
    const { events, texts } = this.#comparison;
    return sent.filter((each) => ("sql" in each ? texts : events));
  }

  #error(expected: NonNullable<ExpectedStep["error"]>, actual: unknown): string | null {
    return this.#comparison.texts ? traceErrorMismatch(expected, actual) : traceErrorMismatch(expected, actual, sameMeaning);
  }

  #result(): string[] {
    const { result: expected } = this.#expected;
    const { result: actual } = this.#actual;
    if (expected === null || actual === null) return expected === actual ? [] : [`result: expected ${expected ? "one" : "none"}`];
    return Object.entries(expected).flatMap(([name, answer]) => this.#answer(name, answer, actual[name]));
  }

  #answer(name: string, expected: ExpectedAnswer, actual: Answered | undefined): string[] {
    if (actual === undefined) return [`${name}: is not asked for`];
    if ("value" in expected) {
      if (!("value" in actual)) return [`${name}: raised ${String(actual.raised)}`];
      return valueMismatch(name, expected.value, actual.value, name === "rows" && !this.#isOrdered() ? sameRows : sameValue);
    }
    if ("value" in actual) return [`${name}: expected an error, got ${shownValue(actual.value)}`];
    const mismatch = expected.raises === null ? null : this.#error(expected.raises, actual.raised);
    return mismatch === null ? [] : [`${name}: ${mismatch}`];
  }

  /** The database that the trace was recorded on has an order of its own. */
  #isOrdered(): boolean {
    return this.#comparison.texts || !this.#actual.sent.some((each) => "sql" in each && /^SELECT (?!.*ORDER BY)/s.test(each.sql));
  }
}

function shownError(error: unknown): string {
  return error instanceof Error ? `${error.name}: ${error.message}` : String(error);
}

/** What differs in one step. */
export function stepMismatches(expected: ExpectedStep, actual: SeenStep, comparison: Comparison): string[] {
  return new StepComparison(expected, actual, comparison).mismatches();
}
