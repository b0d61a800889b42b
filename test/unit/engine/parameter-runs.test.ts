import { expect, test } from "vitest";
import { runsOf } from "../../../src/engine/parameters.js";

test("sets of equal names are one run, in whatever order they give them; undefined is absent", () => {
  const sets = [
    { a: 1, b: 2 },
    { b: 3, a: 4 },
    { a: 5, b: 6, c: undefined },
  ];
  expect(runsOf(sets)).toEqual([{ keys: ["a", "b"], sets, first: 0 }]);
});

test("only neighbours make a run", () => {
  const sets = [{ a: 1 }, { a: 2 }, { b: 3 }, { a: 4 }];
  expect(runsOf(sets).map(({ keys, sets: run, first }) => [keys, run.length, first])).toEqual([
    [["a"], 2, 0],
    [["b"], 1, 2],
    [["a"], 1, 3],
  ]);
});

test("an element that is no set is refused with its place", () => {
  expect(() => runsOf([{ a: 1 }, { a: 2 }, [3]])).toThrow("element 2 of the list is an array");
  expect(() => runsOf([null, { a: 2 }])).toThrow("element 0 of the list is null");
});
