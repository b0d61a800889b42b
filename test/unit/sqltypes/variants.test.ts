import { bigInteger, cast, createEngine, insert, literal, MetaData, select, text, varchar } from "athanor";
import { mysql } from "athanor/mysql";
import { postgresql } from "athanor/postgresql";
import { sqlite } from "athanor/sqlite";
import { describe, expect, test } from "vitest";
import { typeOn } from "../../../src/sqltypes/index.js";

const name = text().withVariant(varchar(10), "mysql", "postgresql");

describe("a type that is another one on some dialects", () => {
  const query = select(cast(literal("x"), name));
  const sqlOf = (dialect: ReturnType<typeof sqlite>): string => query.compile({ dialect }).sql;

  test("has that one's name and cast there", () => {
    expect(sqlOf(sqlite())).toBe("SELECT CAST(? AS TEXT) AS anon_1");
    expect(sqlOf(postgresql())).toBe("SELECT CAST($1::VARCHAR AS VARCHAR(10)) AS anon_1");
    expect(sqlOf(mysql())).toBe("SELECT CAST(? AS CHAR(10)) AS anon_1");
  });

  test("is like another of the same structure, and unlike the base", () => {
    expect(name.sqlType.id).toBe(text().withVariant(varchar(10), "mysql", "postgresql").sqlType.id);
    expect(name.sqlType.id).not.toBe(text().sqlType.id);
    expect(typeOn(name.sqlType, "sqlite").structure).toBe(text().sqlType.structure);
  });

  test("counts up and holds values as the base does", async () => {
    const metadata = new MetaData();
    const boat = metadata.table("boat", { id: bigInteger().withVariant(bigInteger(), "mysql").primaryKey(), name });
    await createEngine("sqlite://").begin(async (conn) => {
      await metadata.createAll(conn);
      const { insertedPrimaryKey } = await conn.execute(insert(boat).values({ name: "a" }));
      expect(insertedPrimaryKey).toEqual({ id: 1n });
      expect((await conn.execute(select(boat))).one()).toEqual({ id: 1n, name: "a" });
    });
  });

  test("is refused twice for one dialect", () => {
    expect(() => name.withVariant(text(), "mysql")).toThrow("Dialect 'mysql' is already present in the mapping for this type");
  });
});
