import { func, insert, integer, MetaData, select, sql, text } from "athanor";
import { afterEach, describe, expect, test, vi } from "vitest";
import { onEveryDriver } from "./support/backends.js";
import { eventsOf, rejection } from "./support/recorded.js";

const metadata = new MetaData();
const users = metadata.table("user_account", { id: integer().primaryKey(), name: text().notNull(), fullname: text() });
const create = sql.text("CREATE TABLE user_account (id INTEGER PRIMARY KEY, name TEXT NOT NULL, fullname TEXT)");

afterEach(() => {
  vi.restoreAllMocks();
});

/** Times differ from run to run. */
const timeless = (lines: readonly string[]): string[] => lines.map((line) => line.replaceAll(/\d\.\d{5}s/g, "0.00000s"));

onEveryDriver(({ memory }) => {
  test("to a function, in the form of the docs", async () => {
    const lines: string[] = [];
    const database = memory({ echo: (line) => lines.push(line) });
    const conn = await database.connect();
    await conn.execute(create);
    await conn.commit();
    lines.length = 0;
    const many = [
      { name: "sandy", fullname: "Sandy Cheeks" },
      { name: "patrick", fullname: "Patrick Star" },
    ];
    await conn.execute(insert(users), many);
    await conn.commit();
    expect(timeless(lines)).toEqual([
      "BEGIN (implicit)",
      "INSERT INTO user_account (name, fullname) VALUES (?, ?)",
      "[generated in 0.00000s] [['sandy', 'Sandy Cheeks'], ['patrick', 'Patrick Star']]",
      "COMMIT",
    ]);
    expect(lines[2]).toMatch(/^\[generated in \d\.\d{5}s\]/);
    lines.length = 0;
    await conn.execute(insert(users), many);
    await conn.execute(insert(users), { name: "gary", fullname: null });
    await conn.beginNested(async () => {
      await conn.execute(select(func.count()).selectFrom(users));
    });
    await rejection(
      conn.beginNested(() => {
        throw new Error("no");
      }),
    );
    await conn.rollback();
    expect(timeless(lines)).toEqual([
      "BEGIN (implicit)",
      "INSERT INTO user_account (name, fullname) VALUES (?, ?)",
      "[cached since 0.00000s ago] [['sandy', 'Sandy Cheeks'], ['patrick', 'Patrick Star']]",
      "INSERT INTO user_account (name, fullname) VALUES (?, ?)",
      "[generated in 0.00000s] ['gary', null]",
      "SAVEPOINT sa_savepoint_1",
      "SELECT count(*) AS count_1 \nFROM user_account",
      "[generated in 0.00000s] []",
      "RELEASE SAVEPOINT sa_savepoint_1",
      "SAVEPOINT sa_savepoint_2",
      "ROLLBACK TO SAVEPOINT sa_savepoint_2",
      "ROLLBACK",
    ]);
    await conn.close();
  });

  test("echo: true writes to the console, false and none nowhere", async () => {
    const lines: unknown[] = [];
    vi.spyOn(console, "log").mockImplementation((line: unknown) => void lines.push(line));
    for (const options of [{}, { echo: false }]) await memory(options).begin((conn) => conn.execute(create));
    expect(lines).toEqual([]);
    await memory({ echo: true }).begin((conn) => conn.execute(create));
    expect(lines[0]).toBe("BEGIN (implicit)");
    expect(lines.at(-1)).toBe("COMMIT");
  });

  test("long values and long lists are cut", async () => {
    const lines: string[] = [];
    await memory({ echo: (line) => lines.push(line) }).begin(async (conn) => {
      await conn.execute(create);
      await conn.execute(insert(users), { name: "x".repeat(10_000) });
      await conn.execute(
        insert(users),
        Array.from({ length: 5000 }, (_, n) => ({ name: `n${n}` })),
      );
    });
    for (const line of lines) expect(line.length).toBeLessThan(1000);
    expect(lines.join("\n")).toContain("characters truncated");
    expect(lines.join("\n")).toContain("displaying 10 of 5000 total bound parameter sets");
  });

  describe("events", () => {
    test("statement is what the user executes, physical what goes to the driver", async () => {
      const database = memory();
      const [statements, sent] = [eventsOf(database, "statement"), eventsOf(database, "physical")];
      await database.begin(async (conn) => {
        await conn.execute(create);
        await conn.execute(
          insert(users),
          Array.from({ length: 120 }, (_, n) => ({ name: `n${n}` })),
        );
      });
      expect(statements[1]).toMatchObject({ sql: "INSERT INTO user_account (name) VALUES (?)", executemany: true, cached: false });
      expect(statements[1]?.sets).toHaveLength(120);
      expect(sent.slice(1).map((each) => each.sets?.[0]?.length)).toEqual([100, 20]);
    });

    test("checkout and checkin go with each connection", async () => {
      const database = memory();
      const [out, back] = [eventsOf(database, "checkout"), eventsOf(database, "checkin")];
      const conn = await database.connect();
      expect([out.length, back.length]).toEqual([1, 0]);
      await conn.close();
      expect([out.length, back.length]).toEqual([1, 1]);
    });

    test("a listener can be taken off, even while it is being called", async () => {
      const database = memory();
      let calls = 0;
      const off = database.on("begin", () => {
        calls += 1;
        off();
      });
      const others = eventsOf(database, "begin");
      await database.begin(() => {});
      await database.begin(() => {});
      off();
      expect([calls, others.length]).toEqual([1, 2]);
    });

    test("the cache's figures can be read", async () => {
      const database = memory();
      await database.begin(async (conn) => {
        await conn.execute(create);
        for (let n = 0; n < 5; n += 1) await conn.execute(select(users.c.id).where(users.c.id.eq(n)));
      });
      const { hits, misses } = database.cacheStatistics;
      expect(hits).toBeGreaterThanOrEqual(4);
      expect(misses).toBeGreaterThan(0);
    });
  });
});
