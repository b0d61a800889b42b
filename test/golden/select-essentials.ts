import {
  and,
  bindParam,
  boolean,
  caseOf,
  caseWhen,
  cast,
  date,
  desc,
  except,
  exists,
  extract,
  float,
  func,
  integer,
  intersect,
  literal,
  literalColumn,
  not,
  numeric,
  or,
  select,
  sql,
  tableSample,
  tableValued,
  text,
  tryCast,
  union,
  unionAll,
  varchar,
} from "athanor";
import { crew, crewArchive, manifest, node, port, sensor, tag, voyage } from "./schema.js";

/** The TypeScript of `cases/select-essentials.json`. */
export const selectEssentials = {
  "sel-columns": () => select(crew.c.id, crew.c.name).where(crew.c.rating.gt(3)),
  "sel-table": () => select(crew),
  "sel-star": () => select(literalColumn("*")).selectFrom(crew),
  "sel-no-from": () => select(literal(1).label("one"), func.now()),
  "sel-labels": () => select(crew.c.name.label("n"), crew.c.rating.add(1).label("r")).orderBy("r", desc("n")),
  "sel-same-names": () => select(crew.c.id, crew.c.name, crewArchive.c.id, crewArchive.c.name).where(crew.c.id.eq(crewArchive.c.id)),
  "sel-distinct": () => select(crew.c.name).distinct(),
  "sel-distinct-on": () => select(crew.c.name, crew.c.rating).distinct(crew.c.name),
  "sel-join-fk": () => select(crew.c.name, voyage.c.status).joinFrom(crew, voyage),
  "sel-join-explicit": () =>
    select(crew.c.name).selectFrom(
      crew
        .join(voyage, voyage.c.captain_id.eq(crew.c.id))
        .outerJoin(manifest, manifest.c.voyage_id.eq(voyage.c.id))
        .fullJoin(port, port.c.code.eq(voyage.c.port_code)),
    ),
  "sel-join-chained": () => select(crew.c.id).join(voyage, voyage.c.captain_id.eq(crew.c.id)).outerJoin(manifest),
  "sel-cross-join": () => select(crew.c.id, port.c.code).join(port, sql.true),
  "sel-alias-join": () => {
    const n2 = node.alias("n2");
    return select(node.c.name, n2.c.name.label("parent")).outerJoin(n2, node.c.parent_id.eq(n2.c.id));
  },
  "sel-subquery": () => {
    const sq = select(crew.c.id, func.length(crew.c.name).label("len")).subquery("sq");
    return select(sq.c.id).where(sq.c.len.gt(3));
  },
  "sel-subquery-anon": () => {
    const a = select(crew.c.id).subquery();
    const b = select(port.c.code).subquery();
    return select(a.c.id, b.c.code);
  },
  "sel-scalar-subquery": () =>
    select(crew.c.id, select(func.count(voyage.c.id)).where(voyage.c.captain_id.eq(crew.c.id)).scalarSubquery().label("n")),
  "sel-lateral": () => {
    const l = select(voyage.c.status).where(voyage.c.captain_id.eq(crew.c.id)).orderBy(voyage.c.id).limit(1).lateral("l");
    return select(crew.c.name, l.c.status).join(l, sql.true);
  },
  "sel-exists": () => select(exists().where(crew.c.id.eq(1)).label("e")).where(not(exists(select(port.c.code)))),
  "sel-union": () => union(select(crew.c.name), select(port.c.title)).orderBy("name").limit(5),
  "sel-union-all-nested": () => unionAll(union(select(crew.c.id), select(voyage.c.id)), except(select(node.c.id), select(sensor.c.id))),
  "sel-intersect": () => intersect(select(crew.c.id), select(voyage.c.captain_id)),
  "sel-union-limited-parts": () => union(select(crew.c.id).orderBy(crew.c.id).limit(2), select(node.c.id).limit(1)),
  "sel-window": () =>
    select(
      crew.c.id,
      func
        .rowNumber()
        .over({ partitionBy: crew.c.rating, orderBy: [crew.c.name, crew.c.id.desc()] })
        .label("rn"),
    ),
  "sel-window-frame": () =>
    select(
      func.sum(crew.c.rating).over({ orderBy: crew.c.id, rows: [-2, 0] }),
      func.sum(crew.c.rating).over({ orderBy: crew.c.id, range: [null, 3] }),
    ),
  "sel-case": () =>
    select(
      caseWhen(crew.c.rating.gt(5), "high").when(crew.c.rating.gt(2), "mid").else("low"),
      caseOf(crew.c.name).when("a", 1).when("b", 2).else(0),
    ),
  "sel-cast": () =>
    select(
      cast(crew.c.rating, varchar()),
      cast(crew.c.name, integer()),
      cast("1.5", numeric({ precision: 8, scale: 3 })),
      cast(crew.c.id, float()),
      cast("2030-01-01", date()),
      cast("x", text()),
      cast(1, boolean()),
    ),
  "sel-try-cast": () => select(tryCast(crew.c.name, integer())),
  "sel-aggregate": () =>
    select(crew.c.rating, func.count(), func.countDistinct(crew.c.id), func.min(crew.c.name))
      .groupBy(crew.c.rating)
      .having(func.count().gt(2)),
  "sel-aggregate-filter": () => select(func.count(crew.c.id).filter(crew.c.rating.gt(3))),
  "sel-within-group": () => select(func.percentile_cont(0.5).withinGroup(crew.c.rating.desc())),
  "sel-order-nulls": () => select(crew.c.id).orderBy(crew.c.rating.desc().nullsLast(), crew.c.name.asc().nullsFirst()),
  "sel-limit": () => select(crew.c.id).orderBy(crew.c.id).limit(10),
  "sel-limit-offset": () => select(crew.c.id).orderBy(crew.c.id).limit(10).offset(5),
  "sel-offset": () => select(crew.c.id).orderBy(crew.c.id).offset(5),
  "sel-limit-no-order": () => select(crew.c.id).limit(3).offset(1),
  "sel-limit-expression": () => select(crew.c.id).orderBy(crew.c.id).limit(bindParam("n")).offset(literal(2).add(1)),
  "sel-fetch": () => select(crew.c.id).orderBy(crew.c.rating).fetch(5, { withTies: true }).offset(2),
  "sel-fetch-percent": () => select(crew.c.id).orderBy(crew.c.rating).fetch(5, { percent: true }),
  "sel-for-update": () => select(crew.c.id).withForUpdate(),
  "sel-for-update-options": () =>
    select(crew.c.id, voyage.c.id).where(crew.c.id.eq(voyage.c.captain_id)).withForUpdate({ of: crew, nowait: true }),
  "sel-for-update-skip": () => select(crew.c.id).withForUpdate({ of: [crew.c.id, crew.c.name], skipLocked: true }),
  "sel-for-share": () => select(crew.c.id).withForUpdate({ read: true }),
  "sel-for-key-share": () => select(crew.c.id).withForUpdate({ keyShare: true }),
  "sel-like": () =>
    select(crew.c.id).where(
      crew.c.name.like("a%", { escape: "/" }),
      crew.c.name.notLike("b%"),
      crew.c.name.ilike("c"),
      crew.c.name.contains("d"),
      crew.c.name.endsWith("e"),
    ),
  "sel-regexp": () => select(crew.c.id).where(crew.c.name.regexpMatch("^a")),
  "sel-bool-logic": () =>
    select(crew.c.id).where(and(or(crew.c.id.eq(1), crew.c.id.eq(2)), not(and(crew.c.name.eq("a"), crew.c.rating.eq(3))))),
  "sel-true-false-folding": () => select(crew.c.id).where(and(sql.true, crew.c.id.eq(1)), or(sql.false, crew.c.name.eq("a"))),
  "sel-false-where": () => select(crew.c.id).where(sql.false),
  "sel-concat-func": () => select(crew.c.name.concat("-").concat(crew.c.email), func.concat(crew.c.name, "x")),
  "sel-arith-precedence": () =>
    select(crew.c.id.add(1).mul(2).sub(crew.c.rating.div(3)), crew.c.id.add(1).neg(), crew.c.id.sub(crew.c.rating.sub(1))),
  "sel-bitwise": () =>
    select(crew.c.id.bitwiseAnd(3), crew.c.id.bitwiseOr(4), crew.c.id.bitwiseXor(5), crew.c.id.bitwiseNot(), crew.c.id.bitwiseLshift(1)),
  "sel-between-distinct": () =>
    select(crew.c.id).where(crew.c.id.between(1, crew.c.rating), crew.c.name.isDistinctFrom(null), crew.c.email.isNotDistinctFrom("x")),
  "sel-extract": () => select(extract("year", voyage.c.departed), extract("dow", voyage.c.departed)),
  "sel-tablesample": () => {
    const t = tableSample(crew, func.bernoulli!(5), { name: "s" });
    return select(t.c.id);
  },
  "sel-table-valued": () => {
    const f = tableValued(func.json_each(bindParam("doc", text(), { value: "[1]" })), { value: text(), key: text() }, { name: "f" });
    return select(f.c.value);
  },
  "sel-current": () => select(func.current_timestamp(), func.current_date(), func.now(), func.sysdate!()),
  "sel-funcs-named": () => select(func.pkg!.do_it!(1), func.MyFunc!(2), func.length(crew.c.name)),
  "sel-collate": () => select(crew.c.name.collate("NOCASE")).orderBy(crew.c.name.collate("de_DE")),
  "sel-nested-cte": () => {
    const a = select(crew.c.id).cte("a");
    const b = select(a.c.id).where(a.c.id.gt(1)).cte("b");
    return select(b.c.id);
  },
  "sel-label-reuse": () => {
    const e = func.lower(crew.c.name).label("low");
    return select(e, func.count()).groupBy(e).orderBy(e);
  },
  "sel-group-by-string": () => select(func.lower(crew.c.name).label("low")).groupBy("low"),
  "sel-column-key": () => select(tag.c.id, tag.c.text).orderBy(tag.c.rank),
  "sel-subquery-key": () => {
    const sq = select(tag.c.id, tag.c.text).subquery("sq");
    return select(sq.c.id, sq.c.text);
  },
  "sel-correlated-exists-alias": () => {
    const c2 = crew.alias();
    return select(crew.c.id).where(exists(select(c2.c.id).where(c2.c.rating.gt(crew.c.rating))));
  },
};
