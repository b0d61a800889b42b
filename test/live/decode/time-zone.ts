// A program: writes and reads points in time in the time zone that its process has, and writes down what it found.
import { createEngine, date, func, insert, integer, MetaData, select, sql, time, timestamp, varchar } from "athanor";

const [url = "", session = ""] = process.argv.slice(2);
const metadata = new MetaData();
const moments = metadata.table("moment", {
  id: integer().primaryKey(),
  plain: timestamp().notNull(),
  zoned: timestamp({ timezone: true }).notNull(),
  exact: timestamp({ mode: "string" }).notNull(),
  exactZoned: timestamp({ mode: "string", timezone: true }).notNull(),
  day: date().notNull(),
  hour: time().notNull(),
  made: timestamp().notNull().serverDefault(func.now()),
});
/** Hours that a clock leaves out or shows twice somewhere, and years in which offsets were odd. */
const texts = ["2031-03-09T02:15:00.123Z", "2030-11-03T01:30:00.000Z", "1969-12-31T23:59:59.999Z", "1883-11-18T00:00:00.000Z"];
const rows = texts.map((text) => ({
  plain: new Date(text),
  zoned: new Date(text),
  exact: text.slice(0, -1),
  exactZoned: text,
  day: text.slice(0, 10),
  hour: text.slice(11, -1),
}));

const engine = createEngine(url, { isolationLevel: "AUTOCOMMIT" });
const conn = await engine.connect();
await metadata.createAll(conn);
const found: unknown[] = [];
const madeAt: number[] = [];
for (const change of session === "" ? [""] : ["", session]) {
  if (change !== "") await conn.execute(sql.text(change));
  await conn.execute(sql.text("DELETE FROM moment"));
  for (const row of rows) await conn.execute(insert(moments).values(row));
  const { c } = moments;
  const returned = await conn.execute(insert(moments).returning(moments).sortByParameterOrder(), rows);
  const kept = (await conn.execute(select(moments).orderBy(c.id))).all();
  const [first] = rows;
  if (first === undefined) throw new Error("There is nothing to look for.");
  for (const criterion of [c.plain.eq(first.plain), c.zoned.eq(first.zoned), c.exact.eq(first.exact), c.exactZoned.eq(first.exactZoned)])
    found.push(await conn.scalar(select(func.count()).selectFrom(moments).where(criterion)));
  for (const { id: _, made, ...row } of [...returned.all(), ...kept]) {
    found.push(row);
    if (change === "") madeAt.push(made.getTime());
  }
  const stored = sql.text("SELECT CAST(plain AS CHAR(30)) AS plain FROM moment ORDER BY id").columns({ plain: varchar(30) });
  found.push(...(await conn.execute(stored)).scalars().map((text) => text.trim()));
}
await conn.close();
await engine.close();
console.log(JSON.stringify({ texts, hours: rows.map(({ plain }) => plain.getHours()), found, madeAt }));
