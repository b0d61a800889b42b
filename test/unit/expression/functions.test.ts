import { func, integer, interval, literal, select, table, text, tuple } from "athanor";
import { mysql } from "athanor/mysql";
import { postgresql } from "athanor/postgresql";
import { sqlite } from "athanor/sqlite";
import { describe, expect, test } from "vitest";

const boat = table("boat", { id: integer(), name: text(), berth: text() });
const { id, name, berth } = boat.c;

const textOf = (expression: { readonly node: unknown }, dialect?: object): string => {
  const query = select(expression as never);
  const text = dialect ? query.compile({ dialect } as never).sql : String(query);
  return text.replace(/^SELECT (.*?)( AS \w+)?( \nFROM boat)?$/, "$1");
};

test("window functions", () => {
  const window = { partitionBy: berth, orderBy: id };
  for (const [expression, sql] of [
    [func.rank(), "rank()"],
    [func.denseRank(), "dense_rank()"],
    [func.percentRank(), "percent_rank()"],
    [func.cumeDist(), "cume_dist()"],
    [func.ntile(4), "ntile(:ntile_1)"],
    [func.lag(id), "lag(boat.id)"],
    [func.lead(id, 2), "lead(boat.id, :lead_1)"],
    [func.firstValue(id), "first_value(boat.id)"],
    [func.lastValue(id), "last_value(boat.id)"],
    [func.nthValue(id, 3), "nth_value(boat.id, :nth_value_1)"],
  ] as const)
    expect(textOf(expression.over(window))).toBe(`${sql} OVER (PARTITION BY boat.berth ORDER BY boat.id)`);
});

test("a frame's end may be a distance of another type", () => {
  const frame = { orderBy: id, range: [{ preceding: literal("P7D", interval()) }, { following: id }] } as const;
  expect(textOf(func.count().over(frame))).toBe("count(*) OVER (ORDER BY boat.id RANGE BETWEEN :param_1 PRECEDING AND boat.id FOLLOWING)");
  expect(() => func.count().over({ rows: [{} as never, 0] })).toThrow(
    "An end of a frame is { preceding: expression } or { following: expression }.",
  );
});

test("ordered-set aggregates", () => {
  expect(textOf(func.percentileCont(0.5).withinGroup(id))).toBe("percentile_cont(:percentile_cont_2) WITHIN GROUP (ORDER BY boat.id)");
  expect(textOf(func.mode().withinGroup(name.desc()))).toBe("mode() WITHIN GROUP (ORDER BY boat.name DESC)");
});

describe("strings put together", () => {
  const all = func.aggregateStrings(name, ", ");
  const sorted = all.distinct().aggregateOrderBy(id);
  const expanded = (expression: { readonly node: unknown }, dialect: ReturnType<typeof sqlite>) =>
    select(expression as never)
      .compile({ dialect })
      .expanded()
      .sql.replace(/^SELECT (.*) AS \w+ \nFROM boat$/, "$1");
  test("have a function of another name everywhere", () => {
    expect(expanded(all, postgresql())).toBe("string_agg(boat.name, ', ')");
    expect(expanded(all, sqlite())).toBe("group_concat(boat.name, ', ')");
    expect(expanded(all, mysql())).toBe("group_concat(boat.name SEPARATOR ', ')");
    expect(expanded(sorted, mysql())).toBe("group_concat(DISTINCT boat.name ORDER BY boat.id SEPARATOR ', ')");
    expect(expanded(sorted, postgresql())).toBe("string_agg(DISTINCT boat.name, ', ' ORDER BY boat.id)");
  });
});

test("what is written in another way", () => {
  expect(textOf(func.charLength(name), sqlite())).toBe("length(boat.name)");
  expect(textOf(func.charLength(name), postgresql())).toBe("char_length(boat.name)");
  expect(textOf(func.random(), mysql())).toBe("rand()");
  expect(textOf(func.currentTimestamp())).toBe("CURRENT_TIMESTAMP");
  expect(textOf(func.currentDate())).toBe("CURRENT_DATE");
});

test("groups of groups", () => {
  const grouped = select(func.count()).groupBy(func.rollup(name, berth), func.groupingSets(tuple(name, id), berth), func.cube(id, name));
  expect(String(grouped)).toContain(
    "GROUP BY ROLLUP(boat.name, boat.berth), GROUPING SETS((boat.name, boat.id), boat.berth), CUBE(boat.id, boat.name)",
  );
});

test("a function by a name of its own, with its package", () => {
  expect(textOf(func("metaphone")(name, 4, text()))).toBe("metaphone(boat.name, :metaphone_2)");
  expect(textOf(func("stats", "middle")(id))).toBe("stats.middle(boat.id)");
  expect(() => func("no such")).toThrow("func.no such: a function's name is letters, digits and underscores.");
  expect(textOf(func("pkg", "random")(), mysql())).toBe("pkg.random()");
});

test("what stands inside of the parentheses is said before what stands behind them", () => {
  expect(() => func.sum(id).filter(id.gt(1)).distinct()).toThrow("distinct() is about what stands inside of the function's parentheses");
});
