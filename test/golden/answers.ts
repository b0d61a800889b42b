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
  readonly status: "matched" | "deviation" | "failed";
}

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
  }[];
}

const FOLDER = fileURLToPath(new URL("cases/", import.meta.url));

/** An answer by subject, case and dialect; the two SQLite drivers' runs of a trace are one answer. */
export function answerKey(subject: string, id: string, dialect: string): string {
  return [subject, id, subject.startsWith("traces-") ? "trace" : dialect].join(" ");
}

/** Every answer in the golden files, ported or not: its key, and where it belongs. */
export function allAnswers(): Map<string, { readonly subject: string; readonly dialect: string }> {
  const answers = new Map<string, { subject: string; dialect: string }>();
  for (const name of readdirSync(FOLDER).sort()) {
    if (!name.endsWith(".json") || name === "schema.json") continue;
    const { subject, kind, cases } = JSON.parse(readFileSync(FOLDER + name, "utf8")) as GoldenFile;
    const add = (id: string, dialect: string) => answers.set(answerKey(subject, id, dialect), { subject, dialect });
    for (const { id, dialects, construct_error: constructError, facts } of cases) {
      if (kind === "trace") add(id, "trace");
      for (const dialect of Object.keys(dialects ?? {})) add(id, dialect);
      if (constructError !== undefined && dialects === undefined) add(id, "construct");
      if (facts !== undefined) add(id, "facts");
    }
  }
  return answers;
}
