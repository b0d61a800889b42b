import { IntegrityError, insert, integer, MetaData, sql, text, varchar } from "athanor";
import { expect, test } from "vitest";
import { onEveryDoor } from "./support/backends.js";
import { eventsOf, rejectedWith } from "./support/recorded.js";

const metadata = new MetaData();
const boats = metadata.table("boat", { id: integer().primaryKey(), name: varchar(20).notNull() });
const ports = metadata.table("port", { code: varchar(5).primaryKey(), country: text() });

onEveryDoor(({ memory }) => {
  test("tells where the compiled form comes from: made now, found again, or of a kind that is never kept", async () => {
    const lines: string[] = [];
    const conn = await memory({ echo: (line) => lines.push(line.replace(/\d+\.\d+s/, "0s")) }).connect();
    await metadata.createAll(conn, { checkFirst: false });
    for (const name of ["a", "b"]) await conn.execute(insert(boats).values({ name }));
    await conn.execute(insert(boats), [{ name: "c" }, { name: "d" }]);
    await conn.execute(sql.text("DELETE FROM boat"));
    expect(lines.filter((line) => line.startsWith("["))).toEqual([
      "[no key 0s] []",
      "[no key 0s] []",
      "[generated in 0s] ['a']",
      "[cached since 0s ago] ['b']",
      "[generated in 0s] [['c'], ['d']]",
      "[generated in 0s] []",
    ]);
    await conn.close();
  });

  test("what the compiler warns of is told when the statement is compiled, and not again", async () => {
    const lines: string[] = [];
    const engine = memory({ echo: (line) => lines.push(line) });
    const conn = await engine.connect();
    await metadata.createAll(conn);
    const warnings = eventsOf(engine, "warning");
    for (const country of ["NO", "SE"]) {
      // the key that TypeScript asks for is left out
      const incomplete = Reflect.apply(conn.execute, conn, [insert(ports).values({ country })]);
      await rejectedWith(IntegrityError, incomplete);
    }
    expect(warnings).toEqual([{ message: expect.stringContaining("Column 'port.code' is marked as a member of the primary key") }]);
    expect(lines.filter((line) => line.startsWith("[warning]"))).toHaveLength(1);
    await conn.close();
  });
});
