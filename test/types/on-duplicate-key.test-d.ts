import { bindParam } from "athanor";
import { insert } from "athanor/mysql";
import { describe, expectTypeOf, test } from "vitest";
import { conn, parametersOf, rowOf, str, users } from "./support.js";

describe("ON DUPLICATE KEY UPDATE", () => {
  test("an object, a function of the row that was to be inserted, a Map, or pairs", () => {
    const plain = insert(users).values({ name: "x" });
    plain.onDuplicateKeyUpdate({ name: plain.inserted.name });
    plain.onDuplicateKeyUpdate((inserted) => ({ fullname: inserted.name.concat("!") }));
    plain.onDuplicateKeyUpdate(new Map([[users.c.name, "x"]]));
    plain.onDuplicateKeyUpdateOrdered(["fullname", null], [users.c.name, plain.inserted.name]);
  });

  test("its binds are asked for, and so are the values", async () => {
    const bound = insert(users)
      .values({ name: "x" })
      .onDuplicateKeyUpdate({ fullname: bindParam("z", str) });
    expectTypeOf(parametersOf(bound).z).toEqualTypeOf<string>();
    const ordered = insert(users)
      .values({ name: "x" })
      .onDuplicateKeyUpdateOrdered(["fullname", bindParam("z", str)]);
    expectTypeOf(parametersOf(ordered).z).toEqualTypeOf<string>();
    // @ts-expect-error z is missing
    await conn.execute(bound);
    // @ts-expect-error name is still required
    await conn.execute(insert(users).onDuplicateKeyUpdate({ name: "x" }));
  });

  test("keys and types are the columns'", () => {
    // @ts-expect-error unknown column
    insert(users).onDuplicateKeyUpdate({ nope: 1 });
    // @ts-expect-error wrong type
    insert(users).onDuplicateKeyUpdate({ name: 1 });
    // @ts-expect-error unknown column in a pair
    insert(users).onDuplicateKeyUpdateOrdered(["nope", 1]);
    // @ts-expect-error wrong type in a pair
    insert(users).onDuplicateKeyUpdateOrdered(["name", 1]);
    // @ts-expect-error a nullable expression for a NOT NULL column
    insert(users).onDuplicateKeyUpdate((inserted) => ({ name: inserted.fullname }));
  });

  test("the clause stays, whatever is called before", () => {
    const statement = insert(users)
      .values({ name: "x" })
      .returning(users.c.id)
      .prefixWith("IGNORE")
      .inline()
      .onDuplicateKeyUpdate({ name: "y" });
    expectTypeOf(rowOf(statement)).toEqualTypeOf<{ id: number }>();
  });
});
