/** INSERT, UPDATE and DELETE as values: made, combined and looked at without a database. */
import { bindParam, deleteFrom, func, insert, select, text, update } from "athanor";
import { addresses, type NewUser, type UserPatch, users } from "./support/tables.js";

const spongebob: NewUser = { name: "spongebob", fullname: "Spongebob Squarepants" }; // only the name is required
const renaming: UserPatch = { name: "user #5" };

const statements = {
  "values come from the execution's parameters": insert(users),
  "one row": insert(users).values(spongebob),
  "a whole row, in column order": insert(addresses).values([5, 1, "some@example.org"]),
  "one statement, many rows": insert(users).values([{ name: "a" }, { name: "b" }]),
  "SQL expressions as values": insert(users).values({ name: func.upper(bindParam("n", text())) }),
  "rows of a query": insert(addresses).fromSelect(["userId", "email"], select(users.c.id, users.c.name.concat("@aol.com"))),
  "rows come back": insert(users).returning(users.c.id, users.c.name),
  "rows come back in the order of the parameters": insert(users).returning({ uid: users.c.id }).sortByParameterOrder(),

  "a change": update(users).where(users.c.id.eq(5)).values(renaming),
  "a change in the given order": update(users).orderedValues(["fullname", "x"], ["name", users.c.name.concat("!")]),
  "a change by another table": update(users).where(users.c.id.eq(addresses.c.userId)).values({ fullname: addresses.c.email }),
  "a change by a correlated subquery": update(users).values({
    fullname: select(func.min(addresses.c.email)).where(addresses.c.userId.eq(users.c.id)).scalarSubquery(),
  }),

  "a removal": deleteFrom(users).where(users.c.name.in(["a", "b"])),
  "a removal by another table": deleteFrom(users).where(users.c.id.eq(addresses.c.userId), addresses.c.email.like("%spam%")),
  "a removal that tells what went": deleteFrom(addresses).where(addresses.c.userId.eq(5)).returning(addresses.c.email),
};

for (const [about, statement] of Object.entries(statements)) console.log(`-- ${about}\n${statement}\n`);

// Statements are immutable: each method gives a new one, the old one stays as it was.
const everybody = update(users).values({ role: "guest" });
const newcomers = everybody.where(users.c.createdAt.gt(new Date("2026-01-01")));
console.log(`-- the statement it was made from has no WHERE\n${everybody}\n${newcomers}`);
