import { bindParam, insert, integer, MetaData, select, update, varchar } from "athanor";
import { expect, test } from "vitest";
import { onEveryDatabase } from "../support/databases.js";

const metadata = new MetaData();
const boat = metadata.table("boat", {
  id: integer().primaryKey(),
  name: varchar(20).notNull(),
  changes: integer().notNull().default(0).onUpdate(7),
});
const trip = metadata.table("trip", {
  id: integer().primaryKey(),
  boatId: integer("boat_id").references(() => boat.c.id),
  name: varchar(20),
});

onEveryDatabase(({ engine }) => {
  const filled = async () => {
    const conn = await engine().connect();
    await metadata.createAll(conn);
    await conn.execute(insert(boat), [
      { id: 1, name: "Gull" },
      { id: 2, name: "Tern" },
    ]);
    await conn.execute(insert(trip), [
      { id: 1, boatId: 1, name: "north" },
      { id: 2, boatId: 1, name: "south" },
      { id: 3, boatId: null, name: "lost" },
    ]);
    return conn;
  };
  const names = select(trip.c.name).orderBy(trip.c.id);

  test("UPDATE of a join sets the columns of one of its tables; the others may be named", async () => {
    const conn = await filled();
    const statement = update(trip.join(boat))
      .where(boat.c.name.eq(bindParam("boat", varchar())), trip.c.id.lt(2))
      .values(new Map([[trip.c.name, trip.c.name.concat(boat.c.name)]]));
    const { rowCount } = await conn.execute(statement, { boat: "Gull" });
    expect(rowCount).toBe(1);
    expect((await conn.execute(names)).scalars()).toEqual(["northGull", "south", "lost"]);
    await conn.close();
  });

  test("of an outer join; in the given order; with what onUpdate() says of the table that is set", async () => {
    const conn = await filled();
    await conn.execute(update(trip.outerJoin(boat)).where(boat.c.id.isNull()).orderedValues([trip.c.name, "nowhere"]));
    expect((await conn.execute(names)).scalars()).toEqual(["north", "south", "nowhere"]);
    await conn.execute(update(trip.join(boat)).values(new Map([[boat.c.name, trip.c.name]])));
    const changed = await conn.execute(select(boat.c.id, boat.c.changes).orderBy(boat.c.id));
    expect(changed.all()).toEqual([
      { id: 1, changes: 7 },
      { id: 2, changes: 0 },
    ]);
    await conn.close();
  });
}, "mariadb");
