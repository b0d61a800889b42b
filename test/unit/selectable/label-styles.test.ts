import { createEngine, insert, integer, MetaData, select, text } from "athanor";
import { expect, test } from "vitest";

const metadata = new MetaData();
const boat = metadata.table("boat", { id: integer().primaryKey(), name: text("title") });
const crew = metadata.table("crew", { id: integer().primaryKey(), boatId: integer("boat_id") });
const pier = metadata.table("pier", { id: integer().primaryKey() }, () => [], { schema: "port" });

const joined = select(boat.c.id, crew.c.id, boat.c.name).join(crew, crew.c.boatId.eq(boat.c.id));
const textOf = (query: { toString(): string }): string => query.toString().split(" \nFROM")[0] ?? "";

test("tableName labels every column of a table with it", () => {
  expect(textOf(joined.setLabelStyle("tableName"))).toBe("SELECT boat.id AS boat_id, crew.id AS crew_id, boat.title AS boat_title");
  const b = boat.alias("b");
  expect(textOf(select(b, pier.c.id, b.c.id, b.c.id.add(1)).setLabelStyle("tableName"))).toBe(
    "SELECT b.id AS b_id, b.title AS b_title, port.pier.id AS port_pier_id, b.id AS b_id__1, b.id + :id_1 AS anon_1",
  );
});

test("labels of two columns that are alike are told apart", () => {
  const odd = metadata.table("boat_a", { id: integer() });
  const other = metadata.table("boat", { aId: integer("a_id") }, () => [], { schema: "x" }).alias("boat");
  expect(textOf(select(odd.c.id, other.c.aId).setLabelStyle("tableName"))).toBe("SELECT boat_a.id AS boat_a_id, boat.a_id AS boat_a_id_1");
});

test("none leaves equal names as they are", () => {
  expect(textOf(joined.setLabelStyle("none"))).toBe("SELECT boat.id, crew.id, boat.title");
  expect(textOf(joined)).toBe("SELECT boat.id, crew.id AS id_1, boat.title");
  expect(textOf(joined.setLabelStyle("none").setLabelStyle("disambiguate"))).toBe(textOf(joined));
});

test("a subquery shows the columns under their labels", () => {
  const inner = joined.setLabelStyle("tableName").subquery("s");
  expect(textOf(select(inner.c.boat_id, inner.c.crew_id, inner.c.boat_name))).toBe("SELECT s.boat_id, s.crew_id, s.boat_title");
});

test("rows have the labels as keys", async () => {
  const conn = await createEngine("sqlite://").connect();
  await metadata.createAll(conn, { tables: [boat, crew] });
  await conn.execute(insert(boat).values({ name: "a" }));
  await conn.execute(insert(crew).values({ id: 7, boatId: 1 }));
  expect((await conn.execute(joined.setLabelStyle("tableName"))).all()).toEqual([{ boat_id: 1, crew_id: 7, boat_name: "a" }]);
  expect((await conn.execute(joined.setLabelStyle("none"))).all()).toEqual([{ id: 1, id_1: 7, name: "a" }]);
  await conn.close();
});

test("another style is refused, and tableName of keys that are labels already", () => {
  const loose: { setLabelStyle(style: string): unknown } = joined as never;
  expect(() => loose.setLabelStyle("camel")).toThrow("A label style is one of disambiguate, tableName, none; got 'camel'.");
  expect(() => select({ a: boat.c.id }).setLabelStyle("tableName")).toThrow("the keys of select({ … }) are labels already");
});
