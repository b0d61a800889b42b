import { describe, expect, it } from "vitest";
import { givenKeys, keysNumber } from "../../../src/nodes/given-keys.js";

describe("the keys of rows", () => {
  it("are one list for all rows with the same keys in the same order", () => {
    const keys = givenKeys({ name: "a", email: "b" });
    expect(keys).toEqual(["name", "email"]);
    expect(givenKeys({ name: "c", email: "d" })).toBe(keys);
  });

  it("are another list in another order, and for fewer or more keys", () => {
    const keys = givenKeys({ name: "a", email: "b" });
    const others = [
      givenKeys({ email: "b", name: "a" }),
      givenKeys({ name: "a" }),
      givenKeys({ name: "a", email: "b", age: 1 }),
      givenKeys({}),
    ];
    expect(others).toEqual([["email", "name"], ["name"], ["name", "email", "age"], []]);
    expect(new Set([keys, ...others].map((each) => each && keysNumber(each))).size).toBe(5);
    // the way that was taken last is not the only one
    expect(givenKeys({ name: "a", email: "b" })).toBe(keys);
  });

  it("have a number, which other lists of the same keys have not", () => {
    expect(keysNumber(givenKeys({ city: "a" }) ?? [])).toBeTypeOf("number");
    expect(keysNumber(["city"])).toBeUndefined();
  });

  it("are not kept without end", () => {
    let unkept = 0;
    for (let index = 0; index < 20_000; index += 1) if (givenKeys({ [`made_${index}`]: 1 }) === null) unkept += 1;
    expect(unkept).toBeGreaterThan(0);
    expect(unkept).toBeLessThan(20_000);
  });
});
