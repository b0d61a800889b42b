import {
  and,
  bindParam,
  boolean,
  caseWhen,
  cast,
  extract,
  float,
  func,
  integer,
  interval,
  json,
  literal,
  literalColumn,
  not,
  numeric,
  or,
  select,
  sql,
  text,
  typeCoerce,
} from "athanor";
import { describe, expectTypeOf, test } from "vitest";
import { addresses, conn, int, type None, parametersOf, right, rowOf, str, users } from "./support.js";

describe("comparisons", () => {
  test("take a value of the column's type, or an expression of it", () => {
    users.c.id.eq(5);
    users.c.id.eq(addresses.c.userId);
    users.c.id.eq(users.c.bossId);
    users.c.bossId.eq(users.c.id);
    users.c.role.in(["admin"]);
    users.c.id.between(1, addresses.c.id);
    right.c.big.gt(5n);
    users.c.createdAt.ge(new Date());
    users.c.createdAt.le(func.now());
    users.c.id.gt(users.c.bossId);
    users.c.name.like(users.c.fullname);
    // @ts-expect-error a string is no number
    users.c.id.eq("5");
    // @ts-expect-error nor is a column of strings
    users.c.id.eq(users.c.name);
    // @ts-expect-error not a role
    users.c.role.eq("root");
    // @ts-expect-error nor this
    users.c.role.in(["root"]);
    // @ts-expect-error a bigint column takes bigints
    right.c.big.gt(5);
    // @ts-expect-error a date as text
    users.c.createdAt.ge("2031-01-01");
    // @ts-expect-error the upper end has the type too
    users.c.id.between(1, "2");
  });

  test("null is compared by eq and ne, of any column; undefined never is", () => {
    users.c.fullname.eq(null);
    users.c.name.ne(null);
    users.c.fullname.isDistinctFrom(null);
    users.c.fullname.is(null);
    users.c.fullname.isNot(true);
    // @ts-expect-error undefined is no value to compare with
    users.c.id.eq(undefined);
    // @ts-expect-error undefined may hide in an optional value
    users.c.id.eq({} as number | undefined);
    // @ts-expect-error nor is it one in a list
    users.c.id.in([1, undefined]);
    // @ts-expect-error greater than null is a mistake
    users.c.id.gt(null);
  });

  test("may be null, where SQL says so", () => {
    expectTypeOf(users.c.id.eq(5).$type).toEqualTypeOf<boolean | null>();
    expectTypeOf(users.c.id.isNull().$type).toEqualTypeOf<boolean>();
    expectTypeOf(users.c.fullname.isDistinctFrom("x").$type).toEqualTypeOf<boolean>();
    expectTypeOf(users.c.name.like("%x%", { escape: "/" }).$type).toEqualTypeOf<boolean | null>();
    expectTypeOf(users.c.name.startsWith("x", { autoescape: true }).$type).toEqualTypeOf<boolean | null>();
    // @ts-expect-error a pattern is a string
    users.c.name.contains(5);
  });

  test("an operator of one's own has the type it is given", () => {
    expectTypeOf(users.c.tags.op("&&", boolean())(["a"]).$type).toEqualTypeOf<boolean | null>();
  });
});

describe("arithmetic and strings", () => {
  test("keep the type, and null", () => {
    expectTypeOf(users.c.id.add(1).mul(2).$type).toEqualTypeOf<number>();
    expectTypeOf(users.c.bossId.sub(users.c.id).$type).toEqualTypeOf<number | null>();
    expectTypeOf(users.c.name.concat("!").$type).toEqualTypeOf<string>();
    expectTypeOf(users.c.fullname.concat(users.c.name).$type).toEqualTypeOf<string | null>();
    expectTypeOf(users.c.id.neg().$type).toEqualTypeOf<number>();
    expectTypeOf(users.c.name.collate("C").$type).toEqualTypeOf<string>();
    // @ts-expect-error a string is not added to a number
    users.c.id.add("1");
    // @ts-expect-error a number is not put to a string
    users.c.name.concat(1);
  });

  test("null on either side makes null", () => {
    expectTypeOf(users.c.id.add(users.c.bossId).$type).toEqualTypeOf<number | null>();
    expectTypeOf(users.c.name.concat(users.c.fullname).$type).toEqualTypeOf<string | null>();
  });

  test("dates, durations, exact decimals", () => {
    expectTypeOf(users.c.createdAt.add("P1D").$type).toEqualTypeOf<Date>();
    expectTypeOf(users.c.createdAt.sub(users.c.createdAt).$type).toEqualTypeOf<string>();
    expectTypeOf(users.c.createdAt.sub(new Date()).$type).toEqualTypeOf<string>();
    expectTypeOf(users.c.createdAt.sub(literal("P1D", interval())).$type).toEqualTypeOf<Date>();
    expectTypeOf(users.c.id.mul(right.c.price).$type).toEqualTypeOf<string | null>();
    expectTypeOf(right.c.price.mul(users.c.id).mul("1.5").$type).toEqualTypeOf<string | null>();
    expectTypeOf(users.c.id.div(2).$type).toEqualTypeOf<number>();
    expectTypeOf(right.c.big.div(2n).$type).toEqualTypeOf<string | null>();
    // @ts-expect-error a number that is no exact decimal
    right.c.price.mul(1.5);
    // @ts-expect-error null makes null of everything: a mistake
    users.c.id.add(null);
  });

  test("a plain value takes nothing from where it stands", async () => {
    const statement = select({ a: users.c.name.concat("x") }).outerJoin(addresses);
    expectTypeOf((await conn.execute(statement)).one().a).toEqualTypeOf<string>();
    expectTypeOf(parametersOf(statement)).toEqualTypeOf<None>();
  });
});

describe("functions", () => {
  test("the known ones are typed", () => {
    expectTypeOf(func.count().$type).toEqualTypeOf<number>();
    expectTypeOf(func.count(users.c.fullname).$type).toEqualTypeOf<number>();
    expectTypeOf(func.countDistinct(users.c.fullname).$type).toEqualTypeOf<number>();
    expectTypeOf(func.upper(users.c.fullname).$type).toEqualTypeOf<string | null>();
    expectTypeOf(func.lower("X").$type).toEqualTypeOf<string>();
    expectTypeOf(func.length(users.c.name).$type).toEqualTypeOf<number>();
    expectTypeOf(func.max(users.c.id).$type).toEqualTypeOf<number | null>();
    expectTypeOf(func.coalesce(users.c.fullname, "x").$type).toEqualTypeOf<string>();
    expectTypeOf(func.coalesce(users.c.fullname, users.c.name).$type).toEqualTypeOf<string>();
    expectTypeOf(func.now().$type).toEqualTypeOf<Date>();
    // @ts-expect-error a number has no upper case
    func.upper(users.c.id);
    expectTypeOf(parametersOf(select(func.upper(bindParam("n", str))))).toEqualTypeOf<{ n: string }>();
  });

  test("any other takes its type last", () => {
    expectTypeOf(func.soundex(users.c.name, text()).$type).toEqualTypeOf<string | null>();
    expectTypeOf(func.pi().$type).toEqualTypeOf<unknown>();
    expectTypeOf(rowOf(select(func.pi(), func.avg(users.c.id, float())))).toEqualTypeOf<{ pi_1: unknown; avg_1: number | null }>();
    // under noUncheckedIndexedAccess only names that the library has never heard of need the "!"
    expectTypeOf(func.my_own!(5, text()).$type).toEqualTypeOf<string | null>();
    expectTypeOf(rowOf(select(func.soundex(users.c.name, text()).label("s")))).toEqualTypeOf<{ s: string | null }>();
    expectTypeOf(parametersOf(select(func.soundex(bindParam("n", str), text()).label("s")))).toEqualTypeOf<{ n: string }>();
  });

  test("filter and over keep the type", () => {
    const n = func
      .count()
      .filter(users.c.id.gt(bindParam("min", int)))
      .over({ partitionBy: users.c.role, orderBy: [users.c.id.desc()] });
    expectTypeOf(rowOf(select(n))).toEqualTypeOf<{ count_1: number }>();
    expectTypeOf(parametersOf(select(n))).toEqualTypeOf<{ min: number }>();
    expectTypeOf(rowOf(select(func.rowNumber().over({ orderBy: users.c.id }).label("r")))).toEqualTypeOf<{ r: number }>();
  });
});

describe("CASE, CAST, EXTRACT", () => {
  test("CASE is null where no branch holds, unless there is an ELSE", () => {
    const c = caseWhen(users.c.id.gt(5), "big").when(users.c.id.gt(2), "middle");
    expectTypeOf(rowOf(select({ c, d: c.else("small"), e: c.else(null) }))).toEqualTypeOf<{
      c: string | null;
      d: string;
      e: string | null;
    }>();
    expectTypeOf(caseWhen(users.c.id.gt(5), 1).else(users.c.id).$type).toEqualTypeOf<number>();
    const bound = caseWhen(users.c.id.gt(bindParam("a", int)), bindParam("b", str))
      .when(users.c.id.gt(bindParam("c", int)), "x")
      .else(bindParam("d", str));
    expectTypeOf(parametersOf(select(bound.label("x")))).toEqualTypeOf<{ a: number; b: string; c: number; d: string }>();
    // @ts-expect-error a condition is a criterion
    caseWhen(users.c.id, "x");
  });

  test("CAST has its type, and keeps name and null", () => {
    expectTypeOf(rowOf(select(cast(users.c.fullname, integer()), cast(users.c.id, numeric())))).toEqualTypeOf<{
      fullname: number | null;
      id: string;
    }>();
    expectTypeOf(typeCoerce(users.c.name, json().$type<{ a: number }>()).$type).toEqualTypeOf<{ a: number }>();
    expectTypeOf(extract("year", users.c.createdAt).$type).toEqualTypeOf<number>();
    expectTypeOf(parametersOf(select(cast(bindParam("x", str), integer()).label("n")))).toEqualTypeOf<{ x: string }>();
  });
});

describe("AND, OR, NOT", () => {
  test("collect the binds of all", () => {
    const criterion = or(
      users.c.id.eq(bindParam("a", int)),
      and(users.c.name.eq(bindParam("b", str)), not(users.c.id.lt(bindParam("c", int)))),
    );
    expectTypeOf(parametersOf(select(users.c.id).where(criterion))).toEqualTypeOf<{ a: number; b: string; c: number }>();
  });

  test("take criteria only", () => {
    and(users.c.id.eq(1), sql.true);
    // @ts-expect-error a vanished criterion must not vanish silently
    and(users.c.id.eq(1), undefined);
    // @ts-expect-error a column of numbers is none
    or(users.c.id);
    // @ts-expect-error nor is text
    select(users).where("id = 5");
    // @ts-expect-error nor what may be absent
    select(users).where({} as ReturnType<typeof users.c.id.eq> | undefined);
  });
});

describe("fragments", () => {
  test("a fragment is a criterion, with the binds inside; `as` makes it a value", async () => {
    const fragment = sql`length(${users.c.name}) > ${bindParam("len", int)}`;
    const statement = select(users.c.id, fragment.as(boolean()).label("long")).where(fragment);
    expectTypeOf(rowOf(statement)).toEqualTypeOf<{ id: number; long: boolean }>();
    await conn.execute(statement, { len: 3 });
    // @ts-expect-error len is missing
    await conn.execute(statement);
    expectTypeOf(parametersOf(select(users.c.id).where(sql`a = ${5}`))).toEqualTypeOf<None>();
  });

  test("sql.text asks for its parameters by name", async () => {
    const criterion = sql.text("rating > :low AND rating < :high_1 AND at::date = now()");
    const statement = select(users.c.id).where(criterion);
    expectTypeOf(parametersOf(statement)).toEqualTypeOf<{ low: unknown; high_1: unknown }>();
    await conn.execute(statement, { low: 1, high_1: 2 });
    // @ts-expect-error high_1 is missing
    await conn.execute(statement, { low: 1 });
    expectTypeOf(parametersOf(select(users.c.id).where(criterion.bindParams({ low: 5 })))).toEqualTypeOf<{ high_1: unknown }>();
    expectTypeOf(parametersOf(select(users.c.id).where(sql.text("1 = 1")))).toEqualTypeOf<None>();
    expectTypeOf(sql.text("now()").as(text()).$type).toEqualTypeOf<string>();
    // @ts-expect-error the text has no such parameter
    criterion.bindParams({ nope: 5 });
  });

  test("a text is a statement, of any row; with columns(), of theirs", async () => {
    const row = (await conn.execute(sql.text("SELECT * FROM t WHERE id = :id"), { id: 5 })).one();
    expectTypeOf(row).toEqualTypeOf<Readonly<Record<string, unknown>>>();
    await conn.execute(sql.text("VACUUM"));
    // @ts-expect-error id is missing
    await conn.execute(sql.text("SELECT * FROM t WHERE id = :id"));
    const typed = sql.text("SELECT id, name FROM t WHERE id > :low").columns({ id: integer(), name: text().nullable() });
    expectTypeOf(rowOf(typed)).toEqualTypeOf<{ id: number; name: string | null }>();
    expectTypeOf(parametersOf(typed)).toEqualTypeOf<{ low: unknown }>();
    const s = typed.subquery("s");
    expectTypeOf(rowOf(select(s.c.name).where(s.c.id.eq(5)))).toEqualTypeOf<{ name: string | null }>();
    users.c.id.in(sql.text("SELECT 1").columns({ id: integer() }));
    // @ts-expect-error a column of another type
    users.c.id.in(sql.text("SELECT 1").columns({ id: text() }));
  });

  test("what is only known at run time may have any parameters", async () => {
    const dynamic = "SELECT :x" as string;
    await conn.execute(sql.text(dynamic));
    await conn.execute(sql.text(dynamic), { x: 5 });
    sql.text(dynamic).bindParams({ x: 5 });
  });

  test("colons that are no parameters", () => {
    const none = sql.text("SELECT '12:30', a::text, b[1:2], \\:escaped");
    expectTypeOf(parametersOf(none)).toEqualTypeOf<None>();
    const two = sql.text(":first, f(:second)::int");
    expectTypeOf(parametersOf(two)).toEqualTypeOf<{ first: unknown; second: unknown }>();
  });

  test("a bind given to bindParams says the parameter's type", () => {
    const typed = sql.text("rating > :low").bindParams({ low: bindParam("low", int) });
    expectTypeOf(parametersOf(select(users.c.id).where(typed))).toEqualTypeOf<{ low: number }>();
  });

  test("constants, names, raw text", () => {
    expectTypeOf(sql.null.$type).toEqualTypeOf<null>();
    expectTypeOf(rowOf(select(sql.identifier("x").label("x")))).toEqualTypeOf<{ x: unknown }>();
    expectTypeOf(literalColumn("rowid", integer()).$type).toEqualTypeOf<number>();
    select(users).where(sql.true).orderBy(sql.raw("1"));
  });
});
