import { appendFileSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** The environment variable that tells the test processes where to write. */
const FOLDER = "ATHANOR_LIVE_RESULTS";

/** How many tests of one target ended how, in one file. */
export interface Tally {
  readonly target: string;
  passed: number;
  failed: number;
}

/** Notes the tests of a file. */
export function noteTally(tally: Tally): void {
  const folder = process.env[FOLDER];
  if (folder !== undefined) appendFileSync(join(folder, `${process.pid}.jsonl`), `${JSON.stringify(tally)}\n`);
}

/** Opens a folder for the tallies; gives what sums them up, by target, and removes it. */
export function openTallies(): () => ReadonlyMap<string, Tally> {
  const folder = mkdtempSync(join(tmpdir(), "athanor-tally-"));
  process.env[FOLDER] = folder;
  return () => {
    const sums = new Map<string, Tally>();
    for (const line of readdirSync(folder).flatMap((name) => readFileSync(join(folder, name), "utf8").split("\n"))) {
      if (line === "") continue;
      const { target, passed, failed } = JSON.parse(line) as Tally;
      const sum = sums.get(target) ?? { target, passed: 0, failed: 0 };
      sums.set(target, { target, passed: sum.passed + passed, failed: sum.failed + failed });
    }
    rmSync(folder, { recursive: true, force: true });
    return sums;
  };
}
