import { bindParam, func, select, sql } from "athanor";
import { insert } from "athanor/sqlite";
import { untyped } from "./harness.js";
import { crew, dock, gadget, manifest, order, port, sample, tag, voyage } from "./schema.js";

/** The TypeScript of `cases/on-conflict.json`, with SQLite's insert. */
export const onConflictSqlite = {
  "sqlite-conflict-nothing": () => insert(port).values({ code: "A", title: "a" }).onConflictDoNothing(),
  "sqlite-conflict-nothing-columns": () =>
    insert(port)
      .values({ code: "A" })
      .onConflictDoNothing({ indexElements: [port.c.code] }),
  "sqlite-conflict-nothing-names": () =>
    insert(manifest)
      .values({ voyage_id: 1, line_no: 2 })
      .onConflictDoNothing({ indexElements: ["voyage_id", "line_no"] }),
  "sqlite-conflict-nothing-index-where": () =>
    insert(crew)
      .values({ name: "a" })
      .onConflictDoNothing({ indexElements: ["name"], indexWhere: crew.c.rating.gt(5) }),
  "sqlite-conflict-nothing-multi-values": () =>
    insert(port)
      .values([{ code: "A" }, { code: "B" }])
      .onConflictDoNothing(),
  "sqlite-conflict-nothing-returning": () => insert(port).values({ code: "A" }).onConflictDoNothing().returning(port.c.code),
  "sqlite-conflict-nothing-from-select": () => insert(port).fromSelect(["code"], select(voyage.c.status.$notNull())).onConflictDoNothing(),
  "sqlite-conflict-nothing-from-select-where": () =>
    insert(port)
      .fromSelect(["code"], select(voyage.c.status.$notNull()).where(voyage.c.id.gt(3)))
      .onConflictDoNothing({ indexElements: ["code"] }),
  "sqlite-conflict-update-literal": () =>
    insert(port)
      .values({ code: "A", title: "a" })
      .onConflictDoUpdate({ indexElements: ["code"], set: { title: "changed" } }),
  "sqlite-conflict-update-excluded": () => {
    const st = insert(port).values({ code: "A", title: "a", country: "NO" });
    return st.onConflictDoUpdate({
      indexElements: [port.c.code],
      set: { title: st.excluded.title, country: st.excluded.country },
    });
  },
  "sqlite-conflict-update-column-keys": () => {
    const st = insert(port).values({ code: "A", title: "a" });
    return st.onConflictDoUpdate({ indexElements: [port.c.code], set: new Map([[port.c.title, st.excluded.title]]) });
  },
  "sqlite-conflict-update-set-pairs": () => {
    const st = insert(port).values({ code: "A", title: "a" });
    return st.onConflictDoUpdate({
      indexElements: ["code"],
      set: untyped([
        ["country", "XX"],
        ["title", st.excluded.title],
      ]),
    });
  },
  "sqlite-conflict-update-set-excluded-collection": () => {
    const st = insert(port).values({ code: "A", title: "a" });
    return st.onConflictDoUpdate({ indexElements: ["code"], set: st.excluded });
  },
  "sqlite-conflict-update-set-order": () =>
    insert(port)
      .values({ code: "A" })
      .onConflictDoUpdate({ indexElements: ["code"], set: { country: "c", title: "t" } }),
  "sqlite-conflict-update-set-unknown-key": () =>
    insert(port)
      .values({ code: "A" })
      .onConflictDoUpdate({ indexElements: ["code"], set: untyped({ nope: 1, title: "t" }) }),
  "sqlite-conflict-update-expression": () => {
    const st = insert(crew).values({ id: 1, rating: 4 });
    return st.onConflictDoUpdate({ indexElements: ["id"], set: { rating: crew.c.rating.add(st.excluded.rating) } });
  },
  "sqlite-conflict-update-function": () => {
    const st = insert(crew).values({ id: 1, name: "n" });
    return st.onConflictDoUpdate({
      indexElements: ["id"],
      set: { name: func.coalesce(st.excluded.name, crew.c.name, "none") },
    });
  },
  "sqlite-conflict-update-subquery": () =>
    insert(crew)
      .values({ id: 1 })
      .onConflictDoUpdate({ indexElements: ["id"], set: { rating: select(func.count(voyage.c.id)).scalarSubquery() } }),
  "sqlite-conflict-update-where": () => {
    const st = insert(crew).values({ id: 1, rating: 4 });
    return st.onConflictDoUpdate({
      indexElements: ["id"],
      set: { rating: st.excluded.rating },
      where: crew.c.rating.lt(st.excluded.rating),
    });
  },
  "sqlite-conflict-update-where-and-index-where": () =>
    insert(crew)
      .values({ name: "n", rating: 4 })
      .onConflictDoUpdate({
        indexElements: ["name"],
        indexWhere: crew.c.rating.gt(10),
        set: { email: "e" },
        where: crew.c.name.ne("keep"),
      }),
  "sqlite-conflict-update-returning": () =>
    insert(crew)
      .values({ id: 1, name: "n" })
      .onConflictDoUpdate({ indexElements: ["id"], set: { name: "m" } })
      .returning(crew.c.id, crew.c.name),
  "sqlite-conflict-update-multi-values": () => {
    const st = insert(port).values([
      { code: "A", title: "a" },
      { code: "B", title: "b" },
    ]);
    return st.onConflictDoUpdate({ indexElements: ["code"], set: { title: st.excluded.title } });
  },
  "sqlite-conflict-update-bindparam": () =>
    insert(port)
      .values({ code: "A", title: "a" })
      .onConflictDoUpdate({ indexElements: ["code"], set: { title: bindParam("newt") } }),
  "sqlite-conflict-update-column-keys-executemany": () => {
    const st = insert(crew);
    return st
      .onConflictDoUpdate({ indexElements: ["id"], set: { name: st.excluded.name } })
      .returning(crew.c.id)
      .sortByParameterOrder();
  },
  "sqlite-conflict-update-null": () =>
    insert(port)
      .values({ code: "A" })
      .onConflictDoUpdate({ indexElements: ["code"], set: { title: null, country: sql.null } }),
  "sqlite-conflict-update-quoted": () => {
    const st = insert(order).values({ id: 1, select: 2 });
    return st.onConflictDoUpdate({
      indexElements: ["id"],
      set: { select: st.excluded.select, MixedCase: st.excluded.MixedCase },
    });
  },
  "sqlite-conflict-update-schema": () => {
    const st = insert(dock).values({ id: 1, name: "n" });
    return st.onConflictDoUpdate({
      indexElements: ["id"],
      set: { name: st.excluded.name, capacity: dock.c.capacity.add(1) },
    });
  },
  "sqlite-conflict-update-key-not-name": () => {
    const st = insert(tag).values({ id: 1, text: "t" });
    return st.onConflictDoUpdate({ indexElements: ["id"], set: { text: st.excluded.text } });
  },
  "sqlite-conflict-update-key-not-name-column": () => {
    const st = insert(tag).values({ id: 1, text: "t" });
    return st.onConflictDoUpdate({ indexElements: [tag.c.id], set: new Map([[tag.c.text, st.excluded.text]]) });
  },
  "sqlite-conflict-update-cte": () => {
    const c = select(crew.c.name).where(crew.c.rating.gt(3)).cte("c");
    return insert(port)
      .fromSelect(["code"], select(c.c.name.$notNull()))
      .onConflictDoNothing({ indexElements: ["code"] });
  },
  "sqlite-conflict-update-types": () =>
    insert(sample)
      .values({ id: 1 })
      .onConflictDoUpdate({ indexElements: ["id"], set: { flag: true, made_on: "2030-01-02", level: "high" } }),
  "sqlite-conflict-error-no-target": () =>
    insert(port)
      .values({ code: "A" })
      .onConflictDoUpdate(untyped({ set: { title: "t" } })),
  "sqlite-conflict-error-empty-set": () =>
    insert(port)
      .values({ code: "A" })
      .onConflictDoUpdate({ indexElements: ["code"], set: {} }),
  "sqlite-conflict-error-bad-set": () =>
    insert(port)
      .values({ code: "A" })
      .onConflictDoUpdate({ indexElements: ["code"], set: untyped(5) }),
  "sqlite-conflict-twice": () =>
    insert(port)
      .values({ code: "A" })
      .onConflictDoNothing({ indexElements: ["code"] })
      .onConflictDoNothing({ indexElements: ["title"] }),
  "sqlite-conflict-twice-update": () =>
    insert(port)
      .values({ code: "A" })
      .onConflictDoUpdate({ indexElements: ["code"], set: { title: "u" } })
      .onConflictDoNothing(),
  "sqlite-conflict-default-values": () => insert(crew).onConflictDoNothing(),
  "sqlite-conflict-client-defaults": () => {
    const st = insert(gadget).values({ id: 1, label: "l" });
    return st.onConflictDoUpdate({ indexElements: ["id"], set: { color: st.excluded.color } });
  },

  "conflict-wrong-dialect-sqlite": () => insert(port).values({ code: "A" }).onConflictDoNothing(),
  "conflict-positional-order": () =>
    insert(crew)
      .values({ id: 1, name: "v" })
      .onConflictDoUpdate({
        indexElements: ["id"],
        indexWhere: crew.c.rating.gt(1),
        set: { name: "s", email: "m" },
        where: crew.c.name.eq("w"),
      }),
};
