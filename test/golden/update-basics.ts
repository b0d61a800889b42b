import { and, bindParam, caseWhen, func, integer, literalColumn, not, or, sql, text, tuple, update } from "athanor";
import { buoy, crew, dock, manifest, order, port, registry, sample, tag } from "./schema.js";

/** The TypeScript of `cases/update-basics.json`. */
export const updateBasics = {
  "upd-kwargs": () => update(crew).where(crew.c.id.eq(5)).values({ name: "Ada" }),
  "upd-dict-strings": () => update(crew).values({ name: "Ada", rating: 2 }),
  "upd-dict-columns": () =>
    update(crew).values(
      new Map<typeof crew.c.rating | typeof crew.c.name, unknown>([
        [crew.c.rating, 2],
        [crew.c.name, "Ada"],
      ]),
    ),
  "upd-no-values": () => update(crew).where(crew.c.id.eq(bindParam("key"))),
  "upd-column-keys": () => update(crew).where(crew.c.id.eq(bindParam("key"))),
  "upd-table-method": () => update(crew).where(crew.c.id.eq(1)).values({ name: "x" }),
  "upd-no-where": () => update(crew).values({ rating: 0 }),
  "upd-where-several-calls": () => update(crew).where(crew.c.id.gt(1)).where(crew.c.id.lt(9), crew.c.name.ne("z")).values({ rating: 0 }),
  "upd-where-or": () =>
    update(crew)
      .where(or(crew.c.id.eq(1), and(crew.c.name.eq("a"), not(crew.c.rating.eq(2)))))
      .values({ rating: 0 }),
  "upd-where-true": () => update(crew).where(sql.true).values({ rating: 0 }),
  "upd-where-empty-and": () =>
    update(crew)
      .where(and(sql.true, ...[]))
      .values({ rating: 0 }),
  "upd-filter-by": () => update(crew).filterBy({ name: "a", rating: 3 }).values({ email: "e" }),
  "upd-increment": () => update(crew).values({ rating: crew.c.rating.add(1) }),
  "upd-concat": () => update(crew).values({ name: crew.c.name.concat("!") }),
  "upd-swap": () => update(crew).values({ name: crew.c.email, email: crew.c.name }),
  "upd-function": () => update(crew).values({ name: func.trim(crew.c.name), rating: func.coalesce(crew.c.rating, 0) }),
  "upd-case": () => update(crew).values({ rating: caseWhen(crew.c.rating.gt(5), 5).when(crew.c.rating.lt(0), 0).else(crew.c.rating) }),
  "upd-null-none": () => update(crew).values({ name: sql.null, email: null }),
  "upd-literal-column": () => update(crew).values({ rating: literalColumn("rating + 10", integer()), name: sql.text("'t'").as(text()) }),
  "upd-dict-order-is-table-order": () => update(crew).values({ rating: 1, email: "e", name: "n" }),
  "upd-ordered-values": () => update(crew).orderedValues([crew.c.rating, 1], [crew.c.email, "e"], [crew.c.name, crew.c.email]),
  "upd-ordered-values-string-keys": () => update(crew).orderedValues(["rating", 1], ["name", "n"]),
  "upd-ordered-values-with-onupdate": () => update(registry).orderedValues([registry.c.origin, "o"], [registry.c.title, "t"]),
  "upd-ordered-values-expr": () =>
    update(crew)
      .orderedValues([crew.c.rating, crew.c.rating.mul(2)], [crew.c.name, func.lower(crew.c.name)])
      .where(crew.c.id.eq(4)),
  "upd-values-twice": () => update(crew).values({ name: "a", rating: 1 }).values({ name: "b" }),
  "upd-values-tuple": () => update(crew).values([1, "n", "e", 2]),
  "upd-empty-values": () => update(crew).values({}).where(crew.c.id.eq(1)),
  "upd-empty-column-keys": () => update(crew).where(crew.c.id.eq(1)),
  "upd-pk-column": () => update(port).where(port.c.code.eq("A")).values({ code: "B" }),
  "upd-alias-target": () => {
    const c = crew.alias("c");
    return update(c).where(c.c.id.eq(1)).values({ name: "n" });
  },
  "upd-alias-target-string-keys": () => {
    const c = crew.alias("c");
    return update(c).where(c.c.id.eq(1));
  },
  "upd-schema": () =>
    update(dock)
      .where(dock.c.capacity.lt(3))
      .values({ capacity: dock.c.capacity.add(1) }),
  "upd-key-not-name": () =>
    update(tag)
      .where(tag.c.text.eq("a"))
      .values({ text: "b", rank: tag.c.rank.add(1) }),
  "upd-quoted": () => update(order).where(order.c.group.eq("g")).values({ select: 1, MixedCase: order.c["with space"] }),
  "upd-in-list": () =>
    update(crew)
      .where(crew.c.id.in([1, 2, 3]))
      .values({ rating: 0 }),
  "upd-between-like": () => update(crew).where(crew.c.id.between(1, 9), crew.c.name.like("a%")).values({ rating: 0 }),
  "upd-startswith-autoescape": () =>
    update(crew)
      .where(crew.c.name.startsWith("50%_", { autoescape: true }))
      .values({ rating: 0 }),
  "upd-ilike": () => update(crew).where(crew.c.name.ilike("aB%")).values({ rating: 0 }),
  "upd-is-distinct-from": () => update(crew).where(crew.c.name.isDistinctFrom("x")).values({ rating: 0 }),
  "upd-text-where": () =>
    update(crew)
      .where(sql.text("rating > :low").bindParams({ low: 3 }))
      .values({ name: "n" }),
  "upd-bool-column-where": () => update(sample).where(sample.c.flag).values({ small: 1 }),
  "upd-not-bool-column-where": () => update(sample).where(not(sample.c.flag)).values({ small: 1 }),
  "upd-tuple-in": () =>
    update(manifest)
      .where(
        tuple(manifest.c.voyage_id, manifest.c.line_no).in([
          [1, 2],
          [3, 4],
        ]),
      )
      .values({ qty: 0 }),
  "upd-lightweight": () => update(buoy).where(buoy.c.id.eq(1)).values({ color: "red" }),
  "upd-executemany": () =>
    update(crew)
      .where(crew.c.id.eq(bindParam("b_id")))
      .values({ name: bindParam("b_name") }),
  "upd-same-column-string-and-object": () =>
    update(crew)
      .values(new Map([[crew.c.name, "a"]]))
      .values({ name: "b" }),
  "upd-modulo-percent": () => update(crew).values({ rating: crew.c.rating.mod(4) }),
  "upd-division": () => update(crew).values({ rating: crew.c.rating.floorDiv(2), id: crew.c.id.div(3) }),
};
