import { anyOf, deleteFrom, integer, select, table, text } from "athanor";
import { defaultDialect } from "athanor/default";
import { expect, test } from "vitest";

const crew = table("crew", { id: integer().primaryKey(), name: text() });
const dialect = defaultDialect();
const warningsOf = (statement: ReturnType<typeof deleteFrom>) => statement.compile({ dialect }).warnings;

test("options of a dialect that there is not are told of, those of one that is not loaded are not", () => {
  expect(warningsOf(deleteFrom(crew).withDialectOptions({ mysq: { limit: 1, orderBy: crew.c.id } }))).toEqual([
    "Can't validate option 'limit'; can't locate any dialect named 'mysq'",
    "Can't validate option 'orderBy'; can't locate any dialect named 'mysq'",
  ]);
  expect(warningsOf(deleteFrom(crew).withDialectOptions({ oracle: { limit: 1 } }))).toEqual([]);
});

test("a SELECT that nobody has made a value is told of once", () => {
  const first = select(crew.c.id).limit(1);
  // @ts-expect-error a SELECT is no value before scalarSubquery()
  const statement = deleteFrom(crew).where(crew.c.id.eq(first), crew.c.id.eq(first));
  expect(warningsOf(statement)).toEqual([
    "implicitly coercing SELECT object to scalar subquery; please use the .scalarSubquery() method to produce a scalar subquery.",
  ]);
  expect(warningsOf(deleteFrom(crew).where(crew.c.id.eq(first.scalarSubquery()), crew.c.id.eq(anyOf(first))))).toEqual([]);
});
