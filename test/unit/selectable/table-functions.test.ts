import { arrayOf, columnValued, createEngine, func, integer, json, literal, select, table, tableValued, text, wholeRow } from "athanor";
import { postgresql } from "athanor/postgresql";
import { expect, test } from "vitest";

const boat = table("boat", { id: integer(), ports: arrayOf(text()) });
const sqlOf = (query: { compile(options: object): { readonly sql: string } }): string =>
  query.compile({ dialect: postgresql() }).sql.replaceAll("\n", "");

test("WITH ORDINALITY adds a column that counts", () => {
  const port = tableValued(func.unnest(boat.c.ports), { name: text() }, { name: "port", withOrdinality: "n" });
  expect(sqlOf(select(port.c.name, port.c.n).selectFrom(boat, port))).toBe(
    "SELECT port.name, port.n FROM boat, unnest(boat.ports) WITH ORDINALITY AS port(name, n)",
  );
  expect(() => tableValued(func.unnest(boat.c.ports), { n: text() }, { withOrdinality: "n" })).toThrow(
    "tableValued(): 'n' is a column of the function already; give withOrdinality another name.",
  );
});

test("the columns stand behind the name, with their types where they are asked for", () => {
  const rows = func.json_to_recordset(literal("[]", text()));
  const columns = { a: integer(), "B c": text() };
  const query = (derived: boolean | "types") => select(tableValued(rows, columns, { name: "r", derived }).c.a);
  expect(sqlOf(query("types"))).toBe('SELECT r.a FROM json_to_recordset($1::VARCHAR) AS r(a INTEGER, "B c" TEXT)');
  expect(sqlOf(query(true))).toContain('AS r(a, "B c")');
  expect(sqlOf(query(false))).toMatch(/AS r$/);
});

test("a LATERAL function may name what stands before it", () => {
  const n = tableValued(func.generate_series(1, boat.c.id), { n: integer() }, { name: "s", derived: true, lateral: true });
  expect(sqlOf(select(boat.c.id, n.c.n).selectFrom(boat.join(n, n.c.n.gt(0))))).toBe(
    "SELECT boat.id, s.n FROM boat JOIN LATERAL generate_series($1::INTEGER, boat.id) AS s(n) ON s.n > $2::INTEGER",
  );
});

test("a function of one column is that column", () => {
  const port = columnValued(func.unnest(boat.c.ports, text()), "port");
  expect(sqlOf(select(boat.c.id, port).where(port.ne("x")))).toBe(
    "SELECT boat.id, port FROM boat, unnest(boat.ports) AS port WHERE port != $1::VARCHAR",
  );
  expect(sqlOf(select(columnValued(func.unnest(boat.c.ports, text()))).selectFrom(boat))).toBe(
    "SELECT anon_1 FROM boat, unnest(boat.ports) AS anon_1",
  );
});

test("a whole row is a value", () => {
  const b = boat.alias("b");
  expect(sqlOf(select(func.row_to_json(wholeRow(b), json()).label("j")))).toBe("SELECT row_to_json(b) AS j FROM boat AS b");
});

test("SQLite's json_each gives rows", async () => {
  const each = tableValued(func.json_each(literal("[5,6]")), { key: integer(), value: integer() }, { name: "e" });
  const conn = await createEngine("sqlite://").connect();
  expect((await conn.execute(select(each.c.value).orderBy(each.c.key))).scalars()).toEqual([5, 6]);
  await conn.close();
});
