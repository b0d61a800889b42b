// A program: puts rows into a database out of an iterable, checks that they come back in order, loads them once more, and writes how much time and memory that took.
import { createEngine, func, insert, integer, MetaData, select, text } from "athanor";

const [url = "", given = "1000000"] = process.argv.slice(2);
const count = Number(given);
const metadata = new MetaData();
const items = metadata.table("item", { id: integer().primaryKey(), name: text().notNull(), size: integer() });

async function* rows() {
  for (let n = 0; n < count; n += 1) yield { name: `item ${n}`, size: n % 7 === 0 ? null : n };
}

const engine = createEngine(url);
const conn = await engine.connect();
await metadata.createAll(conn);
await conn.commit();
const started = performance.now();
let at = 0;
let last = 0;
for await (const { id, name } of conn.stream(insert(items).returning(items.c.id, items.c.name).sortByParameterOrder(), rows())) {
  if (name !== `item ${at}` || id <= last) throw new Error(`Row ${at} is ${id}, ${name}, after ${last}.`);
  last = id;
  at += 1;
}
await conn.commit();
const seconds = (performance.now() - started) / 1000;
const again = performance.now();
const loaded = await conn.load(insert(items), rows());
await conn.commit();
const loadSeconds = (performance.now() - again) / 1000;
const stored = await conn.scalar(select(func.count()).selectFrom(items));
if (at !== count || loaded !== count || stored !== 2 * count)
  throw new Error(`${at} of ${count} rows came back, ${loaded} were loaded, and ${stored} are there.`);
await conn.close();
await engine.close();
console.log(JSON.stringify({ rows: at, seconds, loadSeconds, megabytes: process.resourceUsage().maxRSS / 1024 }));
