import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

/** One answer of the golden files that a test has compared. */
export interface GoldenResult {
  /** The file: `insert-basics`. */
  readonly subject: string;
  /** The case within it. */
  readonly id: string;
  /**
   * The golden dialect: `default`, `str`, `sqlite`, … For what has no dialect: `construct` (a case whose Python raises),
   * `facts`, and for traces the name of the driver.
   */
  readonly dialect: string;
  readonly status: Status;
}

/** `fault`: athanor deviates because SQLAlchemy's answer cannot be right. `deviation`: because it chose to. */
export type Status = "matched" | "fault" | "deviation" | "failed";

/** The environment variable that names the folder for results. */
export const RESULTS_FOLDER = "ATHANOR_GOLDEN_RESULTS";

interface GoldenFile {
  readonly subject: string;
  readonly kind: "compile" | "insertmanyvalues" | "trace";
  readonly cases: readonly {
    readonly id: string;
    readonly dialects?: Readonly<Record<string, unknown>>;
    readonly construct_error?: unknown;
    readonly facts?: unknown;
    readonly defect?: string;
  }[];
}

const FOLDER = fileURLToPath(new URL("cases/", import.meta.url));

/** An answer by subject, case and dialect; the two SQLite drivers' runs of a trace are one answer. */
export function answerKey(subject: string, id: string, dialect: string): string {
  return [subject, id, subject.startsWith("traces-") ? "trace" : dialect].join(" ");
}

/** Where an answer belongs, and whether it is no model. */
export interface KnownAnswer {
  readonly subject: string;
  readonly dialect: string;
  /** What SQLAlchemy does there is a mistake. */
  readonly defect: boolean;
}

/** Every answer in the golden files, ported or not, by its key. */
export function allAnswers(): Map<string, KnownAnswer> {
  const answers = new Map<string, KnownAnswer>();
  for (const name of readdirSync(FOLDER).sort()) {
    if (!name.endsWith(".json") || name === "schema.json") continue;
    const { subject, kind, cases } = JSON.parse(readFileSync(FOLDER + name, "utf8")) as GoldenFile;
    for (const { id, dialects, construct_error: constructError, facts, defect } of cases) {
      const add = (dialect: string) => answers.set(answerKey(subject, id, dialect), { subject, dialect, defect: defect !== undefined });
      if (kind === "trace") add("trace");
      for (const dialect of Object.keys(dialects ?? {})) add(dialect);
      if (constructError !== undefined && dialects === undefined) add("construct");
      if (facts !== undefined) add("facts");
    }
  }
  return answers;
}
