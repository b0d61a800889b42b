import { check, deleteFrom, func, insert, integer, MetaData, Sequence, select, varchar } from "athanor";
import { postgresql, insert as upsert } from "athanor/postgresql";
import { describe, expect, test } from "vitest";

const metadata = new MetaData();
const boat = metadata.table("boat", { id: integer().primaryKey(), name: varchar(30), User: integer() });
const pier = metadata.table("pier", { id: integer().primaryKey(), boatId: integer("boat_id") }, () => [], { schema: "Harbour" });

const sqlOf = (statement: { compile(options: object): { readonly sql: string } }, options: object = {}): string =>
  statement.compile({ dialect: postgresql(), ...options }).sql;

test("placeholders are numbered and cast", () => {
  expect(sqlOf(select(boat.c.id).where(boat.c.name.eq("x"), boat.c.id.gt(5)))).toBe(
    "SELECT boat.id \nFROM boat \nWHERE boat.name = $1::VARCHAR AND boat.id > $2::INTEGER",
  );
});

test("names are quoted for capitals and reserved words", () => {
  expect(sqlOf(select(boat.c.User, pier.c.id))).toBe('SELECT boat."User", "Harbour".pier.id \nFROM boat, "Harbour".pier');
});

describe("row locks", () => {
  const query = select(boat.c.id);
  for (const [options, text] of [
    [{}, "FOR UPDATE"],
    [{ read: true }, "FOR SHARE"],
    [{ keyShare: true }, "FOR NO KEY UPDATE"],
    [{ read: true, keyShare: true }, "FOR KEY SHARE"],
    [{ of: boat, nowait: true }, "FOR UPDATE OF boat NOWAIT"],
    [{ skipLocked: true }, "FOR UPDATE SKIP LOCKED"],
  ] as const) {
    test(text, () => expect(sqlOf(query.withForUpdate(options))).toBe(`SELECT boat.id \nFROM boat ${text}`));
  }
});

test("a sequence is named inside of a string, where capitals keep their quotes", () => {
  expect(sqlOf(select(new Sequence("Boat Seq", { schema: "Harbour" }).nextValue().label("n")))).toBe(
    `SELECT nextval('"Harbour"."Boat Seq"') AS n`,
  );
});

test("OFFSET alone needs LIMIT ALL", () => {
  expect(sqlOf(select(boat.c.id).offset(5))).toBe("SELECT boat.id \nFROM boat\n LIMIT ALL OFFSET $1::INTEGER");
});

test("numbered names that are too long are cut, and told apart", () => {
  const wide = new MetaData().table("wide", { ["c".repeat(70)]: integer(), ["c".repeat(69)]: integer() });
  const { params } = select(func.count())
    .selectFrom(wide)
    .where(...Object.values(wide.c).map((column, index) => column.eq(index)))
    .compile({ dialect: postgresql({ paramStyle: "named" }) });
  expect(params).toEqual({ [`${"c".repeat(57)}_1`]: 0, [`${"c".repeat(57)}_2`]: 1 });
});

test("ONLY is the one hint", () => {
  expect(sqlOf(deleteFrom(boat).withHint("only"))).toBe("DELETE FROM ONLY boat");
  expect(() => sqlOf(deleteFrom(boat).withHint("WITH (TABLOCK)"))).toThrow("Unrecognized hint: 'WITH (TABLOCK)'");
  expect(sqlOf(deleteFrom(boat).withHint("WITH (TABLOCK)", { dialect: "mssql" }))).toBe("DELETE FROM boat");
});

test("DELETE of one table by another names it in USING", () => {
  expect(sqlOf(deleteFrom(boat).where(boat.c.id.eq(pier.c.boatId), func.length(boat.c.name).gt(3)))).toBe(
    'DELETE FROM boat USING "Harbour".pier WHERE boat.id = "Harbour".pier.boat_id AND length(boat.name) > $1::INTEGER',
  );
});

test("without RETURNING a key is fetched first, from the sequence that PostgreSQL made for it", () => {
  const sequenceOf = (table: string, column: string) => {
    const made = new MetaData().table(table, { id: integer(column).primaryKey() });
    const { dml } = insert(made).compile({ dialect: postgresql({ implicitReturning: false }), columnKeys: [] });
    const byDefault = dml?.prefetch[0]?.default;
    return byDefault?.kind === "sequence" ? byDefault.sequence.name : byDefault;
  };
  expect(sequenceOf("boat", "id")).toBe("boat_id_seq");
  expect(sequenceOf("a".repeat(40), "b".repeat(40))).toBe(`${"a".repeat(29)}_${"b".repeat(29)}_seq`);
  expect(sequenceOf("a".repeat(60), "id")).toBe(`${"a".repeat(56)}_id_seq`);
});

test("rows of a bulk INSERT that come back in order are selected in the order of a counter", () => {
  const statement = insert(boat).returning(boat.c.id).sortByParameterOrder();
  const { sql, dml } = statement.compile({ dialect: postgresql(), columnKeys: ["name"], executemany: true });
  expect(sql).toBe(
    "INSERT INTO boat (name) SELECT p0::VARCHAR FROM (VALUES ($1::VARCHAR)) AS imp_sen(p0, sen_counter) ORDER BY sen_counter RETURNING boat.id, boat.id AS id__1",
  );
  expect(dml?.bulk?.counted).toBe(true);
  expect(dml?.bulk?.sentinel).toMatchObject({ kind: "counted", index: 0, extra: "" });
});

describe("ON CONFLICT", () => {
  const statement = upsert(boat).values({ id: 1, name: "x" });

  test("sets all columns but the key from the row that was to be inserted", () => {
    expect(sqlOf(statement.onConflictDoUpdate({ indexElements: ["id"], set: ({ id: _, ...others }) => others }))).toBe(
      'INSERT INTO boat (id, name) VALUES ($1::INTEGER, $2::VARCHAR) ON CONFLICT (id) DO UPDATE SET name = excluded.name, "User" = excluded."User"',
    );
  });

  test("is refused for a constraint that is no unique one", () => {
    const checked = check("id > 0");
    expect(() => statement.onConflictDoNothing({ constraint: checked })).toThrow(
      "constraint: a name, or what unique(), primaryKey() or index() gives, was expected; got check.",
    );
  });
});
