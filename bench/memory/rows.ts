import { strict as assert } from "node:assert";
import { existsSync, readFileSync } from "node:fs";
import type { Person } from "../schema.ts";

/** So many rows that no process should hold all of them. */
export const COUNT = 1_000_000;

/** Made-up people, one after the other. */
export function* rowsOf(count: number = COUNT): Generator<Person> {
  for (let at = 0; at < count; at += 1)
    yield { name: `person ${at}`, email: `person.${at}@example.org`, age: 18 + (at % 60), city: "Turin" };
}

/** The same, so many at a time. */
export function* pagesOf(size: number): Generator<Person[]> {
  let page: Person[] = [];
  for (const row of rowsOf()) {
    page.push(row);
    if (page.length < size) continue;
    yield page;
    page = [];
  }
  if (page.length > 0) yield page;
}

const STATUS = "/proc/self/status";

/**
 * The most megabytes of memory that the process has had. Linux knows that of the program alone; what the process counts as its own
 * begins with what its parent had when it was started.
 */
function peak(): number {
  const [, kilobytes] = (existsSync(STATUS) && /^VmHWM:\s+(\d+) kB$/m.exec(readFileSync(STATUS, "utf8"))) || [];
  return (kilobytes === undefined ? process.resourceUsage().maxRSS : Number(kilobytes)) / 1024;
}

/** Prints what the process has taken at its peak, if all rows came back. */
export function report(returned: number): void {
  assert.equal(returned, COUNT);
  console.log(JSON.stringify({ rows: returned, amount: peak() }));
}
