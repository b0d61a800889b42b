import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  CreateIndex,
  check,
  createEngine,
  DropTable,
  func,
  IntegrityError,
  index,
  insert,
  integer,
  MetaData,
  OperationalError,
  select,
  sql,
  text,
  timestamp,
  unique,
  varchar,
} from "athanor";
import { afterAll, describe, expect, test } from "vitest";

const folder = mkdtempSync(join(tmpdir(), "athanor-create-all-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
let files = 0;
const freshFile = () => join(folder, `${++files}.db`);

/** Two tables, declared in the wrong order, with all that DDL has. */
function household() {
  const metadata = new MetaData();
  const addresses = metadata.table(
    "address",
    {
      id: integer().primaryKey(),
      userId: integer("user_id")
        .notNull()
        .references(() => users.c.id, { onDelete: "cascade" }),
      email: text("email_address").notNull(),
    },
    (c) => [unique(c.userId, c.email, { name: "uq_address" }), index("ix_email", c.email), check(c.email.like("%@%"))],
  );
  const users = metadata.table("User Account", {
    id: integer().primaryKey().autoincrement(true),
    name: varchar(30).notNull(),
    initial: text().computed(sql`substr(${sql.identifier("name")}, 1, 1)`),
    createdAt: timestamp("created_at").notNull().serverDefault(func.now()),
  });
  return { metadata, users, addresses };
}

/** Two tables that refer to each other. */
function couple() {
  const metadata = new MetaData();
  const hen = metadata.table("hen", { id: integer().primaryKey(), egg: integer().references(() => egg.c.id) });
  const egg = metadata.table("egg", {
    id: integer().primaryKey(),
    hen: integer()
      .notNull()
      .references(() => hen.c.id),
  });
  return { metadata, hen, egg };
}

describe.each(["node", "better-sqlite3"])("createAll and dropAll on %s", (driver) => {
  test("make tables that work, and take them away", async () => {
    const { metadata, users, addresses } = household();
    const engine = createEngine(`sqlite+${driver}://`);
    const conn = await engine.connect();
    expect(await conn.hasTable("address")).toBe(false);
    await metadata.createAll(conn);
    expect([await conn.hasTable("address"), await conn.hasTable("user account"), await conn.hasTable("ix_email")]).toEqual([
      true,
      true,
      false,
    ]);

    await conn.execute(insert(users).values({ name: "sandy" }));
    await conn.execute(insert(addresses).values({ userId: 1, email: "sandy@tree" }));
    const row = (await conn.execute(select(users))).one();
    expect(row).toMatchObject({ id: 1, name: "sandy", initial: "s" });
    expect(row.createdAt).toBeInstanceOf(Date);
    await conn.beginNested(async () => {
      await expect(conn.execute(insert(addresses).values({ userId: 1, email: "sandy@tree" }))).rejects.toThrow(IntegrityError);
      await expect(conn.execute(insert(addresses).values({ userId: 1, email: "nowhere" }))).rejects.toThrow(/CHECK constraint failed/);
      await expect(conn.execute(insert(addresses).values({ userId: 7, email: "a@b" }))).rejects.toThrow(/FOREIGN KEY constraint failed/);
    });

    await metadata.dropAll(conn);
    expect([await conn.hasTable("address"), await conn.hasTable("User Account")]).toEqual([false, false]);
    await conn.close();
    await engine.close();
  });

  test("leave what is there as it is, and fail on it with checkFirst: false", async () => {
    const { metadata, users } = household();
    const engine = createEngine(`sqlite+${driver}://`);
    const conn = await engine.connect();
    await metadata.createAll(conn, { tables: [users] });
    await conn.execute(insert(users).values({ name: "sandy" }));
    await metadata.createAll(conn);
    await metadata.createAll(conn);
    expect(await conn.scalar(select(func.count()).selectFrom(users))).toBe(1);
    await expect(metadata.createAll(conn, { checkFirst: false })).rejects.toThrow(OperationalError);

    await metadata.dropAll(conn);
    await metadata.dropAll(conn);
    await expect(metadata.dropAll(conn, { checkFirst: false })).rejects.toThrow(OperationalError);
    await conn.close();
    await engine.close();
  });

  test("are part of the transaction", async () => {
    const { metadata } = household();
    const engine = createEngine(`sqlite+${driver}:///${freshFile()}`);
    await expect(
      engine.begin(async (conn) => {
        await metadata.createAll(conn);
        throw new Error("no");
      }),
    ).rejects.toThrow("no");
    await engine.begin(async (conn) => expect(await conn.hasTable("address")).toBe(false));
    await engine.begin((conn) => metadata.createAll(conn));
    await engine.begin(async (conn) => expect(await conn.hasTable("address")).toBe(true));
    await engine.close();
  });

  test("drop tables that refer to each other, rows and all", async () => {
    const { metadata, hen, egg } = couple();
    const engine = createEngine(`sqlite+${driver}:///${freshFile()}`);
    await engine.begin(async (conn) => {
      await metadata.createAll(conn);
      await conn.execute(insert(hen).values({ id: 1 }));
      await conn.execute(insert(egg).values({ id: 1, hen: 1 }));
      await conn.execute(sql.text("UPDATE hen SET egg = 1"));
    });
    await engine.begin((conn) => metadata.dropAll(conn));
    await engine.begin(async (conn) => expect([await conn.hasTable("hen"), await conn.hasTable("egg")]).toEqual([false, false]));
    await engine.close();
  });

  test("may run on two connections at once: the second waits, and finds the tables", async () => {
    const file = freshFile();
    const engines = [createEngine(`sqlite+${driver}:///${file}`), createEngine(`sqlite+${driver}:///${file}`)];
    await Promise.all(
      engines.map(async (engine) => {
        const conn = await engine.connect();
        await household().metadata.createAll(conn);
        await conn.commit();
        await conn.close();
        await engine.close();
      }),
    );
  });

  test("reach attached databases as schemas, also by a map", async () => {
    const metadata = new MetaData();
    const dock = metadata.table("dock", { id: integer().primaryKey(), name: text().index() }, () => [], { schema: "per_tenant" });
    const engine = createEngine(`sqlite+${driver}://`, { isolationLevel: "AUTOCOMMIT" });
    const conn = await engine.connect();
    await conn.execute(sql.text("ATTACH '' AS tenant_7"));
    conn.executionOptions({ schemaTranslateMap: { per_tenant: "tenant_7" } });
    await metadata.createAll(conn);
    await metadata.createAll(conn);
    await conn.execute(insert(dock).values({ name: "pier" }));
    expect(await conn.scalar(select(dock.c.name))).toBe("pier");
    expect(await conn.hasTable("dock", "per_tenant")).toBe(true);
    await metadata.dropAll(conn);
    expect(await conn.hasTable("dock", "per_tenant")).toBe(false);
    await conn.close();
    await engine.close();
  });

  test("a DDL element is executed like any statement", async () => {
    const { metadata, addresses } = household();
    const lines: string[] = [];
    const engine = createEngine(`sqlite+${driver}://`, { echo: (line) => lines.push(line) });
    await engine.begin(async (conn) => {
      await metadata.createAll(conn);
      const result = await conn.execute(new CreateIndex(addresses, "ix_email", { ifNotExists: true }));
      expect(result.returnsRows).toBe(false);
      await conn.execute(new DropTable(addresses));
      expect(await conn.hasTable("address")).toBe(false);
    });
    await engine.close();
    expect(lines).toContain("DROP TABLE address");
  });
});
