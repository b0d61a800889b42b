import type { Traces } from "./trace.js";
import { conflictTraces } from "./traces/conflict.js";
import { defaultTraces } from "./traces/defaults.js";
import { echoTraces } from "./traces/echo.js";
import { errorTraces } from "./traces/errors.js";
import { executemanyTraces } from "./traces/executemany.js";
import { insertTraces } from "./traces/insert.js";
import { plainTraces } from "./traces/plain.js";
import { returningTraces } from "./traces/returning.js";
import { selectTraces } from "./traces/selects.js";
import { transactionTraces } from "./traces/transactions.js";

/** The scenarios of `cases/traces-sqlite.json` in TypeScript, by case id. */
export const tracesSqlite: Traces = {
  ...insertTraces,
  ...executemanyTraces,
  ...returningTraces,
  ...defaultTraces,
  ...selectTraces,
  ...plainTraces,
  ...conflictTraces,
  ...errorTraces,
  ...transactionTraces,
  ...echoTraces,
};
