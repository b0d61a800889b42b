import { required } from "../../src/compiler/compiled-statement.js";
import { type Answer, raisedBy } from "./compiled-answer.js";
import type { GoldenAnswer } from "./golden-case.js";
import { errorMismatch, type GoldenError, translatedWarning } from "./python.js";
import { sameValue, shownValue } from "./same-value.js";
import { asElement, asWire, isTextOf } from "./wire-values.js";

type Compared = Extract<Answer, { readonly compiled: unknown }>;
type Params = Readonly<Record<string, unknown>>;

function textMismatch(what: string, expected: string, actual: string): string[] {
  return expected === actual
    ? []
    : [`${what}: expected ${shownValue(expected)}\n${" ".repeat(what.length)}       got ${shownValue(actual)}`];
}

function valueMismatch(what: string, expected: unknown, actual: unknown): string[] {
  return sameValue(expected, actual) ? [] : [`${what}: expected ${shownValue(expected)}, got ${shownValue(actual)}`];
}

/** A value that the caller must still give is shown as REQUIRED, or as null, after how SQLAlchemy came to know of the parameter; a default that is still to run as null. */
function paramsMismatch(expected: GoldenAnswer, actual: Params): string[] {
  const wanted = Object.entries(expected.params ?? {}).map(([name, value]) => {
    const missing =
      value === null && expected.params_error !== undefined && actual[name] === required && !expected.prefetch?.includes(name);
    return [name, missing ? { symbol: "REQUIRED" } : value];
  });
  return valueMismatch("params", Object.fromEntries(wanted), actual);
}

function isError(value: unknown): value is { readonly error: GoldenError } {
  return typeof value === "object" && value !== null && "error" in value;
}

/** What the driver is given: the values that a type has changed, and all the others as they are. */
function driverMismatches(expected: GoldenAnswer, { compiled, settings }: Compared): string[] {
  const converted = expected.driver_params ?? {};
  const refusal = Object.values(converted).find(isError);
  if (refusal) {
    const mismatch = errorMismatch(
      refusal.error,
      raisedBy(() => compiled.driverParams(settings.params)),
    );
    return mismatch === null ? [] : [`driver_params: ${mismatch}`];
  }
  const refused = raisedBy(() => compiled.driverParams(settings.params));
  if (refused !== undefined) return [`driver_params: expected all to be taken, got ${String(refused)}`];
  // the files name the values that are converted by the parameters' own names
  const named = Object.entries(converted).map(([name, value]) => [expected.escaped_names?.[name] ?? name, value] as const);
  const wanted: Params = { ...(expected.expanded?.params ?? expected.params), ...Object.fromEntries(named) };
  const wire: Params = compiled.driverParams(settings.params);
  const pending = new Set(expected.prefetch);
  // of what the database gives back there is no value: what a type would make of None goes nowhere
  const out = new Set(compiled.slots.flatMap((slot) => (slot.out ? [slot.name] : [])));
  const documents = new Set(compiled.slots.flatMap(({ name, type }) => (type.kind === "json" && !(name in converted) ? [name] : [])));
  return Object.entries(wanted).flatMap(([name, value]) =>
    pending.has(name) || out.has(name) || (documents.has(name) && isTextOf(value, wire[name]))
      ? []
      : valueMismatch(
          `driver_params ${name}`,
          value,
          asWire(value, name in (expected.params ?? {}) ? wire[name] : asElement(value, wire[name])),
        ),
  );
}

function isUnfilled(sql: string): boolean {
  return sql.includes("__[POSTCOMPILE_");
}

function valuesMismatches(expected: GoldenAnswer, compared: Compared): string[] {
  const { compiled, settings } = compared;
  const error = raisedBy(() => (settings.params ? compiled.paramsFor(settings.params) : compiled.params));
  const found = [
    ...paramsMismatch(expected, compiled.paramsFor(settings.params, { check: false })),
    ...valueMismatch("positional", expected.positional ?? null, compiled.positional),
    ...valueMismatch("escaped_names", expected.escaped_names ?? {}, compiled.escapedNames),
  ];
  if (expected.params_error) {
    const mismatch = errorMismatch(expected.params_error, error);
    return mismatch === null ? found : [...found, `params_error: ${mismatch}`];
  }
  if (error !== undefined) return [...found, `params_error: expected none, got ${String(error)}`];
  const expanded = compiled.expanded(settings.params);
  if (expected.expanded === undefined && isUnfilled(expected.sql ?? "")) {
    // the files do not show this text with its values written in: that it is filled in at all is what can be asked
    return isUnfilled(expanded.sql) ? [...found, `expanded sql: not filled in: ${expanded.sql}`] : found;
  }
  if (expected.expanded === undefined) {
    found.push(...textMismatch("expanded sql", expected.sql ?? "", expanded.sql));
  } else {
    found.push(
      ...textMismatch("expanded sql", expected.expanded.sql, expanded.sql),
      ...valueMismatch("expanded params", expected.expanded.params, expanded.params),
      ...valueMismatch("expanded positional", expected.expanded.positional ?? null, expanded.positional),
    );
  }
  return [...found, ...driverMismatches(expected, compared)];
}

function dmlMismatches(expected: GoldenAnswer, { compiled }: Compared): string[] {
  const { dml } = compiled;
  const prefetch = dml?.prefetch.map(({ column, row }) => (row > 0 ? `${column.key}_m${row}` : column.key)) ?? [];
  return [
    ...valueMismatch("prefetch", expected.prefetch ?? [], prefetch),
    ...valueMismatch("postfetch", expected.postfetch ?? [], dml?.postfetch.map(({ key }) => key) ?? []),
    ...valueMismatch("returning", expected.returning ?? [], dml?.returning ?? []),
    ...valueMismatch("implicit_returning", expected.implicit_returning ?? false, dml?.implicitReturning ?? false),
    ...valueMismatch("inline", expected.inline ?? false, dml?.inline ?? false),
    ...valueMismatch("postfetch_lastrowid", expected.postfetch_lastrowid ?? false, dml?.lastInsertId ?? false),
  ];
}

/** All that differs between the golden answer and athanor's. */
export function mismatches(expected: GoldenAnswer, answer: Answer): string[] {
  if ("raised" in answer) {
    if (expected.error === undefined) return [`raised while ${answer.when}: ${String(answer.raised)}`];
    const mismatch = errorMismatch(expected.error, answer.raised);
    if (mismatch !== null) return [mismatch];
    return answer.when === "compiling" ? [] : ["raised while building; SQLAlchemy raises it while compiling"];
  }
  if (expected.error) return [errorMismatch(expected.error, undefined) ?? "expected an error", `compiled to ${answer.compiled.sql}`];
  return [
    ...textMismatch("sql", expected.sql ?? "", answer.compiled.sql),
    // the golden files have them sorted
    ...valueMismatch("warnings", expected.warnings?.map(translatedWarning).sort() ?? [], [...answer.compiled.warnings].sort()),
    ...(answer.settings.literalBinds ? [] : [...valuesMismatches(expected, answer), ...dmlMismatches(expected, answer)]),
  ];
}
