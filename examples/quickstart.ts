/**
 * The first real job: the countries and cities of the world, in and out of a database.
 *
 *     npm run quickstart                              a SQLite file in a temporary folder
 *     npm run quickstart -- sqlite:///world.db        a database that stays
 *
 * The tables are in quickstart/schema.ts, the statements in quickstart/load.ts and quickstart/steps.ts.
 */
import { placeOf } from "./quickstart/database.js";
import * as report from "./quickstart/report.js";
import { takeSteps } from "./quickstart/steps.js";
import { readSource } from "./quickstart/world.js";

async function main(): Promise<void> {
  const started = performance.now();
  const place = placeOf(process.argv.slice(2));
  process.once("exit", () => place.cleanUp()); // however it ends
  process.once("SIGINT", () => process.exit(130));
  process.stdout.once("error", () => process.exit()); // the reader went away, as `head` does
  await takeSteps(place, readSource());
  report.title(`\nDone in ${((performance.now() - started) / 1000).toFixed(1)} seconds.`);
  report.line("The statements above are in examples/quickstart/steps.ts, the tables in examples/quickstart/schema.ts.");
}

try {
  await main();
} catch (error) {
  report.failure(error);
  process.exitCode = 1;
}
