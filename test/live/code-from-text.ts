// A program: statements of many kinds, twice each, in a process that may or may not make code out of text; it writes down what came out.
import { bindParam, boolean, createEngine, deleteFrom, func, insert, integer, json, MetaData, select, text, update } from "athanor";

function takesCodeFromText(): boolean {
  try {
    return new Function("return true")() === true;
  } catch {
    return false;
  }
}

const metadata = new MetaData();
const authors = metadata.table("author", {
  id: integer().primaryKey(),
  name: text().notNull(),
  active: boolean().notNull().default(true),
  facts: json().$type<{ born: number }>(),
});
const books = metadata.table("book", {
  id: integer().primaryKey(),
  authorId: integer("author_id").references(() => authors.c.id),
  title: text().notNull(),
});

const engine = createEngine("sqlite:///:memory:");
const found: unknown[] = [];
await engine.begin(async (conn) => {
  await metadata.createAll(conn);
  const names = Array.from({ length: 250 }, (_, n) => ({ name: `author ${n}`, facts: { born: 1900 + n } }));
  for (let turn = 0; turn < 2; turn += 1) {
    const returning = insert(authors).returning(authors.c.id, authors.c.active, authors.c.facts).sortByParameterOrder();
    found.push((await conn.execute(returning, names)).all());
    found.push((await conn.execute(insert(books).returning(books), { authorId: turn + 1, title: "a title" })).all());
    found.push((await conn.execute(insert(books), [{ title: "one" }, { title: "two" }])).rowCount);
    const joined = select({ book: books, author: authors, upper: func.upper(books.c.title) })
      .outerJoin(authors, authors.c.id.eq(books.c.authorId))
      .where(books.c.id.gt(bindParam("after", integer())))
      .orderBy(books.c.id);
    found.push((await conn.execute(joined, { after: turn })).all());
    found.push((await conn.execute(select(authors.c.name.label("__proto__")).where(authors.c.id.in([1, 2, turn + 3])))).all().length);
    const renamed = update(authors).where(authors.c.id.eq(bindParam("key", integer())));
    found.push(
      (
        await conn.execute(renamed, [
          { key: 1, name: `renamed ${turn}` },
          { key: 2, active: false },
        ])
      ).rowCount,
    );
    found.push((await conn.execute(deleteFrom(books).where(books.c.title.eq("two")).returning(books.c.id))).all());
  }
  found.push((await conn.execute(select(authors).orderBy(authors.c.id).limit(3))).all());
});
found.push(engine.cacheStatistics);
await engine.close();
console.log(JSON.stringify({ takesCodeFromText: takesCodeFromText(), found }));
