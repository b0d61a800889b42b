import { bindParam, func, insert as plainInsert, text } from "athanor";
import { insert, jsonb, namedEnum } from "athanor/postgresql";
import { describe, expectTypeOf, test } from "vitest";
import { parametersOf, users } from "./support.js";

describe("PostgreSQL's insert", () => {
  const row = { name: "a" };

  test("keeps its clauses on the way, and gives rows like any other", () => {
    const statement = insert(users).values(row).onConflictDoNothing().returning(users.c.id);
    expectTypeOf(statement.onConflictDoNothing).toBeFunction();
    expectTypeOf(statement.$result.one()).toEqualTypeOf<{ id: number }>();
    // @ts-expect-error the plain insert has no such clause
    plainInsert(users).values(row).onConflictDoNothing();
  });

  test("knows the columns of the row that was to be inserted", () => {
    const statement = insert(users).values(row);
    expectTypeOf(statement.excluded.fullname.$type).toEqualTypeOf<string | null>();
    // @ts-expect-error no such column
    statement.excluded.nope;
  });

  test("sets columns of the table to what fits them", () => {
    const statement = insert(users).values(row);
    statement.onConflictDoUpdate({ indexElements: ["id"], set: { name: statement.excluded.name, fullname: null } });
    statement.onConflictDoUpdate({ constraint: "pk", set: ({ name, fullname }) => ({ name, fullname }) });
    statement.onConflictDoUpdate({ indexElements: [func.lower(users.c.name)], set: { name: "x" }, where: users.c.id.gt(5) });
    // @ts-expect-error no such column
    statement.onConflictDoUpdate({ indexElements: ["id"], set: { nope: 1 } });
    // @ts-expect-error a number for a text
    statement.onConflictDoUpdate({ indexElements: ["id"], set: { name: 5 } });
    // @ts-expect-error no such column
    statement.onConflictDoUpdate({ indexElements: ["nope"], set: { name: "x" } });
  });

  test("asks for an index or a constraint, and not for both", () => {
    const statement = insert(users).values(row);
    // @ts-expect-error neither
    statement.onConflictDoUpdate({ set: { name: "x" } });
    // @ts-expect-error both
    statement.onConflictDoNothing({ constraint: "pk", indexElements: ["id"] });
  });

  test("asks for the binds of SET and WHERE when it is executed", () => {
    const statement = insert(users)
      .values(row)
      .onConflictDoUpdate({
        indexElements: ["id"],
        set: { name: bindParam("n", text()) },
        where: users.c.name.ne(bindParam("keep", text())),
      });
    expectTypeOf(parametersOf(statement).n).toEqualTypeOf<string>();
    expectTypeOf(parametersOf(statement).keep).toEqualTypeOf<string>();
  });
});

test("PostgreSQL's own types", () => {
  expectTypeOf(jsonb().$type<{ k: number }>().$t).toEqualTypeOf<{ k: number }>();
  expectTypeOf(namedEnum("level", "low", "high").$t).toEqualTypeOf<"low" | "high">();
});
