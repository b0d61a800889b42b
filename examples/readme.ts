// The README's page of code, to the letter: a test holds them together, and runs it.
// biome-ignore-all assist/source/organizeImports: the README sorts its names as it likes
// biome-ignore-all format: the README aligns its comments
// biome-ignore-all lint/correctness/noUnusedVariables: the README names types to show them

import { MetaData, check, createEngine, func, index, insert, integer, select, text, timestamp, unique, update, varchar } from "athanor";

const metadata = new MetaData();

const users = metadata.table("user_account", {
  id: integer().primaryKey(),                                              // generated, so optional on insert
  name: varchar(30).notNull(),                                             // required on insert
  fullname: text(),                                                        // string | null
  role: text().notNull().default("member"),                                // a default made by the client
  createdAt: timestamp("created_at").notNull().serverDefault(func.now()),  // key createdAt, column created_at
});

const addresses = metadata.table("address", {
  id: integer().primaryKey(),
  userId: integer("user_id").notNull().references(() => users.c.id, { onDelete: "cascade" }),
  email: text("email_address").notNull(),
}, (c) => [unique(c.userId, c.email, { name: "uq_address" }), index("ix_email", c.email), check(c.email.like("%@%"))]);

type User = typeof users.$row;        // { id: number; name: string; fullname: string | null; … }
type NewUser = typeof users.$insert;  // { name: string; id?: number; fullname?: string | null; … }

String(insert(users).values({ name: "sandy" }).returning(users.c.id));
// INSERT INTO user_account (name, role) VALUES (:name, :role) RETURNING user_account.id

const engine = createEngine("sqlite:///app.db", { echo: true });

await engine.begin(async (conn) => {                                       // commits, or rolls back and rethrows
  await metadata.createAll(conn);

  const ids = await conn.execute(
    insert(users).returning(users.c.id).sortByParameterOrder(),            // one bulk insert, rows in the order given
    [{ name: "sandy", fullname: "Sandy Cheeks" }, { name: "patrick", fullname: "Patrick Star" }],
  );
  const rows = ids.all();                                                  // { id: number }[]
  await conn.execute(insert(addresses), rows.map(({ id }) => ({ userId: id, email: `user${id}@example.org` })));
  await conn.execute(update(users).where(users.c.id.eq(rows[0]!.id)).values({ fullname: users.c.fullname.concat("!") }));

  const found = await conn.execute(
    select(users.c.name, addresses.c.email)                                // { name: string; email: string | null }
      .outerJoin(addresses, addresses.c.userId.eq(users.c.id))
      .where(users.c.name.in(["sandy", "patrick"]))
      .orderBy(users.c.name.desc())
      .limit(10),
  );
  for (const row of found) console.log(row.name, row.email);
});
