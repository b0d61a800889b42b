import { afterEach, beforeAll, expect, test } from "vitest";
import { type GoldenTrace, goldenTraces, patched, seenBy, stepByStep, tellsOfTransactions } from "../../golden/golden-trace.js";
import type { SeenStep } from "../../golden/trace.js";
import { traceDeviations } from "../../golden/trace-deviations.js";
import { stepMismatches } from "../../golden/trace-mismatches.js";
import { expectedStep, type GoldenStep } from "../../golden/trace-step.js";
import { tracesSqlite } from "../../golden/traces-sqlite.js";
import { noteDifference } from "../../servers/tally.js";
import type { Target } from "../../servers/targets.js";
import { onEveryServer } from "../support/databases.js";
import { type TraceDifference, traceDifferences } from "./differences.js";
import { harborIn } from "./harbor.js";
import { keyReturned } from "./key-returned.js";

// The golden scenarios, which were recorded on SQLite, on every server: the same answers, but for what the differences say.
// On SQLite they run with the golden tests, where each text is compared too.

/** What a step answers on this backend, in whichever scenario. */
function expectedOn(backend: Target["backend"], { id }: GoldenTrace): (step: GoldenStep) => GoldenStep {
  const trace = tracesSqlite[id];
  const hasReturning = typeof trace === "function" || trace?.dialect?.insertReturning !== false;
  return backend === "postgresql" && hasReturning ? keyReturned : (step) => step;
}

function mismatches(
  golden: GoldenTrace,
  seen: readonly SeenStep[],
  backend: Target["backend"],
  differences: readonly TraceDifference[],
): string {
  const deviation = traceDeviations.find(({ id }) => id === golden.id);
  const comparison = { events: tellsOfTransactions(golden), texts: false };
  const here = expectedOn(backend, golden);
  const found = stepByStep(golden, seen, (step, actual, number) => {
    const patches = [deviation, ...differences].map((each) => each?.steps?.[number]);
    return stepMismatches(expectedStep(here(patches.reduce(patched, step)), actual.touches), actual, comparison);
  });
  return found.join("\n");
}

onEveryServer((database) => {
  const { name, backend } = database.target;
  const harbor = harborIn(database);
  let seen: readonly SeenStep[] = [];
  beforeAll(() => harbor.make());
  afterEach(() => harbor.empty(seen));

  for (const golden of goldenTraces("traces-sqlite")) {
    const differences = traceDifferences.filter(
      ({ on, ids }) => on.some((each) => each === backend || each === name) && ids.includes(golden.id),
    );
    const leftOut = differences.find(({ isLeftOut }) => isLeftOut);
    if (leftOut) {
      noteDifference(name, leftOut.reason);
      test.skip(`${golden.id}: ${leftOut.reason}`, () => {});
      continue;
    }
    test(golden.id, async () => {
      const options = Object.assign({}, ...differences.map((each) => each.options ?? {}));
      seen = await seenBy(golden, tracesSqlite, harbor.open, options);
      const found = mismatches(golden, seen, backend, differences);
      if (found !== "") throw new Error(found);
      for (const difference of differences.filter(({ steps }) => steps)) {
        const others = differences.filter((each) => each !== difference);
        expect(mismatches(golden, seen, backend, others), `the answers are the same: "${difference.reason}" is no difference`).not.toBe("");
      }
    });
  }
});

test("every difference belongs to a scenario", () => {
  const known = new Set(goldenTraces("traces-sqlite").map(({ id }) => id));
  expect(traceDifferences.flatMap(({ ids }) => ids.filter((id) => !known.has(id)))).toEqual([]);
});
