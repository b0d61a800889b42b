/**
 * Runs the peers side by side and prints what they took.
 *
 *   npm run bench                     all workloads
 *   npm run bench -- sqlite compile   those of the groups named
 *   npm run bench -- --only keys      those whose name has the word
 *   npm run bench -- --rounds 1       a quick look, not a measurement
 */
import { mkdirSync, writeFileSync } from "node:fs";
import { cpus } from "node:os";
import { parseArgs } from "node:util";
import { contest } from "./contest.ts";
import { type Report, table } from "./report.ts";
import { endServers } from "./servers.ts";
import { mariadbBulkWorkloads } from "./workloads/bulk/mariadb.ts";
import { postgresqlBulkWorkloads } from "./workloads/bulk/postgresql.ts";
import { postgresqlLoadWorkloads } from "./workloads/bulk/postgresql-load.ts";
import { sqliteBulkWorkloads } from "./workloads/bulk/sqlite.ts";
import { coldWorkloads } from "./workloads/cold.ts";
import { compileWorkloads } from "./workloads/compile.ts";
import { memoryWorkloads } from "./workloads/memory.ts";
import { postgresqlCheckoutWorkloads } from "./workloads/postgresql-checkout.ts";
import { postgresqlSingleWorkloads } from "./workloads/postgresql-single.ts";
import { readWorkloads } from "./workloads/read.ts";
import { sqliteSingleWorkloads } from "./workloads/sqlite-single.ts";
import { sqliteSyncWorkloads } from "./workloads/sqlite-sync.ts";
import { typesWorkloads } from "./workloads/types.ts";

const workloads = [
  ...compileWorkloads,
  ...sqliteSingleWorkloads,
  ...sqliteSyncWorkloads,
  ...postgresqlSingleWorkloads,
  ...postgresqlCheckoutWorkloads,
  ...sqliteBulkWorkloads,
  ...postgresqlBulkWorkloads,
  ...postgresqlLoadWorkloads,
  ...mariadbBulkWorkloads,
  ...readWorkloads,
  ...coldWorkloads,
  ...memoryWorkloads,
  ...typesWorkloads,
];
const { positionals, values } = parseArgs({ allowPositionals: true, options: { only: { type: "string" }, rounds: { type: "string" } } });
const rounds = values.rounds === undefined ? undefined : Number(values.rounds);
const groups = new Set(workloads.map(({ group }) => group));
for (const group of positionals) {
  if (!groups.has(group)) throw new Error(`no workload group '${group}': there are ${[...groups].join(", ")}`);
}
const chosen = workloads.filter(
  ({ group, name }) =>
    (positionals.length === 0 || positionals.includes(group)) && (values.only === undefined || name.includes(values.only)),
);

console.log(`Node ${process.version}, ${cpus().length} × ${cpus()[0]?.model}, ${new Date().toISOString().slice(0, 10)}\n`);
const reports: Report[] = [];
for (const workload of chosen) {
  const start = Date.now();
  const report = { workload, figures: await contest(rounds === undefined ? workload : { ...workload, rounds }) };
  reports.push(report);
  console.log(table(report));
  console.log(`${((Date.now() - start) / 1000).toFixed(0)} s\n`);
}
await endServers();
mkdirSync(new URL("../build/", import.meta.url), { recursive: true });
writeFileSync(
  new URL("../build/bench.json", import.meta.url),
  JSON.stringify(
    reports.map(({ workload: { group, name, unit }, figures }) => ({ group, name, unit, figures })),
    null,
    2,
  ),
);
if (reports.some(({ figures }) => figures.some(({ failure, peer }) => failure !== undefined && peer.startsWith("athanor"))))
  process.exitCode = 1;
