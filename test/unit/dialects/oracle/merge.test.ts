import { integer, literal, MetaData, merge, mergeAction, select, text, update } from "athanor";
import { oracle } from "athanor/oracle";
import { expect, test } from "vitest";

const metadata = new MetaData();
const stock = metadata.table("stock", { id: integer().primaryKey(), name: text().notNull(), amount: integer("n") });
const delivery = metadata.table("delivery", { id: integer().primaryKey(), name: text().notNull(), n: integer() });
const started = merge(stock).using(delivery, stock.c.id.eq(delivery.c.id));
const INTO = "MERGE INTO stock USING delivery ON (stock.id = delivery.id)";

type Compilable = Parameters<ReturnType<typeof oracle>["compile"]>[0];
const sqlOf = ({ node }: { readonly node: Compilable }): string => oracle().compile(node).sql;
const lacks = "MERGE of the 'oracle' dialect with current database version settings has no";

test("conditions stand behind what is done, ON in parentheses", () => {
  const statement = started
    .whenMatched(delivery.c.n.gt(1))
    .thenUpdate({ name: delivery.c.name })
    .whenNotMatched(delivery.c.n.gt(2))
    .thenInsert({ id: delivery.c.id, name: "x" });
  expect(sqlOf(statement)).toBe(
    `${INTO} WHEN MATCHED THEN UPDATE SET name=delivery.name WHERE delivery.n > :n_1` +
      " WHEN NOT MATCHED THEN INSERT (id, name) VALUES (delivery.id, :name_1) WHERE delivery.n > :n_2",
  );
});

test("aliases have no AS, and a subquery is a source", () => {
  const target = stock.alias("t");
  const late = select(delivery.c.id, delivery.c.name).subquery("late");
  expect(sqlOf(merge(target).using(late, target.c.id.eq(late.c.id)).whenMatched().thenUpdate({ name: late.c.name }))).toBe(
    "MERGE INTO stock t USING (SELECT delivery.id AS id, delivery.name AS name \nFROM delivery) late ON (t.id = late.id) WHEN MATCHED THEN UPDATE SET name=late.name",
  );
});

test("a DELETE is a part of the UPDATE, where that says the same", () => {
  const deleting = started.whenMatched(stock.c.amount.eq(0)).thenDelete().whenMatched();
  expect(sqlOf(deleting.thenUpdate({ name: "x" }))).toBe(
    `${INTO} WHEN MATCHED THEN UPDATE SET name=:name_1 DELETE WHERE stock.n = :amount_1`,
  );
  expect(() => sqlOf(deleting.thenUpdate({ amount: 1 }))).toThrow(`${lacks} DELETE by a column that the UPDATE changes.`);
  expect(() => sqlOf(started.whenMatched().thenDelete())).toThrow(`${lacks} DELETE without an UPDATE of all other matched rows.`);
});

test("what Oracle does not have is refused by name", () => {
  const statement = started.whenMatched().thenUpdate({ name: "x" });
  expect(sqlOf(statement.whenNotMatched().doNothing())).toBe(`${INTO} WHEN MATCHED THEN UPDATE SET name=:name_1`);
  expect(() => sqlOf(statement.whenNotMatchedBySource().thenDelete())).toThrow(`${lacks} WHEN NOT MATCHED BY SOURCE.`);
  expect(() => sqlOf(statement.returning(mergeAction()))).toThrow(`${lacks} RETURNING.`);
  expect(() => sqlOf(started.whenMatched().thenUpdate({ id: 5 }))).toThrow(`${lacks} UPDATE of a column that ON names.`);
  const other = stock.alias("other");
  const joined = delivery.join(other, delivery.c.id.eq(other.c.id));
  expect(() => sqlOf(merge(stock).using(joined, stock.c.id.eq(other.c.id)).whenMatched().thenUpdate({ name: "x" }))).toThrow(
    `${lacks} join as the source: make it a subquery.`,
  );
  expect(() => sqlOf(statement.addCte(select(literal(1).label("one")).cte("extra")))).toThrow(
    `${lacks} WITH before it: take a subquery for the CTE.`,
  );
  const changing = update(stock).values({ name: "x" });
  expect(() => sqlOf(changing.returning(changing.old.c.id))).toThrow("The 'oracle' dialect");
});
