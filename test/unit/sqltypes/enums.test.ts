import { createEngine, enumOf, insert, integer, MetaData, select } from "athanor";
import { sqlite } from "athanor/sqlite";
import { expect, test } from "vitest";

const dialect = sqlite();
const metadata = new MetaData();
const checked = metadata.table("checked", { id: integer().primaryKey(), level: enumOf("low", "high") });
const open = metadata.table("open", {
  id: integer().primaryKey(),
  level: enumOf(["low", "high"], { name: "level", validateStrings: false }),
});
const unknown: "low" = "nope" as never;

test("a string that the enumeration does not have is refused wherever values leave: compiled, as a literal, executed", async () => {
  const statement = insert(checked).values({ level: unknown });
  expect(() => statement.compile({ dialect }).toDriver()).toThrow(`enum refuses "nope": give one of 'low', 'high'`);
  expect(() => statement.compile({ literalBinds: true })).toThrow('Could not render literal value ""nope""');
  const engine = createEngine("sqlite://");
  await engine.begin(async (connection) => {
    await metadata.createAll(connection);
    await expect(connection.execute(statement)).rejects.toThrow("enum refuses");
    await expect(connection.execute(insert(checked), [{ level: "low" }, { level: unknown }])).rejects.toThrow("enum refuses");
    expect((await connection.execute(select(checked))).all()).toEqual([]);
  });
  await engine.close();
});

test("with validateStrings: false it is left to the database, and nothing but strings", () => {
  expect(insert(open).values({ level: unknown }).compile({ dialect }).toDriver().values).toEqual(["nope"]);
  expect(insert(open).values({ level: unknown }).compile({ literalBinds: true }).sql).toBe("INSERT INTO open (level) VALUES ('nope')");
  expect(() =>
    insert(open)
      .values({ level: 3 as never })
      .compile({ dialect })
      .toDriver(),
  ).toThrow("enum refuses 3: give one of 'low', 'high'");
});
