import { bindParam, deleteFrom, func, insert, select, update } from "athanor";
import { describe, expectTypeOf, test } from "vitest";
import { addresses, conn, int, type None, parametersOf, rowOf, str, users } from "./support.js";

describe("UPDATE", () => {
  test("values by column key, with their binds", async () => {
    await conn.execute(update(users).where(users.c.id.eq(5)).values({ name: "user #5", fullname: null }));
    const bound = update(users).values({ name: func.upper(bindParam("n", str)) });
    await conn.execute(bound, { n: "x" });
    await conn.execute(bound, { n: "x", fullname: "y" });
    // @ts-expect-error n is missing
    await conn.execute(bound);
    const self = update(users).values({ name: users.c.name.concat("!"), bossId: users.c.id.add(1) });
    await conn.execute(self);
    // @ts-expect-error a plain operand brings no bind
    await conn.execute(self, { nope: 1 });
    // @ts-expect-error unknown column
    update(users).values({ nope: 1 });
    // @ts-expect-error wrong type
    update(users).values({ name: 1 });
    // @ts-expect-error NOT NULL
    update(users).values({ name: null });
    // @ts-expect-error a nullable expression for a NOT NULL column
    update(users).values({ name: users.c.fullname });
    // @ts-expect-error computed: never written
    update(users).values({ upperName: "X" });
  });

  test("by column, of another table too", async () => {
    await conn.execute(update(users).values(new Map([[addresses.c.email, "x"]])));
    await conn.execute(update(users).values([5, "name"]));
  });

  test("from the execution's parameters: nothing is required but the binds", async () => {
    const patch = update(users).where(users.c.id.eq(bindParam("b_id", int)));
    await conn.execute(patch, [
      { b_id: 1, name: "x" },
      { b_id: 2, fullname: null },
    ]);
    // @ts-expect-error b_id is missing
    await conn.execute(patch, [{ name: "x" }]);
    // @ts-expect-error unknown column
    await conn.execute(patch, { b_id: 1, nope: 1 });
    // @ts-expect-error wrong type
    await conn.execute(patch, { b_id: 1, name: 5 });
    const change: typeof users.$update = { name: "x" };
    await conn.execute(update(users), change);
  });

  test("pairs in order", async () => {
    const ordered = update(users).orderedValues(["fullname", "x"], [users.c.name, users.c.name.concat("!")]);
    await conn.execute(ordered);
    // @ts-expect-error a plain operand brings no bind
    await conn.execute(ordered, { nope: 1 });
    expectTypeOf(parametersOf(update(users).orderedValues(["fullname", bindParam("f", str)])).f).toEqualTypeOf<string>();
    // @ts-expect-error wrong type in a pair
    update(users).orderedValues(["fullname", 5]);
    // @ts-expect-error by column too
    update(users).orderedValues([users.c.name, 5]);
    // @ts-expect-error unknown column
    update(users).orderedValues(["nope", 5]);
    // @ts-expect-error computed: never written
    update(users).orderedValues(["upperName", "X"]);
    // @ts-expect-error a column of another table
    update(users).orderedValues([addresses.c.email, "x"]);
  });

  test("several tables", async () => {
    const statement = update(users).where(users.c.id.eq(addresses.c.userId)).values({ fullname: addresses.c.email });
    await conn.execute(statement);
    const latest = select(func.max(addresses.c.email)).where(addresses.c.userId.eq(users.c.id)).scalarSubquery();
    await conn.execute(update(users).values({ fullname: latest }));
  });

  test("of a join: by column, with the binds of both", async () => {
    const join = addresses.join(users, users.c.id.eq(bindParam("uid", int)));
    const moved = update(join).values(new Map([[addresses.c.email, users.c.name]]));
    expectTypeOf(parametersOf(moved).uid).toEqualTypeOf<number>();
    // @ts-expect-error uid is missing
    await conn.execute(moved);
    update(join).orderedValues([addresses.c.email, users.c.name], [addresses.c.userId, 5]);
    // @ts-expect-error wrong type in a pair
    update(join).orderedValues([addresses.c.email, 5]);
    // @ts-expect-error a join has no columns by key
    update(join).values({ email: "x" });
    // @ts-expect-error nor in pairs
    update(join).orderedValues(["email", "x"]);
    // @ts-expect-error no row can be inserted into a join
    insert(join);
    // @ts-expect-error nor deleted from one
    deleteFrom(join);
  });

  test("result and RETURNING", async () => {
    const done = await conn.execute(update(users).values({ name: "x" }));
    expectTypeOf(done.rowCount).toEqualTypeOf<number>();
    expectTypeOf(done.rowCounts).toEqualTypeOf<readonly number[] | null>();
    // @ts-expect-error no rows without returning()
    done.all();
    expectTypeOf(rowOf(update(users).values({ name: "x" }).returning(users.c.id, addresses.c.email))).toEqualTypeOf<{
      id: number;
      email: string;
    }>();
    expectTypeOf(rowOf(update(users).returning({ user: users, n: func.length(users.c.name) }))).toEqualTypeOf<{
      user: typeof users.$row;
      n: number;
    }>();
  });

  test("criteria by key, and an alias as the target", async () => {
    const u = users.alias("u");
    await conn.execute(
      update(u)
        .filterBy({ name: "x", fullname: null })
        .where(u.c.id.eq(1))
        .values({ name: u.c.name.concat("!") }),
    );
    // @ts-expect-error unknown column
    update(users).filterBy({ nope: 1 });
    // @ts-expect-error wrong type
    update(users).filterBy({ name: 1 });
    // @ts-expect-error a vanished criterion would touch every row
    update(users).where(undefined);
  });
});

describe("DELETE", () => {
  test("criteria and their binds", async () => {
    const spam = deleteFrom(users).where(users.c.id.eq(addresses.c.userId), addresses.c.email.like(bindParam("p", str)));
    await conn.execute(spam, { p: "%spam%" });
    // @ts-expect-error p is missing
    await conn.execute(spam);
    // @ts-expect-error a DELETE takes no values
    await conn.execute(deleteFrom(users), { name: "x" });
    await conn.execute(deleteFrom(users));
    // @ts-expect-error a vanished criterion would delete every row
    deleteFrom(users).where({} as ReturnType<typeof users.c.id.eq> | undefined);
  });

  test("by key", () => {
    deleteFrom(users).filterBy({ name: "x", bossId: null });
    // @ts-expect-error unknown column
    deleteFrom(users).filterBy({ nope: 1 });
    // @ts-expect-error wrong type
    deleteFrom(users).filterBy({ id: "1" });
  });

  test("USING, with the binds inside", () => {
    const old = select(addresses.c.userId)
      .where(addresses.c.id.lt(bindParam("below", int)))
      .subquery("old");
    const statement = deleteFrom(users).using(old, addresses).where(users.c.id.eq(old.c.userId));
    expectTypeOf(parametersOf(statement)).toEqualTypeOf<{ below: number }>();
    expectTypeOf(parametersOf(deleteFrom(users).using(addresses))).toEqualTypeOf<None>();
  });

  test("RETURNING", async () => {
    const moved = deleteFrom(addresses).returning(addresses.c.userId, addresses.c.email);
    expectTypeOf((await conn.execute(moved)).one()).toEqualTypeOf<{ userId: number; email: string }>();
    expectTypeOf(rowOf(deleteFrom(addresses.alias("a")).returning(addresses))).toEqualTypeOf<typeof addresses.$row>();
    // @ts-expect-error no rows without returning()
    (await conn.execute(deleteFrom(users))).first();
    // @ts-expect-error nor a key of an insert
    (await conn.execute(deleteFrom(users))).insertedPrimaryKey.id;
  });
});
