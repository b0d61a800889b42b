import type { TestProject } from "vitest/node";
import { startBackends } from "../servers/setup.js";

/** Before the load: the servers. After it: none. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const { states, end } = await startBackends();
  project.provide("backends", states);
  return end;
}
