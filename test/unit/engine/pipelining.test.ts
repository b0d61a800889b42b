import { setTimeout as wait } from "node:timers/promises";
import { bindParam, createEngine, integer, select } from "athanor";
import { postgresql } from "athanor/postgresql";
import { expect, test } from "vitest";
import { FakeError, fakeDriver } from "./fake-driver.js";

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

test("a cancel waits until a BEGIN that was sent ahead is answered: what is behind it must not run without a transaction", async () => {
  const seen: string[] = [];
  let begun = (): void => {};
  let stop = (): void => {};
  const driver = fakeDriver({
    query: (_, text) =>
      new Promise((resolve, reject) => {
        if (text === "BEGIN") begun = () => resolve(void seen.push("begun"));
        else if (text.startsWith("SELECT")) stop = () => reject(new FakeError("stopped", false));
        else resolve();
      }),
  });
  const engine = createEngine({ dialect: postgresql(), driver });
  const conn = await engine.connect();
  const cancel = async () => {
    seen.push("cancelled");
    stop();
  };
  Object.assign(driver.connections[0] ?? {}, { cancel });
  const controller = new AbortController();
  const running = conn.execute(asked.executionOptions({ signal: controller.signal }), { number: 1 });
  const failed = expect(running).rejects.toThrow("stopped");
  await wait(2);
  controller.abort();
  await wait(2);
  expect(seen).toEqual([]);
  begun();
  await failed;
  expect(seen).toEqual(["begun", "cancelled"]);
  await conn.close();
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
