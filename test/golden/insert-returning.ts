import { caseWhen, cast, func, insert, literal, literalColumn, select, sql, typeCoerce, varchar } from "athanor";
import { untyped } from "./harness.js";
import { beacon, crew, dock, invoice, manifest, order, port, pulse, registry, sample, tag, voucher } from "./schema.js";

/** The TypeScript of `cases/insert-returning.json`. */
export const insertReturning = {
  "ins-ret-one-column": () => insert(crew).values({ name: "a" }).returning(crew.c.id),
  "ins-ret-several": () => insert(crew).values({ name: "a" }).returning(crew.c.id, crew.c.name, crew.c.rating),
  "ins-ret-whole-table": () => insert(crew).values({ name: "a" }).returning(crew),
  "ins-ret-star": () => insert(crew).values({ name: "a" }).returning(literalColumn("*")),
  "ins-ret-expression": () => insert(crew).values({ name: "a" }).returning(crew.c.rating.mul(2).label("double")),
  "ins-ret-expression-unlabelled": () => insert(crew).values({ name: "a" }).returning(crew.c.rating.add(1), func.lower(crew.c.name)),
  "ins-ret-column-label": () => insert(crew).values({ name: "a" }).returning(crew.c.name.label("who")),
  "ins-ret-same-column-twice": () => insert(crew).values({ name: "a" }).returning(crew.c.id, crew.c.id),
  "ins-ret-subquery": () =>
    insert(crew)
      .values({ name: "a" })
      .returning(crew.c.id, select(func.count(port.c.code)).scalarSubquery().label("ports")),
  "ins-ret-case-cast": () =>
    insert(crew)
      .values({ name: "a" })
      .returning(caseWhen(crew.c.rating.gt(3), "hi").else("lo").label("grade"), cast(crew.c.rating, varchar())),
  "ins-ret-bind": () => insert(crew).values({ name: "a" }).returning(literal("tagged").label("t"), crew.c.id),
  "ins-ret-accumulate": () => insert(crew).values({ name: "a" }).returning(crew.c.id).returning(crew.c.name),
  "ins-ret-quoted": () => insert(order).values({ select: 1 }).returning(order.c.select, order.c.MixedCase, order.c["per%cent"]),
  "ins-ret-key-not-name": () => insert(tag).values({ text: "a" }).returning(tag.c.id, tag.c.text),
  "ins-ret-schema": () => insert(dock).values({ name: "a" }).returning(dock.c.id, dock.c.name),
  "ins-ret-multi-values": () =>
    insert(crew)
      .values([{ name: "a" }, { name: "b" }])
      .returning(crew.c.id),
  "ins-ret-executemany": () => insert(crew).returning(crew.c.id, crew.c.name),
  "ins-ret-executemany-sorted": () => insert(crew).returning(crew.c.id, crew.c.name).sortByParameterOrder(),
  "ins-ret-executemany-sorted-no-pk": () => insert(crew).returning(crew.c.name).sortByParameterOrder(),
  "ins-ret-executemany-sorted-uuid": () => insert(beacon).returning(beacon.c.label).sortByParameterOrder(),
  "ins-ret-executemany-sorted-sentinel": () => insert(pulse).returning(pulse.c.code).sortByParameterOrder(),
  "ins-ret-executemany-sorted-composite": () => insert(manifest).returning(manifest.c.item).sortByParameterOrder(),
  "ins-ret-executemany-sorted-server-pk": () => insert(voucher).returning(voucher.c.code).sortByParameterOrder(),
  "ins-ret-typed": () => insert(sample).values({ flag: true }).returning(sample.c.id, sample.c.price, sample.c.ident, sample.c.payload),
  "ins-ret-from-none": () => insert(crew).returning(crew.c.id),
  "ins-ret-with-default-columns": () =>
    insert(registry).values({ title: "t" }).returning(registry.c.id, registry.c.mark, registry.c.origin, registry.c.token),
  "ins-ret-computed": () => insert(invoice).values({ net: 10 }).returning(invoice.c.id, invoice.c.tax),
  "ins-return-defaults": () => insert(invoice).values({ net: 10 }).returnDefaults(),
  "ins-return-defaults-cols": () => insert(invoice).values({ net: 10 }).returnDefaults(invoice.c.state),
  "ins-return-defaults-string-names": () => insert(invoice).values({ net: 10 }).returnDefaults(untyped("state")),
  "ins-return-defaults-supplemental": () => insert(invoice).values({ net: 10 }).returnDefaults().supplementalColumns(invoice.c.note),
  "ins-return-defaults-every-kind": () => insert(registry).values({ title: "t" }).returnDefaults(),
  "ins-return-defaults-executemany": () => insert(invoice).returnDefaults(),
  "ins-return-defaults-executemany-sorted": () => insert(invoice).returnDefaults().sortByParameterOrder(),
  "ins-return-defaults-crew": () => insert(crew).values({ name: "a" }).returnDefaults(),
  "ins-return-defaults-pk-given": () => insert(invoice).values({ id: 4, net: 10 }).returnDefaults(),
  "ins-ret-mssql-output-position": () => insert(crew).fromSelect(["name"], select(port.c.title)).returning(crew.c.id),
  "ins-no-returning-dialects": () => insert(crew).values({ name: "a" }).returning(crew.c.id),
  "ins-ret-inline": () => insert(registry).values({ title: "t" }).inline().returning(registry.c.id),
  "ins-ret-text": () => insert(crew).values({ name: "a" }).returning(sql.text("id AS ident")),
  "ins-ret-type-coerce": () => insert(crew).values({ name: "a" }).returning(typeCoerce(crew.c.rating, varchar())),
  "ins-ret-alias-of-table": () => {
    const a = crew.alias("a");
    return insert(crew).values({ name: "x" }).returning(a.c.id);
  },
};
