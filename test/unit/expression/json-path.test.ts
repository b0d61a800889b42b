import { ArgumentError, createEngine, insert, integer, json, jsonPath, MetaData, select, table, UnsupportedError } from "athanor";
import { defaultDialect } from "athanor/default";
import { mariadb, mysql } from "athanor/mysql";
import { postgresql } from "athanor/postgresql";
import { sqlite } from "athanor/sqlite";
import { describe, expect, test } from "vitest";

interface Logbook {
  readonly captain: { readonly name: string; readonly age: number };
  readonly ports: readonly string[];
  readonly sunk: boolean;
  readonly load: number;
  readonly 'a "b"'?: string;
}
const boat = table("boat", { id: integer(), log: json().$type<Logbook>() });

type Compilable = { compile(options: object): { readonly sql: string; readonly params: unknown } };
const sqlOf = (statement: Compilable, dialect: object): string => statement.compile({ dialect }).sql.replaceAll("\n", "");

const name = jsonPath(boat.c.log, "captain", "name");
const sunk = jsonPath(boat.c.log, "sunk");

describe("JSON itself", () => {
  const query = select(jsonPath(boat.c.log, "captain"), name);
  test("has a form of its own on every database", () => {
    expect(sqlOf(query, sqlite())).toBe(
      "SELECT JSON_QUOTE(JSON_EXTRACT(boat.log, ?)) AS anon_1, JSON_QUOTE(JSON_EXTRACT(boat.log, ?)) AS anon_2 FROM boat",
    );
    expect(sqlOf(query, postgresql())).toBe("SELECT (boat.log -> $1::TEXT) AS anon_1, (boat.log #> $2) AS anon_2 FROM boat");
    expect(sqlOf(query, mysql())).toBe("SELECT JSON_EXTRACT(boat.log, ?) AS anon_1, JSON_EXTRACT(boat.log, ?) AS anon_2 FROM boat");
    expect(sqlOf(query, mariadb())).toBe(sqlOf(query, mysql()));
    expect(String(query).replaceAll("\n", "")).toBe("SELECT boat.log[:log_1] AS anon_1, boat.log[:log_2] AS anon_2 FROM boat");
  });
  test("is refused where nothing is known of the database", () => {
    expect(() => sqlOf(query, defaultDialect())).toThrow(
      new UnsupportedError("The 'default' dialect can't render a jsonAccess construct."),
    );
  });
});

describe("a value of JSON", () => {
  const texts = (element: Compilable | { node: unknown }, dialect: object): string =>
    sqlOf(select(element as never), dialect).replace(/^SELECT (.*) AS \w+ FROM boat$/, "$1");
  test("is cast on SQLite and PostgreSQL", () => {
    expect(texts(name.asString(), sqlite())).toBe("CAST(JSON_EXTRACT(boat.log, ?) AS VARCHAR)");
    expect(texts(name.asString(), postgresql())).toBe("CAST((boat.log #>> $1) AS VARCHAR)");
    expect(texts(jsonPath(boat.c.log, "ports", -1).asString(), postgresql())).toBe("CAST((boat.log #>> $1) AS VARCHAR)");
    expect(texts(sunk.asBoolean(), postgresql())).toBe("CAST((boat.log ->> $1::TEXT) AS BOOLEAN)");
    expect(texts(jsonPath(boat.c.log, "load").asNumeric(8, 2), postgresql())).toBe("CAST((boat.log ->> $1::TEXT) AS NUMERIC(8, 2))");
    expect(texts(jsonPath(jsonPath(boat.c.log, "ports"), 0).asString(), postgresql())).toBe(
      "CAST(((boat.log -> $1::TEXT) ->> $2::INTEGER) AS VARCHAR)",
    );
  });
  test("of MySQL makes NULL of JSON's null", () => {
    const found = "JSON_EXTRACT(boat.log, ?)";
    const caseOf = (otherwise: string) => `CASE ${found} WHEN 'null' THEN NULL ${otherwise} END`;
    expect(texts(name.asString(), mysql())).toBe(caseOf(`ELSE JSON_UNQUOTE(${found})`));
    expect(texts(name.asInteger(), mysql())).toBe(caseOf(`ELSE CAST(${found} AS SIGNED INTEGER)`));
    expect(texts(name.asFloat(), mysql())).toBe(caseOf(`ELSE ${found}+0.0000000000000000000000`));
    expect(texts(name.asNumeric(8, 2), mysql())).toBe(caseOf(`ELSE CAST(${found} AS DECIMAL(8, 2))`));
    expect(texts(sunk.asBoolean(), mysql())).toBe(caseOf("WHEN true THEN true ELSE false"));
  });
});

test("the path is bound, in the database's form; literalBinds writes it into the text", () => {
  const query = select(jsonPath(boat.c.log, "ports", -1).asString());
  expect(query.compile({ dialect: sqlite() }).params).toEqual({ log_1: ["ports", -1] });
  const literal = (dialect: object) => query.compile({ dialect, literalBinds: true } as never).sql;
  expect(literal(sqlite())).toContain(`JSON_EXTRACT(boat.log, '$."ports"[#-1]')`);
  expect(literal(mysql())).toContain(`JSON_EXTRACT(boat.log, '$."ports"[last]')`);
  expect(literal(postgresql())).toContain(`boat.log #>> '{"ports","-1"}'`);
});

test("what is no key and no index is refused", () => {
  const loose: (document: unknown, ...path: unknown[]) => unknown = jsonPath as never;
  expect(() => loose(boat.c.log)).toThrow(new ArgumentError("jsonPath() needs at least one key or index."));
  expect(() => loose(boat.c.log, 1.5)).toThrow("jsonPath() takes keys, which are strings, and indexes, which are whole numbers; got 1.5.");
});

test("on SQLite the values come out as what they are", async () => {
  const metadata = new MetaData();
  const ship = metadata.table("ship", { id: integer().primaryKey(), log: json().$type<Logbook>() });
  await createEngine("sqlite://").begin(async (conn) => {
    await metadata.createAll(conn);
    const log: Logbook = { captain: { name: "Ada", age: 36 }, ports: ["x", "y"], sunk: false, load: 2.5, 'a "b"': "q" };
    await conn.execute(insert(ship).values({ log }));
    const result = await conn.execute(
      select({
        captain: jsonPath(ship.c.log, "captain"),
        name: jsonPath(ship.c.log, "captain", "name").asString(),
        age: jsonPath(ship.c.log, "captain", "age").asInteger(),
        last: jsonPath(ship.c.log, "ports", -1).asString(),
        sunk: jsonPath(ship.c.log, "sunk").asBoolean(),
        load: jsonPath(ship.c.log, "load").asFloat(),
        odd: jsonPath(ship.c.log, 'a "b"').asString(),
      }).where(jsonPath(ship.c.log, "captain", "age").asInteger().gt(30)),
    );
    expect(result.one()).toEqual({
      captain: { name: "Ada", age: 36 },
      name: "Ada",
      age: 36,
      last: "y",
      sunk: false,
      load: 2.5,
      odd: "q",
    });
  });
});
