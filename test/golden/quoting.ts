import { deleteFrom, insert, integer, literalColumn, MetaData, select, sql, text, update } from "athanor";
import { crew, order } from "./schema.js";

/** Lower-case words of which each dialect quotes its own. */
const WORDS = [
  ...["asc", "default", "limit", "offset", "check", "date", "key", "index", "percent", "level", "number", "row", "rank"],
  ...["system", "value", "values", "window", "freeze", "lateral", "array"],
];

/** The TypeScript of `cases/quoting.json`. */
export const quoting = {
  "quote-insert-all": () =>
    insert(order).values({ id: 1, select: 2, MixedCase: "m", "with space": "s", "per%cent": 3, group: "g", "a.b(c)": 4 }),
  "quote-insert-keys": () => insert(order),
  "quote-insert-multi": () =>
    insert(order).values([
      { "per%cent": 1, "with space": "a" },
      { "per%cent": 2, "with space": "b" },
    ]),
  "quote-update-odd": () =>
    update(order)
      .values({ "per%cent": order.c["per%cent"].add(1), "a.b(c)": 7 })
      .where(order.c["per%cent"].gt(5)),
  "quote-delete-odd": () => deleteFrom(order).where(order.c["per%cent"].eq(5), order.c["a.b(c)"].eq(6), order.c["with space"].eq("x")),
  "quote-returning-odd": () => deleteFrom(order).returning(order.c["per%cent"], order.c["a.b(c)"], order.c["with space"]),
  "quote-select-odd": () => select(order.c["per%cent"], order.c.MixedCase.label("My Label")),
  "quote-qmark": () => update(order).values({ "per%cent": 1 }).where(order.c["a.b(c)"].eq(2)),
  "quote-reserved-table": () => {
    const t = new MetaData().table("user", { order: integer(), table: text() });
    return insert(t).values({ order: 1, table: "x" });
  },
  "quote-reserved-words-many": () => {
    const t = new MetaData().table("misc", Object.fromEntries(WORDS.map((word) => [word, integer()])));
    return select(t);
  },
  "quote-force": () => {
    const t = new MetaData().table("plain", { c: integer().quoted(true) }, () => [], { quote: true });
    return update(t).values({ c: 1 });
  },
  "quote-never": () => {
    const t = new MetaData().table("Plain", { Col: integer().quoted(false) }, () => [], { quote: false });
    return update(t).values({ Col: 1 });
  },
  "quote-quoted-name": () => {
    const t = new MetaData().table("low", { UP: integer().quoted(false) }, () => [], { quote: true });
    return update(t).values(new Map([[t.c.UP, 1]]));
  },
  "quote-embedded-quotes": () => {
    const t = new MetaData().table('a"b', { "c`d": integer(), "e]f": integer() });
    return update(t).values(
      new Map<(typeof t.c)["c`d"] | (typeof t.c)["e]f"], number>([
        [t.c["c`d"], 1],
        [t.c["e]f"], 2],
      ]),
    );
  },
  "quote-schema-reserved": () => {
    const t = new MetaData().table("t", { id: integer() }, () => [], { schema: "Group" });
    const u = new MetaData().table("u", { id: integer() }, () => [], { schema: "db.owner" });
    return select(t.c.id, u.c.id);
  },
  "quote-digits-first": () => {
    const t = new MetaData().table("1st", { "2nd": integer(), _x: integer(), y$z: integer(), $w: integer() });
    return update(t).values({ "2nd": 1, _x: 2, y$z: 3, $w: 4 });
  },
  "quote-non-ascii": () => {
    const t = new MetaData().table("måned", { år: integer() });
    return update(t).values({ år: 1 }).where(t.c.år.eq(2));
  },
  "quote-long-label": () => {
    const c = crew.c.name.label("x".repeat(80));
    return select(c).orderBy(c);
  },
  "quote-long-bind": () => {
    const t = new MetaData().table("t", { ["c".repeat(70)]: integer() });
    return deleteFrom(t).where(t.c["c".repeat(70)]!.eq(5));
  },
  "quote-alias-odd": () => {
    const a = crew.alias("My Crew");
    return deleteFrom(a).where(a.c.id.eq(1));
  },
  "quote-percent-literal-column": () =>
    update(crew)
      .values({ name: literalColumn("'10%'", text()) })
      .where(sql.text("email LIKE 'a%'")),
  "quote-percent-operator": () => deleteFrom(crew).where(crew.c.rating.mod(2).eq(1)),
  "quote-percent-alias": () => {
    const a = crew.alias("a%b");
    return select(a.c.id.label("l%m"));
  },
  "quote-colon-text": () => select(sql.text("'a\\:b' AS x")).where(sql.text("id = :id").bindParams({ id: 3 })),
  "quote-double-colon-text": () => select(sql.text("x::int")),
};
