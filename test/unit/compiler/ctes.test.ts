import {
  CompileError,
  createEngine,
  deleteFrom,
  insert,
  integer,
  literal,
  MetaData,
  select,
  sql,
  table,
  text,
  unionAll,
  update,
  values,
} from "athanor";
import { sqlite } from "athanor/sqlite";
import { expect, test } from "vitest";

const boat = table("boat", { id: integer(), name: text() });
const port = table("port", { id: integer(), name: text() });

test("a CTE of a text statement stands in its own WITH, and is no statement by itself", () => {
  const seen = select(boat.c.id).cte("seen");
  const inner = sql.text("SELECT id FROM seen").columns({ id: integer() }).cte("inner_one");
  const statement = select(inner.c.id).addCte(seen);
  expect(String(statement)).toBe(
    "WITH seen AS \n(SELECT boat.id AS id \nFROM boat), \ninner_one AS \n(SELECT id FROM seen)\n SELECT inner_one.id \nFROM inner_one",
  );
  expect(statement.compile({ dialect: sqlite() }).resultColumns?.map(({ key }) => key)).toEqual(["id"]);
});

test("a nested CTE stands in the WITH of the UNION that its SELECT is part of", () => {
  const near = select(boat.c.id).cte("near", { nesting: true });
  const two = unionAll(select(near.c.id), select(port.c.id)).cte("two");
  expect(String(select(two.c.id))).toBe(
    "WITH two AS \n(WITH near AS \n(SELECT boat.id AS id \nFROM boat)\n SELECT near.id AS id \nFROM near UNION ALL SELECT port.id AS id \nFROM port)\n SELECT two.id \nFROM two",
  );
});

test("nested CTEs of two statements may have one name", () => {
  const first = select(select(boat.c.id).cte("own", { nesting: true }).c.id).cte("first");
  const second = select(select(port.c.id).cte("own", { nesting: true }).c.id).cte("second");
  expect(String(select(first.c.id, second.c.id))).toContain("second AS \n(WITH own AS \n(SELECT port.id AS id");
});

test("a CTE can't be nested in two places", () => {
  const own = select(boat.c.id).cte("own");
  const inner = select(own.c.id).addCte(own, { nestHere: true }).cte("inner_one");
  const twice = select(inner.c.id).addCte(own, { nestHere: true });
  expect(() => String(twice)).toThrow(new CompileError("CTE is stated as 'nestHere' in more than one location"));
});

test("what addCte() is given must be CTEs", () => {
  const loose: { addCte(...given: unknown[]): unknown } = select(boat.c.id) as never;
  expect(() => loose.addCte({ nestHere: true }, select(port.c.id).cte("c"))).toThrow("CTE object expected, got an object of class Object.");
  expect(() => loose.addCte(select(port.c.id).subquery("s"))).toThrow("CTE object expected, got a FROM clause (s).");
});

test("prefixes and suffixes stand around the parentheses", () => {
  const c = select(boat.c.id).cte("c").prefixWith("NOT MATERIALIZED").suffixWith("/* c */");
  expect(String(select(c.c.id))).toBe("WITH c AS NOT MATERIALIZED \n(SELECT boat.id AS id \nFROM boat) /* c */ \n SELECT c.id \nFROM c");
});

const metadata = new MetaData();
const log = metadata.table("log", {
  id: integer().primaryKey(),
  kind: text().default("plain"),
  mark: text().default(() => "made"),
  both: text().default(({ currentParameters: row }) => `${row.kind}`),
});

test("defaults of an INSERT inside of a CTE have their values, whatever stands around it", () => {
  const inner = insert(log).values({ id: 1, both: "b" }).cte("ins");
  expect(deleteFrom(boat).addCte(inner).compile({ dialect: sqlite() }).params).toEqual({
    param_1: 1,
    param_2: "b",
    kind: "plain",
    mark: "made",
  });
  expect(insert(log).values({ id: 2, kind: "k", both: "b" }).addCte(inner).compile({ dialect: sqlite() }).params).toMatchObject({
    kind: "k",
    mark: null,
    param_2: "plain",
    param_3: "made",
  });
  const copied = insert(log).fromSelect(["id", "both"], select(boat.c.id.$notNull(), boat.c.name)).cte("ins");
  expect(deleteFrom(boat).addCte(copied).compile({ dialect: sqlite() }).params).toEqual({ kind: "plain", mark: "made" });
});

test("a default that asks for its row is refused there, since only the outermost statement has one", () => {
  const compiled = deleteFrom(boat)
    .addCte(insert(log).values({ id: 1 }).cte("ins"))
    .compile({ dialect: sqlite() });
  expect(() => compiled.params).toThrow(
    "A default inside of a CTE or a MERGE can't see the other parameters of its row: give the value by values().",
  );
});

test("VALUES with expressions, without a name, as a value and as a CTE run on SQLite", async () => {
  const engine = createEngine("sqlite://");
  const conn = await engine.connect();
  const v = values("v", { id: integer(), name: text().nullable() }).data([
    [1, "a"],
    [literal(1).add(1), null],
  ]);
  expect((await conn.execute(select(v).orderBy(v.c.id))).all()).toEqual([
    { id: 1, name: "a" },
    { id: 2, name: null },
  ]);
  expect((await conn.execute(select(values({ n: integer() }).data([[7]])))).scalarOne()).toBe(7);
  expect(
    await conn.scalar(
      select(
        values({ n: integer() })
          .data([{ n: 8 }])
          .scalarValues(),
      ),
    ),
  ).toBe(8);
  const c = v.cte("vc");
  expect((await conn.execute(select(c.c.id).where(c.c.name.isNull()))).scalarOne()).toBe(2);
  await conn.close();
  await engine.close();
});

test("an UPDATE inside of a CTE runs what its table changes on update", () => {
  const stamped = table("stamped", { id: integer(), mark: text().onUpdate("changed") });
  const inner = update(stamped).values({ id: 3 }).cte("up");
  expect(select(literal(1)).addCte(inner).compile({ dialect: sqlite() }).params).toEqual({ param_1: 3, mark: "changed", param_2: 1 });
});
