import { bindParam, createEngine, integer, select } from "athanor";
import { postgresql } from "athanor/postgresql";
import { expect, test } from "vitest";
import { fakeDriver } from "./fake-driver.js";

const asked = select(bindParam("number", integer()).label("it"));

test("outside of a transaction statements are sent without waiting for the answers to those before", async () => {
  const driver = fakeDriver();
  const engine = createEngine({ dialect: postgresql(), driver }, { isolationLevel: "AUTOCOMMIT" });
  const conn = await engine.connect();
  const answers = [1, 2, 3].map((number) => conn.execute(asked, { number }));
  expect(driver.connections[0]?.texts).toHaveLength(3);
  await Promise.all(answers);
  await conn.close();
});

test("in a transaction too, the BEGIN ahead of them", async () => {
  const driver = fakeDriver();
  const engine = createEngine({ dialect: postgresql(), driver });
  await engine.begin(async (conn) => {
    const answers = [1, 2].map((number) => conn.execute(asked, { number }));
    expect(driver.connections[0]?.texts).toEqual(["BEGIN", expect.stringContaining("SELECT"), expect.stringContaining("SELECT")]);
    await Promise.all(answers);
  });
  expect(driver.connections[0]?.texts.at(-1)).toBe("COMMIT");
});

test("what ends a transaction waits for the answers", async () => {
  const driver = fakeDriver();
  const engine = createEngine({ dialect: postgresql(), driver });
  const conn = await engine.connect();
  await conn.execute(asked, { number: 1 });
  const calls = [conn.execute(asked, { number: 2 }), conn.commit(), conn.execute(asked, { number: 3 })];
  expect(driver.connections[0]?.texts).not.toContain("COMMIT");
  await Promise.all(calls);
  expect(driver.connections[0]?.texts.map((text) => text.split(" ")[0])).toEqual([
    "BEGIN",
    "SELECT",
    "SELECT",
    "COMMIT",
    "BEGIN",
    "SELECT",
  ]);
  await conn.close();
});
