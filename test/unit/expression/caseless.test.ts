import { type AnyExpr, not, select, table, text } from "athanor";
import { defaultDialect } from "athanor/default";
import { mssql } from "athanor/mssql";
import { mysql } from "athanor/mysql";
import { postgresql } from "athanor/postgresql";
import { expect, test } from "vitest";

const { name, other } = table("t", { name: text(), other: text() }).c;
const dialects = { default: defaultDialect(), postgresql: postgresql(), mysql: mysql(), mssql: mssql() };

const written = (expression: AnyExpr, dialect: keyof typeof dialects): string =>
  select(name)
    .where(expression as ReturnType<typeof name.eq>)
    .compile({ dialect: dialects[dialect] })
    .sql.replace(/^.*\n.*\nWHERE /, "");

test("contains, begins and ends without regard to case", () => {
  expect(written(name.icontains("A"), "default")).toBe("(lower(t.name) LIKE '%' || lower(:name_1) || '%')");
  expect(written(name.istartsWith("A"), "default")).toBe("(lower(t.name) LIKE lower(:name_1) || '%')");
  expect(written(name.iendsWith(other), "default")).toBe("(lower(t.name) LIKE '%' || lower(t.other))");
  expect(written(name.icontains("A"), "postgresql")).toBe("(t.name ILIKE '%' || $1::VARCHAR || '%')");
  expect(written(name.icontains("A"), "mysql")).toBe("(lower(t.name) LIKE concat('%', lower(?), '%'))");
  expect(written(name.istartsWith("A"), "mssql")).toBe("(lower(t.name) LIKE lower(@p1) + '%')");
});

test("negated", () => {
  expect(written(not(name.icontains("A")), "default")).toBe("(lower(t.name) NOT LIKE '%' || lower(:name_1) || '%')");
  expect(written(not(name.istartsWith("A")), "postgresql")).toBe("(t.name NOT ILIKE $1::VARCHAR || '%')");
  expect(written(not(name.iendsWith("A")), "postgresql")).toBe("(t.name NOT ILIKE '%' || $1::VARCHAR)");
});

test("autoescape takes the value as it is", () => {
  const escaped = name.icontains("5%_/X", { autoescape: true });
  expect(written(escaped, "default")).toBe("(lower(t.name) LIKE '%' || lower(:name_1) || '%' ESCAPE '/')");
  expect(select(name).where(escaped).compile({ dialect: dialects.default }).params).toEqual({ name_1: "5/%/_//X" });
  expect(written(name.istartsWith("A", { escape: "^" }), "postgresql")).toBe("(t.name ILIKE $1::VARCHAR || '%' ESCAPE '^')");
});
