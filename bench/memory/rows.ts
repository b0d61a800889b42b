import { strict as assert } from "node:assert";
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

/** Prints what the process has taken at its peak, if all rows came back. */
export function report(returned: number): void {
  assert.equal(returned, COUNT);
  console.log(JSON.stringify({ rows: returned, amount: process.resourceUsage().maxRSS / 1024 }));
}
