import { createEngine, type EngineOptions, func, integer, MetaData, not, insert as plainInsert, select, sql, varchar } from "athanor";
import { insert } from "athanor/mysql";
import { afterEach, expect, test } from "vitest";
import { onEveryDatabase } from "../support/databases.js";

const metadata = new MetaData();
const crew = metadata.table("crew", { id: integer().primaryKey(), name: varchar(50).notNull(), rating: integer() });

onEveryDatabase(({ engine, url }) => {
  const open: { close(): Promise<void> }[] = [];
  const named = (backend: string, options: EngineOptions = {}) => {
    const created = createEngine(url().replace(/^\w+/, backend), options);
    open.push(created);
    return created;
  };
  afterEach(async () => {
    for (const each of open.splice(0)) await each.close();
  });

  test.each(["mysql", "mariadb"])("%s:// that leads to MariaDB speaks MariaDB's language", async (backend) => {
    const database = named(backend);
    const conn = await database.connect();
    expect(database.server?.product).toBe("mariadb");
    expect(database.dialect.name).toBe(backend);
    await metadata.createAll(conn);
    const rows = await conn.execute(plainInsert(crew).returning(crew.c.id, crew.c.name), [{ name: "a" }, { name: "b" }]);
    expect(rows.all()).toEqual([
      { id: 1, name: "a" },
      { id: 2, name: "b" },
    ]);
    const upsert = insert(crew).values({ id: 1, name: "c" });
    await conn.execute(upsert.onDuplicateKeyUpdate({ name: upsert.inserted.name }));
    expect(await conn.scalars(select(crew.c.name).orderBy(crew.c.id).withForUpdate({ read: true }))).toEqual(["c", "b"]);
    await conn.close();
  });

  test("whatever sql_mode the server has, texts and numbers mean the same", async () => {
    const setup = await engine({ isolationLevel: "AUTOCOMMIT" }).connect();
    const before = await setup.scalar(sql.text("SELECT @@GLOBAL.sql_mode"));
    const modes = "ANSI_QUOTES,PIPES_AS_CONCAT,NO_BACKSLASH_ESCAPES,HIGH_NOT_PRECEDENCE,IGNORE_SPACE,EMPTY_STRING_IS_NULL";
    await setup.execute(sql.text(`SET GLOBAL sql_mode = '${modes}'`));
    try {
      const conn = await named("mariadb").connect();
      await metadata.createAll(conn);
      const texts = ["back\\slash", "quo'te", 'dou"ble', "a||b", "", "\\' OR 1=1 -- ", "%\\_"];
      // twice: as text that the package writes, and as a prepared statement
      for (const name of [...texts, ...texts]) await conn.execute(plainInsert(crew), { name });
      await conn.execute(
        plainInsert(crew),
        texts.map((name) => ({ name })),
      );
      expect(await conn.scalars(select(crew.c.name).orderBy(crew.c.id))).toEqual([...texts, ...texts, ...texts]);
      for (const name of texts) {
        const literal = select(crew.c.id).where(crew.c.name.eq(name)).compile({ dialect: conn.dialect, literalBinds: true }).sql;
        expect(await conn.scalars(sql.text(literal))).toHaveLength(3);
      }
      expect(await conn.scalar(select(crew.c.name.concat("|").concat(crew.c.name)).where(crew.c.name.eq("a||b")).limit(1))).toBe(
        "a||b|a||b",
      );
      expect(await conn.scalar(select(func("count")(crew.c.id)).where(not(crew.c.id.between(1, 14))))).toBe(7);
      await conn.close();
    } finally {
      await setup.execute(sql.text("SET GLOBAL sql_mode = :mode").bindParams({ mode: String(before) }));
      await setup.close();
    }
  });

  test("0 is a key like any other, and NULL or nothing lets the server count", async () => {
    const conn = await engine().connect();
    await metadata.createAll(conn);
    const zero = await conn.execute(plainInsert(crew), { id: 0, name: "zero" });
    expect(zero.insertedPrimaryKey).toEqual({ id: 0 });
    const next = await conn.execute(plainInsert(crew), { name: "next" });
    expect(await conn.execute(select(crew.c.id, crew.c.name).orderBy(crew.c.id)).then((rows) => rows.all())).toEqual([
      { id: 0, name: "zero" },
      { id: next.insertedPrimaryKey?.id, name: "next" },
    ]);
    await conn.close();
  });
}, "mariadb");
