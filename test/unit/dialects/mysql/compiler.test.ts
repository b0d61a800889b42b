import { deleteFrom, integer, MetaData, not, insert as plainInsert, select, table, text, update, varchar } from "athanor";
import { insert, mariadb, matchAgainst, mysql } from "athanor/mysql";
import { describe, expect, test } from "vitest";

const metadata = new MetaData();
const crew = metadata.table("crew", { id: integer().primaryKey(), name: text(), rating: integer() });
const ship = metadata.table("ship", { id: integer().primaryKey(), captain: integer() });
const dialect = mysql();

describe("UPDATE and DELETE of some rows", () => {
  test("ORDER BY and LIMIT come after WHERE", () => {
    const options = { mysql: { limit: 3, orderBy: [crew.c.rating.desc(), crew.c.id] } };
    expect(deleteFrom(crew).where(crew.c.id.gt(5)).withDialectOptions(options).compile({ dialect }).sql).toBe(
      "DELETE FROM crew WHERE crew.id > ? ORDER BY crew.rating DESC, crew.id LIMIT 3",
    );
    expect(update(crew).values({ rating: 1 }).withDialectOptions(options).compile({ dialect: mariadb() }).sql).toBe(
      "UPDATE crew SET rating=?",
    );
  });

  test("a limit that is no whole number is refused", () => {
    const statement = deleteFrom(crew).withDialectOptions({ mysql: { limit: "1; DROP TABLE crew" } });
    expect(() => statement.compile({ dialect })).toThrow(
      "The limit of an UPDATE or DELETE must be a whole number that is not negative, got '1; DROP TABLE crew'.",
    );
  });
});

describe("ON DUPLICATE KEY UPDATE", () => {
  test("the row's name gives way to a table that has it", () => {
    const fresh = metadata.table("New", { id: integer().primaryKey(), name: text() });
    const statement = insert(fresh).values({ id: 1 });
    expect(statement.onDuplicateKeyUpdate({ name: statement.inserted.name }).compile({ dialect }).sql).toBe(
      "INSERT INTO `New` (id) VALUES (?) AS new_1 ON DUPLICATE KEY UPDATE name = new_1.name",
    );
  });

  test("a query in it may name the row", () => {
    const statement = insert(crew).values({ id: 1 });
    const query = select(ship.c.captain).where(ship.c.id.eq(statement.inserted.id)).scalarSubquery();
    expect(statement.onDuplicateKeyUpdate({ rating: query }).compile({ dialect: mariadb() }).sql).toBe(
      "INSERT INTO crew (id) VALUES (?) ON DUPLICATE KEY UPDATE rating = (SELECT ship.captain \nFROM ship \nWHERE ship.id = VALUES(id))",
    );
  });

  test("is found again by its form, and only then", () => {
    const own = mysql();
    const build = (name: string) => insert(crew).values({ id: 1 }).onDuplicateKeyUpdate({ name });
    const first = own.prepare(build("a").node, {});
    expect(own.prepare(build("b").node, {}).compiled).toBe(first.compiled);
    const ordered = insert(crew).values({ id: 1 }).onDuplicateKeyUpdateOrdered(["rating", 1], ["name", "b"]);
    const tabular = insert(crew).values({ id: 1 }).onDuplicateKeyUpdate({ rating: 1, name: "b" });
    expect(own.prepare(ordered.node, {}).compiled).not.toBe(own.prepare(tabular.node, {}).compiled);
  });
});

test("a version decides the forms", () => {
  const lock = select(crew.c.id).withForUpdate({ read: true });
  expect(lock.compile({ dialect: mysql({ version: "8.0.19" }) }).sql).toBe("SELECT crew.id \nFROM crew LOCK IN SHARE MODE");
  expect(lock.compile({ dialect: mysql({ version: "8.0.20-log" }) }).sql).toBe("SELECT crew.id \nFROM crew FOR SHARE");
  expect(lock.compile({ dialect: mysql({ version: "9.4" }) }).sql).toBe("SELECT crew.id \nFROM crew FOR SHARE");
  expect(() => mysql({ version: "new" })).toThrow(`A server's version such as "8.0.35" expected, got 'new'.`);
});

test("a CTE has no place before VALUES", () => {
  const top = select(crew.c.rating).cte("top");
  const statement = plainInsert(crew).values({ rating: select(top.c.rating).scalarSubquery() });
  expect(() => statement.compile({ dialect })).toThrow("has no WITH before INSERT..VALUES, so the CTE 'top' can't be used");
});

test("a full-text search names the columns of its index and how the text is read", () => {
  const note = table("note", { id: integer(), title: varchar(40), body: text() });
  const columns = [note.c.title, note.c.body];
  const whereOf = (criterion: ReturnType<typeof matchAgainst>) =>
    select(note.c.id).where(criterion).compile({ dialect: mysql() }).sql.split("WHERE ")[1];
  expect(whereOf(matchAgainst(columns, "+boat", "boolean"))).toBe("(MATCH (note.title, note.body) AGAINST (? IN BOOLEAN MODE))");
  expect(whereOf(matchAgainst(columns, "boat"))).toBe("(MATCH (note.title, note.body) AGAINST (?))");
  expect(whereOf(not(matchAgainst(columns, "boat", "queryExpansion")))).toBe(
    "NOT (MATCH (note.title, note.body) AGAINST (? WITH QUERY EXPANSION))",
  );
  expect(() => matchAgainst([], "x")).toThrow("matchAgainst() needs at least one column.");
  expect(() => matchAgainst(columns, "x", "loud" as never)).toThrow("matchAgainst(): the mode is one of boolean, naturalLanguage");
  expect(() => String(select(matchAgainst(columns, "x")))).toThrow("can't render a matchAgainst construct");
});
