import { afterAll, afterEach } from "vitest";
import { noteTally } from "../../servers/tally.js";

/** Counts the tests of the describe block for the line at the end of the run. */
export function tallied(target: string): void {
  const tally = { target, passed: 0, failed: 0 };
  afterEach(({ task }) => {
    if (task.result?.state === "fail") tally.failed += 1;
    else tally.passed += 1;
  });
  afterAll(() => noteTally(tally));
}
