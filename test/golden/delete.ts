import { bindParam, deleteFrom, exists, integer, select, sql, tuple, values } from "athanor";
import { buoy, crew, dock, manifest, node, order, port, tag, voyage } from "./schema.js";

/** The TypeScript of `cases/delete.json`. */
export const deletes = {
  "del-all": () => deleteFrom(crew),
  "del-where": () => deleteFrom(crew).where(crew.c.id.eq(3)),
  "del-where-several": () => deleteFrom(crew).where(crew.c.id.gt(3), crew.c.name.is(null)).where(crew.c.rating.isNot(null)),
  "del-table-method": () => deleteFrom(crew).where(crew.c.id.eq(3)),
  "del-filter-by": () => deleteFrom(crew).filterBy({ name: "a" }),
  "del-schema": () => deleteFrom(dock).where(dock.c.capacity.eq(0)),
  "del-quoted": () => deleteFrom(order).where(order.c["with space"].eq("x"), order.c.select.gt(1)),
  "del-alias": () => {
    const c = crew.alias("c");
    return deleteFrom(c).where(c.c.id.eq(3));
  },
  "del-alias-schema": () => {
    const d = dock.alias("d");
    return deleteFrom(d).where(d.c.id.eq(3));
  },
  "del-key-not-name": () => deleteFrom(tag).where(tag.c.rank.eq(3)),
  "del-lightweight": () => deleteFrom(buoy).where(buoy.c.color.eq("red")),
  "del-in": () => deleteFrom(crew).where(crew.c.id.in([4, 5])),
  "del-empty-in": () => deleteFrom(crew).where(crew.c.id.in([])),
  "del-false": () => deleteFrom(crew).where(sql.false),
  "del-using-implicit": () => deleteFrom(voyage).where(voyage.c.captain_id.eq(crew.c.id), crew.c.rating.lt(1)),
  "del-using-explicit": () => deleteFrom(voyage).using(crew).where(voyage.c.captain_id.eq(crew.c.id)),
  "del-using-three": () =>
    deleteFrom(manifest).where(manifest.c.voyage_id.eq(voyage.c.id), voyage.c.captain_id.eq(crew.c.id), crew.c.name.eq("x")),
  "del-using-alias": () => {
    const c = crew.alias("c");
    return deleteFrom(voyage).where(voyage.c.captain_id.eq(c.c.id));
  },
  "del-using-alias-of-target": () => {
    const n2 = node.alias("n2");
    return deleteFrom(node).where(node.c.parent_id.eq(n2.c.id), n2.c.name.eq("x"));
  },
  "del-target-alias-using": () => {
    const v = voyage.alias("v");
    return deleteFrom(v).where(v.c.captain_id.eq(crew.c.id));
  },
  "del-using-subquery": () => {
    const sq = select(crew.c.id).where(crew.c.rating.lt(2)).subquery("sq");
    return deleteFrom(voyage).where(voyage.c.captain_id.eq(sq.c.id));
  },
  "del-using-cte": () => {
    const low = select(crew.c.id).where(crew.c.rating.lt(2)).cte("low");
    return deleteFrom(voyage).where(voyage.c.captain_id.eq(low.c.id));
  },
  "del-cte-in": () => {
    const low = select(crew.c.id).where(crew.c.rating.lt(2)).cte("low");
    return deleteFrom(voyage).where(voyage.c.captain_id.in(select(low.c.id)));
  },
  "del-using-join": () =>
    deleteFrom(manifest)
      .using(voyage.join(crew, voyage.c.captain_id.eq(crew.c.id)))
      .where(manifest.c.voyage_id.eq(voyage.c.id)),
  "del-using-values": () => {
    const v = values("v", { id: integer() }).data([[1], [2]]);
    return deleteFrom(crew).where(crew.c.id.eq(v.c.id));
  },
  "del-using-schema": () => deleteFrom(dock).where(dock.c.name.eq(port.c.code)),
  "del-exists": () => deleteFrom(voyage).where(exists().where(crew.c.id.eq(voyage.c.captain_id))),
  "del-executemany": () => deleteFrom(crew).where(crew.c.id.eq(bindParam("k"))),
  "del-column-keys-ignored": () => deleteFrom(crew).where(crew.c.id.eq(3)),
  "del-tuple-in-subquery": () =>
    deleteFrom(manifest).where(tuple(manifest.c.voyage_id, manifest.c.item).in(select(voyage.c.id, voyage.c.status))),
};
