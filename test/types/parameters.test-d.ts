import { and, bindList, bindParam, deleteFrom, func, integer, or, type Rows, type Statement, select, text, update } from "athanor";
import { describe, expectTypeOf, test } from "vitest";
import { addresses, conn, int, type None, parametersOf, str, users } from "./support.js";

describe("binds of a SELECT", () => {
  const statement = select(users.c.id)
    .where(
      or(
        users.c.id.eq(bindParam("a", int)),
        and(users.c.name.eq(bindParam("b", str)), users.c.fullname.eq(bindParam("c", str.nullable()))),
      ),
    )
    .having(func.count().gt(bindParam("n", int)))
    .join(addresses, addresses.c.email.eq(bindParam("mail", str)))
    .orderBy(users.c.id.add(bindParam("by", int)))
    .limit(bindParam("lim", int))
    .offset(bindParam("off", int));

  test("are asked for, from every clause", async () => {
    expectTypeOf(parametersOf(statement)).toEqualTypeOf<{
      a: number;
      b: string;
      c: string | null;
      n: number;
      mail: string;
      by: number;
      lim: number;
      off: number;
    }>();
    await conn.execute(statement, { a: 1, b: "x", c: null, n: 2, mail: "m", by: 1, lim: 3, off: 0 });
    // @ts-expect-error "mail" is missing
    await conn.execute(statement, { a: 1, b: "x", c: null, n: 2, by: 1, lim: 3, off: 0 });
    // @ts-expect-error so are all
    await conn.execute(statement);
  });

  test("have the type that bindParam was given", async () => {
    const byId = select(users).where(users.c.id.eq(bindParam("uid", integer())));
    await conn.execute(byId, { uid: 5 });
    await conn.scalar(byId, { uid: 5 });
    await conn.scalars(byId, { uid: 5 });
    conn.stream(byId, { uid: 5 });
    // @ts-expect-error a string
    await conn.execute(byId, { uid: "5" });
    // @ts-expect-error null is no integer
    await conn.execute(byId, { uid: null });
    // @ts-expect-error undefined means absent
    await conn.execute(byId, { uid: undefined });
    // @ts-expect-error missing in the short ways too
    await conn.scalar(byId);
    // @ts-expect-error and here
    conn.stream(byId, {});
    // @ts-expect-error compared with a column of another type
    users.c.id.eq(bindParam("uid", text()));
  });

  test("others are not known", async () => {
    // @ts-expect-error no parameter is known
    await conn.execute(select(users.c.id), { nope: 1 });
    // @ts-expect-error nor this one
    await conn.execute(select({ a: users.c.name.concat("x") }), { nope: 1 });
    // @ts-expect-error nor beside one that is
    await conn.execute(select(users.c.id).where(users.c.id.eq(bindParam("a", int))), { a: 1, nope: 1 });
  });

  test("one name twice is one parameter", () => {
    const twice = or(users.c.id.eq(bindParam("x", int)), users.c.bossId.eq(bindParam("x", int)));
    expectTypeOf(parametersOf(select(users.c.id).where(twice))).toEqualTypeOf<{ x: number }>();
  });

  test("a statement that needs a bind is not one that needs none", async () => {
    function run<R>(s: Statement<Rows<R>, None>): Promise<Rows<R>> {
      return conn.execute(s);
    }
    expectTypeOf((await run(select(users.c.id))).one()).toEqualTypeOf<{ id: number }>();
    // @ts-expect-error it has parameters
    run(statement);
  });
});

describe("bindParam", () => {
  test("with a value or not required it may be left out", async () => {
    await conn.execute(select(users.c.id).where(users.c.id.eq(bindParam("x", integer(), { value: 5 }))));
    await conn.execute(select(users.c.id).where(users.c.id.eq(bindParam("x", integer(), { value: 5 }))), { x: 6 });
    await conn.execute(select(users.c.id).where(users.c.id.eq(bindParam("x", integer(), { callable: () => 5 }))), { x: 6 });
    await conn.execute(select(users.c.id).where(users.c.id.eq(bindParam("x", integer(), { required: false }))));
    // @ts-expect-error a value of another type
    bindParam("x", integer(), { value: "5" });
    // @ts-expect-error given, it has the type
    await conn.execute(select(users.c.id).where(users.c.id.eq(bindParam("x", integer(), { value: 5 }))), { x: "6" });
  });

  test("without a type it takes the column's, and anything", async () => {
    const byName = select(users.c.id).where(users.c.name.eq(bindParam("name")));
    expectTypeOf(parametersOf(byName)).toEqualTypeOf<{ name: string | null }>();
    const inserted = update(users).values({ name: bindParam("n") });
    expectTypeOf(parametersOf(inserted).n).toEqualTypeOf<string>();
  });

  test("params() gives them values for good", async () => {
    const criterion = or(users.c.id.eq(bindParam("a", int)), users.c.name.eq(bindParam("b", str)));
    await conn.execute(select(users.c.id).where(criterion.params({ a: 5 })), { b: "x" });
    await conn.execute(select(users.c.id).where(criterion.params({ a: 5, b: "x" })));
    // @ts-expect-error b is still missing
    await conn.execute(select(users.c.id).where(criterion.params({ a: 5 })));
    // @ts-expect-error a is a number
    criterion.params({ a: "5" });
    // @ts-expect-error unknown parameter
    criterion.params({ nope: 5 });
  });

  test("lists for IN", async () => {
    const some = select(users.c.id).where(users.c.id.in(bindList("ids", integer())));
    expectTypeOf(parametersOf(some)).toEqualTypeOf<{ ids: readonly number[] }>();
    await conn.execute(some, { ids: [1, 2] });
    // @ts-expect-error strings among integers
    await conn.execute(some, { ids: ["1"] });
    // @ts-expect-error one is no list
    await conn.execute(some, { ids: 1 });
    // @ts-expect-error a list of texts for a column of integers
    users.c.id.in(bindList("ids", text()));
  });
});

describe("several sets", () => {
  test("a list of parameter objects", async () => {
    const gone = deleteFrom(users).where(users.c.id.eq(bindParam("gone", int)));
    await conn.execute(gone, [{ gone: 1 }, { gone: 2 }]);
    // @ts-expect-error one of them lacks it
    await conn.execute(gone, [{ gone: 1 }, {}]);
    const sets: { gone: number }[] = [];
    await conn.execute(gone, sets);
    const frozen: readonly { readonly gone: number }[] = [];
    await conn.execute(gone, frozen);
  });
});
