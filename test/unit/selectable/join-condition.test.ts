import { AmbiguousForeignKeysError, ArgumentError, foreignKey, integer, MetaData, select, table, text } from "athanor";
import { expect, test } from "vitest";

const metadata = new MetaData({ schema: "port" });
const boat = metadata.table("boat", { fleet: text().primaryKey(), number: integer().primaryKey(), name: text() });
const crew = metadata.table(
  "crew",
  { id: integer().primaryKey(), boatFleet: text("boat_fleet"), boatNumber: integer("boat_number") },
  (c) => [foreignKey([c.boatFleet, c.boatNumber], [boat.c.fleet, boat.c.number])],
);
const pier = metadata.table("pier", { id: integer().primaryKey() });
const berth = metadata.table("berth", { id: integer().primaryKey(), pierId: integer("pier_id").references("pier.id") });

const onOf = (query: { toString(): string }): string => query.toString().split(" ON ")[1] ?? "";

test("a composite foreign key joins by all of its columns, in either direction and through aliases", () => {
  const condition = "port.boat.fleet = port.crew.boat_fleet AND port.boat.number = port.crew.boat_number";
  expect(onOf(select(crew.c.id).join(boat))).toBe(condition);
  expect(onOf(select(boat.c.name).join(crew))).toBe(condition);
  const b = boat.alias("b");
  expect(onOf(select(crew.c.id).join(b))).toBe("b.fleet = port.crew.boat_fleet AND b.number = port.crew.boat_number");
});

test("a part of the key is no join", () => {
  const part = select(boat.c.fleet).subquery("part");
  expect(() => select(crew.c.id).join(part)).toThrow(ArgumentError);
});

test("a name without a schema means the one of the MetaData", () => {
  expect(onOf(select(berth.c.id).join(pier))).toBe("port.pier.id = port.berth.pier_id");
});

test("several foreign keys between two tables need an ON; the same one said twice does not", () => {
  const leg = metadata.table("leg", { fromId: integer().references(() => pier.c.id), toId: integer().references(() => pier.c.id) });
  expect(() => select(leg.c.fromId).join(pier)).toThrow(
    new AmbiguousForeignKeysError(
      "Can't determine join between 'leg' and 'pier'; tables have more than one foreign key constraint relationship between them. Give the ON clause as second argument.",
    ),
  );
  const twice = metadata.table("twice", { pierId: integer().references(() => pier.c.id) }, (c) => [foreignKey([c.pierId], [pier.c.id])]);
  expect(onOf(select(twice.c.pierId).join(pier))).toBe('port.pier.id = port.twice."pierId"');
});

test("tables outside of a MetaData are told apart by their names", () => {
  const mast = table("mast", { id: integer().primaryKey() });
  const sail = table("sail", { mastId: integer("mast_id").references("mast.id") });
  expect(onOf(select(sail.c.mastId).join(mast))).toBe("mast.id = sail.mast_id");
});
