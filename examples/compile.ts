/** Statements as text, for each database and in each style of placeholders. */
import { bindParam, insert, integer, select } from "athanor";
import { sqlite } from "athanor/sqlite";
import { users } from "./support/tables.js";

const statement = select(users.c.id, users.c.name).where(
  users.c.id.eq(bindParam("uid", integer(), { value: 5 })),
  users.c.name.in(["sandy", "patrick"]),
);

console.log(String(statement)); // the default dialect: named parameters

const compiled = statement.compile({ dialect: sqlite() });
console.log(compiled.sql, compiled.params, compiled.positional);

console.log(statement.compile({ dialect: sqlite(), literalBinds: true }).sql); // for reading, not for executing
console.log(insert(users).compile({ dialect: sqlite(), columnKeys: ["name"] }).sql); // what an execution with { name } would run
console.log(statement.compile({ dialect: sqlite({ paramStyle: "numeric_dollar" }) }).sql);

console.log(statement.compare(select(users.c.id)), statement.compare(statement.where())); // whether two say the same
