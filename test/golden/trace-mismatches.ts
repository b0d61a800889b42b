import { translatedWarning } from "./python.js";
import { sameValue, shownValue } from "./same-value.js";
import type { SeenStep } from "./trace.js";
import { traceErrorMismatch } from "./trace-error.js";
import type { Answered } from "./trace-result.js";
import type { ExpectedAnswer, ExpectedStep } from "./trace-step.js";
import type { Sent } from "./trace-watch.js";

function valueMismatch(what: string, expected: unknown, actual: unknown): string[] {
  return sameValue(expected, actual)
    ? []
    : [`${what}: expected ${shownValue(expected)}\n${" ".repeat(what.length)}       got ${shownValue(actual)}`];
}

function answerMismatch(name: string, expected: ExpectedAnswer, actual: Answered | undefined): string[] {
  if (actual === undefined) return [`${name}: is not asked for`];
  if ("value" in expected)
    return "value" in actual ? valueMismatch(name, expected.value, actual.value) : [`${name}: raised ${String(actual.raised)}`];
  if ("value" in actual) return [`${name}: expected an error, got ${shownValue(actual.value)}`];
  const mismatch = expected.raises === null ? null : traceErrorMismatch(expected.raises, actual.raised);
  return mismatch === null ? [] : [`${name}: ${mismatch}`];
}

function resultMismatches(expected: ExpectedStep["result"], actual: SeenStep["result"]): string[] {
  if (expected === null || actual === null) return expected === actual ? [] : [`result: expected ${expected ? "one" : "none"}`];
  return Object.entries(expected).flatMap(([name, answer]) => answerMismatch(name, answer, actual[name]));
}

function isText(sent: Sent): boolean {
  return "sql" in sent;
}

/** What differs in one step. @param events whether the trace tells of transactions */
export function stepMismatches(expected: ExpectedStep, actual: SeenStep, events: boolean): string[] {
  const failure = expected.error
    ? traceErrorMismatch(expected.error, actual.error)
    : actual.error === undefined
      ? null
      : `raised ${actual.error instanceof Error ? `${actual.error.name}: ${actual.error.message}` : String(actual.error)}`;
  return [
    ...(failure === null ? [] : [failure]),
    ...valueMismatch("what", expected.what, actual.what),
    ...valueMismatch("sent", expected.sent, events ? actual.sent : actual.sent.filter(isText)),
    ...(expected.log === null ? [] : valueMismatch("log", expected.log, actual.log)),
    ...valueMismatch("warnings", expected.warnings.map(translatedWarning), actual.warnings),
    ...(expected.value === undefined ? [] : valueMismatch("value", expected.value, actual.value)),
    ...(failure === null ? resultMismatches(expected.result, actual.result) : []),
  ];
}
