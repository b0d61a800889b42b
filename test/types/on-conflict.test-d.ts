import { bindParam, func } from "athanor";
import { insert } from "athanor/sqlite";
import { describe, expectTypeOf, test } from "vitest";
import { addresses, conn, int, parametersOf, rowOf, str, users } from "./support.js";

describe("ON CONFLICT", () => {
  test("DO UPDATE: an object, or a function of the row that was to be inserted", async () => {
    const up = insert(users)
      .values({ name: "x" })
      .onConflictDoUpdate({ indexElements: ["name"], set: (x) => ({ fullname: x.name.concat("!") }) })
      .returning(users.c.id);
    expectTypeOf((await conn.execute(up)).one()).toEqualTypeOf<{ id: number }>();
    const plain = insert(users);
    await conn.execute(plain.onConflictDoUpdate({ indexElements: [users.c.id], set: { name: plain.excluded.name } }), [{ name: "x" }]);
    insert(users).onConflictDoUpdate({ set: new Map([[users.c.name, "x"]]) });
  });

  test("its binds are asked for, and so are the values", async () => {
    const bound = insert(users)
      .values({ name: "x" })
      .onConflictDoUpdate({ indexElements: ["id"], set: { fullname: bindParam("z", str) }, where: users.c.id.lt(bindParam("max", int)) });
    expectTypeOf(parametersOf(bound).z).toEqualTypeOf<string>();
    expectTypeOf(parametersOf(bound).max).toEqualTypeOf<number>();
    await conn.execute(bound, { z: "a", max: 5 });
    // @ts-expect-error max is missing
    await conn.execute(bound, { z: "a" });
    // @ts-expect-error name is still required
    await conn.execute(insert(users).onConflictDoNothing());
    const computed = insert(users).onConflictDoUpdate({ set: (x) => ({ name: func.lower(x.name).concat(bindParam("end", str)) }) });
    await conn.execute(computed, { name: "x", end: "!" });
  });

  test("keys and types are the columns'", () => {
    // @ts-expect-error unknown column
    insert(users).onConflictDoUpdate({ set: { nope: 1 } });
    // @ts-expect-error unknown column, from a function too
    insert(users).onConflictDoUpdate({ set: () => ({ nope: 1 }) });
    // @ts-expect-error wrong type
    insert(users).onConflictDoUpdate({ set: { name: 1 } });
    // @ts-expect-error unknown column in the index
    insert(users).onConflictDoNothing({ indexElements: ["nope"] });
    // @ts-expect-error computed: never written
    insert(users).onConflictDoUpdate({ set: { upperName: "X" } });
    // @ts-expect-error the row that was to be inserted has the table's columns
    insert(users).onConflictDoUpdate({ set: (x) => ({ name: x.nope }) });
    // @ts-expect-error a nullable expression for a NOT NULL column
    insert(users).onConflictDoUpdate({ set: (x) => ({ name: x.fullname }) });
  });

  test("the clauses stay, whatever is called before", async () => {
    const statement = insert(addresses)
      .values({ userId: 1 })
      .values({ email: "x" })
      .returning(addresses)
      .sortByParameterOrder()
      .prefixWith("x")
      .inline()
      .onConflictDoNothing({ indexElements: [addresses.c.id] })
      .onConflictDoUpdate({ set: { email: "y" } });
    expectTypeOf(rowOf(statement)).toEqualTypeOf<typeof addresses.$row>();
    const key = await conn.execute(insert(addresses).values({ userId: 1, email: "x" }).onConflictDoNothing());
    expectTypeOf(key.insertedPrimaryKey).toEqualTypeOf<{ id: number }>();
  });
});
