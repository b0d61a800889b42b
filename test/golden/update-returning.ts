import { bindParam, deleteFrom, func, select, update } from "athanor";
import { crew, dock, invoice, order, registry, tag, voyage } from "./schema.js";

/** The TypeScript of `cases/update-returning.json`. */
export const updateReturning = {
  "updret-column": () => update(crew).values({ name: "a" }).where(crew.c.id.eq(1)).returning(crew.c.name),
  "updret-table": () => update(crew).values({ name: "a" }).returning(crew),
  "updret-expression": () =>
    update(crew)
      .values({ rating: crew.c.rating.add(1) })
      .returning(crew.c.id, crew.c.rating.mul(10).label("pct")),
  "updret-subquery": () =>
    update(crew)
      .values({ name: "a" })
      .returning(select(func.count(voyage.c.id)).where(voyage.c.captain_id.eq(crew.c.id)).scalarSubquery().label("n")),
  "updret-alias": () => {
    const c = crew.alias("c");
    return update(c).values({ name: "a" }).where(c.c.id.eq(1)).returning(c.c.id, c.c.name);
  },
  "updret-binds": () => update(crew).values({ name: "a" }).where(crew.c.id.eq(1)).returning(crew.c.rating.add(5)),
  "updret-return-defaults": () => update(registry).values({ title: "a" }).where(registry.c.id.eq(1)).returnDefaults(),
  "updret-return-defaults-cols": () =>
    update(registry).values({ title: "a" }).where(registry.c.id.eq(1)).returnDefaults(registry.c.touched),
  "updret-return-defaults-supplemental": () => update(invoice).values({ net: 1 }).returnDefaults().supplementalColumns(invoice.c.id),
  "updret-return-defaults-expr-value": () =>
    update(crew)
      .values({ rating: crew.c.rating.add(1) })
      .returnDefaults(),
  "updret-computed": () => update(invoice).values({ net: 1 }).returning(invoice.c.tax),
  "updret-schema": () => update(dock).values({ name: "a" }).returning(dock.c.id),
  "updret-quoted": () => update(order).values({ select: 1 }).returning(order.c.MixedCase, order.c["per%cent"]),
  "updret-accumulate": () => update(crew).values({ name: "a" }).returning(crew.c.id).returning(crew.c.name),
  "updret-key-not-name": () => update(tag).values({ text: "a" }).returning(tag.c.id, tag.c.text),
  "updret-executemany": () =>
    update(crew)
      .where(crew.c.id.eq(bindParam("k")))
      .values({ name: bindParam("n") })
      .returning(crew.c.id),
  "updret-mssql-qmark": () => update(crew).values({ name: "a" }).where(crew.c.rating.eq(3)).returning(crew.c.id, crew.c.name),
  "delret-column": () => deleteFrom(crew).where(crew.c.id.eq(1)).returning(crew.c.name),
  "delret-table": () => deleteFrom(crew).returning(crew),
  "delret-expression": () => deleteFrom(crew).where(crew.c.rating.lt(2)).returning(crew.c.id, func.upper(crew.c.name).label("up")),
  "delret-alias": () => {
    const c = crew.alias("c");
    return deleteFrom(c).where(c.c.id.eq(1)).returning(c.c.id);
  },
  "delret-schema": () => deleteFrom(dock).returning(dock.c.id, dock.c.name),
  "delret-using": () =>
    deleteFrom(voyage).where(voyage.c.captain_id.eq(crew.c.id), crew.c.name.eq("x")).returning(voyage.c.id, crew.c.name),
  "delret-return-defaults": () => deleteFrom(crew).where(crew.c.id.eq(1)).returnDefaults(crew.c.name),
  "delret-no-support": () => deleteFrom(crew).returning(crew.c.id),
};
