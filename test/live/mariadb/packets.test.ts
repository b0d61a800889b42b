import { binary, type Connection, createEngine, DataError, func, insert, integer, MetaData, select, sql, text } from "athanor";
import { mariadb, mariadbDriver, mysql2 } from "athanor/mysql";
import { beforeAll, beforeEach, describe, expect, test } from "vitest";
import { endOthers, onOwnServer } from "../support/own-server.js";
import { rejectedWith } from "../support/recorded.js";

const PACKET = 64 * 1024;

const metadata = new MetaData();
const page = metadata.table("page", { id: integer().primaryKey(), body: text(), bytes: binary() });

onOwnServer("mariadb", ({ address, driver, engine }) => {
  const opened = async (): Promise<Connection> => engine().connect();
  const lengths = (conn: Connection): Promise<unknown[]> => conn.scalars(select(func("octet_length")(page.c.body)).orderBy(page.c.id));

  beforeAll(async () => {
    const conn = await createEngine(`${driver}://root@${address().host}:${address().port}/mysql`).connect();
    await conn.execute(sql.text(`SET GLOBAL max_allowed_packet = ${PACKET}`));
    await conn.close();
  });

  beforeEach(async () => {
    const conn = await engine({ isolationLevel: "AUTOCOMMIT" }).connect();
    await endOthers(conn);
    await conn.execute(
      sql.text("CREATE OR REPLACE TABLE page (id INTEGER PRIMARY KEY AUTO_INCREMENT, body LONGTEXT, bytes LONGBLOB) CHARSET utf8mb4"),
    );
    await conn.close();
  });

  const contents = {
    "plain text": (length: number) => "x".repeat(length),
    "text of many bytes a character": (length: number) => "€".repeat(length / 3),
    "text that is escaped": (length: number) => "'".repeat(length),
  };

  describe.each(Object.entries(contents))("%s", (_, content) => {
    test("rows near the limit go in, whatever their number, and come back in order", async () => {
      const conn = await opened();
      // each nearly fills a packet; of the small ones many share one
      const sizes = [60_000, 30, 60_000, 59_997, ...Array.from({ length: 300 }, () => 1_500), 60_000];
      const rows = sizes.map((size) => ({ body: content(size) }));
      const keys = await conn.execute(insert(page).returning(page.c.id).sortByParameterOrder(), rows);
      expect(keys.all().map(({ id }) => id)).toHaveLength(sizes.length);
      await conn.execute(insert(page), rows);
      expect(await lengths(conn)).toEqual([...sizes, ...sizes]);
      for (const row of rows.slice(0, 5)) await conn.execute(insert(page), row);
      await conn.commit();
      await conn.close();
    });
  });

  test("bytes near the limit go in, though as text they would take twice as many", async () => {
    const conn = await opened();
    const bytes = Uint8Array.from({ length: 60_000 }, (_, index) => index % 256);
    await conn.execute(insert(page), { bytes });
    await conn.execute(insert(page), [{ bytes }, { bytes }, { bytes: bytes.slice(0, 10) }]);
    expect(await conn.scalars(select(page.c.bytes).orderBy(page.c.id))).toEqual([bytes, bytes, bytes, bytes.slice(0, 10)]);
    await conn.close();
  });

  test("a row that is too large is refused before it is sent: nothing is left of the others, and the connection works", async () => {
    const conn = await opened();
    await conn.execute(insert(page), { body: "before" });
    const rows = [...Array.from({ length: 500 }, () => ({ body: "y".repeat(500) })), { body: "z".repeat(PACKET + 1) }, { body: "after" }];
    for (const execution of [() => conn.execute(insert(page), rows), () => conn.execute(insert(page).returning(page.c.id), rows)]) {
      const error = await rejectedWith(DataError, execution());
      expect(error).toMatchObject({ code: "1153", connectionInvalidated: false, row: 500 });
      expect(error.message).toMatch(/up to \d+ bytes, and the server takes 65536 at once \(max_allowed_packet\)/);
    }
    expect(await rejectedWith(DataError, conn.execute(insert(page), { body: "€".repeat(PACKET / 3 + 1) }))).toMatchObject({ code: "1153" });
    expect(await rejectedWith(DataError, conn.execute(sql.text(`SELECT '${"x".repeat(PACKET)}'`)))).toMatchObject({ code: "1153" });
    expect(await lengths(conn)).toEqual([6]);
    await conn.execute(insert(page), { body: "next" });
    await conn.commit();
    expect(await lengths(conn)).toEqual([6, 4]);
    await conn.close();
  });

  test("maxAllowedPacket: less than the server's, for a proxy that takes less", async () => {
    const { host, port, user } = address();
    const config = { host, port, user, database: "mysql" };
    const options = { maxAllowedPacket: 4_000 };
    const own = driver.endsWith("mysql2") ? mysql2(config, options) : mariadbDriver(config, options);
    const database = createEngine({ dialect: mariadb(), driver: own });
    const conn = await database.connect();
    const longest: number[] = [];
    database.on("physical", ({ sets }) => longest.push(JSON.stringify(sets).length));
    await conn.execute(
      insert(page),
      Array.from({ length: 40 }, () => ({ body: "a".repeat(500) })),
    );
    expect(Math.max(...longest)).toBeLessThan(4_000);
    expect(longest.length).toBeGreaterThan(4);
    expect(await rejectedWith(DataError, conn.execute(insert(page), { body: "a".repeat(4_000) }))).toMatchObject({ code: "1153" });
    expect(await lengths(conn)).toHaveLength(40);
    await conn.close();
    await database.close();
  });
});
