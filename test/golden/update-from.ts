import { type AnyExpr, bindParam, exists, func, integer, select, update, values, varchar } from "athanor";
import { untyped } from "./harness.js";
import { crew, crewArchive, dock, manifest, node, registry, voyage } from "./schema.js";

/** The TypeScript of `cases/update-from.json`. */
export const updateFrom = {
  "updfrom-where-implies": () => update(voyage).where(voyage.c.captain_id.eq(crew.c.id), crew.c.rating.gt(5)).values({ status: "elite" }),
  "updfrom-set-from-other": () => update(voyage).where(voyage.c.captain_id.eq(crew.c.id)).values({ status: crew.c.name }),
  "updfrom-set-only": () => update(voyage).values({ status: crew.c.name }),
  "updfrom-three-tables": () =>
    update(manifest)
      .where(manifest.c.voyage_id.eq(voyage.c.id), voyage.c.captain_id.eq(crew.c.id), crew.c.name.eq("Ada"))
      .values({ qty: manifest.c.qty.add(1) }),
  "updfrom-alias-of-other": () => {
    const c = crew.alias("c");
    return update(voyage).where(voyage.c.captain_id.eq(c.c.id), c.c.name.eq("x")).values({ status: "x" });
  },
  "updfrom-alias-of-target": () => {
    const n2 = node.alias("n2");
    return update(node).where(node.c.parent_id.eq(n2.c.id)).values({ name: n2.c.name });
  },
  "updfrom-target-alias": () => {
    const v = voyage.alias("v");
    return update(v).where(v.c.captain_id.eq(crew.c.id)).values({ status: crew.c.name });
  },
  "updfrom-subquery": () => {
    const tot = select(manifest.c.voyage_id, func.sum(manifest.c.qty).label("total")).groupBy(manifest.c.voyage_id).subquery("tot");
    return update(voyage)
      .where(voyage.c.id.eq(tot.c.voyage_id))
      .values(untyped({ distance: tot.c.total }));
  },
  "updfrom-cte": () => {
    const tot = select(manifest.c.voyage_id, func.sum(manifest.c.qty).label("total"))
      .where(manifest.c.item.eq("salt"))
      .groupBy(manifest.c.voyage_id)
      .cte("tot");
    return update(voyage)
      .where(voyage.c.id.eq(tot.c.voyage_id))
      .values(untyped({ distance: tot.c.total, status: "done" }));
  },
  "updfrom-values": () => {
    const v = values("v", { id: integer(), label: varchar() }).data([
      [1, "a"],
      [2, "b"],
    ]);
    return update(crew).where(crew.c.id.eq(v.c.id)).values({ name: v.c.label });
  },
  "updfrom-join-target": () =>
    update(voyage.join(crew, voyage.c.captain_id.eq(crew.c.id)))
      .where(crew.c.rating.gt(3))
      .values(new Map([[voyage.c.status, "s"]])),
  "updfrom-join-set-both": () =>
    update(voyage.join(crew, voyage.c.captain_id.eq(crew.c.id)))
      .where(crew.c.rating.gt(3))
      .values(
        new Map<AnyExpr, string>([
          [voyage.c.status, "s"],
          [crew.c.email, "e"],
        ]),
      ),
  "updfrom-multi-set": () =>
    update(voyage)
      .where(voyage.c.captain_id.eq(crew.c.id))
      .values(
        new Map<AnyExpr, string>([
          [voyage.c.status, "a"],
          [crew.c.name, "b"],
        ]),
      ),
  "updfrom-multi-set-onupdate": () =>
    update(voyage)
      .where(voyage.c.id.eq(registry.c.id))
      .values(
        new Map<AnyExpr, string>([
          [voyage.c.status, "a"],
          [registry.c.title, "b"],
        ]),
      ),
  "updfrom-multi-same-column-names": () =>
    update(crew).where(crew.c.id.eq(crewArchive.c.id)).values({ name: "t", rating: crewArchive.c.rating }),
  "updfrom-multi-same-names-both-set": () =>
    update(crew)
      .where(crew.c.id.eq(crewArchive.c.id))
      .values(
        new Map<AnyExpr, string>([
          [crew.c.name, "a"],
          [crewArchive.c.name, "b"],
        ]),
      ),
  "updfrom-multi-ordered": () =>
    update(voyage)
      .where(voyage.c.captain_id.eq(crew.c.id))
      .orderedValues(untyped([crew.c.name, "b"]), [voyage.c.status, "a"]),
  "updfrom-schema": () =>
    update(voyage)
      .where(voyage.c.port_code.eq(dock.c.name))
      .values(untyped({ distance: dock.c.capacity })),
  "updfrom-select-from-exists": () =>
    update(voyage)
      .where(exists().where(crew.c.id.eq(voyage.c.captain_id)))
      .values({ status: "x" }),
  "updfrom-lateral": () => {
    const lat = select(crew.c.name).where(crew.c.id.eq(voyage.c.captain_id)).lateral("lat");
    return update(voyage).where(lat.c.name.eq("a")).values({ status: lat.c.name });
  },
  "updfrom-returning": () =>
    update(voyage).where(voyage.c.captain_id.eq(crew.c.id)).values({ status: "x" }).returning(voyage.c.id, crew.c.name),
  "updfrom-column-keys": () => update(voyage).where(voyage.c.captain_id.eq(crew.c.id), crew.c.name.eq(bindParam("cname"))),
  "updfrom-onupdate": () => update(registry).where(registry.c.id.eq(voyage.c.id)).values({ title: voyage.c.status }),
  "updfrom-binds-in-from": () => {
    const sq = select(crew.c.id).where(crew.c.name.eq("q1")).subquery("sq");
    return update(voyage).where(voyage.c.captain_id.eq(sq.c.id), voyage.c.status.eq("q2")).values({ status: "q3" });
  },
  "updfrom-table-not-in-from": () =>
    update(voyage)
      .where(voyage.c.id.eq(1))
      .values(new Map([[crew.c.name, "b"]])),
  "updfrom-alias-target-pg": () => {
    const v = voyage.alias("v");
    return update(v).where(v.c.captain_id.eq(crew.c.id)).values({ status: "x" }).returning(v.c.id);
  },
};
