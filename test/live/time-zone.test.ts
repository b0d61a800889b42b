import { date, func, insert, integer, MetaData, select, sql, text, time, timestamp } from "athanor";
import { afterEach, expect, test } from "vitest";
import { onEveryDriver } from "./support/backends.js";

const metadata = new MetaData();
const events = metadata.table("event", {
  id: integer().primaryKey(),
  moment: timestamp().notNull(),
  day: date().notNull(),
  hour: time().notNull(),
  made: timestamp().notNull().serverDefault(func.now()),
});

const own = process.env.TZ;
afterEach(() => {
  if (own === undefined) delete process.env.TZ;
  else process.env.TZ = own;
});

onEveryDriver(({ freshFile, engineOn }) => {
  test.each(["UTC", "America/New_York", "Asia/Kathmandu", "Pacific/Kiritimati"])("in %s all is stored and read the same", async (zone) => {
    process.env.TZ = zone;
    // in New York this hour does not exist, or comes twice
    const moments = ["2031-03-09T07:30:00.123Z", "2030-11-03T05:30:00.000Z", "1969-12-31T23:59:59.999Z"].map((each) => new Date(each));
    if (zone !== "UTC") expect(new Date("2031-07-01T12:00:00Z").getHours()).not.toBe(12);
    const database = engineOn(freshFile());
    await database.begin(async (conn) => {
      await metadata.createAll(conn);
      const rows = await conn.execute(
        insert(events).returning(events).sortByParameterOrder(),
        moments.map((moment) => ({ moment, day: "2031-03-09", hour: "02:30:00" })),
      );
      for (const [n, row] of rows.all().entries()) {
        expect(row).toMatchObject({ moment: moments[n], day: "2031-03-09", hour: "02:30:00" });
        expect(Math.abs(row.made.getTime() - Date.now())).toBeLessThan(5000);
      }
      const stored = await conn.scalars(sql.text("SELECT moment FROM event ORDER BY id").columns({ moment: text() }));
      expect(stored).toEqual(["2031-03-09 07:30:00.123000", "2030-11-03 05:30:00.000000", "1969-12-31 23:59:59.999000"]);
      expect(await conn.scalars(select(events.c.id).where(events.c.moment.eq(moments[0] ?? new Date())))).toEqual([1]);
    });
  });
});
