import { bindParam, createEngine, func, insert, literal, MetaData, select, sql, text, typeDecorator, update } from "athanor";
import { postgresql } from "athanor/postgresql";
import { sqlite } from "athanor/sqlite";
import { describe, expect, test } from "vitest";

/** Text that the database makes capitals of, and small letters where it is read. */
const shouted = typeDecorator<string, string>({
  name: "shouted",
  impl: text(),
  bindExpression: (value) => func.upper(value),
  columnExpression: (column) => func.lower(column),
});
const metadata = new MetaData();
const note = metadata.table("note", { id: text().primaryKey(), body: shouted() });

type Compilable = { compile(options: object): { readonly sql: string } };
const sqlOf = (statement: Compilable, options: object = { dialect: sqlite() }): string =>
  statement.compile(options).sql.replaceAll("\n", "");

describe("what a type writes around its values", () => {
  test("stands around parameters wherever they are, lists and literal values too", () => {
    expect(
      sqlOf(
        update(note)
          .values({ body: "x" })
          .where(note.c.body.eq(bindParam("old"))),
      ),
    ).toBe("UPDATE note SET body=upper(?) WHERE note.body = upper(?)");
    const listed = select(note.c.id).where(note.c.body.in(["a", "b"]));
    expect(listed.compile({ dialect: postgresql() }).expanded().sql.replaceAll("\n", "")).toBe(
      "SELECT note.id FROM note WHERE note.body IN (upper($1::VARCHAR), upper($2::VARCHAR))",
    );
    expect(sqlOf(select(note.c.id).where(note.c.body.eq("a")), { dialect: sqlite(), literalBinds: true })).toBe(
      "SELECT note.id FROM note WHERE note.body = upper('a')",
    );
  });

  test("stands around columns that are read, in the outermost statement only", () => {
    const inner = select(note.c.body).subquery("s");
    expect(sqlOf(select(inner.c.body))).toBe("SELECT lower(s.body) AS body FROM (SELECT note.body AS body FROM note) AS s");
    expect(sqlOf(select(note.c.body.label("b")).where(note.c.body.isNotNull()))).toBe(
      "SELECT lower(note.body) AS b FROM note WHERE note.body IS NOT NULL",
    );
  });

  test("holds plain values as text, and the value once", () => {
    const padded = typeDecorator<string, string>({
      name: "padded",
      impl: text(),
      bindExpression: (value) => sql`pad(${value}, ${5}, ${"it's 5%"})`,
    });
    const table = new MetaData().table("t", { v: padded() });
    expect(sqlOf(insert(table).values({ v: "x" }))).toBe("INSERT INTO t (v) VALUES (pad(?, 5, 'it''s 5%'))");
    expect(sqlOf(insert(table).values({ v: "x" }), { dialect: postgresql({ paramStyle: "pyformat", bindCasts: false }) })).toBe(
      "INSERT INTO t (v) VALUES (pad(%(v)s, 5, 'it''s 5%%'))",
    );
    const lost = typeDecorator<string, string>({ name: "lost", impl: text(), bindExpression: () => literal(1) });
    expect(() => sqlOf(select(literal("x", lost())))).toThrow(
      "The bindExpression of the type 'lost' must give an expression that has the value once.",
    );
  });

  test("is executed, page by page", async () => {
    await createEngine("sqlite://").begin(async (conn) => {
      await metadata.createAll(conn);
      const rows = await conn.execute(insert(note).returning(note.c.body).sortByParameterOrder(), [
        { id: "1", body: "Ahoy" },
        { id: "2", body: "Land" },
      ]);
      expect(rows.all()).toEqual([{ body: "ahoy" }, { body: "land" }]);
      expect((await conn.execute(select(sql.text("body")).selectFrom(note))).tuples()).toEqual([["AHOY"], ["LAND"]]);
    });
  });
});
