import { createEngine, describeStatement, MetaData, select, varchar } from "athanor";
import { insert, sqlite } from "athanor/sqlite";
import { expect, test } from "vitest";

const metadata = new MetaData();
const port = metadata.table("port", { code: varchar(5).primaryKey(), title: varchar(20) });

test("a key in SET that is no column of the table is written last, with a warning; the database refuses it", async () => {
  const target = insert(port).values({ code: "A" });
  // @ts-expect-error a key that is no column
  const statement = target.onConflictDoUpdate({ indexElements: ["code"], set: { nope: 1, title: "t" } });
  const compiled = statement.compile({ dialect: sqlite() });
  expect(compiled.sql).toBe("INSERT INTO port (code) VALUES (?) ON CONFLICT (code) DO UPDATE SET title = ?, nope = ?");
  expect(compiled.warnings).toEqual(["Additional column names not matching any column keys in table 'port': 'nope'"]);
  expect(describeStatement(statement).writes).toMatchObject([{ table: "port", columns: ["code", "title"] }]);

  const engine = createEngine("sqlite://");
  const warned: string[] = [];
  engine.on("warning", ({ message }) => warned.push(message));
  await engine.begin(async (connection) => {
    await metadata.createAll(connection);
    await expect(connection.execute(statement)).rejects.toThrow("no such column: nope");
    expect((await connection.execute(select(port))).all()).toEqual([]);
  });
  expect(warned).toEqual(compiled.warnings);
  await engine.close();
});
