import { bindList, deleteFrom, insert, integer, select, sql, update } from "athanor";
import { untyped } from "../harness.js";
import { crew, dock, voyage } from "../schema.js";
import type { Traces } from "../trace.js";

const named = (names: string) => [...names].map((name) => ({ name }));

/** UPDATE, DELETE, text, and what results answer to them. */
export const plainTraces: Traces = {
  "trace-update-plain": async ({ run }) => {
    await run(insert(crew), named("ab"));
    await run(update(crew).values({ name: "c" }));
    await run(update(crew).where(crew.c.id.eq(99)).values({ name: "c" }));
    await run(update(crew).where(crew.c.id.eq(1)), { name: "d", rating: 3 });
  },
  "trace-delete-plain": async ({ run }) => {
    await run(insert(crew), named("ab"));
    await run(deleteFrom(crew).where(crew.c.id.eq(1)));
    await run(deleteFrom(crew));
  },
  "trace-update-from": async ({ run }) => {
    await run(insert(crew), named("ab"));
    await run(insert(voyage), [
      { captain_id: 1, status: "s" },
      { captain_id: 2, status: "t" },
    ]);
    await run(update(voyage).where(voyage.c.captain_id.eq(crew.c.id), crew.c.name.eq("b")).values({ status: crew.c.name }));
    await run(select(voyage.c.id, voyage.c.status));
  },
  "trace-in-expanding": async ({ run }) => {
    await run(insert(crew), named("abcd"));
    const gone = deleteFrom(crew).where(crew.c.id.in(bindList("ids", integer())));
    await run(gone, { ids: [1, 3] });
    await run(gone, { ids: [] });
    await run(update(crew).where(crew.c.id.notIn([])).values({ rating: 1 }));
    await run(select(crew.c.id, crew.c.rating));
  },
  "trace-schema-translate": async ({ run }) => {
    const options = { schemaTranslateMap: { harbor: "pier" } };
    await run(sql.text("ATTACH ':memory:' AS pier"));
    await run(sql.text("CREATE TABLE pier.dock (id INTEGER PRIMARY KEY, name VARCHAR, capacity INTEGER)"));
    await run(insert(dock).values({ name: "d" }), undefined, { options });
    await run(insert(dock).returning(dock.c.id), named("ef"), { options });
    await run(select(dock.c.name), undefined, { options });
  },
  "trace-text-dml": async ({ run }) => {
    await run(sql.text("INSERT INTO crew (name) VALUES (:n)"), { n: "a" });
    await run(sql.text("INSERT INTO crew (name) VALUES (:n)"), [{ n: "b" }, { n: "c" }]);
    await run(sql.text("UPDATE crew SET name = :n WHERE id = 1 RETURNING id").bindParams({ n: "z" }));
    await run(sql.text("SELECT id, name FROM crew"));
  },
  "trace-rowcount": async ({ run }) => {
    await run(
      insert(crew),
      named("abc").map((row) => ({ ...row, rating: 1 })),
    );
    await run(insert(crew).values(named("de")));
    await run(update(crew).where(crew.c.rating.eq(1)).values({ rating: 2 }));
    await run(update(crew).where(crew.c.rating.eq(1)).values({ rating: 2 }));
    await run(deleteFrom(crew).where(crew.c.rating.eq(2)));
    await run(deleteFrom(crew));
  },
  // rowCount is always kept: there is no option for it
  "trace-rowcount-preserved": async ({ run }) => {
    await run(insert(crew).returning(crew.c.id), named("abc"));
    await run(insert(crew), { name: "d" });
    await run(select(crew.c.id));
  },
  // `untyped`: TypeScript does not let a result of rows be asked for keys
  "trace-accessors-on-select": async ({ connection, mark }) => {
    const result = untyped(await (await connection()).execute(select(crew)));
    await mark("inserted_primary_key", () => result.insertedPrimaryKey);
    await mark("last_inserted_params", () => result.lastInsertedParams());
    await mark("last_updated_params", () => result.lastUpdatedParams());
    await mark("prefetch_cols", () => result.prefetchCols());
    await mark("postfetch_cols", () => result.postfetchCols());
    await mark("returned_defaults", () => result.returnedDefaults);
    await mark("lastrow_has_defaults", () => result.lastRowHasDefaults());
  },
  "trace-accessors-text": async ({ connection, mark }) => {
    const result = untyped(await (await connection()).execute(sql.text("INSERT INTO crew (name) VALUES ('a')")));
    await mark("inserted_primary_key", () => result.insertedPrimaryKey);
    await mark("last_inserted_params", () => result.lastInsertedParams());
    await mark("fetchone", () => result.first());
  },
};
