import { boolean, cast, func, integer, select, sql, tuple } from "athanor";
import { describe, expectTypeOf, test } from "vitest";
import { addresses, conn, int, left, right, rowOf, users } from "./support.js";

describe("columns by position", () => {
  test("the row has the columns' keys", () => {
    expectTypeOf(rowOf(select(users.c.id, addresses.c.email))).toEqualTypeOf<{ id: number; email: string }>();
    expectTypeOf(rowOf(select(users.c.profile, users.c.tags, users.c.role))).toEqualTypeOf<{
      profile: { theme: string } | null;
      tags: string[] | null;
      role: "admin" | "member";
    }>();
  });

  test("names that come again are numbered, and so are functions and expressions without a name", () => {
    const statement = select(
      users.c.id,
      addresses.c.id,
      right.c.id,
      func.lower(users.c.name),
      func.lower(addresses.c.email),
      users.c.id.add(1),
      cast(users.c.name, int),
    );
    expectTypeOf(rowOf(statement)).toEqualTypeOf<{
      id: number;
      id_1: number;
      id_2: number;
      lower_1: string;
      lower_2: string;
      anon_1: number;
      name: number;
    }>();
  });

  test("a table gives all of its columns, and a second one is numbered", () => {
    expectTypeOf(rowOf(select(users))).toEqualTypeOf<typeof users.$row>();
    expectTypeOf(rowOf(select(left, right))).toEqualTypeOf<{
      id: number;
      rightId: number | null;
      id_1: number;
      leftId: number | null;
      price: string | null;
      big: bigint | null;
    }>();
    expectTypeOf(rowOf(select(users.c.id, left))).toEqualTypeOf<{ id: number; id_1: number; rightId: number | null }>();
  });

  test("a label is the key", () => {
    expectTypeOf(rowOf(select(users.c.id.label("uid"), func.count().label("n")))).toEqualTypeOf<{ uid: number; n: number }>();
  });

  test("further columns", () => {
    expectTypeOf(rowOf(select(users.c.id).addColumns(users.c.fullname, addresses.c.id))).toEqualTypeOf<{
      id: number;
      fullname: string | null;
      id_1: number;
    }>();
  });

  test("a row does not change with what is asked about it", () => {
    const statement = select(users.c.id, func.count().label("n")).groupBy("id", users.c.name).orderBy("n", users.c.id.desc());
    expectTypeOf(rowOf(statement.filterBy({ name: "x" }).prefixWith("ALL").withHint("h"))).toEqualTypeOf<{ id: number; n: number }>();
  });

  test("only what can be selected", () => {
    // @ts-expect-error a string is no column
    select("id");
    // @ts-expect-error nor is a number
    select(users.c.id, 5);
    // @ts-expect-error no such column
    select(users.c.nope);
    // @ts-expect-error a row has no key that was not selected
    rowOf(select(users.c.id)).name;
  });
});

describe("an object of columns", () => {
  test("keys name the columns, and a table nests", () => {
    expectTypeOf(rowOf(select({ uid: users.c.id, mail: addresses.c.email }))).toEqualTypeOf<{ uid: number; mail: string }>();
    expectTypeOf(rowOf(select({ user: users, mail: addresses.c.email }))).toEqualTypeOf<{ user: typeof users.$row; mail: string }>();
    expectTypeOf(rowOf(select({ n: func.count(), long: sql`length(${users.c.name}) > 5`.as(boolean()) }))).toEqualTypeOf<{
      n: number;
      long: boolean;
    }>();
  });

  test("only what can be selected", () => {
    // @ts-expect-error a plain value is no column
    select({ id: 5 });
    // @ts-expect-error the key has no column
    select({ id: undefined });
  });
});

describe("outer joins", () => {
  test("what comes of the outer-joined side may be null; count and coalesce may not", () => {
    const statement = select({
      user: users,
      mail: addresses.c.email,
      up: func.upper(addresses.c.email),
      address: addresses,
      n: func.count(),
      safe: func.coalesce(addresses.c.email, "-"),
      sure: addresses.c.email.$notNull(),
    }).outerJoin(addresses, addresses.c.userId.eq(users.c.id));
    expectTypeOf(rowOf(statement)).toEqualTypeOf<{
      user: typeof users.$row;
      mail: string | null;
      up: string | null;
      address: typeof addresses.$row | null;
      n: number;
      safe: string;
      sure: string;
    }>();
  });

  test("by position too, before and after other clauses", () => {
    const statement = select(users.c.id, addresses.c.email)
      .where(users.c.id.gt(5))
      .outerJoin(addresses, addresses.c.userId.eq(users.c.id))
      .groupBy(users.c.id)
      .orderBy(users.c.id.desc().nullsLast(), addresses.c.email.asc())
      .limit(10)
      .offset(20)
      .distinct()
      .withForUpdate({ skipLocked: true, of: users });
    expectTypeOf(rowOf(statement)).toEqualTypeOf<{ id: number; email: string | null }>();
    expectTypeOf(rowOf(select(addresses).selectFrom(users).outerJoin(addresses))).toEqualTypeOf<{
      id: number | null;
      userId: number | null;
      email: string | null;
    }>();
  });

  test("an expression over both sides may be null", () => {
    expectTypeOf(rowOf(select({ x: users.c.id.add(addresses.c.id) }).outerJoin(addresses))).toEqualTypeOf<{ x: number | null }>();
    expectTypeOf(rowOf(select({ x: users.c.id.add(1) }).outerJoin(addresses))).toEqualTypeOf<{ x: number }>();
  });

  test("an inner join makes nothing null", () => {
    expectTypeOf(rowOf(select(users.c.id, addresses.c.email).join(addresses))).toEqualTypeOf<{ id: number; email: string }>();
  });

  test("a full join makes both sides null", () => {
    expectTypeOf(rowOf(select(left.c.id).fullJoin(right, right.c.id.eq(left.c.rightId)))).toEqualTypeOf<{ id: number | null }>();
    expectTypeOf(rowOf(select({ left, right, n: func.count() }).fullJoin(right))).toEqualTypeOf<{
      left: typeof left.$row | null;
      right: typeof right.$row | null;
      n: number;
    }>();
  });

  test("a join in FROM says the same", () => {
    const joined = users.outerJoin(addresses, addresses.c.userId.eq(users.c.id));
    expectTypeOf(rowOf(select(users.c.name, addresses.c.email).selectFrom(joined))).toEqualTypeOf<{ name: string; email: string | null }>();
    const chain = users.join(addresses).outerJoin(right, right.c.id.eq(users.c.id));
    expectTypeOf(rowOf(select(users.c.name, addresses.c.email, right.c.id).selectFrom(chain))).toEqualTypeOf<{
      name: string;
      email: string;
      id: number | null;
    }>();
    const full = users.fullJoin(addresses);
    expectTypeOf(rowOf(select(users.c.name, addresses.c.email, right.c.id).selectFrom(full, right))).toEqualTypeOf<{
      name: string | null;
      email: string | null;
      id: number;
    }>();
  });

  test("a joined criterion is one, and what is joined is a FROM element", () => {
    // @ts-expect-error a number is no criterion
    select(users).join(addresses, users.c.id);
    // @ts-expect-error a select must be made a subquery first
    select(users).join(select(addresses));
  });
});

describe("aliases", () => {
  test("an alias has the table's columns, and is nulled by its own name only", () => {
    const boss = users.alias("boss");
    const statement = select({ me: users.c.name, boss: boss.c.name }).outerJoin(boss, boss.c.id.eq(users.c.bossId));
    expectTypeOf(rowOf(statement)).toEqualTypeOf<{ me: string; boss: string | null }>();
    expectTypeOf(boss.$row).toEqualTypeOf<typeof users.$row>();
  });

  test("without a name", () => {
    const other = addresses.alias();
    expectTypeOf(rowOf(select({ a: addresses, b: other }).outerJoin(other, other.c.id.eq(addresses.c.id)))).toEqualTypeOf<{
      a: typeof addresses.$row;
      b: typeof addresses.$row | null;
    }>();
  });
});

describe("results", () => {
  test("one, first, all, iteration, tuples, scalars", async () => {
    const result = await conn.execute(select(users.c.id, users.c.name));
    type Row = { id: number; name: string };
    expectTypeOf(result.one()).toEqualTypeOf<Row>();
    expectTypeOf(result.first()).toEqualTypeOf<Row | null>();
    expectTypeOf(result.oneOrNone()).toEqualTypeOf<Row | null>();
    expectTypeOf(result.all()).toEqualTypeOf<Row[]>();
    for (const row of result) expectTypeOf(row).toEqualTypeOf<Row>();
    for (const rows of result.partitions(10)) expectTypeOf(rows).toEqualTypeOf<Row[]>();
    expectTypeOf(result.tuples()[0]!).toEqualTypeOf<readonly [number, string]>();
    expectTypeOf(result.scalar()).toEqualTypeOf<number | null>();
    expectTypeOf(result.scalars()).toEqualTypeOf<number[]>();
    expectTypeOf(result.scalarOne()).toEqualTypeOf<number>();
    expectTypeOf(result.keys()).toEqualTypeOf<readonly string[]>();
    // @ts-expect-error rows have no inserted key
    result.insertedPrimaryKey;
  });

  test("the short ways", async () => {
    expectTypeOf(await conn.scalar(select(users.c.id))).toEqualTypeOf<number | null>();
    expectTypeOf(await conn.scalars(select(users.c.name, users.c.id))).toEqualTypeOf<string[]>();
    expectTypeOf(await conn.scalar(select(users.c.name, addresses.c.id).outerJoin(users))).toEqualTypeOf<string | null>();
    for await (const row of conn.stream(select(users.c.id))) expectTypeOf(row).toEqualTypeOf<{ id: number }>();
  });

  test("a tuple as one value", () => {
    const pair = tuple(users.c.id, users.c.name);
    pair.in([
      [1, "a"],
      [2, "b"],
    ]);
    // @ts-expect-error the types by position
    pair.in([["a", 1]]);
    expectTypeOf(cast(users.c.id, integer()).$key).toEqualTypeOf<"id">();
  });
});
