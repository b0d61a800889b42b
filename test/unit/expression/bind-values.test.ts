import { ArgumentError, bindList, bindParam, column, exists, integer, select, sql, table } from "athanor";
import { expect, test } from "vitest";

const boat = table("boat", { id: integer(), name: column(), rating: integer() });

test("params() gives named bind parameters their values, and leaves the expression as it was", () => {
  const open = boat.c.id.eq(bindParam("key")).params({});
  const given = open.params({ key: 5 });
  expect(select(boat.c.id).where(given).compile().params).toEqual({ key: 5 });
  expect(() => select(boat.c.id).where(open).compile().params).toThrow("A value is required for bind parameter 'key'");
});

test("params() reaches lists, text and subqueries", () => {
  const rated = exists().where(boat.c.rating.in(bindList("ratings", integer())));
  expect(
    select(sql.true)
      .where(rated.params({ ratings: [1, 2] }))
      .compile().params,
  ).toEqual({ ratings: [1, 2] });
  const text = sql.text("rating > :low").params({ low: 3 });
  expect(select(boat.c.id).where(text).compile().params).toEqual({ low: 3 });
});

test("params() refuses a name that is not there, and one that stands in a FROM clause", () => {
  const givesOther = () => boat.c.id.eq(bindParam("key", integer())).params(JSON.parse('{"kye":5}'));
  expect(givesOther).toThrow(
    new ArgumentError(
      "params(): the expression has no bind parameter named 'kye'; one inside of a subquery's FROM clause takes its value there, or at execution.",
    ),
  );
  const low = select(boat.c.id)
    .where(boat.c.rating.lt(bindParam("limit")))
    .subquery("low");
  expect(() => exists(select(low.c.id)).params({ limit: 3 })).toThrow("no bind parameter named 'limit'");
});

test("undefined is absent: the parameter is still to be given", () => {
  const absent: object = { key: undefined };
  const open = boat.c.id.eq(bindParam("key", integer())).params(absent);
  expect(() => select(boat.c.id).where(open).compile().params).toThrow("A value is required for bind parameter 'key'");
});
