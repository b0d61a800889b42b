import { createEngine, func, insert, integer, MetaData, select, sql, text, timestamp, update, varchar } from "athanor";
import { expect, test } from "vitest";

for (const driver of ["node", "better-sqlite3"]) {
  test(`executes on ${driver}`, async () => {
    const metadata = new MetaData();
    const users = metadata.table("user_account", {
      id: integer().primaryKey(),
      name: varchar(30).notNull(),
      fullname: text(),
      role: text().notNull().default("member"),
      createdAt: timestamp("created_at").notNull().serverDefault(func.now()),
    });
    const lines: string[] = [];
    const engine = createEngine(`sqlite+${driver}://`, { echo: (line) => lines.push(line) });
    const conn = await engine.connect();
    await conn.execute(
      sql.text(
        "CREATE TABLE user_account (id INTEGER PRIMARY KEY, name VARCHAR NOT NULL, fullname TEXT, role TEXT NOT NULL, created_at DATETIME DEFAULT CURRENT_TIMESTAMP NOT NULL)",
      ),
    );
    const one = await conn.execute(insert(users).values({ name: "spongebob" }));
    expect(one.insertedPrimaryKey).toEqual({ id: 1 });
    const many = await conn.execute(
      insert(users).returning(users.c.id, users.c.name).sortByParameterOrder(),
      Array.from({ length: 250 }, (_, n) => ({ name: `n${n}` })),
    );
    expect(many.all().map((row) => row.id)).toEqual(Array.from({ length: 250 }, (_, n) => n + 2));
    await conn.execute(update(users).where(users.c.id.eq(1)).values({ fullname: "x" }));
    await conn.commit();
    expect(await conn.scalar(select(func.count()).selectFrom(users))).toBe(251);
    const row = (await conn.execute(select({ u: users }).where(users.c.id.in([1])))).one();
    expect(row.u).toMatchObject({ id: 1, name: "spongebob", fullname: "x", role: "member" });
    expect(row.u?.createdAt).toBeInstanceOf(Date);
    let count = 0;
    for await (const each of conn.stream(select(users.c.id))) count += each.id > 0 ? 1 : 0;
    expect(count).toBe(251);
    await conn.close();
    await engine.close();
    expect(lines.slice(0, 3)).toEqual([
      "BEGIN (implicit)",
      expect.stringContaining("CREATE TABLE"),
      expect.stringContaining("[generated in"),
    ]);
  });
}
