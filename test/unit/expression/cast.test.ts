import { ArgumentError, arrayOf, boolean, cast, createEngine, integer, literal, select, sql, tryCast, typeCoerce, varchar } from "athanor";
import { postgresql } from "athanor/postgresql";
import { expect, test } from "vitest";

test("a value that is none of the type goes to the database as it is, which casts it", async () => {
  const engine = createEngine("sqlite://");
  const conn = await engine.connect();
  const row = await conn.execute(
    select(
      cast("12", integer()).label("n"),
      cast(5, varchar(9)).label("t"),
      cast(7n, varchar()).label("b"),
      cast(true, varchar()).label("f"),
    ),
  );
  expect(row.one()).toEqual({ n: 12, t: "5", b: "7", f: "1" });
  await conn.close();
});

test("one of the type is written by the type, and its placeholder cast to it", () => {
  const compiled = select(cast("12", integer()), cast(false, boolean())).compile({ dialect: postgresql() });
  expect(compiled.sql).toBe("SELECT CAST($1::INTEGER AS INTEGER) AS anon_1, CAST($2::BOOLEAN AS BOOLEAN) AS anon_2");
  expect(compiled.driverParams()).toEqual({ param_1: "12", param_2: "false" });
});

test("literal values are written so too", () => {
  expect(select(cast("12", integer())).compile({ dialect: postgresql(), literalBinds: true }).sql).toBe(
    "SELECT CAST('12' AS INTEGER) AS anon_1",
  );
});

test("what no database could cast is refused", () => {
  const compiled = select(cast(new Date(0), integer())).compile({ dialect: postgresql() });
  expect(() => compiled.driverParams()).toThrow("integer refuses a Date (1970-01-01T00:00:00.000Z)");
});

test("where a type is missing, as plain JavaScript may leave it out, that is said", () => {
  const missing: readonly (readonly [string, (type: unknown) => unknown])[] = [
    ["cast()", (type) => Reflect.apply(cast, null, [1, type])],
    ["tryCast()", (type) => Reflect.apply(tryCast, null, [1, type])],
    ["typeCoerce()", (type) => Reflect.apply(typeCoerce, null, [1, type])],
    ["arrayOf()", (type) => Reflect.apply(arrayOf, null, [type])],
    ["op()", (type) => Reflect.apply(literal(1).op, literal(1), ["@", type])],
    ["as()", (type) => Reflect.apply(sql`now()`.as, sql`now()`, [type])],
    ["columns(): id", (type) => Reflect.apply(sql.text("SELECT 1").columns, sql.text("SELECT 1"), [{ id: type }])],
  ];
  for (const [taker, take] of missing) {
    expect(() => take(undefined)).toThrow(new ArgumentError(`${taker} takes a type, such as integer(); got undefined.`));
    expect(() => take("integer")).toThrow(new ArgumentError(`${taker} takes a type, such as integer(); got "integer".`));
  }
});
