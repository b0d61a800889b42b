import { type Connection, createEngine, deleteFrom, insert, MetaData, select, sql, text, update } from "athanor";
import fc from "fast-check";
import { describe, expect, test } from "vitest";

/** Names that have been the end of others: quotes, reserved words, placeholders, members of every object, letters that change their length. */
const hostile = fc.constantFrom(
  '"',
  '""',
  "'; DROP TABLE crew --",
  "select",
  "Order",
  "__proto__",
  "constructor",
  "toString",
  " ",
  "%s%",
  "%(x)s",
  "?1",
  ":name",
  "$1",
  "a.b",
  "[x]",
  "`",
  "\\",
  "/*",
  "name_1",
  "anon_1",
  "__[POSTCOMPILE_x]",
  "\u{1F41F}",
  "İ",
  "ß",
  "e\u0301",
  "\ufeff",
  "\u2028",
  "\r\n",
  "\u0001",
);

const name = fc.oneof(
  hostile,
  fc.string({ unit: "binary", minLength: 1, maxLength: 8 }).filter((text) => !text.includes("\0")),
  fc.tuple(hostile, hostile).map((both) => both.join("")),
);
/** SQLite keeps names that begin like this to itself. */
const tableName = name.filter((text) => !text.toLowerCase().startsWith("sqlite_"));

const names = fc
  .record({ table: tableName, column: name, key: name, label: name, alias: name })
  // a CTE of the table's name would be made of itself
  .filter(({ table, alias }) => table.toLowerCase() !== alias.toLowerCase());

type Names = typeof names extends fc.Arbitrary<infer N> ? N : never;

async function catalogNames(conn: Connection): Promise<readonly unknown[]> {
  return conn.scalars(sql.text("SELECT name FROM sqlite_master WHERE type = 'table'"));
}

/** Creates a table of these names, writes and reads it in every way, and drops it. */
async function goThrough(conn: Connection, { table, column, key, label, alias }: Names): Promise<void> {
  const metadata = new MetaData();
  const made = metadata.table(table, { [key]: text(column) });
  const own = made.c[key];
  if (!own) throw new Error(`the table has no column '${key}'`);
  await metadata.createAll(conn);
  expect(await catalogNames(conn)).toEqual([table]);
  const columns = sql.text("SELECT name FROM pragma_table_info(:table)").bindParams({ table });
  expect(await conn.scalars(columns)).toEqual([column]);

  await conn.execute(insert(made).values({ [key]: "a" }));
  await conn.execute(insert(made), { [key]: "b" });
  await conn.execute(insert(made), [{ [key]: "c" }, { [key]: "d" }]);
  const returned = await conn.execute(
    insert(made)
      .values({ [key]: "e" })
      .returning(own.label(label)),
  );
  expect(returned.one()).toEqual({ [label]: "e" });

  const all = await conn.execute(select(made).orderBy(own));
  expect(all.all()).toEqual(["a", "b", "c", "d", "e"].map((value) => ({ [key]: value })));
  const other = made.alias(alias);
  const otherOwn = other.c[key];
  if (!otherOwn) throw new Error(`the alias has no column '${key}'`);
  const labelled = await conn.execute(select(otherOwn.label(label)).where(otherOwn.eq("b")));
  expect(labelled.one()).toEqual({ [label]: "b" });
  const recorded = await conn.execute(select({ [label]: own }).where(own.eq("b")));
  expect(recorded.one()).toEqual({ [label]: "b" });

  const inner = select(own.label(label)).subquery(alias);
  const common = select(own.label(label)).cte(alias);
  for (const from of [inner, common]) {
    const shown = from.c[label];
    if (!shown) throw new Error(`the subquery has no column '${label}'`);
    expect(await conn.scalars(select(shown).where(shown.eq("c")))).toEqual(["c"]);
  }

  const changed = await conn.execute(
    update(made)
      .values({ [key]: "z" })
      .where(own.eq("a")),
  );
  expect(changed.rowCount).toBe(1);
  const gone = await conn.execute(
    deleteFrom(made)
      .where(own.in(["z", "b"]))
      .returning(own.label(label)),
  );
  expect(gone.scalars().sort()).toEqual(["b", "z"]);
  await metadata.dropAll(conn);
  expect(await catalogNames(conn)).toEqual([]);
}

describe.each(["node", "better-sqlite3"])("names on %s", (driver) => {
  test("of tables, columns, keys, labels and aliases come back as they were given", async () => {
    const engine = createEngine(`sqlite+${driver}://`);
    const conn = await engine.connect();
    await fc.assert(
      fc.asyncProperty(names, async (each) => {
        try {
          await goThrough(conn, each);
        } finally {
          await conn.rollback();
        }
      }),
      { numRuns: 250 },
    );
    await conn.close();
    await engine.close();
  });
});
