import { insert, integer, MetaData, merge, mergeAction, select, update } from "athanor";
import { dateTime, money, mssql, nvarchar, tinyInteger, xml } from "athanor/mssql";
import { describe, expectTypeOf, test } from "vitest";

const item = new MetaData().table("item", {
  id: integer().primaryKey(),
  name: nvarchar(30).notNull(),
  stars: tinyInteger(),
  price: money("unit_price").notNull(),
  sold: dateTime(),
  sheet: xml(),
});

describe("SQL Server's types", () => {
  test("are those of their values", () => {
    expectTypeOf(select(item).$result.one()).toEqualTypeOf<{
      id: number;
      name: string;
      stars: number | null;
      price: string;
      sold: Date | null;
      sheet: string | null;
    }>();
  });

  test("take nothing else", () => {
    insert(item).values({ name: "a", price: "1.5", sold: new Date(0) });
    // @ts-expect-error a number is no exact decimal
    insert(item).values({ name: "a", price: 1.5 });
    // @ts-expect-error a text for a point in time
    insert(item).values({ name: "a", price: "1.5", sold: "2031-01-01" });
    // @ts-expect-error a length is a number
    nvarchar(30, "name");
  });
});

test("OUTPUT brings the rows before and after, and what MERGE did", () => {
  const raised = update(item).values({ stars: 5 });
  expectTypeOf(raised.returning(raised.old.c.stars, raised.new.c.stars).$result.one()).toEqualTypeOf<{
    stars: number | null;
    stars_1: number | null;
  }>();
  const merged = merge(item).using(item.alias("other"), item.c.id.gt(5)).whenMatched().thenDelete();
  expectTypeOf(merged.returning(mergeAction()).$result.one().action).toExtend<string>();
});

test("the dialect takes a version, a parameter style, and no other options", () => {
  mssql({ version: "16.0", paramStyle: "qmark", maxParameters: 100 });
  // @ts-expect-error a version is text
  mssql({ version: 16 });
  // @ts-expect-error no such style
  mssql({ paramStyle: "dollar" });
  // @ts-expect-error no such capability
  mssql({ outputs: true });
});
