import { allOf, anyOf, deleteFrom, exists, func, integer, not, select, typeCoerce, union, update } from "athanor";
import { crew, manifest, node, port, voyage } from "./schema.js";

/** The TypeScript of `cases/update-correlated.json`. */
export const updateCorrelated = {
  "updcor-set-scalar-subquery": () =>
    update(crew).values({ email: select(port.c.title).where(port.c.code.eq(crew.c.name)).scalarSubquery() }),
  "updcor-set-uncorrelated": () => update(crew).values({ rating: select(func.count(voyage.c.id)).scalarSubquery() }),
  "updcor-set-same-table-only": () => update(crew).values({ rating: select(func.max(crew.c.rating)).scalarSubquery() }),
  "updcor-set-alias-of-target": () => {
    const c2 = crew.alias("c2");
    return update(crew).values({ rating: select(func.avg(c2.c.rating, integer())).where(c2.c.id.ne(crew.c.id)).scalarSubquery() });
  },
  "updcor-where-exists": () =>
    update(crew)
      .where(exists().where(voyage.c.captain_id.eq(crew.c.id)))
      .values({ rating: 9 }),
  "updcor-where-not-exists": () =>
    update(crew)
      .where(not(exists(select(voyage.c.id).where(voyage.c.captain_id.eq(crew.c.id)))))
      .values({ rating: 0 }),
  "updcor-where-in-subquery": () =>
    update(crew)
      .where(crew.c.id.in(select(voyage.c.captain_id).where(voyage.c.status.eq("late"))))
      .values({ rating: crew.c.rating.sub(1) }),
  "updcor-where-not-in-subquery": () =>
    update(crew)
      .where(crew.c.id.notIn(select(voyage.c.captain_id)))
      .values({ rating: 0 }),
  "updcor-where-scalar-compare": () =>
    update(crew)
      .where(crew.c.rating.lt(select(func.avg(crew.c.rating, integer())).scalarSubquery()))
      .values({ name: "low" }),
  "updcor-where-correlated-scalar": () =>
    update(crew)
      .where(select(func.count(voyage.c.id)).where(voyage.c.captain_id.eq(crew.c.id)).scalarSubquery().gt(4))
      .values({ rating: 10 }),
  "updcor-explicit-correlate": () =>
    update(crew).values({
      rating: select(func.count(voyage.c.id)).where(voyage.c.captain_id.eq(crew.c.id)).correlate(crew).scalarSubquery(),
    }),
  "updcor-correlate-none": () =>
    update(crew).values({
      rating: select(func.count(voyage.c.id)).where(voyage.c.captain_id.eq(crew.c.id)).correlate().scalarSubquery(),
    }),
  "updcor-correlate-except": () =>
    update(crew).values({
      rating: select(func.count(voyage.c.id)).where(voyage.c.captain_id.eq(crew.c.id)).correlateExcept(voyage).scalarSubquery(),
    }),
  "updcor-two-levels": () => {
    const inner = select(func.sum(manifest.c.qty)).where(manifest.c.voyage_id.eq(voyage.c.id), voyage.c.captain_id.eq(crew.c.id));
    const outer = select(func.max(voyage.c.distance)).where(voyage.c.captain_id.eq(crew.c.id), inner.scalarSubquery().gt(5));
    return update(crew).values({ rating: typeCoerce(outer.scalarSubquery(), integer()) });
  },
  "updcor-lateral-any": () =>
    update(crew)
      .where(crew.c.id.eq(anyOf(select(voyage.c.captain_id))))
      .values({ rating: 1 }),
  "updcor-all": () =>
    update(crew)
      .where(crew.c.rating.ge(allOf(select(crew.alias("o").c.rating))))
      .values({ name: "top" }),
  "updcor-union-in": () =>
    update(crew)
      .where(crew.c.id.in(union(select(voyage.c.captain_id), select(node.c.id))))
      .values({ rating: 1 }),
  "updcor-subquery-binds-order": () =>
    update(crew)
      .values({ rating: select(func.count(voyage.c.id)).where(voyage.c.status.eq("a")).scalarSubquery(), email: "e" })
      .where(crew.c.name.eq("b")),
  "updcor-subquery-limit": () =>
    update(crew).values({
      email: select(voyage.c.status).where(voyage.c.captain_id.eq(crew.c.id)).orderBy(voyage.c.departed.desc()).limit(1).scalarSubquery(),
    }),
  "updcor-ordered-values-subquery": () =>
    update(crew).orderedValues(
      [crew.c.rating, select(func.count(voyage.c.id)).where(voyage.c.captain_id.eq(crew.c.id)).scalarSubquery()],
      [crew.c.name, "z"],
    ),
  "delcor-exists": () => deleteFrom(crew).where(not(exists().where(voyage.c.captain_id.eq(crew.c.id)))),
  "delcor-in-subquery": () => deleteFrom(manifest).where(manifest.c.voyage_id.in(select(voyage.c.id).where(voyage.c.status.eq("void")))),
  "delcor-scalar": () =>
    deleteFrom(voyage).where(
      voyage.c.captain_id.eq(select(crew.c.id).where(crew.c.id.eq(voyage.c.captain_id), crew.c.rating.lt(1)).scalarSubquery()),
    ),
  "delcor-alias-of-target": () => {
    const c2 = crew.alias("c2");
    return deleteFrom(crew).where(exists(select(c2.c.id).where(c2.c.name.eq(crew.c.name), c2.c.id.lt(crew.c.id))));
  },
};
