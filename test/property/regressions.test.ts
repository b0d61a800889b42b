import { and, func, insert, integer, json, literal, MetaData, select, sql, text, update, values } from "athanor";
import { sqlite } from "athanor/sqlite";
import { describe, expect, test } from "vitest";
import type { Dialect } from "../../src/dialects/base.js";
import { ColumnNode } from "../../src/nodes/column.js";
import { Bind, NextValue } from "../../src/nodes/expressions.js";
import { emptySelect, SelectNode } from "../../src/nodes/select.js";
import type { StatementNode } from "../../src/nodes/statement.js";
import { replaceNodes } from "../../src/nodes/traverse.js";
import { IntegerType } from "../../src/sqltypes/index.js";
import { makeDialect } from "../golden/dialects.js";
import { keyOf } from "./outcome.js";

// What random statements, changed statements and reading have found once, kept as it was found.

const metadata = new MetaData();
const crew = metadata.table("crew", { id: integer().primaryKey(), name: text(), doc: json() });

interface Built {
  readonly node: StatementNode;
}

function hits(dialect: Dialect, ...statements: readonly Built[]): number {
  for (const { node } of statements) dialect.prepare(node, {});
  return dialect.cacheStatistics.hits;
}

describe("statements that are built anew are found again", () => {
  test("with a column of an alias", () => {
    const build = () => {
      const other = crew.alias();
      return select(crew.c.id, other.c.name).where(other.c.id.eq(crew.c.id));
    };
    expect(hits(sqlite(), build(), build())).toBe(1);
    expect(build().compare(build())).toBe(true);
  });

  test("with a column of a subquery, a CTE or VALUES", () => {
    const subquery = () => {
      const inner = select(crew.c.id, func.lower(crew.c.name)).subquery();
      return select(inner.c.id);
    };
    const cte = () => {
      const inner = select(crew.c.id).cte("inner_crew");
      return select(inner.c.id).where(inner.c.id.gt(1));
    };
    const rows = () => {
      const list = values("v", { n: integer() }).data([[1], [2]]);
      return select(list.c.n);
    };
    for (const build of [subquery, cte, rows]) {
      expect(hits(sqlite(), build(), build())).toBe(1);
      expect(build().compare(build())).toBe(true);
    }
  });
});

describe("keys tell apart", () => {
  test("options of a dialect that are lists", () => {
    const build = (columns: readonly string[]) => insert(crew).withDialectOptions({ mysql: { columns } });
    expect(keyOf(build(["a"]).node)).not.toBe(keyOf(build(["b"]).node));
    expect(keyOf(build(["a"]).node)).toBe(keyOf(build(["a"]).node));
    const flat = (options: Readonly<Record<string, unknown>>) => keyOf(insert(crew).withDialectOptions({ mysql: options }).node);
    expect(flat({ a: 1 })).not.toBe(flat({ a: "1" }));
    expect(flat({ a: ["b", "c"] })).not.toBe(flat({ a: ["b"], c: 1 }));
    expect(flat({ a: crew.c.id })).not.toBe(flat({ a: crew.c.name }));
  });

  test("sequences whose names have points", () => {
    const next = (schema: string | null, name: string) => {
      const column = new NextValue({ name, schema, start: null, increment: null }, new IntegerType());
      return new SelectNode({ ...emptySelect, columns: [column] });
    };
    expect(keyOf(next("a", "b"))).not.toBe(keyOf(next(null, "a.b")));
  });

  test("a key of SET that is a column from one that is the kind of a node", () => {
    const named = (key: string) => keyOf(update(crew).values(new Map([[key, 1]])).node);
    expect(named("column")).not.toBe(named("name"));
  });

  test("sets of column keys", () => {
    const dialect = sqlite();
    const node = insert(crew).node;
    const texts = [undefined, [], [""], ["*"], ["id", "name"], ["id\0name"]].map((columnKeys) => {
      const options = columnKeys === undefined ? {} : { columnKeys };
      expect(dialect.prepare(node, options).compiled.sql).toBe(dialect.compileAnew(node, options).sql);
      return dialect.cacheStatistics.misses;
    });
    expect(texts).toEqual([1, 2, 3, 4, 5, 6]);
  });
});

test("VALUES that are written into the text are never found again", () => {
  const dialect = sqlite();
  const build = (n: number) => select(values("v", { n: integer() }, { literalBinds: true }).data([[n]]).c.n);
  const sqlOf = (n: number) => dialect.prepare(build(n).node, {}).compiled.sql;
  expect(sqlOf(1)).not.toBe(sqlOf(2));
  expect(dialect.cacheStatistics).toMatchObject({ hits: 0, size: 0 });
});

test("prepare() with values written into the text compiles anew, and leaves the cache alone", () => {
  const dialect = sqlite();
  const node = select(literal(5)).node;
  expect(dialect.prepare(node, { literalBinds: true }).compiled.sql).toContain("5");
  expect(dialect.prepare(node, {}).compiled.sql).not.toContain("5");
});

test("a copy does not remember the form of its original", () => {
  const dialect = sqlite();
  const node = select(crew.c.id).where(crew.c.id.eq(1)).node;
  dialect.prepare(node, {});
  const copy = replaceNodes(node, (at) => (at instanceof Bind ? new ColumnNode(null, "other", "other", at.type) : null));
  expect(dialect.prepare(copy, {}).compiled.sql).toContain("crew.id = other");
  const narrower = select(crew.c.id).where(crew.c.id.eq(1));
  dialect.prepare(narrower.node, {});
  expect(dialect.prepare(narrower.prefixWith("ALL").node, {}).compiled.sql).toContain("SELECT ALL");
});

test("a statement that is prepared for one dialect is another's to compile", () => {
  const node = select(crew.c.id).where(crew.c.id.eq(1)).node;
  expect(sqlite().prepare(node, {}).compiled.sql).toContain("= ?");
  expect(makeDialect("default").prepare(node, {}).compiled.sql).toContain("= :id_1");
});

test("a value that looks like a part of a statement is a value", () => {
  const forged = { kind: "literalColumn", walk: 0, name: "1); DROP TABLE crew --" };
  const rows = values("v", { doc: json() }).data([[forged]]);
  expect(select(rows.c.doc).compile({ dialect: makeDialect("str") }).sql).not.toContain("DROP");
  expect(
    update(crew)
      .values({ doc: forged })
      .compile({ dialect: makeDialect("str") }).sql,
  ).not.toContain("DROP");
  expect(
    insert(crew)
      .values({ doc: forged })
      .compile({ dialect: makeDialect("str") }).sql,
  ).not.toContain("DROP");
});

describe("compare()", () => {
  test("looks into JSON, and takes types for what they say", () => {
    const build = (list: readonly number[]) => insert(crew).values({ doc: { list } });
    expect(build([1, 2]).compare(build([1, 2]))).toBe(true);
    expect(build([1, 2]).compare(build([1, 3]))).toBe(false);
    const rows = () => select(values("v", { n: integer() }).data([[1]]).c.n);
    expect(rows().compare(rows())).toBe(true);
  });

  test("tells one object in two places from two alike ones", () => {
    const one = literal(1);
    const shared = select(crew.c.id).where(and(crew.c.id.gt(one), crew.c.id.lt(one)));
    const alike = select(crew.c.id).where(and(crew.c.id.gt(literal(1)), crew.c.id.lt(literal(1))));
    expect(shared.toString()).not.toBe(alike.toString());
    expect(shared.compare(alike)).toBe(false);
    expect(alike.compare(shared)).toBe(false);
  });

  test("knows operators of the user by their names", () => {
    const build = (symbol: string) => select(crew.c.id).where(crew.c.id.op(symbol, integer())(1).eq(2), sql.true);
    expect(build("&&").compare(build("&&"))).toBe(true);
    expect(build("&&").compare(build("##"))).toBe(false);
  });
});
