import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { allAnswers, answerKey, type GoldenResult, RESULTS_FOLDER, type Status } from "./answers.js";

/** The worse of two results of one answer counts: of two drivers, of two tests. */
const BADNESS: Record<Status, number> = { matched: 0, fault: 1, deviation: 2, failed: 3 };

/** The share of all answers, in percent, that deviations stay below which are on no case that the files mark as a defect. */
const LIMIT = 2;

const COLUMNS = ["default", "str", "sqlite", "variants", "construct", "facts", "trace"] as const;

/** The table's column for a dialect; undefined for dialects that have none of their own. */
function columnOf(dialect: string): string | undefined {
  if (/^(default|sqlite)_|_(qmark|no_returning|20\d\d|\d\d)$/.test(dialect)) return "variants";
  return COLUMNS.find((name) => name === dialect);
}

function readResults(folder: string): GoldenResult[] {
  const lines = readdirSync(folder).flatMap((name) =>
    name.endsWith(".jsonl") ? readFileSync(join(folder, name), "utf8").split("\n") : [],
  );
  return lines.filter(Boolean).map((line) => JSON.parse(line) as GoldenResult);
}

type Cell = Record<Status | "total", number>;

const deviating = ({ fault, deviation }: Cell): number => fault + deviation;

const show = (cell: Cell): string => {
  if (cell.total === 0) return "";
  const deviations = deviating(cell);
  return `${cell.matched}${deviations > 0 ? `+${deviations}d` : ""}${cell.failed > 0 ? `+${cell.failed}F` : ""}/${cell.total}`;
};

/** The lines to print: a table by subject and dialect, and the sums; and whether athanor deviates too often. */
function report(results: readonly GoldenResult[]): { readonly lines: readonly string[]; readonly tooMany: boolean } {
  const answers = allAnswers();
  const status = new Map<string, Status>();
  const strangers = new Set<string>();
  for (const result of results) {
    const key = answerKey(result.subject, result.id, result.dialect);
    const earlier = status.get(key);
    if (!answers.has(key)) strangers.add(key);
    else if (earlier === undefined || BADNESS[result.status] > BADNESS[earlier]) status.set(key, result.status);
  }

  const cells = new Map<string, Cell>();
  const cell = (row: string, column: string): Cell => {
    const key = `${row} ${column}`;
    const found = cells.get(key) ?? { total: 0, matched: 0, fault: 0, deviation: 0, failed: 0 };
    cells.set(key, found);
    return found;
  };
  const others = new Set<string>();
  const counted = { marked: 0, fault: 0, choice: 0 };
  /** The dialects by the kind and the case, of deviations that the files do not mark. */
  const unmarked = new Map<string, string[]>();
  for (const [key, { subject, dialect, defect }] of answers) {
    const found = status.get(key);
    if (found === "fault" || found === "deviation") {
      const kind = defect ? "marked" : found === "fault" ? "fault" : "choice";
      counted[kind] += 1;
      const id = `${kind}: ${subject} ${key.split(" ")[1]}`;
      if (kind !== "marked") unmarked.set(id, [...(unmarked.get(id) ?? []), dialect]);
    }
    const column = columnOf(dialect) ?? (found === undefined ? undefined : dialect);
    if (column !== undefined && columnOf(dialect) === undefined) others.add(column);
    for (const row of [subject, "all"]) {
      for (const name of column === undefined ? ["all"] : [column, "all"]) {
        const counts = cell(row, name);
        counts.total += 1;
        if (found !== undefined) counts[found] += 1;
      }
      if (found === undefined) cell(row, "not ported").total += 1;
    }
  }

  const columns = [...COLUMNS, ...[...others].sort(), "all"];
  const subjects = [...new Set([...answers.values()].map(({ subject }) => subject)), "all"];
  const table = [["golden", ...columns, "not ported"]];
  for (const row of subjects) {
    table.push([row, ...columns.map((column) => show(cell(row, column))), String(cell(row, "not ported").total)]);
  }
  const widths = table[0]!.map((_, column) => Math.max(...table.map((row) => row[column]!.length)));
  const lines = table.map((row) =>
    row.map((text, column) => (column === 0 ? text.padEnd(widths[0]!) : text.padStart(widths[column]!))).join("  "),
  );

  const sum = cell("all", "all");
  const beyond = counted.fault + counted.choice;
  const percent = (100 * beyond) / sum.total;
  const tooMany = percent >= LIMIT;
  const printed = [
    "",
    ...lines,
    "Each cell: matched, +n deliberate deviations (d), +n failed (F), of the answers in the files.",
    ...[...strangers].map((key) => `golden: no such answer in the files: ${key}`),
    ...(process.env.ATHANOR_GOLDEN_DEVIATIONS ? [...unmarked].map(([id, dialects]) => `${id} (${dialects.join(" ")})`).sort() : []),
    `Deviations: ${counted.marked} on cases that the files mark as defects; ${beyond} beyond them, which is ${percent.toFixed(2)} % of all answers: ` +
      `${counted.fault} where SQLAlchemy's answer is a fault that they do not mark, ${counted.choice} by choice.`,
    ...(tooMany ? [`golden: deviations beyond the files' own defects must stay below ${LIMIT} %`] : []),
    ...(sum.failed > 0 ? [`golden: ${sum.failed} failed`] : []),
    `golden: ${sum.matched} matched, ${deviating(sum)} deviations, ${sum.total} total`,
  ];
  return { lines: printed, tooMany };
}

/** Before the golden tests: a folder for their results. After them: the table. */
export default function setup() {
  const folder = mkdtempSync(join(tmpdir(), "athanor-golden-"));
  process.env[RESULTS_FOLDER] = folder;
  return () => {
    const { lines, tooMany } = report(readResults(folder));
    rmSync(folder, { recursive: true, force: true });
    console.log(lines.join("\n"));
    if (tooMany) process.exitCode = 1;
  };
}
