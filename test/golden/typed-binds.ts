import {
  anyOf,
  array,
  arrayContains,
  arrayElement,
  arrayOf,
  arraySlice,
  bigInteger,
  bindParam,
  boolean,
  cast,
  date,
  deleteFrom,
  func,
  insert,
  integer,
  json,
  jsonPath,
  literal,
  MetaData,
  sql,
  text,
  typeCoerce,
  typeDecorator,
  update,
  varchar,
} from "athanor";
import { untyped } from "./harness.js";
import { beacon, buoy, crate, crew, sample, voyage } from "./schema.js";

/** Text that is stored in capitals. */
const loud = typeDecorator<string, string>({ name: "loud", impl: varchar(10), toDatabase: (value) => value.toUpperCase() });

/** Text that the database folds, and unfolds again. */
const folded = typeDecorator<string, string>({
  name: "folded",
  impl: text(),
  ddl: "FOLDED",
  bindExpression: (value) => sql`fold(${value})`,
  columnExpression: (column) => sql`unfold(${column})`,
});
const foldedTable = () => new MetaData().table("folded", { id: integer().primaryKey(), v: folded() });

/** The TypeScript of `cases/typed-binds.json`. */
export const typedBinds = {
  "type-int-string": () => insert(crew).values({ name: "a", rating: 1 }),
  "type-json-dict": () => insert(sample).values({ payload: { a: [1, 2.5, null, true], b: "é" } }),
  "type-json-none": () => insert(sample).values({ payload: json.null }),
  "type-json-none-as-null": () => insert(sample).values({ payload_none: null }),
  "type-json-null-construct": () => insert(sample).values({ payload: sql.null }),
  "type-json-null-symbol": () => insert(sample).values({ payload_none: json.null, payload: json.null }),
  "type-json-scalar": () => insert(sample).values({ payload: 5, payload_none: "str" }),
  "type-json-path-where": () => update(sample).where(jsonPath(sample.c.payload, "k").asString().eq("v")).values({ small: 1 }),
  "type-json-path-int": () =>
    update(sample)
      .where(jsonPath(sample.c.payload, "k", 0, "z").asInteger().gt(3))
      .values({ small: 1 }),
  "type-boolean": () => insert(sample).values({ flag: false }),
  "type-boolean-where": () => deleteFrom(sample).where(sample.c.flag.eq(sql.true)),
  "type-boolean-is": () => deleteFrom(sample).where(sample.c.flag.is(true), sample.c.flag.isNot(false)),
  "type-date-time": () => insert(sample).values({ made_on: "2029-02-03", alarm: "04:05:06.000700", made_at: "2029-02-03T04:05:06" }),
  "type-datetime-where": () => deleteFrom(voyage).where(voyage.c.departed.lt("2029-02-03T04:05:00")),
  "type-interval": () => insert(sample).values({ span: "PT3H0.000005S" }),
  "type-datetime-minus-interval": () => deleteFrom(sample).where(sample.c.made_at.add("P2D").lt("2030-01-01T00:00:00")),
  "type-numeric": () => insert(sample).values({ price: "19.99", ratio: 0.5 }),
  "type-numeric-from-int": () => insert(sample).values({ price: untyped(3), ratio: 1 }),
  "type-enum": () => insert(sample).values({ level: "high" }),
  "type-enum-string": () => insert(sample).values({ level: "low" }),
  "type-enum-bad": () => insert(sample).values({ level: untyped("nope") }),
  "type-uuid": () => insert(sample).values({ ident: "00112233-4455-6677-8899-aabbccddeeff" }),
  "type-uuid-where": () => update(beacon).where(beacon.c.id.eq("00000000-0000-0000-0000-000000000005")).values({ label: "x" }),
  "type-binary": () => insert(sample).values({ raw: new Uint8Array([1, 2]) }),
  "type-bigint-smallint": () => insert(sample).values({ big: 1099511627776n, small: 3 }),
  "type-text-unicode": () => insert(sample).values({ body: "long", uni: "ü" }),
  "type-array": () => insert(crate).values({ tags: ["a", "b"], nums: [1, 2] }),
  "type-array-empty": () => insert(crate).values({ tags: [] }),
  "type-array-literal": () => update(crate).values({ nums: array([1, 2, 3]) }),
  "type-array-contains": () =>
    deleteFrom(crate).where(
      arrayContains(crate.c.tags, ["a"]),
      bindParam("nums", integer(), { value: 5, unique: true }).eq(anyOf(crate.c.nums)),
    ),
  "type-array-append": () => update(crate).values({ tags: crate.c.tags.op("||", arrayOf(varchar()))(["z"]) }),
  "type-array-index": () => update(crate).values(new Map([[arrayElement(crate.c.nums, 2), 9]])),
  "type-array-slice-set": () => update(crate).values(new Map([[arraySlice(crate.c.nums, 2, 3), [8, 9]]])),
  "type-jsonb": () =>
    update(crate)
      .where(crate.c.doc.op("@>", boolean())({ k: 1 }))
      .values({ doc: { x: [1] } }),
  "type-jsonb-subscript-set": () => update(crate).values(new Map([[jsonPath(crate.c.doc, "k"), 5]])),
  "type-cast-in-set": () => update(sample).values({ big: cast(sample.c.body, bigInteger()), body: typeCoerce(sample.c.small, text()) }),
  "type-untyped-literal": () => insert(buoy).values({ id: 1, name: "a" }),
  "type-untyped-column-compare": () =>
    deleteFrom(buoy).where(
      buoy.c.id.eq(1),
      buoy.c.name.eq("a"),
      buoy.c.color.eq(bindParam("color", date(), { value: "2030-01-01", unique: true })),
    ),
  "type-func-args": () =>
    update(crew).values({
      rating: func.mix?.(1, "a", 2.5, true, sql.null, bindParam("mix", date(), { value: "2030-01-01", unique: true }), integer()),
    }),
  "type-string-length-cast": () => deleteFrom(crew).where(crew.c.name.eq("x"), literal("y").eq(crew.c.email)),
  "type-custom-decorator": () => {
    const table = new MetaData().table("loud", { id: integer().primaryKey(), v: loud() });
    return insert(table).values({ v: "quiet" });
  },
  "type-custom-bind-expression": () => {
    const table = foldedTable();
    return insert(table).values({ v: "x" }).returning(table.c.v);
  },
  "type-custom-bind-expression-multi": () => insert(foldedTable()).values([{ v: "x" }, { v: "y" }]),
  "type-custom-bind-expression-update": () => {
    const table = foldedTable();
    return update(table).values({ v: "x" }).where(table.c.v.eq("y"));
  },
  "type-variant": () => {
    const v = varchar(10).withVariant(untyped(integer()), "postgresql").withVariant(text(), "mysql");
    const table = new MetaData().table("var", { id: integer().primaryKey(), v });
    return update(table).values({ v: "x" }).where(cast(table.c.id, v).eq("y"));
  },
  "type-null-each-type": () => insert(sample).values({ flag: null, made_on: null, price: null, level: null, ident: null, raw: null }),
};
