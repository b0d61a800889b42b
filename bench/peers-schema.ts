import * as mysql from "drizzle-orm/mysql-core";
import * as pg from "drizzle-orm/pg-core";
import * as sqlite from "drizzle-orm/sqlite-core";
import type { Generated } from "kysely";

/** The tables as kysely has them: types alone. */
export interface KyselyTables {
  people: { id: Generated<number>; name: string; email: string; age: number; city: string };
  orders: { id: Generated<number>; person_id: number; total: number };
  items: { id: Generated<number>; order_id: number; label: string };
}

/** The tables as drizzle has them, for each database. */
export const pgPeople = pg.pgTable("people", {
  id: pg.serial().primaryKey(),
  name: pg.varchar({ length: 50 }).notNull(),
  email: pg.text().notNull(),
  age: pg.integer().notNull(),
  city: pg.text().notNull(),
});
export const pgOrders = pg.pgTable("orders", {
  id: pg.serial().primaryKey(),
  personId: pg.integer("person_id").notNull(),
  total: pg.integer().notNull(),
});
export const pgItems = pg.pgTable("items", {
  id: pg.serial().primaryKey(),
  orderId: pg.integer("order_id").notNull(),
  label: pg.text().notNull(),
});
export const sqlitePeople = sqlite.sqliteTable("people", {
  id: sqlite.integer().primaryKey(),
  name: sqlite.text().notNull(),
  email: sqlite.text().notNull(),
  age: sqlite.integer().notNull(),
  city: sqlite.text().notNull(),
});
export const mysqlPeople = mysql.mysqlTable("people", {
  id: mysql.int().primaryKey().autoincrement(),
  name: mysql.varchar({ length: 50 }).notNull(),
  email: mysql.text().notNull(),
  age: mysql.int().notNull(),
  city: mysql.text().notNull(),
});
