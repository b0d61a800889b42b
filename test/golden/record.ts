import { appendFileSync } from "node:fs";
import { join } from "node:path";
import { threadId } from "node:worker_threads";
import { type GoldenResult, RESULTS_FOLDER } from "./answers.js";

/** Notes one compared answer for the table at the end of the run. */
export function record(result: GoldenResult): void {
  const folder = process.env[RESULTS_FOLDER];
  if (folder !== undefined) appendFileSync(join(folder, `${process.pid}-${threadId}.jsonl`), `${JSON.stringify(result)}\n`);
}
