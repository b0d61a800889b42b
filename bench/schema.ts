import { integer, MetaData, text, varchar } from "athanor";

/** The tables of all workloads, as athanor has them. */
export const metadata = new MetaData();
export const people = metadata.table("people", {
  id: integer().primaryKey(),
  name: varchar(50).notNull(),
  email: text().notNull(),
  age: integer().notNull(),
  city: text().notNull(),
});
export const orders = metadata.table("orders", {
  id: integer().primaryKey(),
  personId: integer("person_id").notNull(),
  total: integer().notNull(),
});
export const items = metadata.table("items", {
  id: integer().primaryKey(),
  orderId: integer("order_id").notNull(),
  label: text().notNull(),
});

/** The row of a person without its key. */
export interface Person {
  readonly name: string;
  readonly email: string;
  readonly age: number;
  readonly city: string;
}

const CITIES = ["Bergen", "Lagos", "Lima", "Osaka", "Turin"];

/** Made-up people, the same in every run. */
export function madePeople(count: number): Person[] {
  return Array.from({ length: count }, (_, index) => ({
    name: `person ${index}`,
    email: `person.${index}@example.org`,
    age: 18 + (index % 60),
    city: CITIES[index % CITIES.length] ?? "",
  }));
}

export const COLUMNS = ["name", "email", "age", "city"] as const;

/** The table as a peer's raw driver makes it in SQLite. */
export const SQLITE_DDL =
  "CREATE TABLE people (id INTEGER PRIMARY KEY, name TEXT NOT NULL, email TEXT NOT NULL, age INTEGER NOT NULL, city TEXT NOT NULL)";

/** The same in PostgreSQL. */
export const POSTGRESQL_DDL = `DROP TABLE IF EXISTS people;
CREATE TABLE people (id SERIAL PRIMARY KEY, name VARCHAR(50) NOT NULL, email TEXT NOT NULL, age INTEGER NOT NULL, city TEXT NOT NULL)`;

/** The same in MariaDB. */
export const MARIADB_DDL = [
  "DROP TABLE IF EXISTS people",
  "CREATE TABLE people (id INTEGER PRIMARY KEY AUTO_INCREMENT, name VARCHAR(50) NOT NULL, email TEXT NOT NULL, age INTEGER NOT NULL, city TEXT NOT NULL)",
] as const;
