/** Streams the rows in, and what is returned out, with athanor; prints the peak of the memory. */
import { createEngine, insert } from "athanor";
import { metadata, people } from "../schema.ts";
import { report, rowsOf } from "./rows.ts";

const engine = createEngine(process.argv[2] ?? "");
const conn = await engine.connect();
await metadata.dropAll(conn);
await metadata.createAll(conn);
await conn.commit();
let returned = 0;
for await (const { id, name } of conn.stream(insert(people).returning(people.c.id, people.c.name), rowsOf())) {
  if (id > 0 && name !== "") returned += 1;
}
await conn.commit();
await conn.close();
await engine.close();
report(returned);
