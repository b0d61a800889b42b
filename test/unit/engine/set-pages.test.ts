import { expect, test } from "vitest";
import { SetPages, setSource } from "../../../src/engine/set-pages.js";

async function sizes(pages: SetPages): Promise<number[]> {
  const list: number[] = [];
  for (let page = await pages.next(); page.length > 0; page = await pages.next()) list.push(page.length);
  return list;
}

function* sets(...values: unknown[]) {
  for (const value of values) yield { value };
}

test("a page is full after so many sets", async () => {
  const numbers = Array.from({ length: 25 }, (_, n) => n);
  expect(await sizes(new SetPages(sets(...numbers), 10, undefined))).toEqual([10, 10, 5]);
  expect(await sizes(new SetPages(sets(...numbers.slice(0, 20)), 10, undefined))).toEqual([10, 10]);
  expect(await sizes(new SetPages(sets(), 10, undefined))).toEqual([]);
});

test("or after so much text and bytes, wherever they stand in a value", async () => {
  const long = "x".repeat(3_000_000);
  const bytes = new Uint8Array(9_000_000);
  const nested = { deep: [{ in: [long, long, long] }] };
  expect(await sizes(new SetPages(sets(1, long, long, long, 2, bytes, 3, nested, 4), 10, undefined))).toEqual([4, 2, 2, 1]);
});

test("iterables are told from sets and lists", () => {
  for (const given of [undefined, null, 5, "text", { name: "x" }, [{ name: "x" }], new Map(), () => {}])
    expect(setSource(given)).toBeNull();
  for (const given of [new Set(), sets(), { [Symbol.asyncIterator]: () => sets() }]) expect(setSource(given)).toBe(given);
});
