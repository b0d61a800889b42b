/** MERGE: rows that come in are matched with those that are there, and one statement inserts, updates and deletes. */
import { func, integer, MetaData, merge, mergeAction, text, timestamp, update, values } from "athanor";
import { postgresql } from "athanor/postgresql";

const stock = new MetaData().table("stock", {
  sku: text().primaryKey(),
  title: text().notNull(),
  pieces: integer().notNull().default(0),
  counted: timestamp().onUpdate(func.now()),
});

// Rows that travel with the statement; a table, an alias, a subquery or a CTE would do as well.
const delivery = values("delivery", { sku: text(), title: text(), pieces: integer() }).data([
  { sku: "A-1", title: "Anchor", pieces: 3 },
  { sku: "B-2", title: "Buoy", pieces: 0 },
]);

const statement = merge(stock)
  .using(delivery, stock.c.sku.eq(delivery.c.sku))
  .whenMatched(delivery.c.pieces.eq(0))
  .thenDelete() // the first clause that a row fits is the only one for it
  .whenMatched()
  .thenUpdate({ pieces: stock.c.pieces.add(delivery.c.pieces) }) // `counted` follows by itself
  .whenNotMatched()
  .thenInsert((row) => row) // the columns of the delivery: what the table requires must be among them
  .whenNotMatchedBySource(stock.c.pieces.eq(0))
  .thenDelete();

// `delivery` is null where a row was deleted that is not in it, and the row's type says so.
const telling = statement.returning({ action: mergeAction(), sku: stock.c.sku, delivered: delivery.c.pieces });
console.log(telling.compile({ dialect: postgresql({ version: "17" }) }).sql);

// PostgreSQL 18 gives a row as it was, and as it has become.
const raise = update(stock)
  .where(stock.c.sku.eq("A-1"))
  .values({ pieces: stock.c.pieces.add(1) });
console.log(raise.returning({ before: raise.old.c.pieces, after: raise.new.c.pieces }).compile({ dialect: postgresql() }).sql);

// A database that lacks something says so, before anything is sent.
try {
  telling.compile({ dialect: postgresql({ version: "15" }) });
} catch (error) {
  console.log(error instanceof Error ? error.message : error);
}
