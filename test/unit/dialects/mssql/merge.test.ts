import { boolean, deleteFrom, func, insert, integer, MetaData, merge, mergeAction, select, text, update, values } from "athanor";
import { mssql } from "athanor/mssql";
import { expect, test } from "vitest";

const metadata = new MetaData();
const stock = metadata.table("stock", { id: integer().primaryKey(), name: text().notNull(), amount: integer("n") });
const delivery = metadata.table("delivery", { id: integer().primaryKey(), name: text().notNull(), gone: boolean() });
const started = merge(stock).using(delivery, stock.c.id.eq(delivery.c.id));
const INTO = "MERGE INTO stock USING delivery ON stock.id = delivery.id";

type Compilable = Parameters<ReturnType<typeof mssql>["compile"]>[0];
const sqlOf = ({ node }: { readonly node: Compilable }, version?: string): string =>
  mssql(version === undefined ? {} : { version }).compile(node).sql;

test("MERGE ends with a semicolon, behind OUTPUT and OPTION", () => {
  const statement = started
    .whenMatched()
    .thenUpdate({ name: delivery.c.name })
    .whenNotMatched()
    .thenInsert({ name: delivery.c.name, amount: 5 })
    .suffixWith("OPTION (HASH JOIN)");
  expect(sqlOf(statement)).toBe(
    `${INTO} WHEN MATCHED THEN UPDATE SET name=delivery.name WHEN NOT MATCHED THEN INSERT (name, n) VALUES (delivery.name, @p1) OPTION (HASH JOIN);`,
  );
  expect(sqlOf(statement.returning(mergeAction(), stock.c.id, delivery.c.id))).toBe(
    `${INTO} WHEN MATCHED THEN UPDATE SET name=delivery.name WHEN NOT MATCHED THEN INSERT (name, n) VALUES (delivery.name, @p1)` +
      " OUTPUT $action AS action, inserted.id, delivery.id AS id_1 OPTION (HASH JOIN);",
  );
});

test("the target's columns come back also for rows that were deleted", () => {
  const deleting = started.whenMatched().thenDelete();
  expect(sqlOf(deleting.returning(stock.c.id, func.lower(stock.c.name)))).toBe(
    `${INTO} WHEN MATCHED THEN DELETE OUTPUT deleted.id, lower(deleted.name) AS lower_1;`,
  );
  expect(sqlOf(deleting.whenNotMatched().thenInsert({ name: "x" }).returning(mergeAction(), stock.c.id, func.lower(stock.c.name)))).toBe(
    `${INTO} WHEN MATCHED THEN DELETE WHEN NOT MATCHED THEN INSERT (name) VALUES (@p1)` +
      " OUTPUT $action AS action, CASE WHEN $action = 'DELETE' THEN deleted.id ELSE inserted.id END AS id," +
      " lower(CASE WHEN $action = 'DELETE' THEN deleted.name ELSE inserted.name END) AS lower_1;",
  );
});

test("the rows before and after are deleted and inserted", () => {
  const both = started.whenNotMatchedBySource().thenDelete();
  expect(sqlOf(both.returning(both.old.c.name, both.new.c.name))).toBe(
    `${INTO} WHEN NOT MATCHED BY SOURCE THEN DELETE OUTPUT deleted.name, inserted.name AS name_1;`,
  );
  const changing = update(stock).where(stock.c.id.eq(5)).values({ name: "x" });
  expect(sqlOf(changing.returning(changing.old.c.name, stock.c.name))).toBe(
    "UPDATE stock SET name=@p1 OUTPUT deleted.name, inserted.name AS name_1 WHERE stock.id = @p2",
  );
  const adding = insert(stock).values({ name: "x" });
  expect(() => sqlOf(adding.returning(adding.old.c.id))).toThrow("OUTPUT of an INSERT has no old row: there is none.");
  const removing = deleteFrom(stock);
  expect(() => sqlOf(removing.returning(removing.new.c.id))).toThrow("OUTPUT of a DELETE has no new row: there is none.");
});

test("a hint stands before the target's alias; rows and CTEs may be the source", () => {
  const target = stock.alias("t");
  const rows = values("v", { id: integer() }).data([{ id: 1 }]);
  expect(sqlOf(merge(target).using(rows, target.c.id.eq(rows.c.id)).whenMatched().thenDelete().withHint("WITH (HOLDLOCK)"))).toBe(
    "MERGE INTO stock WITH (HOLDLOCK) AS t USING (VALUES (@p1)) AS v (id) ON t.id = v.id WHEN MATCHED THEN DELETE;",
  );
  expect(sqlOf(started.whenMatched().thenDelete().withHint("WITH (HOLDLOCK)"))).toBe(
    "MERGE INTO stock WITH (HOLDLOCK) USING delivery ON stock.id = delivery.id WHEN MATCHED THEN DELETE;",
  );
  const cte = select(delivery.c.id).cte("recent");
  expect(sqlOf(merge(stock).using(cte, stock.c.id.eq(cte.c.id)).whenMatched().thenDelete())).toBe(
    "WITH recent AS \n(SELECT delivery.id AS id \nFROM delivery)\n MERGE INTO stock USING recent ON stock.id = recent.id WHEN MATCHED THEN DELETE;",
  );
});

test("what SQL Server does not have is refused by name", () => {
  expect(() => sqlOf(started.whenMatched().thenDelete(), "9")).toThrow(
    "The 'mssql' dialect with current database version settings has no MERGE",
  );
  const some = started.whenNotMatched(delivery.c.gone.eq(true));
  expect(() => sqlOf(some.doNothing().whenNotMatched().thenInsert({ name: "x" }))).toThrow(
    "MERGE of the 'mssql' dialect with current database version settings has no DO NOTHING before another clause about the same rows.",
  );
  expect(() => sqlOf(some.thenInsert({ name: "x" }).whenNotMatched().thenInsert({ name: "y" }))).toThrow(
    "has no second WHEN NOT MATCHED with the same action",
  );
});
