/**
 * What the types cost: 50 tables of 10 columns and 200 queries of an application, checked against the built declarations,
 * and the same application in the peers that are installed (`npm --prefix bench ci`).
 *
 *   npm run bench:types              the figures of the whole; fails above the limit
 *   npm run bench:types -- --kinds   athanor's figures of each kind of query, by itself
 */
import { KINDS } from "./kinds.ts";
import { everyKind, type Measured, measure, present } from "./measure.ts";

/** Instantiations that the tables and the 200 queries may need. */
const LIMIT = 75_000;

const alone = measure("athanor", []);
const rows: Record<string, Measured & { each?: number }> = { "athanor, tables alone": alone };
if (process.argv.includes("--kinds")) {
  for (const kind of everyKind) {
    const count = KINDS[kind];
    const figures = measure("athanor", [kind]);
    rows[`athanor, ${kind} × ${count}`] = { ...figures, each: Math.round((figures.instantiations - alone.instantiations) / count) };
  }
}
const whole = measure("athanor");
rows["athanor, tables and 200 queries"] = whole;
for (const name of present) if (name !== "athanor") rows[`${name}, tables and 200 queries`] = measure(name);
console.table(rows);
const { instantiations } = whole;
if (instantiations > LIMIT) {
  console.error(`${instantiations} instantiations: more than ${LIMIT}. Run with --kinds to see which kind of query costs them.`);
  process.exitCode = 1;
}
