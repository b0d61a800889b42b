import {
  array,
  arrayContains,
  arrayElement,
  arraySlice,
  bindParam,
  columnValued,
  func,
  integer,
  jsonPath,
  literal,
  select,
  tableValued,
  text,
} from "athanor";
import { describe, expectTypeOf, test } from "vitest";
import { addresses, conn, int, parametersOf, right, rowOf, users } from "./support.js";

describe("JSON paths", () => {
  test("know what the document holds", () => {
    const theme = jsonPath(users.c.profile, "theme");
    expectTypeOf(theme.$type).toEqualTypeOf<string | null>();
    expectTypeOf(theme.asString().$type).toEqualTypeOf<string | null>();
    expectTypeOf(theme.asInteger().$type).toEqualTypeOf<number | null>();
    expectTypeOf(theme.asBoolean().$type).toEqualTypeOf<boolean | null>();
    expectTypeOf(theme.asNumeric(8, 2).$type).toEqualTypeOf<string | null>();
    // @ts-expect-error the document has no such key
    jsonPath(users.c.profile, "them");
    // @ts-expect-error a column of text is text inside, not an integer
    theme.asString().eq(5);
  });
  test("of an unknown document take any path", () => {
    const document = literal<unknown>({}).$notNull();
    expectTypeOf(jsonPath(document, "a", 0, "b").$type).toEqualTypeOf<unknown>();
    // @ts-expect-error keys are strings and indexes numbers
    jsonPath(document, true);
  });
  test("are null where the table is left out by a join", () => {
    const query = select({ theme: jsonPath(users.c.profile, "theme").asString(), id: addresses.c.id }).outerJoin(users);
    expectTypeOf(rowOf(query)).toEqualTypeOf<{ theme: string | null; id: number }>();
  });
});

describe("arrays", () => {
  test("have elements of their type", () => {
    expectTypeOf(arrayElement(users.c.tags, 1).$type).toEqualTypeOf<string | null>();
    expectTypeOf(arraySlice(users.c.tags, 1, 2).$type).toEqualTypeOf<string[] | null>();
    expectTypeOf(array([1, 2]).$type).toEqualTypeOf<number[]>();
    expectTypeOf(array([], text()).$type).toEqualTypeOf<string[]>();
    arrayContains(users.c.tags, ["a"]);
    // @ts-expect-error the array holds strings
    arrayContains(users.c.tags, [1]);
    // @ts-expect-error an index is a number
    arrayElement(users.c.tags, "1");
    // @ts-expect-error no array
    arrayElement(users.c.name, 1);
  });
  test("carry the binds of their items and indexes", () => {
    const query = select(arrayElement(users.c.tags, bindParam("n", int)));
    expectTypeOf(parametersOf(query)).toEqualTypeOf<{ n: number }>();
  });
});

describe("functions", () => {
  test("of windows and groups are typed", () => {
    expectTypeOf(func.rank().over().$type).toEqualTypeOf<number>();
    expectTypeOf(func.lag(users.c.name).$type).toEqualTypeOf<string | null>();
    expectTypeOf(func.percentileCont(0.5).withinGroup(users.c.id).$type).toEqualTypeOf<number | null>();
    expectTypeOf(func.mode().withinGroup(users.c.role).$type).toEqualTypeOf<"admin" | "member" | null>();
    expectTypeOf(func.avg(users.c.id).$type).toEqualTypeOf<number | null>();
    expectTypeOf(func.avg(right.c.price).$type).toEqualTypeOf<string | null>();
    expectTypeOf(func.avg(users.c.id, text()).$type).toEqualTypeOf<string | null>();
    expectTypeOf(func.arrayAgg(users.c.name).$type).toEqualTypeOf<string[] | null>();
    expectTypeOf(func.aggregateStrings(users.c.name, ",").$type).toEqualTypeOf<string | null>();
    expectTypeOf(func.nullif(users.c.name, "x").$type).toEqualTypeOf<string | null>();
    // @ts-expect-error a separator is needed
    func.aggregateStrings(users.c.name);
    // @ts-expect-error strings are put together, not numbers
    func.aggregateStrings(users.c.id, ",");
    // @ts-expect-error the other value is of the same type
    func.nullif(users.c.name, 5);
  });
  test("are keys of rows by their SQL name", () => {
    expectTypeOf(rowOf(select(func.denseRank().over(), func.charLength(users.c.name)))).toEqualTypeOf<{
      dense_rank_1: number;
      char_length_1: number;
    }>();
  });
  test("of any name need no exclamation mark when they are called by it", () => {
    const call = func("my_function")(users.c.id, integer());
    expectTypeOf(rowOf(select(call))).toEqualTypeOf<{ my_function_1: number | null }>();
    expectTypeOf(func("stats", "median")(users.c.id, text()).$type).toEqualTypeOf<string | null>();
    // @ts-expect-error a function has a name
    func();
  });
  test("keep the binds of what they sort by", () => {
    const query = select(func.arrayAgg(users.c.id).aggregateOrderBy(users.c.id.add(bindParam("n", int))));
    // @ts-expect-error the bind is missing
    conn.execute(query);
    conn.execute(query, { n: 1 });
  });
});

test("regular expressions and text search are criteria", () => {
  users.c.name.regexpMatch("^a", { flags: "i" });
  expectTypeOf(users.c.name.regexpReplace("a", "b").$type).toEqualTypeOf<string>();
  expectTypeOf(users.c.name.match("x").$type).toEqualTypeOf<boolean | null>();
  // @ts-expect-error a pattern is text
  users.c.name.regexpMatch(5);
});

describe("what stands in FROM", () => {
  test("WITH ORDINALITY has a column more", () => {
    const rows = tableValued(func.json_each("[]"), { value: text() }, { name: "r", withOrdinality: "n" });
    expectTypeOf(rowOf(select(rows))).toEqualTypeOf<{ value: string; n: number }>();
    // @ts-expect-error without it there is none
    tableValued(func.json_each("[]"), { value: text() }).c.n;
  });
  test("a column-valued function is a column of its name", () => {
    const tag = columnValued(func.unnest(users.c.tags, text()), "tag");
    expectTypeOf(rowOf(select(users.c.id, tag))).toEqualTypeOf<{ id: number; tag: string | null }>();
  });
});

describe("label styles", () => {
  const query = select(users.c.id, addresses.c.id, func.count(), users.c.name.label("who")).outerJoin(addresses);
  test("tableName is in the row's keys", () => {
    expectTypeOf(rowOf(query.setLabelStyle("tableName"))).toEqualTypeOf<{
      user_account_id: number;
      address_id: number | null;
      count_1: number;
      who: string;
    }>();
    expectTypeOf(rowOf(select(addresses).setLabelStyle("tableName"))).toEqualTypeOf<{
      address_id: number;
      address_userId: number;
      address_email: string;
    }>();
  });
  test("the others leave the keys as they are", () => {
    expectTypeOf(rowOf(query.setLabelStyle("none"))).toEqualTypeOf<{ id: number; id_1: number | null; count_1: number; who: string }>();
    // @ts-expect-error no such style
    query.setLabelStyle("camel");
  });
});

test("a frame brings its binds", () => {
  const query = select(func.count().over({ rows: [{ preceding: bindParam("n", int) }, 0] }));
  expectTypeOf(parametersOf(query)).toEqualTypeOf<{ n: number }>();
});
