import { bindParam, caseWhen, cast, exists, func, insert, integer, literal, literalColumn, select, sql, varchar } from "athanor";
import { untyped } from "./harness.js";
import { beacon, crew, dock, manifest, order, port, sample, tag, voyage } from "./schema.js";

/** The TypeScript of `cases/insert-values-forms.json`. */
export const insertValuesForms = {
  "values-kwargs": () => insert(crew).values({ name: "Liv", rating: 3 }),
  "values-dict-names": () => insert(crew).values({ name: "Liv", rating: 3 }),
  "values-dict-columns": () =>
    insert(crew).values(
      new Map<typeof crew.c.name | typeof crew.c.rating, unknown>([
        [crew.c.name, "Liv"],
        [crew.c.rating, 3],
      ]),
    ),
  "values-dict-mixed-keys": () =>
    insert(crew).values(
      untyped(
        new Map<unknown, unknown>([
          [crew.c.rating, 3],
          ["name", "Liv"],
        ]),
      ),
    ),
  "values-dict-order-ignored": () => insert(crew).values({ rating: 3, name: "Liv", id: 8 }),
  "values-tuple": () => insert(crew).values([5, "Liv", "l@x", 3]),
  "values-tuple-short": () => insert(crew).values([5, "Liv"]),
  "values-list-single-tuple-like": () => insert(crew).values([5, "Liv", "l@x", 3]),
  "values-list-of-dicts": () =>
    insert(crew).values([
      { name: "a", rating: 1 },
      { name: "b", rating: 2 },
    ]),
  "values-list-of-dicts-column-keys": () => insert(crew).values(["a", "b", "c"].map((name) => new Map([[crew.c.name, name]]))),
  "values-list-of-tuples": () =>
    insert(manifest).values([
      [1, 1, "rope", 4],
      [1, 2, "tar", 2],
    ]),
  "values-list-of-one-dict": () => insert(crew).values([{ name: "only" }]),
  "values-multi-twice-appends": () =>
    insert(crew)
      .values([{ name: "a" }])
      .values([{ name: "b" }, { name: "c" }]),
  "values-multi-extra-key-in-later-row": () => insert(crew).values([{ name: "a" }, { name: "b", rating: 9 }]),
  "values-multi-missing-key-in-later-row": () => insert(crew).values([{ name: "a", rating: 9 }, { name: "b" }]),
  "values-multi-expressions": () =>
    insert(crew).values([
      { name: func.upper("a"), rating: 1 },
      { name: "b", rating: literal(2).add(3) },
    ]),
  "values-multi-subquery": () => insert(crew).values([{ name: select(func.max(port.c.title)).scalarSubquery() }, { name: "b" }]),
  "values-multi-none": () =>
    insert(crew).values([
      { name: null, rating: 1 },
      { name: "b", rating: null },
    ]),
  "values-multi-named-bindparam": () => insert(crew).values([{ name: bindParam("n0") }, { name: bindParam("n1") }]),
  "values-multi-schema-table": () => insert(dock).values([{ name: "a" }, { name: "b" }]),
  "values-multi-key-not-name": () =>
    insert(tag).values([
      { text: "x", rank: 1 },
      { text: "y", rank: 2 },
    ]),
  "values-multi-uuid-default": () => insert(beacon).values([{ label: "a" }, { label: "b" }]),
  "values-multi-executed-with-params": () => insert(crew).values([{ name: "a" }, { name: "b" }]),
  "values-sql-function": () => insert(crew).values({ name: func.lower("LIV"), rating: func.abs(-3) }),
  "values-sql-arithmetic": () => insert(crew).values({ rating: literal(2).mul(5).add(1) }),
  "values-text": () => insert(crew).values({ name: sql.text("'fixed'").as(varchar()), rating: sql.text("1 + 1").as(integer()) }),
  "values-text-with-bind": () => insert(crew).values({ name: sql.text(":who").bindParams({ who: "me" }).as(varchar()) }),
  "values-literal-column": () => insert(crew).values({ rating: literalColumn("41 + 1", integer()) }),
  "values-null": () => insert(crew).values({ name: sql.null, rating: 1 }),
  "values-none": () => insert(crew).values({ name: null, rating: 1 }),
  "values-true-false": () => insert(sample).values({ flag: sql.true }),
  "values-scalar-subquery": () =>
    insert(voyage).values({ captain_id: select(crew.c.id).where(crew.c.name.eq("Liv")).scalarSubquery(), status: "new" }),
  "values-scalar-subquery-plain-select": () =>
    insert(voyage).values(untyped({ captain_id: select(crew.c.id).where(crew.c.name.eq("Liv")) })),
  "values-subquery-of-target-table": () => insert(crew).values({ rating: select(func.max(crew.c.rating).add(1)).scalarSubquery() }),
  "values-exists": () => insert(sample).values({ flag: exists().where(crew.c.rating.gt(3)) }),
  "values-case": () => insert(crew).values({ rating: caseWhen(literal(1).eq(1), 10).else(20) }),
  "values-cast": () => insert(crew).values({ rating: cast("12", integer()) }),
  "values-column-of-own-table": () => insert(crew).values({ rating: crew.c.id }),
  "values-key-not-name": () => insert(tag).values({ text: "red", rank: 2 }),
  "values-key-not-name-column-objects": () =>
    insert(tag).values(
      new Map<typeof tag.c.text | typeof tag.c.id, unknown>([
        [tag.c.text, "red"],
        [tag.c.id, 9],
      ]),
    ),
  "values-column-name-instead-of-key": () => insert(tag).values(untyped({ tag_text: "red" })),
  "values-quoted-columns": () => insert(order).values({ select: 1, MixedCase: "m", "with space": "s", group: "g" }),
  "values-scalar-select-with-cte": () => {
    const top = select(func.max(crew.c.rating).label("r")).cte("top");
    return insert(crew).values({ name: "x", rating: select(top.c.r).scalarSubquery() });
  },
  "values-same-bind-twice": () => {
    const word = bindParam("word", undefined, { value: "hey" });
    return insert(crew).values(untyped({ name: word, email: word }));
  },
  "values-concat": () => insert(crew).values({ name: literal("a").concat("b") }),
  "values-dict-then-kwargs": () =>
    insert(crew)
      .values(new Map([[crew.c.name, "a"]]))
      .values({ rating: 4 }),
};
