/** Many rows out of a source that brings them one by one: loaded in bounded memory, all or nothing. */
import { insert } from "athanor";
import { sampleDatabase } from "./support/database.js";
import { addresses, users } from "./support/tables.js";

const engine = await sampleDatabase();

/** Lines of a file, pages of an API, rows of another database: whatever waits for what it brings. */
async function* newcomers(count: number) {
  for (let n = 1; n <= count; n += 1) yield { name: `newcomer ${n}` };
}

// the size of a page is what is in memory, and how often progress is told
const newUsers = insert(users).executionOptions({ insertPageSize: 10_000 });
const loaded = await engine.load(newUsers, newcomers(25_000), { onProgress: (rows) => console.log(rows, "rows so far") });
console.log("loaded:", loaded);

// what comes back comes row by row too: the loop is the pace
let last = 0;
for await (const { id } of engine.load(insert(users).returning(users.c.id).sortByParameterOrder(), newcomers(3))) last = id;
console.log("the last new user has the id", last);

// as a part of a transaction
await engine.begin(async (conn) => {
  const count = await conn.load(insert(addresses), [{ userId: last, email: "last@example.org" }]);
  console.log("addresses:", count);
});

await engine.close();
