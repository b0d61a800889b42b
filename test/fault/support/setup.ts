import type { TestProject } from "vitest/node";
import { startBackends } from "../../servers/setup.js";
import { targets } from "../../servers/targets.js";
import { openOutcomes } from "./outcomes.js";
import { tableOf } from "./table.js";

/** Before the faults: the servers. After them: the table, and no server. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const { states, end } = await startBackends();
  project.provide("backends", states);
  const outcomes = openOutcomes();
  return async () => {
    await end();
    const names = targets.map(({ name }) => name);
    console.log(`\n${tableOf(outcomes(), names)}`);
  };
}
