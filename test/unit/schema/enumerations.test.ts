import { arrayOf, integer, MetaData } from "athanor";
import { namedEnum, postgresql } from "athanor/postgresql";
import { expect, test } from "vitest";
import { onSqlite, RecordingConnection } from "./recording-connection.js";

const metadata = new MetaData();
const level = () => namedEnum("boat Level", "low", "it's high");
const boat = metadata.table("boat", { id: integer(), level: level() });
metadata.table("crew", { id: integer(), levels: arrayOf(level()), rank: namedEnum("rank", "mate", "captain") });

const onPostgresql = (there: readonly string[] = []) => new RecordingConnection(postgresql(), there);

test("enumerations with a name are created before the tables, once, and dropped after them", async () => {
  const connection = onPostgresql();
  await metadata.createAll(connection);
  expect(connection.statements).toEqual([
    `CREATE TYPE "boat Level" AS ENUM ('low', 'it''s high')`,
    "CREATE TYPE rank AS ENUM ('mate', 'captain')",
    "CREATE TABLE boat (",
    "CREATE TABLE crew (",
  ]);
  const full = onPostgresql(["boat", "crew", "boat Level", "rank"]);
  await metadata.createAll(full);
  expect(full.statements).toEqual([]);
  await metadata.dropAll(full);
  expect(full.statements).toEqual(["DROP TABLE crew", "DROP TABLE boat", 'DROP TYPE "boat Level"', "DROP TYPE rank"]);
});

test("one that a table which stays has too is not dropped", async () => {
  const connection = onPostgresql(["boat", "crew", "boat Level", "rank"]);
  await metadata.dropAll(connection, { tables: [boat] });
  expect(connection.statements).toEqual(["DROP TABLE boat"]);
});

test("where enumerations are no types nothing is created", async () => {
  const connection = onSqlite();
  await new MetaData().createAll(connection);
  const own = new MetaData();
  own.table("boat", { level: level() });
  await own.createAll(connection);
  expect(connection.statements).toEqual(["CREATE TABLE boat ("]);
});

test("two enumerations of one name must have the same values", async () => {
  const odd = new MetaData();
  odd.table("a", { level: namedEnum("l", "x") });
  odd.table("b", { level: namedEnum("l", "y") });
  await expect(odd.createAll(onPostgresql())).rejects.toThrow("There are two enumerations 'l' with other values: x; y.");
});
