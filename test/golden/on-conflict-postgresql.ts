import { bindParam, func, index, integer, MetaData, primaryKey, select, sql, varchar } from "athanor";
import { insert } from "athanor/postgresql";
import { untyped } from "./harness.js";
import { crate, crew, dock, gadget, manifest, order, port, sample, tag, voyage } from "./schema.js";

/** The TypeScript of `cases/on-conflict.json`, with PostgreSQL's insert. */
export const onConflictPostgresql = {
  "pg-conflict-nothing": () => insert(port).values({ code: "A", title: "a" }).onConflictDoNothing(),
  "pg-conflict-nothing-columns": () =>
    insert(port)
      .values({ code: "A" })
      .onConflictDoNothing({ indexElements: [port.c.code] }),
  "pg-conflict-nothing-names": () =>
    insert(manifest)
      .values({ voyage_id: 1, line_no: 2 })
      .onConflictDoNothing({ indexElements: ["voyage_id", "line_no"] }),
  "pg-conflict-nothing-index-where": () =>
    insert(crew)
      .values({ name: "a" })
      .onConflictDoNothing({ indexElements: ["name"], indexWhere: crew.c.rating.gt(5) }),
  "pg-conflict-nothing-multi-values": () =>
    insert(port)
      .values([{ code: "A" }, { code: "B" }])
      .onConflictDoNothing(),
  "pg-conflict-nothing-returning": () => insert(port).values({ code: "A" }).onConflictDoNothing().returning(port.c.code),
  "pg-conflict-nothing-from-select": () => insert(port).fromSelect(["code"], select(voyage.c.status.$notNull())).onConflictDoNothing(),
  "pg-conflict-nothing-from-select-where": () =>
    insert(port)
      .fromSelect(["code"], select(voyage.c.status.$notNull()).where(voyage.c.id.gt(3)))
      .onConflictDoNothing({ indexElements: ["code"] }),
  "pg-conflict-update-literal": () =>
    insert(port)
      .values({ code: "A", title: "a" })
      .onConflictDoUpdate({ indexElements: ["code"], set: { title: "changed" } }),
  "pg-conflict-update-excluded": () => {
    const st = insert(port).values({ code: "A", title: "a", country: "NO" });
    return st.onConflictDoUpdate({
      indexElements: [port.c.code],
      set: { title: st.excluded.title, country: st.excluded.country },
    });
  },
  "pg-conflict-update-column-keys": () => {
    const st = insert(port).values({ code: "A", title: "a" });
    return st.onConflictDoUpdate({ indexElements: [port.c.code], set: new Map([[port.c.title, st.excluded.title]]) });
  },
  "pg-conflict-update-set-pairs": () => {
    const st = insert(port).values({ code: "A", title: "a" });
    return st.onConflictDoUpdate({
      indexElements: ["code"],
      set: untyped([
        ["country", "XX"],
        ["title", st.excluded.title],
      ]),
    });
  },
  "pg-conflict-update-set-excluded-collection": () => {
    const st = insert(port).values({ code: "A", title: "a" });
    return st.onConflictDoUpdate({ indexElements: ["code"], set: st.excluded });
  },
  "pg-conflict-update-set-order": () =>
    insert(port)
      .values({ code: "A" })
      .onConflictDoUpdate({ indexElements: ["code"], set: { country: "c", title: "t" } }),
  "pg-conflict-update-set-unknown-key": () =>
    insert(port)
      .values({ code: "A" })
      .onConflictDoUpdate({ indexElements: ["code"], set: untyped({ nope: 1, title: "t" }) }),
  "pg-conflict-update-expression": () => {
    const st = insert(crew).values({ id: 1, rating: 4 });
    return st.onConflictDoUpdate({ indexElements: ["id"], set: { rating: crew.c.rating.add(st.excluded.rating) } });
  },
  "pg-conflict-update-function": () => {
    const st = insert(crew).values({ id: 1, name: "n" });
    return st.onConflictDoUpdate({
      indexElements: ["id"],
      set: { name: func.coalesce(st.excluded.name, crew.c.name, "none") },
    });
  },
  "pg-conflict-update-subquery": () =>
    insert(crew)
      .values({ id: 1 })
      .onConflictDoUpdate({ indexElements: ["id"], set: { rating: select(func.count(voyage.c.id)).scalarSubquery() } }),
  "pg-conflict-update-where": () => {
    const st = insert(crew).values({ id: 1, rating: 4 });
    return st.onConflictDoUpdate({
      indexElements: ["id"],
      set: { rating: st.excluded.rating },
      where: crew.c.rating.lt(st.excluded.rating),
    });
  },
  "pg-conflict-update-where-and-index-where": () =>
    insert(crew)
      .values({ name: "n", rating: 4 })
      .onConflictDoUpdate({
        indexElements: ["name"],
        indexWhere: crew.c.rating.gt(10),
        set: { email: "e" },
        where: crew.c.name.ne("keep"),
      }),
  "pg-conflict-update-returning": () =>
    insert(crew)
      .values({ id: 1, name: "n" })
      .onConflictDoUpdate({ indexElements: ["id"], set: { name: "m" } })
      .returning(crew.c.id, crew.c.name),
  "pg-conflict-update-multi-values": () => {
    const st = insert(port).values([
      { code: "A", title: "a" },
      { code: "B", title: "b" },
    ]);
    return st.onConflictDoUpdate({ indexElements: ["code"], set: { title: st.excluded.title } });
  },
  "pg-conflict-update-bindparam": () =>
    insert(port)
      .values({ code: "A", title: "a" })
      .onConflictDoUpdate({ indexElements: ["code"], set: { title: bindParam("newt") } }),
  "pg-conflict-update-column-keys-executemany": () => {
    const st = insert(crew);
    return st
      .onConflictDoUpdate({ indexElements: ["id"], set: { name: st.excluded.name } })
      .returning(crew.c.id)
      .sortByParameterOrder();
  },
  "pg-conflict-update-null": () =>
    insert(port)
      .values({ code: "A" })
      .onConflictDoUpdate({ indexElements: ["code"], set: { title: null, country: sql.null } }),
  "pg-conflict-update-quoted": () => {
    const st = insert(order).values({ id: 1, select: 2 });
    return st.onConflictDoUpdate({
      indexElements: ["id"],
      set: { select: st.excluded.select, MixedCase: st.excluded.MixedCase },
    });
  },
  "pg-conflict-update-schema": () => {
    const st = insert(dock).values({ id: 1, name: "n" });
    return st.onConflictDoUpdate({
      indexElements: ["id"],
      set: { name: st.excluded.name, capacity: dock.c.capacity.add(1) },
    });
  },
  "pg-conflict-update-key-not-name": () => {
    const st = insert(tag).values({ id: 1, text: "t" });
    return st.onConflictDoUpdate({ indexElements: ["id"], set: { text: st.excluded.text } });
  },
  "pg-conflict-update-key-not-name-column": () => {
    const st = insert(tag).values({ id: 1, text: "t" });
    return st.onConflictDoUpdate({ indexElements: [tag.c.id], set: new Map([[tag.c.text, st.excluded.text]]) });
  },
  "pg-conflict-update-cte": () => {
    const c = select(crew.c.name).where(crew.c.rating.gt(3)).cte("c");
    return insert(port)
      .fromSelect(["code"], select(c.c.name.$notNull()))
      .onConflictDoNothing({ indexElements: ["code"] });
  },
  "pg-conflict-update-types": () =>
    insert(sample)
      .values({ id: 1 })
      .onConflictDoUpdate({ indexElements: ["id"], set: { flag: true, made_on: "2030-01-02", level: "high" } }),
  "pg-conflict-error-no-target": () =>
    insert(port)
      .values({ code: "A" })
      .onConflictDoUpdate(untyped({ set: { title: "t" } })),
  "pg-conflict-error-empty-set": () =>
    insert(port)
      .values({ code: "A" })
      .onConflictDoUpdate({ indexElements: ["code"], set: {} }),
  "pg-conflict-error-bad-set": () =>
    insert(port)
      .values({ code: "A" })
      .onConflictDoUpdate({ indexElements: ["code"], set: untyped(5) }),
  "pg-conflict-twice": () =>
    insert(port)
      .values({ code: "A" })
      .onConflictDoNothing({ indexElements: ["code"] })
      .onConflictDoNothing({ indexElements: ["title"] }),
  "pg-conflict-twice-update": () =>
    insert(port)
      .values({ code: "A" })
      .onConflictDoUpdate({ indexElements: ["code"], set: { title: "u" } })
      .onConflictDoNothing(),
  "pg-conflict-default-values": () => insert(crew).onConflictDoNothing(),
  "pg-conflict-client-defaults": () => {
    const st = insert(gadget).values({ id: 1, label: "l" });
    return st.onConflictDoUpdate({ indexElements: ["id"], set: { color: st.excluded.color } });
  },

  "pg-conflict-constraint-name": () => insert(port).values({ code: "A" }).onConflictDoNothing({ constraint: "uq_port_title" }),
  "pg-conflict-constraint-object": () => {
    const [uq] = port.constraints;
    return insert(port)
      .values({ code: "A" })
      .onConflictDoUpdate({ constraint: untyped(uq), set: { title: "x" } });
  },
  "pg-conflict-constraint-primary-key": () =>
    insert(manifest)
      .values({ voyage_id: 1, line_no: 1 })
      .onConflictDoUpdate({ constraint: primaryKey(manifest.c.voyage_id, manifest.c.line_no), set: { qty: 3 } }),
  "pg-conflict-constraint-index": () => {
    const mate = new MetaData().table("mate", { id: integer().primaryKey(), name: varchar(), rating: integer() });
    const part = index("ix_part", mate.c.name, { where: mate.c.rating.gt(2) });
    return insert(mate).values({ name: "a" }).onConflictDoNothing({ constraint: part });
  },
  "pg-conflict-constraint-quoted": () => insert(port).values({ code: "A" }).onConflictDoNothing({ constraint: "UQ Title" }),
  "pg-conflict-constraint-and-elements": () =>
    insert(port)
      .values({ code: "A" })
      .onConflictDoNothing(untyped({ constraint: "x", indexElements: ["code"] })),
  "pg-conflict-index-expression": () =>
    insert(port)
      .values({ code: "A" })
      .onConflictDoNothing({ indexElements: [func.lower(port.c.title)] }),
  "pg-conflict-index-text": () =>
    insert(port)
      .values({ code: "A" })
      .onConflictDoNothing({ indexElements: [sql.text("lower(title)")] }),
  "pg-conflict-alias-target": () => insert(port.alias("p")).values({ code: "A" }).onConflictDoNothing(),
  "pg-conflict-array-json": () => {
    const st = insert(crate).values({ id: 1, tags: ["a", "b"] });
    return st.onConflictDoUpdate({ indexElements: ["id"], set: { tags: st.excluded.tags, doc: { k: 1 } } });
  },
  "conflict-wrong-dialect-pg": () => insert(port).values({ code: "A" }).onConflictDoNothing(),
};
