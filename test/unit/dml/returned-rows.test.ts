import { deleteFrom, func, insert, integer, MetaData, merge, select, table, text, UnsupportedError, update } from "athanor";
import { mariadb } from "athanor/mysql";
import { type PostgresqlOptions, postgresql, insert as upsert } from "athanor/postgresql";
import { sqlite } from "athanor/sqlite";
import { describe, expect, test } from "vitest";

const metadata = new MetaData();
const boat = metadata.table("boat", { id: integer().primaryKey(), name: text().notNull(), Size: integer() });
const other = metadata.table("other", { id: integer().primaryKey() });

type Compilable = Parameters<ReturnType<typeof postgresql>["compile"]>[0];
interface Statement {
  readonly node: Compilable;
}
const sqlOf = ({ node }: Statement, options?: PostgresqlOptions): string => postgresql({ bindCasts: false, ...options }).compile(node).sql;

describe("the row before and after a change", () => {
  test("of an UPDATE, with labels where names repeat", () => {
    const statement = update(boat).values({ name: "x" });
    const returning = statement.returning(statement.old.c.name, statement.new.c.name, boat.c.name, statement.old.c.Size);
    const compiled = postgresql({ bindCasts: false }).compile(returning.node);
    expect(compiled.sql).toBe('UPDATE boat SET name=$1 RETURNING old.name, new.name AS name_1, boat.name AS name_2, old."Size"');
    expect(compiled.resultColumns?.map(({ key }) => key)).toEqual(["name", "name_1", "name_2", "Size"]);
  });

  test("of a DELETE, in expressions", () => {
    const statement = deleteFrom(boat);
    expect(sqlOf(statement.returning(func.lower(statement.old.c.name), statement.new.c.id.isNull()))).toBe(
      "DELETE FROM boat RETURNING lower(old.name) AS lower_1, new.id IS NULL AS anon_1",
    );
  });

  test("of an upsert, which tells by it what it did", () => {
    const statement = upsert(boat).values({ id: 1, name: "x" });
    const returning = statement
      .onConflictDoUpdate({ indexElements: ["id"], set: { name: statement.excluded.name } })
      .returning({ inserted: statement.old.c.id.isNull(), before: statement.old });
    expect(sqlOf(returning)).toBe(
      "INSERT INTO boat (id, name) VALUES ($1, $2) ON CONFLICT (id) DO UPDATE SET name = excluded.name" +
        ' RETURNING old.id IS NULL AS inserted, old.id, old.name, old."Size"',
    );
    expect(postgresql().compile(returning.node).compiled.shape?.entries).toMatchObject([
      { key: "inserted" },
      { key: "before", nested: ["id", "name", "Size"], identifying: [1] },
    ]);
  });

  test("of a MERGE, and of a target with an alias", () => {
    const target = boat.alias("b");
    const statement = merge(target).using(other, target.c.id.eq(other.c.id)).whenMatched().thenDelete();
    expect(sqlOf(statement.returning(statement.old.c.id, other.c.id))).toBe(
      "MERGE INTO boat AS b USING other ON b.id = other.id WHEN MATCHED THEN DELETE RETURNING old.id, other.id AS id_1",
    );
  });

  test("in a CTE", () => {
    const statement = update(boat).values({ name: "x" });
    const changed = statement.returning(statement.old.c.name, statement.new.c.name).cte("changed");
    expect(sqlOf(select(changed.c.name, changed.c.name_1))).toBe(
      "WITH changed AS \n(UPDATE boat SET name=$1 RETURNING old.name, new.name AS name_1)\n SELECT changed.name, changed.name_1 \nFROM changed",
    );
  });

  test("is refused outside of returning()", () => {
    const statement = update(boat).values({ name: "x" });
    const only = "can only be named in returning()";
    expect(() => sqlOf(statement.where(statement.old.c.id.eq(1)))).toThrow(only);
    expect(() => sqlOf(statement.values({ Size: statement.old.c.Size }))).toThrow(only);
    expect(() => sqlOf(select(statement.old.c.id))).toThrow(only);
    expect(() => sqlOf(insert(boat).values({ name: insert(boat).old.c.name }))).toThrow("VALUES has no table in scope");
    const upserting = upsert(boat).values({ name: "x" });
    expect(() => sqlOf(upserting.onConflictDoUpdate({ indexElements: ["id"], set: { name: upserting.new.c.name } }))).toThrow(only);
    const merging = merge(boat).using(other, boat.c.id.eq(other.c.id));
    expect(() => sqlOf(merging.whenMatched(merging.old.c.id.eq(1)).thenDelete())).toThrow(only);
  });

  test("is refused where it is another table's, or a table has its name", () => {
    expect(() => sqlOf(update(boat).values({ name: "x" }).returning(update(other).old.c.id))).toThrow(
      "RETURNING names the old row of 'other', but the statement changes 'boat': take stmt.old of this very statement.",
    );
    const hidden = deleteFrom(boat.alias("old"));
    expect(() => sqlOf(hidden.returning(hidden.old.c.id))).toThrow(
      "RETURNING names the old row, but 'old' is also a table of the statement, which the database would take instead: give that an alias.",
    );
    expect(sqlOf(hidden.returning(hidden.new.c.id))).toBe('DELETE FROM boat AS "old" RETURNING new.id');
  });

  test("is refused before PostgreSQL 18, and elsewhere", () => {
    const statement = update(boat).values({ name: "x" });
    const returning = statement.returning(statement.old.c.name);
    expect(sqlOf(returning, { version: "18" })).toBe("UPDATE boat SET name=$1 RETURNING old.name");
    expect(() => sqlOf(returning, { version: "17.5" })).toThrow(
      new UnsupportedError(
        "The 'postgresql' dialect with current database version settings can't return the old row of a change (PostgreSQL from 18 on and SQL Server can).",
      ),
    );
    for (const dialect of [sqlite(), mariadb()]) {
      const deleting = deleteFrom(boat);
      expect(() => dialect.compile(deleting.returning(deleting.new.c.name).node)).toThrow(`The '${dialect.name}' dialect`);
    }
  });
});

test("the column of RETURNING that shows another one is found, by itself or by its label", () => {
  const named = table("named", { id: integer(), name: text() });
  const statement = insert(named).returning(named.c.name.label("who"), named.c.id);
  expect(statement.correspondingColumn(named.c.id)?.node).toBe(named.c.id.node);
  expect(String(statement.correspondingColumn(named.c.name))).toContain("named.name");
  expect(insert(named).returning(named.c.id).correspondingColumn(named.c.name)).toBeUndefined();
});
