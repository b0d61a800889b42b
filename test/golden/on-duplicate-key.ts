import { bindParam, caseWhen, func, integer, select, sql, varchar } from "athanor";
import { insert } from "athanor/mysql";
import { untyped } from "./harness.js";
import { crew, crewArchive, dock, gadget, order, sample, tag, voyage } from "./schema.js";

const voyages = () => select(func.count(voyage.c.id)).scalarSubquery();

/** Functions that only these databases have: any name serves. */
const { LAST_INSERT_ID: lastInsertId, values: valuesFunction } = untyped(func);

/** The TypeScript of `cases/on-duplicate-key.json`. */
export const onDuplicateKey = {
  "mysql-dup-literal": () => insert(crew).values({ id: 1, name: "a" }).onDuplicateKeyUpdate({ name: "b" }),
  "mysql-dup-dict": () => insert(crew).values({ id: 1, name: "a" }).onDuplicateKeyUpdate({ name: "b", rating: 3 }),
  "mysql-dup-pairs": () => insert(crew).values({ id: 1, name: "a" }).onDuplicateKeyUpdateOrdered(["rating", 3], ["name", "b"]),
  "mysql-dup-dict-order": () => insert(crew).values({ id: 1 }).onDuplicateKeyUpdate({ rating: 3, email: "e", name: "b" }),
  "mysql-dup-inserted": () =>
    insert(crew)
      .values({ id: 1, name: "a", rating: 2 })
      .onDuplicateKeyUpdate((inserted) => ({ name: inserted.name, rating: inserted.rating })),
  "mysql-dup-inserted-expression": () => {
    const st = insert(crew).values({ id: 1, rating: 2 });
    return st.onDuplicateKeyUpdate({ rating: crew.c.rating.add(st.inserted.rating.mul(2)) });
  },
  "mysql-dup-inserted-function": () => {
    const st = insert(crew).values({ id: 1, name: "a" });
    return st.onDuplicateKeyUpdate({ name: func.concat(st.inserted.name, "-", crew.c.name) });
  },
  "mysql-dup-function": () =>
    insert(crew)
      .values({ id: 1 })
      .onDuplicateKeyUpdate({ rating: func.greatest(crew.c.rating, 5, integer()) }),
  "mysql-dup-lastrowid": () =>
    insert(crew)
      .values({ id: 1 })
      .onDuplicateKeyUpdate({ id: lastInsertId(crew.c.id, integer()) }),
  "mysql-dup-none": () => insert(crew).values({ id: 1 }).onDuplicateKeyUpdate({ name: null }),
  "mysql-dup-null": () => insert(crew).values({ id: 1 }).onDuplicateKeyUpdate({ name: sql.null }),
  "mysql-dup-column-keys": () =>
    insert(crew)
      .values({ id: 1 })
      .onDuplicateKeyUpdate(new Map([[crew.c.name, "b"]])),
  "mysql-dup-unknown-column": () =>
    insert(crew)
      .values({ id: 1 })
      .onDuplicateKeyUpdate(untyped({ nope: 1, name: "b" })),
  "mysql-dup-multi-values": () =>
    insert(crew)
      .values([
        { id: 1, name: "a" },
        { id: 2, name: "b" },
      ])
      .onDuplicateKeyUpdate((inserted) => ({ name: inserted.name })),
  "mysql-dup-from-select": () => {
    const st = insert(crewArchive).fromSelect(["id", "name"], select(crew.c.id, crew.c.name), { includeDefaults: false });
    return st.onDuplicateKeyUpdate({ name: st.inserted.name });
  },
  "mysql-dup-from-select-literal": () =>
    insert(crewArchive)
      .fromSelect(["id", "name"], select(crew.c.id, crew.c.name), { includeDefaults: false })
      .onDuplicateKeyUpdate({ reason: "again" }),
  "mysql-dup-quoted": () => {
    const st = insert(order).values({ id: 1, select: 2 });
    return st.onDuplicateKeyUpdate({ select: st.inserted.select, MixedCase: "m", "with space": st.inserted["with space"] });
  },
  "mysql-dup-schema": () => {
    const st = insert(dock).values({ id: 1, name: "n" });
    return st.onDuplicateKeyUpdate({ name: st.inserted.name, capacity: dock.c.capacity.add(1) });
  },
  "mysql-dup-key-not-name": () => {
    const st = insert(tag).values({ id: 1, text: "t" });
    return st.onDuplicateKeyUpdate({ text: st.inserted.text });
  },
  "mysql-dup-subquery": () => insert(crew).values({ id: 1 }).onDuplicateKeyUpdate({ rating: voyages() }),
  "mysql-dup-returning": () => insert(crew).values({ id: 1, name: "a" }).onDuplicateKeyUpdate({ name: "b" }).returning(crew.c.id),
  "mysql-dup-prefix": () => insert(crew).prefixWith("IGNORE").values({ id: 1 }).onDuplicateKeyUpdate({ name: "b" }),
  "mysql-dup-executemany": () => insert(crew).onDuplicateKeyUpdate((inserted) => ({ name: inserted.name })),
  "mysql-dup-bindparam": () =>
    insert(crew)
      .values({ id: 1 })
      .onDuplicateKeyUpdate({ name: bindParam("nn", varchar()) }),
  "mysql-dup-values-function": () =>
    insert(crew)
      .values({ id: 1, name: "a" })
      .onDuplicateKeyUpdate({ name: valuesFunction(crew.c.name, varchar()) }),
  "mysql-dup-case": () => {
    const st = insert(crew).values({ id: 1, rating: 2 });
    return st.onDuplicateKeyUpdate({
      rating: caseWhen(st.inserted.rating.gt(crew.c.rating), st.inserted.rating).else(crew.c.rating),
    });
  },
  "mysql-dup-typed": () =>
    insert(sample)
      .values({ id: 1 })
      .onDuplicateKeyUpdate({ flag: true, payload: { a: [1] }, made_at: "2030-01-02T03:04:05" }),
  "mysql-dup-client-default": () => {
    const st = insert(gadget).values({ id: 1, label: "l" });
    return st.onDuplicateKeyUpdate({ color: st.inserted.color });
  },
  "mysql-dup-error-args-and-kwargs": () => untyped(insert(crew).values({ id: 1 })).onDuplicateKeyUpdate({ name: "a" }, { rating: 1 }),
  "mysql-dup-error-two-positional": () => untyped(insert(crew).values({ id: 1 })).onDuplicateKeyUpdate({ name: "a" }, { rating: 1 }),
  "mysql-dup-error-empty": () => insert(crew).values({ id: 1 }).onDuplicateKeyUpdate({}),
  "mysql-dup-error-not-mapping": () => insert(crew).values({ id: 1 }).onDuplicateKeyUpdate(untyped(4)),
  "mysql-dup-twice": () => insert(crew).values({ id: 1 }).onDuplicateKeyUpdate({ name: "a" }).onDuplicateKeyUpdate({ name: "b" }),
  "mysql-dup-wrong-dialect": () => insert(crew).values({ id: 1 }).onDuplicateKeyUpdate({ name: "b" }),
};
