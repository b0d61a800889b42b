import { expect, test } from "vitest";
import { TransactionTracker } from "../../../../src/dialects/postgresql/drivers/shared/transaction-tracker.js";

test("the transaction's state follows from what the server says of each statement", () => {
  const tracker = new TransactionTracker();
  for (const [sql, answer, state] of [
    ["SELECT 1", "SELECT", "none"],
    ["SELEC", { code: "42601" }, "none"],
    ["BEGIN", "BEGIN", "open"],
    ["INSERT INTO t VALUES (1)", { code: "23505" }, "failed"],
    ["/* back */ rollback work to savepoint a", "ROLLBACK", "open"],
    ["ROLLBACK /* a /* b */ c */ TO a -- d", "ROLLBACK", "open"],
    ["COMMIT AND CHAIN", "COMMIT", "open"],
    ["COMMIT AND NO CHAIN", "COMMIT", "none"],
    ["START TRANSACTION", "START TRANSACTION", "open"],
    ["COMMIT", { code: "40001" }, "none"],
    ["BEGIN", "BEGIN", "open"],
    ["COMMIT NOW", { code: "42601" }, "failed"],
    ["COMMIT", "ROLLBACK", "none"],
    ["BEGIN", "BEGIN", "open"],
    ["-- to\nROLLBACK", "ROLLBACK", "none"],
    ["BEGIN", "BEGIN", "open"],
    ["PREPARE TRANSACTION 'x'", "PREPARE TRANSACTION", "none"],
    ["BEGIN", "BEGIN", "open"],
    ["PREPARE TRANSACTION 'x'", { code: "55000" }, "none"],
  ] as const) {
    if (typeof answer === "string") tracker.succeeded(sql, answer);
    else tracker.failed(sql, answer.code);
    expect([sql, tracker.state]).toEqual([sql, state]);
  }
});
