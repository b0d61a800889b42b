import { ArgumentError, bindParam, CompileError, deleteFrom, integer, select, table, text, UnsupportedError, update } from "athanor";
import { defaultDialect } from "athanor/default";
import { limit, mysql } from "athanor/mysql";
import { distinctOn, postgresql } from "athanor/postgresql";
import { sqlite } from "athanor/sqlite";
import { expect, test } from "vitest";

const boat = table("boat", { id: integer(), name: text() });

test("an extension stands after criteria and order, and one of a kind takes the place of the earlier", () => {
  const statement = update(boat)
    .values({ name: "a" })
    .where(boat.c.id.gt(1))
    .withDialectOptions({ mysql: { orderBy: boat.c.id } })
    .ext(limit(1))
    .ext(limit(2));
  const compiled = statement.compile({ dialect: mysql() });
  expect(compiled.expanded().sql).toBe("UPDATE boat SET name=? WHERE boat.id > ? ORDER BY boat.id LIMIT 2");
});

test("a parameter of LIMIT is written into the text when it is given", () => {
  const compiled = deleteFrom(boat)
    .ext(limit(bindParam("n", integer())))
    .compile({ dialect: mysql() });
  expect(compiled.sql).toBe("DELETE FROM boat LIMIT __[POSTCOMPILE_n]");
  expect(compiled.expanded({ n: 3 }).sql).toBe("DELETE FROM boat LIMIT 3");
});

test("a dialect that does not have the clause refuses it", () => {
  const refused = "The 'sqlite' dialect can't render a dmlLimit construct.";
  expect(() => deleteFrom(boat).ext(limit(1)).compile({ dialect: sqlite() })).toThrow(new UnsupportedError(refused));
  const rows = select(boat).ext(distinctOn(boat.c.name));
  expect(rows.compile({ dialect: postgresql() }).sql).toBe("SELECT DISTINCT ON (boat.name) boat.id, boat.name \nFROM boat");
  expect(() => rows.compile({ dialect: defaultDialect() })).toThrow(CompileError);
});

test("a statement refuses an extension that it does not take", () => {
  const loose: { ext(given: unknown): unknown } = select(boat) as never;
  expect(() => loose.ext(limit(1))).toThrow(new UnsupportedError("Extension dmlLimit cannot be applied to select"));
  expect(() => loose.ext(boat)).toThrow(new ArgumentError("ext() takes a clause that a dialect adds, got a FROM clause (boat)."));
  expect(() => limit(-1)).toThrow("limit must be a whole number that is not negative, got -1.");
  expect(() => distinctOn()).toThrow("distinctOn() needs at least one column");
});

test("an option that the dialect does not know is refused when it compiles, wherever the statement stands", () => {
  const odd = select(boat.c.id).withDialectOptions({ sqlite: { turbo: true } });
  const message = "Option 'turbo' is not accepted by dialect 'sqlite' for select: it has none.";
  expect(() => select(odd.subquery("s")).compile({ dialect: sqlite() })).toThrow(new ArgumentError(message));
  expect(() => select(odd.subquery("s")).compile({ dialect: mysql() })).not.toThrow();
});

test("a hint about the statement stands at its end, before a suffix", () => {
  const statement = select(boat.c.id)
    .suffixWith("/* end */")
    .withStatementHint("OPTION (X)")
    .withStatementHint("NO", { dialect: "oracle" });
  expect(String(statement)).toBe("SELECT boat.id \nFROM boat OPTION (X) /* end */ ");
});
