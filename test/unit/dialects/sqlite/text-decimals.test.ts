import { CompileError, numeric, select, table } from "athanor";
import { sqlite } from "athanor/sqlite";
import { expect, test } from "vitest";

const prices = table("price", { exact: numeric({ precision: 38, scale: 10, sqlite: "text" }) });

test.each([
  ["comparison", select(prices.c.exact).where(prices.c.exact.gt("1.5"))],
  ["equality", select(prices.c.exact).where(prices.c.exact.eq("1.50"))],
  ["arithmetic", select(prices.c.exact.add("1"))],
])("decimals stored as text refuse %s", (_what, statement) => {
  expect(() => statement.compile({ dialect: sqlite() })).toThrow(CompileError);
});

test("decimals stored as text can be told from NULL", () => {
  expect(select(prices.c.exact).where(prices.c.exact.isNotNull()).compile({ dialect: sqlite() }).sql).toBe(
    "SELECT price.exact \nFROM price \nWHERE price.exact IS NOT NULL",
  );
});
