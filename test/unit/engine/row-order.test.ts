import { expect, test } from "vitest";
import { checkAscending, checkCount } from "../../../src/engine/row-order.js";

const keys = (...given: unknown[]): unknown[][] => given.map((key) => [key]);

test("keys ascend, in whatever form drivers give them, and past what a number holds exactly", () => {
  expect(() => checkAscending(keys(1, "2", 3n, "10"), 0)).not.toThrow();
  expect(() => checkAscending(keys("9007199254740991", "9007199254740992", 9007199254740993n), 0)).not.toThrow();
});

test("keys that stay or descend are refused, by one too", () => {
  expect(() => checkAscending(keys("9", "10", "10"), 0)).toThrow("do not ascend");
  expect(() => checkAscending(keys(9007199254740993n, "9007199254740992"), 0)).toThrow("do not ascend");
  expect(() => checkAscending(keys(2, 1), 0)).toThrow("do not ascend");
});

test("each set brings a row", () => {
  expect(() => checkCount(keys(1, 2), 2)).not.toThrow();
  expect(() => checkCount(keys(1, 2), 3)).toThrow("3 rows were inserted and 2 came back");
});
