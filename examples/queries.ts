/** SELECT: joins, nested rows, subqueries, CTEs and unions, with the type of each row known. */
import { caseWhen, exists, func, select, union } from "athanor";
import { sampleDatabase } from "./support/database.js";
import { addresses, type User, users } from "./support/tables.js";

const engine = await sampleDatabase();
const conn = await engine.connect();

// { name: string; email: string | null }: an outer join may find nothing, and the type says so
const contacts = select(users.c.name, addresses.c.email)
  .outerJoin(addresses, addresses.c.userId.eq(users.c.id))
  .where(users.c.name.in(["sandy", "patrick"]))
  .orderBy(users.c.name.desc(), addresses.c.email);
for (const { name, email } of await conn.execute(contacts)) console.log(name, email);

// keys of one's own; a table makes a nested row: { user: User; mail: string | null }
const nested = await conn.execute(select({ user: users, mail: addresses.c.email }).outerJoin(addresses).where(users.c.id.eq(2)));
const { user, mail }: { user: User; mail: string | null } = nested.one();
console.log(user.name, user.fullname, mail, user.createdAt instanceof Date);

// groups, and a CASE
const size = caseWhen(func.count(addresses.c.id).gt(1), "many").else("one");
const groups = select({ name: users.c.name, addresses: func.count(addresses.c.id), size })
  .join(addresses)
  .groupBy(users.c.name)
  .having(func.count(addresses.c.id).ge(1))
  .orderBy(users.c.name);
console.log((await conn.execute(groups)).all());

// a subquery has typed columns too
const latest = select(addresses.c.userId, func.max(addresses.c.id).label("id")).groupBy(addresses.c.userId).subquery("latest");
const newest = select(addresses.c.email).join(latest, latest.c.id.eq(addresses.c.id)).orderBy(addresses.c.email);
console.log(await conn.scalars(newest));

// a CTE, an alias, EXISTS, UNION
const dark = select(users).where(users.c.profile.isNotNull()).cte("dark");
console.log(await conn.scalars(select(dark.c.name)));
const other = users.alias("other");
const notFirst = select(users.c.name).where(exists(select(other.c.id).where(other.c.id.lt(users.c.id))));
console.log(await conn.scalars(notFirst));
console.log((await conn.execute(union(select(users.c.name), select(addresses.c.email)).orderBy(users.c.name).limit(2))).tuples());

await conn.close();
await engine.close();
