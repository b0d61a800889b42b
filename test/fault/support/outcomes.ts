import { appendFileSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** The environment variable that tells the test processes where to write. */
const FOLDER = "ATHANOR_FAULT_OUTCOMES";

/** What became of a fault on one target: how often it was caused and survived, or why it was not caused. */
export interface Outcome {
  readonly fault: string;
  readonly target: string;
  caused: number;
  survived: number;
  readonly without?: string;
}

/** Notes an outcome. */
export function noteOutcome(outcome: Outcome): void {
  const folder = process.env[FOLDER];
  if (folder !== undefined) appendFileSync(join(folder, `${process.pid}.jsonl`), `${JSON.stringify(outcome)}\n`);
}

/** Opens a folder for the outcomes; gives what reads them, and removes it. */
export function openOutcomes(): () => readonly Outcome[] {
  const folder = mkdtempSync(join(tmpdir(), "athanor-faults-"));
  process.env[FOLDER] = folder;
  return () => {
    const lines = readdirSync(folder).flatMap((name) => readFileSync(join(folder, name), "utf8").split("\n"));
    rmSync(folder, { recursive: true, force: true });
    return lines.filter((line) => line !== "").map((line) => JSON.parse(line) as Outcome);
  };
}
