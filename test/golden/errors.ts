import { bindParam, column, deleteFrom, func, insert, integer, Sequence, select, update, values } from "athanor";
import { untyped } from "./harness.js";
import { crew, crewArchive, manifest, port, pulse, voyage } from "./schema.js";

/** The TypeScript of `cases/errors.json`. Most of it is what TypeScript refuses: `untyped` brings it to run time. */
export const errors = {
  "err-unconsumed-kwargs": () => insert(crew).values(untyped({ nope: 1 })),
  "err-unconsumed-several": () => insert(crew).values(untyped({ nope: 1, name: "a", also: 2 })),
  "err-unconsumed-update": () => update(crew).values(untyped({ nope: 1 })),
  "err-unconsumed-column-of-other-table": () => insert(crew).values(new Map([[port.c.title, "x"]])),
  "err-unconsumed-column-same-name-other-table": () => insert(crew).values(new Map([[crewArchive.c.name, "x"]])),
  "err-unconsumed-update-other-table": () => update(crew).values(new Map([[port.c.title, "x"]])),
  "err-unconsumed-column-keys": () => insert(crew),
  "err-unconsumed-multi": () => insert(crew).values(untyped([{ nope: 1 }, { nope: 2 }])),
  "err-from-select-unknown-name": () => insert(crew).fromSelect(untyped(["nope"]), select(port.c.title)),
  "err-from-select-then-values": () => insert(crew).fromSelect(["name"], select(port.c.title)).values({ rating: 1 }),
  "err-values-then-from-select": () => insert(crew).values({ rating: 1 }).fromSelect(["name"], select(port.c.title)),
  "err-from-select-not-select": () => insert(crew).fromSelect(["name"], untyped("SELECT 1")),
  "err-from-select-count-mismatch": () => insert(crew).fromSelect(["name", "email"], untyped(select(port.c.title))),
  "err-values-positional-and-kwargs": () => untyped(insert(crew)).values({ name: "a" }, { rating: 1 }),
  "err-values-two-positional": () => untyped(insert(crew)).values({ name: "a" }, { name: "b" }),
  "err-values-list-of-mixed": () => insert(crew).values(untyped([{ name: "a" }, [1, "b"]])),
  "err-values-scalar": () => insert(crew).values(untyped(5)),
  "err-values-string": () => insert(crew).values(untyped("abc")),
  "err-mix-single-then-multi": () =>
    insert(crew)
      .values({ name: "a" })
      .values([{ name: "b" }]),
  "err-mix-multi-then-single": () =>
    insert(crew)
      .values([{ name: "b" }])
      .values({ name: "a" }),
  "err-update-multi-values": () => update(crew).values(untyped([{ name: "a" }, { name: "b" }])),
  "err-update-tuple-list": () =>
    update(crew).values([
      [1, "a"],
      [2, "b"],
    ]),
  "err-too-many-tuple-values": () => insert(port).values(untyped([1, 2, 3, 4])),
  "err-ordered-values-twice": () => update(crew).orderedValues([crew.c.name, "a"]).orderedValues([crew.c.rating, 1]),
  "err-ordered-values-after-values": () => update(crew).values({ name: "a" }).orderedValues([crew.c.rating, 1]),
  "err-values-after-ordered-values": () => update(crew).orderedValues([crew.c.name, "a"]).values({ rating: 1 }),
  "err-ordered-values-not-pairs": () => update(crew).orderedValues(untyped({ name: "a" })),
  "err-ordered-values-unknown": () => update(crew).orderedValues(untyped(["nope", 1])),
  "err-returning-and-return-defaults": () => insert(crew).values({ name: "a" }).returning(crew.c.id).returnDefaults(),
  "err-return-defaults-then-returning": () => insert(crew).values({ name: "a" }).returnDefaults().returning(crew.c.id),
  // an argument in Python, a method of Insert here
  "err-sort-on-update": () => untyped(update(crew).returning(crew.c.id)).sortByParameterOrder(),
  "err-sort-on-delete": () => untyped(deleteFrom(crew).returning(crew.c.id)).sortByParameterOrder(),
  "err-sort-return-defaults-update": () => untyped(update(crew).returnDefaults()).sortByParameterOrder(),
  "err-sort-return-defaults-delete": () => untyped(deleteFrom(crew).returnDefaults()).sortByParameterOrder(),
  "err-params-method-insert": () => insert(crew).params({ name: "a" }),
  "err-params-method-update": () => update(crew).params({ name: "a" }),
  "err-params-method-delete": () =>
    deleteFrom(crew)
      .where(crew.c.id.eq(bindParam("x", integer())))
      .params({ x: 5 }),
  "err-insert-into-select": () => insert(untyped(select(crew.c.id))),
  "err-insert-into-string": () => insert(untyped("crew")),
  "err-insert-into-subquery": () => insert(untyped(select(crew).subquery())).values(untyped({ name: "a" })),
  "err-insert-into-join": () => insert(untyped(crew.join(voyage, voyage.c.captain_id.eq(crew.c.id)))).values(untyped({ name: "a" })),
  "err-update-string": () => update(untyped("crew")),
  "err-where-string": () => update(crew).where(untyped("id = 5")).values({ name: "a" }),
  "err-where-none": () => deleteFrom(crew).where(untyped(null)),
  "err-where-python-bool": () => deleteFrom(crew).where(untyped(true)),
  "err-where-int": () => deleteFrom(crew).where(untyped(5)),
  "err-where-table": () => deleteFrom(crew).where(untyped(crew)),
  "err-filter-by-unknown": () => update(crew).filterBy(untyped({ nope: 1 })),
  "err-value-python-object": () => insert(crew).values({ name: untyped(new (class Thing {})()) }),
  "err-value-table": () => insert(crew).values({ name: untyped(port) }),
  "err-value-multi-column-select": () => insert(crew).values({ name: untyped(select(port.c.code, port.c.title).scalarSubquery()) }),
  "err-key-not-column": () => insert(crew).values(untyped(new Map([[1, "a"]]))),
  "err-key-function": () => update(crew).values(new Map([[func.lower(crew.c.name), "a"]])),
  "err-key-label": () => update(crew).values(new Map([[crew.c.name.label("n"), "a"]])),
  "err-returning-string": () => insert(crew).values({ name: "a" }).returning(untyped("id")),
  "err-returning-empty": () => insert(crew).values({ name: "a" }).returning(),
  "err-bind-reserved-insert": () => insert(crew).values({ name: "x", email: bindParam("name") }),
  "err-bind-reserved-insert-expr": () => insert(crew).values({ name: "x", rating: bindParam("name", integer()).add(5) }),
  "err-bind-reserved-update": () =>
    update(crew)
      .values({ name: "x" })
      .where(crew.c.id.eq(bindParam("name"))),
  "err-bind-reserved-update-executed": () => update(crew).where(crew.c.name.eq(bindParam("name"))),
  "err-bind-reserved-insert-executed": () => insert(crew).values({ email: func.lower(bindParam("name")) }),
  "err-multi-missing-later": () => insert(crew).values([{ name: "a", email: "b" }, { name: "c" }]),
  "err-multi-column-in-row": () => insert(crew).values([{ name: port.c.title }, { name: "b" }]),
  "err-cte-in-values-no-scalar": () => {
    const c = select(crew.c.id).cte("c");
    return insert(crew).values({ rating: untyped(c) });
  },
  "err-delete-values": () => untyped(deleteFrom(crew)).values({ name: "a" }),
  "err-update-from-select": () => untyped(update(crew)).fromSelect(["name"], select(port.c.title)),
  "err-insert-where": () => untyped(insert(crew)).where(crew.c.id.eq(1)),
  "err-cte-no-returning-select": () => {
    const u = update(crew).values({ name: "a" }).cte("u");
    return select(untyped(u).c.id);
  },
  "err-cte-no-returning-select-all": () => {
    const u = update(crew).values({ name: "a" }).cte("u");
    return select(u);
  },
  "err-prefix-unknown-argument": () =>
    insert(crew)
      .values({ name: "a" })
      .prefixWith("x", untyped({ dialekt: "mysql" })),
  "err-option-unknown-dialect": () =>
    insert(crew)
      .withDialectOptions({ nosuch: { opt: 1 } })
      .values({ name: "a" }),
  "err-values-construct-no-data-cols": () => values("v", { a: column(), b: column() }).data([untyped([1, 2, 3])]),
  "err-sequence-unsupported": () => insert(crew).values({ rating: new Sequence("s").nextValue() }),
  "err-composite-nulls": () => insert(manifest).values({ item: "x" }),
  "err-using-on-update": () => untyped(update(crew)).using(voyage),
  "err-add-cte-not-cte": () =>
    insert(crew)
      .values({ name: "a" })
      .addCte(untyped(select(port.c.code))),
  "err-dml-as-scalar": () => update(voyage).values({ captain_id: untyped(insert(crew).values({ name: "a" }).returning(crew.c.id)) }),
  "err-dml-subquery": () => select(untyped(insert(crew).values({ name: "a" }).returning(crew.c.id))),
  // every object is true in JavaScript: what is asked for is the truth value that SQL would need
  "err-boolean-of-clause": () => insert(crew).values(untyped({ flag: Boolean(crew.c.id.gt(3)) })),
  "err-insert-sentinel-value": () => insert(pulse).values({ beat: 1, _sentinel: 5 }),
};
