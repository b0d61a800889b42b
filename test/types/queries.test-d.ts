import {
  bindParam,
  deleteFrom,
  except,
  exists,
  func,
  insert,
  integer,
  intersect,
  literal,
  select,
  sql,
  text,
  typeCoerce,
  union,
  unionAll,
  update,
  values,
} from "athanor";
import { limit } from "athanor/mysql";
import { distinctOn } from "athanor/postgresql";
import { describe, expectTypeOf, test } from "vitest";
import { addresses, conn, int, type None, parametersOf, rowOf, str, users } from "./support.js";

describe("subqueries", () => {
  test("types and binds go through", async () => {
    const s = select(users.c.id, users.c.createdAt, func.count().label("n"))
      .where(users.c.id.gt(bindParam("min", int)))
      .subquery("s");
    const statement = select(s.c.n, s.c.createdAt).join(users, users.c.id.eq(s.c.id));
    expectTypeOf(rowOf(statement)).toEqualTypeOf<{ n: number; createdAt: Date }>();
    await conn.execute(statement, { min: 1 });
    // @ts-expect-error the subquery's bind is asked for
    await conn.execute(statement);
    await conn.execute(select(users.c.id).join(s, s.c.id.eq(users.c.id)), { min: 1 });
    // @ts-expect-error where it is only joined, too
    await conn.execute(select(users.c.id).join(s, users.c.id.eq(1)));
    await conn.execute(select(s), { min: 1 });
    // @ts-expect-error and where all of it is selected
    await conn.execute(select(s));
  });

  test("numbered names are the subquery's columns", () => {
    const s = select(users.c.id, addresses.c.id, func.max(users.c.name)).subquery("s");
    expectTypeOf(rowOf(select(s.c.id_1, s.c.max_1))).toEqualTypeOf<{ id_1: number; max_1: string | null }>();
    // @ts-expect-error not selected
    s.c.name;
  });

  test("outer-joined, a subquery may be null; what was null inside stays so", () => {
    const s = select(users.c.id, addresses.c.email).outerJoin(addresses).subquery("s");
    expectTypeOf(rowOf(select(s.c.id, s.c.email))).toEqualTypeOf<{ id: number; email: string | null }>();
    expectTypeOf(rowOf(select(users.c.name, s.c.id).outerJoin(s, s.c.id.eq(users.c.id)))).toEqualTypeOf<{
      name: string;
      id: number | null;
    }>();
    expectTypeOf(rowOf(select({ u: users.c.name, s }).outerJoin(s, s.c.id.eq(users.c.id)))).toEqualTypeOf<{
      u: string;
      s: { id: number; email: string | null } | null;
    }>();
  });

  test("another name, and lateral", () => {
    const s = select(users.c.id).subquery("s").alias("t");
    expectTypeOf(rowOf(select(s.c.id))).toEqualTypeOf<{ id: number }>();
    const l = select(addresses.c.email).where(addresses.c.userId.eq(users.c.id)).lateral("l");
    expectTypeOf(rowOf(select(users.c.id, l.c.email).outerJoin(l, sql.true))).toEqualTypeOf<{ id: number; email: string | null }>();
  });
});

describe("scalar subqueries and EXISTS", () => {
  test("a scalar subquery is null without rows", () => {
    const latest = select(func.max(addresses.c.email)).where(addresses.c.userId.eq(users.c.id)).scalarSubquery();
    expectTypeOf(rowOf(select(users.c.id, latest.label("m")))).toEqualTypeOf<{ id: number; m: string | null }>();
    expectTypeOf(select(users.c.id).scalarSubquery().$type).toEqualTypeOf<number | null>();
    expectTypeOf(select(users.c.id).scalarSubquery().$notNull().$type).toEqualTypeOf<number>();
    // @ts-expect-error of two columns there is none
    select(users.c.id, users.c.name).scalarSubquery().label("x");
  });

  test("in a comparison", () => {
    users.c.id.eq(select(addresses.c.userId).limit(1).scalarSubquery());
    // @ts-expect-error of another type
    users.c.id.eq(select(addresses.c.email).limit(1).scalarSubquery());
  });

  test("IN takes a query of one column of that type", () => {
    users.c.id.in(select(addresses.c.userId));
    users.c.id.in(union(select(users.c.bossId), select(addresses.c.userId)));
    users.c.bossId.notIn(select(users.c.id));
    // @ts-expect-error a string column does not fit
    users.c.id.in(select(addresses.c.email));
    // @ts-expect-error two columns do not
    users.c.id.in(select(addresses.c.id, addresses.c.userId));
  });

  test("exists is a criterion, with the binds of its query", () => {
    const e = exists(select(addresses.c.id).where(addresses.c.userId.eq(bindParam("uid", int))));
    expectTypeOf(e.$type).toEqualTypeOf<boolean>();
    expectTypeOf(parametersOf(select(users).where(e))).toEqualTypeOf<{ uid: number }>();
    const f = exists()
      .where(addresses.c.email.eq(bindParam("m", text())))
      .selectFrom(addresses);
    expectTypeOf(parametersOf(select(users).where(f))).toEqualTypeOf<{ m: string }>();
    // @ts-expect-error a column is no query
    exists(users.c.id);
  });
});

describe("CTEs", () => {
  test("of a SELECT", () => {
    const recent = select(users).cte("recent");
    expectTypeOf(rowOf(select(recent.c.name, recent.c.fullname))).toEqualTypeOf<{ name: string; fullname: string | null }>();
    select(users.c.id).cte("x", { nesting: true, materialized: false });
  });

  test("recursive", () => {
    const boss = users.alias("boss");
    const chain = select(users.c.id, users.c.bossId)
      .where(users.c.id.eq(bindParam("start", int)))
      .cte("chain", { recursive: true });
    const all = chain.unionAll(select(boss.c.id, boss.c.bossId).join(chain, boss.c.id.eq(chain.c.bossId)));
    expectTypeOf(rowOf(select(all.c.id))).toEqualTypeOf<{ id: number }>();
    expectTypeOf(parametersOf(select(all.c.id))).toEqualTypeOf<{ start: number }>();
    const limited = chain.union(select(boss.c.id, boss.c.bossId).where(boss.c.id.lt(bindParam("end", int))));
    expectTypeOf(parametersOf(select(limited.c.id))).toEqualTypeOf<{ start: number; end: number }>();
    // @ts-expect-error the recursive part has the same columns
    chain.unionAll(select(boss.c.name, boss.c.bossId));
  });

  test("of INSERT, UPDATE and DELETE with RETURNING", () => {
    const ins = insert(addresses).values({ userId: 1, email: "e" }).returning(addresses.c.id).cte("ins");
    expectTypeOf(rowOf(select(ins.c.id))).toEqualTypeOf<{ id: number }>();
    const moved = deleteFrom(addresses)
      .where(addresses.c.id.lt(bindParam("below", int)))
      .returning(addresses.c.userId, addresses.c.email)
      .cte("moved", { nesting: true });
    const copy = insert(addresses).fromSelect(["userId", "email"], select(moved.c.userId, moved.c.email));
    expectTypeOf(parametersOf(copy)).toExtend<{ below: number }>();
    const up = update(users).values({ name: "x" }).returning({ uid: users.c.id }).cte("up");
    expectTypeOf(rowOf(select(up))).toEqualTypeOf<{ uid: number }>();
    // @ts-expect-error without RETURNING there are no columns
    insert(addresses).cte("none").c.id;
  });

  test("carried along, their binds are asked for", () => {
    const log = insert(addresses)
      .values({ userId: bindParam("uid", int), email: "e" })
      .returning(addresses.c.id)
      .cte("log");
    expectTypeOf(parametersOf(select(users.c.id).addCte(log))).toEqualTypeOf<{ uid: number }>();
    expectTypeOf(parametersOf(deleteFrom(users).addCte(log))).toEqualTypeOf<{ uid: number }>();
    expectTypeOf(parametersOf(update(users).addCte(log)).uid).toEqualTypeOf<number>();
    expectTypeOf(parametersOf(insert(users).addCte(log)).uid).toEqualTypeOf<number>();
  });
});

describe("UNION and its like", () => {
  test("the row is the first query's, the binds are those of all", async () => {
    const statement = union(select(users.c.id), select(addresses.c.userId).where(addresses.c.id.eq(bindParam("x", int))));
    expectTypeOf(rowOf(statement)).toEqualTypeOf<{ id: number }>();
    expectTypeOf((await conn.execute(statement, { x: 1 })).one()).toEqualTypeOf<{ id: number }>();
    // @ts-expect-error x is missing
    await conn.execute(statement);
    const all = select(users.c.id, users.c.name).unionAll(select(addresses.c.id, addresses.c.email)).orderBy(users.c.id).limit(5).offset(1);
    expectTypeOf(rowOf(all)).toEqualTypeOf<{ id: number; name: string }>();
    expectTypeOf(parametersOf(select(users.c.id).except(select(addresses.c.id)))).toEqualTypeOf<None>();
    expectTypeOf(rowOf(select(users.c.id).union(select(users.c.id).intersect(select(addresses.c.id))))).toEqualTypeOf<{ id: number }>();
  });

  test("four ways, of queries and of unions", () => {
    const ids = unionAll(select(users.c.id), select(addresses.c.id));
    expectTypeOf(rowOf(except(ids, select(users.c.id)))).toEqualTypeOf<{ id: number }>();
    expectTypeOf(rowOf(intersect(select(users.c.name), select(addresses.c.email), select(users.c.name)))).toEqualTypeOf<{ name: string }>();
  });

  test("a later query that may be null makes the row so", () => {
    expectTypeOf(rowOf(union(select(users.c.fullname), select(addresses.c.email)))).toEqualTypeOf<{ fullname: string | null }>();
    expectTypeOf(rowOf(union(select(addresses.c.email), select(users.c.fullname)))).toEqualTypeOf<{ email: string | null }>();
    const pairs = select(users.c.id, users.c.name).unionAll(select(addresses.c.userId, users.c.fullname));
    expectTypeOf(rowOf(pairs)).toEqualTypeOf<{ id: number; name: string | null }>();
    expectTypeOf(rowOf(union(pairs, select(users.c.id, users.c.name)))).toEqualTypeOf<{ id: number; name: string | null }>();
    expectTypeOf(rowOf(union(unionAll(select(users.c.id), select(users.c.id)), select(users.c.bossId)))).toEqualTypeOf<{
      id: number | null;
    }>();
    // @ts-expect-error but the first of EXCEPT decides, and its type must fit
    except(select(users.c.id), select(users.c.name));
    const maybe = typeCoerce(addresses.c.email, text().nullable());
    expectTypeOf(rowOf(union(select(maybe), select(users.c.fullname)))).toEqualTypeOf<{ email: string | null }>();
  });

  test("columns must fit by position", () => {
    // @ts-expect-error a string among numbers
    union(select(users.c.id), select(addresses.c.email));
    // @ts-expect-error two columns beside one
    select(users.c.id).union(select(addresses.c.id, addresses.c.email));
  });

  test("order, limit and offset of the whole, with their binds", () => {
    const u = union(select(users.c.id, users.c.name), select(addresses.c.id, addresses.c.email))
      .orderBy("name", users.c.id.add(bindParam("by", int)))
      .limit(bindParam("lim", int))
      .offset(5);
    expectTypeOf(parametersOf(u)).toEqualTypeOf<{ by: number; lim: number }>();
    expectTypeOf(rowOf(u)).toEqualTypeOf<{ id: number; name: string }>();
    // @ts-expect-error a number is wanted
    u.limit("5");
  });

  test("as a subquery, a CTE, a value", () => {
    const u = union(select(users.c.id), select(addresses.c.id));
    expectTypeOf(rowOf(select(u.subquery("u").c.id))).toEqualTypeOf<{ id: number }>();
    expectTypeOf(rowOf(select(u.cte("u").c.id))).toEqualTypeOf<{ id: number }>();
    expectTypeOf(u.scalarSubquery().$type).toEqualTypeOf<number | null>();
  });
});

describe("VALUES in FROM", () => {
  test("its columns are typed by their types", () => {
    const v = values("v", { n: text(), r: integer() }).data([{ n: "a", r: 1 }, ["b", 2]]);
    expectTypeOf(rowOf(select(v.c.n, v.c.r))).toEqualTypeOf<{ n: string; r: number }>();
    expectTypeOf(rowOf(select(users.c.id, v).outerJoin(v, v.c.r.eq(users.c.id)))).toEqualTypeOf<{
      id: number;
      n: string | null;
      r: number | null;
    }>();
  });

  test("columns that may be null say so", () => {
    const v = values("v", { n: text().nullable() }).data([{ n: null }]);
    expectTypeOf(rowOf(select(v.c.n))).toEqualTypeOf<{ n: string | null }>();
    // @ts-expect-error this one does not
    values("v", { n: text() }).data([{ n: null }]);
  });

  test("cells may be expressions, whose binds are asked for", async () => {
    const v = values("v", { n: text(), r: integer() }).data([
      [bindParam("first", str), 1],
      { n: "b", r: literal(1).add(bindParam("more", int)) },
    ]);
    expectTypeOf(rowOf(select(v))).toEqualTypeOf<{ n: string; r: number }>();
    await conn.execute(select(v.c.n), { first: "a", more: 2 });
    // @ts-expect-error more is missing
    await conn.execute(select(v.c.n), { first: "a" });
    // @ts-expect-error an integer for a text
    values("v", { n: text() }).data([[literal(5)]]);
  });

  test("without a name, under another, as a CTE, LATERAL, and as a value", () => {
    const v = values({ n: text() }).data([["a"]]);
    expectTypeOf(rowOf(select(v))).toEqualTypeOf<{ n: string }>();
    expectTypeOf(rowOf(select(users.c.id, v.alias("w")).outerJoin(v.alias("w"), sql.true))).toEqualTypeOf<{
      id: number;
      n: string | null;
    }>();
    expectTypeOf(rowOf(select(v.cte("c").c.n, v.lateral("l").c.n))).toEqualTypeOf<{ n: string; n_1: string }>();
    expectTypeOf(v.scalarValues().$type).toEqualTypeOf<string | null>();
    // @ts-expect-error a subquery is no CTE
    select(users.c.id).subquery("s").unionAll(select(users.c.id));
  });

  test("attached CTEs bring their binds", async () => {
    const changed = update(users)
      .values({ name: bindParam("n", str) })
      .cte("changed");
    const statement = select(literal(1).label("one")).addCte(changed, { nestHere: true });
    await conn.execute(statement, { n: "a" });
    // @ts-expect-error n is missing
    await conn.execute(statement);
    // @ts-expect-error no such option
    select(users.c.id).addCte({ nest: true });
    expectTypeOf(rowOf(select(changed.prefixWith("MATERIALIZED")))).toEqualTypeOf<None>();
  });

  test("rows have every column and no others", () => {
    // @ts-expect-error r is missing
    values("v", { n: text(), r: integer() }).data([{ n: "a" }]);
    // @ts-expect-error no such column
    values("v", { n: text() }).data([{ n: "a", x: 1 }]);
    // @ts-expect-error a number is no text
    values("v", { n: text() }).data([{ n: 1 }]);
    expectTypeOf(literal(1).$binds).toEqualTypeOf<never>();
  });
});

describe("clauses that dialects add", () => {
  test("each statement takes its own, and their binds are asked for", async () => {
    const few = deleteFrom(users).ext(limit(bindParam("n", int)));
    await conn.execute(few, { n: 1 });
    // @ts-expect-error n is missing
    await conn.execute(few);
    await conn.execute(update(users).values({ fullname: "x" }).ext(limit(1)));
    expectTypeOf(rowOf(select(users.c.id).ext(distinctOn(users.c.name)))).toEqualTypeOf<{ id: number }>();
    // @ts-expect-error LIMIT of a SELECT is limit()
    select(users.c.id).ext(limit(1));
    // @ts-expect-error DISTINCT ON is no clause of DELETE
    deleteFrom(users).ext(distinctOn(users.c.name));
    // @ts-expect-error a text is no number
    limit("1");
  });

  test("a prefix has no open parameters", () => {
    select(users.c.id).prefixWith("/* why */").withStatementHint("OPTION (X)", { dialect: "mssql" });
    // @ts-expect-error nothing would ask for n
    select(users.c.id).prefixWith(sql.text("/* :n */"));
    // @ts-expect-error there is no such option
    select(users.c.id).withStatementHint("X", { dialekt: "mssql" });
  });
});

describe("filterBy", () => {
  test("knows the columns that are selected", () => {
    select(users).filterBy({ name: "x", fullname: null });
    select(users.c.id, users.c.name).filterBy({ id: 5, role: "admin" });
    // @ts-expect-error a name is a string
    select(users).filterBy({ name: 5 });
    // @ts-expect-error an id is a number
    select(users.c.id, users.c.name).filterBy({ id: "5" });
  });
});

test("a word between colons in a text is no parameter", () => {
  expectTypeOf(parametersOf(sql.text("SELECT ':a:' WHERE x = :b AND y = 'c:d:'"))).toEqualTypeOf<{ b: unknown }>();
});
