import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import type { Status } from "./answers.js";
import { type BulkAnswer, type BulkRow, batchesOf, bulkAnswer, sentinelFacts } from "./bulk-answer.js";
import { raisedBy } from "./compiled-answer.js";
import { type BulkDeviation, bulkDeviations, type GoldenBulk } from "./deviations-bulk.js";
import { hasDialect } from "./dialects.js";
import type { Build } from "./golden-case.js";
import { record } from "./record.js";
import { sameValue, shownValue } from "./same-value.js";

interface GoldenBulkCase {
  readonly id: string;
  readonly about: string;
  readonly python: string;
  readonly defect?: string;
  readonly rows: readonly BulkRow[];
  readonly page_size: number;
  readonly dialects: Readonly<Record<string, GoldenBulk>>;
}

/** The dialect that has the answers of another name here: what the driver sees, not what the compiler shows. */
const ON_THE_WIRE: Readonly<Record<string, string>> = { mssql: "mssql_qmark" };

function dialectOf(name: string): string {
  return ON_THE_WIRE[name] ?? name;
}

function readCases(subject: string): readonly GoldenBulkCase[] {
  const file = new URL(`cases/${subject}.json`, import.meta.url);
  // the marked place: what the golden files hold is what their README says
  return (JSON.parse(readFileSync(file, "utf8")) as { readonly cases: readonly GoldenBulkCase[] }).cases;
}

/** What athanor's answer is in the file's own terms. */
function answerAsGolden(answer: BulkAnswer): GoldenBulk {
  const { dml, resultColumns, sql } = answer.statement;
  const prefetch = dml?.prefetch.map(({ column }) => column.key) ?? [];
  const returning = resultColumns?.map(({ name }) => name) ?? [];
  return {
    sql,
    insertmanyvalues: answer.plan !== null,
    ...(answer.plan && {
      ...sentinelFacts(answer),
      ...(prefetch.length > 0 && { prefetch }),
      ...(returning.length > 0 && { returning }),
      batches: batchesOf(answer),
    }),
  };
}

function differences(expected: GoldenBulk, actual: GoldenBulk): string[] {
  const names = [...new Set([...Object.keys(expected), ...Object.keys(actual)])];
  return names.flatMap((name) => {
    const [wanted, got]: [unknown, unknown] = [Reflect.get(expected, name), Reflect.get(actual, name)];
    return wanted === got || sameValue(wanted, got)
      ? []
      : [`${name}: expected ${shownValue(wanted)}\n${" ".repeat(name.length)}       got ${shownValue(got)}`];
  });
}

function deviationOf(id: string, dialect: string): BulkDeviation | undefined {
  const found = bulkDeviations.filter((each) => each.id === id && (each.dialects?.includes(dialect) ?? true));
  if (found.length > 1) throw new Error(`${id} ${dialect} has ${found.length} deviations`);
  return found[0];
}

function compare(golden: GoldenBulkCase, dialect: string, build: Build): Status {
  const expected = golden.dialects[dialect] ?? {};
  const settings = { rows: golden.rows, pageSize: golden.page_size };
  const answer = () => answerAsGolden(bulkAnswer(build, dialectOf(dialect), settings));
  const deviation = deviationOf(golden.id, dialect);
  if (deviation === undefined) {
    const found = differences(expected, answer());
    if (found.length > 0) throw new Error([`${golden.about}:`, golden.python, ...found].join("\n"));
    if (golden.defect !== undefined)
      throw new Error(`the golden answer is a defect (${golden.defect}): deviations-bulk.ts must say what athanor does`);
    return "matched";
  }
  if (deviation.instead === undefined) {
    expect(String(raisedBy(answer))).toBe(deviation.refuses);
    return deviation.fault ? "fault" : "deviation";
  }
  const actual = answer();
  if (differences(expected, actual).length === 0) throw new Error(`the answer matches: the deviation "${deviation.reason}" is none`);
  expect(differences(deviation.instead(expected), actual).join("\n")).toBe("");
  return deviation.fault ? "fault" : "deviation";
}

/** Compares how rows are put together with SQLAlchemy's way: one test for each case and dialect. */
export function bulkSuite(subject: string, cases: Readonly<Record<string, Build>>): void {
  describe(subject, () => {
    const golden = readCases(subject);
    for (const one of golden) {
      for (const dialect of Object.keys(one.dialects).filter((name) => hasDialect(dialectOf(name)))) {
        test(`${one.id} › ${dialect}`, () => {
          let status: Status = "failed";
          try {
            const build = cases[one.id];
            if (build === undefined) throw new Error(`the case is not ported:\n${one.python}`);
            status = compare(one, dialect, build);
          } finally {
            record({ subject, id: one.id, dialect, status });
          }
        });
      }
    }

    test("every ported case and every deviation belongs to a case", () => {
      const known = new Set(golden.map(({ id }) => id));
      const strangers = [...Object.keys(cases), ...bulkDeviations.map(({ id }) => id)].filter((id) => !known.has(id));
      expect(strangers).toEqual([]);
    });
  });
}
