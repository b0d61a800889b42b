import { expect, test } from "vitest";
import type { WireValue } from "../../../../src/dialects/driver.js";
import { batchColumns } from "../../../../src/dialects/mysql/drivers/shared/batch-columns.js";

/** A column of a batch, as it is sent. */
const sent = (...column: WireValue[]): WireValue[] => batchColumns(column.map((value) => [value])).map(([value]) => value ?? null);

test("short whole numbers and texts travel as they are, NULL among them too", () => {
  expect(sent(1, null, -(2 ** 31), 2 ** 31 - 2)).toEqual([1, null, -(2 ** 31), 2 ** 31 - 2]);
  expect(sent("a", null, "b")).toEqual(["a", null, "b"]);
  expect(sent(null, "b")).toEqual([null, "b"]);
});

test("whole numbers of which one is longer travel in 64 bits", () => {
  expect(sent(1, 2 ** 31 - 1, null, -(2 ** 40))).toEqual([1n, 2n ** 31n - 1n, null, -(2n ** 40n)]);
  expect(sent(1, 5n)).toEqual([1n, 5n]);
  expect(sent(5n, 2n ** 63n - 1n)).toEqual([5n, 2n ** 63n - 1n]);
});

test("all else travels as text: fractions, -0, what is too large, what begins with NULL, and what is mixed", () => {
  expect(sent(1, 1.5)).toEqual(["1", "1.5"]);
  expect(sent(0, -0)).toEqual(["0", "-0"]);
  expect(sent(1n, 2n ** 63n)).toEqual(["1", "9223372036854775808"]);
  expect(sent(null, 1)).toEqual([null, "1"]);
  expect(sent(1, "one")).toEqual(["1", "one"]);
});

test("bytes travel as a Buffer, wherever the first of them is", () => {
  const [none, bytes] = sent(null, new Uint8Array([1, 2]));
  expect(none).toBeNull();
  expect(Buffer.isBuffer(bytes)).toBe(true);
});
