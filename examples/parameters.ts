/** A statement's parameters are part of its type. */
import { bindList, bindParam, integer, select, sql, text } from "athanor";
import { sampleDatabase } from "./support/database.js";
import { users } from "./support/tables.js";

const engine = await sampleDatabase();
const conn = await engine.connect();

const byId = select(users.c.name).where(users.c.id.eq(bindParam("uid", integer())));
console.log(await conn.scalar(byId, { uid: 1 }));

// @ts-expect-error a parameter that is missing is an error of the compiler …
const missing = conn.execute(byId);
// … and a named one at run time, for those who come without types
console.log(await missing.then(String, (error: Error) => `${error.name}: ${error.message.split("\n")[0]}`));

const byIds = select(users.c.name)
  .where(users.c.id.in(bindList("ids", integer())))
  .orderBy(users.c.id);
console.log(await conn.scalars(byIds, { ids: [1, 2] }), await conn.scalars(byIds, { ids: [] }));

// a fragment of SQL: values are bound, columns are quoted; it carries its parameters like any other expression
const long = sql`length(${users.c.name}) > ${bindParam("least", integer())} AND ${users.c.name} <> ${"nobody"}`;
console.log(await conn.scalars(select(users.c.name).where(long), { least: 5 }));

const nickname = select(users.c.name.concat(bindParam("suffix", text())).label("nickname")).orderBy(users.c.id);
for (const row of await conn.execute(nickname, { suffix: "y" })) console.log(row.nickname);

await conn.close();
await engine.close();
