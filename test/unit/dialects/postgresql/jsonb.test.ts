import { type AnyExpr, ArgumentError, bindParam, func, not, select, table, text } from "athanor";
import {
  jsonb,
  jsonbConcat,
  jsonbContainedBy,
  jsonbContains,
  jsonbDeletePath,
  jsonbHasAll,
  jsonbHasAny,
  jsonbHasKey,
  jsonbPathExists,
  jsonbPathMatch,
  postgresql,
} from "athanor/postgresql";
import { expect, test } from "vitest";

const { c } = table("t", { doc: jsonb(), other: jsonb(), name: text() });

const compiled = (expression: AnyExpr) => select(expression).compile({ dialect: postgresql() });
const textOf = (expression: AnyExpr): string => compiled(expression).sql.replace(/^SELECT (.*?)( AS \w+)? \nFROM t$/, "$1");

test.each([
  [jsonbContains(c.doc, { a: [1] }), "t.doc @> $1::JSONB"],
  [jsonbContains(c.doc, c.other), "t.doc @> t.other"],
  [jsonbContainedBy(c.doc, [1]), "t.doc <@ $1::JSONB"],
  [jsonbHasKey(c.doc, "a"), "t.doc ? $1::VARCHAR"],
  [jsonbHasKey(c.doc, c.name), "t.doc ? t.name"],
  [jsonbHasAny(c.doc, ["a", "b"]), "t.doc ?| $1::TEXT[]"],
  [jsonbHasAll(c.doc, ["a", "b"]), "t.doc ?& $1::TEXT[]"],
  [jsonbConcat(c.doc, { a: 1 }), "t.doc || $1::JSONB"],
  [jsonbDeletePath(c.doc, ["a", 0]), "t.doc #- $1::TEXT[]"],
  [jsonbPathExists(c.doc, "$.a"), "t.doc @? $1::JSONPATH"],
  [jsonbPathMatch(c.doc, "$.a > 1"), "t.doc @@ $1::JSONPATH"],
  [jsonbContains(jsonbConcat(c.doc, c.other), bindParam("d", jsonb())), "(t.doc || t.other) @> $1::JSONB"],
  [not(jsonbHasKey(jsonbDeletePath(c.doc, ["a"]), func.lower("A"))), "NOT ((t.doc #- $1::TEXT[]) ? lower($2::VARCHAR))"],
])("%#", (expression, sql) => {
  expect(textOf(expression)).toBe(sql);
});

test("values travel as documents, keys and paths as text", () => {
  expect(compiled(jsonbContains(c.doc, { a: "it's" })).toDriver().values).toEqual(['{"a":"it\'s"}']);
  expect(compiled(jsonbHasAny(c.doc, ['a"b', "c"])).toDriver().values).toEqual(['{"a\\"b","c"}']);
  expect(compiled(jsonbDeletePath(c.doc, ["a", 0])).toDriver().values).toEqual(['{"a","0"}']);
  const literal = select(jsonbPathExists(c.doc, "$.a ? (@ == 'x')")).compile({ dialect: postgresql(), literalBinds: true });
  expect(literal.sql).toContain("t.doc @? '$.a ? (@ == ''x'')'::JSONPATH");
});

test("what is no path is refused", () => {
  expect(() => jsonbDeletePath(c.doc, [])).toThrow(ArgumentError);
  expect(() => jsonbDeletePath(c.doc, [0.5])).toThrow(ArgumentError);
  // @ts-expect-error undefined is no key
  expect(() => jsonbHasKey(c.doc, undefined)).toThrow(ArgumentError);
  // @ts-expect-error a key is text
  expect(() => compiled(jsonbHasKey(c.doc, 5)).toDriver()).toThrow();
});
