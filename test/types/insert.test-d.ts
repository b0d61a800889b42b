import { bindParam, func, insert, integer, json, select, table, text } from "athanor";
import { describe, expectTypeOf, test } from "vitest";
import { addresses, conn, int, parametersOf, right, rowOf, str, users } from "./support.js";

describe("values from the execution's parameters", () => {
  const plain = insert(users);

  test("what is required must be there", async () => {
    await conn.execute(plain, { name: "x" });
    await conn.execute(plain, [{ name: "x" }, { name: "y", fullname: "Z" }]);
    await conn.execute(plain, { name: "x", fullname: null, id: 5, role: "admin", tags: ["a"], profile: { theme: "dark" } });
    await conn.execute(plain, { name: "x", fullname: undefined });
    // @ts-expect-error name is required
    await conn.execute(plain, [{ fullname: "x" }]);
    // @ts-expect-error and so it is without parameters
    await conn.execute(plain);
    // @ts-expect-error NOT NULL
    await conn.execute(plain, { name: null });
    // @ts-expect-error undefined means absent
    await conn.execute(plain, { name: undefined });
  });

  test("nothing else may", async () => {
    // @ts-expect-error unknown column
    await conn.execute(plain, [{ name: "x", nope: 1 }]);
    // @ts-expect-error wrong type
    await conn.execute(plain, { name: "x", fullname: 5 });
    // @ts-expect-error not a role
    await conn.execute(plain, { name: "x", role: "root" });
    // @ts-expect-error computed: never written
    await conn.execute(plain, { name: "x", upperName: "X" });
    // @ts-expect-error expressions are for values(), parameters are plain
    await conn.execute(plain, { name: func.lower("X") });
  });

  test("where nothing is required, parameters may be left out", async () => {
    await conn.execute(insert(right));
    await conn.execute(insert(right), { price: "1.50", big: 5n });
  });

  test("a row of $insert is one", async () => {
    const row: typeof users.$insert = { name: "x" };
    await conn.execute(plain, row);
    await conn.execute(plain, [row, row]);
    await conn.execute(insert(users).values(row));
    await conn.execute(insert(users).values([row]));
  });
});

describe("sets that come one by one", () => {
  const plain = insert(users);
  const ids = plain.returning(users.c.id).sortByParameterOrder();
  async function* later() {
    yield { name: "x" };
    yield { name: "y", fullname: null };
  }
  function* wrong() {
    yield { name: 5 };
  }
  async function* incomplete() {
    yield { fullname: "y" };
  }

  test("from iterables of both kinds, checked as those of a list", async () => {
    await conn.execute(plain, later());
    await conn.execute(plain, new Set([{ name: "x" }]));
    await conn.execute(plain, new Map([[1, { name: "x" }]]).values());
    // @ts-expect-error a number
    await conn.execute(plain, wrong());
    // @ts-expect-error name is required
    await conn.execute(plain, incomplete());
    // @ts-expect-error an entry of a Map is no set
    await conn.execute(plain, new Map([[1, { name: "x" }]]));
  });

  test("their rows stream, typed as the statement's", () => {
    expectTypeOf(conn.stream(ids, later())).toEqualTypeOf<AsyncIterable<{ id: number }>>();
    conn.stream(ids, [{ name: "x" }]);
    // @ts-expect-error name is required
    conn.stream(ids, incomplete());
    // @ts-expect-error it returns no rows
    conn.stream(plain, later());
  });
});

describe("values()", () => {
  test("by column key: any subset; what is required and still missing is asked for at the execution", async () => {
    await conn.execute(insert(users).values({ name: "x" }));
    await conn.execute(insert(users).values({ name: "x" }), { fullname: "y" });
    await conn.execute(insert(addresses).values({ userId: 1 }), { email: "x" });
    await conn.execute(insert(addresses).values({ userId: 1 }).values({ email: "x" }));
    // @ts-expect-error email has not been given by anybody
    await conn.execute(insert(addresses).values({ userId: 1 }));
    // @ts-expect-error nor here, where it may be undefined
    await conn.execute(insert(addresses).values({ userId: 1, email: {} as string | undefined }));
    // @ts-expect-error nor here, where it may be absent
    await conn.execute(insert(addresses).values({} as { userId: number; email?: string }));
  });

  test("keys and types are the columns'", () => {
    const plain = insert(users);
    // @ts-expect-error unknown column
    plain.values({ name: "s", nope: 5 });
    // @ts-expect-error wrong type
    plain.values({ name: 5 });
    // @ts-expect-error NOT NULL
    plain.values({ name: null });
    // @ts-expect-error computed: never written
    plain.values({ upperName: "X" });
    // @ts-expect-error a JSON value of another shape
    plain.values({ profile: { colour: "red" } });
    // @ts-expect-error an expression of another type
    plain.values({ name: func.count() });
    // @ts-expect-error one that may be null, for a column that may not
    plain.values({ name: users.c.fullname });
    // @ts-expect-error a plain string is no row
    plain.values("x");
  });

  test("expressions and scalar subqueries, and their binds", async () => {
    const viaBind = insert(users).values({ name: func.upper(bindParam("n", str)), fullname: bindParam("f", str) });
    await conn.execute(viaBind, { n: "x", f: "y" });
    // @ts-expect-error f is missing
    await conn.execute(viaBind, { n: "x" });
    // @ts-expect-error f is a string
    await conn.execute(viaBind, { n: "x", f: 5 });
    const concat = insert(users).values({ name: users.c.name.concat("!"), fullname: users.c.fullname.concat("!") });
    await conn.execute(concat);
    // @ts-expect-error a plain operand brings no bind
    await conn.execute(concat, { nope: 1 });
  });

  test("a correlated value in the statement, the other columns from the parameters", async () => {
    const who = select(users.c.id)
      .where(users.c.name.eq(bindParam("username", str)))
      .scalarSubquery();
    await conn.execute(insert(addresses).values({ userId: who.$notNull() }), [
      { username: "s", email: "s@x" },
      { username: "p", email: "p@x" },
    ]);
    // @ts-expect-error email is missing
    await conn.execute(insert(addresses).values({ userId: who.$notNull() }), { username: "s" });
    // @ts-expect-error a scalar subquery is null without rows
    insert(addresses).values({ userId: who });
  });

  test("a list of rows, each complete", async () => {
    const rows = insert(users).values([{ name: "a" }, { name: "b", fullname: func.upper(bindParam("n", str)) }]);
    await conn.execute(rows, { n: "x" });
    // @ts-expect-error n is missing
    await conn.execute(rows);
    // @ts-expect-error the second has no name
    insert(users).values([{ name: "x" }, { fullname: "x" }]);
    // @ts-expect-error unknown column
    insert(users).values([{ name: "x" }, { name: "y", nope: 1 }]);
    // @ts-expect-error wrong type
    insert(users).values([{ name: 5 }]);
    // @ts-expect-error one form for all
    insert(users).values([{ name: "x" }, ["y"]]);
    const read: readonly { name: string; fullname: string | null }[] = [];
    await conn.execute(insert(users).values(read));
    const wrong: { name: string; nope: number }[] = [];
    // @ts-expect-error unknown column, in a variable too
    insert(users).values(wrong);
  });

  test("by position and by column: checked at run time", async () => {
    await conn.execute(insert(users).values([5, "some name"]));
    await conn.execute(insert(users).values([5, "some name", null, "admin", "t", new Date(), { theme: "x" }]));
    await conn.execute(insert(users).values([[5, "some name"], [6]]));
    await conn.execute(insert(users).values(new Map([[users.c.name, "x"]])));
    await conn.execute(insert(users).values([new Map([["name", "x"]])]));
    expectTypeOf(parametersOf(insert(users).values([5, func.upper(bindParam("n", str))])).n).toEqualTypeOf<string>();
    expectTypeOf(parametersOf(insert(users).values([[5, bindParam("m", str)]])).m).toEqualTypeOf<string>();
    const row: (string | number)[] = [];
    insert(users).values(row);
  });

  test("JSON takes what its type says, and anything without one", () => {
    const t = table("t", { a: json(), b: json().$type<number[]>(), id: integer() });
    insert(t).values({ a: { any: [1, "x", null] }, b: [1, 2] });
    // @ts-expect-error strings among numbers
    insert(t).values({ b: ["x"] });
  });
});

describe("fromSelect", () => {
  test("types by position", async () => {
    const copy = insert(addresses).fromSelect(["userId", "email"], select(users.c.id, users.c.name.concat("@aol.com")), {
      includeDefaults: true,
    });
    await conn.execute(copy);
    insert(users).fromSelect(["fullname"], select(users.c.name));
    insert(addresses).fromSelect([addresses.c.userId, "email"], select(users.c.id, users.c.name));
    // @ts-expect-error types by position
    insert(addresses).fromSelect(["userId", "email"], select(users.c.name, users.c.id));
    // @ts-expect-error one column for two names
    insert(addresses).fromSelect(["userId", "email"], select(users.c.id));
    // @ts-expect-error what may be null, for a column that may not
    insert(addresses).fromSelect(["email"], select(users.c.fullname));
    // @ts-expect-error unknown column
    insert(addresses).fromSelect(["nope"], select(users.c.id));
    // @ts-expect-error computed: never written
    insert(users).fromSelect(["upperName"], select(users.c.name));
    // @ts-expect-error a table is no query
    insert(addresses).fromSelect(["userId"], users);
  });

  test("the query's binds are asked for", async () => {
    const some = insert(addresses).fromSelect(
      ["userId", "email"],
      select(users.c.id, users.c.name).where(users.c.id.gt(bindParam("min", int))),
    );
    await conn.execute(some, { min: 5 });
    // @ts-expect-error min is missing
    await conn.execute(some);
  });
});

describe("results", () => {
  test("without RETURNING: the key, and no rows", async () => {
    const result = await conn.execute(insert(users).values({ name: "n" }));
    expectTypeOf(result.insertedPrimaryKey).toEqualTypeOf<{ id: number }>();
    expectTypeOf(result.insertedPrimaryKeyRows).toEqualTypeOf<readonly { id: number }[]>();
    expectTypeOf(result.rowCount).toEqualTypeOf<number>();
    expectTypeOf(result.returnsRows).toEqualTypeOf<false>();
    // @ts-expect-error no rows without returning()
    result.one();
    // @ts-expect-error nor any
    result.all();
    // @ts-expect-error nor a first value
    await conn.scalar(insert(users).values({ name: "n" }));
    // @ts-expect-error nor a stream
    conn.stream(insert(users).values({ name: "n" }));
    const pairs = table("pair", { a: integer().primaryKey(), b: text().primaryKey(), c: text() });
    const pair = await conn.execute(insert(pairs), { a: 1, b: "x" });
    expectTypeOf(pair.insertedPrimaryKey).toEqualTypeOf<{ a: number; b: string }>();
  });

  test("RETURNING gives rows, before values() and after", async () => {
    const all = insert(addresses).returning(addresses);
    expectTypeOf((await conn.execute(all, [{ userId: 1, email: "x" }])).one()).toEqualTypeOf<typeof addresses.$row>();
    expectTypeOf(rowOf(insert(users).returning({ uid: users.c.id }).values({ name: "x" }))).toEqualTypeOf<{ uid: number }>();
    expectTypeOf(rowOf(insert(users).values({ name: "x" }).returning(users.c.id, users.c.name).sortByParameterOrder())).toEqualTypeOf<{
      id: number;
      name: string;
    }>();
    expectTypeOf(await conn.scalar(insert(users).values({ name: "x" }).returning(users.c.id))).toEqualTypeOf<number | null>();
    // @ts-expect-error name is still required
    await conn.execute(insert(users).returning(users.c.id));
    expectTypeOf(parametersOf(insert(right).returning(func.coalesce(right.c.price, bindParam("or", str)))).or).toEqualTypeOf<string>();
  });

  test("methods that change no type keep it", async () => {
    const statement = insert(users)
      .inline()
      .prefixWith("OR REPLACE", { dialect: "sqlite" })
      .withHint("WITH (PAGLOCK)", { dialect: "mssql", selectable: users })
      .withDialectOptions({ mysql: { limit: 10 } })
      .executionOptions({ isolationLevel: "SERIALIZABLE" })
      .returnDefaults(users.c.createdAt)
      .supplementalColumns(users.c.token);
    await conn.execute(statement, { name: "x" });
    // @ts-expect-error name is required
    await conn.execute(statement, {});
  });

  test("an alias is a target, a subquery is none", async () => {
    await conn.execute(insert(users.alias("u")), { name: "x" });
    // @ts-expect-error a subquery takes no rows
    insert(select(users).subquery("s"));
    // @ts-expect-error nor does a select
    insert(select(users));
  });

  test("the core insert has no clauses of dialects", () => {
    // @ts-expect-error the core insert has no ON CONFLICT
    insert(users).values({ name: "x" }).onConflictDoNothing;
  });
});
