import { CompileError, integer, not, select, table, text } from "athanor";
import { defaultDialect } from "athanor/default";
import { mariadb, mysql } from "athanor/mysql";
import { postgresql } from "athanor/postgresql";
import { sqlite } from "athanor/sqlite";
import { describe, expect, test } from "vitest";

const boat = table("boat", { id: integer(), name: text() });
const { name } = boat.c;

const whereOf = (criterion: { readonly node: unknown }, dialect: object): string =>
  select(boat.c.id)
    .where(criterion as never)
    .compile({ dialect } as never)
    .sql.split("WHERE ")[1] ?? "";

describe("regular expressions", () => {
  const plain = name.regexpMatch("^a");
  const flagged = name.regexpMatch("^a", { flags: "i" });
  test("compare in every database's own way", () => {
    expect(whereOf(plain, postgresql())).toBe("boat.name ~ $1::VARCHAR");
    expect(whereOf(not(plain), postgresql())).toBe("boat.name !~ $1::VARCHAR");
    expect(whereOf(flagged, postgresql())).toBe("boat.name ~* $1::VARCHAR");
    expect(whereOf(not(flagged), postgresql())).toBe("boat.name !~* $1::VARCHAR");
    expect(whereOf(name.regexpMatch("^a", { flags: "ix" }), postgresql())).toBe("boat.name ~ CONCAT('(?ix)', $1::VARCHAR)");
    expect(whereOf(plain, mysql())).toBe("boat.name REGEXP ?");
    expect(whereOf(flagged, mysql())).toBe("REGEXP_LIKE(boat.name, ?, 'i')");
    expect(whereOf(not(flagged), mysql())).toBe("NOT REGEXP_LIKE(boat.name, ?, 'i')");
    expect(whereOf(flagged, mariadb())).toBe("boat.name REGEXP CONCAT('(?i)', ?)");
    expect(whereOf(plain, sqlite())).toBe("boat.name REGEXP ?");
    expect(() => whereOf(flagged, sqlite())).toThrow(CompileError);
    expect(() => whereOf(plain, defaultDialect())).toThrow("default dialect does not support regular expressions");
  });
  test("replace", () => {
    const replaced = name.regexpReplace("a+", "b").eq("x");
    const flaggedToo = name.regexpReplace("a+", "b", { flags: "g" }).eq("x");
    expect(whereOf(replaced, postgresql())).toBe("REGEXP_REPLACE(boat.name, $1::VARCHAR, $2::VARCHAR) = $3::VARCHAR");
    expect(whereOf(flaggedToo, postgresql())).toBe("REGEXP_REPLACE(boat.name, $1::VARCHAR, $2::VARCHAR, 'g') = $3::VARCHAR");
    expect(whereOf(flaggedToo, mysql())).toBe("REGEXP_REPLACE(boat.name, ?, ?, 1, 0, 'g') = ?");
    expect(whereOf(flaggedToo, mariadb())).toBe("REGEXP_REPLACE(boat.name, CONCAT('(?g)', ?), ?) = ?");
    expect(() => whereOf(replaced, sqlite())).toThrow("sqlite dialect does not support regular expression replacements");
  });
  test("have letters for flags, since these become part of the text", () => {
    expect(() => name.regexpMatch("a", { flags: "i') --" })).toThrow("The flags of a regular expression are letters, got 'i') --'.");
  });
});

test("full-text search", () => {
  const found = name.match("sea");
  expect(whereOf(found, defaultDialect())).toBe("boat.name MATCH :name_1");
  expect(whereOf(found, sqlite())).toBe("boat.name MATCH ?");
  expect(whereOf(not(found), sqlite())).toBe("NOT (boat.name MATCH ?)");
  expect(whereOf(found, mysql())).toBe("MATCH (boat.name) AGAINST (? IN BOOLEAN MODE)");
  expect(whereOf(found, postgresql())).toBe("boat.name @@ plainto_tsquery($1::VARCHAR)");
  expect(whereOf(name.match("sea", { regconfig: "english" }), postgresql())).toBe("boat.name @@ plainto_tsquery('english', $1::VARCHAR)");
});

test("BETWEEN SYMMETRIC", () => {
  expect(whereOf(boat.c.id.between(9, 2, { symmetric: true }), postgresql())).toBe("boat.id BETWEEN SYMMETRIC $1::INTEGER AND $2::INTEGER");
  expect(whereOf(not(boat.c.id.between(9, 2, { symmetric: true })), postgresql())).toBe(
    "boat.id NOT BETWEEN SYMMETRIC $1::INTEGER AND $2::INTEGER",
  );
});
