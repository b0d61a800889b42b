import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import type { Status } from "./answers.js";
import { type Answer, type CompileSettings, compiledAnswer, raisedBy } from "./compiled-answer.js";
import type { Deviation, Patch } from "./deviation.js";
import { deviations } from "./deviations.js";
import { hasDialect } from "./dialects.js";
import type { Build, GoldenAnswer, GoldenCase } from "./golden-case.js";
import { mismatches } from "./mismatches.js";
import { refusedBySqlite } from "./on-sqlite.js";
import { errorMismatch, type GoldenError } from "./python.js";
import { record } from "./record.js";
import { sameValue, shownValue } from "./same-value.js";

export type { Build } from "./golden-case.js";

/** The statements of a subject by case id, each as a user would write it. */
export type Cases = Readonly<Record<string, Build>>;

/** What a case's facts are in athanor: by the fact's name. */
export type Facts = Readonly<Record<string, () => unknown>>;

export interface SuiteOptions {
  /** The facts of introspection, by case id. */
  readonly facts?: Readonly<Record<string, Facts>>;
  /** Parameters that a user of JavaScript gives in another form than one of Python's, by case id: a float is a number, and a varchar a string, whatever Python was given. */
  readonly forms?: Readonly<Record<string, NonNullable<GoldenAnswer["params"]>>>;
}

/**
 * A value that the compiler lets pass anywhere: for the cases that TypeScript forbids and Python allows, so that what
 * happens at run time is tested too.
 */
export function untyped(value: unknown): any {
  return value;
}

/** The facts of a statement, each computed from the statement built anew. */
export function factsOf<S>(build: () => S, facts: Readonly<Record<string, (statement: S) => unknown>>): Facts {
  return Object.fromEntries(Object.entries(facts).map(([name, fact]) => [name, () => fact(build())]));
}

interface GoldenFile {
  readonly subject: string;
  readonly cases: readonly GoldenCase[];
}

function readCases(subject: string): readonly GoldenCase[] {
  const file = new URL(`cases/${subject}.json`, import.meta.url);
  return (JSON.parse(readFileSync(file, "utf8")) as GoldenFile).cases;
}

/** The answers of a case that athanor can give. */
function answersOf(golden: GoldenCase): readonly string[] {
  const names = Object.keys(golden.dialects ?? {}).filter(hasDialect);
  if (golden.construct_error !== undefined && golden.dialects === undefined) names.push("construct");
  if (golden.facts !== undefined) names.push("facts");
  return names;
}

function settingsOf({ options }: GoldenCase): CompileSettings {
  const map = options?.schema_translate_map;
  return {
    columnKeys: options?.column_keys ?? (options?.params ? Object.keys(options.params) : undefined),
    params: options?.params,
    executemany: options?.executemany ?? false,
    literalBinds: options?.literal_binds ?? false,
    defaultSchema: options?.default_schema_name,
    schemaTranslateMap: map && Object.fromEntries(Object.entries(map).map(([schema, other]) => [schema === "None" ? "" : schema, other])),
  };
}

/** A defect is said of one other dialect by its name, of all but MySQL where SQL is written, or of all. */
function isDefect(golden: GoldenCase, answer: GoldenAnswer | undefined, dialect: string): boolean {
  if (golden.defect === undefined) return false;
  if (golden.defect.endsWith("rendered outside MySQL")) return answer?.sql !== undefined && !["mysql", "mariadb"].includes(dialect);
  const one = /^(oracle|mssql|mysql|mariadb|postgresql)\w*(?=: )/.exec(golden.defect)?.[0];
  if (one !== undefined && !dialect.startsWith(one)) return false;
  return answer?.error === undefined || answer.error.module !== undefined;
}

function factMismatches(golden: GoldenCase, facts: Facts = {}, others: Readonly<Record<string, unknown>> = {}): string[] {
  const known = golden.facts ?? {};
  const strangers = Object.keys(facts).filter((name) => !(name in known));
  const different = Object.entries(known).flatMap(([name, given]) => {
    const value = name in others ? others[name] : given.value;
    const actual = facts[name]?.();
    return value === actual || sameValue(value, actual) ? [] : [`${name}: expected ${shownValue(value)}, got ${shownValue(actual)}`];
  });
  return [...strangers.map((name) => `the golden file has no fact ${name}`), ...different];
}

function constructMismatches(golden: GoldenCase, build: Build): string[] {
  const mismatch = golden.construct_error ? errorMismatch(golden.construct_error, raisedBy(build)) : null;
  return mismatch === null ? [] : [mismatch];
}

/**
 * The answer with all warnings: athanor has those of building too when it compiles, where there is somebody to tell. What
 * SQLAlchemy means to do with methods of its own is none of them: a case is written in a form that athanor keeps.
 */
function withWarnings(golden: GoldenCase, answer: GoldenAnswer, patch: Patch): GoldenAnswer {
  const building = (golden.construct_warnings ?? []).filter((warning) => !warning.startsWith("SADeprecationWarning"));
  return { ...answer, ...patch, warnings: [...building, ...(patch.warnings ?? answer.warnings ?? [])] };
}

function deviationOf(subject: string, id: string, dialect: string): Deviation | undefined {
  const found = deviations.filter((each) => each.subject === subject && each.id === id && (each.dialects?.includes(dialect) ?? true));
  if (found.length > 1) throw new Error(`${subject} ${id} ${dialect} has ${found.length} deviations`);
  return found[0];
}

/** Python's message names the compiler's class, which is MySQL's for MariaDB too; athanor's the dialect. */
function ofMariadb(error: GoldenError): GoldenError {
  return { ...error, message: error.message.replace("sqlalchemy.dialects.mysql.", "sqlalchemy.dialects.mariadb.") };
}

/** The golden answer, with those parameters that JavaScript has in another form. */
function expectedAnswer(golden: GoldenCase, dialect: string, forms: GoldenAnswer["params"]): GoldenAnswer | undefined {
  const found = golden.dialects?.[dialect];
  const expected = found?.error && dialect === "mariadb" ? { ...found, error: ofMariadb(found.error) } : found;
  return expected?.params && forms ? { ...expected, params: { ...expected.params, ...forms } } : expected;
}

/** An error of Python's own, or one from inside of SQLAlchemy's writing that it passes on. */
function expectAccident(golden: GoldenAnswer | undefined): void {
  const { module, message = "" } = golden?.error ?? {};
  expect(module === "builtins" || message.endsWith("see parent stack trace for more detail."), "an accidental exception").toBe(true);
}

/** A text that cannot run is shown to SQLite, where that is its database; what athanor writes instead must run. */
function expectRefusal(golden: GoldenAnswer | undefined, answer: Answer): void {
  expect(refusedBySqlite(golden?.expanded?.sql ?? golden?.sql ?? ""), "what SQLite says of SQLAlchemy's text").toBeDefined();
  if (!("compiled" in answer)) return;
  const { sql } = answer.compiled.expanded(answer.settings.params);
  // LATERAL is what the statement itself asks for, and no SQLite has
  if (!sql.includes("LATERAL")) expect(refusedBySqlite(sql), "what SQLite says of athanor's text").toBeUndefined();
}

function compare(subject: string, golden: GoldenCase, dialect: string, build: Build, options: SuiteOptions): Status {
  const facts = options.facts?.[golden.id];
  const expected = expectedAnswer(golden, dialect, options.forms?.[golden.id]);
  const answer = (): Answer => compiledAnswer(build, dialect, settingsOf(golden));
  const differences = (patch: Patch = {}): string[] => {
    if (dialect === "facts") return factMismatches(golden, facts, patch.facts);
    if (dialect === "construct" || expected === undefined) return constructMismatches(golden, build);
    return mismatches(withWarnings(golden, expected, patch), answer());
  };

  const found = differences();
  const deviation = deviationOf(subject, golden.id, dialect);
  if (deviation === undefined) {
    if (found.length > 0) throw new Error([`${golden.about}:`, golden.python, ...found].join("\n"));
    if (isDefect(golden, expected, dialect))
      throw new Error(`the golden answer is a defect (${golden.defect}): deviations.ts must say what athanor does`);
    return "matched";
  }
  if (found.length === 0) throw new Error(`the answer matches: the deviation "${deviation.reason}" is none`);
  deviation.check({ build, facts: facts ?? {}, golden: expected, answer, mismatches: differences });
  if (deviation.fault === "fails by accident") expectAccident(expected);
  if (deviation.fault === "cannot run" && /^sqlite(_named)?$/.test(dialect)) expectRefusal(expected, answer());
  return deviation.fault ? "fault" : "deviation";
}

/**
 * Compares athanor's answers for a subject with SQLAlchemy's: one test for each case and dialect.
 *
 * @param subject the file in `cases/`
 * @param cases the statements by case id; a case of the file that is not here, and has an answer for a dialect of
 * athanor, fails
 */
export function goldenSuite(subject: string, cases: Cases, options: SuiteOptions = {}): void {
  describe(subject, () => {
    const golden = readCases(subject);
    for (const one of golden) {
      const build = cases[one.id];
      for (const dialect of answersOf(one)) {
        const name = `${one.id} › ${dialect}`;
        test(name, () => {
          let status: Status = "failed";
          try {
            if (build === undefined) throw new Error(`the case is not ported:\n${one.python}`);
            status = compare(subject, one, dialect, build, options);
          } finally {
            record({ subject, id: one.id, dialect, status });
          }
        });
      }
    }

    test("every ported case and every deviation belongs to an answer", () => {
      const answers = new Map(golden.map((one) => [one.id, answersOf(one)]));
      const strangers = Object.keys({ ...cases, ...options.facts, ...options.forms }).filter((id) => !answers.has(id));
      for (const { id, dialects, ...each } of deviations) {
        if (each.subject !== subject) continue;
        if (dialects === undefined ? !answers.get(id)?.length : dialects.some((dialect) => !answers.get(id)?.includes(dialect)))
          strangers.push(`deviation ${id}`);
      }
      expect(strangers).toEqual([]);
    });
  });
}
