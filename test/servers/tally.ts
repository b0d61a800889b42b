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

/** A line of the notes. */
interface Line extends Tally {
  readonly difference?: string;
}

/** The tests of one target, and what it can't do. */
export interface Sum extends Tally {
  readonly differences: Set<string>;
}

/** Notes the tests of a file. */
export function noteTally(tally: Tally): void {
  const folder = process.env[FOLDER];
  if (folder !== undefined) appendFileSync(join(folder, `${process.pid}.jsonl`), `${JSON.stringify(tally)}\n`);
}

/** Notes what a target can't do. */
export function noteDifference(target: string, difference: string): void {
  const folder = process.env[FOLDER];
  const line: Line = { target, passed: 0, failed: 0, difference };
  if (folder !== undefined) appendFileSync(join(folder, `${process.pid}.jsonl`), `${JSON.stringify(line)}\n`);
}

/** Opens a folder for the tallies; gives what sums them up, by target, and removes it. */
export function openTallies(): () => ReadonlyMap<string, Sum> {
  const folder = mkdtempSync(join(tmpdir(), "athanor-tally-"));
  process.env[FOLDER] = folder;
  return () => {
    const sums = new Map<string, Sum>();
    for (const line of readdirSync(folder).flatMap((name) => readFileSync(join(folder, name), "utf8").split("\n"))) {
      if (line === "") continue;
      const { target, passed, failed, difference } = JSON.parse(line) as Line;
      const sum = sums.get(target) ?? { target, passed: 0, failed: 0, differences: new Set<string>() };
      sum.passed += passed;
      sum.failed += failed;
      if (difference !== undefined) sum.differences.add(difference);
      sums.set(target, sum);
    }
    rmSync(folder, { recursive: true, force: true });
    return sums;
  };
}
