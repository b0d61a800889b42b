import type { TestProject } from "vitest/node";

import { startServer, type TestServer } from "./servers.js";
import { openTallies, type Sum } from "./tally.js";

import { askedBackends, type BackendState, backendNames, pgliteTarget, type Target, targets } from "./targets.js";

function reasonOf(error: unknown): string {
  return (error instanceof Error ? error.message : String(error)).split("\n").join("; ");
}

/** Starts what a backend needs. A backend that was asked for and can't run is an error. */
async function started(backend: Target["backend"], asked: ReadonlySet<string> | null, running: TestServer[]): Promise<BackendState> {
  if (asked !== null && !asked.has(backend)) return { state: "absent", reason: "not asked for by ATHANOR_TEST_BACKENDS" };
  if (backend === "sqlite") return { state: "embedded" };
  try {
    const server = await startServer(backend);
    running.push(server);
    return { state: "running", address: server.address };
  } catch (error) {
    if (asked !== null)
      throw new Error(`ATHANOR_TEST_BACKENDS asks for ${backend}, which can't be started: ${reasonOf(error)}`, { cause: error });
    return { state: "absent", reason: reasonOf(error) };
  }
}

function line({ name, backend, part }: Target, states: Readonly<Record<string, BackendState>>, sum: Sum | undefined): string {
  const state = states[backend];
  if (state?.state === "absent") return `${name}: did not run: ${state.reason}`;
  if (sum === undefined) return `${name}: did not run: no test was chosen`;
  return [
    `${name}: ran${part === undefined ? "" : ` (${part})`}, ${sum.passed} passed${sum.failed > 0 ? `, ${sum.failed} FAILED` : ""}`,
    ...[...sum.differences].map((difference) => `  left out there: ${difference}`),
  ].join("\n");
}

/** The states of all backends, and what ends those that were started. */
export interface StartedBackends {
  readonly states: Readonly<Record<string, BackendState>>;
  end(): Promise<void>;
}

/** Starts what the targets need. @throws Error where a backend that was asked for can't be started */
export async function startBackends(): Promise<StartedBackends> {
  const asked = askedBackends();
  const running: TestServer[] = [];
  const end = async (): Promise<void> => {
    await Promise.all(running.map((server) => server.end()));
  };
  const states: Record<string, BackendState> = {};
  try {
    const starting = backendNames.map(async (backend) => (states[backend] = await started(backend, asked, running)));
    // all of them: one that fails must not leave another behind that is still starting
    await Promise.allSettled(starting);
    await Promise.all(starting);
  } catch (error) {
    await end();
    throw error;
  }
  return { states, end };
}

/** Before the live tests: the servers. After them: a line for each target, and no server. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const { states, end } = await startBackends();
  project.provide("backends", states);
  const summedUp = openTallies();
  return async () => {
    await end();
    const sums = summedUp();
    console.log(["", ...[...targets, pgliteTarget].map((target) => line(target, states, sums.get(target.name)))].join("\n"));
  };
}
