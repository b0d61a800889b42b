import { select } from "athanor";
import { expect, test } from "vitest";
import { onEveryDatabase } from "../support/databases.js";
import { notes, withNotes } from "../support/notes.js";
import { rejection } from "../support/recorded.js";

/** What the types make of values of the user's, before any driver sees them; a driver would write each in a way of its own. */
const refused = [new Date(0), true, undefined, {}, [1], new Map(), Symbol("x"), () => 1, new Float64Array(1)];

onEveryDatabase(({ engine }) => {
  test("a driver takes null, text, numbers, bigints and bytes, and refuses the rest itself", async () => {
    const conn = await (await withNotes(engine(), "a")).connect();
    const { sql } = select(notes.c.id).where(notes.c.body.eq("x")).compile({ dialect: conn.dialect });
    const { driverConnection } = conn;
    for (const value of ["a", null]) await driverConnection.query(sql, [value]);
    for (const value of refused) {
      const given = (send: () => unknown) => rejection((async () => await send())());
      for (const error of [
        await given(() => Reflect.apply(driverConnection.query, driverConnection, [sql, [value]])),
        await given(() => Reflect.apply(driverConnection.queryMany, driverConnection, [sql, [["a"], [value]]])),
        await given(() => Reflect.apply(driverConnection.stream, driverConnection, [sql, [value]])),
      ])
        expect(String(error)).toMatch(/DriverError|bind/);
    }
    expect((await driverConnection.query(sql, ["a"])).rows).toHaveLength(1);
    await conn.close();
  });
});
