/** Commit as you go, begin once, savepoints, explicit transactions, streams. */
import { func, IntegrityError, insert, select } from "athanor";
import { sampleDatabase } from "./support/database.js";
import { addresses, users } from "./support/tables.js";

const engine = await sampleDatabase();
const howMany = select(func.count()).selectFrom(users);

// begin once: commits at the end of the callback, rolls back and rethrows if it fails
const id = await engine.begin(async (conn) => {
  const added = await conn.execute(insert(users).values({ name: "squidward" }));
  return added.insertedPrimaryKey.id;
});
console.log("the new user has the id", id);

try {
  await engine.begin(async (conn) => {
    await conn.execute(insert(users), { name: "plankton" });
    throw new Error("changed my mind");
  });
} catch (error) {
  console.log("rolled back:", error instanceof Error && error.message);
}

// commit as you go: a transaction begins with the first statement
const conn = await engine.connect();
console.log("users:", await conn.scalar(howMany));
await conn.execute(insert(users), { name: "gary" });
await conn.commit();

// a savepoint: what fails inside leaves the rest as it was
await conn.begin(async () => {
  await conn.execute(insert(addresses), { userId: 1, email: "s@example.org" });
  try {
    await conn.beginNested(async () => {
      await conn.execute(insert(addresses), [
        { userId: 2, email: "p@example.org" },
        { userId: 2, email: "no address" },
      ]);
    });
  } catch (error) {
    if (!(error instanceof IntegrityError)) throw error;
    console.log("refused:", error.message.split("\n")[0]);
  }
});
console.log("addresses:", await conn.scalars(select(addresses.c.email).orderBy(addresses.c.id)));
await conn.rollback();

// an explicit transaction: rolled back at the end of the block unless committed
{
  await using tx = await conn.begin();
  await conn.execute(insert(users), { name: "pearl" });
  await tx.commit();
}

// rows one by one, in bounded memory
for await (const row of conn.stream(select(users.c.id, users.c.name).orderBy(users.c.id))) console.log(row.id, row.name);

await conn.close();
await engine.close();
