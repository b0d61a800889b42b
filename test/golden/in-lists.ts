import { bindList, bindParam, caseWhen, deleteFrom, func, insert, integer, select, sql, text, tuple, update, values } from "athanor";
import { untyped } from "./harness.js";
import { beacon, crew, manifest, port, sample, voyage } from "./schema.js";

/** The TypeScript of `cases/in-lists.json`. */
export const inLists = {
  "in-ints": () => deleteFrom(crew).where(crew.c.id.in([3, 1, 2])),
  "in-strings": () => deleteFrom(crew).where(crew.c.name.in(["a", "b"])),
  "in-tuple-source": () => deleteFrom(crew).where(crew.c.id.in([5, 6] as const)),
  "in-set-source": () => deleteFrom(crew).where(crew.c.id.in(new Set([5]))),
  "in-empty": () => deleteFrom(crew).where(crew.c.id.in([])),
  "in-not-empty": () => deleteFrom(crew).where(crew.c.id.notIn([])),
  "in-empty-string-column": () => deleteFrom(crew).where(crew.c.name.in([])),
  "in-not": () => deleteFrom(crew).where(crew.c.id.notIn([1, 2])),
  "in-with-none": () => deleteFrom(crew).where(crew.c.id.in(untyped([1, null]))),
  "in-with-null-construct": () => deleteFrom(crew).where(crew.c.id.in([1, sql.null])),
  "in-with-expression": () => deleteFrom(crew).where(crew.c.id.in([1, crew.c.rating, func.abs(-3)])),
  "in-bindparam-expanding": () => deleteFrom(crew).where(crew.c.id.in(bindList("ids", integer()))),
  "in-bindparam-implicit": () => deleteFrom(crew).where(crew.c.id.in(bindParam("ids"))),
  "in-bindparam-empty": () => deleteFrom(crew).where(crew.c.id.in(bindList("ids", integer()))),
  "in-bindparam-not-empty": () => deleteFrom(crew).where(crew.c.id.notIn(bindList("ids", integer()))),
  "in-bindparam-string-value": () => deleteFrom(crew).where(crew.c.name.in(bindList("ns", text()))),
  "in-twice": () => deleteFrom(crew).where(crew.c.id.in([1, 2]), crew.c.id.notIn([3])),
  "in-update-set-and-where": () =>
    update(crew)
      .values({ name: "n" })
      .where(crew.c.id.in([4, 5]), crew.c.email.eq("e")),
  "in-tuple": () =>
    deleteFrom(manifest).where(
      tuple(manifest.c.voyage_id, manifest.c.line_no).in([
        [1, 2],
        [3, 4],
      ]),
    ),
  "in-tuple-empty": () => deleteFrom(manifest).where(tuple(manifest.c.voyage_id, manifest.c.line_no).in([])),
  "in-tuple-bindparam": () => deleteFrom(manifest).where(tuple(manifest.c.voyage_id, manifest.c.item).in(bindParam("pairs"))),
  "in-literal-execute": () => deleteFrom(crew).where(crew.c.name.in(bindList("ns", text(), { value: ["a'", "b"], literalExecute: true }))),
  "in-subquery": () => deleteFrom(crew).where(crew.c.id.in(select(voyage.c.captain_id))),
  "in-subquery-multi-column": () => deleteFrom(crew).where(crew.c.id.in(untyped(select(voyage.c.captain_id, voyage.c.id)))),
  "in-dates": () => deleteFrom(voyage).where(voyage.c.departed.in(["2030-01-01T00:00:00", "2030-01-02T03:00:00"])),
  "in-enum": () => deleteFrom(sample).where(sample.c.level.in(["low", "high"])),
  "in-uuid": () =>
    deleteFrom(beacon).where(beacon.c.id.in(["00000000-0000-0000-0000-000000000001", "00000000-0000-0000-0000-000000000002"])),
  "in-in-case": () => update(crew).values({ rating: caseWhen(crew.c.id.in([1, 2]), 10).else(0) }),
  "in-in-cte": () => {
    const c = select(crew.c.name)
      .where(crew.c.id.in([1, 2]))
      .cte("c");
    return insert(port).fromSelect(["code"], select(c.c.name.$notNull()).where(c.c.name.in(["x"])));
  },
  "in-string-error": () => deleteFrom(crew).where(crew.c.name.in(untyped("abc"))),
  "in-values": () => {
    const v = values("v", { n: integer() }).data([[1], [2]]);
    return deleteFrom(crew).where(crew.c.id.in(select(v.c.n)));
  },
  "in-scalar-values": () =>
    deleteFrom(crew).where(
      crew.c.id.in(
        values("v", { n: integer() })
          .data([[1], [2]])
          .scalarValues(),
      ),
    ),
};
